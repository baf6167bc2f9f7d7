//! Exports read by independent readers: JSON Schema, the structure of JSON-LD, RSS, CSV. All of them have the same
//! text of every question and answer.

use std::fs;
use std::sync::LazyLock;

use deplier::{
    Article, Block, BlockKind, Collection, CsvDialect, ErrorKind, Exporter, FaqPage, Format, Image, Mark,
    MarkKind, Parser, Qa, RssItems, Table, Testimonial, to_text,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::pages::{pages, site};

fn exporter(format: Format) -> Exporter {
    Exporter::from_format(format).with_site(site())
}

fn written(exporter: &Exporter, articles: &[&Article]) -> String {
    let mut writer = exporter.for_writer(Vec::new());
    articles.iter().for_each(|article| writer.write(article).unwrap());
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// A question in an export: its testimonial, its text, its answer.
type Pair = (String, String, String);

/// Text as readers compare it: white space collapsed, without the characters that not all formats support.
fn folded(text: &str) -> String {
    let is_lost = |c: char| c.is_control() && !c.is_whitespace() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let visible: String = text.chars().filter(|&c| !is_lost(c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(text: &str) -> String {
    let text = folded(text);
    if text.is_empty() { "(vide)".to_owned() } else { text }
}

/// The questions and answers of the records themselves.
fn pairs(article: &Article, bullet: &str) -> Vec<Pair> {
    let pair = |(testimonial, qa): (Option<&Testimonial>, &Qa)| {
        let title = testimonial.map_or(String::new(), |testimonial| named(&testimonial.title));
        (title, named(&qa.question), folded(&to_text(&qa.answer, bullet)))
    };
    article.questions().map(pair).collect()
}

fn check(article: &Article) {
    check_json(article);
    check_json_ld(article);
    check_rss(article);
    check_tables(article);
}

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(deplier::schema::ARTICLE).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

fn check_json(article: &Article) {
    let json = written(&exporter(Format::Json), &[article]);
    assert_eq!(Article::from_json(&json).unwrap(), *article);
    let found: Value = serde_json::from_str(&json).unwrap();
    assert!(
        SCHEMA.is_valid(&found),
        "{:?}",
        SCHEMA.iter_errors(&found).next().map(|fault| fault.to_string())
    );
    let line = written(&exporter(Format::JsonLines), &[article]);
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), found);
}

/// The properties allowed for each type; all are in its domain at schema.org.
const PROPERTIES: [(&str, &[&str]); 9] = [
    (
        "Article",
        &[
            "@context",
            "@type",
            "@id",
            "url",
            "mainEntityOfPage",
            "headline",
            "description",
            "inLanguage",
            "datePublished",
            "dateModified",
            "articleSection",
            "keywords",
            "image",
            "author",
            "publisher",
            "hasPart",
        ],
    ),
    ("Conversation", &["@type", "@id", "position", "name", "text", "creditText", "hasPart"]),
    ("Question", &["@type", "@id", "position", "name", "answerCount", "acceptedAnswer"]),
    ("Answer", &["@type", "text"]),
    ("FAQPage", &["@type", "@id", "mainEntity"]),
    ("Person", &["@type", "name", "url"]),
    ("Organization", &["@type", "@id", "name", "url", "logo"]),
    ("GovernmentOrganization", &["@type", "@id", "name", "url", "logo"]),
    ("ImageObject", &["@type", "url"]),
];

fn check_json_ld(article: &Article) {
    let text = written(&exporter(Format::JsonLd).with_faq_page(FaqPage::Include), &[article]);
    assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "not safe in a script element");
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut ids = Vec::new();
    check_node(&document, &mut ids);
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    // The publisher is written twice.
    assert!(ids.len() <= distinct.len() + 1, "{ids:?}");
    let node = document.pointer("/@graph/0").unwrap_or(&document);
    let mut found = Vec::new();
    for part in node["hasPart"].as_array().into_iter().flatten() {
        match part["@type"].as_str().unwrap() {
            "Question" => found.push(question(String::new(), part)),
            _ => {
                let title = named(part["name"].as_str().unwrap());
                let questions = part["hasPart"].as_array().into_iter().flatten();
                found.extend(questions.map(|part| question(title.clone(), part)));
            }
        }
    }
    let expected = records(article).into_iter().flat_map(|(title, pairs)| {
        let title = title.map_or(String::new(), |(title, _)| title);
        pairs.into_iter().map(move |(question, answer)| (title.clone(), question, answer))
    });
    assert_eq!(found, expected.collect::<Vec<_>>());
}

fn question(title: String, node: &Value) -> Pair {
    let answer = node["acceptedAnswer"]["text"].as_str();
    assert_eq!(node["answerCount"].as_u64(), Some(u64::from(answer.is_some())));
    (title, named(node["name"].as_str().unwrap()), folded(answer.unwrap_or_default()))
}

fn check_node(node: &Value, ids: &mut Vec<String>) {
    match node {
        Value::Array(nodes) => nodes.iter().for_each(|node| check_node(node, ids)),
        Value::Object(fields) => {
            if let Some(kind) = fields.get("@type").and_then(Value::as_str) {
                let known = PROPERTIES.iter().find(|(name, _)| *name == kind).unwrap().1;
                fields.keys().for_each(|key| assert!(known.contains(&key.as_str()), "{kind}.{key}"));
            }
            for key in ["@id", "url", "mainEntityOfPage"] {
                let Some(address) = fields.get(key).map(|value| value.as_str().unwrap()) else { continue };
                assert!(address.starts_with("https://www.example.org/") && address.is_ascii(), "{address}");
                assert_eq!(url::Url::parse(address).unwrap().as_str(), address);
            }
            ids.extend(fields.get("@id").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| check_node(value, ids));
        }
        _ => {}
    }
}

fn check_rss(article: &Article) {
    let text = written(&exporter(Format::Rss), &[article]);
    let channel = rss::Channel::read_from(text.as_bytes()).unwrap();
    rss::validation::Validate::validate(&channel).unwrap();
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_char) && !text.contains("CDATA"));
    let items = channel.items().iter().map(|item| item.description().unwrap_or_default());
    let found: Vec<_> = items.flat_map(|html| html_pairs(html, &["h3"])).collect();
    let expected: Vec<_> = records(article).into_iter().flat_map(|(_, pairs)| pairs).collect();
    assert_eq!(found, expected);
    let whole = written(&exporter(Format::Rss).with_rss_items(RssItems::Article), &[article]);
    let channel = rss::Channel::read_from(whole.as_bytes()).unwrap();
    let expected = records(article).into_iter().flat_map(|(title, pairs)| title.into_iter().chain(pairs));
    let [item] = channel.items() else { panic!("an article is an item") };
    let found = html_pairs(item.description().unwrap_or_default(), &["h2", "h3"]);
    assert_eq!(found, expected.collect::<Vec<_>>());
}

