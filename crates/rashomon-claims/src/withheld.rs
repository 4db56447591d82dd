//! What is somebody's and kept back: "police declined to release her name", "the ages of the two men were not given".

use std::ops::Range;

use crate::cast::{Cast, Form};
use crate::sheet::Sheet;

/// Words for making something known.
const RELEASE: &[&str] = &[
    "released",
    "disclosed",
    "release",
    "releasing",
    "disclose",
    "given",
    "provided",
    "provide",
    "revealed",
    "reveal",
    "public",
    "available",
    "identified",
];
/// Words on either side of what is kept back that are looked at.
const NEAR: usize = 9;

/// The words that keep back something of a party, and the word for it. `what`: the words for it, lower case ("name", "names").
pub fn kept_back(sheet: &Sheet<'_>, cast: &Cast, party: usize, what: &[&str]) -> Option<(Range<usize>, usize)> {
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
    let denied = |i: &usize| matches!(lower(*i), "not" | "n't" | "declined" | "refused" | "yet" | "nor" | "withheld" | "withholding" | "unknown");
    let told = |i: &usize| matches!(lower(*i), "withheld" | "withholding" | "unknown" | "known") || RELEASE.contains(&lower(*i));
    let said = |range: Range<usize>| {
        let denial = range.clone().find(denied)?;
        range.clone().find(told).map(|verb| (denial.min(verb), denial.max(verb)))
    };
    cast.mentions(party).find_map(|(_, p)| {
        let sentence = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence))?;
        let (open, end) = (sentence.tokens.start, sentence.tokens.end);
        // "Her name", "the men's names", "the names and ages of the men".
        let owns =
            p.form == Form::Pronoun && matches!(lower(p.head), "his" | "her" | "their") || matches!(lower(p.tokens.end), "'s" | "'" | "’s" | "’");
        let behind = (p.tokens.end..(p.tokens.end + 4).min(end)).find(|i| owns && what.contains(&lower(*i)));
        let of = p.tokens.start.checked_sub(1).filter(|of| *of >= open && lower(*of) == "of");
        let before = || of.and_then(|of| (of.saturating_sub(4).max(open)..of).rev().find(|i| what.contains(&lower(*i))));
        let at = behind.or_else(before)?;
        let (from, to) = (at.min(p.tokens.start), p.tokens.end.max(at + 1));
        let after = said(to..(to + NEAR).min(end)).map(|(_, verb)| from..verb + 1);
        let tokens = after.or_else(|| said(from.saturating_sub(NEAR).max(open)..from).map(|(denial, _)| denial..to))?;
        Some((tokens, at))
    })
}
