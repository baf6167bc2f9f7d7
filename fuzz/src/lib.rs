//! What the fuzz targets check: the laws of the integration tests.

#[path = "../../tests/it/laws.rs"]
pub mod laws;

#[path = "../../tests/it/read_markdown.rs"]
pub mod read_markdown;
