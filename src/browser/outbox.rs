//! The durable queue: event id → mark of its priority, then its JSON; and which tab of the site sends what is in it.
//!
//! Changes are collected and written in one transaction at the end of the task. The queue is opened by the first change only, so
//! that nothing is there before a yes, and deleted by a withdrawal. Here stands what is written when, and what is read; the steps
//! are js/src/host/outbox.ts (where rows lie: IndexedDB, or localStorage in its place) and js/src/host/sender.ts (who is elected).
//! What a tab does in which role is decided in the core.

use std::cell::{Cell, RefCell};

use courtesy_core::Input;
use courtesy_core::events::{Priority, Role, Row};
use courtesy_core::value::join;
use wasm_bindgen::prelude::*;

use super::door::{text, whole};
use super::host::wake_at_end_of_task;

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
    /// Keeps a row in localStorage, whatever else is used. Whether it is kept.
    fn stash(id: &str, row: &str) -> bool;
    /// Nothing of what waits to be kept will be.
    #[wasm_bindgen(js_name = giveUp)]
    fn give_up();
    #[wasm_bindgen(js_name = stand)]
    fn stand_for_election();
    #[wasm_bindgen(js_name = withdraw)]
    fn let_go();
    #[wasm_bindgen(js_name = relayRow)]
    fn relay_row(id: &str, row: &str);
    fn relay();
}

/// How many deleted rows are remembered, before a new list is begun.
const MAX_DELETED: usize = 1_000;

/// The durable queue of this page.
#[derive(Debug, Default)]
pub struct Outbox {
    /// The page was left. It still hears of things, that it is hidden above all; an answer that it then waited for would come to a
    /// page in the back/forward cache, and have the browser throw it out of there.
    pub is_left: Cell<bool>,
    state: Cell<State>,
    /// Stands for election, or is elected.
    is_standing: Cell<bool>,
    is_elected: Cell<bool>,
    /// Ids with the rows to keep; an empty one is to be deleted.
    changes: RefCell<Vec<(String, String)>>,
    /// How many transactions are under way.
    under_way: Cell<u32>,
    /// All rows are to be read.
    is_reading: Cell<bool>,
    /// What was deleted since they were last read: an answer under way may have it still.
    deleted: RefCell<Vec<String>>,
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
    /// Keeps an event at the end of the task.
    pub fn keep(&self, row: Row) {
        self.change(row.id, join(&[row.priority.mark(), &row.json]));
    }

    /// Deletes an event at the end of the task.
    pub fn delete(&self, id: String) {
        self.deleted.borrow_mut().push(id.clone());
        self.change(id, String::new());
    }

    fn change(&self, id: String, row: String) {
        self.changes.borrow_mut().push((id, row));
        self.arm();
    }

    /// Deletes everything, at once: the record that tells of it is deleted at the end of the task, and a page that finds none does
    /// not look for a queue.
    pub fn purge(&self) {
        // What was to be written would be deleted at once.
        self.changes.borrow_mut().clear();
        self.is_reading.set(false);
        // A later yes stands again.
        self.step_down();
        delete_queue();
        if self.state.get() != State::Refused {
            self.closed();
        }
    }

    /// The role that follows from what is known here.
    #[must_use]
    pub fn role(&self) -> Input {
        Input::Role(match self.state.get() {
            State::Refused => Role::Unkept,
            _ if self.is_elected.get() => Role::Sending,
            _ => Role::Listening,
        })
    }

    /// Whether what was recorded is in the durable queue, or on its way there. What was recorded just now is sent on its way; a
    /// queue that is still being opened would come too late for a page that goes, and so its rows are put where there is no waiting.
    pub fn is_stored(&self) -> bool {
        self.write();
        match self.state.get() {
            State::Open => true,
            State::Opening => self.changes.borrow().iter().all(|(id, row)| row.is_empty() || stash(id, row)),
            State::Closed | State::Refused => false,
        }
    }

    /// Stands for election as the one tab that sends, once.
    pub fn stand(&self) {
        // Who cannot keep anything could not delete what it sent, either.
        let may_stand = !self.is_left.get() && self.state.get() != State::Refused;
        if may_stand && !self.is_standing.replace(true) {
            stand_for_election();
        }
    }

