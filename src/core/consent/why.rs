//! Says why a purpose is allowed or denied: as data, and as a sentence for developer and visitor.

use alloc::format;
use alloc::string::String;

use super::{Rule, Verdict};
use crate::time;
use crate::value::Value;

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
        let on = self.chosen_at_ms.map_or_else(String::new, |at_ms| format!(" on {}", time::date(at_ms)));
        let title = &self.title;
        match (self.verdict.rule, self.verdict.allowed) {
            (Rule::Necessary, _) => format!("“{title}” is always on: the site cannot do what you ask without it."),
            (Rule::NoChoice, _) => format!("“{title}” is off: you have not answered yet."),
            (Rule::Invalid, _) => format!("“{title}” is off: the stored answer could not be trusted, so we ask again."),
            (Rule::Expired, _) => format!("“{title}” is off: your answer{on} has expired."),
            (Rule::Revised, _) => {
                format!("“{title}” is off: what we ask for has changed since your answer{on}.")
            }
            (Rule::Choice, true) => format!("“{title}” is on: you allowed it{on}."),
            (Rule::Choice, false) => format!("“{title}” is off: you declined it{on}."),
            (Rule::Gpc, _) => {
                format!("“{title}” is off: your browser has asked for privacy (GPC) since you allowed it{on}.")
            }
            (Rule::UnknownPurpose, _) => format!("“{title}” is off: this site declares no such purpose."),
        }
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
