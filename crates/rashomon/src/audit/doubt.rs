//! What speaks for a coder against whom a claim seems to speak: the cited reports' own words, namesakes in the same row, and birthdays.
//!
//! Claims are read from pages and people of pages are matched with people of a row; both go wrong in ways that would be held against a
//! coder. What he or she coded may stand on a cited page as it was coded.

use rashomon_model::gazetteer::{City, gazetteer};
use rashomon_model::kind::ValueType;
use rashomon_model::value::name::{Likeness, is_title};
use rashomon_model::value::place::Level;
use rashomon_model::value::{Name, Place, Value};
use rashomon_store::wire::Claim;

use super::registry::{Coded, Row};
use super::{Checked, Verdict};

/// Words between given name and surname, between a number and its street.
const BETWEEN: usize = 2;
/// Words between a number and the first of its street's: "block of West".
const TO_STREET: usize = 4;
/// Towns nearer than this may go by each other's name: postal cities, suburbs.
const NEARBY_KM: u32 = 40;
/// Days farther apart than this are no slip of a coder.
const NEAR_DAYS: i32 = 31;
/// Days after an incident from which an age a year higher may be a birthday.
const BIRTHDAY: i32 = 31;

/// Runs of letters and digits in small letters; what stands at an apostrophe is one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let apart = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | 'ʼ'));
    apart.map(|w| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()).filter(|w| !w.is_empty()).collect()
}

/// The words of a cited report.
#[derive(Debug)]
pub(super) struct Page {
    /// Its name in the register.
    pub(super) doc: String,
    words: Vec<String>,
}

impl Page {
    /// Of what can be seen of it.
    pub(super) fn of(doc: &str, text: &str) -> Self {
        Self { doc: doc.to_owned(), words: words(text) }
    }

    /// Where words stand, the first and the last at most some words apart.
    fn near(&self, first: &str, last: &str, apart: usize) -> bool {
        let at = self.words.iter().enumerate().filter(|(_, w)| *w == first).map(|(at, _)| at);
        at.into_iter().any(|at| self.words.iter().skip(at + 1).take(apart + 1).any(|w| w == last))
    }

    fn run(&self, run: &[&str]) -> bool {
        !run.is_empty() && self.words.windows(run.len()).any(|w| w.iter().zip(run).all(|(a, b)| a == b))
    }

    /// Whether it names somebody as coded.
    pub(super) fn names(&self, name: &Name) -> bool {
        let (given, family) = (words(&name.given), words(&name.family));
        match (given.first(), family.last()) {
            (Some(given), Some(family)) => self.near(given, family, BETWEEN),
            _ => false,
        }
    }

    /// Whether it gives somebody an age beside the name: "Ana Reyes, 31", "31-year-old Ana Reyes".
    pub(super) fn ages(&self, name: &Name, age: &str) -> bool {
        let own = |part: &str| words(part).pop().unwrap_or_default();
        let (given, family) = (own(&name.given), own(&name.family));
        let before = |name: &str| !name.is_empty() && self.run(&[age, "year", "old", name]);
        !family.is_empty() && self.run(&[&family, age]) || before(&given) || before(&family)
    }

    /// Whether a number stands before its street.
    pub(super) fn addresses(&self, number: u32, street: &str) -> bool {
        words(street).first().is_some_and(|street| self.near(&number.to_string(), street, TO_STREET))
    }

