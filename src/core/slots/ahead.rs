//! The decide-ahead record: the next page's content, small enough to be read synchronously before the first paint.
//!
//! Written by the engine, read by the boot script, which needs neither config nor Wasm for it. It holds no score and no
//! identifier.

use alloc::string::String;

use super::{Catalog, Decision};
use crate::value::Json;

/// The version of the record; the boot script takes no other.
const VERSION: f64 = 1.0;

/// The text of the record, or `None` where every slot keeps its default.
///
/// `until_ms` is when the record stops being true (a choice expires, scores decay); `gpc` is the signal it was decided
/// under: under another one it does not hold.
#[must_use]
pub fn record(catalog: &Catalog, decisions: &[Decision], until_ms: u64, gpc: bool, mut json: Json) -> Option<String> {
    let mut is_worth_it = false;
    json.open();
    json.key("v").number(VERSION);
    json.key("until").whole(until_ms);
    json.key("gpc").flag(gpc);
    json.key("slots").open();
    for decision in decisions {
        if let Some(fields) = catalog.fields(&decision.slot, &decision.variant) {
            is_worth_it = true;
            json.key(&decision.slot).open();
            json.key("variant").text(&decision.variant);
            json.key("fields").value(fields);
            json.close();
        }
    }
    json.close();
    json.close();
    is_worth_it.then(|| json.finish())
}
