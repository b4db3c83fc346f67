//! What the host lends the engine: functions that every JavaScript engine has, and whose code no visitor should load twice.

use alloc::string::String;

/// Functions of the host. They are pure: the same argument gives the same answer on every host.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// The text of a finite number as ECMA-262's `Number::toString` writes it
    /// (<https://tc39.es/ecma262/#sec-numeric-types-number-tostring>): the shortest digits that read back as the same number.
    /// In a page this is `String(number)`. Asked only for numbers of many digits.
    pub number: fn(f64) -> String,
}
