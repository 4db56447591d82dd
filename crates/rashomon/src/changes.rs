//! What changed between two states of a register: incident by incident, finding by finding, and on which pages' words.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_store::wire::{Claim, Finding, Incident};

/// A finding that is not what it was.
#[derive(Clone, Debug)]
pub struct Change {
    /// `incident`, or the participant's id in the later state.
    pub about: String,
    /// The slot.
    pub slot: String,
    /// How it stood; `None` where nothing was said of it.
    pub was: Option<Stood>,
    /// How it stands; `None` where nothing is said of it any more.
    pub is: Option<Stood>,
    /// Claims that are there now and were not: on whose word it changed. Empty where reports were grouped anew, or a person decided.
    pub on: Vec<Claim>,
}

/// How a finding stands at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// `agreed`, `single`, `disputed`, `superseded`, `open`.
    pub status: String,
    /// What is preferred, and by which policy.
    pub preferred: Option<String>,
    /// See `preferred`.
    pub policy: Option<String>,
    /// All values that stand.
    pub values: Vec<String>,
}

impl Stood {
    fn of(finding: &Finding) -> Self {
        let values: BTreeSet<&str> = finding.readings.iter().filter(|r| !r.superseded).map(|r| r.value.as_str()).collect();
        Stood {
            status: finding.status.clone(),
            preferred: finding.preferred.clone(),
            policy: finding.policy.clone(),
            values: values.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// An incident that is not what it was.
#[derive(Clone, Debug)]
pub struct Changed {
    /// As it is; `None` where its reports tell of another incident now.
    pub is: Option<Incident>,
    /// As it was; `None` where nothing was known of it.
    pub was: Option<Incident>,
    /// Its findings that changed.
    pub changes: Vec<Change>,
}

impl Change {
    /// Whether its status changed, or it came up disputed.
    pub fn of_status(&self) -> bool {
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => was.status != is.status,
            (None, Some(is)) => is.status == "disputed",
            _ => false,
        }
    }
}

/// What became of the incidents of an earlier state in a later one. Both are given as exported, by id.
pub fn between(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Changed> {
    let parsed = |side: &BTreeMap<String, String>, other: &BTreeMap<String, String>| -> BTreeMap<String, Incident> {
        let differs = side.iter().filter(|(id, json)| other.get(*id) != Some(json));
        differs.filter_map(|(id, json)| Some((id.clone(), Incident::from_json(json)?))).collect()
    };
    let (was, is) = (parsed(was, is), parsed(is, was));
    let mut by_document: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (id, incident) in &was {
        for listed in &incident.documents {
            by_document.entry(&listed.doc_id).or_default().insert(id);
        }
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for incident in is.values() {
        // Those that share reports with it: the one that shares most is what it was, and the others were joined to it.
        let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
        for listed in &incident.documents {
            by_document.get(listed.doc_id.as_str()).into_iter().flatten().for_each(|id| *shared.entry(id).or_default() += 1);
        }
        let earlier =
            shared.iter().max_by_key(|(id, n)| (**n, **id == incident.incident_id, std::cmp::Reverse(**id))).and_then(|(id, _)| was.get(*id));
        seen.extend(shared.keys());
        let changes = findings(earlier, incident);
        if !changes.is_empty() || earlier.is_none() {
            out.push(Changed { is: Some(incident.clone()), was: earlier.cloned(), changes });
        }
    }
    let gone = was.values().filter(|i| !seen.contains(i.incident_id.as_str()));
    out.extend(gone.map(|i| Changed { is: None, was: Some(i.clone()), changes: Vec::new() }));
    out
}

fn findings(was: Option<&Incident>, is: &Incident) -> Vec<Change> {
    let known: BTreeMap<&str, &Claim> = was.into_iter().flat_map(|i| &i.claims).map(|c| (c.claim_id.as_str(), c)).collect();
    // Who a person was: whom most of the claims that both states have were about.
    let mut who: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for claim in &is.claims {
        if let Some(before) = known.get(claim.claim_id.as_str()) {
            *who.entry(&claim.about).or_default().entry(&before.about).or_default() += 1;
        }
    }
    let earlier_of = |about: &str| -> Option<&str> {
        if about == "incident" {
            return Some("incident");
        }
        who.get(about)?.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id)
    };
    let find = |about: &str, slot: &str| was.and_then(|i| i.findings.iter().find(|f| f.about == about && f.slot == slot));
    let mut out = Vec::new();
    let mut met: BTreeSet<(&str, &str)> = BTreeSet::new();
    for finding in &is.findings {
        let before = earlier_of(&finding.about).and_then(|about| find(about, &finding.slot));
        met.extend(before.map(|f| (f.about.as_str(), f.slot.as_str())));
        let (was, is_now) = (before.map(Stood::of), Stood::of(finding));
        if was.as_ref() == Some(&is_now) {
            continue;
        }
        let on = is.claims.iter().filter(|c| c.about == finding.about && c.slot == finding.slot && !known.contains_key(c.claim_id.as_str()));
        out.push(Change { about: finding.about.clone(), slot: finding.slot.clone(), was, is: Some(is_now), on: on.cloned().collect() });
    }
    let lost = was.into_iter().flat_map(|i| &i.findings).filter(|f| !met.contains(&(f.about.as_str(), f.slot.as_str())));
    out.extend(lost.map(|f| Change { about: f.about.clone(), slot: f.slot.clone(), was: Some(Stood::of(f)), is: None, on: Vec::new() }));
    out
}
