//! CSS selectors, with a fast path for common ones.
//!
//! Most selectors of dialects test names, classes and attributes of an element and of those around it. They are
//! matched here. The CSS crate is used only for selectors with other features, and only for elements that pass all
//! the tests made here.

pub(crate) mod index;
pub(crate) mod syntax;

use html5ever::{LocalName, local_name};
use scraper::Selector;

use self::syntax::{Scan, attribute_name, closing, name, split_list};
use super::html::dom::{Dom, Element, value};

/// How deep `:is()` and `:not()` are read. Deeper ones are left to the CSS crate.
const MAX_NESTING: usize = 4;

/// A selector list. An element must match one of them.
#[derive(Clone, Debug)]
pub(crate) struct Matcher(Vec<Complex>);

/// The part of a list that is not valid CSS.
#[derive(Debug)]
pub(crate) struct NoSelector<'a>(pub(crate) &'a str);

impl Matcher {
    pub(crate) fn new(css: &str) -> Result<Self, NoSelector<'_>> {
        Ok(Matcher(complex_selectors(css)?))
    }

    pub(crate) fn matches(&self, dom: &Dom, node: usize) -> bool {
        let Some(element) = dom.element(node) else { return false };
        self.0.iter().any(|complex| complex.matches(dom, node, element))
    }
}

/// Parses each selector of a list separately.
pub(crate) fn complex_selectors(css: &str) -> Result<Vec<Complex>, NoSelector<'_>> {
    split_list(css).into_iter().map(Complex::new).collect()
}

/// A selector without outer commas.
#[derive(Clone, Debug)]
pub(crate) struct Complex {
    /// The conditions for the element.
    own: Vec<Demand>,
    /// The conditions for the previous sibling, the one before it, and so on.
    before: Vec<Vec<Demand>>,
    /// The conditions for the parent of these, its parent, and so on.
    parents: Vec<Vec<Demand>>,
    /// The conditions for some ancestor of these.
    around: Option<Vec<Demand>>,
    /// The whole selector, if the conditions do not express all of it.
    rest: Option<Selector>,
}

/// A condition for an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Demand {
    Name(LocalName),
    Id(String),
    Class(String),
    Attribute(LocalName),
    Value(WantedValue),
    AnyOf(Vec<Vec<Demand>>),
    NoneOf(Vec<Vec<Demand>>),
}

/// A condition for the value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct WantedValue {
    attribute: LocalName,
    place: ValuePlace,
    value: String,
    ignores_case: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ValuePlace {
    Whole,
    Start,
    End,
    Anywhere,
}

/// A condition by which selectors are indexed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Id(String),
    Class(String),
    /// Its class contains this text, in lower case.
    ClassPart(String),
    Attribute(LocalName),
    Name(LocalName),
    /// The name of its parent.
    Parent(LocalName),
    Any,
}

/// A compound selector and the combinator between it and the one before.
struct CompoundStep<'a> {
    compound: &'a str,
    before: Option<char>,
}

