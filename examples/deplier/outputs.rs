//! Where articles are written: standard output, or the files of a folder.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use deplier::folder::{FileFact, Package, folder_files};
use deplier::{Collection, Exporter, FaqPage, Format, Parsed, Site, Writer, schema};

use crate::args::{ALL_FORMATS, Args, format_name};
use crate::files::{Files, Pending, named, remove_left};
use crate::streams;

/// What a run writes.
pub struct Outputs {
    /// One to standard output, or each to a file of the folder.
    exports: Vec<(Format, Writer<Pending>)>,
    /// Lines that are no export: items and accounts.
    lines: Option<BufWriter<Pending>>,
    folder: Option<PathBuf>,
    files: Files,
    collection: Collection,
    package: Package,
    has_base_url: bool,
    /// How many pages have a known address, and how many have none.
    with_address: usize,
    without_address: usize,
}

/// What is done to the files of a folder when the run is whole.
#[derive(Default)]
pub struct Finished {
    pub written: Vec<Pending>,
    /// What earlier runs wrote and this one did not.
    pub stale: Vec<PathBuf>,
}

/// The formats that are written, in the order in which their files are.
fn formats(args: &Args, collection: Collection) -> Vec<Format> {
    let default = if args.out.is_some() { ALL_FORMATS } else { format_name(Format::Json) };
    let name = args.format.as_deref().unwrap_or(default);
    if args.items || args.account || args.explain {
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
        let mut exports = Vec::new();
        for format in formats(args, collection) {
            let exporter = Exporter::from_format(format)
                .with_site(site.clone())
                .with_collection(collection)
                .with_article_type(args.article_type)
                .with_faq_page(if args.faq_page { FaqPage::Include } else { FaqPage::Omit })
                .with_rss_items(args.rss_items.unwrap_or_default())
                .with_rss_limit(args.rss_limit)
                .with_csv_dialect(args.csv_dialect);
            let file = match &args.out {
                Some(folder) => {
                    let target = folder.join(format.file_name(collection));
                    files.create(folder, &target, &target)?
                }
                None => stdout()?,
            };
            exports.push((format, exporter.for_writer(file)));
        }
        let lines =
            (args.items || args.account || args.explain).then(|| stdout().map(BufWriter::new)).transpose()?;
        let package = Package::new(site).with_csv_dialect(args.csv_dialect);
        Ok(Outputs {
            exports,
            lines,
            folder: args.out.clone(),
            files: files.clone(),
            collection,
            package,
            has_base_url: site.base_url.is_some(),
            with_address: 0,
            without_address: 0,
        })
    }

    /// What is said of pages that formats leave out since nobody knows their address.
    pub fn left_out_pages(&self) -> Option<String> {
        let needing = self.exports.iter().filter(|(format, _)| format.needs_address());
        let names: Vec<&str> = needing.map(|(format, _)| format.file_name(self.collection)).collect();
        let (pages, names) = (self.without_address, names.join(" and "));
        let advice = "give --base-url, --url or --site";
        match (names.is_empty() || pages == 0, self.with_address) {
            (true, _) => None,
            (false, 0) => Some(format!("{names} not written, since no page has a known address: {advice}")),
            (false, _) => Some(format!("{pages} without a known address not in {names}: {advice}")),
        }
    }

    /// Writes an article; gives how many values were left out since they would have been repeated too often.
    pub fn write(&mut self, parsed: &Parsed) -> deplier::Result<usize> {
        if self.folder.is_some() {
            self.package.add(&parsed.article);
        }
        let before = self.left_out();
        let has_address = self.has_base_url || parsed.article.url.is_some();
        self.without_address += usize::from(!has_address);
        self.with_address += usize::from(has_address);
        let fitting = self.exports.iter_mut().filter(|(format, _)| has_address || !format.needs_address());
        let mut writers = fitting.map(|(_, writer)| writer);
        writers.try_for_each(|writer| writer.write_with(&parsed.article, &parsed.diagnostics))?;
        Ok(self.left_out() - before)
    }

    fn left_out(&self) -> usize {
        self.exports.iter().map(|(_, writer)| writer.left_out()).sum()
    }

    pub fn line(&mut self, line: &str) -> io::Result<()> {
        self.lines.as_mut().map_or(Ok(()), |lines| writeln!(lines, "{line}"))
    }

    /// Ends every output; files are whole when they are published.
    pub fn finish(self) -> deplier::Result<Finished> {
        let Outputs {
            exports, lines, folder, files, collection, package, with_address, without_address, ..
        } = self;
        lines.map_or(Ok(()), |mut lines| lines.flush())?;
        let (mut finished, mut facts, mut beside) = (Finished::default(), Vec::new(), Vec::new());
        let has_tables = exports.iter().any(|(format, _)| matches!(format, Format::Csv(_)));
        for (format, writer) in exports {
            if format.needs_address() && with_address == 0 && without_address > 0 {
                finished.stale.extend(folder.iter().map(|folder| folder.join(format.file_name(collection))));
                continue;
            }
            let has_rows = writer.has_rows() || !matches!(format, Format::Csv(_));
            let file = writer.finish()?;
            let Some(folder) = &folder else { continue };
            let (name, bytes) = (format.file_name(collection), file.bytes()?);
            if bytes == 0 || !has_rows {
                finished.stale.push(folder.join(name));
                continue;
            }
            facts.push(FileFact::new(name, bytes));
            finished.written.push(file);
            let described = format.schema_file_name().zip(schema::of_format(format));
            beside.extend(described.map(|(name, text)| (name, text.to_owned())));
        }
        let Some(folder) = folder else { return Ok(finished) };
        beside.extend(package.files(&facts));
        if has_tables {
            // They would speak of tables that are no more.
            let is_gone = |name: &&&str| !beside.iter().any(|(written, _)| written == *name);
            finished.stale.extend(Package::FILES.iter().filter(is_gone).map(|name| folder.join(name)));
        }
        for (name, text) in beside {
            let target = folder.join(name);
            let mut file = files.create(&folder, &target, &target)?;
            file.write_all(text.as_bytes())?;
            finished.written.push(file);
        }
        Ok(finished)
    }
}
