//! The visitor's act: what an answer means for each item, and the choice and the receipt that it becomes.

use alloc::string::String;
use alloc::vec::Vec;

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
        for (id, _) in answers {
            let place = || join(&["choice.", id]);
            match self.policy.item(id) {
                None => {
                    return Err(Fault::new(place(), FaultKind::Unknown, &["is not a declared purpose or service"]));
                }
                Some(declared) if declared.necessary => {
                    return Err(Fault::new(place(), FaultKind::Value, &["is necessary and cannot be chosen"]));
                }
                Some(_) => {}
            }
        }
        let mut choice = Choice {
            answers: self.answer_all(now_ms, answers),
            at_ms: now_ms,
            revision: self.policy.revision,
            gpc: self.situation.gpc,
            receipt: String::new(),
        };
        choice.receipt = self.receipts.add(&self.policy, &self.situation, &choice, shown, site, json);
        self.situation.standing = Standing::Made(choice);
        Ok(self.refresh(now_ms))
    }

    fn answer_all(&self, now_ms: u64, given: &[(String, bool)]) -> Vec<Answer> {
        let said = |id: &str| given.iter().rev().find(|(named, _)| named == id).map(|(_, is_yes)| (*is_yes, now_ms));
        let mut answers = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate().filter(|(_, item)| !item.necessary) {
            let verdict = decide_item(&self.policy, &self.situation, now_ms, item);
            // What only the signal denies is nobody's choice: it stays unanswered.
            let earlier = self.choice().and_then(|choice| choice.answer(&item.id));
            // A clock that was set back in between does not make it younger than this act.
            let kept = earlier.filter(|_| verdict.rule == Rule::Choice);
            let kept = kept.map(|answer| (answer.is_yes, answer.at_ms.min(now_ms)));
            let answer = match item.parent.and_then(|parent| self.policy.items.get(parent)) {
                // The service that was allowed alone brings its purpose.
                None => said(&item.id).or_else(|| {
                    let brings =
                        |service: &Item| service.parent == Some(index) && said(&service.id) == Some((true, now_ms));
                    if self.policy.items.iter().any(brings) && !verdict.allowed { Some((true, now_ms)) } else { kept }
                }),
                // Its purpose was brought by another service, or is answered without it.
                Some(purpose) => said(&item.id)
                    .or(said(&purpose.id))
                    .or(kept)
                    .or_else(|| given.iter().any(|(id, _)| is_service_of(id, &purpose.id)).then_some((false, now_ms))),
            };
            if let Some((is_yes, at_ms)) = answer {
                answers.push(Answer { item: item.id.clone(), mark: item.mark.clone(), is_yes, at_ms });
            }
        }
        answers
    }
}

/// Whether an id names a service of this purpose.
fn is_service_of(id: &str, purpose: &str) -> bool {
    id.strip_prefix(purpose).is_some_and(|rest| rest.starts_with('/'))
}
