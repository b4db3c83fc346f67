//! The page's own signals: hidden, going away, and storage changed by another tab.

use std::rc::Rc;

use courtesy_core::engine::Input;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};

use super::host::{get, global, window};

/// Listeners that are removed when this is dropped.
#[derive(Debug)]
pub struct Listeners {
    _hidden: EventListener,
    _leaving: EventListener,
    _stored: EventListener,
    _shown: EventListener,
}

impl Listeners {
    /// Listens; `None` where there is no document.
    ///
    /// `pagehide` is heard on the window, where it fires; `unload` and `beforeunload` would keep the page from the
    /// back/forward cache (<https://web.dev/articles/bfcache>).
    #[must_use]
    pub fn new(on_input: Rc<dyn Fn(Input)>, on_stored: Rc<dyn Fn()>) -> Option<Listeners> {
        let document = global("document");
        if !document.is_object() {
            return None;
        }
        let (on_hidden, watched) = (Rc::clone(&on_input), document.clone());
        let changed = move |_: &JsValue| {
            if get(&watched, "hidden").is_truthy() {
                on_hidden(Input::Hidden);
            }
        };
        let hidden = hear(&document, "visibilitychange", Box::new(changed));
        let leaving = hear(&window(), "pagehide", Box::new(move |_| on_input(Input::Leaving)));
        // A page that comes back from the back/forward cache has missed what other pages stored meanwhile; other keys than ours
        // are the site's own. A key of `null` says that all was cleared.
        let on_shown = Rc::clone(&on_stored);
        let shown = hear(
            &window(),
            "pageshow",
            Box::new(move |event| {
                if get(event, "persisted").is_truthy() {
                    on_shown();
                }
            }),
        );
        let stored = hear(
            &window(),
            "storage",
            Box::new(move |event| {
                if get(event, "key").as_string().is_none_or(|key| key.starts_with("courtesy.")) {
                    on_stored();
                }
            }),
        );
        Some(Listeners { _hidden: hidden, _leaving: leaving, _stored: stored, _shown: shown })
    }
}

/// The options are made here: gloo's own default stands in a thread-local, at half a kilobyte.
fn hear(target: &JsValue, event: &'static str, on_event: Box<dyn Fn(&JsValue)>) -> EventListener {
    let options = EventListenerOptions::default();
    EventListener::new_with_options(target.unchecked_ref(), event, options, move |event| on_event(event))
}
