//! Every built-in dialect, dialects of users, and what is no accordion.

use std::fmt::Write;
use std::path::Path;

use deplier::{Dialect, Parser};

use crate::command::{folder, run, stderr, stdout};

/// What the pages of the table say: two titles and their panels.
const ITEMS: [(&str, &str); 2] =
    [("Où est la piscine ?", "Rue des Lilas."), ("Qui paie la cantine ?", "Les familles.")];

/// A dialect, what stands around its items at `{}`, and one item with its `{n}`, `{title}` and `{text}`.
const DIALECTS: &[(&str, &str, &str)] = &[
    (
        "foundation-6",
        r#"<ul class="accordion" data-accordion>{}</ul>"#,
        r##"<li class="accordion-item" data-accordion-item><a href="#" class="accordion-title">{title}</a>
            <div class="accordion-content" data-tab-content>{text}</div></li>"##,
    ),
    (
        "foundation-5",
        "<dl class=accordion data-accordion>{}</dl>",
        r##"<dd class="accordion-navigation"><a href="#p{n}">{title}</a><div id="p{n}" class="content">{text}</div></dd>"##,
    ),
    (
        "dsfr",
        r#"<div class="fr-accordions-group">{}</div>"#,
        r#"<section class="fr-accordion"><h3 class="fr-accordion__title"><button class="fr-accordion__btn"
            aria-expanded="false" aria-controls="accordion-{n}">{title}</button></h3>
            <div class="fr-collapse" id="accordion-{n}"><p>{text}</p></div></section>"#,
    ),
    (
        "govuk-accordion",
        r#"<div class="govuk-accordion"><button class="govuk-accordion__show-all" aria-expanded="false">Show all
            sections</button>{}</div>"#,
        r#"<div class="govuk-accordion__section"><div class="govuk-accordion__section-header"><h2
            class="govuk-accordion__section-heading"><span class="govuk-accordion__section-button">{title}</span></h2>
            <div class="govuk-accordion__section-summary">Résumé</div></div>
            <div class="govuk-accordion__section-content">{text}</div></div>"#,
    ),
    (
        "govuk-details",
        "{}",
        r#"<details class="govuk-details"><summary class="govuk-details__summary"><span
            class="govuk-details__summary-text">{title}</span></summary><div class="govuk-details__text">{text}</div></details>"#,
    ),
    (
        "nhsuk-details",
        "{}",
        r#"<details class="nhsuk-details nhsuk-expander"><summary class="nhsuk-details__summary"><span
            class="nhsuk-details__summary-text">{title}</span></summary><div class="nhsuk-details__text">{text}</div></details>"#,
    ),
    (
        "uswds",
        r#"<div class="usa-accordion">{}</div>"#,
        r#"<h4 class="usa-accordion__heading"><button class="usa-accordion__button" aria-expanded="false"
            aria-controls="a{n}">{title}</button></h4><div id="a{n}" class="usa-accordion__content">{text}</div>"#,
    ),
    (
        "aem-core",
        r#"<div class="cmp-accordion">{}</div>"#,
        r#"<div class="cmp-accordion__item"><h3 class="cmp-accordion__header"><button class="cmp-accordion__button"><span
            class="cmp-accordion__title">{title}</span><span class="cmp-accordion__icon"></span></button></h3>
            <div class="cmp-accordion__panel">{text}</div></div>"#,
    ),
    (
        "squarespace",
        r#"<ul class="accordion-items-container">{}</ul>"#,
        r#"<li class="accordion-item"><h4 class="accordion-item__title-wrapper"><button
            class="accordion-item__click-target"><span class="accordion-item__title">{title}</span></button></h4>
            <div class="accordion-item__dropdown"><p>{text}</p></div></li>"#,
    ),
    (
        "divi",
        r#"<div class="et_pb_accordion">{}</div>"#,
        r#"<div class="et_pb_toggle"><h5 class="et_pb_toggle_title">{title}</h5>
            <div class="et_pb_toggle_content clearfix">{text}</div></div>"#,
    ),
    (
        "elementor-nested",
        r#"<div class="e-n-accordion">{}</div>"#,
        r#"<details class="e-n-accordion-item"><summary class="e-n-accordion-item-title"><span><div
            class="e-n-accordion-item-title-text">{title}</div></span><span class="e-opened">-</span></summary>
            <div role="region">{text}</div></details>"#,
    ),
    (
        "elementor",
        r#"<div class="elementor-accordion">{}</div>"#,
        r#"<div class="elementor-accordion-item"><div class="elementor-tab-title" role="button"><span
            class="elementor-accordion-icon">+</span><a class="elementor-accordion-title">{title}</a></div>
            <div class="elementor-tab-content">{text}</div></div>"#,
    ),
    (
        "essential-addons",
        r#"<div class="eael-adv-accordion">{}</div>"#,
        r#"<div class="eael-accordion-list"><div class="eael-accordion-header"><span class="eael-accordion-tab-title"
            >{title}</span></div><div class="eael-accordion-content">{text}</div></div>"#,
    ),
    (
        "wp-accordion",
        r#"<div class="wp-block-accordion">{}</div>"#,
        r#"<div class="wp-block-accordion-item"><h3 class="wp-block-accordion-heading"><button
            class="wp-block-accordion-heading__toggle"><span class="wp-block-accordion-heading__toggle-title">{title}</span>
            <span class="wp-block-accordion-heading__toggle-icon" aria-hidden="true">+</span></button></h3>
            <div role="region" class="wp-block-accordion-panel"><p>{text}</p></div></div>"#,
    ),
    (
        "wp-yoast-faq",
        r#"<div class="schema-faq">{}</div>"#,
        r#"<div class="schema-faq-section"><strong class="schema-faq-question">{title}</strong>
            <p class="schema-faq-answer">{text}</p></div>"#,
    ),
    (
        "wp-rank-math-faq",
        r#"<div class="rank-math-list">{}</div>"#,
        r#"<div class="rank-math-list-item"><h3 class="rank-math-question">{title}</h3>
            <div class="rank-math-answer">{text}</div></div>"#,
    ),
    (
        "wp-spectra-faq",
        r#"<div class="wp-block-uagb-faq">{}</div>"#,
        r#"<div class="uagb-faq-item"><div class="uagb-faq-questions-button"><span class="uagb-icon">+</span><span
            class="uagb-question">{title}</span></div><div class="uagb-faq-content"><p>{text}</p></div></div>"#,
    ),
    (
        "wp-kadence",
        r#"<div class="kt-accordion-wrap">{}</div>"#,
        r#"<div class="kt-accordion-pane"><div class="kt-accordion-header-wrap"><button
            class="kt-blocks-accordion-header"><span class="kt-blocks-accordion-title">{title}</span></button></div>
            <div class="kt-accordion-panel">{text}</div></div>"#,
    ),
    (
        "wp-easy-accordion",
        r#"<div class="sp-easy-accordion">{}</div>"#,
        r#"<div class="ea-card sp-ea-single"><h3 class="ea-header"><a><i class="ea-expand-icon"></i> {title}</a></h3>
            <div class="sp-collapse"><div class="ea-body">{text}</div></div></div>"#,
    ),
    (
        "wp-accordion-blocks",
        "{}",
        r#"<div class="c-accordion__item"><h2 class="c-accordion__title" role="button">{title}</h2>
            <div class="c-accordion__content">{text}</div></div>"#,
    ),
    (
        "wp-ultimate-faq",
        "{}",
        r#"<div class="ewd-ufaq-faq-div"><div class="ewd-ufaq-faq-title"><span>a</span><div
            class="ewd-ufaq-faq-title-text"><h4>{title}</h4></div></div><div class="ewd-ufaq-faq-body">{text}</div></div>"#,
    ),
    (
        "wp-helpie-faq",
        r#"<section class="helpie-faq accordions"><ul class="accordion">{}</ul></section>"#,
        r#"<li class="accordion__item"><div class="accordion__header"><div class="accordion__title">{title}</div></div>
            <div class="accordion__body">{text}</div></li>"#,
    ),
    (
        "wp-shortcodes-ultimate",
        r#"<div class="su-accordion">{}</div>"#,
        r#"<div class="su-spoiler"><div class="su-spoiler-title"><span class="su-spoiler-icon"></span>{title}</div>
            <div class="su-spoiler-content">{text}</div></div>"#,
    ),
    (
        "wp-coblocks",
        r#"<div class="wp-block-coblocks-accordion">{}</div>"#,
        r#"<div class="wp-block-coblocks-accordion-item"><details><summary
            class="wp-block-coblocks-accordion-item__title">{title}</summary>
            <div class="wp-block-coblocks-accordion-item__content">{text}</div></details></div>"#,
    ),
    (
        "wp-getwid",
        r#"<div class="wp-block-getwid-accordion">{}</div>"#,
        r#"<div class="wp-block-getwid-accordion__header-wrapper"><span>{title}</span></div>
            <div class="wp-block-getwid-accordion__content-wrapper">{text}</div>"#,
    ),
    (
        "wpbakery",
        r#"<div class="vc_tta-accordion">{}</div>"#,
        r##"<div class="vc_tta-panel"><div class="vc_tta-panel-heading"><h4><a href="#{n}"><span
            class="vc_tta-title-text">{title}</span><i class="vc_tta-controls-icon"></i></a></h4></div>
            <div class="vc_tta-panel-body">{text}</div></div>"##,
    ),
    (
        "avada",
        r#"<div class="accordian fusion-accordian">{}</div>"#,
        r##"<div class="fusion-panel"><div class="panel-heading"><h4><a data-toggle="collapse" href="#c{n}"><span
            class="fusion-toggle-heading">{title}</span></a></h4></div>
            <div id="c{n}" class="panel-collapse collapse">{text}</div></div>"##,
    ),
    (
        "beaver-builder",
        r#"<div class="fl-accordion">{}</div>"#,
        r#"<div class="fl-accordion-item"><div class="fl-accordion-button"><a class="fl-accordion-button-label">{title}</a>
            <i class="fl-accordion-button-icon">+</i></div><div class="fl-accordion-content">{text}</div></div>"#,
    ),
    (
        "siteorigin",
        r#"<div class="sow-accordion">{}</div>"#,
        r#"<div class="sow-accordion-panel"><div class="sow-accordion-panel-header"><div class="sow-accordion-title">{title}
            </div></div><div class="sow-accordion-panel-content">{text}</div></div>"#,
    ),
    (
        "thrive",
        "{}",
        r#"<div class="tve_faq"><div class="tve_faqI"><div class="tve_faqB"><h4>{title}</h4></div>
            <div class="tve_faqC">{text}</div></div></div>"#,
    ),
    (
        "drupal-faq",
        "<dl class=faqfield-accordion>{}</dl>",
        r#"<dt class="faqfield-question">{title}</dt><dd class="faqfield-answer">{text}</dd>"#,
    ),
    (
        "drupal-views-accordion",
        "<div class=view-content>{}</div>",
        r#"<div class="views-row"><div class="views-field"><span class="views-accordion-header">{title}</span></div>
            <div class="views-field">{text}</div></div>"#,
    ),
    (
        "drupal-ckeditor-accordion",
        r#"<dl class="ckeditor-accordion">{}</dl>"#,
        "<dt>{title}</dt><dd><p>{text}</p></dd>",
    ),
    (
        "drupal-fieldset",
        "{}",
        r#"<fieldset class="collapsible collapsed"><legend><span>{title}</span></legend>
            <div class="fieldset-wrapper">{text}</div></fieldset>"#,
    ),
    (
        "bootstrap-5",
        r#"<div class="accordion">{}</div>"#,
        r##"<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" data-bs-toggle="collapse"
            data-bs-target="#c{n}">{title}</button></h2><div id="c{n}" class="accordion-collapse collapse"><div
            class="accordion-body">{text}</div></div></div>"##,
    ),
    (
        "bootstrap-5-collapse",
        "{}",
        r#"<p><button class="btn" data-bs-toggle="collapse" data-bs-target="c{n}">{title}</button></p>
            <div class="collapse" id="c{n}"><div class="card">{text}</div></div>"#,
    ),
    (
        "bootstrap-3-and-4",
        r#"<div class="panel-group" role="tablist">{}</div>"#,
        r##"<div class="panel"><div class="panel-heading" role="tab"><h4 class="panel-title"><a data-toggle="collapse"
            href="#c{n}">{title} <span class="glyphicon glyphicon-plus"></span></a></h4></div>
            <div id="c{n}" class="panel-collapse collapse" role="tabpanel"><div class="panel-body">{text}</div></div></div>"##,
    ),
    (
        "bootstrap-2",
        r#"<div class="accordion">{}</div>"#,
        r##"<div class="accordion-group"><div class="accordion-heading"><a class="accordion-toggle" href="#c{n}">{title}</a>
            </div><div id="c{n}" class="accordion-body collapse"><div class="accordion-inner">{text}</div></div></div>"##,
    ),
    (
        "uikit",
        "<ul uk-accordion>{}</ul>",
        r#"<li><a class="uk-accordion-title" href>{title}</a><div class="uk-accordion-content"><p>{text}</p></div></li>"#,
    ),
    (
        "materialize",
        r#"<ul class="collapsible">{}</ul>"#,
        r#"<li><div class="collapsible-header"><i class="material-icons">place</i>{title}</div>
            <div class="collapsible-body"><span>{text}</span></div></li>"#,
    ),
    (
        "semantic-ui",
        r#"<div class="ui styled accordion">{}</div>"#,
        r#"<div class="title"><i class="dropdown icon"></i>{title}</div><div class="content"><p>{text}</p></div>"#,
    ),
    (
        "carbon",
        r#"<ul class="cds--accordion">{}</ul>"#,
        r#"<li class="cds--accordion__item"><button class="cds--accordion__heading"><svg></svg><div
            class="cds--accordion__title">{title}</div></button><div class="cds--accordion__wrapper"><div
            class="cds--accordion__content">{text}</div></div></li>"#,
    ),
    (
        "carbon-elements",
        "<cds-accordion>{}</cds-accordion>",
        r#"<cds-accordion-item title="{title}"><p>{text}</p></cds-accordion-item>"#,
    ),
    (
        "patternfly",
        r#"<dl class="pf-c-accordion">{}</dl>"#,
        r#"<dt><button class="pf-c-accordion__toggle" aria-expanded="false"><span class="pf-c-accordion__toggle-text"
            >{title}</span></button></dt><dd class="pf-c-accordion__expanded-content" hidden>{text}</dd>"#,
    ),
    (
        "patternfly-elements",
        "<pf-accordion>{}</pf-accordion>",
        "<pf-accordion-header><h3>{title}</h3></pf-accordion-header><pf-accordion-panel>{text}</pf-accordion-panel>",
    ),
    (
        "clarity",
        "<clr-accordion>{}</clr-accordion>",
        "<clr-accordion-panel><clr-accordion-title>{title}</clr-accordion-title>
            <clr-accordion-content>{text}</clr-accordion-content></clr-accordion-panel>",
    ),
    (
        "van11y",
        r#"<div class="js-accordion" data-accordion-prefix-classes="mairie">{}</div>"#,
        r#"<div class="js-accordion__panel"><h2 class="js-accordion__header">{title}</h2><p>{text}</p></div>"#,
    ),
    (
        "mui",
        "{}",
        r#"<div class="MuiAccordion-root"><div class="MuiAccordionSummary-root"><div class="MuiAccordionSummary-content"
            ><p>{title}</p></div></div><div><div class="MuiAccordionDetails-root">{text}</div></div></div>"#,
    ),
    (
        "angular-material",
        "<mat-accordion>{}</mat-accordion>",
        "<mat-expansion-panel><mat-expansion-panel-header><mat-panel-title>{title}</mat-panel-title>
            <mat-panel-description>Horaires</mat-panel-description></mat-expansion-panel-header><p>{text}</p></mat-expansion-panel>",
    ),
    (
        "vuetify",
        r#"<div class="v-expansion-panels">{}</div>"#,
        r#"<div class="v-expansion-panel"><button class="v-expansion-panel-title">{title}<i></i></button>
            <div class="v-expansion-panel-text">{text}</div></div>"#,
    ),
    (
        "ant-design",
        r#"<div class="ant-collapse">{}</div>"#,
        r#"<div class="ant-collapse-item"><div class="ant-collapse-header"><span class="ant-collapse-header-text">{title}
            </span></div><div class="ant-collapse-content">{text}</div></div>"#,
    ),
    (
        "element-plus",
        r#"<div class="el-collapse">{}</div>"#,
        r#"<div class="el-collapse-item"><button class="el-collapse-item__header">{title}</button>
            <div class="el-collapse-item__wrap"><div class="el-collapse-item__content">{text}</div></div></div>"#,
    ),
    (
        "primefaces",
        r#"<div class="p-accordion">{}</div>"#,
        r#"<div class="p-accordion-tab"><div class="p-accordion-header"><a role="button"><svg></svg><span>{title}</span></a>
            </div><div class="p-toggleable-content"><div>{text}</div></div></div>"#,
    ),
    (
        "chakra",
        r#"<div class="chakra-accordion">{}</div>"#,
        r#"<div class="chakra-accordion__item"><h2><button class="chakra-accordion__button"><span>{title}</span></button></h2>
            <div class="chakra-collapse"><div class="chakra-accordion__panel">{text}</div></div></div>"#,
    ),
    (
        "slds",
        r#"<ul class="slds-accordion">{}</ul>"#,
        r#"<li><section class="slds-accordion__section"><div class="slds-accordion__summary"><h2
            class="slds-accordion__summary-heading"><button><span>{title}</span></button></h2></div>
            <div class="slds-accordion__content">{text}</div></section></li>"#,
    ),
    (
        "bulma",
        r#"<section class="accordions">{}</section>"#,
        r#"<article class="accordion"><div class="accordion-header"><p>{title}</p></div>
            <div class="accordion-body"><div class="accordion-content">{text}</div></div></article>"#,
    ),
    (
        "preline",
        r#"<div class="hs-accordion-group">{}</div>"#,
        r#"<div class="hs-accordion"><button class="hs-accordion-toggle"><svg></svg>{title}</button>
            <div class="hs-accordion-content">{text}</div></div>"#,
    ),
    ("shoelace", "{}", r#"<sl-details summary="{title}">{text}</sl-details>"#),
    ("shoelace-slot", "{}", r#"<sl-details><b slot="summary">{title}</b>{text}</sl-details>"#),
    (
        "confluence",
        "{}",
        r#"<div class="expand-container"><div class="expand-control"><span class="expand-icon">›</span><span
            class="expand-control-text">{title}</span></div><div class="expand-content">{text}</div></div>"#,
    ),
    (
        "daisyui",
        "{}",
        r#"<div class="collapse"><input type="radio" name="a"><div class="collapse-title">{title}</div>
            <div class="collapse-content">{text}</div></div>"#,
    ),
    (
        "amp",
        "<amp-accordion>{}</amp-accordion>",
        "<section><h2>{title}</h2><p>{text}</p></section>",
    ),
    (
        "jquery-ui",
        r#"<div class="ui-accordion" role="tablist">{}</div>"#,
        r#"<h3 class="ui-accordion-header" role="tab"><span class="ui-icon"></span>{title}</h3>
            <div class="ui-accordion-content" role="tabpanel">{text}</div>"#,
    ),
    ("jquery-ui-source", "<div id=accordion>{}</div>", "<h3>{title}</h3><div><p>{text}</p></div>"),
    (
        "jquery-mobile",
        "{}",
        r#"<div data-role="collapsible"><h3>{title}</h3><p>{text}</p></div>"#,
    ),
    (
        "schema-org-faq",
        r#"<div itemscope itemtype="https://schema.org/FAQPage">{}</div>"#,
        r#"<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question"><h3 itemprop="name">{title}</h3>
            <div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer"><p itemprop="text">{text}</p>
            </div></div>"#,
    ),
    (
        "checkbox-hack",
        "{}",
        r#"<div class="tab"><input type="checkbox" id="c{n}"><label for="c{n}">{title}</label>
            <div class="tab-content">{text}</div></div>"#,
    ),
    (
        "checkbox-hack-heading",
        "<ul>{}</ul>",
        "<li><input type=checkbox checked><i></i><h2>{title}</h2><p>{text}</p></li>",
    ),
    (
        "docusaurus",
        "{}",
        r#"<details class="details_lb9f alert"><summary>{title}</summary><div><div class="collapsibleContent_i85q">{text}
            </div></div></details>"#,
    ),
    ("details", "{}", "<details><summary>{title}</summary>{text}</details>"),
    (
        "aria-controls",
        "{}",
        r#"<h3><button aria-expanded="false" aria-controls="p{n}">{title}</button></h3><div id="p{n}" hidden>{text}</div>"#,
    ),
    (
        "aria-expanded",
        "{}",
        r#"<div><button aria-expanded="false">{title}<svg></svg></button><div class="inner">{text}</div></div>"#,
    ),
    (
        "onclick-next",
        "{}",
        r#"<h3 onclick="this.nextElementSibling.classList.toggle('open')">{title}</h3><div>{text}</div>"#,
    ),
    (
        "onclick",
        "{}",
        r##"<p><a href="#" onclick="montrer('bloc{n}'); return false">{title}</a></p>
            <div id="bloc{n}" style="display:none">{text}</div>"##,
    ),
    (
        "scripted",
        "{}<script>$('.demande').click(function () { $(this).next().slideToggle(); });</script>",
        r#"<p class="demande">{title}</p><div>{text}</div>"#,
    ),
    (
        "class-names",
        "{}",
        r#"<div class="accordion_item"><div class="accordion_trigger">{title}<span>▼</span></div>
            <div class="accordion_content">{text}</div></div>"#,
    ),
    ("definition-list-faq", "<dl>{}</dl>", "<dt>{title}</dt><dd>{text}</dd>"),
    ("headed-faq", "<h2>Foire aux questions</h2>{}", "<h3>{title}</h3><p>{text}</p>"),
];

/// A page in which other content stands around.
fn page(content: &str) -> String {
    let paragraphs = "<p>La mairie vous accueille, <a href=/acces>voici comment venir</a>.</p>".repeat(20);
    format!(
        "<!doctype html><title>Commune</title><body><header><h1>Commune</h1></header><div>{paragraphs}{content}</div>"
    )
}

fn items(parser: &Parser, page: &str) -> Vec<(String, String)> {
    let items = parser.items(page.as_bytes()).unwrap();
    items.into_iter().map(|item| (item.title, item.text)).collect()
}

#[track_caller]
fn check(content: &str, expected: &[(&str, &str)]) {
    let found = items(&Parser::new(), &page(content));
    let found: Vec<_> = found.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_built_in_dialect_finds_its_panels() {
    let expected = ITEMS.map(|(title, text)| (title.to_owned(), text.to_owned()));
    for (dialect, around, item) in DIALECTS {
        let filled = ITEMS.iter().zip(1..).map(|((title, text), n)| {
            item.replace("{n}", &n.to_string()).replace("{title}", title).replace("{text}", text)
        });
        let page = page(&around.replace("{}", &filled.collect::<String>()));
        assert_eq!(items(&Parser::new(), &page), expected, "{dialect} among all dialects");
        let alone = Parser::new().with_only_dialect(dialect).unwrap();
        assert_eq!(items(&alone, &page), expected, "{dialect} alone");
    }
}

#[test]
fn the_table_has_every_built_in_dialect() {
    let built_in: Vec<&str> = Dialect::built_in().iter().map(|dialect| dialect.name.as_str()).collect();
    let in_table: Vec<&str> = DIALECTS.iter().map(|(dialect, ..)| *dialect).collect();
    assert_eq!(in_table, built_in);
}

#[test]
fn nested_panels_come_out_side_by_side() {
    check(
        "<details><summary>Dehors</summary>Avant.<details><summary>Dedans</summary>Milieu.</details>Après.</details>",
        &[("Dehors", "Avant.\nAprès."), ("Dedans", "Milieu.")],
    );
}

#[test]
fn several_dialects_on_one_page() {
    check(
        r#"<details><summary>Un</summary>A.</details><div class="ui accordion"><div class="title">Deux</div>
           <div class="content">B.</div></div><h3><button aria-expanded=false aria-controls=c>Trois</button></h3><div id=c>C.</div>"#,
        &[("Un", "A."), ("Deux", "B."), ("Trois", "C.")],
    );
}

#[test]
fn a_panel_far_from_its_title_is_found_by_its_id() {
    check(
        r##"<p><a data-toggle="collapse" href="#b">Le second</a> <a data-toggle="collapse" href="#a">Le premier</a></p>
           <div class="collapse" id="a">A.</div><p>Entre deux.</p><div class="collapse" id="b">B.</div>"##,
        &[("Le second", "B."), ("Le premier", "A.")],
    );
}

#[test]
fn ids_as_they_are_found() {
    let accordion = |id: &str, named: &str| {
        format!(
            r#"<h3><button class="fr-accordion__btn" aria-controls="{named}">Titre</button></h3><p>Entre.</p><div id="{id}">Texte.</div>"#
        )
    };
    for (id, named) in [
        ("accordéon 1", "accordéon 1"),
        ("accordion-{{ forloop.index }}", "accordion-{{ forloop.index }}"),
        ("a1 ", "a1 "),
    ] {
        check(&accordion(id, named), &[("Titre", "Texte.")]);
    }
}

#[test]
fn copied_ids_lead_to_the_neighbour() {
    let item = |title: &str, text: &str| {
        format!("<h3><button aria-expanded=false aria-controls=p>{title}</button></h3><div id=p>{text}</div>")
    };
    check(&(item("Un", "A.") + &item("Deux", "B.")), &[("Un", "A."), ("Deux", "B.")]);
}

#[test]
fn a_control_of_several_panels_has_none() {
    check(
        r#"<button aria-expanded="false" aria-controls="a b">Ouvrir les deux</button>
           <h3><button aria-expanded="false" aria-controls="a">Un</button></h3><div id="a">A.</div>
           <h3><button aria-expanded="false" aria-controls="b">Deux</button></h3><div id="b">B.</div>"#,
        &[("Un", "A."), ("Deux", "B.")],
    );
}

#[test]
fn damaged_pages() {
    let expected = [("Un", "A."), ("Deux", "B.")];
    // Tags in upper case, attributes without quotes.
    check(
        "<UL CLASS=accordion DATA-ACCORDION><LI CLASS=accordion-item><A CLASS=accordion-title HREF=#>Un</A><DIV CLASS=accordion-content>A.</DIV></LI>
         <LI CLASS=accordion-item><A CLASS=accordion-title HREF=#>Deux</A><DIV CLASS=accordion-content>B.</DIV></LI></UL>",
        &expected,
    );
    // No panel is closed, so that the second stands in the first.
    check(
        r#"<div class="fr-accordion"><button class="fr-accordion__btn">Un</button><div class="fr-collapse"><p>A.</p>
           <div class="fr-accordion"><button class="fr-accordion__btn">Deux</button><div class="fr-collapse"><p>B.</p>"#,
        &expected,
    );
    check("<div id=accordion><h3>Un</h3><div><p>A.</p><h3>Deux</h3><div><p>B.</p></div></div>", &expected);
    // The end tags that HTML lets authors leave out.
    check("<dl class=ckeditor-accordion><dt>Un<dd><p>A.<dt>Deux<dd><p>B.</dl>", &expected);
    // An item that is commented out, and one that is cut off.
    check(
        "<details><summary>Un</summary>A.</details><!--<details><summary>Non</summary></details>--><details><summary>Deux</summary>B.",
        &expected,
    );
}

#[test]
fn titles_are_read_without_their_controls() {
    for title in [
        "Horaires <span class=icon>+</span>",
        "Horaires <span>▼</span>",
        "<i class=material-icons>expand_more</i>Horaires",
        "<svg><title>Ouvrir</title></svg> Horaires",
        "Horaires <span class=sr-only>(ouvrir)</span>",
        "Horaires <span aria-hidden=true>chevron</span>",
        "Horaires <em>Afficher</em>",
        "Horaires <span>Open/Close</span>",
    ] {
        check(
            &format!("<details><summary>{title}</summary>De 9 h à 17 h.</details>"),
            &[("Horaires", "De 9 h à 17 h.")],
        );
    }
}

#[test]
fn a_badge_or_a_link_is_part_of_the_title() {
    check(
        "<details><summary>Arrêtés <span class=badge>3</span> <a href=/x>du maire</a></summary>Texte.</details>",
        &[("Arrêtés 3 du maire", "Texte.")],
    );
}

#[test]
fn menus_tabs_and_forms_are_no_accordions() {
    for page in [
        // Navigation.
        "<nav><button aria-expanded=false aria-controls=m>Services</button><ul id=m><li><a href=/a>A</a><li><a href=/b>B</a></ul></nav>",
        "<button aria-expanded=false aria-controls=m>Services</button><ul id=m><li><a href=/a>A</a><li><a href=/b>B</a></ul>",
        "<button aria-expanded=false aria-controls=m>☰ Menu</button><div id=m><p>Bienvenue</p></div>",
        "<button aria-expanded=false aria-haspopup=true aria-controls=m>Compte</button><div id=m>Bonjour</div>",
        r##"<a class="navbar-toggle" data-toggle="collapse" href="#m">Naviguer</a><div class="collapse" id="m">Accueil</div>"##,
        r#"<div class="fr-nav__item" role="navigation"><button aria-expanded=false aria-controls=m>Aide</button><div id=m>Texte</div></div>"#,
        r#"<ul class="vertical menu accordion-menu" data-accordion-menu><li><a href=#>Un</a><ul><li><a href=/a>A</a></ul></ul>"#,
        r#"<div class="toc"><details><summary>Sommaire</summary><a href=#a>A</a></details></div>"#,
        // Tabs.
        "<div role=tablist><button role=tab aria-controls=p>Onglet</button></div><div id=p role=tabpanel>Texte</div>",
        r##"<ul class="nav nav-tabs"><li><a data-toggle="tab" href="#p">Onglet</a></ul><div class="tab-content"><div id="p">Texte</div></div>"##,
        r#"<div class="tabset"><input type=radio name=t id=t1><label for=t1>Un</label><input type=radio name=t id=t2><label for=t2>Deux</label>
           <div class="tab-panels"><p>Texte</p></div></div>"#,
        // Dialogs, banners, carousels, tooltips.
        "<button data-toggle=modal aria-expanded=false aria-controls=d>Ouvrir le plan</button><div id=d role=dialog>Plan</div>",
        r#"<div id="cookie-banner"><button aria-expanded=false aria-controls=k>Choisir</button><div id=k>Traceurs</div></div>"#,
        r#"<div class="carousel"><a href=#c aria-controls=c>Suivante</a><div id=c>Diapositive</div></div>"#,
        "<button aria-expanded=false aria-controls=b>Aide</button><div id=b role=tooltip>Bulle</div>",
        "<button aria-expanded=false aria-controls=r>Rechercher</button><div id=r><form role=search>Mot</form></div>",
        "<button aria-expanded=false>−</button><p>Commentaire replié.</p>",
        // Forms.
        "<form><input type=checkbox id=c><label for=c>J’accepte</label><div>Obligatoire</div></form>",
        "<div><input type=checkbox id=c aria-describedby=h><label for=c>Oui</label><p id=h>Une seule fois.</p></div>",
        "<div><input type=checkbox id=c><label for=c>Mode sombre</label></div><p>Suite de la page.</p>",
        "<div><input type=radio id=c><label for=c>Rouge</label></div><div><input type=radio id=d><label for=d>Vert</label></div>",
        // Texts.
        "<h2>Contexte</h2><p>A.</p><h2>Pourquoi ce projet ?</h2><p>B.</p><h2>Suite</h2><p>C.</p>",
        "<dl><dt>API</dt><dd>Interface.</dd><dt>DINUM</dt><dd>Direction.</dd></dl>",
        r#"<div id="accordion"><h3>Un titre</h3><p>Un.</p><p>Deux.</p></div>"#,
    ] {
        check(page, &[]);
    }
}

#[test]
fn headings_in_a_panel_are_no_titles() {
    check(
        r#"<div class="fr-accordion"><h3><button class="fr-accordion__btn" aria-controls="accordion-1">Tarifs</button></h3>
           <div class="fr-collapse" id="accordion-1"><h4>Adultes</h4><p>Deux euros.</p></div></div>"#,
        &[("Tarifs", "Adultes\nDeux euros.")],
    );
}

#[test]
fn a_title_without_a_panel_is_reported() {
    let parsed = deplier::parse("<p>\n<button class=accordion-button>Horaires</button>\n</p>").unwrap();
    let found: Vec<_> = parsed.diagnostics.iter().map(|found| (found.code.as_str(), found.line)).collect();
    assert!(found.contains(&("missing-panel", Some(2))), "{found:?}");
    assert_eq!(parsed.article.testimonials[0].title, "Horaires");
}

#[test]
fn an_empty_title_is_reported() {
    let parsed = deplier::parse("<p>\n<details><summary></summary>Texte.</details>").unwrap();
    let found: Vec<_> = parsed.diagnostics.iter().map(|found| (found.code.as_str(), found.line)).collect();
    assert!(found.contains(&("empty-title", Some(2))), "{found:?}");
}

/// A dialect that no page outside this test has.
const DRAWERS: &str = "
- name: tiroirs
  title: .poignee
  id-attributes: [data-tiroir]
  by-id: true
  controls: .fleche
";

#[test]
fn a_dialect_of_the_user() {
    let page =
        "<p class=poignee data-tiroir=t1>Plan <i class=fleche>bas</i></p><hr><div id=t1>Le plan.</div>";
    let parser = Parser::new().with_dialects(Dialect::from_yaml(DRAWERS).unwrap()).unwrap();
    assert_eq!(items(&parser, page), [("Plan".to_owned(), "Le plan.".to_owned())]);
    assert_eq!(items(&Parser::new(), page), []);
    assert_eq!(items(&parser.with_only_dialect("tiroirs").unwrap(), page).len(), 1);
}

#[test]
fn dialects_of_the_user_come_first() {
    let mine = "[{name: mien, title: details > summary, next: .visible}]";
    let page = "<details><summary>Un</summary><p>Caché.</p><p class=visible>A.</p></details>";
    let parser = Parser::new().with_dialects(Dialect::from_yaml(mine).unwrap()).unwrap();
    assert_eq!(items(&parser, page), [("Un".to_owned(), "A.".to_owned())]);
}

#[test]
fn the_example_of_a_dialect_works() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let page = data.join("tiroirs.html").display().to_string();
    let dialects = data.join("tiroirs.yaml").display().to_string();
    let output = run(&["--items", "--dialects", &dialects, &page], b"");
    let found: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let items = found["items"].as_array().unwrap();
    let titles: Vec<&str> = items.iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Hameau du Haut", "Hameau du Bas"]);
    assert_eq!(items[0]["qa"].as_array().unwrap().len(), 2);
    let without = run(&["--items", &page], b"");
    assert_eq!(stdout(&without).trim(), r#"{"items":[]}"#);
    let only = run(&["--items", "--dialects", &dialects, "--only-dialect", "tiroirs", &page], b"");
    assert_eq!(stdout(&only), stdout(&output));
}

#[test]
fn a_bad_dialect_is_refused_with_its_place() {
    let files = folder(&[("mien.yaml", b"- name: mien\n  title: .a\n  next: '..b'\n")]);
    let path = files.path().join("mien.yaml").display().to_string();
    let output = run(&["--items", "--dialects", &path, "-"], b"");
    assert_eq!(output.status.code(), Some(2));
    for part in ["mien.yaml:3", "`mien`", "`next`"] {
        assert!(stderr(&output).contains(part), "{part}: {}", stderr(&output));
    }
    let unknown = run(&["--items", "--only-dialect", "mien", "-"], b"");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("`mien`"), "{}", stderr(&unknown));
}

#[test]
fn the_list_of_dialects_is_made_from_the_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIALECTS.md");
    let expected = list();
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        std::fs::write(&path, &expected).unwrap();
    }
    let bundled = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(bundled == expected, "DIALECTS.md has drifted: run UPDATE=1 cargo test and review the diff");
}

