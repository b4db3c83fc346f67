//! The decide-ahead record: the next page's content, small enough to be read synchronously before the first paint.
//!
//! Written by the engine, read by the boot script, which needs neither config nor Wasm for it. It holds no score and no
//! identifier.

use alloc::string::String;

use super::{Catalog, Decision};
use crate::value::Json;

/// The version of the record; the boot script takes no other.
const VERSION: u64 = 1;

/// The record, while decisions are put into it.
#[derive(Debug)]
pub struct Ahead {
    json: Json,
    is_empty: bool,
}

impl Ahead {
    /// Begins a record.
    ///
    /// `until_ms` is when it stops being true (a choice expires, scores decay). What it is decided under stands beside it, for under
    /// anything else it does not hold: `gpc` the signal, `receipt` the answer (empty without one), `region` the page's own hint.
    #[must_use]
    pub fn begin(until_ms: u64, gpc: bool, receipt: &str, region: &str, mut json: Json) -> Ahead {
        json.open();
        json.key("v").whole(VERSION);
        json.key("until").whole(until_ms);
        json.key("gpc").flag(gpc);
        json.key("receipt").text(receipt);
        json.key("region").text(region);
        json.key("slots").open();
        Ahead { json, is_empty: true }
    }

    /// Puts in what a slot will show, unless that is its default.
    pub fn add(&mut self, decision: &Decision, catalog: &Catalog) {
        let Some(fields) = catalog.fields(&decision.slot, &decision.variant) else { return };
        self.is_empty = false;
        self.json.key(&decision.slot).open();
        self.json.key("variant").text(&decision.variant);
        self.json.key("fields").value(fields);
        self.json.close();
    }

    /// The text of the record, or `None` where every slot keeps its default.
    #[must_use]
    pub fn end(mut self) -> Option<String> {
        self.json.close();
        self.json.close();
        (!self.is_empty).then(|| self.json.finish())
    }
}
