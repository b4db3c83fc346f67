//! JavaScript values to the plain tree and back, through js-sys.
//!
//! Follows `JSON.stringify` in what it leaves out (`undefined` members) and how it writes dates; refuses, with the path, what
//! JSON cannot say.

use courtesy_core::value::{Fault, FaultKind, Value};
use js_sys::{Array, Date, JsString, Object};
use wasm_bindgen::{JsCast, JsValue};

/// How deep a tree may be: a cycle ends here.
const MAX_DEPTH: u32 = 32;

/// A JavaScript value as a plain tree; `path` begins the path of a fault.
///
/// # Errors
/// `type` for functions, symbols, bigints, numbers that are not finite and objects that cannot be read; `value` for trees
/// deeper than 32 levels, cycles among them.
pub fn to_value(value: &JsValue, path: &str) -> Result<Value, Fault> {
    read(value, path, MAX_DEPTH)
}

fn read(value: &JsValue, path: &str, depth: u32) -> Result<Value, Fault> {
    if value.is_undefined() || value.is_null() {
        Ok(Value::Null)
    } else if let Some(flag) = value.as_bool() {
        Ok(Value::Bool(flag))
    } else if let Some(number) = value.as_f64() {
        if number.is_finite() { Ok(Value::Number(number)) } else { Err(cannot(path, "must be a finite number")) }
    } else if let Some(text) = value.dyn_ref::<JsString>() {
        Ok(Value::Text(text.into()))
    } else if !value.is_object() || value.is_function() {
        Err(cannot(path, "is nothing that JSON can say"))
    } else if let Some(date) = value.dyn_ref::<Date>() {
        Ok(if date.get_time().is_nan() { Value::Null } else { Value::Text(date.to_json().into()) })
    } else if depth == 0 {
        Err(Fault::new(path, FaultKind::Value, &["is nested deeper than 32 levels, or holds itself"]))
    } else if let Some(items) = value.dyn_ref::<Array>() {
        let items = items.iter().enumerate().map(|(index, item)| read(&item, &format!("{path}[{index}]"), depth - 1));
        Ok(Value::List(items.collect::<Result<_, _>>()?))
    } else {
        members(value.unchecked_ref(), path, depth - 1)
    }
}

fn members(object: &Object, path: &str, depth: u32) -> Result<Value, Fault> {
    let mut members = Vec::new();
    for key in Object::keys(object).iter() {
        let name = String::from(key.unchecked_ref::<JsString>());
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        // A getter may throw; that is the page's fault, not the page's end.
        let member = js_sys::Reflect::get(object, &key).map_err(|_| cannot(&path, "cannot be read"))?;
        if !member.is_undefined() {
            members.push((name, read(&member, &path, depth)?));
        }
    }
    Ok(Value::Object(members))
}

fn cannot(path: &str, reason: &str) -> Fault {
    Fault::new(path, FaultKind::Type, &[reason])
}

/// A plain tree as a JavaScript value. Objects are made from entries, so a key `__proto__` is a key like any other.
#[must_use]
pub fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Text(text) => JsValue::from_str(text),
        Value::List(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Object(members) => {
            let entries = members.iter().map(|(key, member)| Array::of2(&JsValue::from_str(key), &to_js(member)));
            let entries = entries.collect::<Array>();
            Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
        }
    }
}

/// The answers in `{purpose: true | false}`.
///
/// # Errors
/// `type` where it is no such object.
pub fn to_answers(value: &Value) -> Result<Vec<(String, bool)>, Fault> {
    let Value::Object(members) = value else { return Err(cannot("choice", "must be an object of purposes")) };
    let answers = members.iter().map(|(purpose, answer)| match answer {
        Value::Bool(answer) => Ok((purpose.clone(), *answer)),
        _ => Err(cannot(&format!("choice.{purpose}"), "must be true or false")),
    });
    answers.collect()
}
