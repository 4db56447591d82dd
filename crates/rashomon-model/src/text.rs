//! What was captured: a document, its text as given, its zones, and the only way to cut a quote.
//!
//! Offsets: *bytes* index the text as given; *points* are Unicode code points of the same text (what the export
//! counts in); *view* offsets are bytes of the normalised view and never leave `rashomon-claims`.

use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::value::day::DayRange;

/// The name of a document: the input's own `doc_id` where it had one, else the hash of its content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct DocId(Arc<str>);

impl DocId {
    /// A document named by its input.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }
    /// A document without a name of its own: 32 hex digits of the BLAKE3 hash of its content.
    #[expect(clippy::string_slice, reason = "a hash in hex is ASCII")]
    pub fn of_content(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex()[..32].into())
    }
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DocId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which of a document's two texts an offset counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Field {
    /// The headline, where the input gave it apart.
    Title,
    /// The text.
    Text,
}

impl Field {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Text => "text",
        }
    }
}

/// Which byte of a text as given each byte of its view came from: stretches in which both go on byte by byte.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// First byte of each stretch in the view, and in the text as given. Neither ever decreases.
    stretches: Vec<(u32, u32)>,
}

impl Alignment {
    /// Says that what begins at this byte of the view came from this byte of the text as given: a character, or the end of both.
    pub fn push(&mut self, view: usize, raw: usize) {
        let (view, raw) = (u32::try_from(view).unwrap_or(u32::MAX), u32::try_from(raw).unwrap_or(u32::MAX));
        if self.stretches.last().is_none_or(|(v, r)| view.wrapping_sub(*v) != raw.wrapping_sub(*r)) {
            self.stretches.push((view, raw));
        }
    }

    /// The byte of the text as given that a byte of the view came from.
    fn raw_of(&self, view: usize) -> usize {
        let after = self.stretches.partition_point(|(v, _)| *v as usize <= view);
        let last = after.checked_sub(1).and_then(|n| self.stretches.get(n));
        last.map_or(view, |(v, r)| *r as usize + (view - *v as usize))
    }

    /// The first byte of the view that came from this byte of the text as given, or from one after it.
    fn view_of(&self, raw: usize) -> usize {
        let after = self.stretches.partition_point(|(_, r)| (*r as usize) < raw);
        let next = self.stretches.get(after).map_or(usize::MAX, |(v, _)| *v as usize);
        let last = after.checked_sub(1).and_then(|n| self.stretches.get(n));
        last.map_or(0, |(v, r)| *v as usize + (raw - *r as usize)).min(next)
    }
}

/// One captured text, never edited, with a normalised view aligned to it.
#[derive(Clone, Debug)]
pub struct Text {
    raw: Box<str>,
    /// `None`: the view is the text as given.
    view: Option<Box<str>>,
    back: Alignment,
    /// Code points before every 256th byte of `raw`.
    points: Box<[u32]>,
}

impl Text {
    /// A text whose view is the text itself.
    pub fn plain(raw: &str) -> Self {
        let mut back = Alignment::default();
        back.push(0, 0);
        Self::make(raw.into(), None, back)
    }

