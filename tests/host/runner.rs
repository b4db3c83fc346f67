//! The runner itself: a test that cannot fail proves nothing, so here it is shown failing, and saying where.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod json;

use courtesy_core::value::Value;
use courtesy_replay::place::Step;
use courtesy_replay::{Played, files, place, run, run_file};

fn play(steps: &str) -> Played {
    let purposes = r#""config":{"consent":{"purposes":[{"id":"analytics"}]}}"#;
    run(&json::parse(&format!(r#"{{"name":"n",{purposes},"steps":{steps}}}"#)), json::parse)
}

#[test]
fn a_wrong_expectation_names_step_probe_and_what_was_found() {
    let played = play(r#"[{"at_ms":5,"do":{"start":{}}},{"at_ms":6,"do":"tick","expect":{"may_adopt":true}}]"#);
    assert_eq!(played.failures, ["step 1 at 6 (tick): may_adopt: expected true, found false"]);
}

#[test]
fn a_number_that_differs_in_its_last_bit_is_told() {
    let case = r#"{"name":"n","config":{},"fault":{"path":"","kind":"type"}}"#;
    assert_eq!(run(&json::parse(case), json::parse).failures.len(), 1);
    let scores = r#"{"name":"n","config":{"consent":{"purposes":[{"id":"personalization"}]},"intent":{"intents":{"a":{"signals":[{"id":"s","when":{},"points":0.1}]}}}},
        "steps":[{"at_ms":1,"do":{"start":{}}},{"at_ms":1,"do":{"choose":{"personalization":true}},"expect":{"scores":{"a":0.10000000000000002}}}]}"#;
    let failures = run(&json::parse(scores), json::parse).failures;
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains("bits 3fb999999999999b and 3fb999999999999a"), "{failures:?}");
}

#[test]
fn what_is_neither_input_nor_probe_is_told() {
    assert!(play(r#"[{"do":"sleep"}]"#).failures[0].contains("`sleep` is nothing that a step can do"));
    assert!(play(r#"[{"do":"tick","expect":{"wisdom":1}}]"#).failures[0].contains("`wisdom` is no probe"));
    assert!(play(r#"[{"expect":{}}]"#).failures[0].contains("`do` is missing"));
    assert!(run(&json::parse(r#"{"name":"n"}"#), json::parse).failures[0].contains("neither"));
    assert!(!run_file("f", "not JSON", json::parse).failures.is_empty());
}

#[test]
fn an_effect_too_many_is_told_and_one_in_another_order() {
    for wrong in [r#"["notice consent"]"#, r#"["notice ask","notice consent"]"#, "[]"] {
        let played = play(&format!(r#"[{{"at_ms":5,"do":{{"start":{{}}}},"expect":{{"kinds":{wrong}}}}}]"#));
        assert_eq!(played.failures.len(), 1, "{wrong}");
    }
}

/// Every expectation of every case file, changed one at a time: each change must be noticed. This shows that no probe is
/// looking away, and that no case expects nothing.
#[test]
fn every_expected_scalar_of_every_case_matters() {
    let mut unnoticed = Vec::new();
    let mut tried = 0;
    for (name, text) in files::ALL {
        let file = json::parse(text);
        let Some(Value::List(cases)) = file.get("cases") else { continue };
        for (index, case) in cases.iter().enumerate() {
            if let Some(Value::List(rows)) = case.get("rows") {
                every_row_matters(name, case, rows);
                continue;
            }
            let mut all = Vec::new();
            expectations(case, &mut Vec::new(), false, &mut all);
            assert!(!all.is_empty() || case.get("fault").is_some(), "{name}: case {index} expects nothing");
            for path in all {
                let (mut changed, mut file) = (case.clone(), file.clone());
                place::put(&mut changed, &path, Some("something else entirely".into()));
                place::set(&mut file, "cases", Some(Value::List(vec![changed])));
                tried += 1;
                if run_file(name, &courtesy_replay::json_text(&file), json::parse).failures.is_empty() {
                    unnoticed.push(format!("{name}, case {index}: {path:?}"));
                }
            }
        }
    }
    assert!(tried > 1_000, "only {tried} were tried");
    assert!(unnoticed.is_empty(), "changed without notice:\n{}", unnoticed.join("\n"));
}

/// Each row of a table, with another verdict: the change must be noticed.
fn every_row_matters(name: &str, case: &Value, rows: &[Value]) {
    for (index, row) in rows.iter().enumerate() {
        let mut changed = case.clone();
        let (told, wanted) = row.as_text().unwrap().split_once(": ").unwrap();
        let other = if wanted.starts_with("allowed") { "denied choice closed" } else { "allowed choice closed" };
        let path = [Step::Member("rows".into()), Step::Index(index)];
        place::put(&mut changed, &path, Some(format!("{told}: {other}").as_str().into()));
        assert_eq!(run(&changed, json::parse).failures.len(), 1, "{name}: row {index} was changed without notice");
    }
}

/// The paths of all scalars and empty lists that stand under `expect` or `fault`.
fn expectations(value: &Value, here: &mut Vec<Step>, is_inside: bool, out: &mut Vec<Vec<Step>>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                here.push(Step::Member(key.clone()));
                expectations(member, here, is_inside || key == "expect" || key == "fault", out);
                here.pop();
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                here.push(Step::Index(index));
                expectations(item, here, is_inside, out);
                here.pop();
            }
        }
        _ if is_inside => out.push(here.clone()),
        _ => {}
    }
}
