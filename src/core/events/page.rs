//! The page on which something happens, and the campaign that led there.

use alloc::string::String;

use crate::value::{Value, cut};

/// A page as the host describes it. Query and fragment of addresses stay behind, but for `utm_…`: they may hold anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// `path`, `referrer`, `title` and `url`: the attributes `page.*` of conditions, which are also Segment's `context.page`.
    pub attributes: Value,
    /// The campaign parameters of the address, where there are any.
    pub campaign: Option<Campaign>,
}

/// Campaign parameters (`utm_source` and so on; <https://support.google.com/analytics/answer/10917952>), as an object under
/// Segment's names (`utm_campaign` is `name`).
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign(Value);

/// Parameter in the address, and its name in Segment's `context.campaign`.
const PARAMETERS: [(&str, &str); 5] = [
    ("utm_source", "source"),
    ("utm_medium", "medium"),
    ("utm_campaign", "name"),
    ("utm_term", "term"),
    ("utm_content", "content"),
];

/// How much of one parameter is kept, in characters: more is not a campaign's name.
const MAX_PARAMETER_CHARS: usize = 200;
/// How much of an address or a title is kept, in characters, so that every event fits into every batch.
const MAX_ADDRESS_CHARS: usize = 1_000;

impl Page {
    /// A page from what the host says of it; `query` answers a parameter of the address by its name.
    #[must_use]
    pub fn new(url: &str, path: &str, title: &str, referrer: &str, query: &dyn Fn(&str) -> Option<String>) -> Page {
        let mut attributes = Value::empty();
        attributes.put("path", short(path, MAX_ADDRESS_CHARS));
        attributes.put("referrer", short(bare(referrer), MAX_ADDRESS_CHARS));
        attributes.put("title", short(title, MAX_ADDRESS_CHARS));
        attributes.put("url", short(bare(url), MAX_ADDRESS_CHARS));
        let mut parameters = Value::empty();
        for (parameter, name) in &PARAMETERS {
            if let Some(value) = query(parameter).filter(|value| !value.is_empty()) {
                parameters.put(name, short(&value, MAX_PARAMETER_CHARS));
            }
        }
        Page { attributes, campaign: Campaign::from_parameters(parameters) }
    }

    /// The site: scheme and host of the address, such as `https://site.example`.
    #[must_use]
    pub fn origin(&self) -> &str {
        let url = self.attributes.get("url").and_then(Value::as_text).unwrap_or("");
        let path = self.attributes.get("path").and_then(Value::as_text).unwrap_or("");
        url.strip_suffix(path).unwrap_or(url)
    }

    /// The document's title.
    #[must_use]
    pub fn title(&self) -> &str {
        self.attributes.get("title").and_then(Value::as_text).unwrap_or("")
    }
}

impl Campaign {
    fn from_parameters(parameters: Value) -> Option<Campaign> {
        (parameters != Value::empty()).then_some(Campaign(parameters))
    }

    /// For the wire, for storage, and as attributes `campaign.*`.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Reads back what was stored; other names than ours are left behind.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Campaign> {
        let mut parameters = Value::empty();
        for (_, name) in &PARAMETERS {
            if let Some(text) = value.get(name).and_then(Value::as_text) {
                parameters.put(name, text.into());
            }
        }
        Campaign::from_parameters(parameters)
    }
}

/// An address without query and fragment.
fn bare(url: &str) -> &str {
    cut(cut(url, b'?').0, b'#').0
}

/// The first characters of a text.
fn short(text: &str, chars: usize) -> Value {
    let mut begun = 0;
    for (index, byte) in text.bytes().enumerate() {
        // All bytes of a character but its first begin with the bits 10.
        if byte & 0xc0 != 0x80 {
            begun += 1;
        }
        if begun > chars {
            return text.get(..index).into();
        }
    }
    text.into()
}
