//! Which accounts are worth comparing: an index from small tokens to accounts, never all pairs.
//!
//! A token is something two accounts of one incident are likely to share and others are not: a rare name, a street with
//! its number in a city, a city in a week, a victim's age in a state and week, a page's address, a run of words.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::key::{AccountKey, DayNumber, Side, hash, sorted};

/// A posting list that grows beyond this is dropped whole, so that the order of arrival cannot matter.
pub const LONGEST_LIST: usize = 250;
/// The same for runs of words: a phrase on more pages than this is a formula.
pub const LONGEST_SHINGLE: usize = 60;
/// A run of words on so many pages of one host is the host's furniture (DEPENDENCIES.md §3).
const FURNITURE: usize = 4;
/// Share of the smaller page's shingles, in thousandths, from which pages are compared for their text alone.
pub const SHARED_TEXT: u16 = 500;

/// What an account is found by.
pub type Token = u64;

/// Where accounts are looked up by token: memory here; a table of (token, account) in a store.
pub trait Index {
    /// Accounts that carry a token, in the order of their keys; empty when there are more than [`LONGEST_LIST`].
    fn carrying(&self, token: Token) -> &[u32];
}

/// An index in memory.
#[derive(Debug, Default)]
pub struct Memory {
    lists: FxHashMap<Token, Vec<u32>>,
}

impl Memory {
    /// Indexes keys by their tokens; an account is its place in the list.
    pub fn of(keys: &[AccountKey]) -> Self {
        let mut lists: FxHashMap<Token, Vec<u32>> = FxHashMap::default();
        for (i, key) in keys.iter().enumerate() {
            for token in tokens(key) {
                lists.entry(token).or_default().push(i as u32);
            }
        }
        lists.retain(|_, list| (2..=LONGEST_LIST).contains(&list.len()));
        Self { lists }
    }
}

impl Index for Memory {
    fn carrying(&self, token: Token) -> &[u32] {
        self.lists.get(&token).map_or(&[], Vec::as_slice)
    }
}

/// Days in one bucket of the index.
const BUCKET: DayNumber = 4;

/// The tokens an account is indexed by and looked up with: two accounts are compared when they share one.
pub fn tokens(key: &AccountKey) -> Vec<Token> {
    let mut out = Vec::new();
    let kind = key.kind;
    let mut add = |what: &str, detail: &str| out.push(hash(&format!("{what}\t{kind}\t{detail}")));
    // The days it may have happened on: as said, and the days before publication (a day can be misread). Neighbouring
    // buckets too: an account one day off must not fall over the edge.
    let mut buckets: Vec<DayNumber> = Vec::new();
    let page = key.page.filter(|(first, _)| *first > DayNumber::MIN).map(|(first, last)| (first - 3, last.min(first + 31)));
    for (first, last) in [key.day_span().filter(|(first, last)| last - first <= 31), page].into_iter().flatten() {
        buckets.extend((first - 1).div_euclid(BUCKET)..=(last + 1).div_euclid(BUCKET));
    }
    buckets.sort_unstable();
    buckets.dedup();
    for city in key.cities.iter().take(3) {
        for bucket in &buckets {
            add("city", &format!("{city}\t{bucket}"));
        }
        if buckets.is_empty() {
            add("city", city);
        }
        for door in &key.addresses {
            for street in &door.streets {
                add("street", &format!("{city}\t{street}\t{}", door.number.map_or(0, |n| n / 100)));
            }
        }
    }
    for place in key.states.iter().chain(&key.counties) {
        for person in key.people.iter().filter(|p| matches!(p.side, Side::Victim | Side::Suspect)) {
            if let Some(age) = person.age.as_ref().and_then(|a| a.exact_years()) {
                for bucket in &buckets {
                    add("age", &format!("{place}\t{bucket}\t{age}"));
                }
            }
        }
    }
    for person in key.people.iter().filter(|p| p.side != Side::Other) {
        let Some(name) = &person.name else { continue };
        if name.is_full() {
            add("name", &name.key());
        }
        // A surname finds the same surname in one city, however the given name is written.
        for city in key.cities.iter().take(2) {
            add("surname", &format!("{city}\t{}", name.surname_key()));
        }
    }
    if let Some(url) = key.url {
        add("url", &url.to_string());
    }
    sorted(&mut out);
    out
}

/// Pairs worth comparing, smaller place first, sorted, each with the share of text in thousandths that the two pages have in common.
pub fn pairs(keys: &[AccountKey], index: &impl Index) -> BTreeMap<(u32, u32), u16> {
    let mut found = BTreeMap::new();
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    for (i, key) in keys.iter().enumerate() {
        seen.clear();
        for token in tokens(key) {
            // Lists are sorted: only what comes after this account is new.
            let list = index.carrying(token);
            let from = list.partition_point(|j| *j as usize <= i);
            seen.extend(list.get(from..).unwrap_or(&[]));
        }
        for j in &seen {
            let other = &keys[*j as usize];
            if other.kind == key.kind && other.doc != key.doc {
                found.insert((i as u32, *j), 0);
            }
        }
    }
    let texts = shared_text(keys);
    for (pair, share) in &texts {
        if *share >= SHARED_TEXT || found.contains_key(pair) {
            found.insert(*pair, *share);
        }
    }
    found
}

/// How much text pages share: shingles in common over those of the smaller page, in thousandths, for main accounts.
/// Shingles that one host repeats are left out (Schleimer, Wilkerson and Aiken 2003 for the winnowing).
pub fn shared_text(keys: &[AccountKey]) -> BTreeMap<(u32, u32), u16> {
    let mains: Vec<u32> = (0..keys.len() as u32).filter(|i| keys[*i as usize].main).collect();
    let mut pages: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for i in &mains {
        for shingle in &keys[*i as usize].shingles {
            pages.entry(*shingle).or_default().push(*i);
        }
    }
    let is_furniture = |list: &[u32]| {
        let mut hosts: Vec<u64> = list.iter().filter_map(|i| keys[*i as usize].host).collect();
        hosts.sort_unstable();
        hosts.chunk_by(|a, b| a == b).any(|run| run.len() >= FURNITURE)
    };
    pages.retain(|_, list| list.len() <= LONGEST_SHINGLE && !(list.len() >= FURNITURE && is_furniture(list)));
    let mut own: FxHashMap<u32, u32> = FxHashMap::default();
    for list in pages.values() {
        for i in list {
            *own.entry(*i).or_default() += 1;
        }
    }
    let mut out = BTreeMap::new();
    let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
    for i in &mains {
        shared.clear();
        for list in keys[*i as usize].shingles.iter().filter_map(|s| pages.get(s)) {
            let from = list.partition_point(|j| j <= i);
            for j in list.get(from..).unwrap_or(&[]) {
                *shared.entry(*j).or_default() += 1;
            }
        }
        for (j, n) in &shared {
            let smaller = own.get(i).copied().unwrap_or(0).min(own.get(j).copied().unwrap_or(0));
            // Fewer than four runs of words in common are a quotation.
            if *n >= 4 && smaller > 0 && keys[*i as usize].kind == keys[*j as usize].kind {
                out.insert((*i, *j), (n * 1000 / smaller).min(1000) as u16);
            }
        }
    }
    out
}
