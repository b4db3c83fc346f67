//! What a page does with a call: src/shell.rs. A task is a call and then its microtasks.

use courtesy_core::consent::Shown;
use courtesy_core::engine::{Answer, Start};
use courtesy_core::events::{Leave, Outcome, Page, Role};
use courtesy_core::value::Value;
use courtesy_core::{Effect, Input, Key, Lane, Notice};

use super::agenda::Event;
use super::network;
use super::plan::Hook;
use super::tab::Life;
use super::world::World;
use crate::json;

/// What the shell hears (`call` of src/browser/door.rs).
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Start,
    Restored,
    View,
    Track {
        name: String,
        bytes: u64,
    },
    Choose(bool),
    Answered {
        number: u32,
        status: u16,
        pause_ms: Option<u64>,
        is_online: bool,
    },
    Tick,
    Hidden,
    /// Whether to another page of this site, as far as the browser tells.
    Leaving(bool),
    TaskEnds,
    /// The database is open: the host's own word, which becomes `Opened`.
    Database,
    /// It is refused, or has taken too long: the host's own word, too.
    NoDatabase(u64),
    Opened,
    Closed,
    Refused,
    Elected(bool),
    Rows(Vec<(String, String)>, u64),
    Kept(Vec<String>),
    /// A transaction found no room: the host's own word, which becomes `Kept`.
    Full(Vec<String>),
    Pass,
    Online,
    Hooks,
    Hooked {
        id: String,
        event: Option<Value>,
    },
}

#[derive(Debug)]
pub(crate) enum Micro {
    Call(Call),
    Kept(Vec<String>),
    Rows(Vec<(String, String)>, u64),
    /// Records are written.
    Write,
}

impl World {
    /// A task of the tab: a call, and what it leaves for the end of the task.
    pub(crate) fn task(&mut self, tab: usize, call: Call) {
        match self.tabs[tab].life {
            Life::Dead => return,
            Life::Running => {}
            Life::Cached if matches!(call, Call::Answered { .. }) && self.dice.coin() => {
                return self.end(tab, false, "thrown out of the cache by an answer");
            }
            Life::Cached | Life::Frozen => return self.tabs[tab].held.push(call),
        }
        self.run_task(tab, call);
    }

    /// Also in a page that is no longer looked after, such as one that is just leaving.
    pub(crate) fn run_task(&mut self, tab: usize, call: Call) {
        if let Call::Answered { number, .. } = call {
            let after_ms = self.dice.below(10);
            let now_ms = self.now_ms;
            for (_, until_ms, of) in &mut self.tabs[tab].quota {
                if *of == number && number > 0 {
                    *until_ms = now_ms + after_ms;
                }
            }
            if self.tabs[tab].awaits.is_some_and(|(awaited, _)| awaited == number) {
                self.tabs[tab].awaits = None;
            }
        }
        match call {
            Call::Full(ids) => self.tell(tab, Call::Kept(ids)),
            Call::Database => self.database_is_open(tab),
            // Who has it, or has asked anew, waits no more.
            Call::NoDatabase(opening) if self.is_opening(tab) && self.tabs[tab].opening == opening => {
                self.open_local(tab);
            }
            Call::NoDatabase(_) => {}
            Call::Restored => self.restore(tab),
            // Said by the host, not by somebody who may lead to a request.
            Call::Start | Call::Opened | Call::Closed | Call::Hooks => self.ask(tab, call),
            call => self.tell(tab, call),
        }
        self.drain(tab);
    }

    /// The microtasks; a process that dies in their midst does not come to the rest.
    pub(crate) fn drain(&mut self, tab: usize) {
        loop {
            // Between an event and the yes that allows it there is no time to crash in.
            let says_yes = self.tabs[tab].pending.iter().any(|(key, _)| *key == Key::Consent)
                && self.tabs[tab].engine.may_adopt(self.wall_ms());
            if let Some(left) = self.tabs[tab].doomed.as_mut().filter(|_| !says_yes) {
                if *left == 0 {
                    return self.end(tab, true, "crashes in the middle of a task");
                }
                *left -= 1;
            }
            let Some(micro) = self.tabs[tab].micros.pop_front() else { return };
            match micro {
                Micro::Call(call) => self.ask(tab, call),
                Micro::Kept(ids) => self.tell(tab, Call::Kept(ids)),
                Micro::Rows(rows, corrupt) => self.tell(tab, Call::Rows(rows, corrupt)),
                Micro::Write => self.write_records(tab),
            }
        }
    }

