//! The metadata of a page.

pub(crate) mod head;
