//! The policies that a kind file can name for a slot: each chooses among the values that stand, or says nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rashomon_model::finding::Preference;
use rashomon_model::value::day::{DayRange, Said};
use rashomon_model::value::{Age, Count, Day, Value};
use rashomon_model::{NonEmpty, OriginId, Policy};

use super::{majority, of, voice};
use crate::reconcile::{Ground, Side, Told};

/// What the slot's own policy prefers among the affirmed values that stand, two or more of them; `None` where it cannot choose.
pub(super) fn choose(policy: Policy, ground: &Ground, affirmed: &[usize], told: &Told) -> Option<Preference> {
    match policy {
        Policy::Range => range(ground, affirmed),
        Policy::MajorityOfOrigins => majority(ground, affirmed),
        Policy::LatestOfRoot => latest_of_root(ground, affirmed),
        Policy::SourceHierarchy => hierarchy(ground, affirmed, told),
        Policy::Lowest => lowest(ground, affirmed),
    }
}

/// Where a value lies on its scale, for the types that have one.
fn place(value: &Value) -> Option<i64> {
    match value {
        Value::Count(count) => Some(i64::from(count.low)),
        Value::Age(age) => Some(i64::from(age.low)),
        Value::Day(day) => day.resolved.map(|days| i64::from((days.first() - Date::constant(1970, 1, 1)).get_days())),
        _ => None,
    }
}

fn lowest(ground: &Ground, affirmed: &[usize]) -> Option<Preference> {
    let placed = |s: &usize| Some((place(ground.sides[*s].value()?)?, *s));
    let ranked: Vec<(i64, usize)> = affirmed.iter().map(placed).collect::<Option<_>>()?;
    let (_, side) = ranked.into_iter().min()?;
    of(&[&ground.sides[side]], Policy::Lowest.as_str())
}

/// One value that spans all; it is as sure, and says by whom, as the best claim of the first of them.
fn range(ground: &Ground, affirmed: &[usize]) -> Option<Preference> {
    let values: Vec<&Value> = affirmed.iter().map(|s| ground.sides[*s].value()).collect::<Option<_>>()?;
    let first = *values.first()?;
    let span = values.into_iter().try_fold(first.clone(), |span, value| {
        Some(match (span, value) {
            (Value::Count(a), Value::Count(b)) => {
                let high = a.high.zip(b.high).map(|(a, b)| a.max(b));
                Value::Count(Count { low: a.low.min(b.low), high, vague: a.vague && b.vague })
            }
            (Value::Age(a), Value::Age(b)) => {
                let (low, high) = (a.low.min(b.low), a.high.max(b.high));
                let written = if (low, high) == (a.low, a.high) { a.written } else { format!("{} to {}", low / 12, high / 12).into() };
                Value::Age(Age { low, high, written })
            }
            (Value::Day(a), Value::Day(b)) => {
                let (a, b) = (a.resolved?, b.resolved?);
                let days = DayRange::new(a.first().min(b.first()), a.last().max(b.last()));
                Value::Day(Day { said: Said::Days(days), resolved: Some(days) })
            }
            _ => return None,
        })
    })?;
    let best = ground.sides[*affirmed.first()?].best();
    Some(Preference {
        values: NonEmpty::one(span),
        policy: Policy::Range.as_str().into(),
        factuality: best.claim.factuality,
        voice: voice(best),
        judgement: None,
    })
}

/// Each root's last word, by the days of the pages that carry it; what was said without a root, or on a page without a day, is none.
fn latest_of_root(ground: &Ground, affirmed: &[usize]) -> Option<Preference> {
    let mut last: BTreeMap<&OriginId, (Date, Vec<usize>)> = BTreeMap::new();
    for (side, placed) in affirmed.iter().flat_map(|s| ground.sides[*s].claims.iter().map(move |p| (*s, p))) {
        let page = ground.pages.iter().find(|page| page.doc == placed.doc);
        let (Some(origin), Some(day)) = (&placed.origin, page.and_then(|p| p.day)) else { continue };
        let known = last.entry(origin).or_insert((day.last(), Vec::new()));
        match day.last().cmp(&known.0) {
            std::cmp::Ordering::Greater => *known = (day.last(), vec![side]),
            std::cmp::Ordering::Equal => known.1.push(side),
            std::cmp::Ordering::Less => {}
        }
    }
    let mut words = last.into_values().flat_map(|(_, sides)| sides);
    let side = words.next()?;
    if words.any(|other| other != side) {
        return None;
    }
    of(&[&ground.sides[side]], Policy::LatestOfRoot.as_str())
}

/// The side that the best of the slot's sources states; none where the best source states two.
fn hierarchy(ground: &Ground, affirmed: &[usize], told: &Told) -> Option<Preference> {
    let rank = |side: &Side| {
        let ranks = side.claims.iter().filter_map(|placed| {
            let voices = placed.claim.attribution.chain.iter().map(|c| c.name.to_lowercase());
            let publisher = told.docs.iter().find(|l| l.source.doc == placed.doc).and_then(|l| l.source.publisher.as_ref()).map(|p| p.to_lowercase());
            let names: Vec<String> = voices.chain(publisher).collect();
            ground.slot.sources.iter().position(|source| names.iter().any(|name| says(name, &source.to_lowercase())))
        });
        ranks.min()
    };
    let mut ranked: Vec<(usize, usize)> = affirmed.iter().filter_map(|s| Some((rank(&ground.sides[*s])?, *s))).collect();
    ranked.sort_unstable();
    let (best, side) = *ranked.first()?;
    if ranked.get(1).is_some_and(|(next, _)| *next == best) {
        return None;
    }
    of(&[&ground.sides[side]], Policy::SourceHierarchy.as_str())
}

/// Whether a name holds the words of a source, as whole words.
fn says(name: &str, source: &str) -> bool {
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (name, source) = (words(name), words(source));
    !source.is_empty() && name.windows(source.len()).any(|w| w == source)
}
