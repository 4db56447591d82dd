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
    /// The number that words name last ("at least three": 3, "four or five": 5); `None` where they name none ("several").
    pub fn named(self) -> Option<u32> {
        (!self.vague).then_some(self.high.unwrap_or(self.low))
    }
    /// Reads a count as it is written in the export or in a coded register: `4`, `four`, `1,200`, `multiple`, `3-5`,
    /// `3 to 5`, `3+`, `at least 3`.
    pub fn parse(words: &str) -> Option<Self> {
        let text = words.trim().to_lowercase();
        if let Some(n) = number(&text) {
            return Some(Self::exactly(n));
        }
        if matches!(&*text, "multiple" | "several" | "many" | "numerous" | "some" | "a few" | "dozens") {
            return Some(Self::several());
        }
        for (start, bound) in [("at least ", 0), ("more than ", 1), ("over ", 1)] {
            if let Some(n) = text.strip_prefix(start).and_then(number) {
                return Some(Self { low: n.saturating_add(bound), high: None, vague: false });
            }
        }
        if let Some(n) = text.strip_suffix('+').and_then(number) {
            return Some(Self { low: n, high: None, vague: false });
        }
        let (low, high) = ["-", " to ", " or "].iter().find_map(|sign| text.split_once(sign))?;
        let (low, high) = (number(low)?, number(high)?);
        (low <= high).then_some(Self { low, high: Some(high), vague: false })
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
    /// Only disjoint intervals contradict; a word that names no number is coarser than any number above one.
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

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A whole number in digits (thousands set apart by commas allowed) or in words up to ninety-nine; "no" and "none" are 0, "once" and "twice" 1 and 2.
pub fn number(words: &str) -> Option<u32> {
    match words.trim() {
        "no" | "none" | "nobody" | "no one" => Some(0),
        "a" | "an" | "once" | "one time" => Some(1),
        "twice" | "both" => Some(2),
        text => cardinal(text),
    }
}

/// The number that a written number names, in lower case: digits (thousands set apart by commas allowed), or words up to ninety-nine.
pub fn cardinal(text: &str) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.replace(',', "").parse().ok();
    }
    let unit = |w: &str| UNITS.iter().position(|u| *u == w).map(|n| n as u32);
    let ten = |w: &str| TENS.iter().position(|t| *t == w).map(|n| 20 + 10 * n as u32);
    if let Some(n) = unit(text).or_else(|| ten(text)) {
        return Some(n);
    }
    let (tens, units) = text.split_once(['-', ' '])?;
    Some(ten(tens)? + unit(units).filter(|n| (1..10).contains(n))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expect: Option<Comparison>) {
        let both = Count::parse(a).zip(Count::parse(b));
        assert_eq!(both.map(|(a, b)| a.compare(&b)), expect, "{a} / {b}");
        assert_eq!(both.map(|(a, b)| b.compare(&a)), expect.map(Comparison::flip), "{b} / {a}");
    }

    #[test]
    fn only_disjoint_counts_contradict() {
        check("4", "four", Some(Comparison::Same));
        check("4", "3", Some(Comparison::Contradicts));
        check("4", "several", Some(Comparison::Finer));
        check("1", "several", Some(Comparison::Contradicts));
        check("9 or 10", "10", Some(Comparison::Coarser));
        check("at least three", "twenty-one", Some(Comparison::Coarser));
        check("3+", "2", Some(Comparison::Contradicts));
        check("1,200", "1200", Some(Comparison::Same));
        check("a lot", "4", None);
        check("", "4", None);
    }
}
