//! Which accounts are worth comparing: found by small tokens, never all pairs.
//!
//! A token is something two accounts of one incident are likely to share and others are not: a rare name, a street with
//! its number in a city, a city in a week, a victim's age in a state and week, a page's address, a run of words.

use std::borrow::Cow;
use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::key::{AccountKey, DayNumber, Side, hash, sorted};
use crate::shelf::{Seat, Shelf, Token};

/// A token that more accounts carry than this finds nobody, so that the order of arrival cannot matter.
pub const LONGEST_LIST: usize = 250;
/// The same for runs of words: a phrase on more pages than this is a formula.
pub const LONGEST_SHINGLE: usize = 60;
/// A run of words on so many pages of one host is the host's furniture (DEPENDENCIES.md §3).
const FURNITURE: usize = 4;
/// Share of the smaller page's shingles, in thousandths, from which pages are compared for their text alone.
pub const SHARED_TEXT: u16 = 500;
/// Fewer runs of words in common than this are a quotation.
const QUOTATION: u32 = 4;

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
            for (street, _) in &door.streets {
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

/// Rare words of a page that are looked up among pages published within a fortnight or so, …
const RARE_NEAR: usize = 24;
/// … and the rarest of them among all pages.
const RARE_EVER: usize = 12;
/// Days in one bucket of publication.
const PAGE_BUCKET: DayNumber = 32;
/// Faint tokens that two accounts must share to be compared for them alone.
const FAINT: u32 = 2;

/// Tokens of which two accounts must share `FAINT`: rare words of their pages, looked up among all pages and among those of about the same day.
pub fn faint_tokens(key: &AccountKey) -> [Vec<Token>; 2] {
    if !key.main {
        return Default::default();
    }
    let mut words = key.rare.clone();
    words.sort_unstable_by_key(|(mark, weight)| (std::cmp::Reverse(*weight), *mark));
    let mut ever: Vec<Token> = words.iter().take(RARE_EVER).map(|(mark, _)| hash(&format!("rare\t{}\t{mark}", key.kind))).collect();
    let mut near = Vec::new();
    if let Some((first, last)) = key.page.filter(|(first, last)| *first > DayNumber::MIN && last - first <= PAGE_BUCKET) {
        // Two pages half a bucket apart share a bucket.
        for bucket in (first - PAGE_BUCKET / 4).div_euclid(PAGE_BUCKET)..=(last + PAGE_BUCKET / 4).div_euclid(PAGE_BUCKET) {
            near.extend(words.iter().take(RARE_NEAR).map(|(mark, _)| hash(&format!("rare\t{}\t{mark}\t{bucket}", key.kind))));
        }
    }
    sorted(&mut ever);
    sorted(&mut near);
    [ever, near]
}

/// What finds all accounts that carry one document's name.
pub fn document_token(doc: &str) -> Token {
    hash(&format!("doc\t{doc}"))
}

/// All pairs worth comparing among the accounts of a shelf that stand on the seats below `n`, smaller seat first, each with the text they share
/// in thousandths: for who learns from them.
pub fn pairs<S: Shelf>(shelf: &S, n: Seat) -> Result<Vec<(Seat, Seat, u16)>, S::Error> {
    let sight = Sight::new(shelf);
    let mut out = Vec::new();
    for i in 0..n {
        out.extend(sight.near(i, |j| j > i && j < n)?.into_iter().map(|(j, share)| (i, j, share)));
    }
    Ok(out)
}

/// Looks along a shelf; what it has counted it remembers.
pub(crate) struct Sight<'s, S: Shelf> {
    shelf: &'s S,
    /// Shingles of a page that count.
    own: RefCell<FxHashMap<Seat, u32>>,
}

impl<'s, S: Shelf> Sight<'s, S> {
    pub fn new(shelf: &'s S) -> Self {
        Self { shelf, own: RefCell::default() }
    }

    /// The accounts that a token finds; `None` where it has become too common to find any.
    pub fn found(&self, token: Token) -> Result<Option<Cow<'s, [Seat]>>, S::Error> {
        let list = self.shelf.carrying(token, LONGEST_LIST)?;
        Ok((list.len() <= LONGEST_LIST).then_some(list))
    }

    /// The pages that a shingle finds; `None` where it is a formula, or the furniture of one host.
    pub fn pages(&self, shingle: Token) -> Result<Option<Cow<'s, [Seat]>>, S::Error> {
        let list = self.shelf.carrying(shingle, LONGEST_SHINGLE)?;
        if list.len() > LONGEST_SHINGLE {
            return Ok(None);
        }
        if list.len() >= FURNITURE {
            let mut hosts = Vec::with_capacity(list.len());
            for seat in list.iter() {
                hosts.extend(self.shelf.key(*seat)?.host);
            }
            hosts.sort_unstable();
            if hosts.chunk_by(|a, b| a == b).any(|run| run.len() >= FURNITURE) {
                return Ok(None);
            }
        }
        Ok(Some(list))
    }

    /// Shingles of a page that count.
    fn own(&self, seat: Seat) -> Result<u32, S::Error> {
        if let Some(n) = self.own.borrow().get(&seat) {
            return Ok(*n);
        }
        let mut n = 0;
        for shingle in &self.shelf.key(seat)?.shingles {
            n += u32::from(self.pages(*shingle)?.is_some());
        }
        self.own.borrow_mut().insert(seat, n);
        Ok(n)
    }

    /// The accounts worth comparing with one, in order of seat, each with the share of text in thousandths of the smaller page's that the two
    /// pages have in common (winnowing: Schleimer, Wilkerson and Aiken 2003). `only` leaves seats out beforehand.
    pub fn near(&self, seat: Seat, only: impl Fn(Seat) -> bool) -> Result<Vec<(Seat, u16)>, S::Error> {
        let key = self.shelf.key(seat)?;
        // By seat: tokens in common, faint ones of both sorts, and shingles.
        let mut found: FxHashMap<Seat, [u32; 4]> = FxHashMap::default();
        let mut count = |sort: usize, list: Option<Cow<'_, [Seat]>>| {
            for other in list.iter().flat_map(|l| l.iter()).filter(|p| **p != seat && only(**p)) {
                found.entry(*other).or_default()[sort] += 1;
            }
        };
        for token in tokens(&key) {
            count(0, self.found(token)?);
        }
        for (sort, tokens) in faint_tokens(&key).into_iter().enumerate() {
            for token in tokens {
                count(1 + sort, self.found(token)?);
            }
        }
        for shingle in key.shingles.iter().filter(|_| key.main) {
            count(3, self.pages(*shingle)?);
        }
        let mut out = Vec::with_capacity(found.len());
        for (other, [strong, ever, near, runs]) in found {
            let by_token = strong > 0 || ever.max(near) >= FAINT;
            if !by_token && runs < QUOTATION {
                continue;
            }
            let k = self.shelf.key(other)?;
            if k.kind != key.kind || k.doc == key.doc {
                continue;
            }
            let share = if runs >= QUOTATION { (runs * 1000 / self.own(seat)?.min(self.own(other)?).max(1)).min(1000) as u16 } else { 0 };
            if by_token || share >= SHARED_TEXT {
                out.push((other, share));
            }
        }
        out.sort_unstable();
        Ok(out)
    }
}
