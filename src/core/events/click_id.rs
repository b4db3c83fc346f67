//! Click ids: the parameters by which advertising networks, senders of e-mail and social sites mark the links out of them.
//!
//! Place in the flow: [`source_of`](super::source_of) asks what a parameter tells where no `utm_…` does. Only the name of the
//! parameter counts here; its value belongs to a person, and is for others to keep or to leave.

use crate::value::ascii::same;

/// What a click id tells of the click. Its medium is one of Google Analytics' words
/// (<https://support.google.com/analytics/answer/9756891>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClickId {
    /// The parameter in the address, in lower case.
    pub parameter: &'static str,
    /// Who sets it, which is the source of the visit.
    pub network: &'static str,
    /// `cpc` or `cpm` where somebody paid for the click.
    pub medium: &'static str,
}

/// Each known click id. Google's are those of <https://support.google.com/analytics/answer/11242870> and
/// <https://support.google.com/google-ads/answer/9744275>; the rest is documented by the networks that set them.
///
/// Facebook, Instagram and Pinterest mark every link out of them, paid for or not, so theirs tell the site only.
pub const CLICK_IDS: [ClickId; 20] = [
    id("gclid", "google", "cpc"),
    id("gclsrc", "google", "cpc"),
    id("gbraid", "google", "cpc"),
    id("wbraid", "google", "cpc"),
    id("gad_source", "google", "cpc"),
    id("dclid", "doubleclick", "cpm"),
    id("msclkid", "bing", "cpc"),
    id("twclid", "twitter", "cpc"),
    id("li_fat_id", "linkedin", "cpc"),
    id("ttclid", "tiktok", "cpc"),
    id("rdt_cid", "reddit", "cpc"),
    id("qclid", "quora", "cpc"),
    id("sccid", "snapchat", "cpc"),
    id("ko_click_id", "kochava", "cpc"),
    id("irclid", "impact", "affiliate"),
    id("_kx", "klaviyo", "email"),
    id("mc_cid", "mailchimp", "email"),
    id("fbclid", "facebook", "social"),
    id("igshid", "instagram", "social"),
    id("epik", "pinterest", "social"),
];

const fn id(parameter: &'static str, network: &'static str, medium: &'static str) -> ClickId {
    ClickId { parameter, network, medium }
}

impl ClickId {
    /// The click id of this parameter, in any case (Snapchat writes `ScCid`).
    #[must_use]
    pub fn of(parameter: &str) -> Option<&'static ClickId> {
        CLICK_IDS.iter().find(|known| same(known.parameter, parameter))
    }

    /// Whether somebody paid for the click.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.medium.starts_with("cp")
    }

    /// Whether it tells more than the referrer does. What a social site sets on every link does not: people copy such links
    /// into mails and other sites.
    pub(super) fn is_proof(&self) -> bool {
        self.medium != "social"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_known_in_any_case_and_only_advertising_is_paid() {
        assert_eq!(ClickId::of("ScCid").map(|known| known.network), Some("snapchat"));
        assert!(ClickId::of("").is_none() && ClickId::of("gclid2").is_none());
        assert!(ClickId::of("dclid").is_some_and(ClickId::is_paid));
        for free in ["fbclid", "igshid", "epik", "_kx", "mc_cid", "irclid"] {
            assert!(ClickId::of(free).is_some_and(|known| !known.is_paid()), "{free}");
        }
    }
}
