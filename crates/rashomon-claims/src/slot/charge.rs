//! Charge: what somebody is charged with, one draft per charge; "none" for a person who will not be charged.

use std::ops::Range;

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{People, parties};
use crate::draft::Draft;
use crate::mention::number;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Drafts from the kind's leads ("charged with", "on charges of") before its crimes ("aggravated assault").
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind) -> Vec<Draft> {
    if kind.slot("charge").is_none() {
        return Vec::new();
    }
    let leads = WordList::new([(true, kind.list("charged")), (false, kind.list("uncharged"))]);
    let crimes = WordList::new([((), kind.list("crime"))]);
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    for sentence in &sheet.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some((n, charged)) = leads.at(sheet, at, sentence.tokens.end) else {
                at += 1;
                continue;
            };
            if is_earlier(sheet, at, sentence.tokens.start) {
                at += n;
                continue;
            }
            let charges = if charged { list(sheet, &crimes, at + n, sentence.tokens.end) } else { std::iter::once(at..at + n).collect() };
            let found = people.undergoes(at, at + n).map(|(people, _)| parties(cast, &people)).unwrap_or_default();
            let start = at;
            at = charges.last().map_or(at + n, |c| c.end).max(at + n);
            for charge in charges {
                let value = if charged { sheet.words(charge.clone()).to_lowercase() } else { "none".into() };
                for party in &found {
                    out.push(Draft {
                        sure: 0,
                        subject: Subject::Party(PartyId(*party as u32)),
                        slot: "charge".into(),
                        stated: Stated::Is(Value::Phrase(value.as_str().into())),
                        tokens: if charge.start - start <= 8 { start..charge.end } else { charge.clone() },
                        anchor: start,
                        because: "crime after words of a charge".into(),
                    });
                }
            }
        }
    }
    out
}

/// "Previously convicted of robbery", "had twice pleaded guilty to burglary": an earlier case, no charge of this one.
fn is_earlier(sheet: &Sheet<'_>, at: usize, open: usize) -> bool {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    matches!(word(at), "convicted" | "found" | "guilty" | "pleaded" | "pled" | "plead" | "charged" | "arrested" | "indicted")
        && (at.saturating_sub(3).max(open)..at).any(|t| matches!(word(t), "previously" | "formerly" | "once" | "twice" | "thrice"))
}

/// Charges listed from `at`: "two counts of murder, assault and possession of a firearm".
fn list(sheet: &Sheet<'_>, crimes: &WordList<()>, at: usize, end: usize) -> Vec<Range<usize>> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut out: Vec<Range<usize>> = Vec::new();
    let end = end.min(at + 80);
    let mut from = at;
    let mut at = at;
    let stop = |at: usize| {
        matches!(
            word(at),
            ";" | "."
                | ":"
                | "("
                | "\""
                | "after"
                | "when"
                | "who"
                | "which"
                | "while"
                | "because"
                | "following"
                | "stemming"
                | "related"
                | "connected"
                | "said"
                | "according"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "was"
                | "is"
                | "are"
                | "were"
                | "has"
                | "had"
                | "will"
                | "but"
                | "he"
                | "she"
                | "they"
                | "police"
                | "if"
                | "where"
                | "as"
                | "would"
                | "could"
                | "held"
                | "booked"
        ) || matches!(
            (word(at), word(at + 1)),
            // "murder in the Oak Park shooting", "robbery out of Harlan County": which case it is, no part of the charge.
            ("in", _) | ("out", "of") | ("for", "the" | "his" | "her" | "their" | "allegedly" | "shooting" | "killing") | ("on", "a" | "the")
        )
    };
    while at <= end {
        let cut = at == end || stop(at);
        let joint = !cut && matches!(word(at), "," | "and");
        if cut || joint {
            let mut piece = from..at;
            while piece.start < piece.end
                && matches!(word(piece.start), "and" | "," | "a" | "an" | "also" | "the" | "his" | "charges" | "of" | "with")
            {
                piece.start += 1;
            }
            while piece.start < piece.end && matches!(word(piece.start), "several" | "multiple" | "various") {
                piece.start += 1;
            }
            while piece.start < piece.end && matches!(word(piece.end - 1), "charge" | "charges") {
                piece.end -= 1;
            }
            let holds = piece.clone().any(|t| crimes.at(sheet, t, piece.end).is_some());
            if holds {
                // "possession of cocaine and marijuana": what follows "and" without a crime of its own stays apart.
                out.push(piece.clone());
            } else if !piece.is_empty() && number::plain(word(piece.start)).is_none() {
                if let Some(last) =
                    out.last_mut().filter(|last| !cut && word(piece.start - 1) == "and" && piece.len() <= 3 && last.end + 1 == piece.start)
                {
                    last.end = piece.end;
                } else if !out.is_empty() {
                    break;
                }
            }
            from = at + 1;
        }
        if cut {
            break;
        }
        at += 1;
    }
    out
}
