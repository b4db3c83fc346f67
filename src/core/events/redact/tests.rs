//! What is found and what is left alone, as two tables.

use super::{redact, redact_value};
use crate::value::Value;
use alloc::string::String;

/// A text, and what leaves instead.
const FOUND: &[(&str, &str)] = &[
    // E-mail.
    ("jane@example.com", "[email]"),
    ("Jane.Doe+news@mail.example.co.uk", "[email]"),
    ("write to jane_doe-1@example.com.", "write to [email]."),
    ("<jane@example.com>, \"joe@example.org\"", "<[email]>, \"[email]\""),
    ("mailto:jane@example.com?subject=Hi", "mailto:[email]?subject=Hi"),
    (
        "https://site.example/thanks?email=jane%40example.com&plan=pro",
        "https://site.example/thanks?email=[email]&plan=pro",
    ),
    (
        "https://site.example/thanks?to=mailto%3Ajane%40example.com%26x",
        "https://site.example/thanks?to=mailto%3A[email]%26x",
    ),
    ("/unsubscribe/jane@example.com/done", "/unsubscribe/[email]/done"),
    ("#/user/jane%2Bnews%40example.com", "#/user/[email]"),
    ("q=foo+jane@example.com", "q=[email]"),
    ("müller@bücher.example", "[email]"),
    ("jane@xn--bcher-kva.xn--p1ai", "[email]"),
    ("123456@qq.com", "[email]"),
    ("jane@163.com", "[email]"),
    ("jane@mail.example.1", "[email].1"),
    ("a@b.de,c@d.de;e@f.de", "[email],[email];[email]"),
    ("ends with a dash jane@example.com-", "ends with a dash [email]-"),
    ("jane@example.com's order", "[email]'s order"),
    ("ftp://jane:secret@host.example/", "ftp://jane:[email]/"),
    ("you\u{a0}jane@example.com\u{a0}said", "you\u{a0}[email]\u{a0}said"),
    ("/u/jane%2540example.com/edit", "/u/[email]/edit"),
    ("next=%252Fu%252Fjane.doe%252540example.com%2526x", "next=%252Fu%252F[email]%2526x"),
    ("jane＠example.com", "[email]"),
    ("jane\u{200b}@\u{2060}exam\u{200d}ple\u{feff}.com", "[email]"),
    // Cards: the numbers that payment services publish for tests.
    ("4111111111111111", "[card]"),
    ("4111 1111 1111 1111", "[card]"),
    ("4111-1111-1111-1111", "[card]"),
    ("4111%201111%201111%201111", "[card]"),
    ("q=4111+1111+1111+1111&x", "q=[card]&x"),
    ("4111\u{a0}1111\u{202f}1111\u{2011}1111", "[card]"),
    ("5555555555554444", "[card]"),
    ("2223003122003222", "[card]"),
    ("378282246310005", "[card]"),
    ("3782 822463 10005", "[card]"),
    ("30569309025904", "[card]"),
    ("3056 930902 5904", "[card]"),
    ("36227206271667", "[card]"),
    ("6011111111111117", "[card]"),
    ("3530111333300000", "[card]"),
    ("6200000000000005", "[card]"),
    ("6304000000000000", "[card]"),
    ("6799990100000000019", "[card]"),
    ("4222 2222 2222 2", "[card]"),
    ("card=4111111111111111&exp=12", "card=[card]&exp=12"),
    ("Card no4111111111111111x", "Card no[card]x"),
    ("4111.1111.1111.1111", "[card]"),
    ("4111_1111_1111_1111", "[card]"),
    ("3782.822463.10005", "[card]"),
    ("4111%25201111%25201111%25201111", "[card]"),
    ("４１１１ １１１１ １１１１ １１１１", "[card]"),
    ("4111\u{200b}1111\u{200b}1111\u{200b}1111", "[card]"),
    ("123-456-7890", "[phone]"),
    ("pay 12 4111 1111 1111 1111 12/27 123", "pay 12 [card] 12/27 123"),
    ("4111111111111111,5555555555554444", "[card],[card]"),
    // Phones.
    ("+49 30 1234567", "[phone]"),
    ("+49301234567", "[phone]"),
    ("tel:+49-30-1234567", "tel:[phone]"),
    ("+49 (0)30 / 123 456-78", "[phone]"),
    ("+1 (555) 123-4567", "[phone]"),
    ("+44 20 7946 0958.", "[phone]."),
    ("%2B49301234567", "[phone]"),
    ("q=%2B49+30+1234567", "q=[phone]"),
    ("(+49) 30 1234567", "[phone]"),
    ("(030) 123456-78", "[phone]"),
    ("call (030)12345678 now", "call [phone] now"),
    ("(555) 123-4567", "[phone]"),
    ("(11) 91234-5678", "[phone]"),
    ("555-123-4567", "[phone]"),
    ("555.123.4567", "[phone]"),
    ("555 123 4567", "[phone]"),
    ("555\u{2011}123\u{2011}4567", "[phone]"),
    ("Tel.:555-123-4567, or 555-123-4568.", "Tel.:[phone], or [phone]."),
    ("1-800-555-1234", "[phone]"),
    ("1 (800) 555-1234", "[phone]"),
    ("030 12345678", "[phone]"),
    ("030/1234567", "[phone]"),
    ("030 / 1234567", "[phone]"),
    ("0171-1234567", "[phone]"),
    ("0171 123 45 67", "[phone]"),
    ("089 123456-78", "[phone]"),
    ("020 7946 0958", "[phone]"),
    ("0049 151 23456789", "[phone]"),
    ("0049-151-23456789", "[phone]"),
    ("0049 (0)151 / 234567-89", "[phone]"),
    ("001 555 123 4567", "[phone]"),
    ("00353 1 234 5678.", "[phone]."),
    ("００４９ １５１ ２３４５６７８９", "[phone]"),
    ("０３－１２３４－５６７８", "[phone]"),
    ("07700 900123", "[phone]"),
    ("044 668 18 00", "[phone]"),
    ("06-12345678", "[phone]"),
    ("03-1234-5678", "[phone]"),
    ("06 12 34 56 78", "[phone]"),
    ("06.12.34.56.78", "[phone]"),
    ("?q=555-123-4567", "?q=[phone]"),
    ("555-123-4567@example.com", "[phone]@example.com"),
    // Finds beside each other, which must not hide each other.
    ("555-123-4567%2B4111111111111111", "[phone]%2B[card]"),
    ("555-123-4567 8@example.com", "[phone] [email]"),
    ("jane@example.com+49301234567", "[email][phone]"),
];

