//! What an event is worth where not all of them can be kept or sent.
//!
//! Place in the flow: asked when an event is recorded; the queue lets the least go first, and a leaving page takes the most with
//! it. It changes nothing about how an event is recorded.

use super::{Happening, Kind, Settings};

/// What an event is worth, from the least to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Everything else.
    #[default]
    Rest,
    /// A page view: sessions, entries and exits are counted by them.
    View,
    /// What the site lives on: the events of `events.attribution.conversions`, and a completed order.
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

/// Segment's name for a sale (<https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed>): a conversion without
/// being declared as one.
const ORDER: &str = "Order Completed";

impl Happening {
    /// What this is worth.
    #[must_use]
    pub fn priority(&self, settings: &Settings) -> Priority {
        if self.kind == Kind::Page {
            return Priority::View;
        }
        let is_conversion =
            self.kind == Kind::Track && (self.name == ORDER || settings.conversions.contains(&self.name));
        if is_conversion { Priority::Conversion } else { Priority::Rest }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Priority;
    use crate::events::{Happening, Page, Settings};
    use crate::value::Value;

    #[test]
    fn conversions_are_those_declared_and_orders() {
        let settings = Settings { conversions: ["Demo Requested".into()].into(), ..Settings::default() };
        let of = |name| Happening::track(0, name, Value::Null, Page::default()).unwrap().priority(&settings);
        assert_eq!(of("Demo Requested"), Priority::Conversion);
        assert_eq!(of("Order Completed"), Priority::Conversion);
        assert_eq!(of("demo requested"), Priority::Rest);
        let view = Happening::page(0, Value::Null, Page::default()).unwrap().priority(&settings);
        assert!(view == Priority::View && Priority::View < Priority::Conversion && Priority::Rest < view);
    }
}
