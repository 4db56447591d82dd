//! Where accounts stand and are looked up by token: memory here, tables of a register file elsewhere.

use std::borrow::Cow;
use std::convert::Infallible;

use crate::candidates::{document_token, faint_tokens, tokens};
use crate::key::{AccountKey, sorted};

/// What an account is found by: a hash.
pub type Token = u64;

/// Where an account stands on a shelf: a number of the shelf's own choosing. Nothing that is decided depends on it.
pub type Seat = u32;

/// Accounts that can be asked for by token.
pub trait Shelf {
    /// What can go wrong with asking.
    type Error;
    /// The accounts that carry a token (see [`carries`]), each once, in any order; when there are more than `most`, any
    /// `most + 1` of them.
    fn carrying(&self, token: Token, most: usize) -> Result<Cow<'_, [Seat]>, Self::Error>;
    /// The key of an account that stands here.
    fn key(&self, seat: Seat) -> Result<Cow<'_, AccountKey>, Self::Error>;
}

/// Everything an account is to be found by, sorted: its tokens, its page's name, and its page's shingles where it is what the page is about.
pub fn carries(key: &AccountKey) -> Vec<Token> {
    let mut out = tokens(key);
    out.extend(faint_tokens(key).into_iter().flatten());
    if key.main {
        out.extend(&key.shingles);
    }
    out.push(document_token(key.doc.as_str()));
    sorted(&mut out);
    out
}

/// A list of keys as it stands, indexed in one go: twelve bytes a posting.
#[derive(Debug)]
pub struct Memory<'k> {
    keys: &'k [AccountKey],
    /// Postings by token, then seat, in two columns.
    tokens: Vec<Token>,
    seats: Vec<Seat>,
    /// Where the postings begin whose token has these first bits, for tokens are hashes and evenly spread.
    heads: Vec<u32>,
    shift: u32,
}

impl<'k> Memory<'k> {
    /// Indexes keys; an account stands where it stands in the list.
    pub fn of(keys: &'k [AccountKey]) -> Self {
        let mut all: Vec<(Token, Seat)> = Vec::new();
        for (seat, key) in keys.iter().enumerate() {
            all.extend(carries(key).into_iter().map(|t| (t, seat as Seat)));
        }
        all.sort_unstable();
        let bits = (all.len() / 2).next_power_of_two().trailing_zeros().clamp(1, 28);
        let shift = 64 - bits;
        let mut heads = vec![0_u32; (1 << bits) + 1];
        for (token, _) in &all {
            heads[(token >> shift) as usize + 1] += 1;
        }
        for n in 1..heads.len() {
            heads[n] += heads[n - 1];
        }
        let (tokens, seats) = all.into_iter().unzip();
        Self { keys, tokens, seats, heads, shift }
    }
}

impl Shelf for Memory<'_> {
    type Error = Infallible;
    fn carrying(&self, token: Token, most: usize) -> Result<Cow<'_, [Seat]>, Infallible> {
        let head = (token >> self.shift) as usize;
        let (from, to) = (self.heads[head] as usize, self.heads[head + 1] as usize);
        let bucket = &self.tokens[from..to];
        let first = bucket.partition_point(|t| *t < token);
        let n = bucket[first..].iter().take(most + 1).take_while(|t| **t == token).count();
        Ok(Cow::Borrowed(&self.seats[from + first..from + first + n]))
    }
    fn key(&self, seat: Seat) -> Result<Cow<'_, AccountKey>, Infallible> {
        Ok(Cow::Borrowed(&self.keys[seat as usize]))
    }
}

/// A shelf as it was before a change: without what was added, with what was taken off.
pub(crate) struct Before<'a, S: Shelf> {
    shelf: &'a S,
    added: &'a [Seat],
    removed: &'a [AccountKey],
    /// What each of those carried.
    carried: Vec<Vec<Token>>,
}

impl<'a, S: Shelf> Before<'a, S> {
    pub fn of(shelf: &'a S, added: &'a [Seat], removed: &'a [AccountKey]) -> Self {
        Self { shelf, added, removed, carried: removed.iter().map(carries).collect() }
    }

    /// Where what was taken off stands here.
    pub fn removed_seats(&self) -> impl Iterator<Item = Seat> + use<S> {
        (0..self.removed.len() as Seat).map(|n| Seat::MAX - n)
    }
}

impl<S: Shelf> Shelf for Before<'_, S> {
    type Error = S::Error;
    fn carrying(&self, token: Token, most: usize) -> Result<Cow<'_, [Seat]>, S::Error> {
        let mut list = self.shelf.carrying(token, most + self.added.len())?;
        if list.iter().any(|p| self.added.contains(p)) {
            list.to_mut().retain(|p| !self.added.contains(p));
        }
        for (seat, carried) in self.removed_seats().zip(&self.carried) {
            if carried.binary_search(&token).is_ok() {
                list.to_mut().push(seat);
            }
        }
        Ok(list)
    }
    /// Of what was added too.
    fn key(&self, seat: Seat) -> Result<Cow<'_, AccountKey>, S::Error> {
        match self.removed.get((Seat::MAX - seat) as usize) {
            Some(key) => Ok(Cow::Borrowed(key)),
            None => self.shelf.key(seat),
        }
    }
}
