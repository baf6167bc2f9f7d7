//! Finds the panel of a title by the relations that dialects give.

use smallvec::smallvec;

use super::candidates::Candidate;
use super::dialect::CompiledDialect;
use super::named::Finder;
use super::panel::Ranges;
use crate::parse::html::attribute::PANEL_IDS as ID_ATTRIBUTES;
use crate::parse::html::content::{has_media, has_text, has_words};
use crate::parse::html::dom::attribute;
use crate::parse::html::element::{HOLDS_PAGE, closes_paragraph, heading_rank};
use crate::parse::selector::Matcher;

/// How many elements may be between a title and the element that contains its panel.
const MAX_CLIMB: usize = 8;

/// How many elements with the same id are tried. A few copies are common, thousands are not.
const MAX_COPIES: usize = 64;

/// How many siblings of a checkbox are searched for its panel.
const MAX_SIBLINGS: usize = 16;

impl<'a> Finder<'a> {
    /// Returns the panel found by the first of the dialect's relations that leads to one.
    pub(crate) fn content(
        &mut self,
        at: usize,
        title: Candidate,
        dialect: &CompiledDialect,
    ) -> Option<Ranges> {
        let relations = &dialect.dialect;
        let beside_input = |finder: &mut Self| finder.beside_input(title, dialect.next_to_input.as_ref()?);
        let next = |finder: &Self| finder.next(at, title, dialect, dialect.next.as_ref()?);
        let inside = |finder: &Self| finder.inside(at, title, dialect, dialect.inside.as_ref()?);
        let named = if relations.by_id { self.by_id(at, title, dialect) } else { None };
        // A neighbour is more reliable than an id, which may be a copy, unless the id is unique and leads to the
        // same kind of element.
        let is_sure = |finder: &Self, node: usize| {
            let copies = finder.dom.attribute(node, "id").map_or(0, |id| finder.nodes_with(id).len());
            copies == 1 && dialect.next.as_ref().is_some_and(|next| next.matches(finder.dom, node))
        };
        let (dom, name) = (self.dom, self.name(title));
        let is_named = |node: usize| name.is_some() && dom.attribute(node, "id") == name;
        let panels = [&dialect.next, &dialect.inside];
        let is_panel = |node: usize| panels.into_iter().flatten().any(|panel| panel.matches(dom, node));
        // An element inside a title without end tag is more reliable than a neighbour if the title also names it.
        let element = self
            .held(at, title, |node| is_named(node) && is_panel(node))
            .or_else(|| beside_input(self))
            .or_else(|| named.filter(|&node| is_sure(self, node)))
            .or_else(|| {
                next(self)
                    .filter(|&node| !self.is_next_item(at, node) || self.held(at, title, is_panel).is_none())
            })
            .or_else(|| inside(self))
            .or(named)
            .or_else(|| self.held(at, title, |node| is_named(node) || is_panel(node)))
            .or_else(|| {
                let next = dialect.next_without_id.as_ref()?;
                if self.names_nothing(title, dialect) { self.next(at, title, dialect, next) } else { None }
            });
        if let Some(node) = element {
            let end = self.end_of_run(at, node);
            return Some(smallvec![node..end]);
        }
        if relations.rest
            && let Some(rest) = self.rest(at, title, dialect)
        {
            return Some(rest);
        }
        if relations.until_next_title {
            return self.until_next(at, title);
        }
        // Whatever a dialect calls its panels, a `summary` shows and hides the rest of its `details`.
        let mut around = std::iter::once(title.node).chain(dom.ancestors(title.node)).take(MAX_CLIMB);
        let summary = around.find(|&node| dom.name(node) == "summary").map(|summary| dom.parent(summary));
        if let Some(details) = summary.filter(|&parent| dom.name(parent) == "details") {
            return self.beside(at, title, details);
        }
        let is_sought = panels.into_iter().any(Option::is_some) && !relations.panel_required;
        let block = if is_sought { self.block_behind(at, title, dialect) } else { None };
        block.map(|node| smallvec![node..dom.end(node)])
    }

