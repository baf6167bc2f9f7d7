//! One accordion of each built-in dialect.

/// What the pages of the table say: two titles and their panels.
pub(crate) const ITEMS: [(&str, &str); 2] =
    [("Où est la piscine ?", "Rue des Lilas."), ("Qui paie la cantine ?", "Les familles.")];

/// A dialect, what stands around its items at `{}`, and one item with its `{n}`, `{title}` and `{text}`.
pub(crate) const DIALECTS: &[(&str, &str, &str)] = &[
    (
        "ca-gov",
        "{}",
        r#"<cwds-accordion><div class="card"><div class="card-header"><button class="accordion-alpha" aria-expanded="false"><span
            class="accordion-title">{title}</span><span>Ouvrir</span></button></div>
            <div class="card-container"><p>{text}</p></div></div></cwds-accordion>"#,
    ),
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
        "govuk-step-by-step",
        r#"<ol class="gem-c-step-nav__steps">{}</ol>"#,
        r#"<li class="gem-c-step-nav__step"><div class="gem-c-step-nav__header"><h2><span class="gem-c-step-nav__circle">Étape
            {n}</span><span class="js-step-title">{title}</span></h2></div><div class="gem-c-step-nav__panel">{text}</div></li>"#,
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
        "page-builders",
        r#"<div class="kt-accordion-wrap">{}</div>"#,
        r#"<div class="kt-accordion-pane"><div class="kt-accordion-header-wrap"><button
            class="kt-blocks-accordion-header"><span class="kt-blocks-accordion-title">{title}</span></button></div>
            <div class="kt-accordion-panel">{text}</div></div>"#,
    ),
    (
        "elementor-nested",
        r#"<div class="e-n-accordion">{}</div>"#,
        r#"<details class="e-n-accordion-item"><summary class="e-n-accordion-item-title"><span><div
            class="e-n-accordion-item-title-text">{title}</div></span><span class="e-opened">-</span></summary>
            <div role="region">{text}</div></details>"#,
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
        "faq-blocks",
        r#"<div class="rank-math-list">{}</div>"#,
        r#"<div class="rank-math-list-item"><h3 class="rank-math-question">{title}</h3>
            <div class="rank-math-answer">{text}</div></div>"#,
    ),
    (
        "wp-coblocks",
        r#"<div class="wp-block-coblocks-accordion">{}</div>"#,
        r#"<div class="wp-block-coblocks-accordion-item"><details><summary
            class="wp-block-coblocks-accordion-item__title">{title}</summary>
            <div class="wp-block-coblocks-accordion-item__content">{text}</div></details></div>"#,
    ),
    (
        "named-pairs",
        "{}",
        r#"<article class="beefup"><h4 class="beefup__head">{title}</h4><div class="beefup__body">{text}</div></article>"#,
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
        "uikit-toggle",
        "{}",
        r#"<button uk-toggle="target: #bloc-{n}; animation: uk-animation-fade">{title}</button><p>Entre.</p>
            <div id="bloc-{n}" hidden>{text}</div>"#,
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
        "titled-elements",
        "<AccordionGroup>{}</AccordionGroup>",
        r#"<Accordion title="{title}"><p>{text}</p></Accordion>"#,
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
        "angular-aria",
        "<div ngAccordionGroup>{}</div>",
        r#"<h3><span ngAccordionTrigger panelId="p{n}">{title}<span aria-hidden="true">v</span></span></h3>
            <div ngAccordionPanel panelId="p{n}">{text}</div>"#,
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
        "preline",
        r#"<div class="hs-accordion-group">{}</div>"#,
        r#"<div class="hs-accordion"><button class="hs-accordion-toggle"><svg></svg>{title}</button>
            <div class="hs-accordion-content">{text}</div></div>"#,
    ),
    ("shoelace-slot", "{}", r#"<sl-details><b slot="summary">{title}</b>{text}</sl-details>"#),
    (
        "framework7",
        r#"<div class="list accordion-list"><ul>{}</ul></div>"#,
        r##"<li class="accordion-item"><a class="item-link item-content" href="#"><div class="item-inner"><div class="item-title">{title}</div>
            <div class="item-after">3</div></div></a><div class="accordion-item-content">{text}</div></li>"##,
    ),
    (
        "kendo-ui",
        r#"<ul class="k-panelbar">{}</ul>"#,
        r#"<li class="k-item" role="menuitem"><span class="k-link k-header">{title}</span><div class="k-content">{text}</div></li>"#,
    ),
    (
        "kube",
        r#"<div data-component="collapse">{}</div>"#,
        r##"<h4><a href="#box-{n}" class="collapse-toggle">{title}</a></h4><div class="collapse-box hide" id="box-{n}">{text}</div>"##,
    ),
    (
        "bulma-collapsible",
        r#"<div id="messages">{}</div>"#,
        r##"<article class="message"><div class="message-header"><p>{title}</p><a href="#m{n}" data-action="collapse"><i
            class="fas"></i></a></div><div id="m{n}" class="message-body is-collapsible">{text}</div></article>"##,
    ),
    (
        "stimulus",
        r#"<div data-controller="accordion">{}</div>"#,
        r#"<div data-accordion-target="item"><button data-action="accordion#toggle">{title}</button>
            <div data-accordion-target="content" class="hidden">{text}</div></div>"#,
    ),
    (
        "slotted-elements",
        "<ion-accordion-group>{}</ion-accordion-group>",
        r#"<ion-accordion><ion-item slot="header"><ion-label>{title}</ion-label></ion-item><div slot="content">{text}</div></ion-accordion>"#,
    ),
    (
        "named-elements",
        r#"<brecy-accordion heading="Aide">{}</brecy-accordion>"#,
        r#"<brecy-accordion-item heading="{title}"><p>{text}</p></brecy-accordion-item>"#,
    ),
    (
        "named-elements-slots",
        "<brecy-accordion>{}</brecy-accordion>",
        r#"<brecy-accordion-item><h3 slot="header">{title}</h3><div slot="content">{text}</div></brecy-accordion-item>"#,
    ),
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
        "magento",
        r#"<div id="aide" data-mage-init='&#123;"accordion":&#123;&#125;&#125;'>{}</div>"#,
        r#"<div data-role="collapsible"><div data-role="trigger"><span>{title}</span></div></div><div data-role="content">{text}</div>"#,
    ),
    (
        "dokuwiki",
        "{}",
        r##"<p><a href="#folded_{n}" class="folder">{title}</a></p><div class="folded hidden" id="folded_{n}">{text}</div>"##,
    ),
    (
        "sphinx",
        "{}",
        r#"<div class="dropdown admonition"><p class="admonition-title">{title}</p><p>{text}</p></div>"#,
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
    ("details", "{}", "<details><summary>{title}</summary>{text}</details>"),
    (
        "u-details",
        "{}",
        "<u-details><u-summary>{title}</u-summary><div>{text}</div></u-details>",
    ),
    (
        "aria-controls",
        "{}",
        r#"<h3><button aria-expanded="false" aria-controls="p{n}">{title}</button></h3><div id="p{n}" hidden>{text}</div>"#,
    ),
    (
        "aria-tab-next",
        "{}",
        r#"<h3 role="tab">{title}</h3><div role="tabpanel">{text}</div>"#,
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
        "target-attributes",
        "{}",
        r##"<p><button data-expander data-expander-target="#r{n}">{title}</button></p><div id="r{n}">{text}</div>"##,
    ),
    (
        "hyperscript",
        "{}",
        r##"<h4 _="on click toggle .cache on #r{n}">{title}</h4><div id="r{n}" class="cache">{text}</div>"##,
    ),
    (
        "onclick-rows",
        "<table>{}</table>",
        r#"<tr><td onclick="montre('r{n}')"><b>{title}</b></td></tr><tr id="r{n}" style="display:none"><td>{text}</td></tr>"#,
    ),
    (
        "mediawiki",
        "{}",
        r#"<div class="mw-collapsible mw-collapsed"><div>{title}</div><div class="mw-collapsible-content">{text}</div></div>"#,
    ),
    (
        "named-items",
        "<brecy-accordion>{}</brecy-accordion>",
        "<brecy-expansion-panel><brecy-expansion-title>{title}</brecy-expansion-title><p>{text}</p></brecy-expansion-panel>",
    ),
    ("protocol", "{}", r#"<div class="mzp-c-details"><h2>{title}</h2><p>{text}</p></div>"#),
    (
        "uikit-own-names",
        r#"<div uk-accordion="toggle: &gt; .nom; content: &gt; .suite">{}</div>"#,
        r#"<div><p class="nom">{title}</p><div class="suite">{text}</div></div>"#,
    ),
];

/// Markups that no dialect names, or that share one with others.
pub(crate) const WITHOUT_DIALECT: &[(&str, &str, &str)] = &[
    (
        "squarespace",
        r#"<ul class="accordion-items-container">{}</ul>"#,
        r#"<li class="accordion-item"><h4 class="accordion-item__title-wrapper"><button
            class="accordion-item__click-target"><span class="accordion-item__title">{title}</span></button></h4>
            <div class="accordion-item__dropdown"><p>{text}</p></div></li>"#,
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
        "wp-spectra-faq",
        r#"<div class="wp-block-uagb-faq">{}</div>"#,
        r#"<div class="uagb-faq-item"><div class="uagb-faq-questions-button"><span class="uagb-icon">+</span><span
            class="uagb-question">{title}</span></div><div class="uagb-faq-content"><p>{text}</p></div></div>"#,
    ),
    (
        "wp-easy-accordion",
        r#"<div class="sp-easy-accordion">{}</div>"#,
        r#"<div class="ea-card sp-ea-single"><h3 class="ea-header"><a><i class="ea-expand-icon"></i> {title}</a></h3>
            <div class="sp-collapse"><div class="ea-body">{text}</div></div></div>"#,
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
        "qode",
        r#"<div class="q_accordion_holder toggle">{}</div>"#,
        r#"<h5 class="title-holder"><span class="tab-title">{title}</span><span class="accordion_mark">+</span></h5>
            <div class="accordion_content">{text}</div>"#,
    ),
    (
        "cornerstone",
        r#"<div class="x-acc">{}</div>"#,
        r#"<div class="x-acc-item"><button class="x-acc-header" role="tab" aria-controls="x{n}"><span>▸</span><span
            class="x-acc-header-text">{title}</span></button><div id="x{n}" role="tabpanel"><div class="x-acc-content">{text}</div></div></div>"#,
    ),
    (
        "wp-royal-addons",
        r#"<div class="wpr-advanced-accordion">{}</div>"#,
        r#"<div class="wpr-accordion-item-wrap"><button class="wpr-acc-button"><span class="wpr-acc-title-text">{title}</span></button>
            <div class="wpr-acc-panel">{text}</div></div>"#,
    ),
    (
        "carbon-elements",
        "<cds-accordion>{}</cds-accordion>",
        r#"<cds-accordion-item title="{title}"><p>{text}</p></cds-accordion-item>"#,
    ),
    ("shoelace", "{}", r#"<sl-details summary="{title}">{text}</sl-details>"#),
    (
        "headed-elements",
        "<calcite-accordion>{}</calcite-accordion>",
        r#"<calcite-accordion-item heading="{title}"><p>{text}</p></calcite-accordion-item>"#,
    ),
    (
        "va-elements",
        "<va-accordion>{}</va-accordion>",
        r#"<va-accordion-item header="{title}"><p>{text}</p></va-accordion-item>"#,
    ),
    (
        "va-additional-info",
        "{}",
        r#"<va-additional-info trigger="{title}"><p>{text}</p></va-additional-info>"#,
    ),
    (
        "gcds-elements",
        "{}",
        r#"<gcds-details details-title="{title}"><gcds-text>{text}</gcds-text></gcds-details>"#,
    ),
    (
        "labelled-elements",
        "<sp-accordion>{}</sp-accordion>",
        r#"<sp-accordion-item label="{title}"><div>{text}</div></sp-accordion-item>"#,
    ),
    ("kolibri", "{}", r#"<kol-accordion _label="{title}" _level="3">{text}</kol-accordion>"#),
    ("sap-ui5", "{}", r#"<ui5-panel header-text="{title}" collapsed><p>{text}</p></ui5-panel>"#),
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
        "divi",
        r#"<div class="et_pb_accordion">{}</div>"#,
        r#"<div class="et_pb_toggle"><h5 class="et_pb_toggle_title">{title}</h5>
            <div class="et_pb_toggle_content clearfix">{text}</div></div>"#,
    ),
    (
        "wp-accordion-blocks",
        "{}",
        r#"<div class="c-accordion__item"><h2 class="c-accordion__title" role="button">{title}</h2>
            <div class="c-accordion__content">{text}</div></div>"#,
    ),
    (
        "wp-shortcodes-ultimate",
        r#"<div class="su-accordion">{}</div>"#,
        r#"<div class="su-spoiler"><div class="su-spoiler-title"><span class="su-spoiler-icon"></span>{title}</div>
            <div class="su-spoiler-content">{text}</div></div>"#,
    ),
    (
        "wp-getwid",
        r#"<div class="wp-block-getwid-accordion">{}</div>"#,
        r#"<div class="wp-block-getwid-accordion__header-wrapper"><span>{title}</span></div>
            <div class="wp-block-getwid-accordion__content-wrapper">{text}</div>"#,
    ),
    (
        "thrive",
        "{}",
        r#"<div class="tve_faq"><div class="tve_faqI"><div class="tve_faqB"><h4>{title}</h4></div>
            <div class="tve_faqC">{text}</div></div></div>"#,
    ),
    (
        "spip-blocs",
        "{}",
        r#"<div class="cs_blocs"><h4 class="blocs_titre blocs_replie"><a href="javascript:;">{title}</a></h4>
            <div class="blocs_destination blocs_invisible"><p>{text}</p></div></div>"#,
    ),
    (
        "contao",
        "{}",
        r#"<section class="ce_accordionSingle ce_accordion block"><div class="toggler">{title}</div>
            <div class="accordion"><div><p>{text}</p></div></div></section>"#,
    ),
    (
        "forum-spoilers",
        "{}",
        r#"<div class="sp-wrap"><div class="sp-head folded"><span>{title}</span></div><div class="sp-body">{text}</div></div>"#,
    ),
    (
        "handorgel",
        r#"<div class="handorgel">{}</div>"#,
        r#"<h3 class="handorgel__header"><button class="handorgel__header__button">{title}</button></h3>
            <div class="handorgel__content"><div class="handorgel__content__inner">{text}</div></div>"#,
    ),
    (
        "typo3-jpfaq",
        r#"<ul class="jpfaqList">{}</ul>"#,
        r#"<li class="jpfaqShow"><h3 class="toggleTrigger">{title}</h3>
            <div class="toggleTriggerContainer">{text}</div></li>"#,
    ),
    (
        "enfold",
        r#"<div class="togglecontainer">{}</div>"#,
        r#"<section class="av_toggle_section"><div role="tablist" class="single_toggle"><p class="toggler" role="tab"
            aria-controls="t{n}">{title}<span class="toggle_icon"></span></p><div id="t{n}" class="toggle_wrap">{text}</div></div></section>"#,
    ),
    (
        "betheme",
        r#"<div class="mfn-acc accordion_wrapper">{}</div>"#,
        r#"<div class="question"><div class="title"><i class="icon-plus"></i>{title}</div><div class="answer">{text}</div></div>"#,
    ),
    (
        "jupiter",
        r#"<div class="mk-accordion">{}</div>"#,
        r#"<div class="mk-accordion-single"><div class="mk-accordion-tab"><i></i><span>{title}</span></div>
            <div class="mk-accordion-pane">{text}</div></div>"#,
    ),
    (
        "wp-quick-faqs",
        r#"<div class="qe-faqs-container">{}</div>"#,
        r#"<div class="qe-faq-toggle"><div class="qe-toggle-title"><h4><i></i> {title}</h4></div>
            <div class="qe-toggle-content">{text}</div></div>"#,
    ),
    (
        "wp-collapse-o-matic",
        "{}",
        r#"<span class="collapseomatic" id="c{n}">{title}</span><div id="target-c{n}" class="collapseomatic_content">{text}</div>"#,
    ),
    (
        "drupal-field-group",
        r#"<div class="field-group-accordion-wrapper">{}</div>"#,
        r##"<h3 class="field-group-format-toggler accordion-item"><a href="#">{title}</a></h3>
            <div class="field-group-format-wrapper"><p>{text}</p></div>"##,
    ),
    (
        "element-plus",
        r#"<div class="el-collapse">{}</div>"#,
        r#"<div class="el-collapse-item"><button class="el-collapse-item__header">{title}</button>
            <div class="el-collapse-item__wrap"><div class="el-collapse-item__content">{text}</div></div></div>"#,
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
        "metro",
        r#"<div data-role="accordion">{}</div>"#,
        r#"<div class="frame"><div class="heading">{title}</div><div class="content">{text}</div></div>"#,
    ),
    (
        "devextreme",
        r#"<div class="dx-accordion">{}</div>"#,
        r#"<div class="dx-accordion-item"><div class="dx-accordion-item-title">{title}</div>
            <div class="dx-accordion-item-body">{text}</div></div>"#,
    ),
    (
        "accordion-js",
        r#"<div class="accordion-container">{}</div>"#,
        r#"<div class="ac"><h2 class="ac-header"><button class="ac-trigger">{title}</button></h2>
            <div class="ac-panel"><p class="ac-text">{text}</p></div></div>"#,
    ),
    (
        "bellows",
        r#"<div class="bellows">{}</div>"#,
        r#"<div class="bellows__item"><div class="bellows__header"><h3>{title}</h3></div><div class="bellows__content">{text}</div></div>"#,
    ),
    (
        "xenforo",
        "{}",
        r#"<div class="bbCodeSpoiler"><button class="bbCodeSpoiler-button"><span>{title}</span></button>
            <div class="bbCodeSpoiler-content">{text}</div></div>"#,
    ),
    (
        "moodle",
        "{}",
        r#"<div class="collapsibleregion collapsed" id="r{n}"><div id="r{n}_sizer"><div class="collapsibleregioncaption">{title}</div>
            <div class="collapsibleregioninner">{text}</div></div></div>"#,
    ),
    (
        "docusaurus",
        "{}",
        r#"<details class="details_lb9f alert"><summary>{title}</summary><div><div class="collapsibleContent_i85q">{text}
            </div></div></details>"#,
    ),
    (
        "data-slot",
        r#"<div data-slot="accordion">{}</div>"#,
        r#"<div data-slot="accordion-item"><h3><button data-slot="accordion-trigger">{title}</button></h3>
            <div data-slot="accordion-content">{text}</div></div>"#,
    ),
    (
        "scripted",
        "{}<script>$('.demande').click(function () { $(this).next().slideToggle(); });</script>",
        r#"<p class="demande">{title}</p><div>{text}</div>"#,
    ),
    (
        "data-attributes",
        "<div data-accordion-group>{}</div>",
        "<section data-accordion><button data-control>{title}</button><div data-content>{text}</div></section>",
    ),
    (
        "angularjs",
        "{}",
        r#"<div class="bloc"><h4 ng-click="vu{n} = !vu{n}">{title}</h4><div ng-show="vu{n}">{text}</div></div>"#,
    ),
    (
        "hyperscript-next",
        "{}",
        r#"<h4 _="on click toggle .cache on next <div/>">{title}</h4><div class="cache">{text}</div>"#,
    ),
    (
        "stimulus-disclosure",
        "{}",
        r#"<div data-controller="reveal"><h4 data-action="click->reveal#toggle">{title}</h4><div data-reveal-target="item">{text}</div></div>"#,
    ),
    (
        "class-names",
        "{}",
        r#"<div class="accordion_item"><div class="accordion_trigger">{title}<span>▼</span></div>
            <div class="accordion_content">{text}</div></div>"#,
    ),
    (
        "alpine",
        r#"<div x-data="{ open: null }">{}</div>"#,
        r#"<div><button @click="open = {n}"><span>{title}</span></button><div x-show="open === {n}" x-collapse>{text}</div></div>"#,
    ),
    (
        "vue",
        r#"<div id="aide">{}</div>"#,
        r#"<div class="bloc"><h4 @click="ouvrir({n})">{title}</h4><div v-show="ouvert === {n}">{text}</div></div>"#,
    ),
    (
        "class-pairs",
        r#"<div class="volets">{}</div>"#,
        r#"<div class="volet"><p class="entete">{title}</p><div class="contenu">{text}</div></div>"#,
    ),
    (
        "expand-controls",
        "{}",
        r##"<div class="expandable"><a class="expandable-link" href="#">{title}</a><div class="expandable-target">{text}</div></div>"##,
    ),
    ("headed-blocks", "{}", r#"<section class="expandable"><h4>{title}</h4><p>{text}</p></section>"#),
];
