//! What became of a batch, read from the receiver's answer.

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has it.
    Accepted,
    /// Not now: try again, but not before so many milliseconds if the receiver said so.
    Later {
        /// The receiver's `Retry-After`.
        retry_after_ms: Option<u64>,
    },
    /// The receiver will never take it.
    Refused {
        /// Its answer.
        status: u16,
    },
    /// No answer at all: offline, blocked, or down.
    Unreachable,
}

impl Outcome {
    /// Reads an HTTP status.
    ///
    /// 408, 410, 429, 460 and 5xx are worth another try, except 501, 505 and 511: the table that Segment's own dispatcher uses.
    #[must_use]
    pub fn from_status(status: u16, retry_after_ms: Option<u64>) -> Outcome {
        match status {
            200..=299 => Outcome::Accepted,
            408 | 410 | 429 | 460 => Outcome::Later { retry_after_ms },
            501 | 505 | 511 => Outcome::Refused { status },
            500..=599 => Outcome::Later { retry_after_ms },
            0 => Outcome::Unreachable,
            _ => Outcome::Refused { status },
        }
    }
}
