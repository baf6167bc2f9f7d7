//! Containers in Markdown: `??? note "Title"` and `!!! note` with indented content as in [MkDocs], `::: details Title`
//! up to `:::` as in [VuePress] and Docusaurus, quotes that start with `[!note]- Title` as in [Obsidian], and
//! `{{< details "Title" >}}` up to `{{< /details >}}` as in [Hugo]. Some fold; the others only frame their content.
//!
//! [MkDocs]: https://facelessuser.github.io/pymdown-extensions/extensions/details/
//! [VuePress]: https://vuepress.vuejs.org/theme-default/markdown.html#custom-container
//! [Obsidian]: https://help.obsidian.md/callouts
//! [Hugo]: https://gohugo.io/shortcodes/details/

use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::details::fenced;
use super::shortcode::FoldingTag;

/// The indentation of the content of a `???`.
const INDENT: usize = 4;

/// How many columns the markers of quotes and lists may take at the start of a line. Each of them takes at least
/// two, so at most half as many are nested.
const MAX_COLUMNS: usize = 256;

/// The kinds of `:::` that fold.
const FOLDING: [&str; 6] = ["details", "spoiler", "collapse", "expander", "accordion", "faq"];

/// A container whose first line was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) title: ContainerTitle,
    pub(crate) content: Range<usize>,
    pub(crate) layout: ContentLayout,
    pub(crate) is_folding: bool,
    /// The position after its last line.
    pub(crate) end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ContainerTitle {
    Written(Range<usize>),
    /// The name of the kind is the title.
    Kind(Range<usize>),
    None,
}

/// How the lines of the content are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentLayout {
    Plain,
    /// Each is indented by [`INDENT`].
    Indented,
    /// Each starts with `>`.
    Quoted,
}

/// The `:::` lines and folding tags of a source, each with the line that closes it.
#[derive(Debug, Default)]
pub(crate) struct Fences(FxHashMap<usize, Range<usize>>);

impl Fences {
    /// Finds all of them after `from` in one pass.
    pub(crate) fn new(source: &str, from: usize) -> Self {
        let mut closings = FxHashMap::default();
        let rest = source.get(from..).unwrap_or("");
        let holds = |mark: &[u8]| memmem::find(rest.as_bytes(), mark).is_some();
        if !holds(b":::") && !holds(b"{{") && !holds(b"{%") {
            return Fences(closings);
        }
        let (mut open, mut at, mut fence) = (Vec::new(), from, None);
        let mut open_tags: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for line in rest.split_inclusive('\n') {
            fence = fenced(line, fence);
            let bare = if fence.is_none() { without_indent(line) } else { None };
            if let Some(tag) = bare.and_then(FoldingTag::read) {
                let others = open_tags.entry(tag.name).or_default();
                if !tag.is_end {
                    others.push(at);
                } else if let Some(start) = others.pop() {
                    closings.insert(start, at..at + line.len());
                }
            } else if let Some(rest) = bare.and_then(|bare| bare.strip_prefix(":::")) {
                if !rest.trim_start_matches(':').trim().is_empty() {
                    open.push(at);
                } else if let Some(start) = open.pop() {
                    closings.insert(start, at..at + line.len());
                }
            }
            at += line.len();
        }
        Fences(closings)
    }
}

/// Returns the container that starts at `line`.
pub(crate) fn container(source: &str, line: &Range<usize>, fences: &Fences) -> Option<Container> {
    let text = source.get(line.clone())?;
    let bare = without_indent(text)?;
    let at = line.end - bare.len();
    let fenced = |is_folding: bool, title: ContainerTitle| {
        let closing = fences.0.get(&line.start)?;
        let content = line.end..closing.start;
        Some(Container { title, content, layout: ContentLayout::Plain, is_folding, end: closing.end })
    };
    match bare.as_bytes() {
        [b'?', b'?', b'?', ..] | [b'!', b'!', b'!', ..] => indented(source, at, line.end),
        [b':', b':', b':', ..] => match folding_title(source, at..line.end) {
            Some(title) => fenced(true, title),
            None => fenced(false, plain_title(source, at..line.end)),
        },
        [b'>', ..] => callout(source, at, line),
        [b'{', b'{' | b'%', ..] => {
            let title = FoldingTag::read(bare)?.title(bare)?;
            fenced(true, ContainerTitle::Written(at + title.start..at + title.end))
        }
        _ => None,
    }
}

