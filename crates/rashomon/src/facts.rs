//! What a question can ask of an incident, from the incident as it is exported; and as it lies beside it in a register.

use std::collections::BTreeSet;

use rashomon_model::value::Day;
use rashomon_register::query::{Facts, People, Person, Put, Rows, Standing, Tally, Told};
use rashomon_store::wire::{Claim, Finding, Incident, Line, Number, Participant};

/// The facts of an incident; its claims are in the order of the export.
pub fn of(incident: &Incident) -> Facts<'_> {
    let reports = || incident.documents.iter().filter(|d| d.part != "background");
    Facts {
        id: &incident.incident_id,
        kind: &incident.kind,
        docs: reports().map(|d| d.doc_id.as_str()).collect(),
        main: reports().any(|d| d.part == "main"),
        out: incident.scope.as_deref() == Some("out"),
        days: incident.record.date.as_deref().and_then(Day::parse).and_then(|d| d.resolved),
        state: incident.record.state.as_deref(),
        county: incident.record.county.as_deref(),
        city: incident.record.city.as_deref(),
        killed: incident.record.n_killed.as_ref().map(tally),
        injured: incident.record.n_injured.as_ref().map(tally),
        people: incident.participants.iter().filter(|p| !p.refuted).map(person).collect(),
        claims: incident.claims.iter().map(told).collect(),
        standings: incident.findings.iter().map(standing).collect(),
    }
}

/// The facts of an incident as bytes, to lie beside it: each claim once, whoever makes it, for all that a question is answered by.
pub fn packed(incident: &Incident) -> Vec<u8> {
    lying(of(incident))
}

/// As much of them as most questions need ([`Facts::brief`]).
pub fn packed_briefly(incident: &Incident) -> Vec<u8> {
    lying(of(incident).brief())
}

fn lying(facts: Facts<'_>) -> Vec<u8> {
    let claims: Rows<'_, Told<'_>> = facts.claims.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let (claims, standings, people) = (claims.text(), facts.standings.text(), facts.people.text());
    // Plain data: always has a form.
    postcard::to_stdvec(&Facts { claims: Rows::Lying(&claims), standings: Rows::Lying(&standings), people: People::Lying(&people), ..facts })
        .unwrap_or_default()
}

/// What was packed; `None` where it is something else.
pub fn unpacked(bytes: &[u8]) -> Option<Facts<'_>> {
    postcard::from_bytes(bytes).ok()
}

/// What an incident's line in `list` tells of it: kind, day, place, the dead and the hurt, and what is disputed.
pub fn of_line(line: &Line) -> Facts<'_> {
    Facts {
        id: &line.incident_id,
        kind: &line.kind,
        main: true,
        days: line.date.as_deref().and_then(Day::parse).and_then(|d| d.resolved),
        state: line.state.as_deref(),
        city: line.city.as_deref(),
        killed: line.n_killed.as_ref().map(tally),
        injured: line.n_injured.as_ref().map(tally),
        standings: line.disputed.iter().map(|what| disputed(what)).collect(),
        ..Facts::default()
    }
}

fn disputed(what: &str) -> Standing<'_> {
    let (about, slot) = what.split_once(' ').unwrap_or(("incident", what));
    Standing { about, slot, status: "disputed", single: false }
}

fn tally(number: &Number) -> Tally {
    Tally { low: number.low, best: number.best, high: number.high }
}

fn person(p: &Participant) -> Person<'_> {
    Person {
        id: &p.participant_id,
        names: p.names.iter().map(String::as_str).collect(),
        size: p.size,
        age: p.age,
        age_group: p.age_group.as_deref(),
        gender: p.gender.as_deref(),
        role: p.role.as_deref(),
        listed: p.gva_type.is_some(),
        status: p.status.iter().map(|s| &**s).collect(),
    }
}

fn told(claim: &Claim) -> Told<'_> {
    Told {
        about: &claim.about,
        slot: &claim.slot,
        value: &claim.value,
        put: match claim.factuality.as_str() {
            "CT+" | "PR+" => Put::Firmly,
            "PS+" | "Uu" => Put::Weakly,
            _ => Put::Denied,
        },
    }
}

fn standing(finding: &Finding) -> Standing<'_> {
    let mut roots: Vec<&str> = finding.readings.iter().flat_map(|r| &r.support).filter_map(|s| s.origin.as_deref()).collect();
    roots.sort_unstable();
    roots.dedup();
    Standing { about: &finding.about, slot: &finding.slot, status: &finding.status, single: roots.len() < 2 }
}
