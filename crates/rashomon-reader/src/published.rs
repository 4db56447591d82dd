//! The day of publication, where it is read from, and how surely: the input's own field, the address, a "Posted" line,
//! the stamp of the archive. Where they disagree by more than two days the earliest is used and called doubtful, for
//! the later one is often the day of a crawl.

use std::sync::LazyLock;

use jiff::civil::Date;
use rashomon_model::text::{Bound, Certainty, DatedBy, Published, Zone};
use rashomon_model::value::day::DayRange;
use rashomon_model::{Notice, ZoneKind};
use regex::{Captures, Regex};

use crate::pattern::pattern;
use crate::{Own, Raw, furniture, notice};

/// Days that two sources of one page may differ by: time zones and late updates.
const SLACK: i64 = 2;
/// No page was published on the web before.
const FIRST_YEAR: i16 = 1990;
/// No page read by this program states a later year in earnest.
const LAST_YEAR: i16 = 2100;

/// What a page tells of its own day.
#[derive(Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<Published>,
    pub(crate) bounds: Vec<Bound>,
    pub(crate) captured: Option<Date>,
    pub(crate) notices: Vec<Notice>,
}

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?P<iso>(?P<y1>\d{4})-(?P<m1>\d\d?)-(?P<d1>\d\d?))",
        r"|(?P<mon2>MONTH)\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})",
        r"|\b(?P<d3>\d{1,2})\s(?P<mon3>MONTH),?\s(?P<y3>\d{4})",
        r"|\b(?P<m4>\d{1,2})/(?P<d4>\d{1,2})/(?P<y4>\d{4}|\d\d)\b",
        r"|^\s*(?P<y5>(?:19|20)\d\d)(?P<m5>\d\d)(?P<d5>\d\d)(?P<clock5>\d{4})?(?:\d\d)?\s*$",
    ))
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:^|[T ,@-])(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?\s?([ap])?\.?(m)?"));
static URL_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[/=_-](?P<y>(?:19|20)\d\d)(?:[/-](?P<m>\d{1,2}|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[/-](?P<d>\d{1,2})|(?P<m2>[01]\d)(?P<d2>[0-3]\d))(?:[/?#&_.-]|$)",
    )
});
static RIGHTS_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:©|copyright|\(c\))[^.]{0,60}?\b((?:19|20)\d\d)\b(?:\s?[-–]\s?((?:19|20)\d\d)\b)?"));
static STATED_LINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?P<posted>posted|published|created)|(?P<updated>updated?|modified)"));

/// A day (and clock time) as written in a field or a line.
pub(crate) fn read_day(text: &str) -> Option<(Date, Option<Box<str>>)> {
    let found = WRITTEN.captures(text)?;
    let date = date_of(&found)?;
    let clock = match found.name("clock5") {
        Some(c) => c.as_str().split_at_checked(2).map(|(h, m)| format!("{h}:{m}").into_boxed_str()),
        None => text.get(found.get(0)?.end()..).and_then(clock).or_else(|| text.get(..found.get(0)?.start()).and_then(clock)),
    };
    Some((date, clock))
}

fn date_of(found: &Captures<'_>) -> Option<Date> {
    let n = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let month = |name: &str| found.name(name).and_then(|m| month_of(m.as_str()));
    let (y, m, d) = if let Some(y) = n("y1") {
        (y, n("m1")?, n("d1")?)
    } else if let Some(y) = n("y2") {
        (y, month("mon2")?, n("d2")?)
    } else if let Some(y) = n("y3") {
        (y, month("mon3")?, n("d3")?)
    } else if let Some(y) = n("y4") {
        // Two digits: no page is older than the web.
        let y = if y >= 100 {
            y
        } else if y >= 90 {
            1900 + y
        } else {
            2000 + y
        };
        (y, n("m4")?, n("d4")?)
    } else {
        (n("y5")?, n("m5")?, n("d5")?)
    };
    Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

fn month_of(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|m| *m == head).map(|i| i as i16 + 1)
}

/// `HH:MM` of a clock time; midnight sharp in a field is the absence of one.
pub(crate) fn clock(text: &str) -> Option<Box<str>> {
    let found = CLOCK.captures(text)?;
    let mut hour: u8 = found.get(1)?.as_str().parse().ok()?;
    let minute: u8 = found.get(2)?.as_str().parse().ok()?;
    match found.get(3).map(|m| m.as_str()) {
        Some("p" | "P") if hour < 12 => hour += 12,
        Some("a" | "A") if hour == 12 => hour = 0,
        _ => {}
    }
    (hour < 24 && minute < 60 && (hour, minute) != (0, 0)).then(|| format!("{hour:02}:{minute:02}").into())
}

/// The day in the path of an address: `/2016/07/28/`, `20160728`.
pub(crate) fn url_day(url: &str) -> Option<Date> {
    URL_DAY.captures_iter(url.get(..url.len().min(2000)).unwrap_or_default()).find_map(|f| {
        let y = f.name("y")?.as_str().parse().ok()?;
        let m = f.name("m").or(f.name("m2"))?.as_str();
        let m = m.parse::<i16>().ok().or_else(|| month_of(m))?;
        let d = f.name("d").or(f.name("d2"))?.as_str().parse().ok()?;
        Date::new(y, i8::try_from(m).ok()?, d).ok().filter(|d| plausible(*d))
    })
}

