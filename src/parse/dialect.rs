//! Accordion markups as data: the built-in table and what users add to it.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use scraper::Selector;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::yaml;

use super::dom::Dom;
use super::presence::Presence;

/// The built-in dialects, as the YAML that [`Dialect::from_yaml`] reads.
const BUILT_IN: &str = include_str!("dialects.yaml");

/// How one markup writes an accordion: which element names a panel, and where the panel is.
///
/// Selectors are [CSS selectors](https://www.w3.org/TR/selectors-4/). A title is an element that
/// matches [`title`](Dialect::title); its panel is the first of these that the dialect describes and
/// the page has: a following sibling, an element of the item, the element that an attribute names by
/// id, the rest of the item, or all up to the next title. Of several dialects that recognise the same
/// title, the first one counts; a user's own come before the built-in ones.
///
/// ```
/// use deplier::{Dialect, Parser};
/// let dialects = Dialect::from_yaml("
/// - name: drawers
///   title: .drawer-handle
///   next: .drawer
/// ")?;
/// let page = "<p class=drawer-handle>Titre</p><div class=drawer>Texte</div>";
/// let parsed = Parser::new().with_dialects(dialects)?.parse(page)?;
/// assert_eq!(parsed.article.testimonials[0].title, "Titre");
/// # Ok::<(), deplier::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Dialect {
    /// A name for messages and for `--only-dialect`: lower-case words joined by hyphens.
    pub name: String,
    /// What people call the markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where the markup is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// The elements that name a panel.
    pub title: String,
    /// Titles that match this are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<String>,
    /// The part of a title that is its label, where the rest is controls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_in: Option<String>,
    /// The attribute that holds the title, where the title element has no text of its own: then the
    /// title element is the item, and its content is the panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_attribute: Option<String>,
    /// Parts of a title that only work the panel, beside the ones known everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<String>,
    /// The element that wraps a title and its panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The title is the label of a checkbox or radio button, by `for`, and the panel is a sibling that
    /// follows that input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_to_input: Option<String>,
    /// The panel is a sibling that follows the title, or follows an element around it that holds no
    /// other title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The panel stands in the item, behind the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// The panel is the element whose id stands in `aria-controls`, `data-bs-target`, `data-target`
    /// or `href` of the title, of an element in it, or of its heading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_id: bool,
    /// Further attributes that name the panel by its id, alone or between quotes, as in `onclick`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id_attributes: Vec<String>,
    /// The panel is what the item holds beside the title.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
    /// The panel is all that follows the title up to the next title, or to a heading of its rank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until_next_title: bool,
    /// Titles and panels take turns as the children of the item, or of elements in it: other content
    /// beside them shows that the title is a heading of a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alternating: bool,
    /// The titles are what the page's own scripts open at a click, such as
    /// `$(".question").click(function () { $(this).next().toggle() })`; of these, those that match
    /// [`title`](Dialect::title).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scripted: bool,
    /// A title without a panel, without letters, or with the name of a menu is no accordion, where other
    /// dialects report it as `missing-panel` or `empty-title`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub panel_required: bool,
    /// Titles whose panel holds nothing but links are menus, not accordions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_menus: bool,
    /// Panels that match this are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel_except: Option<String>,
    /// Every title is a question and its panel the answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub faq: bool,
    /// The dialect is tried only where those before it found nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fallback: bool,
    /// The dialect counts only where the page shows that it asks questions: half of its titles end
    /// with a question mark, or a heading, class or id around them says FAQ.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_questions: bool,
}

/// The file of the built-in dialects.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BuiltIn {
    /// Where no accordion is looked for.
    not_in: String,
    /// Parts of titles that only work the panel.
    controls: String,
    /// Words that, alone in an element of a title, are a control's label; in lower case.
    control_words: Vec<String>,
    /// Whole titles of what is no panel of its own: menus, searches, controls of all panels; in lower
    /// case.
    chrome: BTreeSet<String>,
    dialects: Vec<Dialect>,
}

