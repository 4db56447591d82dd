//! Streets, blocks, crossings.

use super::Comparison;

/// A street address, block or crossing, as written and in parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Address {
    /// As written ("1200 block of Oak Street").
    pub written: Box<str>,
    /// House number, or the number of the block.
    pub number: Option<u32>,
    /// The number is a block's.
    pub block: bool,
    /// Street names, normalised: lower case, no direction words, type shortened ("oak st"). Two or more for a crossing. Sorted.
    pub streets: Vec<Box<str>>,
}

const TYPES: &[(&str, &str)] = &[
    ("street", "st"),
    ("str", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("boulevard", "blvd"),
    ("road", "rd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("place", "pl"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("terrace", "ter"),
    ("terr", "ter"),
    ("circle", "cir"),
    ("trail", "trl"),
    ("square", "sq"),
    ("expressway", "expy"),
    ("freeway", "fwy"),
    ("route", "rte"),
    ("way", "way"),
    ("turnpike", "tpke"),
    ("pike", "pike"),
    ("loop", "loop"),
    ("alley", "aly"),
    ("row", "row"),
];
const DIRECTIONS: &[&str] =
    &["n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"];

impl Address {
    /// Reads "1200 block of Oak St.", "Oak Street and 5th Avenue", "1249 Oak".
    pub fn parse(written: &str) -> Self {
        let lower = ungrouped(&written.to_lowercase());
        // "1249 Oak St., Millbrook": only the first part names streets; what has neither number nor type is a town.
        let first = lower.split(',').find(|part| part.chars().any(char::is_alphanumeric)).unwrap_or("");
        let words: Vec<String> = first
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '&' | '#'))
            .map(|w| w.chars().filter(|c| c.is_alphanumeric()).collect())
            .filter(|w: &String| !w.is_empty())
            .collect();
        let crossing_sign = first.contains(['&', '/']);
        let block = words.iter().any(|w| w == "block" || w == "blk");
        let mut number = None;
        let mut streets: Vec<Vec<String>> = vec![Vec::new()];
        for (i, word) in words.iter().enumerate() {
            let digits = word.bytes().all(|b| b.is_ascii_digit());
            let road = i > 0 && matches!(&*words[i - 1], "interstate" | "i" | "highway" | "hwy" | "route" | "road" | "us" | "sr" | "rte");
            match word.as_str() {
                _ if digits && number.is_none() && streets.len() == 1 && streets[0].is_empty() && !road => number = word.parse().ok(),
                // "33B Elm Street": a flat's letter is no part of the number.
                _ if i == 0 && house(word).is_some() => number = house(word),
                "first" | "unit" if words.get(i + 1).is_some_and(|w| w == "block") => number = Some(1),
                "block" | "blk" | "of" | "the" | "on" | "in" | "intersection" | "corner" | "just" | "hundred" | "along" | "area" | "vicinity" => {}
                "and" | "at" | "near" | "off" | "between" => streets.push(Vec::new()),
                d if DIRECTIONS.contains(&d) => {}
                _ => {
                    let plural = word.strip_suffix('s').filter(|w| TYPES.iter().any(|(long, _)| long == w));
                    let bare = plural.unwrap_or(word);
                    let short = TYPES.iter().find(|(long, _)| *long == bare).map_or(bare, |(_, short)| short);
                    let short = if short == "interstate" { "i" } else { short };
                    if let Some(last) = streets.last_mut() {
                        last.push(short.to_string());
                        // "Elm and Oak roads" names two roads.
                        if plural.is_some() {
                            for street in &mut streets {
                                if !street.is_empty() && !street.iter().any(|w| w == short) {
                                    street.push(short.to_string());
                                }
                            }
                        }
                    }
                }
            }
        }
        if crossing_sign && streets.len() == 1 {
            streets = first.split(['&', '/']).map(|s| Self::parse(s).streets.concat()).filter(|s| !s.is_empty()).map(|s| vec![s]).collect();
        }
        let mut streets: Vec<Box<str>> = streets.into_iter().filter(|s| !s.is_empty()).map(|s| s.join(" ").into()).collect();
        streets.sort();
        streets.dedup();
        Self { written: written.trim().into(), number, block, streets }
    }

    /// As written.
    pub fn caption(&self) -> String {
        self.written.to_string()
    }

    /// By number, block and streets (SLOTS.md: 1249 Oak St. and 1200 block of Oak agree; Street / Avenue does not).
    pub fn compare(&self, other: &Address) -> Comparison {
        let shared = self.streets.iter().filter(|s| other.streets.iter().any(|o| same_street(s, o))).count();
        if shared == 0 {
            return match () {
                () if self == other => Comparison::Same,
                // A block and the crossing round its corner, a house and the side street; an interstate and its other name.
                () if self.is_crossing() != other.is_crossing() => Comparison::Compatible,
                () if self.number.is_none() && other.number.is_none() && self.numbered_road() != other.numbered_road() => Comparison::Compatible,
                () => Comparison::Contradicts,
            };
        }
        let numbers = match (self.number, other.number) {
            (Some(a), Some(b)) if a == b && self.block == other.block => Comparison::Same,
            (Some(a), Some(b)) if a / 100 != b / 100 => return Comparison::Contradicts,
            (Some(_), Some(_)) => match (self.block, other.block) {
                (false, true) => Comparison::Finer,
                (true, false) => Comparison::Coarser,
                _ => return Comparison::Contradicts,
            },
            (Some(_), None) => Comparison::Finer,
            (None, Some(_)) => Comparison::Coarser,
            (None, None) => Comparison::Same,
        };
        let streets = match (self.streets.len(), other.streets.len()) {
            (a, b) if a == b && shared >= a => Comparison::Same,
            (a, b) if a > b && shared >= b => Comparison::Finer,
            (a, b) if a < b && shared >= a => Comparison::Coarser,
            // Two crossings of one street with different others.
            _ => return Comparison::Contradicts,
        };
        match (numbers, streets) {
            (Comparison::Same, other) => other,
            (other, Comparison::Same) => other,
            (a, b) if a == b => a,
            _ => Comparison::Compatible,
        }
    }
}

