//! Turns pages with accordions into JSON, JSON-LD, RSS and CSV. See `--help`.

mod args;
mod clashes;
mod files;
mod inputs;
mod outcome;
mod outputs;
mod report;
mod run;
mod setup;
mod stream;
mod streams;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match args::Args::read() {
        Ok(args) => args,
        Err(code) => return code,
    };
    match run::run(&args) {
        Ok(tally) => tally.exit_code(),
        Err(fault) => {
            if !fault.message.is_empty() {
                report::say(format_args!("error: {}", fault.message));
            }
            ExitCode::from(fault.code)
        }
    }
}
