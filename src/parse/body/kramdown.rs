//! What Markdown means to [kramdown], where the Markdown crate reads it otherwise: attribute lists and extensions,
//! and text that the crate would take for syntax and drop.
//!
//! The source of a stretch of Markdown is edited before the crate reads it. Readers of kramdown's page and of the
//! article then see the same text.
//!
//! [kramdown]: https://kramdown.gettalong.org/syntax.html

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::attribute_list::{AttributeList, heading_id, list_at};
use super::container::sign;
use super::details::fenced;
use super::template::WithheldKind;

/// Markdown that the crate reads as kramdown does.
#[derive(Debug, Default)]
pub(crate) struct Dialectless<'a> {
    pub(crate) text: Cow<'a, str>,
    /// After which position of the text how many bytes of the source are missing.
    shifts: Vec<(usize, isize)>,
    /// The attributes of the block that starts on the line at a position, or that ends on it.
    pub(crate) before: FxHashMap<usize, AttributeList>,
    pub(crate) after: FxHashMap<usize, AttributeList>,
    /// What is not shown, with its position.
    pub(crate) withheld: Vec<(Range<usize>, String, WithheldKind)>,
}

impl Dialectless<'_> {
    /// Returns the position in the source of a position in the text.
    pub(crate) fn source(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(from, _)| *from <= at);
        let shift =
            before.checked_sub(1).and_then(|last| self.shifts.get(last)).map_or(0, |(_, shift)| *shift);
        at.saturating_add_signed(shift)
    }
}

/// The extensions that are read.
const EXTENSIONS: [&str; 3] = [COMMENT, "nomarkdown", "options"];

const COMMENT: &str = "comment";

/// kramdown's mark between two blocks, which shows nothing: so is a comment of HTML.
const END_OF_BLOCK: &str = "^";

/// How many bytes before an attribute list are searched for the start of its link or emphasis.
const MAX_SPAN: usize = 2_000;

/// Edits a stretch of Markdown.
pub(crate) fn edited(source: &str) -> Dialectless<'_> {
    // Everything that is edited contains one of these.
    let has_angles = memmem::find(source.as_bytes(), b"<<").is_some();
    let holds_other = || {
        memchr::memchr3(b'{', b':', b'|', source.as_bytes()).is_some()
            || memchr::memchr(b'^', source.as_bytes()).is_some()
    };
    if !has_angles && !holds_other() {
        return Dialectless { text: Cow::Borrowed(source), ..Dialectless::default() };
    }
    let mut editor = Editor { source, has_angles, ..Editor::default() };
    editor.read();
    editor.finish()
}

#[derive(Debug, Default)]
struct Editor<'a> {
    source: &'a str,
    /// Ranges of the source with their new text, ascending.
    edits: Vec<(Range<usize>, &'static str)>,
    found: Dialectless<'a>,
    /// The line before the current one.
    last: LastLine,
    /// The column at which the content of the open list item starts.
    item_indent: usize,
    /// The columns of the open table.
    columns: Option<usize>,
    /// An attribute list that waits for its block.
    waiting: Option<AttributeList>,
    /// Whether there is `<<` anywhere.
    has_angles: bool,
    /// Which of the extensions have no end in the rest of the source, and which none on a line of its own.
    unclosed: [bool; EXTENSIONS.len()],
    unclosed_alone: [bool; EXTENSIONS.len()],
    /// The tag that ends the open extension.
    open_end: Option<Range<usize>>,
    /// How many blank lines precede the current one.
    blank_lines: usize,
}

/// What the line before the current one is.
#[derive(Clone, Debug, Default)]
struct LastLine {
    /// Its start, if it has text.
    start: Option<usize>,
    /// Its cells, if it may be the header of a table.
    cells: usize,
    /// Whether it is an item of a list.
    is_item: bool,
}

impl<'a> Editor<'a> {
    fn read(&mut self) {
        let (mut at, mut fence) = (0, None);
        while at < self.source.len() {
            let rest = self.source.get(at..).unwrap_or("");
            let line = rest.split_inclusive('\n').next().unwrap_or("");
            let was_open = fence.is_some();
            fence = fenced(line, fence);
            let end = at + line.len();
            at = if was_open || fence.is_some() {
                self.last = LastLine { start: Some(at), ..LastLine::default() };
                self.columns = None;
                end
            } else {
                self.line(at, line).max(end)
            };
        }
    }