/// A title or question, and the text after it.
type Texts = (String, String);

/// The records in document order: of each testimonial the title with the text before its questions; of each record
/// the questions with their answers.
fn records(article: &Article) -> Vec<(Option<Texts>, Vec<Texts>)> {
    let pair = |qa: &deplier::Qa| (named(&qa.question), folded(&to_text(&qa.answer, "")));
    let mut records = Vec::new();
    for testimonial in &article.testimonials {
        let attribution = testimonial.attribution.as_deref().unwrap_or_default();
        let before = folded(&format!("{attribution} {}", to_text(&testimonial.intro, "")));
        let title = Some((named(&testimonial.title), before));
        records.push((testimonial.order, (title, testimonial.qa.iter().map(pair).collect())));
    }
    records.extend(article.faq.iter().map(|qa| (qa.order, (None, vec![pair(qa)]))));
    records.sort_by_key(|(order, _)| *order);
    records.into_iter().map(|(_, record)| record).collect()
}

/// The questions and answers in the HTML of an item, which contains known elements only.
fn html_pairs(html: &str, headings: &[&str]) -> Vec<(String, String)> {
    const KNOWN: [&str; 29] = [
        "caption",
        "th",
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "pre",
        "table",
        "tbody",
        "tr",
        "td",
        "blockquote",
        "br",
        "a",
        "span",
        "strong",
        "em",
        "code",
        "sub",
        "sup",
        "del",
        "q",
        "html",
        "div",
    ];
    let document = scraper::Html::parse_fragment(html);
    let mut pairs: Vec<(String, String)> = Vec::new();
    let (mut in_question, mut in_answer) = (false, false);
    for edge in document.root_element().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        if let Some(element) = node.value().as_element() {
            assert!(KNOWN.contains(&element.name()), "{html}");
            let attributes = element.attrs().collect::<Vec<_>>();
            assert!(
                attributes.iter().all(|(name, _)| ["href", "lang", "start", "value", "scope"].contains(name)),
                "{html}"
            );
            let schemes = ["http:", "https:", "mailto:", "tel:"];
            let href = element.attr("href").unwrap_or("http:");
            assert!(schemes.iter().any(|scheme| href.starts_with(scheme)), "{href}");
            if headings.contains(&element.name()) {
                (in_question, in_answer) = (opens, true);
                if opens {
                    pairs.push(Default::default());
                }
            }
        }
        let Some((question, answer)) = pairs.last_mut().filter(|_| in_answer) else { continue };
        let into = if in_question { question } else { answer };
        match node.value() {
            scraper::Node::Text(text) if opens => into.push_str(text),
            scraper::Node::Element(element) if is_block(element.name()) => into.push(' '),
            _ => {}
        }
    }
    pairs.into_iter().map(|(question, answer)| (named(&question), folded(&answer))).collect()
}

