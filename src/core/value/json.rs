//! Writes a [`Value`] as JSON (RFC 8259) without white space.
//!
//! Place in the flow: batches and stored records leave the engine as text. Reading is the host's (`JSON.parse`): its reader
//! costs no byte, ours would cost 10 KB.

use alloc::string::String;

use super::{Value, number};

/// Appends `value` to `out`. A number that JSON cannot say (NaN, infinity) becomes `null`, as with `JSON.stringify`.
///
/// ```
/// use courtesy_core::value::{json, Value};
/// let mut text = String::new();
/// json::write(&Value::object([("a\n", Value::from(1.5)), ("b", Value::whole(10))]), &mut text);
/// assert_eq!(text, r#"{"a\n":1.5,"b":10}"#);
/// ```
pub fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) if number.is_finite() => number::write(*number, out),
        Value::Number(_) => out.push_str("null"),
        Value::Text(text) => write_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
    }
}

/// The JSON text of a value.
#[must_use]
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 0xf] {
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
