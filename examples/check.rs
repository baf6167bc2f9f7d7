//! Checks the pages of a website: `cargo run --example check -- PAGE...`. It prints the diagnostics, and fails if a
//! page has a fault that the site does not accept.

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs, io};

use deplier::diagnostics::{Color, Denied};
use deplier::encoding::decode;
use deplier::{Diagnostic, DiagnosticCode, DiagnosticFormat, DiagnosticWriter, Parser};

/// What the site does not accept.
const DENIED: [Denied; 3] = [
    Denied::Code(DiagnosticCode::DuplicateId),
    Denied::Code(DiagnosticCode::EditorialNote),
    Denied::Code(DiagnosticCode::UnreadablePage),
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let format = DiagnosticFormat::Human(Color::Plain);
    let mut writer = DiagnosticWriter::for_writer(format, io::stderr());
    let mut denied = 0;
    for path in env::args().skip(1) {
        let page = fs::read(&path)?;
        let found = match Parser::new().with_file_name(path.as_str()).parse_slice(&page) {
            Ok(parsed) => parsed.diagnostics,
            Err(error) => vec![Diagnostic::from(&error)],
        };
        let found: Vec<Diagnostic> = found.into_iter().map(|one| one.with_file(&path)).collect();
        denied += found.iter().filter(|one| DENIED.iter().any(|denied| denied.includes(one))).count();
        writer.write(&found, Some(&decode(&page).text))?;
    }
    writer.finish()?;
    println!("{denied} diagnostics are denied");
    Ok(if denied == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
