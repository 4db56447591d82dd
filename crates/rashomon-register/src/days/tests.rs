//! Invented pages: each line is a page, `name, published or year of its rights line: dates it states`.

use rashomon_model::claim::{Attribution, Claim, ClaimId, Factuality, Stated, Subject};
use rashomon_model::incident::{Listed, Part, Placed};
use rashomon_model::text::{Bound, Certainty, DatedBy, Document, Field, Published, Source, Text, Zone};
use rashomon_model::value::day::{DayRange, Said};
use rashomon_model::value::{Day, Value};
use rashomon_model::{About, AccountId, DocId, NonEmpty, SlotId, ZoneKind};

use super::solve;

#[track_caller]
fn check(pages: &str, day: &str, clashes: &[&str]) {
    let (mut docs, mut claims) = (Vec::new(), Vec::new());
    for line in pages.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (head, dates) = line.split_once(':').expect("a colon");
        let (name, published) = head.split_once(',').expect("a comma");
        let mut source = Source::unknown(DocId::new(name));
        let published = published.trim();
        let own: Option<jiff::civil::Date> = published.parse().ok();
        source.published = own.map(|day| Published { day: DayRange::day(day), time: None, from: DatedBy::Meta, certainty: Certainty::Stated });
        if let (None, Some(days)) = (own, published.parse().ok().and_then(DayRange::year)) {
            source.bounds.push(Bound { days, from: "rights line".into(), start: 0, end: 0 });
        }
        let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: dates.len() as u32, comment: None };
        let doc = Document::new(source.clone(), None, Text::plain(dates), vec![zone]).expect("one zone");
        for written in dates.split(',').map(str::trim).filter(|d| !d.is_empty()) {
            let mut said = Day::parse(written).expect("a date");
            // What the claims crate does: a weekday of a dated page is the last one up to its day.
            said.resolved = said.resolved.or_else(|| match (&said.said, own) {
                (Said::Weekday(_), Some(day)) => {
                    (0..7).filter_map(|n| day.checked_sub(jiff::ToSpan::days(n)).ok()).find(|d| said.fits(*d)).map(DayRange::day)
                }
                (Said::Ago(n), Some(day)) => day.checked_add(jiff::ToSpan::days(*n)).ok().map(DayRange::day),
                _ => None,
            });
            let passage = doc.reporting().next().expect("a body");
            let at = passage.text().find(written).expect("the words");
            claims.push(Placed {
                claim: Claim {
                    sure: 0,
                    id: ClaimId::of(&[name, written]),
                    subject: Subject::Incident,
                    slot: SlotId::new("date"),
                    stated: Stated::Is(Value::Day(said)),
                    evidence: NonEmpty::one(passage.span(at..at + written.len()).expect("a span").into()),
                    attribution: Attribution::default(),
                    factuality: Factuality::Certain,
                    because: Vec::new(),
                },
                doc: doc.id().clone(),
                about: About::Incident,
                origin: None,
                judgement: None,
            });
        }
        docs.push(Listed { source, part: Part::Main, accounts: vec![AccountId::of(&[name])] });
    }
    let solution = solve(&docs, &claims, &[]);
    let days = solution.days.iter().map(|d| d.caption()).collect::<Vec<_>>().join(" ");
    let missed: Vec<&str> = solution.constraints.iter().filter(|c| c.claim.is_some() && !c.holds).map(|c| &*c.says).collect();
    assert_eq!((days.as_str(), missed.as_slice()), (day, clashes), "{}", solution.why);
}

#[test]
fn a_year_from_one_page_and_a_weekday_from_another_are_solved_together() {
    check("a, 2019: yesterday, Saturday\nb, : Saturday\nc, : 06-09, Wednesday-4d", "2019-06-08", &["06-09"]);
}

#[test]
fn no_year_is_invented() {
    check("a, : 04-20", "", &[]);
    check("a, : Thursday\nb, : Thursday", "", &[]);
    // A constraint clashes only with another.
    check("a, : 04-20\nb, : 04-23", "", &["04-20", "04-23"]);
}

#[test]
fn a_page_without_a_day_is_of_the_week_of_one_that_has_it() {
    check("a, : Tuesday\nb, 2019-06-07: ,", "2019-06-04", &[]);
    check("a, : Friday\nb, 2019-06-07: ,", "2019-06-07", &[]);
}

#[test]
fn dated_pages_agree_on_a_day() {
    check("a, 2019-06-10: Saturday\nb, 2019-06-09: yesterday\nc, : 06-08", "2019-06-08", &[]);
    check("a, 2020-01-02: 12-31", "2019-12-31", &[]);
}

#[test]
fn a_lone_wrong_day_of_capture_does_not_win() {
    check("a, 2019-06-10: Saturday\nb, 2019-06-09: Saturday\nc, 2019-11-20: Saturday", "2019-06-08", &["Saturday"]);
    // Two pages alone: the day that both were published after.
    check("a, 2019-06-10: Saturday\nb, 2019-11-20: Saturday", "2019-06-08", &["Saturday"]);
}

#[test]
fn two_flat_days_stay_open() {
    check("a, 2019-06-20: 2019-06-08\nb, 2019-06-20: 2019-06-11", "2019-06-08 2019-06-11", &["2019-06-11"]);
}
