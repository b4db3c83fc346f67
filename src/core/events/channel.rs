//! Channels: which of a dozen ways led here, in the words that marketing reports use.
//!
//! Place in the flow: behind [`source_of`], before the touch log and the reports. The rules and their order are Google
//! Analytics 4's "default channel group" (<https://support.google.com/analytics/answer/9756891>), its regular expressions
//! written as tests on bytes. Which site is a search engine, a social network and so on is known to [`sources`].

use super::arrival::{Arrival, SourceMedium, source_of};
use super::sources::{self, Category};
use crate::value::ascii::{behind, find, has, has_any, same};

/// Whose groups are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Google Analytics 4's. An assistant that is known by its host alone is a referral.
    #[default]
    Ga4,
    /// The same, with a group for the sites of AI assistants.
    Assistants,
}

/// A group of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A bookmark or a typed address.
    Direct,
    /// Google's campaigns over several networks (Performance Max).
    CrossNetwork,
    /// Advertisements on shopping sites, or for a shop.
    PaidShopping,
    /// Advertisements of search engines.
    PaidSearch,
    /// Advertisements of social networks.
    PaidSocial,
    /// Advertisements of video sites.
    PaidVideo,
    /// Banners.
    Display,
    /// Any other advertisement.
    PaidOther,
    /// The site of an AI assistant.
    AiAssistant,
    /// A shopping site.
    OrganicShopping,
    /// A social network.
    OrganicSocial,
    /// A video site.
    OrganicVideo,
    /// A search engine.
    OrganicSearch,
    /// A link on another site.
    Referral,
    /// A link in an e-mail.
    Email,
    /// A partner who is paid for sales.
    Affiliates,
    /// A podcast or another audio platform.
    Audio,
    /// A text message.
    Sms,
    /// A notification.
    MobilePush,
    /// None of these.
    Unassigned,
}

impl Channel {
    /// Its name in Google Analytics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Direct => "Direct",
            Channel::CrossNetwork => "Cross-network",
            Channel::PaidShopping => "Paid Shopping",
            Channel::PaidSearch => "Paid Search",
            Channel::PaidSocial => "Paid Social",
            Channel::PaidVideo => "Paid Video",
            Channel::Display => "Display",
            Channel::PaidOther => "Paid Other",
            Channel::AiAssistant => "AI Assistant",
            Channel::OrganicShopping => "Organic Shopping",
            Channel::OrganicSocial => "Organic Social",
            Channel::OrganicVideo => "Organic Video",
            Channel::OrganicSearch => "Organic Search",
            Channel::Referral => "Referral",
            Channel::Email => "Email",
            Channel::Affiliates => "Affiliates",
            Channel::Audio => "Audio",
            Channel::Sms => "SMS",
            Channel::MobilePush => "Mobile Push Notifications",
            Channel::Unassigned => "Unassigned",
        }
    }
}

/// The channel of an arrival. The first rule that holds decides.
///
/// ```
/// use courtesy_core::events::{Arrival, Profile, channel};
/// let arrival = Arrival { source: "bing", medium: "cpc", ..Arrival::default() };
/// assert_eq!(channel(&arrival, Profile::Ga4).as_str(), "Paid Search");
/// ```
#[must_use]
pub fn channel(arrival: &Arrival<'_>, profile: Profile) -> Channel {
    let SourceMedium { source, medium } = source_of(arrival);
    if is_direct(source, medium) {
        return Channel::Direct;
    }
    if has(arrival.campaign, "cross-network") {
        return Channel::CrossNetwork;
    }
    let category = sources::find(source).map(|found| found.category);
    let is_shopping = category == Some(Category::Shopping) || is_shop(arrival.campaign.as_bytes());
    if is_paid(medium) {
        return match category {
            _ if is_shopping => Channel::PaidShopping,
            Some(Category::Search) => Channel::PaidSearch,
            Some(Category::Social) => Channel::PaidSocial,
            Some(Category::Video) => Channel::PaidVideo,
            _ if is_any(medium, DISPLAY) => Channel::Display,
            _ => Channel::PaidOther,
        };
    }
    let is_assistant = profile == Profile::Assistants && category == Some(Category::Assistant);
    match category {
        _ if is_any(medium, DISPLAY) => Channel::Display,
        // Google Analytics itself writes this medium since May 2026.
        _ if is_assistant || same(medium, "ai-assistant") => Channel::AiAssistant,
        _ if is_shopping => Channel::OrganicShopping,
        Some(Category::Social) => Channel::OrganicSocial,
        _ if is_any(medium, SOCIAL) => Channel::OrganicSocial,
        Some(Category::Video) => Channel::OrganicVideo,
        _ if has(medium, "video") => Channel::OrganicVideo,
        Some(Category::Search) => Channel::OrganicSearch,
        _ => by_medium(source, medium),
    }
}

/// The mediums of a channel, which a comma separates.
const DISPLAY: &str = "display,banner,expandable,interstitial,cpm";
const SOCIAL: &str = "social,social-network,social-media,sm,social network,social media";

/// The rest of the rules: they ask no more who the source is.
fn by_medium(source: &str, medium: &str) -> Channel {
    if same(medium, "organic") {
        Channel::OrganicSearch
    } else if is_any(medium, "referral,app,link") {
        Channel::Referral
    } else if is_email(source) || is_email(medium) {
        Channel::Email
    } else if same(medium, "affiliate") {
        Channel::Affiliates
    } else if same(medium, "audio") {
        Channel::Audio
    } else if same(source, "sms") || same(medium, "sms") {
        Channel::Sms
    } else if has_any(medium.as_bytes(), "mobile notification") || is_push(medium) || same(source, "firebase") {
        Channel::MobilePush
    } else {
        Channel::Unassigned
    }
}

fn is_direct(source: &str, medium: &str) -> bool {
    is_any(source, "(direct),direct") && is_any(medium, "(none),(not set)")
}

/// `^(.*cp.*|ppc|retargeting|paid.*)$`
fn is_paid(medium: &str) -> bool {
    has(medium, "cp") || is_any(medium, "ppc,retargeting") || behind(medium.as_bytes(), b"paid").is_some()
}

/// `email|e-mail|e_mail|e mail`
fn is_email(text: &str) -> bool {
    has_any(text.as_bytes(), "email e-mail e_mail") || has(text, "e mail")
}

/// `.*push$`
fn is_push(medium: &str) -> bool {
    let bytes = medium.as_bytes();
    bytes.len().checked_sub(4).and_then(|at| bytes.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(b"push"))
}

/// `^(.*(([^a-df-z]|^)shop|shopping).*)$`: a shop, an e-shop, but no bishop.
fn is_shop(campaign: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(campaign, b"shop", from) {
        let before = at.checked_sub(1).and_then(|before| campaign.get(before)).map_or(b' ', u8::to_ascii_lowercase);
        let is_ing = campaign.get(at + 4..).and_then(|rest| behind(rest, b"ping")).is_some();
        if is_ing || before == b'e' || !before.is_ascii_lowercase() {
            return true;
        }
        from = at + 4;
    }
    false
}

/// Whether a text is one of these, which a comma separates.
fn is_any(text: &str, list: &str) -> bool {
    let mut left = Some(list);
    while let Some(list) = left {
        let (item, rest) = crate::value::cut(list, b',');
        if same(text, item) {
            return true;
        }
        left = rest;
    }
    false
}

#[cfg(test)]
mod tests;
