//! Which accounts tell of one incident: links with their reasons, and the groups that follow from them.
//!
//! Links are taken strongest first and two groups become one when the link is strong enough *and* all that is known
//! between the two groups, taken together, does not speak against it (average linkage, Sokal and Michener 1958): a chain of near-alikes does not
//! pull two incidents together. What people judged comes first and always wins.

use std::collections::BTreeMap;

use rashomon_model::{DocId, Judgement, Link, NonEmpty, Reason, Ruling};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::candidates::{Memory, pairs};
use crate::features::{PRIOR, score};
use crate::key::AccountKey;

/// From this score a link can join.
pub const ENOUGH: i32 = 0;
/// The average over all pairs between two groups must reach this for them to become one.
const TOGETHER: i32 = -350;
/// One pair counts at most so much, and at least so little, in that average.
const MOST: i32 = 900;
const LEAST: i32 = -1200;
/// Members of a group that are compared with another's, in order of id: enough to tell, and bounded.
const MEMBERS: usize = 16;
/// Look-alikes kept apart that are shown with an incident.
const SHOWN: usize = 6;
/// Below this a pair is no look-alike.
const ALIKE: i32 = -600;

/// What came of it: groups of accounts (places in the list of keys) and the links that are worth keeping.
#[derive(Debug, Default)]
pub struct Resolution {
    /// Every account in exactly one group; members and groups in order.
    pub groups: Vec<Vec<u32>>,
    /// Links inside a group, and the strongest between groups, by pair.
    pub links: BTreeMap<(u32, u32), Link>,
}

/// Groups accounts. `keys` must be sorted by account: the same accounts then give the same groups.
pub fn resolve(keys: &[AccountKey], judgements: &[Judgement]) -> Resolution {
    let index = Memory::of(keys);
    let texts = pairs(keys, &index);
    let mut rulings = Rulings::of(keys, judgements);
    let mut scored: FxHashMap<(u32, u32), i32> = FxHashMap::default();
    let mut strong: Vec<(i32, u32, u32)> = Vec::new();
    for ((i, j), text) in &texts {
        let (sum, _) = score(&keys[*i as usize], &keys[*j as usize], *text);
        scored.insert((*i, *j), sum);
        if sum >= ENOUGH {
            strong.push((sum, *i, *j));
        }
    }
    strong.sort_unstable_by_key(|(sum, i, j)| (std::cmp::Reverse(*sum), *i, *j));

    let mut groups = Groups::new(keys.len());
    let same = std::mem::take(&mut rulings.same);
    for (i, j) in &same {
        // Two people can contradict each other through a third account: the "not" wins.
        if !rulings.divide(&groups.members[groups.of(*i) as usize], &groups.members[groups.of(*j) as usize]) {
            groups.join(*i, *j);
        }
    }
    for (_, i, j) in strong {
        let (a, b) = (groups.of(i), groups.of(j));
        if a == b || !may_meet(&groups.members[a as usize], &groups.members[b as usize], keys, &rulings, &texts, &mut scored) {
            continue;
        }
        groups.join(i, j);
    }

    let mut out = Resolution::default();
    let link = |i: u32, j: u32, joined: bool| {
        let (a, b) = (&keys[i as usize], &keys[j as usize]);
        let (sum, mut because) = score(a, b, texts.get(&(i, j)).copied().unwrap_or(0));
        if let Some(words) = rulings.words.get(&(i, j)) {
            because.insert(0, words.clone());
        }
        let prior = Reason { feature: "prior".into(), detail: "two accounts taken at random".into(), weight: PRIOR };
        because.push(prior.clone());
        let because = NonEmpty::new(because).unwrap_or_else(|| NonEmpty::one(prior));
        Link { pair: (a.account.clone(), b.account.clone()), docs: (a.doc.clone(), b.doc.clone()), score: sum, joined, because }
    };
    // Inside a group every scored pair is kept that speaks for it; between groups the strongest few of each account.
    let mut between: FxHashMap<u32, Vec<(i32, u32, u32)>> = FxHashMap::default();
    for (i, j) in texts.keys() {
        let sum = scored.get(&(*i, *j)).copied().unwrap_or(PRIOR);
        if groups.of(*i) == groups.of(*j) {
            if sum >= ENOUGH {
                out.links.insert((*i, *j), link(*i, *j, true));
            }
        } else if sum >= ALIKE {
            for group in [groups.of(*i), groups.of(*j)] {
                between.entry(group).or_default().push((sum, *i, *j));
            }
        }
    }
    for (i, j) in &same {
        let joined = groups.of(*i) == groups.of(*j);
        out.links.insert((*i, *j), link(*i, *j, joined));
    }
    for list in between.values_mut() {
        list.sort_unstable_by_key(|(sum, i, j)| (std::cmp::Reverse(*sum), *i, *j));
        for (_, i, j) in list.iter().take(SHOWN) {
            out.links.entry((*i, *j)).or_insert_with(|| link(*i, *j, false));
        }
    }
    out.groups = groups.members.into_iter().filter(|m| !m.is_empty()).collect();
    out.groups.iter_mut().for_each(|m| m.sort_unstable());
    out.groups.sort();
    out
}

