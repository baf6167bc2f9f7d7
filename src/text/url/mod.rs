//! The parser of addresses: that of the URL Standard, or one for plain addresses only.

#[cfg(any(test, not(feature = "url")))]
mod plain;
#[cfg(feature = "url")]
mod standard;

#[cfg(not(feature = "url"))]
pub(crate) use self::plain::{ParseError, Url};
#[cfg(feature = "url")]
pub(crate) use self::standard::{ParseError, Url};
