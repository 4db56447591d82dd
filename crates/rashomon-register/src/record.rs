//! The record: what an editor would copy into a register today, under the default policy.
//!
//! Counting follows the Gun Violence Archive: victims and perpetrators alike, the injured without those who died. What is
//! inferred rather than said (a state from its city, a number from the people told of) is marked in `basis`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use rashomon_model::finding::{Preference, Reading};
use rashomon_model::gazetteer::{City, gazetteer, state};
use rashomon_model::incident::{DaySolution, Listed, Placed, Record, Toll};
use rashomon_model::kind::Kind;
use rashomon_model::text::Certainty;
use rashomon_model::value::day::{DayRange, Said};
use rashomon_model::value::{Actor, Address, Clock, Comparison, Count, Value};
use rashomon_model::{About, DocId, Factuality, Finding, Headcount, Participant, ParticipantId, SlotId, Stated};

use crate::policy::HUMAN;

type Findings = BTreeMap<(About, SlotId), Finding>;

/// What pages say, counted by pages: a page that says a thing twice has one vote.
pub struct Votes<'a> {
    pages: BTreeMap<(About, &'a str), BTreeMap<String, BTreeSet<&'a DocId>>>,
    findings: &'a Findings,
    /// How likely each account makes each number of people, and the day it was read on at the earliest.
    headcounts: Vec<(Option<Date>, &'a [Headcount])>,
    /// The surest words for each address, in thousandths of a logit.
    addresses: BTreeMap<String, i32>,
}

impl<'a> Votes<'a> {
    /// Of all that is stated for certain or as likely.
    pub fn of(claims: &'a [Placed], findings: &'a Findings, headcounts: Vec<(Option<Date>, &'a [Headcount])>) -> Self {
        let mut pages: BTreeMap<(About, &str), BTreeMap<String, BTreeSet<&DocId>>> = BTreeMap::new();
        let mut addresses = BTreeMap::new();
        for placed in claims.iter().filter(|p| matches!(p.claim.factuality, Factuality::Certain | Factuality::Probable)) {
            if let Stated::Is(value) = &placed.claim.stated {
                pages.entry((placed.about, placed.claim.slot.as_str())).or_default().entry(value.caption()).or_default().insert(&placed.doc);
                if placed.about == About::Incident && placed.claim.slot.as_str() == "address" {
                    let sure = addresses.entry(value.caption()).or_insert(i32::MIN);
                    *sure = placed.claim.how_sure().max(*sure);
                }
            }
        }
        Self { pages, findings, headcounts, addresses }
    }
    /// What a person decided.
    fn decided(&self, about: About, slot: &str) -> Option<&'a Preference> {
        self.findings.get(&(about, SlotId::new(slot))).and_then(|f| f.preferred.as_ref()).filter(|p| &*p.policy == HUMAN)
    }
    /// The pages that tell of somebody's death.
    fn dead(&self, who: ParticipantId) -> BTreeSet<&'a DocId> {
        let about = About::Participant(who);
        self.pages(about, "outcome", |v| v == "killed").into_iter().chain(self.pages(about, "condition", |v| v == "died")).collect()
    }
    /// Those of the incident who are said to have shot somebody.
    fn shooters(&self, whom: About) -> impl Iterator<Item = ParticipantId> {
        let readings = self.findings.get(&(whom, SlotId::new("shot_by"))).map(Finding::readings).unwrap_or_default();
        readings.iter().filter_map(|r| if let Stated::Is(Value::Actor(Actor::Participant(p))) = &r.stated { Some(*p) } else { None })
    }
    /// How many pages say anything of somebody.
    fn telling(&self, about: About) -> usize {
        let own = self.pages.range((about, "")..).take_while(|((of, _), _)| *of == about);
        own.flat_map(|(_, values)| values.values().flatten()).collect::<BTreeSet<_>>().len()
    }
    /// How many pages say anything.
    fn all(&self) -> usize {
        self.pages.values().flat_map(|values| values.values().flatten()).collect::<BTreeSet<_>>().len()
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
    let (findings, several) = (votes.findings, votes.all() > 1);
    let dead: BTreeSet<ParticipantId> = participants.iter().map(|p| p.id).filter(|p| !votes.dead(*p).is_empty()).collect();
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
        let others_died = dead.iter().any(|p| *p != person.id);
        let dead = votes.dead(person.id);
        let hurt = said("outcome", "injured");
        // Who is called suspect by fewer pages than call the same person hurt or a victim was taken for somebody else.
        let suspect = said("role", "suspect").len();
        let suffers: BTreeSet<&DocId> = said("role", "victim").into_iter().chain(dead.iter().copied()).chain(hurt.iter().copied()).collect();
        // So is who is called suspect by as many, without a word of being a victim or of an arrest: a gunman may be shot too.
        let alone = accused.is_empty() && said("role", "victim").is_empty() && suspect >= suffers.len();
        // Who shot himself after others, or was shot by an officer, did it all the same.
        let shot_by = |who: &str| votes.pages(about, "shot_by", |v| v == who || who.is_empty());
        let officer = |p| affirmed(findings, About::Participant(p), "role").iter().any(|v| v.caption() == "officer");
        let stopped = suspect > 0 && others_died && !shot_by("self").is_empty() || votes.shooters(about).any(officer);
        let called = suspect > 0 && (2 * suspect >= 3 * suffers.len() || alone) || stopped;
        // Whom as many pages call suspect as tell of harm, who is accused, whom nobody is said to have shot, and of whose
        // condition none speaks, did what they tell.
        let harmed = if dead.is_empty() { hurt.len() } else { dead.len().max(said("role", "victim").len()) };
        let lies = !votes.pages(about, "condition", |v| v != "unknown").is_empty();
        let did = !called && suspect > 0 && suspect >= harmed && !accused.is_empty() && shot_by("").is_empty() && !lies;
        let is_suspect = called || did;
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
        let killed = !did && !dead.is_empty() && 3 * dead.len() >= if as_suspect && !stopped { accusing } else { dead.union(&hurt).count() };
        let injured = !killed && !did && !hurt.is_empty() && (!as_suspect || stopped || hurt.len() >= accusing);
        let unharmed = !killed && !injured && (as_suspect && kind.slot("outcome").is_some() || !said("outcome", "unharmed").is_empty());
        let status = [(killed, "Killed"), (injured, "Injured"), (unharmed, "Unharmed"), (!accused.is_empty(), "Arrested")];
        person.status = status.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.into()).collect();
        // A role that is denied and stated by nobody any more: the person was made up.
        person.refuted = roles.is_empty()
            && findings.get(&(about, SlotId::new("role"))).is_some_and(|f| f.readings().iter().any(|r| matches!(r.stated, Stated::IsNot(_))));
        // One page's word among several, without even an age, makes nobody victim or suspect by name: that page may speak of anybody.
        // Nor is anybody a suspect of whom no page says an age, an arrest or a charge; who is charged is one on one page's word.
        let open = several && person.name.is_some() && age.is_none() && votes.decided(about, "role").is_none();
        let charged = as_suspect && !votes.pages(about, "charge", |v| v != "none").is_empty();
        if open && (votes.telling(about) == 1 && !charged || as_suspect && accused.is_empty() && !killed && !injured) {
            person.gva_type = None;
        }
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
        // A weekday alone: news is captured within the week more often than not.
        [] => {
            let last = before_capture(docs, findings);
            if last.is_some() {
                note("date", "last before capture");
            }
            last
        }
        [one] => Some(*one),
        [first, rest @ ..] => {
            note("date", "range");
            Some(rest.iter().fold(*first, |a, b| DayRange::new(a.first().min(b.first()), a.last().max(b.last()))))
        }
    };
    let text = |slot: &str| chosen(findings, About::Incident, slot).map(Value::caption);
    let address = address(votes);
    for slot in ["time", "city", "county", "state", "address", "venue"] {
        let open = findings.get(&(About::Incident, SlotId::new(slot))).is_some_and(|f| f.preferred.is_none());
        if open && (if slot == "address" { address.is_some() } else { text(slot).is_some() }) {
            note(slot, "most pages");
        }
    }
    record.time = clock(findings).map(Into::into);
    record.address = address.map(Into::into);
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

