//! A run: inputs through the parser to the outputs.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use deplier::{
    Collection, Diagnostic, DiagnosticCode, Dialect, ErrorKind, FrontMatterFaults, Item, Limits, Parsed,
    Parser, Site,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::addresses::Addresses;
use crate::args::{Args, Codes, FormatName, Progress};
use crate::clashes;
use crate::files::Files;
use crate::inputs::{Input, Unreadable, expand};
use crate::outputs::{self, Outputs, need_addresses};
use crate::pool::in_order;
use crate::report::{Report, say};
use crate::stream;

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

/// Why a run could not go on.
#[derive(Debug)]
pub enum Fault {
    /// The command line, or a file it names, is wrong.
    Usage(String),
    /// Writing failed.
    Output(deplier::Error),
    /// Whoever reads the output has gone.
    ClosedPipe,
}

impl Fault {
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Fault::Usage(_) => 2,
            Fault::Output(_) | Fault::ClosedPipe => 3,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Usage(what) => f.write_str(what),
            Fault::Output(error) => write!(f, "the output could not be written: {}", error.message()),
            Fault::ClosedPipe => f.write_str("the output was closed before all was written"),
        }
    }
}

/// What to do where JSON-LD or RSS is asked of a page whose address nobody knows.
const NO_ADDRESS: &str = "JSON-LD and RSS need the address of the page: give --base-url, --url or --site, or ask for -f json or csv";

impl From<deplier::Error> for Fault {
    fn from(error: deplier::Error) -> Self {
        if error.kind() == ErrorKind::MissingBaseUrl {
            return Fault::Usage(error.message().to_owned());
        }
        match error.io_kind() {
            Some(std::io::ErrorKind::BrokenPipe) => Fault::ClosedPipe,
            _ => Fault::Output(error),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        deplier::Error::from(error).into()
    }
}

/// A page that was read.
struct Page {
    path: PathBuf,
    bytes: usize,
    result: deplier::Result<Content>,
    source: Option<String>,
}

/// What was asked of it.
enum Content {
    Items(Vec<Item>),
    Article(Box<Parsed>),
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
    addresses: Addresses,
    outcome: Outcome,
    fault: Option<Fault>,
    written: usize,
    records: usize,
    bytes: usize,
}

pub fn run(args: &Args) -> Result<Outcome, Fault> {
    let site = site(args)?;
    let parser = parser(args, &site)?;
    if args.input.is_some() {
        if args.inputs.iter().any(|path| path.as_os_str() != "-") {
            return Err(Fault::Usage("--input jsonl reads standard input: name no other input".to_owned()));
        }
        if !matches!(args.format, None | Some(FormatName::Json | FormatName::Jsonl)) {
            return Err(Fault::Usage("--input jsonl answers in JSON Lines: leave out -f".to_owned()));
        }
        clashes::check(args, &[Input::Stdin], &[]).map_err(Fault::Usage)?;
        return stream::run(args, &parser);
    }
    if args.inputs.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Fault::Usage("`-` is standard input, which can be read once: name it once".to_owned()));
    }
    let (inputs, unreadable) = expand(&args.inputs);
    // Whatever can be read of them: the form of the output must not hang on that.
    let is_many = args.inputs.len() > 1 || args.inputs.iter().any(|path| path.is_dir());
    if is_many && args.url.is_some() {
        return Err(Fault::Usage("--url names one page, but there are more: give --base-url".to_owned()));
    }
    if args.out.is_none() && args.format == Some(FormatName::All) {
        return Err(Fault::Usage("-f all writes several files: give --out DIR".to_owned()));
    }
    let collection = if is_many { Collection::Many } else { Collection::Single };
    clashes::check(args, &inputs, &outputs::files(args, collection)).map_err(Fault::Usage)?;
    let files = watch_interrupts();
    let started = Instant::now();
    let sink = Sink {
        args,
        outputs: Outputs::new(args, &site, collection, &files)?,
        report: Report::new(args, &files)?,
        files,
        bar: bar(args, inputs.len()),
        is_many,
        needs_addresses: need_addresses(args, &site, collection),
        addresses: Addresses::default(),
        outcome: Outcome::default(),
        fault: None,
        written: 0,
        records: 0,
        bytes: 0,
    };
    let jobs = args.jobs().min(inputs.len().max(1));
    let shows_source = Report::shows_source(args);
    let limit = Limits::default().max_bytes;
    let sink = in_order(
        jobs,
        inputs.into_iter(),
        |input| {
            let page = convert(&parser, args, &input, limit, shows_source);
            let bytes = page.bytes;
            (page, bytes)
        },
        sink,
        Sink::take,
    );
    sink.ok_or_else(lost)?.finish(unreadable, started)
}