impl Complex {
    fn new(css: &str) -> Result<Self, NoSelector<'_>> {
        let selector = Selector::parse(css).map_err(|_| NoSelector(css))?;
        let (mut before, mut parents, mut around) = (Vec::new(), Vec::new(), None);
        // Escapes may give any character. Only those in attribute names are read here.
        if has_escape_outside_of_brackets(css) || css.contains("/*") {
            return Ok(Complex { own: Vec::new(), before, parents, around, rest: Some(selector) });
        }
        let mut steps = steps(css);
        let mut says_all = true;
        let mut demands = |step: Option<&CompoundStep<'_>>| {
            let (demands, is_exact) = step.map_or((Vec::new(), false), |step| compound(step.compound, 0));
            says_all &= is_exact;
            demands
        };
        let last = steps.pop();
        let own = demands(last.as_ref());
        let mut combinator = last.and_then(|step| step.before);
        for (sign, chain) in [('+', &mut before), ('>', &mut parents)] {
            while combinator == Some(sign) {
                let step = steps.pop();
                chain.push(demands(step.as_ref()));
                combinator = step.and_then(|step| step.before);
            }
        }
        if combinator == Some(' ') {
            let step = steps.pop();
            around = Some(demands(step.as_ref()));
            combinator = step.and_then(|step| step.before);
        }
        let rest = Some(selector).filter(|_| !says_all || combinator.is_some());
        Ok(Complex { own, before, parents, around, rest })
    }

    /// Whether the element of this node matches.
    pub(crate) fn matches(&self, dom: &Dom, node: usize, element: &Element) -> bool {
        let holds =
            |demands: &[Demand], node| dom.element(node).is_some_and(|e| all_hold(demands, dom, node, e));
        // The index has already checked the element itself, so its surroundings are the better test.
        let mut at = node;
        for demands in &self.before {
            let Some(before) = dom.previous_element(at).filter(|&before| holds(demands, before)) else {
                return false;
            };
            at = before;
        }
        for demands in &self.parents {
            at = dom.parent(at);
            if !holds(demands, at) {
                return false;
            }
        }
        all_hold(&self.own, dom, node, element)
            && self.around.as_ref().is_none_or(|demands| dom.ancestors(at).any(|node| holds(demands, node)))
            && self.rest.as_ref().is_none_or(|rest| dom.element_ref(node).is_some_and(|e| rest.matches(&e)))
    }

    /// Returns conditions of which an element must meet one.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let of_parent = self.parents.first().into_iter().flatten().find_map(|demand| match demand {
            Demand::Name(name) => Some(vec![Key::Parent(name.clone())]),
            _ => None,
        });
        keys(&self.own).or(of_parent).unwrap_or_else(|| vec![Key::Any])
    }
}

fn all_hold(demands: &[Demand], dom: &Dom, node: usize, element: &Element) -> bool {
    demands.iter().all(|demand| demand.holds(dom, node, element))
}

impl Demand {
    fn holds(&self, dom: &Dom, node: usize, element: &Element) -> bool {
        let question = || format!("{self:?}");
        let meets =
            |own: &str, search: &dyn Fn(&str) -> bool| dom.searched.meets(node, own, question, search);
        match self {
            Demand::Name(name) => element.name == *name,
            Demand::Id(id) => value(element, &local_name!("id")).is_some_and(|own| own == id),
            Demand::Class(class) => value(element, &local_name!("class"))
                .is_some_and(|own| meets(own, &|own| own.split_ascii_whitespace().any(|own| own == class))),
            Demand::Attribute(name) => value(element, name).is_some(),
            Demand::Value(wanted) => value(element, &wanted.attribute)
                .is_some_and(|own| meets(own, &|own| wanted.is_met_by(own.as_bytes()))),
            Demand::AnyOf(options) => options.iter().any(|option| all_hold(option, dom, node, element)),
            Demand::NoneOf(options) => !options.iter().any(|option| all_hold(option, dom, node, element)),
        }
    }

    /// Returns the key of a single condition. Keys that are probably rarer rank higher.
    fn key(&self) -> Option<(u8, Key)> {
        Some(match self {
            Demand::Class(class) => (4, Key::Class(class.clone())),
            Demand::Id(id) => (3, Key::Id(id.clone())),
            Demand::Value(wanted) if wanted.attribute == local_name!("class") => {
                (2, Key::ClassPart(wanted.value.to_ascii_lowercase()))
            }
            Demand::Value(wanted) => (1, Key::Attribute(wanted.attribute.clone())),
            Demand::Attribute(name) => (1, Key::Attribute(name.clone())),
            Demand::Name(name) => (0, Key::Name(name.clone())),
            Demand::AnyOf(_) | Demand::NoneOf(_) => return None,
        })
    }
}

impl WantedValue {
    fn is_met_by(&self, own: &[u8]) -> bool {
        let wanted = self.value.as_bytes();
        let is_same = |part: &[u8]| {
            if self.ignores_case { part.eq_ignore_ascii_case(wanted) } else { part == wanted }
        };
        match self.place {
            ValuePlace::Whole => is_same(own),
            ValuePlace::Start => own.get(..wanted.len()).is_some_and(is_same),
            ValuePlace::End => {
                own.len().checked_sub(wanted.len()).and_then(|from| own.get(from..)).is_some_and(is_same)
            }
            ValuePlace::Anywhere => own.windows(wanted.len().max(1)).any(is_same),
        }
    }
}