/// Returns the content of a `???` without its indentation.
pub(crate) fn without_indents(content: &str) -> String {
    each_line(content, |line| {
        let indent = line.bytes().take(INDENT).take_while(|b| *b == b' ').count();
        line.strip_prefix('\t').or(line.get(indent..))
    })
}

/// Returns the content of a quote without its `>`.
pub(crate) fn without_quotes(content: &str) -> String {
    each_line(content, |line| {
        let text = without_indent(line)?.strip_prefix('>')?;
        Some(text.strip_prefix(' ').unwrap_or(text))
    })
}

fn each_line<'a>(content: &'a str, text: impl Fn(&'a str) -> Option<&'a str>) -> String {
    content.split_inclusive('\n').map(|line| text(line).unwrap_or(line)).collect()
}

/// Returns the text of a line that is nested in too many quotes and lists; `None` for all other lines.
pub(crate) fn without_deep_containers(line: &str) -> Option<&str> {
    // No byte of white space or of a marker takes more columns.
    const MAX_COLUMNS_PER_BYTE: usize = 4;
    if line.len() * MAX_COLUMNS_PER_BYTE < MAX_COLUMNS {
        return None;
    }
    let (mut rest, mut columns, mut signs) = (line, 0, 0_usize);
    loop {
        let (length, width) = match rest.as_bytes() {
            [b' ', ..] => (1, 1),
            [b'\t', ..] => (1, MAX_COLUMNS_PER_BYTE),
            [b'>', ..] => (1, 2),
            _ => match sign(rest) {
                Some(length) => (length, 2),
                None => break,
            },
        };
        signs += usize::from(!rest.starts_with([' ', '\t']));
        columns += width;
        rest = rest.get(length..)?;
    }
    let is_rule =
        || rest.trim().is_empty() && ["*", "-"].iter().any(|sign| line.trim_start().starts_with(sign));
    (signs > 0 && columns > MAX_COLUMNS && !is_rule()).then(|| rest.trim())
}

/// Returns the length of the marker that starts a list item, a definition or a footnote.
pub(crate) fn sign(text: &str) -> Option<usize> {
    let ends = |length: &usize| text.get(*length..).is_some_and(|rest| rest.starts_with([' ', '\t', '\n']));
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let footnote = || text.strip_prefix("[^")?.find("]:").map(|length| length + "[^]:".len());
    match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' | b':' if digits == 0 => Some(1).filter(ends),
        b'.' | b')' if digits > 0 => Some(digits + 1).filter(ends),
        b'[' if digits == 0 => footnote(),
        _ => None,
    }
}

/// Returns a line that is not indented code.
fn without_indent(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(' ');
    (line.len() - bare.len() < INDENT).then_some(bare)
}

/// Reads `??? kind "title"`, `???+ kind` or `!!! kind`, and the indented lines after it.
fn indented(source: &str, at: usize, line_end: usize) -> Option<Container> {
    let line = source.get(at..line_end)?;
    let (rest, is_folding) = match line.strip_prefix("???") {
        Some(rest) => (rest.strip_prefix('+').unwrap_or(rest), true),
        None => (line.strip_prefix("!!!")?, false),
    };
    let rest = rest.strip_prefix(' ')?;
    let kind_at = line_end - rest.trim_start().len();
    let rest = rest.trim();
    let kind_len =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))).unwrap_or(rest.len());
    let (kind, quoted) = rest.split_at(kind_len);
    if kind.trim().is_empty() {
        return None;
    }
    let title = match quoted {
        "" if is_folding => ContainerTitle::Kind(kind_at..kind_at + kind.len()),
        // Text that starts with exclamation marks has more words.
        "" if kind.contains(' ') => return None,
        "" => ContainerTitle::None,
        _ => {
            let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
            let from = kind_at + kind_len + 1;
            ContainerTitle::Written(from..from + inner.len())
        }
    };
    let (mut end, mut next) = (line_end, line_end);
    for line in source.get(line_end..)?.split_inclusive('\n') {
        next += line.len();
        if line.trim().is_empty() {
            continue;
        }
        if !(line.starts_with("    ") || line.starts_with('\t')) {
            break;
        }
        end = next;
    }
    let layout = ContentLayout::Indented;
    (end > line_end).then_some(Container { title, content: line_end..end, layout, is_folding, end })
}

