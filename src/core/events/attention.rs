//! How a view that has ended was attended to, told by the view after it.
//!
//! Place in the flow: measured by the page (js/src/autocapture.ts), kept in the visitor's record until the next page view, whichever
//! page or tab that is. So the figures of a page arrive even where the page itself could send nothing any more.

use alloc::string::String;

use crate::value::Presence::Required;
use crate::value::{Field, Json, MAX_WHOLE, Shape, Value, View};

/// How a view was attended to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attention {
    /// The page that was viewed.
    pub(super) path: String,
    /// How long it was looked at: visible, focused, and the visitor not idle.
    pub(super) engaged_ms: u64,
    /// How far down it was seen, in percent of its height.
    pub(super) scroll_percent: u64,
}

const RECORD: Shape = Shape::Object(&[
    Field("path", Required, Shape::Content),
    Field("engaged_ms", Required, Shape::Whole(0.0, MAX_WHOLE)),
    Field("scroll_percent", Required, Shape::Whole(0.0, 100.0)),
]);

impl Attention {
    /// As it is stored.
    pub(super) const RECORD: Shape = RECORD;

    /// Puts it into the properties of the next page view, where the page says nothing else under these names.
    pub(super) fn tell(self, properties: &mut Value) {
        let members = [
            ("previous_path", Value::from(self.path)),
            ("previous_engaged_ms", Value::whole(self.engaged_ms)),
            ("previous_scroll_percent", Value::whole(self.scroll_percent)),
        ];
        for (name, member) in members {
            if properties.get(name).is_none() {
                properties.put(name, member);
            }
        }
    }

    /// For the record.
    pub(super) fn write(&self, json: &mut Json) {
        json.open();
        json.key("path").text(&self.path);
        json.key("engaged_ms").whole(self.engaged_ms);
        json.key("scroll_percent").whole(self.scroll_percent);
        json.close();
    }

    /// Reads back what was stored, whose shape was checked.
    pub(super) fn read(place: &View<'_, '_>) -> Option<Attention> {
        place.value()?;
        Some(Attention {
            path: place.text("path", "").into(),
            engaged_ms: place.whole("engaged_ms", 0),
            scroll_percent: place.whole("scroll_percent", 0),
        })
    }
}
