//! The durable queue: IndexedDB database `courtesy`, store `queue`, event id → `instance\njson`.
//!
//! Changes are collected and written in one transaction at the end of the task. The database is opened by the first change
//! only, so that nothing is there before a yes, and deleted by a withdrawal. Where IndexedDB is refused, events live in memory
//! only, which is said once.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use courtesy_core::effect::Failure;
use courtesy_core::events::Row;
use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode, window};

use super::{at_end_of_task, locks, once, store};

const DATABASE: &str = "courtesy";
const STORE: &str = "queue";
/// Before the instance's id in the name of its lock.
const LOCK_PREFIX: &str = "courtesy.instance.";

/// A change to the durable queue.
#[derive(Debug)]
pub enum Change {
    /// Keep an event.
    Put {
        /// Its id.
        id: String,
        /// It, as JSON.
        json: String,
    },
    /// Delete events.
    Delete {
        /// Their ids.
        ids: Vec<String>,
    },
    /// Delete the database.
    Destroy,
}

/// Who is told that nothing can be kept.
pub type OnFailure = Box<dyn Fn(Failure)>;
/// Who takes up the rows of dead pages.
pub type OnRows = Box<dyn FnOnce(Vec<Row>)>;

/// The durable queue of this page.
#[derive(Default)]
pub struct Outbox {
    instance_id: RefCell<String>,
    state: RefCell<State>,
    changes: RefCell<Vec<Change>>,
    /// Who waits for the rows of dead pages, and which pages live.
    adoption: RefCell<Option<(Vec<String>, OnRows)>>,
    is_claimed: Cell<bool>,
    is_armed: Cell<bool>,
    on_failure: RefCell<Option<OnFailure>>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Closed,
    Opening,
    Open(IdbDatabase),
    /// Refused by the browser: events live in memory.
    Refused,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Outbox").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Outbox {
    /// Whom to tell, once, when nothing can be kept.
    pub fn on_failure(&self, tell: OnFailure) {
        *self.on_failure.borrow_mut() = Some(tell);
    }

    /// Notes a change; it is written at the end of the task.
    pub fn change(self: &Rc<Outbox>, change: Change) {
        if matches!(change, Change::Destroy) {
            // What was to be written would be deleted at once.
            self.changes.borrow_mut().clear();
        }
        self.changes.borrow_mut().push(change);
        self.arm();
    }

    /// Once: marks this instance as alive, and hands over the rows of those that are not.
    pub fn claim(self: &Rc<Outbox>, instance_id: &str, on_rows: OnRows) {
        if self.is_claimed.replace(true) {
            return;
        }
        *self.instance_id.borrow_mut() = instance_id.into();
        let outbox = Rc::clone(self);
        locks::hold(
            &format!("{LOCK_PREFIX}{instance_id}"),
            Box::new(move |alive| {
                let own = format!("{LOCK_PREFIX}{}", outbox.instance_id.borrow());
                let alive = alive.into_iter().chain([own]).collect();
                *outbox.adoption.borrow_mut() = Some((alive, on_rows));
                outbox.arm();
            }),
        );
    }

    fn arm(self: &Rc<Outbox>) {
        if !self.is_armed.replace(true) {
            let outbox = Rc::clone(self);
            at_end_of_task(Box::new(move |_| {
                outbox.is_armed.set(false);
                outbox.write();
            }));
        }
    }

    fn write(self: &Rc<Outbox>) {
        let database = match &*self.state.borrow() {
            State::Open(database) => Some(database.clone()),
            State::Opening => return,
            State::Closed => None,
            State::Refused => {
                self.changes.borrow_mut().clear();
                return;
            }
        };
        let starts_with_destroy = matches!(self.changes.borrow().first(), Some(Change::Destroy));
        if starts_with_destroy {
            self.changes.borrow_mut().remove(0);
            self.destroy(database);
        } else if let Some(database) = database {
            if self.transact(&database).is_none() {
                self.refuse();
            }
            return;
        }
        let is_idle = self.changes.borrow().is_empty() && self.adoption.borrow().is_none();
        if !is_idle && self.open().is_none() {
            self.refuse();
        }
    }

    fn open(self: &Rc<Outbox>) -> Option<()> {
        let request = window()?.indexed_db().ok().flatten()?.open_with_u32(DATABASE, 1).ok()?;
        *self.state.borrow_mut() = State::Opening;
        let upgraded = request.clone();
        let upgrade = once(Box::new(move |_| {
            let _ = database(&upgraded).and_then(|database| database.create_object_store(STORE).ok());
        }));
        let (outbox, opened) = (Rc::clone(self), request.clone());
        let open = once(Box::new(move |_| match database(&opened) {
            Some(database) => outbox.opened(database),
            None => outbox.refuse(),
        }));
        let outbox = Rc::clone(self);
        let refuse = once(Box::new(move |_| outbox.refuse()));
        request.set_onupgradeneeded(Some(&upgrade));
        request.set_onsuccess(Some(&open));
        request.set_onerror(Some(&refuse));
        Some(())
    }

