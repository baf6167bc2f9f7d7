//! The names by which formats, tables and options are asked for.

/// The name given is none of those known.
///
/// ```
/// let fault = "notes".parse::<deplier::RssItems>().unwrap_err();
/// assert_eq!(fault.to_string(), "`notes` is no choice of items: write auto, article or record");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no {what}: write {known}")]
pub struct UnknownName {
    name: String,
    what: &'static str,
    known: String,
}

/// The one of `all` whose name is `name`; `what` says what they are.
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
