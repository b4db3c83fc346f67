//! When a batch leaves, by which way, and what its answer means. The rows themselves are the [`Queue`]'s.
//!
//! ```text
//! Listening ── kept in the durable queue ──▶ told to the sender, and forgotten here
//! Sending   ── due ──▶ by fetch; leaving ──▶ by beacon, then by fetchLater; what does not fit stays in the durable queue
//! ```

use alloc::string::String;
use alloc::vec::Vec;

use super::{Flight, Outcome, Patience, Queue, Role, Row, Settings, patience, queue};
use crate::consent::{Analytics, Grant, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Lane, Notice};
use crate::random::Random;
use crate::value::fill;
use crate::value::number::whole_text;

/// The most rows that wait while nobody can be reached: a visit's worth, and no more of the visitor's disk.
const MAX_BLOCKED_ROWS: usize = 1_000;

/// How a page goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Nothing of what waits is known to be in the durable queue.
    Unstored,
    /// The durable queue is open: what was recorded is in it, or on its way there.
    Stored,
    /// The same, and the next page is of this site.
    ForThisSite,
}

/// Delivery of queued events.
#[derive(Debug, Default)]
pub struct Delivery {
    /// The `events` part of the config.
    pub settings: Settings,
    /// What this tab does for the others.
    pub role: Role,
    queue: Queue,
    pub(super) patience: Patience,
    /// When the rows that wait are due; `None` while nothing waits.
    due_ms: Option<u64>,
    /// Whether the last answer was a yes.
    receiver_is_up: bool,
    /// Whether the present outage was reported already.
    reported: bool,
    /// Whether the browser holds rows, to be sent if the page ends without a word.
    is_armed: bool,
    /// Whether what waits has changed since.
    is_stale: bool,
}

impl Delivery {
    /// Takes a row. Returns how many had to go for it.
    pub(super) fn push(&mut self, row: Row, effects: &mut Effects) -> usize {
        let lost = self.queue.push(row);
        self.is_stale = true;
        let count = lost.len();
        self.settle(lost, effects);
        count
    }

    /// Has rows deleted from the durable queue, where there is one.
    pub(super) fn settle(&self, ids: Vec<String>, effects: &mut Effects) {
        if self.role != Role::Unkept {
            effects.settle(ids);
        }
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.queue.knows(id)
    }

    /// Forgets every row, also what the browser holds.
    pub(super) fn clear(&mut self, effects: &mut Effects) {
        self.queue.clear();
        self.due_ms = None;
        self.disarm(effects);
    }

