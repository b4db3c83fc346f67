//! An effect as a plain value, as cases and transcripts write it.

use courtesy_core::value::Value;
use courtesy_core::{Effect, Lane, Notice};

use crate::Parse;

/// The effect as a value: its name and subject first, its content after.
#[must_use]
pub fn effect_to_value(effect: &Effect, parse: Parse) -> Value {
    let text = |text: &String| Value::from(text.as_str());
    match effect {
        Effect::Store { key, json } => Value::object([("store", key.as_str().into()), ("json", text(json))]),
        Effect::Forget { key } => Value::object([("forget", key.as_str().into())]),
        Effect::Share { json } => Value::object([("share", text(json))]),
        Effect::Persist(row) => Value::object([
            ("persist", text(&row.id)),
            ("priority", row.priority.mark().into()),
            ("json", text(&row.json)),
        ]),
        Effect::Relay { rows } => {
            Value::object([("relay", Value::List(rows.iter().map(|row| text(&row.id)).collect()))])
        }
        Effect::Arm { url, body } => Value::object([("arm", text(url)), ("body", text(body))]),
        Effect::Pass => Value::object([("pass", true.into())]),
        Effect::Settle { ids } => Value::object([("settle", Value::List(ids.iter().map(text).collect()))]),
        Effect::Purge => Value::object([("purge", true.into())]),
        Effect::Send { number, url, body, lane, gzip } => Value::object([
            ("send", f64::from(*number).into()),
            ("lane", lane_name(*lane).into()),
            ("url", text(url)),
            ("body", text(body)),
            ("gzip", (*gzip).into()),
        ]),
        Effect::Wake { at_ms } => Value::object([("wake", Value::whole(*at_ms))]),
        Effect::Render { slot, variant, fields } => {
            Value::object([("render", text(slot)), ("variant", text(variant)), ("fields", parse(fields))])
        }
        Effect::Notice(notice) => notice_to_value(notice, parse),
    }
}

fn notice_to_value(notice: &Notice, parse: Parse) -> Value {
    let value = match notice {
        Notice::Ask | Notice::Want => return Value::object([("notice", notice_name(notice).into())]),
        Notice::Consent(view)
        | Notice::Clean(view)
        | Notice::Receipt(view)
        | Notice::Hook(view)
        | Notice::Recorded { view, .. }
        | Notice::Scores(view)
        | Notice::Decided(view) => parse(view),
        Notice::Failed(failure) => Value::object([
            ("name", failure.name.into()),
            ("kind", failure.kind.into()),
            ("path", failure.path.as_str().into()),
            ("message", failure.message.as_str().into()),
        ]),
    };
    Value::object([("notice", notice_name(notice).into()), ("value", value)])
}

fn notice_name(notice: &Notice) -> &'static str {
    match notice {
        Notice::Ask => "ask",
        Notice::Want => "want",
        Notice::Consent(_) => "consent",
        Notice::Clean(_) => "clean",
        Notice::Receipt(_) => "receipt",
        Notice::Hook(_) => "hook",
        Notice::Recorded { .. } => "recorded",
        Notice::Scores(_) => "scores",
        Notice::Decided(_) => "decided",
        Notice::Failed(_) => "failed",
    }
}

fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Fetch => "fetch",
        Lane::Beacon => "beacon",
        Lane::Later => "later",
    }
}

/// The effect in two words, for expectations of order: `store courtesy.visitor`, `send fetch`, `notice ask`.
#[must_use]
pub fn label(effect: &Effect) -> String {
    match effect {
        Effect::Store { key, .. } => format!("store {}", key.as_str()),
        Effect::Forget { key } => format!("forget {}", key.as_str()),
        Effect::Share { .. } => "share".into(),
        Effect::Persist(_) => "persist".into(),
        Effect::Relay { .. } => "relay".into(),
        Effect::Arm { .. } => "arm".into(),
        Effect::Pass => "pass".into(),
        Effect::Settle { .. } => "settle".into(),
        Effect::Purge => "purge".into(),
        Effect::Send { lane, .. } => format!("send {}", lane_name(*lane)),
        Effect::Wake { .. } => "wake".into(),
        Effect::Render { slot, .. } => format!("render {slot}"),
        Effect::Notice(notice) => format!("notice {}", notice_name(notice)),
    }
}
