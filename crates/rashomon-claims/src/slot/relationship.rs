//! Relationships: "his wife", "the mother of the boy", "Reyes' cousin".

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
            let kin = Kin { of: p.noun.clone(), to: Some(Actor::Party(PartyId(to as u32))) };
            out.push(Draft {
                subject: Subject::Party(PartyId(party as u32)),
                slot: "relationship".into(),
                stated: Stated::Is(Value::Kin(kin)),
                tokens,
                anchor: p.head,
                because: format!("called somebody's {}", p.noun),
            });
        }
    }
    out
}
