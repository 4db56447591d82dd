//! Queries over facts: what becomes of an incident, and that looking only at those that fit by their record leaves the answer as it is.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use jiff::civil::date;
use proptest::prelude::*;
use rashomon_model::value::day::DayRange;
use rashomon_register::query::{
    Asked, Called, Counted, Facts, Filter, Holding, People, Person, Put, Query, Rows, Standing, Tally, Told, Trait, Verdict, Where, Whom,
};

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
        people: names.iter().map(|n| Person { id: "p1", names: [*n].into_iter().collect(), listed: true, ..Person::default() }).collect(),
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

prop_compose! {
    fn person()(role in 0..4usize, age in proptest::option::of(10..40u16), group in 0..3usize, gender in 0..3usize, status in 0..3usize, listed: bool, names in 0..3usize) -> Person<'static> {
        Person {
            id: ["p1", "p2"][role % 2],
            names: ["Ana Reyes", "Ana \u{201C}Nan\u{201D} Reyes-Marsh"].into_iter().take(names).collect(),
            size: 1,
            age,
            age_group: [None, Some("Adult 18+"), Some("Teen 12-17")][group],
            gender: [None, Some("male"), Some("female")][gender],
            role: [None, Some("victim"), Some("suspect"), Some("officer")][role],
            listed,
            status: ["Killed", "Arrested"].into_iter().take(status).collect(),
        }
    }
}

prop_compose! {
    fn statement()(slot in 0..8usize, about in 0..3usize, value in 0..6usize, put in 0..3usize) -> Told<'static> {
        let slot = ["state", "city", "date", "role", "circumstance", "weapon", "shot_by", "name"][slot];
        let values: [&str; 6] = match slot {
            "state" => ["Ohio", "Utah", "Iowa", "ohio", "Ohio", "Utah"],
            "city" => ["Millbrook", "Kettleford", "Brooklyn", "New York", "millbrook", "Harlow"],
            "date" => ["2018-01-02", "2018-03-04", "2018-03", "Thursday", "2018-06-01", "2018-01-02"],
            "role" => ["victim", "suspect", "officer", "intervener", "victim", "suspect"],
            "shot_by" => ["self", "p1", "p2", "self", "p1", "p2"],
            _ => ["robbery", "drive-by", "gun", "handgun", "argument", "Ana Reyes"],
        };
        Told { slot, about: ["incident", "p1", "p2"][about], value: values[value], put: [Put::Firmly, Put::Weakly, Put::Denied][put] }
    }
}

/// What can be asked of what the two above make up, each by itself.
fn asked(on: DayRange) -> Vec<Filter> {
    let city = |state: Option<&str>, city: &str| Filter::In(Where { state: state.map(Into::into), city: Some(city.into()), ..Where::default() });
    let somebody = |traits: &[Trait]| Filter::Somebody(traits.to_vec());
    vec![
        Filter::On(on),
        Filter::In(Where { state: Some("Ohio".into()), ..Where::default() }),
        city(None, "Millbrook"),
        city(Some("New York"), "New York"),
        Filter::Count(Whom::Killed, 1, None),
        somebody(&[Trait::Role("victim".into())]),
        somebody(&[Trait::Role("intervener".into())]),
        somebody(&[Trait::Named(Called::Last("Reyes".into())), Trait::Ended("Killed".into()), Trait::Aged(18, 30), Trait::Gender("male".into())]),
        somebody(&[Trait::Fired]),
        somebody(&[Trait::ShotOneself]),
        somebody(&[Trait::Has("weapon".into(), vec!["gun".into()])]),
        Filter::Slot("circumstance".into(), vec!["robbery".into()]),
        Filter::Not(Box::new(Filter::Slot("weapon".into(), vec!["handgun".into()]))),
        Filter::Stands(None, "disputed".into()),
        Filter::Stands(Some("age".into()), "superseded".into()),
    ]
}

proptest! {
    /// What lies in the short table answers whatever is asked of it as the whole does.
    #[test]
    fn brief_questions_are_answered_by_brief_facts(
        facts in facts(),
        city in 0..4usize,
        people in proptest::collection::vec(person(), 0..3),
        said in proptest::collection::vec(statement(), 0..10),
        stand in proptest::collection::vec((0..3usize, 0..4usize), 0..4),
        on in days(),
    ) {
        let city = [None, Some("Millbrook"), Some("Brooklyn"), Some("Harlow")][city];
        let standing = |(slot, status): (usize, usize)| Standing {
            slot: ["age", "name", "city"][slot], status: ["disputed", "superseded", "agreed", "single"][status], about: "p1", single: slot == status,
        };
        let standings = stand.into_iter().map(standing).collect();
        let facts = Facts { city, people: people.into_iter().collect(), claims: said.into_iter().collect(), standings, ..facts };
        for filter in asked(on) {
            let query = Query { filters: vec![filter] };
            prop_assert!(query.is_brief(), "{:?}", query);
            let (whole, brief) = (query.weigh(&facts, &Holding::new()), query.weigh(&facts.brief(), &Holding::new()));
            prop_assert_eq!((whole.0, whole.1.sure, whole.1.silent), (brief.0, brief.1.sure, brief.1.silent), "{:?} {:?}", query, facts);
        }
    }

    #[test]
    fn people_that_lie_as_text_are_read_as_they_are(people in proptest::collection::vec(person(), 0..4)) {
        let people: People<'_> = people.into_iter().collect();
        let text = people.text();
        prop_assert_eq!(People::Lying(&text).all().into_owned(), people.all().into_owned());
    }

    /// One letter away is near, wherever the letter is.
    #[test]
    fn a_surname_one_letter_away_is_possible(at in 0..8usize, how in 0..3usize, letter in "[a-z]") {
        let mut surname: Vec<char> = "Harkness".chars().collect();
        let letter = letter.chars().next().unwrap();
        match how {
            0 => surname[at] = if at == 0 { letter.to_ascii_uppercase() } else { letter },
            1 => surname.insert(at, letter),
            _ => drop(surname.remove(at)),
        }
        let name = format!("Ana {}", surname.into_iter().collect::<String>());
        let facts = incident("one", None, ("", ""), (0, 0, 0), &[&name]);
        let query = Query { filters: vec![Filter::Somebody(vec![Trait::Named(Called::Last("Harkness".into()))])] };
        prop_assert!(query.weigh(&facts, &Holding::new()).0 <= Verdict::Possible, "{}", name);
    }

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