/// Returns `None` if elements with nothing in common meet the conditions.
fn keys(demands: &[Demand]) -> Option<Vec<Key>> {
    // On ties, the first wins.
    let single = demands.iter().rev().filter_map(Demand::key).max_by_key(|(rank, _)| *rank);
    let options = demands.iter().find_map(|demand| match demand {
        Demand::AnyOf(options) => options.iter().map(|option| keys(option)).collect::<Option<Vec<_>>>(),
        _ => None,
    });
    single.map(|(_, key)| vec![key]).or(options.map(|options| options.concat()))
}

/// Returns the conditions of a compound selector, and whether they express all of it.
fn compound(css: &str, depth: usize) -> (Vec<Demand>, bool) {
    let (mut demands, mut is_exact) = (Vec::new(), true);
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let behind = rest.get(first.len_utf8()..).unwrap_or("");
        let (demand, says_all, next) = match first {
            '*' => (None, true, Some(behind)),
            '.' => named(behind, |class| Demand::Class(class.to_owned())),
            '#' => named(behind, |id| Demand::Id(id.to_owned())),
            '[' => {
                let end = closing(behind, ']');
                let (demand, says_all) =
                    end.and_then(|end| behind.get(..end)).map_or((None, false), attribute);
                (demand, says_all, end.and_then(|end| behind.get(end + 1..)))
            }
            ':' => pseudo_class(behind, depth),
            _ => named(rest, |name| Demand::Name(LocalName::from(name))),
        };
        // In HTML documents, names are compared case-insensitively.
        let is_cased = matches!(&demand, Some(Demand::Name(n) | Demand::Attribute(n)) if has_upper_case(n));
        is_exact &= says_all && !is_cased;
        demands.extend(demand.filter(|_| !is_cased));
        let Some(next) = next else { return (Vec::new(), false) };
        rest = next;
    }
    (demands, is_exact)
}

fn has_escape_outside_of_brackets(css: &str) -> bool {
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once('[') {
        let Some(end) = closing(behind, ']').filter(|_| !before.contains('\\')) else {
            return css.contains('\\');
        };
        rest = behind.get(end..).unwrap_or("");
    }
    rest.contains('\\')
}

fn has_upper_case(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_uppercase())
}

/// A condition, whether it is complete, and the rest of the compound selector.
type Read<'a> = (Option<Demand>, bool, Option<&'a str>);

fn named(css: &str, demand: impl Fn(&str) -> Demand) -> Read<'_> {
    let Some(name) = name(css) else { return (None, false, None) };
    (Some(demand(name)), true, css.get(name.len()..))
}

/// Reads the inside of brackets.
fn attribute(css: &str) -> (Option<Demand>, bool) {
    let (name, wanted) = css.split_once('=').map_or((css, None), |(name, value)| (name, Some(value.trim())));
    let written = name.trim().trim_end_matches(['*', '^', '$', '~', '|']).trim();
    let known = attribute_name(written).filter(|known| !has_upper_case(known) && !written.contains('|'));
    let Some(bare) = known.as_deref() else { return (None, false) };
    let attribute = LocalName::from(bare);
    let Some(wanted) = wanted else { return (Some(Demand::Attribute(attribute)), true) };
    let quote = wanted.chars().next().filter(|c| matches!(c, '"' | '\''));
    let parts = match quote {
        Some(quote) => wanted.get(1..).and_then(|wanted| wanted.split_once(quote)),
        None => wanted.split_once(|c: char| c.is_ascii_whitespace()).or(Some((wanted, ""))),
    };
    let place = match name.trim().strip_prefix(written) {
        Some("") => Some(ValuePlace::Whole),
        Some("*") => Some(ValuePlace::Anywhere),
        Some("^") => Some(ValuePlace::Start),
        Some("$") => Some(ValuePlace::End),
        _ => None,
    };
    // An empty text is never contained in a value.
    let known = parts.filter(|(value, _)| !value.is_empty()).zip(place);
    let Some(((value, flag), place)) = known else { return (Some(Demand::Attribute(attribute)), false) };
    let is_flagged = flag.trim().eq_ignore_ascii_case("i");
    let is_cased = flag.trim().is_empty() && keeps_case(bare);
    let demand = WantedValue { attribute, place, value: value.to_owned(), ignores_case: !is_cased };
    (Some(Demand::Value(demand)), is_flagged || is_cased)
}

