//! Condition: how those who were hurt are doing.

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clauses, Deed, People, lead_in, parties};
use crate::draft::Draft;
use crate::harm::{Fate, Harm};
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Drafts from the slot's words ("critical condition", "expected to survive") and from deaths after treatment.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    let Some(slot) = kind.slot("condition") else { return Vec::new() };
    let words = WordList::new(slot.words.iter().map(|(label, list)| (label.clone(), list.as_slice())));
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    let mut push = |party: usize, label: &str, tokens: std::ops::Range<usize>, anchor: usize| {
        out.push(Draft {
            sure: 0,
            subject: Subject::Party(PartyId(party as u32)),
            slot: "condition".into(),
            stated: if label == "?" { Stated::Unknown } else { Stated::Is(Value::Label(label.into())) },
            tokens,
            anchor,
            because: "words of a condition beside a person who was hurt".into(),
        });
    };
    for sentence in &sheet.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some((n, label)) =
                words.at(sheet, at, sentence.tokens.end).or_else(|| unknown(sheet, at, sentence.tokens.end).map(|n| (n, "?".into())))
            else {
                at += 1;
                continue;
            };
            // Names are released, too, or not.
            let word = |t: usize| &*sheet.tokens[t].lower;
            let withheld = &*label == "discharged"
                && (at.saturating_sub(8).max(sentence.tokens.start)..at).any(|t| {
                    matches!(word(t), "not" | "n't" | "name" | "names" | "identity" | "identities" | "information" | "details" | "video" | "bond")
                });
            // What somebody is charged with says of nobody how he is doing.
            let lead = at.saturating_sub(10).max(sentence.tokens.start)..at;
            let offence = lead.clone().any(|t| matches!(word(t), "inflicting" | "intent" | "abuse"));
            if withheld || offence {
                at += n;
                continue;
            }
            let grave = matches!(&*label, "life-threatening" | "critical" | "serious");
            let spared = grave
                && (lead.clone().any(|t| matches!(word(t), "none" | "neither"))
                    || lead.clone().rev().take(3).any(|t| matches!(word(t), "not" | "n't")));
            let label = if spared { "non-life-threatening" } else { &*label };
            // "Critical but stable" says two things.
            let also =
                (at..(at + n + 4).min(sentence.tokens.end)).take_while(|t| *t < at + n || matches!(word(*t), "," | "but" | "condition" | "stable"));
            let stable = grave && !spared && also.clone().any(|t| word(t) == "but") && also.clone().any(|t| word(t) == "stable");
            for party in harm.holders(sheet, &people, clauses, at) {
                push(party, label, lead_in(sheet, at, 6)..at + n, at);
                if stable {
                    push(party, "stable", lead_in(sheet, at, 6)..also.clone().last().map_or(at + n, |t| t + 1), at);
                }
            }
            at += n;
        }
    }
    let later = WordList::new([((), kind.list("died_later"))]);
    for clause in clauses.list.iter().filter(|c| c.deed == Deed::Die && !c.negated) {
        let Some(sentence) = sheet.sentences.get(clause.sentence) else { continue };
        let near = clause.words.start.saturating_sub(6).max(sentence.tokens.start)..sentence.tokens.end.min(clause.words.end + 8);
        let treated = near.clone().any(|t| later.at(sheet, t, near.end).is_some());
        if treated {
            for party in harm.meant(cast, &parties(cast, &clause.patients), Fate::Dead) {
                push(party, "died", clause.told(sheet, cast), clause.verb);
            }
        }
    }
    out
}

/// "The condition of the boy was not disclosed": how many words say so.
fn unknown(sheet: &Sheet<'_>, at: usize, end: usize) -> Option<usize> {
    let word = |t: usize| &*sheet.tokens[t].lower;
    if !matches!(word(at), "condition" | "conditions") {
        return None;
    }
    let near = at + 1..end.min(at + 12);
    let not = near.clone().find(|t| matches!(word(*t), "unknown" | "not" | "n't" | "," | ";"))?;
    match word(not) {
        "unknown" => Some(not + 1 - at),
        "not" | "n't" => (not + 1..near.end.min(not + 4))
            .find(|t| matches!(word(*t), "known" | "disclosed" | "released" | "available" | "given" | "clear"))
            .map(|t| t + 1 - at),
        _ => None,
    }
}
