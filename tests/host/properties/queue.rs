//! The queue: over any sequence of events, answers, departures and acts, every event is in exactly one place, and in the end
//! all of them are delivered, or counted as refused, or withdrawn.

use courtesy_core::consent::Shown;
use courtesy_core::engine::{Answer, Input, Start};
use courtesy_core::events::{Leave, Outcome, Priority, Row};
use courtesy_core::value::Value;
use courtesy_core::{Effect, Engine, Lane};
use courtesy_replay::files;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::queue_model::{Fate, Model};
use crate::{json, tries};

#[derive(Clone, Debug)]
enum Step {
    Track,
    /// Rows of earlier pages are found: some of six, with those that are durable already.
    Adopt(Vec<u8>),
    /// The oldest batch under way is answered.
    Answer(u16, Option<u64>),
    /// A batch that is under way no longer is answered.
    Stray(u32),
    /// The page goes away; `sendBeacon` says at once whether it took the body.
    Leave(bool),
    Hide,
    Wait(u64),
    Say(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let status = proptest::sample::select(&[200_u16, 200, 200, 204, 400, 401, 413, 429, 500, 503, 0][..]);
    let retry = proptest::option::weighted(0.3, 0_u64..400_000);
    let step = prop_oneof![
        10 => Just(Step::Track),
        2 => vec(0_u8..6, 1..4).prop_map(Step::Adopt),
        8 => (status, retry).prop_map(|(status, retry)| Step::Answer(status, retry)),
        1 => (0_u32..30).prop_map(Step::Stray),
        2 => any::<bool>().prop_map(Step::Leave),
        1 => Just(Step::Hide),
        5 => prop_oneof![0_u64..3_000, 0_u64..500_000].prop_map(Step::Wait),
        1 => prop::bool::weighted(0.6).prop_map(Step::Say),
    ];
    vec(step, 1..80)
}

fn row(id: String) -> Row {
    let json = format!("{{\"messageId\":\"{id}\"}}");
    Row { id, priority: Priority::Rest, json }
}

/// The engine and what it is compared with.
struct Both {
    engine: Engine,
    model: Model,
    now_ms: u64,
}

impl Both {
    fn handle(&mut self, input: Input) -> Result<Vec<Effect>, TestCaseError> {
        let effects: Vec<Effect> = self.engine.handle(self.now_ms, input).into_iter().collect();
        self.model.take(&effects).map_err(TestCaseError::fail)?;
        Ok(effects)
    }

    fn answer(&mut self, number: u32, status: u16, retry_after_ms: Option<u64>) -> Result<(), TestCaseError> {
        self.model.land(
            number,
            match status {
                200..=299 => Fate::Accepted,
                429 | 500.. | 0 => Fate::NotNow,
                413 => Fate::TooLarge,
                _ => Fate::Refused,
            },
        );
        let answer = Answer::Received(Outcome::from_status(status, retry_after_ms, true));
        self.handle(Input::Answered { number, answer }).map(drop)
    }

    fn step(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Track => {
                let at_ms = self.now_ms;
                self.handle(Input::Track { name: "A".into(), properties: Value::Null, at_ms })?;
            }
            Step::Adopt(which) => {
                let mut ids: Vec<String> = which.into_iter().map(|number| format!("old-{number}")).collect();
                // What is settled or withdrawn is not in the durable queue any more, so nobody finds it there.
                ids.retain(|id| self.model.knows(id) || !self.model.has_been_seen(id));
                ids.extend(self.model.durable.iter().take(3).cloned());
                ids.iter().for_each(|id| self.model.adopt(id));
                self.handle(Input::Adopted { rows: ids.into_iter().map(row).collect(), corrupt: 0 })?;
            }
            Step::Answer(status, retry) => {
                if let Some(number) = self.model.flights.first().map(|flight| flight.number) {
                    self.answer(number, status, retry)?;
                }
            }
            Step::Stray(number) => {
                if self.model.flights.iter().all(|flight| flight.number != number) {
                    self.answer(number, 200, None)?;
                }
            }
            Step::Leave(is_taken) => {
                let mut effects = self.handle(Input::Leaving(Leave::Unstored))?;
                while let Some(Effect::Send { number, lane, .. }) = effects.pop() {
                    prop_assert!(lane != Lane::Fetch, "a leaving page sees no answers");
                    // What was taken is put back when all that can has left: it must not leave twice.
                    if !is_taken {
                        self.model.left(number);
                    }
                    effects = self.handle(Input::Answered { number, answer: Answer::Beacon { is_taken } })?;
                    if is_taken {
                        self.model.left(number);
                    }
                    effects.retain(|effect| matches!(effect, Effect::Send { .. }));
                }
            }
            Step::Hide => drop(self.handle(Input::Hidden)?),
            Step::Wait(ms) => {
                self.now_ms += ms;
                self.handle(Input::Tick)?;
            }
            Step::Say(yes) => self.say(yes)?,
        }
        Ok(())
    }

    fn say(&mut self, yes: bool) -> Result<(), TestCaseError> {
        let withdraws = self.model.is_allowed && !yes;
        if withdraws {
            self.model.withdraw();
        }
        self.model.is_allowed = yes;
        let effects =
            self.handle(Input::Choose { answers: vec![("analytics".into(), yes)], shown: Shown::default() })?;
        prop_assert_eq!(
            effects.contains(&Effect::Purge),
            withdraws,
            "what was kept is purged by a withdrawal, and only by it"
        );
        Ok(())
    }

    /// A patient receiver: in the end nothing is left.
    fn drain(&mut self) -> Result<(), TestCaseError> {
        for _ in 0..200 {
            if self.model.durable.is_empty() {
                return Ok(());
            }
            self.step(Step::Wait(400_000))?;
            self.step(Step::Answer(200, None))?;
        }
        Err(TestCaseError::fail(format!("never delivered: {:?}", self.model.durable)))
    }
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn nothing_is_lost_nothing_is_doubled_and_after_a_no_nothing_leaves(steps in steps()) {
        let engine = Engine::new(&json::parse(files::config("recorder").unwrap()), courtesy_replay::HOST).unwrap();
        let mut both = Both { engine, model: Model::default(), now_ms: 1_000 };
        both.handle(Input::Start(Start { at_ms: 1_000, seed: [1, 2, 3, 4], ..Start::default() }))?;
        both.say(true)?;
        for step in steps {
            both.step(step)?;
        }
        both.drain()?;
        for (id, times) in &both.model.delivered {
            prop_assert!(*times == 1, "{} was settled as delivered {} times", id, times);
            prop_assert!(!both.model.refused.contains(id));
        }
    }
}
