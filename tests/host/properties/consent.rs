//! Consent: over any sequence of pages, records, signals, clock jumps and acts, a purpose is allowed exactly where the
//! visitor's own last act says so, and a grant dies with what it stood for.

use std::collections::{BTreeMap, BTreeSet};

use courtesy_core::consent::{Analytics, Choice, Found, Grant, Ledger, Personalization, Policy, Shown};
use courtesy_core::value::{Json, Value, View};
use courtesy_replay::{HOST, place};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::tree::tree;
use crate::{json, tries};

const DAY_MS: u64 = 86_400_000;
const PURPOSES: [&str; 3] = ["analytics", "personalization", "marketing"];
const RECORD: [&str; 7] = ["v", "at", "revision", "granted", "denied", "gpc", "times"];

#[derive(Clone, Debug)]
enum Step {
    /// The next page: the site's revision, the signal, and what stands in storage.
    Page { revision: u32, gpc: bool, stored: Stored },
    /// Time jumps, and the ledger looks again.
    Time(u64),
    /// The visitor's act.
    Choose(Vec<(usize, bool)>),
}

#[derive(Clone, Debug)]
enum Stored {
    /// What was last written by an act.
    Own,
    /// The same with one member replaced by something else, or gone.
    Damaged(usize, Option<Value>),
    /// Anything.
    Garbage(Value),
}

/// What a visitor said, as far as it counts: the model.
#[derive(Clone, Debug, Default)]
struct Said {
    yes: BTreeSet<&'static str>,
    no: BTreeSet<&'static str>,
    /// When each was said; the whole may be later.
    times: BTreeMap<&'static str, u64>,
    at_ms: u64,
    revision: u32,
    /// Which were said under the signal.
    signals: BTreeSet<&'static str>,
}

#[derive(Debug)]
struct Model {
    revision: u32,
    gpc: bool,
    /// What was said under the record at hand; `None` where that was not written by an act.
    said: Option<Said>,
}

impl Model {
    /// What was said about a purpose, where that still counts.
    fn counts(&self, now_ms: u64, purpose: &str) -> Option<(&Said, u64)> {
        let said = self.said.as_ref()?;
        let at_ms = *said.times.get(purpose)?;
        let is_believed = said.revision == self.revision && said.at_ms <= now_ms.saturating_add(DAY_MS);
        (is_believed && now_ms < at_ms.saturating_add(180 * DAY_MS)).then_some((said, at_ms))
    }

    fn allows(&self, now_ms: u64, purpose: &str) -> bool {
        self.counts(now_ms, purpose).is_some_and(|(said, _)| {
            said.yes.contains(purpose) && !said.no.contains(purpose) && (!self.gpc || said.signals.contains(purpose))
        })
    }

    fn choose(&mut self, now_ms: u64, known: Option<&Choice>, answers: &[(usize, bool)]) {
        // Later than what it takes the place of, unless the clock was set back too far for that.
        let at_ms = match known {
            Some(known) if known.revision <= self.revision && known.at_ms <= now_ms + DAY_MS => {
                now_ms.max(known.at_ms + 1).min(now_ms + DAY_MS)
            }
            _ => now_ms,
        };
        let mut said = Said { at_ms, revision: self.revision, ..Said::default() };
        for purpose in PURPOSES {
            // What only the signal denies is not kept.
            let kept = self.counts(now_ms, purpose).and_then(|(said, kept_at_ms)| {
                let is_yes = self.allows(now_ms, purpose);
                (is_yes || said.no.contains(purpose)).then(|| (is_yes, kept_at_ms, said.signals.contains(purpose)))
            });
            let new = answers
                .iter()
                .rev()
                .find(|(index, _)| PURPOSES[*index] == purpose)
                .map(|(_, yes)| (*yes, at_ms, self.gpc));
            if let Some((is_yes, at_ms, gpc)) = new.or(kept) {
                if gpc {
                    said.signals.insert(purpose);
                }
                if is_yes {
                    said.yes.insert(purpose)
                } else {
                    said.no.insert(purpose)
                };
                said.times.insert(purpose, at_ms);
            }
        }
        self.said = Some(said);
    }
}

fn ledger(revision: u32) -> Ledger {
    let purpose = |id: &str, necessary: bool| Value::object([("id", id.into()), ("necessary", necessary.into())]);
    let purposes = [purpose("essential", true)].into_iter().chain(PURPOSES.map(|id| purpose(id, false))).collect();
    let config = Value::object([("revision", f64::from(revision).into()), ("purposes", Value::List(purposes))]);
    let mut policy = Policy::default();
    policy.fill(&View::root(&config)).unwrap();
    Ledger::new(policy)
}

/// The next page finds a record of ours, and nothing else.
fn restore(ledger: &mut Ledger, now_ms: u64, record: &Value, gpc: bool) {
    ledger.begin(gpc, String::new());
    ledger.restore(now_ms, &Found { own: record, shared: &Value::Null, receipts: &Value::Null }, &|| Json::new(HOST));
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let stored = prop_oneof![
        5 => Just(Stored::Own),
        2 => (0_usize..7, proptest::option::of(tree())).prop_map(|(member, new)| Stored::Damaged(member, new)),
        1 => tree().prop_map(Stored::Garbage),
    ];
    let times = prop_oneof![
        0_u64..3,
        (0_i64..4).prop_map(|off| 180 * DAY_MS + 10_000 + off.unsigned_abs()),
        0_u64..400 * DAY_MS,
        (0_u64..3).prop_map(|days| days * DAY_MS),
    ];
    let page =
        (1_u32..4, any::<bool>(), stored).prop_map(|(revision, gpc, stored)| Step::Page { revision, gpc, stored });
    let choose = vec((0_usize..3, any::<bool>()), 1..4).prop_map(Step::Choose);
    vec(prop_oneof![2 => page, 3 => times.prop_map(Step::Time), 4 => choose], 1..24)
}

