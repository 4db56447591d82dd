//! From parties to the cast: lists of names, the unnamed and the named of one part, groups beside their members, and who takes part.

use std::collections::{BTreeMap, BTreeSet};

use super::{Party, Ranker, Reader, WINDOW, ages_clash, clash, is_child, is_civil, is_plain, is_uniform};
use crate::cast::{Cast, Form, Opening};
use crate::involvement::{Role, Sign};

/// A party below this score takes no part.
const DROP: i64 = -1400;
/// Parties among which groups and their members are sought: those met first.
const CROWD: usize = 200;
/// Sentences of a page's opening, its headline with them.
const LEAD: usize = 10;
/// Most members of a group that are told apart.
const MEMBERS: usize = 12;

/// A group and those who belong to it.
type Members = (usize, Vec<usize>);

/// The part of whoever was harmed, or did it.
fn part(q: &Party) -> Option<Role> {
    [Role::Victim, Role::Suspect].into_iter().find(|r| q.roles.contains(r))
}

impl Reader<'_, '_> {
    /// The cast: parties that take part, in order of first mention.
    pub(super) fn finish(mut self, weights: &Ranker) -> Cast {
        let own: Vec<bool> = self.parties.iter().map(|q| !q.mentions.is_empty() && self.takes_part(q, weights)).collect();
        // "Four people shot": of whom the weights say that they are nobody of their own, though what is said of them holds of its members.
        // Deep down a page tells of others, too.
        let several = |q: &Party| {
            q.mentions.first().is_some_and(|m| self.sentence(*m) < LEAD)
                && q.size.is_some_and(|n| n > 1)
                && q.name.is_none()
                && part(q).is_some()
                && self.may_take_part(q)
        };
        let met: Vec<bool> = self.parties.iter().zip(&own).map(|(q, own)| *own || several(q)).collect();
        let (grouped, partly) = self.groups(&met);
        // A page that tells of nobody else of that part tells of the group; of two, of the first.
        let heard: Vec<bool> = (0..met.len())
            .map(|n| {
                met[n]
                    && !own[n]
                    && (0..met.len())
                        .any(|k| k != n && (own[k] || met[k] && k < n) && self.parties[k].roles.iter().any(|r| Some(*r) == part(&self.parties[n])))
            })
            .collect();
        // "His brother Luis Ortega".
        let kin = |q: &Party| q.single() && q.name.is_some() && q.owner.as_ref().is_some_and(|(o, _)| met[*o] && part(&self.parties[*o]).is_some());
        let kept: Vec<bool> = self.parties.iter().zip(&met).map(|(q, met)| *met || kin(q)).collect();
        // A mother who tells of "her son" who was shot.
        let told = |q: &Party| q.single() && part(q).is_some();
        let owners: BTreeSet<usize> =
            (0..kept.len()).filter(|n| kept[*n] && told(&self.parties[*n])).filter_map(|n| self.parties[n].owner.as_ref().map(|(o, _)| *o)).collect();
        let kept: Vec<bool> = (0..kept.len()).map(|n| kept[n] || self.parties[n].name.is_some() && owners.contains(&n)).collect();
        let mut number = vec![None; self.parties.len()];
        let mut parties = Vec::new();
        for (n, q) in self.parties.iter().enumerate() {
            if kept[n] && !q.mentions.is_empty() {
                number[n] = Some(parties.len());
                parties.push(q.mentions.clone());
            }
        }
        for p in &mut self.people {
            p.party = p.party.and_then(|n| number[n]);
        }
        let renumber = |list: Vec<(usize, Vec<usize>)>| -> BTreeMap<usize, Vec<usize>> {
            let members = |m: Vec<usize>| m.into_iter().filter_map(|m| number[m]).collect();
            list.into_iter().filter_map(|(group, m)| Some((number[group]?, members(m)))).collect()
        };
        let heard = (0..heard.len()).filter(|n| heard[*n]).filter_map(|n| number[n]).collect();
        Cast { people: self.people, parties, signs: self.signs, groups: renumber(grouped), partly: renumber(partly), heard }
    }

