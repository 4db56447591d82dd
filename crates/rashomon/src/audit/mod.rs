//! Audit: a coded register, field by field, against the words of the reports that it cites: supported, contradicted,
//! or not stated.
//!
//! A field is supported by one statement that agrees. It is contradicted only where none does, and what the register
//! makes of all reports together differs too: a null is better than a wrong charge against somebody's coding.

mod doubt;
pub mod registry;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::kind::ValueType;
use rashomon_model::value::name::Likeness;
use rashomon_model::value::{Comparison, Name, Value};
use rashomon_store::wire::{Claim, Incident, Number, Participant};

use doubt::Page;
use registry::{Coded, Row, address};

/// What the reports say to a coded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// At least one of them states it.
    Supported,
    /// They state something that cannot be true beside it.
    Contradicted,
    /// None of them says.
    NotStated,
}

impl Verdict {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Supported => "supported",
            Verdict::Contradicted => "contradicted",
            Verdict::NotStated => "not stated",
        }
    }
}

/// One field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// `date`, `age of Ana Reyes`.
    pub field: String,
    /// What kind of field: `date`, `age`.
    pub kind: &'static str,
    /// As coded.
    pub coded: String,
    /// What the reports say to it.
    pub verdict: Verdict,
    /// The words that decide; none where nothing is stated.
    pub words: Vec<Said>,
    /// What else decided, in words; may be empty.
    pub why: String,
}

/// Words of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Said {
    pub doc_id: String,
    pub url: Option<String>,
    pub published: Option<String>,
    pub value: String,
    pub exact: String,
    pub attribution: Vec<String>,
}

/// A row after its audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// As coded.
    pub row: Row,
    /// The incident that its reports tell of; `None` where the register holds none of them.
    pub incident: Option<String>,
    /// Reports of it that the register holds.
    pub held: usize,
    /// Field by field, in the order of the table; none where nothing is held.
    pub fields: Vec<Checked>,
}

/// So many statements of one field are shown.
const SHOWN: usize = 3;

/// Which incident of a register each row is about: the one that most of its cited reports are about.
#[derive(Debug)]
pub struct Desk {
    rows: Vec<Row>,
    /// Rows by the addresses that they cite.
    citing: BTreeMap<String, Vec<usize>>,
    /// Of each row: cited reports and id of the best incident so far.
    best: Vec<Option<(usize, String)>>,
    /// Of each row: the reports that it cites and the register holds, whatever incident they tell of.
    held: Vec<BTreeSet<String>>,
}

impl Desk {
    /// Of rows.
    pub fn of(rows: Vec<Row>) -> Self {
        let mut citing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for url in &row.urls {
                citing.entry(address(url)).or_default().push(at);
            }
        }
        let (best, held) = (vec![None; rows.len()], vec![BTreeSet::new(); rows.len()]);
        Self { rows, citing, best, held }
    }

    /// Looks at an incident: every incident must have been looked at before any row is audited. Incidents come by id.
    pub fn look(&mut self, incident: &Incident) {
        let mut cited: BTreeMap<usize, usize> = BTreeMap::new();
        for page in &incident.documents {
            // A page that is about it counts for more than one that reports it beside others.
            let weight = match page.part.as_str() {
                "main" => 2,
                "background" => 0,
                _ => 1,
            };
            for row in page.url.as_deref().and_then(|u| self.citing.get(&address(u))).into_iter().flatten() {
                if weight > 0 {
                    *cited.entry(*row).or_default() += weight;
                }
                if let Some(held) = self.held.get_mut(*row) {
                    held.insert(page.doc_id.clone());
                }
            }
        }
        for (row, weight) in cited {
            if let Some(best) = self.best.get_mut(row)
                && best.as_ref().is_none_or(|(other, _)| *other < weight)
            {
                *best = Some((weight, incident.incident_id.clone()));
            }
        }
    }

    /// The rows that an incident is the best of, audited. `text`: headline and words of a report, looked for where something is contradicted.
    pub fn audit(&self, incident: &Incident, text: &mut dyn FnMut(&str) -> Option<String>) -> Vec<(usize, Audited)> {
        let mut all = Vec::new();
        for (at, best) in self.best.iter().enumerate() {
            let Some((row, held)) = self.rows.get(at).zip(self.held.get(at)) else { continue };
            if best.as_ref().is_some_and(|(_, id)| *id == incident.incident_id) {
                let mut read = || held.iter().filter_map(|doc| Some(Page::of(doc, &text(doc)?))).collect();
                all.push((at, audited(row, incident, &mut read)));
            }
        }
        all
    }

    /// The rows of which the register holds no report.
    pub fn without(&self) -> Vec<(usize, Audited)> {
        let none = |(at, row): (usize, &Row)| (at, Audited { row: row.clone(), incident: None, held: 0, fields: Vec::new() });
        let lacks = |at: usize| self.best.get(at).is_some_and(Option::is_none);
        self.rows.iter().enumerate().filter(|(at, _)| lacks(*at)).map(none).collect()
    }
}

