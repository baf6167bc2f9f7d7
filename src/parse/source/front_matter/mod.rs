//! Front matter, as Jekyll and Hugo have it: where it is, its values, and the fields of the article that they fill.

pub(crate) mod fields;
pub(crate) mod hint;
pub(crate) mod read;
pub(crate) mod split;
