//! The code that only a grant leads to. A page loads it apart (granted.wasm), and not before something is allowed that needs it;
//! until it is there no grant is minted, and what happens waits.
//!
//! Place in the flow: in front of everything that asks for a grant. What is allowed is the consent room's word, not this one's.

use alloc::string::String;

use super::{Engine, Stored};
use crate::consent::{Analytics, Grant, Personalization, Purpose, StaleGrant};
use crate::effect::{Effects, Notice};
use crate::value::Value;

/// Where that code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rest {
    /// Here. It always is where all is one program.
    #[default]
    Here,
    /// Not here, nor asked for since consent last changed.
    Away,
    /// Asked for.
    Wanted,
}

impl Engine {
    pub(super) fn analytics(&self, now_ms: u64) -> Option<Grant<Analytics>> {
        self.granted(now_ms)
    }

    pub(super) fn personalization(&self, now_ms: u64) -> Option<Grant<Personalization>> {
        self.granted(now_ms)
    }

    /// The way to a grant. So whatever takes a reference to one may lie in the code that comes later
    /// (js/scripts/granted-functions.mjs).
    fn granted<P: Purpose>(&self, now_ms: u64) -> Option<Grant<P>> {
        if self.rest == Rest::Here { self.consent.grant(now_ms) } else { None }
    }

    /// Whether `purpose` is allowed, and nothing but its code is missing.
    pub(super) fn is_pending(&self, now_ms: u64, purpose: &str) -> bool {
        self.rest != Rest::Here && self.consent.verdict(now_ms, purpose).allowed
    }

    /// Asks for the code once it is needed. It may not come: then the next change of consent is another occasion.
    pub(super) fn want_rest(&mut self, now_ms: u64, effects: &mut Effects) {
        let is_needed = self.is_pending(now_ms, Analytics::ID) || self.is_pending(now_ms, Personalization::ID);
        if self.rest == Rest::Away && is_needed {
            self.rest = Rest::Wanted;
            effects.notice(Notice::Want);
        }
    }

    /// Keeps the visitor whose first events wait for their code: a yes is told to other tabs once it is stored, and all that hear it
    /// at the same time must be one visitor.
    pub(super) fn introduce(&mut self, now_ms: u64, effects: &mut Effects) {
        if let Some(grant) = self.consent.grant(now_ms).filter(|_| self.rest != Rest::Here) {
            self.recorder.introduce(grant, &mut self.random, effects);
        }
    }

    /// The page goes before its code has come: the next page records what waited.
    pub(super) fn set_aside(&mut self, now_ms: u64, effects: &mut Effects) {
        if let Some(grant) = self.consent.grant(now_ms).filter(|_| self.rest != Rest::Here) {
            self.recorder.set_aside(grant, effects);
        }
    }

    /// The code is here: goes on as if it had been from the start.
    pub(super) fn complete(&mut self, now_ms: u64, stored: &Stored, effects: &mut Effects) -> Result<(), StaleGrant> {
        if self.rest == Rest::Here {
            return Ok(());
        }
        self.rest = Rest::Here;
        self.recall(now_ms, stored, effects)?;
        let waiting = self.recorder.release();
        self.take_up(now_ms, waiting, effects)
    }

    /// Takes up what an earlier page stored, as far as that is allowed.
    pub(super) fn recall(&mut self, now_ms: u64, stored: &Stored, effects: &mut Effects) -> Result<(), StaleGrant> {
        if let Some(grant) = self.analytics(now_ms) {
            self.recorder.restore(&grant, &stored.visitor, effects)?;
            self.recorder.take_back(&grant, &stored.visitor)?;
        }
        if let Some(grant) = self.personalization(now_ms) {
            self.scorer.restore(&grant, &stored.intent)?;
            // Not to be compared with what will be decided, but to be deleted where nothing is.
            self.ahead = (stored.ahead != Value::Null).then(String::new);
        }
        Ok(())
    }
}
