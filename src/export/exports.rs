//! The same articles in several formats, with the files that describe them: a folder of exports.

use std::io::{self, Write};

use super::exporter::{Exporter, Writer};
use super::format::Format;
use super::options::Collection;
use super::package::{FileFact, Package};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::Result;
use crate::model::Article;

/// Returns the names of all files that a folder of exports in `formats` may contain: the exports, their schemas, and
/// the files that describe the folder.
///
/// ```
/// use deplier::folder::folder_files;
/// use deplier::{Collection, Format};
/// let names = folder_files(&[Format::Json, Format::Rss], Collection::Single);
/// assert_eq!(names[..3], ["article.json", "feed.rss", "schemas/article.schema.json"]);
/// ```
#[must_use]
pub fn folder_files(formats: &[Format], collection: Collection) -> Vec<&'static str> {
    let exports = formats.iter().map(|format| format.file_name(collection));
    let schemas = formats.iter().filter_map(|format| format.schema_file_name());
    exports.chain(schemas).chain(Package::FILES).collect()
}

/// Writes articles in several formats at once, each to a file of its own.
///
/// An article without a known address is left out of the formats that need one.
///
/// ```
/// use deplier::folder::{Exports, FinishedExports};
/// use deplier::{Exporter, Format};
/// let exporter = Exporter::from_format(Format::Json);
/// let mut exports = Exports::new(&exporter, Format::ALL, |_| Ok(Vec::new()))?;
/// exports.write(&deplier::parse("<title>Bilan</title>")?.article, &[])?;
/// let FinishedExports { files, described, absent, .. } = exports.finish()?;
/// assert_eq!((files[0].0, described[0].0), ("article.json", "schemas/article.schema.json"));
/// assert!(absent.contains(&"questions-reponses.csv") && absent.contains(&"feed.rss"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "call `finish`, which writes the end of each file"]
pub struct Exports<W: Write> {
    exports: Vec<(Format, Writer<Counted<W>>)>,
    collection: Collection,
    package: Package,
    has_base_url: bool,
    with_address: usize,
    without_address: usize,
}

