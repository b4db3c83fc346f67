//! The durable queue: IndexedDB database `courtesy`, store `queue`, event id → `instance\njson`.
//!
//! Changes are collected and written in one transaction at the end of the task. The database is opened by the first change
//! only, so that nothing is there before a yes, and deleted by a withdrawal. Where IndexedDB is refused, events live in memory
//! only, which is said once.

use std::cell::{Cell, RefCell};
use std::fmt;

use courtesy_core::events::Row;
use js_sys::JSON;
use wasm_bindgen::JsValue;

use super::host::{at_end_of_task, call, get, global, invoke, item, length, once, set};
use super::locks;
use super::news::News;

const DATABASE: &str = "courtesy";
const STORE: &str = "queue";

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
}

/// Who takes up the rows of dead pages.
pub type OnRows = Box<dyn FnOnce(Vec<Row>)>;

/// The durable queue of this page.
pub struct Outbox {
    news: News,
    instance_id: RefCell<String>,
    /// What lets go of the lock by which other tabs know that this page lives.
    lock: RefCell<JsValue>,
    state: RefCell<State>,
    /// The database is to be deleted, before any change is written.
    is_purged: Cell<bool>,
    changes: RefCell<Vec<Change>>,
    /// Who waits for the rows of dead pages, and which pages live.
    adoption: RefCell<Option<(Vec<String>, OnRows)>>,
    is_armed: Cell<bool>,
}

