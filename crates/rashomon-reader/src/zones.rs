//! Zones from the shape of plain text, line by line: which words are the report's and which the page's or its
//! readers'. When in doubt a line is body, for a lost sentence costs more than a kept notice; but what may be a
//! reader's comment never is.

use std::cell::LazyCell;
use std::sync::LazyLock;

use rashomon_model::text::{Comment, Zone};
use rashomon_model::{Field, Notice, ZoneKind};
use regex::Regex;
use rustc_hash::FxHashSet;

use crate::pattern::pattern;
use crate::{comments, furniture};

/// What the shape of a text tells.
pub(crate) struct Shape {
    pub(crate) zones: Vec<Zone>,
    /// How many comments the page says it has.
    pub(crate) comments_claimed: Option<u32>,
    pub(crate) notices: Vec<Notice>,
}

/// One line that is not blank, without the white space around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'t> {
    pub(crate) start: usize,
    pub(crate) text: &'t str,
    /// Columns of white space before it; a tab is four.
    pub(crate) indent: u32,
    /// Blank lines before it.
    pub(crate) gap: u32,
}

impl Line<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The lines of a text that are not blank.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut at, mut gap) = (0, 0);
    for whole in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']) {
        let line = whole.trim_matches(char::is_whitespace);
        if line.is_empty() {
            // The two characters of "\r\n" end one line.
            gap += u32::from(
                !(whole.is_empty() && text.get(..at).is_some_and(|t| t.ends_with('\r')) && text.get(at..).is_some_and(|t| t.starts_with('\n'))),
            );
        } else {
            let lead = whole.get(..whole.len() - whole.trim_start_matches(char::is_whitespace).len()).unwrap_or_default();
            let indent = lead.chars().map(|c| if c == '\t' { 4 } else { u32::from(c.is_whitespace()) }).fold(0, u32::saturating_add);
            out.push(Line { start: at + lead.len(), text: line, indent, gap });
            gap = 0;
        }
        at += whole.len();
        at += text.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
    }
    out
}

/// Zones of a text. `title`: the headline that the input gave apart.
pub(crate) fn read(text: &str, title: Option<&str>) -> Shape {
    let mut lines = lines(text);
    let repeated = part_headline(&mut lines, title);
    let mut own: Vec<Option<ZoneKind>> = lines.iter().map(|l| furniture::kind(l.text)).collect();
    if let Some(first) = own.first_mut().filter(|_| repeated) {
        *first = Some(ZoneKind::Title);
    }
    let thread = comments::find(&lines, &own);
    let end = thread.as_ref().map_or(lines.len(), |t| t.at);
    let (Some(article), Some(own_article)) = (lines.get(..end), own.get(..end)) else { unreachable!("a thread begins at one of the lines") };
    let mut zones = Vec::with_capacity(lines.len() + 4);
    for (line, kind) in article.iter().zip(article_kinds(article, own_article, title)) {
        push_line(&mut zones, line, kind);
    }
    let mut shape = Shape { zones, comments_claimed: None, notices: Vec::new() };
    if let Some(thread) = thread {
        shape.comments_claimed = thread.claimed;
        comments::cut(&lines, &own, &thread, &mut shape);
    }
    shape
}

