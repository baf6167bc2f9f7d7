//! What other crates rely on: thread safety of every public type, names that can be parsed again.

use deplier::{
    Account, Agent, Article, ArticleType, Block, Collection, Contact, CsvDialect, Date, Diagnostic,
    DiagnosticFormat, DiagnosticWriter, Dialect, Error, Exporter, Format, Image, Item, Limits, Mark, Package,
    Parsed, Parser, Qa, RssItems, Site, Table, Testimonial, UnknownName, Value, Writer,
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
    check(
        Format::ALL,
        "xml",
        "`xml` is not a format: use json, jsonl, passages, jsonld, rss, csv-articles, csv-temoignages or csv-questions-reponses",
    );
}
