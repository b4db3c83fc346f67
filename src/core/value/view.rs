//! Typed reading of a [`Value`] whose errors name the path, such as `intent.intents.buy.signals[2].points`.
//!
//! Place in the flow: every room reads its part of the config, and what was stored, through a [`View`]. It checks shape and
//! range; what the values mean is the room's business.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::RangeInclusive;

use super::Value;

/// Why a value cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Something required is absent.
    Missing,
    /// It is there, but of the wrong type.
    Type,
    /// The type is right, the value is not (out of range, unknown word, duplicate).
    Value,
    /// A name that nothing here knows.
    Unknown,
    /// A condition that cannot be compiled.
    Condition,
}

impl FaultKind {
    /// The word by which JavaScript knows this kind.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FaultKind::Missing => "missing",
            FaultKind::Type => "type",
            FaultKind::Value => "value",
            FaultKind::Unknown => "unknown",
            FaultKind::Condition => "condition",
        }
    }
}

/// A value that cannot be used: where it stands and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: `slots.hero.rules[0].when`. Empty for the whole document.
    pub path: String,
    /// What kind of fault.
    pub kind: FaultKind,
    /// The reason, as the second half of a sentence: "must be a number from 0 to 100".
    pub reason: String,
}

impl Fault {
    /// A fault at a path.
    pub fn new(path: impl Into<String>, kind: FaultKind, reason: impl Into<String>) -> Fault {
        Fault { path: path.into(), kind, reason: reason.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the document" } else { &self.path };
        write!(out, "{path} {}", self.reason)
    }
}

/// A place in a document: the value there, if any, and the way to it.
///
/// ```
/// use courtesy_core::value::{Value, View};
/// let config = Value::object([("events", Value::object([("flush_at", Value::from("ten"))]))]);
/// let fault = View::root(&config).field("events").field("flush_at").number_or(20.0, 1.0..=500.0).unwrap_err();
/// assert_eq!(fault.to_string(), "events.flush_at must be a number");
/// ```
#[derive(Clone, Debug)]
pub struct View<'a> {
    value: Option<&'a Value>,
    path: String,
}

