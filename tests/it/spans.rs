//! Spans: the source at the span of a block, a record or a diagnostic is that block, record or tag.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use deplier::{Article, Block, BlockKind, Diagnostic, DiagnosticCode, Parsed, Parser, Span, Syntax};
use scraper::{Html, Node};

/// How a page is saved.
#[derive(Clone, Copy, Debug)]
enum Form {
    Utf8,
    /// With a byte order mark and the line ends of Windows.
    Windows,
    /// In one line.
    OneLine,
    Utf16,
    Windows1252,
}

const FORMS: [Form; 5] = [Form::Utf8, Form::Windows, Form::OneLine, Form::Utf16, Form::Windows1252];

impl Form {
    /// Returns the bytes of a page; `None` if it cannot be saved in this form.
    fn save(self, page: &str) -> Option<Vec<u8>> {
        match self {
            Form::Utf8 => Some(page.as_bytes().to_vec()),
            Form::Windows => Some(format!("\u{feff}{}", page.replace('\n', "\r\n")).into_bytes()),
            Form::OneLine => page.starts_with('<').then(|| page.replace('\n', " ").into_bytes()),
            Form::Utf16 => {
                Some([0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect())
            }
            Form::Windows1252 => {
                // Characters that have other numbers there are left out.
                let page: String =
                    page.chars().filter(|&c| c < '\u{80}' || ('\u{a0}'..='\u{ff}').contains(&c)).collect();
                let bytes: Option<Vec<u8>> = page.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
                bytes.filter(|bytes| std::str::from_utf8(bytes).is_err())
            }
        }
    }

    fn text(self, bytes: &[u8]) -> String {
        match self {
            Form::Utf8 | Form::OneLine => String::from_utf8(bytes.to_vec()).unwrap(),
            Form::Windows => {
                let text = String::from_utf8(bytes.to_vec()).unwrap().replace("\r\n", "\n");
                text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
            }
            Form::Utf16 => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                let text: String = char::decode_utf16(units).map(Result::unwrap).collect();
                text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
            }
            Form::Windows1252 => bytes.iter().map(|&b| char::from(b)).collect(),
        }
    }
}

/// A page as it was saved.
struct Page<'a> {
    bytes: &'a [u8],
    form: Form,
    is_markdown: bool,
    /// The line and column of each byte that starts a character, and of the end.
    positions: Vec<(u32, u32)>,
}

impl Page<'_> {
    fn source(&self, range: Range<usize>) -> String {
        self.form.text(&self.bytes[range])
    }

    /// Whether a part of the page has this text. In Markdown, it may also have marks.
    fn has(&self, range: Range<usize>, text: &str) -> bool {
        let part = self.source(range);
        if !self.is_markdown {
            return visible(&shown(&part)) == visible(text);
        }
        let part = shown(&part) + &part;
        let mut rest = part.chars();
        visible(text).chars().all(|c| rest.any(|other| other == c))
    }
}

/// Elements whose text is not shown.
const HIDDEN: [&str; 6] = ["script", "style", "noscript", "template", "svg", "iframe"];

