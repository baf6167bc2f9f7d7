//! What other crates rely on: thread safety of every public type, names that can be parsed again.

use std::io::Cursor;

use deplier::{
    Account, Agent, Article, ArticleType, Block, Contact, CsvDialect, Date, Diagnostic, DiagnosticFormat,
    DiagnosticWriter, Dialect, Error, Exporter, Format, Image, Item, Limits, Mark, Package, Parsed, Parser,
    Qa, RssItems, Site, Table, Testimonial, UnknownName, Value, Writer,
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
fn feeds_can_wait_in_a_spool() {
    let site = Site::default().with_base_url("https://example.org/").unwrap();
    let article = deplier::parse("<title>Bilan</title>").unwrap().article;
    let exporter = Exporter::from_format(Format::Rss).with_site(site);
    let mut in_memory = exporter.for_writer(Vec::new());
    in_memory.write(&article).unwrap();
    let mut spooled = exporter.for_writer_with_spool(Vec::new(), Cursor::new(Vec::new()));
    spooled.write(&article).unwrap();
    assert_eq!(in_memory.finish().unwrap(), spooled.finish().unwrap());
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
    check(
        Format::ALL,
        "xml",
        "`xml` is not a format: use json, jsonl, jsonld, rss, csv-articles, csv-temoignages or csv-questions-reponses",
    );
}
