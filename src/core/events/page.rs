//! The page on which something happens.
//!
//! Place in the flow: read by the shell at each view, kept with each happening. Query and fragment of addresses stay behind, but for
//! the parameters that a site declares (`events.privacy.query`): they may hold anything.

use alloc::string::String;

use super::{Campaign, link};
use crate::value::{Value, cut, short};

/// A page as the host describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// `path`, `referrer`, `title`, `url` and, where parameters of the address are declared, `search`: the attributes `page.*` of
    /// conditions, which are also Segment's `context.page` (<https://segment.com/docs/connections/spec/common/#context>).
    pub attributes: Value,
    /// The campaign parameters of the address, where there are any.
    pub campaign: Option<Campaign>,
    /// What another site of ours put on the link that led here ([`link`]); empty where nothing.
    pub(super) link: String,
    origin: String,
    /// The whole query, until it is known which parameters are declared.
    query: String,
}

/// How much of an address or a title is kept, in characters, so that every event fits into every batch.
const MAX_ADDRESS_CHARS: usize = 1_000;

impl Page {
    /// A page from what the host says of it; `parameters` are those of the address, decoded, as an object of texts.
    #[must_use]
    pub fn new(url: &str, path: &str, title: &str, referrer: &str, parameters: &Value) -> Page {
        let mut attributes = Value::empty();
        for (name, text) in [("path", path), ("referrer", bare(referrer)), ("title", title), ("url", bare(url))] {
            attributes.put(name, short(text, MAX_ADDRESS_CHARS).into());
        }
        let link = parameters.get(link::PARAMETER).and_then(Value::as_text).unwrap_or("").into();
        let query = cut(cut(url, b'#').0, b'?').1.unwrap_or("").into();
        let campaign = Campaign::read(parameters);
        Page { attributes, campaign, link, origin: origin_of(url).into(), query }
    }

    /// A page as it was when something happened on it, from what is told of it.
    pub(super) fn told(attributes: Value, campaign: Option<Campaign>) -> Page {
        let mut page = Page { attributes, campaign, ..Page::default() };
        page.origin = origin_of(page.text("url")).into();
        page
    }

    /// Lets go of the query, but for the parameters that the site declares. Of several of a name the first stays.
    pub fn narrow(&mut self, declared: &[String]) {
        let query = core::mem::take(&mut self.query);
        let mut kept = String::new();
        for name in declared {
            let mut rest = Some(query.as_str());
            while let Some(pairs) = rest {
                let (pair, behind) = cut(pairs, b'&');
                // As it stands in the address: a name that is encoded there is not the one that was declared.
                if cut(pair, b'=').0 == name {
                    kept.push(if kept.is_empty() { '?' } else { '&' });
                    kept.push_str(pair);
                    break;
                }
                rest = behind;
            }
        }
        if kept.is_empty() {
            return;
        }
        let mut url = String::from(self.text("url"));
        url.push_str(&kept);
        self.attributes.put("search", short(&kept, MAX_ADDRESS_CHARS).into());
        self.attributes.set("url", short(&url, MAX_ADDRESS_CHARS).into());
    }

    /// Says from where within the site the visitor came: what the browser tells of it is from before the document.
    pub fn follow(&mut self, url: &str) {
        self.attributes.set("referrer", url.into());
    }

    /// The address, as far as it may be told.
    #[must_use]
    pub fn url(&self) -> &str {
        self.text("url")
    }

    /// The site: scheme and host of the address, such as `https://site.example`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The document's title.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text("title")
    }

    /// One of its attributes, or an empty text.
    pub(super) fn text(&self, name: &str) -> &str {
        self.attributes.get(name).and_then(Value::as_text).unwrap_or("")
    }

    /// The site's host, without port.
    pub(super) fn host(&self) -> &str {
        host_of(&self.origin)
    }
}

/// An address without query and fragment.
fn bare(url: &str) -> &str {
    cut(cut(url, b'?').0, b'#').0
}

/// Scheme and host of an address, with the port where it names one; empty for what has none.
fn origin_of(url: &str) -> &str {
    let (scheme, Some(rest)) = cut(url, b':') else { return "" };
    let Some(rest) = rest.strip_prefix("//") else { return "" };
    // Browsers read a backslash as a slash (https://url.spec.whatwg.org/#authority-state).
    let authority = until(rest, b"/?#\\");
    // Whose host stands behind a user's name is none that we look at.
    if authority.bytes().any(|byte| byte == b'@') {
        return "";
    }
    url.get(..scheme.len() + "://".len() + authority.len()).unwrap_or("")
}

/// The host of an address, without port; empty for what has none.
pub(super) fn host_of(url: &str) -> &str {
    let origin = origin_of(url);
    until(origin.get(cut(origin, b':').0.len() + "://".len()..).unwrap_or(""), b":")
}

/// What stands before the first of these marks.
pub(super) fn until<'a>(text: &'a str, marks: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| marks.contains(&byte));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether a host is another one itself, or a subdomain of it.
pub(super) fn is_within(host: &str, domain: &str) -> bool {
    let before = host.len().checked_sub(domain.len()).and_then(|at| host.split_at_checked(at));
    before.is_some_and(|(before, end)| {
        !domain.is_empty() && end.eq_ignore_ascii_case(domain) && (before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Page, host_of, is_within, origin_of};
    use crate::value::Value;

    #[test]
    fn only_declared_parameters_stay_the_first_of_each_name() {
        let url = "https://site.example/list?token=secret&page=2&variant=b&page=3&%70age=4#part";
        let mut page = Page::new(url, "/list", "List", "https://a.example/?q=1", &Value::empty());
        assert_eq!(page.text("url"), "https://site.example/list");
        page.narrow(&["variant".into(), "page".into(), "absent".into()]);
        assert_eq!(page.text("url"), "https://site.example/list?variant=b&page=2");
        assert_eq!(page.text("search"), "?variant=b&page=2");
        assert_eq!(page.text("referrer"), "https://a.example/");
        page.narrow(&["token".into()]);
        assert_eq!(page.text("search"), "?variant=b&page=2");
    }

    #[test]
    fn origins_and_hosts_are_found_without_a_parser() {
        assert_eq!(origin_of("https://site.example:8080/a?b#c"), "https://site.example:8080");
        assert_eq!(origin_of("https://site.example"), "https://site.example");
        assert_eq!(host_of("https://site.example:8080/a"), "site.example");
        assert_eq!(host_of("http://site.example?x=https://b.example"), "site.example");
        assert_eq!(host_of("android-app://com.linkedin.android/"), "com.linkedin.android");
        assert_eq!(host_of("https://evil.example\\@site.example/"), "evil.example");
        for none in ["", "/path", "https://site.example:a@evil.example/", "mailto:a@b.example", "about:blank", "https:"]
        {
            assert_eq!(host_of(none), "");
        }
    }

    #[test]
    fn a_subdomain_is_within_and_a_longer_name_is_not() {
        assert!(is_within("shop.example", "Shop.example") && is_within("www.shop.example", "shop.example"));
        assert!(!is_within("myshop.example", "shop.example") && !is_within("shop.example", "www.shop.example"));
        assert!(!is_within("shop.example", "") && !is_within("", ""));
    }
}
