//! What the fuzz targets check: the laws of the integration tests.

#[path = "../../tests/it/laws.rs"]
pub mod laws;
