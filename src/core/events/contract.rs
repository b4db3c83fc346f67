//! What the site promised an event's properties to be: contracts in a subset of JSON Schema.
//!
//! Place in the flow: the recorder asks [`Contracts::check`] before it writes an event, and does with the answer what the
//! contract says. The schemas stay the tree that the config had: they are checked once, when the config is read, and then
//! interpreted, as each of them is met a few times a page at most.
//!
//! The subset of JSON Schema 2020-12 (<https://json-schema.org/draft/2020-12/json-schema-validation>): `type`; `enum` and `const`
//! of anything but lists and objects; `required`, `properties`, `additionalProperties` (true or false), `items`; and the limits
//! of numbers, texts (in code points) and lists.
//! `$schema`, `$id`, `title`, `description`, `examples` and `default` say nothing about a value. Any other keyword is a fault:
//! what a contract asks for is never silently left out.

use alloc::boxed::Box;
use alloc::string::String;

use crate::value::Presence::{Optional, Required};
use crate::value::{Fault, FaultKind, Field, MAX_WHOLE, Shape, Value, View};

/// How deep schemas may nest: a hostile config must not exhaust the stack, and the host takes no event deeper than this.
const MAX_DEPTH: u32 = 32;

/// The contracts of a site, by the names of their events.
#[derive(Clone, Debug, Default)]
pub struct Contracts(Value);

/// How an event breaks its contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where: `properties.plan`; for what is missing, where it should be.
    pub path: String,
    /// The keyword of the schema that it breaks: `enum`.
    pub rule: &'static str,
    /// What is to be done with the event.
    pub on_violation: OnViolation,
}

/// What is done with an event that breaks its contract. It is counted in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnViolation {
    /// It is recorded, and says what is wrong with it. The default.
    Flag,
    /// It is not recorded.
    Drop,
    /// It is recorded as if nothing were wrong.
    Pass,
}

/// The `events.contracts` part of a config.
const SHAPE: Shape = Shape::Map(&Shape::Object(&[
    Field("schema", Required, Shape::Any),
    Field("on_violation", Optional, Shape::Word(&["flag", "drop", "pass"])),
]));

/// One schema. The schemas within it are checked one by one.
const SCHEMA: Shape = Shape::Object(&[
    Field("type", Optional, Shape::Any),
    // Equality of lists and objects would have to be that of JSON Schema, which knows no order of members.
    Field("enum", Optional, Shape::List(&Shape::Scalar)),
    Field("const", Optional, Shape::Scalar),
    Field("required", Optional, Shape::List(&Shape::Content)),
    Field("properties", Optional, Shape::Map(&Shape::Any)),
    Field("additionalProperties", Optional, Shape::Flag),
    Field("items", Optional, Shape::Any),
    Field("minimum", Optional, NUMBER),
    Field("maximum", Optional, NUMBER),
    Field("exclusiveMinimum", Optional, NUMBER),
    Field("exclusiveMaximum", Optional, NUMBER),
    Field("minLength", Optional, COUNT),
    Field("maxLength", Optional, COUNT),
    Field("minItems", Optional, COUNT),
    Field("maxItems", Optional, COUNT),
    Field("$schema", Optional, Shape::Any),
    Field("$id", Optional, Shape::Any),
    Field("title", Optional, Shape::Any),
    Field("description", Optional, Shape::Any),
    Field("examples", Optional, Shape::Any),
    Field("default", Optional, Shape::Any),
]);

const NUMBER: Shape = Shape::Number(f64::MIN, f64::MAX);
const COUNT: Shape = Shape::Whole(0.0, MAX_WHOLE);
const TYPE: Shape = Shape::Word(&["string", "number", "integer", "boolean", "object", "array", "null"]);

impl Contracts {
    /// Reads the `events.contracts` part of a config.
    ///
    /// # Errors
    /// The first fault, with its path: `events.contracts.Demo Requested.schema.properties.plan.pattern is not known here`.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        for (_, contract) in place.members() {
            check_schema(&contract.field("schema"), MAX_DEPTH)?;
        }
        self.0 = place.value().cloned().unwrap_or_default();
        Ok(())
    }

    /// How the properties of an event break its contract, if there is one and they do: the first rule that they break.
    #[must_use]
    pub fn check(&self, event: &str, properties: &Value) -> Option<Box<Violation>> {
        let contract = self.0.get(event)?;
        let mut violation = hold(contract.get("schema")?, &View::named("properties", properties)).err()?;
        violation.on_violation = match contract.get("on_violation").and_then(Value::as_text) {
            Some("drop") => OnViolation::Drop,
            Some("pass") => OnViolation::Pass,
            _ => OnViolation::Flag,
        };
        Some(violation)
    }
}

