//! What still waits for the code that records it when its page is left: kept in the visitor's record, for the next page to record.
//!
//! Place in the flow: a yes was given, so it may be kept; the rest of the room is not there yet, so it has no number and no
//! identity. Writing is therefore part of what everybody loads, reading is not. With the visitor's record it also goes.

use alloc::vec::Vec;

use super::{Campaign, Happening, Held, Kind, Page};
use crate::value::Presence::{Optional, Required};
use crate::value::{Field, Json, MAX_WHOLE, Shape, View};

/// One of them, as stored.
pub(super) const WAITING: Shape = Shape::Object(&[
    Field("type", Required, Shape::Text),
    Field("name", Required, Shape::Content),
    Field("properties", Required, Shape::Map(&Shape::Any)),
    Field("at", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("page", Required, Shape::Map(&Shape::Any)),
    Field("campaign", Optional, Shape::Map(&Shape::Text)),
    Field("scored", Required, Shape::Flag),
]);

/// Writes those that are to be recorded.
pub(super) fn write(waiting: &[Held], json: &mut Json) {
    json.list();
    for Held { what, to_score, to_record } in waiting {
        if !to_record {
            continue;
        }
        json.open();
        json.key("type").text(what.kind.as_str());
        json.key("name").text(&what.name);
        json.key("properties").value(&what.properties);
        json.key("at").whole(what.at_ms);
        json.key("page").value(&what.page.attributes);
        if let Some(campaign) = &what.page.campaign {
            json.key("campaign").value(campaign.value());
        }
        json.key("scored").flag(!to_score);
        json.close();
    }
    json.end();
}

/// Reads them back. The record was checked against its shape.
pub(super) fn read(place: &View<'_, '_>) -> Vec<Held> {
    let mut waiting = Vec::new();
    for one in place.list() {
        let kind = Kind::from_word(one.text("type", ""));
        let campaign = one.get("campaign").and_then(Campaign::from_value);
        let page = Page::told(one.get("page").cloned().unwrap_or_default(), campaign);
        let properties = one.get("properties").cloned().unwrap_or_default();
        let what = Happening { kind, name: one.text("name", "").into(), properties, at_ms: one.whole("at", 0), page };
        waiting.push(Held { what, to_score: !one.flag("scored", false), to_record: true });
    }
    waiting
}
