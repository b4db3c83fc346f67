//! What a step may expect: each probe looks at one thing after the step, and says how it differs.

use courtesy_core::value::Value;
use courtesy_core::{Effect, Key, Notice};

use crate::alias::Aliases;
use crate::page::Page;
use crate::{Parse, effect_to_value, json_text, label, matching};

/// What there is to look at.
pub(crate) struct Seen<'a> {
    pub(crate) page: &'a Page,
    pub(crate) effects: &'a [Effect],
    pub(crate) aliases: &'a Aliases,
    pub(crate) now_ms: u64,
    pub(crate) parse: Parse,
}

/// How what the probe sees differs from what is wanted; `None` where it does not.
pub(crate) fn check(seen: &Seen<'_>, probe: &str, wanted: &Value) -> Result<Option<String>, String> {
    let (engine, now_ms, parse) = (&seen.page.engine, seen.now_ms, seen.parse);
    let view_of = |view: &dyn Fn(&str) -> Value| match wanted {
        Value::Object(members) => Value::Object(members.iter().map(|(id, _)| (id.clone(), view(id))).collect()),
        _ => Value::Null,
    };
    let found = match probe {
        "effects" => Value::List(seen.effects.iter().map(|effect| effect_to_value(effect, seen.parse)).collect()),
        "kinds" => Value::List(seen.effects.iter().map(|effect| label(effect).into()).collect()),
        "batches" => Value::List(seen.bodies().map(|body| body.into()).collect()),
        "events" => Value::List(seen.sent_events()),
        "persisted" => seen.each(|effect| match effect {
            Effect::Persist(row) => Some((seen.parse)(&row.json)),
            _ => None,
        }),
        "settled" => seen.each(|effect| match effect {
            Effect::Settle { ids } => Some(Value::List(ids.iter().map(|id| id.as_str().into()).collect())),
            _ => None,
        }),
        "wakes" => seen.each(|effect| match effect {
            Effect::Wake { at_ms } => Some(Value::whole(*at_ms)),
            _ => None,
        }),
        "failed" => seen.each(|effect| match effect {
            Effect::Notice(Notice::Failed(_)) => effect_to_value(effect, seen.parse).get("value").cloned(),
            _ => None,
        }),
        "decided" => seen.each(|effect| match effect {
            Effect::Notice(Notice::Decided(decision)) => Some((seen.parse)(decision)),
            _ => None,
        }),
        "rendered" => {
            seen.each(|effect| matches!(effect, Effect::Render { .. }).then(|| effect_to_value(effect, seen.parse)))
        }
        "stored" => view_of(&|name| {
            let key = Key::ALL.into_iter().find(|key| key.as_str() == name);
            key.map_or(Value::Null, |key| seen.page.stored(key, seen.parse))
        }),
        "shared" => seen.page.shared.as_deref().map_or(Value::Null, parse),
        "rows" => Value::List(seen.page.rows.iter().map(|row| row.id.as_str().into()).collect()),
        "row_count" => Value::whole(seen.page.rows.len() as u64),
        "consent" | "receipts" | "google" => parse(&engine.view(now_ms, probe, "")),
        "receipt_count" => match parse(&engine.view(now_ms, "receipts", "")) {
            Value::List(receipts) => Value::whole(receipts.len() as u64),
            _ => Value::Null,
        },
        "why" => view_of(&|purpose| parse(&engine.view(now_ms, "why", purpose))),
        "cleaned" => seen.each(|effect| match effect {
            Effect::Notice(Notice::Clean(whose)) => Some(parse(whose)),
            _ => None,
        }),
        "scores" => parse(&engine.scores(now_ms)),
        "explain" => view_of(&|intent| parse(&engine.explain(now_ms, intent))),
        "decide" => view_of(&|slot| parse(&engine.decide(now_ms, slot))),
        "next" => view_of(&|slot| parse(&engine.decide_next(now_ms, slot))),
        "recent" => parse(&engine.recent_events()),
        "touches" => parse(&engine.touches(now_ms)),
        "link" => view_of(&|url| parse(&engine.link(now_ms, url))),
        "slots" => parse(&engine.slot_names()),
        "may_adopt" => engine.may_adopt(now_ms).into(),
        other => return Err(format!("`{other}` is no probe")),
    };
    let found = seen.aliases.name(&found);
    let compare = match probe {
        "effects" | "kinds" | "scores" | "google" | "cleaned" => matching::exact,
        _ => matching::holds,
    };
    Ok(compare(wanted, &found).map(|told| {
        let whole = if matches!(found, Value::Number(_) | Value::Bool(_)) { String::new() } else { all(&found) };
        told + &whole
    }))
}

fn all(found: &Value) -> String {
    format!("\n    all that was found: {}", json_text(found))
}

impl Seen<'_> {
    fn each(&self, pick: impl Fn(&Effect) -> Option<Value>) -> Value {
        Value::List(self.effects.iter().filter_map(pick).collect())
    }

    fn bodies(&self) -> impl Iterator<Item = &str> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { body, .. } => Some(body.as_str()),
            _ => None,
        })
    }

    /// The events of all batches sent, in order.
    fn sent_events(&self) -> Vec<Value> {
        let batches = self.bodies().map(|body| (self.parse)(body).get("batch").cloned());
        batches.flat_map(|batch| if let Some(Value::List(events)) = batch { events } else { Vec::new() }).collect()
    }
}
