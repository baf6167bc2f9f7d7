//! DOM and evidence -> accordion panels, flat and in document order.
//!
//! What dialects name and what is a title by its form are cases; each is weighed by its [evidence], with the
//! others of its shape, and the better of those that overlap is kept. Panels nested by missing end tags come
//! out side by side, since each piece of text belongs to the innermost panel that holds it.

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
pub(crate) mod title_text;
mod unclosed;
mod units;

pub(crate) use explain::explain;
pub use explain::{Evidence, Explanation};
pub(crate) use finder::find;
pub(crate) use panel::Panel;
