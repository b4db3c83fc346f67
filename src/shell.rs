//! Runs the engine in the page: inputs in, effects out, news last.
//!
//! One shell is made for a page and lives as long as the page does, so it is never freed, and no code is spent on its end.
//!
//! The page's own code is never called while the engine is borrowed: notices are collected during a dispatch and handed over
//! when it has ended, so a listener may call straight back into the SDK.

use std::cell::{Cell, RefCell};

use courtesy_core::Host;
use courtesy_core::consent::Shown;
use courtesy_core::effect::{Effect, Failure, Lane, Notice};
use courtesy_core::engine::{Answer, Engine, Input, Sight, Start};
use courtesy_core::events::{Leave, Outcome, Role, Who};
use courtesy_core::value::{Fault, FaultKind, Value, join};

use crate::browser::door::call;
use crate::browser::outbox::Outbox;
use crate::browser::{clock, door, host, page, store};

/// The longest delay of a timer (<https://developer.mozilla.org/en-US/docs/Web/API/Window/setTimeout#maximum_delay_value>):
/// a longer one would ring at once. Whoever is woken too early goes on waiting.
const MAX_DELAY_MS: u32 = i32::MAX.unsigned_abs();

/// Up to how many bytes a request may outlive its page: all such requests share 64 KiB
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>).
const KEEPALIVE_BYTES: usize = 60_000;

/// What we lend the engine.
const HOST: Host = Host { number: host::number_text };

/// The engine with everything around it.
#[derive(Debug)]
pub struct Shell {
    engine: RefCell<Engine>,
    outbox: Outbox,
    /// When the timer rings; 0 where none does.
    wake_ms: Cell<u64>,
    /// The event that the present call has recorded.
    recorded: RefCell<String>,
}

