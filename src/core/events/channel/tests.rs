//! The rules, one line a rule and one where it stops.

use super::*;

fn of(source: &str, medium: &str, campaign: &str) -> &'static str {
    channel(&Arrival { source, medium, campaign, ..Arrival::default() }, Profile::Ga4).as_str()
}

#[test]
fn every_channel_has_its_rule() {
    for (source, medium, campaign, expected) in [
        ("(direct)", "(none)", "", "Direct"),
        ("(direct)", "(not set)", "", "Direct"),
        ("", "", "", "Direct"),
        ("(direct)", "referral", "", "Referral"),
        ("google", "cpc", "Cross-network", "Cross-network"),
        ("amazon", "cpc", "", "Paid Shopping"),
        ("google", "cpc", "Shopping | UK", "Paid Shopping"),
        ("google", "cpc", "eshop", "Paid Shopping"),
        ("google", "cpc", "summer_shop", "Paid Shopping"),
        ("google", "cpc", "Shop", "Paid Shopping"),
        ("google", "cpc", "bishop workshops", "Paid Search"),
        ("google", "cpc", "workshopping", "Paid Shopping"),
        ("Bing", "CPC", "", "Paid Search"),
        ("google", "cpm", "", "Paid Search"),
        ("google", "ppc", "", "Paid Search"),
        ("google", "retargeting", "", "Paid Search"),
        ("google", "paidsearch", "", "Paid Search"),
        ("google", "unpaid", "", "Organic Search"),
        ("google", "ppc2", "", "Organic Search"),
        ("FACEBOOK.com", "paid_social", "", "Paid Social"),
        ("youtube", "cpv", "", "Paid Video"),
        ("youtube.com", "cpc", "", "Paid Video"),
        ("dv360", "cpm", "", "Display"),
        ("facebook", "banner", "", "Display"),
        ("partner", "cpc", "", "Paid Other"),
        ("ebay.de", "referral", "", "Organic Shopping"),
        ("IGShopping", "social", "", "Organic Shopping"),
        ("newsletter", "email", "shop", "Organic Shopping"),
        ("m.facebook.com", "referral", "", "Organic Social"),
        ("blog", "Social-Media", "", "Organic Social"),
        ("blog", "sm", "", "Organic Social"),
        ("vimeo", "referral", "", "Organic Video"),
        ("blog", "in-video", "", "Organic Video"),
        ("news.google.com", "referral", "", "Organic Search"),
        ("unheard-of", "organic", "", "Organic Search"),
        ("blog.example", "referral", "", "Referral"),
        ("blog.example", "link", "", "Referral"),
        ("blog.example", "app", "", "Referral"),
        ("chatgpt.com", "referral", "", "Referral"),
        ("chatgpt.com", "ai-assistant", "", "AI Assistant"),
        ("newsletter", "E-mail", "", "Email"),
        ("E Mail", "june", "", "Email"),
        ("partner", "affiliate", "", "Affiliates"),
        ("partner", "affiliates", "", "Unassigned"),
        ("podcast", "audio", "", "Audio"),
        ("SMS", "text", "", "SMS"),
        ("crm", "sms", "", "SMS"),
        ("crm", "webpush", "", "Mobile Push Notifications"),
        ("crm", "mobile-app", "", "Mobile Push Notifications"),
        ("crm", "in-app notification", "", "Mobile Push Notifications"),
        ("firebase", "fcm", "", "Mobile Push Notifications"),
        ("crm", "pushed", "", "Unassigned"),
        ("summer", "flyer", "", "Unassigned"),
    ] {
        assert_eq!(of(source, medium, campaign), expected, "{source} / {medium} / {campaign}");
    }
}

#[test]
fn assistants_are_a_group_where_the_profile_has_one_and_nobody_paid() {
    let group =
        |source, medium| channel(&Arrival { source, medium, ..Arrival::default() }, Profile::Assistants).as_str();
    assert_eq!(group("chatgpt.com", "referral"), "AI Assistant");
    assert_eq!(group("chatgpt.com", ""), "AI Assistant");
    assert_eq!(group("gemini.google.com", "referral"), "AI Assistant");
    assert_eq!(group("perplexity", "cpc"), "Paid Other");
    assert_eq!(group("google", "organic"), "Organic Search");
}

#[test]
fn a_referrer_and_a_click_id_lead_to_a_channel_too() {
    let group = |referrer_host, click_id| {
        channel(&Arrival { referrer_host, click_id, ..Arrival::default() }, Profile::Ga4).as_str()
    };
    assert_eq!(group("www.bing.com", ""), "Organic Search");
    assert_eq!(group("out.reddit.com", ""), "Organic Social");
    assert_eq!(group("www.google.com", "wbraid"), "Paid Search");
    assert_eq!(group("", "ScCid"), "Paid Social");
    assert_eq!(group("", "dclid"), "Display");
    assert_eq!(group("", "_kx"), "Email");
    assert_eq!(group("", "irclid"), "Affiliates");
    assert_eq!(group("", "epik"), "Organic Social");
    assert_eq!(group("", ""), "Direct");
}
