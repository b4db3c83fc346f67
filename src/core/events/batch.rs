//! Writes a batch: rows that are JSON already, joined into Segment's envelope.

use alloc::string::String;

use super::{Row, Settings};
use crate::time;
use crate::value::Json;

/// The body of `POST /v1/batch` (<https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch>).
/// Sent as `text/plain`, so that no CORS preflight stands between a leaving page and its last events.
#[must_use]
pub(super) fn body(rows: &[Row], settings: &Settings, now_ms: u64, mut json: Json) -> String {
    json.open();
    json.key("batch").list();
    for row in rows {
        json.raw(&row.json);
    }
    json.end();
    json.key("sentAt").text(&time::iso(now_ms));
    json.key("writeKey").text(&settings.write_key);
    json.close();
    json.finish()
}
