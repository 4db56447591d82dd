//! *reader: here are bytes, what was said and by whom?* Takes bytes of one page → gives a [`Document`]; may not know
//! meaning, a second page, a path or a socket.
//!
//! Reading never fails: [`split`] turns the bytes of an input into [`Raw`] pages, or into a notice where a part of it
//! holds none; [`read_raw`] turns each into a document and notices. A register keeps the [`Raw`]s and is rebuilt from
//! them alone.

mod charset;
mod comments;
pub mod container;
mod fingerprint;
mod furniture;
pub mod html;
mod input;
mod lines;
mod pattern;
mod pdf;
mod published;
mod publisher;
pub mod rarity;
mod view;
mod zones;

use rashomon_model::text::Zone;
use rashomon_model::{DocId, Document, Field, Notice, Source, ZoneKind};

pub use html::{Day, Extract};
pub use input::{LIMIT, split};
pub use lines::{Lines, Shape, is_packed};

/// What a page is called and what came with its bytes.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The input's own name: the file name without folders, or the path below the folder that was named.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// One page as its input gave it, unedited: what a register keeps and is rebuilt from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// The input's own name for it; a plain-text file is called by its file name. `None`: the hash of its content is.
    pub doc_id: Option<String>,
    /// The headline, where the input gave it apart.
    pub title: Option<String>,
    /// The text. Only white space at most where there is a headline; empty where there is markup, which holds it.
    pub text: String,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was captured, as written.
    pub archived_at: Option<String>,
    /// The page as it was served, where it is one of markup or a PDF: text and headline are then read from it.
    pub markup: Option<Markup>,
    /// What was noticed while it was taken out of what held it.
    pub noticed: Vec<Notice>,
}

/// A page of markup, or a PDF, as it was served, unedited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// Its bytes, undecoded.
    pub bytes: Vec<u8>,
    /// The `Content-Type` that came with it, as given.
    pub media: Option<String>,
    /// Why it is to be read plainly, without looking for the article: reading it whole went beyond a limit.
    pub degraded: Option<Degraded>,
}

/// What kept a page from being read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Degraded {
    /// What happened.
    pub reason: String,
    /// The limit that it went beyond.
    pub limit: String,
}

/// One input after reading: a document, or the reason why none came of it.
#[derive(Debug)]
pub enum Read {
    /// A document and what was noticed.
    Document(Box<Document>, Vec<Notice>),
    /// Nothing could be read: one notice says why, at which line or byte, and what to do.
    SetAside(Notice),
}

/// Everything one input holds, in its order: [`split`], then [`read_raw`] each.
pub fn read_input(page: &Page) -> Vec<Read> {
    split(page)
        .into_iter()
        .map(|part| match part {
            Ok(raw) => {
                let (document, notices) = read_raw(&raw);
                Read::Document(Box::new(document), notices)
            }
            Err(notice) => Read::SetAside(notice),
        })
        .collect()
}

/// A page as given → its document with zones, day of publication and publisher, and what was noticed.
pub fn read_raw(raw: &Raw) -> (Document, Vec<Notice>) {
    let id = id_of(raw);
    match &raw.markup {
        None => {
            let title = raw.title.as_deref().filter(|t| !t.trim().is_empty());
            document(id, raw, zones::read(&raw.text, title), None)
        }
        Some(markup) => from_markup(id, raw, extract(markup, raw.url.as_deref())),
    }
}

/// Reads a page as it was served: markup, or a PDF. `url`: its address, where it is known. Where it says that it is to be read plainly, no library
/// sees it.
pub fn extract(markup: &Markup, url: Option<&str>) -> Extract {
    if pdf::is_pdf(&markup.bytes) { pdf::read(markup) } else { html::extract(markup, url) }
}

/// [`read_raw`] of a page of markup that was [`extract`]ed elsewhere.
pub fn read_extract(raw: &Raw, extract: Extract) -> (Document, Vec<Notice>) {
    from_markup(id_of(raw), raw, extract)
}