    /// Reads one line. Returns the position after it, or after the comment that it opens.
    fn line(&mut self, start: usize, line: &'a str) -> usize {
        let prefix = Prefix::of(line);
        let bare = line.get(prefix.length..).unwrap_or("").trim_end();
        let at = start + prefix.length;
        if bare.is_empty() && !prefix.is_item {
            self.last = LastLine::default();
            self.columns = None;
            self.blank_lines += 1;
            return start;
        }
        let blank_lines = std::mem::take(&mut self.blank_lines);
        if bare == END_OF_BLOCK && prefix.length == 0 {
            self.edits.push((at..at + bare.len(), "<!---->"));
            self.last = LastLine::default();
            return start;
        }
        if prefix.is_item {
            self.item_indent = prefix.columns;
        } else if prefix.columns == 0 && self.last.start.is_none() {
            self.item_indent = 0;
        }
        let is_code = prefix.columns >= self.item_indent + 4 && !prefix.is_item && self.last.start.is_none();
        if is_code {
            return start;
        }
        if !prefix.is_item
            && let Some((list, length)) = list_at(bare)
            && length == bare.len()
        {
            self.cut(at..at + length);
            self.block_list(list, start);
            return start;
        }
        if let Some(list) = self.waiting.take() {
            self.found.before.insert(start, list);
        }
        let defines = || blank_lines < 2 && bare.get(1..).is_some_and(|rest| rest.starts_with([' ', '\t']));
        let aligns = || self.last.cells > 0 && is_delimiter(bare);
        if bare.starts_with(':') && !defines() && !aligns() {
            self.edits.push((at..at, "\\"));
        }
        self.heading(start, at, bare);
        self.row(at, bare);
        let cells = cells(bare).len();
        self.last = LastLine { start: Some(start), cells, is_item: prefix.is_item };
        self.spans(at, bare, prefix.is_item)
    }

    fn cut(&mut self, range: Range<usize>) {
        self.edits.push((range, ""));
    }

    /// A list on a line of its own belongs to the block before it, or else to the one after it.
    fn block_list(&mut self, list: AttributeList, start: usize) {
        let LastLine { start: before, is_item, .. } = self.last;
        match before {
            Some(item) if is_item && list.is_toc => {
                // kramdown replaces the list with the table of contents.
                let text = self.source.get(item..start).unwrap_or("").trim_end();
                let bare = text.get(Prefix::of(text).length..).unwrap_or("").trim();
                self.found.withheld.push((item..item + text.len(), bare.to_owned(), WithheldKind::Contents));
                let list_edit = self.edits.pop();
                while self.edits.pop_if(|(range, _)| range.start >= item).is_some() {}
                self.cut(item..item + text.len());
                self.edits.extend(list_edit);
            }
            Some(line) => self.found.after.entry(line).or_default().add(list),
            None => self.waiting.get_or_insert_default().add(list),
        }
    }

    /// Cuts the id of a heading. Other braces are text.
    fn heading(&mut self, start: usize, at: usize, bare: &str) {
        let marks = bare.bytes().take_while(|&b| b == b'#').count();
        let is_atx =
            (1..=6).contains(&marks) && bare.as_bytes().get(marks).is_some_and(|b| b" \t".contains(b));
        let is_heading = is_atx || bare.ends_with('}') && self.is_underlined(at + bare.len());
        let Some((list, range)) = heading_id(bare).filter(|_| is_heading) else { return };
        self.cut(at + range.start..at + range.end);
        self.found.before.entry(start).or_default().add(list);
    }

    /// Whether the next line makes a heading of the one that ends at `end`.
    fn is_underlined(&self, end: usize) -> bool {
        let rest = self.source.get(end..).unwrap_or("");
        let next = rest.split_once('\n').and_then(|(_, rest)| rest.lines().next()).unwrap_or("").trim();
        !next.is_empty() && (next.bytes().all(|b| b == b'=') || next.bytes().all(|b| b == b'-'))
    }

    /// The cells of a table's row that its header does not have become text of the last cell.
    fn row(&mut self, at: usize, bare: &str) {
        let separators = cells(bare);
        match self.columns {
            None if is_delimiter(bare) && !separators.is_empty() && separators.len() == self.last.cells => {
                self.columns = Some(separators.len());
            }
            None => {}
            Some(columns) => {
                let excess = separators.get(columns..).unwrap_or_default();
                self.edits.extend(excess.iter().map(|start| (at + start - 1..at + start - 1, "\\")));
            }
        }
    }