/// Attributes that lead from titles to panels, whatever the dialect.
const READ_BY_RELATIONS: [&str; 3] = ["aria-describedby", "data-accordion-target", "data-controls"];

static BUILT_IN_FILE: LazyLock<BuiltIn> =
    LazyLock::new(|| yaml::from_str(BUILT_IN).expect("the built-in dialects are well formed: tested below"));

static BUILT_IN_SET: LazyLock<DialectSet> =
    LazyLock::new(|| DialectSet::new(&[]).expect("the built-in selectors compile: tested below"));

impl Dialect {
    /// Reads a list of dialects.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`], naming the entry, the field and the line.
    pub fn from_yaml(text: &str) -> Result<Vec<Dialect>> {
        let dialects: Vec<Dialect> = yaml::from_str(text).map_err(|fault| {
            let (line, column) = fault.position.map_or((None, None), |(l, c)| (Some(l), Some(c)));
            Error::new(ErrorKind::Dialect, format!("the dialects are not well formed: {}", fault.message))
                .at(line, column)
        })?;
        for dialect in &dialects {
            dialect.compile().map_err(|fault| {
                let line = line_of(text, &dialect.name, fault.field);
                Error::new(ErrorKind::Dialect, fault.message(&dialect.name)).at(line, None)
            })?;
        }
        Ok(dialects)
    }

    /// The built-in dialects, in the order in which they are tried.
    ///
    /// ```
    /// assert!(deplier::Dialect::built_in().iter().any(|dialect| dialect.name == "details"));
    /// ```
    pub fn built_in() -> &'static [Dialect] {
        &BUILT_IN_FILE.dialects
    }

    fn compile(&self) -> Result<CompiledDialect, FieldFault> {
        let many = |field: &'static str, css: &Option<String>| {
            css.as_deref().map(|css| selectors(field, css)).transpose().map(Option::unwrap_or_default)
        };
        let one = |field: &'static str, css: &Option<String>| {
            css.as_deref().map(|css| selector(field, css)).transpose()
        };
        if self.name.is_empty() {
            return Err(FieldFault { field: "name", what: "is empty".to_owned() });
        }
        let has_panel = self.next.is_some() || self.inside.is_some() || self.title_attribute.is_some();
        let has_id = self.by_id || self.next_to_input.is_some();
        if !(has_panel || has_id || self.rest || self.until_next_title) {
            let what = "must be given, or `inside`, `by-id`, `rest` or `until-next-title`".to_owned();
            return Err(FieldFault { field: "next", what });
        }
        Ok(CompiledDialect {
            dialect: self.clone(),
            titles: selectors("title", &self.title)?,
            except: one("except", &self.except)?,
            label_in: one("label-in", &self.label_in)?,
            controls: one("controls", &self.controls)?,
            item: one("item", &self.item)?,
            next_to_input: one("next-to-input", &self.next_to_input)?,
            next: one("next", &self.next)?,
            inside: one("inside", &self.inside)?,
            panel_except: one("panel-except", &self.panel_except)?,
            mentioned: many("title", &Some(self.every_selector()))?
                .iter()
                .flat_map(|s| s.attributes.clone())
                .collect(),
        })
    }

    fn every_selector(&self) -> String {
        let optional = [
            &self.except,
            &self.label_in,
            &self.controls,
            &self.item,
            &self.next_to_input,
            &self.next,
            &self.inside,
            &self.panel_except,
        ];
        let all: Vec<&str> = std::iter::once(self.title.as_str())
            .chain(optional.into_iter().flatten().map(String::as_str))
            .collect();
        all.join(", ")
    }
}

