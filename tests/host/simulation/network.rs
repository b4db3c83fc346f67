//! js/src/host/network.ts, the browser's quotas, what lies between, and the receiver.

use courtesy_core::Lane;

use super::agenda::Event;
use super::faults::Weather;
use super::shell::Call;
use super::tab::Life;
use super::world::World;

/// `AbortSignal.timeout` of a fetch.
const PATIENCE_MS: u64 = 30_000;
/// All requests of a page that may outlive it.
const QUOTA_BYTES: usize = 65_536;
const KEEPALIVE_BYTES: usize = 60_000;

#[derive(Debug)]
pub(crate) struct Request {
    tab: usize,
    lane: Lane,
    /// 0 for one whose answer nobody awaits.
    number: u32,
    ids: Vec<String>,
    sent_ms: u64,
    keepalive: bool,
    is_lost: bool,
    /// How often the browser had been killed when it left.
    browser_life: u64,
}

/// The `messageId`s in a body.
pub(crate) fn ids(body: &str) -> Vec<String> {
    let mark = "\"messageId\":\"";
    body.split(mark).skip(1).filter_map(|rest| rest.get(..36)).map(String::from).collect()
}

impl World {
    pub(crate) fn fetch(&mut self, tab: usize, number: u32, body: &str) {
        let keepalive = body.len() <= KEEPALIVE_BYTES;
        let ids = self.check_sent(tab, body, Lane::Fetch);
        let era = self.era;
        let before = self.tabs[tab].awaits.replace((number, era));
        if before.is_some_and(|(_, before)| before == era) {
            self.ledger.break_law("more than one batch is awaited at a time");
        }
        if keepalive && !self.has_quota(tab, body.len()) {
            self.note(|_| format!("tab {tab}: a fetch is refused for want of quota"));
            let is_online = self.weather != Weather::Offline;
            return self.answer(tab, number, 0, None, is_online, 1);
        }
        self.leave_tab(tab, Lane::Fetch, number, ids, keepalive, body.len());
    }

    pub(crate) fn beacon(&mut self, tab: usize, body: &str) -> bool {
        let has_quota = self.has_quota(tab, body.len());
        if !has_quota && self.browser.is_honest {
            return false;
        }
        let ids = self.check_sent(tab, body, Lane::Beacon);
        if has_quota {
            self.leave_tab(tab, Lane::Beacon, 0, ids, true, body.len());
        } else if self.tabs[tab].quota.iter().all(|(_, _, number)| *number > 0) {
            // Whether an earlier beacon is still under way nobody can know.
            self.ledger.break_law("a beacon past the quota, which the browser drops without a word");
        }
        true
    }

    pub(crate) fn post_later(&mut self, tab: usize, body: &str) -> bool {
        if !self.browser.has_fetch_later || body.len() > QUOTA_BYTES {
            return false;
        }
        let ids = self.check_sent(tab, body, Lane::Later);
        self.leave_tab(tab, Lane::Later, 0, ids, true, 0);
        true
    }

    /// What the browser held back for a page that has ended without a word.
    pub(crate) fn set_free(&mut self, tab: usize) {
        if let Some(body) = self.tabs[tab].armed.take() {
            let ids = self.check_sent(tab, &body, Lane::Later);
            self.leave_tab(tab, Lane::Later, 0, ids, true, 0);
        }
    }

    fn has_quota(&mut self, tab: usize, bytes: usize) -> bool {
        let now_ms = self.now_ms;
        self.tabs[tab].quota.retain(|(_, until_ms, _)| *until_ms > now_ms);
        self.tabs[tab].quota.iter().map(|(bytes, _, _)| bytes).sum::<usize>() + bytes <= QUOTA_BYTES
    }

    fn check_sent(&mut self, tab: usize, body: &str, lane: Lane) -> Vec<String> {
        let ids = ids(body);
        self.note(|ledger| format!("tab {tab} sends {lane:?}: {}", ledger.names(&ids)));
        let era = self.era;
        self.ledger.hear_counts(tab, body);
        self.ledger.sent(&ids, era, lane == Lane::Fetch);
        let envelope = 200;
        if body.len() > 58_000 + envelope && ids.len() > 1 {
            self.ledger.break_law("a batch of more than 58,000 bytes");
        }
        ids
    }

