//! The slots in the page. What may go into one is checked by the core (config) and again by the element itself.

use wasm_bindgen::prelude::*;
use web_sys::window;

#[wasm_bindgen]
extern "C" {
    /// `<courtesy-slot>`, defined by the boot script.
    type SlotElement;
    #[wasm_bindgen(method, catch)]
    fn show(this: &SlotElement, variant: &str, fields: &JsValue) -> Result<(), JsValue>;
}

/// Puts a variant into every slot of this name; `null` fields bring back what stood in the HTML.
pub fn render(slot: &str, variant: &str, fields: &JsValue) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let elements = document.get_elements_by_tag_name("courtesy-slot");
    for element in (0..elements.length()).filter_map(|index| elements.item(index)) {
        if element.get_attribute("name").as_deref() == Some(slot) {
            // An element that cannot show it keeps its default.
            let _ = element.unchecked_ref::<SlotElement>().show(variant, fields);
        }
    }
}
