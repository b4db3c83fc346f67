//! What a step of the script does: the visitor's acts, the ways in which pages come and go, and what breaks.

use courtesy_core::Engine;
use courtesy_core::events::Role;

use super::dice::Dice;
use super::faults::{Storage, Weather};
use super::plan::{Act, End, Step, To};
use super::shell::Call;
use super::tab::{Life, Tab};
use super::world::World;

/// How far the clock may be set in all: choices that are dated by more than a day in the future are not believed.
const MAX_CLOCK_MS: i64 = 39_600_000;
const MAX_TABS: usize = 5;

impl World {
    /// The tabs in one of these states, of which `which` means one.
    pub(crate) fn one(&self, which: u64, lives: &[Life]) -> Option<usize> {
        let there: Vec<usize> = (0..self.tabs.len()).filter(|tab| lives.contains(&self.tabs[*tab].life)).collect();
        there.get(which.checked_rem(there.len() as u64)? as usize).copied()
    }

    pub(crate) fn step(&mut self, step: &Step) {
        self.dice = Dice::new(step.luck);
        self.note(|_| format!("── {:?}", step.act));
        let running = |which| self.one(which, &[Life::Running]);
        match step.act {
            Act::Open if self.one(0, &[Life::Running, Life::Frozen]).is_none() || self.open_tabs() < MAX_TABS => {
                self.open();
            }
            Act::Open => {}
            Act::Navigate(which, end, to) => {
                if let Some(tab) = running(which) {
                    self.leave(tab, end, to != To::Elsewhere && self.browser.has_navigation);
                    if to != To::Unmeasured {
                        self.open();
                    }
                }
            }
            Act::Close(which) => {
                if let Some(tab) = running(which) {
                    self.leave(tab, End::Closed, false);
                }
            }
            Act::Return(which) => {
                if let Some(tab) = self.one(which, &[Life::Cached]) {
                    self.come_back(tab);
                    self.tabs[tab].is_hidden = false;
                }
            }
            Act::Hide(which) => {
                if let Some(tab) = running(which) {
                    self.hide(tab);
                }
            }
            Act::Show(which) => {
                if let Some(tab) = running(which) {
                    self.tabs[tab].is_hidden = false;
                    self.refresh(tab);
                    self.drain(tab);
                }
            }
            Act::Freeze(which) => {
                if let Some(tab) = running(which) {
                    self.hide(tab);
                    self.say_goodbye(tab, false);
                    self.sleep(tab, Life::Frozen);
                }
            }
            Act::Resume(which) => {
                if let Some(tab) = self.one(which, &[Life::Frozen]) {
                    self.come_back(tab);
                }
            }
            Act::Crash(which) => {
                if let Some(tab) = self.one(which, &[Life::Running, Life::Frozen, Life::Cached]) {
                    self.end(tab, true, "crashes");
                }
            }
            Act::CrashAmid(which, micros) => {
                if let Some(tab) = running(which) {
                    self.tabs[tab].doomed = Some(micros);
                }
            }
            Act::Kill => self.kill(),
            Act::Track(which, count, bytes) => {
                for _ in 0..count {
                    if let Some(tab) = self.one(which, &[Life::Running]) {
                        self.track(tab, bytes);
                    }
                }
            }
            Act::View(which) => {
                if let Some(tab) = running(which) {
                    self.run_task(tab, Call::View);
                }
            }
            // Where nothing can be stored a no reaches nobody for certain.
            Act::Choose(_, false) if self.browser.storage == Storage::Blocked => {}
            Act::Choose(which, is_yes) => {
                if let Some(tab) = running(which) {
                    self.run_task(tab, Call::Choose(is_yes));
                }
            }
            Act::Use(which, hook) => {
                if let Some(tab) = running(which) {
                    self.tabs[tab].hook = Some(hook);
                    self.run_task(tab, Call::Hooks);
                }
            }
            Act::Wait(ms) => self.pass_time(ms),
            Act::Clock(by_ms) => self.clock_ms = (self.clock_ms + by_ms).clamp(-MAX_CLOCK_MS, MAX_CLOCK_MS),
            Act::Weather(weather) => self.change_weather(weather),
            Act::NoRoom(transactions) => self.disk.no_room = transactions,
            Act::Disconnect(which) => {
                if let Some(tab) = running(which) {
                    self.disk.disconnected.insert(tab);
                }
            }
            Act::Corrupt(which) => self.corrupt(which),
        }
    }

