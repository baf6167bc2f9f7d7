//! Addresses as the URL Standard reads them.

pub(crate) use url::{ParseError, Url};
