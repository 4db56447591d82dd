//! Ages: each that a page gives somebody, with the person's words where they stand together; an age that is kept back is unknown, not silence.

use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::cast::Cast;
use crate::draft::Draft;
use crate::sheet::Sheet;
use crate::withheld::{befell, kept_back, kept_back_of_all};

/// Longest quote that takes the person in.
const TOGETHER: usize = 16;

/// What is kept back.
const AGES: &[&str] = &["age", "ages"];

/// Drafts for `age`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, _kind: &Kind) -> Vec<Draft> {
    let mut out = Vec::new();
    let of_all = kept_back_of_all(sheet, AGES);
    for party in 0..cast.parties.len() {
        for (_, p) in cast.mentions(party) {
            let Some((age, tokens)) = &p.age else { continue };
            let (start, end) = (p.tokens.start.min(tokens.start), p.tokens.end.max(tokens.end));
            let one = sheet.tokens.get(start).zip(sheet.tokens.get(end - 1)).is_some_and(|(a, b)| a.sentence == b.sentence);
            let words = if one && end - start <= TOGETHER { start..end } else { tokens.clone() };
            out.push(Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "age".into(),
                stated: Stated::Is(Value::Age(age.clone())),
                tokens: words,
                anchor: tokens.start,
                because: "an age beside the person".into(),
            });
        }
        if cast.mentions(party).all(|(_, p)| p.age.is_none())
            && let Some((tokens, anchor)) = kept_back(sheet, cast, party, AGES).or_else(|| of_all.clone().filter(|_| befell(cast, party)))
        {
            out.push(Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "age".into(),
                stated: Stated::Unknown,
                tokens,
                anchor,
                because: "its age is kept back".into(),
            });
        }
    }
    out
}
