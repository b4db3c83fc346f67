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
use crate::value::Presence::Optional;
use crate::value::{Fault, Field, Json, Shape, Value, View, join, sha256};

/// How many receipts are kept. The oldest go; what is left is a chain still.
const MAX_RECEIPTS: usize = 50;

/// The method of a choice that an erasure makes.
pub const ERASE: &str = "erase";

/// How a choice was made, as far as the page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// `banner`, `preferences`, `placeholder`, `api`; [`ERASE`] for an erasure.
    pub method: String,
    /// The language of the texts; empty where it is not told.
    pub locale: String,
    /// All that the visitor read; empty where nothing was shown. Only its hash is kept.
    pub text: String,
}

const SHOWN: Shape = Shape::Object(&[
    Field("method", Optional, Shape::Word(&["banner", "preferences", "placeholder", "api"])),
    Field("locale", Optional, Shape::Text),
    Field("text", Optional, Shape::Content),
]);

impl Shown {
    /// Reads what the page tells; what it does not tell is a call of the page's own.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(told: &Value) -> Result<Shown, Fault> {
        let place = View::root(told);
        SHOWN.check(&place)?;
        let text = |key, default| String::from(place.field(key).text_or(default));
        Ok(Shown { method: text("method", "api"), locale: text("locale", ""), text: text("text", "") })
    }
}

/// One receipt: its JSON, and what is needed of it here.
#[derive(Clone, Debug)]
struct Receipt {
    id: String,
    json: String,
    is_countersigned: bool,
}

/// The receipts kept on this device, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    list: Vec<Receipt>,
}

impl Receipts {
    /// Takes up what is stored. What is no list of receipts is no chain to go on with.
    pub fn restore(&mut self, stored: &Value, new_json: &dyn Fn() -> Json) {
        self.list.clear();
        for receipt in View::root(stored).list() {
            let id = String::from(receipt.field("id").text_or(""));
            if let Some(value) = receipt.value().filter(|_| !id.is_empty()) {
                let mut json = new_json();
                json.value(value);
                let is_countersigned = receipt.field("countersignature").is_present();
                self.list.push(Receipt { id, json: json.finish(), is_countersigned });
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
        mut json: Json,
    ) -> String {
        json.open();
        json.key("at").whole(choice.at_ms);
        choice.write_ids(false, json.key("denied"));
        json.key("expires_at").whole(choice.at_ms.saturating_add(policy.yes_expires_ms));
        choice.write_ids(true, json.key("granted"));
        json.key("jurisdiction").open();
        situation.jurisdiction.write(&mut json);
        json.close();
        json.key("locale").text_or_null(not_empty(&shown.locale));
        json.key("method").text(&shown.method);
        json.key("outcome").text(outcome(policy, choice, shown));
        json.key("policy").open();
        json.key("fingerprint").text(&policy.fingerprint);
        json.key("revision").whole(policy.revision.into());
        json.close();
        json.key("previous").text_or_null(self.list.last().map(|last| last.id.as_str()));
        json.key("signal").flag(situation.gpc);
        json.key("site").text(site);
        json.key("text").text_or_null(not_empty(&shown.text).map(sha256::hex).as_deref());
        json.key("v").whole(1);
        json.close();
        let json = json.finish();
        let id = sha256::hex(&json);
        if self.list.len() >= MAX_RECEIPTS {
            self.list.remove(0);
        }
        let json = with_member(&json, "id", &join(&["\"", &id, "\""]));
        self.list.push(Receipt { id: id.clone(), json, is_countersigned: false });
        id
    }

    /// Keeps what the endpoint answered about a receipt, as JSON. Returns whether there is such a receipt.
    pub fn countersign(&mut self, id: &str, answer: &str) -> bool {
        let receipt = self.list.iter_mut().find(|receipt| receipt.id == id && !receipt.is_countersigned);
        let is_known = receipt.is_some();
        if let Some(receipt) = receipt {
            receipt.json = with_member(&receipt.json, "countersignature", answer);
            receipt.is_countersigned = true;
        }
        is_known
    }

    /// The last receipt as JSON, where it still has to be countersigned.
    #[must_use]
    pub fn unsigned(&self) -> Option<&str> {
        self.list.last().filter(|receipt| !receipt.is_countersigned).map(|receipt| receipt.json.as_str())
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// For JavaScript and for storage (`Receipt[]`).
    #[must_use]
    pub fn write(&self, mut json: Json) -> String {
        json.list();
        for receipt in &self.list {
            json.raw(&receipt.json);
        }
        json.end();
        json.finish()
    }
}

fn outcome(policy: &Policy, choice: &Choice, shown: &Shown) -> &'static str {
    let asked = policy.items.iter().filter(|item| !item.necessary).count();
    match choice.answers.iter().filter(|answer| answer.is_yes).count() {
        _ if shown.method == ERASE => ERASED,
        yes if yes == asked => "granted",
        0 => "denied",
        _ => "partial",
    }
}

const ERASED: &str = "erased";

fn not_empty(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// An object's JSON with one more member at its end.
fn with_member(object: &str, key: &str, json: &str) -> String {
    let open = object.strip_suffix('}').unwrap_or(object);
    join(&[open, ",\"", key, "\":", json, "}"])
}
