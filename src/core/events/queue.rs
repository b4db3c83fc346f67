//! The queue of events on their way out.
//!
//! ```text
//! waiting ──take──▶ in flight ──accepted, or refused for good──▶ gone
//!    ▲                  │
//!    └──────────────────┘ later, unreachable: back to the front, after a pause
//! ```
//! A row is in one place only, which is what "nothing lost, nothing doubled" rests on. One awaited flight at a time; a beacon
//! may leave beside it.

use alloc::string::String;
use alloc::vec::Vec;

use super::Outcome;
use crate::effect::Lane;
use crate::random::Random;

/// The most rows that wait, and the most bytes: beyond that the oldest go, and are counted.
const MAX_ROWS: usize = 10_000;
const MAX_BYTES: usize = 5_000_000;
/// The most bytes under way at a time. All requests that may outlive their page share 64 KiB
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>), and every batch may have to; envelopes are not counted here.
const MAX_BATCH_BYTES: usize = 58_000;
/// How long after its answer a batch still counts towards that: the browser gives its part back in a process of its own, some
/// milliseconds after the page has read the answer, and drops a beacon that comes earlier without a word.
const COOLING_MS: u64 = 1_000;
/// The first pause after a failure; it doubles with each further failure, up to the longest. Figures of Segment's
/// dispatcher, as are the 300 s that a receiver may ask for.
const FIRST_PAUSE_MS: u64 = 500;
const LONGEST_PAUSE_MS: u64 = 60_000;
const LONGEST_ASKED_MS: u64 = 300_000;

/// One event on its way: already JSON, under the id by which storage and receiver know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The event's `messageId`.
    pub id: String,
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
#[derive(Clone, Debug, Default)]
pub struct Queue {
    waiting: Vec<Row>,
    waiting_bytes: usize,
    flights: Vec<Flight>,
    last_number: u32,
    /// The bytes of the last batch that was answered, and when.
    cooling: (usize, u64),
    failures: u32,
    not_before_ms: u64,
}

impl Queue {
    /// Adds a row. Returns the ids of rows that had to go to keep within bounds.
    pub fn push(&mut self, row: Row) -> Vec<String> {
        self.waiting_bytes += row.json.len();
        self.waiting.push(row);
        if self.waiting.len() <= MAX_ROWS && self.waiting_bytes <= MAX_BYTES {
            return Vec::new();
        }
        let (mut excess, mut bytes) = (0, self.waiting_bytes);
        for (index, row) in self.waiting.iter().enumerate() {
            if self.waiting.len() - index <= MAX_ROWS && bytes <= MAX_BYTES {
                break;
            }
            bytes -= row.json.len();
            excess = index + 1;
        }
        ids(self.take_front(excess))
    }

    fn take_front(&mut self, count: usize) -> Vec<Row> {
        let rest = self.waiting.split_off(count.min(self.waiting.len()));
        let front = core::mem::replace(&mut self.waiting, rest);
        self.waiting_bytes -= total(&front);
        front
    }

    /// Whether a row of this id is here already: adopted rows may be.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        let holds = |rows: &[Row]| rows.iter().any(|row| row.id == id);
        holds(&self.waiting) || self.flights.iter().any(|flight| holds(&flight.rows))
    }

    /// How many rows wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// From when on an awaited batch may leave: `None` while one is under way.
    #[must_use]
    pub fn free_from_ms(&self) -> Option<u64> {
        let is_busy = self.flights.iter().any(|flight| flight.lane == Lane::Fetch);
        (!is_busy).then_some(self.not_before_ms)
    }

    /// Begins a flight with the oldest rows, as many as fit beside those under way; `None` where nothing waits or fits.
    pub fn take(&mut self, lane: Lane, now_ms: u64) -> Option<&Flight> {
        let (mut count, mut bytes) = (0, 0);
        for flight in &self.flights {
            bytes += total(&flight.rows);
        }
        // A refused fetch says so, and is tried again.
        if lane == Lane::Beacon && now_ms.saturating_sub(self.cooling.1) < COOLING_MS {
            bytes += self.cooling.0;
        }
        let is_free = bytes == 0;
        for row in &self.waiting {
            bytes += row.json.len() + 1;
            // A row that is larger than a batch goes alone: what is behind it must not starve.
            if bytes > MAX_BATCH_BYTES && (count > 0 || !is_free) {
                break;
            }
            count += 1;
        }
        if count == 0 {
            return None;
        }
        let rows = self.take_front(count);
        self.last_number = self.last_number.wrapping_add(1);
        self.flights.push(Flight { number: self.last_number, lane, rows });
        self.flights.last()
    }

    /// Whether a batch of this number awaits its answer.
    #[must_use]
    pub fn is_under_way(&self, number: u32) -> bool {
        self.flights.iter().any(|flight| flight.number == number)
    }

    /// Ends the flight of this number. Returns its ids where they need no further care; an answer to no flight has none.
    pub fn land(&mut self, number: u32, outcome: Outcome, now_ms: u64, random: &mut Random) -> Vec<String> {
        let Some(index) = self.flights.iter().position(|flight| flight.number == number) else { return Vec::new() };
        let flight = self.flights.remove(index);
        self.cooling = (total(&flight.rows), now_ms);
        match outcome {
            Outcome::Accepted | Outcome::Refused { .. } => {
                self.failures = 0;
                self.not_before_ms = 0;
                ids(flight.rows)
            }
            Outcome::Later { .. } | Outcome::Unreachable => {
                self.put_back(flight.rows);
                self.not_before_ms = now_ms.saturating_add(self.pause_ms(outcome, random));
                self.failures = self.failures.saturating_add(1);
                Vec::new()
            }
        }
    }

    /// Ends the flight of this number and hands out its rows: no answer to it will be seen.
    pub fn believe(&mut self, number: u32) -> Vec<Row> {
        let index = self.flights.iter().position(|flight| flight.number == number);
        index.map_or_else(Vec::new, |index| self.flights.remove(index).rows)
    }

    /// Puts rows back to the front, in their order.
    pub fn put_back(&mut self, mut rows: Vec<Row>) {
        self.waiting_bytes += total(&rows);
        rows.append(&mut self.waiting);
        self.waiting = rows;
    }

    /// Exponential backoff with full jitter
    /// (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>), not shorter than what was asked for.
    fn pause_ms(&self, outcome: Outcome, random: &mut Random) -> u64 {
        let ceiling_ms = FIRST_PAUSE_MS.saturating_mul(1 << self.failures.min(10)).min(LONGEST_PAUSE_MS);
        let jittered_ms = random.below(ceiling_ms);
        match outcome {
            Outcome::Later { retry_after_ms: Some(asked_ms) } => jittered_ms.max(asked_ms.min(LONGEST_ASKED_MS)),
            _ => jittered_ms,
        }
    }

    /// Forgets every row: the visitor said no.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.waiting_bytes = 0;
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

fn ids(mut rows: Vec<Row>) -> Vec<String> {
    let mut ids = Vec::with_capacity(rows.len());
    for row in &mut rows {
        ids.push(core::mem::take(&mut row.id));
    }
    ids
}
