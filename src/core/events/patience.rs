//! How long to wait after a failure, and when to believe that nobody can be reached at all.
//!
//! Place in the flow: [`Delivery`](super::Delivery) asks before each batch, and tells of each answer. It knows nothing of rows.

use super::Outcome;
use crate::random::Random;
use crate::time::MINUTE_MS;

/// The first pause after a failure; it doubles with each further failure, up to the longest. Figures of Segment's dispatcher,
/// as are the 300 s that a receiver may ask for.
const FIRST_PAUSE_MS: u64 = 500;
const LONGEST_PAUSE_MS: u64 = MINUTE_MS;
const LONGEST_ASKED_MS: u64 = 5 * MINUTE_MS;
/// After so many requests in a row that got no answer at all, on a device that is online, something on the device is in the way:
/// an ad blocker, as a rule. A receiver that is down answers 502 or 503, its proxies' word for it.
const UNANSWERED_UNTIL_BLOCKED: u32 = 3;
/// How often it is tried again then.
const BLOCKED_PAUSE_MS: u64 = 5 * MINUTE_MS;
/// No pause is longer, jitter included.
pub(super) const LONGEST_MS: u64 = BLOCKED_PAUSE_MS + LONGEST_PAUSE_MS;

/// What the last answers mean for the next batch.
#[derive(Debug, Default)]
pub struct Patience {
    failures: u32,
    unanswered: u32,
    not_before_ms: u64,
    /// Until when the receiver itself asked not to be tried.
    asked_until_ms: u64,
}

impl Patience {
    /// Before this time nothing leaves.
    #[must_use]
    pub fn not_before_ms(&self) -> u64 {
        self.not_before_ms
    }

    /// Until when the receiver asked not to be tried; 0 where it did not.
    #[must_use]
    pub fn asked_until_ms(&self) -> u64 {
        self.asked_until_ms
    }

    /// Takes over what it asked of an earlier page.
    pub fn recall(&mut self, asked_until_ms: u64) {
        self.asked_until_ms = asked_until_ms;
        self.not_before_ms = self.not_before_ms.max(asked_until_ms);
    }

    /// Whether the circuit is broken: requests do not reach anybody, so nothing more is gathered for them than a little.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.unanswered >= UNANSWERED_UNTIL_BLOCKED
    }

    /// The receiver answered with a yes, or a final no.
    pub fn end(&mut self) {
        *self = Patience::default();
    }

    /// It did not, or asked for patience.
    pub fn fail(&mut self, outcome: Outcome, now_ms: u64, random: &mut Random) {
        match outcome {
            Outcome::Unreachable => self.unanswered = self.unanswered.saturating_add(1),
            // Offline says nothing about who is in the way.
            Outcome::Offline => {}
            _ => self.unanswered = 0,
        }
        if let Outcome::Later { retry_after_ms: Some(asked_ms) } = outcome {
            self.asked_until_ms = now_ms.saturating_add(asked_ms.min(LONGEST_ASKED_MS));
        }
        self.not_before_ms = now_ms.saturating_add(self.pause_ms(random)).max(self.asked_until_ms);
        self.failures = self.failures.saturating_add(1);
    }

    /// The device is online again: the pauses so far were for another network, but for what the receiver asked.
    pub fn hope(&mut self) {
        self.failures = 0;
        self.not_before_ms = self.asked_until_ms;
    }

    /// Exponential backoff with full jitter (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
    fn pause_ms(&self, random: &mut Random) -> u64 {
        let ceiling_ms = FIRST_PAUSE_MS.saturating_mul(1 << self.failures.min(10)).min(LONGEST_PAUSE_MS);
        let jittered_ms = random.below(ceiling_ms);
        if self.is_blocked() { BLOCKED_PAUSE_MS.saturating_add(jittered_ms) } else { jittered_ms }
    }
}