/// Zones of the lines of an article that was found by its markup: what other lists and stories look like in plain text is its own here.
pub(crate) fn read_article(lines: &[Line<'_>]) -> Vec<Zone> {
    let mut zones = Vec::with_capacity(lines.len() + 4);
    for line in lines {
        let own = furniture::kind(line.text).filter(|k| !matches!(k, ZoneKind::Caption | ZoneKind::Byline) || dateline(line.text).is_none());
        push_line(&mut zones, line, own.unwrap_or(ZoneKind::Body));
    }
    zones
}

/// Parts the headline from the text, where a page that lost its lines begins with its headline and goes on without so much as a
/// space ("Man shot in Millbrook | Channel 4MILLBROOK, Ohio —"). Whether it did.
fn part_headline(lines: &mut Vec<Line<'_>>, title: Option<&str>) -> bool {
    let title = title.map_or("", str::trim);
    let Some(first) = lines.first().copied().filter(|_| title.len() >= 10) else { return false };
    let Some(rest) = first.text.strip_prefix(title).filter(|r| r.starts_with(|c: char| !c.is_whitespace() && !c.is_lowercase())) else {
        return false;
    };
    lines[0].text = first.text.get(..title.len()).unwrap_or_default();
    lines.insert(1, Line { start: first.start + title.len(), text: rest, indent: 0, gap: 0 });
    true
}

/// What each line of the article is. `own`: what its words alone say.
fn article_kinds(lines: &[Line<'_>], own: &[Option<ZoneKind>], title: Option<&str>) -> Vec<ZoneKind> {
    let mut kinds: Vec<ZoneKind> = Vec::with_capacity(lines.len());
    // Inside a list of other stories, until a sentence comes; below the first sentence.
    let (mut listing, mut begun) = (false, false);
    let told = LazyCell::new(|| Told::of(lines, title));
    for (i, (line, own)) in lines.iter().zip(own).enumerate() {
        let headline = furniture::is_headline(line.text);
        let kind = if i == 0 && title.is_none() && is_title(line, *own, lines.get(1)) {
            ZoneKind::Title
        } else if let Some(kind) = own.filter(|k| !matches!(k, ZoneKind::Caption | ZoneKind::Byline) || dateline(line.text).is_none()) {
            listing = furniture::opens_list(line.text);
            kind
        } else if headline
            && !names_people(line.text)
            && (listing
                || i > 0 && furniture::is_keywords(line.text)
                || begun && stands_alone(lines, i, kinds.last()) && told.is_other_story(line.text))
        {
            ZoneKind::Furniture
        } else if headline && line.text.len() <= 40 && kinds.last() == Some(&ZoneKind::Rights) {
            // The name of the page below its rights notice.
            ZoneKind::Furniture
        } else {
            listing = false;
            begun |= !headline;
            ZoneKind::Body
        };
        kinds.push(kind);
    }
    drop_trailing_headlines(lines, &mut kinds);
    kinds
}

/// What the paragraphs of a page speak of, to know the headlines of other stories between them by.
struct Told(FxHashSet<String>);

impl Told {
    fn of(lines: &[Line<'_>], title: Option<&str>) -> Self {
        // Long pages are looked at in part: enough to know what they speak of.
        let told = lines.iter().take(200).filter(|l| !furniture::is_headline(l.text) && l.text.len() < 5000).map(|l| l.text);
        Self(told.chain(title).flat_map(words).map(stem).collect())
    }

    /// A headline between the paragraphs that speaks of little that the rest of the page does: in capitals, or without the small words
    /// of a sentence ("Clerk shot in robbery at Lakeview diner").
    fn is_other_story(&self, line: &str) -> bool {
        let long: Vec<&str> = words(line).filter(|w| w.len() >= 4).collect();
        let told = long.iter().filter(|w| self.0.contains(&stem(w))).count() * 2;
        let capital = |w: &&&str| w.starts_with(|c: char| c.is_uppercase());
        if long.len() >= 4 && long.iter().filter(capital).count() * 5 >= long.len() * 4 {
            return told < long.len();
        }
        let opens = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '\'' | '"' | '‘' | '“' | '['));
        let short = (5..=18).contains(&line.split_whitespace().count());
        opens && short && long.len() >= 3 && told <= long.len() && !furniture::is_sentence(line)
    }
}

/// No piece of a sentence that was broken into lines. `above`: what the line before is.
fn stands_alone(lines: &[Line<'_>], at: usize, above: Option<&ZoneKind>) -> bool {
    let breaks = |l: &Line<'_>| l.text.ends_with(|c: char| c == ',' || c.is_lowercase());
    let goes_on = above == Some(&ZoneKind::Body) && lines.get(at).is_some_and(|l| l.gap == 0) && lines.get(at.wrapping_sub(1)).is_some_and(breaks);
    !goes_on && !lines.get(at + 1).is_some_and(|l| l.text.starts_with(char::is_lowercase))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Enough of a word to know its other forms by.
fn stem(word: &str) -> String {
    word.chars().take(5).flat_map(char::to_lowercase).collect()
}

/// A first line that is short, no sentence and no notice of the page, above the text.
fn is_title(line: &Line<'_>, own: Option<ZoneKind>, next: Option<&Line<'_>>) -> bool {
    let short = line.text.len() <= 160 && (furniture::is_headline(line.text) || line.text.ends_with(['?', '!', '\'', '"', '’', '”']));
    short
        && next.is_some_and(|n| n.gap > 0 || n.text.len() > 60)
        && line.text.split_whitespace().count() >= 3
        && dateline(line.text).is_none()
        && !furniture::is_posted(line.text)
        // "VIDEO: …" opens headlines as well as links.
        && (own.is_none() || own == Some(ZoneKind::Furniture) && line.text.contains(": "))
}

/// Two or more headlines after the last sentence of a page are links to other stories.
fn drop_trailing_headlines(lines: &[Line<'_>], kinds: &mut [ZoneKind]) {
    let tail = lines.iter().zip(kinds.iter()).rev().take_while(|(l, k)| {
        !matches!(k, ZoneKind::Body) || furniture::is_headline(l.text) && l.text.split_whitespace().count() >= 4 && !names_people(l.text)
    });
    let tail = tail.count();
    // Without a sentence before it, it is all that the page says.
    if tail == lines.len() {
        return;
    }
    let from = lines.len() - tail;
    let many = kinds.iter().skip(from).filter(|k| **k == ZoneKind::Body).count() >= 3;
    for kind in kinds.iter_mut().skip(from).filter(|k| many && **k == ZoneKind::Body) {
        *kind = ZoneKind::Furniture;
    }
}

/// List marks and ages stand in lists of people, not in lists of other stories.
fn names_people(line: &str) -> bool {
    static AGED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[•*-] |, \d{1,2}\b|\(\d{1,2}\)|^\d{1,2}-year-old|^(?i:charged)"));
    AGED.is_match(line)
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    // CICERO-like capitals, with or without state and outlet, up to the dash; or an outlet in brackets; or a
    // place in lower case when its state or outlet shows that it is one.
    pattern(
        r"^(?:\([A-Z][A-Za-z0-9/.& -]{1,30}\)|[A-Z][A-Z.'’ -]{2,40}(?:, ?(?:[A-Z][A-Za-z.]+ ?){1,3})?(?: ?\([A-Z0-9][\w/.,& -]{1,40}\))?|[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3},? (?:\([A-Z][\w/.& -]{1,30}\)|[A-Z]{2}|[A-Z][a-z]+\.|[A-Z]\.[A-Z]\.|Ohio|Iowa|Utah|Maine|Idaho|Texas|Alaska|Hawaii)(?: ?\([A-Z0-9][\w/.,& -]{1,40}\))?) ?(?:--+|—|–|-|•)(?:\s|$)",
    )
});

/// "Millbrook, OH A gunman…": a place and its state without a dash.
static BARE_DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,2}, (?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]))(?:\s+(?:An?|The|Two|Three|Police|Officers?|Authorities|One)\s|$)",
    )
});