    /// A text with a repaired view. `back` was told of every character of `view`, and of both ends. `None` when the alignment does not fit: decreasing,
    /// off a character boundary, or beyond the text.
    pub fn aligned(raw: &str, view: String, back: Alignment) -> Option<Self> {
        let (mut stretches, mut now, mut last) = (back.stretches.iter().peekable(), (0, 0), 0);
        let mut place = |at: usize| {
            while let Some((view, raw)) = stretches.next_if(|s| s.0 as usize <= at) {
                now = (*view as usize, *raw as usize);
            }
            now.1 + (at - now.0)
        };
        let fits = |at: usize| {
            let from = place(at);
            let in_order = from >= last;
            last = from;
            in_order && raw.is_char_boundary(from)
        };
        let fits = raw.len() <= u32::MAX as usize
            && back.stretches.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1)
            && view.char_indices().map(|(at, _)| at).all(fits)
            && back.raw_of(view.len()) == raw.len();
        fits.then(|| Self::make(raw.into(), Some(view.into()), back))
    }

    fn make(raw: Box<str>, view: Option<Box<str>>, mut back: Alignment) -> Self {
        let mut points = Vec::with_capacity(raw.len() / 256 + 2);
        let mut seen = 0;
        for (i, b) in raw.bytes().enumerate() {
            if i % 256 == 0 {
                points.push(seen);
            }
            seen += u32::from(b & 0xC0 != 0x80);
        }
        points.push(seen);
        back.stretches.shrink_to_fit();
        Self { raw, view, back, points: points.into() }
    }

    /// The text as given.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The normalised view: straight quotes, repaired apostrophes, entities and mojibake.
    pub fn view(&self) -> &str {
        self.view.as_deref().unwrap_or(&self.raw)
    }

    /// Bytes of the text as given that a range of view bytes stands for; empty where the view only inserted something.
    pub fn raw_range(&self, view: Range<usize>) -> Range<usize> {
        let (start, mut end) = (self.back.raw_of(view.start), self.back.raw_of(view.end));
        // An inserted character at the end of the range points at the next given one: nothing of it belongs in.
        while end < self.raw.len() && !self.raw.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }

    /// View bytes that stand for a range of bytes of the text as given: the smallest view range whose raw range covers it.
    pub fn view_range(&self, raw: Range<usize>) -> Range<usize> {
        let view = self.view();
        let mut start = self.back.view_of(raw.start).min(view.len());
        let mut end = self.back.view_of(raw.end).clamp(start, view.len());
        while !view.is_char_boundary(start) {
            start -= 1;
        }
        while !view.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Code points before a byte of the text as given.
    pub fn points_before(&self, byte: usize) -> u32 {
        let block = (byte / 256).min(self.points.len().saturating_sub(2));
        let from = block * 256;
        let tail = self.raw.as_bytes()[from..byte].iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.points[block] + tail as u32
    }
}

/// What a stretch of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum ZoneKind {
    Title,
    Dateline,
    Byline,
    Body,
    Caption,
    Quote,
    Correction,
    Rights,
    Furniture,
    Comment,
    Hidden,
}

impl ZoneKind {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ZoneKind::Title => "title",
            ZoneKind::Dateline => "dateline",
            ZoneKind::Byline => "byline",
            ZoneKind::Body => "body",
            ZoneKind::Caption => "caption",
            ZoneKind::Quote => "quote",
            ZoneKind::Correction => "correction",
            ZoneKind::Rights => "rights",
            ZoneKind::Furniture => "furniture",
            ZoneKind::Comment => "comment",
            ZoneKind::Hidden => "hidden",
        }
    }

    /// Whether words of this zone are the reporter's and can be evidence.
    pub fn is_reporting(self) -> bool {
        use ZoneKind::*;
        matches!(self, Title | Dateline | Body | Caption | Quote | Correction)
    }
}

/// A stretch of one of the document's texts. Offsets are bytes of the text as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Which text it lies in.
    pub field: Field,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// For a comment: where it stands in its thread, and what it says of itself.
    pub comment: Option<Box<Comment>>,
}

/// A reader's comment, as far as the page tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Comment {
    /// Place in the thread: `[3, 1]` is the first reply to the third comment. 1-based.
    pub thread: Vec<u32>,
    /// Who wrote it, as written.
    pub author: Option<Box<str>>,
    /// When, as written.
    pub time: Option<Box<str>>,
}

/// Words that can be evidence.
#[derive(Debug)]
pub enum Reporting {}
/// Words of readers and page furniture, which never are.
#[derive(Debug)]
pub enum Commentary {}

/// A stretch of a document whose zone the type knows.
#[derive(Debug)]
pub struct Span<'t, Z> {
    doc: &'t Document,
    field: Field,
    start: u32,
    end: u32,
    zone: PhantomData<Z>,
}

impl<Z> Clone for Span<'_, Z> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Z> Copy for Span<'_, Z> {}

