//! The browser shell: the only export of the visitor's Wasm.
//!
//! Place in the flow: around the engine. [`hear`] takes what the page hands over (js/src/engine.ts, js/src/host) and makes inputs of
//! it; [`shell`] runs the engine's effects through [`browser`]. No rule of the product lives here: if something needs an `if`
//! about consent, events, intent or slots, it belongs into `courtesy-core`.
#![cfg(target_arch = "wasm32")]

pub mod browser;
pub mod shell;

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use browser::door::call;
use shell::Shell;

/// Two-level segregated fit (<http://www.gii.upv.es/tlsf/>), for 1.7 KB of brotli less than the standard library's allocator and
/// at its speed. The price is memory: at 500 events a second both stay below 200 pages, in bursts of 2,000 events this one was
/// seen to reach up to twice the other's.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    /// A page has one shell, from its config on.
    static SHELL: Cell<Option<&'static Shell>> = const { Cell::new(None) };
}

/// Everything that the engine is told: a number of `Call` in js/src/host/door.ts, and a row of what belongs to it.
#[wasm_bindgen]
pub fn hear(what: u32) {
    if what == call::OPEN {
        SHELL.set(Shell::open());
    } else if let Some(shell) = SHELL.get() {
        shell.hear(what);
    }
}
