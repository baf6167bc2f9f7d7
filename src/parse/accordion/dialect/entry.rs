//! A dialect: how a library or a site writes its accordions.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::parse::selector::attributes_in;

/// How a library or a site writes its accordions: which element is a title, and where its panel is.
///
/// Selectors are [CSS selectors](https://www.w3.org/TR/selectors-4/). A title is an element that matches
/// [`title`](Dialect::title). Its panel is the first of these that the dialect describes and the page has: a
/// following sibling, an element of the item, the element that an attribute names by id, the rest of the item, or
/// everything up to the next title. If several dialects recognise the same title, the first one is used. A user's
/// own dialects come before the built-in ones.
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
    /// A name for messages, [`with_only_dialect`](crate::Parser::with_only_dialect) and
    /// [`without_dialect`](crate::Parser::without_dialect): lower-case words joined by hyphens.
    pub name: String,
    /// The common name of the library or markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The address of the documentation of the markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// The title elements.
    pub title: String,
    /// Elements that match this are not titles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<String>,
    /// Titles are recognised only inside an element that matches this. An element that contains an `h1`, `main` or
    /// `nav` is the page itself and does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Titles are recognised only in custom elements whose name contains one of these words: as their first or only
    /// child that matches [`title`](Dialect::title), or as the custom element itself if an attribute contains the
    /// title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element_words: Vec<String>,
    /// The part of a title that is its label, if the rest is controls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_in: Option<String>,
    /// The attribute that contains the title, if the title element has no text of its own. The title element is then
    /// the item, and its content is the panel. Of several space-separated names, the first that the element has is
    /// used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_attribute: Option<String>,
    /// Parts of a title that only control the panel, in addition to those known for all dialects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<String>,
    /// The element that contains a title and its panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The title is the label of a checkbox or radio button, by `for`, and the panel is a sibling after that input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_to_input: Option<String>,
    /// The panel is a sibling after the title, or after an element around the title that contains no other title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The panel is inside the item, after the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// The panel is the element whose id is given in `aria-controls`, `data-bs-target`, `data-target` or `href` of
    /// the title, of an element in it, or of its heading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_id: bool,
    /// Like [`next`](Dialect::next), if no element of the page has an id that the title names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_without_id: Option<String>,
    /// Additional attributes that contain the id of the panel, alone or in quotes as in `onclick`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id_attributes: Vec<String>,
    /// The panel is the rest of the item without the title.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
    /// The panel is everything after the title up to the next title, or to a heading of the same rank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until_next_title: bool,
    /// Titles and panels alternate as the children of the item, or of elements in it. Other content next to them
    /// shows that the title is an ordinary heading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alternating: bool,
    /// A title without a panel, without letters, or with the name of a menu is not an accordion. For other dialects
    /// it is reported as `missing-panel` or `empty-title`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub panel_required: bool,
    /// Titles whose panel contains only links are menus, not accordions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_menus: bool,
    /// Elements that match this are not panels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel_except: Option<String>,
    /// Every title is a question, and its panel is the answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub faq: bool,
}

impl Dialect {
    /// Creates a dialect with a name and the selector of its titles. Another field must say where the panel is.
    ///
    /// ```
    /// use deplier::{Dialect, Parser};
    /// let mut drawers = Dialect::new("drawers", ".drawer-handle");
    /// drawers.next = Some(".drawer".to_owned());
    /// let page = "<p class=drawer-handle>Titre</p><div class=drawer>Texte</div>";
    /// assert_eq!(Parser::new().with_dialects([drawers])?.items(page)?[0].title, "Titre");
    /// # Ok::<(), deplier::Error>(())
    /// ```
    pub fn new(name: impl Into<String>, title: impl Into<String>) -> Self {
        Dialect { name: name.into(), title: title.into(), ..Dialect::default() }
    }

    /// Returns all selectors of the dialect as one list.
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

    /// Returns the attributes that contain titles, in the order in which they are tried.
    pub(crate) fn title_attributes(&self) -> impl Iterator<Item = &str> {
        self.title_attribute.iter().flat_map(|names| names.split_ascii_whitespace())
    }

    /// Returns the attributes that the dialect reads.
    pub(crate) fn every_attribute(&self) -> BTreeSet<String> {
        let mut attributes: BTreeSet<String> = attributes_in(&self.every_selector()).collect();
        attributes.extend(self.title_attributes().map(str::to_owned));
        attributes.extend(self.id_attributes.iter().cloned());
        attributes
    }
}
