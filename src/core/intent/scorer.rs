//! Feeds the signals with what happens, keeps what they read, and adds it up.

use alloc::string::String;

use super::explain::{self, score};
use super::{Model, Profile, Reading};
use crate::condition::Facts;
use crate::consent::{Grant, Personalization, StaleGrant};
use crate::effect::{Effects, Key};
use crate::events::{Happening, Kind};
use crate::random::Random;
use crate::value::Presence::Required;
use crate::value::{Field, Json, Shape, Value, View};

/// The version of the stored record.
const VERSION: f64 = 1.0;

/// The stored record.
const RECORD: Shape = Shape::Object(&[
    Field("v", Required, Shape::Number(VERSION, VERSION)),
    Field("profile", Required, super::profile::RECORD),
    Field("signals", Required, Shape::Map(&Shape::Map(&super::signal::READING))),
]);

/// The scorer: everything that room 3 keeps.
#[derive(Debug, Default)]
pub struct Scorer {
    /// The declared intents, with what their signals read.
    pub model: Model,
    profile: Option<Profile>,
}

impl Scorer {
    /// Takes up what an earlier page stored; anything unreadable is a first visit.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn restore(&mut self, grant: &Grant<Personalization>, stored: &Value) -> Result<(), StaleGrant> {
        grant.check()?;
        self.forget();
        let place = View::root(stored);
        if *stored == Value::Null || RECORD.check(&place).is_err() {
            return Ok(());
        }
        self.profile = Some(Profile::from_record(&place.field("profile")));
        for intent in &mut self.model.intents {
            for signal in &mut intent.signals {
                signal.reading = Reading::from_record(&place.field("signals").field(&intent.id).field(&signal.id));
            }
        }
        Ok(())
    }

    /// Feeds one happening to profile and signals. Returns whether a signal fired.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing is scored.
    pub fn observe(
        &mut self,
        grant: &Grant<Personalization>,
        what: &Happening,
        campaign: Option<&Value>,
        random: &mut Random,
    ) -> Result<bool, StaleGrant> {
        grant.check()?;
        let profile = self.profile.get_or_insert_with(|| Profile::new(random, what.at_ms));
        profile.touch(what.at_ms, what.kind == Kind::Page);
        let (kind, name) = (what.kind.as_str().into(), what.name.as_str().into());
        let mut facts = Facts::new();
        facts.lend("type", &kind);
        facts.lend("event", &name);
        facts.lend("properties", &what.properties);
        facts.lend("page", &what.page.attributes);
        facts.lend("campaign", campaign.unwrap_or(&Value::Null));
        let mut fired = false;
        for intent in &mut self.model.intents {
            for signal in &mut intent.signals {
                fired |= signal.observe(&facts, what.at_ms);
            }
        }
        Ok(fired)
    }

    /// The terms of one score, and their sum (`Explanation`); `None` for an intent that is not declared.
    #[must_use]
    pub fn explain(&self, _: &Grant<Personalization>, intent: &str, now_ms: u64, json: Json) -> Option<String> {
        let intent = self.model.intents.iter().find(|declared| declared.id == intent)?;
        Some(explain::write(intent, now_ms, json))
    }

    /// All scores: intent → score.
    #[must_use]
    pub fn scores(&self, _: &Grant<Personalization>, now_ms: u64, mut json: Json) -> String {
        json.open();
        for intent in &self.model.intents {
            json.key(&intent.id).number(score(intent, now_ms));
        }
        json.close();
        json.finish()
    }

    /// The attributes `intent.*` of conditions: `intent.evaluate.score`.
    #[must_use]
    pub fn to_attributes(&self, now_ms: u64) -> Value {
        let mut attributes = Value::empty();
        for intent in &self.model.intents {
            let mut known = Value::empty();
            known.put("score", score(intent, now_ms).into());
            attributes.put(&intent.id, known);
        }
        attributes
    }

    /// The profile, once there is one.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Wants the record kept, once there is a profile. Signals that never fired are left out.
    pub fn keep(&self, effects: &mut Effects) {
        let Some(profile) = &self.profile else { return };
        let mut json = effects.json();
        json.open();
        json.key("v").number(VERSION);
        profile.write_record(json.key("profile"));
        json.key("signals").open();
        for intent in &self.model.intents {
            json.key(&intent.id).open();
            for signal in &intent.signals {
                if signal.reading != Reading::default() {
                    signal.reading.write_record(json.key(&signal.id));
                }
            }
            json.close();
        }
        json.close();
        json.close();
        effects.keep(Key::Intent, json);
    }

    /// Forgets the visitor.
    pub fn forget(&mut self) {
        self.profile = None;
        for intent in &mut self.model.intents {
            for signal in &mut intent.signals {
                signal.reading = Reading::default();
            }
        }
    }
}