    /// Whether the circuit is broken: what is let go of then is lost to something on the device.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.patience.is_blocked()
    }

    /// Sends what is due, or asks to be woken when it will be.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn run(&mut self, grant: &Grant<Analytics>, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        if self.role == Role::Listening {
            return Ok(());
        }
        self.run_due(now_ms, effects);
        self.arm(now_ms, effects);
        Ok(())
    }

    fn run_due(&mut self, now_ms: u64, effects: &mut Effects) {
        let count = self.queue.waiting().len();
        if count == 0 {
            self.due_ms = None;
            return;
        }
        // The first batch of a page leaves at once: whether there is a receiver had better be known.
        let patience_ms = if self.receiver_is_up { self.settings.flush_after_ms } else { 0 };
        let mut due_ms = *self.due_ms.get_or_insert(now_ms.saturating_add(patience_ms));
        // A conversion waits for nobody: the page that it leads to may be without us.
        if count as u64 >= self.settings.flush_at || self.queue.has_conversion() {
            due_ms = now_ms;
        }
        if self.queue.is_busy() {
            return;
        }
        let at_ms = due_ms.max(self.patience.not_before_ms());
        // One that is further away than any pause was so by a clock that was set back since.
        if at_ms > now_ms && at_ms - now_ms <= patience::LONGEST_MS {
            effects.push(Effect::Wake { at_ms });
        } else {
            self.send(Lane::Fetch, now_ms, effects);
            self.due_ms = None;
        }
    }

    /// Sends without waiting for company: the page was hidden.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn hurry(&mut self, grant: &Grant<Analytics>, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        self.due_ms = Some(now_ms);
        self.run(grant, now_ms, effects)
    }

    /// The device is online again.
    pub fn hope(&mut self) {
        self.patience.hope();
    }

    /// The page is going away. A flight under way is no business of ours any more: its answer will not be seen. Its rows stay in
    /// the durable queue, as do those that leave now: nobody will hear whether they arrived, and so the next sender sends them again,
    /// under the same ids.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn leave(
        &mut self,
        grant: &Grant<Analytics>,
        now_ms: u64,
        how: Leave,
        effects: &mut Effects,
    ) -> Result<(), StaleGrant> {
        grant.check()?;
        match (how, self.role) {
            // Unless a tab is told, what was recorded just now would wait for its next look.
            (Leave::ForThisSite | Leave::Stored, Role::Listening) => self.relay(&|_| true, effects),
            // The next page, or a tab that waits for it, is elected and finds everything.
            (Leave::ForThisSite, Role::Sending) => {}
            _ => {
                self.disarm(effects);
                self.send(Lane::Beacon, now_ms, effects);
            }
        }
        Ok(())
    }

    /// These rows are in the durable queue: the sender may have them.
    ///
    /// # Errors
    /// [`StaleGrant`]; then they are not told.
    pub fn kept(&mut self, grant: &Grant<Analytics>, ids: &[String], effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        if self.role == Role::Listening {
            self.relay(&|row| ids.contains(&row.id), effects);
        }
        Ok(())
    }

    fn relay(&mut self, which: &dyn Fn(&Row) -> bool, effects: &mut Effects) {
        let rows = self.queue.give_up(which);
        if !rows.is_empty() {
            effects.push(Effect::Relay { rows });
        }
    }

    /// Hands the sending over to a tab that is looked at, where no answer is awaited. What waits here is in the durable queue, where
    /// the next sender finds it.
    pub fn pass(&mut self, effects: &mut Effects) {
        if self.role == Role::Sending && !self.queue.is_busy() {
            self.take_role(Role::Listening);
            effects.push(Effect::Pass);
        }
    }

    fn send(&mut self, lane: Lane, now_ms: u64, effects: &mut Effects) {
        if let Some(flight) = self.queue.take(lane, now_ms) {
            let body = self.settings.format.body(&flight.rows, &self.settings, now_ms, effects.json());
            let (number, url) = (flight.number, self.settings.endpoint.clone());
            effects.push(Effect::Send { number, url, body, lane, gzip: self.settings.gzip });
        }
    }

    /// Where rows live in memory only, the browser is asked ahead to send them should the page end without a word, in a crash.
    fn arm(&mut self, now_ms: u64, effects: &mut Effects) {
        if self.role != Role::Unkept || !core::mem::take(&mut self.is_stale) {
            return;
        }
        let rows = self.queue.unanswered();
        if rows.is_empty() {
            self.disarm(effects);
        } else {
            let body = self.settings.format.body(&rows, &self.settings, now_ms, effects.json());
            effects.push(Effect::Arm { url: self.settings.endpoint.clone(), body });
            self.is_armed = true;
        }
    }

    fn disarm(&mut self, effects: &mut Effects) {
        if core::mem::take(&mut self.is_armed) {
            effects.push(Effect::Arm { url: String::new(), body: String::new() });
        }
    }

    /// What this tab does from now on. Who was the sender has nothing in memory that the next one would not find, unless it is because
    /// nothing can be kept any more.
    pub fn take_role(&mut self, role: Role) {
        // In cookieless mode nothing may be kept, whatever can be.
        let role = if self.settings.cookieless { Role::Unkept } else { role };
        if self.role == Role::Sending && role == Role::Listening {
            self.queue.forget_waiting();
        }
        self.role = role;
    }

    /// Takes the answer to a batch, where one waits for it: the visitor may have withdrawn it. Returns how many events were refused
    /// for good.
    pub fn land(
        &mut self,
        number: u32,
        outcome: Outcome,
        now_ms: u64,
        random: &mut Random,
        effects: &mut Effects,
    ) -> usize {
        let Some(Flight { rows, .. }) = self.queue.land(number, now_ms) else { return 0 };
        self.receiver_is_up = outcome == Outcome::Accepted;
        self.is_stale = true;
        let count = rows.len();
        match outcome {
            Outcome::Accepted => {
                self.reported = false;
                self.queue.grow();
                self.settled(rows, effects);
            }
            Outcome::TooLarge if self.queue.halve(count) => {
                self.queue.put_back(rows);
                self.due_ms = Some(now_ms);
            }
            Outcome::TooLarge => return self.refused(413, rows, effects),
            Outcome::Refused { status } => return self.refused(status, rows, effects),
            Outcome::Later { .. } | Outcome::Unreachable | Outcome::Offline => {
                self.queue.put_back(rows);
                self.patience.fail(outcome, now_ms, random);
                // The rows are due already; `run` waits for the pause to end.
                self.due_ms = Some(now_ms);
                if self.is_blocked() {
                    // What waits already was gathered in good faith, and an outage of a second may look like this, too.
                    self.queue.max_rows = self.queue.waiting().len().max(MAX_BLOCKED_ROWS);
                }
                if outcome != Outcome::Offline && !core::mem::replace(&mut self.reported, true) {
                    let message = "The collector cannot take events now; they are kept and sent later.";
                    effects.notice(Notice::Failed(Failure::delivery("unreachable", message)));
                }
            }
        }
        0
    }

    fn settled(&mut self, rows: Vec<Row>, effects: &mut Effects) {
        self.patience.end();
        self.queue.max_rows = queue::MAX_ROWS;
        self.settle(queue::ids(rows), effects);
    }

    fn refused(&mut self, status: u16, rows: Vec<Row>, effects: &mut Effects) -> usize {
        let count = rows.len();
        let (code, refused) = (whole_text(status.into()), whole_text(count as u64));
        let message = fill("The collector answered {}; events dropped and counted: {}.", &[&code, &refused]);
        effects.notice(Notice::Failed(Failure::delivery("refused", message)));
        self.settled(rows, effects);
        count
    }

    /// Takes the browser's answer to a batch that outlives its page: whether it took the body. What does not fit into a beacon goes by
    /// `fetchLater`, which has a quota of its own. All of it stays here, should the page come back.
    pub fn beaconed(&mut self, number: u32, is_taken: bool, now_ms: u64, effects: &mut Effects) {
        let Some(Flight { lane, mut rows, .. }) = self.queue.land(number, now_ms) else { return };
        if !is_taken {
            self.queue.put_back(core::mem::take(&mut rows));
        }
        if lane == Lane::Beacon {
            self.send(Lane::Later, now_ms, effects);
        }
        self.queue.put_back(rows);
    }
}
