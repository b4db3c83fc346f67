//! What the page may see of consent: the state, why it is so, and what Google's tags are told. As JSON.

use alloc::string::String;

use super::{Choice, Item, Ledger, Mode, Rule, decide_item};
use crate::time;
use crate::value::{Json, View, join};

impl Ledger {
    /// What is allowed now (`ConsentView`).
    #[must_use]
    pub fn state(&self, now_ms: u64, mut json: Json) -> String {
        json.open();
        json.key("ask").flag(self.wants_asking(now_ms));
        for (list, is_service) in [("purposes", false), ("services", true)] {
            json.key(list).open();
            for item in &self.policy.items {
                if item.parent.is_some() == is_service {
                    let verdict = decide_item(&self.policy, &self.situation, now_ms, item);
                    json.key(&item.id).flag(verdict.allowed);
                }
            }
            json.close();
        }
        let in_force = self.choice_in_force(now_ms);
        json.key("chosen_at_ms");
        write_time(in_force.map(|choice| choice.at_ms), &mut json);
        json.key("receipt_id").text_or_null(in_force.and_then(Choice::receipt_id));
        self.situation.jurisdiction.write(&mut json);
        json.close();
        json.finish()
    }

    /// The verdict about an item with everything that led to it (`Why`).
    #[must_use]
    pub fn why(&self, now_ms: u64, id: &str, mut json: Json) -> String {
        let verdict = self.verdict(now_ms, id);
        // A service of a denied purpose is denied by what was said about that, if at all.
        let purpose = self.policy.item(id).and_then(|item| self.policy.items.get(item.parent?));
        let purpose = purpose.filter(|purpose| !verdict.allowed && !self.verdict(now_ms, &purpose.id).allowed);
        let decided = purpose.map_or(id, |purpose| &purpose.id);
        // The choice counts, or would have, in these rules only.
        let counts = matches!(verdict.rule, Rule::Choice | Rule::Gpc | Rule::Expired | Rule::Revised | Rule::Changed);
        let choice = self.choice().filter(|_| counts);
        let answer = choice.and_then(|choice| choice.answer(decided));
        let is_yes = answer.is_some_and(|answer| answer.is_yes);
        let lasts_ms = if is_yes { self.policy.yes_expires_ms } else { self.policy.no_expires_ms };
        // An opt-out does not end by itself.
        let ends = is_yes || self.situation.jurisdiction.law.mode == Mode::OptIn;
        let chosen_at_ms = answer.map(|answer| answer.at_ms).or(choice.map(|choice| choice.at_ms));
        json.open();
        json.key("purpose").text(id);
        json.key("allowed").flag(verdict.allowed);
        json.key("rule").text(verdict.rule.as_str());
        json.key("chosen_at_ms");
        write_time(chosen_at_ms, &mut json);
        json.key("expires_at_ms");
        write_time(chosen_at_ms.filter(|_| ends).map(|at_ms| at_ms.saturating_add(lasts_ms)), &mut json);
        json.key("receipt_id").text_or_null(choice.and_then(Choice::receipt_id));
        json.key("signal").flag(self.situation.gpc);
        let title = self.policy.item(id).map_or(id, |item| item.title.as_str());
        json.key("sentence").text(&sentence(title, verdict.allowed, verdict.rule, chosen_at_ms));
        self.situation.jurisdiction.write(&mut json);
        json.close();
        json.finish()
    }

    /// The choice at hand, where any answer of it is in force.
    #[must_use]
    pub fn choice_in_force(&self, now_ms: u64) -> Option<&Choice> {
        self.choice().filter(|_| self.policy.items.iter().any(|item| self.is_chosen(now_ms, item)))
    }

    /// Whether an answer of the visitor is in force for an item.
    fn is_chosen(&self, now_ms: u64, item: &Item) -> bool {
        let rule = decide_item(&self.policy, &self.situation, now_ms, item).rule;
        rule == Rule::Choice
            || rule == Rule::Gpc && self.choice().is_some_and(|choice| choice.answer(&item.id).is_some())
    }

    /// Which of Google's signals are granted, of those that the config maps to items. One that several items stand for needs them
    /// all.
    #[must_use]
    pub fn google(&self, now_ms: u64, mut json: Json) -> String {
        json.open();
        for (signal, items) in View::root(self.policy.part("google.signals")).members() {
            let granted = items.list().all(|item| self.verdict(now_ms, item.text_or("")).allowed);
            json.key(signal).text(if granted { "granted" } else { "denied" });
        }
        json.close();
        json.finish()
    }
}

fn write_time(at_ms: Option<u64>, json: &mut Json) {
    match at_ms {
        Some(at_ms) => json.whole(at_ms),
        None => json.null(),
    }
}

/// The reason in plain words.
fn sentence(title: &str, allowed: bool, rule: Rule, chosen_at_ms: Option<u64>) -> String {
    let on = chosen_at_ms.map_or_else(String::new, |at_ms| join(&[" on ", &time::date(at_ms)]));
    let mut end = "";
    let reason = match rule {
        Rule::Necessary => "the site cannot do what you ask without it",
        Rule::NoChoice => "you have not answered yet",
        Rule::Invalid => "the stored answer could not be trusted, so we ask again",
        Rule::Expired => {
            end = " has expired";
            "your answer"
        }
        Rule::Revised | Rule::Changed => "what we ask for has changed since your answer",
        Rule::Choice if allowed => "you allowed it",
        Rule::Choice => "you declined it",
        Rule::Gpc if chosen_at_ms.is_some() => "your browser asks for privacy (GPC), although you allowed it",
        Rule::Gpc => "your browser asks for privacy (GPC)",
        Rule::OptOut | Rule::Notice => "where you are it is allowed until you decline it",
        Rule::External => "so says the consent manager of this page",
        Rule::UnknownPurpose => "this site declares nothing of this name",
    };
    let state = match (rule, allowed) {
        (Rule::Necessary, _) => "always on",
        (_, true) => "on",
        (_, false) => "off",
    };
    join(&["“", title, "” is ", state, ": ", reason, &on, end, "."])
}