    /// "The victims were identified as A, 31, and B, 39", "The dead are A and B": each of the list takes the group's part.
    pub(super) fn name_lists(&mut self) {
        let mut told: Vec<(usize, Sign)> = Vec::new();
        let mut m = 0;
        for sentence in &self.sheet.sentences {
            while self.people.get(m).is_some_and(|p| p.head < sentence.tokens.start) {
                m += 1;
            }
            let Some((role, start, cue)) = self.introduction(sentence.tokens.clone(), m) else { continue };
            for (k, p) in self.people.iter().enumerate().skip(m).take_while(|(_, p)| p.head < sentence.tokens.end) {
                if p.tokens.start <= cue || p.name.is_none() {
                    continue;
                }
                let new = p.party.is_some_and(|q| {
                    let q = &self.parties[q];
                    q.single() && q.owner.is_none() && !q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect | Role::Official))
                });
                if new {
                    let tokens = if p.tokens.end - start <= 24 { start..p.tokens.end } else { start..cue + 1 };
                    told.push((k, Sign { role, tokens, anchor: p.head }));
                }
            }
        }
        for (k, sign) in told {
            let Some(party) = self.people[k].party else { continue };
            if !self.parties[party].roles.contains(&sign.role) {
                self.parties[party].roles.push(sign.role);
            }
            self.signs[k].push(sign);
        }
    }

    /// Whom a list of names tells: the part, where the words begin, and the word before the list.
    fn introduction(&self, sentence: std::ops::Range<usize>, m: usize) -> Option<(Role, usize, usize)> {
        let cue = |from: usize| {
            let to = (from + 12).min(sentence.end);
            let open = (from..to).find(|i| matches!(self.lower(*i), "identified" | "named" | "include" | "included" | "including" | "as" | ":"));
            open.or_else(|| Some(from).filter(|i| matches!(self.lower(*i), "are" | "were")))
        };
        // "The dead are", "Killed were".
        for i in sentence.start..(sentence.start + 3).min(sentence.end) {
            let next = self.lower(i + 1);
            if matches!(self.lower(i), "dead" | "deceased" | "killed" | "injured" | "wounded")
                && matches!(next, "are" | "were" | "include" | "included" | ":")
            {
                return Some((Role::Victim, sentence.start, i + 1));
            }
        }
        let group = self.people.iter().skip(m).take_while(|p| p.head < sentence.end).take(3).find(|p| p.size != Some(1))?;
        let roles = &self.parties.get(group.party?)?.roles;
        let role = [Role::Victim, Role::Suspect].into_iter().find(|r| roles.contains(r))?;
        Some((role, group.tokens.start, cue(group.tokens.end)?))
    }

    /// Groups that stand beside their own members: "four people were shot" and four who are told apart, "the victims"; then those
    /// of which some are.
    fn groups(&self, kept: &[bool]) -> (Vec<Members>, Vec<Members>) {
        let (mut out, mut partly) = (Vec::new(), Vec::new());
        for (n, group) in self.parties.iter().enumerate().take(CROWD).filter(|(n, q)| kept[*n] && !q.single() && q.name.is_none()) {
            let Some(role) = part(group) else { continue };
            let others = group.mentions.first().is_some_and(|m| self.people[*m].opening == Opening::Another);
            let mut members: Vec<usize> = Vec::new();
            for (k, q) in self.parties.iter().enumerate().take(CROWD).filter(|(k, q)| *k != n && kept[*k] && q.single()) {
                let of = q.roles.contains(&role) && !clash(group.female, q.sex()) && !q.roles.contains(&Role::Official);
                if of && (!others || k > n) && members.len() < MEMBERS {
                    members.push(k);
                }
            }
            let rest: Vec<usize> = self
                .parties
                .iter()
                .enumerate()
                .take(CROWD)
                .filter(|(k, q)| *k != n && kept[*k] && !q.single() && q.name.is_none() && q.roles.contains(&role) && !clash(group.female, q.sex()))
                .filter(|(_, q)| q.size.is_some_and(|a| group.size.is_none_or(|b| a < b)))
                .map(|(k, _)| k)
                .collect();
            let more: u32 = rest.iter().filter_map(|k| self.parties[*k].size).sum();
            let covered = match group.size {
                // "the victims", "suspects": whoever the page tells apart; "masked men" of whom it tells but what they did are a group
                // of their own.
                None => {
                    members.extend(rest);
                    let acted = |m: &usize| self.signs[*m].iter().any(|s| s.role == Role::Suspect && s.anchor != self.people[*m].head);
                    !members.is_empty() || role == Role::Victim || !group.mentions.iter().any(acted)
                }
                Some(size) if members.len() as u32 == size => true,
                Some(size) if members.len() as u32 + more == size => {
                    members.extend(rest);
                    true
                }
                // More are told apart than the group has: which of them it means is not said.
                Some(size) if members.len() as u32 > size => {
                    members.clear();
                    true
                }
                Some(_) => false,
            };
            if covered {
                out.push((n, members));
            } else if !members.is_empty() {
                partly.push((n, members));
            }
        }
        (out, partly)
    }

    /// Joins the headline's or lead's one unnamed victim (or suspect) with the one person of that role who gets a name.
    pub(super) fn unite(&mut self) {
        for role in [Role::Victim, Role::Suspect] {
            // An officer or one of the public who fires is no suspect.
            let other = |q: &Party| role == Role::Suspect && q.nouns.iter().any(|n| n.split(' ').any(|n| is_uniform(n) || is_civil(n)));
            let of_role = |q: &Party| q.roles.contains(&role) && q.single() && !q.mentions.is_empty() && !other(q);
            let mut unnamed =
                (0..self.parties.len()).filter(|n| of_role(&self.parties[*n]) && self.parties[*n].name.is_none() && self.parties[*n].owner.is_none());
            let mut named = (0..self.parties.len()).filter(|n| of_role(&self.parties[*n]) && self.parties[*n].name.is_some());
            let (Some(a), None, Some(b), None) = (unnamed.next(), unnamed.next(), named.next(), named.next()) else {
                self.unite_headline(role);
                continue;
            };
            let (x, y) = (&self.parties[a], &self.parties[b]);
            let child = x.nouns.iter().any(|n| is_child(n)) && y.age.as_ref().is_some_and(|a| a.low > 18 * 12);
            if clash(x.sex(), y.sex())
                || ages_clash(x.age.as_ref(), y.age.as_ref())
                || child
                || a > b && !x.nouns.iter().any(|n| is_plain(n) || matches!(&**n, "victim" | "suspect" | "gunman" | "shooter"))
            {
                continue;
            }
            // Two people of one sentence are two.
            let sentences: Vec<usize> = y.mentions.iter().map(|m| self.sentence(*m)).collect();
            if x.mentions.iter().any(|m| self.people[*m].form != Form::Pronoun && sentences.contains(&self.sentence(*m))) {
                continue;
            }
            self.merge(a, b);
        }
    }

    /// Suspects of whom nothing tells one from the other ("one suspect", "his accomplice") are the group that they were called.
    pub(super) fn fold(&mut self) {
        let suspects = |q: &Party| !q.mentions.is_empty() && q.roles.contains(&Role::Suspect);
        let mut groups = (0..self.parties.len().min(CROWD)).filter(|n| {
            let q = &self.parties[*n];
            suspects(q) && q.name.is_none() && q.size.is_some_and(|n| n > 1)
        });
        let Some(group) = groups.next() else { return };
        let also: Vec<usize> = groups.collect();
        if also.iter().any(|n| self.parties[*n].size != self.parties[group].size || clash(self.parties[*n].sex(), self.parties[group].sex())) {
            return;
        }
        let singles: Vec<usize> = (0..self.parties.len()).filter(|n| suspects(&self.parties[*n]) && self.parties[*n].single()).collect();
        let plain = |q: &Party| q.name.is_none() && q.age.is_none() && !q.roles.contains(&Role::Victim) && q.owner.is_none();
        let alike =
            |q: &Party| !q.nouns.iter().any(|n| n.split(' ').any(|n| is_uniform(n) || is_civil(n))) && !clash(q.sex(), self.parties[group].sex());
        let folds = singles.len() as u32 <= self.parties[group].size.unwrap_or(0)
            && singles.iter().all(|n| plain(&self.parties[*n]) && alike(&self.parties[*n]));
        for from in singles.into_iter().chain(also).filter(|_| folds) {
            self.merge(from, group);
        }
    }

    /// The one officer of a page who is hurt and has a name is the officer hurt who has none, unless a sentence has both.
    pub(super) fn unite_uniform(&mut self) {
        let hurt = |q: &Party| {
            q.single() && !q.mentions.is_empty() && q.roles.contains(&Role::Victim) && q.nouns.iter().any(|n| n.split(' ').any(is_uniform))
        };
        let mut named = (0..self.parties.len()).filter(|n| hurt(&self.parties[*n]) && self.parties[*n].name.is_some());
        let (Some(to), None) = (named.next(), named.next()) else { return };
        for from in 0..self.parties.len().min(WINDOW * 4) {
            let (x, y) = (&self.parties[from], &self.parties[to]);
            let another = x.mentions.iter().any(|m| self.people[*m].opening == Opening::Another || self.people[*m].kin);
            if from == to || !hurt(x) || x.name.is_some() || another || clash(x.sex(), y.sex()) || ages_clash(x.age.as_ref(), y.age.as_ref()) {
                continue;
            }
            let sentences: Vec<usize> = y.mentions.iter().filter(|m| self.people[**m].form != Form::Pronoun).map(|m| self.sentence(*m)).collect();
            let apart = |m: &usize| self.people[*m].form != Form::Pronoun && sentences.binary_search(&self.sentence(*m)).is_ok();
            if !x.mentions.iter().any(apart) {
                self.merge(from, to);
            }
        }
    }

    /// A headline's person is somebody of the text below: the first who fits.
    fn unite_headline(&mut self, role: Role) {
        for a in 0..self.parties.len().min(WINDOW) {
            let x = &self.parties[a];
            let Some(last) = x.mentions.last() else { continue };
            let counted = x.size.is_some_and(|n| n > 1);
            if !x.single() && !counted || x.name.is_some() || !x.roles.contains(&role) || !self.in_title(self.sentence(*last)) {
                continue;
            }
            let body = (a + 1..self.parties.len().min(a + WINDOW)).find(|b| {
                let y = &self.parties[*b];
                let fresh = y.mentions.first().is_some_and(|m| !self.in_title(self.sentence(*m)));
                let child = x.nouns.iter().any(|n| is_child(n)) && y.age.as_ref().is_some_and(|a| a.low > 18 * 12);
                // "Two sons", "his two young sons".
                let same = if counted { x.size == y.size && x.nouns.iter().any(|n| y.nouns.contains(n)) } else { y.single() };
                fresh && same && y.roles.contains(&role) && !clash(x.sex(), y.sex()) && !ages_clash(x.age.as_ref(), y.age.as_ref()) && !child
            });
            if let Some(b) = body {
                self.merge(a, b);
            }
        }
    }

    /// Moves all that is said of one party to another.
    pub(super) fn merge(&mut self, from: usize, to: usize) {
        let moved = std::mem::take(&mut self.parties[from].mentions);
        for m in &moved {
            self.people[*m].party = Some(to);
        }
        let (female, age, fate, speaks) =
            (self.parties[from].female, self.parties[from].age.clone(), self.parties[from].fate, self.parties[from].speaks);
        let (roles, nouns) = (self.parties[from].roles.clone(), self.parties[from].nouns.clone());
        let q = &mut self.parties[to];
        q.mentions.extend(moved);
        q.mentions.sort_unstable();
        q.female = q.female.or(female);
        q.age = q.age.take().or(age);
        q.fate |= fate;
        q.speaks |= speaks;
        for r in roles {
            if !q.roles.contains(&r) {
                q.roles.push(r);
            }
        }
        for n in nouns {
            if !q.nouns.contains(&n) && q.nouns.len() < 12 {
                q.nouns.push(n);
            }
        }
        let owned = self.parties[from].owner.clone().filter(|(o, _)| *o != to);
        self.parties[to].owner = self.parties[to].owner.take().or(owned);
        for (n, q) in self.parties.iter_mut().enumerate() {
            // Whom one owned the other owns; nobody owns himself.
            match &mut q.owner {
                Some((o, _)) if *o == from && n == to => q.owner = None,
                Some((o, _)) if *o == from => *o = to,
                _ => {}
            }
        }
    }

    /// Whether a party takes part: by the rules, unless the weights speak clearly against it.
    fn takes_part(&self, q: &Party, weights: &Ranker) -> bool {
        // Too few step in for weights to have learned of them.
        self.may_take_part(q) && (q.roles.contains(&Role::Intervener) || weights.score(&self.alone(q)) > DROP)
    }

    /// People who took part, were harmed, are sought, saw it, or speak for an office.
    fn may_take_part(&self, q: &Party) -> bool {
        let involved = q.roles.iter().any(|r| *r != Role::Official && *r != Role::Witness);
        let crowd = q.size.is_none() && q.name.is_none();
        if crowd {
            return involved
                && !q.nouns.iter().all(|n| {
                    matches!(&**n, "officer" | "deputy" | "detective" | "agent" | "resident" | "person" | "other" | "relative" | "friend" | "student")
                });
        }
        if involved || q.age.is_some() {
            return true;
        }
        if q.roles.contains(&Role::Official) {
            return q.name.is_some();
        }
        if q.roles.contains(&Role::Witness) {
            return true;
        }
        false
    }
}