/// The line of a field of the entry called `name`, or of the entry.
fn line_of(text: &str, name: &str, field: &str) -> Option<u32> {
    let mut lines = text.lines().zip(1_u32..);
    let entry = lines.find(|(line, _)| {
        let bare = line.trim_start_matches(['-', ' ']);
        bare.strip_prefix("name:").is_some_and(|value| value.trim().trim_matches(['"', '\'']) == name)
    });
    let (_, entry_line) = entry?;
    let in_entry = lines.take_while(|(line, _)| !line.trim_start().starts_with("- name:"));
    let mut of_field = in_entry
        .filter(|(line, _)| line.trim_start().strip_prefix(field).is_some_and(|rest| rest.starts_with(':')));
    Some(of_field.next().map_or(entry_line, |(_, line)| line))
}

/// A field of a dialect that cannot be used.
#[derive(Debug)]
struct FieldFault {
    field: &'static str,
    what: String,
}

impl FieldFault {
    fn message(&self, name: &str) -> String {
        format!("dialect `{name}`: the field `{}` {}", self.field, self.what)
    }
}

fn selector(field: &'static str, css: &str) -> Result<Selector, FieldFault> {
    Selector::parse(css)
        .map_err(|fault| FieldFault { field, what: format!("is not a CSS selector: `{css}`: {fault}") })
}

fn selectors(field: &'static str, css: &str) -> Result<Vec<KeyedSelector>, FieldFault> {
    let mut all = Vec::new();
    for part in split_list(css) {
        let compiled = selector(field, part)?;
        all.extend(Key::all_of(part).into_iter().map(|key| KeyedSelector {
            selector: Some(&compiled).filter(|_| !key.is_all_of(part)).cloned(),
            key,
            attributes: attributes_in(part),
        }));
    }
    Ok(all)
}

/// One complex selector, and what an element must have for it to match.
#[derive(Clone, Debug)]
pub(crate) struct KeyedSelector {
    key: Key,
    /// What an element must match; nothing where the key says it all.
    selector: Option<Selector>,
    attributes: Vec<String>,
}

/// What an element must have so that a selector can match it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Id(String),
    Class(String),
    /// Its class holds these letters, in lower case.
    ClassPart(String),
    Attribute(String),
    Name(String),
    Any,
}

impl Key {
    /// The demands of which an element must meet one.
    fn all_of(css: &str) -> Vec<Key> {
        let any = last_compound(css).strip_prefix(":is(").and_then(|list| list.split_once(')'));
        any.map_or_else(
            || vec![Key::of(css)],
            |(list, _)| split_list(list).into_iter().map(Key::of).collect(),
        )
    }

    /// Whether the key is all that a selector asks for.
    fn is_all_of(&self, css: &str) -> bool {
        match self {
            Key::Class(class) => css.strip_prefix('.') == Some(class),
            Key::Name(name) => css == name,
            Key::Id(_) | Key::ClassPart(_) | Key::Attribute(_) | Key::Any => false,
        }
    }

    /// The rarest demand of the last compound of a complex selector.
    fn of(css: &str) -> Key {
        let compound = last_compound(css);
        let bare = without_nested(compound);
        let after = |mark: char| {
            bare.split(mark).nth(1).map(|rest| ident(rest).to_owned()).filter(|name| !name.is_empty())
        };
        if let Some(class) = after('.') {
            return Key::Class(class);
        }
        if let Some(id) = after('#') {
            return Key::Id(id);
        }
        if let Some(part) = class_part(compound) {
            return Key::ClassPart(part);
        }
        if let Some(attribute) = attributes_in(compound).into_iter().next() {
            return Key::Attribute(attribute);
        }
        match ident(&bare) {
            "" => Key::Any,
            name => Key::Name(name.to_ascii_lowercase()),
        }
    }
}

/// What the first `[class*=...]` of a compound asks for; none where it stands in a negation.
fn class_part(compound: &str) -> Option<String> {
    let outer = compound.split(":not").next()?;
    let (_, value) = outer.split_once("[class*=").or_else(|| outer.split_once("[class$="))?;
    let part = ident(value.trim_start_matches(['"', '\''])).to_ascii_lowercase();
    Some(part).filter(|part| !part.is_empty())
}

