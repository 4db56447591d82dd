//! HAR files: what a browser was answered, as it wrote it down.

use std::ops::ControlFlow;

use base64::Engine as _;
use rashomon_model::Notice;
use serde_json::Value;

use super::Member;
use super::http::{self, Answer};
use crate::input::aside;

/// Whether a JSON file begins as one.
pub(super) fn is_har(head: &[u8]) -> bool {
    let words: Vec<u8> = head.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(64).collect();
    words.starts_with(b"{\"log\":{")
}

/// Gives every page in it to `each`.
pub(super) fn pages(name: &str, bytes: &[u8], each: &mut dyn FnMut(Result<Member, Notice>) -> ControlFlow<()>) -> ControlFlow<()> {
    let log: Value = match serde_json::from_slice(bytes) {
        Ok(log) => log,
        Err(e) => return each(Err(aside("broken-har", 0, 0, format!("{name}: not readable as HAR ({e}); save it again")))),
    };
    let entries = log.pointer("/log/entries").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut given = 0usize;
    for entry in entries {
        let text = |at: &str| entry.pointer(at).and_then(Value::as_str).filter(|t| !t.is_empty());
        let Some(url) = text("/request/url").filter(|url| http::is_page_address(url)) else { continue };
        let Some(body) = text("/response/content/text") else { continue };
        let body = if text("/response/content/encoding") == Some("base64") {
            base64::engine::general_purpose::STANDARD.decode(body).unwrap_or_default()
        } else {
            body.as_bytes().to_vec()
        };
        let status = entry.pointer("/response/status").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
        let media = text("/response/content/mimeType").map(str::to_owned);
        let answer = Answer { status, media, coding: None, body };
        if !answer.is_page() {
            continue;
        }
        given += 1;
        let captured = text("/startedDateTime").map(str::to_owned);
        let doc_id = captured.as_deref().map_or_else(|| url.to_owned(), |time| http::capture(url, time));
        each(Ok(Member {
            bytes: answer.body,
            media: answer.media,
            captured,
            url: Some(url.into()),
            doc_id: Some(doc_id),
            ..Member::called(format!("{name}/{url}"))
        }))?;
    }
    if given == 0 {
        let hint = format!("{name}: {} answers, and none holds a page; save it with its contents", entries.len());
        return each(Err(aside("no-page", 0, 0, hint)));
    }
    ControlFlow::Continue(())
}
