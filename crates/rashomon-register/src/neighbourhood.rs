//! How far a change reaches: the accounts that have to be grouped anew when documents come, go, or are judged, and no others.
//!
//! What decides two accounts' link lies in their keys and in whether the tokens between them still find anybody. So
//! a change touches the accounts that came and went; all accounts that carry a token which became too common to find anybody,
//! or rare enough again; and then whoever hangs together with one of these by strong links, before the change or after it.

use std::collections::BTreeSet;

use rashomon_model::{DocId, Judgement};

use crate::candidates::{Sight, document_token, faint_tokens, tokens};
use crate::features::Weights;
use crate::key::AccountKey;
use crate::resolve::{ALIKE, ENOUGH, Rulings};
use crate::shelf::{Before, Seat, Shelf, Token};

/// What has changed on a shelf that already stands as it is to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change<'a> {
    /// Accounts that were put there.
    pub added: &'a [Seat],
    /// Accounts that were taken off.
    pub removed: &'a [AccountKey],
    /// Documents of judgements that were made or taken back.
    pub judged: &'a [DocId],
}

/// What a change can alter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// To be grouped anew, with [`crate::resolve::groups`]: whole components of strong links.
    pub regroup: BTreeSet<Seat>,
    /// Not to be grouped anew, but their group's look-alikes may be others now: [`crate::resolve::linked`].
    pub relink: BTreeSet<Seat>,
}

/// How far a change reaches. `judgements` as they stand after it.
pub fn reach<S: Shelf>(shelf: &S, change: &Change<'_>, judgements: &[Judgement]) -> Result<Reach, S::Error> {
    let before = Before::of(shelf, change.added, change.removed);
    let (then, now) = (Sight::new(&before), Sight::new(shelf));
    let rulings = Rulings::of(judgements);

    // Where links can have changed: at what came and went, and at whoever carries a token that changed its mind.
    let mut touched: BTreeSet<Seat> = change.added.iter().copied().collect();
    for doc in change.judged {
        touched.extend(shelf.carrying(document_token(doc.as_str()), usize::MAX >> 1)?.iter());
    }
    let gone: BTreeSet<Seat> = before.removed_seats().collect();
    let (mut names, mut runs): (BTreeSet<Token>, BTreeSet<Token>) = Default::default();
    for seat in change.added.iter().chain(&gone) {
        let key = before.key(*seat)?;
        names.extend(tokens(&key));
        names.extend(faint_tokens(&key).into_iter().flatten());
        runs.extend(key.shingles.iter().filter(|_| key.main));
    }
    for (tokens, is_run) in [(names, false), (runs, true)] {
        for token in tokens {
            let lists = if is_run { (then.pages(token)?, now.pages(token)?) } else { (then.found(token)?, now.found(token)?) };
            if lists.0.is_some() != lists.1.is_some() {
                touched.extend(shelf.carrying(token, usize::MAX >> 1)?.iter());
            }
        }
    }

    // Whoever hung together with them, or does now.
    let mut out = Reach::default();
    let mut queue: Vec<Seat> = touched.iter().copied().collect();
    for seat in touched.iter().chain(&gone).filter(|p| !change.added.contains(p)) {
        let beside = Beside::of(&before, &then, *seat)?;
        queue.extend(beside.strong);
        out.relink.extend(beside.alike);
    }
    // A judgement links as strongly as anything.
    for key in change.removed {
        queue.extend(rulings.others(shelf, key)?);
    }
    while let Some(seat) = queue.pop() {
        if gone.contains(&seat) || !out.regroup.insert(seat) {
            continue;
        }
        queue.extend(rulings.others(shelf, &*shelf.key(seat)?)?);
        let beside = Beside::of(shelf, &now, seat)?;
        queue.extend(beside.strong);
        if touched.contains(&seat) {
            out.relink.extend(beside.alike);
        }
    }
    out.relink.retain(|p| !out.regroup.contains(p) && !gone.contains(p));
    Ok(out)
}

/// All accounts that hang together with this one by strong links: what [`crate::resolve::groups`] groups by itself.
pub fn component<S: Shelf>(shelf: &S, seat: Seat, judgements: &[Judgement]) -> Result<BTreeSet<Seat>, S::Error> {
    let (sight, rulings) = (Sight::new(shelf), Rulings::of(judgements));
    let (mut out, mut queue) = (BTreeSet::new(), vec![seat]);
    while let Some(seat) = queue.pop() {
        if out.insert(seat) {
            queue.extend(rulings.others(shelf, &*shelf.key(seat)?)?);
            queue.extend(Beside::of(shelf, &sight, seat)?.strong);
        }
    }
    Ok(out)
}

/// Who stands beside an account.
struct Beside {
    strong: Vec<Seat>,
    alike: Vec<Seat>,
}

impl Beside {
    fn of<S: Shelf>(shelf: &S, sight: &Sight<'_, S>, seat: Seat) -> Result<Self, S::Error> {
        let mut out = Self { strong: Vec::new(), alike: Vec::new() };
        let (key, weights) = (shelf.key(seat)?, Weights::embedded());
        for (other, share) in sight.near(seat, |_| true)? {
            let k = shelf.key(other)?;
            let score = if key.account < k.account { weights.sum(&key, &k, share) } else { weights.sum(&k, &key, share) };
            if score >= ENOUGH {
                out.strong.push(other);
            } else if score >= ALIKE {
                out.alike.push(other);
            }
        }
        Ok(out)
    }
}
