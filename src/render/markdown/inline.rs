//! Writes the text of a block with its marks as Markdown.

use std::fmt::Write;

use smallvec::SmallVec;

use crate::model::{Block, Mark, MarkKind};

use crate::render::base::{Base, safe_url};
use crate::render::runs::runs;

/// The context in which a text is written.
#[derive(Clone, Copy)]
pub(crate) struct InlineContext<'a> {
    /// The prefix of each line but the first; `None` if the text is on one line.
    pub(crate) line_prefix: Option<&'a str>,
    /// A character that is markup in this context at any position.
    pub(crate) markup: Option<char>,
}

/// Appends the text of a block with its marks.
pub(crate) fn push_inline(out: &mut String, block: &Block, place: InlineContext<'_>) {
    let marks: Vec<Mark> = block.marks.iter().filter_map(written).collect();
    let mut text = TextWriter::new(out, &block.text, place);
    let mut open = Style::new();
    for piece in pieces(&block.text, &marks) {
        text.restyle(&mut open, &piece.style);
        text.push(piece.text.len(), piece.hides);
    }
    text.restyle(&mut open, &[]);
}

/// Appends a text without marks.
pub(crate) fn push_plain(out: &mut String, text: &str, place: InlineContext<'_>) {
    TextWriter::new(out, text, place).push(text.len(), Hides::default());
}

/// Appends the end of a link: its target.
pub(crate) fn push_target(out: &mut String, target: &str) {
    out.push_str("](<");
    for (at, c) in target.char_indices() {
        let is_markup = match c {
            '\\' | '`' | '<' | '>' | '{' => true,
            '&' => is_reference(target.get(at + 1..).unwrap_or_default()),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out.push_str(">)");
}

/// Whether an ampersand before `text` would start a character reference.
fn is_reference(text: &str) -> bool {
    text.trim_start_matches(|c: char| c == '#' || c.is_ascii_alphanumeric()).starts_with(';')
}

/// Returns the mark, with a checked address, if Markdown has a form for it.
fn written(mark: &Mark) -> Option<Mark> {
    match mark.kind {
        MarkKind::Strong | MarkKind::Emphasis | MarkKind::Deleted => Some(mark.clone()),
        MarkKind::Link => {
            let href = safe_url(mark.href.as_deref()?, &Base::default())?.into_owned();
            Some(Mark { href: Some(href), ..mark.clone() })
        }
        MarkKind::Code | MarkKind::Sub | MarkKind::Sup | MarkKind::Quotation | MarkKind::Language => None,
    }
}

/// The delimiters around a part of a text, from the outside in.
type Style<'m> = SmallVec<[Sign<'m>; 4]>;

/// In nesting order. Links are outermost, so that each address is written only once.
#[derive(Clone, Copy, PartialEq)]
enum Sign<'m> {
    Link(&'m Mark),
    Strong,
    Emphasis,
    Deleted,
}

impl Sign<'_> {
    /// The delimiter characters. No two delimiters share a character, so they never merge.
    fn delimiter(self) -> &'static str {
        match self {
            Sign::Link(_) => "[",
            Sign::Strong => "**",
            Sign::Emphasis => "_",
            Sign::Deleted => "~~",
        }
    }
}

fn style<'m>(marks: &[&'m Mark]) -> Style<'m> {
    let first = |kind| marks.iter().find(|mark| mark.kind == kind);
    let mut style = Style::new();
    style.extend(first(MarkKind::Link).map(|mark| Sign::Link(mark)));
    style.extend(first(MarkKind::Strong).map(|_| Sign::Strong));
    style.extend(first(MarkKind::Emphasis).map(|_| Sign::Emphasis));
    style.extend(first(MarkKind::Deleted).map(|_| Sign::Deleted));
    style
}