    /// Returns the block directly after the title or its heading. An element whose class calls it a title controls
    /// that block, whatever the block's own class is.
    fn block_behind(&self, at: usize, title: Candidate, dialect: &CompiledDialect) -> Option<usize> {
        let dom = self.dom;
        let item = self.item(title.node, dialect);
        let is_heading = |node: usize| {
            let class = dom.attribute(node, "class").unwrap_or("");
            heading_rank(dom.name(node)).is_some() || class.contains("head") || class.contains("title")
        };
        let around = self.wrappers(at, title.node, item).into_iter();
        let mut around = around.take_while(|&node| node == title.node || item.is_some() || is_heading(node));
        let behind = around.find_map(|node| dom.next_element(node))?;
        let own = behind..dom.end(behind);
        let is_block = matches!(dom.name(behind), "div" | "section" | "article" | "dd" | "p" | "ul" | "ol");
        let is_free =
            behind < self.next_title(at) && !self.is_next_item(at, behind) && !self.claimed.contains(&behind);
        (is_block && is_free && has_text(dom, own)).then_some(behind)
    }

    /// Whether the next title is inside the element, which may then be an item rather than a panel.
    fn is_next_item(&self, at: usize, node: usize) -> bool {
        (node..self.dom.end(node)).contains(&self.next_title(at))
    }

    /// Returns the end of the panel that starts with this element: consecutive `dd` or answers form one panel.
    fn end_of_run(&self, at: usize, panel: usize) -> usize {
        let (dom, limit) = (self.dom, self.next_title(at));
        let class = |node: usize| dom.attribute(node, "class");
        let is_answer =
            || class(panel).is_some_and(|class| ["answer", "reponse"].iter().any(|w| class.contains(w)));
        let is_like = |node: usize| match dom.name(panel) {
            "dd" => dom.name(node) == "dd",
            name => dom.name(node) == name && class(node) == class(panel) && is_answer(),
        };
        let is_more = |&node: &usize| node < limit && is_like(node) && dom.attribute(node, "id").is_none();
        let behind = std::iter::successors(dom.next_element(panel), |&node| dom.next_element(node));
        behind.take_while(is_more).last().map_or(dom.end(panel), |last| dom.end(last))
    }

    /// Returns the element and those around it that belong to this title only, the innermost first.
    pub(crate) fn wrappers(&self, at: usize, title: usize, boundary: Option<usize>) -> Vec<usize> {
        let mut around = vec![title];
        let next = self.next_title(at);
        for parent in self.dom.ancestors(title).take(MAX_CLIMB) {
            let is_root = HOLDS_PAGE.hold(self.dom.name(parent).as_bytes());
            let holds_other = self.previous_title(at).is_some_and(|previous| previous > parent)
                || next < self.dom.end(parent);
            if is_root || holds_other || Some(parent) == boundary || !self.is_header(parent, title) {
                break;
            }
            around.push(parent);
        }
        around
    }

    /// Whether the element around a title is part of the title: a heading, or an element without other text.
    fn is_header(&self, parent: usize, title: usize) -> bool {
        let name = self.dom.name(parent);
        let is_named = heading_rank(name).is_some() || matches!(name, "dt" | "header" | "summary");
        let class = self.dom.attribute(parent, "class").unwrap_or("");
        // An icon that controls a panel is next to the words that name it.
        let is_label = || name == "p" && !has_text(self.dom, title..self.dom.end(title));
        is_named
            || is_label()
            || ["head", "title", "toggle"].iter().any(|part| class.contains(part))
            || !has_text(self.dom, parent..title)
                && !has_text(self.dom, self.dom.end(title)..self.dom.end(parent))
    }

