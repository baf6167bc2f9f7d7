//! Reading of pages: source -> front matter and body -> DOM -> panels -> questions and answers -> article.

mod accordion;
mod blocks;
mod body;
mod found_by;
mod html;
mod items;
mod metadata;
mod options;
mod page;
mod page_line;
mod parsed;
mod parser;
mod part_spans;
mod records;
mod rules;
mod selector;
mod source;

pub use accordion::dialect::Dialect;
pub use accordion::{Evidence, Explanation};
pub use body::Syntax;
pub use found_by::FoundBy;
pub use items::{Item, ItemQa};
pub use options::FrontMatterFaults;
pub use page_line::{AnswerContent, PageAnswer, PageLine};
pub use parsed::Parsed;
pub use parser::{Parser, parse};
pub use records::account::Account;
pub use source::decode::{DecodedText, text as decode};
