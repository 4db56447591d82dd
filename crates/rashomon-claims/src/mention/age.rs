//! Ages: "16-year-old", "6 months old", "age 31", "in his 20s", "late teens", "between 16 and 18", ", 31,".

use std::ops::Range;

use rashomon_model::value::Age;

use super::number::plain;
use super::word::Word;

/// How an age is written: what it can stand beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// "16-year-old": before a noun or a name, or a head itself.
    Attribute,
    /// "31 years old", "age 31", "in his 20s": after what it describes.
    Predicate,
}

/// An age in a run of words, by word numbers.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its words.
    pub words: Range<usize>,
    /// The age.
    pub age: Age,
    /// How it is written.
    pub shape: Shape,
}

/// The highest age a report can mean.
const OLDEST: u32 = 115;

fn of_unit(n: u32, unit: &str) -> Option<Age> {
    let short = u16::try_from(n).ok()?;
    match unit.trim_end_matches('s') {
        "year" | "yr" if n <= OLDEST => Some(Age::years(short)),
        "month" if n <= 36 => Some(Age::months(short)),
        "week" if n <= 104 => Some(Age { low: short / 4, high: short / 4, written: format!("{n} weeks").into() }),
        "day" if n <= 60 => Some(Age { low: short / 30, high: short / 30, written: format!("{n} days").into() }),
        _ => None,
    }
}

/// "16-year-old", "three-month-old", "23-year-olds" in one word.
pub fn hyphened(lower: &str) -> Option<Age> {
    let stem = lower.strip_suffix("-old").or_else(|| lower.strip_suffix("-olds"))?;
    let (n, unit) = stem.rsplit_once('-')?;
    of_unit(plain(n)?, unit)
}

/// A bare number that can be an age (", 31,").
pub fn bare(lower: &str) -> Option<Age> {
    let digits = lower.bytes().all(|b| b.is_ascii_digit()) && lower.len() <= 3;
    plain(lower).filter(|n| digits && (1..=OLDEST).contains(n)).map(|n| Age::years(n as u16))
}

fn decade(lower: &str) -> Option<u16> {
    let n = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('s'))?;
    if let Some(n) = plain(n).filter(|n| (10..100).contains(n) && n % 10 == 0) {
        return Some(n as u16);
    }
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"].iter().position(|w| *w == lower).map(|i| (i as u16 + 2) * 10)
}

