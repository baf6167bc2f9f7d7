//! Texts that are not in any record.

use std::ops::Range;

/// Why a text is not in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reason {
    /// It is in a script, a style, a template or a drawing, or is the fallback of embedded content.
    Element,
    /// It is the label of a control in a title.
    Control,
    /// It is a control character from a character reference.
    ControlCharacter,
    /// It is in an element that an open panel hides.
    Hidden,
    /// It is a formula that is shown in another notation.
    Repeated,
    /// It is the title in the page's head, which is not part of its body.
    Head,
}

/// A text that is not in the article.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) reason: Reason,
    pub(crate) text: String,
    /// The node of the text, or of the element around it.
    pub(crate) nodes: Range<usize>,
}
