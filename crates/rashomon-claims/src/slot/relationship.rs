//! Relationships: "his wife", "the mother of the boy", "Reyes' cousin"; and what the other is then, a husband, a son, a cousin.

use rashomon_model::value::{Actor, Kin};
use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::cast::{Cast, Opening};
use crate::draft::Draft;
use crate::sheet::Sheet;

/// Drafts for `relationship`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, _kind: &Kind) -> Vec<Draft> {
    let mut out = Vec::new();
    for party in 0..cast.parties.len() {
        for (_, p) in cast.mentions(party).filter(|(_, p)| p.kin) {
            let mut tokens = p.tokens.clone();
            let owner = match p.opening {
                Opening::Owned => p.owner.and_then(|o| cast.people.get(o)),
                _ => {
                    // "the mother of the boy"
                    let of = sheet.tokens.get(tokens.end).filter(|t| &*t.lower == "of");
                    of.and_then(|_| cast.within(tokens.end..tokens.end + 8).map(|(_, q)| q).find(|q| q.tokens.start == tokens.end + 1))
                }
            };
            let Some(owner) = owner else { continue };
            let Some(to) = owner.party.filter(|o| *o != party) else { continue };
            tokens.end = tokens.end.max(if owner.tokens.start > p.head { owner.tokens.end } else { tokens.end });
            let mut push = |who: usize, of: &str, to: usize, because: String| {
                out.push(Draft {
                    sure: 0,
                    subject: Subject::Party(PartyId(who as u32)),
                    slot: "relationship".into(),
                    stated: Stated::Is(Value::Kin(Kin { of: of.into(), to: Some(Actor::Party(PartyId(to as u32))) })),
                    tokens: tokens.clone(),
                    anchor: p.head,
                    because,
                });
            };
            push(party, plain(&p.noun, p.female.or_else(|| female(cast, party))), to, format!("called somebody's {}", p.noun));
            // Kin that only speak are no part of it, and nobody's kin is told by them.
            let takes_part = cast.mentions(party).any(|(m, _)| cast.signs.get(m).is_some_and(|signs| !signs.is_empty()));
            if let Some(of) = inverse(&p.noun, female(cast, to)).filter(|_| takes_part) {
                push(to, &of, party, format!("somebody is called {} of this one", p.noun));
            }
        }
    }
    out
}

/// One word for one relation: "dad" is "father".
fn plain(noun: &str, female: Option<bool>) -> &str {
    match (noun, female) {
        ("dad", _) => "father",
        ("mom", _) => "mother",
        ("grandma", _) => "grandmother",
        ("grandpa", _) => "grandfather",
        ("fianc\u{e9}e", _) | ("fianc\u{e9}" | "fiance", Some(true)) => "fiancee",
        ("fianc\u{e9}", _) => "fiance",
        (other, _) => other,
    }
}

/// The sex that a party's mentions agree on.
fn female(cast: &Cast, party: usize) -> Option<bool> {
    let mut said = cast.mentions(party).filter_map(|(_, p)| p.female);
    let first = said.next()?;
    said.all(|f| f == first).then_some(first)
}

/// What somebody is to his or her "mother" or "friend", by the sex of the one asked for.
fn inverse(noun: &str, female: Option<bool>) -> Option<String> {
    let (before, bare) = match noun.split_once('-') {
        Some(("ex", bare)) => ("ex-", bare),
        _ => match noun.strip_prefix("step") {
            Some(bare) => ("step", bare),
            None => ("", noun),
        },
    };
    let by_sex = |she: &'static str, he: &'static str, any: &'static str| match female {
        Some(true) => she,
        Some(false) => he,
        None => any,
    };
    let word = match bare {
        "mother" | "mom" | "father" | "dad" | "parent" => by_sex("daughter", "son", "child"),
        "son" | "daughter" | "child" => by_sex("mother", "father", "parent"),
        "brother" | "sister" | "sibling" | "twin" => by_sex("sister", "brother", "sibling"),
        "grandmother" | "grandma" | "grandfather" | "grandpa" | "grandparent" => by_sex("granddaughter", "grandson", "grandchild"),
        "grandson" | "granddaughter" | "grandchild" => by_sex("grandmother", "grandfather", "grandparent"),
        "uncle" | "aunt" => by_sex("niece", "nephew", "niece or nephew"),
        "nephew" | "niece" => by_sex("aunt", "uncle", "aunt or uncle"),
        "wife" | "husband" | "spouse" => by_sex("wife", "husband", "spouse"),
        "girlfriend" | "boyfriend" => by_sex("girlfriend", "boyfriend", "partner"),
        "fianc\u{e9}" | "fianc\u{e9}e" | "fiance" | "fiancee" => by_sex("fiancee", "fiance", "fiance"),
        "cousin" | "friend" | "roommate" | "partner" | "neighbor" | "classmate" | "co-worker" | "coworker" | "acquaintance" => bare,
        _ => return None,
    };
    Some(format!("{before}{word}"))
}
