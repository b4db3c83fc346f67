//! A happening, and the event that it becomes once it may be recorded. How it stands on the wire is said in `wire`.

use alloc::string::String;
use alloc::vec::Vec;

use super::Page;
use crate::value::{Fault, FaultKind, Json, Value};

/// The most bytes of JSON that one event may have, its context included: Segment's limit
/// (<https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size>).
pub const MAX_EVENT_BYTES: usize = 32 * 1024;

/// How long the name of an event may be, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// Which kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page was viewed.
    Page,
    /// The site says who the visitor is.
    Identify,
    /// The site says which group the visitor belongs to.
    Group,
    /// The site says that a user has another id from now on.
    Alias,
    /// Somebody else begins on this device. It is no event: nothing of it is recorded, but it waits in line with those that are.
    Reset,
    /// Anything else.
    Track,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [Kind::Page, Kind::Identify, Kind::Group, Kind::Alias, Kind::Reset, Kind::Track];

    /// The kind of this word; any other is a track.
    #[must_use]
    pub fn from_word(word: &str) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(Kind::Track)
    }

    /// Segment's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::Identify => "identify",
            Kind::Group => "group",
            Kind::Alias => "alias",
            Kind::Reset => "reset",
            Kind::Track => "track",
        }
    }
}

/// Something that happened, not yet recorded: it has a time, but no number and no visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Page view or other.
    pub kind: Kind,
    /// The event's name; for a page view its title, for `identify`, `group` and `alias` the id.
    pub name: String,
    /// What the site told of it, for `identify` and `group` the traits: always an object.
    pub properties: Value,
    /// When, in milliseconds since the epoch: kept through every wait.
    pub at_ms: u64,
    /// Where.
    pub page: Page,
}

impl Happening {
    /// Checks what a site hands to `track()`.
    ///
    /// # Errors
    /// With the path `name` or `properties`: `value` for an empty or overlong name, `type` for properties that are no object.
    /// Their size is checked when the event is written ([`MAX_EVENT_BYTES`]).
    pub fn track(at_ms: u64, name: &str, properties: Value, page: Page) -> Result<Happening, Fault> {
        if name.is_empty() || name.len() > MAX_NAME_BYTES {
            return Err(Fault::new("name", FaultKind::Value, &["must have 1 to 200 bytes"]));
        }
        let properties = checked(properties)?;
        Ok(Happening { kind: Kind::Track, name: name.into(), properties, at_ms, page })
    }

    /// A page view.
    ///
    /// # Errors
    /// As [`Happening::track`], for the properties.
    pub fn page(at_ms: u64, properties: Value, page: Page) -> Result<Happening, Fault> {
        Ok(Happening { kind: Kind::Page, name: page.title().into(), properties: checked(properties)?, at_ms, page })
    }
}

fn checked(properties: Value) -> Result<Value, Fault> {
    match properties {
        Value::Null => Ok(Value::Object(Vec::new())),
        Value::Object(_) => Ok(properties),
        _ => Err(Fault::new("properties", FaultKind::Type, &["must be an object"])),
    }
}

/// An event as it is queued, sent and shown.
#[derive(Debug)]
pub struct Event {
    /// What happened.
    pub what: Happening,
    /// Its identity for ever, on every attempt to send it: a UUID v7.
    pub message_id: String,
    /// Its number in this engine's life, from 1, without gaps: a receiver can see what is missing.
    pub seq: u64,
}

impl Event {
    /// For JavaScript (`EventView`).
    #[must_use]
    pub fn to_view(&self, mut json: Json) -> String {
        json.open();
        json.key("type").text(self.what.kind.as_str());
        json.key("name").text(&self.what.name);
        json.key("message_id").text(&self.message_id);
        json.key("timestamp_ms").whole(self.what.at_ms);
        json.key("seq").whole(self.seq);
        json.key("properties").value(&self.what.properties);
        json.close();
        json.finish()
    }
}
