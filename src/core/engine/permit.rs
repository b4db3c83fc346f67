//! What a start, an answer, a signal or a place sets in motion: who is remembered, what is forgotten, what is told.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;

use super::rest::Rest;
use super::{Engine, Start, Stored};
use crate::consent::{Analytics, ERASE, Found, Personalization, Purpose, Rule, Shown, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Key, Notice};
use crate::events::{Happening, Held};
use crate::random::Random;
use crate::time::DAY_MS;
use crate::value::Value;

impl Engine {
    pub(super) fn start(&mut self, now_ms: u64, start: &mut Start, effects: &mut Effects) -> Result<(), StaleGrant> {
        let Start {
            seed,
            stored,
            gpc,
            region,
            by_time_zone,
            is_crawler,
            is_partial,
            device,
            page,
            at_ms,
            role,
            has_hooks,
        } = start;
        self.rest = if *is_partial { Rest::Away } else { Rest::Here };
        self.random = Random::seeded(*seed);
        self.recorder.start(self.random.uuid_v4(), take(device));
        page.narrow(&self.recorder.delivery.settings.query);
        self.recorder.delivery.take_role(*role);
        self.recorder.has_hooks = *has_hooks;
        self.page = page.clone();
        self.viewed_url = page.url().into();
        self.hint.clone_from(region);
        self.consent.begin(*gpc, take(by_time_zone));
        if !region.is_empty()
            && let Err(fault) = self.consent.set_region(region)
        {
            effects.notice(Notice::Failed(Failure::input(&fault)));
        }
        self.consent.restore(now_ms, &found(stored), &|| effects.json());
        let is_allowed = self.was_allowed();
        // What was kept under a yes that no longer stands goes now. Without such a trace the durable queue is not even
        // opened: that would create it. The same where the site has gone over to the mode that keeps nothing.
        if !(is_allowed.0 && self.recorder.keeps()) && stored.visitor != Value::Null {
            self.recorder.forget(effects);
        }
        if !is_allowed.1 && (stored.intent != Value::Null || stored.ahead != Value::Null) {
            self.forget_intent(effects);
        }
        self.recall(now_ms, stored, effects)?;
        // Browsers let a cookie of scripts go after a week.
        let is_lost = self.consent.policy.is_shared && stored.shared == Value::Null;
        if let Some(choice) = self.consent.choice_in_force(now_ms).filter(|_| is_lost) {
            effects.push(Effect::Share { json: choice.to_shared(&|| effects.json()) });
        }
        effects.notice(Notice::Consent(self.consent.state(now_ms, effects.json())));
        if self.consent.wants_asking(now_ms) && !*is_crawler {
            effects.notice(Notice::Ask);
        }
        if let Some(left) = self.consent.left_behind(effects.json()) {
            effects.notice(Notice::Clean(left));
        }
        self.countersign(now_ms, effects);
        for held in self.recorder.release() {
            self.ingest(now_ms, held, effects)?;
        }
        self.happen(now_ms, Happening::page(now_ms.min(*at_ms), Value::Null, take(page)), effects)?;
        self.keep_learned(now_ms, stored, effects);
        Ok(())
    }

    /// Last, as a yes is: who hears it finds the visitor that it allows.
    fn keep_learned(&mut self, now_ms: u64, stored: &Stored, effects: &mut Effects) {
        let Some(choice) = self.consent.take_learned() else { return };
        let json = choice.to_record(effects.json());
        if stored.visitor == Value::Null {
            self.introduce(now_ms, effects);
        }
        effects.push(Effect::Store { key: Key::Consent, json });
    }

