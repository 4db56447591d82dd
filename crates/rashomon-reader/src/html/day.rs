//! Days as pages of the world write them in their fields and beside their headlines: ISO, with points, with slashes, with the month's
//! name in the languages that news comes in.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::published;

/// Months by name: the first of each is the whole name's beginning that tells it from the others of its language.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "janv", "sty", "led", "янв", "jän", "oca", "ιαν"],
    &["feb", "fév", "fev", "lut", "únor", "фев", "şub", "φεβ"],
    &["mar", "mär", "maart", "mrt", "mrz", "březn", "мар", "μαρ"],
    &["apr", "abr", "avr", "kwi", "dub", "апр", "nis", "απρ"],
    &["may", "mai", "maj", "mei", "mag", "květ", "мая", "май", "maio", "μαΐ", "μάι"],
    &["jun", "juin", "giu", "cze", "červn", "июн", "haz", "ιουν"],
    &["jul", "juil", "lug", "lip", "červen", "июл", "tem", "ιουλ"],
    &["aug", "ago", "aoû", "aou", "sie", "srp", "авг", "ağu", "αυγ"],
    &["sep", "set", "wrz", "zář", "сен", "eyl", "σεπ"],
    &["oct", "okt", "ott", "out", "paź", "říj", "окт", "eki", "οκτ"],
    &["nov", "lis", "ноя", "kas", "νοε", "listopad"],
    &["dec", "dez", "dic", "déc", "gru", "pros", "дек", "ara", "δεκ"],
];

static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?P<y1>(?:19|20)\d\d)[/.](?P<m1>\d{1,2})[/.](?P<d1>\d{1,2})\b",
        r"|\b(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>(?:19|20)\d\d)\b",
        r"|\b(?P<d3>\d{1,2})[/-](?P<m3>\d{1,2})[/-](?P<y3>(?:19|20)\d\d)\b",
        r"|\b(?P<d4>\d{1,2})(?:\.|er|º|st|nd|rd|th)?\s(?:de\s|of\s)?(?P<w4>\p{L}{3,12})\.?,?\s(?:de\s|del\s)?(?P<y4>(?:19|20)\d\d)\b",
        // Day and year stand in elements of their own, glued: "Feb 182009".
        r"|\b(?P<w5>\p{L}{3,12})\.?\s(?P<d5>\d{1,2})(?:st|nd|rd|th)?,?\s?(?P<y5>(?:19|20)\d\d)\b",
        r"|(?P<y6>(?:19|20)\d\d)年\s?(?P<m6>\d{1,2})月\s?(?P<d6>\d{1,2})日",
        r"|^\s*(?P<y7>(?:19|20)\d\d)(?P<m7>\d\d)(?P<d7>\d\d)(?:T?\d{4,6})?\b",
    ))
    .expect("the pattern is right")
});

/// "31.10.23": a day, where no number goes on before or behind it, as versions and addresses do.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d.,:/-])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d\d)(?:$|[.,]?\s|[.,]$|[^\d.,:/%-])").expect("the pattern is right")
});

/// A day, and its time of day where the field gives one. `field`: it is a field, in which nothing else stands.
pub(super) fn read(text: &str) -> Option<(Date, Option<Box<str>>)> {
    let text = head(text, 200);
    // What our own reader of English knows, it knows best; but for days before months.
    if let Some(found) = FOREIGN.captures(text)
        && let Some(day) = date_of(&found)
    {
        let clock = found.get(0).and_then(|m| text.get(m.end()..)).and_then(published::clock);
        return Some((day, clock));
    }
    published::read_day(text).or_else(|| short(text))
}

/// No page is older than the web, and none is dated to a far future.
fn short(text: &str) -> Option<(Date, Option<Box<str>>)> {
    let found = SHORT.captures(text)?;
    let n = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let year = match n("y")? {
        y @ 0..60 => 2000 + y,
        y @ 90.. => 1900 + y,
        _ => return None,
    };
    let day = Date::new(year, i8::try_from(n("m")?).ok()?, i8::try_from(n("d")?).ok()?).ok()?;
    Some((day, found.name("y").and_then(|y| text.get(y.end()..)).and_then(published::clock)))
}

fn date_of(found: &Captures<'_>) -> Option<Date> {
    let n = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let (y, m, d) = if let Some(y) = n("y1") {
        (y, n("m1")?, n("d1")?)
    } else if let Some(y) = n("y2") {
        (y, n("m2")?, n("d2")?)
    } else if let Some(y) = n("y3") {
        // Both orders are written; a month is no more than twelve, and America's order is taken where nothing tells.
        let (a, b) = (n("d3")?, n("m3")?);
        if a > 12 { (y, b, a) } else { (y, a, b) }
    } else if let Some(y) = n("y4") {
        (y, month(found.name("w4")?.as_str())?, n("d4")?)
    } else if let Some(y) = n("y5") {
        (y, month(found.name("w5")?.as_str())?, n("d5")?)
    } else if let Some(y) = n("y6") {
        (y, n("m6")?, n("d6")?)
    } else {
        (n("y7")?, n("m7")?, n("d7")?)
    };
    Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    // The longest beginning wins: "červen" is June in Czech as "červn" is not, "mars" no "mar" of another month.
    let known = |names: &&[&str]| names.iter().filter(|n| word.starts_with(**n)).map(|n| n.len()).max();
    MONTHS
        .iter()
        .enumerate()
        .filter_map(|(i, names)| Some((known(names)?, i)))
        .max_by_key(|(len, i)| (*len, std::cmp::Reverse(*i)))
        .map(|(_, i)| i as i16 + 1)
}

/// The first bytes of a text, cut at a character.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_the_world_writes_them() {
        for (text, expect) in [
            ("2016-07-28T17:12:00-05:00", "2016-07-28 17:12"),
            ("2016/07/28", "2016-07-28"),
            ("28.07.2016", "2016-07-28"),
            ("28. Juli 2016, 17:12 Uhr", "2016-07-28 17:12"),
            ("28/07/2016 17:12", "2016-07-28 17:12"),
            ("07/28/2016", "2016-07-28"),
            ("28 de julio de 2016", "2016-07-28"),
            ("le 1er février 2016", "2016-02-01"),
            ("Thu, 28 Jul 2016 10:00:00 GMT", "2016-07-28 10:00"),
            ("July 28th, 2016", "2016-07-28"),
            ("28 июля 2016", "2016-07-28"),
            ("2016年7月28日", "2016-07-28"),
            ("20160728T171200", "2016-07-28"),
            ("last week", ""),
            ("0001-01-01T00:00:00", "0001-01-01"),
        ] {
            let said = read(text).map_or(String::new(), |(d, t)| format!("{d}{}", t.map_or(String::new(), |t| format!(" {t}"))));
            assert_eq!(said, expect, "{text}");
        }
    }
}
