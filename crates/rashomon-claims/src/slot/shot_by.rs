//! Shot by: who shot whom, as far as the page tells; oneself where the wound is self-inflicted.

use std::collections::BTreeSet;
use std::ops::Range;

use rashomon_model::claim::PartyId;
use rashomon_model::value::{Actor, Value};
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::{Cast, Form};
use crate::clause::{Clause, Clauses, Deed, People, parties};
use crate::draft::Draft;
use crate::harm::{Fate, Harm, size};
use crate::involvement::Role;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

const UNIFORM: &[&str] = &["officer", "cop", "deputy", "trooper", "policeman", "policewoman"];
/// How often one sign of the shooter is quoted at most.
const QUOTES: usize = 3;

/// Drafts from clauses with agent and patient; then from shots without a named target, from the words for a shooter
/// and from accusations, where the page knows one shooter only.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    if kind.slot("shot_by").is_none() {
        return Vec::new();
    }
    let mut rule = Rule { sheet, cast, clauses, harm, asked: BTreeSet::new(), out: Vec::new(), told: BTreeSet::new() };
    let unclear = |c: &&Clause| matches!(c.deed, Deed::Attack | Deed::Kill) && rule.unclear(c);
    let asked = clauses.list.iter().filter(unclear).flat_map(|c| harm.meant(cast, &parties(cast, &c.patients), Fate::Any)).collect();
    rule.asked = asked;
    for clause in &clauses.list {
        rule.direct(clause);
    }
    rule.who_else();
    // Somebody who fired, in a page that knows no other who did.
    let fired: BTreeSet<usize> = clauses
        .list
        .iter()
        .filter(|c| !c.negated && matches!(c.deed, Deed::Fire | Deed::Attack | Deed::Kill))
        .flat_map(|c| parties(cast, &c.agents))
        .collect();
    let shooters = WordList::new([((), kind.list("shooter"))]);
    let mut called: Vec<(usize, usize)> = Vec::new();
    for (n, person) in cast.people.iter().enumerate() {
        let Some(party) = person.party else { continue };
        if (person.tokens.clone()).any(|t| shooters.at(sheet, t, person.tokens.end).is_some()) {
            called.push((n, party));
        }
    }
    let accused = accused(sheet, cast, kind);
    let mut one: BTreeSet<usize> = fired;
    one.extend(called.iter().map(|(_, p)| *p));
    one.extend(accused.iter().map(|(p, ..)| *p));
    // "The gunman fired. Reyes is charged in the shooting": he who is accused goes for those who are but called the shooter.
    let blamed: BTreeSet<usize> = accused.iter().map(|(p, ..)| *p).collect();
    let is_named = |p: usize| cast.mentions(p).any(|(_, m)| matches!(m.form, Form::Named(_)));
    if blamed.len() == 1 {
        one.retain(|p| blamed.contains(p) || is_named(*p) || !called.iter().any(|(_, c)| c == p));
    }
    // Officers and bystanders who fire are not who is sought, where somebody else fired.
    let defends = |p: usize| {
        let uniform = cast.mentions(p).any(|(_, m)| m.noun.split(' ').any(|w| UNIFORM.contains(&w)));
        uniform || cast.mentions(p).filter_map(|(m, _)| cast.signs.get(m)).flatten().any(|s| s.role == Role::Intervener)
    };
    if one.iter().any(|p| !defends(*p)) {
        one.retain(|p| !defends(*p));
    }
    let only = one.first().copied().filter(|shooter| one.len() == 1 && size(cast, *shooter) == Some(1));
    let Some(shooter) = only else { return rule.out };
    for victim in harm.everybody(cast).into_iter().filter(|v| *v != shooter) {
        for clause in clauses.list.iter().filter(|c| c.deed == Deed::Fire && !c.negated && !c.agents.is_empty()).take(QUOTES) {
            rule.push(victim, Stated::Is(actor(shooter)), clause.words.clone(), clause.verb, "the only one who fired");
        }
        for (person, _) in called.iter().take(QUOTES) {
            let words = cast.people[*person].tokens.clone();
            rule.push(victim, Stated::Is(actor(shooter)), words, cast.people[*person].head, "called the shooter");
        }
        for (_, words, anchor) in accused.iter().take(QUOTES) {
            rule.push(victim, Stated::Is(actor(shooter)), words.clone(), *anchor, "accused of it");
        }
    }
    rule.out
}

fn actor(party: usize) -> Value {
    Value::Actor(Actor::Party(PartyId(party as u32)))
}

/// Who is arrested for, charged in or accused of the shooting: party, words, anchor.
fn accused(sheet: &Sheet<'_>, cast: &Cast, kind: &Kind) -> Vec<(usize, Range<usize>, usize)> {
    let lexicon = WordList::new([((), kind.list("blamed"))]);
    let people = People::of(sheet, cast);
    let mut out = Vec::new();
    for sentence in &sheet.sentences {
        for at in sentence.tokens.clone() {
            let Some((n, ())) = lexicon.at(sheet, at, sentence.tokens.end) else { continue };
            let Some((found, _)) = people.undergoes(at, at + n) else { continue };
            if let [party] = parties(cast, &found).as_slice() {
                out.push((*party, at..at + n, at));
            }
        }
    }
    out
}

struct Rule<'a> {
    sheet: &'a Sheet<'a>,
    cast: &'a Cast,
    clauses: &'a Clauses,
    harm: &'a Harm,
    /// Of whom it is said to be unclear.
    asked: BTreeSet<usize>,
    out: Vec<Draft>,
    told: BTreeSet<(usize, Option<Actor>, usize)>,
}

