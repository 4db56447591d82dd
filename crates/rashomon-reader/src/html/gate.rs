//! The gate: what a page may ask of the parsers behind it, and how a page that asks for more is cut to that without losing a word.
//!
//! Measured (TRUST.md 1.1): article libraries take seconds at 2,000 nested elements and minutes at 20,000, at 50,000 attributes of
//! a tag, and at a million ampersands. Browsers end nesting at 512 elements; so do we, and the words inside stay.

use std::ops::Range;

use rashomon_model::Notice;

use crate::notice;

/// Elements that may be open at once: what browsers allow.
pub(crate) const DEPTH: usize = 512;
/// Formatting elements that may be open at once: parsers open each of them again in every block that follows.
pub(crate) const FORMATTING: usize = 12;
/// Elements that may be open at once in what the article libraries are shown: their time grows faster than depth (512 lists in lists with a
/// paragraph inside: 15 s). What is told of lines and threads knows all.
pub(crate) const SHOWN: usize = 128;
/// Elements that parsers may add of their own to what the article libraries are shown (3 MB of paragraphs in twelve that format: 2.4 million,
/// 537 MB); beyond, they are not shown the tags that do it.
pub(crate) const ADDED: usize = 100_000;
/// Attributes that a tag may have.
pub(crate) const ATTRIBUTES: usize = 256;
/// Ampersands in one stretch of words, from which on it may be a run of them …
const AMPERSANDS: usize = 1000;
/// … where one comes at least every so many bytes.
const SPARSE: usize = 16;

/// A place where a page goes beyond a limit: bytes of the markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Overrun {
    /// A tag that nests too deep; its words stay.
    Depth(Range<usize>),
    /// The attributes of a tag after the last that is within the limit.
    Attributes(Range<usize>),
    /// Words that are mostly ampersands: kept in the text, not shown to the article libraries.
    Entities(Range<usize>),
}

/// Whether decoded words are mostly ampersands.
pub(crate) fn is_entity_run(words: &[u8]) -> bool {
    words.len() >= AMPERSANDS && {
        let count = memchr::memchr_iter(b'&', words).count();
        count >= AMPERSANDS && words.len() / count < SPARSE
    }
}

/// The markup without these ranges, which need not be in order and may overlap.
pub(crate) fn without(html: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_unstable_by_key(|r| (r.start, r.end));
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for range in ranges {
        if range.start > at {
            out.push_str(html.get(at..range.start).unwrap_or_default());
        }
        at = at.max(range.end);
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

/// The markup cut to the limits that change its shape (depth, attributes), and a notice for each kind of cut; `None` where it is within them.
pub(crate) fn flatten(html: &str, overruns: &[Overrun]) -> Option<String> {
    let ranges: Vec<_> = overruns
        .iter()
        .filter_map(|o| match o {
            Overrun::Depth(r) | Overrun::Attributes(r) => Some(r.clone()),
            Overrun::Entities(_) => None,
        })
        .collect();
    (!ranges.is_empty()).then(|| without(html, ranges))
}

/// What was done, a notice for each kind of cut.
pub(crate) fn notices(overruns: &[Overrun]) -> Vec<Notice> {
    let count = |kind: fn(&Overrun) -> bool| overruns.iter().filter(|o| kind(o)).count();
    let (depth, attributes, entities) =
        (count(|o| matches!(o, Overrun::Depth(_))), count(|o| matches!(o, Overrun::Attributes(_))), count(|o| matches!(o, Overrun::Entities(_))));
    let mut notices = Vec::new();
    if depth > 0 {
        let hint = format!(
            "{depth} tags nest deeper than {DEPTH} elements, or {FORMATTING} of formatting: they were flattened as browsers do; every word is kept"
        );
        notices.push(notice("nesting-flattened", 0..0, hint));
    }
    if attributes > 0 {
        notices.push(notice(
            "attributes-cut",
            0..0,
            format!("{attributes} tags have more than {ATTRIBUTES} attributes; those beyond were passed over"),
        ));
    }
    if entities > 0 {
        notices.push(notice("entity-run", 0..0, "a run of ampersands was kept as furniture and not searched for the article".into()));
    }
    notices
}
