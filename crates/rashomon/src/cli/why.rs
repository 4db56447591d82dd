//! `rashomon why CLAIM|LINK|FINDING`

use std::io::Write as _;

use jiff::civil::Date;
use rashomon_store::wire::{Claim, Finding, Incident, Link};
use serde_json::{Value, json};

use super::{Ended, Failure, Global, Result, day, find_incident, out};
use crate::keep;
use crate::terminal::shown;

/// Say why the program holds something: a claim, a finding (INCIDENT:p1:wounds), or a link (two documents).
#[derive(Debug, clap::Args)]
pub(super) struct Why {
    /// CLAIM · INCIDENT:ABOUT:SLOT · DOC DOC · INCIDENT DOC DOC
    #[arg(required = true, num_args = 1..=3)]
    of: Vec<String>,
    /// What could be known by that day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
}

impl Why {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let all = |visit: &mut dyn FnMut(Incident)| {
            keep::each_incident(&store, &program, self.as_of, |json| -> Result<()> {
                if let Some(incident) = Incident::from_json(json) {
                    visit(incident);
                }
                Ok(())
            })
        };
        let mut out = out();
        match self.of.as_slice() {
            [one] if one.contains(':') => {
                let parts: Vec<_> = one.splitn(3, ':').collect();
                let &[id, about, slot] = parts.as_slice() else {
                    return Err(Failure::usage(
                        "bad-finding",
                        format!("{one} names no finding"),
                        "write INCIDENT:incident:date or INCIDENT:p1:wounds",
                    ));
                };
                let incident = Incident::from_json(&find_incident(&store, &program, self.as_of, id)?);
                let found = incident.as_ref().and_then(|i| i.findings.iter().find(|f| f.about == about && f.slot == slot).map(|f| (i, f)));
                let (incident, finding) =
                    found.ok_or_else(|| Failure::not_found(format!("{id} has no finding {about}:{slot}"), "rashomon show lists its findings"))?;
                if global.json {
                    let claims: Vec<_> = claims_of(incident, finding).collect();
                    writeln!(out, "{}", json!({ "schema": "rashomon/why@1", "finding": finding, "claims": claims }))?;
                } else {
                    finding_text(&mut out, incident, finding)?;
                }
            }
            [claim] => {
                let mut found: Option<(String, Claim)> = None;
                all(&mut |incident| {
                    if let Some(c) = incident.claims.iter().find(|c| c.claim_id == *claim) {
                        found = Some((incident.incident_id.clone(), c.clone()));
                    }
                })?;
                let (incident, claim) = found.ok_or_else(|| Failure::not_found(format!("no claim {claim}"), "rashomon show prints claim ids"))?;
                if global.json {
                    writeln!(out, "{}", json!({ "schema": "rashomon/why@1", "incident_id": incident, "claim": claim }))?;
                } else {
                    claim_text(&mut out, &incident, &claim)?;
                }
            }
            [.., a, b] => {
                let within = (self.of.len() == 3).then(|| self.of.first()).flatten();
                let mut links: Vec<Link> = Vec::new();
                let mut together = None;
                all(&mut |incident| {
                    if within.is_some_and(|id| !incident.incident_id.starts_with(id.as_str())) {
                        return;
                    }
                    let is = |l: &&Link| (l.documents.0 == *a && l.documents.1 == *b) || (l.documents.0 == *b && l.documents.1 == *a);
                    links.extend(incident.links.iter().chain(&incident.apart).filter(is).cloned());
                    let has = |doc: &String| incident.documents.iter().any(|d| d.doc_id == *doc);
                    if has(a) && has(b) {
                        together = Some(incident.incident_id.clone());
                    }
                })?;
                links.dedup();
                if links.is_empty() && together.is_none() {
                    let message = format!("{a} and {b} were never compared: no place, day or rare name that both give");
                    return Err(Failure::not_found(message, "rashomon show lists the documents of an incident"));
                }
                if global.json {
                    let links: Vec<Value> = links.iter().filter_map(|l| serde_json::to_value(l).ok()).collect();
                    writeln!(out, "{}", json!({ "schema": "rashomon/why@1", "together": together, "links": links }))?;
                } else {
                    match &together {
                        Some(id) => writeln!(out, "together in {id}")?,
                        None => writeln!(out, "kept apart")?,
                    }
                    for link in &links {
                        link_text(&mut out, link)?;
                    }
                    if links.is_empty() {
                        writeln!(out, "  joined through other documents; no direct link was scored")?;
                    }
                }
            }
            [] => {}
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

fn claims_of<'i>(incident: &'i Incident, finding: &'i Finding) -> impl Iterator<Item = &'i Claim> {
    incident.claims.iter().filter(|c| c.about == finding.about && c.slot == finding.slot)
}

fn finding_text(out: &mut impl std::io::Write, incident: &Incident, finding: &Finding) -> std::io::Result<()> {
    writeln!(out, "{} of {}: {}", shown(&finding.slot), about(incident, &finding.about), finding.status)?;
    writeln!(out, "  {}", shown(&finding.why))?;
    if let (Some(value), Some(policy)) = (&finding.preferred, &finding.policy) {
        let voice = if finding.voice.is_empty() { String::new() } else { format!(", says {}", finding.voice.join(", ")) };
        writeln!(out, "  preferred: {}{} (policy {})", shown(value), shown(&voice), shown(policy))?;
    }
    for reading in &finding.readings {
        let unstated = if reading.unstated > 0 { format!(", {} without a stated source", reading.unstated) } else { String::new() };
        writeln!(out, "  {}{}: {} origins{unstated}", shown(&reading.value), if reading.superseded { " (superseded)" } else { "" }, reading.origins)?;
        for claim in reading.claims.iter().filter_map(|id| incident.claims.iter().find(|c| c.claim_id == *id)) {
            let voice = if claim.attribution.is_empty() { "in its own voice".into() } else { claim.attribution.join(" ← ") };
            writeln!(out, "    {}  “{}”  {}  {}", shown(&claim.doc_id), shown(&claim.quote.exact), shown(&voice), claim.claim_id)?;
        }
    }
    for related in &finding.relations {
        writeln!(out, "  {} {} {}: {}", related.from, related.relation, related.to, shown(&related.because))?;
    }
    Ok(())
}

fn about(incident: &Incident, id: &str) -> String {
    incident
        .participants
        .iter()
        .find(|p| p.participant_id == id)
        .map_or_else(|| "the incident".into(), |p| shown(p.name.as_deref().unwrap_or(&p.label)).into_owned())
}

fn claim_text(out: &mut impl std::io::Write, incident: &str, claim: &Claim) -> std::io::Result<()> {
    writeln!(out, "{} {} = {}  ({}, in {incident})", claim.about, claim.slot, shown(&claim.value), claim.factuality)?;
    let quote = &claim.quote;
    writeln!(out, "  “{}”  {} {}[{}..{})", shown(&quote.exact), shown(&claim.doc_id), quote.field, quote.start, quote.end)?;
    let voice = if claim.attribution.is_empty() { "the page's own voice".into() } else { claim.attribution.join(" ← ") };
    writeln!(out, "  said by: {}", shown(&voice))?;
    writeln!(out, "  goes back to: {}", claim.origin.as_deref().unwrap_or("not stated: no vote"))?;
    for because in &claim.because {
        writeln!(out, "  because {}", shown(because))?;
    }
    Ok(())
}

fn link_text(out: &mut impl std::io::Write, link: &Link) -> std::io::Result<()> {
    let verdict = if link.joined { "joined" } else { "kept apart" };
    writeln!(out, "  {} · {}  {verdict} at {:+.2}", shown(&link.documents.0), shown(&link.documents.1), f64::from(link.score) / 100.0)?;
    for reason in &link.because {
        writeln!(out, "    {:+.2}  {}  {}", f64::from(reason.weight) / 100.0, shown(&reason.feature), shown(&reason.detail))?;
    }
    Ok(())
}
