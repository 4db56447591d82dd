//! Which accounts tell of one incident: links with their reasons, and the groups that follow from them.
//!
//! Links are taken strongest first and two groups become one when the link is strong enough *and* all that is known
//! between the two groups, taken together, does not speak against it (average linkage, Sokal and Michener 1958): a chain of near-alikes does not
//! pull two incidents together. What people judged comes first and always wins.
//!
//! Groups join along strong links only, so what becomes of accounts that no strong link leaves is decided among them alone:
//! that is what lets a register grow by touching only what a document can change (`neighbourhood.rs`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::{DocId, Judgement, Link, NonEmpty, Point, Reason, Ruling};
use rustc_hash::FxHashMap;

use crate::candidates::{Sight, document_token};
use crate::features::{Weigh, Weights};
use crate::key::AccountKey;
use crate::shelf::{Seat, Shelf};

/// From this score a link can join: a little above even, so that a report without people joins no metropolis's shooting of its night.
pub const ENOUGH: i32 = 25;
/// Below this a pair is no look-alike.
pub const ALIKE: i32 = -600;
/// The average over all pairs between two groups must reach this for them to become one: a little likelier than not.
const TOGETHER: i32 = 22;
/// One pair counts at most so much, and at least so little, in that average.
const MOST: i32 = 900;
const LEAST: i32 = -1200;
/// Members of a group that are compared with another's, in order of id: enough to tell, and bounded.
const MEMBERS: usize = 16;
/// Links that are shown with an incident: the strongest, more than any incident has that was seen; a heap of pages has millions.
const LINKS: usize = 1000;
/// Look-alikes kept apart that are shown with an incident: its own strongest.
const SHOWN: usize = 6;

/// Accounts that tell of one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Where they stand, in the order of their ids; never empty.
    pub members: Vec<Seat>,
    /// Links between them, strongest first.
    pub joined: Vec<Link>,
    /// Look-alikes of its members that are not in it, strongest first: the few strongest, and every one that somebody judged.
    pub apart: Vec<Link>,
}

/// Groups accounts. `seats` must be closed: no strong link leaves them. All accounts of a shelf are, and so is what
/// [`crate::neighbourhood::reach`] gives. Groups come in the order of their smallest account.
pub fn groups<S: Shelf>(shelf: &S, seats: &[Seat], judgements: &[Judgement]) -> Result<Vec<Group>, S::Error> {
    groups_by(Weights::embedded(), shelf, seats, judgements)
}

/// [`groups`] by other weights than those the program was built with: for who learns them.
pub fn groups_by<S: Shelf>(weights: &dyn Weigh, shelf: &S, seats: &[Seat], judgements: &[Judgement]) -> Result<Vec<Group>, S::Error> {
    let rulings = Rulings::of(judgements);
    let accounts = Accounts::of(shelf, seats, &rulings, weights)?;
    let joined = accounts.join(&rulings);
    accounts.link(&joined, &rulings)
}

/// One group that stands, with its links made anew: for groups whose look-alikes changed while they did not.
pub fn linked<S: Shelf>(shelf: &S, members: &[Seat], judgements: &[Judgement]) -> Result<Option<Group>, S::Error> {
    let rulings = Rulings::of(judgements);
    let accounts = Accounts::of(shelf, members, &rulings, Weights::embedded())?;
    let all = (0..accounts.keys.len() as u32).collect();
    Ok(accounts.link(&[all], &rulings)?.pop())
}

/// What speaks for and against two groups being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Every pair that was compared, strongest first; `joined` says whether the pair's score alone would be enough.
    pub pairs: Vec<Link>,
    /// The average of the pairs' scores, each capped: what [`Comparison::needed`] is asked of.
    pub average: i32,
    /// From this average two groups can be one.
    pub needed: i32,
    /// A page that tells of both, apart: they cannot be one.
    pub one_page: Option<DocId>,
    /// Who said that they are not the same.
    pub judged: Vec<Reason>,
}

/// Compares two groups, whether or not they were ever compared before.
pub fn compare<S: Shelf>(shelf: &S, a: &[Seat], b: &[Seat], judgements: &[Judgement]) -> Result<Comparison, S::Error> {
    let rulings = Rulings::of(judgements);
    let seats: Vec<Seat> = a.iter().chain(b).copied().collect();
    let accounts = Accounts::of(shelf, &seats, &rulings, Weights::embedded())?;
    let of = |group: &[Seat]| (0..accounts.keys.len() as u32).filter(|i| group.contains(&accounts.keys[*i as usize].0)).collect::<Vec<_>>();
    let (a, b) = (of(a), of(b));
    let (mut pairs, mut judged, mut one_page) = (Vec::new(), Vec::new(), None);
    for i in a.iter().take(MEMBERS) {
        for j in b.iter().take(MEMBERS) {
            let (x, y) = (accounts.key(*i.min(j)), accounts.key(*i.max(j)));
            let link = link(accounts.weights, x, y, accounts.share(*i, *j), &rulings, false);
            judged.extend(rulings.between(x, y).filter(|s| s.same == Some(false)).map(|s| s.words.clone()));
            if x.doc == y.doc {
                one_page = Some(x.doc.clone());
            }
            pairs.push(Link { joined: link.score >= ENOUGH, ..link });
        }
    }
    let average = accounts.average(&a, &b, &mut FxHashMap::default());
    pairs.sort_by(|x, y| (y.score, &x.pair).cmp(&(x.score, &y.pair)));
    Ok(Comparison { pairs, average, needed: TOGETHER, one_page, judged })
}

