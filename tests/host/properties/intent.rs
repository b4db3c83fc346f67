//! Scores: explained by terms that add up to the last bit, within their caps, falling while nothing happens.

use courtesy_core::Engine;
use courtesy_core::engine::{Input, Start, Stored};
use courtesy_core::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{json, tries};

#[derive(Clone, Debug)]
struct Declared {
    points: f64,
    cap: Option<f64>,
    half_life_days: f64,
}

fn declared() -> impl Strategy<Value = Declared> {
    let points = prop_oneof![-1e6..1e6, -1.0..1.0, Just(0.0), Just(0.1)];
    (points, proptest::option::of(0.0..1e6), 0.01..3_650.0).prop_map(|(points, cap, half_life_days)| Declared {
        points,
        cap,
        half_life_days,
    })
}

/// One intent whose signals each fire for an event of their own name.
fn config(signals: &[Declared]) -> Value {
    let signals = signals.iter().enumerate().map(|(index, signal)| {
        Value::object([
            ("id", format!("s{index}").into()),
            ("when", Value::object([("event", format!("E{index}").into())])),
            ("points", signal.points.into()),
            ("cap", signal.cap.into()),
            ("half_life_days", signal.half_life_days.into()),
        ])
    });
    let buy = Value::object([("signals", Value::List(signals.collect()))]);
    let purposes = Value::List(vec![Value::object([("id", "personalization".into())])]);
    Value::object([
        ("consent", Value::object([("expires_days", 730.0.into()), ("purposes", purposes)])),
        ("intent", Value::object([("intents", Value::object([("buy", buy)]))])),
    ])
}

fn terms(engine: &Engine, now_ms: u64) -> (f64, Vec<f64>) {
    let explained = json::parse(&engine.explain(now_ms, "buy"));
    let Some(Value::List(terms)) = explained.get("contributions") else { panic!("no contributions") };
    let points = terms.iter().map(|term| term.get("points").and_then(Value::as_number).unwrap()).collect();
    (explained.get("score").and_then(Value::as_number).unwrap(), points)
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn contributions_add_up_to_the_score_to_the_bit(
        signals in vec(declared(), 1..6),
        happenings in vec((0_usize..6, 0_u64..90 * 86_400_000), 0..25),
        later_ms in 0_u64..400 * 86_400_000,
        stored in proptest::option::of((any::<f64>(), 0_u64..1 << 53)),
    ) {
        let mut engine = Engine::new(&config(&signals), courtesy_replay::HOST).unwrap();
        let reading = |(points, at)| Value::object([("points", Value::Number(points)), ("at", Value::whole(at))]);
        let intent = stored.map_or(Value::Null, |stored| Value::object([
            ("v", 1.0.into()),
            ("signals", Value::object([("buy", Value::object([("s0", reading(stored))]))])),
        ]));
        let consent = Value::object([
            ("v", 1.0.into()), ("at", 0.0.into()), ("revision", 1.0.into()), ("gpc", false.into()),
            ("granted", Value::List(vec!["personalization".into()])), ("denied", Value::List(vec![])),
        ]);
        let stored = Stored { consent, intent, ..Stored::default() };
        let _ = engine.handle(1, Input::Start(Start { stored, ..Start::default() }));

        let mut now_ms = 1;
        for (signal, at_ms) in happenings {
            now_ms = at_ms;
            let name = format!("E{signal}");
            let _ = engine.handle(now_ms, Input::Track { name, properties: Value::Null, at_ms });
            let (score, points) = terms(&engine, now_ms);
            let sum = points.iter().fold(0.0, |sum: f64, points| sum + points);
            prop_assert_eq!(score.to_bits(), sum.to_bits());
            let told = json::parse(&engine.scores(now_ms)).get("buy").and_then(Value::as_number).unwrap();
            prop_assert_eq!(told.to_bits(), sum.to_bits());
            prop_assert!(score.is_finite());
            for (signal, points) in signals.iter().zip(points) {
                let cap = signal.cap.unwrap_or((signal.points.abs() * 10.0).min(1e6));
                prop_assert!(points.abs() <= cap, "{} is beyond ±{}", points, cap);
            }
        }
        let (before, after) = (terms(&engine, now_ms).1, terms(&engine, now_ms.saturating_add(later_ms)).1);
        for (before, after) in before.iter().zip(after) {
            prop_assert!(after.abs() <= before.abs() && after * before >= 0.0, "{} grew to {}", before, after);
        }
    }
}
