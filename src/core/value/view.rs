//! A place in a document: the value there, and the way to it, for faults such as
//! `intent.intents.buy.signals[2].points must be a number`.
//!
//! Place in the flow: the rooms read config and stored records through views, after [`Shape`](super::Shape) has checked the
//! config; so reading asks no questions and has defaults for what is not there.

use alloc::string::String;
use alloc::vec::Vec;

use super::number::write_whole;
use super::{Fault, FaultKind, Value};

/// A place in a document.
///
/// ```
/// use courtesy_core::value::{Field, Presence, Shape, Value, View};
/// let shape = Shape::Map(&Shape::Object(&[Field("flush_at", Presence::Optional, Shape::Whole(1.0, 500.0))]));
/// let config = Value::object([("events", Value::object([("flush_at", Value::from("ten"))]))]);
/// let fault = shape.check(&View::root(&config)).unwrap_err();
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

    /// A part that has a name of its own and stands in no document: the properties of an event.
    #[must_use]
    pub fn named(name: &'p str, value: &'v Value) -> View<'v, 'p> {
        View { value: Some(value), step: Step::Key(name), parent: None }
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
                write_whole(index as u64, &mut path);
                path.push(']');
            }
        }
        path
    }

    /// A fault at this place; the parts of the reason are put together.
    #[must_use]
    pub fn fault(&self, kind: FaultKind, reason: &[&str]) -> Fault {
        Fault::new(self.path(), kind, reason)
    }

    /// The value here, also where it is `null`.
    #[must_use]
    pub fn raw(&self) -> Option<&'v Value> {
        self.value
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

    /// The member `key`, with `null` counting as absent.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&'v Value> {
        self.value?.get(key).filter(|member| **member != Value::Null)
    }

    /// The text of the member `key`, or `default`.
    #[must_use]
    #[inline(never)]
    pub fn text(&self, key: &str, default: &'v str) -> &'v str {
        self.get(key).and_then(Value::as_text).unwrap_or(default)
    }

    /// The truth value of the member `key`, or `default`.
    #[must_use]
    #[inline(never)]
    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(default)
    }

    /// The number of the member `key`, or `default`.
    #[must_use]
    #[inline(never)]
    pub fn number(&self, key: &str, default: f64) -> f64 {
        self.get(key).and_then(Value::as_number).unwrap_or(default)
    }

    /// The time or count of the member `key`, or `default`.
    #[must_use]
    #[inline(never)]
    pub fn whole(&self, key: &str, default: u64) -> u64 {
        self.get(key).and_then(Value::as_whole).unwrap_or(default)
    }

    /// The text here, or `default`.
    #[must_use]
    pub fn text_or(&self, default: &'v str) -> &'v str {
        self.value().and_then(Value::as_text).unwrap_or(default)
    }

    /// The truth value here, or `default`.
    #[must_use]
    pub fn bool_or(&self, default: bool) -> bool {
        self.value().and_then(Value::as_bool).unwrap_or(default)
    }

    /// The number here, or `default`.
    #[must_use]
    pub fn number_or(&self, default: f64) -> f64 {
        self.value().and_then(Value::as_number).unwrap_or(default)
    }

    /// The whole number here, or `default`.
    #[must_use]
    pub fn whole_or(&self, default: u32) -> u32 {
        self.value().and_then(Value::as_whole).and_then(|number| u32::try_from(number).ok()).unwrap_or(default)
    }

    /// The texts of a list.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.list() {
            texts.push(item.text_or("").into());
        }
        texts
    }

    /// The elements of a list; none where there is no list.
    #[must_use]
    pub fn list<'q>(&'q self) -> Items<'v, 'q> {
        let items: &[Value] = if let Some(Value::List(items)) = self.value { items } else { &[] };
        Items { rest: items.iter(), index: 0, parent: self }
    }

    /// The members of an object with their names, in order; none where there is no object.
    #[must_use]
    pub fn members<'q>(&'q self) -> Members<'v, 'q>
    where
        'v: 'q,
    {
        let members: &[(String, Value)] = if let Some(Value::Object(members)) = self.value { members } else { &[] };
        Members { rest: members.iter(), parent: self }
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
