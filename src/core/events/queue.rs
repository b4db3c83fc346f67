//! The queue of events on their way out.
//!
//! ```text
//! waiting ──take──▶ in flight ──accepted, or refused for good──▶ gone
//!    ▲                  │
//!    └──────────────────┘ later, unreachable, too large: back to the front
//! ```
//! A row is in one place only, which is what "nothing lost, nothing doubled" rests on. One awaited flight at a time; others may
//! leave beside it when the page goes away. When something leaves is [`Delivery`](super::Delivery)'s business, how long a pause
//! is that of [`Patience`](super::Patience).

use alloc::string::String;
use alloc::vec::Vec;

use super::Priority;
use crate::effect::Lane;

/// The most rows that wait, and the most bytes: beyond that the least important go, of those the oldest, and are counted.
pub(super) const MAX_ROWS: usize = 10_000;
const MAX_BYTES: usize = 5_000_000;
/// The most bytes under way at a time. All requests that may outlive their page share 64 KiB
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>), and every batch may have to; envelopes are not counted here.
/// `fetchLater` has a quota of its own, of the same size (<https://fetch.spec.whatwg.org/#deferred-fetch-quota>).
const MAX_BATCH_BYTES: usize = 58_000;
/// How long after its answer a batch still counts towards that: the browser gives its part back in a process of its own, some
/// milliseconds after the page has read the answer, and drops a beacon that comes earlier without a word.
const COOLING_MS: u64 = 1_000;

/// One event on its way: already JSON, under the id by which storage and receiver know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The event's `messageId`.
    pub id: String,
    /// How much it matters that this one arrives.
    pub priority: Priority,
    /// The event as JSON.
    pub json: String,
}

/// A batch under way.
#[derive(Clone, Debug)]
pub struct Flight {
    /// Its number, by which the answer is told.
    pub number: u32,
    /// By which way it left.
    pub lane: Lane,
    /// What is in it.
    pub rows: Vec<Row>,
}

/// The queue.
#[derive(Clone, Debug)]
pub struct Queue {
    waiting: Vec<Row>,
    waiting_bytes: usize,
    flights: Vec<Flight>,
    last_number: u32,
    /// The bytes of the last batch that was answered, and when.
    cooling: (usize, u64),
    /// The most rows that one batch may have, since a receiver said of more that they are too large.
    max_batch_rows: usize,
    /// The most rows that wait: fewer while nobody can be reached.
    pub max_rows: usize,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue {
            waiting: Vec::new(),
            waiting_bytes: 0,
            flights: Vec::new(),
            last_number: 0,
            cooling: (0, 0),
            max_batch_rows: MAX_ROWS,
            max_rows: MAX_ROWS,
        }
    }
}

impl Queue {
    /// Adds a row. Returns the ids of rows that had to go to keep within bounds.
    pub fn push(&mut self, row: Row) -> Vec<String> {
        self.waiting_bytes += row.json.len();
        self.waiting.push(row);
        let mut lost = Vec::new();
        while self.waiting.len() > self.max_rows || self.waiting_bytes > MAX_BYTES {
            let (mut victim, mut least) = (0, Priority::Conversion);
            for (index, row) in self.waiting.iter().enumerate() {
                if row.priority < least || index == 0 {
                    (victim, least) = (index, row.priority);
                }
            }
            lost.push(self.remove(victim).id);
        }
        lost
    }

    fn remove(&mut self, index: usize) -> Row {
        let row = self.waiting.remove(index);
        self.waiting_bytes -= row.json.len();
        row
    }

