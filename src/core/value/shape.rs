//! What a document looks like, as data: names, types, ranges. One walker checks them all.
//!
//! Place in the flow: each room declares the [`Shape`] of its part of the config beside the code that reads it. A checked
//! document is then read without further questions ([`View::text_or`] and the like), which keeps both the rooms and the Wasm
//! small. What values mean to each other (duplicates, references, conditions) is the room's to judge.

use super::number::rounded;
use super::{Fault, FaultKind, Value, View, cut, join, words};

/// The shape of a value.
#[derive(Debug)]
pub enum Shape {
    /// Anything.
    Any,
    /// Anything without members or elements.
    Scalar,
    /// Text that is not empty.
    Text,
    /// Text that may be empty.
    Content,
    /// An address that cannot run script: relative, or of a scheme that only leads somewhere.
    Address,
    /// `true` or `false`.
    Flag,
    /// A number in a range, both ends included.
    Number(f64, f64),
    /// A whole number in a range, both ends included.
    Whole(f64, f64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// A list of objects of one shape, no two of which have the same `id`.
    Distinct(&'static Shape),
    /// An object of free names, all of one shape.
    Map(&'static Shape),
    /// An object of these names and no others.
    Object(&'static [Field]),
    /// Text that may be empty, or an object of these names and no others.
    ContentOr(&'static [Field]),
}

/// A member of an object: its name, its shape, and whether it must be there.
#[derive(Debug)]
pub struct Field(pub &'static str, pub Presence, pub Shape);

/// Whether a member must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be left out, or be `null`.
    Optional,
}

impl Shape {
    /// Checks what stands at a place. Nothing there is fine: whether it must be is its parent's to say.
    ///
    /// # Errors
    /// The first fault in the order of the document, with its path.
    pub fn check(&self, place: &View<'_, '_>) -> Result<(), Fault> {
        let Some(value) = place.value() else { return Ok(()) };
        let has_type = match self {
            Shape::Any => true,
            Shape::Scalar => !matches!(value, Value::List(_) | Value::Object(_)),
            Shape::Text | Shape::Content | Shape::Address | Shape::Word(_) => matches!(value, Value::Text(_)),
            Shape::Flag => matches!(value, Value::Bool(_)),
            Shape::Number(..) | Shape::Whole(..) => matches!(value, Value::Number(_)),
            Shape::List(_) | Shape::Distinct(_) => matches!(value, Value::List(_)),
            Shape::Map(_) | Shape::Object(_) => matches!(value, Value::Object(_)),
            Shape::ContentOr(_) => matches!(value, Value::Text(_) | Value::Object(_)),
        };
        if !has_type {
            return Err(place.fault(FaultKind::Type, &["must be ", self.type_name()]));
        }
        match self {
            Shape::Any | Shape::Scalar | Shape::Content | Shape::Flag => Ok(()),
            Shape::Text | Shape::Address | Shape::Word(_) => self.check_text(place, value.as_text().unwrap_or("")),
            Shape::Number(..) | Shape::Whole(..) => self.check_number(place, value),
            Shape::List(shape) | Shape::Distinct(shape) => self.check_items(place, shape),
            Shape::Map(shape) => place.members().try_for_each(|(_, member)| shape.check(&member)),
            Shape::Object(fields) | Shape::ContentOr(fields) => check_members(place, fields),
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Shape::Any => "there",
            Shape::Scalar => "text, a number, true or false",
            Shape::Text | Shape::Content | Shape::Address | Shape::Word(_) => "text",
            Shape::Flag => "true or false",
            Shape::Number(..) | Shape::Whole(..) => "a number",
            Shape::List(_) | Shape::Distinct(_) => "a list",
            Shape::Map(_) | Shape::Object(_) => "an object",
            Shape::ContentOr(_) => "text or an object",
        }
    }

    fn check_text(&self, place: &View<'_, '_>, text: &str) -> Result<(), Fault> {
        let reason = match self {
            Shape::Word(known) if !known.contains(&text) => {
                join(&["is `", text, "`; it must be one of ", &words(known)])
            }
            Shape::Address if !is_safe(text) => join(&["must be relative, or one of ", &words(&SCHEMES)]),
            Shape::Text if text.is_empty() => "must not be empty".into(),
            _ => return Ok(()),
        };
        Err(place.fault(FaultKind::Value, &[&reason]))
    }

    fn check_number(&self, place: &View<'_, '_>, value: &Value) -> Result<(), Fault> {
        let (Shape::Number(least, most) | Shape::Whole(least, most)) = self else { return Ok(()) };
        // NaN is outside of every range.
        let is_within = value.as_number().is_some_and(|number| (*least..=*most).contains(&number));
        if is_within && (matches!(self, Shape::Number(..)) || value.as_whole().is_some()) {
            return Ok(());
        }
        let kind =
            if matches!(self, Shape::Whole(..)) { "must be a whole number from " } else { "must be a number from " };
        Err(place.fault(FaultKind::Value, &[kind, &rounded(*least), " to ", &rounded(*most)]))
    }

    fn check_items(&self, place: &View<'_, '_>, shape: &Shape) -> Result<(), Fault> {
        let is_distinct = matches!(self, Shape::Distinct(_));
        for (index, item) in place.list().enumerate() {
            shape.check(&item)?;
            let id = item.field("id");
            if is_distinct && place.list().take(index).any(|other| other.field("id").value() == id.value()) {
                return Err(id.fault(FaultKind::Value, &["is declared twice"]));
            }
        }
        Ok(())
    }
}

/// The schemes that an address may have; relative addresses have none.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Whether an address cannot run script. Browsers drop control characters and white space from addresses
/// (<https://url.spec.whatwg.org/#concept-basic-url-parser>), so an address that holds any is refused.
fn is_safe(url: &str) -> bool {
    if url.bytes().any(|byte| byte <= b' ') {
        return false;
    }
    let (scheme, Some(_)) = cut(url, b':') else { return true };
    // A colon behind one of these is part of a path, a query or a fragment.
    let is_relative = scheme.bytes().any(|byte| matches!(byte, b'/' | b'?' | b'#'));
    is_relative || SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn check_members(place: &View<'_, '_>, fields: &[Field]) -> Result<(), Fault> {
    for (name, member) in place.members() {
        match fields.iter().find(|Field(known, ..)| *known == name) {
            Some(Field(_, _, shape)) => shape.check(&member)?,
            None => {
                // A misspelt name is an error and not silence.
                return Err(member.fault(FaultKind::Unknown, &["is not known here; known are ", &known(fields)]));
            }
        }
    }
    for Field(name, presence, _) in fields {
        if *presence == Presence::Required && !place.field(name).is_present() {
            return Err(place.field(name).fault(FaultKind::Missing, &["is missing"]));
        }
    }
    Ok(())
}

fn known(fields: &[Field]) -> alloc::string::String {
    let mut names = alloc::vec::Vec::new();
    for Field(name, ..) in fields {
        names.push(*name);
    }
    words(&names)
}
