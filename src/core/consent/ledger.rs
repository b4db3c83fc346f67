//! The state of consent on this page: holds policy and situation, moves the epoch, mints grants.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::jurisdiction::{self, NO_CODE};
use super::{
    Choice, Grant, Jurisdiction, Policy, Purpose, Receipts, Situation, Standing, Verdict, Whereabouts, decide,
    decide_item,
};
use crate::value::{Fault, FaultKind, Json, Value, View};

/// Keeps the visitor's consent and answers for it.
#[derive(Debug, Default)]
pub struct Ledger {
    /// What the site declares.
    pub policy: Policy,
    /// What is known of the visitor's wishes.
    pub situation: Situation,
    /// The receipts of the choices made here.
    pub receipts: Receipts,
    /// Whether the choice is not, or not only, what this origin had kept itself.
    is_learned: bool,
    whereabouts: Whereabouts,
    /// What was allowed when last looked, in the order of the policy's items.
    pub(super) allowed: Vec<bool>,
    /// What is not allowed any more since this was last asked.
    pub(super) withdrawn: Vec<usize>,
    epoch: Rc<Cell<u32>>,
}

/// What storage holds about consent.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// This origin's record.
    pub own: &'a Value,
    /// The record that all subdomains share.
    pub shared: &'a Value,
    /// The receipts.
    pub receipts: &'a Value,
}

impl Ledger {
    /// A ledger in which nothing is known: nothing is allowed but what the law of the place allows.
    #[must_use]
    pub fn new(policy: Policy) -> Ledger {
        let mut ledger = Ledger { policy, ..Ledger::default() };
        ledger.locate();
        ledger.refresh(0);
        ledger
    }

    /// Notes what the browser signals, and where its time zone is.
    pub fn begin(&mut self, gpc: bool, by_time_zone: String) {
        self.situation.gpc = gpc;
        self.whereabouts.by_time_zone = by_time_zone;
        self.hint(None);
    }

    /// Takes in what is stored. Returns whether anything that is allowed changed.
    pub fn restore(&mut self, now_ms: u64, found: &Found<'_>, new_json: &dyn Fn() -> Json) -> bool {
        let shared = Standing::from_stored(if self.policy.is_shared { found.shared } else { &Value::Null });
        let mut standing = Standing::from_stored(found.own);
        self.is_learned = standing.learn(shared, &self.policy, now_ms);
        self.situation.standing = standing;
        self.receipts.restore(found.receipts, new_json);
        self.refresh(now_ms)
    }

    /// Says where the visitor is (`DE`, `US-CA`); empty takes that back.
    ///
    /// # Errors
    /// `value` for what is no place; then nothing changes.
    pub fn set_region(&mut self, region: &str) -> Result<(), Fault> {
        let Some(code) = jurisdiction::code(region) else {
            return Err(Fault::new("region", FaultKind::Value, &[NO_CODE]));
        };
        self.hint(Some(code).filter(|_| !region.is_empty()));
        Ok(())
    }

    /// Without the page's own word the config's stands, as a server wrote it.
    fn hint(&mut self, code: Option<String>) {
        let config = || self.policy.part("region").as_text().and_then(jurisdiction::code);
        self.whereabouts.hint = code.or_else(config).unwrap_or_default();
        self.locate();
    }

    fn locate(&mut self) {
        let rules = View::root(self.policy.part("regions"));
        self.situation.jurisdiction = Jurisdiction::find(self.policy.law, &rules, &self.whereabouts);
    }

    /// Takes what another consent manager says, by its own names. An item stands for several of them: one no is a no. `None` where it
    /// says that no law of its own applies to this visitor: then ours does, and we ask.
    pub fn tell(&mut self, answers: Option<&[(String, bool)]>) {
        let Some(answers) = answers else {
            self.policy.is_external = false;
            return;
        };
        self.situation.external.clear();
        for (name, item) in View::root(self.policy.part("external.map")).members() {
            let is_yes = answers.iter().any(|(told, is_yes)| told == name && *is_yes);
            let item = item.text_or("");
            match self.situation.external.iter_mut().find(|(known, _)| known == item) {
                Some((_, all)) => *all &= is_yes,
                None => self.situation.external.push((item.into(), is_yes)),
            }
        }
    }

    /// Looks again (time passes, choices expire). Returns whether anything that is allowed changed; if so, the epoch moved.
    pub fn refresh(&mut self, now_ms: u64) -> bool {
        let mut changed = false;
        for (index, item) in self.policy.items.iter().enumerate() {
            let is = decide_item(&self.policy, &self.situation, now_ms, item).allowed;
            match self.allowed.get_mut(index) {
                None => {
                    self.allowed.push(is);
                    changed |= is;
                }
                Some(was) => {
                    if *was && !is {
                        self.withdrawn.push(index);
                    }
                    changed |= *was != is;
                    *was = is;
                }
            }
        }
        if changed {
            self.epoch.set(self.epoch.get().wrapping_add(1));
        }
        changed
    }

    /// A choice of another subdomain's that is not kept here yet. It has to be: the cookie that told it may end sooner than our
    /// storage, and anybody on the site may write it over.
    pub fn take_learned(&mut self) -> Option<&Choice> {
        core::mem::take(&mut self.is_learned).then_some(())?;
        self.choice()
    }

    /// Whether an item was allowed when last looked: what a change is measured against.
    #[must_use]
    pub fn was_allowed(&self, id: &str) -> bool {
        self.policy.items.iter().zip(&self.allowed).any(|(item, allowed)| item.id == id && *allowed)
    }

    /// Permission for `P`, if it is allowed now.
    #[must_use]
    pub fn grant<P: Purpose>(&self, now_ms: u64) -> Option<Grant<P>> {
        self.verdict(now_ms, P::ID).allowed.then(|| Grant::mint(&self.epoch))
    }

    /// The verdict about an item.
    #[must_use]
    pub fn verdict(&self, now_ms: u64, id: &str) -> Verdict {
        decide(&self.policy, &self.situation, now_ms, id)
    }

    /// Whether the visitor has to be asked, by us.
    #[must_use]
    pub fn wants_asking(&self, now_ms: u64) -> bool {
        !self.policy.is_external
            && self.policy.items.iter().any(|item| decide_item(&self.policy, &self.situation, now_ms, item).is_open)
    }

    /// The choice at hand.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        match &self.situation.standing {
            Standing::Made(choice) => Some(choice),
            _ => None,
        }
    }
}
