//! Regular expressions over a sheet: runs on the text of each passage and gives back tokens.

use std::ops::Range;

use regex::{Captures, Regex};

use crate::sheet::Sheet;

/// Every match of an expression, with the tokens it covers and its passage; matches across sentences are cut at the first's end.
pub fn each<'t>(sheet: &Sheet<'t>, expression: &Regex, mut take: impl FnMut(Range<usize>, Captures<'t>)) {
    for (p, passage) in sheet.passages.iter().enumerate() {
        let text = passage.text();
        for caps in expression.captures_iter(text) {
            let Some(whole) = caps.get(0) else { continue };
            if let Some(tokens) = tokens(sheet, p, whole.range()) {
                take(tokens, caps);
            }
        }
    }
}

/// The same for who needs no groups: much faster where an expression is large and matches often.
pub fn spans<'t>(sheet: &Sheet<'t>, expression: &Regex, mut take: impl FnMut(Range<usize>, regex::Match<'t>)) {
    for (p, passage) in sheet.passages.iter().enumerate() {
        for whole in expression.find_iter(passage.text()) {
            if let Some(tokens) = tokens(sheet, p, whole.range()) {
                take(tokens, whole);
            }
        }
    }
}

/// The tokens that a range of a passage's bytes touches, all of one sentence.
pub fn tokens(sheet: &Sheet<'_>, passage: usize, bytes: Range<usize>) -> Option<Range<usize>> {
    let start = sheet.tokens.partition_point(|t| (t.passage, t.range.end) <= (passage, bytes.start));
    let end = sheet.tokens.partition_point(|t| (t.passage, t.range.start) < (passage, bytes.end));
    let first = sheet.tokens.get(start).filter(|t| t.passage == passage)?;
    let end = end.min(sheet.sentences.get(first.sentence)?.tokens.end);
    (start < end).then_some(start..end)
}
