//! Visits: no session is longer than it may be, the first touch is the first for ever, and what a conversion said stays said.

use courtesy_core::consent::Shown;
use courtesy_core::engine::{Engine, Input, Start, Stored};
use courtesy_core::events::Page;
use courtesy_core::value::Value;
use courtesy_core::{Effect, Key};
use proptest::prelude::*;

use crate::{json, tries};

/// What a visitor does next, and how much later in milliseconds.
#[derive(Clone, Debug)]
enum Step {
    /// Views a page, by a campaign or by none.
    View(Option<u8>),
    /// Does something that is no conversion.
    Act,
    /// Converts.
    Buy,
    /// Leaves this page for another one of the site.
    Page,
    /// Is another user.
    Reset,
}

fn step() -> impl Strategy<Value = (u64, Step)> {
    let wait_ms = prop_oneof![
        6 => 0..1_800_000_u64,
        1 => Just(1_799_999),
        1 => Just(1_800_000),
        1 => 1_800_000..200_000_000_u64,
    ];
    let what = prop_oneof![
        4 => proptest::option::of(0..3_u8).prop_map(Step::View),
        4 => Just(Step::Act),
        2 => Just(Step::Buy),
        2 => Just(Step::Page),
    ];
    (wait_ms, what)
}

fn steps(with_reset: bool) -> impl Strategy<Value = Vec<(u64, Step)>> {
    let step = if with_reset { prop_oneof![9 => step(), 1 => Just((1, Step::Reset))].boxed() } else { step().boxed() };
    proptest::collection::vec(step, 1..120)
}

fn page(campaign: Option<u8>) -> Page {
    let mut parameters = Value::empty();
    if let Some(campaign) = campaign {
        parameters.put("utm_source", format!("source-{campaign}").into());
    }
    Page::new("https://site.example/", "/", "Home", "", &parameters)
}

/// All events of such a life, as they were persisted.
fn live(steps: &[(u64, Step)]) -> Vec<Value> {
    let config = json::parse(
        r#"{"consent": {"purposes": [{"id": "analytics", "title": "Statistics"}]}, "events": {"attribution": {"conversions": ["Buy"]}}}"#,
    );
    let mut engine = Engine::new(&config, courtesy_replay::HOST).unwrap();
    let (mut now_ms, mut stored, mut events) = (1_000_000_000_u64, Stored::default(), Vec::new());
    let mut hear = |engine: &mut Engine, now_ms: u64, input: Input, stored: &mut Stored| {
        for effect in engine.handle(now_ms, input) {
            match effect {
                Effect::Persist(row) => events.push(json::parse(&row.json)),
                Effect::Store { key: Key::Visitor, json } => stored.visitor = json::parse(&json),
                Effect::Store { key: Key::Consent, json } => stored.consent = json::parse(&json),
                _ => {}
            }
        }
    };
    let start = |seed: u32, stored: &Stored, at_ms| {
        Input::Start(Start {
            seed: [seed, 2, 3, 4],
            stored: stored.clone(),
            page: page(None),
            at_ms,
            ..Start::default()
        })
    };
    hear(&mut engine, now_ms, start(1, &stored, now_ms), &mut stored);
    hear(
        &mut engine,
        now_ms,
        Input::Choose { answers: vec![("analytics".into(), true)], shown: Shown::default() },
        &mut stored,
    );
    for (index, (wait_ms, step)) in steps.iter().enumerate() {
        now_ms += wait_ms;
        let at_ms = now_ms;
        let track = |name: &str| Input::Track { name: name.into(), properties: Value::Null, at_ms };
        let input = match step {
            Step::View(campaign) => Input::View { page: page(*campaign), properties: Value::Null, at_ms },
            Step::Act => track("Act"),
            Step::Buy => track("Buy"),
            Step::Reset => Input::Who { who: courtesy_core::events::Who::Reset, at_ms },
            Step::Page => {
                engine = Engine::new(&config, courtesy_replay::HOST).unwrap();
                start(u32::try_from(index).unwrap() + 2, &stored, at_ms)
            }
        };
        hear(&mut engine, now_ms, input, &mut stored);
    }
    events
}

fn text<'a>(event: &'a Value, path: &str) -> &'a str {
    event.at(path).and_then(Value::as_text).unwrap_or("")
}

/// When it happened: the first 48 bits of its `messageId` (RFC 9562, section 5.7).
fn time(event: &Value) -> u64 {
    u64::from_str_radix(&text(event, "messageId").replace('-', "")[..12], 16).unwrap()
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn no_session_spans_a_day_or_an_idle_half_hour(steps in steps(true)) {
        let events = live(&steps);
        let mut sessions: Vec<(&str, u64, u64)> = Vec::new();
        for event in &events {
            let (id, at_ms) = (text(event, "context.courtesy.session_id"), time(event));
            match sessions.last_mut() {
                Some((last, from_ms, to_ms)) if *last == id => {
                    prop_assert!(at_ms - *to_ms < 1_800_000, "idle in {}", id);
                    *to_ms = at_ms;
                    prop_assert!(at_ms - *from_ms < 86_400_000, "a day of {}", id);
                }
                _ => {
                    // One that is over never comes back.
                    prop_assert!(sessions.iter().all(|(other, ..)| *other != id));
                    sessions.push((id, at_ms, at_ms));
                }
            }
        }
    }

    #[test]
    fn the_first_touch_stays_the_first_and_conversions_say_what_was_then(steps in steps(false)) {
        let events = live(&steps);
        let mut first: Option<Value> = None;
        let mut last = Value::Null;
        for event in &events {
            if let Some(touch) = event.at("context.courtesy.touch") {
                first.get_or_insert_with(|| touch.clone());
                last = touch.clone();
            }
            if let Some(attribution) = event.at("context.courtesy.attribution") {
                prop_assert_eq!(attribution.get("first"), first.as_ref());
                // The touch of the present session: that of its first view, unless it began without one.
                let told = attribution.get("last").unwrap();
                let is_later = told.get("at_ms").and_then(Value::as_whole) > last.get("at_ms").and_then(Value::as_whole);
                prop_assert!(*told == last || is_later);
                let Some(Value::List(touches)) = attribution.get("touches") else { return Err(TestCaseError::fail("no touches")) };
                prop_assert!(touches.len() <= 30 && touches.last() == Some(told));
                let at = |touch: &Value| touch.get("at_ms").and_then(Value::as_whole);
                prop_assert!(touches.windows(2).all(|pair| at(&pair[0]) <= at(&pair[1])));
            }
        }
    }

    #[test]
    fn what_comes_later_changes_no_conversion(steps in steps(true), more in steps(true)) {
        let before = live(&steps);
        let all: Vec<(u64, Step)> = steps.into_iter().chain(more).collect();
        let after = live(&all);
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }
}
