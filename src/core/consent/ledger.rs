//! The state of consent on this page: holds policy and situation, moves the epoch, mints grants.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::{
    Answer, Choice, Grant, Jurisdiction, Policy, Purpose, Receipts, Rule, Shown, Situation, Standing, Verdict,
    Whereabouts, decide, decide_item,
};
use crate::value::{Fault, FaultKind, Json, Value, View, join};

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
    allowed: Vec<bool>,
    /// What is not allowed any more since this was last asked.
    withdrawn: Vec<usize>,
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
        self.whereabouts.hint = self.policy.part("region").as_text().unwrap_or("").into();
        self.locate();
    }

    /// Takes in what is stored. Returns whether anything that is allowed changed.
    pub fn restore(&mut self, now_ms: u64, found: &Found<'_>, new_json: &dyn Fn() -> Json) -> bool {
        let shared = Standing::from_stored(if self.policy.is_shared { found.shared } else { &Value::Null });
        let own = Standing::from_stored(found.own);
        self.situation.standing = own.clone().with_shared(shared);
        self.is_learned = self.situation.standing != own;
        self.receipts.restore(found.receipts, new_json);
        self.refresh(now_ms)
    }

    /// Says where the visitor is (`DE`, `US-CA`); empty for nobody knows.
    ///
    /// # Errors
    /// `value` for what is no code of ISO 3166; then nothing changes.
    pub fn set_region(&mut self, region: &str) -> Result<(), Fault> {
        let is_code = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if region.len() == 1 || region.len() > 6 || !region.bytes().all(is_code) {
            return Err(Fault::new("region", FaultKind::Value, &["must be a code such as DE or US-CA"]));
        }
        self.whereabouts.hint = region.to_ascii_uppercase();
        self.locate();
        Ok(())
    }

    fn locate(&mut self) {
        let rules = View::root(self.policy.part("regions"));
        self.situation.jurisdiction = Jurisdiction::find(self.policy.law, &rules, &self.whereabouts);
    }

    /// Takes what another consent manager says, by its own names. An item stands for several of them: one no is a no.
    pub fn tell(&mut self, answers: &[(String, bool)]) {
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

    /// The visitor's act: named items get this answer, others keep theirs. A purpose takes its services with it; a service that
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
        let said = |id: &str| given.iter().rev().find(|(named, _)| named == id).map(|(_, is_yes)| *is_yes);
        let mut answers = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate().filter(|(_, item)| !item.necessary) {
            let verdict = decide_item(&self.policy, &self.situation, now_ms, item);
            // What only the signal denies is nobody's choice: it stays unanswered.
            let kept = (verdict.rule == Rule::Choice).then_some(verdict.allowed);
            let answer = match item.parent.and_then(|parent| self.policy.items.get(parent)) {
                // The service that was allowed alone brings its purpose.
                None => said(&item.id).or_else(|| {
                    let brings =
                        |service: &&super::Item| service.parent == Some(index) && said(&service.id) == Some(true);
                    if self.policy.items.iter().any(|service| brings(&service)) { Some(true) } else { kept }
                }),
                Some(purpose) => said(&item.id).or(said(&purpose.id)).or(match verdict.rule {
                    Rule::Choice => kept,
                    // Its purpose was brought by another service, or is answered without it.
                    _ if given.iter().any(|(id, _)| is_service_of(id, &purpose.id)) => Some(false),
                    _ => None,
                }),
            };
            if let Some(is_yes) = answer {
                answers.push(Answer { item: item.id.clone(), mark: item.mark.clone(), is_yes });
            }
        }
        answers
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

    /// Whose traces are to be removed since this was last asked (`Withdrawn`): of items that were withdrawn. `None` where they
    /// left none.
    pub fn take_withdrawn(&mut self, json: Json) -> Option<String> {
        let withdrawn = core::mem::take(&mut self.withdrawn);
        self.traces_of(&withdrawn, true, json)
    }

    /// Whose traces may be there although they were declined: a script of theirs that still ran may have set them again. Only
    /// after an answer: until then nothing was withdrawn.
    #[must_use]
    pub fn left_behind(&self, json: Json) -> Option<String> {
        let choice = self.choice()?;
        let mut declined = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate() {
            if choice.answer(&item.id).is_some() {
                declined.push(index);
            }
        }
        self.traces_of(&declined, false, json)
    }

    fn traces_of(&self, items: &[usize], is_now: bool, mut json: Json) -> Option<String> {
        let mut is_any = false;
        json.open();
        json.key("items").list();
        for index in items {
            if let Some(item) = self.policy.items.get(*index)
                && item.leaves_traces
                && self.allowed.get(*index) == Some(&false)
            {
                is_any = true;
                json.text(&item.id);
            }
        }
        json.end();
        json.key("is_now").flag(is_now);
        json.close();
        is_any.then(|| json.finish())
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
        *self.policy.part("external") == Value::Null
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

/// Whether an id names a service of this purpose.
fn is_service_of(id: &str, purpose: &str) -> bool {
    id.strip_prefix(purpose).is_some_and(|rest| rest.starts_with('/'))
}
