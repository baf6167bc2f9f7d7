//! Finds accordion panels in the DOM. The result is flat and in document order.
//!
//! Titles that dialects name, and elements that look like titles, are cases. Each is scored by its [evidence],
//! together with the cases of the same shape. Of overlapping cases the better one is kept. Panels that are nested
//! only because end tags are missing become neighbours, because each piece of text belongs to the innermost panel
//! that contains it.

mod candidates;
mod case;
mod choice;
pub(crate) mod dialect;
pub(crate) mod evidence;
mod explain;
mod facts;
mod finder;
mod mechanics;
mod named;
mod panel;
mod relation;
pub(crate) mod script;
mod settled;
pub(crate) mod title_text;
mod unclosed;
mod units;

pub(crate) use explain::explain;
pub use explain::{Evidence, Explanation};
pub(crate) use finder::find;
pub(crate) use panel::Panel;
