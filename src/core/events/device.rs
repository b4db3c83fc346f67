//! What the browser says of itself, once at the start: part of every event's context.
//!
//! Place in the flow: told by the host (js/src/host/page.ts), written on the wire, and read where a bot is to be told from a person.

use super::bot::is_bot;
use crate::value::Value;

/// The visitor's browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Device {
    /// `locale`, `timezone`, `userAgent` and `screen` (`width`, `height`, `density`): Segment's names for them in an event's context
    /// (<https://segment.com/docs/connections/spec/common/#context>), as an object.
    pub context: Value,
    /// How many minutes the visitor's clock is ahead of UTC now.
    pub utc_offset_minutes: i64,
}

impl Device {
    /// One of its members that is text, or an empty text.
    pub(super) fn text(&self, name: &str) -> &str {
        self.context.get(name).and_then(Value::as_text).unwrap_or("")
    }

    /// Whether a program visits that says it is one. A host that names no user agent says nothing.
    #[must_use]
    pub fn is_bot(&self) -> bool {
        let user_agent = self.text("userAgent");
        !user_agent.is_empty() && is_bot(user_agent)
    }
}
