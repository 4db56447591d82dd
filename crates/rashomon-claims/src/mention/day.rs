//! Days: "Sept. 14", "Thursday", "yesterday", "Tuesday, five days after the shooting", as constraints, and what they come to
//! by the page's own day.

use std::sync::LazyLock;

use jiff::Span;
use jiff::civil::Date;
use rashomon_model::value::Day;
use rashomon_model::value::day::{DayRange, Said};
use regex::{Captures, Regex};

use super::{Mention, found};
use crate::sheet::Sheet;

const MONTHS: &str = r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?";
const WEEKDAYS: &str = r"Mon(?:day|\.)|Tue(?:sday|s\.|\.)|Wed(?:nesday|\.)|Thu(?:rsday|rs\.|r\.|\.)|Fri(?:day|\.)|Sat(?:urday|\.)|Sun(?:day|\.)";
const NUMBERS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    let number = NUMBERS.join("|");
    Regex::new(&format!(
        r"(?x)
        (?-u:\b)(?:
          (?i:(?P<lead>{WEEKDAYS}),?\s(?:(?:morning|afternoon|evening|night),?\s)?)?
          (?i:(?P<month>{MONTHS})\s?(?P<dom>[0-3]?[0-9])(?:st|nd|rd|th)?(?-u:\b)(?:,?\s(?P<year>(?:19|20)[0-9][0-9])(?-u:\b))?)
        | (?i:(?P<dom2>[0-3]?[0-9])(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTHS})(?-u:\b)(?:,?\s(?P<year2>(?:19|20)[0-9][0-9])(?-u:\b))?)
        | (?P<iso>(?:19|20)[0-9][0-9]-[01][0-9]-[0-3][0-9])(?-u:\b)
        | (?P<m3>1[0-2]|0?[1-9])[/-](?P<d3>3[01]|[12][0-9]|0?[1-9])[/-](?P<y3>(?:20)?[0-9][0-9])(?-u:\b)
        | (?i:(?P<shiftday>{WEEKDAYS}),?\s(?P<shift>{number}|[0-9]+)\s(?P<unit>days?|weeks?)\s(?P<way>after|before|following)(?-u:\b))
        | (?i:(?P<ago>{number}|a|[0-9]+)\s(?P<agounit>days?|weeks?)\sago(?-u:\b))
        | (?i:(?P<holiday>christmas(?:\s(?:day|eve|morning|night|evening|afternoon))?|new\syear's\s(?:day|eve)|halloween(?:\snight)?|independence\sday|(?:the\s)?fourth\sof\sjuly|valentine's\sday|veterans\sday|thanksgiving(?:\s(?:day|night|morning|evening))?|memorial\sday|labor\sday|mother's\sday|father's\sday|st\.\spatrick's\sday)(?-u:\b))
        | (?i:(?P<rel>last)\s)?(?P<weekday>{WEEKDAYS}|(?i:{WEEKDAYS_UPPER}))
        | (?i:in|during|since|of)\s(?P<month4>{MONTHS})(?-u:\b)(?:,?\s(?:of\s)?(?P<year4>(?:19|20)[0-9][0-9])(?-u:\b))?
        | (?i:in|during)\s(?P<year5>(?:19|20)[0-9][0-9])(?-u:\b)
        | (?i:(?P<relative>yesterday|today|tonight|last\snight|this\s(?:early\s)?(?:morning|afternoon|evening)|earlier\sthis\smorning))(?-u:\b)
        )",
        WEEKDAYS_UPPER = "MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY",
    ))
    .expect("a literal")
});

/// Days in order of place, resolved by the page's own day of publication where that is one day.
pub fn find(sheet: &Sheet<'_>) -> Vec<Mention<Day>> {
    let published = sheet.document.source().published.as_ref().and_then(|p| p.day.single());
    let mut out = Vec::new();
    found::each(sheet, &DAYS, |tokens, caps| {
        let word = |at: Option<usize>| at.and_then(|t| sheet.tokens.get(t)).map_or("", |t| &*t.lower);
        let (before, after) = (word(tokens.start.checked_sub(1)), word(Some(tokens.end)));
        // "next Friday" is no day of what happened; "on Sundays" is none at all.
        if sheet.tokens[tokens.end - 1].lower.ends_with("days")
            || matches!(before, "next" | "every" | "each" | "until" | "by")
            || matches!(after, "next" | "mask" | "masks" | "costume" | "costumes" | "candy" | "decorations")
        {
            return;
        }
        if let Some(said) = said(&caps, published) {
            let resolved = resolve(&said, published, caps.name("rel").is_some());
            out.push(Mention { tokens, value: Day { said, resolved } });
        }
    });
    out
}

