//! Wound sites: the parts of the body that were hit, one draft each.

use std::ops::Range;

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clauses, Deed, parties};
use crate::draft::Draft;
use crate::harm::{Fate, Harm};
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// How far behind the verb a part of the body may stand.
const REACH: usize = 24;

/// Drafts from "in the leg", "to his upper body", "across the left cheek" behind an attack or a wound.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    if kind.slot("wound_site").is_none() {
        return Vec::new();
    }
    let body = WordList::new([((), kind.list("body"))]);
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut out = Vec::new();
    for clause in clauses.list.iter().filter(|c| !c.negated && matches!(c.deed, Deed::Attack | Deed::Wound | Deed::Hurt)) {
        let parties = harm.meant(cast, &parties(cast, &clause.patients), if clause.fatal { Fate::Dead } else { Fate::Any });
        if parties.is_empty() {
            continue;
        }
        let end = clause.rest.end.min(clause.words.end + REACH);
        let mut at = clause.words.end;
        while at < end {
            let led = matches!(word(at), "in" | "to" | "on" | "through" | "under" | "above" | "across" | "below" | "near" | "striking" | "hitting");
            if !led {
                at += 1;
                continue;
            }
            let (sites, next) = sites(sheet, &body, at + 1, end);
            for site in &sites {
                for party in &parties {
                    out.push(Draft {
                        sure: 0,
                        subject: Subject::Party(PartyId(*party as u32)),
                        slot: "wound_site".into(),
                        stated: Stated::Is(Value::Phrase(phrase(sheet, site.clone()).into())),
                        tokens: if at - clause.words.start <= 8 { clause.words.start..site.end } else { at..site.end },
                        anchor: clause.verb,
                        because: "part of the body behind the verb".into(),
                    });
                }
            }
            at = next.max(at + 1);
        }
    }
    out
}

/// The parts of the body listed from `at`: "the left leg, hip and foot".
fn sites(sheet: &Sheet<'_>, body: &WordList<()>, at: usize, end: usize) -> (Vec<Range<usize>>, usize) {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let mut out = Vec::new();
    let (mut at, mut from) = (at, at);
    while at < end {
        if let Some((n, ())) = body.at(sheet, at, end) {
            at += n;
            // "back of the head", "side of his face"
            if matches!(word(at), "of") {
                let mut on = at + 1;
                while on < end && matches!(word(on), "the" | "his" | "her" | "their" | "left" | "right") {
                    on += 1;
                }
                if let Some((n, ())) = body.at(sheet, on, end) {
                    at = on + n;
                }
            }
            if word(at) == "area" {
                at += 1;
            }
            out.push(from..at);
            from = at;
            continue;
        }
        match word(at) {
            "," | "and" | "or" | "&" | "in" | "to" => {
                at += 1;
                from = at;
            }
            "the" | "his" | "her" | "their" | "both" | "each" | "one" | "a" if from == at => {
                at += 1;
                if !matches!(word(at - 1), "both" | "each") {
                    from = at;
                }
            }
            "left" | "right" | "upper" | "lower" | "inner" | "outer" | "middle" | "front" | "rear" | "side" | "center" => at += 1,
            _ => break,
        }
    }
    (out, at)
}

/// The words of a site without article and possessive.
fn phrase(sheet: &Sheet<'_>, site: Range<usize>) -> String {
    let words: Vec<&str> =
        site.filter_map(|t| sheet.tokens.get(t)).map(|t| &*t.lower).filter(|w| !matches!(*w, "his" | "her" | "their" | "area")).collect();
    words.join(" ")
}
