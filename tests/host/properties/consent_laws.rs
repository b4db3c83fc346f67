//! Consent beyond one law: merging, regions, other managers. What never may be so, over anything that can happen.

use courtesy_core::consent::{Answer, Choice, Found, Ledger, Policy, Shown};
use courtesy_core::value::{Json, Value, View};
use courtesy_replay::HOST;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::tree::tree;
use crate::{json, tries};

const ITEMS: [&str; 4] = ["analytics", "media", "media/maps", "media/video"];
/// The second letters of the regions: all of them codes that a region may have.
const LETTERS: [&str; 9] = ["D", "F", "G", "I", "L", "M", "O", "R", "S"];
const DAY_MS: u64 = 86_400_000;

/// A site in whose regions all laws hold, each with a code of its own.
fn policy(base: (&str, &str), external: bool) -> Policy {
    let laws = ["notice", "opt-out", "opt-in"]
        .into_iter()
        .flat_map(|mode| ["ignore", "honour", "final"].map(|gpc| (mode, gpc)));
    let regions = laws
        .enumerate()
        .map(|(index, (mode, gpc))| format!(r#"{{"regions":["A{}"],"mode":"{mode}","gpc":"{gpc}"}}"#, LETTERS[index]));
    let external = if external { r#","external":{"source":"tcf","map":{"1":"analytics","2":"media"}}"# } else { "" };
    let text = format!(
        r#"{{"mode":"{}","gpc":"{}","regions":[{}],"purposes":[{{"id":"analytics"}},{{"id":"media","services":[{{"id":"maps","vendor":"Charts"}},{{"id":"video"}}]}}]{external}}}"#,
        base.0,
        base.1,
        regions.collect::<Vec<_>>().join(","),
    );
    Policy::read(&View::root(&json::parse(&text))).unwrap()
}

fn choice() -> impl Strategy<Value = Choice> {
    // Few times and few marks, so that they meet.
    let answers = proptest::sample::subsequence(&ITEMS[..], 0..=4)
        .prop_flat_map(|items| (Just(items), vec((any::<bool>(), 0_u8..2, 0_u64..3, any::<bool>()), 4)))
        .prop_map(|(items, said)| {
            let answer = |(item, (is_yes, mark, at_ms, gpc)): (&str, (bool, u8, u64, bool))| Answer {
                item: item.into(),
                mark: mark.to_string(),
                is_yes,
                at_ms,
                gpc,
            };
            items.into_iter().zip(said).map(answer).collect::<Vec<_>>()
        });
    (answers, 0_u64..3, 0_u32..3, any::<bool>(), 0_u8..3).prop_map(|(answers, at_ms, revision, gpc, receipt)| Choice {
        answers,
        at_ms,
        revision,
        gpc,
        receipt: receipt.to_string(),
    })
}

/// The answers in one order: which comes first says nothing.
fn sorted(mut choice: Choice) -> Choice {
    choice.answers.sort_by(|left, right| left.item.cmp(&right.item));
    choice
}

#[derive(Clone, Debug)]
enum Step {
    /// The next page: signal, region by hint, and what stands in storage instead of our own record, if anything.
    Page {
        gpc: bool,
        region: u8,
        own: Option<Value>,
        shared: Option<Value>,
    },
    Time(u64),
    Region(u8),
    External(bool, bool),
    No(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let garbage = || prop_oneof![3 => Just(None), 1 => tree().prop_map(Some)];
    let step = prop_oneof![
        3 => (any::<bool>(), 0_u8..10, garbage(), garbage())
            .prop_map(|(gpc, region, own, shared)| Step::Page { gpc, region, own, shared }),
        2 => (0_u64..1_000 * DAY_MS).prop_map(Step::Time),
        1 => (0_u8..10).prop_map(Step::Region),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(one, two)| Step::External(one, two)),
        2 => (0_usize..4).prop_map(Step::No),
    ];
    vec(step, 1..20)
}

/// The hint of a region; the last is none.
fn hint(region: u8) -> String {
    if region < 9 { format!("A{}", LETTERS[usize::from(region)]) } else { String::new() }
}

fn found<'a>(own: &'a Value, shared: &'a Value) -> Found<'a> {
    Found { own, shared, receipts: &Value::Null }
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn merging_knows_no_order_no_grouping_and_no_repetition(a in choice(), b in choice(), c in choice()) {
        prop_assert_eq!(sorted(a.clone().merge(a.clone())), sorted(a.clone()));
        prop_assert_eq!(sorted(a.clone().merge(b.clone())), sorted(b.clone().merge(a.clone())));
        let (left, right) = (a.clone().merge(b.clone()).merge(c.clone()), a.merge(b.merge(c)));
        prop_assert_eq!(sorted(left), sorted(right));
    }

    #[test]
    fn of_two_at_one_time_a_deny_wins(a in choice(), b in choice()) {
        let at_once = |choice: Choice| Choice {
            answers: choice.answers.into_iter().map(|answer| Answer { at_ms: 1, ..answer }).collect(),
            at_ms: 1,
            revision: 1,
            ..choice
        };
        let (a, b) = (at_once(a), at_once(b));
        let merged = a.clone().merge(b.clone());
        for answer in merged.answers.iter().filter(|answer| answer.is_yes) {
            let said = [&a, &b].map(|side| side.answer(&answer.item).is_none_or(|said| said.is_yes));
            prop_assert_eq!(said, [true, true], "{} has a yes, and no no", answer.item);
        }
    }

    /// Under opt-in nothing is ever allowed without an act; where the law allows by itself, nothing is after a no.
    #[test]
    fn no_path_leads_from_unknown_or_withdrawn_to_granted_without_an_act(steps in steps(), is_external in any::<bool>(), base in 0_usize..3) {
        let mode = ["notice", "opt-out", "opt-in"][base];
        let mut ledger = Ledger::new(policy((mode, "honour"), is_external));
        let (mut now_ms, mut own) = (1_000 * DAY_MS, Value::Null);
        // Since when our own record, and nothing else, says no to it.
        let mut declined = [false; 4];
        for step in steps {
            match step {
                Step::Page { gpc, region, own: other, shared } => {
                    ledger = Ledger::new(policy((mode, "honour"), is_external));
                    ledger.begin(gpc, String::new());
                    if region < 9 {
                        ledger.set_region(&hint(region)).unwrap();
                    }
                    let is_own = other.is_none();
                    let (record, shared) = (other.unwrap_or_else(|| own.clone()), shared.unwrap_or_default());
                    ledger.restore(now_ms, &found(&record, &shared), &|| Json::new(HOST));
                    if !is_own {
                        // The record was lost, and what was said with it; it may not have become a yes.
                        (own, declined) = (Value::Null, [false; 4]);
                    }
                }
                // Time goes on: a clock that was set back far makes our own record one of the future, which is asked about again.
                Step::Time(ms) => now_ms += ms,
                Step::Region(region) => ledger.set_region(&hint(region)).unwrap(),
                Step::External(one, two) => ledger.tell(Some(&[("1".into(), one), ("2".into(), two)])),
                Step::No(item) => {
                    let said = [(ITEMS[item].into(), false)];
                    ledger.choose(now_ms, &said, &Shown::default(), "", Json::new(HOST)).unwrap();
                    own = json::parse(&ledger.choice().unwrap().to_record(Json::new(HOST)));
                    for (index, id) in ITEMS.iter().enumerate() {
                        declined[index] = ledger.choice().unwrap().answer(id).is_some_and(|answer| !answer.is_yes);
                    }
                }
            }
            ledger.refresh(now_ms);
            let is_opt_in = ledger.situation.jurisdiction.law.mode == courtesy_core::consent::Mode::OptIn;
            for (index, id) in ITEMS.iter().enumerate() {
                let verdict = ledger.verdict(now_ms, id);
                // Another manager's yes is a visitor's act, seen by somebody else.
                let is_told = is_external && verdict.rule == courtesy_core::consent::Rule::External;
                prop_assert!(!verdict.allowed || !is_opt_in || is_told, "{id} under opt-in: {verdict:?}");
                // A no that has expired under opt-in is asked about again, and it was that manager who asked.
                let said = ledger.choice().and_then(|choice| choice.answer(id));
                let has_expired = said.is_some_and(|answer| now_ms >= answer.at_ms + 180 * DAY_MS);
                prop_assert!(!verdict.allowed || !declined[index] || (is_told && has_expired), "{id} after a no: {verdict:?}");
            }
        }
    }

    /// Two subdomains and the cookie between them, on a device whose clock is set to and fro by less than a day.
    #[test]
    fn after_the_last_no_both_subdomains_deny_it(acts in vec((0_usize..2, any::<bool>(), 0_u64..20), 1..8)) {
        const HOUR_MS: u64 = 3_600_000;
        let (mut own, mut shared) = ([Value::Null, Value::Null], Value::Null);
        let opened = |own: &Value, shared: &Value, now_ms: u64| {
            let mut ledger = Ledger::new(policy(("opt-in", "honour"), false));
            ledger.begin(false, "AD".into());
            ledger.restore(now_ms, &Found { own, shared, receipts: &Value::Null }, &|| Json::new(HOST));
            ledger
        };
        for (origin, is_yes, hour) in acts {
            let now_ms = 1_000 * DAY_MS + hour * HOUR_MS;
            let mut ledger = opened(&own[origin], &shared, now_ms);
            ledger.choose(now_ms, &[("analytics".into(), is_yes)], &Shown::default(), "", Json::new(HOST)).unwrap();
            let choice = ledger.choice().unwrap();
            own[origin] = json::parse(&choice.to_record(Json::new(HOST)));
            shared = json::parse(&choice.to_shared(&|| Json::new(HOST)));
            for (origin, record) in own.iter().enumerate() {
                let is_allowed = opened(record, &shared, now_ms).verdict(now_ms, "analytics").allowed;
                prop_assert!(is_yes || !is_allowed, "a no is not heard at {origin}");
            }
        }
    }

    #[test]
    fn an_unknown_place_is_never_laxer_than_any_known_one(region in 0_u8..9, gpc in any::<bool>(), base in 0_usize..3) {
        let law = |hint: &str| {
            let mut ledger = Ledger::new(policy((["notice", "opt-out", "opt-in"][base], "honour"), false));
            ledger.begin(gpc, String::new());
            ledger.set_region(hint).unwrap();
            ledger.situation.jurisdiction.law
        };
        let (unknown, known) = (law(""), law(&hint(region)));
        prop_assert!(unknown.mode >= known.mode && unknown.gpc >= known.gpc);
    }

    /// A site that asks for one thing must not learn of another by the order in which it declares it.
    #[test]
    fn the_order_of_what_is_kept_marks_nothing(names in vec("[a-z]{1,4}", 0..5)) {
        let mark = |names: &[String]| {
            let list = Value::List(names.iter().map(|name| Value::from(name.as_str())).collect());
            let purpose = Value::object([("id", "a".into()), ("cookies", list)]);
            let config = Value::object([("purposes", Value::List(vec![purpose]))]);
            Policy::read(&View::root(&config)).unwrap().items[0].mark.clone()
        };
        let mut turned = names.clone();
        turned.reverse();
        prop_assert_eq!(mark(&names), mark(&turned));
        turned.push("another".into());
        prop_assert_ne!(mark(&names), mark(&turned));
    }
}