/// How many outer delimiters two styles share.
fn shared(one: &[Sign<'_>], other: &[Sign<'_>]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// A part of a text with one style.
struct StyledText<'t, 'm> {
    style: Style<'m>,
    text: &'t str,
    hides: Hides,
}

/// Which characters of a piece would prevent an adjacent delimiter from opening or closing. They are written as
/// character references, which start and end with punctuation.
#[derive(Clone, Copy, Default)]
struct Hides {
    first: bool,
    last: bool,
}

impl StyledText<'_, '_> {
    /// Returns the first character as delimiters see it in the output.
    fn first(&self) -> Option<char> {
        let is_hidden = self.hides.first || self.hides.last && self.is_char();
        if is_hidden { Some('&') } else { self.text.chars().next() }
    }

    fn last(&self) -> Option<char> {
        let is_hidden = self.hides.last || self.hides.first && self.is_char();
        if is_hidden { Some(';') } else { self.text.chars().next_back() }
    }

    fn is_char(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// Splits a text where its style changes. White space is never the first or last character inside a delimiter,
/// because a delimiter does not open before white space or close after it.
fn pieces<'t, 'm>(text: &'t str, marks: &'m [Mark]) -> Vec<StyledText<'t, 'm>> {
    let mut pieces = Pieces { all: Vec::new(), rest: text, len: 0 };
    let mut space = 0;
    runs(text, marks, |run, marks| {
        let style = style(marks);
        if run.trim().is_empty() {
            space += run.len();
            return;
        }
        let before = run.len() - run.trim_start().len();
        pieces.push_space(space + before, &style);
        space = run.len() - run.trim_end().len();
        pieces.push(style, run.len() - before - space);
    });
    pieces.push_space(space, &[]);
    pieces.finish();
    let mut pieces = pieces.all;
    hide(&mut pieces);
    pieces
}

struct Pieces<'t, 'm> {
    all: Vec<StyledText<'t, 'm>>,
    /// The text from the last piece on, and the length of that piece.
    rest: &'t str,
    len: usize,
}

impl<'m> Pieces<'_, 'm> {
    /// Gives white space the style that the text on both of its sides has.
    fn push_space(&mut self, len: usize, after: &[Sign<'m>]) {
        let before = self.all.last().map_or(&[][..], |piece| &piece.style);
        let both = before.iter().take(shared(before, after)).copied().collect();
        self.push(both, len);
    }

    fn push(&mut self, style: Style<'m>, len: usize) {
        if len > 0 && self.all.last().is_none_or(|last| last.style != style) {
            self.finish();
            self.all.push(StyledText { style, text: "", hides: Hides::default() });
        }
        self.len += len;
    }

    fn finish(&mut self) {
        let (text, rest) = self.rest.split_at_checked(self.len).unwrap_or((self.rest, ""));
        if let Some(last) = self.all.last_mut() {
            last.text = text;
        }
        (self.rest, self.len) = (rest, 0);
    }
}

/// Finds the characters to hide. Hiding a character affects the delimiter before it. Opening delimiters are
/// therefore checked from the last to the first, and closing ones from the first to the last.
fn hide(pieces: &mut [StyledText<'_, '_>]) {
    for at in (1..pieces.len()).rev() {
        let Some([before, after]) = pieces.get_mut(at - 1..=at) else { continue };
        if let ([], [sign, inner @ ..]) = signs_between(&before.style, &after.style) {
            before.hides.last = !opens(*sign, before.last(), after.first().filter(|_| inner.is_empty()));
        }
    }
    for at in 1..pieces.len() {
        let Some([before, after]) = pieces.get_mut(at - 1..=at) else { continue };
        if let ([sign, inner @ ..], []) = signs_between(&before.style, &after.style) {
            after.hides.first = !closes(*sign, before.last().filter(|_| inner.is_empty()), after.first());
        }
    }
}

/// Returns the delimiters that close and those that open between two styles, from the outside in.
fn signs_between<'s, 'm>(before: &'s [Sign<'m>], after: &'s [Sign<'m>]) -> (&'s [Sign<'m>], &'s [Sign<'m>]) {
    let same = shared(before, after);
    (before.get(same..).unwrap_or_default(), after.get(same..).unwrap_or_default())
}

struct TextWriter<'a, 't> {
    out: &'a mut String,
    text: &'t str,
    /// The length of the text written so far.
    at: usize,
    /// The start of the last line.
    line: usize,
    place: InlineContext<'a>,
}

impl<'a, 't> TextWriter<'a, 't> {
    fn new(out: &'a mut String, text: &'t str, place: InlineContext<'a>) -> Self {
        TextWriter { out, text, at: 0, line: 0, place }
    }

