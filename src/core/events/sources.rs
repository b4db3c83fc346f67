//! Which sites are search engines, social networks, video sites, shops and AI assistants.
//!
//! Place in the flow: [`channel`](super::channel) and [`source_of`](super::source_of) ask. Whatever is not here is a site like
//! any other. The lists are our own choice of what sends visitors today; tests/host/sources.rs scores them.
//!
//! # How an entry is written
//!
//! | Entry | Means |
//! |---|---|
//! | `brand` | the name alone, and `brand` under any top-level domain, with any subdomain |
//! | `brand!` | the same, but no subdomain other than `www` and those of one or two letters (`m`, `uk`) |
//! | `part.brand.` | this host under any top-level domain, with any subdomain |
//! | `site.com` | this domain, with any subdomain |
//! | `name:` | the name alone |
//!
//! A top-level domain is one label, or two as in `co.uk`. So `google.com.evil.example` and `mygoogle.com` are not Google.

use crate::value::ascii::{behind, same};
use crate::value::cut;

/// What a site is, for the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// An AI assistant.
    Assistant,
    /// A shop or a market.
    Shopping,
    /// A social network, a forum, a messenger, or what shortens links for them.
    Social,
    /// A video site.
    Video,
    /// A search engine, or a portal with one.
    Search,
}

/// A known source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub category: Category,
    /// What to call it: its brand (`google`), or its domain where that is the name (`go.mail.ru`).
    pub name: &'static str,
}

/// The lists, narrow before wide: Google's assistant is not its search engine.
const LISTS: [(Category, &str); 6] = [
    (Category::Assistant, ASSISTANTS),
    (Category::Shopping, SHOPS),
    (Category::Social, SOCIAL),
    (Category::Social, FORMER),
    (Category::Video, VIDEO),
    (Category::Search, SEARCH),
];

const ASSISTANTS: &str = "chatgpt openai chat-gpt.org claude claude.ai perplexity gemini.google. gemini: bard.google. \
notebooklm.google. copilot.microsoft. copilot.cloud.microsoft copilot: deepseek grok x.ai mistral.ai meta.ai you.com poe.com \
duck.ai phind iask.ai jasper.ai writesonic qwen doubao kimi chatglm chatplus.com yiyan.baidu. ai.baidu. character.ai pi.ai";

const SHOPS: &str = "amazon amazon-adsystem s3.amazonaws.com ebay etsy alibaba aliexpress walmart shopify shop.app stripe \
mercadolibre mercadolivre shopping.google. shopping.yahoo. shopping.naver. shopping.net shopzilla simplycodes.com temu shein \
taobao tmall jd.com flipkart lazada shopee allegro.pl idealo zalando wayfair";

const SOCIAL: &str = "facebook fb: fb.me fb.com fb.watch instagram ig: messenger threads.net threads.com twitter t.co x.com \
tweetdeck linkedin lnkd.in reddit redd.it pinterest pin.it tumblr t.umblr.com tiktok douyin snapchat whatsapp wa.me telegram \
t.me discord discordapp discord.gg bsky mastodon mstdn mas.to fosstodon hachyderm pixelfed quora medium.com vk: vk.com vk.ru \
vkontakte odnoklassniki ok.ru my.mail.ru weibo t.cn wechat weixin.qq.com qzone.qq.com tencent douban renren zhihu xiaohongshu \
dianping line: line.me kakao kakaocorp zalo blog.naver. cafe.naver. kin.naver. ameblo ameba hatena mixi gree.jp livedoor \
livedoorblog nicovideo niconico pixiv plurk 5ch.net blog.goo.ne.jp chiebukuro.yahoo. livejournal blogger blogspot wordpress \
typepad weebly overblog over-blog canalblog xing badoo bebo hi5 tagged: tagged.com myspace skyrock taringa.net tuenti \
flickr photobucket imageshack deviantart artstation stackoverflow stackexchange serverfault superuser askubuntu slashdot \
news.ycombinator.com digg diigo mix.com flipboard getpocket pocket.co instapaper scoop.it paper.li netvibes pinboard hootsuite \
bit.ly goo.gl tinyurl is.gd disqus addthis sharethis meetup foursquare yelp tripadvisor trustpilot glassdoor goodreads wattpad \
scribd slideshare academia.edu researchgate wikihow fandom.com houzz skype yammer classmates ancestry.com myheritage \
gutefrage.net meneame wer-weiss-was.de buzzfeed ravelry crunchyroll myanimelist last.fm allrecipes.com hubpages \
plus.google. plus.url.google. googleplus: google+: groups.google. googlegroups sites.google. messages.google. answers.yahoo. \
smartnews techmeme fark social:";

