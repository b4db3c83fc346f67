//! Writes JSON (RFC 8259) without white space, member by member: no tree is built for it.
//!
//! Place in the flow: views, notices, batches and stored records leave the engine as text. Reading is the host's
//! (`JSON.parse`): its reader costs no byte, ours would cost 10 KB.

use alloc::string::String;

use super::{Value, number};
use crate::host::Host;

/// A JSON text being written.
///
/// Commas are set by what stands before: nothing has to be remembered, and nothing can be forgotten.
///
/// ```
/// use courtesy_core::Host;
/// use courtesy_core::value::Json;
/// let mut json = Json::new(Host { number: |number| number.to_string() });
/// json.open();
/// json.key("name").text("a\n");
/// json.key("points").number(1.5);
/// json.key("seen").list();
/// json.whole(10);
/// json.flag(true);
/// json.end();
/// json.close();
/// assert_eq!(json.finish(), r#"{"name":"a\n","points":1.5,"seen":[10,true]}"#);
/// ```
#[derive(Debug)]
pub struct Json {
    out: String,
    host: Host,
}

impl Json {
    /// Nothing yet.
    #[must_use]
    pub fn new(host: Host) -> Json {
        Json { out: String::new(), host }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    /// The name of the member that is written next.
    #[inline(never)]
    pub fn key(&mut self, name: &str) -> &mut Json {
        self.text(name);
        self.out.push(':');
        self
    }

    /// Begins an object.
    #[inline(never)]
    pub fn open(&mut self) {
        self.raw("{");
    }

    /// Ends an object.
    #[inline(never)]
    pub fn close(&mut self) {
        self.out.push('}');
    }

    /// Begins a list.
    #[inline(never)]
    pub fn list(&mut self) {
        self.raw("[");
    }

    /// Ends a list.
    #[inline(never)]
    pub fn end(&mut self) {
        self.out.push(']');
    }

    /// A value that is JSON already, or what begins one.
    #[inline(never)]
    pub fn raw(&mut self, json: &str) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(',');
        }
        self.out.push_str(json);
    }

    /// `null`.
    #[inline(never)]
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// `true` or `false`.
    #[inline(never)]
    pub fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    /// A time or a count.
    #[inline(never)]
    pub fn whole(&mut self, number: u64) {
        self.raw("");
        number::write_whole(number, &mut self.out);
    }

    /// A number. One that JSON cannot say (NaN, infinity) becomes `null`, as with `JSON.stringify`.
    #[inline(never)]
    pub fn number(&mut self, number: f64) {
        if !number.is_finite() {
            return self.null();
        }
        self.raw("");
        if !number::write_short(number, &mut self.out) {
            self.out.push_str(&(self.host.number)(number));
        }
    }

    /// Text. Escapes what has to be, and in the way of `JSON.stringify`, which is also that of RFC 8785.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.raw("\"");
        if text.bytes().any(|byte| matches!(byte, 0..32 | b'"' | b'\\')) {
            escape(text, &mut self.out);
        } else {
            self.out.push_str(text);
        }
        self.out.push('"');
    }

    /// Text, or `null` where there is none.
    pub fn text_or_null(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// Texts, as a list.
    pub fn texts(&mut self, texts: &[String]) {
        self.list();
        for text in texts {
            self.text(text);
        }
        self.end();
    }

    /// A tree.
    #[inline(never)]
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            Value::Bool(flag) => self.flag(*flag),
            Value::Number(number) => self.number(*number),
            Value::Text(text) => self.text(text),
            Value::List(items) => {
                self.list();
                for item in items {
                    self.value(item);
                }
                self.end();
            }
            Value::Object(members) => {
                self.open();
                for (key, member) in members {
                    self.key(key).value(member);
                }
                self.close();
            }
        }
    }
}

/// Most texts have nothing to escape; those that have are written character by character.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        let letter = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\0'..' ' => 'u',
            plain => {
                out.push(plain);
                continue;
            }
        };
        out.push('\\');
        out.push(letter);
        if letter == 'u' {
            out.push_str(if character < '\u{10}' { "000" } else { "001" });
            out.push(char::from_digit(u32::from(character) & 15, 16).unwrap_or('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Json;
    use crate::host::Host;
    use crate::value::Value;
    use alloc::format;

    fn text(value: &Value) -> alloc::string::String {
        let mut json = Json::new(Host { number: |number| format!("{number}") });
        json.value(value);
        json.finish()
    }

    #[test]
    fn text_is_escaped_as_javascript_escapes_it() {
        // Printed by Node's JSON.stringify.
        assert_eq!(
            text(&"\0\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}\"\\/é€😀".into()),
            "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}\\\"\\\\/é€😀\""
        );
        assert_eq!(text(&"".into()), "\"\"");
        assert_eq!(text(&"plain".into()), "\"plain\"");
    }

    #[test]
    fn commas_stand_between_and_nowhere_else() {
        let inner = Value::object([("", Value::Null), ("a:", "x:".into()), ("{", Value::List([].into()))]);
        let tree = Value::List([Value::List([].into()), Value::object([]), inner, true.into(), f64::NAN.into()].into());
        assert_eq!(text(&tree), r#"[[],{},{"":null,"a:":"x:","{":[]},true,null]"#);
    }

    #[test]
    fn numbers_of_many_digits_are_the_hosts() {
        let all = [0.1 + 0.2, -0.0, 1e21, 1_709_208_000_123.0, -2.5];
        assert_eq!(
            text(&Value::List(all.map(Value::from).into())),
            "[0.30000000000000004,0,1000000000000000000000,1709208000123,-2.5]"
        );
    }
}
