//! The three tables as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).

mod cell;
mod columns;
mod signals;
mod table;

use std::io::Write;

pub(crate) use self::cell::clean;
pub(crate) use self::columns::{Column, Kind, Presence, Sheet};
use self::columns::{Page, Row};
use self::signals::{Signal, Signals};
pub use self::table::{CsvDialect, Table};
use super::ids::ArticleIds;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::{Article, Qa, Testimonial};

/// Writes one table, article by article; holds no article.
///
/// Nothing at all is written before the first row, since readers refuse a table without rows.
///
/// Lines are put together here and not by the csv crate: it has no style of quoting that is
/// [`CsvDialect::Tableur`]'s, and looking for what to clean and what to quote at once halves the cost.
pub(crate) struct TableWriter<W: Write> {
    sheet: &'static Sheet,
    dialect: CsvDialect,
    writer: W,
    ids: ArticleIds,
    started: bool,
    /// The rows that wait to be written.
    lines: String,
    /// The cell being written, kept for its memory.
    cell: String,
}

/// How much is written at once.
const FULL: usize = 1 << 14;

impl<W: Write> TableWriter<W> {
    pub(crate) fn new(writer: W, table: Table, dialect: CsvDialect) -> Self {
        TableWriter {
            sheet: Sheet::of(table),
            dialect,
            writer,
            ids: ArticleIds::default(),
            started: false,
            lines: String::new(),
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
    pub(crate) fn finish(mut self) -> Result<W> {
        self.writer.write_all(self.lines.as_bytes())?;
        self.writer.flush()?;
        Ok(self.writer)
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
        F: Fn(usize) -> &'a [Signal],
    {
        ranked(list).try_for_each(|(rank, qa)| self.row(&row.with_question((rank, qa), codes(rank))))
    }

    fn row(&mut self, row: &Row<'_>) -> Result<()> {
        if !std::mem::replace(&mut self.started, true) {
            self.header();
        }
        for (at, column) in self.sheet.columns.iter().enumerate() {
            self.separate(at);
            let text = column.value(row, &mut self.cell);
            cell::push(&mut self.lines, self.dialect, column.kind, text);
        }
        self.end_line();
        if self.lines.len() >= FULL {
            self.writer.write_all(self.lines.as_bytes())?;
            self.lines.clear();
        }
        Ok(())
    }

    fn header(&mut self) {
        if self.dialect == CsvDialect::Tableur {
            self.lines.push('\u{feff}');
        }
        for (at, column) in self.sheet.columns.iter().enumerate() {
            self.separate(at);
            self.lines.push_str(column.name);
        }
        self.end_line();
    }

    /// Parts the cell of this column from the one before.
    fn separate(&mut self, column: usize) {
        match self.dialect {
            _ if column == 0 => {}
            CsvDialect::Standard => self.lines.push(','),
            CsvDialect::Tableur => self.lines.push(';'),
        }
    }

    fn end_line(&mut self) {
        self.lines.push_str(match self.dialect {
            CsvDialect::Standard => "\n",
            CsvDialect::Tableur => "\r\n",
        });
    }
}

/// Each record with its rank, from 1. The rank is counted and not read, so that ids are unique
/// whatever an article from elsewhere says.
fn ranked<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(list)
}

#[cfg(test)]
mod tests;
