//! Keeps the signals' readings, feeds them with what happens, and adds them up.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Contribution, Explanation, Intent, Model, Profile, Reading};
use crate::condition::Facts;
use crate::consent::{Grant, Personalization, StaleGrant};
use crate::events::{Happening, Kind};
use crate::random::Random;
use crate::value::{Value, json};

/// The version of the stored record.
const VERSION: f64 = 1.0;

/// The scorer: everything that room 3 keeps.
#[derive(Debug)]
pub struct Scorer {
    model: Model,
    /// One reading for each signal, intents and signals in declared order.
    readings: Vec<Vec<Reading>>,
    profile: Option<Profile>,
}

impl Scorer {
    /// A scorer that knows nobody.
    #[must_use]
    pub fn new(model: Model) -> Scorer {
        let mut scorer = Scorer { model, readings: Vec::new(), profile: None };
        scorer.forget();
        scorer
    }

    /// Takes up what an earlier page stored.
    ///
    /// # Errors
    /// [`StaleGrant`].
    pub fn restore(&mut self, grant: &Grant<Personalization>, stored: &Value) -> Result<(), StaleGrant> {
        grant.check()?;
        self.forget();
        if stored.get("v").and_then(Value::as_number).map(f64::to_bits) != Some(VERSION.to_bits()) {
            return Ok(());
        }
        self.profile = stored.get("profile").and_then(Profile::from_record);
        for (intent, readings) in self.model.intents.iter().zip(&mut self.readings) {
            for (signal, reading) in intent.signals.iter().zip(readings) {
                let kept = stored.get("signals").and_then(|all| all.get(&intent.id)?.get(&signal.id));
                *reading = kept.and_then(read_reading).unwrap_or_default();
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
        let page = what.page.to_value();
        let mut facts = Facts::new()
            .with("type", what.kind.as_str().into())
            .with("event", what.name.as_str().into())
            .with_ref("properties", &what.properties)
            .with_ref("page", &page);
        if let Some(campaign) = campaign {
            facts = facts.with_ref("campaign", campaign);
        }
        let mut fired = false;
        for (intent, readings) in self.model.intents.iter().zip(&mut self.readings) {
            for (signal, reading) in intent.signals.iter().zip(readings) {
                if signal.fires(&facts) {
                    *reading = signal.fire(*reading, what.at_ms);
                    fired = true;
                }
            }
        }
        Ok(fired)
    }

    /// The terms of one score, and their sum; `None` for an intent that is not declared.
    #[must_use]
    pub fn explain(&self, intent: &str, now_ms: u64) -> Option<Explanation> {
        let (intent, readings) = self.scored().find(|(declared, _)| declared.id == intent)?;
        let contributions = intent.signals.iter().zip(readings).map(|(signal, reading)| Contribution {
            signal: signal.id.clone(),
            title: signal.title.clone(),
            points: signal.value(*reading, now_ms),
        });
        Some(Explanation::new(intent, contributions.collect()))
    }

    /// All scores: intent → score.
    #[must_use]
    pub fn scores(&self, now_ms: u64) -> Value {
        Value::Object(self.all(now_ms).map(|(id, score)| (id, Value::from(score))).collect())
    }

    /// The attributes `intent.*` of conditions: `intent.evaluate.score`.
    #[must_use]
    pub fn to_attributes(&self, now_ms: u64) -> Value {
        let attributes = |score: f64| Value::object([("score", Value::from(score))]);
        Value::Object(self.all(now_ms).map(|(id, score)| (id, attributes(score))).collect())
    }

    fn all(&self, now_ms: u64) -> impl Iterator<Item = (String, f64)> + '_ {
        self.scored().map(move |(intent, readings)| {
            let points = intent.signals.iter().zip(readings).map(|(signal, reading)| signal.value(*reading, now_ms));
            (intent.id.clone(), super::explain::sum(points))
        })
    }

    fn scored(&self) -> impl Iterator<Item = (&Intent, &Vec<Reading>)> {
        self.model.intents.iter().zip(&self.readings)
    }

    /// The profile, once there is one.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// The text to store, once there is a profile. Signals that never fired are left out.
    #[must_use]
    pub fn record(&self) -> Option<String> {
        let profile = self.profile.as_ref()?;
        let signals = self.scored().map(|(intent, readings)| {
            let kept = intent.signals.iter().zip(readings).filter(|(_, reading)| **reading != Reading::default());
            let kept = kept.map(|(signal, reading)| (signal.id.clone(), write_reading(*reading)));
            (intent.id.clone(), Value::Object(kept.collect()))
        });
        let signals = Value::Object(signals.collect());
        let record = [("v", Value::from(VERSION)), ("profile", profile.to_record()), ("signals", signals)];
        Some(json::text(&Value::object(record)))
    }

    /// Forgets the visitor.
    pub fn forget(&mut self) {
        self.profile = None;
        self.readings =
            self.model.intents.iter().map(|intent| alloc::vec![Reading::default(); intent.signals.len()]).collect();
    }
}

fn write_reading(reading: Reading) -> Value {
    Value::List([Value::from(reading.points), Value::whole(reading.at_ms)].into())
}

/// A reading from storage; a number that is not finite, or a time that is none, was not written by us.
fn read_reading(value: &Value) -> Option<Reading> {
    let Value::List(pair) = value else { return None };
    match pair.as_slice() {
        [Value::Number(points), at_ms] if points.is_finite() => {
            Some(Reading { points: *points, at_ms: at_ms.as_whole()? })
        }
        _ => None,
    }
}
