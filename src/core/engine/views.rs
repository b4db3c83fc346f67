//! What stands now, and why: answers that change nothing.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use crate::slots::{Decision, Outlook, Reason};
use crate::value::Value;

impl Engine {
    /// A view by its name; `of` names the purpose, intent or slot it is about. `Null` for a name that is none.
    #[must_use]
    pub fn view(&self, now_ms: u64, name: &str, of: &str) -> Value {
        match name {
            "consent" => self.consent.state(now_ms),
            "consent_text" => self.consent.words(),
            "purposes" => self.consent.purposes(),
            "why" => self.consent.why(now_ms, of),
            "receipts" => self.consent.receipts.to_value(),
            "google" => self.consent.google(now_ms),
            "external" => self.consent.external(),
            "recent" => self.recent_events(),
            "scores" => self.scores(now_ms),
            "explain" => self.explain(now_ms, of),
            "slot_names" => self.slot_names(),
            "decide" => self.decide(now_ms, of),
            "next" => self.decide_next(now_ms, of),
            _ => Value::Null,
        }
    }

    /// The last events of this page (`EventView[]`).
    #[must_use]
    pub fn recent_events(&self) -> Value {
        self.recorder.recent()
    }

    /// Intent → score; empty without a grant.
    #[must_use]
    pub fn scores(&self, now_ms: u64) -> Value {
        self.personalization(now_ms).map_or(Value::Object([].into()), |_| self.scorer.scores(now_ms))
    }

    /// The terms of a score (`Explanation`); `Null` for an unknown intent, or without a grant.
    #[must_use]
    pub fn explain(&self, now_ms: u64, intent: &str) -> Value {
        let granted = self.personalization(now_ms);
        granted.and_then(|_| self.scorer.explain(intent, now_ms)).map(|explanation| explanation.to_value()).into()
    }

    /// The names of all declared slots.
    #[must_use]
    pub fn slot_names(&self) -> Value {
        let mut names = Vec::new();
        for slot in self.catalog.slots() {
            names.push(slot.name.as_str().into());
        }
        Value::List(names)
    }

    /// What a slot shows on this page, and why (`Decision`).
    #[must_use]
    pub fn decide(&self, now_ms: u64, slot: &str) -> Value {
        match self.stage.get(slot).and_then(|on_stage| on_stage.decision.as_ref()) {
            Some(decision) => decision.to_value(),
            None => self.decision(now_ms, slot, Outlook::ThisPage),
        }
    }

    /// What a slot would show on the next page, and why (`Decision`).
    #[must_use]
    pub fn decide_next(&self, now_ms: u64, slot: &str) -> Value {
        self.decision(now_ms, slot, Outlook::NextPage)
    }

    fn decision(&self, now_ms: u64, slot: &str, outlook: Outlook) -> Value {
        self.decide_now(now_ms, slot, outlook)
            .unwrap_or_else(|_| Decision::keep_default(slot, Reason::Consent))
            .to_value()
    }

    /// The name of the running instance, by which its rows in the durable queue are marked as its own.
    #[must_use]
    pub fn instance_id(&self) -> String {
        self.recorder.instance_id().into()
    }

    /// Whether events may be written to the durable queue, and earlier ones be taken from it.
    #[must_use]
    pub fn may_adopt(&self, now_ms: u64) -> bool {
        self.analytics(now_ms).is_some()
    }
}
