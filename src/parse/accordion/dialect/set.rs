//! All dialects that a parser tries, compiled.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashSet;
use serde::Deserialize;
use smallvec::SmallVec;

use crate::error::{Error, ErrorKind, Result};
use crate::yaml;

use super::entry::Dialect;
use super::read;
use super::read::Fault;
use crate::parse::html::guard::KeptAttributes;
use crate::parse::selector::index::{Index, Role, Roles};
use crate::parse::selector::{Complex, Matcher, NoSelector, attributes_in, complex_selectors};

/// The built-in dialects, as the YAML that [`Dialect::from_yaml`] reads.
const BUILT_IN: &str = include_str!("dialects.yaml");

/// The file of the built-in dialects.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BuiltIn {
    /// Elements in which no accordion is searched.
    not_in: String,
    /// Parts of titles that only control the panel.
    controls: String,
    /// Words, in lower case, that are the label of a control if an element of a title contains nothing else.
    control_words: Vec<String>,
    /// Whole titles, in lower case, of elements that are not panels: menus, searches, controls of all panels.
    chrome: FxHashSet<String>,
    dialects: Vec<Dialect>,
}

static BUILT_IN_FILE: LazyLock<BuiltIn> =
    LazyLock::new(|| yaml::from_str(BUILT_IN).expect("the built-in dialects are valid: tested below"));

/// Longer texts are not labels of controls.
const MAX_LABEL_BYTES: usize = 32;

static CONTROL_WORDS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| BUILT_IN_FILE.control_words.iter().map(String::as_str).collect());

static BUILT_IN_SET: LazyLock<DialectSet> =
    LazyLock::new(|| DialectSet::new(&[]).expect("the built-in selectors compile: tested below"));

impl Dialect {
    /// Reads a list of dialects.
    ///
    /// # Errors
    /// [`ErrorKind::Dialect`], with the entry, the field and the line, if an entry is invalid, a name is used twice,
    /// or the text is not YAML or contains no dialect.
    ///
    /// ```
    /// let error = deplier::Dialect::from_yaml("- name: drawers\n  title: .drawer[\n  rest: true\n").unwrap_err();
    /// assert_eq!(error.line(), Some(2));
    /// assert_eq!(error.message(), "dialect `drawers`: the field `title` contains `.drawer[`, which is not a CSS selector");
    /// ```
    pub fn from_yaml(text: &str) -> Result<Vec<Dialect>> {
        let dialects = read::read(text)?;
        compile(dialects.iter()).map_err(|fault| fault.into_error(Some(text)))?;
        check_names(&dialects).map_err(|fault| fault.into_error(Some(text)))?;
        Ok(dialects)
    }

    /// Returns the built-in dialects, in the order in which they are tried.
    ///
    /// ```
    /// assert!(deplier::Dialect::built_in().iter().any(|dialect| dialect.name == "details"));
    /// ```
    #[must_use]
    pub fn built_in() -> &'static [Dialect] {
        &BUILT_IN_FILE.dialects
    }

    fn compile(&self) -> Result<CompiledDialect, FieldFault> {
        let one = |field: &'static str, css: &Option<String>| {
            css.as_deref().map(|css| matcher(field, css)).transpose()
        };
        let empty = [("name", &self.name), ("title", &self.title)]
            .into_iter()
            .find(|(_, text)| text.trim().is_empty());
        if let Some((field, _)) = empty {
            return Err(FieldFault { field, what: "is empty".to_owned() });
        }
        let has_panel = self.next.is_some() || self.inside.is_some() || self.title_attribute.is_some();
        let has_id = self.by_id || self.next_to_input.is_some();
        if !(has_panel || has_id || self.rest || self.until_next_title) {
            let what = "must be given, or `inside`, `by-id`, `rest` or `until-next-title`".to_owned();
            return Err(FieldFault { field: "next", what });
        }
        Ok(CompiledDialect {
            dialect: self.clone(),
            titles: complex_selectors(&self.title)
                .map_err(|fault| FieldFault::no_selector("title", &fault))?,
            within: match &self.within {
                None => Vec::new(),
                Some(css) => {
                    complex_selectors(css).map_err(|fault| FieldFault::no_selector("within", &fault))?
                }
            },
            except: one("except", &self.except)?,
            label_in: one("label-in", &self.label_in)?,
            controls: one("controls", &self.controls)?,
            item: one("item", &self.item)?,
            next_to_input: one("next-to-input", &self.next_to_input)?,
            next: one("next", &self.next)?,
            inside: one("inside", &self.inside)?,
            next_without_id: one("next-without-id", &self.next_without_id)?,
            panel_except: one("panel-except", &self.panel_except)?,
        })
    }
}

