//! The measured steps, which use the public interface, and the pages that they process.

use std::hint::black_box;
use std::io::sink;

use deplier::{Exporter, Format, Parsed, Parser, Site, Table};

use crate::pages::{self, Ends};

/// A step of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `scraper::Html::parse_document` alone, with which the others are compared.
    Scraper,
    /// Bytes to article, diagnostics and account.
    Records,
    /// The same with only the dialect `details`. The difference to `Records` is the cost of the other dialects, on
    /// pages with `details` panels.
    OneDialect,
    /// Only the panels, as with `--items`.
    Items,
    Json,
    JsonLd,
    Rss,
    /// All three tables.
    Csv,
    /// Bytes to all four exports.
    Whole,
}

impl Step {
    pub const ALL: [Step; 9] = [
        Step::Scraper,
        Step::Records,
        Step::OneDialect,
        Step::Items,
        Step::Json,
        Step::JsonLd,
        Step::Rss,
        Step::Csv,
        Step::Whole,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Step::Scraper => "scraper",
            Step::Records => "records",
            Step::OneDialect => "one-dialect",
            Step::Items => "items",
            Step::Json => "json",
            Step::JsonLd => "jsonld",
            Step::Rss => "rss",
            Step::Csv => "csv",
            Step::Whole => "whole",
        }
    }

    /// The preparation of the step and the step itself, on each of the pages.
    pub fn prepare(self, pages: &[String]) -> Box<dyn FnMut()> {
        let pages = pages.to_vec();
        let parser = parser();
        match self {
            Step::Scraper => Box::new(move || {
                for page in &pages {
                    drop(black_box(scraper::Html::parse_document(black_box(page))));
                }
            }),
            Step::Records => Box::new(move || pages.iter().for_each(|page| drop(parse(&parser, page)))),
            Step::OneDialect => {
                let parser = parser.with_only_dialect("details").expect("the dialect is built in");
                Box::new(move || pages.iter().for_each(|page| drop(parse(&parser, page))))
            }
            Step::Items => Box::new(move || {
                for page in &pages {
                    drop(black_box(parser.items(black_box(page))));
                }
            }),
            Step::Json => exports(&parser, &pages, &[Format::Json]),
            Step::JsonLd => exports(&parser, &pages, &[Format::JsonLd]),
            Step::Rss => exports(&parser, &pages, &[Format::Rss]),
            Step::Csv => exports(&parser, &pages, &TABLES),
            Step::Whole => {
                let exporters = exporters(&ALL);
                Box::new(move || pages.iter().for_each(|page| write(&exporters, &parse(&parser, page))))
            }
        }
    }
}

const TABLES: [Format; 3] =
    [Format::Csv(Table::Articles), Format::Csv(Table::Testimonials), Format::Csv(Table::Questions)];

const ALL: [Format; 6] = [Format::Json, Format::JsonLd, Format::Rss, TABLES[0], TABLES[1], TABLES[2]];

fn parser() -> Parser {
    Parser::new().with_base_url(BASE).expect("the address is valid")
}

const BASE: &str = "https://www.exemple.fr/";

fn parse(parser: &Parser, page: &str) -> Parsed {
    black_box(parser.parse_slice(black_box(page.as_bytes())).expect("the page converts"))
}

fn exports(parser: &Parser, pages: &[String], formats: &[Format]) -> Box<dyn FnMut()> {
    let parsed: Vec<Parsed> = pages.iter().map(|page| parse(parser, page)).collect();
    let exporters = exporters(formats);
    Box::new(move || parsed.iter().for_each(|parsed| write(&exporters, parsed)))
}

fn exporters(formats: &[Format]) -> Vec<Exporter> {
    let site = Site::default().with_base_url(BASE).expect("the address is valid");
    formats.iter().map(|format| Exporter::from_format(*format).with_site(site.clone())).collect()
}

fn write(exporters: &[Exporter], parsed: &Parsed) {
    for exporter in exporters {
        let mut writer = exporter.for_writer(sink());
        writer.write_with(&parsed.article, &parsed.diagnostics).expect("a sink takes everything");
        writer.finish().expect("a sink takes everything");
    }
}

/// Returns the pages with a name. Pages of interviews may be named with any number of bytes.
pub fn pages(name: &str) -> Option<Vec<String>> {
    Some(match name {
        "interviews" => vec![pages::interviews(22_000, Ends::Closed)],
        "interviews-200k" => vec![pages::interviews(200_000, Ends::Closed)],
        "interviews-50m" => vec![pages::interviews(50_000_000, Ends::Closed)],
        "quarter-open-50m" => vec![pages::interviews(50_000_000, Ends::QuarterOpen)],
        "document-200k" => vec![pages::document(200_000)],
        "dialects-200k" => vec![pages::dialects(200_000)],
        "plain-200k" => vec![pages::plain(200_000)],
        // The first of the 10,000 pages of a folder: 8 MB.
        "folder" => (0..400).map(pages::of_folder).collect(),
        _ => vec![interviews_of(name)?],
    })
}

/// `interviews-BYTES`, `quarter-open-BYTES`.
fn interviews_of(name: &str) -> Option<String> {
    let (kind, bytes) = name.rsplit_once('-')?;
    let ends = match kind {
        "interviews" => Ends::Closed,
        "quarter-open" => Ends::QuarterOpen,
        _ => return None,
    };
    Some(pages::interviews(bytes.parse().ok()?, ends))
}
