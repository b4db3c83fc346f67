//! Channels and bots: no text panics, case never counts, and a host under a known domain is of its kind.

use courtesy_core::events::bot::is_bot;
use courtesy_core::events::sources::find;
use courtesy_core::events::{Arrival, Profile, channel, source_of};
use proptest::prelude::*;

use crate::tries;

/// Texts that come near to rules: pieces of hosts, mediums and campaigns, and anything else.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "(google|facebook|yahoo|youtube|amazon|chatgpt|ted|so|search|www|m|evil|example)(\\.(com|co\\.uk|de|org|example)){0,3}",
        "(cpc|ppc|paid|retargeting|email|e mail|social|organic|referral|webpush|mobile|shop|shopping|\\(none\\)|\\(direct\\))",
        "(GCLID|fbclid|ScCid|_kx|dclid)",
        "\\PC{0,20}",
        "[.!: ]{0,4}",
    ]
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn no_arrival_panics_and_case_never_counts(parts in proptest::array::uniform5(piece())) {
        let [source, medium, campaign, referrer_host, click_id] = &parts;
        let upper = parts.clone().map(|part| part.to_ascii_uppercase());
        let [upper_source, upper_medium, upper_campaign, upper_referrer_host, upper_click_id] = &upper;
        let arrival = Arrival { source, medium, campaign, referrer_host, click_id };
        let loud = Arrival {
            source: upper_source,
            medium: upper_medium,
            campaign: upper_campaign,
            referrer_host: upper_referrer_host,
            click_id: upper_click_id,
        };
        for profile in [Profile::Ga4, Profile::Assistants] {
            prop_assert_eq!(channel(&arrival, profile), channel(&loud, profile));
        }
        let (found, loud) = (source_of(&arrival), source_of(&loud));
        prop_assert!(found.source.eq_ignore_ascii_case(loud.source) && found.medium.eq_ignore_ascii_case(loud.medium));
        prop_assert!(!found.source.is_empty() && !found.medium.is_empty());
    }

    #[test]
    fn a_host_under_a_known_domain_is_of_its_kind(
        domain in prop_oneof![
            Just("facebook.com"), Just("linkedin.com"), Just("youtube.com"), Just("baidu.com"), Just("ebay.co.uk"),
            Just("openai.com"), Just("yandex.com.tr"), Just("vk.com"), Just("medium.com"), Just("search.yahoo.com"),
        ],
        subdomain in "[a-z0-9]{1,12}",
        site in "[a-z]{4,12}",
    ) {
        let known = find(domain);
        prop_assert!(known.is_some(), "{}", domain);
        prop_assert_eq!(find(&format!("zz{subdomain}.{domain}")), known);
        let others = [format!("{domain}.zz{site}.example"), format!("zz-{subdomain}{domain}")];
        for other in &others {
            prop_assert!(find(other).is_none(), "{}", other);
        }
    }

    #[test]
    fn no_user_agent_panics_and_case_never_counts(agent in "(Mozilla/5\\.0 )?(\\(.{0,20}(Android|compatible;|bot|cubot|agent|\\(|\\)){0,4}.{0,20})?.{0,40}") {
        prop_assert_eq!(is_bot(&agent), is_bot(&agent.to_ascii_uppercase()));
    }
}
