//! js/src/host/outbox.ts and the database behind it: connections, transactions one after the other, and what a deletion waits for.
//!
//! A transaction that its page has committed outlives the page. One that still reads does not, unless it is through.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::agenda::{Event, Message};
use super::faults::Storage;
use super::outbox::State;
use super::shell::{Call, Micro};
use super::world::World;

const MAX_LOCAL_ROWS: usize = 250;
/// How long the browser may take to open the database.
const PATIENCE_MS: u64 = 3_000;

#[derive(Debug, Default)]
pub(crate) struct Disk {
    pub(crate) rows: BTreeMap<String, String>,
    pub(crate) local: BTreeMap<String, String>,
    pub(crate) set_aside: BTreeSet<String>,
    connections: BTreeSet<usize>,
    /// Tabs whose connection was asked to close.
    asked: BTreeSet<usize>,
    requests: VecDeque<(usize, Request)>,
    transactions: VecDeque<Transaction>,
    is_busy: bool,
    /// So many of the next transactions find no room.
    pub(crate) no_room: u64,
    pub(crate) disconnected: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    /// Of the connections that the tab will have had then.
    Open(u64),
    Delete,
}

#[derive(Debug, Default)]
pub(crate) struct Transaction {
    tab: usize,
    /// The tab's connection, of those that it has had.
    connection: u64,
    changes: Vec<(String, String)>,
    /// What was read of localStorage, and how much of it could not be.
    local: (Rows, u64),
    written: Vec<String>,
    reads: bool,
    is_committed: bool,
}

type Rows = Vec<(String, String)>;

impl World {
    pub(crate) fn open_queue(&mut self, tab: usize) {
        self.tabs[tab].opening += 1;
        match self.browser.storage {
            _ if self.tabs[tab].is_local => self.ask(tab, Call::Opened),
            Storage::IndexedDb => {
                let (connection, opening) = (self.tabs[tab].connection, self.tabs[tab].opening);
                self.disk.requests.push_back((tab, Request::Open(connection)));
                self.agenda.add(self.now_ms + PATIENCE_MS, Event::NotOpened(tab, opening));
                self.use_disk();
            }
            _ if self.browser.refuses_at_once => self.open_local(tab),
            _ => {
                let after_ms = self.dice.below(20);
                self.agenda.add(self.now_ms + after_ms, Event::NotOpened(tab, self.tabs[tab].opening));
            }
        }
    }

    /// The database is refused, or does not come.
    pub(crate) fn open_local(&mut self, tab: usize) {
        match self.browser.storage {
            Storage::IndexedDb | Storage::Local => {
                self.tabs[tab].is_local = true;
                // It does not see what other tabs keep in the database, and cannot delete it there.
                self.ledger.may_double |= self.browser.storage == Storage::IndexedDb;
                self.ledger.may_leave_orphans |= self.browser.storage == Storage::IndexedDb;
                self.ask(tab, Call::Opened);
            }
            Storage::NoRows | Storage::Blocked => self.tell(tab, Call::Refused),
        }
    }

    pub(crate) fn is_opening(&self, tab: usize) -> bool {
        self.tabs[tab].outbox.state == State::Opening
    }

    /// One that comes when localStorage has taken its place is closed again.
    pub(crate) fn database_is_open(&mut self, tab: usize) {
        if self.tabs[tab].is_local {
            self.disconnect(tab);
        } else {
            self.ask(tab, Call::Opened);
        }
    }

    pub(crate) fn delete_queue(&mut self, tab: usize) {
        self.tabs[tab].connection += 1;
        self.disk.connections.remove(&tab);
        self.disk.requests.push_back((tab, Request::Delete));
        for (id, _) in std::mem::take(&mut self.disk.local) {
            self.disk.set_aside.remove(&id);
        }
        self.ask_to_close();
        self.use_disk();
    }

    pub(crate) fn begin(&mut self, tab: usize) -> bool {
        let connection = self.tabs[tab].connection;
        self.tabs[tab].transaction = Transaction { tab, connection, ..Transaction::default() };
        if self.tabs[tab].is_local {
            return true;
        }
        if self.disk.disconnected.remove(&tab) || !self.disk.connections.contains(&tab) {
            self.disk.connections.remove(&tab);
            self.ledger.may_double = true;
            self.ledger.may_leave_orphans = true;
            self.tell(tab, Call::Refused);
            return false;
        }
        true
    }

