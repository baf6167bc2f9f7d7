//! The id of each article: the key by which the tables refer to it.

use crate::model::Article;
use crate::slug::{UniqueSlugs, slug};

/// Gives each article of an export an ASCII slug of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArticleIds {
    given: UniqueSlugs,
}

impl ArticleIds {
    /// The last segment of the URL's path without its extension, else the title, else `article`;
    /// a repeat gets `-2`.
    pub(crate) fn take(&mut self, article: &Article) -> String {
        let from_url = article.url.as_deref().and_then(last_segment).map(|segment| slug(&segment));
        let wanted = from_url.filter(|id| !id.is_empty()).unwrap_or_else(|| slug(&article.title));
        self.given.take(if wanted.is_empty() { "article".to_owned() } else { wanted })
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