impl<'t, Z> Span<'t, Z> {
    /// The words as given.
    #[expect(clippy::string_slice, reason = "`Passage::span` cuts at character boundaries only")]
    pub fn exact(&self) -> &'t str {
        &self.doc.field_text(self.field).raw()[self.start as usize..self.end as usize]
    }
}

/// Exact words of one document that are evidence. Only a `Span<Reporting>` becomes one:
///
/// ```compile_fail,E0277
/// use rashomon_model::text::{Commentary, Quote, Span};
/// fn of_a_comment(said: Span<'_, Commentary>) -> Quote {
///     said.into() // no From<Span<Commentary>>
/// }
/// ```
///
/// and nobody writes one by hand:
///
/// ```compile_fail,E0451
/// use rashomon_model::text::{DocId, Field, Quote};
/// fn made_up(doc: DocId) -> Quote {
///     Quote { doc, field: Field::Text, bytes: (0, 4), points: (0, 4), exact: "four".into() }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Quote {
    doc: DocId,
    field: Field,
    bytes: (u32, u32),
    points: (u32, u32),
    exact: Box<str>,
}

impl From<Span<'_, Reporting>> for Quote {
    fn from(span: Span<'_, Reporting>) -> Self {
        let text = span.doc.field_text(span.field);
        Quote {
            doc: span.doc.id.clone(),
            field: span.field,
            bytes: (span.start, span.end),
            points: (text.points_before(span.start as usize), text.points_before(span.end as usize)),
            exact: span.exact().into(),
        }
    }
}

impl Quote {
    /// The document the words stand in.
    pub fn doc(&self) -> &DocId {
        &self.doc
    }
    /// Which of its texts.
    pub fn field(&self) -> Field {
        self.field
    }
    /// Byte range in that text.
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.0 as usize..self.bytes.1 as usize
    }
    /// Code-point range in that text, end exclusive.
    pub fn points(&self) -> Range<u32> {
        self.points.0..self.points.1
    }
    /// The words.
    pub fn exact(&self) -> &str {
        &self.exact
    }
    /// Whether two quotes share a character.
    pub fn overlaps(&self, other: &Quote) -> bool {
        self.doc == other.doc && self.field == other.field && self.bytes.0 < other.bytes.1 && other.bytes.0 < self.bytes.1
    }
}

/// A zone's words in the normalised view, from which spans are cut.
#[derive(Debug)]
pub struct Passage<'t, Z> {
    doc: &'t Document,
    zone: &'t Zone,
    view: Range<usize>,
    of: PhantomData<Z>,
}

impl<Z> Clone for Passage<'_, Z> {
    fn clone(&self) -> Self {
        Self { doc: self.doc, zone: self.zone, view: self.view.clone(), of: PhantomData }
    }
}

impl<'t, Z> Passage<'t, Z> {
    /// The zone.
    pub fn zone(&self) -> &'t Zone {
        self.zone
    }
    /// Its words, normalised. Offsets for [`Passage::span`] count in bytes of this.
    #[expect(clippy::string_slice, reason = "a passage is cut from the view at character boundaries")]
    pub fn text(&self) -> &'t str {
        &self.doc.field_text(self.zone.field).view()[self.view.clone()]
    }
    /// The span of a range of [`Passage::text`]; `None` when it is outside, empty, off a character boundary, or
    /// stands for no given character.
    pub fn span(&self, range: Range<usize>) -> Option<Span<'t, Z>> {
        let (from, to) = (self.view.start.checked_add(range.start)?, self.view.start.checked_add(range.end)?);
        let text = self.doc.field_text(self.zone.field);
        if from >= to || to > self.view.end || !text.view().is_char_boundary(from) || !text.view().is_char_boundary(to) {
            return None;
        }
        let raw = text.raw_range(from..to);
        let (start, end) = (raw.start.max(self.zone.start as usize) as u32, raw.end.min(self.zone.end as usize) as u32);
        (start < end).then_some(Span { doc: self.doc, field: self.zone.field, start, end, zone: PhantomData })
    }
}

