//! The names of formats, tables and options.

/// The error for an unknown name.
///
/// ```
/// let fault = "notes".parse::<deplier::RssItems>().unwrap_err();
/// assert_eq!(fault.to_string(), "`notes` is not a choice of items: use auto, article or record");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a {what}: use {known}")]
pub struct UnknownName {
    name: String,
    what: &'static str,
    known: String,
}

/// Returns the one of `all` with this name. `what` describes them in the error.
pub(crate) fn find<T: Copy>(
    name: &str,
    what: &'static str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, UnknownName> {
    if let Some(found) = all.iter().copied().find(|&one| name_of(one) == name) {
        return Ok(found);
    }
    let mut known = String::new();
    for (rest, &one) in (0..all.len()).rev().zip(all) {
        known.push_str(name_of(one));
        known.push_str(match rest {
            0 => "",
            1 => " or ",
            _ => ", ",
        });
    }
    Err(UnknownName { name: name.to_owned(), what, known })
}
