//! Runs the engine in the page: inputs in, effects out, news last.
//!
//! One shell is made for a page and lives as long as the page does, so it is never freed: closures borrow it for ever, and no
//! code is spent on its end.
//!
//! The page's own code is never called while the engine is borrowed: notices are collected during a dispatch and handed over
//! when it has ended, so a listener may call straight back into the SDK.

use std::cell::RefCell;
use std::rc::Rc;

use courtesy_core::Host;
use courtesy_core::effect::{Effect, Failure, Key, Lane, Notice};
use courtesy_core::engine::{Answer, Engine, Input, Start, Stored};
use courtesy_core::events::Outcome;
use courtesy_core::value::{Fault, Value};
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::browser::listen::Listeners;
use crate::browser::news::News;
use crate::browser::outbox::{Change, Outbox};
use crate::browser::store::Store;
use crate::browser::{clock, convert, dom, page, random, transport};

/// The longest delay of a timer (<https://developer.mozilla.org/en-US/docs/Web/API/Window/setTimeout#maximum_delay_value>):
/// a longer one would ring at once. Whoever is woken too early goes on waiting.
const MAX_DELAY_MS: u32 = i32::MAX.unsigned_abs();

/// What we lend the engine.
const HOST: Host = Host { number: convert::number_text };

/// The engine with everything around it.
#[derive(Debug)]
pub struct Shell {
    engine: RefCell<Engine>,
    news: News,
    store: &'static Store,
    outbox: &'static Outbox,
    listeners: RefCell<Option<Listeners>>,
    /// The timer, and when it rings.
    wake: RefCell<Option<(u64, Timeout)>>,
}

impl Shell {
    /// A shell that has not begun.
    ///
    /// # Errors
    /// The config's first fault.
    pub fn new(config: &Value, notify: Function) -> Result<&'static Shell, Fault> {
        let engine = RefCell::new(Engine::new(config, HOST)?);
        let news = News::new(notify);
        let (store, outbox) = (Store::new(news.clone()), Outbox::new(news.clone()));
        let (listeners, wake) = (RefCell::default(), RefCell::default());
        Ok(Box::leak(Box::new(Shell { engine, news, store, outbox, listeners, wake })))
    }

    /// Begins on this page.
    pub fn start(&'static self, at_ms: u64) {
        let shell = self;
        let on_input = move |input| shell.dispatch(input);
        let shell = self;
        let on_stored = move || shell.dispatch(Input::Restored(shell.stored()));
        *self.listeners.borrow_mut() = Listeners::new(Rc::new(on_input), Rc::new(on_stored));
        let stored = self.stored();
        let (seed, signals, page) = (random::seed(), page::signals(), page::read());
        self.dispatch(Input::Start(Start { seed, stored, signals, page, at_ms }));
    }

    fn stored(&self) -> Stored {
        Stored {
            consent: self.store.read(Key::Consent),
            visitor: self.store.read(Key::Visitor),
            intent: self.store.read(Key::Intent),
            ahead: self.store.read(Key::Ahead),
        }
    }

    /// Gives the engine one input, carries out what it wants, then tells the page.
    pub fn dispatch(&'static self, input: Input) {
        let leaves = matches!(input, Input::Leaving);
        let (mut inputs, mut notices) = (vec![input], Vec::new());
        while let Some(input) = inputs.pop() {
            let effects = self.engine.borrow_mut().handle(clock::now_ms(), input);
            for effect in effects {
                // Some answers are known at once (a beacon's): they are the next input.
                if let Some(input) = self.run(effect, &mut notices) {
                    inputs.push(input);
                }
            }
        }
        if leaves {
            self.outbox.release();
        } else {
            self.adopt_once();
        }
        for notice in notices {
            self.news.tell(notice);
        }
    }

    /// Refuses something the page handed over.
    pub fn refuse(&self, fault: &Fault) {
        self.news.fail(&Failure::input(fault));
    }

    /// Asks the engine, and converts the answer.
    pub fn view(&self, name: &str, of: &str) -> JsValue {
        // A view cannot be asked for during a dispatch: no code of the page runs then.
        let Ok(engine) = self.engine.try_borrow() else { return JsValue::UNDEFINED };
        convert::parse(&engine.view(clock::now_ms(), name, of))
    }

    /// Carries out one effect; returns the input that follows from it at once, if any.
    fn run(&'static self, effect: Effect, notices: &mut Vec<Notice>) -> Option<Input> {
        match effect {
            Effect::Store { key, json } => self.store.put(key, Some(json)),
            Effect::Forget { key } => self.store.put(key, None),
            Effect::Persist { id, json } => self.outbox.change(Change::Put { id, json }),
            Effect::Settle { ids } => self.outbox.change(Change::Delete { ids }),
            Effect::Purge => self.outbox.purge(),
            Effect::Send { number, url, body, lane: Lane::Beacon } => {
                let is_taken = transport::beacon(&url, &body);
                return Some(Input::Answered { number, answer: Answer::Beacon { is_taken } });
            }
            Effect::Send { number, url, body, lane: Lane::Fetch } => {
                let shell = self;
                let answered = move |status, retry_after_ms| {
                    let answer = Answer::Received(Outcome::from_status(status, retry_after_ms));
                    shell.dispatch(Input::Answered { number, answer });
                };
                transport::post(&url, &body, Box::new(answered));
            }
            Effect::Wake { at_ms } => self.wake_at(at_ms),
            Effect::Render { slot, variant, fields } => dom::render(&slot, &variant, &convert::parse(&fields)),
            Effect::Notice(notice) => notices.push(notice),
        }
        None
    }

    fn wake_at(&'static self, at_ms: u64) {
        let mut wake = self.wake.borrow_mut();
        if wake.as_ref().is_some_and(|(armed_ms, _)| *armed_ms == at_ms) {
            return;
        }
        let delay_ms = u32::try_from(at_ms.saturating_sub(clock::now_ms())).unwrap_or(MAX_DELAY_MS).min(MAX_DELAY_MS);
        let shell = self;
        let ring = move || {
            shell.wake.take();
            shell.dispatch(Input::Tick);
        };
        *wake = Some((at_ms, Timeout::new(delay_ms, ring)));
    }

    /// The first time that events may be kept: marks ours as ours, and takes up those nobody cares for.
    fn adopt_once(&'static self) {
        if self.outbox.is_claimed() {
            return;
        }
        let engine = self.engine.borrow();
        if engine.may_adopt(clock::now_ms()) {
            let shell = self;
            let adopt = move |rows| shell.dispatch(Input::Adopted { rows });
            self.outbox.claim(engine.instance_id(), Box::new(adopt));
        }
    }
}
