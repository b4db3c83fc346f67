//! The page around an engine, as a model: it carries effects out on a storage and a durable queue of its own, which the next
//! `start` of the case finds again.

use courtesy_core::engine::Stored;
use courtesy_core::events::Row;
use courtesy_core::value::{Fault, Value};
use courtesy_core::{Effect, Effects, Engine, Input, Key, Notice};

use crate::{HOST, Parse};

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) engine: Engine,
    storage: Vec<(Key, String)>,
    /// What all subdomains share.
    pub(crate) shared: Option<String>,
    pub(crate) rows: Vec<Row>,
    /// The id of the event that the page's hooks were shown last.
    pub(crate) shown: String,
}

impl Page {
    /// A page whose engine has not begun.
    pub(crate) fn open(config: &Value) -> Result<Page, Fault> {
        Ok(Page {
            engine: Engine::new(config, HOST)?,
            storage: Vec::new(),
            shared: None,
            rows: Vec::new(),
            shown: String::new(),
        })
    }

    /// Gives the engine an input, and carries out what it wants.
    pub(crate) fn handle(&mut self, config: &Value, now_ms: u64, input: Input) -> Result<Effects, Fault> {
        if matches!(input, Input::Start(_)) {
            self.engine = Engine::new(config, HOST)?;
        }
        let effects = self.engine.handle(now_ms, input);
        for effect in effects.iter() {
            self.carry_out(effect);
            if let Effect::Notice(Notice::Hook(event)) = effect {
                self.shown = id_of(event);
            }
        }
        Ok(effects)
    }

    fn carry_out(&mut self, effect: &Effect) {
        match effect {
            Effect::Store { key, json } => {
                self.storage.retain(|(known, _)| known != key);
                self.storage.push((*key, json.clone()));
            }
            Effect::Forget { key } => self.storage.retain(|(known, _)| known != key),
            Effect::Persist(row) => self.rows.push(row.clone()),
            Effect::Settle { ids } => self.rows.retain(|row| !ids.contains(&row.id)),
            Effect::Purge => self.rows.clear(),
            Effect::Share { json } => self.shared = Some(json.clone()),
            Effect::Send { .. }
            | Effect::Relay { .. }
            | Effect::Arm { .. }
            | Effect::Pass
            | Effect::Wake { .. }
            | Effect::Render { .. }
            | Effect::Notice(_) => {}
        }
    }

    /// Other tabs' rows, as the case tells of them, are in the durable queue.
    pub(crate) fn find_rows(&mut self, input: &Input) {
        let Input::Adopted { rows, .. } = input else { return };
        for row in rows {
            if self.rows.iter().all(|known| known.id != row.id) {
                self.rows.push(row.clone());
            }
        }
    }

    /// What is kept under a key.
    pub(crate) fn stored(&self, key: Key, parse: Parse) -> Value {
        self.storage.iter().find(|(known, _)| *known == key).map_or(Value::Null, |(_, json)| parse(json))
    }

    /// All that is kept, as the next page finds it.
    pub(crate) fn all_stored(&self, parse: Parse) -> Stored {
        let [consent, receipts, visitor, intent, ahead] = Key::ALL.map(|key| self.stored(key, parse));
        let shared = self.shared.as_deref().map(parse).unwrap_or_default();
        Stored { consent, shared, receipts, visitor, intent, ahead }
    }

    /// What must be true after every step of every case: nothing is kept, queued or sent that is not allowed, and the terms of
    /// a score add up to it.
    pub(crate) fn laws(&self, now_ms: u64, effects: &[Effect], parse: Parse) -> Vec<String> {
        let mut broken = Vec::new();
        let is_allowed =
            |purpose| parse(&self.engine.view(now_ms, "why", purpose)).get("allowed") == Some(&Value::Bool(true));
        let (counts, personalizes) = (is_allowed("analytics"), is_allowed("personalization"));
        for effect in effects {
            let (needs, is_allowed) = match effect {
                Effect::Persist(_) | Effect::Relay { .. } => ("analytics", self.engine.may_adopt(now_ms)),
                // Of the cookieless nothing is kept; and a visitor is known before the code that needs it is there.
                Effect::Send { .. } | Effect::Store { key: Key::Visitor, .. } => ("analytics", counts),
                Effect::Store { key: Key::Intent | Key::Ahead, .. } | Effect::Notice(Notice::Scores(_)) => {
                    ("personalization", personalizes)
                }
                _ => continue,
            };
            if !is_allowed {
                broken.push(format!("law: `{}` without a grant for {needs}", crate::label(effect)));
            }
        }
        broken.extend(self.sums(now_ms, parse));
        broken
    }

    fn sums(&self, now_ms: u64, parse: Parse) -> Vec<String> {
        let Value::Object(scores) = parse(&self.engine.scores(now_ms)) else {
            return vec!["law: scores are an object".into()];
        };
        let mut broken = Vec::new();
        for (intent, score) in scores {
            let explained = parse(&self.engine.explain(now_ms, &intent));
            let Some(Value::List(terms)) = explained.get("contributions") else { continue };
            let points = terms.iter().filter_map(|term| term.get("points").and_then(Value::as_number));
            let sum = points.fold(0.0, |sum: f64, points| sum + points);
            let all = [score.as_number(), explained.get("score").and_then(Value::as_number), Some(sum)];
            if all.iter().any(|number| number.map(f64::to_bits) != Some(sum.to_bits())) {
                broken.push(format!("law: score, explained score and sum of terms of `{intent}` differ: {all:?}"));
            }
        }
        broken
    }
}

/// The `messageId` of an event on the wire.
fn id_of(event: &str) -> String {
    let after = event.split("\"messageId\":\"").nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().into()
}