fn plausible(day: Date) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&day.year())
}

/// Days between two dates, never negative.
fn apart(a: Date, b: Date) -> i64 {
    i64::from((a - b).get_days()).abs()
}

/// All that a page tells of its day. `zones` name the lines of its text that can; `own`: what its markup says.
pub(crate) fn read(raw: &Raw, zones: &[Zone], own: Option<&Own>) -> Dates {
    let mut dates = Dates { captured: raw.archived_at.as_deref().and_then(read_day).map(|(d, _)| d).filter(|d| plausible(*d)), ..Dates::default() };
    let mut stated: Vec<Published> = Vec::new();
    let state = |day: Date, time, from| Published { day: DayRange::day(day), time, from, certainty: Certainty::Stated };

    if let Some(field) = raw.published.as_deref() {
        match read_day(field) {
            Some((day, time)) if plausible(day) => stated.push(state(day, time, DatedBy::Meta)),
            Some((day, _)) => {
                dates.notices.push(notice("absurd-date", 0..0, format!("published on {day}, which cannot be; correct the \"published\" field")))
            }
            None => dates.notices.push(notice(
                "unreadable-date",
                0..0,
                "the \"published\" field is no date that can be read; write it as YYYY-MM-DD".into(),
            )),
        }
    }
    if let Some(day) = own.and_then(|o| o.day.as_ref()).filter(|_| stated.is_empty()) {
        stated.push(state(day.day, day.time.clone(), day.from));
    }
    if let Some(day) = raw.url.as_deref().and_then(url_day) {
        stated.push(state(day, None, DatedBy::Url));
    }
    let mut updated: Option<Date> = own.and_then(|o| o.updated).filter(|_| stated.is_empty());
    if let Some(day) = updated.take() {
        dates.bounds.push(updated_on(day, 0, 0));
    }
    // A page of markup that states its day shows those of other stories beside it.
    let told = own.is_some() && !stated.is_empty();
    for zone in zones.iter().filter(|z| z.field == rashomon_model::Field::Text) {
        let (start, end) = (zone.start as usize, zone.end as usize);
        let line = raw.text.get(start..end).unwrap_or_default();
        match zone.kind {
            ZoneKind::Rights => {
                // Of "2001-2018" the last year is the one of the page.
                let year = RIGHTS_YEAR.captures(line).and_then(|c| c.get(2).or(c.get(1))).and_then(|m| m.as_str().parse().ok());
                if let Some(days) = year.and_then(DayRange::year) {
                    dates.bounds.push(Bound { days, from: "rights line".into(), start: zone.start, end: zone.end });
                }
            }
            ZoneKind::Furniture | ZoneKind::Byline if !told && furniture::is_posted(line) => read_line(line, &mut stated, &mut updated),
            _ => {}
        }
        if let Some(day) = updated.take() {
            dates.bounds.push(updated_on(day, zone.start, zone.end));
        }
    }
    dates.published = settle(stated, &mut dates);
    dates
}

/// An update comes after publication, as a rule within the week.
fn updated_on(day: Date, start: u32, end: u32) -> Bound {
    let first = day.checked_sub(jiff::Span::new().days(6)).unwrap_or(day);
    Bound { days: DayRange::new(first, day), from: "update line".into(), start, end }
}

/// "Posted: July 28, 2016 5:12 PM Updated: July 29, 2016": the first is a day of publication, the second a bound.
fn read_line(line: &str, stated: &mut Vec<Published>, updated: &mut Option<Date>) {
    let mut words: Vec<(usize, bool)> =
        STATED_LINE.captures_iter(line).filter_map(|c| Some((c.get(0)?.start(), c.name("updated").is_some()))).collect();
    if words.is_empty() {
        words.push((0, false));
    }
    for (i, (from, is_update)) in words.iter().enumerate() {
        let to = words.get(i + 1).map_or(line.len(), |w| w.0);
        let Some((day, time)) = line.get(*from..to).and_then(read_day).filter(|(d, _)| plausible(*d)) else { continue };
        if *is_update {
            *updated = Some(day);
        } else {
            stated.push(Published { day: DayRange::day(day), time, from: DatedBy::Text, certainty: Certainty::Stated });
        }
    }
}

fn settle(stated: Vec<Published>, dates: &mut Dates) -> Option<Published> {
    // Equal days: the first source in the list is named, so the input's own field before the address.
    let meta = stated.first().filter(|p| matches!(p.from, DatedBy::Meta | DatedBy::JsonLd | DatedBy::Time));
    let earliest = stated.iter().min_by_key(|p| p.day.first());
    let mut published = match (meta, earliest) {
        (Some(m), Some(e)) if apart(m.day.first(), e.day.first()) <= SLACK => Some(m.clone()),
        (_, Some(e)) => {
            let far = stated.iter().any(|p| apart(p.day.first(), e.day.first()) > SLACK);
            Some(Published { certainty: if far { Certainty::Doubtful } else { Certainty::Stated }, ..e.clone() })
        }
        _ => bounded(dates),
    };
    if let (Some(p), Some(captured)) = (&mut published, dates.captured)
        && p.day.first() > captured
        && apart(p.day.first(), captured) > 1
    {
        p.certainty = Certainty::Doubtful;
        dates.notices.push(notice(
            "date-after-capture",
            0..0,
            format!("published on {}, captured on {captured}, before that; check the \"published\" field", p.day.first()),
        ));
    }
    published
}