/// An incident as the cited reports tell it.
struct Told<'i> {
    incident: &'i Incident,
    cited: BTreeSet<&'i str>,
}

fn audited(row: &Row, incident: &Incident, read: &mut dyn FnMut() -> Vec<Page>) -> Audited {
    let urls: BTreeSet<String> = row.urls.iter().map(|u| address(u)).collect();
    let cites = |url: &Option<String>| url.as_deref().is_some_and(|u| urls.contains(&address(u)));
    let cited: BTreeSet<&str> = incident.documents.iter().filter(|d| cites(&d.url)).map(|d| d.doc_id.as_str()).collect();
    let told = Told { incident, cited };
    let mut fields: Vec<Checked> = row.fields.iter().filter_map(|(field, coded)| told.field(field, coded, row)).collect();
    let order = |kind: &str| registry::FIELDS.iter().position(|(f, _)| *f == kind);
    fields.sort_by_key(|f| order(f.kind));
    let mut taken = BTreeSet::new();
    for person in &row.people {
        fields.extend(told.person(person, row, &mut taken));
    }
    told.doubt(&mut fields);
    if fields.iter().any(|f| f.verdict == Verdict::Contradicted) {
        doubt::spoken_for(&mut fields, row, &read());
    }
    Audited { row: row.clone(), incident: Some(incident.incident_id.clone()), held: told.cited.len(), fields }
}

fn affirms(claim: &Claim) -> bool {
    matches!(claim.factuality.as_str(), "CT+" | "PR+" | "PS+")
}

/// A coded value and a claim's, by the type of the slot.
fn compare(of: ValueType, coded: &Value, claim: &Claim, state: Option<&str>) -> Option<Comparison> {
    let mut said = Value::parse(of, &claim.value, |_| None)?;
    if let (Value::Place(place), Some(state)) = (&mut said, state)
        && of != ValueType::State
    {
        place.state = Some(state.into());
    }
    Some(coded.compare(&said, true))
}

/// How many reports say it: what one alone says of a person may be read wrong.
fn pages(claims: &[&Claim]) -> usize {
    claims.iter().map(|c| c.doc_id.as_str()).collect::<BTreeSet<_>>().len()
}

/// Words that name a day of the calendar, not one of the week.
fn dated(claim: &&Claim) -> bool {
    claim.quote.exact.split(|c: char| !c.is_alphanumeric()).any(|w| w.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n)))
}

fn agrees(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Same | Comparison::Finer | Comparison::Coarser)
}

