//! Bots: whether a program visits, as far as it says so.
//!
//! Place in the flow: asked once a page; what follows is for the recorder. It reads the user agent only, so it finds the honest
//! ones: who wants to look like a person does. A visitor who is taken for a bot is lost to the counts, so a sign counts only if
//! no browser that people use has it.

use crate::value::ascii::{behind, find, has_any};

/// The engines of browsers, and the old phones, players and text browsers that name none. Programs of other kinds
/// (`curl/8.5`, `WhatsApp/2.23`) have none of these words.
const ENGINES: &str = "webkit gecko msie opera khtml playstation nintendo netfront midp ucweb lynx";

/// What no browser has anywhere.
const SIGNS: &str = ":// www. .org .html .io/ .ai/ -google google- googleother headless";

/// What only the name of a device may have.
const TRADES: &str = "spider crawl slurp scan monitor fetch scrap archiv preview validat optimi audit lighthouse \
favicon synthetic inspect check research uptime index phantomjs playwright selenium puppeteer webdriver cypress/ jsdom \
pingdom ptst/ gtmetrix library analyz survey extract nikto proxy/ reader parser probe generator grab feed verif measure \
transcod insight catchpoint nutch externalhit statuscake linktiger datanyze silktide dareboost hotjar cloudflare \
securityheaders manus- finder splash hardenize foregenix rigor; watchtowr";

/// What counts only where its word ends: not in `Magenta`, `Botech` and `air.com.app`.
const WORDS: [&[u8]; 3] = [b"bot", b"agent", b".com"];

/// Whether a user agent is a program's own. An empty one is.
///
/// ```
/// use courtesy_core::events::bot::is_bot;
/// assert!(is_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"));
/// assert!(!is_bot("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"));
/// ```
#[must_use]
pub fn is_bot(user_agent: &str) -> bool {
    let bytes = user_agent.as_bytes();
    if !has_any(bytes, ENGINES) || has_any(bytes, SIGNS) || is_compatible(bytes) {
        return true;
    }
    let (before, after) = around_device(bytes);
    says(before) || says(after)
}

fn says(text: &[u8]) -> bool {
    has_any(text, TRADES) || WORDS.iter().any(|word| has_word(text, word))
}

/// `(compatible; Name/1.0`: since Internet Explorer 11 only bots say so
/// (<https://learn.microsoft.com/en-us/previous-versions/windows/internet-explorer/ie-developer/compatibility/hh869301(v=vs.85)>).
/// Konqueror, some televisions and the first Kindles did too; LG's televisions of today are `NetCast.TV-2013 Compatible (LGE`.
fn is_compatible(text: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(text, b"compatible;", from) {
        from = at + "compatible;".len();
        let rest = text.get(from..).unwrap_or(b"");
        let named = behind(rest, b" ").unwrap_or(rest);
        let is_browser = behind(named, b"msie ").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
            || behind(named, b"konqueror").is_some()
            || behind(named, b"u;").is_some()
            || behind(named, b"linux").is_some();
        if !is_browser {
            return true;
        }
    }
    false
}

/// Whether a word ends here, or has a plural: `bot/1.0`, `robots`, but not `botanic`. Cubot makes phones.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(text, word, from) {
        from = at + word.len();
        let is_cubot =
            at.checked_sub(2).and_then(|start| text.get(start..at)).is_some_and(|cu| cu.eq_ignore_ascii_case(b"cu"));
        let next = text.get(from).map_or(b' ', u8::to_ascii_lowercase);
        if !is_cubot && next != b'.' && (next == b's' || !next.is_ascii_lowercase()) {
            return true;
        }
    }
    false
}

/// The text before and behind the device's name, which its maker chose: `(Linux; Android 9; M bot 54 Build/X)`. There are
/// phones called Spider, Phantom and Discovery.
fn around_device(text: &[u8]) -> (&[u8], &[u8]) {
    let Some(start) = find(text, b"android", 0) else { return (text, b"") };
    let (mut end, mut depth) = (start, 1);
    for byte in text.get(start..).unwrap_or(b"") {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        end += 1;
        if depth == 0 {
            break;
        }
    }
    (text.get(..start).unwrap_or(b""), text.get(end..).unwrap_or(b""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_weigh_less_than_a_kilobyte() {
        let bytes = ENGINES.len() + SIGNS.len() + TRADES.len() + WORDS.iter().map(|word| word.len()).sum::<usize>();
        assert!(bytes < 1_000, "{bytes} bytes");
    }

    #[test]
    fn programs_are_bots() {
        for agent in [
            "",
            "curl/8.5.0",
            "python-requests/2.31.0",
            "Java/17.0.1",
            "Go-http-client/2.0",
            "okhttp/4.12.0",
            "node-fetch/1.0",
            "Mozilla/5.0",
            "Mozilla/5.0 (compatible)",
            "facebookexternalhit/1.1",
            "WhatsApp/2.23.20.0 A",
            "Slackbot-LinkExpanding 1.0",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 8.0; Pixel 2; Storebot-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0",
        ] {
            assert!(is_bot(agent), "{agent}");
        }
    }

    #[test]
    fn a_device_may_be_called_anything() {
        for device in
            ["M bot 54", "CUBOT_P20", "Spider 8", "PHANTOM_Z", "Capture+", "Robot (2022)", "Agent X", "Discovery"]
        {
            let agent = alloc::format!(
                "Mozilla/5.0 (Linux; Android 9; {device}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile Safari/537.36"
            );
            assert!(!is_bot(&agent), "{agent}");
        }
    }
}
