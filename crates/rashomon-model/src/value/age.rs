//! Ages: years, months, weeks, decades, "late teens", as intervals of months.

use super::Comparison;
use super::count::number;

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
        Self { low: n.saturating_mul(12), high: n.saturating_mul(12).saturating_add(11), written: n.to_string().into() }
    }
    /// So many months old.
    pub fn months(n: u16) -> Self {
        Self { low: n, high: n, written: format!("{n} months").into() }
    }
    /// From so many to so many years ("16 to 18", "30s", "late teens"), as written.
    pub fn range(from: u16, to: u16, written: &str) -> Self {
        Self { low: from.saturating_mul(12), high: to.saturating_mul(12).saturating_add(11), written: written.into() }
    }
    /// Reads an age as it is written in the export or in a coded register: `31`, `6 months`, `10 weeks`, `30s`,
    /// `mid-20s`, `late teens`, `16 to 18`, `9 or 10`, `under 5`, `adult`, `teen`, `child`.
    pub fn parse(words: &str) -> Option<Self> {
        let written = words.trim();
        let text = written.to_lowercase().replace('-', " ");
        let text = text.trim();
        let small = |w: &str| number(w).and_then(|n| u16::try_from(n).ok()).filter(|n| *n < 130);
        if let Some(n) = small(text) {
            return Some(Self::years(n));
        }
        for (unit, months) in [("month", 1), ("week", 0), ("day", 0)] {
            if let Some(n) = text.split_once(unit).and_then(|(n, _)| number(n)).and_then(|n| u16::try_from(n).ok()) {
                let low = match unit {
                    "month" => n.saturating_mul(months),
                    "week" => n / 4,
                    _ => n / 30,
                };
                return Some(Self { low, high: low, written: written.into() });
            }
        }
        if let Some(n) = text.split_once(" year").and_then(|(n, _)| small(n)) {
            return Some(Self::years(n));
        }
        let (part, base) = match text.split_once(' ') {
            Some((part @ ("early" | "mid" | "late"), rest)) => (part, rest.trim()),
            _ => ("", text),
        };
        let decade = base.strip_suffix('s').and_then(small).filter(|n| n % 10 == 0 && *n >= 20);
        let spelled = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        let decade = decade.or_else(|| spelled.iter().position(|t| *t == base).map(|n| 20 + 10 * n as u16));
        if let Some(from) = decade {
            let (a, b) = match part {
                "early" => (0, 4),
                "mid" => (3, 7),
                "late" => (6, 9),
                _ => (0, 9),
            };
            return Some(Self::range(from + a, from + b, written));
        }
        let named = match (part, base) {
            ("early", "teens") => Some((13, 15)),
            ("mid", "teens") => Some((14, 17)),
            ("late", "teens") => Some((16, 19)),
            (_, "teens" | "teen" | "teenager" | "teenage") => Some((13, 19)),
            (_, "adult") => Some((18, 120)),
            (_, "juvenile" | "minor" | "child" | "boy" | "girl" | "young child") => Some((0, 17)),
            (_, "toddler") => Some((1, 3)),
            (_, "infant" | "baby") => Some((0, 1)),
            (_, "elderly" | "senior") => Some((60, 120)),
            _ => None,
        };
        if let Some((from, to)) = named {
            return Some(Self::range(from, to, written));
        }
        if let Some(n) = text.strip_prefix("under ").or_else(|| text.strip_prefix("younger than ")).and_then(small) {
            return Some(Self::range(0, n.saturating_sub(1), written));
        }
        if let Some(n) = text.strip_prefix("over ").or_else(|| text.strip_prefix("older than ")).and_then(small) {
            return Some(Self::range(n, 120, written));
        }
        let (from, to) = [" to ", " or ", " and ", " "].iter().find_map(|sign| text.split_once(sign))?;
        let (from, to) = (small(from)?, small(to)?);
        (from <= to).then(|| Self::range(from, to, written))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expect: Option<Comparison>) {
        let both = Age::parse(a).zip(Age::parse(b));
        assert_eq!(both.map(|(a, b)| a.compare(&b)), expect, "{a} / {b}");
    }

    #[test]
    fn a_range_is_coarser_than_a_number() {
        check("34", "30s", Some(Comparison::Finer));
        check("29", "30s", Some(Comparison::Contradicts));
        check("late teens", "17", Some(Comparison::Coarser));
        check("16 to 18", "17", Some(Comparison::Coarser));
        check("9 or 10", "10", Some(Comparison::Coarser));
        check("mid-20s", "early 20s", Some(Comparison::Compatible));
        check("6 months", "infant", Some(Comparison::Finer));
        check("10 weeks", "2 months", Some(Comparison::Same));
        check("27", "27-year-old", Some(Comparison::Same));
        check("adult", "17", Some(Comparison::Contradicts));
        check("999", "1", None);
        check("of age", "1", None);
    }
}
