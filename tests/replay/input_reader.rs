//! Reads what a step does: `{"track": {...}}`, `"tick"` and so on become an [`Input`].

use courtesy_core::Input;
use courtesy_core::consent::Shown;
use courtesy_core::engine::{Answer, Sight, Start, Stored};
use courtesy_core::events::{Device, Leave, Outcome, Page, Priority, Role, Row, Who};
use courtesy_core::value::Value;

use crate::json_text;
use crate::page::Page as Tab;

/// The seed of every case that names none.
const SEED: [u32; 4] = [1, 2, 3, 4];

/// The input that `word` with `told` describes. `tab` says what it has come to:
/// its durable queue is what `"adopted": "all"` means.
pub(crate) fn read(word: &str, told: &Value, now_ms: u64, stored: Stored, tab: &Tab) -> Result<Input, String> {
    let at_ms = || told.get("at_ms").and_then(Value::as_whole).unwrap_or(now_ms);
    let under = |key: &str| told.get("fill").map_or_else(|| told.get(key).cloned().unwrap_or_default(), filled);
    let properties = || under("properties");
    Ok(match word {
        "start" => Input::Start(Start {
            seed: seed(told.get("seed"))?,
            stored: told.get("stored").map_or(stored, read_stored),
            gpc: told.get("gpc").and_then(Value::as_bool).unwrap_or(false),
            region: optional(told, "region"),
            by_time_zone: optional(told, "by_time_zone"),
            is_crawler: told.get("is_crawler").and_then(Value::as_bool).unwrap_or(false),
            is_partial: told.get("is_partial").and_then(Value::as_bool).unwrap_or(false),
            device: device(told),
            page: page(told.get("page").unwrap_or(&Value::Null)),
            at_ms: at_ms(),
            role: told.get("role").map_or(Ok(Role::default()), role)?,
            has_hooks: told.get("has_hooks").and_then(Value::as_bool).unwrap_or(false),
        }),
        "view" => Input::View {
            page: page(if told.as_text().is_some() { told } else { told.get("page").unwrap_or(&Value::Null) }),
            properties: properties(),
            at_ms: at_ms(),
        },
        "moved" => Input::Moved { page: page(told) },
        "track" => Input::Track {
            name: told.as_text().or(told.get("name").and_then(Value::as_text)).unwrap_or("").into(),
            properties: properties(),
            at_ms: at_ms(),
        },
        "identify" => Input::Who {
            who: Who::Identify { user_id: optional(told, "user_id"), traits: under("traits") },
            at_ms: at_ms(),
        },
        "group" => Input::Who {
            who: Who::Group { group_id: optional(told, "group_id"), traits: under("traits") },
            at_ms: at_ms(),
        },
        "alias" => Input::Who {
            who: Who::Alias { user_id: optional(told, "user_id"), previous_id: optional(told, "previous_id") },
            at_ms: at_ms(),
        },
        "reset" => Input::Who { who: Who::Reset, at_ms: at_ms() },
        "attend" => Input::Attend {
            engaged_ms: told.get("engaged_ms").and_then(Value::as_whole).unwrap_or(0),
            scroll_percent: told.get("scroll_percent").and_then(Value::as_whole).unwrap_or(0),
        },
        // With how it was asked: `{"answers": {…}, "method"?, "locale"?, "text"?}`.
        "choose" => Input::Choose { answers: answers(told.get("answers").unwrap_or(told))?, shown: shown(told) },
        "restored" => Input::Restored(read_stored(told)),
        "whole" => Input::Whole(if *told == Value::Null { stored } else { read_stored(told) }),
        "erase" => Input::Erase,
        "region" => Input::Region { hint: told.as_text().unwrap_or("").into() },
        "external" if *told == Value::Null => Input::External { answers: None },
        "external" => Input::External { answers: Some(answers(told)?) },
        "countersigned" => Input::Countersigned {
            id: text(told, "id")?.into(),
            answer: json_text(told.get("answer").unwrap_or(&Value::Null)),
        },
        "slot" => Input::Slot { name: text(told, "name")?.into(), sight: sight(told)? },
        "adopted" if told.as_text() == Some("all") => Input::Adopted { rows: tab.rows.clone(), corrupt: 0 },
        "adopted" => {
            let corrupt = told.get("corrupt").and_then(Value::as_whole).unwrap_or(0);
            Input::Adopted { rows: adopted(told.get("rows").unwrap_or(told))?, corrupt }
        }
        "role" => Input::Role(role(told)?),
        "kept" if told.as_text() == Some("all") => {
            Input::Kept { ids: tab.rows.iter().map(|row| row.id.clone()).collect() }
        }
        "hooks" => Input::Hooks,
        "hooked" => Input::Hooked { id: tab.shown.clone(), event: told.get("event").cloned() },
        "pass" => Input::Pass,
        "online" => Input::Online,
        "answered" => Input::Answered { number: number(told)?, answer: answer(told)? },
        "tick" => Input::Tick,
        "hidden" => Input::Hidden,
        "leaving" => Input::Leaving(match told.as_text() {
            None => Leave::Unstored,
            Some("stored") => Leave::Stored,
            Some("for_this_site") => Leave::ForThisSite,
            Some(other) => return Err(format!("`{other}` is no way to leave")),
        }),
        other => return Err(format!("`{other}` is nothing that a step can do")),
    })
}

/// Properties as large as wanted: `{"with": value, "times": n}` is a list of so many values.
fn filled(told: &Value) -> Value {
    let times = small(told.get("times")).unwrap_or(0);
    let item = told.get("with").cloned().unwrap_or_default();
    Value::object([("fill", Value::List((0..times).map(|_| item.clone()).collect()))])
}

