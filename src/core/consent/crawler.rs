//! Whether a program that reads pages for a search engine is at work: it has nothing to answer, and its picture of the page is of
//! the page. Nothing is allowed or denied by this; only the question is not put up by itself.

/// What crawlers call themselves, in lower case (<https://developers.google.com/crawling/docs/crawlers-fetchers/google-common-crawlers>,
/// and the same of Bing, Baidu and Yahoo).
const NAMES: [&str; 4] = ["bot", "crawl", "spider", "slurp"];

/// Whether this `User-Agent` is a crawler's. The phones of Cubot are held by people.
///
/// ```
/// use courtesy_core::consent::is_crawler;
/// assert!(is_crawler("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"));
/// assert!(!is_crawler("Mozilla/5.0 (Linux; Android 10; CUBOT_X30) Chrome/120.0 Mobile"));
/// ```
#[must_use]
pub fn is_crawler(user_agent: &str) -> bool {
    let agent = user_agent.to_ascii_lowercase();
    let agent = agent.as_bytes();
    // Byte by byte: searching for text costs a kilobyte of Wasm.
    (0..agent.len()).any(|at| {
        let (before, rest) = agent.split_at(at);
        !before.ends_with(b"cu") && NAMES.iter().any(|name| rest.starts_with(name.as_bytes()))
    })
}
