//! The laws: properties of every page and every article. The fuzz targets check the same ones.

use std::collections::{BTreeMap, HashSet};

use deplier::folder::{FileFact, Package};
use deplier::{
    Article, Block, BlockKind, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Exporter, FaqPage, Format,
    FrontMatterFaults, MarkKind, Parsed, Parser, RssItems, Site,
};

use serde_json::Value;

/// Every kind of block.
pub const BLOCK_KINDS: [BlockKind; 9] = [
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Heading,
    BlockKind::Quote,
    BlockKind::Preformatted,
    BlockKind::Table,
    BlockKind::Image,
    BlockKind::Embed,
    BlockKind::Other,
];

/// Every kind of mark.
pub const MARK_KINDS: [MarkKind; 9] = [
    MarkKind::Strong,
    MarkKind::Emphasis,
    MarkKind::Link,
    MarkKind::Code,
    MarkKind::Sub,
    MarkKind::Sup,
    MarkKind::Deleted,
    MarkKind::Quotation,
    MarkKind::Language,
];

/// A site with which every format can be written.
pub fn site() -> Site {
    let config = "title: Agence\nurl: https://www.example.org\nbaseurl: /site\norganisation: {name: Agence}";
    Site::from_yaml(config).unwrap()
}

/// A parser that refuses only pages beyond the size limit.
pub fn parser() -> Parser {
    Parser::new().with_site(&site()).unwrap().with_front_matter_faults(FrontMatterFaults::Report)
}

/// Checks every law.
pub fn hold_for(bytes: &[u8]) {
    let parser = parser();
    let Ok(parsed) = parser.parse_slice(bytes) else { return };
    assert!(parsed.account.is_balanced(), "the account is not balanced: {:?}", parsed.account);
    assert_eq!(parser.parse_slice(bytes).unwrap(), parsed, "two runs differ");
    assert_eq!(parser.items_slice(bytes).unwrap(), parsed.items(), "items alone differ");
    lines_exist(&parsed, bytes);
    pointers_lead_somewhere(&parsed);
    diagnostics_are_well_formed(&parsed, bytes);
    article_holds(&parsed.article);
    repairs_hold(&parsed, bytes);
}

/// Checks the laws of an article from any source.
pub fn article_holds(article: &Article) {
    read_back(article);
    let exports = exports(article);
    assert_eq!(exports, self::exports(article), "two exports differ");
    exports.iter().for_each(|(format, bytes)| is_well_formed(*format, bytes));
    every_block(article).for_each(rendered);
}

fn read_back(article: &Article) {
    for format in [Format::Json, Format::JsonLines] {
        let json = deplier::to_string(format, [article]).unwrap();
        let again = Article::from_json(&json).unwrap();
        // The export numbers records, and names those that have no id.
        let mut numbered = article.clone();
        numbered.number();
        assert_eq!(again, numbered, "the JSON read back differs");
        assert_eq!(deplier::to_string(format, [&again]).unwrap(), json);
    }
}

/// Returns the article in every format in which it can be written.
pub fn exports(article: &Article) -> Vec<(Format, Vec<u8>)> {
    let mut exports = Vec::new();
    for &format in Format::ALL {
        for items in [RssItems::Article, RssItems::Record] {
            let exporter = Exporter::from_format(format)
                .with_site(site())
                .with_rss_items(items)
                .with_faq_page(FaqPage::Include);
            let mut writer = exporter.for_writer(Vec::new());
            writer.write(article).unwrap();
            exports.push((format, writer.finish().unwrap()));
        }
    }
    let mut package = Package::new(&site());
    package.add(article);
    let files = [FileFact::new("questions-reponses.csv", 100), FileFact::new("feed.rss", 100)];
    let package = [package.data_package(&files), package.catalog(&files)];
    exports.extend(package.into_iter().flatten().map(|json| (Format::Json, json.into_bytes())));
    exports
}

fn is_well_formed(format: Format, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    match format {
        Format::Json => drop(serde_json::from_str::<serde_json::Value>(text).unwrap()),
        Format::JsonLines => assert_eq!(text.matches('\n').count(), 1, "more than one line"),
        Format::Passages => are_passages(text),
        Format::JsonLd => {
            drop(serde_json::from_str::<serde_json::Value>(text).unwrap());
            assert!(!text.contains('<'), "a script element could end here: {text}");
        }
        Format::Rss => is_xml(text),
        Format::Csv(_) => is_table(text),
        _ => unreachable!("a format without a law"),
    }
}

