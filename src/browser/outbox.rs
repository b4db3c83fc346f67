//! The durable queue: IndexedDB database `courtesy`, store `queue`, event id → `instance\njson`.
//!
//! Changes are collected and written in one transaction at the end of the task. The database is opened by the first change
//! only, so that nothing is there before a yes, and deleted by a withdrawal. Where IndexedDB is refused, events live in memory
//! only, which is said once. Here stands what is written when, and whose rows are adopted; the steps are js/src/host/outbox.ts.

use std::cell::{Cell, RefCell};

use courtesy_core::events::Row;
use courtesy_core::value::join;
use wasm_bindgen::prelude::*;

use super::door::{text, whole};
use super::host::{deny, wake_at_end_of_task};

#[wasm_bindgen(raw_module = "courtesy-host")]
extern "C" {
    #[wasm_bindgen(js_name = openQueue)]
    fn open_queue();
    #[wasm_bindgen(js_name = deleteQueue)]
    fn delete_queue();
    fn begin() -> bool;
    #[wasm_bindgen(js_name = put)]
    fn put_row(id: &str, row: &str);
    fn commit();
    #[wasm_bindgen(js_name = readRows)]
    fn read_rows();
    fn hold(instance_id: &str);
    #[wasm_bindgen(js_name = release)]
    fn let_go();
}

/// The durable queue of this page.
#[derive(Debug, Default)]
pub struct Outbox {
    instance_id: RefCell<String>,
    /// The page was left. It still hears of things, that it is hidden above all; an answer that it then waited for would come to a
    /// page in the back/forward cache, and have the browser throw it out of there.
    pub is_left: Cell<bool>,
    state: Cell<State>,
    /// The database is to be deleted, before any change is written.
    is_purged: Cell<bool>,
    /// Ids with the events to keep, as JSON; an empty one is to be deleted.
    changes: RefCell<Vec<(String, String)>>,
    /// The rows of dead pages are to be adopted.
    is_adopting: Cell<bool>,
    /// Which pages live.
    alive: RefCell<Vec<String>>,
    is_armed: Cell<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Closed,
    Opening,
    Open,
    /// Refused by the browser: events live in memory.
    Refused,
}

impl Outbox {
    /// Keeps an event, or deletes it (empty), at the end of the task.
    pub fn change(&self, id: String, json: String) {
        self.changes.borrow_mut().push((id, json));
        self.arm();
    }

    /// Deletes everything, at the end of the task.
    pub fn purge(&self) {
        // What was to be written would be deleted at once.
        self.changes.borrow_mut().clear();
        // And a claim under way would open the database again, only to look into it.
        self.is_adopting.set(false);
        self.instance_id.borrow_mut().clear();
        // A later yes claims again: with this lock still held its own would wait for ever.
        let_go();
        self.is_purged.set(true);
        self.arm();
    }

    /// Whether this page has said already that it lives.
    #[must_use]
    pub fn is_claimed(&self) -> bool {
        !self.instance_id.borrow().is_empty()
    }

    /// Marks this instance as alive; then come the ids of all that are, and the rows of those that are not.
    pub fn claim(&self, instance_id: String) {
        hold(&instance_id);
        *self.instance_id.borrow_mut() = instance_id;
    }

    /// The page goes away: what it leaves behind is for the next one, even if this one is kept for a return. Whoever returns
    /// claims again.
    pub fn release(&self) {
        self.instance_id.borrow_mut().clear();
        self.is_left.set(true);
        let_go();
    }

    /// It is known which pages live.
    pub fn know(&self) {
        let mut alive = Vec::new();
        for _ in 0..whole() {
            alive.push(text());
        }
        if self.is_claimed() {
            *self.alive.borrow_mut() = alive;
            self.is_adopting.set(true);
            self.arm();
        }
    }

    /// Makes the rows of dead pages ours, in the transaction that read them, so that no other tab adopts them too.
    pub fn adopt(&self) -> Vec<Row> {
        let mut adopted = Vec::new();
        for _ in 0..whole() {
            let (id, instance, json) = (text(), text(), text());
            if instance != *self.instance_id.borrow() && !self.alive.borrow().contains(&instance) {
                self.put(&id, &json);
                adopted.push(Row { id, json });
            }
        }
        adopted
    }

    /// The task has ended.
    pub fn settle(&self) {
        self.is_armed.set(false);
        self.write();
    }

    /// The database is open.
    pub fn opened(&self) {
        self.state.set(State::Open);
        self.write();
    }

    /// Another tab withdraws: the database was closed.
    pub fn closed(&self) {
        self.state.set(State::Closed);
    }

    /// The browser does not let us keep events.
    pub fn refused(&self) {
        self.changes.borrow_mut().clear();
        if self.state.replace(State::Refused) != State::Refused {
            deny("The browser does not let this page keep events; those not yet sent are lost with it.");
        }
    }

    fn arm(&self) {
        if !self.is_armed.replace(true) {
            wake_at_end_of_task();
        }
    }

    fn write(&self) {
        if self.state.get() == State::Opening {
            // Comes back when it is open.
            return;
        }
        if self.is_purged.take() {
            delete_queue();
            if self.state.get() == State::Open {
                self.state.set(State::Closed);
            }
        }
        if self.changes.borrow().is_empty() && !self.is_adopting.get() {
            return;
        }
        match self.state.get() {
            State::Closed => {
                self.state.set(State::Opening);
                open_queue();
            }
            State::Open if begin() => self.transact(),
            _ => self.refused(),
        }
    }

    /// Writes all changes, and adopts, in one transaction.
    fn transact(&self) {
        for (id, json) in self.changes.take() {
            self.put(&id, &json);
        }
        if self.is_adopting.take() { read_rows() } else { commit() }
    }

    fn put(&self, id: &str, json: &str) {
        let row = if json.is_empty() { String::new() } else { join(&[&self.instance_id.borrow(), "\n", json]) };
        put_row(id, &row);
    }
}
