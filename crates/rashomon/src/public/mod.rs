//! Public exports: an incident without the names, hospitals and histories that a naming profile withholds.
//!
//! A withheld name goes wherever it stands: names, captions, quotations, voices, sentences of the program's own, names of
//! files and addresses, also where an incident only shares a report with the one whose person it is. What is said instead stands in brackets in
//! a quotation, and the quotation says that it is `masked`. Ids made from words (of claims and origins) are numbers here:
//! a hash of a name can be found out by trying names. No text of a report goes out beyond its quotations.

mod coded;
mod profile;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::value::Age;
use rashomon_model::value::name::is_title;
use rashomon_store::wire::{Claim, Finding, Incident, Listed, Participant, Public};
use serde_json::Value;

use crate::audit::registry::address;
use crate::names::{Hidden, Names};
pub use profile::{Minors, Profile, Stage};
pub use shown::Shown;

/// Slots that hold what is no person's: a town called like somebody stays.
const PLACES: &[&str] = &["city", "county", "state", "address", "date", "time"];
/// Fields whose strings are ids, labels of closed lists, days or places.
const PLAIN: &[&str] = &[
    "incident_id",
    "kind",
    "claim_id",
    "about",
    "slot",
    "factuality",
    "status",
    "policy",
    "relation",
    "participant_id",
    "published",
    "published_from",
    "published_between",
    "certainty",
    "captured",
    "page",
    "publisher",
    "state",
    "county",
    "city",
    "address",
    "date",
    "time",
    "origin",
    "origin_id",
    "root",
    "judgement",
    "judgement_id",
    "decided",
    "scope",
    "part",
    "field",
    "gender",
    "role",
    "type",
    "age_group",
    "year",
    "id",
    "feature",
    "from",
    "to",
    "days",
    "left_out",
    "profile",
    "withheld",
    "weapons",
];
/// Offices besides the titles of names.
const OFFICES: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "attorney",
    "prosecutor",
    "examiner",
    "director",
    "president",
    "commissioner",
    "investigator",
    "governor",
    "council",
    "councilman",
    "councilwoman",
    "alderman",
    "principal",
    "commander",
    "warden",
    "solicitor",
    "commonwealth",
];

/// What a public export needs to know of a register: every incident is looked at before any is written.
#[derive(Debug)]
pub struct Publication {
    profile: Profile,
    /// Who is withheld on a report, whichever of its incidents they are of.
    on: BTreeMap<String, BTreeSet<Hidden>>,
    /// Full names of minors: not to be seen on any report, whatever it is about.
    everywhere: BTreeSet<Hidden>,
    /// Who is withheld on a report, by the report's address.
    cited: BTreeMap<String, BTreeSet<Hidden>>,
    /// Reports whose own name tells a withheld one, and what they are called instead.
    renamed: BTreeMap<String, String>,
}

impl Publication {
    /// Under a profile.
    pub fn under(profile: Profile) -> Self {
        Self { profile, on: BTreeMap::new(), cited: BTreeMap::new(), everywhere: BTreeSet::new(), renamed: BTreeMap::new() }
    }

    /// Looks at an incident.
    pub fn look(&mut self, incident: &Incident) {
        let hidden = self.hidden(incident);
        for page in &incident.documents {
            self.on.entry(page.doc_id.clone()).or_default().extend(hidden.iter().cloned());
            if let Some(url) = page.url.as_deref().filter(|_| !hidden.is_empty()) {
                self.cited.entry(address(url)).or_default().extend(hidden.iter().cloned());
            }
        }
        let minors = incident.participants.iter().filter(|p| is_minor(incident, p) && self.reason(incident, p).is_some());
        let whole =
            minors.flat_map(|minor| called(incident, minor).into_iter().filter_map(|name| Hidden::phrase(name, &description(incident, minor))));
        let whole: Vec<Hidden> = whole.collect();
        self.everywhere.extend(whole);
    }

    /// After the last one was looked at.
    pub fn ready(mut self) -> Self {
        let tells = |(doc, on): &(&String, &BTreeSet<Hidden>)| Names::of(on.iter().chain(&self.everywhere)).tell(doc);
        let renamed = self.on.iter().filter(tells).enumerate().map(|(n, (doc, _))| (doc.clone(), format!("report-{}", n + 1))).collect();
        self.renamed = renamed;
        self
    }