fn said(caps: &Captures<'_>, published: Option<Date>) -> Option<Said> {
    let text = |name: &str| caps.name(name).map(|m| m.as_str());
    let number = |name: &str| text(name).and_then(|t| t.parse::<i16>().ok());
    let dated = |month: &str, dom: &str, year: &str| -> Option<Said> {
        let name = text(month).filter(|n| n.starts_with(char::is_uppercase))?; // "may 3 people"
        let (m, d) = (month_of(name)?, number(dom)? as i8);
        match number(year) {
            Some(y) => Date::new(y, m, d).ok().map(|day| Said::Days(DayRange::day(day))),
            None => Date::new(2016, m, d).ok().map(|_| Said::MonthDay(m, d)),
        }
    };
    if text("month").is_some() {
        return dated("month", "dom", "year");
    }
    if text("month2").is_some() {
        return dated("month2", "dom2", "year2");
    }
    if let Some(iso) = text("iso") {
        return iso.parse().ok().map(|d| Said::Days(DayRange::day(d)));
    }
    if let (Some(m), Some(d), Some(y)) = (number("m3"), number("d3"), number("y3")) {
        return Date::new(if y < 100 { 2000 + y } else { y }, m as i8, d as i8).ok().map(|d| Said::Days(DayRange::day(d)));
    }
    if let Some(day) = text("shiftday") {
        let days = small(text("shift")?)? * if text("unit")?.starts_with(['w', 'W']) { 7 } else { 1 };
        return Some(Said::Shifted(weekday_of(day)?, if text("way")?.eq_ignore_ascii_case("before") { days } else { -days }));
    }
    if let Some(n) = text("ago") {
        let n = if n.eq_ignore_ascii_case("a") { 1 } else { small(n)? };
        let week = text("agounit")?.starts_with(['w', 'W']);
        // "two weeks ago" is no day.
        return (!week).then_some(Said::Ago(-n));
    }
    if let Some(name) = text("holiday") {
        return holiday(&name.to_lowercase(), published);
    }
    if let Some(day) = text("weekday") {
        return weekday_of(day).map(Said::Weekday);
    }
    if let Some(month) = text("month4") {
        let month_number = month_of(month)?;
        return match number("year4") {
            Some(y) => DayRange::month(y, month_number).map(Said::Days),
            None if month.eq_ignore_ascii_case("mar.") => None,
            None => Some(Said::Month(month_number)),
        };
    }
    if let Some(year) = number("year5") {
        return DayRange::year(year).map(Said::Days);
    }
    let relative = text("relative")?.to_lowercase();
    Some(Said::Ago(if matches!(relative.as_str(), "yesterday" | "last night") { -1 } else { 0 }))
}

/// The days a page's words come to by its own day of publication: the last such weekday up to it, the nearest year not after it.
fn resolve(said: &Said, published: Option<Date>, last: bool) -> Option<DayRange> {
    if let Said::Days(days) = said {
        return Some(*days);
    }
    let published = published?;
    let back = |days: i32| published.checked_sub(Span::new().try_days(days).ok()?).ok();
    match *said {
        Said::Days(days) => Some(days),
        Said::MonthDay(m, d) => {
            // A day or two ahead is a time zone or a page that carries its capture's day, not last year.
            let ahead = published.checked_add(Span::new().days(2)).ok()?;
            let this = Date::new(published.year(), m, d).ok().filter(|day| *day <= ahead);
            this.or_else(|| (1..=8).find_map(|n| Date::new(published.year() - n, m, d).ok())).map(DayRange::day)
        }
        Said::Month(m) => {
            let year = if m <= published.month() { published.year() } else { published.year() - 1 };
            DayRange::month(year, m)
        }
        Said::Weekday(w) => {
            let gap = (i32::from(published.weekday().to_monday_one_offset()) - i32::from(w)).rem_euclid(7);
            back(if gap == 0 && last { 7 } else { gap }).map(DayRange::day)
        }
        Said::Ago(n) => back(-n).map(DayRange::day),
        Said::Shifted(w, n) => {
            let gap = (i32::from(published.weekday().to_monday_one_offset()) - i32::from(w)).rem_euclid(7);
            back(gap - n).map(DayRange::day)
        }
    }
}

