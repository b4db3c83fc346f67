//! What the site declares: purposes and services, the laws of regions, revision, expiry, and where receipts go.

use alloc::string::String;
use alloc::vec::Vec;

use super::jurisdiction::{self, GPCS, Law, MODES, NO_CODE};
use super::{Analytics, Item, Personalization, Purpose};
use crate::time::DAY_MS;
use crate::value::Presence::{Optional, Required};
use crate::value::{Fault, FaultKind, Field, Shape, Value, View, join, sha256};

/// The consent part of the config.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The law where no region's rule holds. Config: `mode` (default `opt-in`: nothing before yes), `gpc` (default `honour`).
    pub law: Law,
    /// Raised by the site when something material changed for all; older choices are asked for again. Default 1.
    pub revision: u32,
    /// How long a yes holds, in milliseconds. Config: `expires_days`, 1 to 730, default 180
    /// (CNIL's guidelines of 2020 advise six months, <https://www.cnil.fr/en/cookies-and-other-tracking-devices>).
    pub yes_expires_ms: u64,
    /// How long a no holds before it is asked about again. Config: `no_expires_days`, default as for a yes.
    pub no_expires_ms: u64,
    /// Whether a choice holds for all subdomains of the site (the default), or for this origin only. Config: `scope`.
    pub is_shared: bool,
    /// The declared purposes, each followed by its services, in the order in which they are shown.
    pub items: Vec<Item>,
    /// A hash of everything that is asked about, for receipts.
    pub fingerprint: String,
    /// Whether another consent manager answers in our place. Config: `external`.
    pub is_external: bool,
    /// As declared: what is read seldom is read there. `regions`, `external.map` (the other manager's
    /// names with our ids), `google.signals` (each with the items that grant it), `receipts.endpoint`.
    pub declared: Value,
}

/// The `consent` part of a config.
const SHAPE: Shape = Shape::Object(&[
    Field("mode", Optional, Shape::Word(&MODES)),
    Field("gpc", Optional, Shape::Word(&GPCS)),
    Field("regions", Optional, Shape::List(&REGION)),
    Field("region", Optional, Shape::Text),
    Field("revision", Optional, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("expires_days", Optional, DAYS),
    Field("no_expires_days", Optional, DAYS),
    Field("scope", Optional, Shape::Word(&["site", "origin"])),
    Field("purposes", Optional, Shape::Distinct(&PURPOSE)),
    Field("external", Optional, EXTERNAL),
    Field("receipts", Optional, Shape::Object(&[Field("endpoint", Required, Shape::Address)])),
    Field("google", Optional, GOOGLE),
    Field("text", Optional, TEXTS),
    Field("locales", Optional, Shape::Map(&TEXTS)),
]);

const DAYS: Shape = Shape::Whole(1.0, 730.0);
const TEXTS: Shape = Shape::Map(&Shape::Text);
const NAMES: Shape = Shape::List(&Shape::Text);

const REGION: Shape = Shape::Object(&[
    Field("regions", Required, NAMES),
    Field("mode", Optional, Shape::Word(&MODES)),
    Field("gpc", Optional, Shape::Word(&GPCS)),
]);

const EXTERNAL: Shape = Shape::Object(&[
    Field("source", Required, Shape::Word(&["tcf", "onetrust", "cookiebot"])),
    Field("map", Required, TEXTS),
]);

/// Google Consent Mode (<https://developers.google.com/tag-platform/security/guides/consent>). All but `signals` is what tags are
/// told before an answer is known, by the page's own script.
const GOOGLE: Shape = Shape::Object(&[
    Field(
        "signals",
        Optional,
        Shape::Object(&[
            Field("ad_storage", Optional, NAMES),
            Field("ad_user_data", Optional, NAMES),
            Field("ad_personalization", Optional, NAMES),
            Field("analytics_storage", Optional, NAMES),
            Field("functionality_storage", Optional, NAMES),
            Field("personalization_storage", Optional, NAMES),
            Field("security_storage", Optional, NAMES),
        ]),
    ),
    Field("wait_for_update", Optional, Shape::Whole(0.0, 60_000.0)),
    Field("ads_data_redaction", Optional, Shape::Flag),
    Field("url_passthrough", Optional, Shape::Flag),
    Field("regions", Optional, Shape::Any),
]);

const PURPOSE: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("title", Optional, Shape::Text),
    Field("description", Optional, Shape::Text),
    Field("necessary", Optional, Shape::Flag),
    Field("gpc", Optional, Shape::Flag),
    Field("services", Optional, Shape::Distinct(&SERVICE)),
    Field("revision", Optional, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("vendor", Optional, Shape::Text),
    Field("policy_url", Optional, Shape::Address),
    Field("cookies", Optional, NAMES),
    Field("storage", Optional, NAMES),
    Field("databases", Optional, NAMES),
    Field("reload_on_withdrawal", Optional, Shape::Flag),
]);

