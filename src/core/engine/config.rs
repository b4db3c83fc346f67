//! The config document, read room by room.

use alloc::vec::Vec;

use super::Engine;
use crate::consent::Policy;
use crate::events::Settings;
use crate::intent::Model;
use crate::slots::Catalog;
use crate::value::Presence::Optional;
use crate::value::{Fault, FaultKind, Field, Shape, Value, View};

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

impl Engine {
    /// Reads a document: either ours alone, or a GrowthBook payload with ours under the key `courtesy`.
    pub(super) fn configure(&mut self, document: &Value) -> Result<(), Fault> {
        let outer = View::root(document);
        let root = root(&outer)?;
        self.consent.policy.fill(&root.field("consent"))?;
        self.recorder.delivery.settings.fill(&root.field("events"))?;
        self.scorer.model.fill(&root.field("intent"))?;
        self.catalog.fill(&root.field("slots"))
    }
}

/// The first fault of every room: what a config check shows at once.
#[must_use]
pub fn faults(document: &Value) -> Vec<Fault> {
    let outer = View::root(document);
    let root = match root(&outer) {
        Ok(root) => root,
        Err(fault) => return [fault].into(),
    };
    let rooms = [
        Policy::default().fill(&root.field("consent")),
        Settings::default().fill(&root.field("events")),
        Model::default().fill(&root.field("intent")),
        Catalog::default().fill(&root.field("slots")),
    ];
    rooms.into_iter().filter_map(Result::err).collect()
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