    /// Cuts attribute lists after links, emphasis and code, at the start of a list item, and extensions. Returns the
    /// position after the last extension.
    fn spans(&mut self, at: usize, bare: &'a str, is_item: bool) -> usize {
        let (mut from, mut code, mut list_end) = (0, 0, None);
        let has_angles = self.has_angles;
        let matters = |c: char| matches!(c, '{' | '`' | '\\') || c == '<' && has_angles;
        while let Some(found) = bare.get(from..).and_then(|rest| rest.find(matters)) {
            let here = from + found;
            let rest = bare.get(here..).unwrap_or("");
            from = here + 1;
            if rest.starts_with('\\') {
                from += rest.get(1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                continue;
            }
            if rest.starts_with('`') {
                let run = rest.bytes().take_while(|&b| b == b'`').count();
                from = code_end(bare, here + run, run, &mut code).unwrap_or(here + run);
                continue;
            }
            if rest.starts_with('<') {
                // `<<word>>` is a quotation. The word would be taken for the name of an element, and lost.
                if rest.starts_with("<<")
                    && rest.get(2..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
                {
                    self.edits.extend([here, from].map(|sign| (at + sign..at + sign, "\\")));
                    from += 1;
                }
                continue;
            }
            if let Some(end) = self.extension(at + here, rest) {
                if end > at + bare.len() {
                    return end;
                }
                from = end - at;
                continue;
            }
            let Some((_, length)) = list_at(rest) else { continue };
            let before = bare.get(..here).unwrap_or("");
            if list_end == Some(here) || ends_span(before) {
                self.cut(at + here..at + here + length);
                from = here + length;
                list_end = Some(from);
            } else if here == 0 && is_item || before.trim_end() == ":" {
                self.cut(at + here..at + here + length);
                from = here + length;
            }
        }
        at
    }

    /// Cuts the extension at a position: a comment with its text, and the tags of the others. Returns the position
    /// after it. A tag without its counterpart is text.
    fn extension(&mut self, at: usize, rest: &'a str) -> Option<usize> {
        if let Some(end) = self.open_end.take_if(|end| end.start <= at)
            && end.start == at
        {
            self.cut(end.clone());
            return Some(end.end);
        }
        let inner = rest.strip_prefix("{::")?;
        let words = inner.get(..inner.find('}')?)?;
        let name = words.split([' ', '\t', '\n', '/']).next()?;
        let number = EXTENSIONS.iter().position(|known| *known == name)?;
        let tag_end = at + "{::".len() + words.len() + 1;
        if words.trim_end().ends_with('/') {
            self.cut(at..tag_end);
            return Some(tag_end);
        }
        // The content of an extension is not searched for others. After a search in vain, none has an end.
        if self.open_end.is_some() || *self.unclosed.get(number)? {
            return None;
        }
        let mut close = None;
        if is_alone(self.source, &(at..tag_end)) && !*self.unclosed_alone.get(number)? {
            close = extension_ends(self.source, tag_end, name).find(|end| is_alone(self.source, end));
            *self.unclosed_alone.get_mut(number)? = close.is_none();
        }
        let Some(close) = close.or_else(|| extension_ends(self.source, tag_end, name).next()) else {
            *self.unclosed.get_mut(number)? = true;
            return None;
        };
        if name != COMMENT {
            self.cut(at..tag_end);
            self.open_end = Some(close);
            return Some(tag_end);
        }
        let text = self.source.get(tag_end..close.start)?.trim().to_owned();
        self.found.withheld.push((at..close.end, text, WithheldKind::Comment));
        self.cut(at..close.end);
        Some(close.end)
    }

    fn finish(mut self) -> Dialectless<'a> {
        if self.edits.is_empty() {
            self.found.text = Cow::Borrowed(self.source);
            return self.found;
        }
        // Those of one line come in several passes.
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(self.source.len());
        let mut from = 0;
        for (range, new) in self.edits {
            if range.start < from {
                continue;
            }
            text.push_str(self.source.get(from..range.start).unwrap_or(""));
            text.push_str(new);
            from = range.end;
            let shift = isize::try_from(from).unwrap_or(0) - isize::try_from(text.len()).unwrap_or(0);
            self.found.shifts.push((text.len(), shift));
        }
        text.push_str(self.source.get(from..).unwrap_or(""));
        self.found.text = Cow::Owned(text);
        self.found
    }
}

/// The markers of quotes and lists at the start of a line.
struct Prefix {
    /// In bytes.
    length: usize,
    columns: usize,
    /// Whether the last marker starts an item.
    is_item: bool,
}

impl Prefix {
    fn of(line: &str) -> Self {
        let mut prefix = Prefix { length: 0, columns: 0, is_item: false };
        loop {
            let rest = line.get(prefix.length..).unwrap_or("");
            let (length, columns) = match rest.as_bytes() {
                [b' ', ..] => (1, 1),
                [b'\t', ..] => (1, 4),
                [b'>', ..] => {
                    prefix.columns = 0;
                    (1, 0)
                }
                [b':', ..] => return prefix,
                _ => match sign(rest).filter(|_| !rest.starts_with('[')) {
                    Some(length) if !is_rule(rest) => {
                        prefix.is_item = true;
                        (length, length)
                    }
                    _ => return prefix,
                },
            };
            prefix.length += length;
            prefix.columns += columns;
        }
    }
}

/// Whether the line is a thematic break rather than items.
fn is_rule(line: &str) -> bool {
    ['*', '-'].iter().any(|&sign| {
        let signs = line.matches(sign).count();
        signs >= 3 && line.chars().all(|c| c == sign || c.is_ascii_whitespace())
    })
}

/// Whether a line of text ends with a link, an image, emphasis, deleted text or code.
fn ends_span(before: &str) -> bool {
    let near = before.as_bytes();
    let near = near.get(near.len().saturating_sub(MAX_SPAN)..).unwrap_or_default();
    let holds = |mark: &str| memmem::find(near, mark.as_bytes()).is_some();
    match near {
        [.., b')'] => holds("]("),
        [.., b']'] => holds("["),
        [.., b'>'] => holds("<"),
        [rest @ .., last @ (b'*' | b'_' | b'`' | b'~')] => rest.contains(last),
        _ => false,
    }
}

/// Returns the tags after `from` that may end the extension of this name.
fn extension_ends<'s>(
    source: &'s str,
    from: usize,
    name: &'s str,
) -> impl Iterator<Item = Range<usize>> + 's {
    let rest = source.get(from..).unwrap_or("");
    memmem::find_iter(rest.as_bytes(), "{:/").filter_map(move |end| {
        let tag = rest.get(end + "{:/".len()..)?;
        let tag = tag.strip_prefix(name).unwrap_or(tag);
        tag.starts_with('}').then(|| from + end..source.len() - tag.len() + 1)
    })
}

