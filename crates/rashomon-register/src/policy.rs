//! Named policies: the only ways in which a value comes to be preferred, and each says its name. A person's word comes first, then
//! the policy that the kind file names for the slot (`named`), then the default.

mod named;

use std::collections::BTreeSet;

use rashomon_model::finding::Preference;
pub use rashomon_model::finding::{FINEST_AGREED, MAJORITY_OF_ORIGINS};
use rashomon_model::incident::Placed;
use rashomon_model::value::{Comparison, Day, Value, day::Said};
use rashomon_model::{Factuality, NonEmpty, OriginId};

use crate::reconcile::Tie;
use crate::reconcile::{Ground, Side, Told};

/// A person decided on these words.
pub const HUMAN: &str = "human";
/// Several values hold: all of them.
pub const ALL_TRUE: &str = "all-true";
/// Statements were replaced by later or better-informed ones: what stands.
pub const LATEST_OF_PROGRESS: &str = "latest-of-progress";
/// The day that clashes least with all that is said of it.
pub const LEAST_CLASH: &str = "least-clash";

/// The value that the default policies choose; `None` when none of them can.
pub(crate) fn prefer(
    ground: &Ground,
    standing: &[usize],
    disputed: &[(usize, usize)],
    gone: &BTreeSet<usize>,
    ties: &[(usize, usize, Tie)],
    told: &Told,
) -> Option<Preference> {
    if let Some(chosen) = judged(ground, told) {
        return Some(chosen);
    }
    let affirmed: Vec<usize> = standing.iter().copied().filter(|s| ground.sides[*s].affirms()).collect();
    if let (Some(policy), [_, _, ..]) = (ground.slot.policy, affirmed.as_slice())
        && let Some(chosen) = named::choose(policy, ground, &affirmed, told)
    {
        return Some(chosen);
    }
    if let Some(solved) = solved(ground, &affirmed, !disputed.is_empty(), told) {
        return Some(solved);
    }
    if !disputed.is_empty() {
        return majority(ground, &affirmed);
    }
    let first = *affirmed.first()?;
    if ground.slot.single || !joins(ground.sides[first].value()?) {
        let policy = if gone.is_empty() { FINEST_AGREED } else { LATEST_OF_PROGRESS };
        return of(&[&ground.sides[first]], policy);
    }
    let mut chosen: Vec<&Side> = Vec::new();
    let top = affirmed.iter().filter_map(|s| ground.stage(*s)).max();
    for &s in &affirmed {
        let coarser = ties
            .iter()
            .any(|(a, b, t)| (*a == s && *t == Tie::RefinedBy && affirmed.contains(b)) || (*b == s && *t == Tie::Refines && affirmed.contains(a)));
        let overtaken = ground.stage(s).is_some_and(|stage| Some(stage) < top);
        if !coarser && !overtaken && (ground.sides[s].strength() > 1 || affirmed.len() == 1) {
            chosen.push(&ground.sides[s]);
        }
    }
    if chosen.is_empty() {
        chosen.push(&ground.sides[first]);
    }
    let policy = match (gone.is_empty(), chosen.len()) {
        (false, _) => LATEST_OF_PROGRESS,
        (true, 1) => FINEST_AGREED,
        (true, _) => ALL_TRUE,
    };
    of(&chosen, policy)
}

/// Values that can stand beside each other in one preference.
fn joins(value: &Value) -> bool {
    matches!(value, Value::Label(_) | Value::Phrase(_) | Value::Kin(_))
}

fn of(sides: &[&Side], policy: &str) -> Option<Preference> {
    let best = sides.first()?.best();
    let values: Vec<Value> = sides.iter().filter_map(|s| s.value().cloned()).collect();
    Some(Preference { values: NonEmpty::new(values)?, policy: policy.into(), factuality: best.claim.factuality, voice: voice(best), judgement: None })
}

fn voice(placed: &Placed) -> Vec<Box<str>> {
    placed.claim.attribution.chain.iter().map(|c| c.name.clone()).collect()
}

/// The right value, by a person's word: as those put it who state it, else as the person does.
fn judged(ground: &Ground, told: &Told) -> Option<Preference> {
    let decided = told.rights.get(&(ground.about, ground.slot.id.clone()))?;
    let same = |s: &&Side| s.affirms() && s.value().is_some_and(|v| v.compare(&decided.value, ground.slot.single) == Comparison::Same);
    let best = ground.sides.iter().find(same).map(Side::best);
    Some(Preference {
        values: NonEmpty::one(best.and_then(|p| p.claim.stated.value()).unwrap_or(&decided.value).clone()),
        policy: HUMAN.into(),
        factuality: best.map_or(Factuality::Certain, |p| p.claim.factuality),
        voice: best.map_or_else(|| vec![decided.by.clone()], voice),
        judgement: Some(decided.judgement.clone()),
    })
}

/// The day of the incident comes from all constraints together.
fn solved(ground: &Ground, affirmed: &[usize], disputed: bool, told: &Told) -> Option<Preference> {
    let is_day = |s: &usize| matches!(ground.sides[*s].value(), Some(Value::Day(_)));
    if !affirmed.iter().any(is_day) || ground.about != rashomon_model::About::Incident {
        return None;
    }
    let [days] = told.day.days.as_slice() else { return None };
    let value = Value::Day(Day { said: Said::Days(*days), resolved: Some(*days) });
    let fits = |s: &&usize| {
        ground.sides[**s].value().is_some_and(|v| matches!(v.compare(&value, true), Comparison::Same | Comparison::Finer | Comparison::Coarser))
    };
    let best = ground.sides[*affirmed.iter().find(fits).or(affirmed.first())?].best();
    Some(Preference {
        values: NonEmpty::one(value),
        policy: if disputed { LEAST_CLASH } else { FINEST_AGREED }.into(),
        factuality: best.claim.factuality,
        voice: voice(best),
        judgement: None,
    })
}

/// The side that two distinct roots or more state, and strictly more than any other.
fn majority(ground: &Ground, affirmed: &[usize]) -> Option<Preference> {
    let roots = |s: usize| ground.sides[s].claims.iter().filter_map(|p| p.origin.as_ref()).collect::<BTreeSet<&OriginId>>().len();
    let mut ranked: Vec<(usize, usize)> = affirmed.iter().map(|&s| (roots(s), s)).collect();
    ranked.sort_by_key(|(n, s)| (std::cmp::Reverse(*n), *s));
    let (most, side) = *ranked.first()?;
    let next = ranked.get(1).map_or(0, |(n, _)| *n);
    if most < 2 || most == next {
        return None;
    }
    of(&[&ground.sides[side]], MAJORITY_OF_ORIGINS)
}
