//! Bytes of a page → its text: by its byte order mark; as UTF-8 where that is what it is but for a stray byte; by the label that
//! came with it or stands in its head; by its letters (chardetng, as Firefox does).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rashomon_model::Notice;

use crate::notice;

/// Bytes in which a label is looked for, and by which an encoding is guessed.
const HEAD: usize = 64 << 10;

/// Decoded text, and a notice where the encoding had to be guessed or the page is not what it says. `media`: the `Content-Type` as given.
pub(crate) fn decode<'b>(bytes: &'b [u8], media: Option<&str>) -> (Cow<'b, str>, Option<Notice>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0, None);
    }
    if let Some(encoding) = wide(bytes) {
        let said = notice("encoding-guessed", 0..0, format!("read as {}, by its zero bytes: the page names no encoding", encoding.name()));
        return (encoding.decode_without_bom_handling(bytes).0, Some(said));
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let label = || media.and_then(|m| charset_of(m.as_bytes())).or_else(|| in_meta(head));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is ASCII with escapes: only its label tells it.
        let escapes = memchr::memmem::find(head, b"\x1b$").is_some();
        return match label().filter(|e| escapes && e.name() == "ISO-2022-JP") {
            Some(encoding) => (encoding.decode_without_bom_handling(bytes).0, None),
            None => (Cow::Borrowed(text), None),
        };
    }
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let (mut beyond, mut lost) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        beyond += 1;
        lost += usize::from(c == '\u{fffd}');
    }
    if lost * 50 <= beyond {
        return (text, None);
    }
    // A page that is not UTF-8 and says that it is lies.
    if let Some(encoding) = label().filter(|e| *e != UTF_8) {
        return (encoding.decode_without_bom_handling(bytes).0, None);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, head.len() == bytes.len());
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let said = notice("encoding-guessed", 0..0, format!("read as {}, by its letters: it is not UTF-8 and names no other encoding", encoding.name()));
    (encoding.decode_without_bom_handling(bytes).0, Some(said))
}

/// UTF-16 without a mark: every other byte of western text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024) & !1).filter(|h| h.len() >= 16)?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 4 > head.len();
    match (zeros(0), zeros(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that a `<meta>` tag or an XML declaration of the head names.
fn in_meta(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let declared = lower.strip_prefix(b"<?xml").and_then(|rest| rest.split(|b| *b == b'>').next()).and_then(|d| named(d, b"encoding"));
    let tag = |at: usize| lower.get(at..)?.split(|b| *b == b'>').next().and_then(charset_of);
    declared.or_else(|| memchr::memmem::find_iter(&lower, b"<meta").find_map(tag))
}

fn charset_of(words: &[u8]) -> Option<&'static Encoding> {
    named(&words.to_ascii_lowercase(), b"charset")
}

fn named(words: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(words, key)? + key.len();
    let rest = words.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b)).unwrap_or(rest.len());
    // In markup that can be read at all, UTF-16 is not UTF-16 (as the standard has it).
    Encoding::for_label(rest.get(..end)?).map(|e| if e == UTF_16BE || e == UTF_16LE { UTF_8 } else { e })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], media: Option<&str>, expect: &str) {
        let (text, said) = decode(bytes, media);
        assert_eq!(format!("{text}{}", said.map_or(String::new(), |n| format!(" [{}]", n.id))), expect);
    }

    #[test]
    fn marks_and_labels_are_believed_in_their_order() {
        check(b"\xEF\xBB\xBFcaf\xC3\xA9", Some("text/html; charset=latin1"), "café");
        check(b"\xFF\xFEc\0a\0f\0\xE9\0", None, "café");
        check(b"caf\xC3\xA9", Some("text/html; charset=iso-8859-1"), "café");
        check(b"caf\xE9", Some("text/html; charset=ISO-8859-1"), "café");
        check(
            b"<META http-equiv=x content=\"text/html; charset=windows-1251\">\xCF\xEE",
            None,
            "<META http-equiv=x content=\"text/html; charset=windows-1251\">По",
        );
        check(b"<meta charset='shift_jis'>\x93\xFA\x96\x7B", None, "<meta charset='shift_jis'>日本");
        check(b"<?xml version=\"1.0\" encoding=\"koi8-r\"?>\xF0\xCF", None, "<?xml version=\"1.0\" encoding=\"koi8-r\"?>По");
        check(b"<meta charset=iso-2022-jp>\x1b$BF|K\\\x1b(B", None, "<meta charset=iso-2022-jp>日本");
    }

    #[test]
    fn what_is_not_said_is_guessed() {
        check(b"<\0p\0>\0a\0 \0m\0a\0n\0 \0w\0a\0s\0", None, "<p>a man was [encoding-guessed]");
        check(
            "<p>Le maire a été blessé près de la forêt".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice(),
            None,
            "<p>Le maire a été blessé près de la forêt [encoding-guessed]",
        );
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("Le maire a été blessé à la tête près de la forêt, où il était arrivé.");
        check(&latin, Some("text/html; charset=utf-8"), "Le maire a été blessé à la tête près de la forêt, où il était arrivé. [encoding-guessed]");
    }

    #[test]
    fn one_bad_byte_turns_no_page_into_another_language() {
        let mut bytes = "é".repeat(100).into_bytes();
        bytes.push(0xFF);
        check(&bytes, None, &format!("{}\u{fffd}", "é".repeat(100)));
    }
}
