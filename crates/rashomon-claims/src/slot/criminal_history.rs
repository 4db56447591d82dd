//! Criminal history: earlier convictions, probation, prison.

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{People, parties};
use crate::draft::Draft;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Drafts from the slot's phrases ("convicted felon", "on probation for …") beside a person.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind) -> Vec<Draft> {
    if kind.slot("criminal_history").is_none() {
        return Vec::new();
    }
    let phrases = WordList::new([((), kind.list("criminal_history"))]);
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    for sentence in &sheet.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some((n, ())) = phrases.at(sheet, at, sentence.tokens.end) else {
                at += 1;
                continue;
            };
            // "possession of a firearm by a felon" is a charge.
            if (at.saturating_sub(2)..at).any(|t| &*sheet.tokens[t].lower == "by") {
                at += n;
                continue;
            }
            let found = match people.holding(at) {
                Some(person) => vec![person],
                // "Ana Reyes, a convicted felon": beside the name.
                None if sheet.tokens.get(at.wrapping_sub(1)).is_some_and(|t| matches!(&*t.lower, "a" | "an" | ",")) => {
                    people.subject(at, true, &[]).pop().into_iter().collect()
                }
                None => people.undergoes(at, at + n).map(|(people, _)| people).unwrap_or_default(),
            };
            // "on probation for grand theft": the offence belongs in, up to the next mark.
            let mut end = at + n;
            if matches!(sheet.tokens.get(end).map(|t| &*t.lower), Some("for" | "of" | "on")) {
                let more = (end + 1..sentence.tokens.end.min(end + 9)).take_while(|t| sheet.tokens[*t].is_word()).count();
                end += 1 + more;
            }
            for party in parties(cast, &found) {
                out.push(Draft {
                    sure: 0,
                    subject: Subject::Party(PartyId(party as u32)),
                    slot: "criminal_history".into(),
                    stated: Stated::Is(Value::Phrase(sheet.words(at..end).into())),
                    tokens: at..end,
                    anchor: at,
                    because: "words of earlier offences beside a person".into(),
                });
            }
            at = end;
        }
    }
    out
}