fn from_markup(id: DocId, raw: &Raw, page: Extract) -> (Document, Vec<Notice>) {
    let known = Raw {
        title: raw.title.clone().filter(|t| !t.trim().is_empty()).or(page.title),
        text: page.text,
        published: raw.published.clone(),
        url: raw.url.clone().or(page.url),
        archived_at: raw.archived_at.clone(),
        noticed: raw.noticed.clone(),
        ..Raw::default()
    };
    let own = Own { day: page.day, updated: page.updated, site: page.site, language: page.language };
    document(id, &known, zones::Shape { zones: page.zones, comments_claimed: page.comments_claimed, notices: page.notices }, Some(own))
}

/// What a page of markup says of itself.
pub(crate) struct Own {
    pub(crate) day: Option<Day>,
    pub(crate) updated: Option<jiff::civil::Date>,
    pub(crate) site: Option<String>,
    pub(crate) language: Option<String>,
}

fn id_of(raw: &Raw) -> DocId {
    match raw.doc_id.as_deref() {
        Some(id) if !id.trim().is_empty() => DocId::new(id),
        _ => match &raw.markup {
            Some(markup) => DocId::of_content(&markup.bytes),
            None => hash(raw),
        },
    }
}

/// A document of a text whose zones are known.
fn document(id: DocId, raw: &Raw, mut shape: zones::Shape, own: Option<Own>) -> (Document, Vec<Notice>) {
    let title = raw.title.as_deref().filter(|t| !t.trim().is_empty());
    let mut notices = raw.noticed.clone();
    if let Some(at) = raw.text.find('\u{fffd}') {
        let hint = format!(
            "undecodable bytes are read as U+FFFD, first at byte {at} of the decoded text, in which all offsets count; convert the input to UTF-8"
        );
        notices.push(notice("undecodable-bytes", at..at + 3, hint));
    }
    if raw.text.trim().is_empty() {
        notices.push(notice("no-text", 0..0, "the page has a headline and no text; capture it again".into()));
    }
    notices.append(&mut shape.notices);
    let mut all = shape.zones;
    if let Some(title) = title {
        let start = title.len() - title.trim_start().len();
        let end = start + title.trim().len();
        all.insert(0, Zone { kind: ZoneKind::Title, field: Field::Title, start: start as u32, end: end as u32, comment: None });
    }

    let mut dates = published::read(raw, &all, own.as_ref());
    notices.append(&mut dates.notices);
    let mut publisher = publisher::of(raw, &all);
    if let Some(site) = own.as_ref().and_then(|o| o.site.as_deref()) {
        publisher.named(site);
    }
    let language = own.and_then(|o| o.language);
    let mut source = Source {
        url: raw.url.as_deref().map(Into::into),
        publisher: publisher.name,
        also: publisher.also,
        page: publisher.page,
        published: dates.published,
        bounds: dates.bounds,
        captured: dates.captured,
        corrected: all.iter().any(|z| z.kind == ZoneKind::Correction),
        comments_claimed: shape.comments_claimed,
        language: language.map(Into::into),
        content: content(raw),
        ..Source::unknown(id)
    };
    let (title, text) = (title.map(view::text), view::text(&raw.text));
    (source.fingerprint, source.words) = fingerprint::of(title.as_ref(), &text, &all);
    source.rare = rarity::of(rarity::Table::embedded(), title.as_ref(), &text, &all);
    // Zones are cut from the lines of these very texts, so they fit by construction (a property test says so too).
    let document = Document::new(source, title, text, all).expect("zones of lines hold every word");
    (document, notices)
}

/// The hash of title and text.
fn hash(raw: &Raw) -> DocId {
    DocId::of_content(format!("{}\n{}", raw.title.as_deref().unwrap_or_default(), raw.text).as_bytes())
}

fn content(raw: &Raw) -> Box<str> {
    hash(raw).as_str().get(..16).unwrap_or_default().into()
}

fn notice(id: &str, place: std::ops::Range<usize>, hint: String) -> Notice {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Notice { id: id.into(), start: byte(place.start), end: byte(place.end), hint: hint.into() }
}
