//! How one page was understood: the contract's "Reading a page".

use rashomon_model::text::{Certainty, Document, Field, Zone};
use rashomon_model::{Notice, ZoneKind};
use serde::Serialize;

/// One page as `read` prints it, in its document's own words: a thread can have a million comments.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Page<'d> {
    pub doc_id: &'d str,
    pub url: Option<&'d str>,
    pub publisher: Option<&'d str>,
    pub language: Option<&'d str>,
    pub title: Option<&'d str>,
    pub kind: Option<&'static str>,
    pub text: &'d str,
    pub published: Option<PublishedOn>,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<PageZone<'static>>))]
    pub zones: PageZones<'d>,
    pub comments_claimed: Option<u32>,
    pub comments_present: u32,
    pub notices: Vec<Noticed>,
}

/// The zones of a page, made one at a time.
#[derive(Debug)]
pub struct PageZones<'d> {
    document: &'d Document,
    /// The paths of its comments, sorted.
    threads: Vec<&'d [u32]>,
}

impl<'d> PageZones<'d> {
    /// Each zone, in the page's order.
    pub fn iter(&self) -> impl Iterator<Item = PageZone<'d>> {
        self.document.zones().iter().map(|zone| page_zone(self.document, zone, &self.threads))
    }
}

impl Serialize for PageZones<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
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
pub struct PageZone<'d> {
    pub zone: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    pub text: &'d str,
    pub start: u32,
    pub end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<&'d [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<&'d str>,
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

impl<'d> Page<'d> {
    /// A document and its notices as the contract writes them.
    pub fn of(document: &'d Document, notices: &[Notice]) -> Self {
        let source = document.source();
        let mut threads: Vec<&[u32]> = document.zones().iter().filter_map(|z| z.comment.as_ref()).map(|c| c.thread.as_slice()).collect();
        threads.sort_unstable();
        let heading = || document.zones().iter().find(|z| z.kind == ZoneKind::Title).map(|z| words(document, z).trim());
        Page {
            doc_id: document.id().as_str(),
            url: source.url.as_deref(),
            publisher: source.publisher.as_deref(),
            language: source.language.as_deref(),
            title: document.title().map(|t| t.raw()).or_else(heading),
            kind: source.page.map(rashomon_model::text::PageKind::as_str),
            text: document.text().raw(),
            published: source.published.as_ref().map(|p| PublishedOn {
                day: p.day.caption(),
                time: p.time.as_deref().map(Into::into),
                from: p.from.as_str(),
                certainty: certainty(p.certainty),
            }),
            comments_claimed: source.comments_claimed,
            comments_present: document.zones().iter().filter(|z| z.kind == ZoneKind::Comment).count() as u32,
            zones: PageZones { document, threads },
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

fn page_zone<'d>(document: &'d Document, zone: &'d Zone, threads: &[&[u32]]) -> PageZone<'d> {
    let text = match (zone.field, document.title()) {
        (Field::Title, Some(title)) => title,
        _ => document.text(),
    };
    let comment = zone.comment.as_ref();
    let parent = comment
        .and_then(|c| c.thread.split_last())
        .filter(|(_, above)| !above.is_empty())
        .map(|(_, above)| if threads.binary_search(&above).is_ok() { "present" } else { "absent" });
    PageZone {
        zone: zone.kind.as_str(),
        field: (zone.field == Field::Title).then_some("title"),
        text: words(document, zone),
        start: text.points_before(zone.start as usize),
        end: text.points_before(zone.end as usize),
        thread: comment.map(|c| c.thread.as_slice()),
        parent,
        author: comment.and_then(|c| c.author.as_deref()),
        time: comment.and_then(|c| c.time.as_deref()),
    }
}