    fn next(&self, at: usize, title: Candidate, dialect: &CompiledDialect, next: &Matcher) -> Option<usize> {
        let limit = self.next_title(at);
        let item = self.item(title.node, dialect);
        // Next to a title that only its class identifies, an empty element is an icon, not the panel.
        let skips_empty = dialect.dialect.panel_required;
        let mut empty = None;
        for node in self.wrappers(at, title.node, item) {
            let mut sibling = self.dom.next_element(node);
            while let Some(found) = sibling.filter(|&found| found < limit) {
                if next.matches(self.dom, found) && !self.claimed.contains(&found) {
                    let own = found..self.dom.end(found);
                    if !skips_empty || has_text(self.dom, own.clone()) || has_media(self.dom, own) {
                        return Some(found);
                    }
                    empty = empty.or(Some(found));
                }
                sibling = self.dom.next_element(found);
            }
        }
        empty
    }

    fn inside(
        &self,
        at: usize,
        title: Candidate,
        dialect: &CompiledDialect,
        inside: &Matcher,
    ) -> Option<usize> {
        let item = self.item(title.node, dialect).unwrap_or_else(|| self.dom.parent(title.node));
        let limit = self.dom.end(item).min(self.next_title(at));
        (title.end..limit).find(|&node| inside.matches(self.dom, node) && !self.claimed.contains(&node))
    }

    /// Returns the panel inside its own title, whose end tag is missing. Content after the next title belongs to
    /// that title.
    fn held(&self, at: usize, title: Candidate, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let end = title.end.min(self.next_title(at));
        let mut inner = (title.node + 1..end).filter(|&node| self.dom.element(node).is_some());
        let found = inner.find(|&node| fits(node))?;
        has_words(self.dom, title.node..found).then_some(found)
    }

