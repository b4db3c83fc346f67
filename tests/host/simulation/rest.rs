//! The end of each run: a good day, after which every event must be somewhere.

use courtesy_core::Key;

use super::faults::{Storage, Weather};
use super::laws::Tally;
use super::plan::{End, Hook};
use super::tab::Life;
use super::world::World;

/// How long the world is good: longer than any pause.
const QUIET_MS: u64 = 1_200_000;

impl World {
    /// A good day, on which all tabs that are there have time, or a new one is opened.
    pub(crate) fn come_to_rest(&mut self) -> Tally {
        self.note(|_| "── a good day begins".into());
        self.browser.lost_requests = 0;
        self.browser.lost_answers = 0;
        self.browser.lost_beacons = 0;
        self.disk.no_room = 0;
        self.disk.disconnected.clear();
        self.pass_time(100);
        self.change_weather(Weather::Good);
        for tab in 0..self.tabs.len() {
            self.tabs[tab].doomed = None;
            match self.tabs[tab].life {
                Life::Frozen => self.come_back(tab),
                Life::Cached if self.dice.coin() => self.come_back(tab),
                Life::Cached => self.end(tab, false, "is thrown out of the cache"),
                _ => {}
            }
        }
        if self.open_tabs() == 0 {
            self.open();
        }
        self.wait_for_quiet();
        let (rows, bytes) = self.disk.rows.values().fold((0, 0), |(rows, bytes), row| (rows + 1, bytes + row.len()));
        if rows > 10_500 || bytes > 5_300_000 {
            self.ledger.break_law(&format!("the queue holds {rows} rows of {bytes} bytes"));
        }
        // Counts travel with the next event.
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].life == Life::Running {
                self.tabs[tab].hook = self.tabs[tab].hook.map(|_| Hook::Keeps);
                self.track(tab, 0);
            }
        }
        self.wait_for_quiet();
        // Rows whose tab ended before it told of them, and rows that could not be deleted, wait for the next election.
        let orphans = self.lies_in_queue();
        if !orphans.is_empty() && self.ledger.may_leave_orphans && self.ledger.broken.is_none() {
            self.note(|_| format!("{} rows wait for the next sender", orphans.len()));
            self.ledger.may_double = true;
            for tab in 0..self.tabs.len() {
                if self.tabs[tab].life == Life::Running {
                    self.leave(tab, End::Closed, false);
                }
            }
            self.open();
            self.wait_for_quiet();
        }
        let lies_in_queue = self.lies_in_queue();
        let era = self.era;
        let is_unkept = matches!(self.browser.storage, Storage::NoRows | Storage::Blocked);
        let tally = self.ledger.close(era, is_unkept, &lies_in_queue);
        if !self.is_allowed && self.browser.storage != Storage::Blocked {
            let is_clean = self.disk.rows.is_empty() && self.disk.local.is_empty();
            if !is_clean || self.records.iter().any(|(key, _, _)| *key == Key::Visitor) {
                self.ledger.break_law("something of the visitor is kept after a no");
            }
        }
        tally
    }

    pub(crate) fn wait_for_quiet(&mut self) {
        // Storage events, locks and what the disk does take a moment even where nothing else is going on.
        self.pass_time(10_000);
        let until_ms = self.now_ms + QUIET_MS;
        while !self.agenda.is_quiet() && self.now_ms < until_ms && self.ledger.broken.is_none() {
            self.pass_time(5_000);
        }
    }
}