fn is_block(name: &str) -> bool {
    !["a", "span", "strong", "em", "code", "sub", "sup", "del", "q"].contains(&name)
}

fn check_tables(article: &Article) {
    for &table in Table::ALL {
        for dialect in [CsvDialect::Standard, CsvDialect::Tableur] {
            let text = written(&exporter(Format::Csv(table)).with_csv_dialect(dialect), &[article]);
            let rows = rows(&text, dialect);
            let expected = match table {
                Table::Articles => 1,
                Table::Testimonials => article.testimonials.len(),
                _ => article.questions().count(),
            };
            assert_eq!(rows.len(), expected);
            if table == Table::Questions {
                let pair = |row: &csv::StringRecord| {
                    let (title, question, answer) = (&row[7], &row[12], &row[13]);
                    (
                        if row[5].is_empty() { String::new() } else { named(title) },
                        named(question),
                        folded(answer),
                    )
                };
                assert_eq!(rows.iter().map(pair).collect::<Vec<_>>(), pairs(article, "• "));
            }
        }
    }
}

/// The rows of a table, without its header.
fn rows(text: &str, dialect: CsvDialect) -> Vec<csv::StringRecord> {
    let is_standard = dialect == CsvDialect::Standard;
    assert_eq!(text.starts_with('\u{feff}'), !is_standard && !text.is_empty());
    let end = if is_standard { "\n" } else { "\r\n" };
    assert!(text.is_empty() || text.ends_with(end) && !text.ends_with(&end.repeat(2)), "one final line end");
    assert!(!text.contains('\0'));
    assert!(!is_standard || !text.contains('\r'));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if is_standard { b',' } else { b';' })
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| if is_standard { row } else { row.iter().map(unprotected).collect() }).collect()
}

/// A cell without the apostrophe that guards against formulas.
fn unprotected(cell: &str) -> &str {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    assert!(!cell.starts_with(FORMULA) || cell.parse::<u64>().is_ok(), "{cell} would run");
    let bare = cell.trim_start_matches('\'');
    if bare.starts_with(FORMULA) { cell.strip_prefix('\'').unwrap() } else { cell }
}

#[test]
fn whole_pages_say_the_same_in_all_formats() {
    for page in pages() {
        let parser = Parser::new().with_site(&site()).unwrap().with_file_name(page.to_str().unwrap());
        let article = parser.parse_slice(&fs::read(&page).unwrap()).unwrap().article;
        check(&article);
    }
}

#[test]
fn json_with_half_a_character_is_refused() {
    let json = deplier::to_string(Format::JsonLines, [&Article::default()]).unwrap();
    for escape in [r"\ud800", r"\udfff", r"\ud800\u0041"] {
        let broken = json.replace(r#""title":"""#, &format!(r#""title":"{escape}""#));
        assert_eq!(Article::from_json(&broken).unwrap_err().kind(), ErrorKind::Json, "{escape}");
    }
    let whole = json.replace(r#""title":"""#, r#""title":"\ud83d\ude00""#);
    assert_eq!(Article::from_json(&whole).unwrap().title, "😀");
}

#[test]
fn json_of_a_later_version_is_read() {
    let json = r#"{"title": "T", "colour": "red", "body": [
        {"kind": "map", "text": "ab", "zoom": 2, "marks": [
            {"kind": "glow", "start": 0, "end": 1}, {"kind": "code", "start": 1, "end": 2, "tone": 1}
        ]}
    ]}"#;
    let article = Article::from_json(json).unwrap();
    let block = &article.body[0];
    assert_eq!((block.kind, block.marks.len()), (BlockKind::Other, 1));
    assert_eq!(block.text_of(&block.marks[0]), "b");
    assert!(article.faq.is_empty());
    let lines = format!("{}\n\n{{}}\n{{\"title\": 3}}\n", json.replace('\n', ""));
    let read: Vec<_> = Article::from_json_lines(lines.as_bytes()).collect();
    assert_eq!(read[0].as_ref().unwrap(), &article);
    assert!(read[1].is_ok());
    assert_eq!(read[2].as_ref().unwrap_err().line(), Some(4));
}

