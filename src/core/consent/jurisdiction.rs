//! Which law holds where the visitor is: the declared rule for that place, or the strictest of all where nobody knows the place.
//!
//! Place in the flow: before `decide`, which is told the result. It does not know any law: which place has which rule is for the
//! site and its counsel to declare. Nor does it know where a time zone is: the page looks that up (js/src/zones.ts).

use alloc::string::String;

use crate::value::{Json, View};

/// What holds while nothing was answered. In order of strictness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Allowed until a no; the law asks for a notice.
    Notice,
    /// Allowed until a no.
    OptOut,
    /// Nothing before a yes. The default.
    #[default]
    OptIn,
}

/// How Global Privacy Control counts. In order of strictness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gpc {
    /// Not at all.
    Ignore,
    /// It denies, until the visitor says yes while it is on. The default.
    #[default]
    Honour,
    /// It denies, whatever the visitor says.
    Final,
}

/// The words of the config, in the order of [`Mode`].
pub(super) const MODES: [&str; 3] = ["notice", "opt-out", "opt-in"];
/// The words of the config, in the order of [`Gpc`].
pub(super) const GPCS: [&str; 3] = ["ignore", "honour", "final"];

/// What one law says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Law {
    /// While nothing was answered.
    pub mode: Mode,
    /// About the browser's signal.
    pub gpc: Gpc,
}

/// Where the visitor is, as far as anybody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// What the page, its server or the config says: `DE`, `US-CA`; empty where they do not.
    pub hint: String,
    /// The region of the browser's time zone: a country, or `EEA`; empty where that tells nothing.
    pub by_time_zone: String,
}

/// The law that holds for this visitor, and how we know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jurisdiction {
    /// The law.
    pub law: Law,
    /// The place, such as `DE`, `US-CA` or `EEA`; empty where it is not known.
    pub region: String,
    /// Whether the time zone told the place, and nobody else.
    pub is_guess: bool,
}

/// The European Economic Area (<https://www.efta.int/eea>), and the parts of its countries that have codes of their own and belong to
/// the Union (Treaty on the Functioning of the European Union, articles 349 and 355): ISO 3166-1 codes.
const EEA: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK \
                   AX GF GP MF MQ RE YT";

/// What is wrong with a place that is none.
pub(super) const NO_CODE: &str = "must be a code of ISO 3166 such as US-CA, or EEA";

/// The place that a hint names: `EEA`, `DE`, `US-CA`; empty where it says that nobody knows (`XX`, and `T1` for Tor, as CDNs have
/// it). `None` for what is no place.
pub(super) fn code(hint: &str) -> Option<String> {
    let code = hint.to_ascii_uppercase();
    let (country, part) = code.split_at_checked(2).unwrap_or(("", ""));
    let is_part = |part: &str| {
        part.is_empty()
            || part.starts_with('-')
                && (2..=4).contains(&part.len())
                && part.bytes().skip(1).all(|byte| byte.is_ascii_alphanumeric())
    };
    match code.as_str() {
        "" | "XX" | "T1" => Some(String::new()),
        "EEA" | "EU" => Some("EEA".into()),
        "UK" => Some("GB".into()),
        _ if country.bytes().all(|byte| byte.is_ascii_uppercase()) && country.len() == 2 && is_part(part) => Some(code),
        _ => None,
    }
}

impl Law {
    /// Reads `mode` and `gpc` of a place whose shape was checked; what is not there is as in `base`.
    pub(super) fn read(place: &View<'_, '_>, base: Law) -> Law {
        let mut law = base;
        for mode in [Mode::Notice, Mode::OptOut, Mode::OptIn] {
            if place.field("mode").text_or("") == mode.as_str() {
                law.mode = mode;
            }
        }
        for gpc in [Gpc::Ignore, Gpc::Honour, Gpc::Final] {
            if place.field("gpc").text_or("") == gpc.as_str() {
                law.gpc = gpc;
            }
        }
        law
    }
}

impl Mode {
    fn as_str(self) -> &'static str {
        MODES.get(self as usize).unwrap_or(&"")
    }
}

impl Gpc {
    fn as_str(self) -> &'static str {
        GPCS.get(self as usize).unwrap_or(&"")
    }
}

impl Jurisdiction {
    /// Finds the law among the config's `regions`: by the hint, else by the time zone, else the strictest of all.
    ///
    /// A rule that names the place itself beats one that names its country, which beats one for `EEA`; of equals the first wins.
    /// Where only a whole is known and rules name parts of it, the strictest of those and its own holds.
    pub(super) fn find(base: Law, rules: &View<'_, '_>, whereabouts: &Whereabouts) -> Jurisdiction {
        let is_guess = whereabouts.hint.is_empty();
        let region = if is_guess { &whereabouts.by_time_zone } else { &whereabouts.hint };
        let (mut law, mut closest, mut strictest) = (base, 0, None);
        for rule in rules.list() {
            let its_law = Law::read(&rule, base);
            for named in rule.field("regions").list() {
                let named = named.text_or("");
                let closeness = closeness(named, region);
                if closeness > closest {
                    (law, closest) = (its_law, closeness);
                }
                // An unknown place is a part of which nothing is known.
                if region.is_empty() || is_part(named, region) {
                    let Law { mode, gpc } = strictest.unwrap_or(its_law);
                    strictest = Some(Law { mode: mode.max(its_law.mode), gpc: gpc.max(its_law.gpc) });
                }
            }
        }
        if let Some(Law { mode, gpc }) = strictest {
            law = Law { mode: law.mode.max(mode), gpc: law.gpc.max(gpc) };
        }
        Jurisdiction { law, region: region.clone(), is_guess }
    }

    /// Writes its members, for JavaScript and receipts (`Jurisdiction`), in sorted order.
    pub(super) fn write(&self, json: &mut Json) {
        let region = Some(self.region.as_str()).filter(|region| !region.is_empty());
        json.key("gpc").text(self.law.gpc.as_str());
        json.key("mode").text(self.law.mode.as_str());
        json.key("region").text_or_null(region);
        json.key("source").text(match (region, self.is_guess) {
            (None, _) => "unknown",
            (_, true) => "time_zone",
            (_, false) => "hint",
        });
    }
}

/// How closely a name stands for a place: 3 it is the place, 2 its country, 1 a group of countries, 0 not at all.
fn closeness(named: &str, place: &str) -> u8 {
    if named == place {
        3
    } else if Some(named) == place.get(..2) {
        2
    } else {
        u8::from(named == "EEA" && is_in_eea(place))
    }
}

/// Whether `region` is a part of `whole`, as `US-CA` is of `US`, and every country of the EEA is of `EEA`.
fn is_part(region: &str, whole: &str) -> bool {
    region.len() > whole.len() && Some(whole) == region.get(..2) || whole == "EEA" && is_in_eea(region)
}

/// Whether a region is, or lies in, a country of the EEA.
fn is_in_eea(region: &str) -> bool {
    region.get(..2).is_some_and(|country| EEA.as_bytes().chunks(3).any(|code| code.starts_with(country.as_bytes())))
}