const LIST_HEAD: &str = "# Accordion dialects

The markups in which `deplier` finds accordions without being told, in the order in which they are tried: the first that
recognises a title counts. Those marked *last* are tried only where the others found nothing. This list is made from
`src/parse/dialects.yaml` by `UPDATE=1 cargo test`.

In `<details>` on Markdown pages, what stands behind a blank line is Markdown and is rendered.

A dialect of your own is a few lines of YAML, tried before these: see
[`Dialect`](https://docs.rs/deplier/latest/deplier/struct.Dialect.html) for its fields, and
[examples/data/tiroirs.yaml](examples/data/tiroirs.yaml) for one that works.

| name | markup | titles | panel |
|---|---|---|---|
";

fn list() -> String {
    let mut list = LIST_HEAD.to_owned();
    for dialect in Dialect::built_in() {
        let label = dialect.label.as_deref().unwrap_or(&dialect.name);
        let link = dialect.documentation.as_deref().unwrap_or("");
        let stage = if dialect.fallback { ", *last*" } else { "" };
        let (titles, panel) = (titles(dialect), relations(dialect).join(", "));
        writeln!(list, "| `{}`{stage} | [{label}]({link}) | {titles} | {panel} |", dialect.name).unwrap();
    }
    list
}

/// The first selectors of the titles.
fn titles(dialect: &Dialect) -> String {
    if dialect.scripted {
        return "what the page's scripts open at a click".to_owned();
    }
    let title = dialect.title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    // Cut between selectors, or not at all.
    let cut = title.match_indices(", ").map(|(at, _)| at).take_while(|at| *at <= 80).last();
    let shown = cut.map_or(title.as_str(), |at| &title[..at]);
    let is_whole = shown.matches('(').count() == shown.matches(')').count();
    let shown = if title.len() > 80 && is_whole { shown } else { title.as_str() };
    let more = if shown.len() < title.len() { ", …" } else { "" };
    let asked = if dialect.needs_questions { ", if they are questions" } else { "" };
    format!("`{shown}`{more}{asked}")
}

/// Where the panel is, in the order in which the relations are tried.
fn relations(dialect: &Dialect) -> Vec<&'static str> {
    let all = [
        (dialect.title_attribute.is_some(), "the element's content"),
        (dialect.next_to_input.is_some(), "beside its checkbox"),
        (dialect.next.is_some(), "next sibling"),
        (dialect.inside.is_some(), "inside the item"),
        (dialect.by_id, "by id"),
        (dialect.rest, "rest of the item"),
        (dialect.until_next_title, "up to the next title"),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect()
}
