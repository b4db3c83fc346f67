//! `localStorage`: small records, read at the start, written once per task.
//!
//! Storage may be blocked (a setting, a sandboxed frame): then reading gives nothing, and the first write says so once.

use std::cell::{Cell, RefCell};

use courtesy_core::effect::Key;
use courtesy_core::value::Value;
use js_sys::JSON;
use wasm_bindgen::JsValue;

use super::convert;
use super::host::{at_end_of_task, call, global, once};
use super::news::News;

/// The records, with the writes of the present task.
#[derive(Debug)]
pub struct Store {
    news: News,
    /// Keys and their new texts, or `None` to delete them.
    pending: RefCell<Vec<(Key, Option<String>)>>,
    is_reported: Cell<bool>,
}

impl Store {
    /// A store whose failures are told to `news`.
    #[must_use]
    pub fn new(news: News) -> &'static Store {
        Box::leak(Box::new(Store { news, pending: RefCell::default(), is_reported: Cell::default() }))
    }

    /// What is kept under a key; `Null` for nothing. A record that is no JSON is handed over as text, which no room takes for
    /// its own.
    #[must_use]
    pub fn read(&self, key: Key) -> Value {
        let kept = call(&global("localStorage"), "getItem", key.as_str().into(), JsValue::UNDEFINED);
        let Some(text) = kept.and_then(|kept| kept.as_string()) else { return Value::Null };
        match JSON::parse(&text) {
            Ok(value) => convert::to_value(&value, "").unwrap_or(Value::Text(text)),
            Err(_) => Value::Text(text),
        }
    }

    /// Keeps a text under a key, or deletes it (`None`), at the end of the task; the last call for a key wins.
    pub fn put(&'static self, key: Key, json: Option<String>) {
        let mut pending = self.pending.borrow_mut();
        if pending.is_empty() {
            let store = self;
            at_end_of_task(once(Box::new(move |_| store.write())));
        }
        for (other, waiting) in &mut *pending {
            if *other == key {
                *waiting = json;
                return;
            }
        }
        pending.push((key, json));
    }

    fn write(&self) {
        let storage = global("localStorage");
        let mut is_denied = false;
        for (key, json) in self.pending.take() {
            let key = JsValue::from(key.as_str());
            is_denied |= match json {
                Some(json) => call(&storage, "setItem", key, json.into()).is_none(),
                // Nothing to delete where storage is blocked is a success.
                None => call(&storage, "removeItem", key, JsValue::UNDEFINED).is_none() && storage.is_object(),
            };
        }
        if is_denied && !self.is_reported.replace(true) {
            self.news.deny("The browser does not let this page keep anything; answers last for this page only.");
        }
    }
}
