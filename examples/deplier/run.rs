//! A run: inputs through the parser to the outputs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use deplier::diagnostics::printable;
use deplier::encoding::decode;
use deplier::panels::{Explanation, Item};
use deplier::{Collection, Diagnostic, DiagnosticCode, Limits, Parsed, Parser, Site};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{ALL_FORMATS, Args, DiagnosticsForm, Progress};
use crate::fault::{Fault, located};
use crate::files::Files;
use crate::inputs::{Input, expand};
use crate::outputs::{self, Finished, Outputs, need_addresses};
use crate::pool::in_order;
use crate::report::{Report, say};
use crate::{clashes, setup, stream};

/// How a run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub denied: usize,
    pub failed: usize,
}

impl Outcome {
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(if self.failed > 0 { 3 } else { u8::from(self.denied > 0) })
    }
}

/// What to do where JSON-LD or RSS is asked of a page whose address nobody knows.
const NO_ADDRESS: &str = "JSON-LD and RSS need the address of the page: give --base-url, --url or --site, or ask for -f json or csv";

pub fn run(args: &Args) -> Result<Outcome, Fault> {
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
fn pages(args: &Args, site: &Site, parser: &Parser) -> Result<Outcome, Fault> {
    let (inputs, unreadable) = expand(&args.inputs);
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
        report: Report::new(args, &files)?,
        files,
        bar: bar(args, inputs.len()),
        is_many,
        needs_addresses: need_addresses(args, site, collection),
        addresses: HashMap::new(),
        hasher: RandomState::new(),
        outcome: Outcome::default(),
        written: 0,
        drafts: 0,
        records: 0,
        bytes: 0,
        started: Instant::now(),
    };
    let jobs = args.jobs().min(inputs.len().max(1));
    let read = |input| {
        let page = read(parser, args, input);
        let bytes = page.bytes;
        (page, bytes)
    };
    let done = in_order(jobs, inputs.into_iter(), read, |page| sink.take(page));
    sink.finish(done, unreadable)
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

fn read(parser: &Parser, args: &Args, input: Input) -> Page {
    let page = input.read(Limits::default().max_bytes);
    let bytes = page.as_ref().map_or(0, Vec::len);
    let result = page.map_err(deplier::Error::from).and_then(|page| convert(parser, args, &input, &page));
    Page { path: input.path, bytes, result }
}

fn convert(parser: &Parser, args: &Args, input: &Input, page: &[u8]) -> deplier::Result<Content> {
    let mut parser = parser.clone();
    if let Some(path) = input.site_path() {
        parser = parser.with_file_name(path);
    }
    if args.items {
        return parser.items_slice(page).map(Content::Items);
    }
    if args.explain {
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
    files: Files,
    report: Report,
    bar: ProgressBar,
    is_many: bool,
    needs_addresses: bool,
    /// Which page has which address; of the addresses, hashes are kept.
    addresses: HashMap<u64, PathBuf>,
    hasher: RandomState,
    outcome: Outcome,
    written: usize,
    drafts: usize,
    records: usize,
    bytes: usize,
    started: Instant,
}

impl Sink<'_> {
    /// Writes a page, or says why it cannot be converted.
    fn take(&mut self, page: Page) -> Result<(), Fault> {
        self.bar.inc(1);
        match page.result {
            Ok(Content::Items(items)) => {
                self.records += items.len();
                let items = serde_json::to_string(&items).map_err(io::Error::from)?;
                self.outputs.line(&format!(r#"{{"items":{items}}}"#))?;
            }
            Ok(Content::Explained(explained)) => {
                let is_json = self.args.asks_for_json();
                self.outputs.line(&explained_lines(&page.path, &explained, is_json))?;
            }
            Ok(Content::Article(parsed, source)) if !self.args.drafts && !parsed.is_published() => {
                self.drafts += 1;
                let (args, report) = (self.args, &mut self.report);
                return Ok(self.bar.suspend(|| report.page(args, &parsed.diagnostics, source.as_deref()))?);
            }
            Ok(Content::Article(parsed, _)) if self.needs_addresses && parsed.article.url.is_none() => {
                // One page alone is a matter of usage; one of many must not stop the others.
                if !self.is_many {
                    return Err(Fault::usage(format!("{}: {NO_ADDRESS}", page.path.display())));
                }
                return self.failed(&page.path, &io::Error::other(NO_ADDRESS).into());
            }
            Ok(Content::Article(parsed, source)) => self.article(&page.path, *parsed, source.as_deref())?,
            Err(error) => return self.failed(&page.path, &error),
        }
        self.bytes += page.bytes;
        self.written += 1;
        Ok(())
    }

    fn article(&mut self, path: &Path, mut parsed: Parsed, source: Option<&str>) -> Result<(), Fault> {
        self.records += parsed.article.testimonials.len() + parsed.article.faq.len();
        if self.args.account {
            let name = path.to_string_lossy();
            self.outputs.line(&format!("{}: {}", printable(&name), parsed.account))?;
            self.outcome.failed += usize::from(!parsed.account.is_balanced());
        } else {
            self.check_address(path, parsed.article.url.as_deref());
            let left_out = self.outputs.write(&parsed)?;
            if left_out > 0 {
                let what = "the exports would repeat long addresses, titles or categories too often";
                let message = format!("{what}: {left_out} of them are left out");
                let diagnostic = Diagnostic::new(DiagnosticCode::LimitReached, message);
                parsed.diagnostics.push(diagnostic.with_file(path));
            }
        }
        let (args, report) = (self.args, &mut self.report);
        Ok(self.bar.suspend(|| report.page(args, &parsed.diagnostics, source))?)
    }

    /// Warns of a page whose address is another's too: both are written, one of them is not found there.
    fn check_address(&mut self, path: &Path, address: Option<&str>) {
        let Some(address) = address.filter(|_| self.is_many && !self.report.owns_stderr) else { return };
        match self.addresses.entry(self.hasher.hash_one(address)) {
            Entry::Vacant(place) => drop(place.insert(path.to_owned())),
            Entry::Occupied(other) => {
                let (path, other) = (path.display(), other.get().display());
                let advice = "give one of them a permalink of its own";
                self.bar.suspend(|| {
                    say(format_args!("warning: {path}: {other} has the same address, {address}: {advice}"))
                });
            }
        }
    }

    fn failed(&mut self, path: &Path, error: &deplier::Error) -> Result<(), Fault> {
        self.outcome.failed += 1;
        self.report.failed(path, error)?;
        if !self.report.owns_stderr {
            self.bar.suspend(|| say(format_args!("error: {}", located(&path.to_string_lossy(), error))));
        }
        Ok(())
    }

    fn finish(
        mut self,
        done: Result<(), Fault>,
        unreadable: Vec<(PathBuf, io::Error)>,
    ) -> Result<Outcome, Fault> {
        self.bar.finish_and_clear();
        for (path, fault) in unreadable {
            self.failed(&path, &fault.into())?;
        }
        self.outcome.denied = self.report.denied;
        let summary = self.summary();
        if let Some(left_out) = self.outputs.left_out_pages().filter(|_| !self.report.owns_stderr) {
            say(format_args!("warning: {left_out}"));
        }
        let report = self.report.finish()?;
        done?;
        let is_whole = self.written > 0 || self.outcome.failed == 0 && self.is_many;
        let Finished { mut written, stale } =
            if is_whole { self.outputs.finish()? } else { Finished::default() };
        written.extend(report);
        self.files.publish(written, &stale)?;
        summary.iter().for_each(|summary| say(format_args!("{summary}")));
        Ok(self.outcome)
    }

    /// What is said of many pages when all is written.
    fn summary(&self) -> Option<String> {
        if !self.is_many || self.report.owns_stderr || self.args.progress == Progress::Never {
            return None;
        }
        let seconds = self.started.elapsed().as_secs_f64().max(1e-9);
        let megabytes = self.bytes as f64 / 1e6;
        Some(format!(
            "{}, {}{}, {}, {} failed, {megabytes:.1} MB at {:.1} MB/s",
            counted(self.written, "file"),
            if self.drafts > 0 { format!("{}, ", counted(self.drafts, "draft")) } else { String::new() },
            counted(self.records, "record"),
            counted(self.report.warnings, "warning"),
            self.outcome.failed,
            megabytes / seconds
        ))
    }
}

/// What was weighed on a page, for programs or for people.
fn explained_lines(path: &Path, explained: &[Explanation], is_json: bool) -> String {
    let name = path.to_string_lossy();
    let name = printable(&name);
    if is_json {
        #[derive(serde::Serialize)]
        struct Page<'a> {
            file: &'a str,
            explained: &'a [Explanation],
        }
        return serde_json::to_string(&Page { file: &name, explained }).unwrap_or_default();
    }
    if explained.is_empty() {
        return format!("{name}: nothing on the page may be a panel");
    }
    let lines: Vec<String> = explained.iter().map(|one| format!("{name}:{}: {one}", one.line)).collect();
    lines.join("\n")
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn bar(args: &Args, files: usize) -> ProgressBar {
    let is_shown = args.progress == Progress::Always || args.progress == Progress::Auto && files > 1;
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(files as u64), target);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
