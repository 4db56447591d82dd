//! Numbers in a question: ages ("16-year-old", "under 18", "in their 20s") and how many people ("at least 4", "two or more").

use rashomon_model::value::count::cardinal;

use super::lexicon::{Bound, Mark, mark};

/// "16-year-old", "aged 20 to 30", "under 18", "over the age of 65", "in their 20s".
pub(super) fn age(low: &[&str]) -> Option<((u16, u16), usize)> {
    let at = |i: usize| low.get(i).copied().unwrap_or("");
    let years = |text: &str| text.parse::<u16>().ok().filter(|n| *n < 130);
    let of_age = |i: usize| match (at(i), at(i + 1), at(i + 2)) {
        ("years", "old", _) | ("years", "of", "age") | ("yrs", "old", _) => i + 2 + usize::from(at(i + 1) == "of"),
        ("years" | "yrs", ..) => i + 1,
        _ => i,
    };
    let suffix = ["-year-olds", "-year-old", "yo", "-yr-old"].iter().find_map(|end| at(0).strip_suffix(end)).and_then(years);
    let (ages, n) = if let Some(age) = suffix {
        ((age, age), 1)
    } else if let (Some(age), "year" | "years" | "yr") = (years(at(0)), at(1))
        && matches!(at(2), "old" | "olds")
    {
        ((age, age), 3)
    } else if matches!(at(0), "aged" | "age" | "ages") {
        match (years(at(1)), at(2), years(at(3))) {
            (Some(a), "to" | "-" | "and" | "through", Some(b)) => ((a.min(b), a.max(b)), of_age(4)),
            (Some(a), "or" | "and", None) if matches!(at(3), "over" | "older" | "up" | "above") => ((a, 130), 4),
            (Some(a), "or" | "and", None) if matches!(at(3), "under" | "younger" | "below") => ((0, a), 4),
            (Some(a), ..) => ((a, a), of_age(2)),
            (None, ..) => {
                let (a, b) = at(1).split_once('-')?;
                ((years(a)?, years(b)?), of_age(2))
            }
        }
    } else if matches!(at(0), "under" | "below" | "over" | "above" | "younger" | "older") {
        let from = match (at(1), at(2), at(3), at(4)) {
            ("the", "age", "of", _) => 4,
            ("age", ..) => 2,
            ("than", ..) => 2,
            _ => 1,
        };
        let age = years(at(from))?;
        let end = of_age(from + 1);
        // "over 3 shootings" is a number; "under 18" an age.
        if from == 1
            && end == from + 1
            && (age < 10
                || !matches!(
                    at(end),
                    "" | "in"
                        | ","
                        | "who"
                        | "were"
                        | "was"
                        | "killed"
                        | "shot"
                        | "hurt"
                        | "injured"
                        | "wounded"
                        | "died"
                        | "during"
                        | "since"
                        | "from"
                        | "at"
                ))
        {
            return None;
        }
        (
            if matches!(at(0), "under" | "below" | "younger") {
                (0, age.saturating_sub(1))
            } else {
                (age + u16::from(at(0) != "older" && from == 1), 130)
            },
            end,
        )
    } else if matches!(at(0), "in") && matches!(at(1), "their" | "his" | "her") {
        let decade = at(2).strip_suffix('s').and_then(years).filter(|d| d % 10 == 0)?;
        ((decade, decade + 9), 3)
    } else {
        return None;
    };
    Some((ages, n))
}

/// "at least 4", "more than two", "4 or more", "three people".
pub(super) fn bound(low: &[&str]) -> Option<(Bound, u32, usize)> {
    let number = |i: usize| low.get(i).and_then(|w| cardinal(w.trim_end_matches('+')).filter(|n| *n < 10_000));
    if let Some((Mark::Bound(bound), n)) = mark(low) {
        let count = number(n)?;
        return Some((bound, count, n + 1));
    }
    let count = number(0)?;
    if low.first().is_some_and(|w| w.ends_with('+')) {
        return Some((Bound::Least, count, 1));
    }
    let tail = (low.get(1).copied().unwrap_or(""), low.get(2).copied().unwrap_or(""));
    let (bound, n) = match tail {
        ("or" | "and", "more") | ("or", "over") => (Bound::Least, 3),
        ("or", "fewer" | "less") => (Bound::Most, 3),
        _ => (Bound::Exactly, 1),
    };
    Some((bound, count, n))
}