/// Whether there is nothing else on the line.
fn is_alone(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).unwrap_or("").trim_end_matches([' ', '\t']);
    let after = source.get(range.end..).unwrap_or("").trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

/// Returns the position after the run of backticks that closes a code. `none_from` is where a search ended in vain.
fn code_end(line: &str, from: usize, run: usize, none_from: &mut usize) -> Option<usize> {
    if *none_from > from {
        return None;
    }
    let mut at = from;
    while let Some(found) = line.get(at..).and_then(|rest| rest.find('`')) {
        let start = at + found;
        let length = line.get(start..)?.bytes().take_while(|&b| b == b'`').count();
        at = start + length;
        if length == run {
            return Some(at);
        }
    }
    *none_from = line.len();
    None
}

/// Returns where the cells of a row start.
fn cells(row: &str) -> Vec<usize> {
    let first = usize::from(row.starts_with('|'));
    let bytes = row.as_bytes();
    let is_pipe = |&at: &usize| at >= first && at.checked_sub(1).and_then(|n| bytes.get(n)) != Some(&b'\\');
    let pipes: Vec<usize> = memchr::memchr_iter(b'|', bytes).filter(is_pipe).collect();
    if pipes.is_empty() && first == 0 {
        return Vec::new();
    }
    let starts = std::iter::once(first).chain(pipes.iter().map(|at| at + 1));
    starts.filter(|start| *start < row.len()).collect()
}

