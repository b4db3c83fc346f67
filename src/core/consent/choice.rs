//! What the visitor said: the record of a choice, and how it is stored and read back.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::Presence::Required;
use crate::value::{Field, MAX_WHOLE, Shape, Value, View};

/// The version of the stored record; a record of another version counts as unreadable.
const VERSION: f64 = 1.0;

/// The stored record.
const RECORD: Shape = Shape::Object(&[
    Field("v", Required, Shape::Number(VERSION, VERSION)),
    Field("at", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("revision", Required, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("granted", Required, Shape::List(&Shape::Text)),
    Field("denied", Required, Shape::List(&Shape::Text)),
    Field("gpc", Required, Shape::Flag),
]);

/// A choice that a visitor made. It holds no identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Purposes said yes to.
    pub granted: Vec<String>,
    /// Purposes said no to. A purpose in neither list was not asked about.
    pub denied: Vec<String>,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// The policy's revision at that time.
    pub revision: u32,
    /// Whether the browser sent Global Privacy Control at that time.
    pub gpc: bool,
}

/// What is known of the visitor's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    /// Never asked, or never answered.
    None,
    /// A record was there but cannot be read: treated as never answered, never as a yes.
    Unreadable,
    /// An answer.
    Made(Choice),
}

impl Choice {
    /// The record to store.
    #[must_use]
    pub fn to_record(&self) -> Value {
        Value::object([
            ("v", Value::from(VERSION)),
            ("at", Value::whole(self.at_ms)),
            ("revision", Value::from(f64::from(self.revision))),
            ("granted", Value::texts(&self.granted)),
            ("denied", Value::texts(&self.denied)),
            ("gpc", Value::from(self.gpc)),
        ])
    }

    fn from_record(record: &Value) -> Option<Choice> {
        let place = View::root(record);
        RECORD.check(&place).ok()?;
        let choice = Choice {
            granted: place.field("granted").texts(),
            denied: place.field("denied").texts(),
            at_ms: record.get("at")?.as_whole()?,
            revision: place.field("revision").whole_or(0),
            gpc: place.field("gpc").bool_or(false),
        };
        // A record that says both yes and no was not written by us.
        let contradicts = choice.granted.iter().any(|id| choice.denied.contains(id));
        (!contradicts).then_some(choice)
    }
}

impl Standing {
    /// Reads what the host found in storage; `Null` is "nothing there".
    #[must_use]
    pub fn from_stored(stored: &Value) -> Standing {
        match stored {
            Value::Null => Standing::None,
            record => Choice::from_record(record).map_or(Standing::Unreadable, Standing::Made),
        }
    }
}
