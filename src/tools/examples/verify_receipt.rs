//! Verifies a chain of consent receipts in a file: what a visitor downloaded, or `courtesy.consent.receipts()` as JSON.
//!
//! `cargo run -q --example verify_receipt FILE` prints what holds, or names the first link that does not; exit code 1 then.

#![allow(clippy::print_stdout, reason = "printing is its purpose")]

use std::process::ExitCode;

use courtesy_tools::receipts::verify;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        println!("usage: cargo run -q --example verify_receipt FILE");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            println!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let verdict = verify(&text);
    match verdict.broken {
        None => {
            println!("{} receipts, and every link holds.", verdict.receipts);
            ExitCode::SUCCESS
        }
        Some(broken) => {
            println!(
                "Receipt {} of {} is broken ({}): {}",
                broken.index + 1,
                verdict.receipts,
                broken.id,
                broken.reason
            );
            ExitCode::FAILURE
        }
    }
}