    fn opened(self: &Rc<Outbox>, database: IdbDatabase) {
        // Another tab withdraws: it may not be kept from deleting.
        let (outbox, closing) = (Rc::clone(self), database.clone());
        let close = once(Box::new(move |_| {
            closing.close();
            *outbox.state.borrow_mut() = State::Closed;
        }));
        database.set_onversionchange(Some(&close));
        *self.state.borrow_mut() = State::Open(database);
        self.write();
    }

    /// Writes all changes, and adopts, in one transaction. `None` where the browser refuses.
    fn transact(self: &Rc<Outbox>, database: &IdbDatabase) -> Option<()> {
        if self.changes.borrow().is_empty() && self.adoption.borrow().is_none() {
            return Some(());
        }
        let transaction = database.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite).ok()?;
        let rows = transaction.object_store(STORE).ok()?;
        let until = self.changes.borrow().iter().position(|change| matches!(change, Change::Destroy));
        let mut changes = self.changes.take();
        let rest = until.map(|until| changes.split_off(until)).unwrap_or_default();
        for change in changes {
            match change {
                Change::Put { id, json } => self.put(&rows, &id, &json),
                Change::Delete { ids } => ids.iter().for_each(|id| {
                    let _ = rows.delete(&id.into());
                }),
                Change::Destroy => {}
            }
        }
        if !rest.is_empty() {
            *self.changes.borrow_mut() = rest;
            self.arm();
        }
        match self.adoption.take() {
            Some((alive, on_rows)) => self.adopt(&rows, alive, on_rows),
            // Said now, the commit needs no further word from this page, which may be leaving.
            None => commit(&transaction),
        }
    }

    fn put(&self, rows: &IdbObjectStore, id: &str, json: &str) {
        let row = format!("{}\n{json}", self.instance_id.borrow());
        let _ = rows.put_with_key(&row.into(), &id.into());
    }

    /// Reads the rows of dead pages and makes them ours in the same transaction, so that no other tab adopts them too.
    fn adopt(self: &Rc<Outbox>, rows: &IdbObjectStore, alive: Vec<String>, on_rows: OnRows) -> Option<()> {
        let (keys, values) = (rows.get_all_keys().ok()?, rows.get_all().ok()?);
        let (outbox, rows, values_read) = (Rc::clone(self), rows.clone(), values.clone());
        let read = once(Box::new(move |_| {
            let adopted = orphans(&keys, &values_read, &alive);
            for row in &adopted {
                outbox.put(&rows, &row.id, &row.json);
            }
            if !adopted.is_empty() {
                on_rows(adopted);
            }
        }));
        values.set_onsuccess(Some(&read));
        Some(())
    }

    fn destroy(&self, database: Option<IdbDatabase>) {
        if let Some(database) = database {
            database.close();
        }
        *self.state.borrow_mut() = State::Closed;
        if let Some(factory) = window().and_then(|window| window.indexed_db().ok().flatten()) {
            let _ = factory.delete_database(DATABASE);
        }
    }

    fn refuse(&self) {
        self.changes.borrow_mut().clear();
        let was_refused = matches!(self.state.replace(State::Refused), State::Refused);
        if let Some(tell) = self.on_failure.borrow().as_ref().filter(|_| !was_refused) {
            tell(store::denied("The browser does not let this page keep events; those not yet sent are lost with it."));
        }
    }
}

#[allow(
    deprecated,
    reason = "web-sys marks it so in error: it is current, https://w3c.github.io/IndexedDB/#dom-idbtransaction-commit"
)]
fn commit(transaction: &IdbTransaction) -> Option<()> {
    transaction.commit().ok()
}

fn database(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

/// The rows whose instance holds no lock. A row that is no JSON is left alone: it would spoil its whole batch.
fn orphans(keys: &IdbRequest, values: &IdbRequest, alive: &[String]) -> Vec<Row> {
    let list = |request: &IdbRequest| request.result().map(|list| Array::from(&list)).unwrap_or_default();
    let pairs = list(keys).iter().zip(list(values).iter().collect::<Vec<_>>()).collect::<Vec<_>>();
    let orphan = |(key, value): (JsValue, JsValue)| {
        let (id, value) = (key.as_string()?, value.as_string()?);
        let (instance, json) = value.split_once('\n')?;
        let is_alive = alive.iter().any(|lock| lock.strip_prefix(LOCK_PREFIX) == Some(instance));
        (!is_alive && JSON::parse(json).is_ok()).then(|| Row { id, json: json.into() })
    };
    pairs.into_iter().filter_map(orphan).collect()
}