impl Shell {
    /// Compiles the config in the row. A fault in it is told, and then there is no shell.
    #[must_use]
    pub fn open() -> Option<&'static Shell> {
        match door::tree().and_then(|config| Engine::new(&config, HOST)) {
            Ok(engine) => {
                let engine = RefCell::new(engine);
                let (outbox, wake_ms, recorded) = Default::default();
                Some(Box::leak(Box::new(Shell { engine, outbox, wake_ms, recorded })))
            }
            Err(fault) => {
                host::fail(&Failure::config(&fault));
                None
            }
        }
    }

    /// Takes a call of the page: `what` it is says [`call`].
    pub fn hear(&self, what: u32) {
        match what {
            call::VIEW => self.view(),
            call::TASK_ENDS => {
                if self.outbox.settle() {
                    self.dispatch(self.outbox.role());
                }
            }
            call::OPENED => self.outbox.opened(),
            call::CLOSED => self.outbox.closed(),
            _ => match self.input(what) {
                Ok(Some(input)) => {
                    // Calls nest: a hook's answer is of the call around it, what a listener tracks is not.
                    let outer = self.recorded.take();
                    self.dispatch(input);
                    if what != call::HOOKED {
                        self.tell_id(what);
                        self.recorded.replace(outer);
                    }
                }
                Ok(None) => {}
                Err(fault) => host::fail(&Failure::input(&fault)),
            },
        }
    }

    /// Answers a call that records with the `messageId`, by which the page can learn when the event is kept.
    fn tell_id(&self, what: u32) {
        let id = self.recorded.take();
        if !id.is_empty() && matches!(what, call::TRACK | call::PAGE | call::IDENTIFY | call::GROUP | call::ALIAS) {
            host::answer(&join(&["\"", &id, "\""]));
        }
    }

    /// The input that a call means; none where nothing came of it.
    fn input(&self, what: u32) -> Result<Option<Input>, Fault> {
        Ok(Some(match what {
            call::START => {
                let at_ms = door::time();
                let seed = [(); 4].map(|()| door::whole());
                let (region, by_time_zone, gpc) = (door::text(), door::text(), page::has_gpc());
                let [is_crawler, is_partial, has_hooks] = [(); 3].map(|()| door::whole() != 0);
                let (device, page, stored, role) = (page::device(), page::read(), store::stored(), Role::Listening);
                Input::Start(Start {
                    seed,
                    stored,
                    gpc,
                    region,
                    by_time_zone,
                    is_crawler,
                    is_partial,
                    device,
                    page,
                    at_ms,
                    role,
                    has_hooks,
                })
            }
            call::RESTORED => Input::Restored(store::stored()),
            call::WHOLE => Input::Whole(store::stored()),
            call::PAGE => {
                let (at_ms, page) = (door::time(), page::read());
                Input::View { page, properties: door::tree()?, at_ms }
            }
            call::MOVED => Input::Moved { page: page::read() },
            call::TRACK => {
                let (at_ms, name) = (door::time(), named("name")?);
                Input::Track { name, properties: door::tree()?, at_ms }
            }
            call::IDENTIFY => {
                let (at_ms, user_id) = (door::time(), named("user_id")?);
                Input::Who { who: Who::Identify { user_id, traits: door::tree()? }, at_ms }
            }
            call::GROUP => {
                let (at_ms, group_id) = (door::time(), named("group_id")?);
                Input::Who { who: Who::Group { group_id, traits: door::tree()? }, at_ms }
            }
            call::ALIAS => {
                let (at_ms, user_id) = (door::time(), named("user_id")?);
                let previous_id = match door::tree()? {
                    Value::Null => String::new(),
                    Value::Text(previous_id) => previous_id,
                    _ => return Err(not_text("previous_id")),
                };
                Input::Who { who: Who::Alias { user_id, previous_id }, at_ms }
            }
            call::RESET => Input::Who { who: Who::Reset, at_ms: door::time() },
            call::ATTEND => {
                let (engaged_ms, scroll_percent) = (door::time(), door::time());
                Input::Attend { engaged_ms, scroll_percent }
            }
            call::CHOOSE => {
                // A choice counts from when it is taken up: until then it was not known.
                door::time();
                let answers = answers(door::tree()?, "choice")?;
                Input::Choose { answers, shown: Shown::read(&door::tree()?)? }
            }
            call::REGION => Input::Region { hint: door::text() },
            call::ERASE => Input::Erase,
            call::EXTERNAL => {
                let told = door::tree()?;
                let answers = if told == Value::Null { None } else { Some(answers(told, "external")?) };
                Input::External { answers }
            }
            call::COUNTERSIGNED => Input::Countersigned { id: door::text(), answer: door::text() },
            call::SLOT => {
                let (name, sight, shown, is_painted) = (door::text(), door::number(), door::text(), door::whole() != 0);
                let sight = match sight {
                    0.0 => Sight::Gone,
                    1.0 => Sight::Painted,
                    2.0 => Sight::Viewed,
                    _ => Sight::Found { shown, is_painted },
                };
                Input::Slot { name, sight }
            }
            call::ANSWERED => {
                let (number, status, pause_ms, is_online) =
                    (door::whole(), door::whole(), door::number(), door::whole() != 0);
                let retry_after_ms = if pause_ms >= 0.0 { Some(clock::from_js(pause_ms)) } else { None };
                let status = u16::try_from(status).unwrap_or_default();
                Input::Answered {
                    number,
                    answer: Answer::Received(Outcome::from_status(status, retry_after_ms, is_online)),
                }
            }
            call::TICK => {
                self.wake_ms.set(0);
                Input::Tick
            }
            // It has said its last word, and taken back what the browser held for it.
            call::HIDDEN if !self.outbox.is_left.get() => Input::Hidden,
            call::LEAVING => {
                let stays = door::whole() != 0;
                Input::Leaving(match self.outbox.is_stored() {
                    true if stays => Leave::ForThisSite,
                    true => Leave::Stored,
                    false => Leave::Unstored,
                })
            }
            call::REFUSED => {
                self.outbox.refused();
                self.outbox.role()
            }
            call::ELECTED => {
                self.outbox.elected(door::whole() != 0);
                self.outbox.role()
            }
            call::ROWS if self.outbox.is_elected() => self.outbox.rows(),
            call::KEPT => return Ok(self.outbox.kept()),
            call::PASS if self.outbox.is_idle() => Input::Pass,
            call::ONLINE => Input::Online,
            call::HOOKS => Input::Hooks,
            call::HOOKED => {
                let (id, event) = (door::text(), door::tree()?);
                Input::Hooked { id, event: (event != Value::Null).then_some(event) }
            }
            _ => return Ok(None),
        }))
    }

    /// Gives the engine one input, carries out what it wants, then tells the page.
    fn dispatch(&self, input: Input) {
        let leaves = matches!(input, Input::Leaving(_));
        // A page that comes back hears first of what it missed.
        if matches!(input, Input::Restored(_)) {
            self.outbox.is_left.set(false);
        }
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
            self.outbox.leave();
            let role = self.outbox.role();
            // Nothing comes of it but that this tab sends no more.
            if role == Input::Role(Role::Listening) {
                self.engine.borrow_mut().handle(clock::now_ms(), role);
            }
        } else if self.engine.borrow().may_adopt(clock::now_ms()) {
            self.outbox.stand();
        }
        for notice in notices {
            tell(notice);
        }
    }

    /// Answers what stands now, by name: see [`Engine::view`].
    fn view(&self) {
        // A view cannot be asked for during a dispatch: no code of the page runs then.
        if let Ok(engine) = self.engine.try_borrow() {
            let (name, of) = (door::text(), door::text());
            host::answer(&engine.view(clock::now_ms(), &name, &of));
        }
    }

    /// Carries out one effect; returns the input that follows from it at once, if any.
    fn run(&self, effect: Effect, notices: &mut Vec<Notice>) -> Option<Input> {
        match effect {
            Effect::Store { key, json } => store::put(key, Some(&json)),
            Effect::Forget { key } => store::put(key, None),
            Effect::Share { json } => store::share(&json),
            Effect::Persist(row) => self.outbox.keep(row),
            Effect::Settle { ids } => {
                for id in ids {
                    self.outbox.delete(id);
                }
            }
            Effect::Purge => {
                self.outbox.purge();
                return Some(self.outbox.role());
            }
            Effect::Send { number, url, body, lane: Lane::Fetch, gzip } => {
                host::post(number, &url, &body, body.len() <= KEEPALIVE_BYTES, gzip);
            }
            Effect::Send { number, url, body, lane, .. } => {
                let is_taken =
                    if lane == Lane::Beacon { host::beacon(&url, &body) } else { host::post_later(&url, &body) };
                return Some(Input::Answered { number, answer: Answer::Beacon { is_taken } });
            }
            Effect::Relay { rows } => self.outbox.relay(rows),
            Effect::Arm { url, body } => host::arm_post(&url, &body),
            Effect::Pass => self.outbox.pass(),
            Effect::Wake { at_ms } => self.wake_at(at_ms),
            Effect::Render { slot, variant, fields } => host::render(&slot, &variant, &fields),
            Effect::Notice(notice) => {
                if let Notice::Recorded { id, .. } = &notice {
                    self.recorded.replace(id.clone());
                }
                notices.push(notice);
            }
        }
        None
    }

    fn wake_at(&self, at_ms: u64) {
        if self.wake_ms.replace(at_ms) != at_ms {
            let delay_ms = at_ms.saturating_sub(clock::now_ms());
            host::wake(u32::try_from(delay_ms).unwrap_or(MAX_DELAY_MS).min(MAX_DELAY_MS));
        }
    }
}

