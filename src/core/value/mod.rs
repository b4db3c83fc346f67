//! The plain tree that config, event properties and stored records are made of.
//!
//! Place in the flow: below all rooms. The shell turns a JavaScript value into a [`Value`] once; a [`Shape`] checks it, the
//! rooms read it through [`View`], whose faults name the path, and write it with [`Json`]. There is no JSON *reader* here:
//! the host has one.

pub mod ascii;
mod fault;
mod hash;
mod join;
mod json;
pub mod number;
pub mod sha256;
mod shape;
mod view;

pub use fault::{Detail, Fault, FaultKind};
pub use hash::hash_v2;
pub use join::{cut, fill, join, short, words};
pub use json::Json;
pub use shape::{Field, Presence, Shape};
pub use view::{Items, Members, View};

use alloc::string::String;
use alloc::vec::Vec;

/// The largest number up to which every integer is exact in an f64 (ECMA-262, `Number.MAX_SAFE_INTEGER`).
pub const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

/// A JSON value. Object keys keep their order, as they do in JavaScript.
///
/// ```
/// use courtesy_core::value::Value;
/// let plan = Value::object([("plan", Value::from("pro")), ("seats", Value::from(3.0))]);
/// assert_eq!(plan.get("seats"), Some(&Value::Number(3.0)));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number; always finite when it came from JSON.
    Number(f64),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, in the order of its keys.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Makes an object from pairs.
    #[inline]
    #[must_use]
    pub fn object<const N: usize>(mut pairs: [(&str, Value); N]) -> Value {
        Value::take_pairs(&mut pairs)
    }

    /// An object without members, to put some into.
    #[must_use]
    pub fn empty() -> Value {
        Value::Object(Vec::new())
    }

    /// Adds a member to an object.
    #[inline(never)]
    pub fn put(&mut self, key: &str, member: Value) {
        if let Value::Object(members) = self {
            members.push((key.into(), member));
        }
    }

    /// Makes a list of texts.
    #[must_use]
    pub fn texts(texts: &[String]) -> Value {
        let mut items = Vec::with_capacity(texts.len());
        for text in texts {
            items.push(Value::from(text.as_str()));
        }
        Value::List(items)
    }

    /// The same for any number of pairs: one function in the Wasm instead of one for each length.
    fn take_pairs(pairs: &mut [(&str, Value)]) -> Value {
        let mut members = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            members.push((String::from(*key), core::mem::take(value)));
        }
        Value::Object(members)
    }

    /// The member of an object, or `None` where there is none (or this is not an object).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The member at a dotted path (`intent.buy.score`).
    ///
    /// A key that itself holds a dot is not looked for: GrowthBook's attributes are read the same way.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Value> {
        match cut(path, b'.') {
            (name, None) => self.get(name),
            (name, Some(rest)) => self.get(name)?.at(rest),
        }
    }

    /// The text, where this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, where this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A time or a count: a whole number from 0 to 2^53, as u64.
    #[must_use]
    pub fn as_whole(&self) -> Option<u64> {
        let number = self.as_number()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "range and wholeness are checked")]
        let whole = number as u64;
        #[allow(clippy::cast_precision_loss, reason = "what differs is refused")]
        let cut_off = number - whole as f64;
        (number <= MAX_WHOLE && cut_off == 0.0).then_some(whole)
    }

    /// A time or a count as a number. Exact up to 2^53.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "times and counts stay far below 2^53")]
    pub fn whole(number: u64) -> Value {
        Value::Number(number as f64)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
