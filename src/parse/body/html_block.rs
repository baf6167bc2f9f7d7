//! Where HTML starts and ends in a Markdown source, told from its tags alone.

use memchr::memchr;

/// The elements whose tag at the start of a line starts an HTML block that ends with its end tag.
const BLOCK_ELEMENTS: &str = "address article aside applet blockquote body button caption col colgroup dd details \
    dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe \
    legend main menu nav ol p pre script search section style summary table textarea ul";

/// Further elements whose tag at the start of a line is no Markdown.
const BLOCK_PARTS: &str = "center li noscript optgroup option tbody td tfoot th thead tr";

/// Elements without content.
const VOID_ELEMENTS: &str = "br col hr img input source";

fn is_details(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"details")
}

fn is_one_of(names: &str, name: &[u8]) -> bool {
    names.split_ascii_whitespace().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// A tag of the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    /// The element's name; empty for a comment.
    pub(crate) name: &'a [u8],
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_end: bool,
    /// It says `markdown="1"`.
    pub(crate) is_markdown: bool,
    /// It ends with `/>`.
    is_closed: bool,
}

impl Tag<'_> {
    pub(crate) fn is_details(&self) -> bool {
        !self.is_end && is_details(self.name)
    }

    pub(crate) fn is_preformatted(&self) -> bool {
        !self.is_end && self.name.eq_ignore_ascii_case(b"pre")
    }

    fn is_comment(&self) -> bool {
        self.name.is_empty()
    }
}

/// A tag without a `>`: for an HTML parser, the rest of the page is its attributes.
#[derive(Debug)]
pub(crate) struct Unterminated;

/// The start tag of a block-level element on the line that starts at `at`, or a comment.
pub(crate) fn block_tag(source: &str, at: usize) -> Result<Option<Tag<'_>>, Unterminated> {
    let line = source.get(at..).unwrap_or("");
    let rest = line.trim_start_matches(' ');
    let start = at + line.len() - rest.len();
    if start - at > 3 {
        return Ok(None);
    }
    let is_block = |tag: &Tag<'_>| tag.is_comment() || is_block_name(tag.name) && !tag.is_end;
    Ok(tag_at(source, start)?.filter(is_block))
}

/// Whether a comment, or the start or end tag of a block or of a part of one, stands at `at`.
pub(crate) fn block_name_at(source: &str, at: usize) -> Result<bool, Unterminated> {
    let tag = tag_at(source, at)?;
    Ok(tag.is_some_and(|tag| tag.is_comment() || is_block_name(tag.name) || is_one_of(BLOCK_PARTS, tag.name)))
}

/// Whether an HTML block starts at `at`: a comment, a tag of a block, or any tag alone on its line.
pub(crate) fn is_html_at(source: &str, at: usize) -> Result<bool, Unterminated> {
    if block_name_at(source, at)? {
        return Ok(true);
    }
    let rest = tag_at(source, at)?.and_then(|tag| source.get(tag.end..));
    Ok(rest.is_some_and(|rest| rest.lines().next().is_none_or(|line| line.trim().is_empty())))
}

/// Custom elements count as blocks: components such as accordions are.
fn is_block_name(name: &[u8]) -> bool {
    let is_custom = || name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    name.contains(&b'-') && is_custom() || is_one_of(BLOCK_ELEMENTS, name)
}

/// The tag or comment that starts at `start`, if one does.
#[inline]
fn tag_at(source: &str, start: usize) -> Result<Option<Tag<'_>>, Unterminated> {
    match bare_tag(source, start) {
        Some(tag) => Ok(Some(tag)),
        None => any_tag(source, start),
    }
}

fn any_tag(source: &str, start: usize) -> Result<Option<Tag<'_>>, Unterminated> {
    if let Some(comment) = source.get(start..).and_then(|rest| rest.strip_prefix("<!--")) {
        let length = comment.find("-->").ok_or(Unterminated)?;
        let end = start + "<!--".len() + length + "-->".len();
        return Ok(Some(Tag { name: b"", start, end, is_end: false, is_markdown: false, is_closed: true }));
    }
    let Some(rest) = source.get(start..).and_then(|rest| rest.strip_prefix('<')) else { return Ok(None) };
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    if !rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return Ok(None);
    }
    let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let (name, inner) = rest.split_at(rest.as_bytes().iter().position(ends_name).ok_or(Unterminated)?);
    let (name_len, close) = (name.len(), tag_end(inner).ok_or(Unterminated)?);
    let attributes = &inner[..close];
    let end = start + 1 + usize::from(is_end) + name_len + close + 1;
    let is_closed = attributes.trim_end().ends_with('/');
    let (name, is_markdown) = (name.as_bytes(), says_markdown(attributes));
    Ok(Some(Tag { name, start, end, is_end, is_markdown, is_closed }))
}

/// The tag that starts at `start`, if it is a name alone, as most are.
#[inline]
fn bare_tag(source: &str, start: usize) -> Option<Tag<'_>> {
    let (is_end, rest) = match source.as_bytes().get(start..)? {
        [b'<', b'/', rest @ ..] => (true, rest),
        [b'<', rest @ ..] => (false, rest),
        _ => return None,
    };
    // Whatever ends a name stands before the letters in ASCII, as does the digit of a heading.
    let mut length = rest.iter().position(|&b| b <= b'>')?;
    length += usize::from(rest.get(length).is_some_and(u8::is_ascii_digit));
    let (name, behind) = rest.split_at_checked(length)?;
    if !(behind.first() == Some(&b'>') && name.first().is_some_and(u8::is_ascii_alphabetic)) {
        return None;
    }
    let end = start + 1 + usize::from(is_end) + length + 1;
    Some(Tag { name, start, end, is_end, is_markdown: false, is_closed: false })
}

