//! The page's own signals: hidden, and going away.

use std::rc::Rc;

use courtesy_core::engine::Input;
use gloo::events::EventListener;
use web_sys::{VisibilityState, window};

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
    pub fn new(on_input: impl Fn(Input) + 'static) -> Option<Listeners> {
        let window = window()?;
        let document = window.document()?;
        let on_input = Rc::new(on_input);
        let on_hidden = Rc::clone(&on_input);
        let watched = document.clone();
        let hidden = EventListener::new(&document, "visibilitychange", move |_| {
            if watched.visibility_state() == VisibilityState::Hidden {
                on_hidden(Input::Hidden);
            }
        });
        let leaving = EventListener::new(&window, "pagehide", move |_| on_input(Input::Leaving));
        Some(Listeners { _hidden: hidden, _leaving: leaving })
    }
}
