//! A run: inputs through the parser to the outputs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use deplier::diagnostics::printable;
use deplier::encoding::decode;
use deplier::panels::{Explanation, Item};
use deplier::{Collection, Limits, Parsed, Parser, Site, in_order};

use crate::args::{ALL_FORMATS, Args, DiagnosticsForm, Progress};
use crate::files::Files;
use crate::inputs::{Input, expand};
use crate::outcome::{Fault, Tally};
use crate::outputs::{self, Outputs, need_addresses};
use crate::report::Report;
use crate::{clashes, setup, stream};

/// What to do where JSON-LD or RSS is asked of a page whose address nobody knows.
const NO_ADDRESS: &str = "JSON-LD and RSS need the address of the page: give --base-url, --url or --site, or ask for -f json or csv";

pub fn run(args: &Args) -> Result<Tally, Fault> {
    let site = setup::site(args)?;
    let parser = setup::parser(args, &site)?;
    let stdins = args.inputs.iter().filter(|path| path.as_os_str() == "-").count();
    if args.input.is_some() {
        if stdins < args.inputs.len() {
            return Err(Fault::usage("--input jsonl reads standard input: name no other input"));
        }
        if args.format.is_some() && !args.asks_for_json() {
            return Err(Fault::usage("--input jsonl answers in JSON Lines: leave out -f"));
        }
        clashes::check(args, &[Input::stdin()], &[]).map_err(Fault::usage)?;
        return stream::run(args, &parser);
    }
    if stdins > 1 {
        return Err(Fault::usage("`-` is standard input, which can be read once: name it once"));
    }
    pages(args, &site, &parser)
}

/// Converts files and folders.
fn pages(args: &Args, site: &Site, parser: &Parser) -> Result<Tally, Fault> {
    let started = Instant::now();
    let (inputs, unreadable) = expand(&args.inputs, site);
    // Whatever can be read of them: the form of the output must not depend on that.
    let is_many = args.inputs.len() > 1 || args.inputs.iter().any(|path| path.is_dir());
    if is_many && args.url.is_some() {
        return Err(Fault::usage("--url names one page, but there are more: give --base-url"));
    }
    if args.out.is_none() && args.format.as_deref() == Some(ALL_FORMATS) {
        return Err(Fault::usage("-f all writes several files: give --out DIR"));
    }
    let collection = if is_many { Collection::Many } else { Collection::Single };
    clashes::check(args, &inputs, &outputs::files(args, collection)).map_err(Fault::usage)?;
    let files = Files::default();
    let watched = files.clone();
    let _ = ctrlc::set_handler(move || watched.interrupt());
    let mut sink = Sink {
        args,
        outputs: Outputs::new(args, site, collection, &files)?,
        report: Report::new(args, &files, inputs.len())?,
        is_many,
        needs_addresses: need_addresses(args, site, collection),
        addresses: HashMap::new(),
        tally: Tally::default(),
    };
    let jobs = args.jobs().min(inputs.len());
    let read = |input| read(parser, args, input);
    let done = in_order(jobs, inputs.into_iter(), read, |page| sink.take(page));
    sink.report.end_progress();
    for (path, fault) in unreadable {
        sink.failed(&path, &fault.into())?;
    }
    let Sink { outputs, mut report, tally, .. } = sink;
    if let Some(left_out) = outputs.left_out_pages() {
        report.say(format_args!("warning: {left_out}: give --base-url, --url or --site"));
    }
    let diagnostics = report.finish()?;
    done?;
    let is_whole = tally.written > 0 || tally.failed == 0 && is_many;
    let (mut written, stale) = if is_whole { outputs.finish()? } else { Default::default() };
    written.extend(diagnostics);
    files.publish(written, &stale)?;
    if is_many && args.progress != Progress::Never {
        report.say(format_args!("{}", tally.summary(started.elapsed())));
    }
    Ok(tally)
}

/// A page that was read.
struct Page {
    path: PathBuf,
    bytes: usize,
    result: deplier::Result<Content>,
}

/// What was asked of it.
enum Content {
    Items(Vec<Item>),
    Explained(Vec<Explanation>),
    /// With the page's text, if its diagnostics quote it.
    Article(Box<Parsed>, Option<String>),
}

/// Reads a page, and says how many bytes it has.
fn read(parser: &Parser, args: &Args, input: Input) -> (Page, usize) {
    let page = input.read(Limits::default().max_bytes);
    let bytes = page.as_ref().map_or(0, Vec::len);
    let result = page.map_err(deplier::Error::from).and_then(|page| convert(parser, args, &input, &page));
    (Page { path: input.path, bytes, result }, bytes)
}

