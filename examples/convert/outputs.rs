//! Where articles are written: standard output, or the files of a folder.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use deplier::{Collection, Exporter, FileFact, Format, Package, Parsed, Site, Table, Writer, schema};
use tempfile::NamedTempFile;

use crate::args::{Args, FormatName};

/// What a run writes.
pub enum Outputs {
    /// One format to standard output.
    Stdout(Box<Writer<BufWriter<io::Stdout>>>),
    /// Files, each under a temporary name until all are finished.
    Folder(Box<Folder>),
    /// Lines that are no export: items and accounts.
    Lines(BufWriter<io::Stdout>),
}

pub struct Folder {
    path: PathBuf,
    files: Vec<(Format, Writer<BufWriter<NamedTempFile>>)>,
    collection: Collection,
    package: Package,
}

/// The formats that are written, in the order in which their files are.
fn formats(args: &Args, collection: Collection) -> Vec<Format> {
    let tables = Table::ALL.iter().copied().map(Format::Csv);
    let json = match collection {
        Collection::Many => Format::JsonLines,
        _ => Format::Json,
    };
    let default = if args.out.is_some() { FormatName::All } else { FormatName::Json };
    match args.format.unwrap_or(default) {
        FormatName::Json => vec![json],
        FormatName::Jsonl => vec![Format::JsonLines],
        FormatName::Jsonld => vec![Format::JsonLd],
        FormatName::Rss => vec![Format::Rss],
        FormatName::Csv if args.out.is_some() => tables.collect(),
        FormatName::Csv => vec![Format::Csv(args.table)],
        FormatName::All => [json, Format::JsonLd, Format::Rss].into_iter().chain(tables).collect(),
    }
}

/// Whether each page must have an address of its own: a format names it, and the site has none.
pub fn need_addresses(args: &Args, site: &Site, collection: Collection) -> bool {
    let is_export = !args.items && !args.account && site.base_url.is_none();
    is_export && formats(args, collection).iter().any(|format| matches!(format, Format::JsonLd | Format::Rss))
}

impl Outputs {
    pub fn new(args: &Args, site: &Site, collection: Collection) -> deplier::Result<Self> {
        if args.items || args.account {
            return Ok(Outputs::Lines(BufWriter::new(io::stdout())));
        }
        let formats = formats(args, collection);
        let exporter = |format| {
            Exporter::from_format(format)
                .with_site(site.clone())
                .with_collection(collection)
                .with_article_type(args.article_type)
                .with_faq_page(if args.faq_page { deplier::FaqPage::Include } else { deplier::FaqPage::Omit })
                .with_rss_items(args.rss_items.unwrap_or_default())
                .with_csv_dialect(args.csv_dialect)
        };
        let Some(path) = &args.out else {
            let format = formats.first().copied().unwrap_or(Format::Json);
            let stdout = BufWriter::new(io::stdout());
            let writer = match collection {
                Collection::Many => exporter(format).for_writer_with_spool(stdout, tempfile::tempfile()?),
                _ => exporter(format).for_writer(stdout),
            };
            return Ok(Outputs::Stdout(Box::new(writer)));
        };
        fs::create_dir_all(path)
            .map_err(|fault| io::Error::new(fault.kind(), format!("{}: {fault}", path.display())))?;
        let mut files = Vec::with_capacity(formats.len());
        for format in formats {
            let file = BufWriter::new(new_file(path)?);
            let writer = match collection {
                Collection::Many => {
                    exporter(format).for_writer_with_spool(file, tempfile::tempfile_in(path)?)
                }
                _ => exporter(format).for_writer(file),
            };
            files.push((format, writer));
        }
        let package = Package::new(site).with_csv_dialect(args.csv_dialect);
        Ok(Outputs::Folder(Box::new(Folder { path: path.clone(), files, collection, package })))
    }

    pub fn write(&mut self, parsed: &Parsed) -> deplier::Result<()> {
        match self {
            Outputs::Stdout(writer) => writer.write_with(&parsed.article, &parsed.diagnostics),
            Outputs::Folder(folder) => {
                folder.package.add(&parsed.article);
                folder
                    .files
                    .iter_mut()
                    .try_for_each(|(_, writer)| writer.write_with(&parsed.article, &parsed.diagnostics))
            }
            Outputs::Lines(_) => Ok(()),
        }
    }

    pub fn line(&mut self, line: &str) -> io::Result<()> {
        match self {
            Outputs::Lines(writer) => writeln!(writer, "{line}"),
            Outputs::Stdout(_) | Outputs::Folder(_) => Ok(()),
        }
    }

    /// Ends every output, and gives the files their names.
    pub fn finish(self) -> deplier::Result<()> {
        match self {
            Outputs::Stdout(writer) => {
                let mut stdout = writer.finish()?;
                Ok(stdout.flush()?)
            }
            Outputs::Lines(mut writer) => Ok(writer.flush()?),
            Outputs::Folder(folder) => folder.finish(),
        }
    }
}

impl Folder {
    fn finish(self) -> deplier::Result<()> {
        let Folder { path, files, collection, package } = self;
        let mut finished: Vec<(String, NamedTempFile)> = Vec::new();
        let mut facts = Vec::new();
        let mut tables = Vec::new();
        let has_tables = files.iter().any(|(format, _)| matches!(format, Format::Csv(_)));
        for (format, writer) in files {
            let file = writer.finish()?.into_inner().map_err(|fault| fault.into_error())?;
            let bytes = file.as_file().metadata()?.len();
            let name = format.file_name(collection);
            if bytes == 0 {
                // What an earlier run wrote would not belong to this one.
                remove(&path.join(name))?;
                continue;
            }
            facts.push(FileFact::new(name, bytes));
            finished.push((name.to_owned(), file));
            if let Format::Csv(table) = format {
                tables.push(table);
            }
        }
        let described =
            [("datapackage.json", package.data_package(&facts)), ("catalog.jsonld", package.catalog(&facts))];
        for (name, text) in described {
            match text {
                Some(text) => finished.push((name.to_owned(), temporary(&path, &text)?)),
                // It would speak of tables that are no more.
                None if has_tables => remove(&path.join(name))?,
                None => {}
            }
        }
        let schemas = tables
            .iter()
            .map(|&table| (format!("{}.tableschema.json", table.as_str()), schema::of_table(table)));
        // It describes the file of one article, and each line of that of many.
        let is_json = |fact: &FileFact| matches!(&*fact.name, "article.json" | "articles.jsonl");
        let article = facts.iter().any(is_json).then(|| ("article.schema.json".to_owned(), schema::ARTICLE));
        let schemas = schemas.chain(article);
        for (name, text) in schemas {
            fs::create_dir_all(path.join("schemas"))?;
            finished.push((format!("schemas/{name}"), temporary(&path, text)?));
        }
        for (name, file) in finished {
            publish(file, &path.join(name))?;
        }
        Ok(())
    }
}

fn temporary(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut file = new_file(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// A file under a temporary name, as readable as the system makes new files.
pub fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Puts a finished file in its place.
pub fn publish(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|fault| fault.error)
}
