//! Where happenings wait, in memory only, until the visitor has answered.

use alloc::vec::Vec;

use super::Happening;

/// How many happenings may wait. More than a hundred before any answer is a page left open, not a visit.
const MAX_HELD: usize = 100;

/// The waiting room: a yes empties it into the queue, a no wipes it.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    waiting: Vec<Happening>,
    overflowed: u64,
}

impl Hold {
    /// Lets a happening wait. Where the hold is full the newest is let go, so that the landing is kept.
    pub fn push(&mut self, what: Happening) {
        if self.waiting.len() < MAX_HELD {
            self.waiting.push(what);
        } else {
            self.overflowed += 1;
        }
    }

    /// Hands out all that waited, in order, and how many did not fit.
    pub fn release(&mut self) -> (Vec<Happening>, u64) {
        (core::mem::take(&mut self.waiting), core::mem::take(&mut self.overflowed))
    }
}
