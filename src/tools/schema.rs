//! The config document as full types: every name, every type, every default in one place.
//!
//! Unknown names are errors. What the values mean (ranges, references between parts, conditions) is the engine's to judge.

use serde::Deserialize;
use std::collections::BTreeMap;

pub use crate::consent_schema::Consent;

/// Any JSON, kept as the engine's own tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub courtesy_core::value::Value);

/// The whole document: ours alone, or a GrowthBook payload with ours under `courtesy`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    /// The published schema, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Ours, where the document is a GrowthBook payload.
    pub courtesy: Option<Rooms>,
    /// What the visitor is asked.
    pub consent: Option<Consent>,
    /// How events are recorded and delivered.
    pub events: Option<Events>,
    /// What visitors may want.
    pub intent: Option<Intent>,
    /// What may be shown.
    pub slots: Option<BTreeMap<String, Slot>>,
    /// GrowthBook's features.
    pub features: Option<Json>,
    /// GrowthBook's experiments.
    pub experiments: Option<Json>,
    /// GrowthBook's saved groups.
    #[serde(rename = "savedGroups")]
    pub saved_groups: Option<Json>,
    /// When GrowthBook wrote it.
    #[serde(rename = "dateUpdated")]
    pub date_updated: Option<Json>,
}

/// The four rooms.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rooms {
    /// The published schema, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// What the visitor is asked.
    pub consent: Option<Consent>,
    /// How events are recorded and delivered.
    pub events: Option<Events>,
    /// What visitors may want.
    pub intent: Option<Intent>,
    /// What may be shown.
    pub slots: Option<BTreeMap<String, Slot>>,
}

/// How events are recorded and delivered.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Events {
    /// Where batches are posted.
    pub endpoint: Option<String>,
    /// The source's key in the receiver.
    pub write_key: Option<String>,
    /// Whether events wait for the visitor's answer.
    pub hold_before_choice: Option<bool>,
    /// How many events make a batch due.
    pub flush_at: Option<u32>,
    /// How long an event waits for company.
    pub flush_after_ms: Option<u32>,
    /// Whether the receiver takes gzip.
    pub gzip: Option<bool>,
    /// What is recorded of itself.
    pub autocapture: Option<Autocapture>,
    /// When a session ends.
    pub session: Option<SessionLimits>,
    /// How visits are attributed to what led to them.
    pub attribution: Option<Attribution>,
    /// What may be recorded.
    pub privacy: Option<Privacy>,
    /// Which share of visitors is recorded.
    pub sample: Option<f64>,
    /// Whether nothing is stored.
    pub cookieless: Option<bool>,
    /// Links to other sites of ours.
    pub links: Option<Links>,
    /// What the properties of events must be, by the events' names.
    pub contracts: Option<BTreeMap<String, Contract>>,
}

/// What is recorded of itself: all or nothing, or all but what is switched off.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Autocapture {
    /// All, or nothing.
    All(bool),
    /// One by one.
    Some(Captures),
}

/// The switches of autocapture; what is not named is on.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Captures {
    /// Views of single-page sites.
    pub views: Option<bool>,
    /// Clicks on links and buttons.
    pub clicks: Option<bool>,
    /// Links to other hosts.
    pub outbound: Option<bool>,
    /// Links to files.
    pub downloads: Option<bool>,
    /// Forms, without values.
    pub forms: Option<bool>,
    /// How far a page is scrolled.
    pub scroll: Option<bool>,
    /// How long a page is attended to.
    pub engagement: Option<bool>,
    /// Rage clicks and dead clicks.
    pub frustration: Option<bool>,
    /// Video and audio.
    pub media: Option<bool>,
    /// The parameters of the address that hold what was searched for.
    pub site_search: Option<Vec<String>>,
    /// Copies of text, without the text.
    pub copy: Option<bool>,
    /// Web vitals.
    pub vitals: Option<bool>,
    /// Errors of scripts, counted.
    pub errors: Option<bool>,
}

/// When a session ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionLimits {
    /// After so long without an event.
    pub idle_minutes: Option<u32>,
    /// So long after its beginning.
    pub max_hours: Option<u32>,
    /// Whether it ends at the visitor's midnight.
    pub ends_at_midnight: Option<bool>,
}

