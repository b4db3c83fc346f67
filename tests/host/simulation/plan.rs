//! A script of what a visitor does and what the world does to them, made from a seed.

use super::dice::Dice;
use super::faults::{Browser, Weather};

/// How a page ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Closed, or left for another one.
    Closed,
    /// Kept in the back/forward cache.
    Cached,
}

/// Where a page is left for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// Another page of this site.
    ThisSite,
    /// A page of this site that is without us.
    Unmeasured,
    /// Another site, and back from there at once.
    Elsewhere,
}

/// What the page's function (`events.use`) does with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hook {
    Keeps,
    Changes,
    Drops,
}

/// Numbers of tabs are taken modulo how many there are that it could be about: a script that has lost a step still means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Open,
    Navigate(u64, End, To),
    Close(u64),
    Return(u64),
    Hide(u64),
    Show(u64),
    Freeze(u64),
    Resume(u64),
    /// The tab's process ends between two tasks.
    Crash(u64),
    /// It ends in the middle of its next task, after so many of the microtasks.
    CrashAmid(u64, u64),
    /// The whole browser ends, without a word to anybody.
    Kill,
    /// So many events, of so many bytes.
    Track(u64, u64, u64),
    View(u64),
    Choose(u64, bool),
    Use(u64, Hook),
    Wait(u64),
    Clock(i64),
    Weather(Weather),
    /// So many of the next transactions find no room.
    NoRoom(u64),
    /// The connection to the queue is lost.
    Disconnect(u64),
    /// A row of the queue becomes unreadable.
    Corrupt(u64),
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// How long after the one before.
    pub(crate) after_ms: u64,
    pub(crate) act: Act,
    /// What chance does from here on: a script that has lost a step has the same luck in the others.
    pub(crate) luck: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) browser: Browser,
    pub(crate) steps: Vec<Step>,
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Plan {
        let mut dice = Dice::new(seed);
        let browser = Browser::any(&mut dice);
        let is_calm = dice.permille(250);
        let mut steps = vec![];
        let mut add = |after_ms, act, dice: &mut Dice| steps.push(Step { after_ms, act, luck: dice.bits() });
        add(0, Act::Open, &mut dice);
        if dice.permille(900) {
            add(dice.between(0, 500), Act::Choose(0, true), &mut dice);
        }
        for _ in 0..dice.between(5, 40) {
            let after_ms = match dice.below(10) {
                0..=3 => dice.below(20),
                4..=7 => dice.below(800),
                _ => dice.below(6_000),
            };
            let act = if is_calm { calm(&mut dice) } else { any(&mut dice) };
            add(after_ms, act, &mut dice);
        }
        Plan { browser, steps }
    }
}

fn any(dice: &mut Dice) -> Act {
    let tab = dice.below(60);
    match dice.below(100) {
        0..=39 => calm(dice),
        40..=49 => Act::Weather(Weather::any(dice)),
        50..=53 => Act::Crash(tab),
        54..=57 => Act::CrashAmid(tab, dice.below(4)),
        58..=59 => Act::Kill,
        60..=63 => Act::Freeze(tab),
        64..=69 => Act::Resume(tab),
        70..=73 => Act::Choose(tab, false),
        74..=80 => Act::Choose(tab, true),
        81..=82 => Act::Use(tab, dice.pick(&[Hook::Keeps, Hook::Changes, Hook::Drops])),
        83 => Act::NoRoom(dice.between(1, 3)),
        84 => Act::Disconnect(tab),
        85..=86 => Act::Corrupt(dice.below(1_000)),
        87..=88 => {
            let jump_ms = dice.pick(&[1_000, 60_000, 3_600_000, 36_000_000]);
            Act::Clock(if dice.coin() { jump_ms } else { -jump_ms })
        }
        89 => burst(tab, dice),
        90..=92 => Act::Wait(dice.below(700_000)),
        _ => track(tab, dice),
    }
}

/// What happens on a good day.
fn calm(dice: &mut Dice) -> Act {
    let tab = dice.below(60);
    match dice.below(100) {
        0..=11 => Act::Open,
        12..=23 => {
            let to =
                [To::ThisSite, To::ThisSite, To::ThisSite, To::ThisSite, To::Elsewhere, To::Elsewhere, To::Unmeasured];
            Act::Navigate(tab, dice.pick(&[End::Closed, End::Closed, End::Cached]), dice.pick(&to))
        }
        24..=29 => Act::Close(tab),
        30..=33 => Act::Return(tab),
        34..=40 => Act::Hide(tab),
        41..=46 => Act::Show(tab),
        47..=51 => Act::View(tab),
        52..=56 => Act::Wait(dice.below(20_000)),
        _ => track(tab, dice),
    }
}

fn track(tab: u64, dice: &mut Dice) -> Act {
    let bytes = if dice.permille(100) { dice.between(1_000, 30_000) } else { 0 };
    Act::Track(tab, dice.pick(&[1, 1, 1, 2, 5, 25]), bytes)
}

/// So much that bounds are met, at times.
fn burst(tab: u64, dice: &mut Dice) -> Act {
    match dice.below(10) {
        0 => Act::Track(tab, 180, 30_000),
        1..=3 => Act::Track(tab, 1_100, 0),
        _ => Act::Track(tab, 60, 5_000),
    }
}
