//! GrowthBook's own cases (its SDK's, version 0.12.0), as far as we support what they ask for.
//!
//! They stand beside the repository (`../shared/cases`); where they are absent the tests say so and pass.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, reason = "tests")]

mod json;

use std::path::Path;

use courtesy_core::condition::{Condition, Facts};
use courtesy_core::slots::{bucket_ranges, hash_v2};
use courtesy_core::value::{Value, View};

const FILE: &str = "../shared/cases/growthbook-cases-0.12.0.json";

const SUPPORTED: [&str; 12] =
    ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$and", "$or", "$not", "$exists"];

/// Cases in which we differ on purpose, with the reason. Each must still differ: one that agrees must leave this list.
const DIFFERENT: [(&str, &str); 6] = [
    ("$in - not array", "a wrong operand is a fault that names its path, never a silent false"),
    ("$nin - not array", "a wrong operand is a fault that names its path, never a silent false"),
    ("an empty object as a value has no operators, so it passes", "`{}` is a value to be equal to"),
    ("$not of an empty object fails", "`{}` is a value to be equal to"),
    (
        "a condition key where an operator on a value belongs never matches, as before",
        "an operator where none belongs is a fault that names its path, never a silent false",
    ),
    ("path through an array index", "a path goes into objects only"),
];

/// The cases of one section; `None` where the file is absent.
fn section(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(FILE);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped `{name}`: {FILE} is not there");
        return None;
    };
    match json::parse(&text).get(name) {
        Some(Value::List(rows)) => Some(rows.clone()),
        _ => panic!("{FILE} has no section `{name}`"),
    }
}

fn row(case: &Value) -> &[Value] {
    let Value::List(row) = case else { panic!("a case is a list") };
    row
}

fn numbers(value: &Value) -> Vec<f64> {
    row(value).iter().map(|number| number.as_number().unwrap()).collect()
}

fn is_supported(condition: &Value) -> bool {
    match condition {
        Value::Object(members) => members
            .iter()
            .all(|(key, member)| (!key.starts_with('$') || SUPPORTED.contains(&key.as_str())) && is_supported(member)),
        Value::List(items) => items.iter().all(is_supported),
        _ => true,
    }
}

/// What we make of a condition: whether it holds, or that it is refused.
fn answer(condition: &Value, attributes: &Value) -> Result<bool, String> {
    let mut facts = Facts::new();
    if let Value::Object(roots) = attributes {
        for (root, value) in roots {
            facts.lend(root, value);
        }
    }
    let compiled = Condition::compile(&View::root(condition)).map_err(|fault| fault.to_string())?;
    Ok(compiled.holds(&facts))
}

#[test]
fn conditions_hold_where_growthbooks_do() {
    let Some(cases) = section("evalCondition") else { return };
    let (mut run, mut wrong, mut differing) = (0, Vec::new(), Vec::new());
    for case in &cases {
        let [name, condition, attributes, expected] = row(case) else { continue };
        if !is_supported(condition) {
            continue;
        }
        run += 1;
        let (name, found) = (name.as_text().unwrap(), answer(condition, attributes));
        let agrees = found.as_ref().ok() == expected.as_bool().as_ref();
        let differs_on_purpose = DIFFERENT.iter().any(|(known, _)| *known == name);
        if differs_on_purpose && !agrees {
            differing.push(name);
        } else if differs_on_purpose || !agrees {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    println!("evalCondition: {run} run of {}, {} of them differ on purpose", cases.len(), differing.len());
    assert!(run >= 300, "only {run} cases are supported");
    assert_eq!(differing.len(), DIFFERENT.len(), "cases that differ on purpose: {differing:?}");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn hashes_are_growthbooks() {
    let Some(cases) = section("hash") else { return };
    let mut run = 0;
    for case in &cases {
        let [seed, value, version, expected] = row(case) else { panic!("four elements") };
        if version.as_number() != Some(2.0) {
            continue;
        }
        run += 1;
        let found = hash_v2(seed.as_text().unwrap(), value.as_text().unwrap());
        assert_eq!(Some(found.to_bits()), expected.as_number().map(f64::to_bits), "{case:?}");
    }
    println!("hash: {run} run of {} (version 2)", cases.len());
    assert!(run > 10);
}

#[test]
fn bucket_ranges_are_growthbooks() {
    let Some(cases) = section("getBucketRange") else { return };
    let mut run = 0;
    for case in &cases {
        let [name, arguments, expected] = row(case) else { panic!("three elements") };
        let [variations, coverage, weights] = row(arguments) else { panic!("three arguments") };
        let (count, coverage) = (variations.as_number().unwrap(), coverage.as_number().unwrap());
        let weights = match weights {
            Value::Null => {
                vec![1.0 / count; numbers(&Value::List(row(expected).iter().map(|_| 0.0.into()).collect())).len()]
            }
            given => numbers(given),
        };
        // What GrowthBook repairs (weights that do not add up or do not fit) our config refuses; it knows no coverage.
        let sum: f64 = weights.iter().sum();
        let fits = weights.len() == row(expected).len() && (sum - 1.0).abs() <= 0.01;
        if !fits || coverage.to_bits() != 1.0_f64.to_bits() {
            continue;
        }
        run += 1;
        let found = bucket_ranges(&weights);
        for (found, expected) in found.iter().zip(row(expected)) {
            let expected = numbers(expected);
            // GrowthBook's own tests round as well.
            let is_close = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
            assert!(is_close(found.start, expected[0]) && is_close(found.end, expected[1]), "{name:?}: {found:?}");
        }
    }
    println!("getBucketRange: {run} run of {} (coverage 1; what is repaired there is refused here)", cases.len());
    assert!(run >= 5);
}

#[test]
fn a_place_in_a_range_chooses_as_growthbook_does() {
    let Some(cases) = section("chooseVariation") else { return };
    for case in &cases {
        let [_, place, ranges, expected] = row(case) else { panic!("four elements") };
        let place = place.as_number().unwrap();
        let found = row(ranges).iter().position(|range| (numbers(range)[0]..numbers(range)[1]).contains(&place));
        let found = found.map_or(-1.0, |index| f64::from(u32::try_from(index).unwrap()));
        assert_eq!(Some(found.to_bits()), expected.as_number().map(f64::to_bits), "{case:?}");
    }
    println!("chooseVariation: {} run of {0}", cases.len());
}
