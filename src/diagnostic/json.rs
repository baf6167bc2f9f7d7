//! Diagnostics as JSON Lines.

use std::io::{self, Write};

use super::Diagnostic;

/// An object a line.
pub(super) fn write(writer: &mut dyn Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    for diagnostic in diagnostics {
        serde_json::to_writer(&mut *writer, diagnostic)?;
        writer.write_all(b"\n")?;
    }
    Ok(())
}
