//! Mail (EML) and saved pages in mail's clothes (MHTML): the message is a page, what hangs on it are members.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::Member;
use crate::{Markup, Raw};

/// Whether a file begins as a message.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut known = 0;
    for line in text.lines().take(60) {
        if line.is_empty() {
            break;
        }
        let Some((key, _)) = line.split_once(':') else {
            if line.starts_with([' ', '\t']) && known > 0 {
                continue;
            }
            return false;
        };
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            // A continued line may hold anything.
            if !line.starts_with([' ', '\t']) {
                return false;
            }
        } else if [
            "From",
            "To",
            "Subject",
            "Date",
            "Received",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Return-Path",
            "Delivered-To",
            "Snapshot-Content-Location",
        ]
        .iter()
        .any(|k| k.eq_ignore_ascii_case(key))
        {
            known += 1;
        }
    }
    known >= 3
}

/// The message as a page, and what is attached to it; none where it has neither words nor markup.
pub(super) fn parts(name: &str, bytes: &[u8]) -> Option<(Option<Raw>, Vec<Member>)> {
    let message = MessageParser::default().parse(bytes)?;
    let header = |key: &'static str| message.header_raw(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    // A page saved by a browser says where it comes from.
    let saved = header("Snapshot-Content-Location");
    let root = message.html_part(0);
    let location = root.and_then(|part| part.content_location()).map(str::to_owned);
    let url = saved.clone().or(location).filter(|url| url.starts_with("http"));
    let title = message.subject().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
    let published = message.date().map(|date| date.to_rfc3339());
    let (published, archived_at) = if url.is_some() { (None, published) } else { (published, None) };
    let page = Raw { doc_id: (name != "-").then(|| name.to_owned()), title, published, url, archived_at, ..Raw::default() };
    let is_html = |part: &&mail_parser::MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let text = message.text_part(0).filter(|part| matches!(part.body, PartType::Text(_)));
    let page = match (text, root.filter(is_html)) {
        // A mail's plain text is the mail; a saved page's markup is the page.
        (Some(text), html) if html.is_none() || page.url.is_none() => {
            text.text_contents().filter(|text| !text.trim().is_empty()).map(|text| Raw { text: text.to_owned(), ..page })
        }
        (_, Some(html)) => html.text_contents().map(|html| {
            let markup = Markup { bytes: html.as_bytes().to_vec(), media: Some("text/html; charset=utf-8".into()), degraded: None };
            // A saved page has its headline in itself.
            Raw { title: page.title.filter(|_| page.url.is_none()), markup: Some(markup), ..page }
        }),
        _ => None,
    };
    let mut members = Vec::new();
    if saved.is_none() {
        for (n, part) in message.attachments().enumerate() {
            let short = part.attachment_name().map_or_else(|| format!("part-{}", n + 1), str::to_owned);
            let media = part.content_type().map(|t| format!("{}/{}", t.ctype(), t.subtype().unwrap_or_default()));
            members.push(Member { media, bytes: part.contents().to_vec(), ..Member::called(format!("{name}/{short}")) });
        }
    }
    Some((page, members))
}