/// Reads `> [!kind] title`, which folds if a sign follows the bracket, and the lines of the quote.
fn callout(source: &str, at: usize, line: &Range<usize>) -> Option<Container> {
    let before = source.get(..line.start)?;
    let is_first =
        before.lines().next_back().and_then(without_indent).is_none_or(|line| !line.starts_with('>'));
    let text = source.get(at..line.end)?.trim_end();
    let rest = text.strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, behind) = rest.split_once(']').filter(|_| is_first)?;
    let name = kind.split('|').next().unwrap_or("").trim();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')) {
        return None;
    }
    let (behind, is_folding) =
        behind.strip_prefix(['-', '+']).map_or((behind, false), |behind| (behind, true));
    let title = behind.trim_start();
    let kind_at = at + text.len() - rest.len();
    let from = at + text.len() - title.len();
    let title = match title {
        "" if is_folding => ContainerTitle::Kind(kind_at..kind_at + name.len()),
        "" => ContainerTitle::None,
        title => ContainerTitle::Written(from..from + title.len()),
    };
    let mut end = line.end;
    for line in source.get(line.end..)?.split_inclusive('\n') {
        if !without_indent(line).is_some_and(|bare| bare.starts_with('>')) {
            break;
        }
        end += line.len();
    }
    Some(Container { title, content: line.end..end, layout: ContentLayout::Quoted, is_folding, end })
}

/// Returns the title after the kind of a `:::` that does not fold. Attributes in braces are not part of it.
fn plain_title(source: &str, line: Range<usize>) -> ContainerTitle {
    let text = source.get(line.clone()).unwrap_or("").trim_end().trim_end_matches(':').trim_end();
    let rest = text.trim_start_matches(':').trim_start();
    let kind_len = match rest.strip_prefix('{') {
        Some(inner) => inner.find('}').map_or(rest.len(), |length| length + 2),
        None => rest.find([' ', '\t', '[', '{']).unwrap_or(rest.len()),
    };
    let behind = rest.get(kind_len..).unwrap_or("");
    let attributes = behind.strip_suffix('}').and_then(|b| b.rfind('{'));
    let behind_len = behind.get(..attributes.unwrap_or(behind.len())).unwrap_or("").trim_end().len();
    let from = line.start + text.len() - behind.len();
    let behind = behind.get(..behind_len).unwrap_or("");
    let from = from + behind.len() - behind.trim_start().len();
    let behind = behind.trim_start();
    match behind.strip_prefix('[').and_then(|title| title.strip_suffix(']')) {
        Some(inner) => ContainerTitle::Written(from + 1..from + 1 + inner.len()),
        None if behind.is_empty() => ContainerTitle::None,
        None => ContainerTitle::Written(from..from + behind.len()),
    }
}

