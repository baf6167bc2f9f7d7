//! ROOM parse::metadata

pub(crate) mod head;