    pub(crate) fn put(&mut self, tab: usize, id: String, row: String) {
        let is_local = self.tabs[tab].is_local;
        if row.is_empty() {
            // It may have been kept there by another page.
            self.disk.local.remove(&id);
        } else if is_local && !self.stash(&id, &row) {
            self.ledger.has_aborted = true;
            self.ledger.abort(&id);
            return self.tabs[tab].micros.push_back(Micro::Kept(vec![id]));
        } else {
            self.tabs[tab].transaction.written.push(id.clone());
        }
        if !is_local {
            self.tabs[tab].transaction.changes.push((id, row));
        }
    }

    pub(crate) fn stash(&mut self, id: &str, row: &str) -> bool {
        let is_allowed = matches!(self.browser.storage, Storage::IndexedDb | Storage::Local);
        let has_room = is_allowed && self.disk.local.len() < MAX_LOCAL_ROWS;
        if has_room {
            self.ledger.commit(id);
            self.disk.local.insert(id.into(), row.into());
        }
        has_room
    }

    pub(crate) fn commit(&mut self, tab: usize) {
        let mut transaction = std::mem::take(&mut self.tabs[tab].transaction);
        if self.tabs[tab].is_local {
            return self.tabs[tab].micros.push_back(Micro::Kept(transaction.written));
        }
        transaction.is_committed = true;
        self.disk.transactions.push_back(transaction);
        self.use_disk();
    }

    pub(crate) fn read_rows(&mut self, tab: usize) {
        let rows = std::mem::take(&mut self.disk.local);
        let local = self.readable(rows, true);
        if self.tabs[tab].is_local {
            self.commit(tab);
            return self.tabs[tab].micros.push_back(Micro::Rows(local.0, local.1));
        }
        let mut transaction = std::mem::take(&mut self.tabs[tab].transaction);
        transaction.reads = true;
        transaction.local = local;
        self.disk.transactions.push_back(transaction);
        self.use_disk();
    }

    /// Sets aside what cannot be read.
    fn readable(&mut self, rows: BTreeMap<String, String>, is_local: bool) -> (Rows, u64) {
        let (mut good, mut corrupt) = (Vec::new(), 0);
        for (id, row) in &rows {
            if self.disk.set_aside.contains(id) {
                continue;
            }
            // Rows are whole, or spoilt by us.
            if row.ends_with('}') {
                good.push((id.clone(), row.clone()));
            } else {
                corrupt += 1;
                self.disk.set_aside.insert(id.clone());
                self.ledger.spoil(id);
            }
        }
        if is_local {
            self.disk.local = rows
        } else {
            self.disk.rows = rows
        }
        (good, corrupt)
    }

    fn use_disk(&mut self) {
        if !std::mem::replace(&mut self.disk.is_busy, true) {
            let after_ms = if self.dice.permille(50) { self.dice.below(400) } else { self.dice.below(15) };
            self.agenda.add(self.now_ms + after_ms, Event::Disk);
        }
    }

    pub(crate) fn turn_disk(&mut self) {
        self.disk.is_busy = false;
        if let Some(transaction) = self.disk.transactions.pop_front() {
            self.run_transaction(transaction);
        } else if let Some((tab, request)) = self.disk.requests.front().copied() {
            if request == Request::Delete && !self.disk.connections.is_empty() {
                // Goes on when the last one is closed.
                return self.ask_to_close();
            }
            self.disk.requests.pop_front();
            if request == Request::Delete {
                self.note(|_| "the queue is deleted".into());
                self.disk.rows.clear();
                self.disk.set_aside.clear();
            } else if request == Request::Open(self.tabs[tab].connection) {
                self.disk.connections.insert(tab);
                self.disk.asked.remove(&tab);
                self.agenda.add(self.now_ms, Event::Opened(tab, self.tabs[tab].connection));
            }
        }
        if !self.disk.transactions.is_empty() || !self.disk.requests.is_empty() {
            self.use_disk();
        }
    }