/// How visits are attributed to what led to them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Attribution {
    /// Which events are conversions.
    pub conversions: Option<Vec<String>>,
    /// Whether AI assistants have a channel of their own.
    pub ai_assistants: Option<bool>,
    /// Touches of how long ago a conversion carries.
    pub lookback_days: Option<u32>,
}

/// What may be recorded.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// Which parameters of the address are recorded.
    pub query: Option<Vec<String>>,
    /// Whether what could say who somebody is is taken out.
    pub redact: Option<bool>,
    /// What is done with programs.
    pub bots: Option<Bots>,
}

/// What is done with programs that say what they are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bots {
    /// They are recorded, and marked.
    Flag,
    /// They are not recorded.
    Drop,
}

/// Links to other sites of ours.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    /// Their domains, with all subdomains.
    pub domains: Option<Vec<String>>,
    /// How long such a link holds.
    pub expires_seconds: Option<u32>,
}

/// What the properties of one event must be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// A schema of the subset of JSON Schema that the engine knows.
    pub schema: Schema,
    /// What is done with an event that breaks it.
    #[serde(default)]
    pub on_violation: Option<OnViolation>,
}

/// What is done with an event that breaks its contract.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnViolation {
    /// It is recorded, and says what is wrong with it.
    Flag,
    /// It is not recorded.
    Drop,
    /// It is recorded as if nothing were wrong.
    Pass,
}

/// A schema (<https://json-schema.org/draft/2020-12/json-schema-validation>).
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Schema {
    /// The type, or one of several.
    pub r#type: Option<OneOrMore>,
    /// The values that it may have.
    pub r#enum: Option<Vec<Json>>,
    /// The one value that it may have.
    pub r#const: Option<Json>,
    /// The names that must be there.
    pub required: Option<Vec<String>>,
    /// The schemas of members.
    pub properties: Option<BTreeMap<String, Option<Schema>>>,
    /// Whether other members may be there.
    pub additional_properties: Option<bool>,
    /// The schema of elements.
    pub items: Option<Box<Schema>>,
    /// The least number.
    pub minimum: Option<f64>,
    /// The greatest number.
    pub maximum: Option<f64>,
    /// What a number must be above.
    pub exclusive_minimum: Option<f64>,
    /// What a number must be below.
    pub exclusive_maximum: Option<f64>,
    /// The least number of code points.
    pub min_length: Option<f64>,
    /// The greatest number of code points.
    pub max_length: Option<f64>,
    /// The least number of elements.
    pub min_items: Option<f64>,
    /// The greatest number of elements.
    pub max_items: Option<f64>,
    /// Says nothing about a value.
    #[serde(rename = "$schema")]
    pub schema: Option<Json>,
    /// Says nothing about a value.
    #[serde(rename = "$id")]
    pub id: Option<Json>,
    /// Says nothing about a value; a comment in the TypeScript.
    pub title: Option<Json>,
    /// Says nothing about a value; a comment in the TypeScript.
    pub description: Option<Json>,
    /// Says nothing about a value.
    pub examples: Option<Json>,
    /// Says nothing about a value.
    pub default: Option<Json>,
}

/// A name, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several.
    More(Vec<Option<String>>),
}

/// What visitors may want.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Intent {
    /// The intents.
    pub intents: BTreeMap<String, DeclaredIntent>,
}

/// One intent.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeclaredIntent {
    /// Its name for people.
    pub title: Option<String>,
    /// Its signals.
    pub signals: Vec<Signal>,
}

/// One signal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Its id.
    pub id: String,
    /// What the visitor did.
    pub title: Option<String>,
    /// When it fires.
    pub when: Json,
    /// Points for one firing.
    pub points: f64,
    /// The value stays within it.
    pub cap: Option<f64>,
    /// In how many days the value halves.
    pub half_life_days: Option<f64>,
}

/// One slot.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Slot {
    /// Its variants.
    pub variants: BTreeMap<String, Variant>,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// One variant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its contents, by field.
    pub fields: BTreeMap<String, Field>,
}

/// What goes into one bound element.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// Text.
    Text(String),
    /// Text and attributes.
    Attributes(BTreeMap<String, String>),
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// When it applies.
    pub when: Option<Json>,
    /// The variant it shows.
    pub variant: Option<String>,
    /// The experiment of its split.
    pub experiment: Option<String>,
    /// Its split.
    pub split: Option<Vec<Branch>>,
}

/// One branch of a split.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The variant.
    pub variant: String,
    /// Its part of the visitors.
    pub weight: f64,
}
