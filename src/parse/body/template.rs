//! Template tags of Jekyll, Hugo and others. The site's generator replaces them before anything reads Markdown or
//! HTML, so quotes, brackets and signs in a tag are never markup.
//!
//! Each tag is replaced with a word of the same length before the body is read, and written again into the texts and
//! attributes of the finished tree. Positions stay the same.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::shortcode::FoldingTag;
use crate::diagnostic::Span;
use crate::parse::source::page_index::PageIndex;
use crate::text::template_tag::{TemplateTag, tags};

/// The letters of the three that start each word, in an order that the page does not contain.
const LETTERS: &[u8] = b"zqxj";

/// The digits of a tag's number.
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The letters and digits that a word starts with; the rest is filled up.
const SHORTEST: usize = 5;

const FILL: char = '0';

/// The words of a body, with what they represent.
#[derive(Debug, Default)]
pub(crate) struct Stencil {
    /// The letters that start each word; empty if there are no words.
    mark: String,
    /// The length of each word, and its tag. A text that is not published has none.
    tags: Vec<(usize, String)>,
}

impl Stencil {
    pub(crate) fn is_empty(&self) -> bool {
        self.mark.is_empty()
    }

    /// Returns `text` with its tags, if it contains any word.
    pub(crate) fn filled(&self, text: &str) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut out: Option<String> = None;
        let mut from = 0;
        for at in memmem::find_iter(text.as_bytes(), self.mark.as_bytes()) {
            let Some((length, tag)) = text.get(at..).filter(|_| at >= from).and_then(|rest| self.tag(rest))
            else {
                continue;
            };
            let out = out.get_or_insert_default();
            out.push_str(text.get(from..at).unwrap_or(""));
            out.push_str(tag);
            from = at + length;
        }
        out.map(|out| out + text.get(from..).unwrap_or(""))
    }

    /// Returns `text` with its tags.
    pub(crate) fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.filled(text).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Returns the length and the tag of the word at the start of `text`.
    fn tag(&self, text: &str) -> Option<(usize, &str)> {
        let number =
            text.as_bytes().get(self.mark.len()..SHORTEST)?.iter().try_fold(0, |number, digit| {
                Some(number * DIGITS.len() + DIGITS.iter().position(|known| known == digit)?)
            })?;
        let (length, tag) = self.tags.get(number)?;
        // The end of a text that was cut may be missing.
        let fill = text.get(SHORTEST..text.len().min(*length))?;
        fill.chars().all(|c| c == FILL).then_some((*length, tag))
    }
}

/// A text that the site's generator or the syntax of Markdown leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Withheld {
    /// Where it is in the page, with its tags.
    pub(crate) span: Span,
    /// What the author wrote there.
    pub(crate) text: String,
    pub(crate) kind: WithheldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithheldKind {
    Comment,
    /// The place of a table of contents.
    Contents,
    /// A definition of Markdown that no link uses.
    Definition,
}

/// A body whose template tags are words.
#[derive(Debug)]
pub(crate) struct Opaque<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) stencil: Stencil,
    /// The comments, in ascending order.
    pub(crate) withheld: Vec<Withheld>,
}

/// Replaces the template tags of a body, and the texts of its comments. The body starts at `start` in the page.
pub(crate) fn opaque<'a>(body: &'a str, start: usize, page: &PageIndex) -> Opaque<'a> {
    let found = tags(body);
    let comments = comments(body, &found);
    let withheld = comments.iter().map(|comment| comment.withheld(body, start, page)).collect();
    let Some(mark) = free_mark(body).filter(|_| !found.is_empty()) else {
        return Opaque { text: Cow::Borrowed(body), stencil: Stencil::default(), withheld: Vec::new() };
    };
    let mut writer =
        OpaqueWriter { body, out: String::with_capacity(body.len()), mark, words: TagWords::default() };
    let mut comments = comments.into_iter().map(|comment| comment.whole).peekable();
    let mut behind = 0;
    for tag in found {
        if tag.start < behind {
            continue;
        }
        if let Some(comment) = comments.next_if(|comment| comment.start == tag.start) {
            behind = comment.end;
            writer.leave_out(comment);
        } else if is_opaque(body, &tag) {
            writer.replace(tag.start..tag.start + tag.text.len(), tag.text);
        }
    }
    let (text, stencil) = writer.finish();
    Opaque { text: Cow::Owned(text), stencil, withheld }
}

struct OpaqueWriter<'a> {
    body: &'a str,
    out: String,
    mark: String,
    words: TagWords<'a>,
}

/// The numbers of tags that were replaced.
#[derive(Default)]
struct TagWords<'a> {
    numbers: FxHashMap<(usize, &'a str), usize>,
    tags: Vec<(usize, String)>,
}

impl<'a> OpaqueWriter<'a> {
    fn copy_to(&mut self, at: usize) {
        self.out.push_str(self.body.get(self.out.len()..at).unwrap_or(""));
    }

