//! Verifies a chain of receipts, as `courtesy.consent.receipts()` gives it: that nothing in it was changed, left out or put in.
//!
//! Another implementation than the engine's on purpose: the hash is the crate `sha2`'s, and the canonical JSON (RFC 8785) is made
//! by sorting what was read, not by writing in order. What a chain shows, and what it does not, stands in docs/receipts.md.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// How many receipts there are.
    pub receipts: usize,
    /// The first link that does not hold; `None` where all do.
    pub broken: Option<Broken>,
}

/// The first link of a chain that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Its place in the chain, from 0.
    pub index: usize,
    /// Its id as it says; empty where it says none.
    pub id: String,
    /// What is wrong with it, as a sentence.
    pub reason: String,
}

/// Verifies a chain: a list of receipts, oldest first, or one receipt, or an export that holds them under `receipts`.
///
/// The oldest receipt of a chain that was cut (only the last fifty are kept) names one before it that is not there: that is no
/// break.
///
/// ```
/// use courtesy_tools::receipts::verify;
/// assert_eq!(verify("[]").broken, None);
/// assert_eq!(verify("[{}]").broken.unwrap().index, 0);
/// ```
#[must_use]
pub fn verify(json: &str) -> Verdict {
    let broken = |index, id: &str, reason: String| Some(Broken { index, id: id.into(), reason });
    let document: Value = match serde_json::from_str(json) {
        Ok(document) => document,
        Err(error) => return Verdict { receipts: 0, broken: broken(0, "", format!("This is no JSON: {error}.")) },
    };
    let list = match &document {
        Value::Array(list) => list.clone(),
        Value::Object(members) if members.contains_key("receipts") => match members.get("receipts") {
            Some(Value::Array(list)) => list.clone(),
            _ => return Verdict { receipts: 0, broken: broken(0, "", "`receipts` is no list.".into()) },
        },
        other => vec![other.clone()],
    };
    let mut verdict = Verdict { receipts: list.len(), broken: None };
    let mut before: Option<(&str, u64)> = None;
    for (index, receipt) in list.iter().enumerate() {
        let id = receipt.get("id").and_then(Value::as_str).unwrap_or("");
        let at = receipt.get("at").and_then(Value::as_u64).unwrap_or(0);
        if let Err(reason) = link(receipt, before) {
            verdict.broken = broken(index, id, reason);
            return verdict;
        }
        before = Some((id, at));
    }
    verdict
}

fn link(receipt: &Value, before: Option<(&str, u64)>) -> Result<(), String> {
    let Value::Object(members) = receipt else { return Err("It is no object.".into()) };
    if members.get("v") != Some(&Value::from(1)) {
        return Err("It is of another version than 1.".into());
    }
    let Some(id) = members.get("id").and_then(Value::as_str) else { return Err("It has no id.".into()) };
    let hash = hash(members);
    if id != hash {
        return Err(format!("Its content was changed: it says {id}, its hash is {hash}."));
    }
    let previous = members.get("previous").and_then(Value::as_str);
    match (before, previous) {
        (Some((before, _)), Some(previous)) if before == previous => {}
        (Some((before, _)), _) => return Err(format!("It does not follow the receipt before it, {before}.")),
        (None, _) => {}
    }
    if before.is_some_and(|(_, at)| members.get("at").and_then(Value::as_u64).unwrap_or(0) < at) {
        return Err("It is older than the receipt before it.".into());
    }
    Ok(())
}

/// The SHA-256 of a receipt's canonical JSON, without what stands outside of it.
fn hash(members: &Map<String, Value>) -> String {
    let mut body = members.clone();
    body.remove("id");
    body.remove("countersignature");
    let mut hash = String::new();
    for byte in Sha256::digest(canonical(&Value::Object(body)).as_bytes()) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Canonical JSON (RFC 8785). Receipts hold whole numbers only, so that numbers need no further care.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            // Section 3.2.3: by UTF-16 code units.
            keys.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
            let member = |key: &String| {
                let value = members.get(key).map(canonical).unwrap_or_default();
                format!("{}:{value}", Value::from(key.as_str()))
            };
            format!("{{{}}}", keys.into_iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two receipts as the engine wrote them (tests/cases/consent/receipts.json).
    fn chain() -> Value {
        let file: Value = serde_json::from_str(include_str!("../../tests/cases/chain.json")).unwrap();
        file["receipts"].clone()
    }

    fn broken(change: impl FnOnce(&mut Value)) -> Broken {
        let mut chain = chain();
        change(&mut chain);
        verify(&chain.to_string()).broken.unwrap()
    }

    #[test]
    fn a_chain_as_it_was_written_holds_whatever_the_order_of_its_members() {
        assert_eq!(verify(&chain().to_string()), Verdict { receipts: 3, broken: None });
    }

    #[test]
    fn each_change_of_each_member_is_found() {
        for index in 0..3 {
            let members: Vec<String> = chain()[index].as_object().unwrap().keys().cloned().collect();
            for key in members.iter().filter(|key| *key != "countersignature") {
                let found = broken(|chain| chain[index][key] = "changed".into());
                assert_eq!(found.index, index, "{key}");
                let found = broken(|chain| drop(chain[index].as_object_mut().unwrap().remove(key)));
                assert_eq!(found.index, index, "{key}");
            }
        }
    }

    #[test]
    fn a_receipt_left_out_put_in_or_moved_is_found_where_the_chain_breaks() {
        assert_eq!(broken(|chain| drop(chain.as_array_mut().unwrap().remove(1))).index, 1);
        assert_eq!(broken(|chain| chain.as_array_mut().unwrap().swap(0, 1)).index, 1);
        assert_eq!(
            broken(|chain| {
                let again = chain[0].clone();
                chain.as_array_mut().unwrap().push(again);
            })
            .index,
            3
        );
    }

    #[test]
    fn a_chain_that_was_cut_at_its_beginning_holds_and_a_countersignature_is_outside_of_it() {
        let mut cut = chain();
        cut.as_array_mut().unwrap().remove(0);
        cut[0]["countersignature"] = "anything".into();
        assert_eq!(verify(&cut.to_string()), Verdict { receipts: 2, broken: None });
    }

    #[test]
    fn what_is_no_chain_says_so() {
        assert!(verify("no JSON").broken.unwrap().reason.contains("no JSON"));
        assert!(verify("[1]").broken.unwrap().reason.contains("no object"));
        assert!(verify(r#"{"receipts": 1}"#).broken.unwrap().reason.contains("no list"));
    }
}
