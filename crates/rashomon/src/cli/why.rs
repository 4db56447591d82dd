//! `rashomon why CLAIM|FINDING|A B`

use std::io::Write as _;

use rashomon_model::Side as Pointed;
use rashomon_register::resolve::Comparison;
use rashomon_store::Store;
use rashomon_store::wire::{Claim, Finding, Incident, Judged, Link};
use serde_json::json;

use super::{Ended, Failure, Global, Result, When, an_incident, judge, note, out};
use crate::decide::{self, Named};
use crate::terminal::shown;
use crate::view::{Side, View};

/// Say why the program holds something: a claim, a finding (INCIDENT:p1:wounds), or that two incidents or reports are one, or not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon why 7fd5:p1:wounds\n          rashomon why 7fd5 848b")]
pub(super) struct Why {
    /// CLAIM · INCIDENT:ABOUT:SLOT · two of INCIDENT and DOC · INCIDENT DOC DOC
    #[arg(required = true, num_args = 1..=3)]
    of: Vec<String>,
    #[command(flatten)]
    when: When,
}

impl Why {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
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
                let incident = Incident::from_json(&an_incident(global, &store, &view, id)?);
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
                let written = format!("\"claim_id\":\"{claim}\"");
                view.each(|json| -> Result<()> {
                    if let Some(incident) = Some(json).filter(|json| json.contains(&written)).and_then(Incident::from_json)
                        && let Some(c) = incident.claims.iter().find(|c| c.claim_id == *claim)
                    {
                        found = Some((incident.incident_id.clone(), c.clone()));
                    }
                    Ok(())
                })?;
                let (incident, claim) = found.ok_or_else(|| Failure::not_found(format!("no claim {claim}"), "rashomon show prints claim ids"))?;
                if global.json {
                    writeln!(out, "{}", json!({ "schema": "rashomon/why@1", "incident_id": incident, "claim": claim }))?;
                } else {
                    claim_text(&mut out, &incident, &claim)?;
                }
            }
            [.., a, b] => {
                let told = together(global, &store, &view, a, b)?;
                if global.json {
                    writeln!(out, "{}", told.json())?;
                } else {
                    told.text(&mut out)?;
                }
            }
            [] => {}
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

/// So many pairs of reports are shown, the strongest first.
const SHOWN: usize = 5;

/// What speaks for and against two incidents, or two reports, being one.
struct Together {
    /// The incident that both are in.
    incident: Option<String>,
    judgements: Vec<Judged>,
    /// Pairs of reports, one of each side.
    links: Vec<Link>,
    comparison: Comparison,
}

fn together(global: &Global, store: &Store, view: &View<'_>, a: &str, b: &str) -> Result<Together> {
    let named = |word: &str| -> Result<(Named, Option<Pointed>)> {
        let (named, line) = decide::named(view, store, word)?;
        if let Some(line) = line.filter(|_| !global.quiet && !global.json) {
            note(&line);
        }
        match &named {
            Named::Several(ids) => return Err(super::ambiguous(word, ids)),
            Named::Nothing => return Err(Failure::not_found(format!("no incident or report {word}"), "rashomon list and rashomon show name them")),
            Named::Incident(_) | Named::Document(..) => {}
        }
        let side = decide::side(view, &named)?;
        Ok((named, side))
    };
    let ((a, side_a), (b, side_b)) = (named(a)?, named(b)?);
    let comparison = view.compare(&side_of(&a), &side_of(&b))?;
    let ids = |named: Named| match named {
        Named::Incident(id) => vec![id],
        Named::Document(_, ids) | Named::Several(ids) => ids,
        Named::Nothing => Vec::new(),
    };
    let (of_a, of_b) = (ids(a), ids(b));
    let incident = of_a.into_iter().find(|id| of_b.contains(id));
    let judgements = store.judgements()?;
    let meets = |x: &Pointed, y: &Option<Pointed>| y.as_ref().is_some_and(|y| x.points().any(|p| y.points().any(|q| p == q)));
    let between = judgements
        .iter()
        .filter(|j| j.ruling.sides().is_some_and(|(x, y)| meets(x, &side_a) && meets(y, &side_b) || meets(x, &side_b) && meets(y, &side_a)));
    Ok(Together { judgements: between.map(Judged::from).collect(), links: comparison.pairs.iter().map(Link::from).collect(), comparison, incident })
}

fn side_of(named: &Named) -> Side<'_> {
    match named {
        Named::Incident(id) => Side::Incident(id),
        Named::Document(doc, _) => Side::Document(doc),
        Named::Several(_) | Named::Nothing => Side::Incident(""),
    }
}

impl Together {
    fn json(&self) -> serde_json::Value {
        json!({ "schema": "rashomon/why@1", "together": self.incident, "judgements": self.judgements, "links": self.links,
            "average": self.comparison.average, "needed": self.comparison.needed, "one_page": self.comparison.one_page.as_ref().map(|d| d.as_str()) })
    }

    fn text(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        match &self.incident {
            Some(id) => writeln!(out, "together in {id}")?,
            None => writeln!(out, "kept apart")?,
        }
        for judged in &self.judgements {
            writeln!(out, "  {}", judge::line(judged))?;
        }
        if let Some(doc) = &self.comparison.one_page {
            writeln!(out, "  {} tells of both, apart from each other", shown(doc.as_str()))?;
        }
        for link in self.links.iter().take(SHOWN) {
            link_text(out, link)?;
        }
        if self.links.len() > SHOWN {
            writeln!(out, "  … {} more pairs of reports (--json gives all)", self.links.len() - SHOWN)?;
        }
        if self.links.len() > 1 {
            let (average, needed) = (f64::from(self.comparison.average) / 100.0, f64::from(self.comparison.needed) / 100.0);
            writeln!(out, "  on the whole {average:+.2}; two groups can be one from {needed:+.2}, if one pair has +0.00 or more")?;
        }
        Ok(())
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
    writeln!(out, "  {} · {}  {:+.2}", shown(&link.documents.0), shown(&link.documents.1), f64::from(link.score) / 100.0)?;
    for (title, wanted) in [("for", 1), ("against", -1)] {
        for (n, reason) in link.because.iter().filter(|r| r.weight.signum() == wanted).enumerate() {
            let title = if n == 0 { title } else { "" };
            writeln!(out, "    {title:<7}  {:+.2}  {}  {}", f64::from(reason.weight) / 100.0, shown(&reason.feature), shown(&reason.detail))?;
        }
    }
    Ok(())
}