/// Dialects with compiled selectors.
fn compile<'a>(dialects: impl Iterator<Item = &'a Dialect>) -> Result<Vec<CompiledDialect>, Fault> {
    let compiled = dialects.enumerate().map(|(entry, dialect)| {
        dialect.compile().map_err(|FieldFault { field, what }| Fault {
            entry,
            name: Some(dialect.name.clone()),
            field: Some(field.to_owned()),
            what,
        })
    });
    compiled.collect()
}

/// Refuses a list with duplicate names, which would be ambiguous.
pub(crate) fn check_names(dialects: &[Dialect]) -> Result<(), Fault> {
    let mut names = BTreeSet::new();
    match dialects.iter().enumerate().find(|(_, dialect)| !names.insert(&dialect.name)) {
        None => Ok(()),
        Some((entry, dialect)) => Err(Fault {
            entry,
            name: Some(dialect.name.clone()),
            field: Some("name".to_owned()),
            what: "stands twice in the list: give each entry a name of its own".to_owned(),
        }),
    }
}

/// An invalid field of a dialect.
#[derive(Debug)]
struct FieldFault {
    field: &'static str,
    what: String,
}

impl FieldFault {
    fn no_selector(field: &'static str, fault: &NoSelector<'_>) -> Self {
        let what = match fault.0 {
            "" => "has an empty selector between its commas".to_owned(),
            css => format!("contains `{css}`, which is not a CSS selector"),
        };
        FieldFault { field, what }
    }
}

fn matcher(field: &'static str, css: &str) -> Result<Matcher, FieldFault> {
    Matcher::new(css).map_err(|fault| FieldFault::no_selector(field, &fault))
}

/// A dialect with compiled selectors.
#[derive(Clone, Debug)]
pub(crate) struct CompiledDialect {
    pub(crate) dialect: Dialect,
    titles: Vec<Complex>,
    within: Vec<Complex>,
    pub(crate) except: Option<Matcher>,
    pub(crate) label_in: Option<Matcher>,
    pub(crate) controls: Option<Matcher>,
    pub(crate) item: Option<Matcher>,
    pub(crate) next_to_input: Option<Matcher>,
    pub(crate) next: Option<Matcher>,
    pub(crate) inside: Option<Matcher>,
    pub(crate) next_without_id: Option<Matcher>,
    pub(crate) panel_except: Option<Matcher>,
}

/// All dialects that a parser tries, with an index of the few selectors that can match an element. The cost
/// therefore hardly depends on the number of dialects.
#[derive(Clone, Debug)]
pub(crate) struct DialectSet {
    pub(crate) dialects: Arc<[CompiledDialect]>,
    /// Whether titles without a dialect are searched too.
    pub(crate) weighs_structure: bool,
    index: Arc<Index>,
    controls: Arc<Index>,
    /// The attributes of elements that are read.
    pub(crate) kept: Arc<KeptAttributes>,
}

impl DialectSet {
    /// Creates the set of the built-in dialects.
    pub(crate) fn built_in() -> Self {
        BUILT_IN_SET.clone()
    }

    /// Creates a set of `own` dialects, followed by the built-in ones.
    pub(crate) fn new(own: &[Dialect]) -> Result<Self> {
        let set = Self::of(own.iter().chain(Dialect::built_in()))?;
        Ok(DialectSet { weighs_structure: true, ..set })
    }

