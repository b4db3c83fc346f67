//! The page's own signals: hidden, and going away.

use std::rc::Rc;

use courtesy_core::engine::Input;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;

use super::host::{get, global, window};

/// Listeners that are removed when this is dropped.
#[derive(Debug)]
pub struct Listeners {
    _hidden: EventListener,
    _leaving: EventListener,
}

impl Listeners {
    /// Listens; `None` where there is no document.
    ///
    /// `pagehide` is heard on the window, where it fires; `unload` and `beforeunload` would keep the page from the
    /// back/forward cache (<https://web.dev/articles/bfcache>).
    #[must_use]
    pub fn new(on_input: Rc<dyn Fn(Input)>) -> Option<Listeners> {
        let document = global("document");
        if !document.is_object() {
            return None;
        }
        let (on_hidden, watched) = (Rc::clone(&on_input), document.clone());
        let hidden = EventListener::new(document.unchecked_ref(), "visibilitychange", move |_| {
            if get(&watched, "hidden").is_truthy() {
                on_hidden(Input::Hidden);
            }
        });
        let leaving = EventListener::new(window().unchecked_ref(), "pagehide", move |_| on_input(Input::Leaving));
        Some(Listeners { _hidden: hidden, _leaving: leaving })
    }
}
