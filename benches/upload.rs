//! Converts a page that anybody may have sent, within `Limits::untrusted()`, into every format, and prints how long
//! each is: `cargo run --release --example upload -- PAGE`. `benches/linear.py --memory` measures what that takes.

use std::error::Error;
use std::path::Path;

use deplier::{Exporter, Format, Limits, Parser, Site, Syntax, Table};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a page")?;
    let is_markdown = Path::new(&path).extension().is_some_and(|extension| extension == "md");
    let syntax = if is_markdown { Syntax::Markdown } else { Syntax::Html };
    let parser = Parser::new().with_limits(Limits::untrusted()).with_syntax(syntax);
    let parsed = parser.parse(&std::fs::read_to_string(&path)?)?;
    let site = Site::default().with_base_url("https://www.example.org/")?;
    let tables = Table::ALL.iter().map(|&table| Format::Csv(table));
    for format in [Format::Json, Format::JsonLines, Format::JsonLd, Format::Rss].into_iter().chain(tables) {
        let mut writer = Exporter::from_format(format).with_site(site.clone()).for_writer(Vec::new());
        writer.write(&parsed.article)?;
        println!("{}", writer.finish()?.len());
    }
    Ok(())
}
