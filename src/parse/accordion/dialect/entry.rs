//! One dialect: how one markup writes an accordion.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::parse::selector::attributes_in;

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
    /// Titles count only within an element that matches this; one that holds an `h1`, `main` or `nav` is
    /// the page, and does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Titles count only in custom elements, with a hyphen in their name, whose name holds one of these
    /// words: as the first or only child of theirs that matches [`title`](Dialect::title), or as the
    /// element itself where an attribute holds the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element_words: Vec<String>,
    /// The part of a title that is its label, where the rest is controls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_in: Option<String>,
    /// The attribute that holds the title, where the title element has no text of its own: then the
    /// title element is the item, and its content is the panel. Of several names with a space between
    /// them, the first that the element has.
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
    /// Like [`next`](Dialect::next), where no element of the page has an id that the title names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_without_id: Option<String>,
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
}

impl Dialect {
    /// All selectors of the dialect as one list.
    pub(crate) fn every_selector(&self) -> String {
        let optional = [
            &self.except,
            &self.within,
            &self.label_in,
            &self.controls,
            &self.item,
            &self.next_to_input,
            &self.next,
            &self.inside,
            &self.next_without_id,
            &self.panel_except,
        ];
        let all: Vec<&str> = std::iter::once(self.title.as_str())
            .chain(optional.into_iter().flatten().map(String::as_str))
            .collect();
        all.join(", ")
    }

    /// The attributes that hold titles, in the order in which they are looked for.
    pub(crate) fn title_attributes(&self) -> impl Iterator<Item = &str> {
        self.title_attribute.iter().flat_map(|names| names.split_ascii_whitespace())
    }

    /// The attributes that the dialect reads.
    pub(crate) fn every_attribute(&self) -> BTreeSet<String> {
        let mut attributes: BTreeSet<String> = attributes_in(&self.every_selector()).collect();
        attributes.extend(self.title_attributes().map(str::to_owned));
        attributes.extend(self.id_attributes.iter().cloned());
        attributes
    }
}
