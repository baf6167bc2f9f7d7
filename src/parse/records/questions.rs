//! What tells that a text is a question, and that a page asks some.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::parse::html::content::{has_text, heading_rank};
use crate::parse::html::dom::Dom;

/// Whether a text is asked: it ends with a question mark, or is labelled as a question.
pub(crate) fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '»' | '"' | '”' | '’' | '\'' | ')' | '*' | ':')
    });
    bare.ends_with(['?', '？', '؟']) || label(text).is_some()
}

/// Whether the text of an element is asked.
pub(crate) fn is_asked(dom: &Dom, node: usize) -> bool {
    is_question(&text(dom, node))
}

/// What follows the label of a question (`Q :`, `Q1.`, `Question :`), if there is one.
pub(crate) fn label(text: &str) -> Option<&str> {
    // Nearly all texts start with another letter.
    let text = text.trim_start();
    if !text.starts_with(['q', 'Q']) {
        return None;
    }
    let letters = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at(letters);
    let is_word = |known: &&str| word.chars().flat_map(char::to_lowercase).eq(known.chars());
    ["question", "q"].iter().find(|known| is_word(known))?;
    let number = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '°');
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < number.len();
    // A full stop alone behind the whole word ends a sentence.
    let stops: &[char] = if is_numbered || word.len() == 1 { &['.', ')'] } else { &[] };
    let rest = rest.trim_start();
    let stopped = || rest.strip_prefix(stops).filter(|rest| rest.starts_with(char::is_whitespace));
    let rest = rest.strip_prefix([':', '：']).or_else(stopped);
    rest.map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// The titles among `titles` that a page shows to be questions; none if it shows nothing of the kind.
/// `says_faq` is whether the page's own title speaks of an FAQ.
pub(crate) fn with_evidence<T>(
    dom: &Dom,
    titles: Vec<T>,
    says_faq: bool,
    node: impl Fn(&T) -> usize,
) -> Vec<T> {
    let all: Vec<Title> = titles.iter().map(|title| Title::new(dom, node(title))).collect();
    let says_faq = says_faq || all.first().is_some_and(|first| is_in_faq(dom, first.node));
    let Some(best) = best_kind(&all, says_faq) else { return Vec::new() };
    let own = || all.iter().filter(|title| title.kind == best);
    let first = own().find(|title| title.is_asked).or(own().next());
    let last = own().rfind(|title| title.is_asked).or(own().next_back());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    // What stands before the first question or behind the last is an introduction or a footer, unless it
    // is in the same list or section.
    let around = section(dom, first).start..section(dom, last).end;
    let is_within = |title: &T| {
        let at = all.binary_search_by_key(&node(title), |title| title.node);
        let found = at.ok().and_then(|at| all.get(at));
        found.is_some_and(|title| title.kind == best && around.contains(&title.node))
    };
    titles.into_iter().filter(is_within).collect()
}

/// A heading or term, as far as it matters whether it is a question.
struct Title {
    node: usize,
    kind: Kind,
    is_asked: bool,
}

impl Title {
    fn new(dom: &Dom, node: usize) -> Self {
        let kind = match dom.name(node) {
            "strong" | "b" if fills(dom, node) => Kind::Bold,
            "strong" | "b" => Kind::Words,
            name => heading_rank(name).map_or(Kind::Term, Kind::Heading),
        };
        Title { node, kind, is_asked: kind != Kind::Words && is_asked(dom, node) }
    }
}

/// Titles that belong together: headings of one rank, the terms of lists, or paragraphs that are bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Heading(u8),
    Term,
    Bold,
    /// Bold words among others are no title.
    Words,
}

/// Whether the element holds all the text of its paragraph, or all before a line break.
fn fills(dom: &Dom, node: usize) -> bool {
    let paragraph = dom.parent(node);
    let next = dom.next_element(node).filter(|&next| dom.name(next) == "br");
    let end = next.unwrap_or_else(|| dom.end(paragraph));
    !has_text(dom, paragraph + 1..node) && !has_text(dom, dom.end(node)..end)
}