#[derive(Debug)]
enum State {
    Closed,
    Opening,
    Open(JsValue),
    /// Refused by the browser: events live in memory.
    Refused,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Outbox").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Outbox {
    /// A queue that says to `news`, once, when nothing can be kept.
    #[must_use]
    pub fn new(news: News) -> &'static Outbox {
        Box::leak(Box::new(Outbox {
            news,
            instance_id: RefCell::default(),
            lock: RefCell::default(),
            state: RefCell::new(State::Closed),
            is_purged: Cell::default(),
            changes: RefCell::default(),
            adoption: RefCell::default(),
            is_armed: Cell::default(),
        }))
    }

    /// Notes a change; it is written at the end of the task.
    pub fn change(&'static self, change: Change) {
        self.changes.borrow_mut().push(change);
        self.arm();
    }

    /// Deletes everything, at the end of the task.
    pub fn purge(&'static self) {
        // What was to be written would be deleted at once.
        self.changes.borrow_mut().clear();
        // And a claim under way would open the database again, only to look into it.
        self.adoption.take();
        self.instance_id.borrow_mut().clear();
        self.is_purged.set(true);
        self.arm();
    }

    /// Whether this page has said already that it lives.
    #[must_use]
    pub fn is_claimed(&self) -> bool {
        !self.instance_id.borrow().is_empty()
    }

    /// Marks this instance as alive, and hands over the rows of those that are not.
    pub fn claim(&'static self, instance_id: String, on_rows: OnRows) {
        let outbox = self;
        let adopt = move |alive| {
            if !outbox.is_claimed() {
                return;
            }
            *outbox.adoption.borrow_mut() = Some((alive, on_rows));
            outbox.arm();
        };
        *self.lock.borrow_mut() = locks::hold(&instance_id, Box::new(adopt));
        *self.instance_id.borrow_mut() = instance_id;
    }

    /// The page goes away: what it leaves behind is for the next one, even if this one is kept for a return. Whoever returns
    /// claims again.
    pub fn release(&self) {
        self.instance_id.borrow_mut().clear();
        let _ = invoke(&self.lock.borrow(), "resolve");
    }

    fn arm(&'static self) {
        if !self.is_armed.replace(true) {
            let outbox = self;
            at_end_of_task(once(Box::new(move |_| {
                outbox.is_armed.set(false);
                outbox.write();
            })));
        }
    }

    fn write(&'static self) {
        if matches!(*self.state.borrow(), State::Opening) {
            // Comes back when it is open.
            return;
        }
        if self.is_purged.take() {
            self.close();
            let _ = call(&global("indexedDB"), "deleteDatabase", DATABASE.into(), JsValue::UNDEFINED);
        }
        if self.changes.borrow().is_empty() && self.adoption.borrow().is_none() {
            return;
        }
        let database = match &*self.state.borrow() {
            State::Open(database) => Some(database.clone()),
            _ => None,
        };
        if database.map_or_else(|| self.open(), |database| self.transact(&database)).is_none() {
            self.refuse();
        }
    }

    fn open(&'static self) -> Option<()> {
        if matches!(*self.state.borrow(), State::Refused) {
            return None;
        }
        let request = call(&global("indexedDB"), "open", DATABASE.into(), JsValue::UNDEFINED)?;
        *self.state.borrow_mut() = State::Opening;
        let upgrade = once(Box::new(|event| {
            let _ = call(&result(&event), "createObjectStore", STORE.into(), JsValue::UNDEFINED);
        }));
        let outbox = self;
        let open = once(Box::new(move |event| outbox.opened(result(&event))));
        let outbox = self;
        let refuse = once(Box::new(move |_| outbox.refuse()));
        set(&request, "onupgradeneeded", &upgrade);
        set(&request, "onsuccess", &open);
        set(&request, "onerror", &refuse);
        Some(())
    }

    fn opened(&'static self, database: JsValue) {
        // Another tab withdraws: it may not be kept from deleting.
        let outbox = self;
        set(&database, "onversionchange", &once(Box::new(move |_| outbox.close())));
        *self.state.borrow_mut() = State::Open(database);
        self.write();
    }

    /// Writes all changes, and adopts, in one transaction. `None` where the browser refuses.
    fn transact(&'static self, database: &JsValue) -> Option<()> {
        let transaction = call(database, "transaction", STORE.into(), "readwrite".into())?;
        let rows = call(&transaction, "objectStore", STORE.into(), JsValue::UNDEFINED)?;
        for change in self.changes.take() {
            match change {
                Change::Put { id, json } => self.put(&rows, &id, &json),
                Change::Delete { ids } => {
                    for id in ids {
                        let _ = call(&rows, "delete", id.into(), JsValue::UNDEFINED);
                    }
                }
            }
        }
        if let Some((alive, on_rows)) = self.adoption.take() {
            return self.adopt(rows, alive, on_rows);
        }
        // Said now, the commit needs no further word from this page, which may be leaving.
        let _ = invoke(&transaction, "commit");
        Some(())
    }

    fn put(&self, rows: &JsValue, id: &str, json: &str) {
        let mut row = self.instance_id.borrow().clone();
        row.push('\n');
        row.push_str(json);
        let _ = call(rows, "put", row.into(), id.into());
    }

    /// Reads the rows of dead pages and makes them ours in the same transaction, so that no other tab adopts them too.
    fn adopt(&'static self, rows: JsValue, alive: Vec<String>, on_rows: OnRows) -> Option<()> {
        let (keys, values) = (invoke(&rows, "getAllKeys")?, invoke(&rows, "getAll")?);
        let outbox = self;
        let read = once(Box::new(move |event| {
            let (ids, values, mut adopted) = (get(&keys, "result"), result(&event), Vec::new());
            for index in 0..length(&ids) {
                let (id, value) = (item(&ids, index).as_string(), item(&values, index).as_string());
                if let (Some(id), Some(json)) = (id, value.as_deref().and_then(|value| outbox.orphan(value, &alive))) {
                    outbox.put(&rows, &id, json);
                    adopted.push(Row { id, json: json.into() });
                }
            }
            if !adopted.is_empty() {
                on_rows(adopted);
            }
        }));
        set(&values, "onsuccess", &read);
        Some(())
    }

    /// The event in a row of a dead page. A row that is no JSON is left alone: it would spoil its whole batch.
    fn orphan<'r>(&self, row: &'r str, alive: &[String]) -> Option<&'r str> {
        let end = row.bytes().position(|byte| byte == b'\n')?;
        let (instance, json) = (row.get(..end)?, row.get(end + 1..)?);
        let is_alive = instance == *self.instance_id.borrow() || alive.iter().any(|id| id == instance);
        (!is_alive && JSON::parse(json).is_ok()).then_some(json)
    }

    fn close(&self) {
        let mut state = self.state.borrow_mut();
        if let State::Open(database) = &*state {
            let _ = invoke(database, "close");
            *state = State::Closed;
        }
    }

    fn refuse(&self) {
        self.close();
        self.changes.borrow_mut().clear();
        if !matches!(self.state.replace(State::Refused), State::Refused) {
            self.news.deny("The browser does not let this page keep events; those not yet sent are lost with it.");
        }
    }
}

/// What a request of IndexedDB brought, seen from its event.
fn result(event: &JsValue) -> JsValue {
    get(&get(event, "target"), "result")
}
