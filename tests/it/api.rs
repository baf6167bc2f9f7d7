//! What other crates rely on: thread safety of every public type, names that can be parsed again.

use deplier::diagnostics::{Color, Denied};
use deplier::folder::Package;
use deplier::panels::{FoundBy, Item};
use deplier::sites::{Agent, Contact};
use deplier::stream::AnswerContent;
use deplier::{
    Account, Article, ArticleType, Block, BlockKind, CellScope, Collection, CsvDialect, Date, Diagnostic,
    DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Dialect, Error, ErrorKind, Exporter, FaqPage, Format,
    FrontMatterFaults, Image, Limits, Mark, MarkKind, Parsed, Parser, Qa, RssItems, Severity, Site, Syntax,
    Table, Testimonial, UnknownName, Value, Writer,
};

fn is_shared<T: Send + Sync + 'static>() {}

#[test]
fn everything_can_be_shared_between_threads() {
    is_shared::<(Article, Testimonial, Qa, Block, Mark, Image, Date, Value)>();
    is_shared::<(Parser, Parsed, Account, Item, Limits, Dialect)>();
    is_shared::<(Exporter, Writer<Vec<u8>>, Format, Package, Site, Agent, Contact)>();
    is_shared::<(Diagnostic, DiagnosticFormat, DiagnosticWriter<Vec<u8>>, Error, UnknownName)>();
}

#[test]
fn one_parser_serves_many_threads() {
    let parser = Parser::new();
    let page = "<details><summary>Quoi ?</summary>Ceci.</details>";
    let expected = parser.parse(page).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(parser.parse(page).unwrap(), expected));
        }
    });
}

