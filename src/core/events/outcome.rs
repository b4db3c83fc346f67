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
    /// Too large (413): the same events in smaller batches.
    TooLarge,
    /// The receiver will never take it.
    Refused {
        /// Its answer.
        status: u16,
    },
    /// No answer at all, though the device is online: blocked, or down.
    Unreachable,
    /// No answer, and the device says that it is offline.
    Offline,
}

impl Outcome {
    /// Reads an HTTP status; 0 where nobody answered.
    ///
    /// 408, 410, 429, 460 and 5xx are worth another try, except 501, 505 and 511: the table that Segment's own dispatcher uses.
    #[must_use]
    pub fn from_status(status: u16, retry_after_ms: Option<u64>, is_online: bool) -> Outcome {
        match status {
            200..=299 => Outcome::Accepted,
            408 | 410 | 429 | 460 => Outcome::Later { retry_after_ms },
            413 => Outcome::TooLarge,
            501 | 505 | 511 => Outcome::Refused { status },
            500..=599 => Outcome::Later { retry_after_ms },
            0 if is_online => Outcome::Unreachable,
            0 => Outcome::Offline,
            _ => Outcome::Refused { status },
        }
    }
}
