//! The site that a page belongs to, as the exports use it.

mod config;
pub(crate) mod defaults;
mod description;
mod document;
mod faq;
#[cfg(feature = "yaml")]
mod from_yaml;
mod http_url;
#[cfg(feature = "parse")]
pub(crate) mod permalink;

pub use defaults::FrontMatterDefaults;
pub use description::{Agent, Contact, Site};
pub use faq::FaqSources;
pub(crate) use http_url::http_url;
