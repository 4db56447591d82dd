//! Hospital: where those who were hurt were taken.

use std::ops::Range;

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clauses, People, lead_in};
use crate::draft::Draft;
use crate::harm::Harm;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Drafts from hospitals named after a person who was hurt. "The hospital" and "an area hospital" name none.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    if kind.slot("hospital").is_none() {
        return Vec::new();
    }
    let heads = WordList::new([((), kind.list("hospital"))]);
    let transport = WordList::new([((), kind.list("transport"))]);
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    for sentence in &sheet.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let found = match heads.at(sheet, at, sentence.tokens.end) {
                Some((n, ())) => named(sheet, &sentence.tokens, at, at + n),
                None => match transport.at(sheet, at, sentence.tokens.end) {
                    Some((n, ())) => bare(sheet, &heads, at + n, sentence.tokens.end),
                    None if goes(sheet, at) => bare(sheet, &heads, at + 2, sentence.tokens.end).filter(|name| by_letters(sheet, name)),
                    None => None,
                },
            };
            let Some(name) = found else {
                at += 1;
                continue;
            };
            for party in harm.holders(sheet, &people, clauses, name.start) {
                out.push(Draft {
                    sure: 0,
                    subject: Subject::Party(PartyId(party as u32)),
                    slot: "hospital".into(),
                    stated: Stated::Is(Value::Phrase(sheet.words(name.clone()).into())),
                    tokens: lead_in(sheet, name.start, 5)..name.end,
                    anchor: name.start,
                    because: "hospital named after a person who was hurt".into(),
                });
            }
            at = name.end.max(at + 1);
        }
    }
    out
}

/// The hospital's name around its head: "St. Ann's Medical Center", "an area hospital", "University of Millbrook Hospital".
fn named(sheet: &Sheet<'_>, sentence: &Range<usize>, head: usize, end: usize) -> Option<Range<usize>> {
    let (mut start, mut end) = (head, end);
    let capital_head = sheet.tokens[head].is_capital();
    while start > sentence.start && head - start < 8 {
        let token = &sheet.tokens[start - 1];
        let inner = matches!(&*token.lower, "of" | "&" | "'s" | "-" | "for" | "and" | "the")
            && start >= sentence.start + 2
            && sheet.tokens[start - 2].is_capital()
            && (&*token.lower != "and" || capital_head)
            && (sheet.tokens[start].is_capital() || &*token.lower != "the");
        let small = matches!(
            &*token.lower,
            "area" | "local" | "nearby" | "regional" | "different" | "children" | "trauma" | "two" | "city" | "community" | "hospital"
        );
        if !(token.is_capital() && token.is_word() || inner || small) {
            break;
        }
        start -= 1;
    }
    if start > sentence.start && matches!(&*sheet.tokens[start - 1].lower, "a" | "an") {
        start -= 1;
    }
    while start < head && matches!(&*sheet.tokens[start].lower, "the" | "'s" | "of" | "and" | "for") {
        start += 1;
    }
    // "for Children", "in Millbrook", "of Ohio"
    while end + 1 < sentence.end
        && matches!(&*sheet.tokens[end].lower, "for" | "in" | "of" | "-")
        && sheet.tokens[end + 1].is_capital()
        && end - head < 8
    {
        end += 2;
        while end < sentence.end && sheet.tokens[end].is_capital() && sheet.tokens[end].is_word() {
            end += 1;
        }
    }
    let proper = (start..end).any(|t| t != sentence.start && sheet.tokens[t].is_capital());
    (proper && (start < head || end > head + 1)).then_some(start..end)
}

/// "taken to", "released from": also to jail, also from it.
fn goes(sheet: &Sheet<'_>, at: usize) -> bool {
    let word = |t: usize| sheet.tokens.get(t).map_or("", |t| &*t.lower);
    matches!((word(at), word(at + 1)), ("taken" | "went" | "driven", "to") | ("released" | "transferred", "from") | ("room" | "care", "at"))
}

/// A hospital by its letters ("UMC") or by what hospitals are named for.
fn by_letters(sheet: &Sheet<'_>, name: &Range<usize>) -> bool {
    let Some(last) = name.clone().last().and_then(|t| sheet.tokens.get(t)) else { return false };
    let letters = name.len() == 1 && (3..=6).contains(&last.text.len()) && last.text.bytes().all(|b| b.is_ascii_uppercase());
    letters || matches!(&*last.lower, "health" | "healthcare" | "memorial" | "children" | "methodist" | "presbyterian" | "mercy")
}

/// A capitalised name after "taken to" that says no hospital word itself.
fn bare(sheet: &Sheet<'_>, heads: &WordList<()>, at: usize, end: usize) -> Option<Range<usize>> {
    let start = if sheet.tokens.get(at).is_some_and(|t| &*t.lower == "the") { at + 1 } else { at };
    let mut stop = start;
    while stop < end && (sheet.tokens[stop].is_capital() && sheet.tokens[stop].is_word() || &*sheet.tokens[stop].lower == "'s") {
        if heads.at(sheet, stop, end).is_some() {
            return None;
        }
        stop += 1;
    }
    let custody = (start..end.min(stop + 2)).any(|t| {
        matches!(&*sheet.tokens[t].lower, "jail" | "county" | "prison" | "police" | "custody" | "detention" | "court" | "station" | "hospital")
    });
    (stop > start && !custody).then_some(start..stop)
}
