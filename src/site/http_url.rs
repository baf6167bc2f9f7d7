//! The URLs of pages and sites.

use crate::error::{Error, ErrorKind, Result};
use crate::text::address;
use crate::text::url::Url;

/// Parses an absolute http or https URL, without user name and password.
pub(crate) fn http_url(text: &str) -> Result<Url> {
    let fault = |what: String| {
        let shown = address::public(text);
        Error::new(ErrorKind::Url, format!("`{shown}` {what}: write https://example.org/"))
    };
    let url = address::parse(text).map_err(|why| fault(format!("is not a URL ({why})")))?;
    if address::is_web(&url) { Ok(url) } else { Err(fault("is not an http or https URL".to_owned())) }
}
