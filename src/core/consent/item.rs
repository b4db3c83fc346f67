//! What a visitor is asked about: purposes, and the services of each.
//!
//! Both are items of one flat list, a purpose before its services, so that everything that holds for one (an answer, a verdict, a
//! mark) holds for the other. An item keeps what the site declared as it is: most of it is only shown.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::{Value, View, join, json, sha256};

/// A purpose, or a service of one.
#[derive(Clone, Debug)]
pub struct Item {
    /// `analytics`, or `analytics/counter`.
    pub id: String,
    /// The place of its purpose in the list, where it is a service.
    pub parent: Option<usize>,
    /// Always on, and never asked for: only what the visitor's own request needs.
    pub necessary: bool,
    /// A hash of what is asked about; empty where that is the purpose alone. Another mark is another question.
    pub mark: String,
    /// As declared.
    declared: Value,
}

/// Lists of an item, of which every entry is a part of what is asked about.
const MATERIAL: [&str; 3] = ["cookies", "storage", "databases"];

impl Item {
    /// Reads an item whose shape was checked.
    pub(super) fn read(place: &View<'_, '_>, parent: Option<(usize, &Item)>) -> Item {
        let own = place.field("id").text_or("");
        let id = parent.map_or_else(|| own.into(), |(_, parent)| join(&[&parent.id, "/", own]));
        let necessary = parent.map_or_else(|| place.field("necessary").bool_or(false), |(_, parent)| parent.necessary);
        let declared = place.value().cloned().unwrap_or_default();
        let parent = parent.map(|(index, _)| index);
        Item { id, parent, necessary, mark: mark(place), declared }
    }

    /// The name for visitors: its title, else its id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text("title").unwrap_or(&self.id)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.declared.get(key)?.as_text()
    }

    /// Whether what runs for it can only be stopped by loading the page again.
    #[must_use]
    pub fn needs_reload(&self) -> bool {
        self.declared.get("reload_on_withdrawal") == Some(&Value::Bool(true))
    }

    /// The texts of one of its lists.
    #[must_use]
    pub fn texts(&self, list: &str) -> Vec<String> {
        View::root(&self.declared).field(list).texts()
    }

    /// Whether it is part of what a signal of Google's Consent Mode stands for.
    #[must_use]
    pub fn grants(&self, signal: &str) -> bool {
        View::root(&self.declared).field("google").list().any(|entry| entry.text_or("") == signal)
    }

    /// For JavaScript (`PurposeView`, `ServiceView`).
    #[must_use]
    pub fn to_members(&self) -> Vec<(String, Value)> {
        let mut members = Vec::new();
        members.push(("id".into(), self.id.as_str().into()));
        members.push(("title".into(), self.title().into()));
        for key in ["description", "vendor", "policy_url"] {
            members.push((key.into(), self.text(key).unwrap_or("").into()));
        }
        for key in MATERIAL {
            members.push((key.into(), Value::texts(&self.texts(key))));
        }
        members.push(("necessary".into(), self.necessary.into()));
        members
    }
}

/// Says what is asked about in eight digits: who does it and what is kept for it, in any order, and the item's own revision.
/// Texts are no part of it: a better sentence is no other question.
fn mark(place: &View<'_, '_>) -> String {
    let mut facts = Vec::new();
    for key in ["vendor", "revision"] {
        if let Some(fact) = place.field(key).value() {
            facts.push(join(&[key, ":", &json::text(fact)]));
        }
    }
    for list in MATERIAL {
        for entry in place.field(list).texts() {
            facts.push(join(&[list, ":", &entry]));
        }
    }
    if facts.is_empty() {
        return String::new();
    }
    facts.sort_unstable();
    let mut mark = sha256::hex(&json::text(&Value::texts(&facts)));
    mark.truncate(8);
    mark
}