    /// Another tab changed what is stored: its answer is this tab's answer, its visitor this tab's visitor.
    pub(super) fn restore(&mut self, now_ms: u64, stored: &Stored, effects: &mut Effects) -> Result<(), StaleGrant> {
        let (was, asked, answered) = (self.was_allowed(), self.consent.wants_asking(now_ms), self.answered_ms());
        let changed = self.consent.restore(now_ms, &found(stored), &|| effects.json());
        // A no and another yes, while this tab slept: what it still has is of the visitor who said no. What waits for its code has
        // no visitor to be told by.
        if answered != self.answered_ms() {
            let was_pending = was.0 && self.is_pending(now_ms, Analytics::ID);
            if was_pending || self.recorder.is_of_another(&stored.visitor) {
                self.recorder.abandon(effects);
            }
        }
        // Before anything that waits is recorded.
        if let Some(grant) = self.analytics(now_ms).filter(|_| stored.visitor != Value::Null) {
            self.recorder.restore(&grant, &stored.visitor, effects)?;
        }
        if let Some(grant) = self.personalization(now_ms).filter(|_| stored.intent != Value::Null) {
            self.scorer.restore(&grant, &stored.intent)?;
        }
        if changed || asked != self.consent.wants_asking(now_ms) {
            self.consent_changed(now_ms, was, true, effects)?;
        } else {
            self.redecide(now_ms, effects)?;
        }
        self.keep_learned(now_ms, stored, effects);
        Ok(())
    }

    /// When the visitor answered about analytics.
    fn answered_ms(&self) -> Option<u64> {
        self.consent.choice()?.answer(Analytics::ID).map(|answer| answer.at_ms)
    }

    /// What the SDK itself asks for, as last looked.
    pub(super) fn was_allowed(&self) -> (bool, bool) {
        (self.consent.was_allowed(Analytics::ID), self.consent.was_allowed(Personalization::ID))
    }

    pub(super) fn choose(
        &mut self,
        now_ms: u64,
        answers: &[(String, bool)],
        shown: &Shown,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        if let Err(fault) = self.consent.choose(now_ms, answers, shown, self.page.origin(), effects.json()) {
            effects.notice(Notice::Failed(Failure::input(&fault)));
            return Ok(());
        }
        // Other tabs hear of each write in this order. A yes comes last, so that who hears it finds the visitor that it allows and
        // makes no second one; any other answer comes first, before what it forbids is deleted.
        let is = self.was_allowed();
        let allows_more = (is.0 && !was.0) || (is.1 && !was.1);
        if !allows_more {
            self.keep_choice(effects);
        }
        let changed = self.consent_changed(now_ms, was, true, effects);
        if is.0 && !was.0 {
            self.introduce(now_ms, effects);
        }
        if allows_more {
            self.keep_choice(effects);
        }
        self.countersign(now_ms, effects);
        changed
    }

    fn keep_choice(&self, effects: &mut Effects) {
        let Some(choice) = self.consent.choice() else { return };
        let json = choice.to_record(effects.json());
        self.keep_receipts(effects);
        effects.push(Effect::Store { key: Key::Consent, json });
        if self.consent.policy.is_shared {
            effects.push(Effect::Share { json: choice.to_shared(&|| effects.json()) });
        }
    }

    pub(super) fn keep_receipts(&self, effects: &mut Effects) {
        let json = self.consent.receipts.write(effects.json());
        effects.push(Effect::Store { key: Key::Receipts, json });
    }

    /// Has the last receipt countersigned, where the site wants that and it was not yet; for a day, and no longer: an endpoint that
    /// never answers must not hear of each page.
    fn countersign(&self, now_ms: u64, effects: &mut Effects) {
        let is_wanted = *self.consent.policy.part("receipts") != Value::Null;
        let is_fresh = self.consent.choice().is_some_and(|choice| now_ms.saturating_sub(choice.at_ms) < DAY_MS);
        if let Some(receipt) = self.consent.receipts.unsigned().filter(|_| is_wanted && is_fresh) {
            effects.notice(Notice::Receipt(receipt.into()));
        }
    }

