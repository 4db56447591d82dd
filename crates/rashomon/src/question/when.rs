//! Days in a question: "14/09/2018 (day)", "Sept. 14, 2018", "in 2018", "between May and July 2016", "since 2015".

use jiff::civil::Date;
use rashomon_model::value::day::DayRange;

/// A month by its name or a short form of it.
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let at = names.iter().position(|name| *name == word || (word.len() >= 3 && name.starts_with(word) && word.len() <= 4))?;
    i8::try_from(at + 1).ok()
}

fn year(word: &str) -> Option<i16> {
    let digits = word.strip_prefix(['\'', '’']).filter(|d| d.len() == 2).map_or_else(|| word.to_owned(), |d| format!("20{d}"));
    digits.parse().ok().filter(|y| digits.len() == 4 && (1900..2100).contains(y))
}

fn day_of_month(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok().filter(|d| (1..=31).contains(d) && digits.len() <= 2)
}

fn single(y: i16, m: i8, d: i8) -> Option<DayRange> {
    Date::new(y, m, d).ok().map(DayRange::day)
}

/// A day in digits: `2018-09-14`, `2018-09`, `09/2018`, `9/14/2018` (month first, as in the United States, where it can be; day first where
/// `day_first` or where it must be).
fn digits(word: &str, day_first: bool) -> Option<DayRange> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let n = |t: &str| t.parse::<i8>().ok();
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => single(year(y)?, n(m)?, n(d)?),
        [a, b, y] => {
            let y = year(y).or_else(|| year(&format!("'{y}")))?;
            let (a, b) = (n(a)?, n(b)?);
            if day_first || a > 12 { single(y, b, a) } else { single(y, a, b) }
        }
        [y, m] if y.len() == 4 && m.len() <= 2 => DayRange::month(year(y)?, n(m)?),
        [m, y] if y.len() == 4 && m.len() <= 2 => DayRange::month(year(y)?, n(m)?),
        [a, b] => Some(DayRange::new(DayRange::year(year(a)?)?.first(), DayRange::year(year(b)?)?.last())),
        _ => None,
    }
}

/// Days named at the beginning of these words, and how many words name them.
fn named(words: &[&str], day_first: bool) -> Option<(DayRange, usize)> {
    let at = |i: usize| words.get(i).copied().unwrap_or("");
    // Commas are words of their own.
    let skip = |i: usize| if at(i) == "," || at(i) == "of" { i + 1 } else { i };
    if weekday(at(0)) {
        let from = skip(1);
        return named(words.get(from..)?, day_first).filter(|(days, _)| days.single().is_some()).map(|(days, n)| (days, n + from));
    }
    if at(0) == "the" {
        return named(words.get(1..)?, day_first).map(|(days, n)| (days, n + 1));
    }
    if matches!(at(0), "year" | "month" | "day") || (at(0) == "all" && at(1) == "of") || (at(0) == "month" && at(1) == "of") {
        let from = if at(0) == "all" { 2 } else { skip(1) };
        return named(words.get(from..)?, day_first).map(|(days, n)| (days, n + from));
    }
    if let Some(m) = month(at(0)) {
        // "September 14, 2018", "Sept. 14th 2018", "September 2018", "September of 2018".
        if let Some(d) = day_of_month(at(1)) {
            let next = skip(2);
            return Some((single(year(at(next))?, m, d)?, next + 1));
        }
        let next = skip(1);
        return Some((DayRange::month(year(at(next))?, m)?, next + 1));
    }
    if let Some(d) = day_of_month(at(0)) {
        let next = skip(1);
        if let Some(m) = month(at(next)) {
            let last = skip(next + 1);
            return Some((single(year(at(last))?, m, d)?, last + 1));
        }
    }
    let season = |from: i8, to: i8, y: i16| Some(DayRange::new(DayRange::month(y, from)?.first(), DayRange::month(y, to)?.last()));
    let seasons = [("spring", 3, 5), ("summer", 6, 8), ("fall", 9, 11), ("autumn", 9, 11), ("q1", 1, 3), ("q2", 4, 6), ("q3", 7, 9), ("q4", 10, 12)];
    if let Some((_, from, to)) = seasons.iter().find(|(name, ..)| *name == at(0)) {
        let next = skip(1);
        return Some((season(*from, *to, year(at(next))?)?, next + 1));
    }
    let half = |first: bool, n: usize| {
        let next = skip(n);
        let y = year(at(next))?;
        Some((if first { season(1, 6, y)? } else { season(7, 12, y)? }, next + 1))
    };
    match (at(0), at(1)) {
        ("first", "half") => return half(true, 2),
        ("second", "half") => return half(false, 2),
        _ => {}
    }
    if let Some(y) = year(at(0)) {
        return Some((DayRange::year(y)?, 1));
    }
    digits(at(0), day_first).map(|days| (days, 1))
}

fn weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(&word)
}

/// What these words, in lower case, say of time at their beginning: the first and the last day, and how many words say it.
pub(super) fn days(words: &[&str], day_first: bool) -> Option<(Option<Date>, Option<Date>, usize)> {
    let at = |i: usize| words.get(i).copied().unwrap_or("");
    let rest = |n: usize| words.get(n..).unwrap_or_default();
    let named = |n: usize| named(rest(n), day_first);
    let both = |days: DayRange| (Some(days.first()), Some(days.last()));
    // "between May and July 2016": the year stands once.
    let pair = |from: usize, by: &[&str]| {
        let (a, n) = named(from).or_else(|| {
            let (next, more) = (month(at(from))?, by.contains(&at(from + 1)).then_some(())?);
            let () = more;
            let (b, _) = named(from + 2)?;
            Some((DayRange::month(b.first().year(), next)?, 1))
        })?;
        by.contains(&at(from + n)).then_some(())?;
        let (b, m) = named(from + n + 1)?;
        Some((Some(a.first()), Some(b.last()), from + n + 1 + m))
    };
    match at(0) {
        "between" => pair(1, &["and"]),
        "from" => pair(1, &["to", "until", "till", "through", "thru", "-", "–"]).or_else(|| {
            let (days, n) = named(1)?;
            match (at(n + 1), at(n + 2)) {
                ("on" | "onward" | "onwards", _) => Some((Some(days.first()), None, n + 2)),
                _ => Some((Some(days.first()), Some(days.last()), n + 1)),
            }
        }),
        "since" => named(1).map(|(days, n)| (Some(days.first()), None, n + 1)),
        "after" => named(1).and_then(|(days, n)| Some((Some(days.last().tomorrow().ok()?), None, n + 1))),
        "before" => named(1).and_then(|(days, n)| Some((None, Some(days.first().yesterday().ok()?), n + 1))),
        "until" | "through" => named(1).map(|(days, n)| (None, Some(days.last()), n + 1)),
        "by" if at(1) == "the" && at(2) == "end" && at(3) == "of" => named(4).map(|(days, n)| (None, Some(days.last()), n + 4)),
        "in" | "on" | "during" | "for" | "within" | "of" | "throughout" | "over" | "back" | "dated" => {
            days(rest(1), day_first).map(|(a, b, n)| (a, b, n + 1))
        }
        _ => pair(0, &["to", "through", "thru", "-", "–"]).or_else(|| {
            let (days, n) = named(0)?;
            let (a, b) = both(days);
            match (at(n), at(n + 1)) {
                ("or", "later") | ("and", "later") | ("and", "after") => Some((a, None, n + 2)),
                ("or", "earlier") | ("and", "before") => Some((None, b, n + 2)),
                _ => Some((a, b, n)),
            }
        }),
    }
}
