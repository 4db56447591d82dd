//! Feeds: RSS, Atom and JSON Feed. An entry that holds its page whole is a page; one that only teases is an address.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use feed_rs::model::{Entry, Feed};

use super::decode::{decode, without_declaration};
use super::http;
use super::links::Link;
use crate::{Markup, Raw};

/// So many words make a page of what a feed calls an entry's content, …
const CONTENT: usize = 50;
/// … and of what it calls a summary.
const SUMMARY: usize = 120;
/// How a teaser ends.
const TEASES: &[&str] =
    &["[…]", "[...]", "[&hellip;]", "…", "...", "read more", "continue reading", "read full story", "click here to read", "full story"];

/// Whether an XML file whose first element this is is a feed.
pub(super) fn is_feed(root: &str) -> bool {
    matches!(root, "rss" | "feed" | "RDF")
}

/// Whether a JSON file that begins so is a feed.
pub(super) fn is_json_feed(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{") && memchr::memmem::find(head, b"jsonfeed.org/version").is_some()
}

/// What a feed holds.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) pages: Vec<Raw>,
    pub(super) teasers: Vec<Link>,
    /// Every entry that has an address, in the feed's order.
    pub(super) links: Vec<Link>,
    /// How many hold neither a page nor an address.
    pub(super) nameless: usize,
}

impl Entries {
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.teasers.is_empty() && self.nameless == 0
    }
}

/// The entries of a feed, in its order; else why it cannot be read.
pub(super) fn entries(bytes: &[u8], media: Option<&str>) -> Result<Entries, String> {
    let text = decode(bytes, media);
    let text = without_declaration(&text);
    // What is declared inside a document type can be made to grow without end.
    let head = text.get(..text.floor_char_boundary(4096)).unwrap_or(text);
    if head.find("<!DOCTYPE").and_then(|at| head.get(at..)).is_some_and(|doctype| doctype.split('>').next().unwrap_or_default().contains('[')) {
        return Err("it declares entities of its own".into());
    }
    // The parser is known to panic on some inputs.
    let times: Arc<Mutex<BTreeMap<DateTime<Utc>, String>>> = Arc::default();
    let noted = times.clone();
    let parser = feed_rs::parser::Builder::new().timestamp_parser(move |text| {
        let (instant, as_told) = time(text)?;
        if let Ok(mut noted) = noted.lock() {
            noted.entry(instant).or_insert(as_told);
        }
        Some(instant)
    });
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.build().parse(text.as_bytes())));
    let feed: Feed = parsed.map_err(|_| "its parser failed".to_owned())?.map_err(|e| e.to_string())?;
    let times = times.lock().map_err(|_| "its parser failed".to_owned())?;
    let mut entries = Entries::default();
    for entry in feed.entries {
        let told = |time: Option<DateTime<Utc>>| time.and_then(|time| times.get(&time).cloned());
        let (published, updated) = (told(entry.published.or(entry.updated)), told(entry.updated.or(entry.published)));
        let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate")).or_else(|| entry.links.first());
        let url = link.map(|l| l.href.clone()).or_else(|| Some(entry.id.clone()).filter(|id| id.starts_with("http")));
        let title = entry.title.as_ref().map(|t| worded(&t.content)).filter(|t| !t.is_empty());
        let doc_id = url.as_ref().map(|url| updated.as_ref().map_or_else(|| url.clone(), |time| http::capture(url, time)));
        if let Some(url) = &url {
            entries.links.push(Link { url: url.clone(), title: title.clone(), published: published.clone(), changed: updated.clone(), list: false });
        }
        match whole(&entry) {
            Some((html, true)) => {
                let markup =
                    Markup { bytes: page(title.as_deref(), &html).into_bytes(), media: Some("text/html; charset=utf-8".into()), degraded: None };
                entries.pages.push(Raw { doc_id, published, url, markup: Some(markup), ..Raw::default() });
            }
            Some((text, false)) => entries.pages.push(Raw { doc_id, title, text, published, url, ..Raw::default() }),
            None => match url {
                Some(url) => entries.teasers.push(Link { url, title, published, changed: updated, list: false }),
                None => entries.nameless += 1,
            },
        }
    }
    Ok(entries)
}

/// A time as feeds write it, and the same with its own offset: the day is that of where it was written.
fn time(text: &str) -> Option<(DateTime<Utc>, String)> {
    let text = text.trim();
    let exact = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)).ok();
    if let Some(exact) = exact {
        return Some((exact.to_utc(), exact.to_rfc3339()));
    }
    // Without an offset nothing is added to what was written.
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%a, %d %b %Y %H:%M:%S", "%d %b %Y %H:%M:%S"];
    let clock = forms.iter().find_map(|form| NaiveDateTime::parse_and_remainder(text, form).ok()).map(|(clock, _)| clock);
    if let Some(clock) = clock {
        return Some((clock.and_utc(), clock.format("%Y-%m-%dT%H:%M:%S").to_string()));
    }
    let day = NaiveDate::parse_and_remainder(text, "%Y-%m-%d").ok()?.0;
    Some((day.and_hms_opt(0, 0, 0)?.and_utc(), day.to_string()))
}

/// The page that an entry holds, and whether it is markup.
fn whole(entry: &Entry) -> Option<(String, bool)> {
    let content = entry.content.as_ref().and_then(|c| c.body.as_ref().map(|body| (body, CONTENT, c.content_type.essence().to_string())));
    let summary = entry.summary.as_ref().map(|s| (&s.content, SUMMARY, s.content_type.essence().to_string()));
    [content, summary].into_iter().flatten().find_map(|(body, least, media)| {
        let plain = media == "text/plain" && !body.contains("</");
        let words = if plain { body.clone() } else { worded(body) };
        let end = words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '>' | '→' | '.' | ')')).to_lowercase();
        let end = end.get(end.ceil_char_boundary(end.len().saturating_sub(40))..).unwrap_or_default();
        let teases = TEASES.iter().any(|tease| words.trim_end().to_lowercase().ends_with(tease) || end.contains(tease) && tease.len() > 5);
        (words.split_whitespace().take(least).count() == least && !teases).then(|| (body.clone(), !plain))
    })
}

/// The words of a piece of markup, roughly: to count them and to see how they end.
fn worded(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An entry as a page of its own.
fn page(title: Option<&str>, html: &str) -> String {
    // Feeds escape their titles once or twice: what is an entity stays one.
    let title = title.unwrap_or_default().replace('<', "&lt;");
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><article><h1>{title}</h1>\n{html}\n</article></body></html>"
    )
}
