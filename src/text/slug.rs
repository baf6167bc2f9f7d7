//! ASCII slugs: the ids of records.

use std::collections::HashMap;

/// Converts `text` to lower-case ASCII letters, digits and single hyphens, at most 80 characters. Letters of other
/// scripts are transliterated. The result is empty if nothing can be converted.
pub(crate) fn slug(text: &str) -> String {
    const MAX_CHARS: usize = 80;
    let mut slug = String::with_capacity(text.len().min(MAX_CHARS));
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if let Some(ascii) = (!c.is_ascii()).then(|| deunicode::deunicode_char(c)).flatten() {
            push_ascii(&mut slug, ascii);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_CHARS {
            break;
        }
    }
    slug.truncate(MAX_CHARS);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a text is a slug already.
pub(crate) fn is_slug(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(is_word)
}

fn push_ascii(slug: &mut String, ascii: &str) {
    for c in ascii.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
}

/// Returns each slug once: a repeated one gets `-2`, `-3`, and so on.
#[derive(Clone, Debug, Default)]
pub(crate) struct UniqueSlugs {
    given: HashMap<String, u32>,
}

impl UniqueSlugs {
    /// Returns `slug` if it was not returned before, otherwise `slug-N` with the smallest free N from 2.
    pub(crate) fn make_unique(&mut self, slug: &mut String) {
        *slug = self.take(std::mem::take(slug));
    }

    /// Whether `slug` was neither returned nor reserved.
    pub(crate) fn is_free(&self, slug: &str) -> bool {
        !self.given.contains_key(slug)
    }

    /// Reserves `slug`, so that it is not returned.
    pub(crate) fn reserve(&mut self, slug: &str) {
        if !self.given.contains_key(slug) {
            self.given.insert(slug.to_owned(), 1);
        }
    }

    /// Returns `wanted`, or the first free form of it with a number.
    pub(crate) fn take(&mut self, wanted: String) -> String {
        let Some(last) = self.given.get(&wanted).copied() else {
            self.given.insert(wanted.clone(), 1);
            return wanted;
        };
        let mut n = last + 1;
        let free = loop {
            let candidate = format!("{wanted}-{n}");
            if !self.given.contains_key(&candidate) {
                break candidate;
            }
            n += 1;
        };
        self.given.insert(wanted, n);
        self.given.insert(free.clone(), 1);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_and_other_scripts() {
        assert_eq!(slug("La Géoplateforme"), "la-geoplateforme");
        assert_eq!(slug("  L’œuvre & l'État ! "), "l-oeuvre-l-etat");
        assert_eq!(slug("Албер"), "alber");
        assert_eq!(slug("?!…"), "");
        assert!(slug(&"é".repeat(500)).len() <= 80);
    }

    #[test]
    fn repeats_are_numbered() {
        let mut slugs = UniqueSlugs::default();
        let given: Vec<_> = ["a", "a", "a-2", "a"].into_iter().map(|s| slugs.take(s.into())).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3"]);
        ["b", "b", "b-2"].into_iter().for_each(|s| slugs.reserve(s));
        assert_eq!(slugs.take("b".into()), "b-3");
    }
}