#[test]
fn many_articles_are_one_graph_one_feed_and_one_set_of_tables() {
    let mut articles = Vec::new();
    for (at, date) in ["2024-01-02", "2025-03-18T09:30:00+01:00", "2023-05-06"].into_iter().enumerate() {
        let mut article =
            deplier::parse("<details><summary>Quoi ?</summary>Ceci.</details>").unwrap().article;
        article.title = "Bilan".to_owned();
        article.url = Some(format!("https://www.example.org/{at}/bilan/"));
        article.id = String::new();
        article.published = Some(date.parse().unwrap());
        articles.push(article);
    }
    let all: Vec<&Article> = articles.iter().collect();
    let many = |format| exporter(format).with_collection(Collection::Many);
    assert_eq!(written(&many(Format::JsonLines), &all).lines().count(), 3);
    let graph: Value = serde_json::from_str(&written(&many(Format::JsonLd), &all)).unwrap();
    assert_eq!(graph["@graph"].as_array().unwrap().len(), 3);
    let feed = written(&many(Format::Rss), &all);
    let channel = rss::Channel::read_from(feed.as_bytes()).unwrap();
    assert_eq!(channel.items().len(), 3);
    assert_eq!(channel.last_build_date(), Some("Tue, 18 Mar 2025 09:30:00 +0100"));
    let by_record = written(&many(Format::Rss).with_rss_items(RssItems::Record), &all);
    assert_eq!(rss::Channel::read_from(by_record.as_bytes()).unwrap().items()[0].title(), Some("Quoi ?"));
    let table = written(&many(Format::Csv(Table::Articles)), &all);
    let ids = rows(&table, CsvDialect::Standard).iter().map(|row| row[0].to_owned()).collect::<Vec<_>>();
    assert_eq!(ids, ["bilan", "bilan-2", "bilan-3"]);
}

#[test]
fn articles_at_one_address_keep_separate_ids() {
    let page =
        "<details><summary>Quoi ?</summary>Ceci.</details><details><summary>Où ?</summary>Ici.</details>";
    let mut article = deplier::parse(page).unwrap().article;
    article.url = Some("https://www.example.org/bilan/".to_owned());
    let all = [&article, &article, &article];
    let many = |format| exporter(format).with_collection(Collection::Many);
    let text = written(&many(Format::JsonLd).with_faq_page(FaqPage::Include), &all);
    let mut ids = Vec::new();
    check_node(&serde_json::from_str(&text).unwrap(), &mut ids);
    ids.retain(|id| !id.ends_with("#organisation"));
    // An article, two questions, an FAQPage and its two questions, three times.
    assert_eq!(ids.len(), 18);
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 18, "{ids:?}");
    let feed = written(&many(Format::Rss).with_rss_items(RssItems::Record), &all);
    let channel = rss::Channel::read_from(feed.as_bytes()).unwrap();
    let guids: std::collections::HashSet<_> =
        channel.items().iter().map(|i| i.guid().unwrap().value()).collect();
    assert_eq!((channel.items().len(), guids.len()), (6, 6));
    let table = written(&many(Format::Csv(Table::Questions)), &all);
    let keys: std::collections::HashSet<_> =
        rows(&table, CsvDialect::Standard).iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(keys.len(), 6);
}

