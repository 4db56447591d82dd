//! A PDF file → its text, line by line as printed, joined to paragraphs: police releases, court records. Pages that are only pictures have none.
//!
//! Its parser trusts what a file says: so each part is unpacked once before to see how large it becomes, drawings that draw each other without
//! end are looked for, pictures are emptied, and where it fails on a page the other pages are still read.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;
use jiff::civil::Date;
use pdf_extract::{Dictionary, Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Transform};
use rashomon_model::text::DatedBy;
use rashomon_model::{Notice, ZoneKind};
use regex::Regex;

use crate::html::{Day, Extract};
use crate::pattern::pattern;
use crate::{Markup, furniture, notice, published, zones};

/// So much may one of its parts unpack to, …
const PART: u64 = 32 << 20;
/// … and all of them.
const ALL: u64 = 256 << 20;
/// The most bytes of a file.
const LARGEST: usize = 64 << 20;
/// Bytes of drawing that its pages may come to, each drawing counted as often as it is drawn.
const DRAWN: usize = 64 << 20;
/// Drawings in drawings, no deeper than this; parents of a page, no more.
const DEEPEST: usize = 24;
/// Pages that are tried one by one after one that failed.
const TRIED: u32 = 500;

/// Whether a file begins as PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Its words in paragraphs, with their zones. A file that cannot be read is a page without words, and says why.
pub(crate) fn read(markup: &Markup) -> Extract {
    let mut printed = Printed::default();
    let why = match &markup.degraded {
        Some(degraded) => Some(("degraded", format!("not read: {} ({}); rashomon retry reads it with more room", degraded.reason, degraded.limit))),
        None => match print(&markup.bytes, &mut printed) {
            Err(why) => Some(("unreadable-pdf", format!("not readable as PDF: {why}; print it to a new PDF, or add its text"))),
            Ok(()) if printed.pages.iter().flatten().all(|line| line.words.trim().is_empty()) => {
                Some(("pdf-without-words", "a PDF without words, perhaps a scan: run it through text recognition and add that".to_owned()))
            }
            Ok(()) => None,
        },
    };
    let (text, running) = paragraphs(&printed.pages);
    let mut shape = zones::read(&text, None);
    for zone in &mut shape.zones {
        let line = text.get(zone.start as usize..zone.end as usize).unwrap_or_default();
        if zone.kind.is_reporting() && running.contains(&folded(line)) {
            zone.kind = ZoneKind::Furniture;
        }
    }
    let mut notices: Vec<Notice> = why.map(|(id, hint)| notice(id, 0..0, hint)).into_iter().collect();
    if !printed.failed.is_empty() {
        let pages: Vec<String> = printed.failed.iter().map(u32::to_string).collect();
        notices.push(notice("pdf-pages-unread", 0..0, format!("pages that the parser of PDF fails on: {}; add their text", pages.join(", "))));
    }
    notices.append(&mut shape.notices);
    let day = day(&text, &shape.zones, printed.made.as_deref());
    Extract { text, zones: shape.zones, comments_claimed: None, day, notices, ..Extract::default() }
}

/// A line as it is printed.
#[derive(Debug, Default)]
struct Line {
    words: String,
    /// Distance from the line above, in heights of its letters.
    gap: f64,
}

/// What a file prints, page by page.
#[derive(Debug, Default)]
struct Printed {
    pages: Vec<Vec<Line>>,
    /// Where the last letter ended, and its height.
    end: f64,
    height: f64,
    base: f64,
    /// A word begins.
    begins: bool,
    /// Pages that the parser failed on.
    failed: Vec<u32>,
    /// When the file says that it was made.
    made: Option<String>,
}

impl OutputDev for Printed {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.pages.push(Vec::new());
        Ok(())
    }
    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn output_character(&mut self, place: &Transform, width: f64, _: f64, size: f64, letter: &str) -> Result<(), OutputError> {
        let height = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt() * size;
        let (x, y) = (place.m31, place.m32);
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        let down = self.base - y;
        let apart = if height > 0.0 { down.abs() / height } else { 0.0 };
        let next = page.is_empty() || self.begins && (apart > 1.5 || apart > 0.5 && x < self.end);
        if next {
            let gap = if !page.is_empty() && down > 0.0 { apart } else { f64::INFINITY };
            page.push(Line { words: String::new(), gap });
        }
        if let Some(line) = page.last_mut() {
            if !next && self.begins && x > self.end + height * 0.1 {
                line.words.push(' ');
            }
            line.words.push_str(letter);
        }
        (self.begins, self.base, self.height, self.end) = (false, y, height, x + width * height);
        Ok(())
    }
    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.begins = true;
        Ok(())
    }
    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

