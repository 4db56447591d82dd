//! The record: what an editor would copy into a register today, under the default policy.
//!
//! Counting follows the Gun Violence Archive: victims and perpetrators alike, the injured without those who died. What is
//! inferred rather than said (a state from its city, a number from the people told of) is marked in `basis`.

use std::collections::BTreeMap;

use rashomon_model::finding::Reading;
use rashomon_model::gazetteer::{City, gazetteer, state};
use rashomon_model::incident::{DaySolution, Listed, Record, Toll};
use rashomon_model::kind::Kind;
use rashomon_model::text::Certainty;
use rashomon_model::value::day::DayRange;
use rashomon_model::value::{Clock, Value};
use rashomon_model::{About, Finding, Participant, SlotId, Stated};

type Findings = BTreeMap<(About, SlotId), Finding>;

/// Fills what findings settle into the people: age, age group, gender, role, GVA's type and status, refuted.
pub fn describe(participants: &mut [Participant], findings: &Findings, kind: &Kind) {
    for person in participants {
        let about = About::Participant(person.id);
        let labels = |slot: &str| affirmed(findings, about, slot).into_iter().map(Value::caption).collect::<Vec<_>>();
        let age = chosen(findings, about, "age").and_then(|v| if let Value::Age(age) = v { Some(age.clone()) } else { None });
        person.age = age.as_ref().and_then(|a| a.exact_years());
        person.age_group = age.as_ref().and_then(|a| match (a.low / 12, a.high / 12) {
            (18.., _) => Some("Adult 18+".into()),
            (12.., ..=17) => Some("Teen 12-17".into()),
            (_, ..=11) => Some("Child 0-11".into()),
            _ => None,
        });
        person.gender = chosen(findings, about, "gender").map(|v| v.caption().into());
        let roles = labels("role");
        let outcomes = labels("outcome");
        let condition = labels("condition");
        let killed = outcomes.iter().any(|o| o == "killed") || condition.iter().any(|c| c == "died");
        let injured = outcomes.iter().any(|o| o == "injured");
        let has = |role: &str| roles.iter().any(|r| r == role);
        person.role = leading_role(&roles).map(Into::into);
        person.gva_type = match () {
            () if has("suspect") => Some("Subject-Suspect".into()),
            // Who only speaks of it, or saw it, is nobody's victim, whatever a sentence seems to say.
            () if has("victim") || ((killed || injured) && roles.iter().any(|r| r != "official" && r != "witness")) => Some("Victim".into()),
            () => None,
        };
        let arrested = labels("arrested").iter().any(|a| a == "true") || kind.slot("charge").is_some_and(|_| !labels("charge").is_empty());
        person.status = [
            (killed, "Killed"),
            (injured && !killed, "Injured"),
            (outcomes.iter().any(|o| o == "unharmed") && !killed && !injured, "Unharmed"),
            (arrested, "Arrested"),
        ]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, word)| word.into())
        .collect();
        // A role that is denied and stated by nobody any more: the person was made up.
        person.refuted = roles.is_empty()
            && findings.get(&(about, SlotId::new("role"))).is_some_and(|f| f.readings().iter().any(|r| matches!(r.stated, Stated::IsNot(_))));
    }
}

/// The role to show where somebody has several: what was done to or by the person before what the person is.
fn leading_role(roles: &[String]) -> Option<&str> {
    ["suspect", "officer", "intervener", "victim", "official", "witness", "other"].into_iter().find(|r| roles.iter().any(|x| x == r))
}

/// The record of one incident. Call after [`describe`].
pub fn of(docs: &[Listed], participants: &[Participant], findings: &Findings, day: &DaySolution, kind: &Kind) -> Record {
    let mut record = Record::default();
    let mut note = |field: &str, policy: &str| drop(record.basis.insert(field.into(), policy.into()));
    record.date = match day.days.as_slice() {
        [] if day.constraints.is_empty() => {
            let first = first_published(docs);
            if first.is_some() {
                note("date", "first publication");
            }
            first
        }
        [] => None,
        [one] => Some(*one),
        [first, rest @ ..] => {
            note("date", "range");
            Some(rest.iter().fold(*first, |a, b| DayRange::new(a.first().min(b.first()), a.last().max(b.last()))))
        }
    };
    let text = |slot: &str| chosen(findings, About::Incident, slot).map(Value::caption);
    for slot in ["time", "city", "county", "state", "address", "venue"] {
        let open = findings.get(&(About::Incident, SlotId::new(slot))).is_some_and(|f| f.preferred.is_none());
        if open && text(slot).is_some() {
            note(slot, "most pages");
        }
    }
    record.time = clock(findings).map(Into::into);
    record.address = text("address").map(Into::into);
    record.venue = text("venue").map(Into::into);
    record.city = text("city").map(Into::into);
    record.county = text("county").map(Into::into);
    record.state = text("state").map(Into::into);
    place(&mut record);
    record.killed = kind.slot("killed").map(|_| toll(findings, "killed", count(participants, "Killed")));
    record.injured = kind.slot("injured").map(|_| toll(findings, "injured", count(participants, "Injured")));
    let all = |slot: &str| -> Vec<Box<str>> {
        let finding = findings.get(&(About::Incident, SlotId::new(slot)));
        finding.and_then(|f| f.preferred.as_ref()).map(|p| p.values.iter().map(|v| v.caption().into()).collect()).unwrap_or_default()
    };
    record.weapons = all("weapon");
    record.circumstances = all("circumstance");
    record
}

