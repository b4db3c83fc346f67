//! Says why a purpose is allowed or denied: as data, and as a sentence for developer and visitor.

use alloc::string::String;

use super::{Rule, Verdict};
use crate::time;
use crate::value::{Value, join};

/// A verdict with everything that led to it.
#[derive(Clone, Debug)]
pub struct Why {
    /// The purpose asked about.
    pub purpose: String,
    /// Its name for visitors.
    pub title: String,
    /// Allowed or not, and the rule.
    pub verdict: Verdict,
    /// When the choice that counted (or no longer counts) was made.
    pub chosen_at_ms: Option<u64>,
    /// Whether the browser sends Global Privacy Control now.
    pub gpc: bool,
}

impl Why {
    /// The reason in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let on = self.chosen_at_ms.map_or_else(String::new, |at_ms| join(&[" on ", &time::date(at_ms)]));
        let (state, reason, end) = match (self.verdict.rule, self.verdict.allowed) {
            (Rule::Necessary, _) => ("always on", "the site cannot do what you ask without it", ""),
            (Rule::NoChoice, _) => ("off", "you have not answered yet", ""),
            (Rule::Invalid, _) => ("off", "the stored answer could not be trusted, so we ask again", ""),
            (Rule::Expired, _) => ("off", "your answer", " has expired"),
            (Rule::Revised, _) => ("off", "what we ask for has changed since your answer", ""),
            (Rule::Choice, true) => ("on", "you allowed it", ""),
            (Rule::Choice, false) => ("off", "you declined it", ""),
            (Rule::Gpc, _) => ("off", "your browser has asked for privacy (GPC) since you allowed it", ""),
            (Rule::UnknownPurpose, _) => ("off", "this site declares no such purpose", ""),
        };
        join(&["“", &self.title, "” is ", state, ": ", reason, &on, end, "."])
    }

    /// For JavaScript.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("purpose", Value::from(self.purpose.as_str())),
            ("allowed", Value::from(self.verdict.allowed)),
            ("rule", Value::from(self.verdict.rule.as_str())),
            ("chosen_at_ms", Value::from(self.chosen_at_ms.map(Value::whole))),
            ("gpc", Value::from(self.gpc)),
            ("sentence", Value::from(self.sentence())),
        ])
    }
}