impl<'i> Told<'i> {
    /// The claims of the cited reports on one slot of somebody, or of the incident.
    fn claims(&self, about: &'i str, slot: &'i str) -> impl Iterator<Item = &'i Claim> {
        self.incident.claims.iter().filter(move |c| c.about == about && c.slot == slot && self.cited.contains(c.doc_id.as_str()))
    }

    fn said(&self, claim: &Claim) -> Said {
        let page = self.incident.documents.iter().find(|d| d.doc_id == claim.doc_id);
        Said {
            doc_id: claim.doc_id.clone(),
            url: page.and_then(|p| p.url.clone()),
            published: page.and_then(|p| p.published.clone()),
            value: claim.value.clone(),
            exact: claim.quote.exact.clone(),
            attribution: claim.attribution.clone(),
        }
    }

    /// The first words of each document, a few of them.
    fn some(&self, claims: &[&Claim]) -> Vec<Said> {
        let mut seen = BTreeSet::new();
        claims.iter().filter(|c| seen.insert((&c.doc_id, &c.value))).take(SHOWN).map(|c| self.said(c)).collect()
    }

    /// Where neither a name nor two of day, town and street agree, the cited pages may tell of something else: nothing is held against the row.
    fn doubt(&self, fields: &mut [Checked]) {
        let supported = |kinds: &[&str]| fields.iter().filter(|f| f.verdict == Verdict::Supported && kinds.contains(&f.kind)).count();
        if supported(&["name"]) == 0 && supported(&["date", "city", "address"]) < 2 {
            for field in fields.iter_mut().filter(|f| f.verdict == Verdict::Contradicted) {
                field.verdict = Verdict::NotStated;
                field.why = "the reports it cites may tell of another incident".into();
            }
        }
    }

    fn field(&self, field: &'static str, coded: &str, row: &Row) -> Option<Checked> {
        let (slot, of) = match field {
            "date" => ("date", ValueType::Day),
            "state" => ("state", ValueType::State),
            "county" => ("county", ValueType::County),
            "city" => ("city", ValueType::City),
            "address" => ("address", ValueType::Address),
            "killed" => ("killed", ValueType::Count),
            "injured" => ("injured", ValueType::Count),
            _ => return None,
        };
        let state = row.fields.get("state").map(String::as_str).or(self.incident.record.state.as_deref());
        // The archive's "city or county" says in brackets which it is.
        let coded_plain = coded.split(" (").next().unwrap_or(coded).trim();
        let mut value = Value::parse(of, coded_plain, |_| None)?;
        if let Value::Place(place) = &mut value
            && of != ValueType::State
        {
            place.state = state.map(Into::into);
        }
        let claims: Vec<&Claim> = self.claims("incident", slot).filter(|c| affirms(c)).collect();
        let mut compared: Vec<(&Claim, Comparison)> = claims.iter().filter_map(|c| Some((*c, compare(of, &value, c, state)?))).collect();
        // A county's name in the city's column.
        if field == "city"
            && let Some(county) = Value::parse(ValueType::County, coded_plain, |_| None)
        {
            let claims = self.claims("incident", "county").filter(|c| affirms(c));
            compared.extend(claims.filter_map(|c| Some((c, compare(ValueType::County, &county, c, None)?))).filter(|(_, c)| agrees(*c)));
        }
        let agreeing: Vec<&Claim> = compared.iter().filter(|(_, c)| agrees(*c)).map(|(c, _)| *c).collect();
        let against: Vec<&Claim> = compared.iter().filter(|(_, c)| *c == Comparison::Contradicts).map(|(c, _)| *c).collect();
        let checked = |verdict, words: Vec<Said>, why: &str| {
            Some(Checked { field: field.to_owned(), kind: field, coded: coded.to_owned(), verdict, words, why: why.to_owned() })
        };
        if !agreeing.is_empty() {
            return checked(Verdict::Supported, self.some(&agreeing), "");
        }
        let record = &self.incident.record;
        let solved = match field {
            "date" => record.date.clone(),
            "state" => record.state.clone(),
            "county" => record.county.clone(),
            "city" => record.city.clone(),
            "address" => record.address.clone(),
            _ => return self.toll(field, coded, &value, &against),
        };
        let Some(solved) = solved else { return checked(Verdict::NotStated, Vec::new(), "") };
        let mut beside = Value::parse(of, &solved, |_| None)?;
        if let Value::Place(place) = &mut beside
            && of != ValueType::State
        {
            place.state = record.state.as_deref().map(Into::into);
        }
        match value.compare(&beside, true) {
            comparison if agrees(comparison) => checked(Verdict::Supported, Vec::new(), &format!("follows from the reports together: {solved}")),
            Comparison::Contradicts
                if !against.is_empty()
                    && doubt::surely(&value, &beside)
                    && (pages(&against) > 1 || field == "address" || field == "date" && against.iter().any(dated)) =>
            {
                checked(Verdict::Contradicted, self.some(&against), &format!("the reports together: {solved}"))
            }
            _ => checked(Verdict::NotStated, Vec::new(), ""),
        }
    }

    /// A count: contradicted where neither a stated number nor the people told of come to it.
    fn toll(&self, field: &'static str, coded: &str, value: &Value, against: &[&Claim]) -> Option<Checked> {
        let checked =
            |verdict, words, why: String| Some(Checked { field: field.to_owned(), kind: field, coded: coded.to_owned(), verdict, words, why });
        let Value::Count(count) = value else { return None };
        let n = count.exact()?;
        let record = if field == "killed" { &self.incident.record.n_killed } else { &self.incident.record.n_injured };
        let Some(Number { low, best, high, basis }) = record else { return checked(Verdict::NotStated, Vec::new(), String::new()) };
        let people = format!("the reports together: {best} ({basis})");
        match () {
            () if *best == n || self.people(field) == n => checked(Verdict::Supported, Vec::new(), people),
            // A number that is stated and that the people told of come to.
            () if !(*low..=*high).contains(&n) && self.people(field) == *best && !against.is_empty() => {
                let at_odds: Vec<&Claim> = against.iter().filter(|c| c.value == best.to_string()).copied().collect();
                // One report's sum of people told one by one may be a part of them.
                let verdict = if pages(&at_odds) > 1 { Verdict::Contradicted } else { Verdict::NotStated };
                checked(verdict, if pages(&at_odds) > 1 { self.some(&at_odds) } else { Vec::new() }, String::new())
            }
            () => checked(Verdict::NotStated, Vec::new(), String::new()),
        }
    }

    /// How many people of the incident came to harm, told one by one.
    fn people(&self, field: &str) -> u32 {
        let status = if field == "killed" { "Killed" } else { "Injured" };
        self.incident.participants.iter().filter(|p| !p.refuted && p.status.iter().any(|s| s == status)).map(|p| p.size).sum()
    }

    /// The fields of a coded person, beside the person of the reports. `taken`: those who are somebody else already.
    fn person(&self, coded: &Coded, row: &Row, taken: &mut BTreeSet<&'i str>) -> Vec<Checked> {
        let mut fields = Vec::new();
        let Some((called, name)) = coded.name.as_ref().zip(coded.name.as_deref().and_then(doubt::called)) else {
            return self.unnamed(coded);
        };
        let found = self.named(&name, row, taken);
        let mut say = |kind: &'static str, coded: &str, verdict, words, why: &str| {
            let field = if kind == "name" { "name".to_owned() } else { format!("{kind} of {called}") };
            fields.push(Checked { field, kind, coded: coded.to_owned(), verdict, words, why: why.to_owned() });
        };
        let Some((person, likeness)) = found else {
            say("name", called, Verdict::NotStated, Vec::new(), "");
            return fields;
        };
        taken.insert(&person.participant_id);
        let about = person.participant_id.as_str();
        let names: Vec<&Claim> = self.claims(about, "name").filter(|c| affirms(c)).collect();
        let letters = |name: &str| doubt::words(name).concat();
        let close = |c: &&&Claim| {
            letters(&c.value) == letters(called)
                || Name::parse(&c.value).is_some_and(|n| agrees(n.compare(&name)) || n.compare(&name) == Comparison::Compatible)
        };
        let (agreeing, other): (Vec<&Claim>, Vec<&Claim>) = names.iter().partition(|c| close(c));
        match () {
            () if !agreeing.is_empty() => say("name", called, Verdict::Supported, self.some(&agreeing), ""),
            () if likeness == Likeness::Near && !other.is_empty() => say("name", called, Verdict::Contradicted, self.some(&other), "spelt otherwise"),
            () => say("name", called, Verdict::NotStated, Vec::new(), ""),
        }
        if likeness == Likeness::Part {
            return fields; // a lone surname may be a relative's
        }
        if let Some(age) = &coded.age
            && let Some(value) = Value::parse(ValueType::Age, age, |_| None)
        {
            let against = |c: &Claim| {
                doubt::about(c, &name) && !doubt::namesake(coded, &name, row) && !doubt::birthday(age, c, self.said(c).published.as_deref(), row)
            };
            let (verdict, words) = self.one(about, "age", ValueType::Age, &value, &against);
            say("age", age, verdict, words, "");
        }
        if let Some(gender) = &coded.gender
            && let Some(value) = Value::parse(ValueType::Label, gender, |_| None)
        {
            // It is read off words that may be somebody else's.
            let (verdict, words) = self.one(about, "gender", ValueType::Label, &value, &|_| false);
            say("gender", gender, verdict, words, "");
        }
        for status in &coded.status {
            let (verdict, words, why) = self.status(person, &name, status, coded);
            say("status", status, verdict, words, why);
        }
        if let Some(part) = &coded.part {
            let roles: Vec<&Claim> = self.claims(about, "role").filter(|c| affirms(c)).collect();
            let fits = |c: &&&Claim| if part == "Victim" { c.value == "victim" } else { c.value == "suspect" };
            let agreeing: Vec<&Claim> = roles.iter().filter(fits).copied().collect();
            match () {
                () if !agreeing.is_empty() => say("type", part, Verdict::Supported, self.some(&agreeing), ""),
                () if person.gva_type.as_deref() == Some(part) => {
                    say("type", part, Verdict::Supported, Vec::new(), "follows from what is told of the person")
                }
                () => say("type", part, Verdict::NotStated, Vec::new(), ""),
            }
        }
        fields
    }

    /// Somebody coded without a name: only an age can be looked for, and only found.
    fn unnamed(&self, coded: &Coded) -> Vec<Checked> {
        let Some((age, value)) = coded.age.as_ref().and_then(|a| Some((a, Value::parse(ValueType::Age, a, |_| None)?))) else { return Vec::new() };
        let ages = self.incident.claims.iter().filter(|c| c.slot == "age" && affirms(c) && self.cited.contains(c.doc_id.as_str()));
        let agreeing: Vec<&Claim> = ages.filter(|c| compare(ValueType::Age, &value, c, None) == Some(Comparison::Same)).collect();
        let verdict = if agreeing.is_empty() { Verdict::NotStated } else { Verdict::Supported };
        vec![Checked { field: "age".into(), kind: "age", coded: age.clone(), verdict, words: self.some(&agreeing), why: String::new() }]
    }

    /// The participant of the cited reports whose name is likest.
    fn named(&self, name: &Name, row: &Row, taken: &BTreeSet<&str>) -> Option<(&'i Participant, Likeness)> {
        let rank = |l: Likeness| match l {
            Likeness::Full => 3,
            Likeness::Near => 2,
            Likeness::Part => 1,
            Likeness::Other => 0,
        };
        let of = |p: &'i Participant| {
            let names: Vec<Name> = p.names.iter().chain(&p.name).filter_map(|n| Name::parse(n)).collect();
            let best = names.iter().map(|n| name.likeness(n)).max_by_key(|l| rank(*l))?;
            (rank(best) > 0 && !doubt::belongs(&names, name, row)).then_some((p, best))
        };
        let people = self.incident.participants.iter().filter(|p| p.size == 1 && !taken.contains(p.participant_id.as_str()));
        // Of several who are as like, the first: `max_by_key` gives the last.
        people.filter_map(of).rev().max_by_key(|(_, l)| rank(*l))
    }

    /// A slot of which only one value can be true. `holds`: whether a claim may be held against the coder.
    fn one(&self, about: &'i str, slot: &'i str, of: ValueType, value: &Value, holds: &dyn Fn(&Claim) -> bool) -> (Verdict, Vec<Said>) {
        let claims: Vec<&Claim> = self.claims(about, slot).filter(|c| affirms(c)).collect();
        let compared: Vec<(&Claim, Comparison)> = claims.iter().filter_map(|c| Some((*c, compare(of, value, c, None)?))).collect();
        let agreeing: Vec<&Claim> = compared.iter().filter(|(_, c)| agrees(*c)).map(|(c, _)| *c).collect();
        if !agreeing.is_empty() {
            return (Verdict::Supported, self.some(&agreeing));
        }
        let against: Vec<&Claim> = compared.iter().filter(|(claim, c)| *c == Comparison::Contradicts && holds(claim)).map(|(c, _)| *c).collect();
        if against.is_empty() { (Verdict::NotStated, Vec::new()) } else { (Verdict::Contradicted, self.some(&against)) }
    }

    /// `Killed`, `Injured`, `Unharmed`, `Arrested`. Who was hurt in the reports may have died since.
    fn status(&self, person: &'i Participant, name: &Name, status: &str, coded: &Coded) -> (Verdict, Vec<Said>, &'static str) {
        let about = person.participant_id.as_str();
        if status == "Arrested" {
            let arrests: Vec<&Claim> =
                self.claims(about, "arrested").chain(self.claims(about, "charge")).filter(|c| affirms(c) && c.value != "none").collect();
            let verdict = if arrests.is_empty() { Verdict::NotStated } else { Verdict::Supported };
            return (verdict, self.some(&arrests), "");
        }
        let outcomes: Vec<&Claim> = self.claims(about, "outcome").filter(|c| affirms(c)).collect();
        let is = status.to_lowercase();
        let agreeing: Vec<&Claim> = outcomes.iter().filter(|c| c.value == is).copied().collect();
        match () {
            () if !agreeing.is_empty() => (Verdict::Supported, self.some(&agreeing), ""),
            () if outcomes.is_empty() => (Verdict::NotStated, Vec::new(), ""),
            () if is == "killed" => (Verdict::NotStated, self.some(&outcomes), "the reports end before a death, if there was one"),
            // Who did it is often read as hurt, and who was hurt as unharmed: only a death that several tell of is held against a coder.
            () if is == "injured"
                && !coded.status.iter().any(|s| s == "Killed")
                && pages(&outcomes) > 1
                && outcomes.iter().all(|c| c.value == "killed")
                && outcomes.iter().any(|c| doubt::about(c, name)) =>
            {
                (Verdict::Contradicted, self.some(&outcomes), "")
            }
            () => (Verdict::NotStated, Vec::new(), ""),
        }
    }
}
