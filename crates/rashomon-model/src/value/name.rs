//! Names of people: their parts, and when two names can be one person's.

use super::Comparison;

/// A person's name as one page gives it, in parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Name {
    /// First name or initial; empty for a lone surname.
    pub given: Box<str>,
    /// Middle names and initials.
    pub middle: Box<str>,
    /// Surname with its particles; empty for a lone given name.
    pub family: Box<str>,
    /// Jr., III.
    pub suffix: Box<str>,
    /// "Big Mike", without quotation marks.
    pub nickname: Box<str>,
}

impl Name {
    /// Reads a name without title or rank ("Luis M. de la Cruz Jr."); `None` when no part is left.
    pub fn parse(words: &str) -> Option<Self> {
        let mut parts: Vec<&str> = words.split_whitespace().map(|w| w.trim_matches([',', '"'])).filter(|w| !w.is_empty()).collect();
        let suffix = match parts.last() {
            Some(s) if matches!(s.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV") && parts.len() > 1 => parts.pop().unwrap_or(""),
            _ => "",
        };
        let family = parts.pop()?;
        let given = if parts.is_empty() { "" } else { parts.remove(0) };
        Some(Self { given: given.into(), middle: parts.join(" ").into(), family: family.into(), suffix: suffix.into(), nickname: "".into() })
    }
    /// All parts in order.
    pub fn caption(&self) -> String {
        [&self.given, &self.middle, &self.family, &self.suffix].into_iter().filter(|p| !p.is_empty()).map(|p| &**p).collect::<Vec<_>>().join(" ")
    }
    /// A letter-level difference contradicts; a missing part does not (SLOTS.md).
    pub fn compare(&self, other: &Name) -> Comparison {
        if self == other { Comparison::Same } else { Comparison::Contradicts }
    }
}