    /// An incident as it may be seen.
    pub fn of(&self, incident: &Incident) -> Incident {
        let mut shown = incident.clone();
        let withheld: BTreeMap<&str, String> =
            incident.participants.iter().filter_map(|p| Some((p.participant_id.as_str(), self.reason(incident, p)?))).collect();
        let on = incident.documents.iter().filter_map(|d| self.on.get(&d.doc_id)).flatten();
        let mut names = Names::of(on.chain(&self.everywhere));
        for person in incident.participants.iter().filter(|p| !withheld.contains_key(p.participant_id.as_str())) {
            person.names.iter().for_each(|name| names.keep(name));
        }
        for person in &mut shown.participants {
            if let Some(reason) = withheld.get(person.participant_id.as_str()) {
                person.label = description(incident, person);
                person.name = None;
                person.names.clear();
                person.withheld = Some(reason.clone());
            }
        }
        let left_out: BTreeSet<&str> = [("hospital", self.profile.shown.hospital), ("criminal_history", self.profile.shown.criminal_history)]
            .iter()
            .filter(|(_, shown)| !shown)
            .map(|(s, _)| *s)
            .collect();
        let out = |about: &str, slot: &str| left_out.contains(slot) || slot == "name" && withheld.contains_key(about);
        let past = if left_out.contains("criminal_history") { of_the_past(incident) } else { BTreeSet::new() };
        let (gone, mut claims): (Vec<Claim>, Vec<Claim>) =
            shown.claims.drain(..).partition(|c| out(&c.about, &c.slot) || past.contains(c.claim_id.as_str()));
        let went: BTreeSet<&str> = gone.iter().map(|c| c.claim_id.as_str()).collect();
        // Ids are numbers in the order of the claims: see above.
        let numbers = |prefix: char, ids: Vec<&String>| -> BTreeMap<String, String> {
            ids.into_iter().enumerate().map(|(n, id)| (id.clone(), format!("{prefix}{}", n + 1))).collect()
        };
        let claim_ids = numbers('c', incident.claims.iter().map(|c| &c.claim_id).collect());
        let origin_ids = numbers('o', incident.origins.iter().map(|o| &o.origin_id).collect());
        let renumber = |id: &mut String| *id = claim_ids.get(id).or_else(|| origin_ids.get(id)).cloned().unwrap_or_default();
        for claim in &mut claims {
            renumber(&mut claim.claim_id);
            claim.origin.as_mut().map(renumber);
        }
        shown.claims = claims;
        shown.findings.retain_mut(|f| !out(&f.about, &f.slot) && without(f, &went));
        for finding in &mut shown.findings {
            for reading in &mut finding.readings {
                reading.claims.iter_mut().for_each(renumber);
                for support in &mut reading.support {
                    support.origin.as_mut().map(renumber);
                    support.claims.iter_mut().for_each(renumber);
                }
            }
            finding.relations.iter_mut().flat_map(|r| [&mut r.from, &mut r.to]).for_each(renumber);
        }
        shown.day.constraints.iter_mut().filter_map(|c| c.claim_id.as_mut()).for_each(renumber);
        shown.origins.iter_mut().for_each(|o| renumber(&mut o.origin_id));
        if !self.profile.shown.background {
            shown.background.clear();
        }
        // Remarks are between the people of a register.
        shown.judgements.retain(|j| j.decided != "note" && j.slot.as_ref().is_none_or(|slot| !left_out.contains(slot.as_str()) && slot != "name"));
        shown.public = Some(Public {
            profile: self.profile.name.clone(),
            label: self.profile.label.clone(),
            left_out: left_out.iter().map(ToString::to_string).collect(),
        });
        let mask = Mask { to: self, names, gone: &gone, pages: &incident.documents };
        let Ok(mut json) = serde_json::to_value(&shown) else { return shown };
        mask.value(&mut json, "", "", false);
        // What was an incident is one still: only strings changed.
        serde_json::from_value(json).unwrap_or(shown)
    }

    /// Who and what is not to be seen of an incident.
    fn hidden(&self, incident: &Incident) -> Vec<Hidden> {
        let mut hidden: Vec<Hidden> = Vec::new();
        for person in incident.participants.iter().filter(|p| self.reason(incident, p).is_some()) {
            hidden.extend(Hidden::person(called(incident, person), &description(incident, person)));
        }
        let named: BTreeSet<&str> = incident.participants.iter().flat_map(|p| called(incident, p)).flat_map(str::split_whitespace).collect();
        for voice in incident.claims.iter().flat_map(|c| &c.attribution) {
            let proper = rashomon_register::origin::person(voice);
            // Whom the incident knows goes by what he or she is in it.
            if proper.last().is_none_or(|family| named.contains(family)) {
                continue;
            }
            let word = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let office = voice.split_whitespace().map(word).any(|w| is_title(&w) || OFFICES.contains(&w.as_str()));
            if !(if office { self.profile.named.official } else { self.profile.named.witness }) {
                hidden.extend(Hidden::person([proper.join(" ").as_str()], if office { "an official" } else { "a person" }));
            }
        }
        if !self.profile.shown.hospital {
            let hospitals = incident.claims.iter().filter(|c| c.slot == "hospital").flat_map(|c| [&c.value, &c.quote.exact]);
            hidden.extend(hospitals.filter(|h| h.chars().any(char::is_uppercase)).filter_map(|h| Hidden::phrase(h, "a hospital")));
        }
        hidden
    }

