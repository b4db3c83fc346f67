//! The declared intents: which there are, and the signals of each.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Signal, signal};
use crate::value::Presence::Optional;
use crate::value::{Fault, FaultKind, Field, Shape, View, cut};

/// An intent: something a visitor may want, and the signals that speak for it.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its id, as in `intent.evaluate.score`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its signals, in declared order: the order in which they are added up.
    pub signals: Vec<Signal>,
}

/// The intent part of the config.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The intents, in declared order.
    pub intents: Vec<Intent>,
}

/// The `intent` part of a config.
const SHAPE: Shape = Shape::Object(&[Field("intents", Optional, Shape::Map(&INTENT))]);

const INTENT: Shape = Shape::Object(&[
    Field("title", Optional, Shape::Text),
    Field("signals", Optional, Shape::Distinct(&signal::SHAPE)),
]);

impl Model {
    /// Reads the `intent` part of a config into this model.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        for (id, place) in place.field("intents").members() {
            if id.is_empty() || cut(id, b'.').1.is_some() {
                return Err(place.fault(FaultKind::Value, &["needs a name without dots, for conditions to read it by"]));
            }
            let title = place.text("title", id).into();
            let intent = self.intents.push_mut(Intent { id: id.into(), title, signals: Vec::new() });
            for item in place.field("signals").list() {
                intent.signals.push(Signal::read(&item)?);
            }
        }
        Ok(())
    }
}