    /// It is elected, or is no longer.
    pub fn elected(&self, is_elected: bool) {
        let is_elected = is_elected && self.is_standing.get();
        self.is_elected.set(is_elected);
        if is_elected {
            self.is_reading.set(true);
            self.arm();
        }
    }

    /// The page goes away: what it leaves behind is for another one, even if this one is kept for a return. Whoever returns stands
    /// again.
    pub fn leave(&self) {
        self.is_left.set(true);
        self.step_down();
    }

    /// Whether another tab could take over now and find all there is.
    pub fn is_idle(&self) -> bool {
        self.is_elected.get() && self.changes.borrow().is_empty() && self.under_way.get() == 0
    }

    /// Lets another tab be elected, if there is one that wants to be.
    pub fn pass(&self) {
        self.step_down();
        self.stand();
    }

    fn step_down(&self) {
        self.is_standing.set(false);
        self.is_elected.set(false);
        let_go();
    }

    /// Whether this is the tab that sends. Only such one is concerned by rows.
    pub fn is_elected(&self) -> bool {
        self.is_elected.get()
    }

    /// Rows of the durable queue, or of a tab that tells of its own.
    pub fn rows(&self) -> Input {
        let mut rows = Vec::new();
        for _ in 0..whole() {
            let (id, row) = (text(), text());
            if let Some((mark, json)) = row.split_at_checked(1)
                && !self.deleted.borrow().contains(&id)
            {
                rows.push(Row { id, priority: Priority::from_mark(mark), json: json.into() });
            }
        }
        Input::Adopted { rows, corrupt: whole().into() }
    }

    /// A transaction is over: of the sender nobody needs to hear of it.
    pub fn kept(&self) -> Option<Input> {
        self.under_way.set(self.under_way.get().saturating_sub(1));
        let mut ids = Vec::new();
        for _ in 0..whole() {
            ids.push(text());
        }
        (!self.is_elected.get()).then_some(Input::Kept { ids })
    }

    /// Tells the tab that sends of rows that it may not know.
    pub fn relay(&self, rows: Vec<Row>) {
        for row in rows {
            relay_row(&row.id, &join(&[row.priority.mark(), &row.json]));
        }
        relay();
    }

    /// The queue is open.
    pub fn opened(&self) {
        self.state.set(State::Open);
        self.write();
    }

    /// Another tab withdraws: the queue was closed.
    pub fn closed(&self) {
        self.state.set(State::Closed);
        self.under_way.set(0);
    }

    /// The browser does not let us keep events.
    pub fn refused(&self) {
        self.changes.borrow_mut().clear();
        self.state.set(State::Refused);
        self.step_down();
        give_up();
    }

    /// The task has ended. Whether the browser refuses from now on to keep anything.
    pub fn settle(&self) -> bool {
        self.is_armed.set(false);
        let was = self.state.get();
        self.write();
        was != self.state.get() && self.state.get() == State::Refused
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
        if !self.changes.borrow().is_empty() || self.is_reading.get() {
            self.write_out();
        }
    }

    #[inline(never)] // or else it stays in the code that everybody loads
    fn write_out(&self) {
        match self.state.get() {
            State::Closed => {
                self.state.set(State::Opening);
                open_queue();
            }
            State::Open if self.transact() => {}
            _ => self.refused(),
        }
    }

    /// Writes all changes, then reads all rows where that is due: each in a transaction of its own, since one that reads ends with its
    /// page, and what it wrote would, too. Whether the browser let us.
    fn transact(&self) -> bool {
        let changes = self.changes.take();
        if !changes.is_empty() {
            if !begin() {
                return false;
            }
            self.under_way.set(self.under_way.get() + 1);
            for (id, row) in changes {
                put_row(&id, &row);
            }
            commit();
            let mut deleted = self.deleted.borrow_mut();
            if deleted.len() > MAX_DELETED {
                // A tab that tells of one of them yet has it sent once more, under its own id.
                deleted.clear();
            }
        }
        if self.is_reading.take() {
            if !begin() {
                return false;
            }
            self.under_way.set(self.under_way.get() + 1);
            self.deleted.borrow_mut().clear();
            read_rows();
        }
        true
    }
}