    pub(crate) fn open_tabs(&self) -> usize {
        self.tabs.iter().filter(|tab| matches!(tab.life, Life::Running | Life::Frozen)).count()
    }

    pub(crate) fn change_weather(&mut self, weather: Weather) {
        let was = std::mem::replace(&mut self.weather, weather);
        if was == Weather::Offline && weather != Weather::Offline {
            for tab in 0..self.tabs.len() {
                self.task(tab, Call::Online);
            }
        }
    }

    pub(crate) fn open(&mut self) {
        let engine = Engine::new(&self.config, courtesy_replay::HOST).unwrap();
        let tab = self.tabs.len();
        self.tabs.push(Tab::new(engine));
        self.note(|_| format!("tab {tab} is opened"));
        self.run_task(tab, Call::Start);
        if self.browser.storage == Storage::Blocked {
            self.run_task(tab, Call::Choose(true));
        }
    }

    pub(crate) fn track(&mut self, tab: usize, bytes: u64) {
        self.tracked += 1;
        let name = if self.tracked.is_multiple_of(7) { "Order Completed".into() } else { format!("E{}", self.tracked) };
        self.run_task(tab, Call::Track { name, bytes });
    }

    pub(crate) fn hide(&mut self, tab: usize) {
        if !std::mem::replace(&mut self.tabs[tab].is_hidden, true) {
            self.run_task(tab, Call::Hidden);
        }
    }

    /// `pagehide`, or `freeze`.
    pub(crate) fn say_goodbye(&mut self, tab: usize, stays: bool) {
        if self.tabs[tab].life == Life::Dead {
            return;
        }
        self.ledger.may_double |= self.tabs[tab].awaits.is_some();
        self.tell(tab, Call::Leaving(stays));
        // What it would have deleted is sent once more.
        let is_behind = !self.tabs[tab].outbox.changes.is_empty();
        self.ledger.may_double |= is_behind;
        // What it would have kept is kept if it comes back, when nobody asks any more.
        self.ledger.may_leave_orphans |= is_behind;
        self.tabs[tab].has_channel = false;
        self.drain(tab);
    }

    pub(crate) fn leave(&mut self, tab: usize, end: End, stays: bool) {
        self.say_goodbye(tab, stays);
        if self.tabs[tab].life != Life::Dead {
            self.hide(tab);
        }
        match end {
            End::Cached => self.sleep(tab, Life::Cached),
            End::Closed => self.end(tab, false, "is gone"),
        }
    }

    pub(crate) fn sleep(&mut self, tab: usize, life: Life) {
        if self.tabs[tab].life != Life::Dead {
            self.tabs[tab].life = life;
        }
    }

    pub(crate) fn come_back(&mut self, tab: usize) {
        let page = &mut self.tabs[tab];
        page.life = Life::Running;
        page.has_channel = true;
        let held = std::mem::take(&mut page.held);
        let is_to_close_queue = std::mem::take(&mut page.is_to_close_queue);
        let is_first = self.dice.coin();
        if is_first {
            self.run_task(tab, Call::Restored);
        }
        for call in held {
            self.task(tab, call);
        }
        if is_to_close_queue && self.tabs[tab].life != Life::Dead {
            self.version_change(tab);
        }
        if !is_first && self.tabs[tab].life != Life::Dead {
            self.run_task(tab, Call::Restored);
        }
    }

    /// The page is gone, in order or by a crash.
    pub(crate) fn end(&mut self, tab: usize, is_crash: bool, why: &str) {
        if self.tabs[tab].life == Life::Dead {
            return;
        }
        self.note(|_| format!("tab {tab} {why}"));
        self.ledger.may_double |= is_crash;
        self.ledger.may_leave_orphans |= is_crash;
        if is_crash {
            self.ledger.crashed.push(tab);
        }
        self.set_free(tab);
        let page = &mut self.tabs[tab];
        page.life = Life::Dead;
        page.has_channel = false;
        page.micros.clear();
        page.pending.clear();
        page.held.clear();
        page.doomed = None;
        page.role = Role::Listening;
        self.drop_disk_of(tab, is_crash);
        self.release(tab);
    }

    pub(crate) fn kill(&mut self) {
        self.browser_life += 1;
        for tab in 0..self.tabs.len() {
            self.tabs[tab].armed = None;
            self.end(tab, true, "dies with the browser");
        }
    }
}
