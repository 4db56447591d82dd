//! Which accounts become one incident and which people one participant: small pages in, groups out.
//!
//! A page is written in lines: `page NAME [DAY]`, `url ADDRESS`, `runs NUMBER…` (its fingerprint), `city NAME, STATE`, `day ISO|WEEKDAY`,
//! `time CLOCK WORDS`, `at ADDRESS`, and
//! one line a party: `victim Ana Reyes | 31 | female | killed`, `victim - | 31` for one without a name, `victim x2` for a group, `by 0` or
//! `by self` for who shot; `likely SLOT NUMBER ODDS` is how likely it makes a number of people.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use jiff::civil::Date;
use proptest::prelude::*;
use rashomon_model::text::{Certainty, DatedBy, Document, Field, Published, Quote, Source, Text, Zone};
use rashomon_model::value::day::{DayRange, Said};
use rashomon_model::value::place::Level;
use rashomon_model::value::{Actor, Address, Age, Day, Name, Place, Value};
use rashomon_model::*;
use rashomon_register::key::AccountKey;
use rashomon_register::neighbourhood::{Change, reach};
use rashomon_register::resolve::{self, Group};
use rashomon_register::shelf::{Memory, Seat};

fn kinds() -> Kinds {
    Kinds::parse(&[("incident", include_str!("../../../kinds/incident.toml")), ("shooting", include_str!("../../../kinds/shooting.toml"))])
        .expect("kinds are sound")
}

fn tell(page: &str) -> (Source, Telling) {
    let head: Vec<&str> = page.lines().next().unwrap_or("").split_whitespace().collect();
    let mut source = Source::unknown(DocId::new(head[1]));
    source.published = head.get(2).and_then(|d| d.parse::<Date>().ok()).map(|d| Published {
        day: DayRange::day(d),
        time: None,
        from: DatedBy::Meta,
        certainty: Certainty::Stated,
    });
    let line = |what: &str| page.lines().find_map(|l| l.strip_prefix(what));
    source.url = line("url ").map(Into::into);
    source.fingerprint = line("runs ").unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: page.len() as u32, comment: None };
    let document = Document::new(source.clone(), None, Text::plain(page), vec![zone]).expect("zones fit");
    let passage = document.reporting().next().expect("one zone");
    let mut at = 0;
    let (mut claims, mut parties) = (Vec::new(), Vec::new());
    let mut trigger = None;
    let mut headcounts = Vec::new();
    for line in page.lines() {
        let quote = Quote::from(passage.span(at..at + line.len()).expect("a line"));
        at += line.len() + 1;
        let (what, rest) = line.split_once(' ').unwrap_or((line, ""));
        // What the reader doubts is written with a question mark: right 60 times in 100.
        let sure = if what.ends_with('?') { 405 } else { 0 };
        let mut claim = |subject, slot: &str, value: Value| {
            claims.push(Claim {
                sure,
                id: ClaimId::of(&[document.id().as_str(), line, slot, &value.caption()]),
                subject,
                slot: SlotId::new(slot),
                stated: Stated::Is(value),
                evidence: NonEmpty::one(quote.clone()),
                attribution: Attribution::default(),
                factuality: Factuality::Certain,
                because: Vec::new(),
            });
        };
        let place = |level, name: &str, state: Option<&str>| Value::Place(Place { level, name: name.into(), state: state.map(Into::into) });
        match what.trim_end_matches('?') {
            "page" => trigger = Some(quote),
            "url" | "runs" => {}
            "likely" => {
                let words: Vec<&str> = rest.split(' ').collect();
                let (n, odds) = (words[1].parse().expect("a number"), words[2].parse().expect("odds"));
                headcounts.push(Headcount { slot: SlotId::new(words[0]), n, odds });
            }
            "city" => {
                let (city, state) = rest.split_once(", ").unwrap_or((rest, ""));
                let state = Some(state).filter(|s| !s.is_empty());
                claim(Subject::Incident, "city", place(Level::City, city, state));
                if let Some(state) = state {
                    claim(Subject::Incident, "state", place(Level::State, state, None));
                }
            }
            "county" => claim(Subject::Incident, "county", place(Level::County, rest, None)),
            "day" => {
                let day = match rest.parse::<Date>() {
                    Ok(d) => Day { said: Said::Days(DayRange::day(d)), resolved: Some(DayRange::day(d)) },
                    Err(_) => Day { said: Said::Weekday(rest.parse().expect("a weekday's number")), resolved: None },
                };
                claim(Subject::Incident, "date", Value::Day(day));
            }
            "time" => {
                let clock = rest.split(' ').next().and_then(rashomon_model::value::Clock::parse);
                claim(Subject::Incident, "time", Value::Clock(clock.expect("a clock time or a part of the day")));
            }
            "at" => {
                let (number, street) = rest.split_once(' ').expect("number and street");
                let number = number.parse().ok();
                claim(
                    Subject::Incident,
                    "address",
                    Value::Address(Address { written: rest.into(), number, block: false, streets: vec![street.into()] }),
                );
            }
            role => {
                let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
                let id = PartyId(parties.len() as u32);
                let size = parts[0].strip_prefix('x').and_then(|n| n.parse().ok()).unwrap_or(1);
                let of = Subject::Party(id);
                claim(of, "role", Value::Label(role.into()));
                if size == 1 && parts[0] != "-" {
                    claim(of, "name", Value::Name(Name::parse(parts[0]).expect("a name")));
                }
                for part in &parts[1..] {
                    match (part.parse::<u16>(), *part) {
                        (Ok(years), _) => claim(of, "age", Value::Age(Age::years(years))),
                        (_, "by self") => claim(of, "shot_by", Value::Actor(Actor::Oneself)),
                        (_, by) if by.starts_with("by ") => {
                            let party = by.trim_start_matches("by ").parse().expect("a party's number");
                            claim(of, "shot_by", Value::Actor(Actor::Party(PartyId(party))));
                        }
                        (_, "male" | "female") => claim(of, "gender", Value::Label((*part).into())),
                        _ => claim(of, "outcome", Value::Label((*part).into())),
                    }
                }
                parties.push(Party { id, label: parts[0].into(), size, mentions: NonEmpty::one(quote.clone()) });
            }
        }
    }
    let account = Account {
        counted: true,
        beat: None,
        headcounts,
        id: AccountId::of(&[document.id().as_str()]),
        doc: document.id().clone(),
        kind: KindId::new("shooting"),
        trigger: NonEmpty::one(trigger.expect("a page line")),
        main: true,
        parties,
        claims,
    };
    (source, Telling { doc: document.id().clone(), accounts: vec![account], asides: Vec::new(), notices: Vec::new() })
}