    /// Replaces a range of one line with a word for `text`, if there is room for the word.
    fn replace(&mut self, range: Range<usize>, text: &'a str) {
        self.copy_to(range.start);
        let TagWords { numbers, tags } = &mut self.words;
        let key = (range.len(), text);
        let number = match numbers.get(&key) {
            Some(number) => *number,
            None if range.len() < SHORTEST || tags.len() == DIGITS.len() * DIGITS.len() => return,
            None => {
                numbers.insert(key, tags.len());
                tags.push((range.len(), text.to_owned()));
                tags.len() - 1
            }
        };
        let digit = |n: usize| DIGITS.get(n % DIGITS.len()).map_or(FILL, |&digit| char::from(digit));
        self.out.push_str(&self.mark);
        self.out.extend([digit(number / DIGITS.len()), digit(number)]);
        self.out.extend(std::iter::repeat_n(FILL, range.len() - SHORTEST));
    }

    /// Replaces a range with nothing that is shown. Lines without other text become blank.
    fn leave_out(&mut self, range: Range<usize>) {
        self.copy_to(range.start);
        let starts_line =
            self.body.get(..range.start).is_none_or(|before| before.ends_with('\n') || before.is_empty());
        let rest = self.body.get(range.end..).unwrap_or("");
        let ends_line = rest.is_empty() || rest.starts_with('\n');
        let text = self.body.get(range.clone()).unwrap_or("");
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let bare = line.strip_suffix('\n').unwrap_or(line);
            let is_first = at == range.start;
            let is_last = at + line.len() == range.end;
            if is_first && !starts_line || is_last && !line.ends_with('\n') && !ends_line {
                self.replace(at..at + bare.len(), "");
            }
            let written = self.out.len() - at;
            self.out.extend(std::iter::repeat_n(' ', bare.len().saturating_sub(written)));
            self.out.push_str(line.get(bare.len()..).unwrap_or(""));
            at += line.len();
        }
    }

    fn finish(mut self) -> (String, Stencil) {
        self.copy_to(self.body.len());
        (self.out, Stencil { mark: self.mark, tags: self.words.tags })
    }
}

/// Returns letters that start no word of the page, not even by a character reference.
fn free_mark(body: &str) -> Option<String> {
    let mut marks = LETTERS.iter().flat_map(|&a| {
        let of_two = move |&b: &u8| LETTERS.iter().map(move |&c| [a, b, c]);
        LETTERS.iter().flat_map(of_two).filter(|[a, b, c]| a != b && b != c && a != c)
    });
    let is_free = |mark: &[u8; 3]| memmem::find(body.as_bytes(), mark).is_none();
    marks.find(is_free).map(|mark| mark.iter().map(|&b| char::from(b)).collect())
}

/// Whether a tag may be replaced: it is no name of an element, and no panel is made of it.
fn is_opaque(body: &str, tag: &TemplateTag<'_>) -> bool {
    let before = body.get(..tag.start).unwrap_or("");
    if before.ends_with('<') || before.ends_with("</") {
        return false;
    }
    // A quoted `{{` in code may be followed by a quoted `}}`.
    let inner = tag.text.get(2..tag.text.len() - 2).unwrap_or("");
    let ends_code = inner.starts_with('`') || inner.ends_with('`');
    if ends_code || inner.matches('`').count() % 2 == 1 || holds_markup(tag.text) {
        return false;
    }
    let indented = before.trim_end_matches(' ');
    let starts_line = indented.is_empty() || indented.ends_with('\n');
    !starts_line || {
        let line = body.get(tag.start..).unwrap_or("").lines().next().unwrap_or("");
        FoldingTag::read(line).is_none()
    }
}

/// Whether there is a character reference, or a tag of HTML that is not in quotes: then the braces are a text of the
/// page rather than a tag of its generator.
fn holds_markup(tag: &str) -> bool {
    let bytes = tag.as_bytes().get("{{<".len()..).unwrap_or_default();
    let mut quote = None;
    bytes.windows(2).any(|pair| match *pair {
        [b'&', next] => next == b'#' || next.is_ascii_alphabetic(),
        [b @ (b'"' | b'\''), _] => {
            quote = match quote {
                None => Some(b),
                Some(open) if open == b => None,
                Some(open) => Some(open),
            };
            false
        }
        [b'<', next] => quote.is_none() && (next.is_ascii_alphabetic() || matches!(next, b'/' | b'!')),
        _ => false,
    })
}

/// A comment with its tags.
#[derive(Debug)]
struct Comment {
    whole: Range<usize>,
    content: Range<usize>,
}

impl Comment {
    fn withheld(&self, body: &str, start: usize, page: &PageIndex) -> Withheld {
        Withheld {
            span: page.span(start + self.whole.start..start + self.whole.end),
            text: body.get(self.content.clone()).unwrap_or("").trim().to_owned(),
            kind: WithheldKind::Comment,
        }
    }
}