/// Accounts in the order of their ids, with who is like whom among and around them.
struct Accounts<'s, S: Shelf> {
    shelf: &'s S,
    weights: &'s dyn Weigh,
    keys: Vec<(Seat, Cow<'s, AccountKey>)>,
    /// Pairs that can be shown.
    alike: Vec<Alike>,
    /// Text in common, where there is any.
    shares: FxHashMap<(u32, u32), u16>,
}

/// A pair that is worth a look.
#[derive(Clone, Copy)]
struct Alike {
    score: i32,
    i: u32,
    /// The other, if it is one of the accounts: then greater than `i`.
    j: Option<u32>,
    other: Seat,
    share: u16,
}

impl<'s, S: Shelf> Accounts<'s, S> {
    fn of(shelf: &'s S, seats: &[Seat], rulings: &Rulings<'_>, weights: &'s dyn Weigh) -> Result<Self, S::Error> {
        let mut keys = seats.iter().map(|p| Ok((*p, shelf.key(*p)?))).collect::<Result<Vec<_>, S::Error>>()?;
        keys.sort_by(|a, b| a.1.account.cmp(&b.1.account));
        let at: FxHashMap<Seat, u32> = keys.iter().enumerate().map(|(i, (p, _))| (*p, i as u32)).collect();
        let sight = Sight::new(shelf);
        let (mut alike, mut shares) = (Vec::new(), FxHashMap::default());
        for (i, (seat, key)) in keys.iter().enumerate() {
            let i = i as u32;
            let only = |p: Seat| at.get(&p).is_none_or(|j| *j > i);
            let mut near = sight.near(*seat, only)?;
            for other in rulings.others(shelf, key)? {
                if only(other) && !near.iter().any(|(p, _)| *p == other) {
                    near.push((other, 0));
                }
            }
            for (other, share) in near {
                let k = shelf.key(other)?;
                let j = at.get(&other).copied();
                let score = if key.account < k.account { sum(weights, key, &k, share) } else { sum(weights, &k, key, share) };
                if let Some(j) = j.filter(|_| share > 0) {
                    shares.insert((i, j), share);
                }
                if score >= ALIKE || rulings.between(key, &k).any(|s| s.shown) {
                    alike.push(Alike { score, i, j, other, share });
                }
            }
        }
        Ok(Self { shelf, weights, keys, alike, shares })
    }

    fn key(&self, i: u32) -> &AccountKey {
        &self.keys[i as usize].1
    }

    fn share(&self, i: u32, j: u32) -> u16 {
        self.shares.get(&(i.min(j), i.max(j))).copied().unwrap_or(0)
    }

    /// The groups, members in order, in the order of their first.
    fn join(&self, rulings: &Rulings<'_>) -> Vec<Vec<u32>> {
        let mut strong: Vec<(i32, u32, u32)> = self.alike.iter().filter(|a| a.score >= ENOUGH).filter_map(|a| Some((a.score, a.i, a.j?))).collect();
        strong.sort_unstable_by_key(|(sum, i, j)| (std::cmp::Reverse(*sum), *i, *j));
        // What hangs together by people's word or by links, and what hangs together by links alone: a pair that people joined must not
        // part either from its own, so averages are taken over links.
        let mut whole = Groups::new(self.keys.len());
        if !rulings.is_empty() {
            let is_same = |(i, j): &(u32, u32)| rulings.between(self.key(*i), self.key(*j)).any(|s| s.same == Some(true));
            let mut same: Vec<(u32, u32)> = self.alike.iter().filter_map(|a| Some((a.i, a.j?))).filter(is_same).collect();
            same.sort_unstable();
            for (i, j) in same {
                // Two people can contradict each other through a third account: the "not" wins.
                if !self.divided(whole.members(whole.of(i)), whole.members(whole.of(j)), rulings) {
                    whole.join(i, j);
                }
            }
        }
        let mut groups = Groups::new(self.keys.len());
        let mut scored = FxHashMap::default();
        for (_, i, j) in strong {
            let (a, b) = (groups.of(i), groups.of(j));
            let (x, y) = (whole.of(i), whole.of(j));
            let together = x == y;
            if a == b
                || !together && self.apart(whole.members(x), whole.members(y), rulings)
                || !together && self.average(groups.members(a), groups.members(b), &mut scored) < TOGETHER
            {
                continue;
            }
            groups.join(i, j);
            whole.join(i, j);
        }
        whole.members.into_iter().filter(|m| !m.is_empty()).collect()
    }

