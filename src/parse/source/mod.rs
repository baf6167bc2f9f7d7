//! ROOM parse::source

pub(crate) mod decode;
pub(crate) mod front_matter;
