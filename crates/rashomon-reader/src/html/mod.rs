//! A page in markup → its visible text, zones and what it says of itself.

mod gate;
mod head;
mod scan;
mod tag;

use rashomon_model::text::Zone;
use rashomon_model::{Field, Notice, ZoneKind};

use crate::{Markup, zones};
use tag::Flags;

/// What was read from a page's markup.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    /// The headline.
    pub(crate) title: Option<String>,
    /// The canonical visible text: what offsets count in.
    pub(crate) text: String,
    /// Its zones, in order; every word lies in one.
    pub(crate) zones: Vec<Zone>,
    /// How many comments the page says it has.
    pub(crate) comments_claimed: Option<u32>,
    /// What was noticed.
    pub(crate) notices: Vec<Notice>,
}

/// Reads a page.
pub(crate) fn read(markup: &Markup) -> Extract {
    let html = encoding_rs::UTF_8.decode(&markup.bytes).0;
    let mut scanned = scan::scan(&html);
    let notices = gate::notices(&scanned.overruns);
    if let Some(flat) = gate::flatten(&html, &scanned.overruns) {
        scanned = scan::scan(&flat);
    }
    let title = Some(scanned.head.title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty());
    let mut extract = plain(&scanned, title.as_deref());
    extract.title = title;
    extract.notices.splice(0..0, notices);
    extract
}

/// Zones by the shape of the text, with what the markup says outright.
fn plain(scanned: &scan::Scan, title: Option<&str>) -> Extract {
    let shape = zones::read(&scanned.text, title);
    let marked = scanned.lines.iter().filter_map(|line| {
        let kind = [(Flags::HIDDEN, ZoneKind::Hidden), (Flags::COMMENT, ZoneKind::Comment), (Flags::FURNITURE, ZoneKind::Furniture)];
        let (_, kind) = kind.into_iter().find(|(flag, _)| line.flags.has(*flag))?;
        Some(Zone { kind, field: Field::Text, start: line.start as u32, end: line.end as u32, comment: None })
    });
    let zones = laid_over(shape.zones, marked.collect(), &scanned.text);
    Extract { title: None, text: scanned.text.clone(), zones, comments_claimed: shape.comments_claimed, notices: shape.notices }
}

/// Zones with others laid over them: what the upper cover is theirs. Both in order and without overlap.
fn laid_over(lower: Vec<Zone>, upper: Vec<Zone>, text: &str) -> Vec<Zone> {
    let mut out = Vec::with_capacity(lower.len() + upper.len());
    // What is left of a zone may begin or end with white space, or be nothing else.
    let rest = |zone: &Zone, start: u32, end: u32, out: &mut Vec<Zone>| {
        let words = text.get(start as usize..end as usize).unwrap_or_default();
        let lead = (words.len() - words.trim_start().len()) as u32;
        let trail = (words.len() - words.trim_end().len()) as u32;
        if start + lead + trail < end {
            out.push(Zone { start: start + lead, end: end - trail, ..zone.clone() });
        }
    };
    let mut upper = upper.into_iter().peekable();
    for zone in lower {
        let mut from = zone.start;
        while let Some(over) = upper.peek() {
            if over.start >= zone.end {
                break;
            }
            if over.start > from {
                rest(&zone, from, over.start, &mut out);
            }
            from = from.max(over.end);
            if over.end > zone.end {
                break;
            }
            out.extend(upper.next());
        }
        if from < zone.end {
            rest(&zone, from, zone.end, &mut out);
        }
    }
    out.extend(upper);
    out
}