/// Social sites of Google's list that are past their best: few visitors come from them, but reports should agree.
const FORMER: &str = "tudou mubi care2 cafemom ning xanga woot.com geni.com fotolog fotki imvu dzone wikitravel.org \
cyworld hyves studivz meinvz.net identi.ca friendfeed gowalla brightkite blogs.com blog.com spoke reverbnation fc2 okwave.jp \
movabletype posterous ryze fubar buzznet blackplanet draugiem.lv suomi24.fi epicurious screenrant chegg.com ssense.com \
urbanspoon twoo.com toolbox redux reunion extole bookmarks.yahoo. messages.yahoo. pulse.yahoo. blog.yahoo. mbga.jp yahoo-mbga.jp \
stackapps blogher bloglines blogster blogsome listal opendiary nexopia mylife 43things answerbag blurtit webshots stickam \
mocospace insanejournal vampirefreaks dogster catster faceparty filmaffinity feedspot shareit 51.com ibibo exblog.jp \
cocolog-nifty gulli.com jappy.de stardoll internations kaneva dopplr gaiaonline habbo librarything secondlife italki interpals.net \
couchsurfing travellerspoint";

const VIDEO: &str = "youtube youtu.be vimeo dailymotion twitch netflix hulu disneyplus crackle ted: ted.com veoh youku \
iqiyi iq.com bilibili rumble odysee d.tube utreon wistia justin.tv curiositystream rutube";

const SEARCH: &str = "google! search.google. news.google. lens.google. play.google. images.google. scholar.google. cse.google. \
encrypted.google. google-play: android.googlequicksearchbox bing msn yahoo! search.yahoo. images.yahoo. yandex ya.ru baidu \
duckduckgo ecosia qwant startpage ixquick search.brave.com brave: kagi mojeek swisscows metager presearch yep.com \
so.com 360.cn sogou sm.cn haosou naver daum nate zum.com seznam centrum.cz firmy.cz najdi onet rambler go.mail.ru tut.by \
ukr: ukr.net coccoc petalsearch aol! search.aol. suche.aol. recherche.aol. ask! search.ask. dogpile excite webcrawler \
search-results lycos exalead gigablast kvasir startsiden eniro virgilio biglobe auone search.smt.docomo.ne.jp search.goo.ne.jp \
rakuten suche.t-online.de suche.web.de suche.gmx. wp.pl lilo.org buscador.terra. terra: globo: alice: cnn: comcast: conduit: incredimail: \
babylon: avg:";

/// What is known of a source: a name as people write it in `utm_source` (`Facebook`), or a host (`l.facebook.com`).
///
/// ```
/// use courtesy_core::events::sources::{Category, find};
/// assert_eq!(find("search.yahoo.co.jp").map(|known| known.name), Some("yahoo"));
/// assert_eq!(find("m.youtube.com").map(|known| known.category), Some(Category::Video));
/// assert!(find("google.com.evil.example").is_none());
/// ```
#[must_use]
pub fn find(source: &str) -> Option<Known> {
    for (category, list) in LISTS {
        let mut left = Some(list);
        while let Some(list) = left {
            let (entry, rest) = cut(list, b' ');
            if let Some(name) = name_in(source.as_bytes(), entry) {
                return Some(Known { category, name });
            }
            left = rest;
        }
    }
    // "Google Shopping", "IGShopping" and the like.
    ends_with_shopping(source).then_some(Known { category: Category::Shopping, name: "shopping" })
}

fn ends_with_shopping(source: &str) -> bool {
    let end = source.len().checked_sub("shopping".len()).and_then(|at| source.get(at..));
    end.is_some_and(|end| same(end, "shopping"))
}

