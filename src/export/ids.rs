//! The ids of articles: the keys by which the tables refer to them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::model::Article;

/// Gives each article of an export a unique id. It stores hashes, so that memory stays small for any number of
/// articles.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArticleIds {
    /// How often each id was requested, by its hash.
    given: HashMap<u64, u32>,
    hasher: RandomState,
}

impl ArticleIds {
    /// Returns the article with valid numbers and ids. Its own id gets `-2` if an earlier article has it.
    pub(crate) fn named<'a>(&mut self, article: &'a Article) -> Cow<'a, Article> {
        let mut article = Cow::Borrowed(article);
        if !article.is_numbered() {
            article.to_mut().number();
        }
        if let Some(id) = self.changed(&article.id) {
            article.to_mut().id = id;
        }
        article
    }

    /// Returns the first of `id-2`, `id-3`, … that was not given yet, if `id` was.
    fn changed(&mut self, id: &str) -> Option<String> {
        let hash = self.hasher.hash_one(id);
        let Some(last) = self.given.get(&hash).copied() else {
            self.given.insert(hash, 1);
            return None;
        };
        let mut n = last + 1;
        loop {
            let candidate = format!("{id}-{n}");
            let taken = self.given.insert(self.hasher.hash_one(&*candidate), 1).is_some();
            if !taken {
                self.given.insert(hash, n);
                return Some(candidate);
            }
            n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut ids = ArticleIds::default();
        let article = Article { url: Some("https://a.fr/b/".to_owned()), ..Article::default() };
        assert_eq!(ids.named(&article).id, "b");
        assert_eq!(ids.named(&article).id, "b-2");
        assert_eq!(ids.named(&Article { id: "b-2".to_owned(), ..Article::default() }).id, "b-2-2");
        assert_eq!(ids.named(&Article::default()).id, "article");
    }
}
