//! Contracts: what an event's properties are said of is what JSON Schema says of them; judge is another implementation (`boon`).

use boon::{Compiler, Draft, Schemas};
use courtesy_core::events::Contracts;
use courtesy_core::value::{Value, View};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;

use crate::tree::tree;
use crate::tries;

const NAMES: [&str; 4] = ["a", "b", "c", ""];
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(&NAMES[..]).prop_map(String::from)
}

/// Few numbers and short texts, so that limits and equalities are met from both sides.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-4_i32..8).prop_map(|number| f64::from(number) / 2.0),
        proptest::sample::select(
            &[-0.0, 1e300, -1e300, 9_007_199_254_740_991.0, 9_007_199_254_740_993.0, 0.1, 1.5e-9][..]
        ),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        "[aé😀]{0,3}".prop_map(Value::Text),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            btree_map(name(), inner, 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn types() -> impl Strategy<Value = Value> {
    let one = proptest::sample::select(&TYPES[..]);
    prop_oneof![
        one.clone().prop_map(Value::from),
        btree_set(one, 1..4).prop_map(|types| Value::List(types.into_iter().map(Value::from).collect())),
    ]
}

fn count() -> impl Strategy<Value = Value> {
    (0_u64..4).prop_map(Value::whole)
}

/// A schema without schemas in it: of the keywords each one seldom, so that most values keep to some schemas.
fn flat() -> impl Strategy<Value = Value> {
    let bound = || number().prop_map(Value::Number);
    let keyword = prop_oneof![
        4 => types().prop_map(|types| ("type", types)),
        1 => vec(scalar(), 0..5).prop_map(|values| ("enum", Value::List(values))),
        1 => scalar().prop_filter("null is nothing in a config", |it| *it != Value::Null).prop_map(|value| ("const", value)),
        2 => btree_set(name(), 0..3).prop_map(|names| ("required", Value::List(names.into_iter().map(Value::from).collect()))),
        2 => any::<bool>().prop_map(|flag| ("additionalProperties", flag.into())),
        1 => bound().prop_map(|bound| ("minimum", bound)),
        1 => bound().prop_map(|bound| ("maximum", bound)),
        1 => bound().prop_map(|bound| ("exclusiveMinimum", bound)),
        1 => bound().prop_map(|bound| ("exclusiveMaximum", bound)),
        1 => count().prop_map(|count| ("minLength", count)),
        1 => count().prop_map(|count| ("maxLength", count)),
        1 => count().prop_map(|count| ("minItems", count)),
        1 => count().prop_map(|count| ("maxItems", count)),
        1 => Just(("title", "any".into())),
        1 => scalar().prop_map(|value| ("default", value)),
    ];
    vec(keyword, 0..4).prop_map(|keywords| {
        let mut schema = Value::empty();
        for (keyword, rule) in keywords {
            if schema.get(keyword).is_none() {
                schema.put(keyword, rule);
            }
        }
        schema
    })
}

fn schema() -> impl Strategy<Value = Value> {
    flat().prop_recursive(3, 12, 3, |inner| {
        let properties =
            btree_map(name(), inner.clone(), 0..4).prop_map(|members| Value::Object(members.into_iter().collect()));
        (flat(), of(properties), of(inner)).prop_map(|(mut schema, properties, items)| {
            if let Some(properties) = properties {
                schema.put("properties", properties);
            }
            if let Some(items) = items {
                schema.put("items", items);
            }
            schema
        })
    })
}

fn contracts(schema: &Value) -> Contracts {
    let config = Value::object([("E", Value::object([("schema", schema.clone())]))]);
    let mut contracts = Contracts::default();
    contracts.fill(&View::root(&config)).expect("of the subset");
    contracts
}

fn json(value: &Value) -> serde_json::Value {
    serde_json::from_str(&courtesy_replay::json_text(value)).unwrap()
}

/// Whether the other implementation finds the value right.
fn is_right(schema: &Value, value: &Value) -> bool {
    let address = "https://site.example/schema.json";
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.set_default_draft(Draft::V2020_12);
    compiler.add_resource(address, json(schema)).unwrap();
    let index = compiler.compile(address, &mut schemas).expect("a schema");
    schemas.validate(&json(value), index).is_ok()
}

#[test]
fn the_generators_meet_both_answers() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let (mut runner, mut right) = (TestRunner::deterministic(), 0);
    for _ in 0..500 {
        let (schema, value) = (schema(), value()).new_tree(&mut runner).unwrap().current();
        right += u32::from(is_right(&schema, &value));
    }
    assert!((100..400).contains(&right), "{right} of 500");
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn a_contract_says_what_json_schema_says(schema in schema(), value in value()) {
        let found = contracts(&schema).check("E", &value);
        prop_assert_eq!(found.is_none(), is_right(&schema, &value), "{:?}", found);
    }

    #[test]
    fn no_schema_and_no_value_panics(schema in tree(), value in tree()) {
        let config = Value::object([("E", Value::object([("schema", schema)]))]);
        let mut contracts = Contracts::default();
        if contracts.fill(&View::root(&config)).is_ok() {
            let _ = contracts.check("E", &value);
        }
    }
}