/// Hands a notice over. Never while the engine is borrowed: listeners may call straight back.
fn tell(notice: Notice) {
    let (kind, view) = match notice {
        Notice::Failed(failure) => return host::fail(&failure),
        Notice::Ask => return host::news("ask", ""),
        Notice::Want => return host::news("want", ""),
        Notice::Consent(view) => ("consent", view),
        Notice::Clean(whose) => ("clean", whose),
        Notice::Receipt(receipt) => ("receipt", receipt),
        Notice::Hook(event) => ("hook", event),
        Notice::Recorded { view, .. } => ("recorded", view),
        Notice::Scores(view) => ("scores", view),
        Notice::Decided(view) => ("decided", view),
    };
    host::news(kind, &view);
}

/// The next, which must be a text.
fn named(path: &str) -> Result<String, Fault> {
    match door::tree() {
        Ok(Value::Text(text)) => Ok(text),
        _ => Err(not_text(path)),
    }
}

fn not_text(path: &str) -> Fault {
    Fault::new(path, FaultKind::Type, &["must be text"])
}

/// The answers in `{name: true | false}`.
fn answers(value: Value, path: &str) -> Result<Vec<(String, bool)>, Fault> {
    let cannot = |path: &str, reason| Fault::new(path, FaultKind::Type, &[reason]);
    let Value::Object(members) = value else { return Err(cannot(path, "must be an object of names and answers")) };
    let mut answers = Vec::new();
    for (name, answer) in members {
        let Value::Bool(answer) = answer else {
            return Err(cannot(&join(&[path, ".", &name]), "must be true or false"));
        };
        answers.push((name, answer));
    }
    Ok(answers)
}
