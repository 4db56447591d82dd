//! Bytes of one input → the pages in it: plain text and a page of markup are one, JSON lines and JSON arrays hold one per object, and `.gz`
//! is read as what it holds.

use std::io::Read as _;

use rashomon_model::Notice;
use serde_json::{Map, Value};

use crate::container::{Refused, gunzip};
use crate::{Markup, Page, Raw, pdf};

/// The most bytes that the text of one page may have, after decompression.
pub const LIMIT: usize = 64 << 20;
/// The most bytes that a compressed file of many pages may hold.
const STREAM_LIMIT: u64 = 1 << 30;

/// The pages of one input, in its order. A part that holds none becomes one notice, and the rest goes on.
pub fn split(page: &Page) -> Vec<Result<Raw, Notice>> {
    let name = page.name.as_str();
    let Some(inner) = strip_suffix(name, &[".gz"]).or_else(|| page.bytes.starts_with(&[0x1f, 0x8b]).then_some(name)) else {
        return split_plain(name, name, &page.bytes);
    };
    let many = is_json_name(inner);
    let limit = if many { STREAM_LIMIT } else { LIMIT as u64 };
    let mut bytes = Vec::new();
    let unpacked = gunzip(page.bytes.as_slice()).take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return vec![Err(aside(
            "too-large",
            0,
            page.bytes.len(),
            format!("{name}: more than {} MiB after decompression; split it into smaller files", limit >> 20),
        ))];
    }
    match unpacked {
        Ok(_) => split_plain(name, inner, &bytes),
        Err(e) if Refused::is(&e) => {
            let hint = format!("{name}: {e}; it is not read, take out what you want to add");
            vec![Err(aside("too-large", 0, page.bytes.len(), hint))]
        }
        Err(e) if bytes.is_empty() => {
            vec![Err(aside(
                "broken-gzip",
                0,
                page.bytes.len(),
                format!("{name}: not readable as gzip ({e}); compress it again or add it uncompressed"),
            ))]
        }
        Err(e) => {
            let mut pages = split_plain(name, inner, &bytes);
            let hint =
                format!("{name}: the gzip stream breaks off after {} bytes ({e}); what came before was read, add the whole file again", bytes.len());
            pages.push(Err(aside("broken-gzip", bytes.len(), bytes.len(), hint)));
            pages
        }
    }
}

/// `inner` is the name that tells the format, `name` the one that a person knows the input by.
pub(crate) fn split_plain(name: &str, inner: &str, bytes: &[u8]) -> Vec<Result<Raw, Notice>> {
    if pdf::is_pdf(bytes) || is_markup(inner, bytes) {
        return vec![markup(name, bytes)];
    }
    let bytes = without_mark(bytes);
    if bytes.is_empty() {
        return vec![Err(aside("empty-input", 0, 0, format!("{name}: empty file; nothing to read")))];
    }
    if is_json_name(inner) {
        return split_json(name, bytes);
    }
    vec![plain_text(name, bytes)]
}

fn plain_text(name: &str, bytes: &[u8]) -> Result<Raw, Notice> {
    if bytes.len() > LIMIT {
        return Err(aside("too-large", 0, bytes.len(), format!("{name}: more than {} MiB of text; split it into smaller files", LIMIT >> 20)));
    }
    let text = decode(bytes);
    check_text(name, &text)?;
    let doc_id = (!matches!(name, "" | "-")).then(|| name.to_owned());
    Ok(Raw { doc_id, text, ..Raw::default() })
}

/// Whether an input is a page of markup, by its name or by how it begins.
pub(crate) fn is_markup(name: &str, bytes: &[u8]) -> bool {
    if bytes.is_empty() || is_json_name(name) {
        return false;
    }
    strip_suffix(name, &[".html", ".htm", ".xhtml", ".shtml"]).is_some() || begins_as_markup(bytes)
}

