//! Bytes of an XML or JSON file → text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// By a byte order mark, else by UTF-16's zeros, the XML declaration, the media type's `charset`, else UTF-8.
pub(super) fn decode(bytes: &[u8], media: Option<&str>) -> String {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).unwrap_or_else(|| match head {
        [0, b'<', ..] | [0, b'{', ..] => UTF_16BE,
        [b'<', 0, ..] | [b'{', 0, ..] => UTF_16LE,
        _ => declared(head).or_else(|| media.and_then(|media| labelled(media.as_bytes(), "charset"))).unwrap_or(UTF_8),
    });
    encoding.decode(bytes).0.into_owned()
}

fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    // A label that can be read as ASCII is no label of UTF-16, whatever it says.
    labelled(declaration.get(..end)?, "encoding").filter(|e| e.is_ascii_compatible())
}

fn labelled(words: &[u8], key: &str) -> Option<&'static Encoding> {
    let words = String::from_utf8_lossy(words).to_ascii_lowercase();
    let value = words.split_once(key)?.1.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    Encoding::for_label(value.split(['"', '\'', ';', ' ', '?']).next()?.as_bytes())
}

/// The text without its XML declaration, whose encoding no longer holds.
pub(super) fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => text,
    }
}
