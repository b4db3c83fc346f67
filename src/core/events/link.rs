//! Links to other sites of ours: they carry the visitor over, so that a visit which goes on there is one visit.
//!
//! Place in the flow: a click on such a link asks for its address ([`decorate`]); the page that it leads to hands the parameter to its
//! start ([`accept`]). Only under a grant for analytics, on both sides, only to domains that the config declares, and only for some
//! minutes.
//!
//! What the signature is worth: the key in it is public, as everything in a page is. It tells a link that was kept, shared with another
//! browser, meant for another site or mangled on the way from one that was just followed. It does not stop somebody who writes one on
//! purpose; such a one could only have his own events counted as another visitor's, whose id he would have to know.

use alloc::string::String;

use super::page::{host_of, is_within};
use super::{Device, Page, Settings, Visitor};
use crate::value::number::whole_text;
use crate::value::{cut, join, sha256};

/// The parameter: anonymous id, session id, when it ends (in seconds since the epoch), and the signature, with a dot between them.
pub(super) const PARAMETER: &str = "_courtesy";

/// How much of the SHA-256 stands in the link, in hexadecimal digits.
const SIGNATURE_DIGITS: usize = 16;
/// How long an id of ours is: a UUID's text.
const ID_BYTES: usize = 36;

/// Who came over a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linked {
    /// The anonymous id.
    pub(super) id: String,
    /// The session that goes on.
    pub(super) session_id: String,
}

/// The address with the visitor in it; `None` where it leads to no declared domain, or stays on the site at `host`.
pub(super) fn decorate(
    url: &str,
    visitor: &Visitor,
    host: &str,
    settings: &Settings,
    device: &Device,
    now_ms: u64,
) -> Option<String> {
    let target = host_of(url);
    if target.eq_ignore_ascii_case(host) || !is_declared(target, settings) {
        return None;
    }
    let expires = whole_text(now_ms.saturating_add(settings.link_expires_ms) / 1000);
    let told = join(&[&visitor.id, ".", &visitor.session.id, ".", &expires]);
    let signature = sign(&told, target, settings, device);
    let (before, fragment) = cut(url, b'#');
    let mark = if cut(before, b'?').1.is_some() { "&" } else { "?" };
    let mut out = join(&[before, mark, PARAMETER, "=", &told, ".", &signature]);
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    Some(out)
}

/// Who came, by the parameter of the page's address. `None` where it is not one of ours for this site and browser, where its time is
/// over, or where the page that linked here is on no declared domain.
pub(super) fn accept(page: &Page, settings: &Settings, device: &Device, at_ms: u64) -> Option<Linked> {
    let link = page.link.as_str();
    let told = link.get(..link.len().checked_sub(SIGNATURE_DIGITS + 1)?)?;
    let signature = link.get(told.len() + 1..)?;
    let (id, rest) = cut(told, b'.');
    let (session_id, expires) = cut(rest?, b'.');
    let is_ours = is_id(id)
        && is_id(session_id)
        && is_declared(host_of(page.text("referrer")), settings)
        && whole(expires?)?.checked_mul(1000)? > at_ms
        && sign(told, page.host(), settings, device) == signature;
    is_ours.then(|| Linked { id: id.into(), session_id: session_id.into() })
}

fn is_declared(host: &str, settings: &Settings) -> bool {
    settings.link_domains.iter().any(|domain| is_within(host, domain))
}

/// Binds what is told to the site it is for, to the write key, and to the browser.
fn sign(told: &str, target: &str, settings: &Settings, device: &Device) -> String {
    let target = target.to_ascii_lowercase();
    let (agent, locale) = (device.text("userAgent"), device.text("locale"));
    let bound = join(&[told, "\n", &target, "\n", &settings.write_key, "\n", agent, "\n", locale]);
    let mut digest = sha256::hex(&bound);
    digest.truncate(SIGNATURE_DIGITS);
    digest
}

fn is_id(text: &str) -> bool {
    text.len() == ID_BYTES && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

/// Decimal digits as a number. (The parser of the standard library weighs more.)
fn whole(digits: &str) -> Option<u64> {
    let mut number = 0_u64;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
    }
    Some(number)
}