/// Only a worker that panicked would take the outputs with it.
pub fn lost() -> Fault {
    io::Error::other("a worker has ended early").into()
}

fn convert(parser: &Parser, args: &Args, input: &Input, limit: usize, shows_source: bool) -> Page {
    let path = input.name().to_owned();
    let bytes = match input.read(limit) {
        Ok(bytes) => bytes,
        Err(fault) => return Page { path, bytes: 0, result: Err(fault.into()), source: None },
    };
    let parser = match input.site_path() {
        Some(name) => parser.clone().with_file_name(name),
        None => parser.clone(),
    };
    if args.items {
        let result = parser.items(&bytes).map(Content::Items);
        return Page { path, bytes: bytes.len(), result, source: None };
    }
    let parsed = parser.parse_slice(&bytes).map(|mut parsed| {
        let diagnostics = std::mem::take(&mut parsed.diagnostics).into_iter();
        parsed.diagnostics = diagnostics.map(|diagnostic| diagnostic.with_file(&path)).collect();
        parsed
    });
    let has_diagnostics = parsed.as_ref().is_ok_and(|parsed| !parsed.diagnostics.is_empty());
    let result = parsed.map(|parsed| Content::Article(Box::new(parsed)));
    let source = (shows_source && has_diagnostics).then(|| deplier::decode(&bytes).into_owned());
    Page { path, bytes: bytes.len(), result, source }
}

