//! What a variant may put into a slot: text, and a few attributes that cannot run script.

use alloc::format;

use crate::value::{Fault, FaultKind, Value, View};

/// Attributes whose value is plain text.
const TEXT_ATTRIBUTES: [&str; 5] = ["text", "alt", "title", "width", "height"];
/// Attributes whose value is an address.
const URL_ATTRIBUTES: [&str; 2] = ["href", "src"];
/// The schemes that an address may have; relative addresses have none.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Checks the fields of a variant: each is text, or an object of text and safe attributes.
///
/// # Errors
/// `missing` where there are none, `type`, `unknown` for another attribute, `value` for an address that could run script.
pub(super) fn read(place: &View<'_, '_>) -> Result<Value, Fault> {
    let Some(fields) = place.value() else {
        return Err(place.fault(FaultKind::Missing, "are missing; they must be an object of names and contents"));
    };
    for (_, field) in place.members()? {
        match field.value() {
            Some(Value::Text(_)) => {}
            Some(Value::Object(_)) => attributes(&field)?,
            _ => return Err(field.fault(FaultKind::Type, "must be text, or an object of text and attributes")),
        }
    }
    Ok(fields.clone())
}

fn attributes(field: &View<'_, '_>) -> Result<(), Fault> {
    for (name, attribute) in field.members()? {
        let text = attribute.text_or("")?;
        if URL_ATTRIBUTES.contains(&name) {
            if !is_safe_url(text) {
                return Err(
                    attribute.fault(FaultKind::Value, "must be a relative address, or one of http, https, mailto, tel")
                );
            }
        } else if !TEXT_ATTRIBUTES.contains(&name) {
            let known = format!("{}, {}", TEXT_ATTRIBUTES.join(", "), URL_ATTRIBUTES.join(", "));
            return Err(attribute
                .fault(FaultKind::Unknown, format!("is not an attribute that a variant may set; known are {known}")));
        }
    }
    Ok(())
}

/// Whether an address cannot run script. Browsers drop control characters and leading white space from addresses
/// (<https://url.spec.whatwg.org/#concept-basic-url-parser>), so an address that holds any is refused.
fn is_safe_url(url: &str) -> bool {
    if url.starts_with(' ') || url.chars().any(char::is_control) {
        return false;
    }
    let before_path = url.split(['/', '?', '#']).next().unwrap_or("");
    match before_path.split_once(':') {
        None => true,
        Some((scheme, _)) => SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)),
    }
}
