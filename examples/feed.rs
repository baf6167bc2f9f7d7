//! Converts a folder of pages on all processors into one feed: `cargo run --example feed -- FOLDER ADDRESS`. Memory
//! holds one page per processor, a few articles on their way to the feed, and the newest items of the feed.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use std::{fs, io, thread};

use deplier::{Collection, Exporter, Format, Parsed, Parser, Site};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let site = Site::default().with_base_url(&arguments.next().ok_or("name the address of the site")?)?;
    let parser = Parser::new().with_site(&site)?;
    let exporter = Exporter::from_format(Format::Rss).with_site(site).with_collection(Collection::Many);
    let mut feed = exporter.for_writer(io::stdout());

    // A thread that wants to convert waits for its turn to read the folder.
    let pages = Mutex::new(walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter());
    // The channel is short: if the feed is slower than the threads, they wait.
    let (done, converted) = mpsc::sync_channel::<Result<Parsed, String>>(4);
    thread::scope(|scope| -> deplier::Result<()> {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let done = done.clone();
            scope.spawn(|| {
                let done = done;
                while let Some(path) = next_page(&pages) {
                    let parsed = convert(&parser, Path::new(&folder), &path);
                    if done.send(parsed.map_err(|error| format!("{}: {error}", path.display()))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        for parsed in converted {
            match parsed {
                Ok(parsed) if parsed.is_published() => feed.write(&parsed.article)?,
                Ok(_) => {}
                Err(message) => eprintln!("{message}"),
            }
        }
        Ok(())
    })?;
    feed.finish()?;
    Ok(())
}

fn next_page(pages: &Mutex<walkdir::IntoIter>) -> Option<PathBuf> {
    let mut pages = pages.lock().ok()?;
    let mut paths = pages.by_ref().filter_map(|entry| Some(entry.ok()?.into_path()));
    paths.find(|path| {
        path.extension().is_some_and(|extension| ["md", "html"].iter().any(|known| extension == *known))
    })
}

fn convert(parser: &Parser, folder: &Path, path: &Path) -> deplier::Result<Parsed> {
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
    parser.clone().with_file_name(name).parse_reader(fs::File::open(path)?)
}
