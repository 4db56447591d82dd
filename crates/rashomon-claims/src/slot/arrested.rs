//! Arrested: who was taken into custody.

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{People, parties};
use crate::draft::Draft;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Drafts from the kind's words of arrest, passive ("was arrested", "in custody") or active ("police arrested …").
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind) -> Vec<Draft> {
    if kind.slot("arrested").is_none() {
        return Vec::new();
    }
    let arrest = WordList::new([((), kind.list("arrest"))]);
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    for sentence in &sheet.sentences {
        for at in sentence.tokens.clone() {
            let Some((n, ())) = arrest.at(sheet, at, sentence.tokens.end) else { continue };
            let Some((found, words)) = people.undergoes(at, at + n) else { continue };
            let lower = |t: usize| &*sheet.tokens[t].lower;
            let denied = words.clone().any(|t| matches!(lower(t), "not" | "n't"));
            let again = words.clone().chain(words.end..sentence.tokens.end.min(words.end + 4)).any(|t| matches!(lower(t), "times" | "previously"));
            if denied || again {
                continue;
            }
            for party in parties(cast, &found) {
                out.push(Draft {
                    sure: 0,
                    subject: Subject::Party(PartyId(party as u32)),
                    slot: "arrested".into(),
                    stated: Stated::Is(Value::Label("true".into())),
                    tokens: words.clone(),
                    anchor: at,
                    because: "subject or object of an arrest".into(),
                });
            }
        }
    }
    out
}