    /// Whether it names a town.
    pub(super) fn says(&self, phrase: &str) -> bool {
        let phrase = words(phrase);
        self.run(&phrase.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Whether a claim's words name somebody: "a 40-year-old man" may be another.
pub(super) fn about(claim: &Claim, name: &Name) -> bool {
    let said = words(&claim.quote.exact);
    let own = [&name.given, &name.family].into_iter().flat_map(|part| words(part)).filter(|w| w.chars().count() > 1 && !is_title(w));
    own.into_iter().any(|w| said.contains(&w))
}

/// Whether an age that a page gives is the coded one after a birthday.
pub(super) fn birthday(coded: &str, claim: &Claim, published: Option<&str>, row: &Row) -> bool {
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let years = || {
        let then = day(row.fields.get("date")?)?;
        let now = published.and_then(|p| day(p.rsplit('/').next()?))?;
        let days = (now - then).get_days();
        (days > BIRTHDAY).then_some(i64::from(days) / 365 + 1)
    };
    let Some((coded, said)) = coded.parse::<i64>().ok().zip(claim.value.parse::<i64>().ok()) else { return false };
    said > coded && years().is_some_and(|years| said - coded <= years)
}

/// Whether another of the row goes by the same name: a father and a son.
pub(super) fn namesake(coded: &Coded, name: &Name, row: &Row) -> bool {
    let others = row.people.iter().filter(|p| *p != coded);
    others.filter_map(|p| Name::parse(p.name.as_deref()?)).any(|other| name.likeness(&other) == Likeness::Full)
}

/// Whether a name of the reports is in full that of another of the row, and so nobody else's.
pub(super) fn belongs(names: &[Name], coded: &Name, row: &Row) -> bool {
    let full = |name: &Name| names.iter().any(|n| n.likeness(name) == Likeness::Full);
    !full(coded) && row.people.iter().filter_map(|p| Name::parse(p.name.as_deref()?)).any(|other| full(&other))
}

/// Whether two house numbers may be one place as registers and police put it: of one hundred, or of a block that is named by its thousand.
pub(super) fn one_block(a: u32, b: u32) -> bool {
    let thousand = |whole: u32, other: u32| whole >= 10_000 && whole.is_multiple_of(1000) && whole / 1000 == other / 1000;
    a / 100 == b / 100 || thousand(a, b) || thousand(b, a)
}

/// A coded name without what he or she is also called.
pub(super) fn called(coded: &str) -> Option<Name> {
    Name::parse(coded.split(", aka").next().unwrap_or(coded))
}

/// What stands in the words of a cited report as it was coded is not contradicted, whatever was read from it.
pub(super) fn spoken_for(fields: &mut [Checked], row: &Row, pages: &[Page]) {
    let towns = fields.iter().any(|f| f.kind == "city" && f.verdict == Verdict::Supported);
    for field in fields.iter_mut().filter(|f| f.verdict == Verdict::Contradicted) {
        let named = |f: &Checked| row.people.iter().filter_map(|p| p.name.as_deref()).find(|n| f.field.ends_with(&format!(" of {n}")));
        let stands = |says: &dyn Fn(&Page) -> bool| pages.iter().find(|p| says(p)).map(|p| p.doc.clone());
        let coded = field.coded.clone();
        let found = match field.kind {
            "name" => called(&coded).and_then(|name| stands(&|p| p.names(&name))),
            "age" => named(field).and_then(called).and_then(|name| stands(&|p| p.ages(&name, &coded))),
            "address" => match Value::parse(ValueType::Address, &coded, |_| None) {
                Some(Value::Address(a)) => a.number.zip(a.streets.first()).and_then(|(number, street)| stands(&|p| p.addresses(number, street))),
                _ => None,
            },
            // A town may be named as somebody's home, or its hospital.
            "city" => {
                if coded.split(['(', ')']).any(|town| stands(&|p| p.says(town)).is_some()) {
                    field.verdict = Verdict::NotStated;
                    field.why = "the reports name it".into();
                }
                None
            }
            "state" if towns => {
                field.verdict = Verdict::NotStated;
                field.why = "the town is supported".into();
                None
            }
            _ => None,
        };
        if let Some(doc) = found {
            field.verdict = Verdict::Supported;
            field.words.clear();
            field.why = format!("stands in {doc}");
        }
    }
}

/// Whether what contradicts does so beyond the ways in which registers put places.
pub(super) fn surely(coded: &Value, told: &Value) -> bool {
    match (coded, told) {
        (Value::Place(a), Value::Place(b)) if a.level == b.level => {
            let city = |p: &Place| gazetteer().city(&p.name, p.state.as_deref()?);
            let far = |(a, b): (&City, &City)| a.spot.km(b.spot) > NEARBY_KM && (a.county.is_none() || a.county != b.county);
            a.level != Level::City || city(a).zip(city(b)).is_some_and(far)
        }
        // Farther apart it is the page's own day that is wrong more often than the coder's.
        (Value::Day(_), Value::Day(_)) => {
            let day = |v: &Value| v.caption().parse::<jiff::civil::Date>().ok();
            day(coded).zip(day(told)).is_some_and(|(a, b)| (a - b).get_days().abs() <= NEAR_DAYS)
        }
        // Another street may be the one round the corner.
        (Value::Address(a), Value::Address(b)) => a.shares_a_street(b) && a.number.zip(b.number).is_some_and(|(a, b)| !one_block(a, b)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn page(text: &str, stands: impl Fn(&Page) -> bool, expect: bool) {
        assert_eq!(stands(&Page::of("ledger", text)), expect, "{text}");
    }

    #[test]
    fn a_name_stands_on_a_page() {
        let name = Name::parse("Ana O'Reyes").expect("a name");
        page("Police named her as Ana O'Reyes.", |p| p.names(&name), true);
        page("ANA B. O’REYES", |p| p.names(&name), true);
        page("Ana Oreyez spoke; the O'Reyes family did not", |p| p.names(&name), false);
    }

    #[test]
    fn an_age_stands_beside_its_name() {
        let name = Name::parse("Ana Reyes").expect("a name");
        page("Officer Ana Reyes, 31, was hurt.", |p| p.ages(&name, "31"), true);
        page("31-year-old Ana Reyes", |p| p.ages(&name, "31"), true);
        page("Ana Reyes and a 31-year-old man", |p| p.ages(&name, "31"), false);
    }

    #[test]
    fn numbers_of_one_block() {
        assert!(one_block(680, 600) && one_block(29508, 29000) && !one_block(1465, 1500) && !one_block(2508, 2000));
    }
}
