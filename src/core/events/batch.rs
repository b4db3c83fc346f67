//! Writes a batch: rows that are JSON already, joined into Segment's envelope.

use alloc::string::String;

use super::{Row, Settings};
use crate::time;
use crate::value::json;

/// The body of `POST /v1/batch` (<https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch>).
/// Sent as `text/plain`, so that no CORS preflight stands between a leaving page and its last events.
#[must_use]
pub(super) fn body<'a>(rows: impl Iterator<Item = &'a Row>, settings: &Settings, now_ms: u64) -> String {
    let mut out = String::from("{\"batch\":[");
    for (index, row) in rows.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&row.json);
    }
    out.push_str("],\"sentAt\":");
    json::write(&time::iso(now_ms).into(), &mut out);
    out.push_str(",\"writeKey\":");
    json::write(&settings.write_key.as_str().into(), &mut out);
    out.push('}');
    out
}