    /// Whether two groups cannot be one: somebody said so, or one page tells of both.
    fn apart(&self, a: &[u32], b: &[u32], rulings: &Rulings<'_>) -> bool {
        let one_page = |i: &u32| b.iter().any(|j| self.key(*i).doc == self.key(*j).doc);
        self.divided(a, b, rulings) || a.iter().any(one_page)
    }

    /// What the pairs between two groups come to on the average.
    fn average(&self, a: &[u32], b: &[u32], scored: &mut FxHashMap<(u32, u32), i32>) -> i32 {
        let (mut total, mut n) = (0_i64, 0_i64);
        for i in a.iter().take(MEMBERS) {
            for j in b.iter().take(MEMBERS) {
                let (i, j) = (*i.min(j), *i.max(j));
                let score = *scored.entry((i, j)).or_insert_with(|| sum(self.weights, self.key(i), self.key(j), self.share(i, j)));
                total += i64::from(score.clamp(LEAST, MOST));
                n += 1;
            }
        }
        total.div_euclid(n.max(1)) as i32
    }

    /// Whether somebody said that an account of one group and one of the other are not the same.
    fn divided(&self, a: &[u32], b: &[u32], rulings: &Rulings<'_>) -> bool {
        !rulings.is_empty() && a.iter().any(|i| b.iter().any(|j| rulings.between(self.key(*i), self.key(*j)).any(|s| s.same == Some(false))))
    }

    /// Groups with their links.
    fn link(&self, groups: &[Vec<u32>], rulings: &Rulings<'_>) -> Result<Vec<Group>, S::Error> {
        let mut of = vec![0_u32; self.keys.len()];
        for (g, members) in groups.iter().enumerate() {
            members.iter().for_each(|i| of[*i as usize] = g as u32);
        }
        let mut seen: Vec<Vec<Alike>> = vec![Vec::new(); groups.len()];
        for alike in &self.alike {
            let g = of[alike.i as usize];
            seen[g as usize].push(*alike);
            if let Some(h) = alike.j.map(|j| of[j as usize]).filter(|h| *h != g) {
                seen[h as usize].push(*alike);
            }
        }
        let mut out = Vec::with_capacity(groups.len());
        for ((g, members), seen) in groups.iter().enumerate().zip(&seen) {
            let (mut joined, mut apart) = (Vec::new(), Vec::new());
            for alike in seen {
                let inside = alike.j.is_some_and(|j| of[alike.i as usize] == g as u32 && of[j as usize] == g as u32);
                let (key, other) = (self.key(alike.i), self.shelf.key(alike.other)?);
                let judged = rulings.between(key, &other).any(|s| s.shown);
                // Words for it only if it is among those that are shown.
                let pair = if key.account < other.account { (&key.account, &other.account) } else { (&other.account, &key.account) };
                let entry = (std::cmp::Reverse(judged), std::cmp::Reverse(alike.score), (pair.0.clone(), pair.1.clone()), alike);
                if inside && (alike.score >= ENOUGH || judged) {
                    joined.push(entry);
                } else if !inside {
                    apart.push(entry);
                }
            }
            let said = |mut list: Vec<(std::cmp::Reverse<bool>, std::cmp::Reverse<i32>, _, &Alike)>, most: usize, inside: bool| {
                list.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
                let shown = list.iter().enumerate().filter(|(n, a)| *n < most || a.0.0).map(|(_, a)| a.3);
                let links = shown.map(|a| Ok(link(self.weights, self.key(a.i), &*self.shelf.key(a.other)?, a.share, rulings, inside)));
                let mut links = links.collect::<Result<Vec<_>, S::Error>>()?;
                links.sort_by(|a, b| (b.score, &a.pair).cmp(&(a.score, &b.pair)));
                Ok(links)
            };
            let (joined, apart) = (said(joined, LINKS, true)?, said(apart, SHOWN, false)?);
            out.push(Group { members: members.iter().map(|i| self.keys[*i as usize].0).collect(), joined, apart });
        }
        Ok(out)
    }
}

/// What is seen of two accounts, smaller id first, in all.
fn sum(weights: &dyn Weigh, a: &AccountKey, b: &AccountKey, share: u16) -> i32 {
    weights.weights(a, b).sum(a, b, share)
}

