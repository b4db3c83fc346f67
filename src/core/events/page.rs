//! The page on which something happens, and the campaign that led there.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::Value;

/// A page as the host describes it. Query and fragment of addresses stay behind, but for `utm_…`: they may hold anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Scheme, host and path: `https://site.example/pricing`.
    pub url: String,
    /// The path: `/pricing`.
    pub path: String,
    /// The document's title.
    pub title: String,
    /// Where the visitor came from, without query and fragment; empty where the browser does not say.
    pub referrer: String,
    /// The campaign parameters of the address, where there are any.
    pub campaign: Option<Campaign>,
}

/// Campaign parameters (`utm_source` and so on; <https://support.google.com/analytics/answer/10917952>).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Campaign {
    /// The parameters that were there, under Segment's names (`utm_campaign` is `name`).
    parameters: Vec<(String, String)>,
}

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
    /// Takes a page from the host's description: `{url, path, title, referrer, query: [[name, value], …]}`.
    #[must_use]
    pub fn from_value(value: &Value) -> Page {
        let text = |key: &str| value.get(key).and_then(Value::as_text).unwrap_or("");
        let short = |text: &str| text.chars().take(MAX_ADDRESS_CHARS).collect();
        Page {
            url: short(bare(text("url"))),
            path: short(text("path")),
            title: short(text("title")),
            referrer: short(bare(text("referrer"))),
            campaign: value.get("query").and_then(Campaign::from_query),
        }
    }

    /// The attributes `page.*` of conditions, which are also Segment's `context.page`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("path", Value::from(self.path.as_str())),
            ("referrer", Value::from(self.referrer.as_str())),
            ("title", Value::from(self.title.as_str())),
            ("url", Value::from(self.url.as_str())),
        ])
    }
}

impl Campaign {
    fn from_query(query: &Value) -> Option<Campaign> {
        let Value::List(pairs) = query else { return None };
        let find = |wanted: &str| {
            pairs.iter().find_map(|pair| match pair {
                Value::List(pair) => match pair.as_slice() {
                    [Value::Text(name), Value::Text(value)] if name == wanted && !value.is_empty() => {
                        Some(value.chars().take(MAX_PARAMETER_CHARS).collect())
                    }
                    _ => None,
                },
                _ => None,
            })
        };
        let parameters: Vec<(String, String)> =
            PARAMETERS.iter().filter_map(|(parameter, name)| Some(((*name).into(), find(parameter)?))).collect();
        (!parameters.is_empty()).then_some(Campaign { parameters })
    }

    /// For the wire, for storage, and as attributes `campaign.*`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Object(self.parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect())
    }

    /// Reads back what was stored.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Campaign> {
        let parameters: Vec<(String, String)> = PARAMETERS
            .iter()
            .filter_map(|(_, name)| Some(((*name).into(), value.get(name)?.as_text()?.into())))
            .collect();
        (!parameters.is_empty()).then_some(Campaign { parameters })
    }
}

/// An address without query and fragment.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or("")
}
