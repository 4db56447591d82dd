//! Roles: from the signs beside a party's mentions (`involvement`).

use std::ops::Range;

use rashomon_model::{Kind, PartyId, Stated, Subject, Value, ZoneKind};

use crate::cast::Cast;
use crate::draft::Draft;
use crate::involvement::{Role, Sign};
use crate::sheet::Sheet;

/// How often one role of one party is quoted at most.
const QUOTES: usize = 4;

fn is_accused(word: &str) -> bool {
    matches!(word, "charged" | "arrested" | "accused" | "convicted" | "indicted" | "booked")
}

/// Drafts for `role`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind) -> Vec<Draft> {
    let uniform: Vec<&str> = kind
        .slot("role")
        .and_then(|s| s.words.iter().find(|(label, _)| &**label == "officer"))
        .map(|(_, words)| words.iter().map(|w| &**w).collect())
        .unwrap_or_default();
    let mut out = Vec::new();
    for party in 0..cast.parties.len() {
        let signs: Vec<&Sign> = cast.mentions(party).flat_map(|(m, _)| cast.signs.get(m).into_iter().flatten()).collect();
        let of = |role: Role| signs.iter().filter(|s| s.role == role).count();
        let (harmed, acting) = (of(Role::Victim), of(Role::Suspect));
        let officer = cast.mentions(party).any(|(_, p)| p.noun.split(' ').any(|w| uniform.contains(&w)));
        let both = signs.iter().any(|s| s.role == Role::Suspect && sheet.words(s.tokens.clone()).ends_with("self"));
        let called = cast.mentions(party).any(|(m, p)| cast.signs[m].iter().any(|s| s.role == Role::Suspect && s.anchor == p.head));
        let mut roles = Vec::new();
        if of(Role::Intervener) > 0 {
            roles.push((Role::Intervener, Role::Intervener));
        } else if officer && harmed + acting > 0 && of(Role::Official) == 0 {
            roles.push((Role::Officer, if harmed > 0 { Role::Victim } else { Role::Suspect }));
        } else if called && harmed > 0 {
            // "The suspect was also shot": he is called so by everybody, hit or not.
            roles.extend([(Role::Suspect, Role::Suspect), (Role::Victim, Role::Victim)]);
        } else if harmed > 0 && acting > 0 && !both {
            // Whoever is charged or arrested is no victim, hit or not.
            let accused = signs.iter().any(|s| s.role == Role::Suspect && is_accused(&sheet.words(s.anchor..s.anchor + 1).to_lowercase()));
            let role = if harmed >= acting && !accused { Role::Victim } else { Role::Suspect };
            roles.push((role, role));
        } else {
            roles.extend([Role::Victim, Role::Suspect].into_iter().filter(|r| of(*r) > 0).map(|r| (r, r)));
        }
        if roles.is_empty() {
            roles.extend([Role::Official, Role::Witness].into_iter().find(|r| of(*r) > 0).map(|r| (r, r)));
        }
        for (role, sign) in roles {
            // The shortest words that say it, and what says it again; for an officer, those in which the uniform stands, else the
            // first mention that has it.
            let uniformed = |t: &Range<usize>| sheet.tokens.get(t.clone()).unwrap_or(&[]).iter().any(|t| uniform.contains(&&*t.lower));
            let heading = |t: &Range<usize>| sheet.tokens.get(t.start).is_some_and(|t| sheet.sentences[t.sentence].zone == ZoneKind::Title);
            let mut told: Vec<&&Sign> = signs.iter().filter(|s| s.role == sign && (role != Role::Officer || uniformed(&s.tokens))).collect();
            told.sort_by_key(|s| match role {
                Role::Officer => (usize::from(heading(&s.tokens)), s.tokens.len(), s.tokens.start),
                Role::Intervener => (usize::from(heading(&s.tokens)), 0, s.tokens.start),
                _ => (0, s.tokens.len(), s.tokens.start),
            });
            let mut told: Vec<(Range<usize>, usize)> = told.into_iter().take(QUOTES).map(|s| (s.tokens.clone(), s.anchor)).collect();
            if told.is_empty() {
                let mentions = cast.mentions(party).map(|(_, p)| (p.tokens.clone(), p.head)).filter(|(tokens, _)| uniformed(tokens));
                told.extend(mentions.min_by_key(|(tokens, _)| (heading(tokens), tokens.start)));
            }
            out.extend(told.into_iter().map(|(tokens, anchor)| Draft {
                sure: 0,
                subject: Subject::Party(PartyId(party as u32)),
                slot: "role".into(),
                stated: Stated::Is(Value::Label(role.as_str().into())),
                tokens,
                anchor,
                because: format!("\u{201C}{}\u{201D} says so", sheet.words(anchor..anchor + 1)),
            }));
        }
    }
    out
}
