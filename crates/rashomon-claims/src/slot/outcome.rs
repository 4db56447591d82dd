//! Outcome: killed, injured, unharmed.

use rashomon_model::claim::PartyId;
use rashomon_model::value::Value;
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clause, Clauses, Deed, parties};
use crate::draft::Draft;
use crate::harm::{Fate, Harm};
use crate::involvement::Role;
use crate::sheet::Sheet;
use crate::tally::What;

/// How often one outcome of one party is quoted at most.
const QUOTES: usize = 3;

/// One draft per party, outcome and telling clause. Who dies is not also injured.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    if kind.slot("outcome").is_none() {
        return Vec::new();
    }
    let mut quoted = vec![[0; 3]; cast.parties.len()];
    let mut out = Vec::new();
    for clause in &clauses.list {
        let Some((label, n)) = outcome(clause) else { continue };
        let fate = if n == 0 { Fate::Dead } else { Fate::Hurt };
        for party in harm.meant(cast, &parties(cast, &clause.patients), fate) {
            if n == 1 && harm.dead.contains(&party) || n == 2 && harm.contains(party) {
                continue;
            }
            let Some(count) = quoted.get_mut(party).map(|q| &mut q[n]) else { continue };
            *count += 1;
            if *count > QUOTES {
                continue;
            }
            out.push(Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "outcome".into(),
                stated: Stated::Is(Value::Label(label.into())),
                tokens: clause.told(sheet, cast),
                anchor: clause.verb,
                because: format!("{:?} clause", clause.deed).to_lowercase(),
            });
        }
    }
    out.extend(spared(cast, harm));
    out
}

/// "No one was hurt": nobody who took part in it.
fn spared<'a>(cast: &'a Cast, harm: &Harm) -> impl Iterator<Item = Draft> + 'a {
    let none = harm.stated.iter().find(|t| t.n == 0 && t.what == What::Hurt).filter(|_| harm.nobody()).cloned();
    let part = |p: &usize| {
        let mut signs = cast.mentions(*p).filter_map(|(m, _)| cast.signs.get(m)).flatten();
        signs.any(|s| matches!(s.role, Role::Victim | Role::Suspect | Role::Officer | Role::Intervener))
    };
    none.into_iter().flat_map(move |toll| {
        (0..cast.parties.len()).filter(part).map(move |party| Draft {
            sure: 0,
            subject: Subject::Party(PartyId(party as u32)),
            slot: "outcome".into(),
            stated: Stated::Is(Value::Label("unharmed".into())),
            tokens: toll.tokens.clone(),
            anchor: toll.anchor,
            because: "nobody was hurt".into(),
        })
    })
}

fn outcome(clause: &Clause) -> Option<(&'static str, usize)> {
    match (clause.deed, clause.negated) {
        (Deed::Kill | Deed::Die, false) => Some(("killed", 0)),
        (Deed::Attack, false) if clause.fatal => Some(("killed", 0)),
        (Deed::Attack | Deed::Hurt | Deed::Wound, false) => Some(("injured", 1)),
        (Deed::Spare, false) | (Deed::Hurt, true) => Some(("unharmed", 2)),
        _ => None,
    }
}