/// What stays as it is.
const LEFT_ALONE: &[&str] = &[
    "",
    "Sign up for free",
    // E-mail.
    "@jane",
    "jane@",
    "jane@localhost",
    "@",
    "a @ b.de",
    "50%",
    "100%40",
    "100%",
    "%4",
    "%zz@",
    "/@jane.doe/post",
    "https://cdn.example/npm/vue@3.4.21/dist/vue.js",
    "react@18.2.0-rc.1",
    "logo@2x.png",
    "/img/hero%403x.webp",
    "@media (min-width: 600px)",
    "https://maps.example/@52.5200066,13.4049540,15z",
    "jane@.com",
    "jane@example.c",
    "jane@192.168.0.1",
    // Times and dates.
    "2026-11-24T10:00:00.000Z",
    "2026-11-24T10:00:00.000+0100",
    "2026-11-24T10:00:00.000-0300",
    "2026-11-24 10:00:00",
    "1709208000123",
    "1709208000",
    "1709208000123456",
    "24.11.2026",
    "01.02.2026 10:00",
    "01/02/2026 - 03/04/2026",
    "01-02-2026",
    "2026-11-24 2026-11-25",
    "20261124100000",
    "10:00-12:30",
    "00:01:02,345",
    "09.00 09.30 10.00 10.30",
    "P3Y6M4DT12H30M5S",
    "2023 2024 2025 2026",
    // Identifiers.
    "0190a5c4-1b2d-7c3e-8f4a-5b6c7d8e9f0a",
    "12345678-1234-4123-8123-123456789012",
    "ab1234567-8901-4123-8123-4123456789ab",
    "01908d2c-1234-7123-4111-111111111111",
    "5f4dcc3b5aa765d61d8327deb882cf99",
    "507f1f77bcf86cd799439011",
    "a4111111111111111bcdef0123",
    "GA1.2.1234567890.1709208000",
    "fb.1.1709208000123.1234567890",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "123456789012",
    "12345678",
    "0123456789",
    "004930123456789",
    "23843000000000003",
    "SKU-555-123-4567",
    "item_555-123-4567",
    "123-456-789",
    "555-123-4567-890",
    "12-555-123-4567",
    "555-123-4567A",
    "302-1234567-1234567",
    "0-306-40615-2",
    "978-3-16-148410-0",
    "9783161484100",
    "0378-5955",
    // An article number that passes Luhn's check.
    "4012345678901",
    "4222222222222",
    "00012-34567",
    "0001-0002-0003",
    "INV-2026-000123",
    "41234567890124",
    "39346543992910",
    "4111111111111112",
    "41111111111111111",
    "411111111111111100000",
    "0.4111111111111111",
    "52.4111111111111111",
    "41.11.1111.1111.1111",
    "411.1111.1111.11111",
    "4111.1111.1111.1112",
    "0.4111.1111.1111.1111",
    "2024.1111.2222.3333",
    "item_4111_1111_1111_1112",
    "555_123_4567",
    "555-123-4567_2",
    "0001-2345-6789",
    "00 49 12 34 56 78",
    "0049.151.23456789",
    "SKU-0049-151-23456789",
    "0012-345",
    "100%2540",
    "%25",
    "%2525252525252525",
    "\u{200b}",
    "5\u{200d}5",
    "ＡＢＣ",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "25 50 75 100 25 50 75 90",
    // Numbers.
    "1.234.567,89 €",
    "€1,234,567.89",
    "$ 12 345 678",
    "1 234 567",
    "123.456.789",
    "0.12345678",
    "-33.8688197,151.2092955",
    "52.5200066, 13.4049540",
    "+52.520008,+13.404954",
    "+12.5 %",
    "+1",
    "192.168.100.200",
    "255.255.255.255",
    "010.001.100.200",
    "2001:db8::8a2e:370:7334",
    "10.234.5678",
    "v12.345.678",
    "1920x1080",
    "5 + 12345678",
    "1+2345678901",
    "300 400 500",
    "00-11-22-33-44-55",
    "Reviews (12)",
    "(2024) 1234",
    "Movie (2024) 12345678",
    "f(123)45",
    "Section 12) 3456 7890",
    "1e21",
    "١٢٣٤٥٦٧٨٩٠",
];

