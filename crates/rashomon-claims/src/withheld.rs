//! What is somebody's and kept back: "police declined to release her name", "the ages of the two men were not given".

use std::ops::Range;

use crate::cast::{Cast, Form};
use crate::involvement::Role;
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

/// Words of a denial and of making known in a run of tokens: the first of them, and the last.
fn denial(sheet: &Sheet<'_>, range: Range<usize>) -> Option<(usize, usize)> {
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
    let denied = |i: &usize| matches!(lower(*i), "not" | "n't" | "declined" | "refused" | "yet" | "nor" | "withheld" | "withholding" | "unknown");
    let told = |i: &usize| matches!(lower(*i), "withheld" | "withholding" | "unknown" | "known") || RELEASE.contains(&lower(*i));
    let denial = range.clone().find(denied)?;
    range.clone().find(told).map(|verb| (denial.min(verb), denial.max(verb)))
}

/// "Police did not release the names and ages of those involved": the words that keep back something of everybody whom a page's incident
/// befell, and the word for it. `what` as in [`kept_back`].
pub fn kept_back_of_all(sheet: &Sheet<'_>, what: &[&str]) -> Option<(Range<usize>, usize)> {
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
    sheet.sentences.iter().find_map(|sentence| {
        let (open, end) = (sentence.tokens.start, sentence.tokens.end);
        let word = |i: usize| if i < end { lower(i) } else { "" };
        (open..end).find_map(|at| {
            let many = what.contains(&word(at)) && word(at).ends_with('s');
            let list = |i: &usize| matches!(word(*i), "names" | "ages" | "identities" | "and" | "or" | "genders");
            let from = (open..at).rev().take_while(list).last().unwrap_or(at);
            let to = (at + 1..end).find(|i| !list(i)).unwrap_or(end);
            if !many || !matches!(from.checked_sub(1).filter(|i| *i >= open).map_or("", lower), "the" | "any") {
                return None;
            }
            let of_all = match (word(to), word(to + 1), word(to + 2)) {
                ("of", "those" | "anyone" | "everyone", _) => true,
                ("of", "the", "victims" | "dead" | "deceased" | "injured" | "wounded" | "slain") => true,
                ("of" | "'s" | "'" | "’s" | "’", ..) => false,
                _ => true,
            };
            let before = || denial(sheet, from.saturating_sub(NEAR).max(open)..from).map(|(first, _)| first..to);
            let behind = || denial(sheet, to..(to + NEAR).min(end)).map(|(_, last)| from..last + 1);
            if of_all { before().or_else(behind).map(|tokens| (tokens, at)) } else { None }
        })
    })
}

/// Whether some words say of a party that it was harmed.
pub fn befell(cast: &Cast, party: usize) -> bool {
    cast.mentions(party).any(|(m, _)| cast.signs[m].iter().any(|s| s.role == Role::Victim))
}

/// The words that keep back something of a party, and the word for it. `what`: the words for it, lower case ("name", "names").
pub fn kept_back(sheet: &Sheet<'_>, cast: &Cast, party: usize, what: &[&str]) -> Option<(Range<usize>, usize)> {
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
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
        let after = denial(sheet, to..(to + NEAR).min(end)).map(|(_, verb)| from..verb + 1);
        let tokens = after.or_else(|| denial(sheet, from.saturating_sub(NEAR).max(open)..from).map(|(first, _)| first..to))?;
        Some((tokens, at))
    })
}