/// Returns the number of the tag that ends each tag named `start`, by its own number.
fn closings(tags: &[TemplateTag<'_>], start: &str, end: &str) -> FxHashMap<usize, usize> {
    let (mut open, mut closings) = (Vec::new(), FxHashMap::default());
    for (number, tag) in tags.iter().enumerate() {
        if tag.words() == start {
            open.push(number);
        } else if tag.words() == end {
            closings.extend(open.pop().map(|opened| (opened, number)));
        }
    }
    closings
}

/// Finds the comments of Liquid and Hugo, except in what Liquid shows as it is.
fn comments(body: &str, tags: &[TemplateTag<'_>]) -> Vec<Comment> {
    let pairs = [("comment", "endcomment"), ("comment", "/comment"), ("raw", "endraw")];
    let [of_liquid, of_hugo, raw] = pairs.map(|(start, end)| closings(tags, start, end));
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(tag) = tags.get(at) {
        let closings = match tag.words() {
            "comment" if tag.text.starts_with("{{") => &of_hugo,
            "comment" => &of_liquid,
            "raw" => &raw,
            _ => {
                at += 1;
                continue;
            }
        };
        // Liquid reads nothing in a comment, except for comments in it.
        let number = closings.get(&at).copied();
        at = number.unwrap_or(at) + 1;
        if tag.words() == "comment"
            && let Some(close) = number.and_then(|number| tags.get(number))
        {
            let content = tag.start + tag.text.len()..close.start;
            found.push(Comment { whole: tag.start..close.start + close.text.len(), content });
        }
    }
    found.retain(|comment| body.get(comment.content.clone()).is_some());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the text with its tags as `#` each, and that filling it gives the text without its comments.
    #[track_caller]
    fn check(body: &str, opaque_text: &str, filled: &str) {
        let opaque = opaque(body, 0, &PageIndex::new(body, Default::default()));
        let mut shown = opaque.text.to_string();
        assert_eq!(shown.len(), body.len());
        for (number, (length, _)) in opaque.stencil.tags.iter().enumerate() {
            let digits = [number / 62, number % 62].map(|n| char::from(DIGITS[n]));
            let word: String = opaque.stencil.mark.chars().chain(digits).collect();
            shown = shown.replace(&format!("{word:0<length$}"), "#");
        }
        assert_eq!(shown, opaque_text);
        assert_eq!(opaque.stencil.filled(&opaque.text).unwrap_or(opaque.text.to_string()), filled);
    }

    #[test]
    fn tags_are_words() {
        for (body, shown) in [
            ("[a]({{ \"/b\" | c }}) {% d %}", "[a](#) #"),
            ("{{< ref \"a.md\" >}}", "#"),
            ("{{ a }}{{ a }} {% b %}", "## #"),
            ("a zqx {{ b }}", "a zqx #"),
            // Those without room for a word, of names of elements, of panels, and with markup or half of a code.
            ("{{}}", "{{}}"),
            ("<{{ a }}>", "<{{ a }}>"),
            ("{{< details \"a\" >}}\n", "{{< details \"a\" >}}\n"),
            ("{{ <b>a</b> }} {{ b &amp; c }}", "{{ <b>a</b> }} {{ b &amp; c }}"),
            ("`{{` and `}}`", "`{{` and `}}`"),
            ("{{ a\n}}", "{{ a\n}}"),
        ] {
            check(body, shown, body);
        }
    }

    #[test]
    fn comments_are_left_out() {
        check(
            "a\n{% comment %}\nb\n{% endcomment %}\nc",
            "a\n             \n \n                \nc",
            "a\n             \n \n                \nc",
        );
        check("a {% comment %}b{% endcomment %} c", "a # c", "a  c");
        check("a{%- comment -%}\nb{% endcomment %}c", "a#\n#c", "a\nc");
        let page = "a\n{% comment %} b {{ c }} {% endcomment %}";
        let index = PageIndex::new(page, Default::default());
        let comment = Withheld {
            span: index.span(2..page.len()),
            text: "b {{ c }}".to_owned(),
            kind: WithheldKind::Comment,
        };
        assert_eq!(opaque(page, 0, &index).withheld, [comment]);
        for kept in
            ["{% raw %}{% comment %}a{% endcomment %}{% endraw %}", "{% comment %}a", "{{ comment }}a"]
        {
            assert_eq!(opaque(kept, 0, &PageIndex::new(kept, Default::default())).withheld, [], "{kept}");
        }
    }

    #[test]
    fn many_tags_keep_their_own_text() {
        let body: String = (0..5_000).map(|n| format!("{{{{ n{n} }}}} ")).collect();
        let opaque = opaque(&body, 0, &PageIndex::new(&body, Default::default()));
        assert_ne!(opaque.text, body);
        assert_eq!(opaque.stencil.filled(&opaque.text).unwrap(), body);
    }
}
