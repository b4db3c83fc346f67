//! Ring 1 again, compiled to Wasm and run by a browser: the same case files, read by its own `JSON.parse`, and the same bits
//! as on the host, by the digests blessed there.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::panic, reason = "a failed test panics")]

use courtesy_core::random::Random;
use courtesy_core::value::Value;
use courtesy_replay::{number_text, run_room};
use js_sys::{Array, JSON, Number, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The browser's reader of JSON; `Null` where the text is none.
fn parse(text: &str) -> Value {
    JSON::parse(text).map_or(Value::Null, |json| from_js(&json))
}

fn from_js(json: &JsValue) -> Value {
    if let Some(flag) = json.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = json.as_f64() {
        Value::Number(number)
    } else if let Some(text) = json.as_string() {
        Value::Text(text)
    } else if let Some(items) = json.dyn_ref::<Array>() {
        Value::List(items.iter().map(|item| from_js(&item)).collect())
    } else if let Some(object) = json.dyn_ref::<Object>() {
        let entries = Object::entries(object);
        let members = entries.iter().map(|entry| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), from_js(&entry.get(1)))
        });
        Value::Object(members.collect())
    } else {
        Value::Null
    }
}

fn room(name: &str) {
    if let Err(failures) = run_room(name, parse) {
        panic!("{failures}");
    }
}

#[wasm_bindgen_test]
fn the_visitors_choice_is_kept_as_the_consent_room_promises() {
    room("consent");
}

#[wasm_bindgen_test]
fn events_wait_leave_and_settle_as_the_events_room_promises() {
    room("events");
}

#[wasm_bindgen_test]
fn scores_rise_decay_and_explain_themselves_as_the_intent_room_promises() {
    room("intent");
}

#[wasm_bindgen_test]
fn slots_are_decided_as_the_slots_room_promises() {
    room("slots");
}

#[wasm_bindgen_test]
fn the_rooms_work_together_in_their_order() {
    room("flow");
}

#[wasm_bindgen_test]
fn every_broken_config_is_refused_at_its_path() {
    room("config");
}

/// The visitor's Wasm lends the browser's own function to the core, the cases one of Rust: they must be one.
#[wasm_bindgen_test]
fn numbers_are_written_as_the_browser_writes_them() {
    let mut random = Random::seeded([1, 2, 3, 4]);
    for _ in 0..10_000 {
        let bits = random.bits();
        for number in [f64::from_bits(bits), (bits >> 11) as f64 / 1e9, (bits >> 40) as f64 * 0.1] {
            if number.is_finite() {
                let written = Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default();
                assert_eq!(number_text(number), written);
            }
        }
    }
}

#[wasm_bindgen_test]
fn conditions_hold_as_they_are_documented() {
    room("condition");
}
