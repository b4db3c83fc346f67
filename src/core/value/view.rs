//! Typed reading of a [`Value`] whose errors name the path, such as `intent.intents.buy.signals[2].points`.
//!
//! Place in the flow: every room reads its part of the config, and what was stored, through a [`View`]. It checks shape and
//! range; what the values mean is the room's business.

use alloc::format;
use alloc::string::String;
use core::ops::RangeInclusive;

use super::number::text;
use super::{Fault, FaultKind, Value};

/// A place in a document: the value there, if any, and the way to it.
///
/// ```
/// use courtesy_core::value::{Value, View};
/// let config = Value::object([("events", Value::object([("flush_at", Value::from("ten"))]))]);
/// let fault = View::root(&config).field("events").field("flush_at").number_or(20.0, 1.0..=500.0).unwrap_err();
/// assert_eq!(fault.to_string(), "events.flush_at must be a number");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'v, 'p> {
    value: Option<&'v Value>,
    step: Step<'p>,
    /// The path is written only where there is a fault; until then a place knows its parent.
    parent: Option<&'p View<'v, 'p>>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'v, 'p> View<'v, 'p> {
    /// The whole document.
    #[must_use]
    pub fn root(value: &'v Value) -> View<'v, 'p> {
        View { value: Some(value), step: Step::Root, parent: None }
    }

    /// The member `key`; absent members give a view on nothing, which still knows its path.
    #[must_use]
    pub fn field<'q>(&'q self, key: &'q str) -> View<'v, 'q> {
        View { value: self.value.and_then(|value| value.get(key)), step: Step::Key(key), parent: Some(self) }
    }

    /// The path of this place.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = self.parent.map_or_else(String::new, View::path);
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(index) => {
                path.push('[');
                super::number::write_whole(index as u64, &mut path);
                path.push(']');
            }
        }
        path
    }

    /// The value here, with `null` counting as absent.
    #[must_use]
    pub fn value(&self) -> Option<&'v Value> {
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
        Fault::new(self.path(), kind, reason)
    }

    /// What is here, or the fault that nothing is.
    fn required(&self, what: &str) -> Result<&'v Value, Fault> {
        self.value().ok_or_else(|| self.fault(FaultKind::Missing, format!("is missing; it must be {what}")))
    }

    fn wrong_type(&self, what: &str) -> Fault {
        self.fault(FaultKind::Type, format!("must be {what}"))
    }

    fn any_text(&self) -> Result<&'v str, Fault> {
        self.required("text")?.as_text().ok_or_else(|| self.wrong_type("text"))
    }

    /// Text that is not empty.
    ///
    /// # Errors
    /// `missing`, `type`, or `value` for empty text.
    pub fn text(&self) -> Result<&'v str, Fault> {
        let text = self.any_text()?;
        if text.is_empty() { Err(self.fault(FaultKind::Value, "must not be empty")) } else { Ok(text) }
    }

    /// Text, or `default` where there is nothing.
    ///
    /// # Errors
    /// `type`.
    pub fn text_or(&self, default: &'v str) -> Result<&'v str, Fault> {
        if self.is_present() { self.any_text() } else { Ok(default) }
    }

    /// A truth value, or `default`.
    ///
    /// # Errors
    /// `type`.
    pub fn bool_or(&self, default: bool) -> Result<bool, Fault> {
        match self.value() {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong_type("true or false")),
        }
    }

    /// A number within `range`.
    ///
    /// # Errors
    /// `missing`, `type`, or `value` outside of the range (NaN is outside of every range).
    pub fn number(&self, range: RangeInclusive<f64>) -> Result<f64, Fault> {
        let number = self.required("a number")?.as_number().ok_or_else(|| self.wrong_type("a number"))?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(self.fault(
            FaultKind::Value,
            format!("must be a number from {} to {}", text(*range.start()), text(*range.end())),
        ))
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

    /// The place of a word among `words`; the first where there is nothing.
    ///
    /// # Errors
    /// `type`, or `value` for another word.
    pub fn word(&self, words: &[&str]) -> Result<usize, Fault> {
        if !self.is_present() {
            return Ok(0);
        }
        let text = self.text()?;
        words
            .iter()
            .position(|word| *word == text)
            .ok_or_else(|| self.fault(FaultKind::Value, format!("is `{text}`; it must be one of {}", quoted(words))))
    }

    /// The elements of a list; an absent list is empty.
    ///
    /// # Errors
    /// `type`.
    pub fn list<'q>(&'q self) -> Result<Items<'v, 'q>, Fault> {
        match self.value() {
            None => Ok(Items { rest: [].iter(), index: 0, parent: self }),
            Some(Value::List(items)) => Ok(Items { rest: items.iter(), index: 0, parent: self }),
            Some(_) => Err(self.wrong_type("a list")),
        }
    }

    /// The members of an object with their names, in order; an absent object has none.
    ///
    /// # Errors
    /// `type`.
    pub fn members<'q>(&'q self) -> Result<Members<'v, 'q>, Fault>
    where
        'v: 'q,
    {
        match self.value() {
            None => Ok(Members { rest: [].iter(), parent: self }),
            Some(Value::Object(members)) => Ok(Members { rest: members.iter(), parent: self }),
            Some(_) => Err(self.wrong_type("an object")),
        }
    }

    /// Refuses members that nothing reads, so that a misspelt name is an error and not silence.
    ///
    /// # Errors
    /// `type` where this is no object, `unknown` at the first member that is not in `names`.
    pub fn only(&self, names: &[&str]) -> Result<(), Fault> {
        for (name, place) in self.members()? {
            if !names.contains(&name) {
                return Err(place.fault(FaultKind::Unknown, format!("is not known here; known are {}", quoted(names))));
            }
        }
        Ok(())
    }
}

/// The elements of a list.
#[derive(Clone, Debug)]
pub struct Items<'v, 'q> {
    rest: core::slice::Iter<'v, Value>,
    index: usize,
    parent: &'q View<'v, 'q>,
}

impl<'v, 'q> Iterator for Items<'v, 'q> {
    type Item = View<'v, 'q>;

    fn next(&mut self) -> Option<View<'v, 'q>> {
        let value = self.rest.next()?;
        let step = Step::Index(self.index);
        self.index += 1;
        Some(View { value: Some(value), step, parent: Some(self.parent) })
    }
}

/// The members of an object.
#[derive(Clone, Debug)]
pub struct Members<'v, 'q> {
    rest: core::slice::Iter<'v, (String, Value)>,
    parent: &'q View<'v, 'q>,
}

impl<'v, 'q> Iterator for Members<'v, 'q>
where
    'v: 'q,
{
    type Item = (&'v str, View<'v, 'q>);

    fn next(&mut self) -> Option<(&'v str, View<'v, 'q>)> {
        let (key, value) = self.rest.next()?;
        Some((key, View { value: Some(value), step: Step::Key(key), parent: Some(self.parent) }))
    }
}

/// Words as they are shown in a sentence.
fn quoted(words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        out.push_str(if out.is_empty() { "`" } else { ", `" });
        out.push_str(word);
        out.push('`');
    }
    out
}
