//! How one page was understood: the contract's "Reading a page".

use std::collections::BTreeSet;

use rashomon_model::text::{Certainty, Document, Field, Zone};
use rashomon_model::{Notice, ZoneKind};
use serde::Serialize;

/// One page as `read` prints it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Page {
    pub doc_id: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub title: Option<String>,
    pub kind: Option<&'static str>,
    pub text: String,
    pub published: Option<PublishedOn>,
    pub zones: Vec<PageZone>,
    pub comments_claimed: Option<u32>,
    pub comments_present: u32,
    pub notices: Vec<Noticed>,
}

/// When a page was published.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct PublishedOn {
    pub day: String,
    pub time: Option<String>,
    pub from: &'static str,
    pub certainty: &'static str,
}

/// A stretch of a page. Offsets are code points of `text`, or of `title` where `field` says so.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct PageZone {
    pub zone: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    pub text: String,
    pub start: u32,
    pub end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<Vec<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

/// Something about a page that its reader should know. Offsets are code points of `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Noticed {
    pub id: String,
    pub start: u32,
    pub end: u32,
    pub hint: String,
}

/// A notice about a document, its bytes counted in code points.
pub fn noticed(document: &Document, notice: &Notice) -> Noticed {
    let raw = document.text().raw();
    let point = |byte: u32| {
        let mut byte = (byte as usize).min(raw.len());
        while !raw.is_char_boundary(byte) {
            byte -= 1;
        }
        document.text().points_before(byte)
    };
    Noticed { id: notice.id.to_string(), start: point(notice.start), end: point(notice.end), hint: notice.hint.to_string() }
}

/// How sure a day of publication is.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Stated => "stated",
        Certainty::Doubtful => "doubtful",
        Certainty::Bounded => "bounded",
    }
}

impl Page {
    /// A document and its notices as the contract writes them.
    pub fn of(document: &Document, notices: &[Notice]) -> Self {
        let source = document.source();
        let threads: BTreeSet<&[u32]> = document.zones().iter().filter_map(|z| z.comment.as_ref()).map(|c| c.thread.as_slice()).collect();
        let zones: Vec<_> = document.zones().iter().map(|zone| page_zone(document, zone, &threads)).collect();
        let heading = || document.zones().iter().find(|z| z.kind == ZoneKind::Title).map(|z| words(document, z).trim().to_owned());
        Page {
            doc_id: document.id().to_string(),
            url: source.url.as_deref().map(Into::into),
            publisher: source.publisher.as_deref().map(Into::into),
            language: source.language.as_deref().map(Into::into),
            title: document.title().map(|t| t.raw().to_owned()).or_else(heading),
            kind: source.page.map(rashomon_model::text::PageKind::as_str),
            text: document.text().raw().to_owned(),
            published: source.published.as_ref().map(|p| PublishedOn {
                day: p.day.caption(),
                time: p.time.as_deref().map(Into::into),
                from: p.from.as_str(),
                certainty: certainty(p.certainty),
            }),
            comments_claimed: source.comments_claimed,
            comments_present: zones.iter().filter(|z| z.zone == ZoneKind::Comment.as_str()).count() as u32,
            zones,
            notices: notices.iter().map(|n| noticed(document, n)).collect(),
        }
    }
}

fn words<'d>(document: &'d Document, zone: &Zone) -> &'d str {
    let text = match zone.field {
        Field::Title => document.title().map_or("", |t| t.raw()),
        Field::Text => document.text().raw(),
    };
    text.get(zone.start as usize..zone.end as usize).unwrap_or_default()
}

fn page_zone(document: &Document, zone: &Zone, threads: &BTreeSet<&[u32]>) -> PageZone {
    let text = match (zone.field, document.title()) {
        (Field::Title, Some(title)) => title,
        _ => document.text(),
    };
    let comment = zone.comment.as_ref();
    let parent = comment
        .and_then(|c| c.thread.split_last())
        .filter(|(_, above)| !above.is_empty())
        .map(|(_, above)| if threads.contains(above) { "present" } else { "absent" });
    PageZone {
        zone: zone.kind.as_str(),
        field: (zone.field == Field::Title).then_some("title"),
        text: words(document, zone).to_owned(),
        start: text.points_before(zone.start as usize),
        end: text.points_before(zone.end as usize),
        thread: comment.map(|c| c.thread.clone()),
        parent,
        author: comment.and_then(|c| c.author.as_deref().map(Into::into)),
        time: comment.and_then(|c| c.time.as_deref().map(Into::into)),
    }
}
