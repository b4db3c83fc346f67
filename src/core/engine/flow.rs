//! What each input sets in motion, room by room. What it means for the slots of this page and the next stands in `show`.

use core::mem::{replace, take};

use super::{Answer, Engine, Input};
use crate::consent::{Analytics, Grant, Personalization, Purpose, StaleGrant};
use crate::effect::{Effects, Failure, Notice};
use crate::events::{Campaign, Happening, Held, Kind, Page, Who};
use crate::value::Fault;

/// How often consent is looked at for having expired.
const LOOK_EVERY_MS: u64 = 1_000;

impl Engine {
    /// Takes out of the input what it keeps. (An input handed over whole would be let go of piece by piece, in each branch.)
    pub(super) fn flow(&mut self, now_ms: u64, input: &mut Input, effects: &mut Effects) -> Result<(), StaleGrant> {
        let was = self.was_allowed();
        // Time passes, choices expire; in a burst of events that is looked at once a second, since each grant is asked anew anyway.
        // Before the start nothing is known: that is nothing to compare with.
        let is_due = match input {
            Input::Start(_) => false,
            Input::Track { .. }
            | Input::View { .. }
            | Input::Moved { .. }
            | Input::Attend { .. }
            | Input::Slot { .. } => now_ms.abs_diff(self.looked_ms) >= LOOK_EVERY_MS,
            _ => true,
        };
        if is_due {
            self.looked_ms = now_ms;
        }
        if is_due && self.consent.refresh(now_ms) {
            self.consent_changed(now_ms, was, false, effects)?;
        }
        // A beacon is the last word of a page: what it leaves behind is for the next one to send.
        let leaves = matches!(input, Input::Leaving(_) | Input::Answered { answer: Answer::Beacon { .. }, .. });
        match input {
            Input::Start(start) => self.start(now_ms, start, effects)?,
            Input::Restored(stored) => self.restore(now_ms, stored, effects)?,
            Input::Whole(stored) => self.complete(now_ms, stored, effects)?,
            Input::View { page, properties, at_ms } => {
                self.arrive(page);
                self.viewed_url = page.url().into();
                let what = Happening::page(now_ms.min(*at_ms), take(properties), take(page));
                self.happen(now_ms, what, effects)?;
            }
            Input::Moved { page } => self.arrive(page),
            Input::Track { name, properties, at_ms } => {
                let what = Happening::track(now_ms.min(*at_ms), name, take(properties), self.page.clone());
                self.happen(now_ms, what, effects)?;
            }
            Input::Who { who, at_ms } => {
                let what = replace(who, Who::Reset).happening(now_ms.min(*at_ms), self.page.clone());
                self.happen(now_ms, what, effects)?;
            }
            Input::Attend { engaged_ms, scroll_percent } => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.attend(&grant, &self.page, *engaged_ms, *scroll_percent, effects)?;
                }
            }
            Input::Choose { answers, shown } => self.choose(now_ms, answers, shown, effects)?,
            Input::Erase => self.erase(now_ms, effects)?,
            Input::Region { hint } => self.locate(now_ms, hint, effects)?,
            Input::External { answers } => {
                self.consent.tell(answers.as_deref());
                self.consent.refresh(now_ms);
                self.consent_changed(now_ms, was, false, effects)?;
                if self.consent.wants_asking(now_ms) {
                    effects.notice(Notice::Ask);
                }
            }
            Input::Countersigned { id, answer } => {
                if self.consent.receipts.countersign(id, answer) {
                    self.keep_receipts(effects);
                }
            }
            Input::Slot { name, sight } => self.see(now_ms, name, sight, effects)?,
            Input::Role(role) => self.recorder.delivery.take_role(*role),
            Input::Kept { ids } => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.kept(&grant, ids, effects)?;
                }
            }
            Input::Pass => self.recorder.delivery.pass(effects),
            Input::Online => self.recorder.delivery.hope(),
            Input::Hooks => self.recorder.has_hooks = true,
            Input::Hooked { id, event } => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.looked_at(&grant, id, take(event), effects)?;
                }
            }
            Input::Adopted { rows, corrupt } => {
                self.recorder.quarantined(*corrupt);
                if let Some(grant) = self.analytics(now_ms) {
                    for row in take(rows) {
                        self.recorder.adopt(&grant, row, effects)?;
                    }
                }
            }
            Input::Answered { number, answer } => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.answered(&grant, now_ms, *number, *answer, effects)?;
                }
            }
            Input::Hidden => {
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.hurry(&grant, now_ms, effects)?;
                }
            }
            Input::Leaving(how) => {
                self.set_aside(now_ms, effects);
                if let Some(grant) = self.analytics(now_ms) {
                    self.recorder.delivery.leave(&grant, now_ms, *how, effects)?;
                }
            }
            Input::Tick => {}
        }
        match self.analytics(now_ms) {
            Some(grant) if !leaves => self.recorder.delivery.run(&grant, now_ms, effects),
            _ => Ok(()),
        }
    }

    /// The page is this one from now on. Of a document's second one the first led to it.
    fn arrive(&mut self, page: &mut Page) {
        page.narrow(&self.recorder.delivery.settings.query);
        if !self.viewed_url.is_empty() {
            page.follow(&self.viewed_url);
        }
        self.page = page.clone();
    }

    pub(super) fn happen(
        &mut self,
        now_ms: u64,
        what: Result<Happening, Fault>,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        let what = match what {
            Ok(what) => what,
            Err(fault) => {
                effects.notice(Notice::Failed(Failure::input(&fault)));
                return Ok(());
            }
        };
        self.ingest(now_ms, Held { what, to_score: true, to_record: true }, effects)?;
        self.redecide(now_ms, effects)
    }

    /// Scores and records what happened, each as far as it is allowed; what may be allowed yet waits.
    pub(super) fn ingest(&mut self, now_ms: u64, held: Held, effects: &mut Effects) -> Result<(), StaleGrant> {
        let Held { what, mut to_score, mut to_record } = held;
        if let Some(grant) = self.personalization(now_ms).filter(|_| to_score && what.kind != Kind::Reset) {
            to_score = false;
            self.score(&grant, now_ms, &what, effects)?;
        }
        if let Some(grant) = self.analytics(now_ms).filter(|_| to_record) {
            return self.recorder.record(&grant, what, &mut self.random, effects);
        }
        // What happened under a no stays unused, whatever the next answer is.
        to_score &= self.may_wait(now_ms, Personalization::ID);
        to_record &= self.may_wait(now_ms, Analytics::ID);
        if to_score || to_record {
            self.recorder.hold(Held { what, to_score, to_record });
        }
        Ok(())
    }

    #[inline(never)] // or else it stays in the code that everybody loads
    fn score(
        &mut self,
        grant: &Grant<Personalization>,
        now_ms: u64,
        what: &Happening,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        let campaign = what.page.campaign.as_ref().map(Campaign::value).or(self.recorder.campaign());
        let fired = self.scorer.observe(grant, what, campaign, &mut self.random)?;
        self.scorer.keep(effects);
        if fired {
            effects.notice(Notice::Scores(self.scorer.scores(grant, now_ms, self.json())));
        }
        Ok(())
    }

    /// Without a grant nothing is under way, so no answer is awaited either.
    #[inline(never)] // or else it stays in the code that everybody loads
    fn answered(
        &mut self,
        grant: &Grant<Analytics>,
        now_ms: u64,
        number: u32,
        answer: Answer,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        let Engine { recorder, random, .. } = self;
        match answer {
            Answer::Beacon { is_taken } => recorder.delivery.beaconed(number, is_taken, now_ms, effects),
            Answer::Received(outcome) => recorder.land(number, outcome, now_ms, random, effects),
        }
        Ok(())
    }
}