/// Whether HTML compares the values of this attribute case-sensitively.
fn keeps_case(attribute: &str) -> bool {
    matches!(attribute, "class" | "id" | "role" | "href" | "onclick" | "itemprop" | "itemtype" | "property")
        || attribute.starts_with("aria-")
        || attribute.starts_with("data-")
}

fn pseudo_class(css: &str, depth: usize) -> Read<'_> {
    let Some(name) = name(css) else { return (None, false, None) };
    let behind = css.get(name.len()..).unwrap_or("");
    let Some(arguments) = behind.strip_prefix('(') else { return (None, false, Some(behind)) };
    let Some(end) = closing(arguments, ')') else { return (None, false, None) };
    let behind = arguments.get(end + 1..);
    if depth >= MAX_NESTING || !matches!(name, "is" | "where" | "not") {
        return (None, false, behind);
    }
    let lists = split_list(arguments.get(..end).unwrap_or("")).into_iter().map(|css| {
        let steps = steps(css);
        let (demands, is_exact) =
            steps.last().map_or((Vec::new(), false), |s| compound(s.compound, depth + 1));
        (demands, is_exact && steps.len() == 1)
    });
    let (options, exact): (Vec<_>, Vec<bool>) = lists.unzip();
    let is_exact = exact.into_iter().all(|exact| exact);
    match name {
        "not" if is_exact => (Some(Demand::NoneOf(options)), true, behind),
        "not" => (None, false, behind),
        _ => (Some(Demand::AnyOf(options)), is_exact, behind),
    }
}

/// Splits a complex selector into compound selectors.
fn steps(css: &str) -> Vec<CompoundStep<'_>> {
    let css = css.trim();
    let mut steps = Vec::new();
    let (mut from, mut before, mut scan) = (0, None, Scan::default());
    for (at, c) in css.char_indices() {
        if !scan.step(c) || !(c.is_whitespace() || matches!(c, '>' | '+' | '~')) {
            continue;
        }
        let compound = css.get(from..at).unwrap_or("");
        if !compound.is_empty() {
            steps.push(CompoundStep { compound, before });
            before = Some(' ');
        }
        if !c.is_whitespace() {
            before = Some(c);
        }
        from = at + c.len_utf8();
    }
    steps.push(CompoundStep { compound: css.get(from..).unwrap_or(""), before });
    steps
}

