//! Where happenings wait, in memory only, until the visitor has answered.

use alloc::vec::Vec;

use super::Happening;

/// How many happenings may wait: more than a thousand before any answer is a page left open, not a visit. After the answer it is the
/// code that is waited for, some moments.
const MAX_HELD: usize = 1_000;

/// A happening that waits to be recorded.
#[derive(Clone, Debug)]
pub struct Held {
    /// What happened.
    pub what: Happening,
    /// Whether it is to be scored yet: it was not, and nobody had said no to that when it happened.
    pub to_score: bool,
    /// Whether it is to be recorded yet, likewise.
    pub to_record: bool,
}

/// The waiting room: a yes empties it into the queue, a no wipes it.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    waiting: Vec<Held>,
    overflowed: u64,
}

impl Hold {
    /// Lets a happening wait. Where the hold is full the newest is let go, so that the landing is kept.
    pub fn push(&mut self, held: Held) {
        if self.waiting.len() < MAX_HELD {
            self.waiting.push(held);
        } else {
            self.overflowed += 1;
        }
    }

    /// The first that waits to be recorded.
    #[must_use]
    pub fn first(&self) -> Option<&Happening> {
        self.waiting.iter().find(|held| held.to_record).map(|held| &held.what)
    }

    /// Hands out all that waited, in order.
    pub fn release(&mut self) -> Vec<Held> {
        core::mem::take(&mut self.waiting)
    }

    /// How many did not fit since this was last asked.
    pub fn take_overflowed(&mut self) -> u64 {
        core::mem::take(&mut self.overflowed)
    }
}