/// Whether a line may separate the header of a table from its rows.
fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.bytes().all(|b| matches!(b, b'-' | b'|' | b':' | b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, text: &str) {
        let edited = edited(source);
        assert_eq!(edited.text, text);
        // Each character that is kept comes from the same one.
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\\') {
            assert_eq!(source[edited.source(at)..].chars().next(), Some(c), "{at} of {text:?}");
        }
    }

    #[test]
    fn attribute_lists_of_blocks() {
        check("a\n{: .b #c}\n\nd", "a\n\n\nd");
        check("{: #a}\n# b\n", "\n# b\n");
        check("> a\n> {: .b}\n", "> a\n> \n");
        check("a\n: {:.b} c\n", "a\n:  c\n");
        check("- a\n  {:.b}\n- {:.c} d\n", "- a\n  \n-  d\n");
        assert_eq!(edited("a\n{: #b}\n").after[&0].id.as_deref(), Some("b"));
        assert_eq!(edited("{: #a}\n\nb").before[&8].id.as_deref(), Some("a"));
        for kept in ["```\n{: .a}\n```\n", "    {: .a}\n", "{: que dire ? }\n", "{:a\n"] {
            check(kept, kept);
        }
    }

    #[test]
    fn attribute_lists_of_spans() {
        check("*a*{:.b}. [c](d){:target=\"_blank\" .e}{:#f}", "*a*. [c](d)");
        for kept in ["a{:.b}", "(a){:.b}", "`*a*{:.b}`", "\\{: .b}"] {
            check(kept, kept);
        }
    }

    #[test]
    fn ids_of_headings() {
        check("# a {#b}\n", "# a\n");
        check("a {#b .c}\n===\n", "a\n===\n");
        for kept in ["# a {2025}\n", "# a {#2025}\n", "# a {b, c}\n", "# {a}\n", "a {#b}\n", "# a {.b}\n"] {
            check(kept, kept);
        }
    }

    #[test]
    fn colons_that_define_nothing() {
        check("a\n\n:b: c\n", "a\n\n\\:b: c\n");
        check("::: note\n", "\\::: note\n");
        for kept in ["a\n: b\n", "a\n\n: b\n", "a | b\n:-: | --:\nc | d\n", "| a |\n:-:\n| b |\n"] {
            check(kept, kept);
        }
        check("a\n:-: | --:\n", "a\n\\:-: | --:\n");
        check("a\n\n\n: b\n", "a\n\n\n\\: b\n");
        check("    :a\n", "    :a\n");
    }

    #[test]
    fn ends_of_blocks() {
        assert_eq!(edited("* a\n^\n* b\n").text, "* a\n<!---->\n* b\n");
        for kept in ["a ^ b\n", "> ^\n", "```\n^\n```\n", "a^2\n"] {
            check(kept, kept);
        }
    }

    #[test]
    fn quotations_in_angles() {
        check("a <<b>> `<<c>>`", "a \\<\\<b>> `<<c>>`");
        for kept in ["a << b >> c", "a <b> c", "\\<<b>>"] {
            check(kept, kept);
        }
    }

    #[test]
    fn cells_without_a_header() {
        check(
            "| a | b |\n|---|---|\n| c | d | e | f |\n| g |\n\n| h | i | j |",
            "| a | b |\n|---|---|\n| c | d \\| e \\| f |\n| g |\n\n| h | i | j |",
        );
        check("a | b\n--|--\nc | d | e", "a | b\n--|--\nc | d \\| e");
    }

    #[test]
    fn extensions() {
        check("a\n\n{::comment}\nb\n\nc\n{:/comment}\n\nd", "a\n\n\n\nd");
        check("a {::comment}b{:/} c {::nomarkdown}<b>{:/nomarkdown}", "a  c <b>");
        check("{::options toc_levels=\"1\" /}\na", "\na");
        check("`{::comment}a{:/}`", "`{::comment}a{:/}`");
        check("a {::comment}b {:/other} c{:/comment}{::comment/}d", "a d");
        check("a\n\n{::comment}\nb {:/}c {:/comment} d\n{:/}\ne", "a\n\n\ne");
        for kept in ["a {:/comment} b {:/}", "{::other}a{:/}", "{::comment}\na", "{::nomarkdown}a"] {
            check(kept, kept);
        }
        check("* Sommaire\n{:toc}\n\na", "\n\n\na");
        let withheld = edited("* Sommaire\n{:toc}\n\na {::comment}b{:/}").withheld;
        assert_eq!(
            withheld,
            [
                (0..10, "Sommaire".to_owned(), WithheldKind::Contents),
                (21..37, "b".to_owned(), WithheldKind::Comment),
            ]
        );
    }
}
