//! What a page says of itself.

pub(crate) mod head;
