//! The host's objects by name: properties read and set, methods called.
//!
//! Most of what we need of the host we need at one place only, and there a typed import costs the visitor some 60 bytes,
//! a checked cast (`instanceof`) more. These few imports do for all. What is missing, blocked or throws reads as `undefined`
//! or `None`; what that means is the caller's business.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The global object. As a function, since a static would be fetched by four imports and kept in a thread-local.
    #[wasm_bindgen(js_namespace = globalThis, js_name = valueOf)]
    pub(crate) fn window() -> JsValue;
}

/// A property.
pub(crate) fn get(target: &JsValue, key: &str) -> JsValue {
    Reflect::get(target, &key.into()).unwrap_or_default()
}

/// A property of the global object.
pub(crate) fn global(key: &str) -> JsValue {
    get(&window(), key)
}

/// A property that is text; empty where it is not.
pub(crate) fn text(target: &JsValue, key: &str) -> String {
    get(target, key).as_string().unwrap_or_default()
}

/// Sets a property. Where the host refuses that, nothing happens.
pub(crate) fn set(target: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(target, &key.into(), value);
}

/// Calls a method; `None` where there is none, or it threw. The host takes an `undefined` argument for an absent one.
pub(crate) fn call(target: &JsValue, method: &str, first: JsValue, second: JsValue) -> Option<JsValue> {
    get(target, method).unchecked_into::<Function>().call2(target, &first, &second).ok()
}

/// Calls a method without arguments.
pub(crate) fn invoke(target: &JsValue, method: &str) -> Option<JsValue> {
    call(target, method, JsValue::UNDEFINED, JsValue::UNDEFINED)
}

/// How many items a list of the host has; none where it is no list.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates; lengths are below 2^32")]
pub(crate) fn length(list: &JsValue) -> u32 {
    get(list, "length").as_f64().unwrap_or_default() as u32
}

/// An item of a list: of an array, or of anything that is indexed like one.
pub(crate) fn item(list: &JsValue, index: u32) -> JsValue {
    list.unchecked_ref::<Array>().get_unchecked(index)
}

/// A JavaScript function that calls back once, with its first argument.
///
/// All callbacks are boxed into one type: as generics, each of them would add half a kilobyte to the Wasm. What they hold is
/// let go of when they were called, or when the host has forgotten the function.
pub(crate) fn once(callback: Box<dyn FnOnce(JsValue)>) -> JsValue {
    let mut callback = Some(callback);
    let call: Box<dyn FnMut(JsValue)> = Box::new(move |argument| {
        if let Some(callback) = callback.take() {
            callback(argument);
        }
    });
    Closure::wrap(call).into_js_value()
}

/// Calls back when the present task has ended, before the browser paints or takes the next task.
pub(crate) fn at_end_of_task(callback: JsValue) {
    let _ = call(&window(), "queueMicrotask", callback, JsValue::UNDEFINED);
}