    /// A deletion whose turn it is waits for all connections, and each may end its transactions.
    fn ask_to_close(&mut self) {
        if self.disk.requests.front().is_some_and(|(_, request)| *request == Request::Delete) {
            for tab in self.disk.connections.clone() {
                if self.disk.asked.insert(tab) {
                    self.agenda.add(self.now_ms + 1, Event::VersionChange(tab));
                }
            }
        }
    }

    fn run_transaction(&mut self, transaction: Transaction) {
        let Transaction { tab, connection, changes, local, written, reads, .. } = transaction;
        let has_room = written.is_empty() || self.disk.no_room == 0;
        if !has_room {
            self.disk.no_room -= 1;
            self.ledger.has_aborted = true;
            self.ledger.may_leave_orphans = true;
            written.iter().for_each(|id| self.ledger.abort(id));
            // Said by the put itself, then nothing is read; or only by the commit.
            if reads && self.dice.coin() {
                let rows = self.disk.rows.clone();
                self.told(tab, connection, local, rows);
            }
            self.note(|_| format!("a transaction of tab {tab} finds no room for {}", written.len()));
            return self.agenda.add(self.now_ms, Event::Task(tab, Call::Full(written)));
        }
        for (id, row) in changes {
            if row.is_empty() {
                self.disk.rows.remove(&id);
            } else {
                self.ledger.commit(&id);
                self.disk.rows.insert(id, row);
            }
        }
        self.note(|_| format!("a transaction of tab {tab} is through: {} rows, reads {reads}", written.len()));
        if reads {
            let rows = std::mem::take(&mut self.disk.rows);
            self.told(tab, connection, local, rows);
        }
        self.agenda.add(self.now_ms, Event::Task(tab, Call::Kept(written)));
    }

    /// A reader hears of the rows of both places.
    fn told(&mut self, tab: usize, connection: u64, local: (Rows, u64), rows: BTreeMap<String, String>) {
        let (mut all, mut corrupt) = local;
        let (rows, count) = self.readable(rows, false);
        all.extend(rows);
        corrupt += count;
        self.agenda.add(self.now_ms, Event::Read(tab, connection, all, corrupt));
    }

    /// Another tab deletes the queue. A page in the back/forward cache is thrown out of there for it.
    pub(crate) fn version_change(&mut self, tab: usize) {
        self.disconnect(tab);
        self.tabs[tab].connection += 1;
        self.ask(tab, Call::Closed);
        self.drain(tab);
    }

    pub(crate) fn disconnect(&mut self, tab: usize) {
        self.disk.connections.remove(&tab);
        self.use_disk();
    }

    /// The page is gone. Its deletion goes on; what was committed goes on, too, unless its process died.
    pub(crate) fn drop_disk_of(&mut self, tab: usize, is_crash: bool) {
        let mut going_on = VecDeque::new();
        for transaction in std::mem::take(&mut self.disk.transactions) {
            let survives = if transaction.is_committed && !is_crash { true } else { self.dice.coin() };
            if transaction.tab != tab || survives {
                going_on.push_back(transaction);
            }
        }
        self.disk.transactions = going_on;
        self.disk.requests.retain(|(asks, request)| *asks != tab || *request == Request::Delete);
        self.disconnect(tab);
    }

    /// Damages one of the rows that lie in the queue.
    pub(crate) fn corrupt(&mut self, number: u64) {
        let set_aside = &self.disk.set_aside;
        let rows = if self.browser.storage == Storage::Local { &mut self.disk.local } else { &mut self.disk.rows };
        let count = rows.keys().filter(|id| !set_aside.contains(*id)).count() as u64;
        if let Some(index) = number.checked_rem(count) {
            let row = rows.iter_mut().filter(|(id, _)| !set_aside.contains(*id)).nth(index as usize);
            if let Some((_, row)) = row {
                row.push('?');
            }
        }
    }

    pub(crate) fn lies_in_queue(&self) -> Vec<String> {
        let all = self.disk.rows.keys().chain(self.disk.local.keys());
        all.filter(|id| !self.disk.set_aside.contains(*id)).cloned().collect()
    }

    pub(crate) fn relay(&mut self, tab: usize, rows: Vec<courtesy_core::events::Row>) {
        let rows = rows.into_iter().map(|row| (row.id, format!("{}{}", row.priority.mark(), row.json))).collect();
        self.say(tab, &Message::Rows(rows));
    }
}
