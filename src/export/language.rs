//! Language tags that every reader accepts.

/// Returns the first of `candidates` that has the form of a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag.
pub(crate) fn tag(candidates: [Option<&str>; 2]) -> Option<String> {
    let tags = candidates.into_iter().flatten().map(|tag| tag.trim().replace('_', "-"));
    tags.into_iter().find(|tag| is_tag(tag))
}

fn is_tag(tag: &str) -> bool {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    // JSON-LD processors accept no other tags.
    let is_language = tag.split('-').next().is_some_and(|part| part.bytes().all(|b| b.is_ascii_alphabetic()));
    is_language && tag.split('-').all(is_part) && tag.len() <= 35
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_a_tag_is_skipped() {
        assert_eq!(tag([Some("fr_CA"), None]).as_deref(), Some("fr-CA"));
        assert_eq!(tag([Some("fr\"><b>"), Some("fr")]).as_deref(), Some("fr"));
        assert_eq!(tag([Some("fr-"), None]), None);
        assert_eq!(tag([Some("f2-CA"), None]), None);
        assert_eq!(tag([Some("français"), Some("")]), None);
    }
}
