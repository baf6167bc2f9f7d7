//! Template tags of Jekyll, Hugo and others, such as `{{ page.title }}`.

/// A template tag and where it starts.
#[derive(Clone, Debug)]
pub(crate) struct TemplateTag<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a str,
}

impl<'a> TemplateTag<'a> {
    /// What is between its signs.
    pub(crate) fn words(&self) -> &'a str {
        self.text.trim_matches(['{', '}', '%', '<', '>', '-', ' ', '\t'])
    }
}

/// Finds `{{ … }}` and `{% … %}`. A tag does not extend over several lines.
pub(crate) fn tags(text: &str) -> Vec<TemplateTag<'_>> {
    let mut found = Vec::new();
    let mut closes = [Next::new(text, "}}"), Next::new(text, "%}")];
    let mut line_end = Next::new(text, "\n");
    let mut from = 0;
    for start in memchr::memchr_iter(b'{', text.as_bytes()) {
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => &mut closes[0],
            Some(b'%') => &mut closes[1],
            _ => continue,
        };
        if start < from {
            continue;
        }
        let Some(end) = close.after(start + 2) else { continue };
        if line_end.after(start).is_some_and(|newline| newline < end) {
            continue;
        }
        from = end + 2;
        found.extend(text.get(start..from).map(|text| TemplateTag { start, text }));
    }
    found
}

/// Whether an address contains a template tag, so that its value is not known.
pub(crate) fn is_template(address: &str) -> bool {
    !tags(address).is_empty()
}
/// Finds the next occurrence of a needle after ascending offsets, in a single pass.
struct Next<'a> {
    text: &'a str,
    needle: &'static str,
    /// The start of the last search and its result.
    last: Option<(usize, Option<usize>)>,
}

impl<'a> Next<'a> {
    fn new(text: &'a str, needle: &'static str) -> Self {
        Next { text, needle, last: None }
    }

    fn after(&mut self, at: usize) -> Option<usize> {
        match self.last {
            Some((from, None)) if from <= at => return None,
            Some((from, Some(found))) if from <= at && at <= found => return Some(found),
            _ => {}
        }
        let rest = self.text.as_bytes().get(at..)?;
        let found = memchr::memmem::find(rest, self.needle.as_bytes()).map(|n| at + n);
        self.last = Some((at, found));
        found
    }
}