    fn restyle<'m>(&mut self, open: &mut Style<'m>, wanted: &[Sign<'m>]) {
        let same = shared(open, wanted);
        for sign in open.drain(same..).rev() {
            match sign {
                Sign::Link(mark) => push_target(self.out, mark.href.as_deref().unwrap_or_default()),
                _ => self.out.push_str(sign.delimiter()),
            }
        }
        for sign in wanted.iter().skip(same) {
            self.out.push_str(sign.delimiter());
            open.push(*sign);
        }
    }

    /// Writes the next `len` bytes of the text.
    fn push(&mut self, len: usize, hides: Hides) {
        let (start, end) = (self.at, self.at + len);
        while let Some(c) = self.text.get(self.at..end).and_then(|rest| rest.chars().next()) {
            let is_first = self.at == start;
            self.at += c.len_utf8();
            if is_first && hides.first || self.at == end && hides.last {
                self.push_reference(c);
            } else {
                self.push_char(c, self.text.get(self.at..).and_then(|rest| rest.chars().next()));
            }
        }
    }

    fn push_char(&mut self, c: char, next: Option<char>) {
        let is_at_edge = self.is_line_start(c) || matches!(next, None | Some('\n'));
        match (c, self.place.line_prefix) {
            ('\n', Some(prefix)) if self.at > 1 && next.is_some() => {
                ["\\\n", prefix].into_iter().for_each(|part| self.out.push_str(part));
                self.line = self.at;
            }
            // Readers trim lines, and some treat these characters as line ends.
            ('\n' | '\r' | '\t', _) => self.push_reference(c),
            (' ' | '\u{b}' | '\u{c}', _) if is_at_edge => self.push_reference(c),
            // At the end of a heading, it may end a list of attributes.
            ('}', None) if next.is_none() => self.push_reference(c),
            ('\0', _) => self.out.push('\u{fffd}'),
            _ if self.is_markup(c) => self.out.extend(['\\', c]),
            _ => self.out.push(c),
        }
    }

    fn push_reference(&mut self, c: char) {
        let _ = write!(self.out, "&#{};", u32::from(c));
    }

    /// Whether the character just read is the first of its line.
    fn is_line_start(&self, c: char) -> bool {
        self.line + c.len_utf8() == self.at
    }

    /// Whether the character just read may be markup in this position.
    fn is_markup(&self, c: char) -> bool {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' | '{' | '$' | '^' | '@' => true,
            '#' | '+' | '-' | '=' | ':' | '|' | '>' if self.is_line_start(c) => true,
            // GFM turns bare addresses into links.
            ':' => self.text.get(self.at..).is_some_and(|rest| rest.starts_with("//")),
            '.' | ')' => {
                self.text.get(self.line..self.at - 1).is_some_and(|line| is_number(line) || ends_in_www(line))
            }
            _ => self.place.markup == Some(c),
        }
    }
}

/// Whether the line would start like a numbered list item.
fn is_number(line: &str) -> bool {
    (1..10).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit())
}

fn ends_in_www(line: &str) -> bool {
    line.as_bytes().last_chunk::<3>().is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

/// Whether a delimiter after `inner`, or after another delimiter, closes before `outer`
/// ([CommonMark](https://spec.commonmark.org/0.31.2/#delimiter-run)).
fn closes(sign: Sign<'_>, inner: Option<char>, outer: Option<char>) -> bool {
    let parts = outer.is_none_or(|c| is_space(c) || is_punctuation(c));
    let is_letter = inner.is_some_and(char::is_alphanumeric);
    matches!(sign, Sign::Link(_)) || parts || sign != Sign::Emphasis && is_letter
}

/// Whether a delimiter after `outer` opens before `inner`, or before another delimiter, without becoming other
/// markup.
fn opens(sign: Sign<'_>, outer: Option<char>, inner: Option<char>) -> bool {
    match sign {
        // After `!` it would be an image.
        Sign::Link(_) => outer != Some('!'),
        _ => closes(sign, inner, outer),
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that all versions of CommonMark treat as punctuation: ASCII punctuation, quotation marks, dashes and
/// the ellipsis.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '«' | '»' | '\u{2010}'..='\u{2027}')
}
