//! What came with the present call: numbers, texts and trees in a row, taken one after the other (js/src/host/door.ts).
//!
//! Whoever takes from the row knows what stands in it; the numbers of tags are those of `Tag` in js/src/host/flatten.ts.

use courtesy_core::value::{Fault, FaultKind, Value};
use wasm_bindgen::prelude::*;

use super::clock;

#[wasm_bindgen(raw_module = "courtesy-host")]
extern "C" {
    /// The next, which is a number.
    pub(crate) fn number() -> f64;
    /// The next, which is a text.
    pub(crate) fn text() -> String;
}

/// The next, which is a whole number; one that is not becomes 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and NaN becomes 0")]
pub(crate) fn whole() -> u32 {
    number() as u32
}

/// The next, which is a time.
pub(crate) fn time() -> u64 {
    clock::from_js(number())
}

/// The next, which is a tree of something that the page handed over.
///
/// # Errors
/// `type` for functions, symbols, bigints, bytes, numbers that are not finite and objects that cannot be read; `value` for trees
/// deeper than 32 levels, cycles among them, of more than 100,000 values and characters (a config: 2,000,000), and for keys that
/// would change a prototype.
pub(crate) fn tree() -> Result<Value, Fault> {
    match whole() {
        FAULT => {
            let kind = if whole() == 0 { FaultKind::Type } else { FaultKind::Value };
            let path = text();
            Err(Fault::new(path, kind, &[&text()]))
        }
        tag => Ok(tagged(tag)),
    }
}

/// The next, which is a tree of our own, and has no fault.
pub(crate) fn value() -> Value {
    tagged(whole())
}

const FAULT: u32 = 7;

/// Ends where the row does: what was written into it is no deeper than 32 levels.
fn tagged(tag: u32) -> Value {
    match tag {
        1 => Value::Bool(false),
        2 => Value::Bool(true),
        3 => Value::Number(number()),
        4 => Value::Text(text()),
        5 => {
            let mut items = Vec::new();
            for _ in 0..whole() {
                items.push(value());
            }
            Value::List(items)
        }
        6 => {
            let mut members = Vec::new();
            for _ in 0..whole() {
                let key = text();
                members.push((key, value()));
            }
            Value::Object(members)
        }
        _ => Value::Null,
    }
}

/// What a call is: `Call` of js/src/host/door.ts has the same numbers.
pub(crate) mod call {
    pub(crate) const OPEN: u32 = 0;
    pub(crate) const VIEW: u32 = 1;
    pub(crate) const START: u32 = 2;
    pub(crate) const RESTORED: u32 = 3;
    pub(crate) const PAGE: u32 = 4;
    pub(crate) const TRACK: u32 = 5;
    pub(crate) const CHOOSE: u32 = 6;
    pub(crate) const REGION: u32 = 7;
    pub(crate) const ERASE: u32 = 8;
    pub(crate) const EXTERNAL: u32 = 9;
    pub(crate) const COUNTERSIGNED: u32 = 10;
    pub(crate) const SLOT: u32 = 11;
    pub(crate) const ANSWERED: u32 = 12;
    pub(crate) const TICK: u32 = 13;
    pub(crate) const HIDDEN: u32 = 14;
    pub(crate) const LEAVING: u32 = 15;
    pub(crate) const TASK_ENDS: u32 = 16;
    pub(crate) const OPENED: u32 = 17;
    pub(crate) const CLOSED: u32 = 18;
    pub(crate) const REFUSED: u32 = 19;
    pub(crate) const ELECTED: u32 = 20;
    pub(crate) const ROWS: u32 = 21;
    pub(crate) const WHOLE: u32 = 22;
    pub(crate) const IDENTIFY: u32 = 23;
    pub(crate) const GROUP: u32 = 24;
    pub(crate) const ALIAS: u32 = 25;
    pub(crate) const RESET: u32 = 26;
    pub(crate) const ATTEND: u32 = 27;
    pub(crate) const KEPT: u32 = 28;
    pub(crate) const PASS: u32 = 29;
    pub(crate) const ONLINE: u32 = 30;
    pub(crate) const HOOKS: u32 = 31;
    pub(crate) const HOOKED: u32 = 32;
    pub(crate) const MOVED: u32 = 33;
}
