//! The consent part of the config as full types.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What the visitor is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Consent {
    /// What holds while nothing was answered, where no region's rule does.
    pub mode: Option<Mode>,
    /// How Global Privacy Control counts there.
    pub gpc: Option<Gpc>,
    /// Rules of regions.
    pub regions: Vec<Region>,
    /// Where the visitor is, as the server that writes this document knows.
    pub region: Option<String>,
    /// Raised when something material changed for all.
    pub revision: Option<u32>,
    /// How long a yes holds.
    pub expires_days: Option<u32>,
    /// How long a no holds.
    pub no_expires_days: Option<u32>,
    /// For whom an answer holds.
    pub scope: Option<Scope>,
    /// The purposes, in the order in which they are shown.
    pub purposes: Vec<Purpose>,
    /// Another consent manager that answers in our place.
    pub external: Option<External>,
    /// Where receipts are countersigned.
    pub receipts: Option<Receipts>,
    /// Google's Consent Mode.
    pub google: Option<Google>,
    /// The words of banner and dialog.
    pub text: BTreeMap<String, String>,
    /// The same by language.
    pub locales: BTreeMap<String, BTreeMap<String, String>>,
}

/// What holds while nothing was answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nothing before a yes.
    OptIn,
    /// Allowed until a no.
    OptOut,
    /// Allowed until a no, and the law asks for a notice.
    Notice,
}

/// How Global Privacy Control counts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gpc {
    /// It denies, until the visitor says yes while it is on.
    Honour,
    /// It denies, whatever the visitor says.
    Final,
    /// Not at all.
    Ignore,
}

/// For whom an answer holds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All subdomains of the site.
    Site,
    /// This origin.
    Origin,
}

/// The rule of some regions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// `DE`, `US-CA`, `EEA`.
    pub regions: Vec<String>,
    /// What holds there.
    pub mode: Option<Mode>,
    /// How the signal counts there.
    pub gpc: Option<Gpc>,
}

/// A purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its id.
    pub id: String,
    /// Its name for visitors.
    pub title: Option<String>,
    /// What is done, in a sentence.
    pub description: Option<String>,
    /// Always on.
    pub necessary: Option<bool>,
    /// Who pursues it.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Raised when something material changed about it.
    pub revision: Option<u32>,
    /// Who runs it, where that is not the site.
    pub vendor: Option<String>,
    /// That vendor's privacy policy.
    pub policy_url: Option<String>,
    /// Its cookies.
    #[serde(default)]
    pub cookies: Vec<String>,
    /// Its keys in local and session storage.
    #[serde(default)]
    pub storage: Vec<String>,
    /// Its databases.
    #[serde(default)]
    pub databases: Vec<String>,
    /// Whether only loading the page again can stop it.
    pub reload_on_withdrawal: Option<bool>,
}

/// A service of a purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id within its purpose.
    pub id: String,
    /// Its name for visitors.
    pub title: Option<String>,
    /// What it does, in a sentence.
    pub description: Option<String>,
    /// Raised when something material changed about it.
    pub revision: Option<u32>,
    /// Who runs it.
    pub vendor: Option<String>,
    /// That vendor's privacy policy.
    pub policy_url: Option<String>,
    /// Its cookies.
    #[serde(default)]
    pub cookies: Vec<String>,
    /// Its keys in local and session storage.
    #[serde(default)]
    pub storage: Vec<String>,
    /// Its databases.
    #[serde(default)]
    pub databases: Vec<String>,
    /// Whether only loading the page again can stop it.
    pub reload_on_withdrawal: Option<bool>,
}

/// Another consent manager that answers in our place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// Which one.
    pub source: ExternalSource,
    /// Its names with our ids.
    pub map: BTreeMap<String, String>,
}

/// The consent managers that we can listen to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExternalSource {
    /// Whatever speaks IAB's TCF (`__tcfapi`).
    Tcf,
    /// OneTrust.
    OneTrust,
    /// Cookiebot.
    Cookiebot,
}

/// Where receipts are countersigned.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipts {
    /// The address that takes them.
    pub endpoint: String,
}

/// Google's Consent Mode.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Google {
    /// Each signal with the items that grant it.
    pub signals: BTreeMap<String, Vec<String>>,
    /// How long tags wait for our update.
    pub wait_for_update: Option<u32>,
    /// Whether click identifiers are left out while `ad_storage` is denied.
    pub ads_data_redaction: Option<bool>,
    /// Whether click identifiers go through links.
    pub url_passthrough: Option<bool>,
    /// What is granted by default in some regions.
    pub regions: Vec<GoogleRegion>,
}

/// What Google's tags are granted by default in some regions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoogleRegion {
    /// ISO 3166-2 codes.
    pub region: Vec<String>,
    /// The signals granted there.
    pub granted: Vec<String>,
}
