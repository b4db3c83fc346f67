//! The visitor's act: what an answer means for each item, and the choice and the receipt that it becomes.

use alloc::string::String;
use alloc::vec::Vec;

use super::decide::{CLOCK_TOLERANCE_MS, is_believable};
use super::{Answer, Choice, Ledger, Rule, Shown, Standing, decide_item};
use crate::value::{Fault, FaultKind, Json, join};

impl Ledger {
    /// The visitor's act: named items get this answer, others keep theirs and the time at which it was given, so that nothing is
    /// prolonged in passing. A purpose takes its services with it, but for those that are named themselves; a service that is
    /// allowed alone allows nothing else: who wants to see one film has not allowed what the site itself does for that purpose.
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
                    let reason = "is asked about by another manager";
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
        let mut answers = Vec::new();
        for item in self.policy.items.iter().filter(|item| !item.necessary) {
            let verdict = decide_item(&self.policy, &self.situation, now_ms, item);
            // What only the signal denies is nobody's choice: it stays unanswered.
            let kept =
                self.choice().and_then(|choice| choice.answer(&item.id)).filter(|_| verdict.rule == Rule::Choice);
            let purpose = item.parent.and_then(|parent| self.policy.items.get(parent));
            let new = said(&item.id).or(purpose.and_then(|purpose| said(&purpose.id)));
            if let Some(is_yes) = new {
                answers.push(Answer { item: item.id.clone(), mark: item.mark.clone(), is_yes, at_ms, gpc });
            } else if let Some(kept) = kept {
                answers.push(kept.clone());
            }
        }
        answers
    }
}
