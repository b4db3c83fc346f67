//! Storage: whatever stands there, the engine starts; and nothing but a record of an act is a yes.

use courtesy_core::engine::{Input, Sight, Start, Stored};
use courtesy_core::events::Leave;
use courtesy_core::value::Value;
use courtesy_core::{Effect, Engine, Key};
use courtesy_replay::{files, place};
use proptest::prelude::*;

use crate::tree::{paths, tree};
use crate::{json, tries};

fn engine() -> Engine {
    Engine::new(&json::parse(files::config("shop").unwrap()), courtesy_replay::HOST).unwrap()
}

const YES: &str =
    r#"{"v":1,"at":1000,"revision":2,"granted":["analytics","personalization"],"denied":["marketing"],"gpc":false}"#;
const VISITOR: &str =
    r#"{"v":1,"id":"a","session":{"id":"s","started":1,"last":1000,"campaign":{"source":"mail"},"once":["hero:a"]}}"#;
const INTENT: &str = r#"{"v":1,"profile":{"id":"p","page_views":2,"visits":1,"last":1000},"signals":{"buy":{"pricing":{"points":10,"at":1000}}}}"#;

/// A record of ours in which one thing was replaced or removed.
fn damaged(record: &'static str) -> impl Strategy<Value = Value> {
    let whole = json::parse(record);
    let mut all = Vec::new();
    paths(&whole, "", &mut all);
    let change = (proptest::sample::select(all), proptest::option::of(tree()));
    change.prop_map(move |(path, new)| {
        let mut record = whole.clone();
        place::set(&mut record, &path, new);
        record
    })
}

/// A few pages' worth of life; returns all effects.
fn live(engine: &mut Engine, stored: Stored, gpc: bool) -> Vec<Effect> {
    let start = Start { stored, gpc, ..Start::default() };
    let mut effects = Vec::new();
    effects.extend(engine.handle(2_000, Input::Start(start)));
    let found = Sight::Found { shown: "default".into(), is_painted: false };
    effects.extend(engine.handle(2_001, Input::Slot { name: "hero".into(), sight: found }));
    effects.extend(engine.handle(2_002, Input::Slot { name: "hero".into(), sight: Sight::Viewed }));
    effects.extend(engine.handle(2_003, Input::Track { name: "A".into(), properties: Value::Null, at_ms: 2_003 }));
    effects.extend(engine.handle(2_004, Input::Leaving(Leave::Unstored)));
    effects
}

fn is_keeping(effect: &Effect) -> bool {
    matches!(effect, Effect::Persist(_) | Effect::Send { .. } | Effect::Store { .. })
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn no_garbage_in_storage_is_a_yes(consent in tree(), visitor in tree(), intent in tree(), ahead in tree(), gpc in any::<bool>()) {
        let mut engine = engine();
        let effects = live(&mut engine, Stored { consent, visitor, intent, ahead, ..Stored::default() }, gpc);
        prop_assert!(!effects.iter().any(is_keeping), "{:?}", effects);
        prop_assert!(!engine.may_adopt(3_000));
    }

    #[test]
    fn a_damaged_yes_allows_at_most_what_it_still_says(consent in damaged(YES), gpc in any::<bool>()) {
        let says_yes = |purpose: &str| match consent.get("granted") {
            Some(Value::List(ids)) => ids.contains(&purpose.into()),
            _ => false,
        };
        let mut engine = engine();
        let effects = live(&mut engine, Stored { consent: consent.clone(), ..Stored::default() }, gpc);
        for purpose in ["analytics", "personalization", "marketing"] {
            let is_allowed = json::parse(&engine.view(3_000, "why", purpose)).get("allowed") == Some(&Value::Bool(true));
            prop_assert!(!is_allowed || says_yes(purpose), "{} was never said yes to", purpose);
            prop_assert!(!is_allowed || !gpc || consent.get("gpc") == Some(&Value::Bool(true)), "the signal came later");
        }
        if !engine.may_adopt(3_000) {
            let is_recorded = |effect: &Effect| matches!(effect, Effect::Persist(_) | Effect::Send { .. } | Effect::Store { key: Key::Visitor, .. });
            prop_assert!(!effects.iter().any(is_recorded));
        }
    }

    #[test]
    fn damaged_memories_are_survived(
        visitor in prop_oneof![damaged(VISITOR), tree()],
        intent in prop_oneof![damaged(INTENT), tree()],
        ahead in tree(),
    ) {
        let mut engine = engine();
        let effects = live(&mut engine, Stored { consent: json::parse(YES), visitor, intent, ahead, ..Stored::default() }, false);
        prop_assert!(effects.iter().any(is_keeping));
        let scores = json::parse(&engine.scores(3_000));
        for intent in ["buy", "learn"] {
            prop_assert!(scores.get(intent).and_then(Value::as_number).unwrap().is_finite());
        }
    }

    #[test]
    fn what_the_core_writes_as_json_every_reader_reads_back(value in tree()) {
        let text = courtesy_replay::json_text(&value);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        // A second writing is the same text: nothing was lost but what JSON cannot say.
        prop_assert_eq!(courtesy_replay::json_text(&json::parse(&text)), text);
    }
}
