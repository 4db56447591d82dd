//! Somebody met again: when all mentions have their parties, somebody without a name is looked at beside somebody with one, or beside
//! whoever the text tells of when only the headline tells of him, each as a whole. Those whom the weights take for one become one, the
//! surest pair first.

use super::features::{few, near};
use super::ranker::{Feature, Template, push};
use super::{ANOTHER, GROWN, Party, Ranker, Reader, ages_clash, clash, is_child, is_grown, is_parent, is_plain, nouns_agree, part};
use crate::cast::{Form, Opening};
use crate::involvement::Role;
use rashomon_model::value::{Age, Comparison};

/// Parties that are looked at: those met first.
const CROWD: usize = 40;
/// Most pairs that become one.
const ROUNDS: usize = 12;
/// A pair below this score stays two.
const SURE: i64 = 0;

/// Ways of pairing, as forms of the ranker: the unnamed one stands only in the headline; the other has a name.
const IN_TITLE: usize = 1;
const NAMED: usize = 2;

/// Two parties that may be one: one without a name, and the other.
pub(super) type Pair = (usize, usize, Vec<Feature>);

impl Reader<'_, '_> {
    /// Makes one of parties that are one.
    pub(super) fn meet_again(&mut self, weights: &Ranker) {
        for _ in 0..ROUNDS {
            let mut best: Option<(i64, usize, usize)> = None;
            for (a, b, features) in self.pairs() {
                let score = weights.score(&features);
                if score > best.map_or(SURE, |(s, ..)| s) {
                    best = Some((score, a, b));
                }
            }
            let Some((_, a, b)) = best else { return };
            self.merge(a, b);
        }
    }