fn pages(text: &str) -> Vec<(Source, Telling)> {
    text.split("\n\n").map(|p| tell(p.trim())).collect()
}

/// Incidents as lines: their pages, then their people with the pages that tell of each.
fn render(incidents: &[Incident]) -> String {
    let mut out: Vec<String> = incidents
        .iter()
        .map(|i| {
            let docs: Vec<&str> = i.documents.iter().map(|d| d.source.doc.as_str()).collect();
            let mut text = format!("{}\n", docs.join(" "));
            for p in &i.participants {
                let x = if p.size > 1 { format!(" x{}", p.size) } else { String::new() };
                text += &format!("  {} {}{x} ({})\n", p.id, p.name.as_deref().unwrap_or("-"), p.parties.len());
            }
            text
        })
        .collect();
    out.sort();
    out.concat()
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&render(&rashomon_register::build(&pages(text), &[], &kinds())));
}

#[test]
fn a_man_of_27_is_named_later() {
    check(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nvictim - | 27 | male | injured\nofficer Ana Reyes\n\n\
         page b 2021-03-06\ncity Millbrook, Ohio\nday 2021-03-03\nvictim Dorian Valtrest | 27 | male | injured",
        expect![[r#"
            a b
              p1 Dorian Valtrest (2)
              p2 Ana Reyes (1)
        "#]],
    );
}

#[test]
fn two_shootings_of_one_night_stay_two() {
    check(
        "page a 2021-03-04\ncity Chicago, Illinois\nday 2021-03-03\nvictim - | 27 | male | killed\n\n\
         page b 2021-03-04\ncity Chicago, Illinois\nday 2021-03-03\nvictim - | 41 | male | injured\n\n\
         page c 2021-03-04\ncity Chicago, Illinois\nday 2021-03-03",
        expect![[r#"
            a
              p1 - (1)
            b
              p1 - (1)
            c
        "#]],
    );
}

#[test]
fn pages_without_a_day_join_by_names_and_city() {
    check(
        "page a\ncity Millbrook, Ohio\nday 4\nofficer Ana Reyes | injured\nsuspect Dorian Valtrest | 27\n\n\
         page b\ncity Millbrook, Ohio\nofficer Reyes | injured\nsuspect Dorian Valtrest\n\n\
         page c\ncity Fairhaven, Ohio\nday 4\nofficer Ana Reyes | unharmed\nsuspect Silas Pendrake | 33",
        expect![[r#"
            a b
              p1 Ana Reyes (2)
              p2 Dorian Valtrest (2)
            c
              p1 Ana Reyes (1)
              p2 Silas Pendrake (1)
        "#]],
    );
}

#[test]
fn ages_rule_out_and_groups_dissolve_into_their_members() {
    check(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1200 oak st\nvictim x2 | injured\nvictim - | 19 | killed\n\n\
         page b 2021-03-05\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | injured\nvictim Luis Ortega | 40 | injured\nvictim Dorian Valtrest | 19 | killed",
        expect![[r#"
            a b
              p1 Ana Reyes (2)
              p2 Luis Ortega (2)
              p3 Dorian Valtrest (2)
        "#]],
    );
}

/// The record of the one incident that pages tell of, and what it calls its people.
fn check_record(text: &str, expect: Expect) {
    let built = rashomon_register::build(&pages(text), &[], &kinds());
    let [one] = built.as_slice() else { panic!("{} incidents", built.len()) };
    let record = &one.record;
    let tolls = [record.killed, record.injured].map(|t| t.map_or(0, |t| t.best));
    let mut out = format!("{} dead, {} hurt, at {}", tolls[0], tolls[1], record.address.as_deref().unwrap_or("-"));
    out += &record.county.as_deref().map_or("\n".into(), |county| format!(", {county}\n"));
    for p in &one.participants {
        let name = p.name.as_deref().unwrap_or("-");
        out += &format!("  {name}: {} {}\n", p.gva_type.as_deref().unwrap_or("-"), p.status.iter().map(|s| &**s).collect::<Vec<_>>().join(" "));
    }
    expect.assert_eq(&out);
}

/// How the findings on a slot of the one incident stand, and why every two values are what they are to each other.
#[track_caller]
fn check_finding(text: &str, slot: &str, expect: Expect) {
    let built = rashomon_register::build(&pages(text), &[], &kinds());
    let [one] = built.as_slice() else { panic!("{} incidents", built.len()) };
    let finding = one.findings.get(&(rashomon_model::About::Incident, SlotId::new(slot))).expect("a finding");
    let reasons: String = finding.relations.iter().map(|r| format!("  {}\n", r.because)).collect();
    expect.assert_eq(&format!("{:?}\n{reasons}", finding.status));
}

#[test]
fn a_day_on_which_it_was_long_in_print_is_not_its_day() {
    let told = |day: &str| {
        format!(
            "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\n\n\
             page b 2021-03-12\ncity Millbrook, Ohio\nday {day}\nat 1249 oak st\nvictim Ana Reyes | 31 | killed"
        )
    };
    check_finding(
        &told("2021-03-11"),
        "date",
        expect![[r#"
        Agreed
          2021-03-03 and 2021-03-11 can both be true: a page told of it before that day, which is that of something else
    "#]],
    );
    // The day after the first page may be a slip of that page's own day.
    check_finding(
        &told("2021-03-05"),
        "date",
        expect![[r#"
        Disputed
          2021-03-03 and 2021-03-05 cannot both be true
    "#]],
    );
}

#[test]
fn an_hour_of_another_weekday_is_not_its_hour() {
    let told = |time: &str| {
        format!(
            "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\ntime 21:40\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\n\n\
             page b 2021-03-08\ncity Millbrook, Ohio\nday 2021-03-03\ntime {time}\nat 1249 oak st\nvictim Ana Reyes | 31 | killed"
        )
    };
    check_finding(
        &told("17:00 on Sunday"),
        "time",
        expect![[r#"
        Agreed
          17:00 and 21:40 can both be true: its words name another weekday than the incident's
    "#]],
    );
    check_finding(
        &told("17:00 on Wednesday"),
        "time",
        expect![[r#"
        Disputed
          17:00 and 21:40 cannot both be true
    "#]],
    );
    check_finding(
        &told("17:00"),
        "time",
        expect![[r#"
        Disputed
          17:00 and 21:40 cannot both be true
    "#]],
    );
}

#[test]
fn all_pages_together_say_how_many() {
    // One page is nearly sure of one; the others lean a little towards two.
    check_record(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\nlikely killed 1 4000\nlikely killed 2 -3000\n\n\
         page b 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\nlikely killed 1 -200\nlikely killed 2 100\n\n\
         page c 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 77 elm st\nvictim Ana Reyes | 31 | killed\nlikely killed 1 -200\nlikely killed 2 100",
        expect![[r#"
            1 dead, 0 hurt, at 1249 oak st
              Ana Reyes: Victim Killed
        "#]],
    );
}

#[test]
fn an_address_that_the_reader_doubts_is_not_in_the_record() {
    let told = |at: &str| format!("page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\n{at}\nvictim Ana Reyes | 31 | killed");
    check_record(
        &told("at 1249 oak st"),
        expect![[r#"
        1 dead, 0 hurt, at 1249 oak st
          Ana Reyes: Victim Killed
    "#]],
    );
    check_record(
        &told("at? 1249 oak st"),
        expect![[r#"
        1 dead, 0 hurt, at -
          Ana Reyes: Victim Killed
    "#]],
    );
    check_record(
        &told("at? 1249 oak st\nat 1249 oak st"),
        expect![[r#"
        1 dead, 0 hurt, at 1249 oak st
          Ana Reyes: Victim Killed
    "#]],
    );
}

#[test]
fn a_county_of_another_state_is_not_in_the_record() {
    let told = |county: &str| format!("page a 2021-03-04\ncity Millbrook, Ohio\n{county}\nday 2021-03-03\nvictim Ana Reyes | 31 | killed");
    check_record(
        &told("county Franklin County"),
        expect![[r#"
        1 dead, 0 hurt, at -, Franklin County
          Ana Reyes: Victim Killed
    "#]],
    );
    check_record(
        &told("county Maricopa County"),
        expect![[r#"
        1 dead, 0 hurt, at -
          Ana Reyes: Victim Killed
    "#]],
    );
}

#[test]
fn who_was_told_to_live_does_not_outvote_a_later_death() {
    let told = |day: &str| {
        format!(
            "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | injured\nlikely killed 0 4000\nlikely killed 1 -3000\n\n\
             page b 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | injured\nlikely killed 0 4000\nlikely killed 1 -3000\n\n\
             page c {day}\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\nlikely killed 0 -2000\nlikely killed 1 2000"
        )
    };
    check_record(
        &told("2021-03-09"),
        expect![[r#"
            1 dead, 0 hurt, at 1249 oak st
              Ana Reyes: Victim Killed
        "#]],
    );
    // On one day nobody outruns anybody.
    check_record(
        &told("2021-03-04"),
        expect![[r#"
            0 dead, 0 hurt, at 1249 oak st
              Ana Reyes: Victim Killed
        "#]],
    );
}

#[test]
fn who_was_stopped_did_it_all_the_same() {
    check_record(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\n\
         suspect Silas Pendrake | 44 | killed | by self\n\n\
         page b 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | killed\n\
         victim Silas Pendrake | 44 | killed\nofficer Luis Ortega\nvictim Dorian Valtrest | 27 | injured | by 2",
        expect![[r#"
            2 dead, 1 hurt, at 1249 oak st
              Ana Reyes: Victim Killed
              Silas Pendrake: Subject-Suspect Killed
              Dorian Valtrest: Subject-Suspect Injured
              Luis Ortega: - 
        "#]],
    );
}

#[test]
fn a_group_is_told_apart_through_smaller_groups() {
    check(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nat 1200 oak st\nvictim x3 | injured\nvictim Dorian Valtrest | 19 | killed\n\n\
         page b 2021-03-05\ncity Millbrook, Ohio\nday 2021-03-03\nat 1249 oak st\nvictim Ana Reyes | 31 | injured\nvictim x2 | injured\nvictim Dorian Valtrest | 19 | killed",
        expect![[r#"
            a b
              p1 Ana Reyes (2)
              p2 - x2 (2)
              p3 Dorian Valtrest (2)
        "#]],
    );
}

#[test]
fn what_people_judged_wins() {
    let told = pages(
        "page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nvictim Ana Reyes | 31\n\n\
         page b 2021-03-05\ncity Millbrook, Ohio\nday 2021-03-03\nvictim Ana Reyes | 31\n\n\
         page c 2021-09-05\ncity Fairhaven, Ohio",
    );
    let judge = |ruling| Judgement { ruling, by: "editor".into(), because: "read both".into() };
    let side = |doc| Side::of(DocId::new(doc));
    let judgements = [judge(Ruling::NotSame(side("a"), side("b"))), judge(Ruling::Same(side("a"), side("c")))];
    let built = rashomon_register::build(&told, &judgements, &kinds());
    expect![[r#"
        a c
          p1 Ana Reyes (1)
        b
          p1 Ana Reyes (1)
    "#]]
    .assert_eq(&render(&built));
    let joined = built.iter().find(|i| i.documents.len() == 2).expect("a and c");
    assert_eq!(&*joined.links[0].because.first().detail, "editor judged: the same (read both)");
    assert_eq!(&*joined.apart[0].because.first().detail, "editor judged: not the same (read both)");
}

/// A round-up tells of the second shooting beside the first: decisions about the first leave the second alone, and the other way round.
#[test]
fn a_decision_reaches_what_is_told_beside() {
    let mut round_up = tell("page a 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03\nvictim Ana Reyes | 31");
    let (_, beside) = tell("page a again\ncity Harlow, Texas\nday 2021-03-03\nvictim Joel Hart | 29");
    round_up.1.accounts.extend(beside.accounts.into_iter().map(|a| Account { main: false, id: AccountId::of(&["beside"]), ..a }));
    let other = tell("page b 2021-03-05\ncity Ashton, Iowa\nday 2021-03-04\nvictim Luis Ortega | 40");
    let keys: Vec<AccountKey> = [&round_up, &other].iter().flat_map(|(s, t)| t.accounts.iter().map(|a| AccountKey::of(a, s))).collect();
    let words: Vec<_> = keys.iter().filter_map(AccountKey::words).collect();
    assert_eq!(words.len(), 1);
    let groups = |a: Side| {
        let judgement = Judgement { ruling: Ruling::Same(a, Side::of(DocId::new("b"))), by: "editor".into(), because: "".into() };
        let Ok(groups) = resolve::groups(&Memory::of(&keys), &[0, 1, 2], &[judgement]);
        let mut sets: Vec<Vec<&str>> = Vec::new();
        for group in groups {
            let name = |seat: &Seat| keys[*seat as usize].people[0].name.as_ref().map_or("", |n| &n.family);
            let mut set: Vec<&str> = group.members.iter().map(name).collect();
            set.sort_unstable();
            sets.push(set);
        }
        sets.sort();
        format!("{sets:?}")
    };
    expect![[r#"[["Hart"], ["Ortega", "Reyes"]]"#]].assert_eq(&groups(Side::of(DocId::new("a"))));
    expect![[r#"[["Hart", "Ortega"], ["Reyes"]]"#]].assert_eq(&groups(Side { beside: words, ..Side::of(DocId::new("a")) }));
}

fn any_page() -> impl Strategy<Value = String> {
    let day = (1..29u8).prop_map(|d| format!("2021-03-{d:02}"));
    let city = prop::sample::select(vec!["Chicago, Illinois", "Millbrook, Ohio", "Springfield"]);
    let name = prop::sample::select(vec!["Ana Reyes", "Anna Reyes", "Reyes", "Luis Ortega", "Dorian Valtrest", "-", "x2"]);
    let person = (
        prop::sample::select(vec!["victim", "suspect", "officer", "witness"]),
        name,
        20..24u8,
        prop::sample::select(vec!["killed", "injured", "male"]),
    );
    let host = prop::sample::select(vec!["one.example", "two.example"]);
    let runs = prop::sample::select(vec!["1 2 3 4 5", "3 4 5 6 7 8 9", "1 2 3 4 6 7", "5"]);
    (day.clone(), city, day, prop::collection::vec(person, 0..4), host, runs).prop_map(|(published, city, day, people, host, runs)| {
        let people: Vec<String> = people.iter().map(|(role, name, age, end)| format!("\n{role} {name} | {age} | {end}")).collect();
        format!("NAME {published}\nurl http://{host}/NUMBER/\nruns {runs}\ncity {city}\nday {day}{}", people.concat())
    })
}

fn named(page: &str, n: usize) -> (Source, Telling) {
    tell(&page.replacen("NAME", &format!("page d{n}"), 1).replacen("NUMBER", &n.to_string(), 1))
}

/// A group that stands: its accounts, its links, its look-alikes.
type Held = (Vec<AccountId>, Vec<Link>, Vec<Link>);

/// A register that grows and shrinks: keys in any order, and the groups as they stand, by their smallest account.
#[derive(Default)]
struct Growing {
    keys: Vec<AccountKey>,
    groups: BTreeMap<AccountId, Held>,
    judgements: Vec<Judgement>,
}

impl Growing {
    fn held(keys: &[AccountKey], group: Group) -> (AccountId, Held) {
        let members: Vec<AccountId> = group.members.iter().map(|p| keys[*p as usize].account.clone()).collect();
        (members[0].clone(), (members, group.joined, group.apart))
    }

    /// Documents come and go, or a judgement is made or taken back; only what `reach` names is done anew.
    fn change(&mut self, come: &[&(Source, Telling)], go: &[DocId], judge: Option<&Judgement>) {
        let removed: Vec<AccountKey> = self.keys.iter().filter(|k| go.contains(&k.doc)).cloned().collect();
        self.keys.retain(|k| !go.contains(&k.doc));
        let stood = self.keys.len();
        self.keys.extend(come.iter().flat_map(|(source, t)| t.accounts.iter().map(|a| AccountKey::of(a, source))));
        let mut judged = Vec::new();
        if let Some(judgement) = judge {
            match self.judgements.iter().position(|j| j == judgement) {
                Some(n) => drop(self.judgements.remove(n)),
                None => self.judgements.push(judgement.clone()),
            }
            if let Some((a, b)) = judgement.ruling.sides() {
                judged = a.docs.iter().chain(&b.docs).cloned().collect();
            }
        }
        let shelf = Memory::of(&self.keys);
        let added: Vec<Seat> = (stood as Seat..self.keys.len() as Seat).collect();
        let Ok(reach) = reach(&shelf, &Change { added: &added, removed: &removed, judged: &judged }, &self.judgements);
        let ids = |seats: &BTreeSet<Seat>| seats.iter().map(|p| self.keys[*p as usize].account.clone()).collect::<BTreeSet<_>>();
        let (mut anew, relink) = (ids(&reach.regroup), ids(&reach.relink));
        anew.extend(removed.iter().map(|k| k.account.clone()));
        self.groups.retain(|_, (members, ..)| !members.iter().any(|m| anew.contains(m)));
        let Ok(groups) = resolve::groups(&shelf, &reach.regroup.iter().copied().collect::<Vec<_>>(), &self.judgements);
        self.groups.extend(groups.into_iter().map(|g| Self::held(&self.keys, g)));
        for (members, joined, apart) in
            self.groups.values_mut().filter(|(members, ..)| members.iter().any(|m| relink.contains(m) && !anew.contains(m)))
        {
            let seats: Vec<Seat> = members.iter().filter_map(|m| self.keys.iter().position(|k| k.account == *m)).map(|p| p as Seat).collect();
            let Ok(Some(group)) = resolve::linked(&shelf, &seats, &self.judgements) else { unreachable!("a group has members") };
            (*members, *joined, *apart) = Self::held(&self.keys, group).1;
        }
    }

    /// What building it all at once gives.
    fn at_once(&self) -> BTreeMap<AccountId, Held> {
        let mut keys = self.keys.clone();
        keys.sort_by(|a, b| a.account.cmp(&b.account));
        let seats: Vec<Seat> = (0..keys.len() as Seat).collect();
        let Ok(groups) = resolve::groups(&Memory::of(&keys), &seats, &self.judgements);
        groups.into_iter().map(|g| Self::held(&keys, g)).collect()
    }
}

/// A town so busy that its week finds nobody any more: what a token no longer finds, and finds again when pages go, is the same in steps as
/// at once.
#[test]
fn a_crowd_grows_and_shrinks_as_if_built_at_once() {
    let pages: Vec<_> = (0..252).map(|n| tell(&format!("page d{n} 2021-03-04\ncity Millbrook, Ohio\nday 2021-03-03"))).collect();
    let mut register = Growing::default();
    register.change(&pages[..249].iter().collect::<Vec<_>>(), &[], None);
    let mut sizes = Vec::new();
    for step in [249, 250, 251, -251, 0, -1_i32] {
        let one = &pages[step.unsigned_abs() as usize];
        if step > 0 {
            register.change(&[one], &[], None);
        } else {
            register.change(&[], std::slice::from_ref(&one.1.doc), None);
        }
        assert!(register.groups == register.at_once(), "after {step}");
        sizes.push(register.groups.len());
    }
    assert_eq!(sizes, [1, 251, 252, 251, 1, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_the_input_changes_nothing(list in prop::collection::vec(any_page(), 1..14), turn in 0usize..14) {
        let told: Vec<_> = list.iter().enumerate().map(|(i, p)| named(p, i)).collect();
        let mut other = told.clone();
        other.rotate_left(turn % told.len());
        other.reverse();
        let (one, two) = (rashomon_register::build(&told, &[], &kinds()), rashomon_register::build(&other, &[], &kinds()));
        prop_assert_eq!(&one, &two);
        // Every account in exactly one incident, every party in one participant, a group in each of its members.
        prop_assert_eq!(one.iter().map(|i| i.documents.len()).sum::<usize>(), told.len());
        let sizes: BTreeMap<_, _> =
            told.iter().flat_map(|t| t.1.accounts[0].parties.iter().map(|p| ((t.1.accounts[0].id.clone(), p.id), p.size))).collect();
        let mut held: BTreeMap<_, u32> = BTreeMap::new();
        for party in one.iter().flat_map(|i| &i.participants).flat_map(|p| p.parties.iter()) {
            *held.entry(party.clone()).or_default() += 1;
        }
        prop_assert!(sizes.iter().all(|(party, size)| held.get(party).is_some_and(|n| (1..=*size.max(&1)).contains(n))));
    }

    /// Pages come and go and are judged in any order: after every step the register is what building it at once gives.
    #[test]
    fn step_by_step_is_at_once(
        list in prop::collection::vec(any_page(), 2..12),
        steps in prop::collection::vec((0usize..12, 0usize..12, 0u8..6), 1..24),
    ) {
        let mut told: Vec<_> = list.iter().enumerate().map(|(i, p)| named(p, i)).collect();
        // Every third page tells it beside something else.
        told.iter_mut().step_by(3).for_each(|(_, t)| t.accounts[0].main = false);
        let side = |pages: &[&(Source, Telling)]| {
            let docs = NonEmpty::new(pages.iter().map(|(_, t)| t.doc.clone()).collect()).expect("pages");
            Side { docs, beside: pages.iter().filter_map(|(s, t)| AccountKey::of(&t.accounts[0], s).words()).collect(), was: None }
        };
        let mut register = Growing::default();
        for (i, j, what) in steps {
            let (one, other) = (&told[i % told.len()], &told[j % told.len()]);
            let here = |t: &(Source, Telling)| register.keys.iter().any(|k| k.doc == t.1.doc);
            match what {
                0 | 1 => {
                    let ruling = if what == 0 { Ruling::Same } else { Ruling::NotSame };
                    let two = side(&[other, &told[(j + 1) % told.len()]]);
                    let judgement = Judgement { ruling: ruling(side(&[one]), two), by: "editor".into(), because: "".into() };
                    register.change(&[], &[], Some(&judgement));
                }
                _ if here(one) => {
                    let come: Vec<_> = Some(other).filter(|o| !here(o)).into_iter().collect();
                    register.change(&come, std::slice::from_ref(&one.1.doc), None);
                }
                _ => register.change(&[one], &[], None),
            }
            prop_assert_eq!(&register.groups, &register.at_once());
        }
    }
}