fn print(bytes: &[u8], printed: &mut Printed) -> Result<(), String> {
    if bytes.len() > LARGEST {
        return Err(format!("more than {} MiB", LARGEST >> 20));
    }
    unpacks_to_little(bytes)?;
    // The parser is known to panic on files that break the rules.
    let mut document = caught(|| Document::load_mem(bytes))?.map_err(|e| e.to_string())?;
    if document.is_encrypted() {
        caught(|| document.decrypt(""))?.map_err(|_| "it asks for a password".to_owned())?;
    }
    // A picture has no words, and would be parsed as a drawing.
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        {
            stream.content.clear();
            stream.dict.remove(b"Filter");
        }
    }
    let pages = caught(|| document.get_pages())?;
    draws_with_an_end(&document, &pages)?;
    printed.made = made(&document);
    if matches!(caught(|| pdf_extract::output_doc(&document, printed)), Ok(Ok(()))) {
        return Ok(());
    }
    // What was printed of the page that it failed on stays.
    let from = printed.pages.len().max(1) as u32;
    printed.failed.push(from);
    for page in pages.keys().copied().filter(|n| (from + 1..=from + TRIED).contains(n)) {
        if !matches!(caught(|| pdf_extract::output_doc_page(&document, printed, page)), Ok(Ok(()))) {
            printed.failed.push(page);
        }
    }
    Ok(())
}

fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| "its parser failed".to_owned())
}

/// Unpacks every part once and counts. What a part calls itself is believed of pictures only, which nobody unpacks again; whatever begins as
/// compressed is tried, twice over.
fn unpacks_to_little(bytes: &[u8]) -> Result<(), String> {
    let mut all = 0;
    let mut before = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let head = bytes.get(before.max(at.saturating_sub(1024))..at).unwrap_or_default();
        before = at;
        let says = |word: &[u8]| memchr::memmem::find(head, word).is_some();
        let part = bytes.get(at + 6..).unwrap_or_default();
        let part = part.strip_prefix(b"\r\n").or_else(|| part.strip_prefix(b"\n")).or_else(|| part.strip_prefix(b"\r")).unwrap_or(part);
        if part.first().is_none_or(|b| b & 0x0f != 8) || says(b"/Image") && !says(b"/ObjStm") && !says(b"/XRef") {
            continue;
        }
        let once = count(ZlibDecoder::new(part));
        let twice = if once > 0 { count(ZlibDecoder::new(ZlibDecoder::new(part))) } else { 0 };
        all += once.max(twice);
        if once.max(twice) > PART || all > ALL {
            return Err(format!("its parts unpack to more than {} MiB", if all > ALL { ALL } else { PART } >> 20));
        }
    }
    Ok(())
}

fn count(unpacked: impl std::io::Read) -> u64 {
    let mut buffer = [0; 1 << 14];
    let mut unpacked = unpacked.take(PART + 1);
    let mut sum = 0;
    while let Ok(n @ 1..) = unpacked.read(&mut buffer) {
        sum += n as u64;
    }
    sum
}

static DRAW: LazyLock<regex::bytes::Regex> =
    LazyLock::new(|| regex::bytes::Regex::new(r"(?-u)/([^\s/<>\[\](){}%]+)\s+Do\b").expect("the pattern is right"));

/// The parser draws what a drawing names, drawing in drawing, without asking whether that ends.
fn draws_with_an_end(document: &Document, pages: &BTreeMap<u32, ObjectId>) -> Result<(), String> {
    let mut left = DRAWN;
    for page in pages.values() {
        let mut above = document.get_dictionary(*page).ok();
        let mut resources = None;
        for step in 0.. {
            let Some(dictionary) = above else { break };
            if step > DEEPEST {
                return Err("a page of it is its own parent".into());
            }
            resources = resources.or_else(|| dictionary.get_deref(b"Resources", document).and_then(Object::as_dict).ok());
            above = dictionary.get(b"Parent").and_then(Object::as_reference).and_then(|id| document.get_dictionary(id)).ok();
        }
        let content = caught(|| document.get_page_content(*page))?.unwrap_or_default();
        drawn(document, &content, resources, 0, &mut left)?;
    }
    Ok(())
}

