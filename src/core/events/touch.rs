//! Touches: what led here, once for each session, and the log that attribution needs.
//!
//! Place in the flow: a session that begins makes a [`Touch`] of the page it begins on; the visitor's record keeps the log; a
//! conversion carries it as it is then, so that a later campaign never rewrites what led to an earlier one. It weighs nothing:
//! which touch deserves how much is for the warehouse to say (docs/attribution.md).

use alloc::vec::Vec;

use super::page::{host_of, is_within};
use super::{Arrival, Channel, Happening, Settings, channel, source_of};
use crate::value::{Json, Value, View, short};

/// How many touches are kept: more than a quarter of daily visits, and still a small record.
const MAX_TOUCHES: usize = 30;
/// How much of each text of a touch is kept, in characters: more is not the name of a source or a campaign.
const MAX_CHARS: usize = 100;

/// One arrival: `at_ms`, `channel`, `source`, `medium`, the campaign under the names of `context.campaign`, `click_id` (the name of
/// the parameter) with `click_value`, and `path`, the landing page. What is not there is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch(Value);

impl Touch {
    /// What led to the page on which this happens; nothing did, where it is no arrival.
    #[must_use]
    pub fn of(what: &Happening, is_arrival: bool, settings: &Settings) -> Touch {
        let page = &what.page;
        let from_link = page.campaign.as_ref().filter(|_| is_arrival);
        let campaign = |name| from_link.map_or("", |campaign| campaign.text(name));
        let (click_id, click_value) = from_link.and_then(|campaign| campaign.click_id()).unwrap_or_default();
        let referrer = if is_arrival { host_of(page.text("referrer")) } else { "" };
        let arrival = Arrival {
            source: campaign("source"),
            medium: campaign("medium"),
            campaign: campaign("name"),
            referrer_host: if is_own(referrer, page.host(), settings) { "" } else { referrer },
            click_id,
        };
        let (from, channel) = (source_of(&arrival), channel(&arrival, settings.profile));
        let mut touch = Value::empty();
        touch.put("at_ms", Value::whole(what.at_ms));
        touch.put("channel", channel.as_str().into());
        let members = [
            ("source", from.source),
            ("medium", from.medium),
            ("name", arrival.campaign),
            ("term", campaign("term")),
            ("content", campaign("content")),
            ("id", campaign("id")),
            ("click_id", click_id),
            ("path", page.text("path")),
        ];
        for (name, text) in members {
            if !text.is_empty() {
                touch.put(name, short(text, MAX_CHARS).into());
            }
        }
        // A part of it would name no click.
        if !click_value.is_empty() {
            touch.put("click_value", click_value.into());
        }
        Touch(touch)
    }

    /// For the wire, for storage and for the page.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }

    fn at_ms(&self) -> u64 {
        self.0.get("at_ms").and_then(Value::as_whole).unwrap_or(0)
    }

    fn is_direct(&self) -> bool {
        self.0.get("channel").and_then(Value::as_text) == Some(Channel::Direct.as_str())
    }
}

/// Whether a referrer is a page of the site itself, of a subdomain or the parent of one, or of a site that is declared as ours.
fn is_own(referrer: &str, host: &str, settings: &Settings) -> bool {
    let bare = host.strip_prefix("www.").unwrap_or(host);
    is_within(referrer, bare)
        || is_within(host, referrer)
        || settings.link_domains.iter().any(|domain| is_within(referrer, domain))
}

/// The touches of one visitor, oldest first. The first of all stays, and so does the last that was not direct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touches {
    log: Vec<Touch>,
}

impl Touches {
    /// Adds one. Where the log is full the oldest goes that nobody asks for by name.
    pub fn add(&mut self, touch: Touch) {
        self.log.push(touch);
        if self.log.len() > MAX_TOUCHES {
            let oldest = if self.last_non_direct_index() == Some(1) { 2 } else { 1 };
            self.log.remove(oldest);
        }
    }

    /// The touch that began the present session, or the last one before it where none did.
    #[must_use]
    pub fn last(&self) -> Option<&Touch> {
        self.log.last()
    }

