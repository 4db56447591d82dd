//! The record: what an editor would copy into a register today, under the default policy.
//!
//! Counting follows the Gun Violence Archive: victims and perpetrators alike, the injured without those who died. What is
//! inferred rather than said (a state from its city, a number from the people told of) is marked in `basis`.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::finding::{Preference, Reading};
use rashomon_model::gazetteer::{City, gazetteer, state};
use rashomon_model::incident::{DaySolution, Listed, Placed, Record, Toll};
use rashomon_model::kind::Kind;
use rashomon_model::text::Certainty;
use rashomon_model::value::day::DayRange;
use rashomon_model::value::{Clock, Value};
use rashomon_model::{About, DocId, Factuality, Finding, Participant, SlotId, Stated};

use crate::policy::HUMAN;

type Findings = BTreeMap<(About, SlotId), Finding>;

/// What pages say, counted by pages: a page that says a thing twice has one vote.
pub struct Votes<'a> {
    pages: BTreeMap<(About, &'a str), BTreeMap<String, BTreeSet<&'a DocId>>>,
    findings: &'a Findings,
}

impl<'a> Votes<'a> {
    /// Of all that is stated for certain or as likely.
    pub fn of(claims: &'a [Placed], findings: &'a Findings) -> Self {
        let mut pages: BTreeMap<(About, &str), BTreeMap<String, BTreeSet<&DocId>>> = BTreeMap::new();
        for placed in claims.iter().filter(|p| matches!(p.claim.factuality, Factuality::Certain | Factuality::Probable)) {
            if let Stated::Is(value) = &placed.claim.stated {
                pages.entry((placed.about, placed.claim.slot.as_str())).or_default().entry(value.caption()).or_default().insert(&placed.doc);
            }
        }
        Self { pages, findings }
    }
    /// What a person decided.
    fn decided(&self, about: About, slot: &str) -> Option<&'a Preference> {
        self.findings.get(&(about, SlotId::new(slot))).and_then(|f| f.preferred.as_ref()).filter(|p| &*p.policy == HUMAN)
    }
    /// The pages that say one of some values. Where a person decided, only what was decided has any.
    fn pages(&self, about: About, slot: &str, values: impl Fn(&str) -> bool) -> BTreeSet<&'a DocId> {
        let decided = self.decided(about, slot);
        let counts = |v: &str| values(v) && decided.is_none_or(|p| p.values.iter().any(|d| d.caption() == v));
        self.pages.get(&(about, slot)).into_iter().flatten().filter(|(v, _)| counts(v)).flat_map(|(_, docs)| docs.iter().copied()).collect()
    }
}

/// Fills what findings settle into the people: age, age group, gender, role, GVA's type and status, refuted.
pub fn describe(participants: &mut [Participant], votes: &Votes<'_>, kind: &Kind) {
    let findings = votes.findings;
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
        person.role = leading_role(&roles).map(Into::into);
        let said = |slot: &str, value: &str| votes.pages(about, slot, |v| v == value);
        let accused: BTreeSet<&DocId> =
            votes.pages(about, "arrested", |v| v == "true").into_iter().chain(votes.pages(about, "charge", |v| v != "none")).collect();
        let dead: BTreeSet<&DocId> = said("outcome", "killed").into_iter().chain(said("condition", "died")).collect();
        let hurt = said("outcome", "injured");
        // Who is called suspect by fewer pages than call the same person hurt or a victim was taken for somebody else.
        let suspect = said("role", "suspect").len();
        let suffers: BTreeSet<&DocId> = said("role", "victim").into_iter().chain(dead.iter().copied()).chain(hurt.iter().copied()).collect();
        // So is who is called suspect by as many, without a word of being a victim or of an arrest: a gunman may be shot too.
        let alone = accused.is_empty() && said("role", "victim").is_empty() && suspect >= suffers.len();
        let is_suspect = suspect > 0 && (2 * suspect >= 3 * suffers.len() || alone);
        person.gva_type = match () {
            () if is_suspect => Some("Subject-Suspect".into()),
            // Who only speaks of it, or saw it, is nobody's victim, whatever a sentence seems to say.
            () if has_part(&roles) && !suffers.is_empty() => Some("Victim".into()),
            () if suspect > 0 => Some("Subject-Suspect".into()),
            () => None,
        };
        // As many pages as accuse a suspect have to tell of harm: "shot and wounded" is easily what the suspect did.
        let accusing = suspect.max(accused.len());
        let as_suspect = person.gva_type.as_deref() == Some("Subject-Suspect");
        let killed = !dead.is_empty() && 3 * dead.len() >= if as_suspect { accusing } else { dead.union(&hurt).count() };
        let injured = !killed && !hurt.is_empty() && (!as_suspect || hurt.len() >= accusing);
        let unharmed = !killed && !injured && (as_suspect && kind.slot("outcome").is_some() || !said("outcome", "unharmed").is_empty());
        let status = [(killed, "Killed"), (injured, "Injured"), (unharmed, "Unharmed"), (!accused.is_empty(), "Arrested")];
        person.status = status.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.into()).collect();
        // A role that is denied and stated by nobody any more: the person was made up.
        person.refuted = roles.is_empty()
            && findings.get(&(about, SlotId::new("role"))).is_some_and(|f| f.readings().iter().any(|r| matches!(r.stated, Stated::IsNot(_))));
    }
}

