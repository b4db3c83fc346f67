//! When a batch leaves, by which way, and what its answer means. The rows themselves are the [`Queue`]'s.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Outcome, Queue, Row, Settings, batch};
use crate::consent::{Analytics, Grant, StaleGrant};
use crate::effect::{Effect, Effects, Failure, Lane, Notice};
use crate::random::Random;
use crate::value::fill;
use crate::value::number::whole_text;

/// Delivery of queued events.
#[derive(Debug, Default)]
pub struct Delivery {
    /// The `events` part of the config.
    pub settings: Settings,
    queue: Queue,
    /// When the rows that wait are due; `None` while nothing waits.
    due_ms: Option<u64>,
    /// Whether the last answer was a yes: only then is an unanswered beacon believed.
    receiver_is_up: bool,
    /// Whether the present outage was reported already.
    reported: bool,
}

impl Delivery {
    pub(super) fn push(&mut self, row: Row) -> Vec<String> {
        self.queue.push(row)
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.queue.knows(id)
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
        self.due_ms = None;
    }

    /// Sends what is due, or asks to be woken when it will be.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn run(&mut self, grant: &Grant<Analytics>, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        if self.queue.waiting() == 0 {
            self.due_ms = None;
            return Ok(());
        }
        // The first batch of a page leaves at once: until it is answered, a beacon could not be believed.
        let patience_ms = if self.receiver_is_up { self.settings.flush_after_ms } else { 0 };
        let mut due_ms = *self.due_ms.get_or_insert(now_ms.saturating_add(patience_ms));
        if self.queue.waiting() as u64 >= self.settings.flush_at {
            due_ms = now_ms;
        }
        let Some(free_from_ms) = self.queue.free_from_ms() else { return Ok(()) };
        let at_ms = due_ms.max(free_from_ms);
        if at_ms > now_ms {
            effects.push(Effect::Wake { at_ms });
        } else {
            self.send(Lane::Fetch, now_ms, effects);
            self.due_ms = None;
        }
        Ok(())
    }

    /// Sends without waiting for company: the page was hidden.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn hurry(&mut self, grant: &Grant<Analytics>, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        self.due_ms = Some(now_ms);
        self.run(grant, now_ms, effects)
    }

    /// The page is going away: what waits leaves by beacon. A flight under way is no business of ours any more: its answer will
    /// not be seen, and the browser may have refused it for want of quota. Its rows stay in the durable queue.
    ///
    /// # Errors
    /// [`StaleGrant`]; then nothing leaves.
    pub fn leave(&mut self, grant: &Grant<Analytics>, now_ms: u64, effects: &mut Effects) -> Result<(), StaleGrant> {
        grant.check()?;
        self.send(Lane::Beacon, now_ms, effects);
        Ok(())
    }

    fn send(&mut self, lane: Lane, now_ms: u64, effects: &mut Effects) {
        if let Some(flight) = self.queue.take(lane, now_ms) {
            let body = batch::body(&flight.rows, &self.settings, now_ms, effects.json());
            let url = self.settings.endpoint.clone();
            effects.push(Effect::Send { number: flight.number, url, body, lane });
        }
    }

    /// Takes the answer to a batch. Returns how many events were refused for good; `None` where nobody waits for this answer
    /// any more: the visitor withdrew the batch, or the page had left.
    pub fn land(
        &mut self,
        number: u32,
        outcome: Outcome,
        now_ms: u64,
        random: &mut Random,
        effects: &mut Effects,
    ) -> Option<usize> {
        if !self.queue.is_under_way(number) {
            return None;
        }
        let ids = self.queue.land(number, outcome, now_ms, random);
        let mut refused = 0;
        match outcome {
            Outcome::Accepted => {
                self.receiver_is_up = true;
                self.reported = false;
            }
            Outcome::Refused { status } => {
                refused = ids.len();
                self.receiver_is_up = false;
                let (code, count) = (whole_text(status.into()), whole_text(refused as u64));
                let message = fill("The collector answered {}; events dropped and counted: {}.", &[&code, &count]);
                effects.notice(Notice::Failed(Failure::delivery("refused", message)));
            }
            Outcome::Later { .. } | Outcome::Unreachable => {
                self.receiver_is_up = false;
                // The rows are due already; `run` waits for the pause to end.
                self.due_ms = Some(now_ms);
                if !core::mem::replace(&mut self.reported, true) {
                    let message = "The collector cannot take events now; they are kept and sent later.";
                    effects.notice(Notice::Failed(Failure::delivery("unreachable", message)));
                }
            }
        }
        effects.settle(ids);
        Some(refused)
    }

    /// Takes the browser's answer to a beacon: whether it took the body. Returns the rows that are believed to have arrived.
    pub fn beaconed(&mut self, number: u32, is_taken: bool) -> Vec<Row> {
        let rows = self.queue.believe(number);
        if is_taken && self.receiver_is_up {
            return rows;
        }
        self.queue.put_back(rows);
        Vec::new()
    }

    /// Takes back rows that were believed to have arrived: they are the oldest.
    pub fn disbelieve(&mut self, rows: Vec<Row>) {
        self.queue.put_back(rows);
    }
}
