//! The browser and the world around it: time, and what happens of itself. What a step does is in `steps`, the end of a run in `rest`.

use std::fmt::Write;

use courtesy_core::Key;
use courtesy_core::events::Role;
use courtesy_core::value::Value;

use super::agenda::{Agenda, Event};
use super::dice::Dice;
use super::disk::Disk;
use super::election::Election;
use super::faults::{Browser, Weather};
use super::laws::{Ledger, Tally};
use super::plan::Plan;
use super::shell::Call;
use super::tab::{Life, Tab};
use crate::json;

/// When the first page is opened, by the wall clock.
const BEGIN_MS: u64 = 1_700_000_000_000;
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) browser: Browser,
    pub(crate) dice: Dice,
    pub(crate) agenda: Agenda,
    /// Time that only goes forward.
    pub(crate) now_ms: u64,
    pub(crate) clock_ms: i64,
    pub(crate) weather: Weather,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) disk: Disk,
    pub(crate) records: Vec<(Key, String, Value)>,
    pub(crate) election: Election,
    pub(crate) browser_life: u64,
    pub(crate) ledger: Ledger,
    /// How often the visitor has said no.
    pub(crate) era: u64,
    pub(crate) is_allowed: bool,
    pub(crate) tracked: u64,
    pub(crate) config: Value,
    pub(crate) is_verbose: bool,
    pub(crate) log: String,
}

impl World {
    /// Runs a script to its end and looks what became of everything.
    pub(crate) fn run_plan(plan: &Plan, is_verbose: bool) -> (World, Tally) {
        let config = r#"{"consent":{"purposes":[{"id":"analytics","title":"Statistics"}]},"events":{"flush_at":5}}"#;
        let mut world = World {
            browser: plan.browser.clone(),
            dice: Dice::new(0),
            agenda: Agenda::default(),
            now_ms: 0,
            clock_ms: 0,
            weather: Weather::Good,
            tabs: Vec::new(),
            disk: Disk::default(),
            records: Vec::new(),
            election: Election::default(),
            browser_life: 0,
            ledger: Ledger::default(),
            era: 0,
            is_allowed: false,
            tracked: 0,
            config: json::parse(config),
            is_verbose,
            log: String::new(),
        };
        for step in &plan.steps {
            world.pass_time(step.after_ms);
            world.step(step);
            if world.ledger.broken.is_some() {
                return (world, Tally::default());
            }
        }
        let tally = world.come_to_rest();
        (world, tally)
    }

    pub(crate) fn note(&mut self, line: impl FnOnce(&Ledger) -> String) {
        if self.is_verbose {
            let line = line(&self.ledger);
            let _ = writeln!(self.log, "{:>10} {line}", self.now_ms);
        }
    }

    pub(crate) fn wall_ms(&self) -> u64 {
        (BEGIN_MS + self.now_ms).saturating_add_signed(self.clock_ms)
    }

    /// The visitor's answer is stored.
    pub(crate) fn answer_is(&mut self, tab: usize, is_yes: bool) {
        self.note(|_| format!("tab {tab} stores the answer {is_yes}"));
        self.era += u64::from(self.is_allowed && !is_yes);
        self.is_allowed = is_yes;
    }

    pub(crate) fn pass_time(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        while let Some((at_ms, event)) = self.agenda.next(until_ms) {
            self.now_ms = self.now_ms.max(at_ms);
            self.happen(event);
            if self.ledger.broken.is_some() {
                return;
            }
        }
        self.now_ms = until_ms;
    }

    pub(crate) fn happen(&mut self, event: Event) {
        match event {
            Event::Task(tab, call) => self.task(tab, call),
            Event::Timer(tab, timer) if self.tabs[tab].timer == timer => self.task(tab, Call::Tick),
            Event::Timer(..) => {}
            Event::Stored(tab) if self.tabs[tab].life == Life::Running => self.run_task(tab, Call::Restored),
            Event::Stored(_) => {}
            Event::Said(tab, message) => self.said(tab, message),
            Event::Granted(tab, number) => self.granted(tab, number),
            Event::Look(tab, number, is_repeated) if self.tabs[tab].life != Life::Dead => {
                self.look(tab, number, is_repeated);
            }
            Event::Look(..) => {}
            Event::Opened(tab, connection) if self.tabs[tab].connection == connection => {
                self.task(tab, Call::Database);
            }
            Event::Opened(..) => {}
            Event::NotOpened(tab, opening) => self.task(tab, Call::NoDatabase(opening)),
            // What a connection reads that is closed since was of a visitor who said no.
            Event::Read(tab, connection, ..) if self.tabs[tab].connection != connection => {}
            Event::Read(tab, _, rows, corrupt) => self.task(tab, Call::Rows(rows, corrupt)),
            Event::Disk => self.turn_disk(),
            Event::VersionChange(tab) => match self.tabs[tab].life {
                Life::Running => self.version_change(tab),
                Life::Frozen => self.tabs[tab].is_to_close_queue = true,
                Life::Cached => self.end(tab, false, "is thrown out of the cache: the queue is deleted"),
                Life::Dead => {}
            },
            Event::Arrives(request) => self.arrive(request),
        }
        let senders = self.tabs.iter().filter(|tab| tab.life != Life::Dead && tab.role == Role::Sending).count();
        if senders > 1 {
            self.ledger.may_double = true;
            if self.browser.has_locks {
                self.ledger.break_law("two tabs send at a time");
            }
        }
    }
}