/// Returns the text that a browser shows of a part of a page.
fn shown(html: &str) -> String {
    let html = Html::parse_fragment(html);
    let is_shown = |node: &ego_tree::NodeRef<'_, Node>| {
        let mut around = node.ancestors().filter_map(|node| node.value().as_element());
        !around.any(|element| HIDDEN.contains(&element.name()))
    };
    let texts =
        html.tree.nodes().filter(is_shown).filter_map(|node| Some(node.value().as_text()?.to_string()));
    texts.collect()
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// Returns the line and column of each byte that starts a character, and of the end.
fn positions(form: Form, bytes: &[u8]) -> Vec<(u32, u32)> {
    let mut positions = vec![(0, 0); bytes.len() + 1];
    let (mut at, mut line, mut column) = (0, 1, 1);
    while at < bytes.len() {
        positions[at] = (line, column);
        let length = match form {
            Form::Windows1252 => 1,
            Form::Utf16 if matches!(bytes[at + 1], 0xd8..=0xdb) => 4,
            Form::Utf16 => 2,
            _ => 1 + bytes[at + 1..].iter().take_while(|&&b| b & 0xc0 == 0x80).count(),
        };
        let is_bom = at == 0 && (bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe"));
        match bytes[at..at + length] {
            [b'\n'] | [b'\n', 0] => (line, column) = (line + 1, 1),
            // It is not a character of the page.
            [b'\r'] => {}
            _ if is_bom => {}
            _ => column += 1,
        }
        at += length;
    }
    positions[bytes.len()] = (line, column);
    positions
}

/// The lines and columns of a span are those of its bytes.
fn positions_agree(page: &Page<'_>, span: Span) {
    assert_eq!((span.line, span.column), page.positions[span.start], "{:?} {span:?}", page.form);
    assert_eq!((span.end_line, span.end_column), page.positions[span.end], "{:?} {span:?}", page.form);
}

/// Each list of blocks, with its pointer.
fn lists(article: &Article) -> Vec<(String, &[Block])> {
    let mut lists = vec![("/body".to_owned(), article.body.as_slice())];
    for (t, testimonial) in article.testimonials.iter().enumerate() {
        lists.push((format!("/testimonials/{t}/intro"), &testimonial.intro));
        let questions = testimonial.qa.iter().enumerate();
        lists.extend(questions.map(|(q, qa)| (format!("/testimonials/{t}/qa/{q}/answer"), &*qa.answer)));
    }
    let questions = article.faq.iter().enumerate();
    lists.extend(questions.map(|(q, qa)| (format!("/faq/{q}/answer"), &*qa.answer)));
    lists
}

/// The blocks, and those of them that have a span.
#[derive(Default)]
struct Tally {
    blocks: usize,
    found: usize,
}

fn check(page: &Page<'_>, parsed: &Parsed, tally: &mut Tally) {
    for (list, blocks) in lists(&parsed.article) {
        for (number, block) in blocks.iter().enumerate() {
            tally.blocks += 1;
            let Some(span) = parsed.span(&format!("{list}/{number}")) else { continue };
            tally.found += 1;
            check_block(page, block, span);
        }
    }
    let article = &parsed.article;
    let testimonials =
        (0..).zip(&article.testimonials).map(|(t, own)| (format!("/testimonials/{t}"), &own.title));
    let faq = (0..).zip(&article.faq).map(|(q, own)| (format!("/faq/{q}"), &own.question));
    for (pointer, title) in testimonials.chain(faq) {
        let Some(span) = parsed.span(&pointer) else { continue };
        positions_agree(page, span);
        let text = visible(&shown(&page.source(span.bytes())));
        let first = visible(title).chars().next();
        assert!(page.is_markdown || first.is_none_or(|first| text.contains(first)), "{title}: {text}");
    }
    for diagnostic in &parsed.diagnostics {
        if let Some(span) = diagnostic.span {
            check_diagnostic(page, diagnostic, span);
        }
    }
}

fn check_block(page: &Page<'_>, block: &Block, span: Span) {
    positions_agree(page, span);
    if matches!(block.kind, BlockKind::Image | BlockKind::Embed) {
        let source = page.source(span.bytes());
        assert!(page.is_markdown || source.starts_with('<') && source.ends_with('>'), "{source}");
        return;
    }
    assert!(
        page.has(span.bytes(), &block.text),
        "{:?}: {}\n{}",
        page.form,
        block.text,
        page.source(span.bytes())
    );
}

fn check_diagnostic(page: &Page<'_>, diagnostic: &Diagnostic, span: Span) {
    positions_agree(page, span);
    assert_eq!(diagnostic.line, Some(span.line), "{diagnostic}");
    let source = page.source(span.bytes());
    let text = diagnostic.text.as_deref().unwrap_or_default();
    let is_right = match diagnostic.code {
        DiagnosticCode::StrayEndTag | DiagnosticCode::MisnestedElement => {
            source.to_lowercase().starts_with(text.trim_end_matches('>')) && source.ends_with('>')
        }
        DiagnosticCode::UnclosedElement | DiagnosticCode::InvalidNesting => {
            let name = diagnostic.message.split(['`', '>']).nth(1).unwrap();
            source.to_lowercase().starts_with(name) && source.ends_with('>')
        }
        DiagnosticCode::EditorialNote | DiagnosticCode::LiquidTag | DiagnosticCode::MarkdownInHtml => {
            page.has(span.bytes(), text)
        }
        _ => true,
    };
    assert!(is_right, "{diagnostic}\n{source}");
}

fn check_page(page: &str, name: &str, forms: &[Form], tally: &mut Tally) {
    let is_markdown = Path::new(name).extension().is_some_and(|extension| extension == "md");
    let syntax = if is_markdown { Syntax::Markdown } else { Syntax::Html };
    for &form in forms {
        let Some(bytes) = form.save(page) else { continue };
        let label = if matches!(form, Form::Windows1252) { "windows-1252" } else { "utf-8" };
        let parser = Parser::new().with_syntax(syntax).with_encoding(label).unwrap();
        let Ok(parsed) = parser.parse_slice(&bytes) else { continue };
        let positions = positions(form, &bytes);
        check(&Page { bytes: &bytes, form, is_markdown, positions }, &parsed, tally);
    }
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = entries.map(|entry| entry.unwrap().into_path());
    let is_page =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md" || extension == "html");
    files.filter(is_page).collect()
}

#[test]
fn spans_are_those_of_blocks_records_and_tags() {
    let mut tally = Tally::default();
    for folder in ["tests/pages", "tests/rules"] {
        for path in pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            println!("{}", path.display());
            let page = fs::read(&path).unwrap();
            check_page(&deplier::encoding::decode(&page).text, path.to_str().unwrap(), &FORMS, &mut tally);
        }
    }
    assert!(tally.found * 100 > tally.blocks * 95, "{} of {} blocks", tally.found, tally.blocks);
}

#[test]
fn spans_on_real_pages() {
    let Some(shared) = std::env::var_os("DEPLIER_SHARED") else {
        return eprintln!("SKIPPED: DEPLIER_SHARED names no folder with real pages");
    };
    let mut tally = Tally::default();
    let folders = ["seed", "corpus", "pages/wild"].map(|folder| pages(&Path::new(&shared).join(folder)));
    for (path, form) in folders.iter().flatten().zip(FORMS.into_iter().cycle()) {
        println!("{}", path.display());
        let page = fs::read(path).unwrap();
        check_page(&deplier::encoding::decode(&page).text, path.to_str().unwrap(), &[form], &mut tally);
    }
    assert!(tally.found * 100 > tally.blocks * 95, "{} of {} blocks", tally.found, tally.blocks);
}
