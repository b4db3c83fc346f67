//! Ring 1 on the host: every case file, room by room.
//!
//! `BLESS=1 cargo test -p courtesy-replay --test cases` writes the digests that the Wasm ring is compared with.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod json;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use courtesy_replay::{files, run_file, run_room};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases")
}

fn room(name: &str) {
    if std::env::var_os("BLESS").is_some() {
        return;
    }
    if let Err(failures) = run_room(name, json::parse) {
        panic!("{failures}");
    }
}

#[test]
fn the_visitors_choice_is_kept_as_the_consent_room_promises() {
    room("consent");
}

#[test]
fn events_wait_leave_and_settle_as_the_events_room_promises() {
    room("events");
}

#[test]
fn scores_rise_decay_and_explain_themselves_as_the_intent_room_promises() {
    room("intent");
}

#[test]
fn slots_are_decided_as_the_slots_room_promises() {
    room("slots");
}

#[test]
fn the_rooms_work_together_in_their_order() {
    room("flow");
}

#[test]
fn every_broken_config_is_refused_at_its_path() {
    room("config");
}

#[test]
fn conditions_hold_as_they_are_documented() {
    room("condition");
}

#[test]
fn every_case_file_is_compiled_in() {
    let mut on_disk = Vec::new();
    for entry in fs::read_dir(folder()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
            let (room, name) = (entry.file_name(), file.file_name());
            on_disk.push(format!("{}/{}", room.to_str().unwrap(), name.to_str().unwrap()));
        }
    }
    on_disk.sort();
    let mut compiled: Vec<&str> = files::ALL.iter().chain(files::CONFIGS).map(|(name, _)| *name).collect();
    compiled.sort_unstable();
    assert_eq!(on_disk, compiled, "name new files in tests/replay/files.rs");
}

/// Not a test of the engine: with `BLESS=1` it writes the digests; without, it makes sure that none is left over.
#[test]
fn every_blessed_digest_belongs_to_a_file() {
    if std::env::var_os("BLESS").is_some() {
        let digest = |(name, text): &(&str, &str)| {
            (String::from(*name), serde_json::Value::from(run_file(name, text, json::parse).transcript.digest()))
        };
        let digests: BTreeMap<String, serde_json::Value> = files::ALL.iter().map(digest).collect();
        let text = serde_json::to_string_pretty(&digests).unwrap();
        fs::write(folder().join("digests.json"), text + "\n").unwrap();
        return;
    }
    let digests: BTreeMap<String, String> = serde_json::from_str(files::DIGESTS).unwrap();
    let left_over: Vec<_> = digests.keys().filter(|name| files::ALL.iter().all(|(known, _)| known != name)).collect();
    assert!(left_over.is_empty(), "digests without a file: {left_over:?}");
}

/// `SHOW=consent/verdicts.json cargo test -p courtesy-replay --test cases show -- --nocapture` prints a transcript.
#[test]
#[allow(clippy::print_stdout, reason = "showing is its purpose")]
fn show() {
    let Ok(wanted) = std::env::var("SHOW") else { return };
    for (name, text) in files::ALL.iter().filter(|(name, _)| *name == wanted) {
        println!("{}", run_file(name, text, json::parse).transcript.text());
    }
}
