//! What stands now, and why: answers that change nothing. Each is a JSON text, for JavaScript to read.

use alloc::string::String;

use super::Engine;
use crate::slots::{Decision, Outlook, Reason};

/// The answer where there is none.
const NOTHING: &str = "null";

impl Engine {
    /// A view by its name; `of` names the purpose, intent or slot it is about. `null` for a name that is none.
    #[must_use]
    pub fn view(&self, now_ms: u64, name: &str, of: &str) -> String {
        match name {
            "consent" => self.consent.state(now_ms, self.json()),
            "why" => self.consent.why(now_ms, of, self.json()),
            "receipts" => self.consent.receipts.write(self.json()),
            "google" => self.consent.google(now_ms, self.json()),
            "recent" => self.recent_events(),
            "touches" => self.touches(now_ms),
            "link" => self.link(now_ms, of),
            "scores" => self.scores(now_ms),
            "explain" => self.explain(now_ms, of),
            "slot_names" => self.slot_names(),
            "decide" => self.decide(now_ms, of),
            "next" => self.decide_next(now_ms, of),
            _ => NOTHING.into(),
        }
    }

    /// The last events of this page (`EventView[]`).
    #[must_use]
    pub fn recent_events(&self) -> String {
        self.recorder.recent(self.json())
    }

    /// What led here, visit by visit (`Touches`); `null` without a grant, or before anything was recorded.
    #[must_use]
    pub fn touches(&self, now_ms: u64) -> String {
        let granted = self.analytics(now_ms);
        granted.and_then(|grant| self.recorder.touches(&grant, self.json()).ok()).unwrap_or_else(|| NOTHING.into())
    }

    /// The address of a link to another site of ours, with the visitor in it; `null` where it leads to none, or without a grant.
    #[must_use]
    pub fn link(&self, now_ms: u64, url: &str) -> String {
        let granted = self.analytics(now_ms);
        let link = granted.and_then(|grant| self.recorder.link(&grant, url, &self.page, now_ms, self.json()).ok());
        link.unwrap_or_else(|| NOTHING.into())
    }

    /// Intent → score; empty without a grant.
    #[must_use]
    pub fn scores(&self, now_ms: u64) -> String {
        match self.personalization(now_ms) {
            Some(grant) => self.scorer.scores(&grant, now_ms, self.json()),
            None => "{}".into(),
        }
    }

    /// The terms of a score (`Explanation`); `null` for an unknown intent, or without a grant.
    #[must_use]
    pub fn explain(&self, now_ms: u64, intent: &str) -> String {
        let granted = self.personalization(now_ms);
        granted
            .and_then(|grant| self.scorer.explain(&grant, intent, now_ms, self.json()))
            .unwrap_or_else(|| NOTHING.into())
    }

    /// The names of all declared slots.
    #[must_use]
    pub fn slot_names(&self) -> String {
        let mut json = self.json();
        json.list();
        for slot in self.catalog.slots() {
            json.text(&slot.name);
        }
        json.end();
        json.finish()
    }

    /// What a slot shows on this page, and why (`Decision`).
    #[must_use]
    pub fn decide(&self, now_ms: u64, slot: &str) -> String {
        match self.stage.get(slot).and_then(|on_stage| on_stage.decision.as_ref()) {
            Some(decision) => decision.write(self.json()),
            None => self.decision(now_ms, slot, Outlook::ThisPage),
        }
    }

    /// What a slot would show on the next page, and why (`Decision`).
    #[must_use]
    pub fn decide_next(&self, now_ms: u64, slot: &str) -> String {
        self.decision(now_ms, slot, Outlook::NextPage)
    }

    fn decision(&self, now_ms: u64, slot: &str, outlook: Outlook) -> String {
        self.decide_now(now_ms, slot, outlook)
            .unwrap_or_else(|_| Decision::keep_default(slot, Reason::Consent))
            .write(self.json())
    }

    /// The name of the running instance, by which its rows in the durable queue are marked as its own.
    #[must_use]
    pub fn instance_id(&self) -> String {
        self.recorder.instance_id().into()
    }

    /// Whether events may be written to the durable queue, and earlier ones be taken from it.
    #[must_use]
    pub fn may_adopt(&self, now_ms: u64) -> bool {
        !self.recorder.delivery.settings.cookieless && self.analytics(now_ms).is_some()
    }
}