fn check_schema(place: &View<'_, '_>, depth: u32) -> Result<(), Fault> {
    if depth == 0 {
        return Err(place.fault(FaultKind::Value, &["nests too deeply"]));
    }
    SCHEMA.check(place)?;
    let types = place.field("type");
    match types.value() {
        Some(Value::List(_)) => Shape::List(&TYPE).check(&types)?,
        _ => TYPE.check(&types)?,
    }
    for (_, member) in place.field("properties").members() {
        check_schema(&member, depth - 1)?;
    }
    let items = place.field("items");
    if items.is_present() { check_schema(&items, depth - 1) } else { Ok(()) }
}

/// The limits, with the kind of value that each is for and the way in which it limits.
static LIMITS: [(&str, Measure, Limit); 8] = [
    ("minimum", Measure::Number, Limit::Least),
    ("maximum", Measure::Number, Limit::Most),
    ("exclusiveMinimum", Measure::Number, Limit::Above),
    ("exclusiveMaximum", Measure::Number, Limit::Below),
    ("minLength", Measure::CodePoints, Limit::Least),
    ("maxLength", Measure::CodePoints, Limit::Most),
    ("minItems", Measure::Items, Limit::Least),
    ("maxItems", Measure::Items, Limit::Most),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Number,
    CodePoints,
    Items,
    None,
}

#[derive(Clone, Copy)]
enum Limit {
    Least,
    Most,
    Above,
    Below,
}

/// Holds a value against a schema. The box keeps the results a pointer wide.
fn hold(schema: &Value, place: &View<'_, '_>) -> Result<(), Box<Violation>> {
    let Some(value) = place.raw() else { return Ok(()) };
    let name = type_name(value);
    // An integer is a number too. `[null]` is what `["null"]` was meant to be.
    let is_type = |known: &Value| match known {
        Value::Text(known) => known == name || known == "number" && name == "integer",
        _ => name == "null",
    };
    if !has(schema, "type", &is_type) {
        return Err(broken(place, "type"));
    }
    for rule in &["enum", "const"] {
        if !has(schema, rule, &|known| known == value) {
            return Err(broken(place, rule));
        }
    }
    let (measure, size) = measured(value);
    for (rule, of, limit) in &LIMITS {
        let Some(Value::Number(bound)) = schema.get(rule) else { continue };
        let is_kept = match limit {
            Limit::Least => size >= *bound,
            Limit::Most => size <= *bound,
            Limit::Above => size > *bound,
            Limit::Below => size < *bound,
        };
        if *of == measure && !is_kept {
            return Err(broken(place, rule));
        }
    }
    let rules = View::root(schema);
    if let Value::Object(_) = value {
        for name in rules.field("required").list() {
            let member = place.field(name.text_or(""));
            if member.raw().is_none() {
                return Err(broken(&member, "required"));
            }
        }
        let is_open = rules.flag("additionalProperties", true);
        for (name, member) in place.members() {
            match schema.get("properties").and_then(|known| known.get(name)) {
                Some(schema) => hold(schema, &member)?,
                None if is_open => {}
                None => return Err(broken(&member, "additionalProperties")),
            }
        }
    }
    if let Some(schema) = schema.get("items") {
        for item in place.list() {
            hold(schema, &item)?;
        }
    }
    Ok(())
}

#[inline(never)]
fn broken(place: &View<'_, '_>, rule: &'static str) -> Box<Violation> {
    Box::new(Violation { path: place.path(), rule, on_violation: OnViolation::Flag })
}

/// Whether a keyword is absent, or its value or one of its values is right.
#[inline(never)]
fn has(schema: &Value, keyword: &str, is_right: &dyn Fn(&Value) -> bool) -> bool {
    match schema.get(keyword) {
        None => true,
        Some(Value::List(values)) => {
            for value in values {
                if is_right(value) {
                    return true;
                }
            }
            false
        }
        Some(value) => is_right(value),
    }
}

/// A value's size, and what that is.
#[allow(clippy::cast_precision_loss, reason = "lengths stay far below 2^53")]
fn measured(value: &Value) -> (Measure, f64) {
    match value {
        Value::Number(number) => (Measure::Number, *number),
        Value::Text(text) => {
            let mut code_points = 0.0;
            for byte in text.bytes() {
                // All bytes of a character but its first begin with the bits 10.
                if byte & 0xc0 != 0x80 {
                    code_points += 1.0;
                }
            }
            (Measure::CodePoints, code_points)
        }
        Value::List(items) => (Measure::Items, items.len() as f64),
        _ => (Measure::None, 0.0),
    }
}

