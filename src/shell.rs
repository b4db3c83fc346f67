//! Runs the engine in the page: inputs in, effects out, news last.
//!
//! The page's own code is never called while the engine is borrowed: notices are collected during a dispatch and handed over
//! when it has ended, so a listener may call straight back into the SDK.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use courtesy_core::effect::{Effect, Failure, Key, Lane, Notice};
use courtesy_core::engine::{Answer, Engine, Input, Start, Stored};
use courtesy_core::events::Outcome;
use courtesy_core::value::{Fault, Value};
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::browser::outbox::{Change, OnFailure, Outbox};
use crate::browser::{clock, convert, dom, listen, page, random, store, transport};
use crate::error;

/// The engine with everything around it.
#[derive(Debug)]
pub struct Shell {
    engine: RefCell<Engine>,
    notify: Function,
    store: store::Store,
    outbox: Rc<Outbox>,
    listeners: RefCell<Option<listen::Listeners>>,
    wake: RefCell<Option<Timeout>>,
    wakes_at_ms: Cell<u64>,
}

impl Shell {
    /// A shell that has not begun.
    ///
    /// # Errors
    /// The config's first fault.
    pub fn new(config: &Value, notify: Function) -> Result<Rc<Shell>, Fault> {
        let engine = Engine::new(config)?;
        Ok(Rc::new(Shell {
            engine: RefCell::new(engine),
            notify,
            store: store::Store::default(),
            outbox: Rc::default(),
            listeners: RefCell::default(),
            wake: RefCell::default(),
            wakes_at_ms: Cell::default(),
        }))
    }

    /// Begins on this page.
    pub fn start(self: &Rc<Shell>, at_ms: u64) {
        let shell = Rc::clone(self);
        *self.listeners.borrow_mut() = listen::Listeners::new(move |input| shell.dispatch(input));
        self.outbox.on_failure(self.on_failure());
        let read = |key| self.store.read(key).unwrap_or_default();
        let stored = Stored {
            consent: read(Key::Consent),
            visitor: read(Key::Visitor),
            intent: read(Key::Intent),
            ahead: read(Key::Ahead),
        };
        let (seed, signals, page) = (random::seed(), page::signals(), page::read());
        self.dispatch(Input::Start(Start { seed, stored, signals, page, at_ms }));
    }

    /// Gives the engine one input, carries out what it wants, then tells the page.
    pub fn dispatch(self: &Rc<Shell>, input: Input) {
        let (mut inputs, mut notices) = (vec![input], Vec::new());
        while let Some(input) = inputs.pop() {
            let effects = self.engine.borrow_mut().handle(clock::now_ms(), input);
            // Some answers are known at once (a beacon's): they are the next input.
            inputs.extend(effects.into_iter().filter_map(|effect| self.run(effect, &mut notices)));
        }
        self.adopt_once();
        for notice in notices {
            self.tell(notice);
        }
    }

    /// Refuses something the page handed over.
    pub fn refuse(&self, fault: &Fault) {
        self.tell(Notice::Failed(Failure::input(fault)));
    }

    /// Asks the engine, and converts the answer.
    pub fn view(&self, name: &str, of: &str) -> JsValue {
        // A view cannot be asked for during a dispatch: no code of the page runs then.
        let Ok(engine) = self.engine.try_borrow() else { return JsValue::UNDEFINED };
        convert::to_js(&engine.view(clock::now_ms(), name, of))
    }

    /// Carries out one effect; returns the input that follows from it at once, if any.
    fn run(self: &Rc<Shell>, effect: Effect, notices: &mut Vec<Notice>) -> Option<Input> {
        match effect {
            Effect::Store { key, json } => self.store.put(key, Some(json), self.on_failure()),
            Effect::Forget { key } => self.store.put(key, None, self.on_failure()),
            Effect::Persist { id, json } => self.outbox.change(Change::Put { id, json }),
            Effect::Settle { ids } => self.outbox.change(Change::Delete { ids }),
            Effect::Purge => self.outbox.change(Change::Destroy),
            Effect::Send { number, url, body, lane: Lane::Beacon } => {
                let is_taken = transport::beacon(&url, &body);
                return Some(Input::Answered { number, answer: Answer::Beacon { is_taken } });
            }
            Effect::Send { number, url, body, lane: Lane::Fetch } => {
                let shell = Rc::clone(self);
                transport::post(
                    &url,
                    &body,
                    Box::new(move |status, retry_after_ms| {
                        let answer = Answer::Received(Outcome::from_status(status, retry_after_ms));
                        shell.dispatch(Input::Answered { number, answer });
                    }),
                );
            }
            Effect::Wake { at_ms } => self.wake_at(at_ms),
            Effect::Render { slot, variant, fields } => dom::render(&slot, &variant, &convert::to_js(&fields)),
            Effect::Notice(notice) => notices.push(notice),
        }
        None
    }

    fn wake_at(self: &Rc<Shell>, at_ms: u64) {
        let is_armed = self.wake.borrow().is_some();
        if is_armed && self.wakes_at_ms.replace(at_ms) == at_ms {
            return;
        }
        self.wakes_at_ms.set(at_ms);
        let delay_ms = u32::try_from(at_ms.saturating_sub(clock::now_ms())).unwrap_or(u32::MAX);
        let shell = Rc::clone(self);
        let timeout = Timeout::new(delay_ms, move || {
            // The timeout has fired; forgetting the handle here would cancel nothing.
            if let Some(fired) = shell.wake.borrow_mut().take() {
                fired.forget();
            }
            shell.dispatch(Input::Tick);
        });
        *self.wake.borrow_mut() = Some(timeout);
    }

    /// The first time that events may be kept: marks ours as ours, and takes up those nobody cares for.
    fn adopt_once(self: &Rc<Shell>) {
        let (instance_id, may_adopt) = {
            let engine = self.engine.borrow();
            (engine.instance_id(), engine.may_adopt(clock::now_ms()))
        };
        if may_adopt {
            let shell = Rc::clone(self);
            self.outbox.claim(&instance_id, Box::new(move |rows| shell.dispatch(Input::Adopted { rows })));
        }
    }

    fn on_failure(self: &Rc<Shell>) -> OnFailure {
        let shell = Rc::downgrade(self);
        Box::new(move |failure| {
            if let Some(shell) = shell.upgrade() {
                shell.tell(Notice::Failed(failure));
            }
        })
    }

    fn tell(&self, notice: Notice) {
        let (kind, payload) = match notice {
            Notice::Ask => ("ask", JsValue::UNDEFINED),
            Notice::Consent(view) => ("consent", convert::to_js(&view)),
            Notice::Recorded(view) => ("recorded", convert::to_js(&view)),
            Notice::Scores(view) => ("scores", convert::to_js(&view)),
            Notice::Decided(view) => ("decided", convert::to_js(&view)),
            Notice::Failed(failure) => ("failed", error::to_js(&failure)),
        };
        // What the page's listeners throw is caught on the JavaScript side; nothing of ours depends on it.
        let _ = self.notify.call2(&JsValue::NULL, &kind.into(), &payload);
    }
}
