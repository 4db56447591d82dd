//! A page in markup → its visible text, zones and what it says of itself.

mod article;
mod body;
mod day;
mod gate;
mod head;
mod language;
mod meta;
mod scan;
mod tag;
pub mod thread;

use std::ops::Range;

use jiff::civil::Date;
use rashomon_model::text::{DatedBy, Zone};
use rashomon_model::{Field, Notice, ZoneKind};

use crate::{Markup, charset, notice, zones};
use meta::Meta;
use scan::{Line, Scan};
use tag::Flags;

/// What was read from a page's markup: all that the libraries behind it are needed for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// The headline.
    pub title: Option<String>,
    /// The canonical visible text: what offsets count in.
    pub text: String,
    /// Its zones, in order; every word lies in one.
    pub zones: Vec<Zone>,
    /// How many comments the page says it has.
    pub comments_claimed: Option<u32>,
    /// When it was published, and what of the markup says so.
    pub day: Option<Day>,
    /// When it was changed last, where the markup says so.
    pub updated: Option<Date>,
    /// The site's name.
    pub site: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// Its language (ISO 639-1).
    pub language: Option<String>,
    /// What was noticed.
    pub notices: Vec<Notice>,
}

/// A day of publication as markup states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// `HH:MM`.
    pub time: Option<Box<str>>,
    /// What says so.
    pub from: DatedBy,
}

/// Lines from which on a page is scanned again rather than kept beside its threads: a million comments are read in half a gigabyte.
const HUGE: usize = 200_000;

/// Reads a page of markup. `url`: its address, where it is known. Where the markup says that it is to be read plainly, no library sees it.
pub fn extract(markup: &Markup, url: Option<&str>) -> Extract {
    let (decoded, guessed) = charset::decode(&markup.bytes, markup.media.as_deref());
    let mut scanned = scan::scan(&decoded);
    let mut notices: Vec<Notice> = guessed.into_iter().collect();
    notices.extend(gate::notices(&scanned.overruns));
    let flat = gate::flatten(&decoded, &scanned.overruns);
    let html = flat.as_deref().unwrap_or(&decoded);
    if flat.is_some() {
        scanned = scan::scan(html);
    }
    let huge = scanned.lines.len() > HUGE;
    if huge {
        // Read twice, held once.
        scanned = Scan::default();
    }
    let threads = thread::read(html);
    if huge {
        scanned = scan::scan(html);
    }
    let meta = meta::read(&scanned, url);
    let title = meta.title.as_deref();
    let shares = match &markup.degraded {
        Some(degraded) => {
            let hint = format!(
                "read without looking for the article: {} ({}); rashomon retry reads it again with more room",
                degraded.reason, degraded.limit
            );
            notices.push(notice("degraded", 0..0, hint));
            None
        }
        None => article::shares(&gate::without(html, mute(html, &scanned, &threads)), url, &scanned, &threads.cut),
    };
    let zones = match shares {
        Some(shares) => by_article(&scanned, &body::lines(&scanned, &shares, title), &meta, &threads.cut),
        None => by_shape(&scanned, title),
    };
    let (mut comments_claimed, silent) = (threads.claimed, threads.said.is_empty());
    let mut zones = with_threads(zones, threads, std::mem::take(&mut scanned.lines), &scanned.text);
    if silent && comments_claimed.is_none() {
        (zones, comments_claimed) = with_headed(zones, &scanned, title);
    }
    let language = language::of(&scanned, &zones);
    let meta::Meta { title, day, updated, site, url, .. } = meta;
    Extract { title, text: scanned.text, zones, comments_claimed, day, updated, site, url, language, notices }
}

/// The lines that a piece of markup shows, those that nobody sees included.
pub(crate) fn lines(html: &str) -> Vec<String> {
    let scanned = scan::scan(html);
    scanned.lines.iter().filter_map(|l| scanned.text.get(l.range())).map(str::to_owned).collect()
}

/// Bytes of the markup that the article libraries are not shown.
fn mute(html: &str, scanned: &Scan, threads: &thread::Threads) -> Vec<std::ops::Range<usize>> {
    let mut ranges = scanned.mute.clone();
    ranges.extend(threads.cut.iter().cloned());
    ranges.extend(scanned.deep.iter().cloned());
    if scanned.added > gate::ADDED {
        ranges.extend(scan::adding(html));
    }
    ranges.extend(scanned.overruns.iter().filter_map(|o| match o {
        gate::Overrun::Entities(range) => Some(range.clone()),
        _ => None,
    }));
    ranges
}

/// What the markup says outright of a line.
fn outright(line: &Line) -> Option<ZoneKind> {
    let kind = [(Flags::HIDDEN, ZoneKind::Hidden), (Flags::COMMENT, ZoneKind::Comment), (Flags::FURNITURE, ZoneKind::Furniture)];
    kind.into_iter().find(|(flag, _)| line.flags.has(*flag)).map(|(_, kind)| kind)
}