    /// Why somebody is not named; `None` where he or she is.
    fn reason(&self, incident: &Incident, person: &Participant) -> Option<String> {
        let named = &self.profile.named;
        let (stage, accused) = stage(incident, person);
        if is_minor(incident, person) {
            match named.minor {
                Minors::Never => return Some("a minor".into()),
                Minors::UnlessAccused if accused => return Some("a minor who is accused".into()),
                Minors::UnlessAccused | Minors::AsOthers => {}
            }
        }
        // Who has a child's surname tells whose child it is.
        let minors = || incident.participants.iter().filter(|p| p.participant_id != person.participant_id && is_minor(incident, p));
        if named.minor == Minors::Never && !is_minor(incident, person) {
            let kin = |minor: &Participant| {
                Hidden::person(called(incident, minor), "").is_some_and(|h| called(incident, person).iter().any(|name| h.meets(name)))
            };
            if minors().any(kin) {
                return Some("bears the name of a minor".into());
            }
        }
        let role = person.role.as_deref();
        let by = |may: bool, who: &str| (!may).then(|| who.to_owned());
        match role {
            Some("officer") => return by(named.officer, "an officer"),
            Some("official") => return by(named.official, "an official"),
            _ => {}
        }
        let is_victim = role == Some("victim") || person.gva_type.as_deref() == Some("Victim");
        if accused && (named.suspect == Stage::Never || stage < named.suspect) {
            let stage = format!("{stage:?}").to_lowercase();
            return Some(if stage == "suspect" { "a suspect".into() } else { format!("a suspect ({stage})") });
        }
        if is_victim && !named.victim {
            return Some("a victim".into());
        }
        if accused || is_victim { None } else { by(named.witness, "neither accused nor harmed") }
    }
}

/// All that somebody is called.
fn called<'i>(incident: &'i Incident, person: &'i Participant) -> Vec<&'i str> {
    let said = incident.claims.iter().filter(|c| c.slot == "name" && c.about == person.participant_id && c.value != "unknown");
    person.name.iter().chain(&person.names).chain(said.map(|c| &c.value)).map(String::as_str).collect()
}

/// The findings on somebody.
fn finding<'i>(incident: &'i Incident, about: &str, slot: &str) -> Option<&'i Finding> {
    incident.findings.iter().find(|f| f.about == about && f.slot == slot)
}

/// Claims on a case that are read off the words of somebody's earlier ones.
fn of_the_past(incident: &Incident) -> BTreeSet<&str> {
    let past: Vec<&Claim> = incident.claims.iter().filter(|c| c.slot == "criminal_history").collect();
    let over = |c: &&Claim| {
        past.iter().any(|p| p.doc_id == c.doc_id && p.quote.field == c.quote.field && p.quote.start < c.quote.end && c.quote.start < p.quote.end)
    };
    let of_a_case = |c: &&Claim| matches!(c.slot.as_str(), "charge" | "arrested" | "case_status");
    incident.claims.iter().filter(of_a_case).filter(over).map(|c| c.claim_id.as_str()).collect()
}

/// A finding without the claims that went; false where nothing is left of it.
fn without(finding: &mut Finding, went: &BTreeSet<&str>) -> bool {
    let before = finding.readings.clone();
    for reading in &mut finding.readings {
        reading.claims.retain(|c| !went.contains(c.as_str()));
        reading.support.iter_mut().for_each(|s| s.claims.retain(|c| !went.contains(c.as_str())));
        reading.support.retain(|s| !s.claims.is_empty());
    }
    finding.readings.retain(|r| !r.claims.is_empty());
    finding.relations.retain(|r| !went.contains(r.from.as_str()) && !went.contains(r.to.as_str()));
    if finding.readings.len() < before.len() {
        let stays = |r: &rashomon_store::wire::Reading| finding.readings.iter().any(|s| s.value == r.value);
        if finding.preferred.as_ref().is_some_and(|p| before.iter().any(|r| !stays(r) && p.contains(&r.value))) {
            finding.preferred = None;
        }
        finding.why = "something of it is left out here".into();
    }
    !finding.readings.is_empty()
}