fn are_passages(text: &str) {
    let passages = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut ids = HashSet::new();
    passages.for_each(|passage| assert!(ids.insert(passage["id"].to_string()), "the id {passage}"));
}

fn is_xml(text: &str) {
    let forbidden =
        |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(forbidden), "a character that XML forbids");
    assert!(!text.contains("<![CDATA["), "a CDATA section");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::GeneralRef(reference) => {
                let known = ["amp", "lt", "gt", "quot", "apos"];
                let name: &str = &reference;
                assert!(known.contains(&name) || name.starts_with('#'), "the entity {name}");
            }
            _ => {}
        }
    }
}

fn is_table(text: &str) {
    assert!(!text.contains(['\0', '\r']), "a cell with a NUL or a carriage return");
    assert!(text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n"), "no final line feed");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().for_each(|record| drop(record.expect("every row has as many cells as the header")));
}

fn every_block(article: &Article) -> impl Iterator<Item = &[Block]> {
    let intros = article.testimonials.iter().map(|t| t.intro.as_slice());
    let answers = article.questions().map(|(_, qa)| qa.answer.as_slice());
    intros.chain(answers).chain([article.body.as_slice()])
}

/// Blocks in every form that text can have.
pub fn rendered(blocks: &[Block]) {
    for base in [None, Some("https://www.example.org/page/")] {
        is_known_markup(&deplier::to_html(blocks, base));
    }
    crate::read_markdown::holds(blocks);
    let _ = deplier::to_text(blocks, "• ");
}

/// Checks that HTML consists of the elements and attributes that the library writes, correctly nested.
pub fn is_known_markup(html: &str) {
    const ELEMENTS: [&str; 27] = [
        "caption",
        "p",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "strong",
        "em",
        "code",
        "sub",
        "sup",
        "del",
        "q",
        "a",
        "span",
        "br",
        "tbody",
        "thead",
    ];
    let mut open = Vec::new();
    let mut parts = html.split('<');
    assert!(!parts.next().unwrap_or("").contains('>'), "a stray >: {html}");
    for part in parts {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("a tag without an end: {html}"));
        assert!(!text.contains('>'), "a stray >: {html}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "a misnested end tag: {html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "the element {name}: {html}");
        if name != "br" {
            open.push(name);
        }
        if attributes.is_empty() {
            continue;
        }
        let value = |name: &str| attributes.strip_prefix(name).and_then(|rest| rest.strip_suffix('"'));
        let href = value("href=\"");
        let others = ["lang=\"", "start=\"", "value=\"", "scope=\""];
        let value = href
            .or_else(|| others.into_iter().find_map(value))
            .unwrap_or_else(|| panic!("attributes: {html}"));
        assert!(!value.contains(['"', '<']), "a quote in an attribute: {html}");
        let address = value.replace("&amp;", "&");
        assert!(href.is_none() || is_safe_address(&address), "the address {address}: {html}");
    }
    assert!(open.is_empty(), "an element without an end tag: {html}");
}

/// Whether an address is safe to follow, as browsers parse it on a page, with and without trimming by readers.
pub fn is_safe_address(address: &str) -> bool {
    if !address.bytes().all(|b| b.is_ascii_graphic()) {
        return false;
    }
    let page = url::Url::parse("https://www.example.org/page/").unwrap();
    let Ok(url) = page.join(address) else { return false };
    let shows_user = !url.username().is_empty() || url.password().is_some();
    ["http", "https", "mailto", "tel"].contains(&url.scheme()) && !shows_user
}

fn lines_exist(parsed: &Parsed, bytes: &[u8]) {
    let text = deplier::encoding::decode(bytes).text;
    let last = text.split('\n').count();
    let article = &parsed.article;
    let of_records =
        article.testimonials.iter().map(|t| t.line).chain(article.questions().map(|(_, qa)| qa.line));
    for line in of_records.chain(parsed.diagnostics.iter().map(|d| d.line)).flatten() {
        assert!((1..=last).contains(&(line as usize)), "line {line} of {last}");
    }
    for span in parsed.diagnostics.iter().filter_map(|d| d.span) {
        assert!(span.start <= span.end && span.end <= bytes.len(), "{span:?} of {}", bytes.len());
    }
    ids_are_unique(article);
    let count = in_order(&serde_json::to_value(article).unwrap()).len();
    let orders = in_order(&serde_json::to_value(article).unwrap()).into_keys();
    assert_eq!(orders.collect::<Vec<_>>(), (1..=count as u64).collect::<Vec<_>>(), "the orders");
    for block in every_block(article).flatten() {
        are_cells_of_the_text(block);
    }
}

/// A table's text has the same caption and cells as its rows.
fn are_cells_of_the_text(block: &Block) {
    if block.rows.is_empty() && block.caption.is_none() {
        return;
    }
    let row =
        |row: &Vec<deplier::Cell>| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t");
    let lines: Vec<String> = block.caption.iter().cloned().chain(block.rows.iter().map(row)).collect();
    // A no-break space is text.
    assert_eq!(lines.join("\n").trim_ascii_end(), block.text);
}

/// Returns the visible texts of an article in document order, from its JSON alone. Attributions are left out.
pub fn in_document_order(article: &Value) -> Vec<String> {
    in_order(article).into_values().flatten().collect()
}

/// Returns the texts of each record, and of each block with a place of its own, by order.
fn in_order(article: &Value) -> BTreeMap<u64, Vec<String>> {
    let mut places = BTreeMap::new();
    let mut add = |order: &Value, text: &Value| {
        let texts: &mut Vec<String> = places.entry(order.as_u64().unwrap()).or_default();
        texts.push(text.as_str().unwrap().to_owned());
    };
    let blocks = |record: Option<&Value>, list: &Value, add: &mut dyn FnMut(&Value, &Value)| {
        let mut place = record.cloned();
        for block in list.as_array().unwrap() {
            place = block.get("order").cloned().or(place);
            add(place.as_ref().unwrap(), &block["text"]);
        }
    };
    blocks(None, &article["body"], &mut add);
    let testimonials = article["testimonials"].as_array().unwrap();
    for testimonial in testimonials {
        add(&testimonial["order"], &testimonial["title"]);
        blocks(Some(&testimonial["order"]), &testimonial["intro"], &mut add);
    }
    let spoken = testimonials.iter().flat_map(|testimonial| testimonial["qa"].as_array().unwrap());
    for qa in spoken.chain(article["faq"].as_array().unwrap()) {
        add(&qa["order"], &qa["question"]);
        blocks(Some(&qa["order"]), &qa["answer"], &mut add);
    }
    places
}

fn ids_are_unique(article: &Article) {
    let mut seen = HashSet::new();
    let questions = article.questions().map(|(_, qa)| qa.id.as_str());
    for id in article.testimonials.iter().map(|t| t.id.as_str()).chain(questions) {
        assert!(seen.insert(id), "the id {id} is given twice");
        let is_slug = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_slug && !id.is_empty(), "the id {id:?}");
    }
}

