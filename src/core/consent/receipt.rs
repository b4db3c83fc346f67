//! Receipts: each choice as a document that nobody can change unnoticed, chained to the one before it.
//!
//! A receipt's `id` is the SHA-256 of its canonical JSON (RFC 8785) without `id` and `countersignature`. Canonical by construction:
//! its members are written in sorted order, and our JSON writer writes numbers and texts as that standard does. What the fields
//! are in ISO/IEC TS 27560 and in Kantara's receipt stands in docs/receipts.md; verifying is the tools' part.
//!
//! A chain that the visitor keeps shows that nothing in it was changed, not who acted: for that the site's endpoint may countersign.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Choice, Policy, Situation};
use crate::value::{Value, View, json, sha256};

/// How many receipts are kept. The oldest go; what is left is a chain still.
const MAX_RECEIPTS: usize = 50;

/// How a choice was made, as far as the page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// `banner`, `preferences`, `placeholder`, `api`; `erase` for an erasure.
    pub method: String,
    /// The language of the texts; empty where it is not told.
    pub locale: String,
    /// All that the visitor read; empty where nothing was shown. Only its hash is kept.
    pub text: String,
}

impl Shown {
    /// Reads what the page tells; what it does not tell is a call of the page's own.
    #[must_use]
    pub fn read(told: &Value) -> Shown {
        let place = View::root(told);
        let text = |key, default| String::from(place.field(key).text_or(default));
        Shown { method: text("method", "api"), locale: text("locale", ""), text: text("text", "") }
    }
}

/// The receipts kept on this device, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    list: Vec<Value>,
}

impl Receipts {
    /// Takes up what is stored. What is no list of receipts is no chain to go on with.
    pub fn restore(&mut self, stored: &Value) {
        self.list.clear();
        if let Value::List(receipts) = stored {
            for receipt in receipts.iter().filter(|receipt| id(receipt).is_some()) {
                self.list.push(receipt.clone());
            }
        }
    }

    /// Adds the receipt of a choice, and returns its id.
    pub fn add(
        &mut self,
        policy: &Policy,
        situation: &Situation,
        choice: &Choice,
        shown: &Shown,
        site: &str,
    ) -> String {
        let (granted, denied) = (choice.ids(true), choice.ids(false));
        let asked = policy.items.iter().filter(|item| !item.necessary).count();
        let yes = choice.answers.iter().filter(|answer| answer.is_yes).count();
        let outcome = if shown.method == ERASE {
            "erased"
        } else if yes == asked {
            "granted"
        } else if yes == 0 {
            "denied"
        } else {
            "partial"
        };
        let text = Some(sha256::hex(&shown.text)).filter(|_| !shown.text.is_empty());
        let locale = Some(shown.locale.as_str()).filter(|locale| !locale.is_empty());
        let fingerprint = policy.fingerprint.as_str().into();
        let revision = f64::from(policy.revision).into();
        let previous = self.list.last().and_then(id).map(String::from);
        let mut members = Vec::new();
        for (key, value) in [
            ("at", Value::whole(choice.at_ms)),
            ("denied", denied),
            ("granted", granted),
            ("jurisdiction", Value::object(situation.jurisdiction.to_members())),
            ("locale", locale.into()),
            ("method", shown.method.as_str().into()),
            ("outcome", outcome.into()),
            ("policy", Value::object([("fingerprint", fingerprint), ("revision", revision)])),
            ("previous", previous.into()),
            ("signal", situation.gpc.into()),
            ("site", site.into()),
            ("text", text.into()),
            ("v", 1.0.into()),
        ] {
            members.push((key.into(), value));
        }
        let receipt = Value::Object(members);
        let id = sha256::hex(&json::text(&receipt));
        if let Value::Object(mut members) = receipt {
            members.push(("id".into(), id.as_str().into()));
            if self.list.len() >= MAX_RECEIPTS {
                self.list.remove(0);
            }
            self.list.push(Value::Object(members));
        }
        id
    }

    /// Keeps what the endpoint answered about a receipt. Returns whether there is such a receipt.
    pub fn countersign(&mut self, receipt_id: &str, answer: Value) -> bool {
        for receipt in &mut self.list {
            if id(receipt) == Some(receipt_id)
                && let Value::Object(members) = receipt
            {
                members.push((COUNTERSIGNATURE.into(), answer));
                return true;
            }
        }
        false
    }

    /// The last receipt that still has to be countersigned.
    #[must_use]
    pub fn unsigned(&self) -> Option<(&str, &Value)> {
        let last = self.list.last().filter(|receipt| receipt.get(COUNTERSIGNATURE).is_none())?;
        id(last).map(|id| (id, last))
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// For JavaScript and for storage (`Receipt[]`).
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::List(self.list.clone())
    }
}

/// The method of a choice that an erasure makes.
pub const ERASE: &str = "erase";

const COUNTERSIGNATURE: &str = "countersignature";

fn id(receipt: &Value) -> Option<&str> {
    receipt.get("id")?.as_text()
}
