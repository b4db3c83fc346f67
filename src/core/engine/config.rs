//! The config document, read room by room.

use alloc::vec::Vec;

use crate::consent::Policy;
use crate::events::Settings;
use crate::intent::Model;
use crate::slots::Catalog;
use crate::value::Presence::Optional;
use crate::value::{Fault, FaultKind, Field, Shape, Value, View};

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

/// Our keys. The rooms check what stands under them.
static OURS: [Field; 5] = [
    Field("$schema", Optional, Shape::Text),
    Field("consent", Optional, Shape::Any),
    Field("events", Optional, Shape::Any),
    Field("intent", Optional, Shape::Any),
    Field("slots", Optional, Shape::Any),
];

/// Ours, and those of a GrowthBook payload that may stand beside them; other SDKs read them.
static OURS_AND_GROWTHBOOKS: [Field; 9] = [
    Field("$schema", Optional, Shape::Text),
    Field("consent", Optional, Shape::Any),
    Field("events", Optional, Shape::Any),
    Field("intent", Optional, Shape::Any),
    Field("slots", Optional, Shape::Any),
    Field("features", Optional, Shape::Any),
    Field("experiments", Optional, Shape::Any),
    Field("savedGroups", Optional, Shape::Any),
    Field("dateUpdated", Optional, Shape::Any),
];

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
    let inner = outer.field("courtesy");
    let (place, fields) = if inner.is_present() { (inner, &OURS[..]) } else { (*outer, &OURS_AND_GROWTHBOOKS[..]) };
    if !place.is_present() {
        return Err(place.fault(FaultKind::Type, &["must be an object"]));
    }
    Shape::Object(fields).check(&place)?;
    Ok(place)
}