    pub(crate) fn ask(&mut self, tab: usize, call: Call) {
        match call {
            Call::TaskEnds => {
                if self.settle_outbox(tab) {
                    let role = self.role(tab);
                    self.dispatch(tab, Input::Role(role));
                }
            }
            Call::Opened => self.opened(tab),
            Call::Closed => self.closed(tab),
            call => {
                if let Some(input) = self.input(tab, call) {
                    self.dispatch(tab, input);
                }
            }
        }
    }

    fn input(&mut self, tab: usize, call: Call) -> Option<Input> {
        let at_ms = self.wall_ms();
        Some(match call {
            Call::Start => {
                let (seed, stored) = (self.dice.seed(), self.stored(tab));
                let has_hooks = self.tabs[tab].hook.is_some();
                let role = Role::Listening;
                Input::Start(Start { seed, stored, page: page(), at_ms, role, has_hooks, ..Start::default() })
            }
            Call::Restored => Input::Restored(self.stored(tab)),
            Call::View => Input::View { page: page(), properties: Value::Null, at_ms },
            Call::Track { name, bytes } => {
                let fill = if bytes > 0 { Value::from("x".repeat(bytes as usize).as_str()) } else { Value::Null };
                Input::Track { name, properties: Value::object([("fill", fill)]), at_ms }
            }
            Call::Choose(is_yes) => {
                let shown = Shown { method: "banner".into(), ..Shown::default() };
                Input::Choose { answers: vec![("analytics".into(), is_yes)], shown }
            }
            Call::Answered { number, status, pause_ms, is_online } => {
                let outcome = Outcome::from_status(status, pause_ms, is_online);
                Input::Answered { number, answer: Answer::Received(outcome) }
            }
            Call::Tick => {
                self.tabs[tab].wake_ms = 0;
                Input::Tick
            }
            Call::Hidden if !self.tabs[tab].outbox.is_left => Input::Hidden,
            Call::Leaving(stays) => Input::Leaving(match self.is_stored(tab) {
                true if stays => Leave::ForThisSite,
                true => Leave::Stored,
                false => Leave::Unstored,
            }),
            Call::Refused => {
                self.refused(tab);
                Input::Role(self.role(tab))
            }
            Call::Elected(is_elected) => {
                self.elected(tab, is_elected);
                Input::Role(self.role(tab))
            }
            Call::Rows(rows, corrupt) => return self.rows(tab, rows, corrupt),
            Call::Kept(ids) => return self.kept(tab, ids),
            Call::Pass if self.is_idle(tab) => Input::Pass,
            Call::Online => Input::Online,
            Call::Hooks => Input::Hooks,
            Call::Hooked { id, event } => Input::Hooked { id, event },
            // What is not for the engine, or comes too late.
            _ => return None,
        })
    }

    fn dispatch(&mut self, tab: usize, input: Input) {
        let leaves = matches!(input, Input::Leaving(_));
        if matches!(input, Input::Restored(_)) {
            self.tabs[tab].outbox.is_left = false;
        }
        let (mut inputs, mut notices) = (vec![input], Vec::new());
        while let Some(input) = inputs.pop() {
            for effect in self.handle(tab, input) {
                if let Some(input) = self.run(tab, effect, &mut notices) {
                    inputs.push(input);
                }
            }
        }
        let wall_ms = self.wall_ms();
        if leaves {
            self.leave_outbox(tab);
            if self.role(tab) == Role::Listening {
                self.handle(tab, Input::Role(Role::Listening));
            }
        } else if self.tabs[tab].engine.may_adopt(wall_ms) {
            self.stand(tab);
        }
        for notice in notices {
            self.hear(tab, notice);
        }
    }