fn drawn(document: &Document, content: &[u8], resources: Option<&Dictionary>, depth: usize, left: &mut usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("a drawing in it draws itself".into());
    }
    *left = left.checked_sub(content.len() + 64).ok_or("it draws the same too often")?;
    let Some(resources) = resources else { return Ok(()) };
    let Ok(named) = resources.get_deref(b"XObject", document).and_then(Object::as_dict) else { return Ok(()) };
    for name in DRAW.captures_iter(content).filter_map(|found| found.get(1)) {
        let Ok(stream) = named.get_deref(name.as_bytes(), document).and_then(Object::as_stream) else { continue };
        let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let content = caught(|| stream.decompressed_content())?.unwrap_or_else(|_| stream.content.clone());
        drawn(document, &content, own.or(Some(resources)), depth + 1, left)?;
    }
    Ok(())
}

/// "D:20260306120000-05'00'".
fn made(document: &Document) -> Option<String> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let made = info.get_deref(b"CreationDate", document).and_then(Object::as_str).ok()?;
    Some(String::from_utf8_lossy(made.get(..made.len().min(40)).unwrap_or_default()).into_owned())
}

/// Printed lines, joined to paragraphs, and what stands on several pages alike ("Page 2 of 9"), without its numbers. A paragraph ends at a wider
/// gap, and after a line that stops well before the margin.
fn paragraphs(pages: &[Vec<Line>]) -> (String, Vec<String>) {
    let lines = || pages.iter().flatten().filter(|line| !line.words.trim().is_empty());
    let mut lengths: Vec<usize> = lines().map(|line| line.words.chars().count()).collect();
    lengths.sort_unstable();
    let margin = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
    let mut gaps: Vec<f64> = lines().map(|line| line.gap).filter(|gap| gap.is_finite()).collect();
    gaps.sort_unstable_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(1.0);
    let running = running(pages);
    let mut out = String::new();
    let mut full = false;
    for page in pages {
        for line in page {
            let words = line.words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                continue;
            }
            let apart = running.contains(&folded(&words));
            if full && !apart && (line.gap <= usual * 1.3) {
                // A word that the margin cut is one word, unless what follows is a name or a number.
                if out.ends_with('-') && words.starts_with(char::is_lowercase) {
                    out.pop();
                } else {
                    out.push(' ');
                }
            } else if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&words);
            full = !apart && margin > 30 && words.chars().count() * 4 > margin * 3;
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    (out, running)
}

/// Lines at the head or foot of two pages or more that differ by numbers only, in order.
fn running(pages: &[Vec<Line>]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for page in pages {
        let ends = page.len().saturating_sub(2).max(2);
        let mut own: Vec<String> =
            page.iter().enumerate().filter(|(i, _)| *i < 2 || *i >= ends).map(|(_, line)| folded(&line.words)).filter(|l| !l.is_empty()).collect();
        own.sort_unstable();
        own.dedup();
        seen.append(&mut own);
    }
    seen.sort_unstable();
    seen.chunk_by(|a, b| a == b).filter(|same| same.len() >= 2).filter_map(|same| same.first().cloned()).collect()
}

/// Words without their numbers: "page # of #".
fn folded(line: &str) -> String {
    let mut out = String::new();
    for c in line.trim().chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.extend(c.to_lowercase());
        }
    }
    out
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:date(?: of release| released| issued| filed)?|released?(?: on| date)?|issued|filed|published|for immediate release|(?:news|press|media) release)\b\W{0,5}(?P<first>.{6,60})$|\bfiled:?\s+(?P<stamp>\d.{5,30})",
    )
});

/// The day that its first lines state, by a label or alone; else the day on which the file says that it was made.
fn day(text: &str, zones: &[rashomon_model::text::Zone], made: Option<&str>) -> Option<Day> {
    let head: Vec<&str> = text.lines().take(25).map(str::trim).filter(|line| line.len() <= 160).collect();
    let said = head.iter().find_map(|line| {
        let found = LABEL.captures(line)?;
        published::read_day(found.name("first").or(found.name("stamp"))?.as_str())
    });
    if let Some((day, time)) = said {
        return Some(Day { day, time, from: DatedBy::Text });
    }
    // Lines of dates are read as those of any text.
    let posted = |zone: &rashomon_model::text::Zone| {
        matches!(zone.kind, ZoneKind::Furniture | ZoneKind::Byline)
            && text.get(zone.start as usize..zone.end as usize).is_some_and(|l| furniture::is_posted(l) && published::read_day(l).is_some())
    };
    if zones.iter().any(posted) {
        return None;
    }
    let number = |from: usize, to: usize| made?.strip_prefix("D:")?.get(from..to)?.parse::<i16>().ok();
    let day = Date::new(number(0, 4)?, i8::try_from(number(4, 6)?).ok()?, i8::try_from(number(6, 8)?).ok()?).ok()?;
    Some(Day { day, time: None, from: DatedBy::Meta })
}
