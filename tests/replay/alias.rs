//! Short names for random identifiers, so that a case can speak of them: `<e2>` is the second event recorded, `<v1>` the
//! first visitor, `<s3>` the third session, `<i1>` the first instance, `<p1>` the first profile.

use courtesy_core::events::Row;
use courtesy_core::value::Value;
use courtesy_core::{Effect, Key};

use crate::Parse;

/// The identifiers seen so far with their names.
#[derive(Debug, Default)]
pub(crate) struct Aliases {
    names: Vec<(String, String)>,
}

impl Aliases {
    /// Takes note of the identifiers in these effects.
    pub(crate) fn learn(&mut self, effects: &[Effect], parse: Parse) {
        for effect in effects {
            match effect {
                Effect::Persist(Row { json, .. }) => self.learn_event(&parse(json)),
                // In cookieless mode nothing is persisted before it is sent.
                Effect::Send { body, .. } => {
                    if let Some(Value::List(events)) = parse(body).get("batch") {
                        events.iter().for_each(|event| self.learn_event(event));
                    }
                }
                Effect::Store { key: Key::Intent, json } => self.add('p', parse(json).at("profile.id")),
                _ => {}
            }
        }
    }

    fn learn_event(&mut self, wire: &Value) {
        self.add('e', wire.get("messageId"));
        self.add('v', wire.get("anonymousId"));
        self.add('s', wire.at("context.courtesy.session_id"));
        self.add('i', wire.at("context.courtesy.instance_id"));
    }

    fn add(&mut self, letter: char, id: Option<&Value>) {
        // Only what is random needs a name: a UUID has 36 characters, an id that a case chose is shorter or begins with `ffffffff`.
        let is_random = |id: &&str| id.len() == 36 && !id.starts_with("ffffffff-");
        let Some(id) = id.and_then(Value::as_text).filter(is_random) else { return };
        if self.names.iter().all(|(known, _)| known != id) {
            let number = self.names.iter().filter(|(_, name)| name.starts_with(&format!("<{letter}"))).count() + 1;
            self.names.push((id.into(), format!("<{letter}{number}>")));
        }
    }

    /// The value with names in place of identifiers.
    pub(crate) fn name(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) => {
                Value::Text(self.names.iter().fold(text.clone(), |text, (id, name)| {
                    if text.contains(id) { text.replace(id, name) } else { text }
                }))
            }
            Value::List(items) => Value::List(items.iter().map(|item| self.name(item)).collect()),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(key, member)| (key.clone(), self.name(member))).collect())
            }
            other => other.clone(),
        }
    }
}
