//! Where articles are written: standard output, or the files of a folder.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use deplier::folder::{Exports, folder_files};
use deplier::{Collection, Diagnostic, Exporter, FaqPage, Format, Parsed, Site};

use crate::args::{ALL_FORMATS, Args, format_name};
use crate::files::{Files, Pending, named, remove_left};
use crate::streams;

/// What a run writes.
pub struct Outputs {
    /// One to standard output, or each to a file of the folder.
    exports: Exports<Pending>,
    /// Lines that are no export: items and accounts.
    lines: Option<BufWriter<Pending>>,
    folder: Option<PathBuf>,
    files: Files,
}

/// The formats that are written, in the order in which their files are.
fn formats(args: &Args, collection: Collection) -> Vec<Format> {
    let default = if args.out.is_some() { ALL_FORMATS } else { format_name(Format::Json) };
    let name = args.format.as_deref().unwrap_or(default);
    if args.prints_lines() {
        return Vec::new();
    }
    if name == ALL_FORMATS {
        return Format::for_collection(collection).collect();
    }
    let is_asked = |format: &Format| match format {
        Format::Csv(table) => args.out.is_some() || *table == args.table,
        _ => true,
    };
    let named = Format::ALL.iter().copied().filter(|format| format_name(*format) == name && is_asked(format));
    // Of many articles, JSON is JSON Lines.
    let is_many = collection == Collection::Many;
    named.map(|format| if is_many && format == Format::Json { Format::JsonLines } else { format }).collect()
}

/// The files that a run may write or remove.
pub fn files(args: &Args, collection: Collection) -> Vec<PathBuf> {
    let Some(folder) = &args.out else { return Vec::new() };
    let names = folder_files(&formats(args, collection), collection);
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// Whether each page must have an address of its own: the one format that is asked for names it, and the site has
/// none.
pub fn need_addresses(args: &Args, site: &Site, collection: Collection) -> bool {
    let is_asked = args.format.as_deref().is_some_and(|name| name != ALL_FORMATS);
    is_asked && site.base_url.is_none() && formats(args, collection).into_iter().any(Format::needs_address)
}

fn stdout() -> io::Result<Pending> {
    Ok(Pending::stream(streams::stdout()?, "standard output"))
}

impl Outputs {
    pub fn new(args: &Args, site: &Site, collection: Collection, files: &Files) -> deplier::Result<Self> {
        if let Some(folder) = &args.out {
            fs::create_dir_all(folder).map_err(named(folder))?;
            remove_left(folder);
        }
        let exporter = Exporter::from_format(Format::Json)
            .with_site(site.clone())
            .with_collection(collection)
            .with_article_type(args.article_type)
            .with_faq_page(if args.faq_page { FaqPage::Include } else { FaqPage::Omit })
            .with_rss_items(args.rss_items.unwrap_or_default())
            .with_rss_limit(args.rss_limit)
            .with_csv_dialect(args.csv_dialect);
        let create = |name| args.out.as_ref().map_or_else(stdout, |folder| files.create_in(folder, name));
        Ok(Outputs {
            exports: Exports::new(&exporter, &formats(args, collection), create)?,
            lines: args.prints_lines().then(|| stdout().map(BufWriter::new)).transpose()?,
            folder: args.out.clone(),
            files: files.clone(),
        })
    }

    /// Writes an article; gives a diagnostic if values were left out.
    pub fn write(&mut self, parsed: &Parsed) -> deplier::Result<Option<Diagnostic>> {
        self.exports.write(&parsed.article, &parsed.diagnostics)
    }

    pub fn line(&mut self, line: &str) -> io::Result<()> {
        self.lines.as_mut().map_or(Ok(()), |lines| writeln!(lines, "{line}"))
    }

    /// What is said of pages that formats leave out since nobody knows their address.
    pub fn left_out_pages(&self) -> Option<String> {
        self.exports.without_address()
    }

    /// Ends every output. Gives the files, which are whole when they are published, and what earlier runs wrote and
    /// this one did not.
    pub fn finish(self) -> deplier::Result<(Vec<Pending>, Vec<PathBuf>)> {
        self.lines.map_or(Ok(()), |mut lines| lines.flush())?;
        let finished = self.exports.finish()?;
        let mut written: Vec<Pending> = finished.files.into_iter().map(|(_, file)| file).collect();
        let Some(folder) = &self.folder else { return Ok((written, Vec::new())) };
        for (name, text) in finished.described {
            let mut file = self.files.create_in(folder, name)?;
            file.write_all(text.as_bytes())?;
            written.push(file);
        }
        Ok((written, finished.absent.into_iter().map(|name| folder.join(name)).collect()))
    }
}
