//! Diagnostics as JSON Lines.

use std::io::{self, Write};

use super::Diagnostic;

/// An object a line.
pub(super) fn write(writer: &mut dyn Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    for diagnostic in diagnostics {
        // Standard error has no buffer: one write a line, not one a token.
        let mut line = serde_json::to_vec(diagnostic)?;
        line.push(b'\n');
        writer.write_all(&line)?;
    }
    Ok(())
}