/// "20s", "mid-30s", "late teens" from a word on: the age and its number of words.
fn span(words: &[Word<'_>]) -> Option<(Age, usize)> {
    let lower = |i: usize| words.get(i).map_or("", |w| &*w.lower);
    let (part, rest, mut n) = match lower(0) {
        p @ ("early" | "mid" | "late") => {
            let dash = usize::from(lower(1) == "-");
            (p, lower(1 + dash), 2 + dash)
        }
        w => match w.split_once('-') {
            Some((p @ ("early" | "mid" | "late"), rest)) => (p, rest, 1),
            _ => ("", w, 1),
        },
    };
    if lower(n) == "'s" {
        n += 1;
    }
    let caption = |rest: &str| if part.is_empty() { rest.to_string() } else { format!("{part} {rest}") };
    if rest == "teens" {
        let (a, b) = match part {
            "early" => (13, 15),
            "late" => (17, 19),
            "mid" => (15, 17),
            _ => (13, 19),
        };
        return Some((Age::range(a, b, &caption("teens")), n));
    }
    let tens = decade(rest).or_else(|| (lower(n - 1) == "'s").then(|| decade(&format!("{rest}s"))).flatten())?;
    let (a, b) = match part {
        "early" => (0, 3),
        "mid" => (4, 6),
        "late" => (7, 9),
        _ => (0, 9),
    };
    Some((Age::range(tens + a, tens + b, &caption(&format!("{tens}s"))), n))
}

/// The age that starts at the first of these words.
fn at(words: &[Word<'_>]) -> Option<(Age, usize, Shape)> {
    let lower = |i: usize| words.get(i).map_or("", |w| &*w.lower);
    if let Some(age) = hyphened(lower(0)) {
        return Some((age, 1, Shape::Attribute));
    }
    // "16 year old", "16-year old", "16 - year - old", "31 years old", "6 months".
    let n = plain(lower(0)).or_else(|| lower(0).split_once('-').and_then(|(n, _)| plain(n)));
    if let Some(n) = n {
        let mut i = 1;
        let mut unit = lower(0).split_once('-').map_or("", |(_, u)| u);
        if plain(lower(0)).is_some() {
            if lower(i) == "-" {
                i += 1;
            }
            unit = lower(i);
            i += 1;
        }
        if lower(i) == "-" {
            i += 1;
        }
        let (unit, joined) = unit.split_once('-').map_or((unit, false), |(u, o)| (u, matches!(o, "old" | "olds")));
        if let Some(age) = of_unit(n, unit) {
            let plural = unit.ends_with('s');
            if joined {
                return Some((age, i, Shape::Attribute));
            }
            if matches!(lower(i), "old" | "olds") {
                return Some((age, i + 1, if plural { Shape::Predicate } else { Shape::Attribute }));
            }
            if matches!(lower(i), "of") && lower(i + 1) == "age" {
                return Some((age, i + 2, Shape::Predicate));
            }
        }
    }
    match lower(0) {
        "age" | "aged" | "ages" => {
            let k = 1;
            let first = bare(lower(k))?;
            if matches!(lower(k + 1), "to" | "-" | "through")
                && let Some(second) = bare(lower(k + 2))
            {
                let (a, b) = (first.exact_years()?, second.exact_years()?);
                return Some((Age::range(a.min(b), a.max(b), &format!("{a} to {b}")), k + 3, Shape::Predicate));
            }
            if lower(k + 1).starts_with("month") {
                return Some((Age::months(first.exact_years()?), k + 2, Shape::Predicate));
            }
            (lower(0) != "ages").then_some((first, k + 1, Shape::Predicate))
        }
        "between" | "aged-between" => {
            let mut k = 1;
            if lower(k) == "the" && lower(k + 1) == "ages" && lower(k + 2) == "of" {
                k += 3;
            } else if lower(k) == "ages" {
                k += 1;
            }
            let (a, b) = (bare(lower(k))?.exact_years()?, bare(lower(k + 2))?.exact_years()?);
            let told = k > 1 || lower(k + 3).starts_with("year");
            let end = if lower(k + 3).starts_with("year") { if lower(k + 4) == "old" { k + 5 } else { k + 4 } } else { k + 3 };
            (lower(k + 1) == "and" && told && a < b).then(|| (Age::range(a, b, &format!("{a} to {b}")), end, Shape::Predicate))
        }
        "in" if matches!(lower(1), "his" | "her" | "their" | "the") => {
            let (age, n) = span(words.get(2..)?)?;
            Some((age, n + 2, Shape::Predicate))
        }
        _ => None,
    }
}

/// All ages written out in a run of words; a bare number is for whoever knows what stands before it ([`bare`]).
pub fn ages(words: &[Word<'_>]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        // No age takes more than nine words.
        match words.get(i..words.len().min(i + 9)).and_then(at) {
            Some((age, n, shape)) => {
                out.push(Found { words: i..i + n, age, shape });
                i += n.max(1);
            }
            None => i += 1,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, says: &str) {
        let words: Vec<Word<'_>> =
            text.split(' ').enumerate().map(|(i, w)| Word { text: w, lower: w.to_lowercase().into(), tokens: i..i + 1, sentence: 0 }).collect();
        let got: Vec<String> = ages(&words).iter().map(|f| f.age.caption()).collect();
        assert_eq!(got.join("; "), says, "{text}");
    }

    #[test]
    fn ages_are_read_as_written() {
        check("a 16-year-old girl and a three-month-old baby", "16; 3 months");
        check("two 23 year old men", "23");
        check("a 25 year-old man , 31 years old", "25; 31");
        check("a man in his 20s and a woman in her late teens", "20s; late teens");
        check("a man in his mid-30s", "mid 30s");
        check("men between 16 and 18 years old", "16 to 18");
        check("children ages 3 to 10", "3 to 10");
        check("a boy , age 7 , ran", "7");
        check("after 10 years old friends met 40 year", "10");
        check("the 900 block , 31 rounds", "");
    }
}