fn ident(css: &str) -> &str {
    let end = css.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
    css.get(..end.unwrap_or(css.len())).unwrap_or("")
}

/// Cuts a selector list at its outer commas.
pub(crate) fn split_list(css: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut scan) = (0, Scan::default());
    for (at, c) in css.char_indices() {
        if scan.step(c) && c == ',' {
            parts.push(css.get(from..at).unwrap_or("").trim());
            from = at + 1;
        }
    }
    parts.push(css.get(from..).unwrap_or("").trim());
    parts
}

/// The part of a complex selector behind its last combinator.
fn last_compound(css: &str) -> &str {
    let (mut from, mut scan) = (0, Scan::default());
    for (at, c) in css.trim().char_indices() {
        if scan.step(c) && (c.is_whitespace() || matches!(c, '>' | '+' | '~')) {
            from = at + c.len_utf8();
        }
    }
    css.trim().get(from..).unwrap_or("")
}

/// A compound without what stands in brackets, parentheses, and without pseudo-classes.
fn without_nested(compound: &str) -> String {
    let mut scan = Scan::default();
    let outer: String = compound.chars().filter(|&c| scan.step(c) && !matches!(c, ']' | ')')).collect();
    outer.split(':').next().unwrap_or("").to_owned()
}

/// The names of the attributes that a selector asks for.
fn attributes_in(css: &str) -> Vec<String> {
    css.split('[')
        .skip(1)
        .map(|rest| ident(rest.trim_start()).to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Follows quotes, brackets and parentheses.
#[derive(Default)]
struct Scan {
    depth: usize,
    quote: Option<char>,
}

impl Scan {
    /// Whether `c` stands outside of all.
    fn step(&mut self, c: char) -> bool {
        match (self.quote, c) {
            (Some(quote), c) if c == quote => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => self.quote = Some(c),
            (None, '[' | '(') => self.depth += 1,
            (None, ']' | ')') => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            (None, _) => return self.depth == 0,
        }
        false
    }
}

/// A dialect with its selectors compiled.
#[derive(Clone, Debug)]
pub(crate) struct CompiledDialect {
    pub(crate) dialect: Dialect,
    titles: Vec<KeyedSelector>,
    pub(crate) except: Option<Selector>,
    pub(crate) label_in: Option<Selector>,
    pub(crate) controls: Option<Selector>,
    pub(crate) item: Option<Selector>,
    pub(crate) next_to_input: Option<Selector>,
    pub(crate) next: Option<Selector>,
    pub(crate) inside: Option<Selector>,
    pub(crate) panel_except: Option<Selector>,
    mentioned: Vec<String>,
}

/// When a dialect is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    First,
    /// Where the first stage found nothing.
    Fallback,
}

/// All dialects that a parser tries, with an index that finds the few selectors which can match an
/// element, so that the number of dialects costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct DialectSet {
    pub(crate) dialects: Arc<[CompiledDialect]>,
    titles: Arc<Index>,
    fallback_titles: Arc<Index>,
    not_in: Arc<Index>,
    pub(crate) controls: Selector,
    pub(crate) control_words: &'static [String],
    pub(crate) attributes: BTreeSet<String>,
    pub(crate) presence: Arc<Presence>,
}

impl DialectSet {
    /// The built-in dialects.
    pub(crate) fn built_in() -> Self {
        BUILT_IN_SET.clone()
    }

    /// `own` dialects, then the built-in ones.
    pub(crate) fn new(own: &[Dialect]) -> Result<Self> {
        Self::of(own.iter().chain(Dialect::built_in()))
    }

