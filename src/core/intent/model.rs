//! The declared intents: which there are, and the signals of each.

use alloc::string::String;
use alloc::vec::Vec;

use super::Signal;
use crate::value::{Fault, FaultKind, View};

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

impl Model {
    /// Reads the `intent` part of a config.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(place: &View<'_, '_>) -> Result<Model, Fault> {
        place.only(&["intents"])?;
        let mut intents = Vec::new();
        for (id, place) in place.field("intents").members()? {
            intents.push(read_intent(id, &place)?);
        }
        Ok(Model { intents })
    }
}

fn read_intent(id: &str, place: &View<'_, '_>) -> Result<Intent, Fault> {
    if id.is_empty() || id.contains('.') {
        return Err(
            place.fault(FaultKind::Value, "needs a name without dots, since conditions read it by a dotted path")
        );
    }
    place.only(&["title", "signals"])?;
    let mut signals: Vec<Signal> = Vec::new();
    for item in place.field("signals").list()? {
        let signal = Signal::read(&item)?;
        if signals.iter().any(|other| other.id == signal.id) {
            return Err(item.field("id").fault(FaultKind::Value, "is declared twice"));
        }
        signals.push(signal);
    }
    Ok(Intent { id: id.into(), title: place.field("title").text_or(id)?.into(), signals })
}