fn says_markdown(attributes: &str) -> bool {
    // Most tags have no attributes, or few; and this letter is rare.
    const SHORTEST: &str = "markdown=1";
    attributes.len() >= SHORTEST.len()
        && memchr(b'w', attributes.as_bytes()).is_some()
        && ["markdown=\"1\"", "markdown='1'", SHORTEST, "markdown=\"block\"", "markdown=\"span\""]
            .iter()
            .any(|m| attributes.contains(m))
}

/// Where the `>` of a tag stands, attribute values in quotes passed over.
fn tag_end(inner: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    let mut from = 0;
    loop {
        // The next one is near: most stand around the value of an attribute.
        let at = from + bytes.get(from..)?.iter().position(|b| matches!(b, b'>' | b'"' | b'\''))?;
        let mark = *bytes.get(at)?;
        if mark == b'>' {
            return Some(at);
        }
        let before = bytes.get(from..at).unwrap_or_default().iter().rfind(|b| !b.is_ascii_whitespace());
        let is_quote = before == Some(&b'=');
        from = at + 1;
        if is_quote {
            from += memchr(mark, bytes.get(from..)?)? + 1;
        }
    }
}

/// Where an element ends.
pub(crate) struct Element {
    /// Where its end tag starts.
    pub(crate) content_end: usize,
    /// Behind its end tag; the end of the page if there is none.
    pub(crate) end: usize,
    /// Whether it or an element in it says `markdown="1"`.
    pub(crate) has_markdown: bool,
    /// Whether it or an element in it is `details`.
    pub(crate) has_details: bool,
}

/// The element that a start tag opens.
pub(crate) fn element(source: &str, tag: &Tag<'_>) -> Element {
    let (has_markdown, has_details) = (tag.is_markdown, tag.is_details());
    let mut found = Element { content_end: tag.end, end: tag.end, has_markdown, has_details };
    if tag.is_comment() || tag.is_closed || is_one_of(VOID_ELEMENTS, tag.name) {
        return found;
    }
    let is_own = |name: &[u8]| name.eq_ignore_ascii_case(tag.name);
    let mut open = 1_usize;
    let mut tags = Tags { source, at: tag.start };
    tags.next();
    while let Some(inner) = tags.next_of(|name| is_own(name) || is_details(name)) {
        found.has_markdown |= inner.is_markdown && !inner.is_end;
        found.has_details |= inner.is_details();
        if !is_own(inner.name) || inner.is_closed && !inner.is_end {
            continue;
        }
        open = if inner.is_end { open - 1 } else { open + 1 };
        if open == 0 {
            found.content_end = inner.start;
            found.end = inner.end;
            return found;
        }
    }
    found.content_end = source.len();
    found.end = source.len();
    found
}

/// The tags and comments of a source from `at` on; the content of scripts and styles is passed over.
pub(crate) struct Tags<'a> {
    pub(crate) source: &'a str,
    pub(crate) at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        self.next_of(|_| true)
    }
}

impl<'a> Tags<'a> {
    /// The next tag that has attributes or a name that matters.
    #[inline]
    fn next_of(&mut self, matters: impl Fn(&[u8]) -> bool) -> Option<Tag<'a>> {
        let bytes = self.source.as_bytes();
        loop {
            let rest = bytes.get(self.at..)?;
            // Many tags stand right behind another.
            let start = if rest.first() == Some(&b'<') { self.at } else { self.at + memchr(b'<', rest)? };
            let bare = bare_tag(self.source, start);
            if let Some(tag) = bare
                && !matters(tag.name)
                && !holds_text_alone(tag.name)
            {
                self.at = tag.end;
                continue;
            }
            let Some(tag) = bare.map_or_else(|| any_tag(self.source, start), |tag| Ok(Some(tag))).ok()?
            else {
                self.at = start + 1;
                continue;
            };
            self.at = tag.end;
            if !tag.is_end && holds_text_alone(tag.name) {
                self.at = raw_end(self.source, &tag);
            }
            return Some(tag);
        }
    }
}

fn holds_text_alone(name: &[u8]) -> bool {
    let known: &[u8] = match name {
        [b's' | b'S', b'c' | b'C', ..] => b"script",
        [b's' | b'S', b't' | b'T', ..] => b"style",
        [b't' | b'T', ..] => b"textarea",
        _ => return false,
    };
    name.eq_ignore_ascii_case(known)
}

/// Where the end tag of a raw text element starts.
fn raw_end(source: &str, tag: &Tag<'_>) -> usize {
    let rest = source.get(tag.end..).unwrap_or("");
    let ends = rest.match_indices("</").find(|(at, _)| {
        let name = rest.as_bytes().get(at + 2..at + 2 + tag.name.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(tag.name))
    });
    ends.map_or(source.len(), |(at, _)| tag.end + at)
}