impl Sink<'_> {
    /// Writes a page; `false` if nothing more can be written.
    fn take(&mut self, page: &mut Page) -> bool {
        let done = self.page(page);
        self.bar.inc(1);
        if let Err(fault) = done {
            self.fault = Some(fault);
            return false;
        }
        true
    }

    fn page(&mut self, page: &Page) -> Result<(), Fault> {
        match &page.result {
            Ok(Content::Items(items)) => {
                self.records += items.len();
                self.outputs.line(&stream::items_line(items))?;
            }
            Ok(Content::Article(parsed)) if self.needs_addresses && parsed.article.url.is_none() => {
                return self.without_address(&page.path);
            }
            Ok(Content::Article(parsed)) => {
                self.article(&page.path.to_string_lossy(), parsed, page.source.as_deref())?
            }
            Err(error) => return self.failed(&page.path, error),
        }
        self.bytes += page.bytes;
        self.written += 1;
        Ok(())
    }

    fn article(&mut self, name: &str, parsed: &Parsed, source: Option<&str>) -> Result<(), Fault> {
        self.records += parsed.article.testimonials.len() + parsed.article.faq.len();
        let mut diagnostics = Cow::Borrowed(&parsed.diagnostics);
        if self.args.account {
            self.outputs.line(&stream::account_line(name, &parsed.account))?;
            self.outcome.failed += usize::from(!parsed.account.is_balanced());
        } else {
            self.check_address(name, parsed.article.url.as_deref());
            let left_out = self.outputs.write(parsed)?;
            if left_out > 0 {
                diagnostics.to_mut().push(repeated_too_often(name, left_out));
            }
        }
        let (args, bar) = (self.args, self.bar.clone());
        let report = &mut self.report;
        Ok(bar.suspend(|| report.page(args, &diagnostics, source))?)
    }

    /// Warns of a page whose address is another's too: both are written, one of them is not found there.
    fn check_address(&mut self, name: &str, address: Option<&str>) {
        let Some(address) = address.filter(|_| self.is_many && !self.report.owns_stderr) else { return };
        if let Some(other) = self.addresses.take(address, name) {
            let advice = "give one of them a permalink of its own";
            self.bar.suspend(|| {
                say(format_args!("warning: {name}: {other} has the same address, {address}: {advice}"))
            });
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

    /// One page alone is a matter of usage; one of many must not stop the others.
    fn without_address(&mut self, path: &Path) -> Result<(), Fault> {
        if !self.is_many {
            return Err(Fault::Usage(format!("{}: {NO_ADDRESS}", path.display())));
        }
        self.failed(path, &std::io::Error::other(NO_ADDRESS).into())
    }

    fn finish(mut self, unreadable: Vec<Unreadable>, started: Instant) -> Result<Outcome, Fault> {
        self.bar.finish_and_clear();
        for Unreadable { path, fault } in unreadable {
            self.failed(&path, &fault.into())?;
        }
        self.outcome.denied = self.report.denied;
        let (diagnostics, owns_stderr) = (self.report.diagnostics, self.report.owns_stderr);
        let report = self.report.finish()?;
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let mut changes = match self.written > 0 || self.outcome.failed == 0 && self.is_many {
            true => self.outputs.finish()?,
            false => Vec::new(),
        };
        changes.extend(report);
        self.files.publish(changes)?;
        if self.is_many && !owns_stderr && self.args.progress != Progress::Never {
            let seconds = started.elapsed().as_secs_f64().max(1e-9);
            let megabytes = self.bytes as f64 / 1e6;
            say(format_args!(
                "{}, {}, {}, {} failed, {megabytes:.1} MB at {:.1} MB/s",
                counted(self.written, "file"),
                counted(self.records, "record"),
                counted(diagnostics, "warning"),
                self.outcome.failed,
                megabytes / seconds
            ));
        }
        Ok(self.outcome)
    }
}

/// What is said of values that the writers left out.
fn repeated_too_often(name: &str, count: usize) -> Diagnostic {
    let message = format!(
        "the exports would repeat long addresses, titles or categories too often: {count} of them are left out"
    );
    let mut diagnostic = Diagnostic::new(DiagnosticCode::LimitReached, message);
    diagnostic.file = Some(name.to_owned());
    diagnostic
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The files of this run, which an interrupt leaves behind neither half written nor under temporary names.
fn watch_interrupts() -> Files {
    let files = Files::default();
    let watched = files.clone();
    let _ = ctrlc::set_handler(move || watched.interrupt());
    files
}

fn bar(args: &Args, files: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
    let target = match args.progress {
        Progress::Always => ProgressDrawTarget::stderr(),
        Progress::Auto if files > 1 => ProgressDrawTarget::stderr(),
        Progress::Auto | Progress::Never => ProgressDrawTarget::hidden(),
    };
    bar.set_draw_target(target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn site(args: &Args) -> Result<Site, Fault> {
    let usage = |what: String| Fault::Usage(what);
    let mut site = match &args.site {
        Some(path) => {
            let text = configuration(path).map_err(|fault| usage(format!("{}: {fault}", path.display())))?;
            Site::from_yaml(&text).map_err(|error| usage(located(&path.to_string_lossy(), &error)))?
        }
        None => Site::default(),
    };
    if let Some(url) = &args.base_url {
        site = site.with_base_url(url).map_err(|error| usage(format!("--base-url: {error}")))?;
    }
    if let Some(language) = &args.language {
        site = site.with_language(language);
    }
    Ok(site)
}

/// The text of a file that is read whole, and is as small as a front matter.
fn configuration(path: &Path) -> io::Result<String> {
    let max_bytes = u64::try_from(Limits::default().max_yaml_bytes).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(io::Error::other(format!("larger than {max_bytes} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))
}

/// `name:line:column: what went wrong`, as far as the place is known.
fn located(name: &str, error: &deplier::Error) -> String {
    let place: String =
        [error.line(), error.column()].into_iter().flatten().map(|n| format!(":{n}")).collect();
    format!("{name}{place}: {}", error.message())
}

fn parser(args: &Args, site: &Site) -> Result<Parser, Fault> {
    let usage = |option: &str, error: deplier::Error| Fault::Usage(located(option, &error));
    let mut parser = Parser::new().with_site(site).map_err(|error| usage("--site", error))?;
    if let Some(url) = &args.url {
        parser = parser.with_url(url).map_err(|error| usage("--url", error))?;
    }
    if let Some(path) = &args.dialects {
        let name = path.to_string_lossy();
        let text = configuration(path).map_err(|fault| Fault::Usage(format!("{name}: {fault}")))?;
        let dialects = Dialect::from_yaml(&text).map_err(|error| usage(&name, error))?;
        parser = parser.with_dialects(dialects).map_err(|error| usage(&name, error))?;
    }
    if let Some(name) = &args.only_dialect {
        parser = parser.with_only_dialect(name).map_err(|error| usage("--only-dialect", error))?;
    }
    if args.lenient {
        parser = parser.with_front_matter_faults(FrontMatterFaults::Report);
    }
    for code in DiagnosticCode::ALL.iter().filter(|code| code.repair().is_some()) {
        if args.repair.iter().any(|codes: &Codes| codes.includes(*code, code.severity())) {
            parser = parser.with_repair(*code);
        }
    }
    Ok(parser)
}