impl Rule<'_> {
    /// "It is unclear who hit him", on a page that says who shot one of the two who were hit, asks after the other.
    fn who_else(&mut self) {
        let of = |d: &Draft| if let Subject::Party(p) = d.subject { Some(p.0 as usize) } else { None };
        let known: BTreeSet<usize> = self.out.iter().filter(|d| matches!(d.stated, Stated::Is(_))).filter_map(of).collect();
        let open: Vec<usize> = self.harm.everybody(self.cast).into_iter().filter(|p| !known.contains(p)).collect();
        let [other] = open.as_slice() else { return };
        for draft in self.out.iter_mut().filter(|d| d.stated == Stated::Unknown) {
            let patient = self.sheet.tokens.get(draft.anchor + 1).map_or("", |t| &*t.lower);
            if of(draft).is_some_and(|p| known.contains(&p)) && matches!(patient, "him" | "her") {
                draft.subject = Subject::Party(PartyId(*other as u32));
            }
        }
    }

    fn direct(&mut self, clause: &Clause) {
        let fate = if clause.fatal || clause.deed == Deed::Kill { Fate::Dead } else { Fate::Any };
        let patients = self.harm.meant(self.cast, &parties(self.cast, &clause.patients), fate);
        if clause.oneself && !clause.negated {
            if let [one] = patients.as_slice() {
                self.push(*one, Stated::Is(Value::Actor(Actor::Oneself)), clause.words.clone(), clause.verb, "did it to oneself");
            }
            return;
        }
        if !matches!(clause.deed, Deed::Attack | Deed::Kill | Deed::Fire) || clause.negated && clause.deed == Deed::Kill {
            return;
        }
        if self.unclear(clause) {
            for patient in patients {
                self.push(patient, Stated::Unknown, clause.words.clone(), clause.verb, "said to be unclear");
            }
            return;
        }
        let agents = self.agents(clause);
        let [agent] = agents.as_slice() else { return };
        // Shots at somebody whom the page does not tell hit, or by whom is unclear, are no claim of who hit him.
        let open = |p: &usize| clause.deed == Deed::Fire && !clause.negated && (!self.harm.contains(*p) || self.asked.contains(p));
        let hit: Vec<usize> = patients.into_iter().filter(|p| p != agent && !open(p)).collect();
        for patient in hit {
            let stated = if clause.negated { Stated::IsNot(actor(*agent)) } else { Stated::Is(actor(*agent)) };
            let words = self.span(clause);
            self.push(patient, stated, words, clause.verb, "agent and patient of one clause");
        }
    }

    /// Who acts in a clause; where the shots themselves do ("none of those shots hit him"), who fired them just before.
    fn agents(&self, clause: &Clause) -> Vec<usize> {
        let word = |at: usize| self.sheet.tokens.get(at).map_or("", |t| &*t.lower);
        let before = clause.words.start.saturating_sub(1);
        let missiles = matches!(word(before), "shots" | "bullets" | "rounds");
        if !clause.agents.is_empty() || !clause.negated || !missiles {
            return parties(self.cast, &clause.agents);
        }
        let at = self.clauses.list.partition_point(|c| c.verb < clause.verb);
        let fired = self.clauses.list.get(..at).unwrap_or(&[]).iter().rev().take_while(|c| c.sentence + 1 >= clause.sentence);
        let mut shots = fired.filter(|c| c.deed == Deed::Fire && !c.negated && !c.agents.is_empty());
        shots.next().map_or_else(Vec::new, |c| parties(self.cast, &c.agents))
    }

    /// The words from agent to patient, where they are few.
    fn span(&self, clause: &Clause) -> Range<usize> {
        let mut words = clause.words.clone();
        for person in clause.agents.iter().chain(&clause.patients).filter_map(|p| self.cast.people.get(*p)) {
            let (start, end) = (words.start.min(person.tokens.start), words.end.max(person.tokens.end));
            if end - start <= 16 {
                words = start..end;
            }
        }
        words
    }

    /// "It was unclear who shot him": a sign of not knowing before, with a question word between.
    fn unclear(&self, clause: &Clause) -> bool {
        let open = self.sheet.sentences.get(clause.sentence).map_or(0, |s| s.tokens.start);
        let word = |at: usize| self.sheet.tokens.get(at).map_or("", |t| &*t.lower);
        let from = clause.words.start.saturating_sub(14).max(open);
        let asks = (from..clause.verb).rev().find(|t| matches!(word(*t), "who" | "whose" | "whether" | "if" | "which" | "how"));
        asks.is_some_and(|asks| {
            (from..asks).any(|t| {
                matches!(word(t), "unclear" | "unknown" | "unsure" | "determine" | "investigating")
                    || word(t) == "known" && matches!(word(t.saturating_sub(1)), "not" | "n't" | "yet" | "immediately")
                    || word(t) == "know" && matches!(word(t.saturating_sub(1)), "not" | "n't")
                    || word(t) == "clear" && matches!(word(t.saturating_sub(1)), "not" | "n't" | "immediately")
            })
        })
    }

    fn push(&mut self, party: usize, stated: Stated, tokens: Range<usize>, anchor: usize, because: &str) {
        let who = match stated.value() {
            Some(Value::Actor(actor)) => Some(actor.clone()),
            _ => None,
        };
        if self.told.insert((party, who, anchor)) {
            out_push(&mut self.out, party, stated, tokens, anchor, because);
        }
    }
}

fn out_push(out: &mut Vec<Draft>, party: usize, stated: Stated, tokens: Range<usize>, anchor: usize, because: &str) {
    out.push(Draft {
        sure: 0,
        subject: Subject::Party(PartyId(party as u32)),
        slot: "shot_by".into(),
        stated,
        tokens,
        anchor,
        because: because.into(),
    });
}
