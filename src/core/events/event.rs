//! A happening, and the event that it becomes once it may be recorded.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Page, Session};
use crate::time;
use crate::value::{Fault, FaultKind, Value};

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
    /// Anything else.
    Track,
}

impl Kind {
    /// Segment's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::Track => "track",
        }
    }
}

/// Something that happened, not yet recorded: it has a time, but no number and no visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Page view or other.
    pub kind: Kind,
    /// The event's name; for a page view its title.
    pub name: String,
    /// What the site told of it: always an object.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub what: Happening,
    /// Its identity for ever, on every attempt to send it: a UUID v7.
    pub message_id: String,
    /// Its number in this engine's life, from 1, without gaps: a receiver can see what is missing.
    pub seq: u64,
}

impl Event {
    /// The event on the wire: one element of a Segment batch
    /// (<https://segment.com/docs/connections/spec/common/>); what is ours stands under `context.courtesy`.
    #[must_use]
    pub fn to_wire(&self, visitor_id: &str, session: &Session, instance_id: &str, dropped: Value) -> Value {
        let Happening { kind, name, properties, at_ms, page } = &self.what;
        let label = if *kind == Kind::Track { "event" } else { "name" };
        let mut context = Vec::from([
            ("page".into(), page.attributes.clone()),
            ("library".into(), Value::object([("name", "courtesy".into()), ("version", VERSION.into())])),
            (
                "courtesy".into(),
                Value::object([
                    ("session_id", session.id.as_str().into()),
                    ("instance_id", instance_id.into()),
                    ("seq", Value::whole(self.seq)),
                    ("dropped", dropped),
                ]),
            ),
        ]);
        if let Some(campaign) = &session.campaign {
            context.push(("campaign".into(), campaign.value().clone()));
        }
        Value::object([
            ("type", kind.as_str().into()),
            ("messageId", self.message_id.as_str().into()),
            ("anonymousId", visitor_id.into()),
            (label, name.as_str().into()),
            ("properties", properties.clone()),
            ("timestamp", time::iso(*at_ms).into()),
            ("context", Value::Object(context)),
        ])
    }

    /// For JavaScript (`EventView`).
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("type", self.what.kind.as_str().into()),
            ("name", self.what.name.as_str().into()),
            ("message_id", self.message_id.as_str().into()),
            ("timestamp_ms", Value::whole(self.what.at_ms)),
            ("seq", Value::whole(self.seq)),
            ("properties", self.what.properties.clone()),
        ])
    }
}

/// The version on the wire.
const VERSION: &str = env!("CARGO_PKG_VERSION");
