//! Converts a folder of pages on all processors into one feed: `cargo run --example feed -- FOLDER ADDRESS`. Memory
//! holds one page per processor, some articles on their way to the feed, and the newest items of the feed.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use deplier::{Collection, Exporter, Format, Parsed, Parser, Site, in_order};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let site = Site::default().with_base_url(&arguments.next().ok_or("name the address of the site")?)?;
    let parser = Parser::new().with_site(&site)?;
    let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
    let mut feed = exporter.for_writer(io::stdout());

    let pages = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter();
    let pages = pages.filter_map(|entry| Some(entry.ok()?.into_path())).filter(|path| is_page(path));
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let work = |path: PathBuf| {
        let bytes = fs::metadata(&path).map_or(0, |file| usize::try_from(file.len()).unwrap_or_default());
        let parsed = convert(&parser, Path::new(&folder), &path);
        (parsed.map_err(|error| format!("{}: {error}", path.display())), bytes)
    };
    in_order(jobs, pages, work, |parsed| {
        match parsed {
            Ok(parsed) if parsed.is_published() => feed.write(&parsed.article)?,
            Ok(_) => {}
            Err(message) => eprintln!("{message}"),
        }
        Ok::<(), deplier::Error>(())
    })?;
    feed.finish()?;
    Ok(())
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["md", "html"].iter().any(|known| extension == *known))
}

fn convert(parser: &Parser, folder: &Path, path: &Path) -> deplier::Result<Parsed> {
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
    parser.clone().with_file_name(name).parse_reader(fs::File::open(path)?)
}
