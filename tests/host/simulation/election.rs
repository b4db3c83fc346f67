//! js/src/host/sender.ts: one lock with those who wait for it, or a lease in localStorage.

use std::collections::VecDeque;

use super::agenda::Event;
use super::shell::Call;
use super::world::World;

const LEASE_MS: u64 = 8_000;

#[derive(Debug, Default)]
pub(crate) struct Election {
    last: u64,
    holder: Option<(usize, u64)>,
    waiting: VecDeque<(usize, u64)>,
    /// Whose the lease is, and until when by the wall clock.
    lease: Option<(u64, u64)>,
}

/// What a tab has asked for.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// 0 where it does not stand.
    number: u64,
    holds_lease: bool,
}

impl World {
    pub(crate) fn stand_for_election(&mut self, tab: usize) {
        self.election.last += 1;
        let number = self.election.last;
        self.tabs[tab].standing = Standing { number, holds_lease: false };
        if self.browser.has_locks {
            self.election.waiting.push_back((tab, number));
            self.grant();
        } else {
            self.look(tab, number, true);
            self.agenda.add(self.now_ms + 50, Event::Look(tab, number, false));
        }
    }

    pub(crate) fn let_go(&mut self, tab: usize) {
        let standing = std::mem::take(&mut self.tabs[tab].standing);
        if standing.holds_lease {
            self.election.lease = None;
        }
        self.release(tab);
    }

    /// Also when a tab ends, however it ends. A lease stays.
    pub(crate) fn release(&mut self, tab: usize) {
        self.election.waiting.retain(|(waits, _)| *waits != tab);
        if self.election.holder.is_some_and(|(holds, _)| holds == tab) {
            self.election.holder = None;
        }
        self.grant();
    }

    fn grant(&mut self) {
        if self.election.holder.is_none()
            && let Some((tab, number)) = self.election.waiting.pop_front()
        {
            self.election.holder = Some((tab, number));
            let after_ms = self.dice.below(5);
            self.agenda.add(self.now_ms + after_ms, Event::Granted(tab, number));
        }
    }

    pub(crate) fn granted(&mut self, tab: usize, number: u64) {
        if self.tabs[tab].standing.number == number {
            self.task(tab, Call::Elected(true));
        }
    }

    pub(crate) fn look(&mut self, tab: usize, number: u64, is_repeated: bool) {
        if self.tabs[tab].standing.number != number {
            return;
        }
        if is_repeated {
            self.agenda.add(self.now_ms + LEASE_MS / 4, Event::Look(tab, number, true));
        }
        let wall_ms = self.wall_ms();
        let holder = self.election.lease.map(|(holder, _)| holder);
        let is_free = self.election.lease.is_none_or(|(_, until_ms)| {
            // Also one from before the clock was set back.
            until_ms <= wall_ms || until_ms > wall_ms + LEASE_MS
        });
        if holder == Some(number) || is_free {
            self.election.lease = Some((number, wall_ms + LEASE_MS));
        }
        let is_held = holder == Some(number);
        if is_held != self.tabs[tab].standing.holds_lease {
            self.tabs[tab].standing.holds_lease = is_held;
            self.task(tab, Call::Elected(is_held));
        }
    }
}
