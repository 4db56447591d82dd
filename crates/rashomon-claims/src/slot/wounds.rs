//! Number of gunshot wounds: "shot four times", "sustained four gunshot wounds", "a gunshot wound".

use std::ops::Range;

use rashomon_model::claim::PartyId;
use rashomon_model::value::{Count, Value};
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clause, Clauses, Deed, parties};
use crate::draft::Draft;
use crate::harm::{Fate, Harm, size};
use crate::mention::number;
use crate::sheet::Sheet;

/// How far behind the verb a number of times may stand ("shot … in the chest four times").
const REACH: usize = 12;

/// Drafts from attacks with a number of times, and from wounds with an article or number.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    if kind.slot("wounds").is_none() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for clause in clauses.list.iter().filter(|c| !c.negated) {
        let parties = harm.meant(cast, &parties(cast, &clause.patients), if clause.fatal { Fate::Dead } else { Fate::Any });
        let alone = matches!(parties.as_slice(), [one] if size(cast, *one) == Some(1));
        let found = match clause.deed {
            Deed::Attack => times(sheet, clause),
            Deed::Wound => counted(sheet, clause).filter(|(count, _)| alone || count.exact().is_some()),
            _ => None,
        };
        let Some((count, tokens)) = found else { continue };
        for party in parties {
            out.push(Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "wounds".into(),
                stated: Stated::Is(Value::Count(count)),
                tokens: tokens.clone(),
                anchor: clause.verb,
                because: "number beside the wound or the verb".into(),
            });
        }
    }
    out
}

/// "four times", "once", "multiple times", "by a bullet" behind an attack.
fn times(sheet: &Sheet<'_>, clause: &Clause) -> Option<(Count, Range<usize>)> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let end = clause.rest.end.min(clause.rest.start + REACH);
    for at in clause.rest.start..end {
        let count = match (word(at), word(at + 1)) {
            ("once", next) if at == clause.rest.start && !matches!(next, "he" | "she" | "they" | "the") => Some((Count::exactly(1), at + 1)),
            // "in the leg, and twice in the arm": a part of the wounds.
            ("once" | "twice", "in") if at > clause.rest.start && matches!(word(at - 1), "," | "and") => None,
            ("twice", _) => Some((Count::exactly(2), at + 1)),
            ("several" | "multiple" | "numerous" | "many", "times") => Some((Count::several(), at + 2)),
            ("bullet", _) if !clause.fatal && matches!(word(at - 1), "a" | "stray" | "single" | "one" | "random") => {
                Some((Count::exactly(1), at + 1))
            }
            (n, "time" | "times") => number::plain(n).filter(|n| *n < 100).map(|n| (Count::exactly(n), at + 2)),
            _ => None,
        };
        if let Some((count, end)) = count {
            return Some((count, clause.words.start..end));
        }
        if matches!(word(at), ";" | "." | "\"") {
            break;
        }
    }
    None
}

/// "a gunshot wound", "four gunshot wounds", "multiple gunshot wounds".
fn counted(sheet: &Sheet<'_>, clause: &Clause) -> Option<(Count, Range<usize>)> {
    let word = |at: usize| sheet.tokens.get(at).map_or("", |t| &*t.lower);
    let last = clause.words.end.checked_sub(1)?;
    // An injury need not be a wound of this kind.
    if word(last).starts_with("injur") && !word(clause.verb).starts_with("gun") {
        return None;
    }
    let plural = word(last).ends_with('s');
    let from = clause.verb.saturating_sub(4).max(sheet.sentences.get(clause.sentence)?.tokens.start);
    for at in (from..clause.verb).rev() {
        let lead = word(at);
        if matches!(lead, "several" | "multiple" | "numerous") {
            return Some((Count::several(), at..clause.words.end));
        }
        if let Some(n) = number::plain(lead).filter(|n| *n > 0 && *n < 100) {
            return Some((Count::exactly(n), at..clause.words.end));
        }
        if !plural && matches!(lead, "a" | "an" | "single" | "his" | "her" | "the") {
            return Some((Count::exactly(1), at..clause.words.end));
        }
        if matches!(lead, "with" | "from" | "of" | "suffered" | "sustained" | "," | "and") {
            break;
        }
    }
    Some((if plural { Count::several() } else { Count::exactly(1) }, clause.verb..clause.words.end))
}