/// How far it went with somebody as some report tells it, and whether he or she is accused at all.
fn stage(incident: &Incident, person: &Participant) -> (Stage, bool) {
    let past = of_the_past(incident);
    let says = |about: &str, slot: &str, wanted: &dyn Fn(&str) -> bool| {
        let now = |claims: &[String]| claims.iter().any(|c| !past.contains(c.as_str()));
        finding(incident, about, slot).is_some_and(|f| f.readings.iter().any(|r| !r.superseded && wanted(&r.value) && now(&r.claims)))
    };
    let id = person.participant_id.as_str();
    let is_suspect = |p: &Participant| p.role.as_deref() == Some("suspect") || p.gva_type.as_deref() == Some("Subject-Suspect");
    let charged = says(id, "charge", &|v| v != "none" && v != "unknown");
    let arrested = says(id, "arrested", &|v| v == "true");
    // Prosecutors and officers are told of beside charges and arrests that are others'.
    let accused = is_suspect(person) || (charged || arrested) && !matches!(person.role.as_deref(), Some("officer" | "official" | "witness"));
    // The case is the incident's: of several accused it cannot be told whose.
    let alone = incident.participants.iter().filter(|p| is_suspect(p) && !p.refuted).count() <= 1;
    let stage = match () {
        () if alone && charged && says("incident", "case_status", &|v| matches!(v, "convicted" | "sentenced")) => Stage::Convicted,
        () if charged => Stage::Charged,
        () if arrested => Stage::Arrested,
        () => Stage::Suspect,
    };
    (stage, accused)
}

/// Whether some report has somebody under 18: one is enough.
fn is_minor(incident: &Incident, person: &Participant) -> bool {
    const UNDER: u16 = 18 * 12;
    let of = |slot: &'static str| incident.claims.iter().filter(move |c| c.about == person.participant_id && c.slot == slot);
    let ages = || of("age").filter(|c| !c.factuality.ends_with('-')).filter_map(|c| Age::parse(&c.value));
    let young = person.age.is_some_and(|a| a < 18)
        || person.age_group.as_deref().is_some_and(|g| g.starts_with("Child") || g.starts_with("Teen"))
        || ages().any(|age| age.low < UNDER);
    if young || person.age.is_some() || ages().next().is_some() {
        return young;
    }
    // Where nobody gives an age, the words that call somebody do.
    let called = ["gender", "role", "name"].into_iter().flat_map(of).map(|c| c.quote.exact.as_str()).chain([person.label.as_str()]);
    let is_young = |word: &str| {
        matches!(
            word,
            "juvenile"
                | "juveniles"
                | "minor"
                | "teen"
                | "teens"
                | "teenager"
                | "teenagers"
                | "teenage"
                | "boy"
                | "boys"
                | "girl"
                | "girls"
                | "child"
                | "children"
                | "baby"
                | "infant"
                | "toddler"
                | "newborn"
        )
    };
    called.flat_map(|words| words.split(|c: char| !c.is_alphanumeric())).any(|w| is_young(&w.to_lowercase()))
}

/// What somebody without a name is called: the age and no more than the stage allows.
fn description(incident: &Incident, person: &Participant) -> String {
    let (stage, accused) = stage(incident, person);
    let what = match (person.role.as_deref(), accused) {
        (Some("officer"), _) => "officer",
        (Some("official"), _) => "official",
        (_, true) if stage == Stage::Convicted => "convicted person",
        (_, true) if stage == Stage::Charged => "person charged",
        (_, true) => "suspect",
        (Some("victim"), false) => "victim",
        (Some("witness"), false) => "witness",
        _ if person.gva_type.as_deref() == Some("Victim") => "victim",
        _ => "person",
    };
    let article =
        |word: &str| if word.starts_with(['a', 'e', 'i', 'o', 'u', '8']) || word.starts_with("11") || word.starts_with("18") { "an" } else { "a" };
    match person.age {
        // Of a child the age alone: the part is told where it is asked for.
        Some(age) if age < 18 => format!("{} {age}-year-old", article(&age.to_string())),
        Some(age) if matches!(what, "suspect" | "victim") => format!("{} {age}-year-old {what}", article(&age.to_string())),
        _ if is_minor(incident, person) => "a minor".into(),
        _ => format!("{} {what}", article(what)),
    }
}

/// Goes through an incident's JSON.
struct Mask<'p> {
    to: &'p Publication,
    names: Names,
    /// Claims that are left out: their words go in others' too.
    gone: &'p [Claim],
    pages: &'p [Listed],
}