fn small(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    lower.parse().ok().filter(|n| *n < 1000).or_else(|| NUMBERS.iter().position(|n| *n == lower).map(|n| n as i32))
}

fn month_of(name: &str) -> Option<i8> {
    let short: String = name.to_lowercase().chars().take(3).collect();
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].iter().position(|m| *m == short).map(|m| m as i8 + 1)
}

fn weekday_of(name: &str) -> Option<i8> {
    let short: String = name.to_lowercase().chars().take(3).collect();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|d| *d == short).map(|d| d as i8 + 1)
}

/// Holidays of the United States; those that move need the page's own year.
fn holiday(name: &str, published: Option<Date>) -> Option<Said> {
    let fixed = |m, d| Some(Said::MonthDay(m, d));
    let nth = |month: i8, weekday: jiff::civil::Weekday, n: i8| -> Option<Said> {
        let published = published?;
        let of = |year: i16| Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok();
        let day = of(published.year()).filter(|d| *d <= published).or_else(|| of(published.year() - 1))?;
        Some(Said::Days(DayRange::day(day)))
    };
    use jiff::civil::Weekday::{Monday, Sunday, Thursday};
    match name {
        n if n.starts_with("christmas") => fixed(12, if n.ends_with("eve") { 24 } else { 25 }).filter(|_| n != "christmas"),
        "new year's day" => fixed(1, 1),
        "new year's eve" => fixed(12, 31),
        n if n.starts_with("halloween") => fixed(10, 31),
        "independence day" => fixed(7, 4),
        n if n.ends_with("fourth of july") => fixed(7, 4),
        "valentine's day" => fixed(2, 14),
        "veterans day" => fixed(11, 11),
        "st. patrick's day" => fixed(3, 17),
        "memorial day" => nth(5, Monday, -1),
        "labor day" => nth(9, Monday, 1),
        "mother's day" => nth(5, Sunday, 2),
        "father's day" => nth(6, Sunday, 3),
        n if n.starts_with("thanksgiving") => nth(11, Thursday, 4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::tests::{published_sheet_of, sheet_of};

    fn check(text: &str, published: Option<&str>, says: &str) {
        let document = match published {
            Some(day) => published_sheet_of(text, day.parse().unwrap()),
            None => sheet_of(text),
        };
        let sheet = Sheet::of(&document);
        let got: Vec<String> = find(&sheet).iter().map(|m| format!("{} [{}]", m.value.caption(), sheet.words(m.tokens.clone()))).collect();
        assert_eq!(got.join(", "), says, "{text}");
    }

    #[test]
    fn without_a_day_of_the_page_words_stay_what_they_say() {
        check("He was shot Thursday.", None, "Thursday [Thursday]");
        check("He was shot on Sept. 14.", None, "09-14 [Sept. 14]");
        check("On Tuesday, five days after the shooting, he died.", None, "Tuesday-5d [Tuesday, five days after]");
        check("It happened yesterday.", None, "yesterday [yesterday]");
        check("On Saturday, March 4, 2017, and on 3/5/17.", None, "2017-03-04 [Saturday, March 4, 2017], 2017-03-05 [3/5/17]");
        check("Back in 2016 and in May 2015.", None, "2016-01-01/2016-12-31 [in 2016], 2015-05-01/2015-05-31 [in May 2015]");
        check("It may rain in the mountains; he is satisfied next Friday.", None, "");
        check("On Christmas Day and on Sundays", None, "12-25 [Christmas Day]");
    }

    #[test]
    fn the_page_s_own_day_resolves_them() {
        let day = Some("2018-09-14"); // a Friday
        check("shot Thursday", day, "2018-09-13 [Thursday]");
        check("shot Friday", day, "2018-09-14 [Friday]");
        check("shot last Friday", day, "2018-09-07 [last Friday]");
        check("shot yesterday, three days ago, last night", day, "2018-09-13 [yesterday], 2018-09-11 [three days ago], 2018-09-13 [last night]");
        check("on Dec. 30", day, "2017-12-30 [Dec. 30]");
        check("on Labor Day", day, "2018-09-03 [Labor Day]");
        check("Tuesday, two days after the shooting", day, "2018-09-09 [Tuesday, two days after]");
    }
}