/// A street's name and its type, where it has one: "oak st" → "oak", "st".
pub fn name_and_type(street: &str) -> (&str, Option<&str>) {
    match street.rsplit_once(' ') {
        Some((name, kind)) if TYPES.iter().any(|(_, short)| *short == kind) => (name, Some(kind)),
        _ => (street, None),
    }
}

impl Address {
    /// Both name a street of one name.
    pub fn shares_a_street(&self, other: &Address) -> bool {
        self.streets.iter().any(|s| other.streets.iter().any(|o| same_street(s, o)))
    }
    /// A crossing: two streets and no number.
    fn is_crossing(&self) -> bool {
        self.number.is_none() && self.streets.len() > 1
    }
    /// A road that goes by a number, and where it passes a town by a name too.
    fn numbered_road(&self) -> bool {
        self.streets.iter().any(|s| numbered(s).is_some() || s.split(' ').any(|w| w == "i") && s.ends_with(|c: char| c.is_ascii_digit()))
    }
}

/// "12,100 block" is the 12100 block.
fn ungrouped(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    let mut chars = lower.chars().peekable();
    let mut digit = false;
    while let Some(c) = chars.next() {
        let grouped = c == ',' && digit && chars.peek().is_some_and(char::is_ascii_digit);
        if !grouped {
            out.push(c);
        }
        digit = c.is_ascii_digit();
    }
    out
}