#[test]
fn a_feed_of_many_has_the_newest_first() {
    let site = Site::default().with_base_url("https://example.org/").unwrap();
    let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
    let dates =
        [Some("2019-03-01"), None, Some("2025-01-02 10:00 +02:00"), Some("2022-05-06"), Some("2022-05-06")];
    let articles = (1..).zip(dates).map(|(n, date)| {
        let mut article = Article::new(format!("n{n}"));
        article.published = date.map(|date| date.parse().unwrap());
        article
    });
    let articles: Vec<_> = articles.collect();
    let titles = |exporter: Exporter| {
        let feed = exporter.to_string(&articles).unwrap();
        let items = feed.split("<item>").skip(1).filter_map(|item| item.split(['>', '<']).nth(2));
        items.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(titles(exporter.clone()), "n3 n4 n5 n1 n2");
    assert_eq!(titles(exporter.with_rss_limit(2)), "n3 n4");
}

#[test]
fn an_output_of_one_article_refuses_a_second() {
    let article = deplier::parse("<title>Bilan</title>").unwrap().article;
    let refused = deplier::to_string(Format::Json, [&article, &article]).unwrap_err();
    assert_eq!(refused.kind(), deplier::ErrorKind::Collection);
    assert!(deplier::to_string(Format::JsonLines, [&article, &article]).is_ok());
}

#[test]
fn every_name_is_read_back() {
    #[track_caller]
    fn check<T>(all: &[T], unknown: &str, message: &str)
    where
        T: Copy + PartialEq + std::fmt::Debug + std::fmt::Display + std::str::FromStr<Err = UnknownName>,
    {
        all.iter().for_each(|one| assert_eq!(one.to_string().parse(), Ok(*one)));
        assert_eq!(unknown.parse::<T>().unwrap_err().to_string(), message);
    }

    check(Table::ALL, "x", "`x` is not a table: use articles, temoignages or questions-reponses");
    check(
        ArticleType::ALL,
        "",
        "`` is not a type of article: use Article, NewsArticle, BlogPosting or Report",
    );
    check(RssItems::ALL, "Record", "`Record` is not a choice of items: use auto, article or record");
    check(CsvDialect::ALL, "csv", "`csv` is not a dialect of tables: use standard or tableur");
    check(Collection::ALL, "all", "`all` is not a number of articles: use single or many");
    check(FaqPage::ALL, "yes", "`yes` is not a choice of FAQ page: use omit or include");
    check(DiagnosticFormat::ALL, "json", "`json` is not a format of diagnostics: use human, jsonl or sarif");
    check(Color::ALL, "red", "`red` is not a choice of colours: use plain or ansi");
    check(Severity::ALL, "note", "`note` is not a severity: use info, warning or error");
    check(Syntax::ALL, "md", "`md` is not a syntax: use auto, html or markdown");
    check(CellScope::ALL, "col", "`col` is not a scope of a cell: use column or row");
    check(
        FrontMatterFaults::ALL,
        "",
        "`` is not a way to treat faults of front matter: use refuse or report",
    );
    check(
        AnswerContent::ALL,
        "page",
        "`page` is not a content of answers: use article, any-article, items or any-items",
    );
    check(
        BlockKind::ALL,
        "p",
        "`p` is not a kind of block: use paragraph, list_item, heading, quote, preformatted, table, image, \
         embed or other",
    );
    check(
        MarkKind::ALL,
        "b",
        "`b` is not a kind of mark: use strong, emphasis, link, code, sub, sup, deleted, quotation or language",
    );
    check(
        ErrorKind::ALL,
        "x",
        "`x` is not a kind of error: use io, front-matter, limit, dialect, site, date, missing-base-url, url, \
         encoding, json or collection",
    );
    check(DiagnosticCode::ALL, "x", "`x` is not a diagnostic code");
    check(&[Denied::Warnings, Denied::Code(DiagnosticCode::EmptyTitle)], "x", "`x` is not a diagnostic code");
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    let (last, others) = formats.split_last().unwrap();
    check(Format::ALL, "xml", &format!("`xml` is not a format: use {} or {last}", others.join(", ")));
}

/// Positions, and what a diagnostic is about, follow the records when they change places.
#[test]
fn reordered_records_keep_what_is_theirs() {
    let page = "<title>Aide</title><details><summary>Un ?</summary></details>\
                <details><summary>Deux ?</summary>Oui.</details>";
    let mut parsed = deplier::parse(page).unwrap();
    parsed.article.faq.reverse();
    let mut writer = Exporter::from_format(Format::Csv(Table::Questions)).for_writer(Vec::new());
    writer.write_with(&parsed.article, &parsed.diagnostics).unwrap();
    let table = String::from_utf8(writer.finish().unwrap()).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert!(rows[0].contains(",1,,Deux ?,Oui.,") && rows[0].ends_with("[]"), "{table}");
    assert!(rows[1].contains(",2,,Un ?,") && rows[1].contains("empty-answer"), "{table}");
    let titles: Vec<String> = parsed.items().into_iter().map(|item| item.title).collect();
    assert_eq!(titles, ["Un ?", "Deux ?"], "items are in the order of the page");
}

#[test]
fn codes_are_ordered_by_name() {
    let mut codes = DiagnosticCode::ALL.to_vec();
    codes.sort();
    assert!(codes.is_sorted_by_key(|code| code.as_str()));
}

#[test]
fn names_are_those_of_the_json() {
    #[track_caller]
    fn check<T: Copy + serde::Serialize + std::fmt::Display>(all: &[T]) {
        all.iter().for_each(|one| assert_eq!(serde_json::json!(one), serde_json::json!(one.to_string())));
    }
    check(BlockKind::ALL);
    check(MarkKind::ALL);
    check(CellScope::ALL);
    check(Severity::ALL);
    check(DiagnosticCode::ALL);
}

#[test]
fn a_site_is_read_from_json_as_from_yaml() {
    let yaml = "title: A\nurl: https://a.fr\nbaseurl: b\nauthor: Jeanne\ncontact: {name: C}\n\
                defaults: [{scope: {path: x}, values: {lang: fr}}]\ncollections: {k: {permalink: /k/:name}}\n";
    let json = serde_json::json!({
        "title": "A", "url": "https://a.fr", "baseurl": "b", "author": "Jeanne", "contact": {"name": "C"},
        "defaults": [{"scope": {"path": "x"}, "values": {"lang": "fr"}}],
        "collections": {"k": {"permalink": "/k/:name"}},
    });
    let site: Site = serde_json::from_value(json).unwrap();
    assert_eq!(site, Site::from_yaml(yaml).unwrap());
    let fault = serde_json::from_str::<Site>(r#"{"url": "ftp://a.fr"}"#).unwrap_err();
    assert!(fault.to_string().starts_with("`ftp://a.fr/` is not an http or https URL"), "{fault}");
}

#[test]
fn dialects_are_left_out_one_by_one() {
    let page = "<details><summary>Un</summary>a</details>";
    let parser = Parser::new().without_dialect("details").unwrap();
    let found_by = |parser: &Parser| {
        let parsed = parser.parse(page).unwrap();
        parsed.article.testimonials.first().and_then(|own| parsed.found_by(&own.id).cloned())
    };
    assert_eq!(found_by(&Parser::new()), Some(FoundBy::Dialect("details".to_owned())));
    assert_ne!(found_by(&parser), Some(FoundBy::Dialect("details".to_owned())));
    assert_eq!(parser.without_dialect("details").unwrap_err().kind(), ErrorKind::Dialect);
}

/// The documentation promises self-describing formats, of which CBOR is a binary one.
#[test]
fn records_come_back_from_cbor() {
    let page = "---\ntitle: Bilan\nrang: 7\npart: 0.5\nrien:\nliste: [a, {b: true}]\n---\n\
                <details><summary>Quoi ?</summary><p>Ceci, <a href=x>là</a>.</p>\
                <table><caption>T</caption><tr><th>A<td>1</table></details></div>";
    let parsed = deplier::parse(page).unwrap();
    let mut bytes = Vec::new();
    ciborium::into_writer(&(&parsed.article, &parsed.diagnostics), &mut bytes).unwrap();
    let read: (Article, Vec<Diagnostic>) = ciborium::from_reader(bytes.as_slice()).unwrap();
    assert_eq!(read, (parsed.article, parsed.diagnostics));
}
