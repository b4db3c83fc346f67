//! How much it matters that an event arrives, where not all of them can: what is kept in a full queue, and what leaves first
//! with a page that is left.

/// How important an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Everything else.
    #[default]
    Rest,
    /// A page was viewed.
    View,
    /// What the site declared to be a conversion.
    Conversion,
}

impl Priority {
    /// The mark before a row in the durable queue, by which an adopted row is as important as it was.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Priority::Rest => "0",
            Priority::View => "1",
            Priority::Conversion => "2",
        }
    }

    /// Reads a mark; one that is none is of the rest.
    #[must_use]
    pub fn from_mark(mark: &str) -> Priority {
        match mark {
            "1" => Priority::View,
            "2" => Priority::Conversion,
            _ => Priority::Rest,
        }
    }
}
