//! From what the libraries found to the lines of the article: leads and lines between its paragraphs that they drop are taken back.

use super::meta::folded;
use super::scan::{Line, Scan};
use super::tag::Flags;

/// Thousandths of a line's letters that make it found.
const FOUND: u16 = 500;
/// Letters of a paragraph.
const PARAGRAPH: usize = 80;
/// Lines between two of the article's that may be its own.
const GAP: usize = 6;
/// Lines between the headline and the article's first that may be its lead.
const LEAD: usize = 8;
/// What no line of an article is in.
const OUTSIDE: Flags = Flags::COMMENT.with(Flags::HIDDEN).with(Flags::RELATED).with(Flags::FURNITURE).with(Flags::CAPTION).with(Flags::BYLINE);

/// Whether each line is the article's. `title`: the headline.
pub(super) fn lines(scanned: &Scan, shares: &[u16], title: Option<&str>) -> Vec<bool> {
    let mut article: Vec<bool> = shares.iter().map(|s| *s >= FOUND).collect();
    let words = |line: &Line| scanned.text.get(line.range()).unwrap_or_default();
    let open = |line: &Line| !line.flags.has(OUTSIDE) && line.linked as usize * 3 < line.size();
    let is_paragraph = |line: &Line| open(line) && line.size() >= PARAGRAPH && words(line).ends_with(ENDS);
    let Some(first) = article.iter().position(|a| *a) else { return article };

    // The lead: paragraphs between the headline and the first line.
    let headline = title.map(folded).filter(|t| !t.is_empty());
    let at = headline.and_then(|t| scanned.lines.iter().take(first).rposition(|l| l.flags.has(Flags::HEADING) && folded(words(l)) == t));
    if let Some(at) = at.filter(|at| first - at <= LEAD) {
        for i in at + 1..first {
            if let (Some(line), Some(slot)) = (scanned.lines.get(i), article.get_mut(i)) {
                *slot |= is_paragraph(line);
            }
        }
    }
    // Paragraphs between two lines of the article's.
    let mut last: Option<usize> = None;
    for i in 0..article.len() {
        if article.get(i) != Some(&true) {
            continue;
        }
        if let Some(from) = last.filter(|from| i - from <= GAP + 1) {
            for gap in from + 1..i {
                if let (Some(line), Some(slot)) = (scanned.lines.get(gap), article.get_mut(gap)) {
                    *slot |= is_paragraph(line);
                }
            }
        }
        last = Some(i);
    }
    article
}

/// Marks that end a sentence.
const ENDS: [char; 10] = ['.', '!', '?', '…', '"', '”', '“', '»', '’', ':'];
