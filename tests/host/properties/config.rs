//! Configs: none makes the engine panic, and a fault names a place that is there, or is missing where it should be.

use courtesy_core::Engine;
use courtesy_core::consent::Shown;
use courtesy_core::engine::{Input, Start, faults};
use courtesy_core::events::Page;
use courtesy_core::value::{Fault, Value};
use courtesy_replay::{files, place};
use proptest::prelude::*;

use crate::tree::{paths, tree};
use crate::{json, tries};

/// A valid config in which one to three things were replaced or removed.
fn damaged() -> impl Strategy<Value = Value> {
    let whole = json::parse(files::config("shop").unwrap());
    let mut all = Vec::new();
    paths(&whole, "", &mut all);
    let change = (proptest::sample::select(all), proptest::option::of(tree()));
    proptest::collection::vec(change, 1..4).prop_map(move |changes| {
        let mut config = whole.clone();
        for (path, new) in changes {
            place::set(&mut config, &path, new);
        }
        config
    })
}

/// All steps but the last must be there; the last may be what is missing.
fn is_resolvable(config: &Value, fault: &Fault) -> bool {
    let steps = place::steps(&fault.path);
    let before_last = steps.len().saturating_sub(1);
    steps.iter().take(before_last).try_fold(config, place::child).is_some()
}

/// A config that is taken must also work.
fn runs(config: &Value) -> Result<(), Fault> {
    let mut engine = Engine::new(config, courtesy_replay::HOST)?;
    let page = Page::new("https://site.example/pricing", "/pricing", "Prices", "", &Value::empty());
    let start = Start { page: page.clone(), ..Start::default() };
    let _ = engine.handle(1_000, Input::Start(start));
    let consent = json::parse(&engine.view(1_000, "consent", ""));
    for list in ["purposes", "services"] {
        let Some(Value::Object(items)) = consent.get(list) else { continue };
        for (id, _) in items {
            let _ = engine.handle(2_000, Input::Choose { answers: vec![(id.clone(), true)], shown: Shown::default() });
        }
    }
    let _ = engine.handle(3_000, Input::View { page, properties: Value::Null, at_ms: 3_000 });
    Ok(())
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn a_damaged_config_is_refused_at_a_place_that_can_be_found(config in damaged()) {
        match runs(&config) {
            Ok(()) => prop_assert!(faults(&config).is_empty()),
            Err(fault) => {
                prop_assert!(is_resolvable(&config, &fault), "{:?} does not lead anywhere", fault);
                let all = faults(&config);
                prop_assert_eq!(all.first(), Some(&fault), "the check begins with the engine's own fault");
                prop_assert!(all.iter().all(|fault| is_resolvable(&config, fault)));
            }
        }
    }

    #[test]
    fn any_value_at_all_is_taken_or_refused_and_never_panics(config in tree()) {
        if let Err(fault) = runs(&config) {
            prop_assert!(is_resolvable(&config, &fault), "{:?} does not lead anywhere", fault);
        }
    }
}
