//! Where a visitor probably is, by the browser's time zone: enough to tell which of the usual consent laws may hold.
//!
//! Place in the flow: used by `jurisdiction` where nobody gave a hint. A zone that is not listed, or that several laws share, is
//! unknown on purpose: then the strictest rule holds. Names are those of the IANA time zone database
//! (<https://www.iana.org/time-zones>), region codes ISO 3166-1.

/// Regions, each followed by its zones; one that ends with `/` stands for all behind it. The first match counts.
///
/// European zones outside of the EEA come first, so that the rest of `Europe/` may stand for it.
const ZONES: &[(&str, &[&str])] = &[
    ("GB", &["Europe/London", "Europe/Belfast"]),
    ("CH", &["Europe/Zurich"]),
    (
        "",
        &[
            "Europe/Andorra",
            "Europe/Astrakhan",
            "Europe/Belgrade",
            "Europe/Chisinau",
            "Europe/Gibraltar",
            "Europe/Guernsey",
            "Europe/Isle_of_Man",
            "Europe/Istanbul",
            "Europe/Jersey",
            "Europe/Kaliningrad",
            "Europe/Kiev",
            "Europe/Kirov",
            "Europe/Kyiv",
            "Europe/Minsk",
            "Europe/Monaco",
            "Europe/Moscow",
            "Europe/Podgorica",
            "Europe/Samara",
            "Europe/San_Marino",
            "Europe/Sarajevo",
            "Europe/Saratov",
            "Europe/Simferopol",
            "Europe/Skopje",
            "Europe/Tirane",
            "Europe/Ulyanovsk",
            "Europe/Vatican",
            "Europe/Volgograd",
        ],
    ),
    ("EEA", &["Europe/", "Atlantic/Reykjavik", "Atlantic/Canary", "Atlantic/Madeira", "Atlantic/Azores", "Asia/Nicosia"]),
    (
        "US",
        &[
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Phoenix",
            "America/Detroit",
            "America/Indiana/",
            "America/Kentucky/",
            "America/Boise",
            "America/Anchorage",
            "America/Juneau",
            "Pacific/Honolulu",
        ],
    ),
    ("CA", &["America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax"]),
    ("BR", &["America/Sao_Paulo", "America/Bahia", "America/Fortaleza", "America/Recife", "America/Manaus"]),
    ("AU", &["Australia/"]),
    ("NZ", &["Pacific/Auckland"]),
    ("JP", &["Asia/Tokyo"]),
    ("KR", &["Asia/Seoul"]),
    ("IN", &["Asia/Kolkata", "Asia/Calcutta"]),
];

/// The region of a zone; `None` where it tells nothing.
pub(super) fn region(zone: &str) -> Option<&'static str> {
    for (region, zones) in ZONES {
        for known in *zones {
            if zone == *known || known.ends_with('/') && zone.starts_with(known) {
                return Some(*region).filter(|region| !region.is_empty());
            }
        }
    }
    None
}
