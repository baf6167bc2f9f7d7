//! Pages in: source -> front matter and body -> DOM -> panels -> questions and answers -> article.

pub(crate) mod position;
