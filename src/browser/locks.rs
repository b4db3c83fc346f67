//! Web Locks: how a page tells other tabs that it is alive (<https://w3c.github.io/web-locks/>).
//!
//! The browser lets go of a lock when its page ends, however it ends: that is what makes the rows of a dead page known.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;

use super::once;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys has behind a switch only.
    #[derive(Clone)]
    type LockManager;
    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, held: &Function) -> JsValue;
    #[wasm_bindgen(method)]
    fn query(this: &LockManager) -> JsValue;
    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &Function) -> JsValue;
}

/// Takes the lock `name` for as long as this page lives, then hands over the names of all locks that live pages hold.
///
/// Where there are no Web Locks (no secure context), none are known: the callback gets an empty list.
pub fn hold(name: &str, then: Box<dyn FnOnce(Vec<String>)>) {
    let locks = web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok());
    let Some(locks) = locks.filter(JsValue::is_object) else { return then(Vec::new()) };
    let locks: LockManager = locks.unchecked_into();
    let manager = locks.clone();
    // The lock is held as long as the promise is pending that its callback returns: one that never settles keeps it until
    // the page ends.
    let held = Closure::once_into_js(move || {
        let query = once(Box::new(move |snapshot| then(names(&snapshot))));
        manager.query().unchecked_into::<Thenable>().then(&query);
        Promise::new(&mut |_, _| {})
    });
    locks.request(name, held.unchecked_ref());
}

fn names(snapshot: &JsValue) -> Vec<String> {
    let held = Reflect::get(snapshot, &"held".into()).unwrap_or_default();
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    if Array::is_array(&held) { Array::from(&held).iter().filter_map(name).collect() } else { Vec::new() }
}
