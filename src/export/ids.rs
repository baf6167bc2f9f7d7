//! The ids of articles: the keys by which the tables refer to them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::model::Article;
use crate::text::slug::slug;

/// Gives each article of an export a unique ASCII slug. It stores hashes, so that memory stays small for any number
/// of articles.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArticleIds {
    /// How often each slug was requested, by its hash.
    given: HashMap<u64, u32>,
    hasher: RandomState,
}

impl ArticleIds {
    /// Returns the last segment of the URL's path without its extension, otherwise the title, otherwise `article`. A
    /// repeated slug gets `-2`.
    pub(crate) fn take(&mut self, article: &Article) -> String {
        let from_url = article.url.as_deref().and_then(last_segment).map(|segment| slug(&segment));
        let wanted = from_url.filter(|id| !id.is_empty()).unwrap_or_else(|| slug(&article.title));
        self.unique(if wanted.is_empty() { "article".to_owned() } else { wanted })
    }

    fn unique(&mut self, wanted: String) -> String {
        let hash = self.hasher.hash_one(&wanted);
        let Some(last) = self.given.get(&hash).copied() else {
            self.given.insert(hash, 1);
            return wanted;
        };
        let mut n = last + 1;
        loop {
            let candidate = format!("{wanted}-{n}");
            let taken = self.given.insert(self.hasher.hash_one(&candidate), 1).is_some();
            if !taken {
                self.given.insert(hash, n);
                return candidate;
            }
            n += 1;
        }
    }
}

fn last_segment(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let segment = url.path_segments()?.rfind(|segment| !segment.is_empty())?;
    let name = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
    Some(name.rsplit_once('.').map_or(&*name, |(stem, _)| stem).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_url_or_title_and_unique() {
        let mut ids = ArticleIds::default();
        let mut article = Article { title: "Été 2024".to_owned(), ..Article::default() };
        assert_eq!(ids.take(&article), "ete-2024");
        assert_eq!(ids.take(&article), "ete-2024-2");
        article.url = Some("https://www.example.org/actualites/caf%C3%A9.html".to_owned());
        assert_eq!(ids.take(&article), "cafe");
        assert_eq!(ids.take(&Article::default()), "article");
    }
}
