//! Runs cases of somebody else's against the engine's rules, one file a suite.
//!
//! `cargo run -q --example conformance -- SUITE FILE`, with a JSON array in the file. Each failure is printed with its case, the
//! last line is `N passed, M failed`. Exit code 1 where one failed, 2 where the cases could not be read.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is its purpose")]

mod bots;
mod channels;

use std::process::ExitCode;

use serde_json::Value;

/// One case of a suite: `Ok` where the engine agrees; what was found where it does not.
type Outcome = Result<(), String>;

/// What a suite does with one case. An error that begins the whole case off (a field of the wrong type) is a failure too.
type Suite = fn(&Value) -> Outcome;

const SUITES: [(&str, Suite); 2] = [("channels", channels::run), ("bots", bots::run)];

fn main() -> ExitCode {
    match read(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok((suite, cases)) => run(suite, &cases),
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

fn read(arguments: &[String]) -> Result<(Suite, Vec<Value>), String> {
    let names: Vec<&str> = SUITES.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    let [name, path] = arguments else {
        return Err(format!("usage: cargo run -q --example conformance -- SUITE FILE (suites: {names})"));
    };
    let Some((_, suite)) = SUITES.iter().find(|(known, _)| known == name) else {
        return Err(format!("there is no suite `{name}`; there are: {names}"));
    };
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let cases = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("{path}: not a JSON array: {error}"))?;
    Ok((*suite, cases))
}

fn run(suite: Suite, cases: &[Value]) -> ExitCode {
    let mut failed = 0;
    for case in cases {
        if let Err(found) = suite(case) {
            failed += 1;
            println!("{case}: {found}");
        }
    }
    println!("{} passed, {failed} failed", cases.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A text of a case; empty where it is absent or null.
fn text<'a>(case: &'a Value, name: &str) -> Result<&'a str, String> {
    match case.get(name) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("`{name}` is not a text")),
    }
}
