//! Relationships between people.

use super::{Actor, Comparison};

/// "grandfather of" somebody.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Kin {
    /// "grandfather", "ex-boyfriend", "partner".
    pub of: Box<str>,
    /// To whom, where it can be told.
    pub to: Option<Actor>,
}

impl Kin {
    /// "grandfather of p2".
    pub fn caption(&self) -> String {
        match &self.to {
            Some(to) => format!("{} of {}", self.of, super::Value::Actor(to.clone()).caption()),
            None => self.of.to_string(),
        }
    }
    /// Several relationships can be true.
    pub fn compare(&self, other: &Kin) -> Comparison {
        if self == other { Comparison::Same } else { Comparison::Compatible }
    }
}
