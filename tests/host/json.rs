//! The host's reader of JSON: serde_json, into the core's own tree.

use courtesy_core::value::Value;

/// The value of a JSON text; `Null` where it is none.
pub(crate) fn parse(text: &str) -> Value {
    serde_json::from_str(text).map_or(Value::Null, from_json)
}

fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(flag),
        serde_json::Value::Number(number) => Value::from(number.as_f64()),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, member)| (key, from_json(member))).collect())
        }
    }
}
