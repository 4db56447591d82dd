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
/// As much, behind "the names of the victims, as well as …".
const FAR: usize = 22;

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
                ("of", "the", _) => {
                    let counted = usize::from(crate::mention::number::plain(word(to + 2)).is_some());
                    matches!(word(to + 2 + counted), "victims" | "dead" | "deceased" | "injured" | "wounded" | "slain")
                }
                ("of" | "'s" | "'" | "’s" | "’", ..) => false,
                _ => true,
            };
            let before = || denial(sheet, from.saturating_sub(NEAR).max(open)..from).map(|(first, _)| first..to);
            let reach = if word(to) == "of" { FAR } else { NEAR };
            let behind = || denial(sheet, to..(to + reach).min(end)).map(|(_, last)| from..last + 1);
            if of_all { before().or_else(behind).map(|tokens| (tokens, at)) } else { None }
        })
    })
}

/// Whether some words give a party a part.
fn has(cast: &Cast, party: usize, role: Role) -> bool {
    cast.mentions(party).any(|(m, _)| cast.signs[m].iter().any(|s| s.role == role))
}

/// Whether some words say of a party that it was harmed.
pub fn befell(cast: &Cast, party: usize) -> bool {
    has(cast, party, Role::Victim)
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

/// "A male was killed. A spokesman declined to release his name": what is kept back of people whom a page has just told of and does not
/// name, though "his" was taken for nobody or for whoever speaks. Each with the words, and the word for it. `what` as in [`kept_back`].
pub fn kept_back_of_last(sheet: &Sheet<'_>, cast: &Cast, what: &[&str]) -> Vec<(usize, Range<usize>, usize)> {
    let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
    let named = |party: usize| cast.mentions(party).any(|(_, p)| p.name.is_some());
    let office = |party: usize| has(cast, party, Role::Official);
    let took_part = |party: usize| has(cast, party, Role::Victim) || has(cast, party, Role::Suspect);
    let mut out = Vec::new();
    for (m, p) in cast.people.iter().enumerate() {
        if p.form != Form::Pronoun || !matches!(lower(p.head), "his" | "her" | "their") || p.party.is_some_and(|q| !named(q) && !office(q)) {
            continue;
        }
        let Some(token) = sheet.tokens.get(p.head) else { continue };
        let Some(sentence) = sheet.sentences.get(token.sentence) else { continue };
        let (open, end) = (sentence.tokens.start, sentence.tokens.end);
        let Some(at) = (p.tokens.end..(p.tokens.end + 4).min(end)).find(|i| what.contains(&lower(*i))) else { continue };
        let after = denial(sheet, at + 1..(at + 1 + NEAR).min(end)).map(|(_, verb)| p.tokens.start..verb + 1);
        let before = || denial(sheet, p.tokens.start.saturating_sub(NEAR).max(open)..p.tokens.start).map(|(first, _)| first..at + 1);
        let Some(tokens) = after.or_else(before) else { continue };
        let told = |k: &usize| {
            let q = &cast.people[*k];
            let unsaid = q.party.is_some_and(|party| !named(party) && !office(party) && took_part(party));
            let sex = q.female.is_none() || p.female.is_none() || q.female == p.female;
            q.form == Form::Described && q.size == Some(1) && unsaid && sex
        };
        let Some(last) = (0..m).rev().take_while(|k| place(sheet, cast, *k) + 1 >= token.sentence).find(told) else { continue };
        let several = lower(p.head) == "their";
        let beside = |k: &usize| *k == last || several && place(sheet, cast, *k) == place(sheet, cast, last);
        let mut parties: Vec<usize> = (0..=last).rev().take_while(beside).filter(told).filter_map(|k| cast.people[k].party).collect();
        parties.sort_unstable();
        parties.dedup();
        out.extend(parties.into_iter().map(|party| (party, tokens.clone(), at)));
    }
    out
}

/// The sentence of a mention.
fn place(sheet: &Sheet<'_>, cast: &Cast, mention: usize) -> usize {
    sheet.tokens.get(cast.people[mention].head).map_or(0, |t| t.sentence)
}
