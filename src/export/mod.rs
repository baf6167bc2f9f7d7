//! Articles out: JSON, JSON Lines, JSON-LD, RSS and CSV, to any writer.

mod json;

use std::io::Write;

use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::Article;
use crate::site::Site;

/// A format of the exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// An article as pretty JSON.
    Json,
    /// An article a line, compact.
    JsonLines,
    /// schema.org JSON-LD.
    JsonLd,
    /// RSS 2.0.
    Rss,
    /// One of the three CSV tables.
    Csv(Table),
}

/// The CSV tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Table {
    /// One article a row: `articles.csv`.
    Articles,
    /// One testimonial a row: `temoignages.csv`.
    Testimonials,
    /// One question a row, readable alone: `questions-reponses.csv`.
    Questions,
}
