//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, thread};

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};
use deplier::diagnostics::{Denied, printable};
use deplier::{ArticleType, CsvDialect, DiagnosticCode, Format, RssItems, Table, UnknownName};

use crate::streams;

/// Turns pages with accordions into open data.
///
/// Exit codes: 0 done; 1 denied diagnostics; 2 usage; 3 some input failed, the rest was written, or the
/// output could not be written; 130 interrupted.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Args {
    /// Files, folders (their .md, .markdown, .html and .htm files) or - for standard input
    #[arg(required_unless_present = "input")]
    pub inputs: Vec<PathBuf>,
    /// The format; one format goes to standard output [default: json, or all with --out]
    #[arg(short, long, value_parser = PossibleValuesParser::new(format_names()))]
    pub format: Option<String>,
    /// Write files into this folder
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which table `-f csv` prints
    #[arg(long, value_name = "NAME", default_value = "questions-reponses")]
    pub table: Table,
    /// Site description: a Jekyll _config.yml
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// The site's base URL
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The language of pages that do not say theirs
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Where the one page is published
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Further accordion dialects (YAML), tried before the built-in ones
    #[arg(long, value_name = "FILE")]
    pub dialects: Option<PathBuf>,
    /// Use just this dialect
    #[arg(long, value_name = "NAME")]
    pub only_dialect: Option<String>,
    /// Print the accordion panels alone
    #[arg(long, conflicts_with_all = ["out", "deny", "diagnostics_file"])]
    pub items: bool,
    /// Print why each panel is one, and why what was taken for one is none; with -f json for programs
    #[arg(long, conflicts_with_all = ["items", "account", "out"])]
    pub explain: bool,
    /// Print where the visible characters of each page went
    #[arg(long, conflicts_with_all = ["items", "out", "format"])]
    pub account: bool,
    /// How diagnostics are shown
    #[arg(long, value_enum, default_value_t = DiagnosticsForm::Human, value_name = "FORM")]
    pub diagnostics: DiagnosticsForm,
    /// Write the diagnostics to this file instead of standard error
    #[arg(long, value_name = "FILE")]
    pub diagnostics_file: Option<PathBuf>,
    /// Make the repair of these diagnostics, or of all except `editorial-note`, which deletes text
    #[arg(long, value_name = "CODE,...|all", value_delimiter = ',', value_parser = repairs)]
    pub repair: Vec<Repairs>,
    /// Exit with 1 if one of these diagnostics is reported, or any warning
    #[arg(long, value_name = "CODE,...|warnings", value_delimiter = ',')]
    pub deny: Vec<Denied>,
    /// Broken front matter is a diagnostic, the body still converts
    #[arg(long)]
    pub lenient: bool,
    /// Convert pages that their authors do not publish, too
    #[arg(long)]
    pub drafts: bool,
    /// Read JSON Lines {"id","url","html"} from standard input, write a line for each, its diagnostics included
    #[arg(long, value_enum, conflicts_with_all = ["out", "account", "diagnostics_file"])]
    pub input: Option<InputForm>,
    /// How many pages are converted at once [default: cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// When to show a progress bar, on a terminal only, and, unless never, a summary of several files
    #[arg(long, value_enum, default_value_t = Progress::Auto, value_name = "WHEN")]
    pub progress: Progress,
    /// The schema.org type of articles
    #[arg(long, default_value = "Article", value_name = "TYPE")]
    pub article_type: ArticleType,
    /// Add a schema.org FAQPage to the JSON-LD
    #[arg(long)]
    pub faq_page: bool,
    /// What the items of the feed are [default: auto, records for one page, articles for many]
    #[arg(long, value_name = "auto|article|record")]
    pub rss_items: Option<RssItems>,
    /// How many items a feed of many pages has at most, the newest ones
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub rss_limit: usize,
    /// How tables are written
    #[arg(long, default_value = "standard", value_name = "standard|tableur")]
    pub csv_dialect: CsvDialect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiagnosticsForm {
    Human,
    Json,
    Sarif,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    Auto,
    Always,
    Never,
}

impl Args {
    /// The arguments of the process; otherwise help was asked for, or a message says what is wrong.
    pub fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|fault| {
            // The message quotes them: it is made again of what can be shown.
            let shown = env::args_os().map(|argument| printable(&argument.to_string_lossy()).into_owned());
            let fault = Self::try_parse_from(shown).err().unwrap_or(fault);
            let printed = fault.print().and_then(|()| streams::stdout());
            ExitCode::from(if fault.use_stderr() { 2 } else { 3 * u8::from(printed.is_err()) })
        })
    }

    /// Whether `-f` asks for JSON, one article or many.
    pub fn asks_for_json(&self) -> bool {
        let asked = self.format.as_deref();
        [Format::Json, Format::JsonLines].into_iter().any(|format| asked == Some(format_name(format)))
    }

    /// Whether lines are printed in place of exports.
    pub fn prints_lines(&self) -> bool {
        self.items || self.account || self.explain
    }

    /// How many pages are converted at once.
    pub fn jobs(&self) -> usize {
        self.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}

/// The name by which `-f` asks for all formats.
pub const ALL_FORMATS: &str = "all";

/// The name by which `-f` asks for a format. The tables share one: `--table` says which.
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Csv(_) => "csv",
        _ => format.as_str(),
    }
}

/// What `-f` takes.
fn format_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = Format::ALL.iter().map(|format| format_name(*format)).collect();
    names.dedup();
    names.push(ALL_FORMATS);
    names
}

/// The repairs that one word asks for.
type Repairs = Vec<DiagnosticCode>;

fn repairs(name: &str) -> Result<Repairs, String> {
    let has_repair = |code: &DiagnosticCode| code.repair().is_some();
    // It deletes text, so it is made only for those who name it.
    let is_harmless = |code: &DiagnosticCode| has_repair(code) && *code != DiagnosticCode::EditorialNote;
    if name == "all" {
        return Ok(DiagnosticCode::ALL.iter().copied().filter(is_harmless).collect());
    }
    let code = name.parse().map_err(|fault: UnknownName| fault.to_string())?;
    has_repair(&code).then(|| vec![code]).ok_or_else(|| format!("`{name}` has no repair: mend the page"))
}