fn pointers_lead_somewhere(parsed: &Parsed) {
    let json = serde_json::to_value(&parsed.article).unwrap();
    for diagnostic in &parsed.diagnostics {
        let Some(pointer) = &diagnostic.pointer else { continue };
        assert!(json.pointer(pointer).is_some(), "{pointer} of {diagnostic:?}");
    }
}

fn diagnostics_are_well_formed(parsed: &Parsed, bytes: &[u8]) {
    let source = deplier::encoding::decode(bytes).text;
    let written = |form: DiagnosticFormat| {
        let mut writer = DiagnosticWriter::for_writer(form, Vec::new());
        writer.write(&parsed.diagnostics, Some(&source)).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    };
    let human = written(DiagnosticFormat::Human(deplier::diagnostics::Color::Plain));
    assert!(!human.contains(|c: char| c.is_control() && c != '\n'), "a control character for a terminal");
    drop(serde_json::from_str::<serde_json::Value>(&written(DiagnosticFormat::Sarif)).unwrap());
    for line in written(DiagnosticFormat::JsonLines).lines() {
        drop(serde_json::from_str::<serde_json::Value>(line).unwrap());
    }
}

/// Repairs do not change the account of characters, and leave nothing to repair.
fn repairs_hold(parsed: &Parsed, bytes: &[u8]) {
    let codes = || DiagnosticCode::ALL.iter().copied();
    let repaired = codes().fold(parser(), Parser::with_repair).parse_slice(bytes).unwrap();
    assert_eq!(repaired.account, parsed.account, "a repair changed the account");
    pointers_lead_somewhere(&repaired);
    ids_are_unique(&repaired.article);
    article_holds(&repaired.article);
    let mut again = repaired.article.clone();
    again.repair(codes());
    assert_eq!(again, repaired.article, "a repair left something to repair");
}
