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
    /// Reads "grandfather of p2"; `find` knows the people by their ids. Somebody whom it does not know stays in the words.
    pub fn parse(words: &str, find: impl Fn(&str) -> Option<Actor>) -> Self {
        let words = words.trim();
        match words.rsplit_once(" of ") {
            Some((of, who)) if find(who.trim()).is_some() => Self { of: of.into(), to: find(who.trim()) },
            _ => Self { of: words.into(), to: None },
        }
    }
    /// "grandfather of p2".
    pub fn caption(&self) -> String {
        match &self.to {
            Some(to) => format!("{} of {}", self.of, super::Value::Actor(to.clone()).caption()),
            None => self.of.to_string(),
        }
    }
    /// Several relationships can be true; one to somebody named is finer than the bare word.
    pub fn compare(&self, other: &Kin) -> Comparison {
        if !self.of.eq_ignore_ascii_case(&other.of) {
            return match super::phrase::compare(&self.of, &other.of, false) {
                Comparison::Finer if self.to == other.to => Comparison::Finer,
                Comparison::Coarser if self.to == other.to => Comparison::Coarser,
                _ => Comparison::Compatible,
            };
        }
        match (&self.to, &other.to) {
            (a, b) if a == b => Comparison::Same,
            (Some(_), None) => Comparison::Finer,
            (None, Some(_)) => Comparison::Coarser,
            _ => Comparison::Compatible,
        }
    }
}