const SERVICE: Shape = Shape::Object(&[
    Field("id", Required, Shape::Text),
    Field("title", Optional, Shape::Text),
    Field("description", Optional, Shape::Text),
    Field("revision", Optional, Shape::Whole(0.0, 4_294_967_295.0)),
    Field("vendor", Optional, Shape::Text),
    Field("policy_url", Optional, Shape::Address),
    Field("cookies", Optional, NAMES),
    Field("storage", Optional, NAMES),
    Field("databases", Optional, NAMES),
    Field("reload_on_withdrawal", Optional, Shape::Flag),
]);

impl Policy {
    /// Reads the `consent` part of a config.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(place: &View<'_, '_>) -> Result<Policy, Fault> {
        let mut policy = Policy::default();
        policy.fill(place)?;
        Ok(policy)
    }

    /// Reads the `consent` part of a config into this policy. (Rooms are filled in place: moving them costs Wasm.)
    ///
    /// # Errors
    /// The first fault, with its path; the policy is then of no use.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        self.law = Law::read(place, Law::default());
        self.revision = place.field("revision").whole_or(1);
        let yes_days = place.field("expires_days").whole_or(180);
        self.yes_expires_ms = u64::from(yes_days) * DAY_MS;
        self.no_expires_ms = u64::from(place.field("no_expires_days").whole_or(yes_days)) * DAY_MS;
        self.is_shared = place.field("scope").text_or("site") == "site";
        for purpose in place.field("purposes").list() {
            self.add(&purpose)?;
        }
        let mut asked = String::new();
        for item in self.items.iter().filter(|item| !item.necessary) {
            asked.push_str(&join(&[&item.id, "=", &item.mark, "\n"]));
        }
        self.fingerprint = sha256::hex(&asked);
        let google = place.field("google");
        for (_, items) in google.field("signals").members() {
            for item in items.list() {
                self.must_declare(&item)?;
            }
        }
        let external = place.field("external");
        for (_, item) in external.field("map").members() {
            self.must_declare(&item)?;
        }
        self.is_external = external.is_present();
        self.declared = Value::empty();
        for key in ["region", "regions", "external", "google", "receipts"] {
            self.declared.put(key, place.field(key).value().cloned().unwrap_or_default());
        }
        let region = place.field("region");
        if region.is_present() && jurisdiction::code(region.text_or("")).is_none() {
            return Err(region.fault(FaultKind::Value, &[NO_CODE]));
        }
        for rule in place.field("regions").list() {
            for named in rule.field("regions").list() {
                let code = named.text_or("");
                // What is understood where the page says it is too vague for a law.
                if jurisdiction::code(code).as_deref() != Some(code) {
                    return Err(named.fault(FaultKind::Value, &[NO_CODE]));
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        let purpose = Item::read(place, None);
        if purpose.id.bytes().any(|byte| byte == b'/') {
            return Err(place.field("id").fault(FaultKind::Value, &["must not hold a slash, which names services"]));
        }
        if purpose.necessary && (purpose.id == Analytics::ID || purpose.id == Personalization::ID) {
            return Err(place
                .field("necessary")
                .fault(FaultKind::Value, &["must not be true for ", &purpose.id, ": it needs a yes"]));
        }
        for item in core::iter::once(*place).chain(place.field("services").list()) {
            for list in ["cookies", "storage", "databases"] {
                for name in item.field(list).list() {
                    if name.text_or("") == "*" {
                        return Err(name.fault(FaultKind::Value, &["would name what others keep as well"]));
                    }
                }
            }
        }
        let parent = self.items.len();
        let mut services = Vec::new();
        for service in place.field("services").list() {
            services.push(Item::read(&service, Some((parent, &purpose))));
        }
        self.items.push(purpose);
        self.items.append(&mut services);
        Ok(())
    }

    /// The item of this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The part of the config at a name of two steps at the most; nothing where it is not declared.
    #[must_use]
    pub fn part(&self, path: &str) -> &Value {
        self.declared.at(path).unwrap_or(&Value::Null)
    }

    /// Whether another manager has a name of its own for this item.
    pub(super) fn maps(&self, id: &str) -> bool {
        View::root(self.part("external.map")).members().any(|(_, item)| item.text_or("") == id)
    }

    fn must_declare(&self, place: &View<'_, '_>) -> Result<(), Fault> {
        match self.item(place.text_or("")) {
            Some(_) => Ok(()),
            None => Err(place.fault(FaultKind::Unknown, &["is no declared purpose or service"])),
        }
    }
}
