//! States, counties and cities, by name and by place in the gazetteer.

use super::Comparison;

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
    /// Containment and nearness by the gazetteer.
    pub fn compare(&self, other: &Place) -> Comparison {
        if self.level == other.level && self.name.eq_ignore_ascii_case(&other.name) { Comparison::Same } else { Comparison::Contradicts }
    }
}