/// Text of characters that some format or reader handles specially.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("Été"),
        Just(" "),
        Just("\n"),
        Just("\t"),
        Just("\r\n"),
        Just("\0"),
        Just("\u{7}"),
        Just("\u{b}"),
        Just("\u{7f}"),
        Just("\u{85}"),
        Just("\u{a0}?"),
        Just("\u{2028}"),
        Just("\u{2029}"),
        Just("\u{202e}"),
        Just("\u{2066}"),
        Just("\u{feff}"),
        Just("\u{fffe}"),
        Just("\u{ffff}"),
        Just("😀"),
        Just("</script>"),
        Just("<!--"),
        Just("]]>"),
        Just("<b onclick=x>"),
        Just("&amp;"),
        Just("&"),
        Just("\""),
        Just("'"),
        Just(";"),
        Just(","),
        Just("=1+1"),
        Just("-"),
        Just("@"),
        Just("• "),
        Just("\\"),
        Just("#"),
        Just("%"),
        Just("javascript:x"),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        Just(BlockKind::ListItem),
        Just(BlockKind::Heading),
        Just(BlockKind::Quote),
        Just(BlockKind::Preformatted),
        Just(BlockKind::Table),
        Just(BlockKind::Image),
        Just(BlockKind::Embed),
        Just(BlockKind::Other),
    ];
    let marks = proptest::collection::vec(mark(), 0..5);
    (kind, text(), marks, 1_u8..9, any::<bool>(), proptest::option::of(text())).prop_map(
        |(kind, text, marks, level, ordered, src)| {
            let mut block = Block::new(kind, text);
            (block.marks, block.level, block.ordered, block.src) = (marks, Some(level), Some(ordered), src);
            block
        },
    )
}

fn mark() -> impl Strategy<Value = Mark> {
    let kind = prop_oneof![
        Just(MarkKind::Strong),
        Just(MarkKind::Emphasis),
        Just(MarkKind::Link),
        Just(MarkKind::Code),
        Just(MarkKind::Sub),
        Just(MarkKind::Quotation),
        Just(MarkKind::Language),
    ];
    (kind, 0_usize..20, 0_usize..20, text()).prop_map(|(kind, start, end, text)| {
        let mut mark = Mark::new(kind, start, end);
        (mark.href, mark.lang) = (Some(text.clone()), Some(text));
        mark
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    proptest::collection::vec(block(), 0..4)
}

fn qa() -> impl Strategy<Value = Vec<Qa>> {
    let one = (text(), proptest::option::of(text()), blocks());
    proptest::collection::vec(one, 0..3).prop_map(|all| {
        let numbered = all.into_iter().enumerate().map(|(at, (question, anchor, answer))| {
            let mut qa = Qa::default();
            (qa.position, qa.id) = (at + 1, format!("q{}", at + 1));
            (qa.question, qa.anchor, qa.answer) = (question, anchor, answer);
            qa
        });
        numbered.collect()
    })
}

fn testimonials() -> impl Strategy<Value = Vec<Testimonial>> {
    let one = (text(), proptest::option::of(text()), proptest::option::of(text()), blocks(), qa());
    proptest::collection::vec(one, 0..3).prop_map(|all| {
        let numbered = all.into_iter().enumerate().map(|(at, (title, anchor, attribution, intro, qa))| {
            let mut testimonial = Testimonial::default();
            (testimonial.position, testimonial.id) = (at + 1, format!("t{}", at + 1));
            (testimonial.title, testimonial.anchor, testimonial.attribution) = (title, anchor, attribution);
            (testimonial.intro, testimonial.qa) = (intro, qa);
            testimonial
        });
        numbered.collect()
    })
}

prop_compose! {
    fn article()(
        texts in proptest::collection::vec(text(), 9),
        testimonials in testimonials(),
        faq in qa(),
        body in blocks(),
    ) -> Article {
        let [title, url, language, summary, author, category, tag, image, alt] = texts.try_into().unwrap();
        let mut article = Article::default();
        article.title = title;
        article.url = Some(format!("https://www.example.org/{url}"));
        (article.language, article.summary, article.authors) = (Some(language), Some(summary), vec![author]);
        (article.categories, article.tags) = (vec![category], vec![tag]);
        let mut shown = Image::default();
        (shown.url, shown.alt) = (image, Some(alt.clone()));
        article.images = vec![shown];
        article.extra.insert(alt.clone(), alt.as_str().into());
        (article.testimonials, article.faq, article.body) = (testimonials, faq, body);
        article.number();
        article
    }
}

proptest! {
    #[test]
    fn any_article_says_the_same_in_all_formats(article in article()) {
        check(&article);
    }
}
