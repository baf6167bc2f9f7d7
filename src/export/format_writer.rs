//! The trait that each export format implements.

use std::io::Write;

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

    /// Returns whether anything but a header was written. The default is that every article is.
    fn has_rows(&self) -> bool {
        true
    }

    /// Returns how many values were left out because they would have been repeated too often. A format that writes
    /// each value of an article once returns 0.
    fn left_out(&self) -> usize {
        0
    }
}

/// Creates the writer of a format.
pub(crate) type Start = fn(&ExportOptions) -> Box<dyn FormatWriter>;
