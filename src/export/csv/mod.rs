//! The three tables as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).

mod cell;
mod columns;
mod signals;
mod table;

use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

pub(crate) use self::cell::clean;
pub(crate) use self::columns::{Column, Kind, Presence, Sheet};
use self::columns::{Page, Row};
use self::signals::Signals;
pub use self::table::{CsvDialect, Table};
use super::ids::ArticleIds;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::{Article, Qa, Testimonial};

/// Writes one table, article by article; holds no article.
///
/// Nothing at all is written before the first row, since readers refuse a table without rows.
pub(crate) struct TableWriter<W: Write> {
    sheet: &'static Sheet,
    dialect: CsvDialect,
    csv: Writer<W>,
    ids: ArticleIds,
    started: bool,
    /// The cell being written, kept for its memory.
    cell: String,
}

impl<W: Write> TableWriter<W> {
    pub(crate) fn new(writer: W, table: Table, dialect: CsvDialect) -> Self {
        TableWriter {
            sheet: Sheet::of(table),
            dialect,
            csv: builder(dialect).from_writer(writer),
            ids: ArticleIds::default(),
            started: false,
            cell: String::new(),
        }
    }

    /// Writes the rows of `article`; `diagnostics` are those of its page.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
    pub(crate) fn write(&mut self, article: &Article, diagnostics: &[Diagnostic]) -> Result<()> {
        let page = Page::new(article, self.ids.take(article));
        let row = Row::new(&page);
        match self.sheet.table {
            Table::Articles => self.row(&row),
            Table::Testimonials => self.testimonials(row, &article.testimonials),
            Table::Questions => self.questions(row, article, &Signals::new(diagnostics)),
        }
    }

    /// Flushes and gives the writer back; untouched if there was no row.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
    pub(crate) fn finish(self) -> Result<W> {
        Ok(self.csv.into_inner().map_err(::csv::IntoInnerError::into_error)?)
    }

    fn testimonials(&mut self, row: Row<'_>, testimonials: &[Testimonial]) -> Result<()> {
        ranked(testimonials).try_for_each(|testimonial| self.row(&row.with_testimonial(testimonial)))
    }

    fn questions<'a>(&mut self, row: Row<'a>, article: &'a Article, signals: &'a Signals) -> Result<()> {
        for (rank, testimonial) in ranked(&article.testimonials) {
            let row = row.with_testimonial((rank, testimonial));
            self.answers(row, &testimonial.qa, |question| signals.of_testimonial(rank, question))?;
        }
        self.answers(row, &article.faq, |question| signals.of_faq(question))
    }

    fn answers<'a, F>(&mut self, row: Row<'a>, list: &'a [Qa], codes: F) -> Result<()>
    where
        F: Fn(usize) -> &'a [&'static str],
    {
        ranked(list).try_for_each(|(rank, qa)| self.row(&row.with_question((rank, qa), codes(rank))))
    }

    fn row(&mut self, row: &Row<'_>) -> Result<()> {
        self.header()?;
        for column in self.sheet.columns {
            let text = column.value(row);
            let field = match self.dialect {
                CsvDialect::Standard => &*text,
                CsvDialect::Tableur => {
                    self.cell.clear();
                    cell::push_tableur(&mut self.cell, column.kind, &text);
                    &self.cell
                }
            };
            self.csv.write_field(field).map_err(io::Error::from)?;
        }
        self.end_of_record()
    }

    fn header(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return Ok(());
        }
        for (at, column) in self.sheet.columns.iter().enumerate() {
            // The mark must be the file's first bytes; in front of a bare name it is.
            let mark = if at == 0 && self.dialect == CsvDialect::Tableur { "\u{feff}" } else { "" };
            self.csv.write_field(format!("{mark}{}", column.name)).map_err(io::Error::from)?;
        }
        self.end_of_record()
    }

    fn end_of_record(&mut self) -> Result<()> {
        Ok(self.csv.write_record(None::<&[u8]>).map_err(io::Error::from)?)
    }
}

fn builder(dialect: CsvDialect) -> WriterBuilder {
    let mut builder = WriterBuilder::new();
    match dialect {
        CsvDialect::Standard => builder.terminator(Terminator::Any(b'\n')),
        // Texts are quoted whether they need it or not, and the header is bare: no style of the csv
        // crate says so, so the cells are quoted before they come to it.
        CsvDialect::Tableur => {
            builder.delimiter(b';').terminator(Terminator::CRLF).quote_style(QuoteStyle::Never)
        }
    };
    builder
}

/// Each record with its rank, from 1. The rank is counted and not read, so that ids are unique
/// whatever an article from elsewhere says.
fn ranked<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(list)
}

#[cfg(test)]
mod tests;