/// A link between two accounts, with its reasons; smaller id first.
fn link(weights: &dyn Weigh, a: &AccountKey, b: &AccountKey, share: u16, rulings: &Rulings<'_>, joined: bool) -> Link {
    let (a, b) = if a.account < b.account { (a, b) } else { (b, a) };
    let (sum, mut because) = weights.weights(a, b).score(a, b, share);
    for said in rulings.between(a, b).filter(|s| s.shown) {
        because.insert(0, said.words.clone());
    }
    let because = NonEmpty::new(because).expect("a score names its prior");
    Link { pair: (a.account.clone(), b.account.clone()), docs: (a.doc.clone(), b.doc.clone()), score: sum, joined, because }
}

/// What people decided, by what they pointed at.
#[derive(Debug, Default)]
pub(crate) struct Rulings<'j>(BTreeMap<&'j DocId, Vec<(Point<'j>, Point<'j>, Said)>>);

/// What somebody said of two.
#[derive(Clone, Debug)]
struct Said {
    /// Whether they are the same; `None` where somebody could not tell.
    same: Option<bool>,
    /// Who said so, and why.
    words: Reason,
    /// The pair stands for the whole decision.
    shown: bool,
}

impl<'j> Rulings<'j> {
    pub fn of(judgements: &'j [Judgement]) -> Self {
        let mut sorted: Vec<&Judgement> = judgements.iter().collect();
        sorted.sort();
        let mut pairs: BTreeMap<(Point<'_>, Point<'_>), Said> = BTreeMap::new();
        for judgement in sorted {
            let Some((a, b)) = judgement.ruling.sides() else { continue };
            let (same, said) = match judgement.ruling {
                Ruling::Same(..) => (Some(true), "the same"),
                Ruling::NotSame(..) => (Some(false), "not the same"),
                _ => (None, "unsure"),
            };
            let note = if judgement.because.is_empty() { String::new() } else { format!(" ({})", judgement.because) };
            let words = Reason { feature: "judgement".into(), detail: format!("{} judged: {said}{note}", judgement.by).into(), weight: 0 };
            for (m, x) in a.points().enumerate() {
                for (n, y) in b.points().enumerate() {
                    let shown = m == 0 && n == 0;
                    // "Not the same" holds between every two; the rest between the first.
                    if x == y || !(shown || same == Some(false)) {
                        continue;
                    }
                    let said = Said { same, words: words.clone(), shown };
                    // Who said both is taken at the "not".
                    let rank = |s: &Said| (s.same == Some(false), s.same == Some(true), s.shown);
                    let held = pairs.entry((x.min(y), x.max(y))).or_insert_with(|| said.clone());
                    if rank(&said) > rank(held) {
                        *held = Said { shown: shown || held.shown, ..said };
                    }
                }
            }
        }
        let mut out = Self::default();
        for ((x, y), said) in pairs {
            out.0.entry(x.doc).or_default().push((x, y, said.clone()));
            out.0.entry(y.doc).or_default().push((y, x, said));
        }
        out
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was said of an account and whatever a decision points at beside it.
    fn about(&self, key: &AccountKey) -> impl Iterator<Item = (&Point<'j>, &Said)> {
        let list = if self.0.is_empty() { None } else { self.0.get(&key.doc) };
        list.into_iter().flatten().filter(|(own, _, _)| key.is_meant(own)).map(|(_, other, said)| (other, said))
    }

    /// What was said of two accounts: whether they are the same, in words.
    fn between(&self, a: &AccountKey, b: &AccountKey) -> impl Iterator<Item = &Said> {
        self.about(a).filter(|(other, _)| b.is_meant(other)).map(|(_, said)| said)
    }

    /// Where the accounts stand that something was said of together with this one.
    pub fn others<S: Shelf>(&self, shelf: &S, key: &AccountKey) -> Result<Vec<Seat>, S::Error> {
        let mut out = BTreeSet::new();
        for (other, _) in self.about(key) {
            for seat in shelf.carrying(document_token(other.doc.as_str()), usize::MAX >> 1)?.iter() {
                if shelf.key(*seat)?.is_meant(other) {
                    out.insert(*seat);
                }
            }
        }
        Ok(out.into_iter().collect())
    }
}

/// Disjoint groups with their members.
struct Groups {
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect(), members: (0..n as u32).map(|i| vec![i]).collect() }
    }
    fn of(&self, mut i: u32) -> u32 {
        while self.parent[i as usize] != i {
            i = self.parent[i as usize];
        }
        i
    }
    fn members(&self, i: u32) -> &[u32] {
        &self.members[self.of(i) as usize]
    }
    fn join(&mut self, i: u32, j: u32) {
        let (a, b) = (self.of(i), self.of(j));
        let (a, b) = (a.min(b), a.max(b));
        if a != b {
            let moved = std::mem::take(&mut self.members[b as usize]);
            self.members[a as usize].extend(moved);
            self.members[a as usize].sort_unstable();
            self.parent[b as usize] = a;
        }
    }
}