/// Something about an input that its reader should know: a stable id, a place and a hint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Notice {
    /// Stable, kebab-case.
    pub id: Box<str>,
    /// Byte range in the document's text (or in the input, when no document came of it).
    pub start: u32,
    /// End of that range.
    pub end: u32,
    /// What happened and what to do.
    pub hint: Box<str>,
}

/// Where a page says it comes from and when, all of it as input: no clock is read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Source {
    /// The document.
    pub doc: DocId,
    /// Its address.
    pub url: Option<Box<str>>,
    /// Who published it ("ABC 7 Chicago"), through the alias table of the reader.
    pub publisher: Option<Box<str>>,
    /// Other names and call signs of the same publisher and its owner, lower case.
    pub also: Vec<Box<str>>,
    /// What kind of page it is, where it can be told.
    pub page: Option<PageKind>,
    /// The call that it is the note of.
    pub call: Option<Call>,
    /// When it was published.
    pub published: Option<Published>,
    /// What else bounds the day of publication: a rights line's year, an update line.
    pub bounds: Vec<Bound>,
    /// When it was captured: an upper bound of publication.
    pub captured: Option<Date>,
    /// A correction or editor's note stands on the page.
    pub corrected: bool,
    /// The language it is in (ISO 639-1), where it can be told.
    pub language: Option<Box<str>>,
    /// How many comments the page says it has, where it says so; it may show fewer.
    pub comments_claimed: Option<u32>,
    /// Winnowed shingles of its reporting words (`rashomon-reader::fingerprint`), sorted.
    pub fingerprint: Vec<u64>,
    /// Marks of its rarest words, each with its weight (`rashomon-reader::rarity`), by mark.
    pub rare: Vec<(u32, u8)>,
    /// Number of words of reporting.
    pub words: u32,
    /// BLAKE3 hash (first 16 hex digits) of title and text: versions of one page differ in it.
    pub content: Box<str>,
}

impl Source {
    /// A source of which nothing is known but its name.
    pub fn unknown(doc: DocId) -> Self {
        Self {
            doc,
            url: None,
            publisher: None,
            also: Vec::new(),
            page: None,
            call: None,
            published: None,
            bounds: Vec::new(),
            captured: None,
            corrected: false,
            language: None,
            comments_claimed: None,
            fingerprint: Vec::new(),
            rare: Vec::new(),
            words: 0,
            content: "".into(),
        }
    }
    /// The days on which the page may first have been read: published, else up to its capture.
    pub fn known_by(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.day.last()).or(self.captured)
    }
}

/// A call: what somebody told and no page says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Call {
    /// Who told it, as the person who took the call writes.
    pub who: Box<str>,
    /// Who took it.
    pub by: Box<str>,
    /// It counts where the register is kept, and stands in no export.
    pub confidential: bool,
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum PageKind {
    News,
    Advocacy,
    PoliceRelease,
    CourtRecord,
    Social,
    Note,
}

impl PageKind {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            PageKind::News => "news",
            PageKind::Advocacy => "advocacy",
            PageKind::PoliceRelease => "police-release",
            PageKind::CourtRecord => "court-record",
            PageKind::Social => "social",
            PageKind::Note => "note",
        }
    }
}

/// When a page was published, how that is known and how surely.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Published {
    /// The day, or the days it may be.
    pub day: DayRange,
    /// Clock time as `HH:MM`, where given.
    pub time: Option<Box<str>>,
    /// What says so.
    pub from: DatedBy,
    /// `stated` or `bounded`.
    pub certainty: Certainty,
}

/// What a day of publication was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum DatedBy {
    JsonLd,
    Meta,
    Time,
    Text,
    Url,
    Feed,
    Archive,
}

impl DatedBy {
    /// The contract's word. The input's own `published` field is `meta`.
    pub fn as_str(self) -> &'static str {
        match self {
            DatedBy::JsonLd => "json-ld",
            DatedBy::Meta => "meta",
            DatedBy::Time => "time",
            DatedBy::Text => "text",
            DatedBy::Url => "url",
            DatedBy::Feed => "feed",
            DatedBy::Archive => "archive",
        }
    }
}

