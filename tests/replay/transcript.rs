//! Everything that a case showed, as text, and a digest that two machines can compare.

use courtesy_core::value::Value;

use crate::json_text;

/// The record of a run: one line for each thing seen.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    text: String,
    /// The bits of every number, in order: text alone cannot tell -0 from 0.
    bits: Vec<u8>,
}

impl Transcript {
    /// Writes down one thing.
    pub fn note(&mut self, label: &str, value: &Value) {
        self.text.push_str(label);
        self.text.push(' ');
        self.text.push_str(&json_text(value));
        self.text.push('\n');
        self.note_bits(value);
    }

    fn note_bits(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.bits.extend(number.to_bits().to_le_bytes()),
            Value::List(items) => items.iter().for_each(|item| self.note_bits(item)),
            Value::Object(members) => members.iter().for_each(|(_, member)| self.note_bits(member)),
            Value::Null | Value::Bool(_) | Value::Text(_) => {}
        }
    }

    /// Goes on with another record.
    pub fn append(&mut self, other: &Transcript) {
        self.text.push_str(&other.text);
        self.bits.extend(&other.bits);
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of text and bits.
    #[must_use]
    pub fn digest(&self) -> String {
        let all = [self.text.as_bytes(), &self.bits].concat();
        format!("{:016x}", digest(&all))
    }
}

/// FNV-1a with 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
///
/// ```
/// assert_eq!(courtesy_replay::digest(b"foobar"), 0x85944171f73967e8); // a vector of the authors'
/// ```
#[must_use]
pub fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
