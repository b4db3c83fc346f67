//! What a document looks like, as data: names, types, ranges. One walker checks them all.
//!
//! Place in the flow: each room declares the [`Shape`] of its part of the config beside the code that reads it. A checked
//! document is then read without further questions ([`View::text_or`] and the like), which keeps both the rooms and the Wasm
//! small. What values mean to each other (duplicates, references, conditions) is the room's to judge.

use super::number::text;
use super::{Fault, FaultKind, Value, View, words};

/// The shape of a value.
#[derive(Debug)]
pub enum Shape {
    /// Anything.
    Any,
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
        let wrong = |what: &str| place.fault(FaultKind::Type, &["must be ", what]);
        match (self, value) {
            (Shape::Any, _)
            | (Shape::Flag, Value::Bool(_))
            | (Shape::Content | Shape::ContentOr(_), Value::Text(_)) => {}
            (Shape::Address, Value::Text(url)) => {
                if !is_safe(url) {
                    return Err(place.fault(FaultKind::Value, &["must be relative, or one of ", &words(&SCHEMES)]));
                }
            }
            (Shape::Text, Value::Text(text)) if !text.is_empty() => {}
            (Shape::Text, Value::Text(_)) => return Err(place.fault(FaultKind::Value, &["must not be empty"])),
            (Shape::Number(least, most), Value::Number(number)) => range(place, *number, *least, *most)?,
            (Shape::Whole(least, most), Value::Number(number)) => {
                range(place, *number, *least, *most)?;
                if value.as_whole().is_none() {
                    return Err(place.fault(FaultKind::Value, &["must be a whole number"]));
                }
            }
            (Shape::Word(known), Value::Text(word)) => {
                if !known.contains(&word.as_str()) {
                    return Err(place.fault(FaultKind::Value, &["is `", word, "`; it must be one of ", &words(known)]));
                }
            }
            (Shape::List(shape) | Shape::Distinct(shape), Value::List(items)) => {
                for (index, item) in place.list().enumerate() {
                    shape.check(&item)?;
                    let id = item.field("id");
                    let has_same_id = |other: &Value| other.get("id") == id.value();
                    if matches!(self, Shape::Distinct(_)) && items.iter().take(index).any(has_same_id) {
                        return Err(id.fault(FaultKind::Value, &["is declared twice"]));
                    }
                }
            }
            (Shape::Map(shape), Value::Object(_)) => {
                for (_, member) in place.members() {
                    shape.check(&member)?;
                }
            }
            (Shape::Object(fields) | Shape::ContentOr(fields), Value::Object(_)) => object(place, fields)?,
            (Shape::Text | Shape::Content | Shape::Address | Shape::Word(_), _) => return Err(wrong("text")),
            (Shape::Flag, _) => return Err(wrong("true or false")),
            (Shape::Number(..) | Shape::Whole(..), _) => return Err(wrong("a number")),
            (Shape::List(_) | Shape::Distinct(_), _) => return Err(wrong("a list")),
            (Shape::Map(_) | Shape::Object(_), _) => return Err(wrong("an object")),
            (Shape::ContentOr(_), _) => return Err(wrong("text or an object")),
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
    let end = url.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b':'));
    match end.and_then(|end| url.split_at_checked(end)) {
        Some((scheme, rest)) if rest.starts_with(':') => SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        _ => true,
    }
}

/// NaN is outside of every range.
fn range(place: &View<'_, '_>, number: f64, least: f64, most: f64) -> Result<(), Fault> {
    if (least..=most).contains(&number) {
        return Ok(());
    }
    Err(place.fault(FaultKind::Value, &["must be a number from ", &text(least), " to ", &text(most)]))
}

fn object(place: &View<'_, '_>, fields: &[Field]) -> Result<(), Fault> {
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