/// What the entry calls a source, where it means that.
fn name_in(source: &[u8], entry: &'static str) -> Option<&'static str> {
    let (stem, mark) = match entry.as_bytes().last() {
        Some(mark @ (b'!' | b':' | b'.')) => (entry.get(..entry.len() - 1)?, *mark),
        _ => (entry, b' '),
    };
    // Where a mark does not say otherwise, a dot says that this is a whole domain.
    let is_domain = mark == b' ' && cut(stem, b'.').1.is_some();
    let mut start = 0;
    loop {
        let rest = source.get(start..)?;
        if let Some(tail) = behind(rest, stem.as_bytes()) {
            let is_name = tail.is_empty() && start == 0 && mark != b'.';
            let is_host = match mark {
                b':' => false,
                b'!' => is_top_level(tail) && is_same_site(source.get(..start)?),
                _ if is_domain => tail.is_empty(),
                _ => is_top_level(tail),
            };
            if is_name || is_host {
                return Some(if mark == b'.' { cut(stem, b'.').1? } else { stem });
            }
        }
        start += rest.iter().position(|byte| *byte == b'.')? + 1;
    }
}

/// Whether a subdomain, with its dot, only leads to the same site.
fn is_same_site(subdomain: &[u8]) -> bool {
    subdomain.len() <= 3 || behind(subdomain, b"www").is_some()
}

/// Whether a host's end is a top-level domain, with its dot: `.com`, `.co.uk`.
fn is_top_level(tail: &[u8]) -> bool {
    let Some(labels) = tail.strip_prefix(b".") else { return false };
    match labels.iter().position(|byte| *byte == b'.') {
        None => !labels.is_empty(),
        Some(dot) => {
            let second = labels.get(..dot).unwrap_or(labels);
            let is_generic = [b"co".as_slice(), b"com", b"ne", b"or", b"net", b"org"];
            // The dot and two letters: second levels of this kind are of countries.
            is_generic.iter().any(|known| second.eq_ignore_ascii_case(known)) && labels.len() == dot + 3
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(source: &str) -> Option<&'static str> {
        find(source).map(|known| known.name)
    }

    #[test]
    fn a_brand_is_known_by_name_and_in_every_country() {
        for source in
            ["google", "Google", "google.com", "www.google.co.uk", "GOOGLE.com.br", "m.google.de", "news.google.com"]
        {
            assert_eq!(name(source), Some("google"), "{source}");
        }
        assert_eq!(name("yandex.ru"), Some("yandex"));
        assert_eq!(name("uk.search.yahoo.com"), Some("yahoo"));
        assert_eq!(name("so.com"), Some("so.com"));
        assert_eq!(name("de.linkedin.com"), Some("linkedin"));
        assert_eq!(name("com.linkedin.android"), Some("linkedin"));
    }

    #[test]
    fn what_only_looks_like_a_brand_is_not_one() {
        for source in [
            "mygoogle.com",
            "notgoogle.com.evil.example",
            "google.com.evil.example",
            "google.evil.example",
            "googlex",
            "mail.google.com",
            "docs.google.com",
            "finance.yahoo.com",
            "cnn.com",
            "mail.ru",
            "alice.example",
            "ted.example",
            "t.co.uk",
            "not-x.com",
            "xx.com",
            "google.",
            "google..com",
            "",
            ".",
        ] {
            assert_eq!(find(source), None, "{source}");
        }
    }

    #[test]
    fn the_narrow_entry_goes_first() {
        let category = |source| find(source).map(|known| known.category);
        assert_eq!(category("gemini.google.com"), Some(Category::Assistant));
        assert_eq!(category("groups.google.com"), Some(Category::Social));
        assert_eq!(category("shopping.yahoo.co.jp"), Some(Category::Shopping));
        assert_eq!(category("Google Shopping"), Some(Category::Shopping));
        assert_eq!(category("m.blog.naver.com"), Some(Category::Social));
        assert_eq!(category("m.search.naver.com"), Some(Category::Search));
    }

    #[test]
    fn the_lists_are_small() {
        let bytes: usize = LISTS.iter().map(|(_, list)| list.len()).sum();
        assert!(bytes <= 4_200, "{bytes} bytes");
    }
}