    /// Creates a set of these dialects only.
    pub(crate) fn of<'a>(dialects: impl Iterator<Item = &'a Dialect>) -> Result<Self> {
        let compiled = compile(dialects).map_err(|fault| fault.into_error(None))?;
        let fault = |FieldFault { field, what }: FieldFault| {
            Error::new(ErrorKind::Dialect, format!("built-in dialects: the field `{field}` {what}"))
        };
        let not_in = complex_selectors(&BUILT_IN_FILE.not_in)
            .map_err(|no_selector| fault(FieldFault::no_selector("not-in", &no_selector)))?;
        let controls = complex_selectors(&BUILT_IN_FILE.controls)
            .map_err(|no_selector| fault(FieldFault::no_selector("controls", &no_selector)))?;
        let mut attributes: BTreeSet<String> = attributes_in(&BUILT_IN_FILE.not_in).collect();
        attributes.extend(compiled.iter().flat_map(|d| d.dialect.every_attribute()));
        attributes.extend(attributes_in(&BUILT_IN_FILE.controls));
        let own = || compiled.iter().enumerate();
        let regions =
            || own().flat_map(|(n, d)| d.within.iter().map(move |within| (Role::Region(n), within)));
        let titles = || own().flat_map(|(n, d)| d.titles.iter().map(move |title| (Role::Title(n), title)));
        let excluded = || not_in.iter().map(|selector| (Role::Excluded, selector));
        Ok(DialectSet {
            index: Arc::new(Index::new(excluded().chain(regions()).chain(titles()))),
            controls: Arc::new(Index::new(controls.iter().map(|selector| (Role::Control, selector)))),
            kept: Arc::new(KeptAttributes::new(&attributes)),
            dialects: compiled.into(),
            weighs_structure: false,
        })
    }

    /// Returns the set without the dialect of this name; `None` if it has none.
    pub(crate) fn without(&self, name: &str) -> Result<Option<Self>> {
        let others: Vec<&Dialect> =
            self.dialects.iter().map(|d| &d.dialect).filter(|dialect| dialect.name != name).collect();
        if others.len() == self.dialects.len() {
            return Ok(None);
        }
        let set = Self::of(others.into_iter())?;
        Ok(Some(DialectSet { weighs_structure: self.weighs_structure, ..set }))
    }

    /// Returns the roles of a page's elements.
    pub(crate) fn roles(&self) -> Roles<'_> {
        Roles::new(&self.index)
    }

    /// Returns which elements of a page are controls.
    pub(crate) fn controls(&self) -> Roles<'_> {
        Roles::new(&self.controls)
    }
}

/// For each first byte of a control word, a bit for each length of such words: most texts have none of both.
static CONTROL_LENGTHS: LazyLock<[u64; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    for word in CONTROL_WORDS.iter() {
        let first = word.bytes().next().map(usize::from);
        first.and_then(|first| lengths.get_mut(first)).into_iter().for_each(|bits| *bits |= 1 << word.len());
    }
    lengths
});

/// Whether a text is the label of a control, ignoring case.
pub(crate) fn is_control_word(text: &str) -> bool {
    if text.len() > MAX_LABEL_BYTES {
        return false;
    }
    let Some(first) = text.bytes().next() else { return false };
    let lengths = CONTROL_LENGTHS.get(usize::from(first.to_ascii_lowercase())).copied().unwrap_or(0);
    // Texts this short are many: they are not worth an allocation each.
    let mut lower: SmallVec<[u8; MAX_LABEL_BYTES]> = SmallVec::new();
    let mut is_word = || {
        lower.extend_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        CONTROL_WORDS.contains(std::str::from_utf8(&lower).unwrap_or_default())
    };
    lengths & (1 << text.len()) != 0 && is_word()
        || !text.is_ascii() && CONTROL_WORDS.contains(text.to_lowercase().as_str())
}

/// Whether these words, in lower case, are the title of an element that is not a panel.
pub(crate) fn is_chrome(words: &str) -> bool {
    BUILT_IN_FILE.chrome.contains(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_dialects_are_well_formed() {
        assert!(DialectSet::new(&[]).is_ok(), "{:?}", DialectSet::new(&[]).err());
        assert!(BUILT_IN_FILE.control_words.iter().all(|word| word.len() <= MAX_LABEL_BYTES));
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
}