/// Returns the names of the attributes that a selector tests.
pub(crate) fn attributes_in(css: &str) -> impl Iterator<Item = String> + '_ {
    let names = css.split('[').skip(1).filter_map(attribute_name).filter(|name| !name.is_empty());
    names.map(|name| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::accordion::dialect::Dialect;
    use crate::parse::body::mapped::Html;
    use crate::parse::html;
    use crate::parse::html::guard::KeptAttributes;

    #[track_caller]
    fn found_by(css: &str, expected: &[Key]) {
        let complex = Complex::new(css).unwrap();
        assert_eq!(complex.keys(), expected, "{css}");
    }

    #[test]
    fn selectors_are_indexed_by_rare_conditions() {
        let name = |name: &str| Key::Name(name.into());
        found_by("ul > li .a.b", &[Key::Class("a".into())]);
        found_by("details > summary", &[name("summary")]);
        found_by("[aria-controls]:not(.x)", &[Key::Attribute("aria-controls".into())]);
        found_by("h3:not(.a, .b)", &[name("h3")]);
        found_by("[class*=Faq i][class*=title]:not(.x)", &[Key::ClassPart("faq".into())]);
        found_by("[open]:not([class*=x])", &[Key::Attribute("open".into())]);
        found_by("a :is(h2:not(.c), .b)", &[name("h2"), Key::Class("b".into())]);
        found_by("a > b > :first-child", &[Key::Parent("b".into())]);
        found_by("a > :is(b, :not(.c))", &[Key::Parent("a".into())]);
        found_by("*", &[Key::Any]);
        found_by(".a\\:b", &[Key::Any]);
        found_by(r"h2[\@click]", &[Key::Attribute("@click".into())]);
    }

    #[test]
    fn lists_are_cut_at_their_outer_commas() {
        assert_eq!(split_list("a, b:is(c, d), [e=\",\"]"), ["a", "b:is(c, d)", "[e=\",\"]"]);
    }

    /// Selectors in addition to those of the dialects, each with something that is easily misread.
    const SELECTORS: &[&str] = &[
        "*",
        "html",
        "body > *",
        "* > * > a",
        "div p a",
        "div > p a",
        "nav * > a",
        "p + p",
        "nav + div > p + p",
        "div + a + input + *",
        "body > input + i + :is(h2, h3)",
        "p ~ a + input",
        "p ~ a",
        "[type=CHECKBOX]",
        "[type=checkbox i]",
        "[class*=B]",
        "[class*=B i]",
        "[class^=a]",
        "[class$='c d']",
        "[class=a]",
        "[class='a b' i]",
        "[class~=b]",
        "[class*='']",
        "[lang|=fr]",
        "[data-x = \"]\"]",
        ":not(p)",
        ":not(p, .a)",
        ":not(div p)",
        ":not(:first-child)",
        ":is(p, .a):not(.b)",
        ":is(div p, a)",
        ":is(:not(p), a)",
        ":where(.a)",
        ":has(a)",
        "p:first-child",
        "P",
        "linearGradient",
        "lineargradient",
        "[viewBox]",
        ".\u{e9}t\u{e9}",
        "#x",
        ".a.b",
        ".A",
        "/* nav */ html",
        ".a\\:b",
        r"a[\@click]",
        r"[\@click='a > b']:not([x-on\:a\.b])",
        r":is(a[x-on\:a\.b], .a\:b)",
        r"[\61]",
        "[onclick*='next(']",
    ];

    const PAGE: &str = "<html lang=fr-FR><body class=a><nav><ul><li><a class='a b' href=#x>1</a></ul></nav>
        <div id=x class='c A:b a:b'><p class=B>2<p data-x=']' class='B c d'>3 <a onclick='x.next()' @click='a > b'>4</a></div><a x-on:a.b>5</a>
        <input type=checkbox><i></i><h3 class='faq-Title'>6</h3><svg viewBox='0 0 1 1'><linearGradient/></svg>
        <template><p class=été>7</template><dl class=accordion><dt>8<dd>9</dl><p>10</p>";

    #[test]
    fn matches_what_the_css_crate_matches() {
        let of_dialects = Dialect::built_in().iter().map(Dialect::every_selector).collect::<Vec<_>>();
        let lists = of_dialects.iter().flat_map(|list| split_list(list)).chain(SELECTORS.iter().copied());
        let lists: Vec<&str> = lists.collect();
        let kept: std::collections::BTreeSet<String> =
            lists.iter().flat_map(|css| attributes_in(css)).chain(["viewbox".to_owned()]).collect();
        let pages = [
            PAGE,
            include_str!("../../../examples/data/2025-03-18-trois-services.md"),
            include_str!("../../../examples/data/questions-frequentes.html"),
            include_str!("../../../examples/data/tiroirs.html"),
        ];
        for page in pages {
            let html = Html::written(page);
            let dom = html::parse(&html, &Limits::default(), &KeptAttributes::new(&kept)).dom;
            for css in &lists {
                let (own, theirs) = (Matcher::new(css).unwrap(), Selector::parse(css).unwrap());
                for node in 0..dom.len() {
                    let expected = dom.element_ref(node).is_some_and(|element| theirs.matches(&element));
                    assert_eq!(own.matches(&dom, node), expected, "{css} at {}", dom.name(node));
                }
            }
        }
    }
}
