//! What a question can ask of an incident, from the incident as it is exported.

use rashomon_model::value::Day;
use rashomon_register::query::{Facts, Person, Put, Standing, Tally, Told};
use rashomon_store::wire::{Claim, Finding, Incident, Line, Number, Participant};

/// The facts of an incident.
pub fn of(incident: &Incident) -> Facts {
    let text = |part: &Option<String>| part.as_deref().map(Into::into);
    let reports = || incident.documents.iter().filter(|d| d.part != "background");
    Facts {
        id: incident.incident_id.as_str().into(),
        kind: incident.kind.as_str().into(),
        caption: incident.caption.as_str().into(),
        docs: reports().map(|d| d.doc_id.as_str().into()).collect(),
        main: reports().any(|d| d.part == "main"),
        days: incident.record.date.as_deref().and_then(Day::parse).and_then(|d| d.resolved),
        state: text(&incident.record.state),
        county: text(&incident.record.county),
        city: text(&incident.record.city),
        killed: incident.record.n_killed.as_ref().map(tally),
        injured: incident.record.n_injured.as_ref().map(tally),
        people: incident.participants.iter().filter(|p| !p.refuted).map(person).collect(),
        claims: incident.claims.iter().map(told).collect(),
        standings: incident.findings.iter().map(standing).collect(),
    }
}

/// What an incident's line in `list` tells of it: kind, day, place, the dead and the hurt, and what is disputed.
pub fn of_line(line: &Line) -> Facts {
    let text = |part: &Option<String>| part.as_deref().map(Into::into);
    let disputed = |what: &String| {
        let (about, slot) = what.split_once(' ').unwrap_or(("incident", what));
        Standing { about: about.into(), slot: slot.into(), status: "disputed".into(), origins: 0 }
    };
    Facts {
        id: line.incident_id.as_str().into(),
        kind: line.kind.as_str().into(),
        caption: line.caption.as_str().into(),
        main: true,
        days: line.date.as_deref().and_then(Day::parse).and_then(|d| d.resolved),
        state: text(&line.state),
        city: text(&line.city),
        killed: line.n_killed.as_ref().map(tally),
        injured: line.n_injured.as_ref().map(tally),
        standings: line.disputed.iter().map(disputed).collect(),
        ..Facts::default()
    }
}

fn tally(number: &Number) -> Tally {
    Tally { low: number.low, best: number.best, high: number.high }
}

fn person(p: &Participant) -> Person {
    Person {
        id: p.participant_id.as_str().into(),
        names: p.names.iter().map(|n| n.as_str().into()).collect(),
        label: p.label.as_str().into(),
        size: p.size,
        age: p.age,
        age_group: p.age_group.as_deref().map(Into::into),
        gender: p.gender.as_deref().map(Into::into),
        role: p.role.as_deref().map(Into::into),
        listed: p.gva_type.is_some(),
        status: p.status.iter().map(|s| s.as_str().into()).collect(),
    }
}

fn told(claim: &Claim) -> Told {
    Told {
        id: claim.claim_id.as_str().into(),
        doc: claim.doc_id.as_str().into(),
        about: claim.about.as_str().into(),
        slot: claim.slot.as_str().into(),
        value: claim.value.as_str().into(),
        exact: claim.quote.exact.as_str().into(),
        put: match claim.factuality.as_str() {
            "CT+" | "PR+" => Put::Firmly,
            "PS+" | "Uu" => Put::Weakly,
            _ => Put::Denied,
        },
    }
}

fn standing(finding: &Finding) -> Standing {
    let mut roots: Vec<&str> = finding.readings.iter().flat_map(|r| &r.support).filter_map(|s| s.origin.as_deref()).collect();
    roots.sort_unstable();
    roots.dedup();
    Standing {
        about: finding.about.as_str().into(),
        slot: finding.slot.as_str().into(),
        status: finding.status.as_str().into(),
        origins: roots.len(),
    }
}
