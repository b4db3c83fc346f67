//! Writes the event contracts of a config as TypeScript: one interface for the properties of each event, and `Events`, which
//! names them all by their events.
//!
//! A type says what a contract says as far as TypeScript can: limits are left out. A name that a contract does not know is no
//! property of the type, also where the contract would let it pass: most such names are misspelt. Who wants them writes
//! `"additionalProperties": true`.

use courtesy_core::events::Contracts;
use courtesy_core::value::{Value, View};

use crate::check::Problem;

/// The declarations for a document.
///
/// # Errors
/// The fault of the contracts, as `npx courtesy check` says it.
pub fn types(document: &Value) -> Result<String, Problem> {
    let outer = View::root(document);
    let inner = outer.field("courtesy");
    let events = if inner.is_present() { inner.field("events") } else { outer.field("events") };
    let contracts = events.field("contracts");
    Contracts::default().fill(&contracts).map_err(|fault| Problem {
        path: fault.path.clone(),
        kind: fault.kind.as_str().into(),
        message: fault.to_string(),
    })?;
    let (mut out, mut map, mut taken) = (String::new(), String::new(), vec![String::from("Events")]);
    for (event, contract) in contracts.members() {
        let name = type_name(event, &taken);
        let schema = contract.get("schema").unwrap_or(&Value::Null);
        out += &comment(schema, "");
        out += &format!("export interface {name} {}\n\n", object(schema, ""));
        map += &format!("  {}: {name};\n", quoted(event));
        taken.push(name);
    }
    Ok(format!(
        "// Written by `npx courtesy types`: the contracts of the config.\n\n{out}export interface Events {{\n{map}}}\n"
    ))
}

/// `Demo Requested` as `DemoRequested`; with a number behind where another event has that name already.
fn type_name(event: &str, taken: &[String]) -> String {
    let words = event.split(|character: char| !character.is_ascii_alphanumeric());
    let mut name: String =
        words.filter_map(|word| word.split_at_checked(1)).map(|(first, rest)| first.to_uppercase() + rest).collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name.insert_str(0, "Event");
    }
    let mut found = name.clone();
    let mut number = 2;
    while taken.contains(&found) {
        found = format!("{name}{number}");
        number += 1;
    }
    found
}

/// What a schema lets through, as a type.
fn of_schema(schema: &Value, indent: &str) -> String {
    if let Some(value) = schema.get("const").filter(|value| **value != Value::Null) {
        return literal(value);
    }
    if let Some(Value::List(values)) = schema.get("enum") {
        return union(values.iter().map(literal).collect());
    }
    let has = |keyword: &str| schema.get(keyword).is_some_and(|rule| *rule != Value::Null);
    match schema.get("type") {
        Some(Value::Text(name)) => of_type(name, schema, indent),
        Some(Value::List(names)) => {
            union(names.iter().map(|name| of_type(name.as_text().unwrap_or("null"), schema, indent)).collect())
        }
        // Whoever says what is in it means that it is one.
        _ if has("properties") || has("required") => object(schema, indent),
        _ if has("items") => of_type("array", schema, indent),
        _ => "unknown".into(),
    }
}

