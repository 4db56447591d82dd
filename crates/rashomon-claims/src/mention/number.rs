//! Number words: "three", "a dozen", "twenty-one", "at least two", "several", "1,200".

use rashomon_model::value::Count;
use rashomon_model::value::count::cardinal;

use super::word::Word;

/// The number a single word names ("4", "1,200", "four", "twenty-one", "dozen").
pub fn plain(lower: &str) -> Option<u32> {
    cardinal(lower).or(match lower {
        "dozen" => Some(12),
        "hundred" => Some(100),
        _ => None,
    })
}

/// The count that starts at a word, and how many words it takes ("at least two" 3, "a dozen" 2, "several" 1).
pub fn count(words: &[Word<'_>]) -> Option<(Count, usize)> {
    let lower = |i: usize| words.get(i).map_or("", |w| &*w.lower);
    match (lower(0), lower(1), lower(2)) {
        ("at", "least", _) => count(words.get(2..)?).map(|(c, n)| (Count { high: None, ..c }, n + 2)),
        ("more", "than", _) | ("as", "many", "as") => {
            let skip = if lower(0) == "as" { 3 } else { 2 };
            let (c, n) = count(words.get(skip..)?)?;
            let of = if skip == 2 { Count { low: c.low + 1, high: None, ..c } } else { Count { low: 0, ..c } };
            Some((of, n + skip))
        }
        ("up", "to", _) => count(words.get(2..)?).map(|(c, n)| (Count { low: 0, ..c }, n + 2)),
        ("between", low, "and") => {
            let (low, high) = (plain(low)?, plain(lower(3))?);
            (low < high).then_some((Count { low, high: Some(high), vague: false }, 4))
        }
        ("a" | "half", "dozen" | "a", _) | ("half-dozen" | "half-a-dozen", _, _) => match (lower(0), lower(1), lower(2)) {
            ("a", "dozen", _) => Some((Count::exactly(12), 2)),
            ("half", "a", "dozen") => Some((Count::exactly(6), 3)),
            ("half", "dozen", _) => Some((Count::exactly(6), 2)),
            ("half-dozen" | "half-a-dozen", _, _) => Some((Count::exactly(6), 1)),
            _ => None,
        },
        ("a", "couple", "of") => Some((Count::exactly(2), 3)),
        ("a", "couple" | "pair", _) => Some((Count::exactly(2), 2)),
        ("several" | "multiple" | "numerous", _, _) => Some((Count::several(), 1)),
        (w, "or" | "to", _) if plain(w).is_some() && plain(lower(2)).is_some() => {
            let (a, b) = (plain(w)?, plain(lower(2))?);
            Some((Count { low: a.min(b), high: Some(a.max(b)), vague: false }, 3))
        }
        (w, _, _) => plain(w).map(|n| (Count::exactly(n), 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, says: &str) {
        let words: Vec<Word<'_>> =
            text.split(' ').enumerate().map(|(i, w)| Word { text: w, lower: w.to_lowercase().into(), tokens: i..i + 1, sentence: 0 }).collect();
        let got = count(&words).map_or("nothing".into(), |(c, n)| format!("{} in {n}", c.caption()));
        assert_eq!(got, says, "{text}");
    }

    #[test]
    fn numbers_are_read_with_their_bounds() {
        check("three men", "3 in 1");
        check("Twenty-one people", "21 in 1");
        check("at least two shots", "2+ in 3");
        check("more than 30 rounds", "31+ in 3");
        check("a dozen rounds", "12 in 2");
        check("several people", "multiple in 1");
        check("9 or 10 shots", "9-10 in 3");
        check("between four and six people", "4-6 in 4");
        check("up to ten people", "0-10 in 3");
        check("1,200 people", "1200 in 1");
        check("people ran", "nothing");
    }
}