/// The number of "33b".
fn house(word: &str) -> Option<u32> {
    let digits = word.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Whose a road with a number is.
#[derive(Clone, Copy, PartialEq)]
enum Keeper {
    Nation,
    State,
    /// "Highway 62": either's.
    Unsaid,
}

/// Keeper and number of a road, however it is called ("State Road 62", "Ind. 62", "Route 62", "U.S. Highway 62").
fn numbered(street: &str) -> Option<(Keeper, &str)> {
    let (called, number) = street.rsplit_once(' ')?;
    let mut keeper = Keeper::Unsaid;
    for word in called.split(' ') {
        match word {
            "us" => keeper = Keeper::Nation,
            "rd" | "rte" | "hwy" => {}
            _ if matches!(word, "state" | "sr") || crate::gazetteer::state(word).is_some() => keeper = Keeper::State,
            _ => return None,
        }
    }
    number.bytes().all(|b| b.is_ascii_digit()).then_some((keeper, number))
}

/// The number of a road that goes by one, and whose it is ("us", "state") where that is said.
pub fn number_and_keeper(street: &str) -> Option<(&str, Option<&'static str>)> {
    numbered(street).map(|(keeper, number)| match keeper {
        Keeper::Nation => (number, Some("us")),
        Keeper::State => (number, Some("state")),
        Keeper::Unsaid => (number, None),
    })
}

/// One road with a number.
fn same_road(a: &str, b: &str) -> bool {
    let (Some((a, x)), Some((b, y))) = (numbered(a), numbered(b)) else { return false };
    x == y && (a == b || a == Keeper::Unsaid || b == Keeper::Unsaid)
}

/// The same name, and the same type where both have one.
fn same_street(a: &str, b: &str) -> bool {
    let ((name_a, kind_a), (name_b, kind_b)) = (name_and_type(a), name_and_type(b));
    name_a == name_b && (kind_a == kind_b || kind_a.is_none() || kind_b.is_none()) || same_road(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expect: Comparison) {
        let (a, b) = (Address::parse(a), Address::parse(b));
        assert_eq!(a.compare(&b), expect, "{a:?} {b:?}");
        assert_eq!(b.compare(&a), expect.flip(), "{b:?} {a:?}");
    }

    #[test]
    fn addresses_compare_by_number_block_and_street() {
        check("1249 Oak St.", "1249 Oak Street", Comparison::Same);
        check("1249 Oak St.", "1200 block of Oak", Comparison::Finer);
        check("1200 block of North Oak Street", "1200 block of Oak St.", Comparison::Same);
        check("Main Street", "200 block of Main Street", Comparison::Coarser);
        check("1249 Oak St.", "1251 Oak St.", Comparison::Contradicts);
        check("1200 block of Oak", "1300 block of Oak", Comparison::Contradicts);
        check("Oak Street", "Oak Avenue", Comparison::Contradicts);
        check("Oak Street and 5th Avenue", "5th Avenue and Oak", Comparison::Same);
        check("Oak Street", "Oak and 5th", Comparison::Coarser);
        check("Elm and Oak roads", "Oak Road", Comparison::Finer);
        check("Interstate 70", "I-70", Comparison::Same);
        check("Interstate 70", "Interstate 75", Comparison::Contradicts);
        check("Elm Court", "Oak Court", Comparison::Contradicts);
        check("12,100 block of Elm Lane", "12100 block of Elm Lane", Comparison::Same);
        check("area of Oak and Elm streets", "near Elm and Oak Streets", Comparison::Same);
        check("33B Elm Ave.", "Elm Avenue", Comparison::Finer);
        check("State Road 62", "6200 block of Ind. 62", Comparison::Coarser);
        check("21300 block of Highway 281", "21300 block of U.S. Highway 281", Comparison::Same);
        check("U.S. 62", "State Road 62", Comparison::Contradicts);
        check("3100 block of Oak Street", "near 28th and Elm", Comparison::Compatible);
        check("400 block of Oak Street", "500 block of Elm Street", Comparison::Contradicts);
        check("Interstate 55", "Elm Expressway", Comparison::Compatible);
    }
}
