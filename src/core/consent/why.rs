//! Says why an item is allowed or denied: as data, and as a sentence for developer and visitor.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Ledger, Rule};
use crate::time;
use crate::value::{Value, join};

impl Ledger {
    /// The verdict about an item with everything that led to it (`Why`).
    #[must_use]
    pub fn why(&self, now_ms: u64, id: &str) -> Value {
        let verdict = self.verdict(now_ms, id);
        let item = self.policy.index(id).and_then(|index| self.policy.items.get(index));
        // The choice counts, or would have, in these rules only.
        let counts = matches!(verdict.rule, Rule::Choice | Rule::Gpc | Rule::Expired | Rule::Revised | Rule::Changed);
        let choice = self.choice().filter(|_| counts);
        let answer = choice.and_then(|choice| choice.answer(id));
        let lasts_ms = answer.map(|answer| if answer.is_yes { self.policy.yes_expires_ms } else { self.policy.no_expires_ms });
        let chosen_at_ms = choice.map(|choice| choice.at_ms);
        let ends_at_ms = chosen_at_ms.zip(lasts_ms).map(|(at_ms, lasts_ms)| at_ms.saturating_add(lasts_ms));
        let title = item.map_or(id, |item| item.title());
        let mut members = Vec::new();
        for (key, value) in [
            ("purpose", id.into()),
            ("allowed", verdict.allowed.into()),
            ("rule", verdict.rule.as_str().into()),
            ("chosen_at_ms", chosen_at_ms.map(Value::whole).into()),
            ("expires_at_ms", ends_at_ms.map(Value::whole).into()),
            ("receipt_id", choice.map(|choice| choice.receipt.as_str()).filter(|id| !id.is_empty()).into()),
            ("signal", self.situation.gpc.into()),
            ("sentence", sentence(title, verdict.allowed, verdict.rule, chosen_at_ms).into()),
        ]
        .into_iter()
        .chain(self.situation.jurisdiction.to_members())
        {
            members.push((key.into(), value));
        }
        Value::Object(members)
    }
}

/// The reason in plain words.
fn sentence(title: &str, allowed: bool, rule: Rule, chosen_at_ms: Option<u64>) -> String {
    let on = chosen_at_ms.map_or_else(String::new, |at_ms| join(&[" on ", &time::date(at_ms)]));
    let (reason, end) = match rule {
        Rule::Necessary => ("the site cannot do what you ask without it", ""),
        Rule::NoChoice => ("you have not answered yet", ""),
        Rule::Invalid => ("the stored answer could not be trusted, so we ask again", ""),
        Rule::Expired => ("your answer", " has expired"),
        Rule::Revised | Rule::Changed => ("what we ask for has changed since your answer", ""),
        Rule::Choice if allowed => ("you allowed it", ""),
        Rule::Choice => ("you declined it", ""),
        Rule::Gpc if chosen_at_ms.is_some() => ("your browser asks for privacy (GPC), although you allowed it", ""),
        Rule::Gpc => ("your browser asks for privacy (GPC)", ""),
        Rule::OptOut | Rule::Notice => ("where you are it is allowed until you decline it", ""),
        Rule::External => ("so says the consent manager of this page", ""),
        Rule::UnknownPurpose => ("this site declares nothing of this name", ""),
    };
    let state = if rule == Rule::Necessary {
        "always on"
    } else if allowed {
        "on"
    } else {
        "off"
    };
    join(&["“", title, "” is ", state, ": ", reason, &on, end, "."])
}
