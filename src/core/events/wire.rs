//! An event on the wire: one element of a Segment batch (<https://segment.com/docs/connections/spec/common/>).
//!
//! Place in the flow: written when the event is recorded and never again, so that nothing that happens later changes what it says.
//! What is ours stands under `context.courtesy`. The envelope around it is the batch's.

use alloc::string::String;

use super::identity::PREVIOUS_ID;
use super::{Device, Dropped, Event, Happening, Kind, OnViolation, Priority, Violation, Visitor};
use crate::time;
use crate::value::{Json, Value};

/// All that an event says beside what happened.
#[derive(Debug)]
pub(super) struct Wire<'a> {
    /// Whose it is, and in which session.
    pub(super) visitor: &'a Visitor,
    /// What the browser says of itself.
    pub(super) device: &'a Device,
    /// Whether a program visits.
    pub(super) is_bot: bool,
    /// What the event is worth.
    pub(super) priority: Priority,
    /// Touches of how long ago a conversion lists.
    pub(super) lookback_ms: u64,
    /// How the event breaks its contract.
    pub(super) violation: Option<&'a Violation>,
    /// How many events have broken theirs so far.
    pub(super) violations: u64,
    /// The running instance.
    pub(super) instance_id: &'a str,
    /// What had to be dropped so far.
    pub(super) dropped: Dropped,
}

impl Wire<'_> {
    /// Writes an event.
    pub(super) fn write(&self, event: &Event, mut json: Json) -> String {
        let Happening { kind, name, properties, at_ms, .. } = &event.what;
        let Visitor { id, identity, .. } = self.visitor;
        json.open();
        json.key("type").text(kind.as_str());
        json.key("messageId").text(&event.message_id);
        json.key("anonymousId").text(id);
        let (of_name, of_properties) = match kind {
            Kind::Page => ("name", "properties"),
            Kind::Track | Kind::Reset => ("event", "properties"),
            Kind::Identify | Kind::Alias => ("userId", "traits"),
            Kind::Group => ("groupId", "traits"),
        };
        if of_name != "userId" && !identity.user_id.is_empty() {
            json.key("userId").text(&identity.user_id);
        }
        json.key(of_name).text(name);
        if *kind == Kind::Alias {
            let before = if identity.user_id.is_empty() { id } else { &identity.user_id };
            let before = properties.get(PREVIOUS_ID).and_then(Value::as_text).unwrap_or(before);
            json.key(PREVIOUS_ID).text(before);
        } else {
            json.key(of_properties);
            if *kind == Kind::Page {
                page_properties(&event.what, &mut json);
            } else {
                json.value(properties);
            }
        }
        json.key("timestamp").text(&time::iso(*at_ms));
        self.context(event, json.key("context"));
        json.close();
        json.finish()
    }

    fn context(&self, event: &Event, json: &mut Json) {
        let page = &event.what.page;
        json.open();
        json.key("page").value(&page.attributes);
        if let Value::Object(members) = &self.device.context {
            for (name, member) in members {
                json.key(name).value(member);
            }
        }
        json.key("library").raw(LIBRARY);
        if !self.visitor.identity.group_id.is_empty() {
            json.key("groupId").text(&self.visitor.identity.group_id);
        }
        self.ours(event, json.key("courtesy"));
        if let Some(campaign) = &self.visitor.session.campaign {
            json.key("campaign").value(campaign.value());
        }
        json.close();
    }

    fn ours(&self, event: &Event, json: &mut Json) {
        let Visitor { session, touches, .. } = self.visitor;
        json.open();
        json.key("session_id").text(&session.id);
        json.key("session_number").whole(session.number);
        json.key("view_number").whole(session.views);
        json.key("instance_id").text(self.instance_id);
        json.key("seq").whole(event.seq);
        self.dropped.write(json.key("dropped"));
        match self.priority {
            Priority::Conversion => {
                let since_ms = event.what.at_ms.saturating_sub(self.lookback_ms);
                touches.write(since_ms, json.key("attribution"));
            }
            Priority::View => {
                if let Some(touch) = touches.last() {
                    json.key("touch").value(touch.value());
                }
            }
            Priority::Rest => {}
        }
        if self.is_bot {
            json.key("bot").flag(true);
        }
        if self.violations > 0 {
            json.key("violations").whole(self.violations);
        }
        if let Some(violation) = self.violation.filter(|violation| violation.on_violation == OnViolation::Flag) {
            let json = json.key("violation");
            json.open();
            json.key("path").text(&violation.path);
            json.key("rule").text(violation.rule);
            json.close();
        }
        json.close();
    }
}

/// A page view says where it was among its properties, too, since that is where receivers look for it
/// (<https://segment.com/docs/connections/spec/page/#properties>). What the site has told goes before.
fn page_properties(what: &Happening, json: &mut Json) {
    let mut all = what.properties.clone();
    if let Value::Object(members) = &what.page.attributes {
        for (name, member) in members {
            if all.get(name).is_none() {
                all.put(name, member.clone());
            }
        }
    }
    json.value(&all);
}

/// Who writes the events, on the wire.
const LIBRARY: &str = concat!(r#"{"name":"courtesy","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);
