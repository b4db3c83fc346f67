//! News for the page, through the one callback that the client gave us.

use courtesy_core::effect::{Failure, Notice};
use js_sys::Function;
use wasm_bindgen::JsValue;

use super::convert;
use crate::error;

/// The client's callback `notify(kind, payload)`.
#[derive(Clone, Debug)]
pub struct News {
    notify: Function,
}

impl News {
    /// News go to this function.
    #[must_use]
    pub fn new(notify: Function) -> News {
        News { notify }
    }

    /// Hands a notice over. Never while the engine is borrowed: listeners may call straight back.
    pub fn tell(&self, notice: Notice) {
        let (kind, view) = match notice {
            Notice::Failed(failure) => return self.fail(&failure),
            Notice::Ask => ("ask", JsValue::UNDEFINED),
            Notice::Consent(view) => ("consent", convert::parse(&view)),
            Notice::Recorded(view) => ("recorded", convert::parse(&view)),
            Notice::Scores(view) => ("scores", convert::parse(&view)),
            Notice::Decided(view) => ("decided", convert::parse(&view)),
        };
        self.send(kind, &view);
    }

    /// Hands over that something failed.
    pub fn fail(&self, failure: &Failure) {
        self.send("failed", &error::to_js(failure));
    }

    /// Hands over that the browser lets nothing be kept.
    pub fn deny(&self, message: &str) {
        let (name, kind) = ("StorageError", "denied");
        self.fail(&Failure { name, kind, path: String::new(), message: message.into() });
    }

    fn send(&self, kind: &str, payload: &JsValue) {
        // What the page's listeners throw is caught on the JavaScript side; nothing of ours depends on it.
        let _ = self.notify.call2(&JsValue::NULL, &kind.into(), payload);
    }
}
