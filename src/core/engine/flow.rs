//! What each input sets in motion, room by room. What it means for the slots of this page and the next stands in `show`.

use alloc::string::String;
use core::mem::take;

use super::{Answer, Engine, Input, Start, Stored};
use crate::consent::{Analytics, Personalization, Purpose, Rule, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Key, Notice};
use crate::events::{Campaign, Happening, Held};
use crate::random::Random;
use crate::value::{Fault, Value};

impl Engine {
    /// Takes out of the input what it keeps. (An input handed over whole would be let go of piece by piece, in each branch.)
    pub(super) fn flow(&mut self, now_ms: u64, input: &mut Input, effects: &mut Effects) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        if self.consent.refresh(now_ms) {
            self.consent_changed(now_ms, was, effects)?;
        }
        // A beacon is the last word of a page: what it leaves behind is for the next one to send.
        let leaves = matches!(input, Input::Leaving | Input::Answered { answer: Answer::Beacon { .. }, .. });
        match input {
            Input::Start(start) => self.start(now_ms, start, effects)?,
            Input::Restored(stored) => self.restore(now_ms, stored, effects)?,
            Input::View { page, properties, at_ms } => {
                self.page = page.clone();
                let what = Happening::page(now_ms.min(*at_ms), take(properties), take(page));
                self.happen(now_ms, what, effects)?;
            }
            Input::Track { name, properties, at_ms } => {
                let what = Happening::track(now_ms.min(*at_ms), name, take(properties), self.page.clone());
                self.happen(now_ms, what, effects)?;
            }
            Input::Choose { answers } => self.choose(now_ms, answers, effects)?,
            Input::Slot { name, sight } => self.see(now_ms, name, sight, effects)?,
            Input::Adopted { rows } => {
                if let Some(grant) = self.analytics(now_ms) {
                    for row in take(rows) {
                        self.recorder.adopt(&grant, row, effects)?;
                    }
                }
            }
            Input::Answered { number, answer } => self.answered(now_ms, *number, *answer, effects),
            Input::Hidden => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.hurry(&grant, now_ms, effects)?;
                }
            }
            Input::Leaving => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.leave(&grant, now_ms, effects)?;
                }
            }
            Input::Tick => {}
        }
        match self.analytics(now_ms) {
            Some(grant) if !leaves => self.recorder.delivery.run(&grant, now_ms, effects),
            _ => Ok(()),
        }
    }

    fn start(&mut self, now_ms: u64, start: &mut Start, effects: &mut Effects) -> Result<(), StaleGrant> {
        let Start { seed, stored, signals, page, at_ms } = start;
        self.random = Random::seeded(*seed);
        self.recorder.start(self.random.uuid_v4());
        self.page = page.clone();
        self.consent.restore(now_ms, &stored.consent, *signals);
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
        self.happen(now_ms, Happening::page(now_ms.min(*at_ms), Value::Null, take(page)), effects)
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
        // Other tabs hear of each write in this order. A yes comes last, so that who hears it finds the visitor that it allows and
        // makes no second one; any other answer comes first, before what it forbids is deleted.
        let is = self.allowed(now_ms);
        let allows_more = (is.0 && !was.0) || (is.1 && !was.1);
        if !allows_more {
            self.keep_choice(effects);
        }
        let changed = self.consent_changed(now_ms, was, effects);
        if allows_more {
            self.keep_choice(effects);
        }
        changed
    }

    fn keep_choice(&self, effects: &mut Effects) {
        if let Some(record) = self.consent.record() {
            effects.store(Key::Consent, &record);
        }
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
            self.scorer.keep(effects);
            if fired {
                effects.notice(Notice::Scores(self.scorer.scores(now_ms, self.json())));
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

    fn answered(&mut self, now_ms: u64, number: u32, answer: Answer, effects: &mut Effects) {
        let Engine { recorder, random, .. } = self;
        match answer {
            Answer::Beacon { is_taken } => recorder.beaconed(number, is_taken, effects),
            Answer::Received(outcome) => recorder.land(number, outcome, now_ms, random, effects),
        }
    }
}