/// `<!doctype html` or `<html`, after a byte order mark, white space, comments and an XML declaration.
fn begins_as_markup(bytes: &[u8]) -> bool {
    let mut rest = without_mark(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    let begins = |rest: &[u8], word: &[u8]| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if begins(rest, b"<?xml") {
            b"?>"
        } else {
            return begins(rest, b"<!doctype html") || begins(rest, b"<html>") || begins(rest, b"<html ");
        };
        let Some(at) = memchr::memmem::find(rest, end) else { return false };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
}

pub(crate) fn markup(name: &str, bytes: &[u8]) -> Result<Raw, Notice> {
    if bytes.len() > LIMIT {
        return Err(aside(
            "too-large",
            0,
            bytes.len(),
            format!("{name}: more than {} MiB of markup; save the page without what is embedded in it", LIMIT >> 20),
        ));
    }
    let doc_id = (!matches!(name, "" | "-")).then(|| name.to_owned());
    Ok(Raw { doc_id, markup: Some(Markup { bytes: bytes.to_vec(), ..Markup::default() }), ..Raw::default() })
}

/// Lines are cut before anything is parsed, so that one bad line costs only itself.
fn split_json(name: &str, bytes: &[u8]) -> Vec<Result<Raw, Notice>> {
    let first = bytes.iter().position(|b| !b.is_ascii_whitespace());
    let Some(first) = first else {
        return vec![Err(aside("empty-input", 0, bytes.len(), format!("{name}: only white space; nothing to read")))];
    };
    if let Some(whole) = whole_file(bytes, first) {
        return match whole {
            Value::Array(items) => {
                if items.is_empty() {
                    return vec![Err(aside("empty-input", 0, bytes.len(), format!("{name}: an empty list; nothing to read")))];
                }
                items.into_iter().enumerate().map(|(i, v)| page_of(&format!("{name}: entry {}", i + 1), v, 0, bytes.len())).collect()
            }
            other => vec![page_of(name, other, 0, bytes.len())],
        };
    }
    let mut pages = Vec::new();
    let mut start = 0;
    for (number, line) in bytes.split(|&b| b == b'\n').enumerate() {
        let from = start;
        start += line.len() + 1;
        pages.extend(page_of_line(name, number, from, line));
    }
    pages
}

/// The page of one line, counted from 0; none where it is blank. `from`: its first byte in the input.
pub(crate) fn page_of_line(name: &str, number: usize, from: usize, line: &[u8]) -> Option<Result<Raw, Notice>> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let (place, to) = (format!("{name}: line {}", number + 1), from + line.len());
    Some(match parse(line) {
        Ok(value) => page_of(&place, value, from, to),
        Err(e) => {
            Err(aside("broken-json", from, to, format!("{place} is not JSON (column {}: {}); repair the line and add the file again", e.0, e.1)))
        }
    })
}

/// A JSON document that is not lines: an array, or one object over several lines.
fn whole_file(bytes: &[u8], first: usize) -> Option<Value> {
    let line = bytes.get(first..)?.split(|&b| b == b'\n').next()?;
    if is_one_value(line) { parse(bytes).ok() } else { None }
}

/// Whether an input whose first line is this may be one JSON value over several lines.
pub(crate) fn is_one_value(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"[") || line.starts_with(b"{") && !line.ends_with(b"}")
}

/// One JSON value; bytes that are not UTF-8 and lone surrogates are read as U+FFFD, as browsers do.
fn parse(line: &[u8]) -> Result<Value, (usize, String)> {
    let said = |e: serde_json::Error| {
        let words = e.to_string();
        let cut = words.rfind(" at line ").unwrap_or(words.len());
        (e.column(), words.get(..cut).unwrap_or_default().to_owned())
    };
    match serde_json::from_slice(line) {
        Ok(value) => Ok(value),
        Err(first) => {
            let repaired = without_lone_surrogates(&decode(line));
            serde_json::from_str(&repaired).map_err(|_| said(first))
        }
    }
}

/// JSON text in which every `\uD800`-`\uDFFF` escape without its other half is written `\uFFFD`.
fn without_lone_surrogates(json: &str) -> String {
    let unit = |at: usize| -> Option<u16> {
        let hex = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(hex, 16).ok()
    };
    let mut out = String::with_capacity(json.len());
    let mut rest = 0;
    let mut at = 0;
    let bytes = json.as_bytes();
    while let Some(step) = bytes.get(at..).and_then(|b| memchr::memchr(b'\\', b)) {
        at += step;
        let long = match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(json.get(rest..at).unwrap_or_default());
                out.push_str("\\uFFFD");
                rest = at + 6;
                6
            }
            _ => 2,
        };
        at += long;
    }
    out.push_str(json.get(rest..).unwrap_or_default());
    out
}