    fn leave_tab(&mut self, tab: usize, lane: Lane, number: u32, ids: Vec<String>, keepalive: bool, bytes: usize) {
        let is_awaited = lane == Lane::Fetch;
        let (fate, travels_ms) = match self.weather {
            Weather::Offline => (Some(false), self.dice.between(1, 5)),
            Weather::Blocked => (Some(true), self.dice.between(1, 5)),
            Weather::Swallowed => (Some(true), PATIENCE_MS),
            Weather::Slow => (None, self.dice.between(5_000, 20_000)),
            _ => (None, self.dice.between(5, 200)),
        };
        if let Some(is_online) = fate {
            return if is_awaited {
                self.charge(tab, number, keepalive, bytes, u64::MAX);
                self.answer(tab, number, 0, None, is_online, travels_ms);
            } else {
                self.charge(tab, 0, true, bytes, self.now_ms + travels_ms);
            };
        }
        let chance = if is_awaited { self.browser.lost_requests } else { self.browser.lost_beacons };
        let is_lost = self.dice.permille(chance);
        let until_ms = if is_awaited { u64::MAX } else { self.now_ms + travels_ms * 2 };
        self.charge(tab, number, keepalive, bytes, until_ms);
        let (sent_ms, browser_life) = (self.now_ms, self.browser_life);
        let request = Request { tab, lane, number, ids, sent_ms, keepalive, is_lost, browser_life };
        self.agenda.add(self.now_ms + travels_ms, Event::Arrives(request));
    }

    /// What is awaited gives its part back some time after its answer.
    fn charge(&mut self, tab: usize, number: u32, keepalive: bool, bytes: usize, until_ms: u64) {
        if keepalive {
            self.tabs[tab].quota.push((bytes, until_ms, number));
        }
    }

    pub(crate) fn arrive(&mut self, request: Request) {
        let Request { tab, lane, number, ids, sent_ms, keepalive, mut is_lost, browser_life } = request;
        let is_gone = self.tabs[tab].life == Life::Dead;
        if browser_life != self.browser_life || (is_gone && !keepalive) {
            is_lost |= self.dice.coin();
        }
        let (status, pause_ms) = match self.weather {
            _ if is_lost => (0, None),
            Weather::Good | Weather::Slow => (200, None),
            Weather::Offline | Weather::Blocked | Weather::Swallowed => (0, None),
            Weather::Answers(status) => (status, None),
            Weather::Busy(seconds) => (429, Some(seconds * 1_000)),
            Weather::Small(most) if ids.len() > most => (413, None),
            Weather::Small(_) => (200, None),
        };
        if status == 200 {
            self.note(|ledger| format!("arrived: {}", ledger.names(&ids)));
            self.ledger.arrive(&ids);
        }
        if lane == Lane::Fetch {
            let back_ms =
                self.dice.between(5, 200) + if self.weather == Weather::Slow { self.dice.below(20_000) } else { 0 };
            let answered_ms = self.now_ms + back_ms - sent_ms;
            let is_unanswered =
                status == 0 || answered_ms >= PATIENCE_MS || self.dice.permille(self.browser.lost_answers);
            let is_online = self.weather != Weather::Offline;
            if is_unanswered {
                self.ledger.may_double |= status == 200;
                let wait_ms =
                    if self.dice.coin() { back_ms } else { PATIENCE_MS.saturating_sub(self.now_ms - sent_ms) };
                self.answer(tab, number, 0, None, is_online, wait_ms);
            } else {
                self.answer(tab, number, status, pause_ms, is_online, back_ms);
            }
        }
    }

    fn answer(&mut self, tab: usize, number: u32, status: u16, pause_ms: Option<u64>, is_online: bool, after_ms: u64) {
        let call = Call::Answered { number, status, pause_ms, is_online };
        self.agenda.add(self.now_ms + after_ms, Event::Task(tab, call));
    }
}
