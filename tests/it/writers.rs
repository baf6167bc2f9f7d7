//! Failing outputs, and what a caller can do with them.

use std::io;

use deplier::{Article, Collection, ErrorKind, Exporter, Format, Site};

fn article() -> Article {
    let page = "---\ntitle: Bilan\n---\n<details><summary>Quoi ?</summary><p>Ceci.</p></details>
<details><summary>Projet</summary><p><b>Pourquoi ?</b></p><p>Parce que.</p></details>";
    deplier::parse(page).unwrap().article
}

/// Accepts some bytes, then fails.
#[derive(Debug)]
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A caller that continues after a failure must not get half an article followed by an `Ok`.
#[test]
fn an_output_that_failed_stays_failed() {
    let article = article();
    for format in Format::ALL.iter().copied() {
        for collection in [Collection::Single, Collection::Many] {
            let exporter = Exporter::from_format(format)
                .with_site(Site::default().with_base_url("https://example.org/").unwrap())
                .with_collection(collection);
            let mut whole = exporter.for_writer(Vec::new());
            whole.write(&article).unwrap();
            let whole = whole.finish().unwrap();
            for room in 0..whole.len() {
                let mut writer = exporter.for_writer(Full(room));
                let failed = writer.write(&article).is_err();
                if failed {
                    let again = writer.write(&article).unwrap_err();
                    assert_eq!(again.io_kind(), Some(io::ErrorKind::StorageFull), "{format} {again}");
                }
                let end = writer.finish().unwrap_err();
                assert_eq!(end.io_kind(), Some(io::ErrorKind::StorageFull), "{format} {room} {end}");
            }
        }
    }
}

#[test]
fn an_article_without_an_address_leaves_room_for_another() {
    let mut article = article();
    article.url = None;
    for format in [Format::JsonLd, Format::Rss] {
        let mut writer = Exporter::from_format(format).for_writer(Vec::new());
        assert_eq!(writer.write(&article).unwrap_err().kind(), ErrorKind::MissingBaseUrl);
        article.url = Some("https://example.org/a/".to_owned());
        writer.write(&article).unwrap();
        assert!(!writer.finish().unwrap().is_empty());
        article.url = None;
    }
}

#[test]
fn invalid_articles_are_refused_with_the_position() {
    let error = Article::from_json("{\"title\":1}").unwrap_err();
    let message = "the text is not an article: invalid type: integer `1`, expected a string";
    assert_eq!(error.to_string(), format!("{message} at line 1, column 10"));
}