/// The files of a folder of exports. [`Exports::finish`] returns it.
///
/// ```
/// use deplier::folder::{Exports, FinishedExports};
/// use deplier::{Exporter, Format};
/// let exporter = Exporter::from_format(Format::Json);
/// let mut exports = Exports::new(&exporter, &[Format::Json], |_| Ok(Vec::new()))?;
/// exports.write(&deplier::parse("<title>Bilan</title>")?.article, &[])?;
/// let FinishedExports { files, .. } = exports.finish()?;
/// let (name, json) = &files[0];
/// assert!(*name == "article.json" && json.starts_with(b"{"));
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct FinishedExports<W> {
    /// The complete exports, each with its name.
    pub files: Vec<(&'static str, W)>,
    /// The names and texts of the files that describe them: schemas, `datapackage.json` and `catalog.jsonld`.
    pub described: Vec<(&'static str, String)>,
    /// The names of the files that the folder does not have, such as a table without rows. A program that writes a
    /// folder again should remove them, so that none of an earlier run is left.
    pub absent: Vec<&'static str>,
}

impl<W: Write> Exports<W> {
    /// Starts a file for each format, with all options of `exporter` except its own format. `create` opens the file
    /// with this name.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if `create` fails.
    pub fn new(
        exporter: &Exporter,
        formats: &[Format],
        mut create: impl FnMut(&'static str) -> io::Result<W>,
    ) -> Result<Self> {
        let options = exporter.options();
        let start = |&format: &Format| {
            let file = Counted { writer: create(format.file_name(options.collection))?, bytes: 0 };
            Ok((format, exporter.clone().with_format(format).for_writer(file)))
        };
        Ok(Exports {
            exports: formats.iter().map(start).collect::<Result<_>>()?,
            collection: options.collection,
            package: Package::new(&options.site).with_csv_dialect(options.csv_dialect),
            has_base_url: options.site.base_url.is_some(),
            with_address: 0,
            without_address: 0,
        })
    }

    /// Writes an article with the diagnostics of its page. Returns a diagnostic if values are
    /// [left out](Writer::left_out).
    ///
    /// # Errors
    /// The errors of [`Writer::write`].
    pub fn write(&mut self, article: &Article, diagnostics: &[Diagnostic]) -> Result<Option<Diagnostic>> {
        let before = self.left_out();
        self.package.add(article);
        let has_address = self.has_base_url || article.url.is_some();
        self.with_address += usize::from(has_address);
        self.without_address += usize::from(!has_address);
        for (format, writer) in &mut self.exports {
            if has_address || !format.needs_address() {
                writer.write_with(article, diagnostics)?;
            }
        }
        let what = "the exports would repeat long addresses, titles or categories too often";
        Ok(Some(self.left_out() - before).filter(|left_out| *left_out > 0).map(|left_out| {
            let message = format!("{what}: {left_out} of them are left out");
            Diagnostic::new(DiagnosticCode::LimitReached, message)
        }))
    }

    fn left_out(&self) -> usize {
        self.exports.iter().map(|(_, writer)| writer.left_out()).sum()
    }

    /// Returns a remark about the articles that formats leave out because nobody knows their address.
    ///
    /// ```
    /// use deplier::folder::Exports;
    /// use deplier::{Article, Exporter, Format};
    /// let exporter = Exporter::from_format(Format::Rss);
    /// let mut exports = Exports::new(&exporter, &[Format::Rss], |_| Ok(Vec::new()))?;
    /// exports.write(&Article::new("Bilan"), &[])?;
    /// let remark = exports.without_address();
    /// assert_eq!(remark.as_deref(), Some("feed.rss not written, since no page has a known address"));
    /// # Ok::<(), deplier::Error>(())
    /// ```
    #[must_use]
    pub fn without_address(&self) -> Option<String> {
        let needing = self.exports.iter().filter(|(format, _)| format.needs_address());
        let names: Vec<&str> = needing.map(|(format, _)| format.file_name(self.collection)).collect();
        let (pages, names) = (self.without_address, names.join(" and "));
        if names.is_empty() || pages == 0 {
            return None;
        }
        Some(match self.with_address {
            0 => format!("{names} not written, since no page has a known address"),
            _ => format!("{pages} without a known address not in {names}"),
        })
    }

    /// Writes the end of each file and describes them.
    ///
    /// # Errors
    /// The errors of [`Writer::finish`].
    pub fn finish(self) -> Result<FinishedExports<W>> {
        let (mut files, mut described, mut absent, mut facts) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let has_tables = self.exports.iter().any(|(format, _)| matches!(format, Format::Csv(_)));
        for (format, writer) in self.exports {
            let name = format.file_name(self.collection);
            if format.needs_address() && self.with_address == 0 && self.without_address > 0 {
                absent.push(name);
                continue;
            }
            let has_rows = writer.has_rows() || !matches!(format, Format::Csv(_));
            let Counted { writer, bytes } = writer.finish()?;
            if bytes == 0 || !has_rows {
                absent.push(name);
                continue;
            }
            files.push((name, writer));
            facts.push(FileFact::new(name, bytes));
            described.extend(format.facts().schema.map(|schema| (schema.path, schema.text.to_owned())));
        }
        let texts = [self.package.data_package(&facts), self.package.catalog(&facts)];
        for (name, text) in Package::FILES.into_iter().zip(texts) {
            match text {
                Some(text) => described.push((name, text)),
                // They would speak of tables that are no more.
                None if has_tables => absent.push(name),
                None => {}
            }
        }
        Ok(FinishedExports { files, described, absent })
    }
}

/// A writer that counts its bytes.
#[derive(Debug)]
struct Counted<W> {
    writer: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(buffer)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
