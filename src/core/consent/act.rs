//! The visitor's act: what an answer means for each item, and the choice and the receipt that it becomes.

use alloc::string::String;
use alloc::vec::Vec;

use super::decide::{CLOCK_TOLERANCE_MS, is_believable};
use super::{Answer, Choice, Item, Ledger, Rule, Shown, Standing, decide_item};
use crate::value::{Fault, FaultKind, Json, join};

impl Ledger {
    /// The visitor's act: named items get this answer, others keep theirs and the time at which it was given, so that nothing is
    /// prolonged in passing. A purpose takes its services with it; a service that
    /// is allowed alone allows its purpose, without the other services.
    ///
    /// # Errors
    /// `missing` without any answer, `unknown` for an item that is not declared, `value` for a necessary one; then nothing
    /// changes.
    pub fn choose(
        &mut self,
        now_ms: u64,
        answers: &[(String, bool)],
        shown: &Shown,
        site: &str,
        json: Json,
    ) -> Result<bool, Fault> {
        if answers.is_empty() {
            return Err(Fault::new("choice", FaultKind::Missing, &["names no purpose"]));
        }
        for (id, is_yes) in answers {
            let place = || join(&["choice.", id]);
            match self.policy.item(id) {
                None => {
                    return Err(Fault::new(place(), FaultKind::Unknown, &["is not a declared purpose or service"]));
                }
                Some(declared) if declared.necessary => {
                    return Err(Fault::new(place(), FaultKind::Value, &["is necessary and cannot be chosen"]));
                }
                Some(_) if *is_yes && self.policy.is_external => {
                    let reason = "is asked about by the page's other consent manager";
                    return Err(Fault::new(place(), FaultKind::Value, &[reason]));
                }
                Some(_) => {}
            }
        }
        // Later than what it takes the place of, also where the clock was set back in between: or else another subdomain's copy of that
        // would win.
        let known = self.choice().filter(|choice| is_believable(&self.policy, choice, now_ms));
        let latest_ms = now_ms.saturating_add(CLOCK_TOLERANCE_MS);
        let at_ms = known.map_or(now_ms, |choice| now_ms.max(choice.at_ms.saturating_add(1)).min(latest_ms));
        let mut choice = Choice {
            answers: self.answer_all(now_ms, at_ms, answers),
            at_ms,
            revision: self.policy.revision,
            gpc: self.situation.gpc,
            receipt: String::new(),
        };
        choice.receipt = self.receipts.add(&self.policy, &self.situation, &choice, shown, site, json);
        self.situation.standing = Standing::Made(choice);
        Ok(self.refresh(now_ms))
    }

    fn answer_all(&self, now_ms: u64, at_ms: u64, given: &[(String, bool)]) -> Vec<Answer> {
        let gpc = self.situation.gpc;
        let said = |id: &str| given.iter().rev().find(|(named, _)| named == id).map(|(_, is_yes)| *is_yes);
        // A purpose that is not allowed yet is brought by a service that is allowed alone; its other services are not.
        let brings = |index: usize, purpose: &Item| {
            let is_service = |service: &Item| service.parent == Some(index) && said(&service.id) == Some(true);
            said(&purpose.id).is_none()
                && self.policy.items.iter().any(is_service)
                && !decide_item(&self.policy, &self.situation, now_ms, purpose).allowed
        };
        let mut answers = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate().filter(|(_, item)| !item.necessary) {
            let verdict = decide_item(&self.policy, &self.situation, now_ms, item);
            // What only the signal denies is nobody's choice: it stays unanswered.
            let kept =
                self.choice().and_then(|choice| choice.answer(&item.id)).filter(|_| verdict.rule == Rule::Choice);
            let purpose = item.parent.and_then(|parent| Some((parent, self.policy.items.get(parent)?)));
            let new = match purpose {
                None => said(&item.id).or(brings(index, item).then_some(true)),
                Some((_, purpose)) => said(&item.id).or(said(&purpose.id)),
            };
            let is_left_out = purpose.is_some_and(|(index, purpose)| brings(index, purpose));
            match (new, kept) {
                (None, Some(kept)) => answers.push(kept.clone()),
                (None, None) if !is_left_out => {}
                (new, _) => {
                    let (id, mark) = (item.id.clone(), item.mark.clone());
                    answers.push(Answer { item: id, mark, is_yes: new == Some(true), at_ms, gpc });
                }
            }
        }
        answers
    }
}