    /// Returns the id that the title or a control in it names.
    fn name(&self, title: Candidate) -> Option<&'a str> {
        let dom = self.dom;
        let mut attributes = (title.node..title.end)
            .flat_map(|node| ID_ATTRIBUTES.iter().filter_map(move |name| dom.attribute(node, name)));
        attributes.next().map(|id| id.strip_prefix('#').unwrap_or(id))
    }

    /// Whether the title names ids, but no element of the page has one of them.
    fn names_nothing(&self, title: Candidate, dialect: &CompiledDialect) -> bool {
        let Some(element) = self.dom.element(title.node) else { return false };
        let own = dialect.dialect.id_attributes.iter().map(String::as_str);
        let values = own.chain(ID_ATTRIBUTES).filter_map(|name| attribute(element, name));
        let mut ids = values.flat_map(named_in).peekable();
        ids.peek().is_some() && ids.all(|id| self.nodes_with(id).is_empty())
    }

    /// Returns the block in a title after its first words, which follows a title without end tag.
    fn first_block(&self, title: Candidate) -> Option<usize> {
        let is_block =
            |node: &usize| self.dom.element(*node).is_some_and(|element| closes_paragraph(&element.name));
        let block = (title.node + 1..title.end).find(is_block)?;
        has_words(self.dom, title.node..block).then_some(block)
    }

    /// Returns the sibling that a checkbox or radio button shows, if the title is its label.
    fn beside_input(&self, title: Candidate, panel: &Matcher) -> Option<usize> {
        let id = self.dom.attribute(title.node, "for")?;
        // The input directly before the label is more reliable than a duplicate id, and is used if no element has
        // the id.
        let before = self.dom.previous_element(title.node).filter(|&node| self.is_choice(node));
        let is_own =
            |&node: &usize| self.dom.attribute(node, "id") == Some(id) || self.nodes_with(id).is_empty();
        let named = || self.nearest(id, title, |finder, node| finder.is_choice(node));
        let input = before.filter(is_own).or_else(named)?;
        if self.switches_tabs(input) {
            return None;
        }
        let described = self.dom.attribute(input, "aria-describedby").unwrap_or("");
        let is_hint = |node: usize| {
            let id = self.dom.attribute(node, "id");
            id.is_some_and(|id| described.split_ascii_whitespace().any(|hint| hint == id))
        };
        std::iter::successors(self.dom.next_element(input), |&node| self.dom.next_element(node))
            .take(MAX_SIBLINGS)
            // Content after the next checkbox belongs to that checkbox.
            .take_while(|&node| !self.is_choice(node))
            .find(|&node| {
                panel.matches(self.dom, node)
                    && !is_hint(node)
                    && !self.claimed.contains(&node)
                    && !self.dom.is_within(title.node, node)
                    && !(title.node..title.end).contains(&node)
            })
    }

    fn is_choice(&self, node: usize) -> bool {
        self.dom.name(node) == "input"
            && matches!(self.dom.attribute(node, "type"), Some("checkbox" | "radio"))
    }

    /// Whether a radio button is next to others in an element whose class names tabs.
    fn switches_tabs(&self, input: usize) -> bool {
        let class = self.dom.attribute(self.dom.parent(input), "class").unwrap_or("");
        if self.dom.attribute(input, "type") != Some("radio") || !class.contains("tab") {
            return false;
        }
        let mut behind = std::iter::successors(self.dom.next_element(input), |&n| self.dom.next_element(n));
        let mut before =
            std::iter::successors(self.dom.previous_sibling(input), |&n| self.dom.previous_sibling(n));
        behind.by_ref().take(MAX_SIBLINGS).any(|node| self.is_choice(node))
            || before.by_ref().take(MAX_SIBLINGS).any(|node| self.is_choice(node))
    }

    fn by_id(&self, at: usize, title: Candidate, dialect: &CompiledDialect) -> Option<usize> {
        let dom = self.dom;
        let around = std::iter::once_with(|| self.wrappers(at, title.node, None)).flatten();
        for node in (title.node..title.end).chain(around.skip(1).take(2)) {
            let Some(element) = dom.element(node) else { continue };
            let own = dialect.dialect.id_attributes.iter().map(String::as_str);
            for name in own.chain(ID_ATTRIBUTES) {
                let Some(value) = attribute(element, name) else { continue };
                if name == "href" && !value.starts_with('#') && !is_script(value) {
                    continue;
                }
                if let Some(panel) = self.target(value, title) {
                    return Some(panel);
                }
            }
        }
        None
    }

    /// Returns the element named by an id, a list of ids, a fragment or a string in a script.
    fn target(&self, value: &str, title: Candidate) -> Option<usize> {
        let fragment = value.strip_prefix('#').unwrap_or(value);
        let decoded = || percent_encoding::percent_decode_str(fragment).decode_utf8().ok();
        let fits = |finder: &Self, node: usize| finder.is_free_panel(node, title);
        let nearest = |id: &str| self.nearest(id, title, fits);
        let whole = nearest(fragment).or_else(|| nearest(fragment.trim()));
        if let Some(found) = whole.or_else(|| nearest(&decoded()?)) {
            return Some(found);
        }
        let quoted = fragment.split(['\'', '"']).skip(1).step_by(2).map(|id| id.trim_start_matches('#'));
        if let Some(found) = quoted.into_iter().find_map(nearest) {
            return Some(found);
        }
        // A control of several panels has no panel of its own.
        let several = fragment.split_ascii_whitespace();
        several.map(|id| id.trim_start_matches('#').trim_end_matches([';', ','])).find_map(|id| {
            let is_shared = self.named_alone().contains(id);
            if is_shared { None } else { nearest(id) }
        })
    }

    fn is_free_panel(&self, node: usize, title: Candidate) -> bool {
        !self.dom.is_within(title.node, node)
            && !(title.node..title.end).contains(&node)
            && !self.claimed.contains(&node)
            && !matches!(self.dom.name(node), "input" | "button" | "select" | "a" | "summary" | "label")
    }

    /// Returns the content of the item outside of the branch with the title. The item's first title owns it.
    fn rest(&self, at: usize, title: Candidate, dialect: &CompiledDialect) -> Option<Ranges> {
        let item = if dialect.item.is_some() {
            self.item(title.node, dialect)?
        } else {
            self.dom.parent(title.node)
        };
        self.beside(at, title, item)
    }

    /// Returns the content of this item outside of the branch with the title.
    fn beside(&self, at: usize, title: Candidate, item: usize) -> Option<Ranges> {
        if !self.is_first_in(at, item) {
            return None;
        }
        let branch = std::iter::once(title.node)
            .chain(self.dom.ancestors(title.node))
            .find(|&node| self.dom.parent(node) == item)?;
        // Content before the title is the text of an enclosing title, up to the start of that title's panel.
        let is_held = self.previous(at).is_some_and(|previous| previous.end > item);
        let before = (item + 1..branch).find(|node| is_held || self.claimed.contains(node)).unwrap_or(branch);
        let around = [item + 1..before, self.dom.end(branch)..self.dom.end(item)];
        let around: Ranges = around
            .into_iter()
            .filter(|range| has_text(self.dom, range.clone()) || has_media(self.dom, range.clone()))
            .collect();
        if around.is_empty()
            && let Some(held) = self.first_block(title)
        {
            return Some(smallvec![held..title.end]);
        }
        (!around.is_empty() || self.dom.name(item) == "details").then_some(around)
    }

    /// Returns all siblings up to the next title or a heading of the title's rank.
    fn until_next(&self, at: usize, title: Candidate) -> Option<Ranges> {
        // After a bold lead and a line break, the answer starts in the same paragraph.
        let leads = matches!(self.dom.name(title.node), "strong" | "b")
            && self.dom.next_element(title.node).is_some_and(|next| self.dom.name(next) == "br");
        let start =
            if leads { self.dom.parent(title.node) } else { *self.wrappers(at, title.node, None).last()? };
        let rank = heading_rank(self.dom.name(title.node));
        let next = self.next_title(at);
        let limit = self.dom.end(self.dom.parent(start));
        let mut end = self.dom.end(start);
        while end < limit {
            let ends_here = (end..self.dom.end(end)).contains(&next)
                || self.dom.name(end) == "dt"
                || rank.zip(heading_rank(self.dom.name(end))).is_some_and(|(own, other)| other <= own);
            if ends_here {
                break;
            }
            end = self.dom.end(end);
        }
        let range = self.dom.end(if leads { title.node } else { start })..end;
        has_text(self.dom, range.clone()).then(|| smallvec![range])
    }

    /// Returns the matching element with this id: the nearest after the title, otherwise the nearest before it,
    /// because duplicate ids are common. One before the title is preferred if an element around the title contains
    /// only that one.
    fn nearest(&self, id: &str, title: Candidate, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        if id.is_empty() {
            return None;
        }
        let nodes = self.nodes_with(id);
        let (before, behind) = nodes.split_at(nodes.partition_point(|&(_, _, node)| node < title.node));
        let fits = |&(_, _, node): &(u64, &'a str, usize)| fits(self, node).then_some(node);
        let behind = behind.iter().take(MAX_COPIES).find_map(fits);
        if behind.is_some() && before.is_empty() {
            return behind;
        }
        let before = before.iter().rev().take(MAX_COPIES).find_map(fits);
        let Some((before, behind)) = before.zip(behind) else { return behind.or(before) };
        let (dom, holds) = (self.dom, |around: usize, node: usize| self.dom.is_within(node, around));
        let mut around = dom.ancestors(title.node).take(MAX_CLIMB);
        let nearest = around.find(|&around| holds(around, before) || holds(around, behind));
        let is_before = nearest.is_some_and(|around| !holds(around, behind));
        Some(if is_before { before } else { behind })
    }
}

/// Returns the ids that the value of an attribute may name: those in quotes, or each of its words.
fn named_in(value: &str) -> impl Iterator<Item = &str> {
    let quoted = value.split(['\'', '"']).skip(1).step_by(2);
    let words = if value.contains(['\'', '"', '(']) { "" } else { value };
    let ids = quoted.chain(words.split_ascii_whitespace()).map(|id| id.trim_start_matches('#'));
    ids.filter(|id| !id.is_empty())
}

/// Whether the address of a link is a script.
fn is_script(address: &str) -> bool {
    const SCHEME: &str = "javascript:";
    address.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}