    /// Pairs of parties that nothing keeps apart, with their features.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let own = |q: &Party| !q.mentions.is_empty() && q.single() && q.mentions.iter().any(|m| self.people[*m].form != Form::Pronoun);
        let crowd: Vec<usize> = (0..self.parties.len()).filter(|n| own(&self.parties[*n])).take(CROWD).collect();
        let places: Vec<Vec<usize>> = crowd.iter().map(|n| self.places(*n)).collect();
        let mut open = Vec::new();
        for (i, a) in crowd.iter().enumerate() {
            for (k, b) in crowd.iter().enumerate() {
                let (x, y) = (&self.parties[*a], &self.parties[*b]);
                // Two without a name, both below the headline, are as often two as one.
                let ordered = x.name.is_none() && (y.name.is_some() || a < b && self.is_unseen(x));
                if ordered && self.may_be_one(*a, *b) && !places[i].iter().any(|s| places[k].binary_search(s).is_ok()) {
                    open.push((*a, *b));
                }
            }
        }
        let rivals = |n: usize| open.iter().filter(|(a, b)| *a == n || *b == n).count();
        open.iter().map(|(a, b)| (*a, *b, self.both(*a, *b, rivals(*a), rivals(*b)))).collect()
    }

    /// Only the headline tells of a party.
    fn is_unseen(&self, q: &Party) -> bool {
        q.mentions.iter().all(|m| self.in_title(self.sentence(*m)))
    }

    /// Sentences that tell of a party by more than a pronoun.
    fn places(&self, n: usize) -> Vec<usize> {
        self.parties[n].mentions.iter().filter(|m| self.people[**m].form != Form::Pronoun).map(|m| self.sentence(*m)).collect()
    }

    fn may_be_one(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.parties[a], &self.parties[b]);
        let takes_part =
            |q: &Party| q.roles.iter().any(|r| matches!(r, Role::Victim | Role::Suspect | Role::Intervener | Role::Witness)) || q.age.is_some();
        let small = |q: &Party| q.nouns.iter().any(|n| is_child(n)) || q.age.as_ref().is_some_and(|a: &Age| a.high < GROWN);
        let grown = |q: &Party| q.nouns.iter().any(|n| is_grown(n) || is_parent(n)) || q.age.as_ref().is_some_and(|a| a.low > 18 * 12);
        let minor = |q: &Party| q.age.as_ref().is_some_and(|a| a.high < 18 * 12);
        let adult = |q: &Party| q.nouns.iter().any(|n| &**n == "adult" || is_parent(n));
        let first = |q: &Party| q.mentions.first().copied().unwrap_or(0);
        let (early, late) = if first(x) < first(y) { (x, y) } else { (y, x) };
        let another = late.opened == ANOTHER && !self.is_unseen(early);
        let parts = |q: &Party| q.nouns.iter().find_map(|n| part(n));
        let owns = |q: &Party, n: usize| q.owner.as_ref().is_some_and(|(o, _)| *o == n);
        // "The driver was shot as well": beside whoever was.
        let both_hurt = x.roles.contains(&Role::Victim) && y.roles.contains(&Role::Victim);
        let beside = |q: &Party| both_hurt && q.mentions.iter().any(|m| self.is_another_victim(*m));
        let apart = |q: &Party, n: usize| owns(q, n) || beside(q) || q.mentions.iter().any(|m| self.is_apart(*m, n));
        let grown_up = small(x) && grown(y) || grown(x) && small(y) || minor(x) && adult(y) || adult(x) && minor(y);
        let other = clash(x.sex(), y.sex()) || ages_clash(x.age.as_ref(), y.age.as_ref()) || clash(parts(x), parts(y));
        takes_part(x) && !grown_up && !other && !another && !apart(x, b) && !apart(y, a)
    }

    /// Features of two parties as one.
    fn both(&self, a: usize, b: usize, rivals: usize, others: usize) -> Vec<Feature> {
        let (x, y) = (&self.parties[a], &self.parties[b]);
        let form = if self.is_unseen(x) { IN_TITLE } else { NAMED };
        let mut out = Vec::with_capacity(32);
        let mut add = |t, v| push(&mut out, t, form, v);
        add(Template::Both, 0);
        let roles = |q: &Party| {
            let has = |r| usize::from(q.roles.contains(&r));
            has(Role::Victim) + 2 * has(Role::Suspect) + 4 * (has(Role::Official) | has(Role::Witness)).min(1)
        };
        add(Template::BothRoles, roles(x) * 8 + roles(y));
        let age = match (&x.age, &y.age) {
            (Some(a), Some(b)) if a.compare(b) == Comparison::Same => 1,
            (Some(_), Some(_)) => 2,
            (Some(_), None) => 3,
            (None, Some(_)) => 4,
            (None, None) => 0,
        };
        add(Template::BothAge, age);
        let sex = match (x.female, y.female, y.guess.or(x.guess)) {
            (Some(_), Some(_), _) => 1,
            (Some(_), None, Some(_)) => 2,
            (Some(_), None, None) => 3,
            (None, Some(_), _) => 4,
            (None, None, _) => 0,
        };
        add(Template::BothSex, sex);
        add(Template::BothAlike, age * 5 + sex);
        let main = |q: &Party| self.class_of(q);
        add(Template::BothClasses, main(x) * 14 + main(y));
        let agree = if x.nouns.iter().any(|n| !n.is_empty() && y.nouns.contains(n)) {
            1
        } else if x.nouns.iter().any(|n| y.nouns.iter().any(|o| nouns_agree(n, o))) {
            2
        } else if x.nouns.iter().all(|n| is_plain(n)) {
            3
        } else {
            4
        };
        add(Template::BothNouns, agree);
        add(Template::BothFate, usize::from(x.fate) * 4 + usize::from(y.fate));
        add(Template::BothRivals, few(rivals.saturating_sub(1)) * 6 + few(others.saturating_sub(1)));
        let role = |q: &Party, r: Role| q.roles.contains(&r);
        for (k, r) in [Role::Victim, Role::Suspect].into_iter().enumerate().filter(|(_, r)| role(x, *r) || role(y, *r)) {
            let such =
                |named: bool| self.parties.iter().filter(|q| !q.mentions.is_empty() && q.single() && role(q, r) && q.name.is_some() == named).count();
            let groups = self.parties.iter().any(|q| !q.mentions.is_empty() && !q.single() && role(q, r));
            add(Template::BothCrowd, ((k * 4 + such(true).min(3)) * 5 + such(false).min(4)) * 2 + usize::from(groups));
        }
        add(Template::BothOpened, x.opened * 6 + y.opened);
        add(Template::BothSize, few(x.mentions.len()) * 6 + few(y.mentions.len()));
        let (mine, theirs) = (self.places(a), self.places(b));
        let gap = mine.iter().flat_map(|s| theirs.iter().map(move |t| s.abs_diff(*t))).min().unwrap_or(0);
        let first = |list: &[usize]| list.first().copied().unwrap_or(0);
        add(Template::BothGap, near(gap) * 2 + usize::from(first(&mine) < first(&theirs)));
        add(Template::BothDepth, near(self.depth(first(&mine))) * 8 + near(self.depth(first(&theirs))));
        let another = |q: &Party| q.mentions.iter().any(|m| self.people[*m].opening == Opening::Another);
        add(Template::BothOwned, usize::from(x.owner.is_some()) + 2 * usize::from(y.owner.is_some()) + 4 * usize::from(another(x)));
        add(Template::BothSpeaks, usize::from(x.speaks) + 2 * usize::from(y.speaks));
        out
    }
}
