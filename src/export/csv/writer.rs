//! The three tables as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).

use std::io::Write;

use crate::copies::Copies;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::export::blank::NO_TEXT;
use crate::export::format_writer::FormatWriter;
use crate::export::uri;
use crate::model::{Article, Qa, Testimonial};

use super::cell;
use super::columns::{ArticleFacts, Column, Row, Scope, Sheet};
use super::signals::Signals;
use super::table::{CsvDialect, Table};

/// Writes one table, article by article, and keeps no article.
///
/// Lines are assembled here and not by the csv crate: it cannot quote as [`CsvDialect::Tableur`] requires, and one
/// scan for cleaning and quoting halves the cost.
pub(crate) struct TableWriter {
    sheet: &'static Sheet,
    dialect: CsvDialect,
    started: bool,
    /// Rows that are not yet written.
    lines: String,
    /// The text of the current cell. The buffer is reused.
    text: String,
    groups: Vec<Group>,
    left_out: usize,
}

/// Neighbouring columns whose cells are shared by the same rows.
struct Group {
    scope: Scope,
    columns: &'static [Column],
    /// The cells of the last row, if other rows may share them.
    cells: String,
    /// The same cells without texts, for rows beyond the budget.
    short_cells: String,
}

/// The number of bytes written at once.
const FULL: usize = 1 << 14;

impl TableWriter {
    pub(crate) fn new(table: Table, dialect: CsvDialect) -> Self {
        let sheet = Sheet::of(table);
        TableWriter {
            sheet,
            dialect,
            started: false,
            lines: String::with_capacity(2 * FULL),
            text: String::with_capacity(1 << 10),
            groups: Group::all_of(sheet.columns),
            left_out: 0,
        }
    }

    fn testimonials(
        &mut self,
        out: &mut dyn Write,
        row: Row<'_>,
        testimonials: &[Testimonial],
    ) -> Result<()> {
        ranked(testimonials).try_for_each(|(rank, testimonial)| {
            let changed = if rank == 1 { Scope::Article } else { Scope::Testimonial };
            self.row(out, &row.with_testimonial((rank, testimonial)), changed)
        })
    }

    fn questions(
        &mut self,
        out: &mut dyn Write,
        row: Row<'_>,
        article: &Article,
        signals: &Signals<'_>,
    ) -> Result<()> {
        let mut changed = Scope::Article;
        for (rank, testimonial) in ranked(&article.testimonials) {
            let row = row.with_testimonial((rank, testimonial));
            self.answers(out, row, &testimonial.qa, changed, signals)?;
            changed = if testimonial.qa.is_empty() { changed } else { Scope::Testimonial };
        }
        self.answers(out, row, &article.faq, changed, signals)
    }

    /// Writes the rows of a list of questions. In the first row, the columns of scope `changed` differ from the row
    /// before.
    fn answers(
        &mut self,
        out: &mut dyn Write,
        row: Row<'_>,
        list: &[Qa],
        changed: Scope,
        signals: &Signals<'_>,
    ) -> Result<()> {
        ranked(list).try_for_each(|(rank, qa)| {
            let changed = if rank == 1 { changed } else { Scope::Row };
            self.row(out, &row.with_question((rank, qa), signals.of(&qa.id)), changed)
        })
    }

    /// Writes a row. Cells of a wider scope than `changed` are those of the row before.
    fn row(&mut self, out: &mut dyn Write, row: &Row<'_>, changed: Scope) -> Result<()> {
        if !std::mem::replace(&mut self.started, true) {
            self.header();
        }
        for Group { scope, columns, cells, short_cells } in &mut self.groups {
            if *scope == Scope::Row {
                push_cells(&mut self.lines, self.dialect, columns, row, &mut self.text);
                continue;
            }
            if *scope >= changed {
                cells.clear();
                short_cells.clear();
                push_cells(cells, self.dialect, columns, row, &mut self.text);
                self.lines.push_str(cells);
            } else if row.may_repeat(cells.len()) {
                self.lines.push_str(cells);
            } else {
                if short_cells.is_empty() {
                    push_short_cells(short_cells, self.dialect, columns, row, &mut self.text);
                }
                self.lines.push_str(short_cells);
            }
        }
        self.end_line();
        if self.lines.len() >= FULL {
            out.write_all(self.lines.as_bytes())?;
            self.lines.clear();
        }
        Ok(())
    }

    fn header(&mut self) {
        if self.dialect == CsvDialect::Tableur {
            self.lines.push('\u{feff}');
        }
        for column in self.sheet.columns {
            self.lines.push_str(column.name);
            self.lines.push(self.dialect.separator());
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        // Removes the separator after the last cell.
        self.lines.pop();
        self.lines.push_str(match self.dialect {
            CsvDialect::Standard => "\n",
            CsvDialect::Tableur => "\r\n",
        });
    }
}

impl FormatWriter for TableWriter {
    fn write(&mut self, out: &mut dyn Write, article: &Article, diagnostics: &[Diagnostic]) -> Result<()> {
        let copies = Copies::of_article(article);
        let page = article.url.as_deref().and_then(uri::http);
        let facts = ArticleFacts::new(article, page.as_deref(), &copies);
        let row = Row::new(&facts);
        let done = match self.sheet.table {
            Table::Articles => self.row(out, &row, Scope::Article),
            Table::Testimonials => self.testimonials(out, row, &article.testimonials),
            Table::Questions => self.questions(out, row, article, &Signals::new(diagnostics)),
        };
        self.left_out += copies.left_out();
        done
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        if !self.started {
            self.header();
        }
        Ok(out.write_all(self.lines.as_bytes())?)
    }

    fn has_rows(&self) -> bool {
        self.started
    }

    fn left_out(&self) -> usize {
        self.left_out
    }
}

impl Group {
    fn all_of(columns: &'static [Column]) -> Vec<Self> {
        let alike = columns.chunk_by(|one, next| one.scope == next.scope);
        let scope = |columns: &[Column]| columns.first().map_or(Scope::Row, |column| column.scope);
        alike
            .map(|columns| Group {
                scope: scope(columns),
                columns,
                cells: String::with_capacity(1 << 8),
                short_cells: String::new(),
            })
            .collect()
    }
}

/// Appends the cells of a row, each followed by a separator.
fn push_cells(line: &mut String, dialect: CsvDialect, columns: &[Column], row: &Row<'_>, text: &mut String) {
    for column in columns {
        cell::push(line, dialect, column.kind, column.value(row, text));
        line.push(dialect.separator());
    }
}

/// Appends only the keys, dates and numbers; texts are left empty.
fn push_short_cells(
    line: &mut String,
    dialect: CsvDialect,
    columns: &[Column],
    row: &Row<'_>,
    text: &mut String,
) {
    for column in columns {
        let value = if column.kind.is_bare() {
            column.value(row, text)
        } else if column.is_required() {
            NO_TEXT
        } else {
            ""
        };
        cell::push(line, dialect, column.kind, value);
        line.push(dialect.separator());
    }
}

/// Returns each record with its position, from 1. Positions are counted, not read from the record, so that ids are
/// unique for articles from elsewhere too.
fn ranked<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(list)
}
