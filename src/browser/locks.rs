//! Web Locks: how a page tells other tabs that it is alive (<https://w3c.github.io/web-locks/>).
//!
//! The browser lets go of a lock when its page ends, however it ends: that is what makes the rows of a dead page known.

use wasm_bindgen::JsValue;

use super::host::{at_end_of_task, call, get, global, invoke, item, length, once, text};

/// Before the instance's id in the name of its lock.
const PREFIX: &str = "courtesy.instance.";

/// Shows that this instance lives, then hands over the ids of all others that live. The lock is held until the page ends, or
/// until `resolve` is called on the answer.
///
/// Where there are no Web Locks (no secure context), none are known: the callback gets an empty list.
#[must_use]
pub fn hold(instance_id: &str, then: Box<dyn FnOnce(Vec<String>)>) -> JsValue {
    let locks = get(&global("navigator"), "locks");
    let mut name = String::from(PREFIX);
    name.push_str(instance_id);
    // A lock is held until the promise settles that its callback returns. Where promises cannot be made so (before 2024), the
    // lock is let go at once, and a live tab's rows may be sent by another: twice on the wire rather than never.
    let promises = global("Promise");
    let gate = invoke(&promises, "withResolvers").unwrap_or_default();
    let callback = call(&get(&promises, "resolve"), "bind", promises, get(&gate, "promise")).unwrap_or_default();
    let held = call(&locks, "request", name.into(), callback);
    // Where storage is denied, so are locks: nobody needs to hear of it a second time.
    let ignored = once(Box::new(|_| {}));
    let _ = held.and_then(|held| call(&held, "then", JsValue::UNDEFINED, ignored));
    // The browser takes requests and questions in their order, so the snapshot has our lock, too.
    let answered = once(Box::new(move |snapshot| then(living(&snapshot))));
    let asked = invoke(&locks, "query").and_then(|asked| call(&asked, "then", answered.clone(), answered.clone()));
    if asked.is_none() {
        at_end_of_task(answered);
    }
    gate
}

fn living(snapshot: &JsValue) -> Vec<String> {
    let (held, mut ids) = (get(snapshot, "held"), Vec::new());
    for index in 0..length(&held) {
        if let Some(id) = text(&item(&held, index), "name").strip_prefix(PREFIX) {
            ids.push(id.into());
        }
    }
    ids
}
