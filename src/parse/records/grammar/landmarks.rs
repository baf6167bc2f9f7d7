//! The elements that say by their names what they hold.

use std::ops::Range;

use crate::parse::html::dom::Dom;
use crate::parse::html::element::is_beside_content;
use crate::text::question_words::is_chrome_word;

/// The outermost elements whose names describe their content.
#[derive(Default)]
pub(super) struct Landmarks {
    /// Menus, footers, forms and the like.
    pub(super) chrome: Vec<Range<usize>>,
    pub(super) faq: Vec<Range<usize>>,
    /// The thematic breaks.
    pub(super) rules: Vec<usize>,
}

impl Landmarks {
    pub(super) fn of(dom: &Dom) -> Landmarks {
        let mut found = Landmarks::default();
        let (mut node, mut main_end, mut faq_end) = (0, 0, 0);
        while node < dom.len() {
            let end = dom.end(node);
            let is_beside = dom.element(node).is_some_and(|element| is_beside_content(&element.name));
            match dom.name(node) {
                "hr" => found.rules.push(node),
                "main" | "article" => main_end = main_end.max(end),
                name if is_beside || name == "footer" || name == "header" && node >= main_end => {
                    found.chrome.push(node..end);
                    node = end;
                    continue;
                }
                "div" | "section" | "ul" | "ol" | "dl" => {
                    if is_chrome(dom, node) {
                        found.chrome.push(node..end);
                        node = end;
                        continue;
                    }
                    if node >= faq_end && says(dom, node, |word| word.to_ascii_lowercase().contains("faq")) {
                        let is_next = |last: &&mut Range<usize>| dom.parent(last.start) == dom.parent(node);
                        match found.faq.last_mut().filter(is_next) {
                            Some(last) => last.end = end,
                            None => found.faq.push(node..end),
                        }
                        faq_end = end;
                    }
                }
                _ => {}
            }
            node += 1;
        }
        found
    }
}

/// Whether a word of an element's class or id passes the test.
fn says(dom: &Dom, node: usize, test: impl Fn(&str) -> bool) -> bool {
    let values = ["class", "id"].into_iter().filter_map(|key| dom.attribute(node, key));
    values.flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric())).any(test)
}

fn is_chrome(dom: &Dom, node: usize) -> bool {
    const ROLES: [&str; 6] = ["navigation", "contentinfo", "banner", "complementary", "search", "dialog"];
    dom.attribute(node, "role").is_some_and(|role| ROLES.contains(&role)) || says(dom, node, is_chrome_word)
}
