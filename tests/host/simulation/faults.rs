//! What a browser and its network may do to us: what holds for a whole run, and the weather, which changes.

use super::dice::Dice;

/// Where the browser lets a page keep things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    IndexedDb,
    /// IndexedDB is refused: rows lie in localStorage.
    Local,
    /// Records are kept, rows are not.
    NoRows,
    /// Nothing at all.
    Blocked,
}

/// One browser with one visitor.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) storage: Storage,
    /// Web Locks; else a lease.
    pub(crate) has_locks: bool,
    pub(crate) has_fetch_later: bool,
    /// Tells where a page is left for.
    pub(crate) has_navigation: bool,
    /// Says of a beacon past the quota that it was not taken, instead of dropping it without a word.
    pub(crate) is_honest: bool,
    /// IndexedDB refuses by an exception, not by an event.
    pub(crate) refuses_at_once: bool,
    /// In a thousand requests.
    pub(crate) lost_requests: u64,
    pub(crate) lost_answers: u64,
    pub(crate) lost_beacons: u64,
}

impl Browser {
    pub(crate) fn any(dice: &mut Dice) -> Browser {
        let storage = match dice.below(20) {
            0..=14 => Storage::IndexedDb,
            15..=16 => Storage::Local,
            17..=18 => Storage::NoRows,
            _ => Storage::Blocked,
        };
        let is_lossy = dice.permille(400);
        let mut loss = |most| if is_lossy && dice.coin() { dice.below(most) } else { 0 };
        let (lost_requests, lost_answers, lost_beacons) = (loss(300), loss(300), loss(300));
        Browser {
            storage,
            has_locks: dice.permille(850),
            has_fetch_later: dice.permille(700),
            has_navigation: dice.permille(800),
            is_honest: dice.coin(),
            refuses_at_once: dice.coin(),
            lost_requests,
            lost_answers,
            lost_beacons,
        }
    }
}

/// What becomes of a request now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Good,
    /// A round trip takes from ten seconds to longer than anybody waits.
    Slow,
    Offline,
    /// Something on the device refuses requests.
    Blocked,
    /// Something on the device swallows them.
    Swallowed,
    /// The receiver answers this status.
    Answers(u16),
    /// 429, and to be asked again after so many seconds.
    Busy(u64),
    /// 413 for batches of more events.
    Small(usize),
}

impl Weather {
    pub(crate) fn any(dice: &mut Dice) -> Weather {
        match dice.below(20) {
            0..=8 => Weather::Good,
            9 => Weather::Slow,
            10..=12 => Weather::Offline,
            13 => Weather::Blocked,
            14 => Weather::Swallowed,
            15 => Weather::Answers(503),
            16 => Weather::Answers(500),
            17 => Weather::Busy(dice.between(0, 400)),
            18 => Weather::Small(dice.between(0, 5) as usize),
            _ => Weather::Answers(400),
        }
    }
}