    fn last_non_direct_index(&self) -> Option<usize> {
        let mut found = None;
        for (index, touch) in self.log.iter().enumerate() {
            if !touch.is_direct() {
                found = Some(index);
            }
        }
        found
    }

    /// `{first, last, last_non_direct, touches}`: the first of all; of the others those since a time.
    pub(super) fn write(&self, since_ms: u64, json: &mut Json) {
        let recent = |touch: Option<&Touch>| touch.filter(|touch| touch.at_ms() >= since_ms).cloned();
        let last_non_direct = self.last_non_direct_index().and_then(|index| self.log.get(index));
        let members = [
            ("first", self.log.first().cloned()),
            ("last", self.last().cloned()),
            ("last_non_direct", recent(last_non_direct)),
        ];
        json.open();
        for (name, touch) in members {
            json.key(name).value(touch.as_ref().map_or(&Value::Null, Touch::value));
        }
        json.key("touches");
        self.write_log(since_ms, json);
        json.close();
    }

    /// The log as a list.
    pub(super) fn write_log(&self, since_ms: u64, json: &mut Json) {
        json.list();
        for touch in &self.log {
            if touch.at_ms() >= since_ms {
                json.value(touch.value());
            }
        }
        json.end();
    }

    /// Reads back what was stored, whose shape was checked.
    pub(super) fn read(place: &View<'_, '_>) -> Touches {
        let mut log = Vec::new();
        for touch in place.list() {
            if let (Some(value), true) = (touch.value(), log.len() < MAX_TOUCHES) {
                log.push(Touch(value.clone()));
            }
        }
        Touches { log }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{MAX_TOUCHES, Touch, Touches};
    use crate::events::{Happening, Page, Settings};
    use crate::value::Value;
    use alloc::string::String;

    fn touch(at_ms: u64, referrer: &str, parameters: &Value) -> Touch {
        let page = Page::new("https://www.site.example/a?b", "/a", "A", referrer, parameters);
        let settings = Settings { link_domains: ["shop.example".into()].into(), ..Settings::default() };
        Touch::of(&Happening::page(at_ms, Value::Null, page).unwrap(), true, &settings)
    }

    fn channel(referrer: &str, parameters: &Value) -> String {
        touch(0, referrer, parameters).value().get("channel").and_then(Value::as_text).unwrap().into()
    }

    #[test]
    fn what_is_ours_is_no_referral() {
        let none = Value::empty();
        for own in [
            "",
            "https://www.site.example/b",
            "https://blog.site.example/",
            "https://site.example/",
            "https://a.shop.example/",
        ] {
            assert_eq!(channel(own, &none), "Direct", "{own}");
        }
        assert_eq!(channel("https://partner.example/", &none), "Referral");
        assert_eq!(channel("https://mysite.example/", &none), "Referral");
        assert_eq!(channel("https://www.google.com/", &none), "Organic Search");
        assert_eq!(channel("https://www.google.com/", &Value::object([("gclid", "x".into())])), "Paid Search");
    }

    #[test]
    fn a_full_log_keeps_the_first_and_the_last_that_was_not_direct() {
        let mut touches = Touches::default();
        touches.add(touch(0, "", &Value::empty()));
        touches.add(touch(1, "https://www.google.com/", &Value::empty()));
        for at_ms in 2..100 {
            touches.add(touch(at_ms, "", &Value::empty()));
        }
        let times: alloc::vec::Vec<u64> = touches.log.iter().map(Touch::at_ms).collect();
        assert_eq!(times.len(), MAX_TOUCHES);
        assert_eq!(times.get(..3), Some([0, 1, 72].as_slice()));
        touches.add(touch(100, "https://partner.example/", &Value::empty()));
        touches.add(touch(101, "", &Value::empty()));
        let times: alloc::vec::Vec<u64> = touches.log.iter().map(Touch::at_ms).collect();
        assert_eq!(times.get(..2), Some([0, 73].as_slice()));
    }
}
