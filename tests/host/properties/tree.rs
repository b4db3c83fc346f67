//! Random trees: any value at all, and values made of the words that the engine reads.

use courtesy_core::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;

/// Words that mean something somewhere in a config or a record, and a few that mean nothing.
const WORDS: [&str; 48] = [
    "consent",
    "events",
    "intent",
    "slots",
    "courtesy",
    "mode",
    "revision",
    "expires_days",
    "gpc",
    "purposes",
    "text",
    "id",
    "title",
    "necessary",
    "analytics",
    "personalization",
    "endpoint",
    "flush_at",
    "flush_after_ms",
    "intents",
    "signals",
    "when",
    "points",
    "cap",
    "half_life_days",
    "variants",
    "rules",
    "variant",
    "experiment",
    "split",
    "weight",
    "fields",
    "href",
    "v",
    "at",
    "granted",
    "denied",
    "profile",
    "session",
    "once",
    "last",
    "$and",
    "$or",
    "$not",
    "$in",
    "$gte",
    "$exists",
    "other",
];

pub(crate) fn word() -> impl Strategy<Value = String> {
    proptest::sample::select(&WORDS[..]).prop_map(String::from)
}

/// A value without members.
pub(crate) fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        (-3_i32..600).prop_map(|number| Value::Number(f64::from(number))),
        (0_u64..1 << 53).prop_map(Value::whole),
        word().prop_map(Value::Text),
        ".{0,12}".prop_map(Value::Text),
    ]
}

/// Any tree. Object keys are words, each once, as they are in JavaScript.
pub(crate) fn tree() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::List),
            proptest::collection::hash_map(word(), inner, 0..7)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// All paths of a tree, in the engine's spelling.
pub(crate) fn paths(value: &Value, here: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let path = if here.is_empty() { key.clone() } else { format!("{here}.{key}") };
                paths(member, &path, out);
                out.push(path);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("{here}[{index}]");
                paths(item, &path, out);
                out.push(path);
            }
        }
        _ => {}
    }
}