/// The fields of a page in JSON: ours, then those of news-please and of trafilatura.
const TEXT: &[&str] = &["text", "maintext", "raw_text"];
const PUBLISHED: &[&str] = &["published", "date_publish", "date"];
const URL: &[&str] = &["url", "source"];
const ARCHIVED: &[&str] = &["archived_at", "date_download", "filedate"];

fn page_of(place: &str, value: Value, from: usize, to: usize) -> Result<Raw, Notice> {
    let Value::Object(mut fields) = value else {
        return Err(aside("not-a-page", from, to, format!("{place} is not a JSON object; give one object with \"text\" per line")));
    };
    let words = TEXT.iter().find(|key| fields.get(**key).is_some_and(|v| v.as_str().is_some_and(|t| !t.trim().is_empty()))).unwrap_or(&"text");
    let text = match fields.remove(*words) {
        Some(Value::String(text)) => text,
        None | Some(Value::Null) => {
            return Err(aside("no-text", from, to, format!("{place} has no \"text\"; give the page's text in that field")));
        }
        Some(other) => {
            let kind = kind_of(&other);
            return Err(aside(
                "text-not-a-string",
                from,
                to,
                format!("{place}: \"text\" is {kind}, not a string; give the page's text as one string"),
            ));
        }
    };
    if text.len() > LIMIT {
        return Err(aside("too-large", from, to, format!("{place}: more than {} MiB of text; split it into smaller pages", LIMIT >> 20)));
    }
    let title = given(&mut fields, "title");
    // A page whose text was not captured still has its headline.
    if title.is_none() || !text.trim().is_empty() {
        check_text(place, &text).map_err(|n| Notice { start: from as u32, end: to as u32, ..n })?;
    }
    Ok(Raw {
        doc_id: given(&mut fields, "doc_id"),
        title,
        text,
        published: PUBLISHED.iter().find_map(|key| given(&mut fields, key)),
        url: URL.iter().find_map(|key| given(&mut fields, key)),
        archived_at: ARCHIVED.iter().find_map(|key| given(&mut fields, key)),
        ..Raw::default()
    })
}

/// A field's string; a number is kept as written (14-digit archive stamps, numeric ids).
fn given(fields: &mut Map<String, Value>, key: &str) -> Option<String> {
    match fields.remove(key)? {
        Value::String(s) if !s.trim().is_empty() => Some(s),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// What no text of a report looks like: nothing but white space, or NULs and control characters.
pub(crate) fn check_text(place: &str, text: &str) -> Result<(), Notice> {
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(aside("empty-input", 0, text.len(), format!("{place}: only white space; nothing to read")));
    }
    let head: Vec<char> = text.chars().take(1 << 16).collect();
    let control = head.iter().filter(|c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}')).count();
    let undecodable = head.iter().filter(|c| **c == '\u{fffd}').count();
    let bad = control + undecodable;
    // A stray byte or two spoil no page.
    if control * 20 > head.len() && control > 2 || undecodable * 4 > head.len() {
        let first = text.find(|c: char| c.is_control() && !c.is_whitespace() || c == '\u{fffd}').unwrap_or(0);
        return Err(aside(
            "binary-input",
            first,
            first,
            format!("{place}: not text ({bad} control or undecodable characters from byte {first}); convert it to text first"),
        ));
    }
    Ok(())
}

/// UTF-8 with replacement; UTF-16 where a byte order mark says so.
fn decode(bytes: &[u8]) -> String {
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

pub(crate) fn strip_suffix<'a>(name: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    suffixes.iter().find_map(|s| {
        let at = name.len().checked_sub(s.len())?;
        name.get(at..)?.eq_ignore_ascii_case(s).then(|| name.get(..at)).flatten()
    })
}

pub(crate) fn is_json_name(name: &str) -> bool {
    strip_suffix(name, &[".jsonl", ".ndjson", ".json"]).is_some()
}

pub(crate) fn aside(id: &str, start: usize, end: usize, hint: String) -> Notice {
    Notice { id: id.into(), start: start.min(u32::MAX as usize) as u32, end: end.min(u32::MAX as usize) as u32, hint: hint.into() }
}