/// Returns the title after the kind of a folding `:::`, which may be in brackets.
fn folding_title(source: &str, line: Range<usize>) -> Option<ContainerTitle> {
    let text = source.get(line.clone())?.trim_end();
    let rest = text.trim_start_matches(':').trim_start();
    let kind = FOLDING.into_iter().find(|kind| {
        let behind = rest.strip_prefix(kind);
        behind.is_some_and(|b| b.is_empty() || b.starts_with([' ', '[', '{']))
    })?;
    let kind_at = line.start + text.len() - rest.len();
    let behind = rest.get(kind.len()..)?;
    let attributes = behind.trim_end().strip_suffix('}').and_then(|b| b.rfind('{'));
    let behind = behind.get(..attributes.unwrap_or(behind.len()))?.trim_end();
    let title = behind.trim_start();
    let from = kind_at + kind.len() + behind.len() - title.len();
    let bracketed = title.strip_prefix('[').and_then(|title| title.strip_suffix(']'));
    match bracketed {
        Some(inner) => Some(ContainerTitle::Written(from + 1..from + 1 + inner.len())),
        // Without a title, only the kind named after the element certainly folds.
        None if title.is_empty() => {
            (kind == "details").then(|| ContainerTitle::Kind(kind_at..kind_at + kind.len()))
        }
        None => Some(ContainerTitle::Written(from..from + title.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the title and content of the container that starts on the first line.
    fn read(source: &str) -> Option<(&str, &str)> {
        let line = 0..source.find('\n').map_or(source.len(), |n| n + 1);
        let found = container(source, &line, &Fences::new(source, 0))?;
        let title = match found.title {
            ContainerTitle::Written(title) | ContainerTitle::Kind(title) => title,
            ContainerTitle::None => 0..0,
        };
        found.is_folding.then(|| (&source[title], &source[found.content]))
    }

    /// Returns the title and content of a container that does not fold.
    fn frame(source: &str) -> Option<(&str, &str)> {
        let line = 0..source.find('\n').map_or(source.len(), |n| n + 1);
        let found = container(source, &line, &Fences::new(source, 0))?;
        let title = match found.title {
            ContainerTitle::Written(title) => title,
            ContainerTitle::Kind(_) | ContainerTitle::None => 0..0,
        };
        (!found.is_folding).then(|| (&source[title], &source[found.content]))
    }

    #[test]
    fn containers_that_do_not_fold() {
        for (source, title) in [
            ("::: tip\nIci.\n:::\n", ""),
            ("::: tip Où ?\nIci.\n:::\n", "Où ?"),
            (":::note[Où ?]{.a}\nIci.\n:::\n", "Où ?"),
            (":::tip Où ? {.a}\nIci.\n:::\n", "Où ?"),
            ("::: {.note #a}\nIci.\n:::\n", ""),
            ("::::{note} Où ?\nIci.\n::::\n", "Où ?"),
            ("::: tip Où ? :::\nIci.\n:::\n", "Où ?"),
        ] {
            assert_eq!(frame(source), Some((title, "Ici.\n")), "{source}");
        }
        assert_eq!(frame("!!! note \"Où ?\"\n    Ici.\n"), Some(("Où ?", "    Ici.\n")));
        assert_eq!(frame("> [!NOTE]\n> Ici.\n>\n> Là.\n\nb"), Some(("", "> Ici.\n>\n> Là.\n")));
        for other in ["::: tip\nIci.\n", "!!! Quelle surprise\n    Ici.\n", "> [note]\n> Ici.\n"] {
            assert_eq!(frame(other), None, "{other}");
        }
    }

    #[test]
    fn quotes_that_fold() {
        assert_eq!(read("> [!faq]- Où ?\n> Ici.\n> > Là.\nFin."), Some(("Où ?", "> Ici.\n> > Là.\n")));
        assert_eq!(read("> [!faq]+\n>Ici."), Some(("faq", ">Ici.")));
        assert_eq!(without_quotes("> a\n>b\n>\n  > > c"), "a\nb\n\n> c");
        let second = "> a\n> [!faq]- Où ?\n";
        assert_eq!(container(second, &(4..second.len()), &Fences::default()), None);
    }

    #[test]
    fn indented_contents() {
        assert_eq!(
            read("??? note \"Où ?\"\n    Ici.\n\n    Là.\n\nFin."),
            Some(("Où ?", "    Ici.\n\n    Là.\n"))
        );
        assert_eq!(read("???+ tip\n\tIci.\n"), Some(("tip", "\tIci.\n")));
        for other in
            ["??? note\nIci.\n", "???\n    Ici.\n", "??? Quoi, ça ?\n    Ici.\n", "    ??? note\n    Ici.\n"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn contents_between_colons() {
        assert_eq!(read("::: details Où ?\nIci.\n:::\nFin."), Some(("Où ?", "Ici.\n")));
        assert_eq!(read(":::details[Où ?]{open}\nIci.\n:::\n"), Some(("Où ?", "Ici.\n")));
        assert_eq!(read(":::: faq Où ?\n::: tip\nIci.\n:::\n::::\n"), Some(("Où ?", "::: tip\nIci.\n:::\n")));
        assert_eq!(read("::: details\nIci.\n:::"), Some(("details", "Ici.\n")));
        for other in [
            "::: details Où ?\nIci.\n",
            "::: tip Où ?\nIci.\n:::\n",
            "::: detailsOù\nIci.\n:::\n",
            "::: faq\nIci.\n:::\n",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn contents_between_tags() {
        assert_eq!(read("{{< details \"Où ?\" >}}\nIci.\n{{< /details >}}\nFin."), Some(("Où ?", "Ici.\n")));
        assert_eq!(
            read("{{% expand \"Où ?\" %}}\n{{% expand \"Là\" %}}\nIci.\n{{% /expand %}}\n{{% /expand %}}\n"),
            Some(("Où ?", "{{% expand \"Là\" %}}\nIci.\n{{% /expand %}}\n"))
        );
        assert_eq!(read("{% details Où ? %}\nIci.\n{% enddetails %}\n"), Some(("Où ?", "Ici.\n")));
        for other in [
            "{{< details \"Où ?\" >}}\nIci.\n",
            "{{< details >}}\nIci.\n{{< /details >}}\n",
            "{{< details \"Où ?\" >}}\nIci.\n{{< /expand >}}\n",
            "{{< tabs \"Où ?\" >}}\nIci.\n{{< /tabs >}}\n",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn indentation_is_removed_once() {
        assert_eq!(without_indents("    a\n\n      b\n\tc\nd"), "a\n\n  b\nc\nd");
    }
}
