//! Times of day: clock times and parts of a day, as intervals of minutes.

use super::Comparison;

/// A part of a day, as `SLOTS.md` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Part {
    EarlyMorning,
    Morning,
    Afternoon,
    Evening,
    Night,
    Overnight,
}

impl Part {
    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::EarlyMorning => "early-morning",
            Part::Morning => "morning",
            Part::Afternoon => "afternoon",
            Part::Evening => "evening",
            Part::Night => "night",
            Part::Overnight => "overnight",
        }
    }
    /// Minutes from midnight that it may mean; a range that passes midnight runs beyond 1,440.
    pub fn minutes(self) -> (i32, i32) {
        match self {
            Part::EarlyMorning => (0, 7 * 60),
            Part::Morning => (0, 12 * 60),
            Part::Afternoon => (12 * 60, 18 * 60),
            Part::Evening => (16 * 60, 23 * 60),
            Part::Night => (18 * 60, 28 * 60),
            Part::Overnight => (20 * 60, 30 * 60),
        }
    }
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Clock {
    /// Minutes from midnight; `about` for "around", "shortly before" and the like.
    At {
        /// Minutes from midnight, 0..1440.
        minute: u16,
        /// Said to be approximate.
        about: bool,
    },
    /// A part of the day.
    Part(Part),
}

impl Clock {
    /// Reads a time as [`Clock::caption`] writes it: `17:00` (taken as approximate: the form does not tell), or a part of the day.
    pub fn parse(words: &str) -> Option<Self> {
        let words = words.trim().to_lowercase().replace(' ', "-");
        let parts = [Part::EarlyMorning, Part::Morning, Part::Afternoon, Part::Evening, Part::Night, Part::Overnight];
        if let Some(part) = parts.into_iter().find(|p| p.as_str() == words) {
            return Some(Clock::Part(part));
        }
        let (h, m) = words.split_once(':')?;
        let (h, m) = (h.parse::<u16>().ok()?, m.parse::<u16>().ok()?);
        (h < 24 && m < 60).then_some(Clock::At { minute: h * 60 + m, about: true })
    }

    /// `17:00`, or the part of the day.
    pub fn caption(&self) -> String {
        match self {
            Clock::At { minute, .. } => format!("{:02}:{:02}", minute / 60, minute % 60),
            Clock::Part(p) => p.as_str().into(),
        }
    }

    /// Flatly stated times agree within 5 minutes, approximate ones within 30 (SLOTS.md).
    pub fn compare(&self, other: &Clock) -> Comparison {
        match (self, other) {
            (Clock::At { minute: a, about: x }, Clock::At { minute: b, about: y }) => {
                let apart = (i32::from(*a) - i32::from(*b)).rem_euclid(1440);
                let apart = apart.min(1440 - apart);
                if apart == 0 {
                    Comparison::Same
                } else if apart < if *x || *y { 30 } else { 5 } {
                    match (x, y) {
                        (false, true) => Comparison::Finer,
                        (true, false) => Comparison::Coarser,
                        _ => Comparison::Compatible,
                    }
                } else {
                    Comparison::Contradicts
                }
            }
            (Clock::At { minute, .. }, Clock::Part(p)) => {
                let (low, high) = p.minutes();
                let m = i32::from(*minute);
                if (low <= m && m <= high) || (low <= m + 1440 && m + 1440 <= high) { Comparison::Finer } else { Comparison::Contradicts }
            }
            (Clock::Part(_), Clock::At { .. }) => other.compare(self).flip(),
            (Clock::Part(a), Clock::Part(b)) if a == b => Comparison::Same,
            (Clock::Part(a), Clock::Part(b)) => {
                let ((al, ah), (bl, bh)) = (a.minutes(), b.minutes());
                let meet = |s: i32| al + s < bh && bl < ah + s;
                if [-1440, 0, 1440].into_iter().any(meet) { Comparison::Compatible } else { Comparison::Contradicts }
            }
        }
    }
}