fn convert(parser: &Parser, args: &Args, input: &Input, page: &[u8]) -> deplier::Result<Content> {
    let mut parser = parser.clone();
    if let Some(path) = input.site_path() {
        parser = parser.with_file_name(path);
    }
    // Of a draft, the diagnostics are reported as without these options.
    let is_shown = args.drafts || !(args.items || args.explain) || parser.is_published(page)?;
    if args.items && is_shown {
        return parser.items_slice(page).map(Content::Items);
    }
    if args.explain && is_shown {
        return parser.explain_slice(page).map(Content::Explained);
    }
    let mut parsed = parser.parse_slice(page)?;
    let diagnostics = std::mem::take(&mut parsed.diagnostics).into_iter();
    parsed.diagnostics = diagnostics.map(|diagnostic| diagnostic.with_file(&input.path)).collect();
    let is_quoted = args.diagnostics == DiagnosticsForm::Human && !parsed.diagnostics.is_empty();
    Ok(Content::Article(Box::new(parsed), is_quoted.then(|| decode(page).text.into_owned())))
}

/// What the pages are handed to, in order.
struct Sink<'a> {
    args: &'a Args,
    outputs: Outputs,
    report: Report,
    is_many: bool,
    needs_addresses: bool,
    /// Which page has which address.
    addresses: HashMap<String, PathBuf>,
    tally: Tally,
}

impl Sink<'_> {
    /// Writes a page, or says why it cannot be converted.
    fn take(&mut self, page: Page) -> Result<(), Fault> {
        self.report.advance();
        match page.result {
            Ok(Content::Items(items)) => {
                self.tally.records += items.len();
                let items = serde_json::to_string(&items).map_err(io::Error::from)?;
                self.outputs.line(&format!(r#"{{"items":{items}}}"#))?;
            }
            Ok(Content::Explained(explained)) => self.explained(&page.path, &explained)?,
            Ok(Content::Article(parsed, source)) => {
                if !self.article(&page.path, *parsed, source.as_deref())? {
                    return Ok(());
                }
            }
            Err(error) => return self.failed(&page.path, &error),
        }
        self.tally.bytes += page.bytes;
        self.tally.written += 1;
        Ok(())
    }

    /// Writes what was weighed on a page, for programs or for people.
    fn explained(&mut self, path: &Path, explained: &[Explanation]) -> Result<(), Fault> {
        let name = path.to_string_lossy();
        let name = printable(&name);
        if self.args.asks_for_json() {
            let json = |error| Fault::from(io::Error::from(error));
            let file = serde_json::to_string(&name).map_err(json)?;
            let explained = serde_json::to_string(explained).map_err(json)?;
            self.outputs.line(&format!(r#"{{"file":{file},"explained":{explained}}}"#))?;
        } else if explained.is_empty() {
            self.outputs.line(&format!("{name}: nothing on the page may be a panel"))?;
        } else {
            for one in explained {
                self.outputs.line(&format!("{name}:{}: {one}", one.line))?;
            }
        }
        Ok(())
    }

    /// Writes an article, unless it is a draft or its address is missing; gives whether it did.
    fn article(&mut self, path: &Path, mut parsed: Parsed, source: Option<&str>) -> Result<bool, Fault> {
        let is_draft = !self.args.drafts && !parsed.is_published();
        if is_draft {
            self.tally.drafts += 1;
        } else if self.needs_addresses && parsed.article.url.is_none() {
            // One page alone is a matter of usage; one of many must not stop the others.
            if !self.is_many {
                return Err(Fault::usage(format!("{}: {NO_ADDRESS}", path.display())));
            }
            self.failed(path, &io::Error::other(NO_ADDRESS).into())?;
            return Ok(false);
        } else if self.args.account {
            let name = path.to_string_lossy();
            self.outputs.line(&format!("{}: {}", printable(&name), parsed.account))?;
            self.tally.failed += usize::from(!parsed.account.is_balanced());
        } else {
            self.check_address(path, parsed.article.url.as_deref());
            let left_out = self.outputs.write(&parsed)?;
            parsed.diagnostics.extend(left_out.map(|diagnostic| diagnostic.with_file(path)));
        }
        if !is_draft {
            self.tally.records += parsed.article.testimonials.len() + parsed.article.faq.len();
        }
        self.tally.add(self.args, &parsed.diagnostics);
        self.report.page(&parsed.diagnostics, source)?;
        Ok(!is_draft)
    }

    /// Warns of a page whose address is another's too: both are written, one of them is not found there.
    fn check_address(&mut self, path: &Path, address: Option<&str>) {
        let Some(address) = address.filter(|_| self.is_many) else { return };
        match self.addresses.entry(address.to_owned()) {
            Entry::Vacant(place) => drop(place.insert(path.to_owned())),
            Entry::Occupied(other) => self.report.say(format_args!(
                "warning: {}: {} has the same address, {address}: give one of them a permalink of its own",
                path.display(),
                other.get().display(),
            )),
        }
    }

    fn failed(&mut self, path: &Path, error: &deplier::Error) -> Result<(), Fault> {
        self.tally.failed += 1;
        Ok(self.report.failed(path, error)?)
    }
}