/// Zones of a page whose article was found, line by line: what is not the article's is furniture, or what its markup says. None of lines from `cut`:
/// threads are laid over those.
fn by_article(scanned: &Scan, article: &[bool], meta: &Meta, cut: &[Range<usize>]) -> Vec<Zone> {
    let headline = meta.title.as_deref().map(meta::folded).unwrap_or_default();
    let authors: Vec<String> = meta.authors.iter().map(|a| meta::folded(a)).collect();
    let mut inside: Vec<zones::Line<'_>> = Vec::new();
    let mut outside: Vec<Zone> = Vec::new();
    // Where captions make much of the article, something else is called so.
    let letters = |of: &dyn Fn(&Line) -> bool| -> usize {
        scanned.lines.iter().zip(article).filter(|(line, is)| **is && of(line)).map(|(line, _)| line.size()).sum()
    };
    let captions = letters(&|line| line.flags.has(Flags::CAPTION)) * 4 < letters(&|_| true);
    // So with comments: a wrapper around the whole page may be named after them.
    let comments = letters(&|line| line.flags.has(Flags::COMMENT)) * 3 < letters(&|_| true);
    let mut cut = Within(cut);
    for (line, is_article) in scanned.lines.iter().zip(article).filter(|(line, _)| !cut.overlaps(&line.source())) {
        let words = scanned.text.get(line.range()).unwrap_or_default();
        let zone = |kind| Zone { kind, field: Field::Text, start: line.start, end: line.end, comment: None };
        let is_headline = line.flags.has(Flags::HEADING) && !headline.is_empty() && meta::folded(words) == headline;
        if line.flags.has(Flags::HIDDEN) {
            outside.push(zone(ZoneKind::Hidden));
        } else if is_headline && !line.flags.has(Flags::COMMENT) {
            outside.push(zone(ZoneKind::Title));
        } else if *is_article && !(comments && line.flags.has(Flags::COMMENT)) {
            match apart(line, words, &authors).filter(|k| *k != ZoneKind::Caption || captions) {
                Some(kind) => outside.push(zone(kind)),
                None => inside.push(zones::Line { start: line.start as usize, text: words, indent: 0, gap: 1 }),
            }
        } else {
            let kind = outright(line).or_else(|| apart(line, words, &authors)).unwrap_or(ZoneKind::Furniture);
            outside.push(zone(kind));
        }
    }
    laid_over(zones::read_article(&inside), outside, &scanned.text)
}

/// Ranges in order, and those that are asked for in order too.
pub(crate) struct Within<'r>(pub(crate) &'r [Range<usize>]);

impl Within<'_> {
    /// Whether a range shares a byte with one of these.
    pub(crate) fn overlaps(&mut self, range: &Range<usize>) -> bool {
        while let [first, rest @ ..] = self.0
            && first.end <= range.start
        {
            self.0 = rest;
        }
        self.0.first().is_some_and(|first| first.start < range.end)
    }
}

/// What stands apart from the paragraphs, by its markup or by whose name it is.
fn apart(line: &Line, words: &str, authors: &[String]) -> Option<ZoneKind> {
    if line.flags.has(Flags::CAPTION) {
        return Some(ZoneKind::Caption);
    }
    if words.len() <= 160 {
        let folded = meta::folded(words);
        let named = authors.iter().any(|a| folded == *a || folded.strip_prefix("by ").is_some_and(|by| by.starts_with(a.as_str())));
        if named || line.flags.has(Flags::BYLINE) && words.len() <= 80 {
            return Some(ZoneKind::Byline);
        }
    }
    None
}

/// Zones by the shape of the text, with what the markup says outright.
fn by_shape(scanned: &Scan, title: Option<&str>) -> Vec<Zone> {
    let marked = scanned
        .lines
        .iter()
        .filter_map(|line| Some(Zone { kind: outright(line)?, field: Field::Text, start: line.start, end: line.end, comment: None }));
    laid_over(zones::read(&scanned.text, title).zones, marked.collect(), &scanned.text)
}

/// Zones with the threads laid over them. Where markup tells the comments, no shape of the text makes others.
fn with_threads(mut zones: Vec<Zone>, threads: thread::Threads, lines: Vec<Line>, text: &str) -> Vec<Zone> {
    if !threads.said.is_empty() {
        for zone in zones.iter_mut().filter(|z| z.kind == ZoneKind::Comment) {
            (zone.kind, zone.comment) = (ZoneKind::Furniture, None);
        }
    }
    let said = thread::zones(threads, &lines);
    drop(lines);
    laid_over(zones, said, text)
}

/// Zones with a thread that lost its markup laid over them: below a header that counts it ("Comments (9)"), by the shape of its lines.
fn with_headed(zones: Vec<Zone>, scanned: &Scan, title: Option<&str>) -> (Vec<Zone>, Option<u32>) {
    let shape = zones::read(&scanned.text, title);
    let said: Vec<Zone> = shape.zones.into_iter().filter(|z| z.kind == ZoneKind::Comment).collect();
    let from = said.first().map_or(u32::MAX, |z| z.start);
    // The article begins above its comments.
    let headed = shape.comments_claimed.is_some() && zones.iter().any(|z| z.kind == ZoneKind::Body && z.end <= from);
    if headed { (laid_over(zones, said, &scanned.text), shape.comments_claimed) } else { (zones, None) }
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
    // One of the upper may reach over several of the lower.
    let mut covered = 0;
    for zone in lower {
        let mut from = zone.start.max(covered);
        while let Some(over) = upper.next_if(|over| over.start < zone.end) {
            if over.start > from {
                rest(&zone, from, over.start, &mut out);
            }
            from = from.max(over.end);
            covered = covered.max(over.end);
            out.push(over);
        }
        if from < zone.end {
            rest(&zone, from, zone.end, &mut out);
        }
    }
    out.extend(upper);
    out
}