fn of_type(name: &str, schema: &Value, indent: &str) -> String {
    match name {
        "integer" => "number".into(),
        "object" => object(schema, indent),
        "array" => {
            let item = schema.get("items").map_or_else(|| "unknown".into(), |items| of_schema(items, indent));
            if item.contains(' ') && !item.ends_with('}') || item.contains(" | ") {
                format!("({item})[]")
            } else {
                format!("{item}[]")
            }
        }
        other => other.into(),
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let required: Vec<&str> = match schema.get("required") {
        Some(Value::List(names)) => names.iter().filter_map(Value::as_text).collect(),
        _ => Vec::new(),
    };
    let mut members = String::new();
    let properties = schema.get("properties");
    for (name, member) in pairs(properties) {
        let mark = if required.contains(&name.as_str()) { "" } else { "?" };
        members += &comment(member, &inner);
        members += &format!("{inner}{}{mark}: {};\n", key(name), of_schema(member, &inner));
    }
    for name in required.iter().filter(|name| properties.and_then(|known| known.get(name)).is_none()) {
        members += &format!("{inner}{}: unknown;\n", key(name));
    }
    if schema.get("additionalProperties").and_then(Value::as_bool) == Some(true) {
        members += &format!("{inner}[name: string]: unknown;\n");
    }
    if members.is_empty() { "{}".into() } else { format!("{{\n{members}{indent}}}") }
}

fn pairs(value: Option<&Value>) -> &[(String, Value)] {
    if let Some(Value::Object(members)) = value { members } else { &[] }
}

/// Each once; of nothing comes `never`.
fn union(types: Vec<String>) -> String {
    let mut out: Vec<String> = Vec::new();
    for one in types {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    if out.is_empty() { "never".into() } else { out.join(" | ") }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => "null".into(),
    }
}

/// A name as it is written before a colon.
fn key(name: &str) -> String {
    let is_plain = |(index, character): (usize, char)| {
        character.is_ascii_alphabetic() || matches!(character, '_' | '$') || index > 0 && character.is_ascii_digit()
    };
    if !name.is_empty() && name.char_indices().all(is_plain) { name.into() } else { quoted(name) }
}

/// JSON's texts are TypeScript's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The schema's own words.
fn comment(schema: &Value, indent: &str) -> String {
    let said = |keyword: &str| schema.get(keyword).and_then(Value::as_text).filter(|text| !text.is_empty());
    said("description").or_else(|| said("title")).map_or_else(String::new, |text| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "*\\/");
        format!("{indent}/** {text} */\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Json;

    fn written(contracts: &str) -> Result<String, String> {
        let text = format!(r#"{{"courtesy": {{"events": {{"contracts": {contracts}}}}}}}"#);
        let Json(document) = serde_json::from_str(&text).unwrap();
        types(&document).map_err(|problem| problem.message)
    }

    fn of_property(schema: &str) -> String {
        let text = written(&format!(r#"{{"E": {{"schema": {{"properties": {{"p": {schema}}}}}}}}}"#)).unwrap();
        text.split("  p?: ").nth(1).unwrap().split(";\n}").next().unwrap().into()
    }

    #[test]
    fn each_event_has_an_interface_and_all_are_named_in_one() {
        let text = written(
            r#"{"Demo Requested": {"schema": {"description": "Somebody\n wants a demo.", "required": ["plan", "at"],
                    "properties": {"plan": {"enum": ["pro", "free"]}, "seats": {"type": "integer", "title": "How many */"}, "a-b": {}}}},
                "demo-requested": {"schema": {"additionalProperties": true}, "on_violation": "drop"},
                "2 \"steps\"": {"schema": {}}, "Events": {"schema": {}}, "é": {"schema": {}}}"#,
        );
        let expected = r#"// Written by `npx courtesy types`: the contracts of the config.

/** Somebody wants a demo. */
export interface DemoRequested {
  plan: "pro" | "free";
  /** How many *\/ */
  seats?: number;
  "a-b"?: unknown;
  at: unknown;
}

export interface DemoRequested2 {
  [name: string]: unknown;
}

export interface Event2Steps {}

export interface Events2 {}

export interface Event {}

export interface Events {
  "Demo Requested": DemoRequested;
  "demo-requested": DemoRequested2;
  "2 \"steps\"": Event2Steps;
  "Events": Events2;
  "é": Event;
}
"#;
        assert_eq!(text.unwrap(), expected);
        assert!(types(&Value::Null).unwrap().ends_with("\n\nexport interface Events {\n}\n"));
    }

    #[test]
    fn a_type_says_what_its_schema_says() {
        for (schema, expected) in [
            ("{}", "unknown"),
            (r#"{"type": "string"}"#, "string"),
            (r#"{"type": "boolean"}"#, "boolean"),
            (r#"{"type": "null"}"#, "null"),
            (r#"{"type": ["integer", "number", "null"]}"#, "number | null"),
            (r#"{"type": "string", "const": "a"}"#, "\"a\""),
            (r#"{"enum": [1.5, true, null, "x", 1.5]}"#, "1.5 | true | null | \"x\""),
            (r#"{"enum": []}"#, "never"),
            (r#"{"type": "array"}"#, "unknown[]"),
            (r#"{"items": {"type": "string"}}"#, "string[]"),
            (r#"{"type": "array", "items": {"type": ["string", "number"]}}"#, "(string | number)[]"),
            (r#"{"type": "array", "items": {"enum": ["a b"]}}"#, "(\"a b\")[]"),
            (r#"{"type": "object"}"#, "{}"),
            (
                r#"{"type": "array", "items": {"required": ["id"], "properties": {"id": {"type": "string"}}}}"#,
                "{\n    id: string;\n  }[]",
            ),
        ] {
            assert_eq!(of_property(schema), expected, "{schema}");
        }
    }

    #[test]
    fn types_and_engine_know_the_same_keywords() {
        let text = r#"{"E": {"on_violation": "pass", "schema": {"$schema": "s", "$id": "i", "title": "t", "description": "d", "examples": [1],
            "default": {}, "type": ["object", "null"], "required": ["a"], "additionalProperties": false, "properties": {
            "a": {"type": "integer", "minimum": 1, "maximum": 2, "exclusiveMinimum": 0, "exclusiveMaximum": 3, "const": 1},
            "b": {"type": "string", "minLength": 1, "maxLength": 2, "enum": ["a", null, 1, true]}, "c": null,
            "d": {"minItems": 1, "maxItems": 2, "items": {}}}}}}"#;
        assert!(written(text).is_ok());
        assert!(serde_json::from_str::<std::collections::BTreeMap<String, crate::schema::Contract>>(text).is_ok());
    }

    #[test]
    fn a_contract_that_is_wrong_is_said_with_its_path() {
        let message = written(r#"{"E": {"schema": {"properties": {"p": {"pattern": "a"}}}}}"#).unwrap_err();
        assert!(
            message.starts_with("courtesy.events.contracts.E.schema.properties.p.pattern is not known here"),
            "{message}"
        );
    }
}
