//! What each input sets in motion, room by room.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Answer, Engine, Input, Sight, Start, Stored};
use crate::condition::Facts;
use crate::consent::{Analytics, Personalization, Purpose, Rule, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Key, Notice};
use crate::events::{Campaign, Happening, Held};
use crate::random::Random;
use crate::slots::{self, Audience, Decision, Outlook, Reason};
use crate::time::{DAY_MS, HOUR_MS};
use crate::value::{Fault, Value, join};

/// How long the decide-ahead record may be believed: a day later scores have decayed, and a fresh view costs one default.
const AHEAD_HOLDS_MS: u64 = DAY_MS;

impl Engine {
    pub(super) fn flow(&mut self, now_ms: u64, input: Input, effects: &mut Effects) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        if self.consent.refresh(now_ms) {
            self.consent_changed(now_ms, was, effects)?;
        }
        let leaves = matches!(input, Input::Leaving);
        match input {
            Input::Start(start) => self.start(now_ms, start, effects)?,
            Input::Restored(stored) => self.restore(now_ms, &stored, effects)?,
            Input::View { page, properties, at_ms } => {
                self.page = page.clone();
                self.happen(now_ms, Happening::page(at_ms.min(now_ms), properties, page), effects)?;
            }
            Input::Track { name, properties, at_ms } => {
                let what = Happening::track(at_ms.min(now_ms), &name, properties, self.page.clone());
                self.happen(now_ms, what, effects)?;
            }
            Input::Choose { answers } => self.choose(now_ms, &answers, effects)?,
            Input::Slot { name, sight } => self.see(now_ms, &name, sight, effects)?,
            Input::Adopted { rows } => {
                if let Some(grant) = self.analytics(now_ms) {
                    for row in rows {
                        self.recorder.adopt(&grant, row, effects)?;
                    }
                }
            }
            Input::Answered { number, answer } => self.answered(now_ms, number, answer, effects),
            Input::Hidden => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.hurry(&grant, now_ms, effects)?;
                }
            }
            Input::Leaving => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.leave(&grant, now_ms, effects)?;
                }
            }
            Input::Tick => {}
        }
        match self.analytics(now_ms) {
            Some(grant) if !leaves => self.recorder.delivery.run(&grant, now_ms, effects),
            _ => Ok(()),
        }
    }

    fn start(&mut self, now_ms: u64, start: Start, effects: &mut Effects) -> Result<(), StaleGrant> {
        let Start { seed, stored, signals, page, at_ms } = start;
        self.random = Random::seeded(seed);
        self.recorder.start(self.random.uuid_v4());
        self.page = page.clone();
        self.consent.restore(now_ms, &stored.consent, signals);
        match self.analytics(now_ms) {
            Some(grant) => self.recorder.restore(&grant, &stored.visitor)?,
            // What was kept under a yes that no longer stands goes now. Without such a trace the durable queue is not even
            // opened: that would create it.
            None if stored.visitor != Value::Null => self.recorder.forget(effects),
            None => {}
        }
        match self.personalization(now_ms) {
            Some(grant) => {
                self.scorer.restore(&grant, &stored.intent)?;
                // Not to be compared with what will be decided, but to be deleted where nothing is.
                self.ahead = (stored.ahead != Value::Null).then(String::new);
            }
            None if stored.intent != Value::Null || stored.ahead != Value::Null => self.forget_intent(effects),
            None => {}
        }
        effects.notice(Notice::Consent(self.consent_view(now_ms)));
        if self.consent.wants_asking(now_ms) {
            effects.notice(Notice::Ask);
        }
        self.happen(now_ms, Happening::page(at_ms.min(now_ms), Value::Null, page), effects)
    }

    /// Another tab changed what is stored: its answer is this tab's answer, its visitor this tab's visitor.
    fn restore(&mut self, now_ms: u64, stored: &Stored, effects: &mut Effects) -> Result<(), StaleGrant> {
        let (was, asked) = (self.was_allowed(), self.consent.wants_asking(now_ms));
        let changed = self.consent.restore(now_ms, &stored.consent, self.consent.signals());
        // Before anything that waits is recorded.
        if let Some(grant) = self.analytics(now_ms).filter(|_| stored.visitor != Value::Null) {
            self.recorder.restore(&grant, &stored.visitor)?;
        }
        if let Some(grant) = self.personalization(now_ms).filter(|_| stored.intent != Value::Null) {
            self.scorer.restore(&grant, &stored.intent)?;
        }
        if changed || asked != self.consent.wants_asking(now_ms) {
            return self.consent_changed(now_ms, was, effects);
        }
        self.redecide(now_ms, effects)
    }

    fn was_allowed(&self) -> (bool, bool) {
        (self.consent.was_allowed(Analytics::ID), self.consent.was_allowed(Personalization::ID))
    }

    fn allowed(&self, now_ms: u64) -> (bool, bool) {
        let is_allowed = |purpose| self.consent.verdict(now_ms, purpose).allowed;
        (is_allowed(Analytics::ID), is_allowed(Personalization::ID))
    }

    fn choose(&mut self, now_ms: u64, answers: &[(String, bool)], effects: &mut Effects) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        if let Err(fault) = self.consent.choose(now_ms, answers) {
            effects.notice(Notice::Failed(Failure::input(&fault)));
            return Ok(());
        }
        if let Some(record) = self.consent.record() {
            effects.store(Key::Consent, &record);
        }
        self.consent_changed(now_ms, was, effects)
    }

    fn consent_changed(&mut self, now_ms: u64, was: (bool, bool), effects: &mut Effects) -> Result<(), StaleGrant> {
        let is = self.allowed(now_ms);
        if was.0 && !is.0 {
            self.recorder.forget(effects);
        }
        if was.1 && !is.1 {
            self.forget_intent(effects);
        }
        effects.notice(Notice::Consent(self.consent_view(now_ms)));
        // What may wait on goes back into the hold, what may not is gone.
        for held in self.recorder.release() {
            self.ingest(now_ms, held, effects)?;
        }
        if !self.may_hold(now_ms) {
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

    fn happen(&mut self, now_ms: u64, what: Result<Happening, Fault>, effects: &mut Effects) -> Result<(), StaleGrant> {
        let what = match what {
            Ok(what) => what,
            Err(fault) => {
                effects.notice(Notice::Failed(Failure::input(&fault)));
                return Ok(());
            }
        };
        self.ingest(now_ms, Held { what, is_scored: false }, effects)?;
        self.redecide(now_ms, effects)
    }

    /// Whether events may wait to be recorded: an answer is still wanted, and analytics has not been declined.
    fn may_hold(&self, now_ms: u64) -> bool {
        let rule = |purpose| self.consent.verdict(now_ms, purpose).rule;
        let (analytics, personalization) = (rule(Analytics::ID), rule(Personalization::ID));
        let is_answered = matches!(analytics, Rule::Choice | Rule::Gpc);
        !is_answered && (analytics.wants_asking() || personalization.wants_asking())
    }

    /// Scores and records what happened, each as far as it is allowed; what may be allowed yet waits.
    fn ingest(&mut self, now_ms: u64, held: Held, effects: &mut Effects) -> Result<(), StaleGrant> {
        let Held { what, mut is_scored } = held;
        if let Some(grant) = self.personalization(now_ms).filter(|_| !is_scored) {
            is_scored = true;
            let campaign = what.page.campaign.as_ref().map(Campaign::value).or(self.recorder.campaign());
            let fired = self.scorer.observe(&grant, &what, campaign, &mut self.random)?;
            if let Some(record) = self.scorer.record() {
                effects.store(Key::Intent, &record);
            }
            if fired {
                effects.notice(Notice::Scores(self.scorer.scores(now_ms)));
            }
        }
        match self.analytics(now_ms) {
            Some(grant) => self.recorder.record(&grant, what, &mut self.random, effects),
            None if self.may_hold(now_ms) => {
                self.recorder.hold(Held { what, is_scored });
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn see(&mut self, now_ms: u64, name: &str, sight: Sight, effects: &mut Effects) -> Result<(), StaleGrant> {
        match sight {
            Sight::Found { shown, is_painted } => {
                self.stage.enter(name, &shown, is_painted);
                self.redecide(now_ms, effects)
            }
            Sight::Gone => {
                self.stage.leave(name);
                Ok(())
            }
            Sight::Painted => {
                self.stage.paint(name);
                Ok(())
            }
            Sight::Viewed => {
                self.stage.view(name);
                self.expose(now_ms, name, effects)
            }
        }
    }

    /// Records that a slot was seen, once a session, slot and variant.
    fn expose(&mut self, now_ms: u64, name: &str, effects: &mut Effects) -> Result<(), StaleGrant> {
        let (Some(grant), Some(slot)) = (self.analytics(now_ms), self.stage.get(name)) else { return Ok(()) };
        let Some(properties) = slot.exposure() else { return Ok(()) };
        let key = join(&[name, ":", &slot.shown]);
        let Ok(what) = Happening::track(now_ms, slots::EXPOSURE_EVENT, properties, self.page.clone()) else {
            return Ok(());
        };
        self.recorder.record_once(&grant, &key, what, &mut self.random, effects)
    }

    fn answered(&mut self, now_ms: u64, number: u32, answer: Answer, effects: &mut Effects) {
        let Engine { recorder, random, .. } = self;
        match answer {
            Answer::Beacon { is_taken } => recorder.beaconed(number, is_taken, effects),
            Answer::Received(outcome) => recorder.land(number, outcome, now_ms, random, effects),
        }
    }

    /// Decides this page's slots again, and the next page's ahead.
    fn redecide(&mut self, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        // By index: deciding borrows the engine, settling changes the stage.
        for index in 0..self.stage.slots().len() {
            let Some(slot) = self.stage.slots().get(index) else { break };
            let decision = self.decide_now(now_ms, &slot.name, Outlook::ThisPage)?;
            if let Some((decision, render)) = self.stage.settle(decision) {
                effects.notice(Notice::Decided(decision.to_value()));
                if render {
                    let fields = self.catalog.fields(&decision.slot, &decision.variant).cloned().unwrap_or_default();
                    effects.push(Effect::Render { slot: decision.slot, variant: decision.variant, fields });
                }
            }
        }
        if self.personalization(now_ms).is_none() {
            return Ok(());
        }
        let mut decisions = Vec::new();
        for slot in self.catalog.slots() {
            decisions.push(self.decide_now(now_ms, &slot.name, Outlook::NextPage)?);
        }
        let until_ms =
            self.consent.chosen_at_ms().map_or(now_ms, |at_ms| at_ms.saturating_add(self.consent.policy.expires_ms));
        // To the hour, or else the record would be another with every input.
        let until_ms = until_ms.min(now_ms.saturating_add(AHEAD_HOLDS_MS)) / HOUR_MS * HOUR_MS;
        let ahead = slots::ahead::record(&self.catalog, &decisions, until_ms, self.consent.signals().gpc);
        self.keep_ahead(ahead, effects);
        Ok(())
    }

    fn keep_ahead(&mut self, ahead: Option<String>, effects: &mut Effects) {
        match &ahead {
            Some(json) if self.ahead != ahead => {
                effects.push(Effect::Store { key: Key::Ahead, json: json.clone() });
            }
            None if self.ahead.is_some() => effects.push(Effect::Forget { key: Key::Ahead }),
            _ => {}
        }
        self.ahead = ahead;
    }

    pub(super) fn decide_now(&self, now_ms: u64, slot: &str, outlook: Outlook) -> Result<Decision, StaleGrant> {
        let Some(grant) = self.personalization(now_ms) else {
            return Ok(Decision::keep_default(slot, Reason::Consent));
        };
        let mut facts = Facts::new();
        facts.add("intent", self.scorer.to_attributes(now_ms));
        facts.lend("page", &self.page.attributes);
        let campaign = self.recorder.campaign().or(self.page.campaign.as_ref().map(Campaign::value));
        if let Some(campaign) = campaign {
            facts.lend("campaign", campaign);
        }
        let mut visitor_id = "";
        if let Some(profile) = self.scorer.profile() {
            facts.add("visitor", profile.to_attributes());
            visitor_id = &profile.id;
        }
        self.catalog.decide(&grant, slot, &Audience { facts, visitor_id }, outlook)
    }
}