/// The narrowest type of a value, in the words of JSON Schema.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "what differs has a fraction; from 2^53 on no number has"
)]
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.abs() > MAX_WHOLE || *number as i64 as f64 == *number => "integer",
        Value::Number(_) => "number",
        Value::Text(_) => "string",
        Value::List(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::{Contracts, OnViolation};
    use crate::value::{Value, View};
    use alloc::string::{String, ToString};

    fn contract(schema: Value, on_violation: Option<&str>) -> Value {
        Value::object([("Demo", Value::object([("schema", schema), ("on_violation", on_violation.into())]))])
    }

    fn fault(schema: Value) -> String {
        let config = Value::object([("contracts", contract(schema, None))]);
        let place = View::root(&config);
        Contracts::default().fill(&place.field("contracts")).unwrap_err().to_string()
    }

    #[test]
    fn a_keyword_that_is_not_known_is_a_fault_wherever_it_stands() {
        let inner = |keyword| Value::object([(keyword, "x".into())]);
        let known = "is not known here; known are `type`, `enum`,";
        for (schema, path) in [
            (inner("pattern"), "pattern"),
            (Value::object([("items", inner("$ref"))]), "items.$ref"),
            (Value::object([("properties", Value::object([("plan", inner("format"))]))]), "properties.plan.format"),
        ] {
            let said = fault(schema);
            assert!(said.starts_with(&alloc::format!("contracts.Demo.schema.{path} {known}")), "{said}");
        }
    }

    #[test]
    fn a_schema_that_is_none_is_a_fault() {
        let one = |keyword, value| fault(Value::object([(keyword, value)]));
        let texts = |text: &str| Value::List([text.into(), "null".into()].into());
        assert_eq!(fault(Value::Null), "contracts.Demo.schema is missing");
        assert_eq!(fault(true.into()), "contracts.Demo.schema must be an object");
        assert!(
            one("type", "text".into()).starts_with("contracts.Demo.schema.type is `text`; it must be one of `string`")
        );
        assert!(one("type", texts("text")).starts_with("contracts.Demo.schema.type[0] is `text`"));
        assert_eq!(one("type", 7.0.into()), "contracts.Demo.schema.type must be text");
        assert_eq!(one("enum", "pro".into()), "contracts.Demo.schema.enum must be a list");
        let scalar = "must be text, a number, true or false";
        assert_eq!(one("const", Value::empty()), alloc::format!("contracts.Demo.schema.const {scalar}"));
        let nested = Value::List([texts("a")].into());
        assert_eq!(one("enum", nested), alloc::format!("contracts.Demo.schema.enum[0] {scalar}"));
        assert_eq!(
            one("minLength", 0.5.into()).split(" must be a whole number").next(),
            Some("contracts.Demo.schema.minLength")
        );
        assert_eq!(
            one("additionalProperties", Value::empty()),
            "contracts.Demo.schema.additionalProperties must be true or false"
        );
        assert!(one("properties", Value::object([("a", true.into())])).ends_with("properties.a must be an object"));
        let mut deep = Value::empty();
        for _ in 0..40 {
            deep = Value::object([("items", deep)]);
        }
        assert!(fault(deep).ends_with("items nests too deeply"));
    }

    #[test]
    fn a_violation_names_path_and_rule_and_what_is_to_be_done() {
        let plan = Value::object([("enum", Value::List(["pro".into(), "free".into()].into()))]);
        let seats = Value::object([("type", "array".into()), ("items", Value::object([("minimum", 1.0.into())]))]);
        let schema = Value::object([
            ("title", "A demo".into()),
            ("required", Value::List(["plan".into()].into())),
            ("properties", Value::object([("plan", plan), ("seats", seats)])),
            ("additionalProperties", false.into()),
        ]);
        let broken = |on_violation, properties| {
            let config = contract(schema.clone(), on_violation);
            let mut contracts = Contracts::default();
            contracts.fill(&View::root(&config)).unwrap();
            assert_eq!(contracts.check("Another", &Value::Null), None);
            contracts.check("Demo", &properties).map(|it| (it.path.clone(), it.rule, it.on_violation))
        };
        let pro = || ("plan", Value::from("pro"));
        assert_eq!(broken(None, Value::object([pro()])), None);
        for (properties, path, rule) in [
            (Value::empty(), "properties.plan", "required"),
            (Value::object([("plan", "gold".into())]), "properties.plan", "enum"),
            (Value::object([pro(), ("mail", "x".into())]), "properties.mail", "additionalProperties"),
            (Value::object([pro(), ("seats", 2.0.into())]), "properties.seats", "type"),
            (
                Value::object([pro(), ("seats", Value::List([1.0.into(), 0.0.into()].into()))]),
                "properties.seats[1]",
                "minimum",
            ),
        ] {
            assert_eq!(broken(None, properties), Some((path.into(), rule, OnViolation::Flag)));
        }
        assert_eq!(broken(Some("drop"), Value::empty()).unwrap().2, OnViolation::Drop);
        assert_eq!(broken(Some("pass"), Value::empty()).unwrap().2, OnViolation::Pass);
    }
}
