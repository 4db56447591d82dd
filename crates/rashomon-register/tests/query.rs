//! Queries over facts: what becomes of an incident, and that looking only at those that fit by their record leaves the answer as it is.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use jiff::civil::date;
use proptest::prelude::*;
use rashomon_model::value::day::DayRange;
use rashomon_register::query::{Asked, Called, Counted, Facts, Filter, Holding, Person, Put, Query, Rows, Tally, Told, Trait, Verdict, Where, Whom};

/// An incident of two reports: day, state, city, dead, and the people's names.
fn incident<'a>(id: &'a str, day: Option<&str>, place: (&'a str, &'a str), killed: (u32, u32, u32), names: &[&'a str]) -> Facts<'a> {
    let text = |t: &'a str| (!t.is_empty()).then_some(t);
    let (low, best, high) = killed;
    Facts {
        id,
        kind: "shooting",
        main: true,
        docs: vec!["ledger", "herald"],
        days: day.map(|d| rashomon_model::value::Day::parse(d).and_then(|d| d.resolved).unwrap()),
        state: text(place.0),
        city: text(place.1),
        killed: Some(Tally { low, best, high }),
        people: names.iter().map(|n| Person { id: "p1", names: vec![*n], listed: true, ..Person::default() }).collect(),
        ..Facts::default()
    }
}

fn check(filters: Vec<Filter>, expect: Expect) {
    let mut beside = incident("beside", Some("2018-09-14"), ("Ohio", "Millbrook"), (1, 1, 1), &["Ana Reyes"]);
    beside.main = false;
    let mut alone = incident("alone", Some("2018-09-14"), ("Ohio", "Millbrook"), (1, 1, 1), &["Ana Reyes"]);
    alone.docs.truncate(1);
    let all = [
        incident("plain", Some("2018-09-14"), ("Ohio", "Millbrook"), (1, 1, 1), &["Ana Reyes"]),
        alone,
        beside,
        incident("straddles", Some("2018-09-28/2018-10-03"), ("Ohio", "Millbrook"), (1, 1, 2), &["Luis Okafor"]),
        incident("undated", None, ("Ohio", "Millbrook"), (1, 1, 1), &["Ana Reyes"]),
        incident("elsewhere", Some("2018-09-14"), ("Utah", "Kettleford"), (1, 1, 1), &["Ana Reyez"]),
        incident("nowhere", Some("2018-09-14"), ("", ""), (0, 0, 1), &[]),
    ];
    let mut said = String::new();
    let (query, counted, holding) = (Query { filters }, Counted::Tally(Whom::Killed), Holding::new());
    let answer = Asked { query: &query, counted: Some(&counted), holding: &holding }.of(&all);
    for found in &answer.found {
        writeln!(said, "{} {:?} {}{}", found.id, found.verdict, found.sure, if found.silent { " silent" } else { "" }).unwrap();
    }
    write!(said, "excluded {}; incidents {:?}; killed {:?}", answer.excluded, answer.incidents(), answer.people()).unwrap();
    expect.assert_eq(&said);
}

#[test]
fn place_day_and_number_have_three_values() {
    let ohio = Filter::In(Where { state: Some("Ohio".into()), city: Some("Millbrook".into()), ..Where::default() });
    let september = Filter::On(DayRange::month(2018, 9).unwrap());
    check(
        vec![ohio, september, Filter::Count(Whom::Killed, 1, None)],
        expect![[r#"
        alone Likely 903
        plain Certain 903
        straddles Possible 372
        beside Possible 270
        undated Possible 186 silent
        excluded 2; incidents Span { low: 1, best: 2, high: 5 }; killed Span { low: 1, best: 2, high: 6 }"#]],
    );
}

#[test]
fn a_name_that_is_near_is_possible() {
    check(
        vec![Filter::Somebody(vec![Trait::Named(Called::Last("Reyes".into()))])],
        expect![[r#"
        alone Likely 970
        plain Certain 970
        undated Certain 970
        beside Possible 291
        elsewhere Possible 200
        excluded 2; incidents Span { low: 2, best: 3, high: 5 }; killed Span { low: 2, best: 3, high: 5 }"#]],
    );
}

#[test]
fn what_is_said_beside_the_record_is_possible_and_what_is_denied_is_not() {
    let told = |value, put| Told { about: "incident", slot: "circumstance", value, put };
    let mut facts = incident("one", Some("2018-09-14"), ("Ohio", "Millbrook"), (0, 0, 0), &[]);
    facts.claims = [told("robbery", Put::Weakly), told("drive-by shooting", Put::Firmly), told("argument", Put::Denied)].into_iter().collect();
    let verdict = |value: &str| Query { filters: vec![Filter::Slot("circumstance".into(), vec![value.into()])] }.weigh(&facts, &Holding::new()).0;
    assert_eq!(["drive-by", "robbery", "argument"].map(verdict), [Verdict::Certain, Verdict::Possible, Verdict::Excluded]);
    // Written as text it is the same.
    let text = facts.claims.text();
    assert_eq!(Rows::<Told<'_>>::Lying(&text).iter().collect::<Vec<_>>(), facts.claims.iter().collect::<Vec<_>>());
}

prop_compose! {
    fn days()(from in 0..60i32, length in 0..40i32) -> DayRange {
        let first = date(2018, 1, 1).checked_add(jiff::Span::new().days(from * 3)).unwrap();
        DayRange::new(first, first.checked_add(jiff::Span::new().days(length)).unwrap())
    }
}

prop_compose! {
    fn facts()(days in proptest::option::of(days()), state in proptest::option::of(0..3usize), said in 0..3usize, day in days(), kind in 0..2usize, n in 0..3u32) -> Facts<'static> {
        let states = ["Ohio", "Utah", "Iowa"];
        // Facts are in the words of what holds them: here, of the test.
        let told = |slot: &'static str, value: String| Told { about: "incident", slot, value: value.leak(), ..Told::default() };
        Facts {
            kind: ["shooting", "fire"][kind],
            main: true,
            days,
            state: state.map(|s| states[s]),
            killed: Some(Tally { low: 0, best: n, high: n }),
            claims: [told("state", states[said].into()), told("date", day.caption())].into_iter().collect(),
            ..Facts::default()
        }
    }
}

proptest! {
    #[test]
    fn what_does_not_fit_by_its_record_is_excluded(all in proptest::collection::vec(facts(), 1..12), on in days(), state in 0..3usize, kind in 0..2usize) {
        let filters = vec![
            Filter::Kind(["shooting", "fire"][kind].into()),
            Filter::On(on),
            Filter::In(Where { state: Some(["Ohio", "Utah", "Iowa"][state].into()), ..Where::default() }),
        ];
        // Each alone too, so that one cannot hide what another lets through.
        for filters in filters.iter().map(|f| vec![f.clone()]).chain([filters.clone()]) {
            let query = Query { filters };
            let narrow = query.narrow();
            for facts in all.iter().filter(|f| !narrow.fits(f)) {
                prop_assert_eq!(query.weigh(facts, &Holding::new()).0, Verdict::Excluded, "{:?} {:?}", query, facts);
            }
        }
    }
}
