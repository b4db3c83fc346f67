//! Checks a config document and says everything that is wrong with it.

use courtesy_core::value::Value;
use serde::Serialize;

use crate::schema::Document;

/// Something wrong with a config.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where: `intent.intents.buy.signals[2].points`; empty for the whole document.
    pub path: String,
    /// What kind: `missing`, `type`, `value`, `unknown` or `condition`; or `overlap`, which is a warning: the engine takes the config.
    pub kind: String,
    /// The whole, as a sentence.
    pub message: String,
}

/// Checks a document, given once by a deserializer and once as a tree.
///
/// The engine's findings come first: they are what a visitor's browser would say.
pub fn problems<'de, D: serde::Deserializer<'de>>(typed: D, document: &Value) -> Vec<Problem> {
    let faults = courtesy_core::engine::faults(document);
    let mut problems: Vec<Problem> = faults
        .iter()
        .map(|fault| Problem { path: fault.path.clone(), kind: fault.kind.as_str().into(), message: fault.to_string() })
        .collect();
    if let Err(error) = serde_path_to_error::deserialize::<_, Document>(typed) {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        if !problems.iter().any(|known| known.path == path) {
            let message = format!("{path}: {}", error.inner());
            problems.push(Problem { path, kind: "type".into(), message });
        }
    }
    problems.extend(crate::overlap::overlaps(document));
    problems
}

/// The same for a JavaScript value.
#[cfg(target_arch = "wasm32")]
pub(crate) fn problems_of_js(config: wasm_bindgen::JsValue) -> Vec<Problem> {
    match document_of_js(config.clone()) {
        Ok(document) => problems(serde_wasm_bindgen::Deserializer::from(config), &document),
        Err(problem) => vec![problem],
    }
}

/// A JavaScript value as a tree. One that is no JSON (a function, a cycle) is a problem like any other.
#[cfg(target_arch = "wasm32")]
pub(crate) fn document_of_js(config: wasm_bindgen::JsValue) -> Result<Value, Problem> {
    use crate::schema::Json;
    use serde::Deserialize;
    match Json::deserialize(serde_wasm_bindgen::Deserializer::from(config)) {
        Ok(Json(document)) => Ok(document),
        Err(error) => Err(Problem { path: String::new(), kind: "type".into(), message: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Json;

    fn check(text: &str) -> Vec<Problem> {
        let Json(document) = serde_json::from_str(text).unwrap();
        problems(&mut serde_json::Deserializer::from_str(text), &document)
    }

    fn paths(text: &str) -> Vec<String> {
        check(text).into_iter().map(|problem| problem.path).collect()
    }

    #[test]
    fn a_good_document_has_no_problems() {
        assert_eq!(check(r#"{"events": {"flush_at": 5}, "features": {"a": {}}}"#), []);
        assert_eq!(check(r#"{"features": {}, "courtesy": {"events": {"flush_at": 5}}}"#), []);
    }

    #[test]
    fn the_demo_config_has_no_problems() {
        assert_eq!(check(include_str!("../../www/courtesy.json")), []);
    }

    #[test]
    fn each_room_reports_its_first_fault_with_its_path() {
        let text = r#"{
            "consent": {"revison": 2},
            "events": {"flush_at": 0},
            "intent": {"intents": {"buy": {"signals": [{"id": "a", "when": {}, "points": "ten"}]}}},
            "slots": {"hero": {"rules": [{"id": "r", "when": {"a": {"$regex": "x"}}, "variant": "default"}]}}
        }"#;
        let expected = [
            "consent.revison",
            "events.flush_at",
            "intent.intents.buy.signals[0].points",
            "slots.hero.rules[0].when.a.$regex",
        ];
        assert_eq!(paths(text), expected);
    }

    #[test]
    fn types_and_engine_know_the_same_names() {
        // Every name that the types know, with a value the engine takes: neither may call it unknown.
        let text = r#"{
            "$schema": "x",
            "consent": {"mode": "opt-in", "revision": 1, "expires_days": 1, "no_expires_days": 1, "gpc": "ignore", "scope": "site",
                "region": "DE", "regions": [{"regions": ["EEA"], "mode": "notice", "gpc": "final"}],
                "text": {"title": "t"}, "locales": {"de": {"title": "t"}}, "receipts": {"endpoint": "/r"},
                "external": {"source": "onetrust", "map": {"C2": "a"}},
                "google": {"signals": {"ad_storage": ["a/s"]}, "wait_for_update": 5, "ads_data_redaction": true,
                    "url_passthrough": false, "regions": [{"region": ["US"], "granted": ["ad_storage"]}]},
                "purposes": [{"id": "a", "title": "t", "description": "d", "necessary": false, "revision": 1, "vendor": "v",
                    "policy_url": "/p", "cookies": ["c*"], "storage": ["s"], "databases": ["d"], "reload_on_withdrawal": true,
                    "services": [{"id": "s", "title": "t", "description": "d", "revision": 1, "vendor": "v", "policy_url": "/p",
                        "cookies": ["e"], "storage": ["f"], "databases": ["g"], "reload_on_withdrawal": false}]}]},
            "events": {"endpoint": "/e", "write_key": "k", "hold_before_choice": true, "flush_at": 1, "flush_after_ms": 1, "gzip": true, "autocapture": true,
                "session": {"idle_minutes": 1, "max_hours": 1, "ends_at_midnight": true},
                "attribution": {"conversions": ["a"], "ai_assistants": false, "lookback_days": 1},
                "privacy": {"query": ["a"], "redact": false, "bots": "drop"}, "sample": 0.5, "cookieless": true,
                "links": {"domains": ["a.example"], "expires_seconds": 10},
                "contracts": {"a": {"schema": {"type": "object"}, "on_violation": "drop"}}},
            "intent": {"intents": {"a": {"title": "t", "signals": [
                {"id": "s", "title": "t", "when": {"type": "page"}, "points": 1, "cap": 1, "half_life_days": 1}]}}},
            "slots": {"s": {"variants": {"a": {"fields": {"f": "t", "g": {"text": "t", "href": "/"}}}}, "rules": [
                {"id": "r", "when": {"a": 1}, "variant": "a"},
                {"id": "q", "experiment": "e", "split": [{"variant": "a", "weight": 1}]}]}},
            "features": {}, "experiments": [], "savedGroups": {}, "dateUpdated": "2026-01-01"
        }"#;
        assert_eq!(check(text), []);
    }
}