/// The last day before the earliest capture that fits the weekday which most pages give.
fn before_capture(docs: &[Listed], findings: &Findings) -> Option<DayRange> {
    let captured = docs.iter().filter_map(|d| d.source.captured).min()?;
    let Value::Day(day) = chosen(findings, About::Incident, "date")? else { return None };
    let weekday = matches!(day.said, Said::Weekday(_) | Said::Shifted(..));
    let week = (0..7).filter_map(|n| captured.checked_sub(n.days()).ok());
    week.filter(|_| weekday).find(|d| day.fits(*d)).map(DayRange::day)
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

/// How sure the surest words of an address must be, in thousandths of a logit: right 85 times in 100.
const SURE_OF_ADDRESS: i32 = 1735;
/// Addresses of one incident that are weighed at most: work stays bounded on pages that are no news.
const ADDRESSES: usize = 40;

/// The address that most pages give, a number or block before a crossing before a mere street, and none where too few agree: a street or
/// crossing takes two thirds of what is said, a block or house half; a highway alone is no address, nor are words that the reader doubts.
fn address(votes: &Votes<'_>) -> Option<String> {
    let slot = "address";
    let preferred = chosen(votes.findings, About::Incident, slot)?.caption();
    if votes.decided(About::Incident, slot).is_some() {
        return Some(preferred);
    }
    let said = votes.pages.get(&(About::Incident, slot)).into_iter().flatten().take(ADDRESSES);
    let said: Vec<(&String, Address, usize)> = said.map(|(written, pages)| (written, Address::parse(written), pages.len())).collect();
    let all: usize = said.iter().map(|(_, _, pages)| pages).sum();
    let agree = |a: &Address| said.iter().filter(|(_, b, _)| a.compare(b) != Comparison::Contradicts).map(|(_, _, pages)| pages).sum::<usize>();
    // In tenths of a page, and the share of all that is said that it takes, in hundredths.
    let form = |a: &Address| match (a.number, a.streets.as_slice()) {
        (Some(_), _) if a.block => (22, 50),
        (Some(_), _) => (23, 50),
        (None, [one]) if one.split(' ').any(|w| matches!(w, "i" | "hwy" | "rte" | "us" | "fwy" | "tpke" | "expy")) => (0, 200),
        (None, [_]) => (0, 67),
        (None, _) => (4, 67),
    };
    let best =
        said.iter().max_by_key(|(written, a, pages)| (10 * agree(a) + form(a).0, **written == preferred, *pages, std::cmp::Reverse(*written)))?;
    let sure = votes.addresses.get(best.0).is_some_and(|s| *s >= SURE_OF_ADDRESS);
    (sure && 100 * agree(&best.1) >= form(&best.1).1 * all).then(|| best.0.clone())
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

/// State, county and coordinates as the gazetteer knows them. A county that the state named does not have is where somebody was arrested.
fn place(record: &mut Record) {
    let all = gazetteer();
    let elsewhere = |county: &str, state: &str| all.county(county, state).is_none() && all.counties(county).next().is_some();
    let named = record.state.as_deref().filter(|_| !record.basis.contains_key("state"));
    if record.county.as_deref().zip(named).is_some_and(|(county, state)| elsewhere(county, state)) {
        record.county = None;
        record.basis.remove("county");
    }
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

/// What an account says of a number that it does not offer, and the least and most that it says of any, in thousandths of a logit: one
/// page is not to outvote all others.
const ODDS: (i32, i32) = (-3000, 5000);
/// What speaks for the number of people counted, and for the number that most pages say.
const COUNTED: i32 = 500;
const MOST: i32 = 1000;
/// As much for each page that states a number of several to which the people told of add up.
const AGREED: i32 = 750;

/// A number of people: the one that all accounts together make likeliest, where their numbers were weighed; else what most pages say,
/// else counted from the people they tell of. What a person decided stands.
fn toll(votes: &Votes<'_>, slot: &str, counted: u32) -> Toll {
    let said = votes.pages.get(&(About::Incident, slot));
    let told: Vec<(u32, u32, BTreeSet<&DocId>)> = said
        .into_iter()
        .flat_map(|values| values.keys())
        .filter_map(|v| Count::parse(v).and_then(|c| Some((c.low, c.named()?, votes.pages(About::Incident, slot, |x| x == v)))))
        .filter(|(.., pages)| !pages.is_empty())
        .collect();
    let mut stated: BTreeMap<u32, BTreeSet<&DocId>> = BTreeMap::new();
    for (_, named, pages) in &told {
        stated.entry(*named).or_default().extend(pages);
    }
    let decided = votes.decided(About::Incident, slot).is_some();
    let most = most(votes, slot, &stated).unwrap_or(counted);
    // "No one was injured", and nobody says another number.
    let denied = stated.len() == 1 && stated.contains_key(&0);
    let best = if decided || denied { most } else { likeliest(votes, slot, counted, most, stated.get(&counted).map_or(0, BTreeSet::len)) };
    let low = told.iter().map(|(low, ..)| *low).chain([best]).min().unwrap_or(best);
    let high = told.iter().map(|(_, named, _)| *named).chain([best]).max().unwrap_or(best);
    Toll { low, best, high, stated: stated.contains_key(&best) }
}

/// What each account offers for a slot. The dead only become more: what was told before a later day knew of one more is not heard.
fn heard<'a>(headcounts: &[(Option<Date>, &'a [Headcount])], slot: &str) -> Vec<Vec<&'a Headcount>> {
    let of_slot = |(day, all): &(Option<Date>, &'a [Headcount])| (*day, all.iter().filter(|h| h.slot.as_str() == slot).collect::<Vec<_>>());
    let mut mine: Vec<_> = headcounts.iter().map(of_slot).filter(|(_, all)| !all.is_empty()).collect();
    if slot != "killed" {
        return mine.into_iter().map(|(_, all)| all).collect();
    }
    mine.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let (mut later, mut heard) = (0, Vec::new());
    for same in mine.chunk_by(|a, b| a.0 == b.0) {
        let own = |all: &[&Headcount]| all.iter().max_by_key(|h| (h.odds, std::cmp::Reverse(h.n))).map_or(0, |h| h.n);
        heard.extend(same.iter().filter(|(day, all)| day.is_none() || own(all) >= later).map(|(_, all)| all.clone()));
        later = same.iter().map(|(_, all)| own(all)).fold(later, u32::max);
    }
    heard
}

