//! The tolls: how many were killed (whoever they were) and how many were hurt and lived, as the page stands.
//!
//! Stated counts go first ("two dead, four injured"); where none is stated, the page's own people are counted by
//! their outcomes and the words that tell of them are quoted.

use std::ops::Range;

use rashomon_model::value::{Count, Value};
use rashomon_model::{Kind, Stated, Subject};

use crate::cast::Cast;
use crate::clause::{Clause, Clauses, Deed, parties};
use crate::draft::Draft;
use crate::harm::{Harm, is_harm};
use crate::sheet::Sheet;
use crate::tally::{Toll, What};

/// How many quotes one toll gets at most.
const QUOTES: usize = 5;

/// Drafts for `killed` and `injured`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, harm: &Harm, kind: &Kind) -> Vec<Draft> {
    let says = |what: What, n: u32| {
        let same = move |t: &&Toll| t.what == what && t.n == n;
        harm.stated.iter().filter(same).map(|t| (t.tokens.clone(), t.anchor))
    };
    let mut out = Vec::new();
    if kind.slot("killed").is_some() && harm.killed > 0 {
        let stated = says(What::Dead, harm.killed);
        let mut words = clearest(stated.collect(), || told(sheet, cast, clauses, true));
        words.truncate(QUOTES + 1);
        words.extend(alone(harm, harm.killed));
        push(&mut out, "killed", harm.killed, words);
    }
    if kind.slot("killed").is_some() && harm.killed + harm.injured == 0 {
        // "No one was hurt" is also none dead.
        push(&mut out, "killed", 0, says(What::Hurt, 0).collect());
    }
    if kind.slot("injured").is_some() {
        let hit = says(What::Hit, harm.injured + harm.killed).filter(|_| harm.injured > 0);
        let stated = says(What::Hurt, harm.injured).chain(hit).collect();
        let counted = || if harm.injured > 0 { told(sheet, cast, clauses, false) } else { Vec::new() };
        push(&mut out, "injured", harm.injured, clearest(stated, counted));
    }
    out
}

type Words = Vec<(Range<usize>, usize)>;

/// Words of a death that give no number are of the one who died, where it was one.
fn alone(harm: &Harm, killed: u32) -> impl Iterator<Item = (Range<usize>, usize)> {
    harm.deaths.iter().filter(move |_| killed == 1).take(QUOTES).cloned()
}

/// A stated number says more than the fate of those counted.
fn clearest(mut stated: Words, counted: impl Fn() -> Words) -> Words {
    stated.truncate(QUOTES);
    stated.extend(counted());
    stated
}

fn push(out: &mut Vec<Draft>, slot: &'static str, n: u32, quotes: Vec<(Range<usize>, usize)>) {
    for (tokens, anchor) in quotes.into_iter().take(2 * QUOTES) {
        out.push(Draft {
            sure: 0,
            subject: Subject::Incident,
            slot: slot.into(),
            stated: Stated::Is(Value::Count(Count::exactly(n))),
            tokens,
            anchor,
            because: "stated, or counted from the people of the page".into(),
        });
    }
}

/// The words that tell of the dead (or of the hurt), in order of place.
fn told(sheet: &Sheet<'_>, cast: &Cast, clauses: &Clauses, dead: bool) -> Vec<(Range<usize>, usize)> {
    let tells = |c: &&Clause| {
        let fatal = c.fatal || matches!(c.deed, Deed::Kill | Deed::Die);
        is_harm(c) && fatal == dead && !parties(cast, &c.patients).is_empty()
    };
    clauses.list.iter().filter(tells).map(|c| (c.told(sheet, cast), c.verb)).collect()
}
