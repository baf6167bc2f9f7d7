//! What the path of a file in a site's source tree shows.

use std::borrow::Cow;

use crate::model::Date;

/// A file at its path in the site's source tree.
pub(crate) struct Document<'a> {
    pub(crate) path: &'a str,
    pub(crate) kind: SourceKind<'a>,
    /// The folders above the file, below its collection or the site's root.
    pub(crate) folders: &'a str,
    /// The folders that contain the collection.
    pub(crate) parents: &'a str,
    /// The file's name without its extension.
    pub(crate) name: &'a str,
    pub(crate) extension: &'a str,
    /// The name of a dated file without the date.
    pub(crate) slug: Option<&'a str>,
    pub(crate) date: Option<Date>,
}

/// What Jekyll builds from a file: a page, or a document of a collection such as `posts`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind<'a> {
    Page,
    In(&'a str),
}

impl<'a> Document<'a> {
    pub(crate) fn of(path: &'a str) -> Self {
        Document::new(path, None)
    }

    pub(crate) fn new(path: &'a str, stated: Option<Date>) -> Self {
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let (above, file) = path.rsplit_once('/').unwrap_or(("", path));
        let (name, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let (date, slug) = dated(name).unzip();
        let (kind, parents, folders) = match collection(above) {
            Some((parents, "posts" | "drafts", folders)) => (SourceKind::In("posts"), parents, folders),
            Some((parents, label, folders)) => (SourceKind::In(label), parents, folders),
            // A file with a dated name and no folder is a post whose folder is unknown.
            None if above.is_empty() && date.is_some() => (SourceKind::In("posts"), "", ""),
            None => (SourceKind::Page, "", above),
        };
        let date = stated.or(date);
        Document { path, kind, folders, parents, name, extension, slug, date }
    }

    /// The path in the source tree. For a post whose folder is unknown, the path that it would have.
    pub(crate) fn site_path(&self) -> Cow<'a, str> {
        let is_lone_post = self.kind == SourceKind::In("posts") && !self.path.contains('/');
        if is_lone_post { format!("_posts/{}", self.path).into() } else { self.path.into() }
    }

    /// Whether the file is one of the `pages`, `posts` or `drafts`, or of the collection with this name.
    pub(crate) fn is_of_type(&self, name: &str) -> bool {
        match self.kind {
            SourceKind::Page => name == "pages",
            SourceKind::In("posts") if name == "drafts" => self.is_draft(),
            SourceKind::In(label) => name == label,
        }
    }

    /// Whether the file is in a folder of drafts.
    pub(crate) fn is_draft(&self) -> bool {
        let above = self.path.rsplit_once(['/', '\\']).map_or("", |(above, _)| above);
        above.split(['/', '\\']).any(|folder| folder == "_drafts")
    }

    /// Whether Jekyll copies the file unchanged: HTML without front matter.
    pub(crate) fn is_copied(&self, has_front_matter: bool) -> bool {
        !has_front_matter && matches!(self.extension, "html" | "htm" | "xhtml")
    }
}

/// Returns the folders above a collection, its label, and the folders inside it. The last folder that starts with an
/// underscore is the collection.
fn collection(folders: &str) -> Option<(&str, &str, &str)> {
    let start =
        if folders.starts_with('_') && !folders.contains("/_") { 0 } else { folders.rfind("/_")? + 1 };
    let (parents, own) = folders.split_at_checked(start)?;
    let (label, below) = own.split_once('/').unwrap_or((own, ""));
    Some((parents.trim_end_matches('/'), label.strip_prefix('_')?, below))
}

/// Splits `2024-07-03-title` into the date and the rest.
fn dated(name: &str) -> Option<(Date, &str)> {
    let mut parts = name.splitn(4, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number =
        |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_number(year, 4) && year.len() != 3 && year.len() != 1 && is_number(month, 2) && is_number(day, 2))
    {
        return None;
    }
    let century = if year.len() == 2 { "20" } else { "" };
    let date = format!("{century}{year}-{month:0>2}-{day:0>2}").parse().ok()?;
    parts.next().filter(|title| !title.is_empty()).map(|title| (date, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dated_names() {
        let read = |name| dated(name).map(|(date, title)| (date.to_string(), title));
        assert_eq!(read("2024-7-3-a-b"), Some(("2024-07-03".to_owned(), "a-b")));
        assert_eq!(read("24-07-03-a"), Some(("2024-07-03".to_owned(), "a")));
        for name in ["2024-07-03", "2024-07-03-", "2024-13-03-a", "a-2024-07-03", "202-07-03-a", "--"] {
            assert_eq!(read(name), None, "{name}");
        }
    }
}