impl Mask<'_> {
    /// `key`: the field it stands in; `doc`: the report that it is about; `place`: of a slot whose values are no person's.
    fn value(&self, value: &mut Value, key: &str, doc: &str, place: bool) {
        match value {
            Value::Object(fields) => {
                let doc = fields.get("doc_id").and_then(Value::as_str).unwrap_or(doc).to_owned();
                let place = place || fields.get("slot").and_then(Value::as_str).is_some_and(|s| PLACES.contains(&s));
                if fields.contains_key("exact") {
                    self.words(fields, &doc);
                    return;
                }
                for (key, value) in fields.iter_mut() {
                    self.value(value, key, &doc, place);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item, key, doc, place)),
            Value::String(text) => match key {
                "doc_id" | "documents" => {
                    if let Some(name) = self.to.renamed.get(text) {
                        name.clone_into(text);
                    }
                }
                "url" if self.names.tell(text) => *value = Value::Null,
                "url" => {}
                "value" | "preferred" | "was" if place => {}
                key if PLAIN.contains(&key) => {}
                // A voice is a person as a whole.
                "attribution" | "voice" => {
                    if let Some((_, label)) = self.names.find(text, false).into_iter().next() {
                        *text = label.to_owned();
                    }
                }
                key => {
                    for (doc, name) in &self.to.renamed {
                        if text.contains(doc.as_str()) {
                            *text = text.replace(doc.as_str(), name);
                        }
                    }
                    let loose = matches!(key, "detail" | "because");
                    if let Some(masked) = self.names.mask(text, loose, str::to_owned) {
                        *text = if key == "caption" { capitalised(&masked) } else { masked };
                    }
                }
            },
            _ => {}
        }
    }

    /// Words of a report: cut, masked, and with the line on rights.
    fn words(&self, fields: &mut serde_json::Map<String, Value>, doc: &str) {
        let Some(exact) = fields.get("exact").and_then(Value::as_str).map(str::to_owned) else { return };
        let number = |key: &str| fields.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        let (start, end) = (number("start"), number("end"));
        let field = fields.get("field").and_then(Value::as_str).unwrap_or_default();
        let byte = |point: u32| exact.char_indices().nth(point.saturating_sub(start) as usize).map_or(exact.len(), |(at, _)| at);
        let mut hidden: Vec<(std::ops::Range<usize>, &str)> = self.names.find(&exact, false);
        for claim in self.gone.iter().filter(|c| c.doc_id == doc && c.slot != "name") {
            let label = if claim.slot == "hospital" { "a hospital" } else { "withheld" };
            let over = std::iter::once(&claim.quote).chain(&claim.also).filter(|q| q.field == field && q.start < end && start < q.end);
            hidden.extend(over.map(|q| (byte(q.start.max(start))..byte(q.end.min(end)), label)));
        }
        hidden.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let most = byte(start.saturating_add(self.to.profile.quote));
        let cut = most < exact.len();
        // At the end of a word, and in front of what is withheld.
        let space = || exact.get(..most).and_then(|t| t.rfind(char::is_whitespace)).filter(|at| *at > 0).unwrap_or(most);
        let to = if cut { space() } else { exact.len() };
        let to = hidden.iter().find(|(range, _)| range.start < to && to < range.end).map_or(to, |(range, _)| range.start);
        let (mut said, mut from, mut masked) = (String::new(), 0, false);
        for (range, label) in hidden.iter().filter(|(range, _)| range.start < to) {
            if range.start >= from {
                said.push_str(exact.get(from..range.start).unwrap_or(""));
                said.push_str(&format!("[{label}]"));
                masked = true;
            }
            from = from.max(range.end);
        }
        said.push_str(exact.get(from..to).unwrap_or(""));
        let points = exact.get(..to).map_or(0, |t| t.chars().count() as u64);
        fields.insert("exact".into(), said.into());
        fields.insert("end".into(), (u64::from(start) + points).into());
        if masked {
            fields.insert("masked".into(), true.into());
        }
        if cut {
            fields.insert("cut".into(), true.into());
        }
        if points > u64::from(self.to.profile.longer) {
            let page = self.pages.iter().find(|p| p.doc_id == doc);
            let publisher = page.and_then(|p| p.publisher.as_deref()).unwrap_or("its publisher");
            let day = page.and_then(|p| p.published.as_deref()).map_or_else(String::new, |d| format!(", {d}"));
            fields.insert("rights".into(), format!("© {publisher}{day}; quoted as evidence").into());
            if let Some(url) = page.and_then(|p| p.url.as_deref()).filter(|url| !self.names.tell(url)) {
                fields.insert("link".into(), url.into());
            }
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
