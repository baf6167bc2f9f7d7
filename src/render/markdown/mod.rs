//! Blocks as Markdown.

mod blocks;
mod inline;

pub use blocks::to_markdown;
