//! What the page may see of consent: the state, the purposes, and what Google's tags are told.

use alloc::vec::Vec;

use super::policy::SIGNALS;
use super::{Ledger, decide_item};
use crate::value::Value;

impl Ledger {
    /// What is allowed now (`ConsentView`).
    #[must_use]
    pub fn state(&self, now_ms: u64) -> Value {
        let (mut purposes, mut services) = (Vec::new(), Vec::new());
        for item in &self.policy.items {
            let allowed = decide_item(&self.policy, &self.situation, now_ms, item).allowed.into();
            let list = if item.parent.is_some() { &mut services } else { &mut purposes };
            list.push((item.id.clone(), allowed));
        }
        let mut members = Vec::from([
            ("ask".into(), self.wants_asking(now_ms).into()),
            ("purposes".into(), Value::Object(purposes)),
            ("services".into(), Value::Object(services)),
            ("chosen_at_ms".into(), self.choice().map(|choice| Value::whole(choice.at_ms)).into()),
        ]);
        for (key, value) in self.situation.jurisdiction.to_members() {
            members.push((key.into(), value));
        }
        Value::Object(members)
    }

    /// The declared purposes with their services (`PurposeView[]`).
    #[must_use]
    pub fn purposes(&self) -> Value {
        let mut purposes = Vec::new();
        for (index, item) in self.policy.items.iter().enumerate().filter(|(_, item)| item.parent.is_none()) {
            let mut services = Vec::new();
            for service in self.policy.items.iter().filter(|service| service.parent == Some(index)) {
                services.push(Value::Object(service.to_members()));
            }
            let mut members = item.to_members();
            members.push(("services".into(), Value::List(services)));
            purposes.push(Value::Object(members));
        }
        Value::List(purposes)
    }

    /// The site's own words for banner and dialog.
    #[must_use]
    pub fn words(&self) -> Value {
        Value::object([("text", self.policy.text.clone()), ("locales", self.policy.locales.clone())])
    }

    /// Which of Google's signals are granted; `Null` where no item is mapped to any. A signal that several items stand for needs
    /// them all, one that none stands for is denied.
    #[must_use]
    pub fn google(&self, now_ms: u64) -> Value {
        let (mut members, mut is_mapped) = (Vec::new(), false);
        for signal in SIGNALS {
            let mut granted = None;
            for item in self.policy.items.iter().filter(|item| item.grants(signal)) {
                let allowed = decide_item(&self.policy, &self.situation, now_ms, item).allowed;
                granted = Some(granted.unwrap_or(true) && allowed);
            }
            is_mapped |= granted.is_some();
            members.push((signal.into(), if granted == Some(true) { "granted" } else { "denied" }.into()));
        }
        if is_mapped { Value::Object(members) } else { Value::Null }
    }

    /// Which other consent manager answers here (`{source}`); `Null` for none.
    #[must_use]
    pub fn external(&self) -> Value {
        let source = self.policy.external.as_ref().map(|(source, _)| source.as_str());
        source.map(|source| Value::object([("source", source.into())])).into()
    }
}