fn role(told: &Value) -> Result<Role, String> {
    match told.as_text() {
        Some("alone") => Ok(Role::Alone),
        Some("unkept") => Ok(Role::Unkept),
        Some("listening") => Ok(Role::Listening),
        Some("sending") => Ok(Role::Sending),
        _ => Err(format!("{told:?} is no role")),
    }
}

fn text<'a>(told: &'a Value, key: &str) -> Result<&'a str, String> {
    told.get(key).and_then(Value::as_text).ok_or(format!("`{key}` must be text"))
}

fn optional(told: &Value, key: &str) -> String {
    told.get(key).and_then(Value::as_text).unwrap_or("").into()
}

fn shown(told: &Value) -> Shown {
    let method = told.get("method").and_then(Value::as_text).unwrap_or("api").into();
    Shown { method, locale: optional(told, "locale"), text: optional(told, "text") }
}

fn small(value: Option<&Value>) -> Option<u32> {
    value.and_then(Value::as_whole).and_then(|whole| u32::try_from(whole).ok())
}

fn seed(told: Option<&Value>) -> Result<[u32; 4], String> {
    let Some(Value::List(words)) = told else { return Ok(SEED) };
    let words: Option<Vec<u32>> = words.iter().map(|word| small(Some(word))).collect();
    words.and_then(|words| words.try_into().ok()).ok_or("`seed` must be four whole numbers below 2^32".into())
}

/// What a case says of storage: JSON values under our keys; also text that is not JSON, which a host hands over as such.
fn read_stored(told: &Value) -> Stored {
    let under = |key: &str| told.get(key).cloned().unwrap_or_default();
    Stored {
        consent: under("consent"),
        shared: under("shared"),
        receipts: under("receipts"),
        visitor: under("visitor"),
        intent: under("intent"),
        ahead: under("ahead"),
    }
}

/// What a start says of the browser: `device` as an event's context has it, and `utc_offset_minutes`.
fn device(told: &Value) -> Device {
    let utc_offset_minutes = told.get("utc_offset_minutes").and_then(Value::as_number).unwrap_or(0.0);
    let context = told.get("device").cloned().unwrap_or_else(Value::empty);
    #[allow(clippy::cast_possible_truncation, reason = "a case's minutes are few, and `as` saturates")]
    Device { context, utc_offset_minutes: utc_offset_minutes as i64 }
}

/// A page: a description `{url, path, title, referrer, query: [[name, value], …]}`, or an address such as
/// `/pricing?utm_source=mail`. Of several parameters of a name, the first counts.
fn page(told: &Value) -> Page {
    let mut parameters = Value::empty();
    let mut add = |name: &str, value: &str| {
        if parameters.get(name).is_none() {
            parameters.put(name, value.into());
        }
    };
    if let Some(address) = told.as_text() {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            add(name, value);
        }
        return Page::new(
            &format!("https://site.example{address}"),
            path,
            &format!("Title of {path}"),
            "",
            &parameters,
        );
    }
    let text = |key: &str| told.get(key).and_then(Value::as_text).unwrap_or("");
    if let Some(Value::List(pairs)) = told.get("query") {
        for pair in pairs {
            if let Value::List(pair) = pair
                && let [Value::Text(name), Value::Text(value)] = pair.as_slice()
            {
                add(name, value);
            }
        }
    }
    Page::new(text("url"), text("path"), text("title"), text("referrer"), &parameters)
}

fn answers(told: &Value) -> Result<Vec<(String, bool)>, String> {
    let Value::Object(members) = told else { return Err("`choose` must be an object".into()) };
    let answers = members.iter().map(|(id, yes)| Some((id.clone(), yes.as_bool()?)));
    answers.collect::<Option<_>>().ok_or("an answer must be true or false".into())
}

fn sight(told: &Value) -> Result<Sight, String> {
    Ok(match text(told, "sight")? {
        "found" => Sight::Found {
            shown: told.get("shown").and_then(Value::as_text).unwrap_or("default").into(),
            is_painted: told.get("is_painted").and_then(Value::as_bool).unwrap_or(false),
        },
        "painted" => Sight::Painted,
        "viewed" => Sight::Viewed,
        other => return Err(format!("`{other}` is no sight")),
    })
}

fn adopted(told: &Value) -> Result<Vec<Row>, String> {
    let Value::List(rows) = told else { return Err("`adopted` must be a list, or \"all\"".into()) };
    let row = |row: &Value| {
        let json = row.get("json").unwrap_or(&Value::Null);
        let priority = Priority::from_mark(row.get("priority").and_then(Value::as_text).unwrap_or(""));
        let json = json.as_text().map_or_else(|| json_text(json), String::from);
        Ok(Row { id: text(row, "id")?.into(), priority, json })
    };
    rows.iter().map(row).collect()
}

fn number(told: &Value) -> Result<u32, String> {
    small(told.get("number")).ok_or("`number` must be a whole number".into())
}

/// `{"status": 200}` (0 for no answer at all), or `{"beacon": true}`.
fn answer(told: &Value) -> Result<Answer, String> {
    if let Some(is_taken) = told.get("beacon").and_then(Value::as_bool) {
        return Ok(Answer::Beacon { is_taken });
    }
    let status = small(told.get("status")).and_then(|status| u16::try_from(status).ok());
    let status = status.ok_or("an answer needs a `status` or a `beacon`")?;
    let retry_after_ms = told.get("retry_after_ms").and_then(Value::as_whole);
    let is_online = !told.get("is_offline").and_then(Value::as_bool).unwrap_or(false);
    Ok(Answer::Received(Outcome::from_status(status, retry_after_ms, is_online)))
}
