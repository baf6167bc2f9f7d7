//! Converts pages with accordions to JSON, JSON-LD, RSS and CSV. See `--help`.

mod addresses;
mod args;
mod clashes;
mod files;
mod inputs;
mod outputs;
mod pool;
mod report;
mod run;
mod stream;
mod streams;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match args::Args::read() {
        Ok(args) => args,
        Err(code) => return code,
    };
    match run::run(&args) {
        Ok(outcome) => outcome.exit_code(),
        Err(fault) => {
            report::say(format_args!("error: {fault}"));
            fault.exit_code()
        }
    }
}
