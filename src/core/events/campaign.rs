//! The campaign that led here: what the address of the landing page says of it.
//!
//! Place in the flow: part of a [`Page`](super::Page). A new campaign begins a new session; on the wire it is Segment's
//! `context.campaign`, for conditions it is `campaign.*`. What it means as source, medium and channel is the [`Touch`](super::Touch)'s.

use super::click_id::{CLICK_IDS, ClickId};
use crate::value::{Value, short};

/// Campaign parameters (`utm_source` and so on; <https://support.google.com/analytics/answer/10917952>) as an object under Segment's
/// names (<https://segment.com/docs/connections/spec/common/#context>), where `utm_campaign` is `name`, and click ids under their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign(Value);

/// Parameter in the address, and its name in `context.campaign`.
const PARAMETERS: [(&str, &str); 7] = [
    ("utm_source", "source"),
    ("utm_medium", "medium"),
    ("utm_campaign", "name"),
    ("utm_term", "term"),
    ("utm_content", "content"),
    ("utm_id", "id"),
    ("utm_source_platform", "source_platform"),
];

/// How much of one parameter is kept, in characters: more is not a campaign's name.
const MAX_PARAMETER_CHARS: usize = 200;
/// How long a click id may be, in bytes. A longer one is left out, since a part of it names no click; Google's have about 100.
const MAX_CLICK_ID_BYTES: usize = 500;

impl Campaign {
    /// Reads the parameters of an address; `None` where none of them is a campaign's.
    pub(super) fn read(parameters: &Value) -> Option<Campaign> {
        let mut found = Value::empty();
        for (parameter, name) in &PARAMETERS {
            if let Some(text) = text(parameters, parameter) {
                found.put(name, short(text, MAX_PARAMETER_CHARS).into());
            }
        }
        if let Value::Object(members) = parameters {
            for (parameter, value) in members {
                let (Some(click), Some(value)) = (ClickId::of(parameter), value.as_text()) else { continue };
                if !value.is_empty() && value.len() <= MAX_CLICK_ID_BYTES && found.get(click.parameter).is_none() {
                    found.put(click.parameter, value.into());
                }
            }
        }
        Campaign::unless_empty(found)
    }

    /// Reads back what was stored; other names than ours are left behind.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Campaign> {
        let mut found = Value::empty();
        let mut keep = |name: &str| {
            if let Some(text) = value.get(name).and_then(Value::as_text) {
                found.put(name, text.into());
            }
        };
        for (_, name) in &PARAMETERS {
            keep(name);
        }
        for click in &CLICK_IDS {
            keep(click.parameter);
        }
        Campaign::unless_empty(found)
    }

    fn unless_empty(found: Value) -> Option<Campaign> {
        (found != Value::empty()).then_some(Campaign(found))
    }

    /// For the wire, for storage, and as attributes `campaign.*`.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// To take out of it what may not leave.
    pub(super) fn value_mut(&mut self) -> &mut Value {
        &mut self.0
    }

    /// One of its members, or an empty text.
    pub(super) fn text(&self, name: &str) -> &str {
        text(&self.0, name).unwrap_or("")
    }

    /// Its click id: parameter and value. Of several the first of the table, which has the paid ones first.
    pub(super) fn click_id(&self) -> Option<(&'static str, &str)> {
        for click in &CLICK_IDS {
            if let Some(value) = text(&self.0, click.parameter) {
                return Some((click.parameter, value));
            }
        }
        None
    }
}

/// A member that is text and not empty.
fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Campaign;
    use crate::value::Value;

    #[test]
    fn click_ids_stand_beside_segments_names() {
        let parameters = Value::object([
            ("utm_campaign", "spring".into()),
            ("ScCid", "abc".into()),
            ("gclid", "".into()),
            ("token", "secret".into()),
        ]);
        let campaign = Campaign::read(&parameters);
        let expected = Value::object([("name", "spring".into()), ("sccid", "abc".into())]);
        assert_eq!(campaign.as_ref().map(Campaign::value), Some(&expected));
        assert_eq!(campaign.as_ref().and_then(Campaign::click_id), Some(("sccid", "abc")));
        assert_eq!(Campaign::from_value(&expected), campaign);
        assert_eq!(Campaign::read(&Value::object([("token", "secret".into())])), None);
    }
}