    /// Just these dialects.
    pub(crate) fn of<'a>(dialects: impl Iterator<Item = &'a Dialect>) -> Result<Self> {
        let compiled = dialects.map(|dialect| {
            dialect.compile().map_err(|fault| Error::new(ErrorKind::Dialect, fault.message(&dialect.name)))
        });
        let compiled = compiled.collect::<Result<Vec<_>>>()?;
        let fault = |fault: FieldFault| Error::new(ErrorKind::Dialect, fault.message("built-in"));
        let not_in = selectors("not-in", &BUILT_IN_FILE.not_in).map_err(fault)?;
        let controls = selector("controls", &BUILT_IN_FILE.controls).map_err(fault)?;
        let mut attributes: BTreeSet<String> =
            compiled.iter().flat_map(|d| d.mentioned.iter().cloned()).collect();
        attributes.extend(compiled.iter().filter_map(|d| d.dialect.title_attribute.clone()));
        attributes.extend(compiled.iter().flat_map(|d| d.dialect.id_attributes.iter().cloned()));
        attributes.extend(READ_BY_RELATIONS.map(str::to_owned));
        attributes.extend(attributes_in(&BUILT_IN_FILE.controls));
        attributes.extend(not_in.iter().flat_map(|s| s.attributes.clone()));
        let titles = |fallback| {
            let dialects = compiled.iter().enumerate();
            dialects.filter(move |(_, d)| d.dialect.fallback == fallback && !d.dialect.scripted)
        };
        Ok(DialectSet {
            titles: Arc::new(Index::new(
                titles(false).flat_map(|(n, d)| d.titles.iter().map(move |t| (n, t))),
            )),
            fallback_titles: Arc::new(Index::new(
                titles(true).flat_map(|(n, d)| d.titles.iter().map(move |t| (n, t))),
            )),
            not_in: Arc::new(Index::new(not_in.iter().map(|selector| (0, selector)))),
            controls,
            control_words: &BUILT_IN_FILE.control_words,
            attributes,
            presence: Arc::new(Presence::new(compiled.iter().map(|d| &d.dialect))),
            dialects: compiled.into(),
        })
    }

    /// The first dialect of the stage for which the element is a title, of those that `accepts` takes.
    pub(crate) fn title(
        &self,
        dom: &Dom,
        node: usize,
        stage: Stage,
        accepts: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let index = match stage {
            Stage::First => &self.titles,
            Stage::Fallback => &self.fallback_titles,
        };
        index.first(dom, node, |dialect| {
            let except = self.dialects.get(dialect).and_then(|dialect| dialect.except.as_ref());
            let is_excepted =
                || except.zip(dom.element_ref(node)).is_some_and(|(except, node)| except.matches(&node));
            accepts(dialect) && !is_excepted()
        })
    }

    /// Whether these words, in lower case, are the title of what is no panel of its own.
    pub(crate) fn is_chrome(&self, words: &str) -> bool {
        BUILT_IN_FILE.chrome.contains(words)
    }

    /// Whether no accordion is looked for in the element.
    pub(crate) fn excludes(&self, dom: &Dom, node: usize) -> bool {
        self.not_in.first(dom, node, |_| true).is_some()
    }
}

/// Selectors by what an element must have to match them.
#[derive(Clone, Debug, Default)]
struct Index {
    ids: FxHashMap<String, Vec<Entry>>,
    classes: FxHashMap<String, Vec<Entry>>,
    class_parts: Vec<(String, Vec<Entry>)>,
    attributes: FxHashMap<String, Vec<Entry>>,
    names: FxHashMap<String, Vec<Entry>>,
    any: Vec<Entry>,
}

/// A selector, and the number of what it stands for.
#[derive(Clone, Debug)]
struct Entry {
    number: usize,
    /// What the element must match beside the key, if anything.
    selector: Option<Selector>,
}

