//! The trait that each export format implements.

use std::io::{Read, Seek, Write};

use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::model::Article;

use super::options::ExportOptions;

/// Writes articles in one format.
pub(crate) trait FormatWriter: Send + Sync {
    /// Writes an article to `out`. `diagnostics` are those of its page.
    fn write(&mut self, out: &mut dyn Write, article: &Article, diagnostics: &[Diagnostic]) -> Result<()>;

    /// Writes the end of the output. The default writes nothing.
    fn finish(&mut self, _out: &mut dyn Write) -> Result<()> {
        Ok(())
    }

    /// Returns how many values were left out because they would have been repeated too often. A format that writes
    /// each value of an article once returns 0.
    fn left_out(&self) -> usize {
        0
    }
}

/// Creates the writer of a format.
pub(crate) type Start = fn(&ExportOptions, Option<Box<dyn Spool>>) -> Box<dyn FormatWriter>;

/// Storage for text that can only be written at the end, such as a temporary file.
pub(crate) trait Spool: Read + Write + Seek + Send + Sync {}

impl<T: Read + Write + Seek + Send + Sync> Spool for T {}
