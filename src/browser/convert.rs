//! JavaScript values to the plain tree and back, through js-sys.
//!
//! Follows `JSON.stringify` in what it leaves out (`undefined` members) and how it writes dates; refuses, with the path, what
//! JSON cannot say.

use courtesy_core::value::{Fault, FaultKind, Value, join, number};
use js_sys::{Date, JSON, Reflect};
use wasm_bindgen::prelude::*;

use super::host::{call, global, invoke, item, length};

/// How deep a tree may be: a cycle ends here.
const MAX_DEPTH: u32 = 32;
/// How many values a tree may hold: a list of twenty million must not stop the page.
const MAX_VALUES: u32 = 100_000;

/// A JavaScript value as a plain tree; `path` begins the path of a fault.
///
/// # Errors
/// `type` for functions, symbols, bigints, numbers that are not finite and objects that cannot be read; `value` for trees
/// deeper than 32 levels, cycles among them, or of more than 100,000 values.
pub fn to_value(value: &JsValue, path: &str) -> Result<Value, Fault> {
    Reader { path: path.into(), left: MAX_VALUES }.read(value, MAX_DEPTH)
}

/// Walks through a tree. The path is the same again after each step - or, after a fault, says where that is.
struct Reader {
    path: String,
    left: u32,
}

impl Reader {
    fn read(&mut self, value: &JsValue, depth: u32) -> Result<Value, Fault> {
        if let Some(text) = value.as_string() {
            Ok(Value::Text(text))
        } else if let Some(number) = value.as_f64() {
            if number.is_finite() { Ok(Value::Number(number)) } else { Err(self.cannot("must be a finite number")) }
        } else if let Some(flag) = value.as_bool() {
            Ok(Value::Bool(flag))
        } else if value.is_undefined() || value.is_null() {
            Ok(Value::Null)
        } else if !value.is_object() {
            Err(self.cannot("is nothing that JSON can say"))
        } else if value.has_type::<Date>() {
            // An invalid date has `null` for its JSON.
            let text = invoke(value, "toJSON").ok_or_else(|| self.cannot("cannot be read"))?;
            Ok(Value::from(text.as_string()))
        } else if depth == 0 {
            Err(self.too_much("is nested deeper than 32 levels, or holds itself"))
        } else {
            // A proxy may refuse even this question.
            match call(&global("Array"), "isArray", value.clone(), JsValue::UNDEFINED) {
                Some(answer) if answer.is_truthy() => self.items(value, depth - 1),
                Some(_) => self.members(value, depth - 1),
                None => Err(self.cannot("cannot be read")),
            }
        }
    }

    fn items(&mut self, list: &JsValue, depth: u32) -> Result<Value, Fault> {
        let (end, mut items) = (self.path.len(), Vec::new());
        for index in 0..self.spend(length(list))? {
            self.path.push('[');
            number::write_whole(index.into(), &mut self.path);
            self.path.push(']');
            items.push(self.member(list, &index.into(), depth)?.unwrap_or_default());
            self.path.truncate(end);
        }
        Ok(Value::List(items))
    }

    fn members(&mut self, object: &JsValue, depth: u32) -> Result<Value, Fault> {
        let (end, mut members) = (self.path.len(), Vec::new());
        let keys = call(&global("Object"), "keys", object.clone(), JsValue::UNDEFINED);
        let keys = keys.ok_or_else(|| self.cannot("cannot be read"))?;
        for index in 0..self.spend(length(&keys))? {
            let key = item(&keys, index);
            let name = key.as_string().unwrap_or_default();
            if end > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            if let Some(member) = self.member(object, &key, depth)? {
                members.push((name, member));
            }
            self.path.truncate(end);
        }
        Ok(Value::Object(members))
    }

    /// A member, unless it is `undefined`. A getter may throw; that is the page's fault, not the page's end.
    fn member(&mut self, holder: &JsValue, key: &JsValue, depth: u32) -> Result<Option<Value>, Fault> {
        match Reflect::get(holder, key) {
            Ok(member) if member.is_undefined() => Ok(None),
            Ok(member) => self.read(&member, depth).map(Some),
            Err(_) => Err(self.cannot("cannot be read")),
        }
    }

    fn spend(&mut self, count: u32) -> Result<u32, Fault> {
        self.left = self.left.checked_sub(count).ok_or_else(|| self.too_much("holds too many values"))?;
        Ok(count)
    }

    fn too_much(&self, reason: &str) -> Fault {
        Fault::new(&*self.path, FaultKind::Value, &[reason])
    }

    fn cannot(&self, reason: &str) -> Fault {
        cannot(&self.path, reason)
    }
}

fn cannot(path: &str, reason: &str) -> Fault {
    Fault::new(path, FaultKind::Type, &[reason])
}

/// A JSON text of the engine as a JavaScript value: the host reads it faster than we could build it call by call. A key
/// `__proto__` is a key like any other.
#[must_use]
pub fn parse(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    /// The text of a number, as JavaScript writes it.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn number_text(number: f64) -> String;
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