    /// The engine itself, and what must hold of each of its answers.
    fn handle(&mut self, tab: usize, input: Input) -> Vec<Effect> {
        let wall_ms = self.wall_ms();
        let answer = match &input {
            Input::Answered { answer: Answer::Received(outcome), .. } => Some(*outcome),
            _ => None,
        };
        let was_hooked = matches!(input, Input::Hooked { .. });
        if let Input::Role(role) = input {
            self.tabs[tab].role = role;
            if role == Role::Unkept {
                self.ledger.keeps_nothing(tab);
            }
        }
        let word = self.is_verbose.then(|| format!("{input:?}"));
        let effects: Vec<Effect> = self.tabs[tab].engine.handle(wall_ms, input).into_iter().collect();
        if let Some(word) = word {
            let labels: Vec<String> = effects.iter().map(courtesy_replay::label).collect();
            let word: String = word.chars().take(110).collect();
            self.note(|_| format!("tab {tab} hears {word} → {}", labels.join(", ")));
        }
        let (is_allowed, era) = (self.tabs[tab].engine.may_adopt(wall_ms), self.era);
        for effect in &effects {
            match effect {
                Effect::Notice(Notice::Hook(event)) => self.ledger.number(tab, event),
                Effect::Notice(Notice::Recorded { view, .. }) => {
                    if !was_hooked {
                        self.ledger.number(tab, view);
                    }
                    self.ledger.record(tab, view, era);
                }
                Effect::Persist(row) if is_allowed && !was_hooked => self.ledger.check_counts(tab, &row.json),
                Effect::Settle { ids } => self.ledger.settle(tab, ids, answer),
                Effect::Pass => self.tabs[tab].role = Role::Listening,
                Effect::Send { .. } | Effect::Relay { .. } | Effect::Persist(_) if !is_allowed => {
                    self.ledger.break_law("something leaves or is kept without a grant");
                }
                Effect::Purge if is_allowed => self.ledger.break_law("purged under a grant"),
                _ => {}
            }
        }
        effects
    }

    fn run(&mut self, tab: usize, effect: Effect, notices: &mut Vec<Notice>) -> Option<Input> {
        match effect {
            Effect::Store { key, json } => self.keep_record(tab, key, Some(json)),
            Effect::Forget { key } => self.keep_record(tab, key, None),
            Effect::Persist(row) => self.keep(tab, row),
            Effect::Settle { ids } => ids.into_iter().for_each(|id| self.delete(tab, id)),
            Effect::Purge => {
                self.ledger.withdraw();
                self.purge(tab);
                return Some(Input::Role(self.role(tab)));
            }
            Effect::Send { number, body, lane, .. } => match lane {
                Lane::Fetch => self.fetch(tab, number, &body),
                lane => {
                    let is_taken =
                        if lane == Lane::Beacon { self.beacon(tab, &body) } else { self.post_later(tab, &body) };
                    return Some(Input::Answered { number, answer: Answer::Beacon { is_taken } });
                }
            },
            Effect::Relay { rows } => self.relay(tab, rows),
            Effect::Arm { body, .. } => {
                let is_armed = self.browser.has_fetch_later && !body.is_empty();
                self.tabs[tab].armed = is_armed.then_some(body);
            }
            Effect::Pass => self.pass(tab),
            Effect::Wake { at_ms } => self.wake_at(tab, at_ms),
            Effect::Notice(notice) => notices.push(notice),
            Effect::Share { .. } | Effect::Render { .. } => {}
        }
        None
    }

    fn wake_at(&mut self, tab: usize, at_ms: u64) {
        if std::mem::replace(&mut self.tabs[tab].wake_ms, at_ms) != at_ms {
            let delay_ms = at_ms.saturating_sub(self.wall_ms());
            self.tabs[tab].timer += 1;
            self.agenda.add(self.now_ms + delay_ms, Event::Timer(tab, self.tabs[tab].timer));
        }
    }

    fn hear(&mut self, tab: usize, notice: Notice) {
        let Notice::Hook(event) = notice else { return };
        let id = network::ids(&event).pop().unwrap_or_default();
        let mut event = json::parse(&event);
        let hook = self.tabs[tab].hook.unwrap_or(Hook::Keeps);
        if hook == Hook::Changes {
            event.put("messageId", "another".into());
            event.put("added", "by a hook".into());
        }
        if hook == Hook::Drops {
            self.ledger.drop_by_hook(tab);
        }
        self.ask(tab, Call::Hooked { id, event: (hook != Hook::Drops).then_some(event) });
    }
}

fn page() -> Page {
    Page::new("https://site.example/", "/", "Home", "", &Value::Null)
}
