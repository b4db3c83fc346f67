//! What "as expected" means: exactly the same, or holding at least what is named. Numbers are compared by their bits.
//!
//! Where an object or list is expected and text was found, the expected value is written as JSON by the core's own writer
//! and must be that text, byte for byte: so a stored record or a batch can be read in a case, and is still compared exactly.

use courtesy_core::value::Value;

use crate::json_text;

/// The first difference, with the way to it; `None` where `found` is exactly `wanted`.
pub(crate) fn exact(wanted: &Value, found: &Value) -> Option<String> {
    differ(wanted, found, true, "")
}

/// The first difference; `None` where `found` holds all that `wanted` names. Lists must be equally long.
pub(crate) fn holds(wanted: &Value, found: &Value) -> Option<String> {
    differ(wanted, found, false, "")
}

fn differ(wanted: &Value, found: &Value, is_exact: bool, path: &str) -> Option<String> {
    match (wanted, found) {
        (Value::Number(wanted), Value::Number(found)) if wanted.to_bits() == found.to_bits() => None,
        (Value::Object(_) | Value::List(_), Value::Text(found)) if json_text(wanted) == *found => None,
        (Value::List(wanted), Value::List(found)) if wanted.len() == found.len() => wanted
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(index, (wanted, found))| differ(wanted, found, is_exact, &format!("{path}[{index}]"))),
        (Value::Object(wanted), Value::Object(members)) => {
            let extra = members.iter().find(|(key, _)| is_exact && !wanted.iter().any(|(name, _)| name == key));
            if let Some((key, _)) = extra {
                return Some(format!("{path}.{key} is there, unexpected"));
            }
            wanted.iter().find_map(|(key, wanted)| match (wanted, found.get(key)) {
                (Value::Null, None) if !is_exact => None,
                (_, None) => Some(format!("{path}.{key} is missing")),
                (wanted, Some(found)) => differ(wanted, found, is_exact, &format!("{path}.{key}")),
            })
        }
        (Value::Number(_), _) | (_, Value::Number(_)) => Some(told(wanted, found, path)),
        (wanted, found) if wanted == found => None,
        (wanted, found) => Some(told(wanted, found, path)),
    }
}

fn told(wanted: &Value, found: &Value, path: &str) -> String {
    let place = if path.is_empty() { String::new() } else { format!("at {path} ") };
    let bits = match (wanted, found) {
        (Value::Number(wanted), Value::Number(found)) => {
            format!(" (bits {:016x} and {:016x})", wanted.to_bits(), found.to_bits())
        }
        _ => String::new(),
    };
    format!("{place}expected {}, found {}{bits}", json_text(wanted), json_text(found))
}
