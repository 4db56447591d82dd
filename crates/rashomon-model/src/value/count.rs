//! Counts: intervals of whole numbers. "three", "at least three", "several", "9 or 10".

use super::Comparison;

/// A number of things, from `low` to `high`; no `high` where it is open above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Count {
    /// At least.
    pub low: u32,
    /// At most.
    pub high: Option<u32>,
    /// Said by a word that names no number ("several", "multiple").
    pub vague: bool,
}

impl Count {
    /// Exactly so many.
    pub fn exactly(n: u32) -> Self {
        Self { low: n, high: Some(n), vague: false }
    }
    /// "several", "multiple": two or more.
    pub fn several() -> Self {
        Self { low: 2, high: None, vague: true }
    }
    /// The number, when it is one.
    pub fn exact(self) -> Option<u32> {
        self.high.filter(|h| *h == self.low)
    }
    /// `4`, `multiple`, `3-5`, `3+`.
    pub fn caption(&self) -> String {
        match (self.vague, self.high) {
            (true, _) => "multiple".into(),
            (_, Some(h)) if h == self.low => h.to_string(),
            (_, Some(h)) => format!("{}-{h}", self.low),
            (_, None) => format!("{}+", self.low),
        }
    }
    /// Only disjoint intervals contradict.
    pub fn compare(&self, other: &Count) -> Comparison {
        if self == other {
            return Comparison::Same;
        }
        let (ah, bh) = (self.high.unwrap_or(u32::MAX), other.high.unwrap_or(u32::MAX));
        if self.low > bh || other.low > ah {
            Comparison::Contradicts
        } else if self.low >= other.low && ah <= bh {
            Comparison::Finer
        } else if other.low >= self.low && bh <= ah {
            Comparison::Coarser
        } else {
            Comparison::Compatible
        }
    }
}