    /// Whether a row of this id is here already: adopted rows may be.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        let holds = |rows: &[Row]| rows.iter().any(|row| row.id == id);
        holds(&self.waiting) || self.flights.iter().any(|flight| holds(&flight.rows))
    }

    /// The rows that wait, oldest first.
    #[must_use]
    pub fn waiting(&self) -> &[Row] {
        &self.waiting
    }

    /// Whether a conversion is among them.
    #[must_use]
    pub fn has_conversion(&self) -> bool {
        self.waiting.iter().any(|row| row.priority == Priority::Conversion)
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.flights.iter().any(|flight| flight.lane == Lane::Fetch)
    }

    /// Begins a flight with as many rows as fit beside those under way; `None` where nothing waits or fits. In their order where
    /// an answer is awaited; of a leaving page the most important first.
    pub fn take(&mut self, lane: Lane, now_ms: u64) -> Option<&Flight> {
        let rows = match lane {
            Lane::Fetch => self.choose(Priority::Rest, self.under_way(), Vec::new()),
            Lane::Beacon | Lane::Later => {
                let mut bytes = 0;
                // The other lane has a quota of its own.
                if lane == Lane::Beacon {
                    // A refused fetch says so, and is tried again.
                    bytes = self.under_way() + self.cooling_bytes(now_ms);
                }
                let mut rows = Vec::new();
                for at_least in [Priority::Conversion, Priority::View, Priority::Rest] {
                    rows = self.choose(at_least, bytes, rows);
                }
                rows
            }
        };
        if rows.is_empty() {
            return None;
        }
        self.last_number = self.last_number.wrapping_add(1);
        self.flights.push(Flight { number: self.last_number, lane, rows });
        self.flights.last()
    }

    fn under_way(&self) -> usize {
        let mut bytes = 0;
        for flight in &self.flights {
            bytes += total(&flight.rows);
        }
        bytes
    }

    fn cooling_bytes(&self, now_ms: u64) -> usize {
        if now_ms.saturating_sub(self.cooling.1) < COOLING_MS { self.cooling.0 } else { 0 }
    }

    /// Takes rows of at least this priority to those chosen already, until the next one would not fit beside `taken` bytes.
    fn choose(&mut self, at_least: Priority, taken: usize, mut chosen: Vec<Row>) -> Vec<Row> {
        let mut bytes = taken + total(&chosen) + chosen.len();
        let (mut rest, mut is_full) = (Vec::new(), false);
        // In one pass: taking each out of its place would move all that are behind it.
        for row in core::mem::take(&mut self.waiting) {
            if is_full || row.priority < at_least {
                rest.push(row);
                continue;
            }
            bytes += row.json.len() + 1;
            // A row that is larger than a batch goes alone: what is behind it must not starve.
            let goes_alone = taken == 0 && chosen.is_empty();
            is_full = (bytes > MAX_BATCH_BYTES && !goes_alone) || chosen.len() >= self.max_batch_rows;
            if is_full {
                rest.push(row);
            } else {
                self.waiting_bytes -= row.json.len();
                chosen.push(row);
            }
        }
        self.waiting = rest;
        chosen
    }

    /// Ends the flight of this number and hands out its rows, with the lane; `None` for an answer to no flight.
    pub fn land(&mut self, number: u32, now_ms: u64) -> Option<Flight> {
        let index = self.flights.iter().position(|flight| flight.number == number)?;
        let flight = self.flights.remove(index);
        if flight.lane == Lane::Fetch {
            // Of one that the browser refused for want of room, what was in its way counts on.
            self.cooling = (total(&flight.rows).max(self.cooling_bytes(now_ms)), now_ms);
        }
        Some(flight)
    }

    /// A batch of so many rows was too large for the receiver. Whether a smaller one can be made of them; of one row it cannot, and
    /// then it was not the number that was too large.
    pub fn halve(&mut self, rows: usize) -> bool {
        self.max_batch_rows = if rows > 1 { rows / 2 } else { MAX_ROWS };
        rows > 1
    }

    /// A batch was taken: the next may be larger again.
    pub fn grow(&mut self) {
        self.max_batch_rows = self.max_batch_rows.saturating_mul(2);
    }

    /// Puts rows back to the front, in their order.
    pub fn put_back(&mut self, mut rows: Vec<Row>) {
        self.waiting_bytes += total(&rows);
        rows.append(&mut self.waiting);
        self.waiting = rows;
    }

    /// Hands out waiting rows: somebody else cares for them.
    pub fn give_up(&mut self, which: &dyn Fn(&Row) -> bool) -> Vec<Row> {
        let (mut given, mut rest) = (Vec::new(), Vec::new());
        for row in core::mem::take(&mut self.waiting) {
            if which(&row) { given.push(row) } else { rest.push(row) }
        }
        self.waiting_bytes = total(&rest);
        self.waiting = rest;
        given
    }

    /// A copy of what has not been answered, as much as makes one batch: what is under way, and what waits.
    #[must_use]
    pub fn unanswered(&self) -> Vec<Row> {
        let (mut copies, mut bytes) = (Vec::new(), 0);
        let mut copy = |rows: &[Row]| {
            for row in rows {
                bytes += row.json.len() + 1;
                if bytes <= MAX_BATCH_BYTES {
                    copies.push(row.clone());
                }
            }
        };
        for flight in &self.flights {
            copy(&flight.rows);
        }
        copy(&self.waiting);
        copies
    }

    /// Forgets what waits: the durable queue has it.
    pub fn forget_waiting(&mut self) {
        self.waiting.clear();
        self.waiting_bytes = 0;
    }

    /// Forgets every row: the visitor said no.
    pub fn clear(&mut self) {
        self.forget_waiting();
        self.flights.clear();
    }
}

fn total(rows: &[Row]) -> usize {
    let mut bytes = 0;
    for row in rows {
        bytes += row.json.len();
    }
    bytes
}

/// The ids of rows.
pub(super) fn ids(mut rows: Vec<Row>) -> Vec<String> {
    let mut ids = Vec::with_capacity(rows.len());
    for row in &mut rows {
        ids.push(core::mem::take(&mut row.id));
    }
    ids
}
