//! JavaScript values to the plain tree and back, through js-sys.
//!
//! Follows `JSON.stringify` in what it leaves out (`undefined` members) and how it writes dates; refuses, with the path, what
//! JSON cannot say.

use courtesy_core::value::{Fault, FaultKind, Value, join, json, number};
use js_sys::{Array, Date, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::host::{invoke, item, length};

/// How deep a tree may be: a cycle ends here.
const MAX_DEPTH: u32 = 32;

/// A JavaScript value as a plain tree; `path` begins the path of a fault.
///
/// # Errors
/// `type` for functions, symbols, bigints, numbers that are not finite and objects that cannot be read; `value` for trees
/// deeper than 32 levels, cycles among them.
pub fn to_value(value: &JsValue, path: &str) -> Result<Value, Fault> {
    read(value, &mut path.into(), MAX_DEPTH)
}

/// Reads what stands at `path`, which is the same again afterwards - or, after a fault, says where that is.
fn read(value: &JsValue, path: &mut String, depth: u32) -> Result<Value, Fault> {
    if let Some(text) = value.as_string() {
        Ok(Value::Text(text))
    } else if let Some(number) = value.as_f64() {
        if number.is_finite() { Ok(Value::Number(number)) } else { Err(cannot(path, "must be a finite number")) }
    } else if let Some(flag) = value.as_bool() {
        Ok(Value::Bool(flag))
    } else if value.is_undefined() || value.is_null() {
        Ok(Value::Null)
    } else if !value.is_object() {
        Err(cannot(path, "is nothing that JSON can say"))
    } else if value.has_type::<Date>() {
        // An invalid date has `null` for its JSON.
        Ok(Value::from(invoke(value, "toJSON").and_then(|text| text.as_string())))
    } else if depth == 0 {
        Err(Fault::new(&**path, FaultKind::Value, &["is nested deeper than 32 levels, or holds itself"]))
    } else if Array::is_array(value) {
        items(value, path, depth - 1)
    } else {
        members(value, path, depth - 1)
    }
}

fn items(list: &JsValue, path: &mut String, depth: u32) -> Result<Value, Fault> {
    let (end, mut items) = (path.len(), Vec::new());
    for index in 0..length(list) {
        path.push('[');
        number::write_whole(index.into(), path);
        path.push(']');
        items.push(read(&item(list, index), path, depth)?);
        path.truncate(end);
    }
    Ok(Value::List(items))
}

fn members(object: &JsValue, path: &mut String, depth: u32) -> Result<Value, Fault> {
    let (end, mut members) = (path.len(), Vec::new());
    let keys = Object::keys(object.unchecked_ref::<Object>());
    for index in 0..length(&keys) {
        let key = item(&keys, index);
        let name = key.as_string().unwrap_or_default();
        if end > 0 {
            path.push('.');
        }
        path.push_str(&name);
        // A getter may throw; that is the page's fault, not the page's end.
        let Ok(member) = Reflect::get(object, &key) else { return Err(cannot(path, "cannot be read")) };
        if !member.is_undefined() {
            members.push((name, read(&member, path, depth)?));
        }
        path.truncate(end);
    }
    Ok(Value::Object(members))
}

fn cannot(path: &str, reason: &str) -> Fault {
    Fault::new(path, FaultKind::Type, &[reason])
}

/// A plain tree as a JavaScript value: its JSON, which the host reads faster than we could build it call by call. A key
/// `__proto__` is a key like any other.
#[must_use]
pub fn to_js(value: &Value) -> JsValue {
    JSON::parse(&json::text(value)).unwrap_or_default()
}

/// The answers in `{purpose: true | false}`.
///
/// # Errors
/// `type` where it is no such object.
pub fn to_answers(value: Value) -> Result<Vec<(String, bool)>, Fault> {
    let Value::Object(members) = value else { return Err(cannot("choice", "must be an object of purposes")) };
    let mut answers = Vec::new();
    for (purpose, answer) in members {
        let Value::Bool(answer) = answer else {
            return Err(cannot(&join(&["choice.", &purpose]), "must be true or false"));
        };
        answers.push((purpose, answer));
    }
    Ok(answers)
}
