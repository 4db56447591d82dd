//! Ages: years, months, weeks, decades, "late teens", as intervals of months.

use super::Comparison;

/// An age, from `low` to `high` months (both included), and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Age {
    /// Youngest, in months.
    pub low: u16,
    /// Oldest, in months.
    pub high: u16,
    /// As the contract writes it: `31`, `6 months`, `30s`, `late teens`, `16 to 18`.
    pub written: Box<str>,
}

impl Age {
    /// So many years old.
    pub fn years(n: u16) -> Self {
        Self { low: n * 12, high: n * 12 + 11, written: n.to_string().into() }
    }
    /// So many months old.
    pub fn months(n: u16) -> Self {
        Self { low: n, high: n, written: format!("{n} months").into() }
    }
    /// From so many to so many years ("16 to 18", "30s", "late teens"), as written.
    pub fn range(from: u16, to: u16, written: &str) -> Self {
        Self { low: from * 12, high: to * 12 + 11, written: written.into() }
    }
    /// The number of years, when it is one.
    pub fn exact_years(&self) -> Option<u16> {
        (self.low / 12 == self.high / 12).then_some(self.low / 12)
    }
    /// How it is written.
    pub fn caption(&self) -> String {
        self.written.to_string()
    }
    /// Only disjoint intervals contradict; a birthday between reports is for `reconcile`, which knows their days.
    pub fn compare(&self, other: &Age) -> Comparison {
        if (self.low, self.high) == (other.low, other.high) {
            Comparison::Same
        } else if self.low > other.high || other.low > self.high {
            Comparison::Contradicts
        } else if self.low >= other.low && self.high <= other.high {
            Comparison::Finer
        } else if other.low >= self.low && other.high <= self.high {
            Comparison::Coarser
        } else {
            Comparison::Compatible
        }
    }
}