#[test]
fn what_is_somebodys_is_replaced() {
    for (text, clean) in FOUND {
        assert_eq!(redact(text).as_deref(), Some(*clean), "{text}");
        assert_eq!(redact(clean), None, "{text}, once more");
    }
}

#[test]
fn what_is_anything_else_stays() {
    for text in LEFT_ALONE {
        assert_eq!(redact(text), None, "{text}");
    }
}

#[test]
fn a_tree_is_redacted_in_values_and_in_names_at_any_depth() {
    let tree = |mail: &str, phone: &str| {
        let inner = Value::object([(mail, mail.into()), ("none", Value::Null), ("plan", "pro".into())]);
        let list = Value::List([inner, phone.into(), true.into(), (-0.25).into()].into());
        // A number that is no text stays what it is.
        Value::object([("list", list), (phone, 4_111_111_111_111_111.0.into())])
    };
    let mut value = tree("jane@example.com", "+49 30 1234567");
    redact_value(&mut value);
    assert_eq!(value, tree("[email]", "[phone]"));
    redact_value(&mut value);
    assert_eq!(value, tree("[email]", "[phone]"));
}

#[test]
fn a_long_text_takes_no_longer_than_it_must() {
    let mut text = String::new();
    for _ in 0..5_000 {
        text.push_str("1 2-3@");
    }
    assert_eq!(redact(&text), None);
}