/// Whether somebody takes part in it, beside speaking of it or seeing it.
fn has_part(roles: &[String]) -> bool {
    roles.iter().any(|r| r != "official" && r != "witness")
}

/// The role to show where somebody has several: what was done to or by the person before what the person is.
fn leading_role(roles: &[String]) -> Option<&str> {
    ["suspect", "officer", "intervener", "victim", "official", "witness", "other"].into_iter().find(|r| roles.iter().any(|x| x == r))
}

/// The record of one incident; `beat` is the state that its pages' outlets mostly tell of. Call after [`describe`].
pub fn of(docs: &[Listed], participants: &[Participant], votes: &Votes<'_>, day: &DaySolution, beat: Option<&str>, kind: &Kind) -> Record {
    let findings = votes.findings;
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
    // Pages name a town and know which; of the state itself they speak less.
    if record.state.is_none()
        && let Some(Value::Place(city)) = chosen(findings, About::Incident, "city")
        && let Some(state) = &city.state
    {
        record.state = Some(state.clone());
        record.basis.insert("state".into(), "gazetteer".into());
    }
    if record.state.is_none()
        && let Some(beat) = beat
    {
        record.state = Some(beat.into());
        record.basis.insert("state".into(), "outlet".into());
    }
    place(&mut record);
    record.killed = kind.slot("killed").map(|_| toll(votes, "killed", count(participants, "Killed")));
    record.injured = kind.slot("injured").map(|_| toll(votes, "injured", count(participants, "Injured")));
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

/// A number of people: what most pages say, else counted from the people they tell of. A page that gives the number of the dead and
/// none of the hurt, or the other way round, says that there are none.
fn toll(votes: &Votes<'_>, slot: &str, counted: u32) -> Toll {
    let about = About::Incident;
    let other = if slot == "killed" { "injured" } else { "killed" };
    let said = votes.pages.get(&(about, slot));
    let stated: Vec<(u32, BTreeSet<&DocId>)> = said
        .into_iter()
        .flat_map(|values| values.keys())
        .filter_map(|v| Some((v.parse().ok()?, votes.pages(about, slot, |x| x == v))))
        .filter(|(_, pages)| !pages.is_empty())
        .collect();
    let speaking: BTreeSet<&DocId> = stated.iter().flat_map(|(_, pages)| pages.iter().copied()).collect();
    let Some((low, high)) = stated.iter().map(|(n, _)| *n).min().zip(stated.iter().map(|(n, _)| *n).max()) else {
        return Toll { low: counted, best: counted, high: counted, stated: false };
    };
    let silent = if votes.decided(about, slot).is_some() { 0 } else { votes.pages(about, other, |_| true).difference(&speaking).count() };
    // A number that is stated says more than silence, and counts rise as more is known.
    let mut all: BTreeMap<u32, usize> = BTreeMap::new();
    for (n, pages) in &stated {
        *all.entry(*n).or_default() += 5 * pages.len();
    }
    if silent > 0 {
        *all.entry(0).or_default() += 4 * silent;
    }
    let best = all.iter().max_by_key(|(n, votes)| (**votes, **n)).map_or(counted, |(n, _)| *n);
    Toll { low: low.min(best), best, high, stated: stated.iter().any(|(n, _)| *n == best) }
}

/// How it ended for victims of whom no page says it, from the numbers of the dead and the hurt: what these leave over.
/// Call after [`of`].
pub fn settle(participants: &mut [Participant], record: &mut Record) {
    let ended = |p: &Participant| p.status.iter().any(|s| matches!(&**s, "Killed" | "Injured" | "Unharmed"));
    let (killed, injured) = (record.killed.map_or(0, |t| t.best), record.injured.map_or(0, |t| t.best));
    let (dead, hurt) = (killed.saturating_sub(count(participants, "Killed")), injured.saturating_sub(count(participants, "Injured")));
    let word = match () {
        () if killed > 0 && (injured == 0 || dead > 0 && hurt == 0) => "Killed",
        () if injured > 0 => "Injured",
        () => return,
    };
    let open = participants.iter_mut().filter(|p| p.gva_type.as_deref() == Some("Victim") && !ended(p));
    for person in open {
        person.status.insert(0, word.into());
        record.basis.insert("status".into(), "counts of the dead and the hurt".into());
    }
}
