//! States, counties and cities, by name and by place in the gazetteer.

use super::Comparison;
use crate::gazetteer::{City, gazetteer, key};

/// How large a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Level {
    State,
    County,
    City,
}

/// A state, county or city: its full name, and the state it lies in where the page or the gazetteer tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// State, county or city.
    pub level: Level,
    /// Full name ("Illinois", "Cook County", "Cicero").
    pub name: Box<str>,
    /// Full name of its state.
    pub state: Option<Box<str>>,
}

impl Place {
    /// The name.
    pub fn caption(&self) -> String {
        self.name.to_string()
    }
    /// The same name in the same state; a smaller town near a bigger one says more than the bigger one's name does
    /// (SLOTS.md: a headline's bigger neighbour town is agreed); other names contradict.
    pub fn compare(&self, other: &Place) -> Comparison {
        if self.level != other.level {
            return Comparison::Compatible;
        }
        let (mine, theirs) = (bare(self), bare(other));
        if mine == theirs {
            return match (&self.state, &other.state) {
                (Some(a), Some(b)) if a != b => Comparison::Contradicts,
                (Some(_), None) => Comparison::Finer,
                (None, Some(_)) => Comparison::Coarser,
                _ => Comparison::Same,
            };
        }
        // "near Millbrook", "Millbrook Township": the town and what lies round it.
        if let (Some(a), Some(b)) = (round(&mine), round(&theirs))
            && a == b
        {
            return if mine.len() > theirs.len() { Comparison::Finer } else { Comparison::Coarser };
        }
        let (Level::City, Some(a), Some(b)) = (self.level, self.city(other), other.city(self)) else {
            return Comparison::Contradicts;
        };
        match (a.population / 2 >= b.population, b.population / 2 >= a.population) {
            _ if a.state.code == b.state.code && a.name == b.name => Comparison::Same, // an alias
            _ if a.spot.km(b.spot) > NEARBY_KM => Comparison::Contradicts,
            (true, false) => Comparison::Coarser,
            (false, true) => Comparison::Finer,
            _ => Comparison::Contradicts,
        }
    }

    /// Its entry in the gazetteer: by its own state, else by that of the place it is compared with, else the best known of its name.
    fn city(&self, other: &Place) -> Option<&'static City> {
        match self.state.as_deref().or(other.state.as_deref()) {
            Some(state) => gazetteer().city(&self.name, state),
            None => gazetteer().best_known(&self.name),
        }
    }
}

/// How far a suburb lies from the town that lends it its name in headlines.
const NEARBY_KM: u32 = 25;

fn bare(place: &Place) -> Box<str> {
    let key = key(&place.name);
    match place.level {
        Level::County => [" county", " parish", " borough", " census area"].iter().find_map(|kind| key.strip_suffix(kind)).unwrap_or(&key).into(),
        _ => key,
    }
}

/// A town's name without what says that it is only near it, or its township.
fn round(key: &str) -> Option<&str> {
    let town =
        ["near ", "outside ", "north of ", "south of ", "east of ", "west of ", "greater "].iter().find_map(|w| key.strip_prefix(w)).unwrap_or(key);
    let town = [" township", " twp", " charter township", " area"].iter().find_map(|w| town.strip_suffix(w)).unwrap_or(town);
    (!town.is_empty()).then_some(town)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: (&str, &str), b: (&str, &str), expect: Comparison) {
        let city = |(name, state): (&str, &str)| Place { level: Level::City, name: name.into(), state: (!state.is_empty()).then(|| state.into()) };
        assert_eq!(city(a).compare(&city(b)), expect, "{a:?} {b:?}");
        assert_eq!(city(b).compare(&city(a)), expect.flip(), "{b:?} {a:?}");
    }

    #[test]
    fn cities_compare_by_name_state_and_nearness() {
        check(("St. Paul", "Minnesota"), ("Saint Paul", "Minnesota"), Comparison::Same);
        check(("Springfield", "Ohio"), ("Springfield", ""), Comparison::Finer);
        check(("Springfield", "Ohio"), ("Springfield", "Illinois"), Comparison::Contradicts);
        check(("Minneapolis", "Minnesota"), ("Saint Paul", "Minnesota"), Comparison::Contradicts);
        check(("Denver", "Colorado"), ("Edgewater", "Colorado"), Comparison::Coarser);
        check(("Denver", "Colorado"), ("Pueblo", "Colorado"), Comparison::Contradicts);
        check(("Millbrook Township", "Ohio"), ("Millbrook", "Ohio"), Comparison::Finer);
        check(("near Millbrook", "Ohio"), ("Millbrook", "Ohio"), Comparison::Finer);
        check(("NYC", "New York"), ("New York City", "New York"), Comparison::Same);
        check(("Brooklyn", "New York"), ("New York", "New York"), Comparison::Finer);
    }
}
