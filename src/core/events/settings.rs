//! The events part of the config.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Contracts, Format, Profile, SessionLimits};
use crate::time::DAY_MS;
use crate::value::Presence::Optional;
use crate::value::{Fault, Field, Shape, View};

/// How events are recorded and delivered.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where batches are posted: a path of this site or a URL. Default `/v1/batch`.
    pub endpoint: String,
    /// How batches are written. Default `segment`.
    pub format: Format,
    /// The source's key in the receiver, sent in the body so that no CORS preflight is needed. Default `courtesy`.
    pub write_key: String,
    /// Whether events wait in memory for the visitor's answer. Default true.
    pub hold_before_choice: bool,
    /// How many events make a batch due at once. 1 to 500, default 20.
    pub flush_at: u64,
    /// How long an event waits for company before it is sent. 0 to 60,000 ms, default 2,000.
    pub flush_after_ms: u64,
    /// Whether the receiver takes bodies of `Content-Encoding: gzip`. Default false: the header costs a CORS preflight where the
    /// receiver is of another origin, and receivers differ.
    pub gzip: bool,
    /// When a session ends.
    pub session: SessionLimits,
    /// The names of events that are conversions (`attribution.conversions`); `Order Completed` is one by itself.
    pub conversions: Vec<String>,
    /// Whose channels are meant (`attribution.ai_assistants`, default true: with a channel for AI assistants).
    pub profile: Profile,
    /// Touches of how long ago a conversion carries (`attribution.lookback_days`). 1 to 730 days, default 90, as in Google Analytics
    /// (<https://support.google.com/analytics/answer/10597962>).
    pub lookback_ms: u64,
    /// Parameters of the page's address that may be recorded (`privacy.query`). Default none.
    pub query: Vec<String>,
    /// Whether e-mail addresses, phone and card numbers are taken out of all that is recorded (`privacy.redact`). Default true.
    pub redacts: bool,
    /// Whether programs that say what they are go unrecorded (`privacy.bots`: `drop`), or are marked (`flag`, the default).
    pub drops_bots: bool,
    /// Which share of visitors is recorded. 0 to 1, default 1.
    pub sample: f64,
    /// Whether nothing is stored: ids live as long as the page. Default false.
    pub cookieless: bool,
    /// Other sites of ours, with their subdomains, to which links carry the visitor (`links.domains`). Default none.
    pub link_domains: Vec<String>,
    /// What events promise to be (`contracts`). Default nothing.
    pub contracts: Contracts,
    /// How long such a link holds (`links.expires_seconds`). 10 to 3,600 seconds, default 120.
    pub link_expires_ms: u64,
}

/// The `events` part of a config.
const SHAPE: Shape = Shape::Object(&[
    Field("endpoint", Optional, Shape::Text),
    Field("format", Optional, Shape::Word(Format::WORDS)),
    Field("write_key", Optional, Shape::Text),
    Field("hold_before_choice", Optional, Shape::Flag),
    Field("flush_at", Optional, Shape::Whole(1.0, 500.0)),
    Field("flush_after_ms", Optional, Shape::Whole(0.0, 60_000.0)),
    Field("gzip", Optional, Shape::Flag),
    Field("session", Optional, SessionLimits::SHAPE),
    Field("attribution", Optional, ATTRIBUTION),
    Field("privacy", Optional, PRIVACY),
    Field("sample", Optional, Shape::Number(0.0, 1.0)),
    Field("cookieless", Optional, Shape::Flag),
    Field("links", Optional, LINKS),
    Field("autocapture", Optional, Shape::Any),
    Field("contracts", Optional, Shape::Any),
]);

/// How visits are attributed to what led to them.
const ATTRIBUTION: Shape = Shape::Object(&[
    Field("conversions", Optional, Shape::List(&Shape::Text)),
    Field("ai_assistants", Optional, Shape::Flag),
    Field("lookback_days", Optional, Shape::Whole(1.0, 730.0)),
]);

/// What may be recorded.
const PRIVACY: Shape = Shape::Object(&[
    Field("query", Optional, Shape::List(&Shape::Text)),
    Field("redact", Optional, Shape::Flag),
    Field("bots", Optional, Shape::Word(&["flag", "drop"])),
]);

/// Links to other sites of ours.
const LINKS: Shape = Shape::Object(&[
    Field("domains", Optional, Shape::List(&Shape::Text)),
    Field("expires_seconds", Optional, Shape::Whole(10.0, 3_600.0)),
]);

impl Settings {
    /// Reads the `events` part of a config into these settings.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn fill(&mut self, place: &View<'_, '_>) -> Result<(), Fault> {
        SHAPE.check(place)?;
        self.endpoint = place.text("endpoint", "/v1/batch").into();
        self.format = Format::from_word(place.text("format", ""));
        self.write_key = place.text("write_key", "courtesy").into();
        self.hold_before_choice = place.flag("hold_before_choice", true);
        self.flush_at = place.whole("flush_at", 20);
        self.flush_after_ms = place.whole("flush_after_ms", 2_000);
        self.gzip = place.flag("gzip", false);
        self.session = SessionLimits::read(&place.field("session"));
        let attribution = place.field("attribution");
        self.conversions = attribution.field("conversions").texts();
        self.profile = if attribution.flag("ai_assistants", true) { Profile::Assistants } else { Profile::Ga4 };
        self.lookback_ms = attribution.whole("lookback_days", 90) * DAY_MS;
        let privacy = place.field("privacy");
        self.query = privacy.field("query").texts();
        self.redacts = privacy.flag("redact", true);
        self.drops_bots = privacy.text("bots", "flag") == "drop";
        self.sample = place.number("sample", 1.0);
        self.cookieless = place.flag("cookieless", false);
        let links = place.field("links");
        self.link_domains = links.field("domains").texts();
        self.link_expires_ms = links.whole("expires_seconds", 120) * 1000;
        self.contracts.fill(&place.field("contracts"))
    }
}