/// How surely a day of publication is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Certainty {
    /// The page or its metadata says so.
    Stated,
    /// The page's own sources disagree by more than two days: the earliest is used.
    Doubtful,
    /// Only a bound is known.
    Bounded,
}

/// A bound on the day of publication, with the words or metadata it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Bound {
    /// The days the page may have been published on, by this.
    pub days: DayRange,
    /// What says so: `rights line`, `update line`.
    pub from: Box<str>,
    /// Byte range of the words in the text, empty when they are metadata.
    pub start: u32,
    /// End of that range.
    pub end: u32,
}

/// A page as captured, with its zones. Made by the reader, never edited.
#[derive(Clone, Debug)]
pub struct Document {
    id: DocId,
    source: Source,
    title: Option<Text>,
    text: Text,
    zones: Vec<Zone>,
}

impl Document {
    /// A document whose zones lie inside its texts, in order (title before text), without overlap, and hold every
    /// character that is not white space; anything else is an error that names the place.
    pub fn new(source: Source, title: Option<Text>, text: Text, zones: Vec<Zone>) -> Result<Self, String> {
        let doc = Self { id: source.doc.clone(), source, title, text, zones };
        for field in [Field::Title, Field::Text] {
            let raw = match field {
                Field::Title => doc.title.as_ref().map_or("", |t| t.raw()),
                Field::Text => doc.text.raw(),
            };
            let mut at = 0usize;
            for z in doc.zones.iter().filter(|z| z.field == field) {
                let (s, e) = (z.start as usize, z.end as usize);
                if s < at || s >= e || e > raw.len() || !raw.is_char_boundary(s) || !raw.is_char_boundary(e) {
                    return Err(format!("{}: zone {} at {s}..{e} does not fit", doc.id, z.kind.as_str()));
                }
                if raw.get(at..s).is_none_or(|between| !between.trim().is_empty()) {
                    return Err(format!("{}: characters outside any zone at {at}..{s}", doc.id));
                }
                at = e;
            }
            if raw.get(at..).is_none_or(|rest| !rest.trim().is_empty()) {
                return Err(format!("{}: characters outside any zone at {at}..", doc.id));
            }
        }
        Ok(doc)
    }

    /// The same document as the note of a call; no outlet published it.
    pub fn of_call(mut self, call: Call) -> Self {
        self.source = Source { page: Some(PageKind::Note), publisher: None, also: Vec::new(), call: Some(call), ..self.source };
        self
    }

    /// Its name.
    pub fn id(&self) -> &DocId {
        &self.id
    }
    /// Where it comes from and when.
    pub fn source(&self) -> &Source {
        &self.source
    }
    /// The headline, where the input gave it apart.
    pub fn title(&self) -> Option<&Text> {
        self.title.as_ref()
    }
    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }
    /// All zones, in page order.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }
    fn field_text(&self, field: Field) -> &Text {
        match (field, &self.title) {
            (Field::Title, Some(t)) => t,
            _ => &self.text,
        }
    }

    fn passages<Z>(&self, of: impl Fn(ZoneKind) -> bool) -> impl Iterator<Item = Passage<'_, Z>> {
        self.zones.iter().filter(move |z| of(z.kind)).map(|zone| Passage {
            doc: self,
            zone,
            view: self.field_text(zone.field).view_range(zone.start as usize..zone.end as usize),
            of: PhantomData,
        })
    }
    /// What the reporter says, zone by zone.
    pub fn reporting(&self) -> impl Iterator<Item = Passage<'_, Reporting>> {
        self.passages(ZoneKind::is_reporting)
    }
    /// What readers and the page itself say, zone by zone.
    pub fn commentary(&self) -> impl Iterator<Item = Passage<'_, Commentary>> {
        self.passages(|k| !k.is_reporting())
    }
    /// Whether the document holds a quote's words at its place: what `rashomon check` asks of every quote.
    pub fn requote(&self, quote: &Quote) -> bool {
        let text = self.field_text(quote.field).raw();
        quote.doc == self.id && text.get(quote.bytes()).is_some_and(|w| w == quote.exact())
    }
}
