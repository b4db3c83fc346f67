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
    let slots: Vec<(String, Value)> = decisions
        .iter()
        .filter_map(|decision| {
            let fields = catalog.fields(&decision.slot, &decision.variant)?;
            let entry = Value::object([("variant", decision.variant.as_str().into()), ("fields", fields.clone())]);
            Some((decision.slot.clone(), entry))
        })
        .collect();
    let record = [
        ("v", Value::from(VERSION)),
        ("until", Value::whole(until_ms)),
        ("gpc", Value::from(gpc)),
        ("slots", Value::Object(slots.clone())),
    ];
    (!slots.is_empty()).then(|| json::text(&Value::object(record)))
}
