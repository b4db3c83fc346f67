//! How somebody came: what the address and the referrer tell, and the source and medium that follow from it.
//!
//! Place in the flow: the page tells what it sees; [`channel`](super::channel) groups the answer. Who the visitor's own site is,
//! and which referrer is therefore none, is for the caller to know.

use super::click_id::ClickId;
use super::sources::{self, Category};
use crate::value::ascii::behind;

/// What is known of an arrival. Empty text stands for "not there". Case does not matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrival<'a> {
    /// `utm_source`.
    pub source: &'a str,
    /// `utm_medium`.
    pub medium: &'a str,
    /// `utm_campaign`.
    pub campaign: &'a str,
    /// The host of another site that linked here, without scheme, port and path: `www.google.co.uk`, or the name of an
    /// Android app (`com.linkedin.android`). Empty for pages of one's own site.
    pub referrer_host: &'a str,
    /// The name of a click id's parameter in the address, such as `gclid`.
    pub click_id: &'a str,
}

/// Google Analytics' pair of source and medium (<https://support.google.com/analytics/answer/11242870>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceMedium<'a> {
    /// Who sent the visitor: `google`, `facebook.com`, `newsletter`; `(direct)` where nobody did.
    pub source: &'a str,
    /// By which means: `organic`, `cpc`, `referral`, `email`; `(none)` where nobody did, `(not set)` where it was not told.
    pub medium: &'a str,
}

const NOT_SET: &str = "(not set)";

/// The source and medium of an arrival. What the site's own link says (`utm_…`) goes first, then a click id, then the
/// referrer. A search engine is named by its brand and is `organic`, any other referrer by its host.
///
/// ```
/// use courtesy_core::events::{Arrival, source_of};
/// let found = source_of(&Arrival { referrer_host: "www.google.co.uk", ..Arrival::default() });
/// assert_eq!((found.source, found.medium), ("google", "organic"));
/// ```
#[must_use]
pub fn source_of<'a>(arrival: &Arrival<'a>) -> SourceMedium<'a> {
    let click = ClickId::of(arrival.click_id);
    let (source, medium) = (arrival.source, arrival.medium);
    if !source.is_empty() || !medium.is_empty() {
        return SourceMedium {
            source: told(source, click.map(|click| click.network)),
            medium: told(medium, click.map(|click| click.medium)),
        };
    }
    match click {
        Some(click) if click.is_proof() || arrival.referrer_host.is_empty() => {
            SourceMedium { source: click.network, medium: click.medium }
        }
        _ => by_referrer(arrival.referrer_host),
    }
}

/// A part that the link tells; what the click id knows where it does not.
fn told<'a>(part: &'a str, known: Option<&'a str>) -> &'a str {
    if part.is_empty() { known.unwrap_or(NOT_SET) } else { part }
}

fn by_referrer(host: &str) -> SourceMedium<'_> {
    if host.is_empty() {
        return SourceMedium { source: "(direct)", medium: "(none)" };
    }
    match sources::find(host) {
        Some(found) if found.category == Category::Search => SourceMedium { source: found.name, medium: "organic" },
        _ => {
            let is_www = behind(host.as_bytes(), b"www.").is_some();
            SourceMedium { source: if is_www { host.get(4..).unwrap_or(host) } else { host }, medium: "referral" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn pair(source: &'static str, medium: &'static str, referrer_host: &'static str, click_id: &'static str) -> String {
        let found = source_of(&Arrival { source, medium, campaign: "", referrer_host, click_id });
        alloc::format!("{} / {}", found.source, found.medium)
    }

    #[test]
    fn a_referrer_alone_is_a_search_engine_or_a_host() {
        assert_eq!(pair("", "", "www.google.co.uk", ""), "google / organic");
        assert_eq!(pair("", "", "search.yahoo.co.jp", ""), "yahoo / organic");
        assert_eq!(pair("", "", "go.mail.ru", ""), "go.mail.ru / organic");
        // The app of Google's search.
        let app = "com.google.android.googlequicksearchbox";
        assert_eq!(pair("", "", app, ""), "android.googlequicksearchbox / organic");
        assert_eq!(pair("", "", "WWW.Partner.example", ""), "Partner.example / referral");
        assert_eq!(pair("", "", "l.facebook.com", ""), "l.facebook.com / referral");
        assert_eq!(pair("", "", "mail.google.com", ""), "mail.google.com / referral");
        assert_eq!(pair("", "", "", ""), "(direct) / (none)");
    }

    #[test]
    fn a_click_id_goes_before_the_referrer_but_for_one_that_is_on_every_link() {
        assert_eq!(pair("", "", "www.google.com", "gclid"), "google / cpc");
        assert_eq!(pair("", "", "mail.google.com", "mc_cid"), "mailchimp / email");
        assert_eq!(pair("", "", "l.instagram.com", "fbclid"), "l.instagram.com / referral");
        assert_eq!(pair("", "", "", "fbclid"), "facebook / social");
        assert_eq!(pair("", "", "", "unheard_of"), "(direct) / (none)");
    }

    #[test]
    fn the_link_itself_goes_first_and_is_completed() {
        assert_eq!(pair("newsletter", "email", "mail.google.com", "gclid"), "newsletter / email");
        assert_eq!(pair("google", "", "", "gclid"), "google / cpc");
        assert_eq!(pair("", "cpc", "", "msclkid"), "bing / cpc");
        assert_eq!(pair("google", "", "", ""), "google / (not set)");
    }
}