impl<'a> View<'a> {
    /// The whole document.
    #[must_use]
    pub fn root(value: &'a Value) -> View<'a> {
        View { value: Some(value), path: String::new() }
    }

    /// The member `key`; absent members give a view on nothing, which still knows its path.
    #[must_use]
    pub fn field(&self, key: &str) -> View<'a> {
        let path = if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) };
        View { value: self.value.and_then(|value| value.get(key)), path }
    }

    /// The path of this place.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value here, with `null` counting as absent.
    #[must_use]
    pub fn value(&self) -> Option<&'a Value> {
        self.value.filter(|value| **value != Value::Null)
    }

    /// Whether there is anything here.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.value().is_some()
    }

    /// A fault at this place.
    #[must_use]
    pub fn fault(&self, kind: FaultKind, reason: impl Into<String>) -> Fault {
        Fault::new(self.path.clone(), kind, reason)
    }

    fn required<T>(&self, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<T, Fault> {
        match self.value() {
            None => Err(self.fault(FaultKind::Missing, format!("is missing; it must be {what}"))),
            Some(value) => read(value).ok_or_else(|| self.fault(FaultKind::Type, format!("must be {what}"))),
        }
    }

    /// Text that is not empty.
    ///
    /// # Errors
    /// `missing`, `type`, or `value` for empty text.
    pub fn text(&self) -> Result<&'a str, Fault> {
        let text = self.required("text", Value::as_text)?;
        if text.is_empty() { Err(self.fault(FaultKind::Value, "must not be empty")) } else { Ok(text) }
    }

    /// Text, or `default` where there is nothing.
    ///
    /// # Errors
    /// `type`.
    pub fn text_or(&self, default: &'a str) -> Result<&'a str, Fault> {
        if self.is_present() { self.required("text", Value::as_text) } else { Ok(default) }
    }

    /// A truth value, or `default`.
    ///
    /// # Errors
    /// `type`.
    pub fn bool_or(&self, default: bool) -> Result<bool, Fault> {
        if self.is_present() { self.required("true or false", Value::as_bool) } else { Ok(default) }
    }

    /// A number within `range`.
    ///
    /// # Errors
    /// `missing`, `type`, or `value` outside of the range (NaN is outside of every range).
    pub fn number(&self, range: RangeInclusive<f64>) -> Result<f64, Fault> {
        let number = self.required("a number", Value::as_number)?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(self.fault(FaultKind::Value, format!("must be a number from {} to {}", range.start(), range.end())))
    }

    /// A number within `range`, or `default`.
    ///
    /// # Errors
    /// `type` or `value`.
    pub fn number_or(&self, default: f64, range: RangeInclusive<f64>) -> Result<f64, Fault> {
        if self.is_present() { self.number(range) } else { Ok(default) }
    }

    /// A whole number within `range`, or `default`.
    ///
    /// # Errors
    /// `type` or `value`.
    pub fn whole_or(&self, default: u32, range: RangeInclusive<u32>) -> Result<u32, Fault> {
        if !self.is_present() {
            return Ok(default);
        }
        let number = self.number(f64::from(*range.start())..=f64::from(*range.end()))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is within u32")]
        let whole = number as u32;
        if f64::from(whole).to_bits() == number.to_bits() {
            Ok(whole)
        } else {
            Err(self.fault(FaultKind::Value, "must be a whole number"))
        }
    }

    /// One of the given words, or the first of them where there is nothing.
    ///
    /// # Errors
    /// `type`, or `value` for another word.
    pub fn word_or_first<T: Copy>(&self, words: &[(&str, T)], default: T) -> Result<T, Fault> {
        if !self.is_present() {
            return Ok(default);
        }
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning).ok_or_else(|| {
            let known = words.iter().map(|(word, _)| *word).collect::<alloc::vec::Vec<_>>().join("`, `");
            self.fault(FaultKind::Value, format!("is `{text}`; it must be one of `{known}`"))
        })
    }

    /// The elements of a list; an absent list is empty.
    ///
    /// # Errors
    /// `type`.
    pub fn list(&self) -> Result<impl Iterator<Item = View<'a>> + use<'a>, Fault> {
        let items: &'a [Value] = match self.value() {
            None => &[],
            Some(Value::List(items)) => items,
            Some(_) => return Err(self.fault(FaultKind::Type, "must be a list")),
        };
        let path = self.path.clone();
        Ok(items
            .iter()
            .enumerate()
            .map(move |(index, value)| View { value: Some(value), path: format!("{path}[{index}]") }))
    }

    /// The members of an object with their names, in order; an absent object has none.
    ///
    /// # Errors
    /// `type`.
    pub fn members(&self) -> Result<impl Iterator<Item = (&'a str, View<'a>)> + use<'a>, Fault> {
        let members: &'a [(String, Value)] = match self.value() {
            None => &[],
            Some(Value::Object(members)) => members,
            Some(_) => return Err(self.fault(FaultKind::Type, "must be an object")),
        };
        let here = View { value: self.value, path: self.path.clone() };
        Ok(members.iter().map(move |(key, value)| {
            let mut place = here.field(key);
            place.value = Some(value);
            (key.as_str(), place)
        }))
    }

    /// Refuses members that nothing reads, so that a misspelt name is an error and not silence.
    ///
    /// # Errors
    /// `type` where this is no object, `unknown` at the first member that is not in `names`.
    pub fn only(&self, names: &[&str]) -> Result<(), Fault> {
        for (name, place) in self.members()? {
            if !names.contains(&name) {
                let known = names.join("`, `");
                return Err(place.fault(FaultKind::Unknown, format!("is not known here; known are `{known}`")));
            }
        }
        Ok(())
    }
}
