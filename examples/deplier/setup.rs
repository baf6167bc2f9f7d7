//! The site and the parser that the command line asks for.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use deplier::{Dialect, FrontMatterFaults, Limits, Parser, Site};

use crate::args::Args;
use crate::outcome::{Fault, located};

pub fn site(args: &Args) -> Result<Site, Fault> {
    let mut site = Site::default();
    if let Some(path) = &args.site {
        site = Site::from_yaml(&configuration(path)?).map_err(wrong(&path.to_string_lossy()))?;
    }
    if let Some(url) = &args.base_url {
        site = site.with_base_url(url).map_err(wrong("--base-url"))?;
    }
    if let Some(language) = &args.language {
        site = site.with_language(language);
    }
    Ok(site)
}

pub fn parser(args: &Args, site: &Site) -> Result<Parser, Fault> {
    let mut parser = Parser::new().with_site(site).map_err(wrong("--site"))?;
    if let Some(url) = &args.url {
        parser = parser.with_url(url).map_err(wrong("--url"))?;
    }
    if let Some(path) = &args.dialects {
        let name = path.to_string_lossy();
        let dialects = Dialect::from_yaml(&configuration(path)?).map_err(wrong(&name))?;
        parser = parser.with_dialects(dialects).map_err(wrong(&name))?;
    }
    if let Some(name) = &args.only_dialect {
        parser = parser.with_only_dialect(name).map_err(wrong("--only-dialect"))?;
    }
    if args.lenient {
        parser = parser.with_front_matter_faults(FrontMatterFaults::Report);
    }
    Ok(args.repair.iter().flatten().fold(parser, |parser, code| parser.with_repair(*code)))
}

/// Says which option, or which file that it names, is wrong.
fn wrong(name: &str) -> impl Fn(deplier::Error) -> Fault {
    move |error| Fault::usage(located(name, &error))
}

/// The text of a file that is read whole, and is as small as a front matter.
fn configuration(path: &Path) -> Result<String, Fault> {
    let max_bytes = Limits::default().max_yaml_bytes;
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(max_bytes as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > max_bytes {
            return Err(io::Error::other(format!("larger than {max_bytes} bytes")));
        }
        String::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))
    };
    read().map_err(|fault| Fault::usage(format!("{}: {fault}", path.display())))
}
