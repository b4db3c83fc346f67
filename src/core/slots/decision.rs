//! A decision about a slot, with its reason as data and as a sentence.

use alloc::string::String;

use super::slot::DEFAULT_VARIANT;
use crate::value::{Json, fill, number};

/// Why a variant was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The rule's condition holds, and it names one variant.
    Rule,
    /// The rule's condition holds, and the visitor's place in its split decided.
    Split {
        /// The experiment.
        experiment: String,
        /// The visitor's place, in [0, 1).
        bucket: f64,
    },
    /// No rule's condition holds.
    NoRule,
    /// Personalization is not allowed.
    Consent,
    /// Another variant was decided, but this one was painted already: it waits for the next view.
    Late {
        /// The variant that waits.
        waiting: String,
    },
    /// The first rule that could decide looks at a page that is not known yet.
    NeedsPage,
    /// No such slot is declared.
    UnknownSlot,
}

/// Which variant a slot shows, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The slot's name.
    pub slot: String,
    /// The variant's id; `default` is the content in the HTML.
    pub variant: String,
    /// The rule that decided.
    pub rule: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl Decision {
    /// A decision for the content in the HTML.
    #[must_use]
    pub fn keep_default(slot: &str, reason: Reason) -> Decision {
        Decision { slot: slot.into(), variant: DEFAULT_VARIANT.into(), rule: None, reason }
    }

    /// The same decision come too late: what is painted stays.
    #[must_use]
    pub fn late(self, shown: &str) -> Decision {
        let reason = Reason::Late { waiting: self.variant };
        Decision { slot: self.slot, variant: shown.into(), rule: None, reason }
    }

    /// The reason in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let rule = self.rule.as_deref().unwrap_or("");
        match &self.reason {
            Reason::Rule => fill("Shows “{}” because the rule “{}” holds.", &[&self.variant, rule]),
            Reason::Split { experiment, bucket } => {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bucket lies in [0, 1)")]
                let hundredths = (bucket * 10_000.0) as u16;
                let percent = number::rounded(f64::from(hundredths) / 100.0);
                let sentence =
                    "Shows “{}” because the rule “{}” holds and the experiment “{}” places this visitor at {} %.";
                fill(sentence, &[&self.variant, rule, experiment, &percent])
            }
            Reason::NoRule => "Shows the default because no rule holds.".into(),
            Reason::Consent => "Shows the default because personalization is not allowed.".into(),
            Reason::Late { waiting } => {
                let sentence = "Keeps “{}”, which was painted already; “{}” waits for the next view.";
                fill(sentence, &[&self.variant, waiting])
            }
            Reason::NeedsPage => "Not known ahead: a rule looks at the page itself.".into(),
            Reason::UnknownSlot => "Shows the default because no slot of this name is declared.".into(),
        }
    }

    /// For JavaScript.
    #[must_use]
    pub fn write(&self, mut json: Json) -> String {
        json.open();
        json.key("slot").text(&self.slot);
        json.key("variant").text(&self.variant);
        json.key("rule").text_or_null(self.rule.as_deref());
        json.key("reason").text(self.reason.as_str());
        json.key("bucket");
        match &self.reason {
            Reason::Split { bucket, .. } => json.number(*bucket),
            _ => json.null(),
        }
        json.key("sentence").text(&self.sentence());
        json.close();
        json.finish()
    }
}

impl Reason {
    /// The word by which JavaScript knows this reason.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Reason::Rule => "rule",
            Reason::Split { .. } => "split",
            Reason::NoRule => "no_rule",
            Reason::Consent => "consent",
            Reason::Late { .. } => "late",
            Reason::NeedsPage => "needs_page",
            Reason::UnknownSlot => "unknown_slot",
        }
    }
}
