//! One case: finds out of which kind it is, and plays it.

use courtesy_core::value::Value;

use crate::{Parse, Transcript, condition_case, config_case, decide_case, engine_case};

/// A case that was played to its end.
#[derive(Clone, Debug, Default)]
pub struct Played {
    /// Everything that was seen.
    pub transcript: Transcript,
    /// What was not as expected, each with step and probe.
    pub failures: Vec<String>,
}

impl Played {
    pub(crate) fn fail(&mut self, failure: impl Into<String>) {
        self.failures.push(failure.into());
    }
}

/// Plays a case to its end, whatever it shows on the way.
#[must_use]
pub fn run(case: &Value, parse: Parse) -> Played {
    let mut played = Played::default();
    played.transcript.note("case", case.get("name").unwrap_or(&Value::Null));
    if let Some(Value::List(steps)) = case.get("steps") {
        engine_case::play(case, steps, parse, &mut played);
    } else if let Some(Value::List(rows)) = case.get("rows") {
        decide_case::play(case, rows, &mut played);
    } else if case.get("condition").is_some() {
        condition_case::play(case, &mut played);
    } else if case.get("fault").is_some() {
        config_case::play(case, &mut played);
    } else {
        played.fail("the case has neither `steps`, `rows`, `condition` nor `fault`");
    }
    played
}
