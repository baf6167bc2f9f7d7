//! Where articles are written: standard output, or the files of a folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use deplier::{Collection, Exporter, FileFact, Format, Package, Parsed, Site, Table, Writer, schema};

use crate::args::{Args, FormatName};
use crate::files::{Change, Files, Pending, named, remove_left};
use crate::streams;

/// What a run writes.
pub enum Outputs {
    /// One format to standard output.
    Stdout(Box<Writer<BufWriter<File>>>),
    /// Files, each under a temporary name until all are finished.
    Folder(Box<Folder>),
    /// Lines that are no export: items and accounts.
    Lines(BufWriter<File>),
}

pub struct Folder {
    path: PathBuf,
    temporary: Files,
    files: Vec<(Format, Writer<BufWriter<Pending>>)>,
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

const DATA_PACKAGE: &str = "datapackage.json";
const CATALOG: &str = "catalog.jsonld";
const ARTICLE_SCHEMA: &str = "schemas/article.schema.json";

/// The files that a run may write or remove.
pub fn files(args: &Args, collection: Collection) -> Vec<PathBuf> {
    let Some(folder) = &args.out else { return Vec::new() };
    let formats = formats(args, collection);
    let schemas = formats.iter().filter_map(|format| match format {
        Format::Csv(table) => Some(table_schema(*table)),
        _ => None,
    });
    let exports = formats.iter().map(|format| format.file_name(collection).to_owned());
    let beside = [DATA_PACKAGE, CATALOG, ARTICLE_SCHEMA].map(str::to_owned);
    exports.chain(schemas).chain(beside).map(|name| folder.join(name)).collect()
}

/// Whether each page must have an address of its own: a format names it, and the site has none.
pub fn need_addresses(args: &Args, site: &Site, collection: Collection) -> bool {
    let is_export = !args.items && !args.account && site.base_url.is_none();
    is_export && formats(args, collection).iter().any(|format| matches!(format, Format::JsonLd | Format::Rss))
}

impl Outputs {
    pub fn new(args: &Args, site: &Site, collection: Collection, temporary: &Files) -> deplier::Result<Self> {
        if args.items || args.account {
            return Ok(Outputs::Lines(BufWriter::new(streams::stdout()?)));
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
            let stdout = BufWriter::new(streams::stdout()?);
            let writer = match collection {
                Collection::Many => exporter(format).for_writer_with_spool(stdout, tempfile::tempfile()?),
                _ => exporter(format).for_writer(stdout),
            };
            return Ok(Outputs::Stdout(Box::new(writer)));
        };
        fs::create_dir_all(path).map_err(|fault| named(path, &fault))?;
        remove_left(path);
        let mut files = Vec::with_capacity(formats.len());
        for format in formats {
            let target = path.join(format.file_name(collection));
            let file = BufWriter::new(temporary.create(path, target.clone(), &target)?);
            let writer = match collection {
                Collection::Many => {
                    let spool = tempfile::tempfile_in(path).map_err(|fault| named(path, &fault))?;
                    exporter(format).for_writer_with_spool(file, spool)
                }
                _ => exporter(format).for_writer(file),
            };
            files.push((format, writer));
        }
        let package = Package::new(site).with_csv_dialect(args.csv_dialect);
        let (path, temporary) = (path.clone(), temporary.clone());
        Ok(Outputs::Folder(Box::new(Folder { path, temporary, files, collection, package })))
    }

    /// Writes an article; gives how many values were left out since they would have been repeated too often.
    pub fn write(&mut self, parsed: &Parsed) -> deplier::Result<usize> {
        let before = self.left_out();
        self.write_article(parsed)?;
        Ok(self.left_out() - before)
    }

    fn left_out(&self) -> usize {
        match self {
            Outputs::Stdout(writer) => writer.left_out(),
            Outputs::Folder(folder) => folder.files.iter().map(|(_, writer)| writer.left_out()).sum(),
            Outputs::Lines(_) => 0,
        }
    }

    fn write_article(&mut self, parsed: &Parsed) -> deplier::Result<()> {
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

    /// Ends every output; files are whole when what is given back is done.
    pub fn finish(self) -> deplier::Result<Vec<Change>> {
        match self {
            Outputs::Stdout(writer) => writer.finish()?.flush()?,
            Outputs::Lines(mut writer) => writer.flush()?,
            Outputs::Folder(folder) => return folder.finish(),
        }
        Ok(Vec::new())
    }
}

impl Folder {
    fn finish(self) -> deplier::Result<Vec<Change>> {
        let Folder { path, temporary, files, collection, package } = self;
        let mut changes = Vec::new();
        let mut facts = Vec::new();
        let mut tables = Vec::new();
        let has_tables = files.iter().any(|(format, _)| matches!(format, Format::Csv(_)));
        for (format, writer) in files {
            let file = writer.finish()?.into_inner().map_err(|fault| fault.into_error())?;
            let bytes = file.bytes()?;
            let name = format.file_name(collection);
            if bytes == 0 {
                changes.push(Change::Remove(path.join(name)));
                continue;
            }
            facts.push(FileFact::new(name, bytes));
            changes.push(Change::Write(file));
            if let Format::Csv(table) = format {
                tables.push(table);
            }
        }
        let described = [(DATA_PACKAGE, package.data_package(&facts)), (CATALOG, package.catalog(&facts))];
        let whole = |name: &str, text: &str| -> io::Result<Change> {
            let target = path.join(name);
            let mut file = temporary.create(&path, target.clone(), &target)?;
            file.write_all(text.as_bytes())?;
            Ok(Change::Write(file))
        };
        for (name, text) in described {
            match text {
                Some(text) => changes.push(whole(name, &text)?),
                // It would speak of tables that are no more.
                None if has_tables => changes.push(Change::Remove(path.join(name))),
                None => {}
            }
        }
        let schemas = tables.iter().map(|&table| (table_schema(table), schema::of_table(table)));
        // It describes the file of one article, and each line of that of many.
        let is_json = |fact: &FileFact| matches!(&*fact.name, "article.json" | "articles.jsonl");
        let article = facts.iter().any(is_json).then(|| (ARTICLE_SCHEMA.to_owned(), schema::ARTICLE));
        for (name, text) in schemas.chain(article) {
            changes.push(whole(&name, text)?);
        }
        Ok(changes)
    }
}

fn table_schema(table: Table) -> String {
    format!("schemas/{}.tableschema.json", table.as_str())
}
