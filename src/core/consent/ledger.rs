//! The state of consent on this page: holds policy, signals and standing, moves the epoch, mints grants.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::{Choice, Grant, Policy, Purpose, Rule, Signals, Standing, Verdict, Why, decide};
use crate::value::{Fault, FaultKind, Value, join};

/// Keeps the visitor's consent and answers for it.
#[derive(Debug, Default)]
pub struct Ledger {
    /// What the site declares.
    pub policy: Policy,
    signals: Signals,
    standing: Standing,
    /// What was allowed when last looked, in the order of the policy's purposes.
    allowed: Vec<bool>,
    epoch: Rc<Cell<u32>>,
}

impl Ledger {
    /// A ledger in which nothing is known: nothing is allowed but the necessary.
    #[must_use]
    pub fn new(policy: Policy) -> Ledger {
        let mut ledger = Ledger { policy, ..Ledger::default() };
        ledger.refresh(0);
        ledger
    }

    /// Takes in what storage and browser say. Returns whether anything that is allowed changed.
    pub fn restore(&mut self, now_ms: u64, stored: &Value, signals: Signals) -> bool {
        self.standing = Standing::from_stored(stored);
        self.signals = signals;
        self.refresh(now_ms)
    }

    /// The visitor's act: named purposes get this answer, others keep theirs. Returns whether anything allowed changed.
    ///
    /// # Errors
    /// `missing` without any answer, `unknown` for a purpose that is not declared, `value` for a necessary one; then nothing
    /// changes.
    pub fn choose(&mut self, now_ms: u64, answers: &[(String, bool)]) -> Result<bool, Fault> {
        if answers.is_empty() {
            return Err(Fault::new("choice", FaultKind::Missing, &["names no purpose"]));
        }
        for (id, _) in answers {
            let place = || join(&["choice.", id]);
            match self.policy.purpose(id) {
                None => return Err(Fault::new(place(), FaultKind::Unknown, &["is not a declared purpose"])),
                Some(declared) if declared.necessary => {
                    return Err(Fault::new(place(), FaultKind::Value, &["is necessary and cannot be chosen"]));
                }
                Some(_) => {}
            }
        }
        let (mut granted, mut denied) = (Vec::new(), Vec::new());
        for purpose in self.policy.choosable() {
            let verdict = self.verdict(now_ms, &purpose.id);
            // What only the signal denies is nobody's choice: it stays unanswered.
            let kept = (verdict.rule == Rule::Choice).then_some(verdict.allowed);
            let answer = answers.iter().rev().find(|(id, _)| *id == purpose.id).map(|(_, yes)| *yes);
            match answer.or(kept) {
                Some(true) => granted.push(purpose.id.clone()),
                Some(false) => denied.push(purpose.id.clone()),
                None => {}
            }
        }
        let (revision, gpc) = (self.policy.revision, self.signals.gpc);
        self.standing = Standing::Made(Choice { granted, denied, at_ms: now_ms, revision, gpc });
        Ok(self.refresh(now_ms))
    }

    /// Looks again (time passes, choices expire). Returns whether anything that is allowed changed; if so, the epoch moved.
    pub fn refresh(&mut self, now_ms: u64) -> bool {
        let mut allowed = Vec::new();
        for purpose in &self.policy.purposes {
            allowed.push(self.verdict(now_ms, &purpose.id).allowed);
        }
        let changed = allowed != self.allowed;
        if changed {
            self.allowed = allowed;
            self.epoch.set(self.epoch.get().wrapping_add(1));
        }
        changed
    }

    /// Whether a purpose was allowed when last looked: what a change is measured against.
    #[must_use]
    pub fn was_allowed(&self, purpose: &str) -> bool {
        self.policy.purposes.iter().zip(&self.allowed).any(|(declared, allowed)| declared.id == purpose && *allowed)
    }

    /// Permission for `P`, if it is allowed now.
    #[must_use]
    pub fn grant<P: Purpose>(&self, now_ms: u64) -> Option<Grant<P>> {
        self.verdict(now_ms, P::ID).allowed.then(|| Grant::mint(&self.epoch))
    }

    /// The verdict about a purpose.
    #[must_use]
    pub fn verdict(&self, now_ms: u64, purpose: &str) -> Verdict {
        decide(&self.policy, self.signals, &self.standing, now_ms, purpose)
    }

    /// Whether the visitor has to be asked.
    #[must_use]
    pub fn wants_asking(&self, now_ms: u64) -> bool {
        self.policy.choosable().any(|purpose| self.verdict(now_ms, &purpose.id).rule.wants_asking())
    }

    /// The verdict with everything that led to it.
    #[must_use]
    pub fn why(&self, now_ms: u64, purpose: &str) -> Why {
        let verdict = self.verdict(now_ms, purpose);
        let title = self.policy.purpose(purpose).map_or(purpose, |declared| declared.title.as_str());
        let chosen_at_ms = match verdict.rule {
            Rule::Choice | Rule::Gpc | Rule::Expired | Rule::Revised => self.chosen_at_ms(),
            _ => None,
        };
        Why { purpose: purpose.into(), title: title.into(), verdict, chosen_at_ms, gpc: self.signals.gpc }
    }

    /// When the choice at hand was made.
    #[must_use]
    pub fn chosen_at_ms(&self) -> Option<u64> {
        match &self.standing {
            Standing::Made(choice) => Some(choice.at_ms),
            _ => None,
        }
    }

    /// The record to store, once there is a choice.
    #[must_use]
    pub fn record(&self) -> Option<Value> {
        match &self.standing {
            Standing::Made(choice) => Some(choice.to_record()),
            _ => None,
        }
    }

    /// What the browser signals.
    #[must_use]
    pub fn signals(&self) -> Signals {
        self.signals
    }
}
