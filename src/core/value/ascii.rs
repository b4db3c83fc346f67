//! Tests on bytes that ignore the case of ASCII letters: what the field's regular expressions ask for, at a hundredth of their
//! weight.
//!
//! Letters beyond ASCII are compared as they are: hosts, parameters and user agents have none.

/// Whether two texts are the same.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().eq_ignore_ascii_case(other.as_bytes())
}

/// What follows `start` at the beginning of a text; `None` where the text begins otherwise.
#[must_use]
pub fn behind<'a>(text: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// Where `part` begins in a text, at `from` or later. An empty part is nowhere.
#[must_use]
pub fn find(text: &[u8], part: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while !part.is_empty() && at < text.len() {
        if text.get(at..).and_then(|rest| behind(rest, part)).is_some() {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether `part` is somewhere in a text.
#[must_use]
pub fn has(text: &str, part: &str) -> bool {
    find(text.as_bytes(), part.as_bytes(), 0).is_some()
}

/// Whether a text has any of these words, which a space separates.
#[must_use]
pub fn has_any(text: &[u8], words: &str) -> bool {
    let mut left = words;
    loop {
        let (word, rest) = super::cut(left, b' ');
        if find(text, word.as_bytes(), 0).is_some() {
            return true;
        }
        match rest {
            Some(rest) => left = rest,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_ignored_and_nothing_else() {
        assert!(same("PPC", "ppc") && !same("ppc ", "ppc") && same("", ""));
        assert!(has("Newsletter E-Mail", "e-mail") && !has("mail", "email") && !has("email", ""));
        assert_eq!(find(b"Cubot bot", b"BOT", 0), Some(2));
        assert_eq!(find(b"Cubot bot", b"bot", 3), Some(6));
        assert_eq!(find(b"bo", b"bot", 0), None);
        assert_eq!(behind(b"Paid-Social", b"paid"), Some(b"-Social".as_slice()));
        assert!(has_any(b"a HeadlessChrome", "crawl headless") && !has_any(b"Chrome", "crawl headless"));
    }
}
