//! Days: what a page says of a day, and the days it can mean.

use jiff::civil::{Date, Weekday};

use super::Comparison;

/// Days from first to last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct DayRange {
    first: Date,
    last: Date,
}

impl DayRange {
    /// One day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }
    /// From the earlier to the later of two days.
    pub fn new(a: Date, b: Date) -> Self {
        Self { first: a.min(b), last: a.max(b) }
    }
    /// All days of a year.
    pub fn year(year: i16) -> Option<Self> {
        Some(Self { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
    }
    /// All days of a month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self { first, last: first.last_of_month() })
    }
    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }
    /// The last day.
    pub fn last(self) -> Date {
        self.last
    }
    /// The day, when it is one.
    pub fn single(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }
    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
    /// The days two ranges share.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }
    /// `2018-09-13`, or `2018-09-13/2018-09-14`.
    pub fn caption(self) -> String {
        match self.single() {
            Some(day) => day.to_string(),
            None => format!("{}/{}", self.first, self.last),
        }
    }
}

/// A day as its page puts it: a constraint on the incident's day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Said {
    /// A full date, a month with its year, a year: the days it names.
    Days(DayRange),
    /// "Sept. 14", without a year.
    MonthDay(i8, i8),
    /// "in September", without a year.
    Month(i8),
    /// "Thursday": 1 is Monday, 7 is Sunday.
    Weekday(i8),
    /// "today" 0, "yesterday" -1, "two days ago" -2: counted from the page's day.
    Ago(i32),
    /// "Tuesday, five days after the shooting": weekday and the days to add to it (-5).
    Shifted(i8, i32),
}

/// A day said, and what it comes to by its own page's light.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Day {
    /// The constraint.
    pub said: Said,
    /// The days it names once the page's own day of publication is used; `None` where the page alone does not resolve it.
    pub resolved: Option<DayRange>,
}

/// English name of a weekday, 1 is Monday.
pub fn weekday_name(day: i8) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][(day - 1).rem_euclid(7) as usize]
}

impl Day {
    /// Reads a day as [`Day::caption`] writes it: `2018-09-13`, `2018-09`, `a/b`, `09-14`, `Thursday`, `Tuesday-5d`, `yesterday`.
    pub fn parse(words: &str) -> Option<Self> {
        let words = words.trim();
        let plain = |said| Some(Self { said, resolved: None });
        let days = |range| Some(Self { said: Said::Days(range), resolved: Some(range) });
        if let Some((a, b)) = words.split_once('/') {
            return days(DayRange::new(a.parse().ok()?, b.parse().ok()?));
        }
        match words.to_lowercase().as_str() {
            "today" | "tonight" => return plain(Said::Ago(0)),
            "yesterday" | "last night" => return plain(Said::Ago(-1)),
            _ => {}
        }
        let by_name = |name: &str| (1..=7).find(|w| weekday_name(*w).eq_ignore_ascii_case(name));
        if let Some(w) = by_name(words) {
            return plain(Said::Weekday(w));
        }
        if let Some((name, shift)) = words.find(['+', '-']).and_then(|at| words.split_at_checked(at))
            && let Some(w) = by_name(name)
        {
            return plain(Said::Shifted(w, shift.strip_suffix('d')?.parse().ok()?));
        }
        let parts: Vec<&str> = words.split('-').collect();
        let number = |t: &str| t.parse::<i16>().ok();
        match parts.as_slice() {
            [_, _, _] => days(DayRange::day(words.parse().ok()?)),
            [y, m] if y.len() == 4 => days(DayRange::month(number(y)?, i8::try_from(number(m)?).ok()?)?),
            [m, d] => {
                let (m, d) = (i8::try_from(number(m)?).ok()?, i8::try_from(number(d)?).ok()?);
                Date::new(2000, m, d).ok().and_then(|_| plain(Said::MonthDay(m, d)))
            }
            [y] if y.len() == 4 => days(DayRange::year(number(y)?)?),
            _ => None,
        }
    }

    /// ISO day or interval where resolved, else as said: `Thursday`, `09-14`, `Tuesday-5d`, `yesterday`.
    pub fn caption(&self) -> String {
        if let Some(days) = self.resolved {
            return days.caption();
        }
        match self.said {
            Said::Days(days) => days.caption(),
            Said::MonthDay(m, d) => format!("{m:02}-{d:02}"),
            Said::Month(m) => format!("{m:02}"),
            Said::Weekday(w) => weekday_name(w).into(),
            Said::Ago(0) => "today".into(),
            Said::Ago(-1) => "yesterday".into(),
            Said::Ago(n) => format!("{n}d"),
            Said::Shifted(w, n) => format!("{}{n:+}d", weekday_name(w)),
        }
    }

    /// Whether a day fits what was said, years and publication left open.
    pub fn fits(&self, day: Date) -> bool {
        match self.said {
            Said::Days(days) => days.contains(day),
            Said::MonthDay(m, d) => day.month() == m && day.day() == d,
            Said::Month(m) => day.month() == m,
            Said::Weekday(w) => day.weekday() == weekday(w),
            Said::Shifted(w, n) => (i32::from(w) - 1 + n).rem_euclid(7) == i32::from(day.weekday().to_monday_zero_offset()),
            Said::Ago(_) => self.resolved.is_none_or(|r| r.contains(day)),
        }
    }

    /// By the days both come to; what no page resolves is compared by month, day and weekday.
    pub fn compare(&self, other: &Day) -> Comparison {
        if self.said == other.said && self.resolved == other.resolved {
            return Comparison::Same;
        }
        match (self.resolved, other.resolved) {
            (Some(a), Some(b)) => match a.overlap(b) {
                None => Comparison::Contradicts,
                Some(o) if a == b && o == a => Comparison::Same,
                Some(o) if o == a => Comparison::Finer,
                Some(o) if o == b => Comparison::Coarser,
                Some(_) => Comparison::Compatible,
            },
            (Some(a), None) => match a.single() {
                Some(d) if other.fits(d) => Comparison::Finer,
                Some(_) => Comparison::Contradicts,
                None => Comparison::Compatible,
            },
            (None, Some(_)) => other.compare(self).flip(),
            (None, None) => match (&self.said, &other.said) {
                (Said::MonthDay(..), Said::MonthDay(..)) | (Said::Weekday(_), Said::Weekday(_)) => Comparison::Contradicts,
                (Said::Weekday(w), Said::Shifted(v, n)) | (Said::Shifted(v, n), Said::Weekday(w)) => {
                    if (i32::from(*v) - 1 + n).rem_euclid(7) == i32::from(*w) - 1 { Comparison::Same } else { Comparison::Contradicts }
                }
                _ => Comparison::Compatible,
            },
        }
    }
}

/// The weekday of a number, 1 is Monday.
pub fn weekday(day: i8) -> Weekday {
    Weekday::from_monday_zero_offset((day - 1).rem_euclid(7)).expect("0 to 6")
}