impl Index {
    fn new<'a>(selectors: impl Iterator<Item = (usize, &'a KeyedSelector)>) -> Self {
        let mut index = Index::default();
        for (number, keyed) in selectors {
            let entry = Entry { number, selector: keyed.selector.clone() };
            match &keyed.key {
                Key::Id(id) => index.ids.entry(id.clone()).or_default().push(entry),
                Key::Class(class) => index.classes.entry(class.clone()).or_default().push(entry),
                Key::ClassPart(part) => match index.class_parts.iter_mut().find(|(known, _)| known == part) {
                    Some((_, entries)) => entries.push(entry),
                    None => index.class_parts.push((part.clone(), vec![entry])),
                },
                Key::Attribute(name) => index.attributes.entry(name.clone()).or_default().push(entry),
                Key::Name(name) => index.names.entry(name.clone()).or_default().push(entry),
                Key::Any => index.any.push(entry),
            }
        }
        index
    }

    /// The smallest number whose selector matches the element and that `accepts` takes.
    fn first(&self, dom: &Dom, node: usize, accepts: impl Fn(usize) -> bool) -> Option<usize> {
        let element = dom.element(node)?;
        let mut best: Option<usize> = None;
        let mut try_all = |entries: &[Entry]| {
            for Entry { number, selector } in entries {
                if best.is_some_and(|best| best <= *number) {
                    continue;
                }
                let matches = selector.as_ref().is_none_or(|selector| {
                    dom.element_ref(node).is_some_and(|element| selector.matches(&element))
                });
                if matches && accepts(*number) {
                    best = Some(*number);
                }
            }
        };
        if let Some(entries) = self.names.get(&*element.name.local) {
            try_all(entries);
        }
        for (name, value) in &element.attrs {
            match &*name.local {
                "class" => {
                    let classes = value.split_ascii_whitespace();
                    classes.filter_map(|class| self.classes.get(class)).for_each(|entries| try_all(entries));
                    let parts = self.class_parts.iter().filter(|(part, _)| contains(value, part));
                    parts.for_each(|(_, entries)| try_all(entries));
                }
                "id" if !self.ids.is_empty() => {
                    if let Some(entries) = self.ids.get(&**value) {
                        try_all(entries);
                    }
                }
                _ => {}
            }
            if let Some(entries) = self.attributes.get(&*name.local) {
                try_all(entries);
            }
        }
        try_all(&self.any);
        best
    }
}

/// Whether a text holds these lower-case letters, in whatever case.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_dialects_are_well_formed() {
        assert!(DialectSet::new(&[]).is_ok(), "{:?}", DialectSet::new(&[]).err());
        let mut names = BTreeSet::new();
        for dialect in Dialect::built_in() {
            assert!(names.insert(&dialect.name), "{} stands twice", dialect.name);
            assert!(
                dialect.label.is_some() && dialect.documentation.is_some(),
                "{} is not documented",
                dialect.name
            );
        }
    }

    #[test]
    fn keys() {
        assert_eq!(Key::of("ul > li .a.b"), Key::Class("a".into()));
        assert_eq!(Key::of("details > summary"), Key::Name("summary".into()));
        assert_eq!(Key::of("[aria-controls]:not(.x)"), Key::Attribute("aria-controls".into()));
        assert_eq!(Key::of("h3:not(.a, .b)"), Key::Name("h3".into()));
        assert_eq!(Key::of("[class*=Faq i][class*=title]:not(.x)"), Key::ClassPart("faq".into()));
        assert_eq!(Key::of("[open]:not([class*=x])"), Key::Attribute("open".into()));
        assert_eq!(Key::all_of("a :is(h2, .b)"), [Key::Name("h2".into()), Key::Class("b".into())]);
        assert_eq!(Key::of("*"), Key::Any);
        assert_eq!(split_list("a, b:is(c, d), [e=\",\"]"), ["a", "b:is(c, d)", "[e=\",\"]"]);
    }

    #[track_caller]
    fn refused(yaml: &str, line: u32, message: &str) {
        let error = Dialect::from_yaml(yaml).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Dialect, Some(line)), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }

    #[test]
    fn a_bad_entry_is_named() {
        refused(
            "- name: a\n  title: .b\n  next: '..'\n",
            3,
            "dialect `a`: the field `next` is not a CSS selector",
        );
        refused("- name: a\n  title: .b\n", 1, "dialect `a`: the field `next` must be given");
        refused("- name: a\n  title: .b\n  nxt: c\n", 3, "unknown field `nxt`");
    }
}
