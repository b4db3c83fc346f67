//! The slots in the page. What may go into one is checked by the core (config) and again by the element itself.

use wasm_bindgen::JsValue;

use super::host::{call, global, item, length};

/// Puts a variant into every slot of this name; `null` fields bring back what stood in the HTML.
///
/// The element's `show(variant, fields)` is defined by the boot script; one that cannot show it keeps its default.
pub fn render(slot: &str, variant: &str, fields: &JsValue) {
    let elements = call(&global("document"), "getElementsByTagName", "courtesy-slot".into(), JsValue::UNDEFINED);
    let elements = elements.unwrap_or_default();
    for index in 0..length(&elements) {
        let element = item(&elements, index);
        let name = call(&element, "getAttribute", "name".into(), JsValue::UNDEFINED);
        if name.and_then(|name| name.as_string()).as_deref() == Some(slot) {
            let _ = call(&element, "show", variant.into(), fields.clone());
        }
    }
}
