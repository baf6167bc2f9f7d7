//! Converts pages with accordions to JSON, JSON-LD, RSS and CSV. See `--help`.

mod addresses;
mod args;
mod inputs;
mod outputs;
mod pool;
mod report;
mod run;
mod stream;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match run::run(&args) {
        Ok(outcome) => outcome.exit_code(),
        Err(fault) => {
            report::say(format_args!("error: {fault}"));
            fault.exit_code()
        }
    }
}