/// What storage holds, and whether it is what an act wrote.
fn storage(stored: &Stored, own: &Value) -> (Value, bool) {
    match stored {
        Stored::Own => (own.clone(), true),
        Stored::Garbage(value) => (value.clone(), false),
        Stored::Damaged(member, new) => {
            let mut record = own.clone();
            if *own != Value::Null {
                place::set(&mut record, RECORD[*member], new.clone());
            }
            let is_own = record == *own;
            (record, is_own)
        }
    }
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn allowed_is_exactly_what_the_visitors_own_act_says(steps in steps()) {
        let (mut now_ms, mut own, mut own_said) = (10_000, Value::Null, None);
        let mut model = Model { revision: 1, gpc: false, said: None };
        let mut ledger_now = ledger(1);
        let mut ever_yes: BTreeSet<&str> = BTreeSet::new();
        let mut grants: Vec<(Grant<Analytics>, u32)> = Vec::new();
        let mut other: Vec<Grant<Personalization>> = Vec::new();
        let mut epoch = 0;
        let mut before = [false; 3];
        let mut may_be_more = false;
        for step in steps {
            match step {
                Step::Page { revision, gpc, stored } => {
                    let (record, is_own) = storage(&stored, &own);
                    ledger_now = ledger(revision);
                    // A record in which only `at`, `revision` or a list was exchanged for another valid one was not written by
                    // an act, but can be read: it may allow at most what has been said yes to in it, and is not tried further.
                    may_be_more = !is_own;
                    model = Model { revision, gpc, said: if is_own { own_said.clone() } else { None } };
                    restore(&mut ledger_now, now_ms, &record, gpc);
                    (before, grants, other) = ([false; 3], Vec::new(), Vec::new());
                    epoch += 1;
                }
                Step::Time(at_ms) => {
                    now_ms = at_ms;
                    ledger_now.refresh(now_ms);
                }
                Step::Choose(answers) => {
                    model.choose(now_ms, ledger_now.choice(), &answers);
                    ever_yes.extend(answers.iter().filter(|(_, yes)| *yes).map(|(index, _)| PURPOSES[*index]));
                    let told: Vec<(String, bool)> = answers.iter().map(|(index, yes)| (PURPOSES[*index].into(), *yes)).collect();
                    ledger_now.choose(now_ms, &told, &Shown::default(), "https://site.example", Json::new(HOST)).unwrap();
                    own = json::parse(&ledger_now.choice().unwrap().to_record(Json::new(HOST)));
                    own_said.clone_from(&model.said);
                }
            }
            let allowed = PURPOSES.map(|purpose| ledger_now.verdict(now_ms, purpose).allowed);
            for (purpose, is_allowed) in PURPOSES.into_iter().zip(allowed) {
                if may_be_more && is_allowed {
                    prop_assert!(ever_yes.contains(purpose), "{purpose} was never said yes to");
                    return Ok(());
                }
                prop_assert_eq!(is_allowed, model.allows(now_ms, purpose), "{} at {}", purpose, now_ms);
            }
            prop_assert!(ledger_now.verdict(now_ms, "essential").allowed);
            prop_assert!(!ledger_now.verdict(now_ms, "undeclared").allowed);

            if allowed != before {
                epoch += 1;
            }
            before = allowed;
            for (grant, born) in &grants {
                prop_assert_eq!(grant.check().is_ok(), *born == epoch, "a grant lives while nothing has changed, and no longer");
            }
            prop_assert!(allowed[1] || other.iter().all(|grant| grant.check().is_err()));
            let (analytics, personalization) = (ledger_now.grant(now_ms), ledger_now.grant(now_ms));
            prop_assert_eq!((analytics.is_some(), personalization.is_some()), (allowed[0], allowed[1]));
            grants.extend(analytics.map(|grant| (grant, epoch)));
            other.extend(personalization);
        }
    }

    #[test]
    fn a_deny_wins_whatever_else_a_record_says(at in 0_u64..1_000, gpc in any::<bool>(), was in any::<bool>(), which in 0_usize..3) {
        let list = |ids: &[&str]| Value::List(ids.iter().map(|id| Value::from(*id)).collect());
        let record = |granted: &[&str], denied: &[&str]| Value::object([
            ("v", 1.0.into()), ("at", Value::whole(at)), ("revision", 1.0.into()), ("gpc", was.into()),
            ("granted", list(granted)), ("denied", list(denied)),
        ]);
        let mut one = ledger(1);
        restore(&mut one, 1_000, &record(&PURPOSES, &[PURPOSES[which]]), gpc);
        prop_assert!(PURPOSES.iter().all(|purpose| !one.verdict(1_000, purpose).allowed), "yes and no at once is neither");
        let others: Vec<&str> = PURPOSES.into_iter().filter(|id| *id != PURPOSES[which]).collect();
        restore(&mut one, 1_000, &record(&others, &[PURPOSES[which]]), gpc);
        prop_assert!(!one.verdict(1_000, PURPOSES[which]).allowed);
    }
}