/// The length of the dateline that opens a paragraph.
fn dateline(line: &str) -> Option<usize> {
    let mut head = line.len().min(140);
    while !line.is_char_boundary(head) {
        head -= 1;
    }
    let head = line.get(..head).filter(|h| h.starts_with(|c: char| c.is_ascii_uppercase() || c == '('))?;
    let dashed = head.contains(['-', '—', '–', '•']).then(|| DATELINE.find(head)).flatten();
    dashed.map(|m| m.as_str().trim_end().len()).or_else(|| BARE_DATELINE.captures(head).and_then(|c| c.get(1)).map(|m| m.end()))
}

fn zone(kind: ZoneKind, start: usize, end: usize) -> Zone {
    Zone { kind, field: Field::Text, start: start as u32, end: end as u32, comment: None }
}

/// A zone, or for a paragraph its dateline, its words and a rights notice glued to its end.
fn push_line(zones: &mut Vec<Zone>, line: &Line<'_>, kind: ZoneKind) {
    let (mut start, mut end) = (line.start, line.end());
    if kind != ZoneKind::Body {
        if let Some(len) = furniture::glued_controls(line.text) {
            zones.push(zone(ZoneKind::Furniture, start, start + line.text.get(..len).unwrap_or_default().trim_end().len()));
            zones.push(zone(ZoneKind::Caption, start + len, end));
            return;
        }
        zones.push(zone(kind, start, end));
        return;
    }
    if let Some(len) = dateline(line.text) {
        zones.push(zone(ZoneKind::Dateline, start, start + len));
        let rest = line.text.get(len..).unwrap_or_default();
        start += len + (rest.len() - rest.trim_start_matches(char::is_whitespace).len());
    }
    let mut rights = None;
    if let Some(at) = furniture::trailing_rights(line.text).map(|at| line.start + at).filter(|at| *at > start) {
        rights = Some(zone(ZoneKind::Rights, at, end));
        end = at;
        let body = line.text.get(start - line.start..end - line.start).unwrap_or_default();
        end -= body.len() - body.trim_end_matches(char::is_whitespace).len();
    }
    if start < end {
        zones.push(zone(ZoneKind::Body, start, end));
    }
    zones.extend(rights);
}

impl Shape {
    /// A zone of the page's own words below the article.
    pub(crate) fn notice_zone(&mut self, kind: ZoneKind, line: &Line<'_>) {
        self.zones.push(zone(kind, line.start, line.end()));
    }

    /// One comment.
    pub(crate) fn comment_zone(&mut self, start: usize, end: usize, comment: Comment) {
        self.zones.push(Zone { comment: Some(Box::new(comment)), ..zone(ZoneKind::Comment, start, end) });
    }
}