/// Whether two groups can be one: nobody said they are not, no page tells of both, and the pairs between them agree on the whole.
fn may_meet(
    a: &[u32],
    b: &[u32],
    keys: &[AccountKey],
    rulings: &Rulings,
    texts: &BTreeMap<(u32, u32), u16>,
    scored: &mut FxHashMap<(u32, u32), i32>,
) -> bool {
    let (mut sum, mut n) = (0i64, 0i64);
    let one_page = |i: &u32| b.iter().any(|j| keys[*i as usize].doc == keys[*j as usize].doc);
    if rulings.divide(a, b) || a.iter().any(one_page) {
        return false;
    }
    for i in a.iter().take(MEMBERS) {
        for j in b.iter().take(MEMBERS) {
            let pair = order(*i, *j);
            let of_pair = *scored
                .entry(pair)
                .or_insert_with(|| score(&keys[pair.0 as usize], &keys[pair.1 as usize], texts.get(&pair).copied().unwrap_or(0)).0);
            sum += i64::from(of_pair.clamp(LEAST, MOST));
            n += 1;
        }
    }
    sum >= i64::from(TOGETHER) * n
}

fn order(i: u32, j: u32) -> (u32, u32) {
    (i.min(j), i.max(j))
}

/// What people decided, as pairs of accounts.
struct Rulings {
    same: Vec<(u32, u32)>,
    apart: FxHashSet<(u32, u32)>,
    words: FxHashMap<(u32, u32), Reason>,
}

impl Rulings {
    fn of(keys: &[AccountKey], judgements: &[Judgement]) -> Self {
        let mains: FxHashMap<&DocId, u32> = keys.iter().enumerate().rev().filter(|(_, k)| k.main).map(|(i, k)| (&k.doc, i as u32)).collect();
        let mut out = Self { same: Vec::new(), apart: FxHashSet::default(), words: FxHashMap::default() };
        let mut sorted: Vec<&Judgement> = judgements.iter().collect();
        sorted.sort();
        for judgement in sorted {
            let (same, x, y) = match &judgement.ruling {
                Ruling::Same(x, y) => (true, x, y),
                Ruling::NotSame(x, y) => (false, x, y),
                Ruling::Misread(..) | Ruling::Right(..) => continue,
            };
            let (Some(i), Some(j)) = (mains.get(x), mains.get(y)) else { continue };
            let pair = order(*i, *j);
            if pair.0 == pair.1 {
                continue;
            }
            let detail = format!("{} judged: {}", judgement.by, if same { "the same" } else { "not the same" });
            out.words.insert(pair, Reason { feature: "judgement".into(), detail: detail.into(), weight: 0 });
            if same {
                out.same.push(pair);
            } else {
                out.apart.insert(pair);
            }
        }
        // Who said both is taken at the "not".
        out.same.retain(|p| !out.apart.contains(p));
        out.same.sort_unstable();
        out.same.dedup();
        out
    }
}

impl Rulings {
    /// Whether somebody said that an account of one group and one of the other are not the same.
    fn divide(&self, a: &[u32], b: &[u32]) -> bool {
        !self.apart.is_empty() && a.iter().any(|i| b.iter().any(|j| self.apart.contains(&order(*i, *j))))
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
    fn join(&mut self, i: u32, j: u32) {
        let (a, b) = order(self.of(i), self.of(j));
        if a != b {
            let moved = std::mem::take(&mut self.members[b as usize]);
            self.members[a as usize].extend(moved);
            self.members[a as usize].sort_unstable();
            self.parent[b as usize] = a;
        }
    }
}