/// Without a stated day: what an update line, a rights line's year and the capture leave open.
fn bounded(dates: &Dates) -> Option<Published> {
    let update = dates.bounds.iter().find(|b| &*b.from == "update line").map(|b| (b.days, DatedBy::Text));
    let capture = dates.captured.and_then(|last| {
        let first = dates.bounds.iter().filter(|b| &*b.from == "rights line" && b.days.first() <= last).map(|b| b.days.first()).max();
        let first = first.or_else(|| Date::new(FIRST_YEAR, 1, 1).ok())?;
        Some((DayRange::new(first, last), DatedBy::Archive))
    });
    let (day, from) = update.or(capture)?;
    Some(Published { day, time: None, from, certainty: Certainty::Bounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: Raw, expect: &str) {
        let zones = crate::zones::read(&raw.text, raw.title.as_deref()).zones;
        let dates = read(&raw, &zones, None);
        let said = dates.published.map_or("unknown".to_owned(), |p| {
            format!("{} {} {} {:?}", p.day.caption(), p.time.as_deref().unwrap_or("-"), p.from.as_str(), p.certainty)
        });
        let bounds: String = dates.bounds.iter().map(|b| format!("; {} {}", b.from, b.days.caption())).collect();
        let notices: String = dates.notices.iter().map(|n| format!("; {}", n.id)).collect();
        assert_eq!(format!("{said}{bounds}{notices}"), expect);
    }

    fn raw(published: &str, url: &str, archived: &str, text: &str) -> Raw {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        Raw { published: some(published), url: some(url), archived_at: some(archived), text: text.into(), ..Raw::default() }
    }

    #[test]
    fn fields_are_read_as_written() {
        check(raw("2016-07-28", "", "", "x"), "2016-07-28 - meta Stated");
        check(raw("2016-07-28T17:12:00-05:00", "", "", "x"), "2016-07-28 17:12 meta Stated");
        check(raw("07/28/2016", "", "", "x"), "2016-07-28 - meta Stated");
        check(raw("July 28, 2016 5:12 PM", "", "", "x"), "2016-07-28 17:12 meta Stated");
        check(raw("Thu, 28 Jul 2016 10:00:00 GMT", "", "", "x"), "2016-07-28 10:00 meta Stated");
        check(raw("20160728171200", "", "", "x"), "2016-07-28 17:12 meta Stated");
        check(raw("last week", "", "", "x"), "unknown; unreadable-date");
    }

    #[test]
    fn the_earlier_of_two_that_disagree_is_doubtful() {
        check(raw("2017-03-02", "http://example.com/2016/07/28/shooting/", "", "x"), "2016-07-28 - url Doubtful");
        check(raw("2016-07-29", "http://example.com/2016/07/28/shooting/", "", "x"), "2016-07-29 - meta Stated");
        check(raw("", "http://example.com/news/20160728/shooting", "", "x"), "2016-07-28 - url Stated");
        check(raw("2017-03-02", "", "", "Posted: July 28, 2016 5:12 PM\nA man was shot."), "2016-07-28 17:12 text Doubtful");
        check(raw("", "http://example.com/story/31276851/1-shot", "", "x"), "unknown");
    }

    #[test]
    fn bounds_are_kept() {
        check(raw("", "", "", "A man was shot.\n\n©2018 by Jane Doe"), "unknown; rights line 2018-01-01/2018-12-31");
        check(
            raw("", "", "2018-09-20T00:00:00Z", "A man was shot.\n\n©2018 by Jane Doe"),
            "2018-01-01/2018-09-20 - archive Bounded; rights line 2018-01-01/2018-12-31",
        );
        check(
            raw("", "", "", "Updated: Apr 24, 2016 - 7:25 PM\nA man was shot."),
            "2016-04-18/2016-04-24 - text Bounded; update line 2016-04-18/2016-04-24",
        );
        check(
            raw("", "", "", "Posted: April 23, 2016 10:11 AM EDT Updated: April 24, 2016 10:11 AM EDT\nA man was shot."),
            "2016-04-23 10:11 text Stated; update line 2016-04-18/2016-04-24",
        );
    }

    #[test]
    fn dates_that_cannot_be_are_noticed() {
        check(raw("2018-12-01", "", "2018-09-20T00:00:00Z", "x"), "2018-12-01 - meta Doubtful; date-after-capture");
        check(raw("2999-01-01", "", "", "x"), "unknown; absurd-date");
        check(raw("1066-10-14", "", "", "x"), "unknown; absurd-date");
    }
}
