//! Short descriptions in words: what they share, what one says beyond the other, and names that differ by a letter.

use super::Comparison;

/// Words that carry nothing of their own in a short description.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "at",
    "in",
    "on",
    "to",
    "for",
    "with",
    "and",
    "by",
    "from",
    "his",
    "her",
    "their",
    "its",
    "near",
    "local",
    "area",
    "nearby",
    "unidentified",
    "unknown",
    "undisclosed",
    "some",
    "kind",
    "type",
    "'s",
    "s",
];

/// Words that many names share: two names that share only these are not the same thing.
const COMMON: &[&str] = &[
    "hospital",
    "medical",
    "center",
    "clinic",
    "regional",
    "memorial",
    "university",
    "general",
    "community",
    "health",
    "healthcare",
    "trauma",
    "county",
    "city",
    "police",
    "department",
    "sheriff",
    "office",
    "state",
    "saint",
    "north",
    "south",
    "east",
    "west",
    "home",
    "apartment",
    "school",
    "church",
    "store",
    "bar",
    "club",
    "restaurant",
    "park",
    "street",
    "avenue",
    "room",
    "children",
    // "Two area hospitals" names none.
    "two",
    "three",
    "four",
    "several",
    "different",
    "separate",
];

/// Spellings and near-synonyms that do not count as a difference.
const ALIKE: &[(&str, &str)] = &[
    ("st", "saint"),
    ("mt", "mount"),
    ("ft", "fort"),
    ("dept", "department"),
    ("centre", "center"),
    ("house", "home"),
    ("residence", "home"),
    ("apt", "apartment"),
    ("automobile", "car"),
    ("auto", "car"),
    ("deputy", "sheriff"),
    ("univ", "university"),
    ("univers", "university"),
    ("tummy", "stomach"),
    ("midsection", "abdomen"),
];

/// The words of a description that count: lower case, without articles and place words, plurals and spellings evened out.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        let word = word.to_lowercase().replace(['\'', '’'], "'");
        let word = word.strip_suffix("'s").unwrap_or(&word).replace('\'', "");
        if word.is_empty() || EMPTY.contains(&&*word) {
            continue;
        }
        found.push(even(&word));
    }
    found
}

fn even(word: &str) -> String {
    let bare = match word {
        w if w.len() > 4 && w.ends_with("ies") => format!("{}y", w.strip_suffix("ies").unwrap_or(w)),
        w if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is") => {
            w.strip_suffix('s').unwrap_or(w).to_string()
        }
        w => w.to_string(),
    };
    ALIKE.iter().find(|(a, _)| *a == bare).map_or(bare, |(_, b)| (*b).to_string())
}

/// By the words that count: equal sets are the same, a set that holds the other is finer. Names that differ in the letters
/// of one word contradict, and where only one value can be true, so do descriptions without a telling word in common.
pub fn compare(a: &str, b: &str, single: bool) -> Comparison {
    let (mut x, mut y) = (words(a), words(b));
    if x == y || a.eq_ignore_ascii_case(b) {
        return Comparison::Same;
    }
    if misspelt(a, b) {
        return Comparison::Contradicts;
    }
    for list in [&mut x, &mut y] {
        list.sort();
        list.dedup();
    }
    let holds = |big: &[String], small: &[String]| small.iter().all(|w| big.binary_search(w).is_ok());
    match (holds(&x, &y), holds(&y, &x)) {
        (true, true) => Comparison::Same,
        (true, false) => Comparison::Finer,
        (false, true) => Comparison::Coarser,
        _ => {
            let shared = x.iter().any(|w| y.binary_search(w).is_ok() && !COMMON.contains(&&**w));
            let told = |list: &[String]| list.iter().any(|w| !COMMON.contains(&&**w));
            if single && !shared && told(&x) && told(&y) { Comparison::Contradicts } else { Comparison::Compatible }
        }
    }
}

/// Whether two names of as many words differ in exactly one word, by one or two letters (SLOTS.md: a letter-level difference in the
/// name of a person, venue or street is a dispute; apostrophes, hyphens and capitals do not count).
pub fn misspelt(a: &str, b: &str) -> bool {
    let split = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (x, y) = (split(a), split(b));
    if x.len() != y.len() || x.len() < 2 {
        return false;
    }
    let mut odd = None;
    for (p, q) in x.iter().zip(&y) {
        let letters = |w: &str| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let (l, m) = (letters(p), letters(q));
        if l == m || even(&l) == even(&m) {
            continue;
        }
        let name = |w: &str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().all(|c| !c.is_ascii_digit());
        if odd.is_some() || !name(p) || !name(q) || l.chars().count() < 4 || m.chars().count() < 4 {
            return false;
        }
        odd = Some((l, m));
    }
    odd.is_some_and(|(l, m)| l.chars().next() == m.chars().next() && strsim::osa_distance(&l, &m) <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, single: bool, expect: Comparison) {
        assert_eq!(compare(a, b, single), expect, "{a} / {b}");
        assert_eq!(compare(b, a, single), expect.flip(), "{b} / {a}");
    }

    #[test]
    fn descriptions_agree_unless_they_exclude_each_other() {
        use Comparison::*;
        check("stolen car with Ohio plates", "a Volvo driven erratically", false, Compatible);
        check("Mt. Hope Hospital", "Mount Hope Hospital", true, Same);
        check("a local hospital", "Mount Hope Hospital", true, Coarser);
        check("Mount Hope Hospital", "Riverside Medical Center", true, Contradicts);
        check("Riverside Hospital", "Riverside Medical Center", true, Compatible);
        check("Emanuel Chapel", "Emmanuel Chapel", false, Contradicts);
        check("Ryan's Bar", "Ryans Bar", false, Same);
        check("the house", "home", false, Same);
        check("black Volvo sedan", "Volvo", false, Finer);
    }
}
