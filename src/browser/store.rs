//! `localStorage`: small records, read at the start, written once per task.
//!
//! Storage may be blocked (a setting, a sandboxed frame): then reading gives nothing, and the first write says so once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use courtesy_core::effect::{Failure, Key};
use courtesy_core::value::Value;
use js_sys::JSON;
use web_sys::{Storage, window};

use super::convert;

/// A key and its new text, or `None` to delete it.
type Write = (Key, Option<String>);

/// The records, with the writes of the present task.
#[derive(Debug, Default)]
pub struct Store {
    pending: Rc<RefCell<Vec<Write>>>,
    reported: Rc<Cell<bool>>,
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

impl Store {
    /// What is kept under a key. A record that is no JSON is handed over as text, which no room takes for its own.
    #[must_use]
    pub fn read(&self, key: Key) -> Option<Value> {
        let text = storage()?.get_item(key.as_str()).ok().flatten()?;
        let parsed = JSON::parse(&text).ok().and_then(|value| convert::to_value(&value, "").ok());
        Some(parsed.unwrap_or(Value::Text(text)))
    }

    /// Keeps a text under a key, or deletes it (`None`), at the end of the task; the last call for a key wins.
    pub fn put(&self, key: Key, json: Option<String>, on_failure: super::outbox::OnFailure) {
        let mut pending = self.pending.borrow_mut();
        let is_armed = !pending.is_empty();
        pending.retain(|(other, _)| *other != key);
        pending.push((key, json));
        if !is_armed {
            let (pending, reported) = (Rc::clone(&self.pending), Rc::clone(&self.reported));
            super::at_end_of_task(Box::new(move |_| {
                let failed = pending.take().into_iter().filter(|(key, json)| !write(*key, json.as_deref())).count();
                if failed > 0 && !reported.replace(true) {
                    on_failure(denied(
                        "The browser does not let this page keep anything; answers last for this page only.",
                    ));
                }
            }));
        }
    }
}

/// Whether the write was done. Nothing to delete where storage is blocked is a success.
fn write(key: Key, json: Option<&str>) -> bool {
    match (storage(), json) {
        (Some(storage), Some(json)) => storage.set_item(key.as_str(), json).is_ok(),
        (Some(storage), None) => storage.remove_item(key.as_str()).is_ok(),
        (None, json) => json.is_none(),
    }
}

/// The failure of storage that may not be used.
pub(super) fn denied(message: &str) -> Failure {
    Failure { name: "StorageError", kind: "denied", path: String::new(), message: message.into() }
}
