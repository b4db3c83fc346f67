//! The decide-ahead record: the next page's content, small enough to be read synchronously before the first paint.
//!
//! Written by the engine, read by the boot script, which needs neither config nor Wasm for it. It holds no score and no
//! identifier.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Catalog, Decision};
use crate::value::{Value, json};

/// The version of the record; the boot script takes no other.
const VERSION: f64 = 1.0;

/// The text of the record, or `None` where every slot keeps its default.
///
/// `until_ms` is when the record stops being true (a choice expires, scores decay); `gpc` is the signal it was decided
/// under: under another one it does not hold.
#[must_use]
pub fn record(catalog: &Catalog, decisions: &[Decision], until_ms: u64, gpc: bool) -> Option<String> {
    let mut slots = Vec::new();
    for decision in decisions {
        if let Some(fields) = catalog.fields(&decision.slot, &decision.variant) {
            let entry = [("variant", decision.variant.as_str().into()), ("fields", fields.clone())];
            slots.push((decision.slot.clone(), Value::object(entry)));
        }
    }
    if slots.is_empty() {
        return None;
    }
    let record = [
        ("v", Value::from(VERSION)),
        ("until", Value::whole(until_ms)),
        ("gpc", Value::from(gpc)),
        ("slots", Value::Object(slots)),
    ];
    Some(json::text(&Value::object(record)))
}
