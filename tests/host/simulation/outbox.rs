//! What src/browser/outbox.rs does, rule for rule: when a page opens the queue, writes, reads, stands for election and steps down.

use courtesy_core::Input;
use courtesy_core::events::{Priority, Role, Row};

use super::shell::{Call, Micro};
use super::world::World;

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) is_left: bool,
    pub(crate) state: State,
    is_standing: bool,
    is_elected: bool,
    pub(crate) changes: Vec<(String, String)>,
    under_way: u32,
    is_reading: bool,
    deleted: Vec<String>,
    is_armed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    #[default]
    Closed,
    Opening,
    Open,
    Refused,
}

impl World {
    pub(crate) fn keep(&mut self, tab: usize, row: Row) {
        self.change(tab, row.id, format!("{}{}", row.priority.mark(), row.json));
    }

    pub(crate) fn delete(&mut self, tab: usize, id: String) {
        self.tabs[tab].outbox.deleted.push(id.clone());
        self.change(tab, id, String::new());
    }

    fn change(&mut self, tab: usize, id: String, row: String) {
        self.tabs[tab].outbox.changes.push((id, row));
        self.arm(tab);
    }

    pub(crate) fn purge(&mut self, tab: usize) {
        let outbox = &mut self.tabs[tab].outbox;
        outbox.changes.clear();
        outbox.is_reading = false;
        self.step_down(tab);
        self.delete_queue(tab);
        if self.tabs[tab].outbox.state != State::Refused {
            self.closed(tab);
        }
    }

    pub(crate) fn role(&self, tab: usize) -> Role {
        let outbox = &self.tabs[tab].outbox;
        match outbox.state {
            State::Refused => Role::Unkept,
            _ if outbox.is_elected => Role::Sending,
            _ => Role::Listening,
        }
    }

    pub(crate) fn is_stored(&mut self, tab: usize) -> bool {
        self.write(tab);
        match self.tabs[tab].outbox.state {
            State::Open => true,
            State::Opening => {
                let changes = self.tabs[tab].outbox.changes.clone();
                let is_stored = changes.iter().all(|(id, row)| row.is_empty() || self.stash(id, row));
                if !is_stored {
                    self.ledger.has_aborted = true;
                    changes.iter().for_each(|(id, _)| self.ledger.abort(id));
                }
                is_stored
            }
            State::Closed | State::Refused => false,
        }
    }

    pub(crate) fn stand(&mut self, tab: usize) {
        let outbox = &mut self.tabs[tab].outbox;
        if !outbox.is_left && outbox.state != State::Refused && !outbox.is_standing {
            outbox.is_standing = true;
            self.stand_for_election(tab);
        }
    }

    pub(crate) fn elected(&mut self, tab: usize, is_elected: bool) {
        let outbox = &mut self.tabs[tab].outbox;
        outbox.is_elected = is_elected && outbox.is_standing;
        if outbox.is_elected {
            outbox.is_reading = true;
            self.arm(tab);
        }
    }

    pub(crate) fn leave_outbox(&mut self, tab: usize) {
        self.tabs[tab].outbox.is_left = true;
        self.step_down(tab);
    }

    pub(crate) fn is_idle(&self, tab: usize) -> bool {
        let outbox = &self.tabs[tab].outbox;
        outbox.is_elected && outbox.changes.is_empty() && outbox.under_way == 0
    }

    pub(crate) fn pass(&mut self, tab: usize) {
        self.step_down(tab);
        self.stand(tab);
    }

    fn step_down(&mut self, tab: usize) {
        let outbox = &mut self.tabs[tab].outbox;
        outbox.is_standing = false;
        outbox.is_elected = false;
        self.let_go(tab);
    }

    pub(crate) fn rows(&self, tab: usize, told: Vec<(String, String)>, corrupt: u64) -> Option<Input> {
        let outbox = &self.tabs[tab].outbox;
        let mut rows = Vec::new();
        for (id, row) in told {
            if let Some((mark, json)) = row.split_at_checked(1)
                && !outbox.deleted.contains(&id)
            {
                rows.push(Row { id, priority: Priority::from_mark(mark), json: json.into() });
            }
        }
        outbox.is_elected.then_some(Input::Adopted { rows, corrupt })
    }

    pub(crate) fn kept(&mut self, tab: usize, ids: Vec<String>) -> Option<Input> {
        let outbox = &mut self.tabs[tab].outbox;
        outbox.under_way = outbox.under_way.saturating_sub(1);
        (!outbox.is_elected).then_some(Input::Kept { ids })
    }

    pub(crate) fn opened(&mut self, tab: usize) {
        self.tabs[tab].outbox.state = State::Open;
        self.write(tab);
    }

    pub(crate) fn closed(&mut self, tab: usize) {
        self.tabs[tab].outbox.state = State::Closed;
        self.tabs[tab].outbox.under_way = 0;
    }

    pub(crate) fn refused(&mut self, tab: usize) {
        self.tabs[tab].outbox.changes.clear();
        self.tabs[tab].outbox.state = State::Refused;
        self.step_down(tab);
    }

    pub(crate) fn settle_outbox(&mut self, tab: usize) -> bool {
        self.tabs[tab].outbox.is_armed = false;
        let was = self.tabs[tab].outbox.state;
        self.write(tab);
        let is = self.tabs[tab].outbox.state;
        was != is && is == State::Refused
    }

    fn arm(&mut self, tab: usize) {
        let tab = &mut self.tabs[tab];
        if !std::mem::replace(&mut tab.outbox.is_armed, true) {
            tab.micros.push_back(Micro::Call(Call::TaskEnds));
        }
    }

    fn write(&mut self, tab: usize) {
        if self.tabs[tab].outbox.state == State::Opening {
            return;
        }
        let outbox = &mut self.tabs[tab].outbox;
        if outbox.changes.is_empty() && !outbox.is_reading {
            return;
        }
        let state = outbox.state;
        match state {
            State::Closed => {
                self.tabs[tab].outbox.state = State::Opening;
                self.open_queue(tab);
            }
            State::Open if self.transact(tab) => {}
            _ => self.refused(tab),
        }
    }

    fn transact(&mut self, tab: usize) -> bool {
        let changes = std::mem::take(&mut self.tabs[tab].outbox.changes);
        if !changes.is_empty() {
            if !self.begin(tab) {
                return false;
            }
            self.tabs[tab].outbox.under_way += 1;
            for (id, row) in changes {
                self.put(tab, id, row);
            }
            self.commit(tab);
        }
        if std::mem::take(&mut self.tabs[tab].outbox.is_reading) {
            if !self.begin(tab) {
                return false;
            }
            self.tabs[tab].outbox.under_way += 1;
            self.tabs[tab].outbox.deleted.clear();
            self.read_rows(tab);
        }
        true
    }
}
