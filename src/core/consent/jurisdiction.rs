//! Which law holds where the visitor is: the declared rule for that place, or the strictest of all where nobody knows the place.
//!
//! Place in the flow: before `decide`, which is told the result. It does not know any law: which place has which rule is for the
//! site and its counsel to declare.

use alloc::string::String;
use alloc::vec::Vec;

use super::time_zone;
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

/// A law with the places for which it is declared.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    regions: Vec<String>,
    law: Law,
}

/// Who said where the visitor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The page, its server, or the config.
    Hint,
    /// The browser's time zone.
    TimeZone,
    /// Nobody.
    #[default]
    Unknown,
}

/// The law that holds for this visitor, and how we know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jurisdiction {
    /// The law.
    pub law: Law,
    /// The place, such as `DE`, `US-CA` or `EEA`; empty where it is not known.
    pub region: String,
    /// Who said so.
    pub source: Source,
}

/// The European Economic Area (<https://www.efta.int/eea>): ISO 3166-1 codes.
const EEA: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

impl Law {
    /// Reads `mode` and `gpc` of a place whose shape was checked; what is not there is as in `base`.
    pub(super) fn read(place: &View<'_, '_>, base: Law) -> Law {
        Law {
            mode: match place.field("mode").text_or("") {
                "notice" => Mode::Notice,
                "opt-out" => Mode::OptOut,
                "opt-in" => Mode::OptIn,
                _ => base.mode,
            },
            gpc: match place.field("gpc").text_or("") {
                "ignore" => Gpc::Ignore,
                "honour" => Gpc::Honour,
                "final" => Gpc::Final,
                _ => base.gpc,
            },
        }
    }

    fn stricter(self, other: Law) -> Law {
        Law { mode: self.mode.max(other.mode), gpc: self.gpc.max(other.gpc) }
    }
}

impl Rule {
    pub(super) fn read(place: &View<'_, '_>, base: Law) -> Rule {
        Rule { regions: place.field("regions").texts(), law: Law::read(place, base) }
    }

    /// How closely this rule names a place: 3 itself, 2 its country, 1 a group of countries, 0 not at all.
    fn closeness(&self, place: &str) -> u8 {
        let mut closest = 0;
        for region in &self.regions {
            closest = closest.max(if region == place {
                3
            } else if Some(region.as_str()) == place.get(..2) {
                2
            } else {
                u8::from(region == "EEA" && is_in_eea(place))
            });
        }
        closest
    }
}

impl Jurisdiction {
    /// Finds the law: by the hint, else by the time zone, else the strictest of all that are declared.
    ///
    /// A rule that names the place itself beats one that names its country, which beats one for `EEA`; of equals the first wins.
    /// Where only a country is known and rules name parts of it, the strictest of those and the country's own holds.
    pub(super) fn find(base: Law, rules: &[Rule], hint: &str, zone: &str) -> Jurisdiction {
        let (region, source) = match (hint, time_zone::region(zone)) {
            ("", None) => ("", Source::Unknown),
            ("", Some(region)) => (region, Source::TimeZone),
            _ => (hint, Source::Hint),
        };
        let (mut law, mut closest) = (base, 0);
        for rule in rules {
            let closeness = rule.closeness(region);
            if closeness > closest {
                (law, closest) = (rule.law, closeness);
            }
        }
        for rule in rules {
            // An unknown place is a part of which nothing is known.
            if rule.regions.iter().any(|other| region.is_empty() || is_part(other, region)) {
                law = law.stricter(rule.law);
            }
        }
        Jurisdiction { law, region: region.into(), source }
    }

    /// Writes its members, for JavaScript and receipts (`Jurisdiction`), in sorted order.
    pub(super) fn write(&self, json: &mut Json) {
        json.key("gpc").text(GPCS.get(self.law.gpc as usize).unwrap_or(&""));
        json.key("mode").text(MODES.get(self.law.mode as usize).unwrap_or(&""));
        json.key("region").text_or_null(Some(self.region.as_str()).filter(|region| !region.is_empty()));
        json.key("source").text(match self.source {
            Source::Hint => "hint",
            Source::TimeZone => "time_zone",
            Source::Unknown => "unknown",
        });
    }
}

/// Whether `region` is a part of `whole`, as `US-CA` is of `US`, and every country of the EEA is of `EEA`.
fn is_part(region: &str, whole: &str) -> bool {
    region.strip_prefix(whole).is_some_and(|rest| rest.starts_with('-')) || whole == "EEA" && is_in_eea(region)
}

/// Whether a region is, or lies in, a country of the EEA.
fn is_in_eea(region: &str) -> bool {
    region.get(..2).is_some_and(|country| EEA.as_bytes().chunks(3).any(|code| code.starts_with(country.as_bytes())))
}
