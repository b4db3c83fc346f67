//! What a variant may put into a slot: text, and a few attributes that cannot run script.

use crate::value::{Fault, FaultKind, Value, View, words};

/// What a field may set: its text, and attributes that cannot run script. `href` and `src` are addresses.
const ATTRIBUTES: [&str; 7] = ["text", "href", "src", "alt", "title", "width", "height"];
/// The schemes that an address may have; relative addresses have none.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Checks the fields of a variant: each is text, or an object of text and safe attributes.
///
/// # Errors
/// `type`, `unknown` for another attribute, `value` for an address that could run script.
pub(super) fn read(place: &View<'_, '_>) -> Result<Value, Fault> {
    for (_, field) in place.members() {
        match field.value() {
            Some(Value::Text(_)) => {}
            Some(Value::Object(_)) => {
                for (name, attribute) in field.members() {
                    check(name, &attribute)?;
                }
            }
            _ => return Err(field.fault(FaultKind::Type, &["must be text, or an object of text and attributes"])),
        }
    }
    Ok(place.value().cloned().unwrap_or_default())
}

fn check(name: &str, attribute: &View<'_, '_>) -> Result<(), Fault> {
    let is_url = name == "href" || name == "src";
    let Some(Value::Text(text)) = attribute.value() else {
        return Err(attribute.fault(FaultKind::Type, &["must be text"]));
    };
    if !ATTRIBUTES.contains(&name) {
        return Err(attribute.fault(FaultKind::Unknown, &["is not known here; known are ", &words(&ATTRIBUTES)]));
    }
    if is_url && !is_safe_url(text) {
        return Err(attribute.fault(FaultKind::Value, &["must be relative, or one of ", &words(&SCHEMES)]));
    }
    Ok(())
}

/// Whether an address cannot run script. Browsers drop control characters and leading white space from addresses
/// (<https://url.spec.whatwg.org/#concept-basic-url-parser>), so an address that holds any is refused.
fn is_safe_url(url: &str) -> bool {
    if url.starts_with(' ') || url.chars().any(char::is_control) {
        return false;
    }
    let end = url.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b':'));
    match end.and_then(|end| url.split_at_checked(end)) {
        Some((scheme, rest)) if rest.starts_with(':') => SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        _ => true,
    }
}
