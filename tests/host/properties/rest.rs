//! The code that comes later: an engine that had to wait for it ends where one does that had it from the start.

use courtesy_core::consent::Shown;
use courtesy_core::engine::{Input, Start, Stored};
use courtesy_core::events::{Page, Row};
use courtesy_core::value::Value;
use courtesy_core::{Effect, Engine, Key};
use courtesy_replay::{HOST, files};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{json, tries};

/// What a page does, in order; a second lies between any two.
#[derive(Clone, Debug)]
enum Deed {
    Track(bool),
    View,
    Answer(Option<bool>, Option<bool>),
    Erase,
    Tick,
}

fn deed() -> impl Strategy<Value = Deed> {
    let answer = || proptest::option::of(proptest::bool::weighted(0.7));
    prop_oneof![
        4 => any::<bool>().prop_map(Deed::Track),
        2 => Just(Deed::View),
        3 => (answer(), answer()).prop_map(|(analytics, personalization)| Deed::Answer(analytics, personalization)),
        1 => Just(Deed::Erase),
        1 => Just(Deed::Tick),
    ]
}

fn input(deed: &Deed, at_ms: u64) -> Input {
    match deed {
        Deed::Track(is_demo) => {
            let name = if *is_demo { "Demo Requested" } else { "Scrolled" };
            Input::Track { name: name.into(), properties: Value::Null, at_ms }
        }
        Deed::View => {
            let page = Page::new("https://site.example/pricing", "/pricing", "Pricing", "", &Value::Null);
            Input::View { page, properties: Value::Null, at_ms }
        }
        Deed::Answer(analytics, personalization) => {
            let mut answers = Vec::new();
            for (id, answer) in [("analytics", analytics), ("personalization", personalization)] {
                answers.extend(answer.map(|yes| (id.to_owned(), yes)));
            }
            Input::Choose { answers, shown: Shown { method: "api".into(), ..Shown::default() } }
        }
        Deed::Erase => Input::Erase,
        Deed::Tick => Input::Tick,
    }
}

/// An engine with its storage and durable queue.
struct Life {
    engine: Engine,
    /// Name and time of the events in the durable queue.
    rows: Vec<(Value, Value)>,
    visitor: Option<String>,
    is_partial: bool,
}

impl Life {
    fn begin(is_partial: bool) -> Life {
        let engine = Engine::new(&json::parse(files::config("shop").unwrap()), HOST).unwrap();
        let mut life = Life { engine, rows: Vec::new(), visitor: None, is_partial };
        life.hear(0, Input::Start(Start { is_partial, ..Start::default() }));
        life
    }

    fn hear(&mut self, now_ms: u64, input: Input) {
        for effect in self.engine.handle(now_ms, input) {
            assert!(!self.is_partial || !matches!(effect, Effect::Persist(_) | Effect::Send { .. }), "{effect:?}");
            match effect {
                Effect::Persist(Row { json, .. }) => {
                    let event = json::parse(&json);
                    let name = event.get("event").or(event.get("name")).cloned().unwrap();
                    self.rows.push((name, event.get("timestamp").cloned().unwrap()));
                }
                Effect::Purge => self.rows.clear(),
                Effect::Store { key: Key::Visitor, json } => self.visitor = Some(json),
                Effect::Forget { key: Key::Visitor } => self.visitor = None,
                _ => {}
            }
        }
    }

    fn complete(&mut self, now_ms: u64) {
        self.is_partial = false;
        let visitor = self.visitor.as_deref().map(json::parse).unwrap_or_default();
        self.hear(now_ms, Input::Whole(Stored { visitor, ..Stored::default() }));
    }

    fn views(&self, now_ms: u64) -> Vec<String> {
        let next = |slot| self.engine.view(now_ms, "next", slot);
        vec![self.engine.view(now_ms, "consent", ""), self.engine.scores(now_ms), next("hero"), next("aside")]
    }
}

proptest! {
    #![proptest_config(tries(600))]

    #[test]
    fn code_that_comes_late_changes_nothing_in_the_end(before in vec(deed(), 0..12), after in vec(deed(), 0..6)) {
        let (mut whole, mut late) = (Life::begin(false), Life::begin(true));
        let mut now_ms = 0;
        for (index, deed) in before.iter().chain(&after).enumerate() {
            if index == before.len() {
                late.complete(now_ms);
            }
            now_ms += 1_000;
            whole.hear(now_ms, input(deed, now_ms));
            late.hear(now_ms, input(deed, now_ms));
        }
        if after.is_empty() {
            late.complete(now_ms);
        }
        prop_assert_eq!(&whole.rows, &late.rows);
        prop_assert_eq!(whole.views(now_ms), late.views(now_ms));
        prop_assert_eq!(whole.visitor.is_some(), late.visitor.is_some());
    }
}
