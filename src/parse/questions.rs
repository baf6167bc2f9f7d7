//! What tells that a text is a question, and that a page asks some.

use super::accordion::heading_rank;
use super::dom::Dom;

/// Whether a text is asked: it ends with a question mark, or is labelled as a question.
pub(crate) fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '»' | '"' | '”' | '’' | '\'' | ')' | '*' | ':')
    });
    bare.ends_with(['?', '？', '؟']) || label(text).is_some()
}

/// What follows the label of a question (`Q :`, `Q1.`, `Question :`), if there is one.
pub(crate) fn label(text: &str) -> Option<&str> {
    labelled(text, &["question", "q"])
}

fn labelled<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let text = text.trim_start();
    let letters = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at(letters);
    if !words.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '°');
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.trim_start();
    rest.strip_prefix([':', '：']).map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// The titles among `titles` that a page shows to be questions; none if it shows nothing of the kind.
pub(crate) fn with_evidence<T>(dom: &Dom, titles: Vec<T>, node: impl Fn(&T) -> usize) -> Vec<T> {
    let asked: Vec<bool> = titles.iter().map(|t| is_question(&text(dom, node(t)))).collect();
    let kinds: Vec<Kind> = titles.iter().map(|t| Kind::of(dom, node(t))).collect();
    let Some(best) = best_kind(dom, &kinds, &asked, titles.iter().map(&node).collect()) else {
        return Vec::new();
    };
    let own = || (0..titles.len()).filter(|&at| kinds.get(at) == Some(&best));
    let is_asked = |at: &usize| asked.get(*at) == Some(&true);
    // What stands before the first question or behind the last is an introduction or a footer.
    let first = own().find(is_asked).or_else(|| own().next());
    let last = own().rfind(is_asked).or_else(|| own().next_back());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let within = |at: usize| kinds.get(at) == Some(&best) && (first..=last).contains(&at);
    titles.into_iter().enumerate().filter(|(at, _)| within(*at)).map(|(_, title)| title).collect()
}

/// Titles that belong together: headings of one rank, or the terms of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Heading(u8),
    Term,
}

impl Kind {
    fn of(dom: &Dom, node: usize) -> Kind {
        heading_rank(dom.name(node)).map_or(Kind::Term, Kind::Heading)
    }
}

/// The kind whose titles are questions: at least two, and half of them asked, or a quarter where the
/// page says that it is an FAQ.
fn best_kind(dom: &Dom, kinds: &[Kind], asked: &[bool], nodes: Vec<usize>) -> Option<Kind> {
    let mut all: Vec<Kind> = kinds.to_vec();
    all.sort_unstable();
    all.dedup();
    let says_faq = nodes.first().is_some_and(|&node| says_faq(dom, node));
    let share = |kind: &Kind| {
        let own = kinds.iter().zip(asked).filter(|(k, _)| *k == kind);
        own.fold((0_usize, 0_usize), |(n, yes), (_, &asked)| (n + 1, yes + usize::from(asked)))
    };
    let qualifies = |&(n, yes): &(usize, usize)| yes >= 2 && yes * (if says_faq { 4 } else { 2 }) >= n;
    all.into_iter().filter(|kind| qualifies(&share(kind))).max_by_key(|kind| share(kind).1)
}

/// Whether a class or id around the node, or a heading before it, speaks of an FAQ.
fn says_faq(dom: &Dom, node: usize) -> bool {
    let named = dom.ancestors(node).any(|around| {
        ["class", "id"]
            .iter()
            .any(|name| dom.attribute(around, name).is_some_and(|v| v.to_ascii_lowercase().contains("faq")))
    });
    named
        || (0..node).filter(|&n| heading_rank(dom.name(n)).is_some_and(|rank| rank <= 2)).any(|n| {
            let text = text(dom, n).to_lowercase();
            [
                "faq",
                "foire aux questions",
                "questions fréquentes",
                "frequently asked",
                "questions-réponses",
                "questions",
            ]
            .iter()
            .any(|words| text.contains(words))
        })
}

fn text(dom: &Dom, node: usize) -> String {
    (node..dom.end(node)).filter_map(|n| dom.text(n)).collect::<String>().trim().to_owned()
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
        assert_eq!(label("Question n°2 : x"), None);
    }
}
