//! Evidence from the page's own statements about its questions.

use super::view::View;

/// The page's structured data contains this question.
pub(crate) fn structured_data(view: &View<'_>) -> f32 {
    f32::from(u8::from(view.page.names(&view.case.text)))
}

/// The page's title or the heading of the section announces questions.
pub(crate) fn says_faq(view: &View<'_>) -> f32 {
    f32::from(u8::from(view.page.says_faq(view.case.section)))
}
