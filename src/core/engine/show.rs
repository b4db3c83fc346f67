//! What an input means for slots: decided again for this page, ahead for the next, and told when seen.

use alloc::string::String;

use super::{Engine, Sight};
use crate::condition::Facts;
use crate::consent::{Analytics, Grant, Personalization, Purpose, StaleGrant};
use crate::effect::{Effect, Effects, Key, Notice};
use crate::events::{Campaign, Happening};
use crate::intent::Profile;
use crate::slots::{self, Ahead, Audience, Decision, Outlook, Reason};
use crate::time::{DAY_MS, HOUR_MS};
use crate::value::{Value, join};

/// How long the decide-ahead record may be believed: a day later scores have decayed, and a fresh view costs one default.
const AHEAD_HOLDS_MS: u64 = DAY_MS;

impl Engine {
    pub(super) fn see(
        &mut self,
        now_ms: u64,
        name: &str,
        sight: &Sight,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        match sight {
            Sight::Found { shown, is_painted } => {
                self.stage.enter(name, shown, *is_painted);
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
    pub(super) fn expose(&mut self, now_ms: u64, name: &str, effects: &mut Effects) -> Result<(), StaleGrant> {
        match self.analytics(now_ms) {
            Some(grant) => self.record_exposure(&grant, now_ms, name, effects),
            None => Ok(()),
        }
    }

    #[inline(never)] // or else it stays in the code that everybody loads
    fn record_exposure(
        &mut self,
        grant: &Grant<Analytics>,
        now_ms: u64,
        name: &str,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        let Some(slot) = self.stage.get(name) else { return Ok(()) };
        let Some(properties) = slot.exposure() else { return Ok(()) };
        let key = join(&[name, ":", &slot.shown]);
        let Ok(what) = Happening::track(now_ms, slots::EXPOSURE_EVENT, properties, self.page.clone()) else {
            return Ok(());
        };
        self.recorder.record_once(grant, &key, what, &mut self.random, effects)
    }

    /// Decides this page's slots again, and the next page's ahead.
    pub(super) fn redecide(&mut self, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        // Not before that can be done; until then stays what stands.
        if self.is_pending(now_ms, Personalization::ID) {
            return Ok(());
        }
        // By index: deciding borrows the engine, settling changes the stage.
        for index in 0..self.stage.slots().len() {
            let Some(slot) = self.stage.slots().get(index) else { break };
            let decision = self.decide_now(now_ms, &slot.name, Outlook::ThisPage)?;
            if let Some((decision, render)) = self.stage.settle(decision) {
                effects.notice(Notice::Decided(decision.write(effects.json())));
                if render {
                    let mut fields = effects.json();
                    fields.value(self.catalog.fields(&decision.slot, &decision.variant).unwrap_or(&Value::Null));
                    let (slot, variant) = (decision.slot.clone(), decision.variant.clone());
                    effects.push(Effect::Render { slot, variant, fields: fields.finish() });
                }
            }
        }
        match self.personalization(now_ms) {
            Some(grant) => self.decide_ahead(&grant, now_ms, effects),
            None => Ok(()),
        }
    }

    #[inline(never)] // or else it stays in the code that everybody loads
    fn decide_ahead(
        &mut self,
        grant: &Grant<Personalization>,
        now_ms: u64,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        // Without a choice the law allows it, and goes on to.
        let until_ms = now_ms.saturating_add(AHEAD_HOLDS_MS);
        let ends_ms =
            self.consent.choice().map(|choice| choice.at_ms.saturating_add(self.consent.policy.yes_expires_ms));
        // To the hour, or else the record would be another with every input.
        let until_ms = until_ms.min(ends_ms.unwrap_or(until_ms)) / HOUR_MS * HOUR_MS;
        let receipt = self.consent.choice().map_or("", |choice| &choice.receipt);
        let gpc = self.consent.situation.gpc;
        let mut ahead = Ahead::begin(until_ms, gpc, receipt, &self.hint, self.json());
        for slot in self.catalog.slots() {
            ahead.add(&self.decide_under(grant, now_ms, &slot.name, Outlook::NextPage)?, &self.catalog);
        }
        self.keep_ahead(ahead.end(), effects);
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
        match self.personalization(now_ms) {
            Some(grant) => self.decide_under(&grant, now_ms, slot, outlook),
            None => Ok(Decision::keep_default(slot, Reason::Consent)),
        }
    }

    fn decide_under(
        &self,
        grant: &Grant<Personalization>,
        now_ms: u64,
        slot: &str,
        outlook: Outlook,
    ) -> Result<Decision, StaleGrant> {
        let intents = self.scorer.to_attributes(now_ms);
        let profile = self.scorer.profile();
        let visitor = profile.map(Profile::to_attributes).unwrap_or_default();
        let campaign = self.recorder.campaign().or(self.page.campaign.as_ref().map(Campaign::value));
        let mut facts = Facts::new();
        facts.lend("intent", &intents);
        facts.lend("page", &self.page.attributes);
        facts.lend("campaign", campaign.unwrap_or(&Value::Null));
        facts.lend("visitor", &visitor);
        let visitor_id = profile.map_or("", |profile| &profile.id);
        self.catalog.decide(grant, slot, &Audience { facts, visitor_id }, outlook)
    }
}
