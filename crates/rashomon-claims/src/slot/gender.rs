//! Gender: from nouns and pronouns, never from a given name (the program states only what a report states).

use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::cast::{Cast, Form};
use crate::draft::Draft;
use crate::sheet::Sheet;

/// How often the gender of one party is quoted at most.
const QUOTES: usize = 4;

/// How far before an age the word for the group may stand, in tokens.
const REACH: usize = 16;

/// What women are called as well: "the gunman", "a spokesman" tell an office or a deed rather than a man.
fn is_for_both(noun: &str) -> bool {
    noun.split(' ').any(|n| matches!(n, "gunman" | "spokesman" | "councilman" | "policeman" | "patrolman"))
}

/// Drafts for `gender`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, _kind: &Kind) -> Vec<Draft> {
    let mut out = Vec::new();
    let same = |a: usize, b: usize| sheet.tokens.get(a).zip(sheet.tokens.get(b)).is_some_and(|(a, b)| a.sentence == b.sentence);
    for party in 0..cast.parties.len() {
        // Nouns before pronouns: a noun needs no resolution.
        let mut told: Vec<_> = cast.mentions(party).filter(|(_, p)| p.female.is_some() && !is_for_both(&p.noun)).collect();
        told.sort_by_key(|(m, p)| (p.form == Form::Pronoun, *m));
        let Some(female) = told.first().and_then(|(_, p)| p.female) else { continue };
        for (m, p) in told.into_iter().filter(|(_, p)| p.female == Some(female)).take(QUOTES) {
            let label = if female { "female" } else { "male" };
            let mut tokens = p.tokens.clone();
            if p.form == Form::Pronoun {
                let end = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence)).map_or(tokens.end, |s| s.tokens.end);
                tokens.end = (tokens.end + 3).min(end);
            } else if p.noun.is_empty() {
                // "two men, 19 and 23": the word for both.
                let near = (m.saturating_sub(4)..m).rev().filter_map(|k| cast.people.get(k)).find(|q| q.size != Some(1) && q.female == Some(female));
                tokens.start = near.map(|q| q.tokens.start).filter(|s| *s + REACH > tokens.start && same(*s, p.head)).unwrap_or(tokens.start);
            }
            out.push(Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "gender".into(),
                stated: Stated::Is(Value::Label(label.into())),
                tokens,
                anchor: p.head,
                because: format!("\u{201C}{}\u{201D} says so", sheet.words(p.head..p.head + 1)),
            });
        }
    }
    out
}