    /// Forgets everything about the visitor, whatever was allowed. What stays is a no to everything and its receipt, which hold no
    /// identifier: without them the next page would ask again, or go on where the law lets it.
    pub(super) fn erase(&mut self, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        let mut answers = Vec::new();
        for item in self.consent.policy.items.iter().filter(|item| !item.necessary) {
            answers.push((item.id.clone(), false));
        }
        self.recorder.forget(effects);
        self.forget_intent(effects);
        self.consent.receipts.clear();
        if answers.is_empty() {
            return Ok(());
        }
        let shown = Shown { method: ERASE.into(), ..Shown::default() };
        self.choose(now_ms, &answers, &shown, effects)?;
        // Also of what was declined long ago.
        if let Some(left) = self.consent.left_behind(effects.json()) {
            effects.notice(Notice::Clean(left));
        }
        Ok(())
    }

    pub(super) fn locate(&mut self, now_ms: u64, hint: &str, effects: &mut Effects) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        if let Err(fault) = self.consent.set_region(hint) {
            effects.notice(Notice::Failed(Failure::input(&fault)));
            return Ok(());
        }
        self.consent.refresh(now_ms);
        self.consent_changed(now_ms, was, false, effects)
    }

    pub(super) fn consent_changed(
        &mut self,
        now_ms: u64,
        was: (bool, bool),
        is_act: bool,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        let is = self.was_allowed();
        if self.rest == Rest::Wanted {
            self.rest = Rest::Away;
        }
        // What waits is not forgotten with the visitor: of each happening is asked anew what it may wait for.
        let waiting = self.recorder.release();
        if was.0 && !is.0 {
            self.recorder.forget(effects);
        }
        if was.1 && !is.1 {
            self.forget_intent(effects);
        }
        effects.notice(Notice::Consent(self.consent.state(now_ms, effects.json())));
        if let Some(withdrawn) = self.consent.take_withdrawn(is_act, effects.json()) {
            effects.notice(Notice::Clean(withdrawn));
        }
        self.take_up(now_ms, waiting, effects)
    }

    /// Does now what could not be done before: what waited, what is to be decided, and what was seen.
    pub(super) fn take_up(&mut self, now_ms: u64, waiting: Vec<Held>, effects: &mut Effects) -> Result<(), StaleGrant> {
        // What may wait on goes back into the hold, what may not is gone.
        for held in waiting {
            self.ingest(now_ms, held, effects)?;
        }
        if !self.may_wait(now_ms, Analytics::ID) && !self.may_wait(now_ms, Personalization::ID) {
            self.recorder.wipe_hold();
        }
        self.redecide(now_ms, effects)?;
        // What was seen before the yes is in view still.
        for index in 0..self.stage.slots().len() {
            let Some(slot) = self.stage.slots().get(index).filter(|slot| slot.is_viewed) else { continue };
            let name = slot.name.clone();
            self.expose(now_ms, &name, effects)?;
        }
        Ok(())
    }

    fn forget_intent(&mut self, effects: &mut Effects) {
        self.scorer.forget();
        self.ahead = None;
        effects.push(Effect::Forget { key: Key::Intent });
        effects.push(Effect::Forget { key: Key::Ahead });
    }

    /// Whether what happens now may be used for `purpose` later: once its code is there, or the visitor has answered.
    pub(super) fn may_wait(&self, now_ms: u64, purpose: &str) -> bool {
        let is_open = self.consent.verdict(now_ms, purpose).is_open;
        self.is_pending(now_ms, purpose) || (is_open && self.may_hold(now_ms))
    }

    /// Whether events may wait for an answer: the site wants that, one is still wanted, and analytics has not been declined.
    fn may_hold(&self, now_ms: u64) -> bool {
        let verdict = |purpose| self.consent.verdict(now_ms, purpose);
        let (analytics, personalization) = (verdict(Analytics::ID), verdict(Personalization::ID));
        let is_answered = !analytics.is_open && analytics.rule != Rule::UnknownPurpose;
        self.recorder.delivery.settings.hold_before_choice
            && !is_answered
            && (analytics.is_open || personalization.is_open)
    }
}

fn found(stored: &Stored) -> Found<'_> {
    Found { own: &stored.consent, shared: &stored.shared, receipts: &stored.receipts }
}