/// The earliest day on which a page is said to have been published.
fn first_published(docs: &[Listed]) -> Option<DayRange> {
    let stated = docs.iter().filter_map(|d| d.source.published.as_ref()).filter(|p| p.certainty != Certainty::Bounded);
    stated.map(|p| p.day).min_by_key(|d| (d.first(), d.last()))
}

/// The preferred value; where a dispute leaves none, what most pages say.
fn chosen<'a>(findings: &'a Findings, about: About, slot: &str) -> Option<&'a Value> {
    let finding = findings.get(&(about, SlotId::new(slot)))?;
    if let Some(preferred) = &finding.preferred {
        return Some(preferred.values.first());
    }
    let weight = |r: &&Reading| (r.origins(), r.claims().count());
    let mut sides = finding.readings().iter().filter(|r| matches!(r.stated, Stated::Is(_)));
    let first = sides.next()?;
    sides.fold(first, |best, r| if weight(&r) > weight(&best) { r } else { best }).stated.value()
}

/// All values that stand.
fn affirmed<'a>(findings: &'a Findings, about: About, slot: &str) -> Vec<&'a Value> {
    let finding = findings.get(&(about, SlotId::new(slot)));
    let readings = finding.map(Finding::readings).unwrap_or_default();
    readings.iter().filter(|r| matches!(r.stated, Stated::Is(_))).filter_map(|r| r.stated.value()).collect()
}

/// A clock time before a part of the day.
fn clock(findings: &Findings) -> Option<String> {
    let preferred = chosen(findings, About::Incident, "time")?;
    let exact = affirmed(findings, About::Incident, "time").into_iter().find(|v| matches!(v, Value::Clock(Clock::At { .. })));
    Some(match preferred {
        Value::Clock(Clock::Part(_)) => exact.unwrap_or(preferred).caption(),
        _ => preferred.caption(),
    })
}

/// State, county and coordinates as the gazetteer knows them.
fn place(record: &mut Record) {
    let all = gazetteer();
    let Some(name) = record.city.clone() else {
        if let (Some(county), Some(state)) = (&record.county, &record.state)
            && let Some(county) = all.county(county, state)
        {
            (record.lat, record.lon) = (Some(county.spot.lat), Some(county.spot.lon));
            record.basis.insert("lat_lon".into(), "gazetteer: county".into());
        }
        return;
    };
    let in_county = |c: &&City| record.county.as_deref().is_none_or(|county| c.county.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(county)));
    let city = match &record.state {
        Some(name_of_state) => all.city(&name, name_of_state),
        None => all.cities(&name).filter(in_county).max_by_key(|c| c.population).or_else(|| all.best_known(&name)),
    };
    let Some(city) = city else { return };
    if record.state.is_none() {
        record.state = Some(city.state.name.into());
        record.basis.insert("state".into(), "gazetteer".into());
    }
    if record.county.is_none()
        && record.state.as_deref().and_then(state).is_some_and(|s| s.code == city.state.code)
        && let Some(county) = &city.county
    {
        record.county = Some(county.clone());
        record.basis.insert("county".into(), "gazetteer".into());
    }
    (record.lat, record.lon) = (Some(city.spot.lat), Some(city.spot.lon));
    record.basis.insert("lat_lon".into(), "gazetteer: city".into());
}

/// People with a GVA status, groups by their size.
fn count(participants: &[Participant], status: &str) -> u32 {
    participants.iter().filter(|p| !p.refuted && p.status.iter().any(|s| &**s == status)).map(|p| p.size.max(1)).sum()
}

/// A number of people: stated by pages where one gives it, else counted from the people they tell of.
fn toll(findings: &Findings, slot: &str, counted: u32) -> Toll {
    let finding = findings.get(&(About::Incident, SlotId::new(slot)));
    let exact = |v: &Value| if let Value::Count(c) = v { c.exact() } else { None };
    let stated: Vec<u32> = affirmed(findings, About::Incident, slot).into_iter().filter_map(exact).collect();
    let preferred = finding.and_then(|f| f.preferred.as_ref()).and_then(|p| exact(p.values.first()));
    let best = preferred.or_else(|| stated.iter().copied().max());
    match best {
        Some(best) => Toll {
            low: stated.iter().copied().min().unwrap_or(best).min(best),
            best,
            high: stated.iter().copied().max().unwrap_or(best).max(best),
            stated: true,
        },
        None => Toll { low: counted, best: counted, high: counted, stated: false },
    }
}
