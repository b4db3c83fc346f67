//! Writes a batch in the words of its receiver: rows, which are JSON already, and what stands around them.
//!
//! Place in the flow: [`Delivery`](super::Delivery) asks for a body when a batch leaves. An event itself is written once, when it is recorded
//! (`wire`), so an encoder may wrap and join rows, and does not read them. Bodies are sent as `text/plain`, so that no CORS preflight
//! stands between a leaving page and its last events.

use alloc::string::String;

use super::{Row, Settings};
use crate::time;
use crate::value::Json;

/// A receiver's way of writing batches. For another one: a type that does this, a word in [`Format`], and its line in `docs/delivery.md`.
pub(super) trait Encoder {
    /// The body of one request with these rows, at least one; `now_ms` is when it leaves.
    fn body(&self, rows: &[Row], settings: &Settings, now_ms: u64, json: Json) -> String;
}

/// Which of them the site's receiver reads (`events.format`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `segment`: what Segment, RudderStack and Jitsu read.
    #[default]
    Segment,
    /// `ndjson`: what databases read, such as ClickHouse by `INSERT … FORMAT JSONEachRow`.
    Ndjson,
}

impl Format {
    /// The words of the config.
    pub(super) const WORDS: &'static [&'static str] = &["segment", "ndjson"];

    /// The format of this word; any other is the default.
    pub(super) fn from_word(word: &str) -> Format {
        if word == "ndjson" { Format::Ndjson } else { Format::Segment }
    }

    /// The body in this format. (By a `match`: functions behind a `dyn` stand in a table, and the table in the code that everybody loads.)
    pub(super) fn body(self, rows: &[Row], settings: &Settings, now_ms: u64, json: Json) -> String {
        match self {
            Format::Segment => Envelope.body(rows, settings, now_ms, json),
            Format::Ndjson => Lines.body(rows, settings, now_ms, json),
        }
    }
}

/// The body of `POST /v1/batch` (<https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch>).
struct Envelope;

impl Encoder for Envelope {
    fn body(&self, rows: &[Row], settings: &Settings, now_ms: u64, mut json: Json) -> String {
        json.open();
        json.key("batch").list();
        for row in rows {
            json.raw(&row.json);
        }
        json.end();
        stamp(settings, now_ms, &mut json);
        json.finish()
    }
}

/// A line for each event (<https://github.com/ndjson/ndjson-spec>), with what the envelope would say as its last members: a database sees
/// nothing but lines.
struct Lines;

impl Encoder for Lines {
    fn body(&self, rows: &[Row], settings: &Settings, now_ms: u64, mut json: Json) -> String {
        stamp(settings, now_ms, &mut json);
        let stamp = json.finish();
        let mut body = String::new();
        for row in rows {
            body.push_str(row.json.strip_suffix('}').unwrap_or(&row.json));
            body.push(',');
            body.push_str(&stamp);
            body.push('\n');
        }
        body
    }
}

/// When it leaves, for the receiver to set the visitor's clock right by, and whose source it is; then the object ends.
fn stamp(settings: &Settings, now_ms: u64, json: &mut Json) {
    json.key("sentAt").text(&time::iso(now_ms));
    json.key("writeKey").text(&settings.write_key);
    json.close();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Priority;
    use crate::host::Host;
    use alloc::string::ToString;

    fn body(format: Format) -> String {
        let settings = Settings { write_key: "k\"1".into(), ..Settings::default() };
        let json = Json::new(Host { number: |number| number.to_string() });
        let row = |id: &str| Row {
            id: id.into(),
            priority: Priority::Rest,
            json: alloc::format!(r#"{{"messageId":"{id}"}}"#),
        };
        format.body(&[row("a"), row("b")], &settings, 1_700_000_000_000, json)
    }

    #[test]
    fn an_envelope_has_the_rows_in_a_list() {
        let batch = r#"{"batch":[{"messageId":"a"},{"messageId":"b"}],"#;
        let stamp = r#""sentAt":"2023-11-14T22:13:20.000Z","writeKey":"k\"1"}"#;
        assert_eq!(body(Format::Segment), [batch, stamp].concat());
    }

    #[test]
    fn lines_are_objects_of_their_own_each_ended_by_a_newline() {
        let stamp = r#""sentAt":"2023-11-14T22:13:20.000Z","writeKey":"k\"1"}"#;
        assert_eq!(
            body(Format::Ndjson),
            alloc::format!("{{\"messageId\":\"a\",{stamp}\n{{\"messageId\":\"b\",{stamp}\n")
        );
    }

    #[test]
    fn each_word_is_a_format_of_its_own() {
        assert!(Format::WORDS.iter().map(|word| Format::from_word(word)).eq([Format::Segment, Format::Ndjson]));
    }
}