/// The kind whose titles are questions: a quarter of them asked where the page says that it is an FAQ;
/// elsewhere half of the terms, or two thirds of the headings, since articles have some that ask.
fn best_kind(titles: &[Title], says_faq: bool) -> Option<Kind> {
    let kinds: BTreeSet<Kind> = titles.iter().map(|title| title.kind).collect();
    let asked = |kind: &Kind| titles.iter().filter(|t| t.kind == *kind && t.is_asked).count();
    let qualifies = |kind: &Kind| {
        let (count, asked) = (titles.iter().filter(|title| title.kind == *kind).count(), asked(kind));
        match kind {
            Kind::Words => false,
            _ if says_faq => asked * 4 >= count && (asked >= 2 || asked == count),
            // An interview has bold questions too.
            Kind::Bold => false,
            Kind::Term => asked >= 2 && asked * 2 >= count,
            Kind::Heading(_) => asked >= 3 && asked * 3 >= count * 2,
        }
    };
    kinds.into_iter().filter(qualifies).max_by_key(asked)
}

/// The list of a term, or the section of a heading if a heading of its own opens it: from there to the
/// next one of higher rank.
fn section(dom: &Dom, title: &Title) -> Range<usize> {
    let own = title.node..title.node + 1;
    let Kind::Heading(rank) = title.kind else {
        let list = dom.ancestors(title.node).find(|&node| dom.name(node) == "dl");
        return list.map_or(own, |list| list..dom.end(list));
    };
    let outranks = |node: &usize| heading_rank(dom.name(*node)).is_some_and(|other| other < rank);
    let opening = (0..title.node).rev().find(outranks);
    let Some(opening) = opening.filter(|&node| dom.name(node) != "h1") else { return own };
    opening..(title.node..dom.len()).find(outranks).unwrap_or(dom.len())
}

/// Whether a class or id around the node, or a heading before it, speaks of an FAQ.
fn is_in_faq(dom: &Dom, node: usize) -> bool {
    let is_named = |around: usize| {
        let names = ["class", "id"].into_iter().filter_map(|name| dom.attribute(around, name));
        names.into_iter().any(|name| name.to_ascii_lowercase().contains("faq"))
    };
    let is_main = |node: usize| heading_rank(dom.name(node)).is_some_and(|rank| rank <= 2);
    dom.ancestors(node).any(is_named) || (0..=node).any(|n| is_main(n) && says_faq(&text(dom, n)))
}

/// Whether a title speaks of an FAQ.
pub(crate) fn says_faq(title: &str) -> bool {
    const WORDS: [&str; 9] = [
        "faq",
        "question",
        "häufige fragen",
        "häufig gestellte fragen",
        "fragen und antworten",
        "preguntas",
        "perguntas",
        "domande",
        "veelgestelde vragen",
    ];
    let title = title.to_lowercase();
    WORDS.iter().any(|words| title.contains(words))
}

fn text(dom: &Dom, node: usize) -> String {
    (node..dom.end(node)).filter_map(|n| dom.text(n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions() {
        for text in ["Pourquoi ?", "Pourquoi ? »", "Q : le projet", "Question 2 : qui", "Why?*"] {
            assert!(is_question(text), "{text}");
        }
        for text in ["Le projet", "Que faire ;", "Q", "Quand : demain", "FAQ"] {
            assert!(!is_question(text), "{text}");
        }
    }

    #[test]
    fn labels() {
        assert_eq!(label("Q1 : Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Q. Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Question 2) Pourquoi ?"), Some("Pourquoi ?"));
        assert_eq!(label("Question. Suite"), None);
        assert_eq!(label("Q.I. élevé"), None);
        assert_eq!(label("Question n°2 : x"), None);
    }
}
