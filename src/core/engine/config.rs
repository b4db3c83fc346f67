//! The config document, read room by room.

use alloc::vec::Vec;

use crate::consent::Policy;
use crate::events::Settings;
use crate::intent::Model;
use crate::slots::Catalog;
use crate::value::{Fault, FaultKind, Value, View};

/// A config, compiled.
#[derive(Debug)]
pub struct Config {
    /// Room 1.
    pub consent: Policy,
    /// Room 2.
    pub events: Settings,
    /// Room 3.
    pub intent: Model,
    /// Room 4.
    pub slots: Catalog,
}

/// Our keys.
const OUR_KEYS: [&str; 5] = ["$schema", "consent", "events", "intent", "slots"];
/// Ours, and those of a GrowthBook payload that may stand beside them; other SDKs read them.
const ALL_KEYS: [&str; 9] =
    ["$schema", "consent", "events", "intent", "slots", "features", "experiments", "savedGroups", "dateUpdated"];

impl Config {
    /// Reads a document: either ours alone, or a GrowthBook payload with ours under the key `courtesy`.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(document: &Value) -> Result<Config, Fault> {
        let outer = View::root(document);
        let root = root(&outer)?;
        Ok(Config {
            consent: Policy::read(&root.field("consent"))?,
            events: Settings::read(&root.field("events"))?,
            intent: Model::read(&root.field("intent"))?,
            slots: Catalog::read(&root.field("slots"))?,
        })
    }

    /// The first fault of every room: what a config check shows at once.
    #[must_use]
    pub fn faults(document: &Value) -> Vec<Fault> {
        let outer = View::root(document);
        match root(&outer) {
            Err(fault) => [fault].into(),
            Ok(root) => [
                Policy::read(&root.field("consent")).err(),
                Settings::read(&root.field("events")).err(),
                Model::read(&root.field("intent")).err(),
                Catalog::read(&root.field("slots")).err(),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}

fn root<'v, 'p>(outer: &'p View<'v, 'p>) -> Result<View<'v, 'p>, Fault> {
    if !matches!(outer.value(), Some(Value::Object(_))) {
        return Err(outer.fault(FaultKind::Type, "must be an object"));
    }
    let inner = outer.field("courtesy");
    if inner.is_present() {
        inner.only(&OUR_KEYS)?;
        return Ok(inner);
    }
    outer.only(&ALL_KEYS)?;
    Ok(*outer)
}
