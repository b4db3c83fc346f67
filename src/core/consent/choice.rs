//! What the visitor said: the record of a choice, and how it is stored and read back.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::Value;

/// The version of the stored record; a record of another version counts as unreadable.
const VERSION: f64 = 1.0;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
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
        let list = |ids: &[String]| Value::List(ids.iter().map(|id| Value::from(id.as_str())).collect());
        Value::object([
            ("v", Value::from(VERSION)),
            ("at", Value::whole(self.at_ms)),
            ("revision", Value::from(f64::from(self.revision))),
            ("granted", list(&self.granted)),
            ("denied", list(&self.denied)),
            ("gpc", Value::from(self.gpc)),
        ])
    }

    fn from_record(record: &Value) -> Option<Choice> {
        let list = |key: &str| match record.get(key) {
            Some(Value::List(items)) => items.iter().map(|item| item.as_text().map(String::from)).collect(),
            _ => None,
        };
        if record.get("v")?.as_number()?.to_bits() != VERSION.to_bits() {
            return None;
        }
        let choice = Choice {
            granted: list("granted")?,
            denied: list("denied")?,
            at_ms: record.get("at")?.as_whole()?,
            revision: u32::try_from(record.get("revision")?.as_whole()?).ok()?,
            gpc: record.get("gpc")?.as_bool()?,
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
