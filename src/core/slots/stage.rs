//! What this page shows: which slots stand in it, what is in them, and whether anybody has seen it.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Decision, Reason};
use crate::value::Value;

/// The name of the event that records an exposure.
pub const EXPOSURE_EVENT: &str = "Slot Viewed";

/// A slot that stands in this page.
#[derive(Clone, Debug, PartialEq)]
pub struct OnStage {
    /// Its name.
    pub name: String,
    /// The variant in it.
    pub shown: String,
    /// Whether it was painted in view: then nothing may be swapped in this view.
    pub is_painted: bool,
    /// Whether at least half of it was in view.
    pub is_viewed: bool,
    /// What was last decided about it.
    pub decision: Option<Decision>,
}

/// The slots of this page.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    slots: Vec<OnStage>,
}

impl Stage {
    /// A slot was found. One that was found before is only marked as painted where it is.
    pub fn enter(&mut self, name: &str, shown: &str, is_painted: bool) {
        if let Some(known) = self.find(name) {
            known.is_painted |= is_painted;
        } else {
            let (name, shown) = (name.into(), shown.into());
            self.slots.push(OnStage { name, shown, is_painted, is_viewed: false, decision: None });
        }
    }

    /// A slot left the page.
    pub fn leave(&mut self, name: &str) {
        if let Some(index) = self.slots.iter().position(|slot| slot.name == name) {
            self.slots.remove(index);
        }
    }

    /// A slot was painted in view.
    pub fn paint(&mut self, name: &str) {
        if let Some(slot) = self.find(name) {
            slot.is_painted = true;
        }
    }

    /// At least half of a slot is in view.
    pub fn view(&mut self, name: &str) {
        if let Some(slot) = self.find(name) {
            slot.is_viewed = true;
        }
    }

    fn find(&mut self, name: &str) -> Option<&mut OnStage> {
        self.slots.iter_mut().find(|slot| slot.name == name)
    }

    /// Takes a decision about a slot of this page. Returns what now stands, and whether the variant must be put in; `None`
    /// where nothing changed.
    pub fn settle(&mut self, decision: Decision) -> Option<(&Decision, bool)> {
        let slot = self.find(&decision.slot)?;
        let differs = slot.shown != decision.variant;
        let decision = if differs && slot.is_painted { decision.late(&slot.shown) } else { decision };
        if slot.decision.as_ref() == Some(&decision) {
            return None;
        }
        // A default that was never replaced needs no rendering; one that was, gets its own content back.
        let render = differs && !slot.is_painted;
        if render {
            slot.shown.clone_from(&decision.variant);
        }
        Some((slot.decision.insert(decision), render))
    }

    /// A slot of this page.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OnStage> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// The slots of this page.
    #[must_use]
    pub fn slots(&self) -> &[OnStage] {
        &self.slots
    }
}

impl OnStage {
    /// What is told of an exposure; `None` before anything was decided.
    #[must_use]
    pub fn exposure(&self) -> Option<Value> {
        let decision = self.decision.as_ref()?;
        let mut told = Value::empty();
        told.put("slot", self.name.as_str().into());
        told.put("variant", self.shown.as_str().into());
        told.put("rule", decision.rule.as_deref().into());
        if let Reason::Split { experiment, bucket } = &decision.reason {
            told.put("experiment", experiment.as_str().into());
            told.put("bucket", (*bucket).into());
        }
        Some(told)
    }
}