/// The number that accounts together make likeliest. `agreeing`: how many pages state the number that was counted.
fn likeliest(votes: &Votes<'_>, slot: &str, counted: u32, most: u32, agreeing: usize) -> u32 {
    let agreed = if counted > 1 { AGREED.saturating_mul(agreeing.min(100) as i32) } else { 0 };
    let mut odds: BTreeMap<u32, i32> = BTreeMap::from([(0, 0), (counted, COUNTED + agreed)]);
    *odds.entry(most).or_default() += MOST;
    let heard = heard(&votes.headcounts, slot);
    // Each account says the least of every number, and more of those it offers.
    for offer in heard.iter().flatten() {
        let more = offer.odds.clamp(ODDS.0, ODDS.1) - ODDS.0;
        let sum = odds.entry(offer.n).or_default();
        *sum = sum.saturating_add(more);
    }
    if heard.is_empty() {
        return most;
    }
    odds.iter().max_by_key(|(n, odds)| (**odds, std::cmp::Reverse(**n))).map_or(most, |(n, _)| *n)
}

/// The number that most pages say. A page that gives the number of the dead and none of the hurt, or the other way round, says that
/// there are none.
fn most(votes: &Votes<'_>, slot: &str, stated: &BTreeMap<u32, BTreeSet<&DocId>>) -> Option<u32> {
    let about = About::Incident;
    let other = if slot == "killed" { "injured" } else { "killed" };
    let speaking: BTreeSet<&DocId> = stated.values().flatten().copied().collect();
    let silent = if votes.decided(about, slot).is_some() { 0 } else { votes.pages(about, other, |_| true).difference(&speaking).count() };
    // A number that is stated says more than silence, and counts rise as more is known.
    let mut all: BTreeMap<u32, usize> = stated.iter().map(|(n, pages)| (*n, 5 * pages.len())).collect();
    if silent > 0 && !all.is_empty() {
        *all.entry(0).or_default() += 4 * silent;
    }
    all.into_iter().max_by_key(|(n, votes)| (*votes, *n)).map(|(n, _)| n)
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
