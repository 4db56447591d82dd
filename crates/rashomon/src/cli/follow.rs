//! `rashomon open-ends` and `rashomon leads`: cases that went silent, and sources that the register does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use jiff::civil::Date;
use rashomon_model::Kinds;
use rashomon_store::wire::Incident;
use serde_json::json;

use super::{Ended, Global, Result, day, out};
use crate::terminal::shown;
use crate::view::View;

/// List cases without an end: the last known stage, its day, and the days of silence since.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon open-ends --on 2018-12-31 --silent 30")]
pub(super) struct OpenEnds {
    /// The day to count to; by default that of the newest page in the register.
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Only those silent for so many days or more.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    silent: i32,
}

/// List sources that pages credit and the register does not hold, and who leans on them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon leads")]
pub(super) struct Leads {}

/// A case without an end.
struct Open {
    incident_id: String,
    caption: String,
    /// The last stage that is told; `None` where none is.
    stage: Option<String>,
    /// Who says so, nearest first.
    voice: Vec<String>,
    /// The newest page that says so.
    since: Option<Date>,
    /// The newest page of the incident; `None` where no page of it has a day.
    last: Option<Date>,
    /// Days from the newest page to the day asked for.
    silent: Option<i32>,
}

impl OpenEnds {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let mut open: Vec<Open> = Vec::new();
        let mut newest = None::<Date>;
        View::of(&store, &program, self.on)?.each(|json| -> Result<()> {
            let Some(incident) = Incident::from_json(json) else { return Ok(()) };
            newest = newest.max(newest_page(&incident, |_| true));
            open.extend(case(&incident, &program.kinds));
            Ok(())
        })?;
        let on = self.on.or(newest);
        open.iter_mut().for_each(|case| case.silent = on.zip(case.last).map(|(on, last)| (on - last).get_days()));
        open.retain(|case| self.silent <= 0 || case.silent.is_some_and(|days| days >= self.silent));
        open.sort_by(|a, b| (b.silent, &a.incident_id).cmp(&(a.silent, &b.incident_id)));
        let mut out = out();
        if global.json {
            let day = |d: Option<Date>| d.map(|d| d.to_string());
            let of = |c: &Open| {
                json!({ "incident_id": c.incident_id, "caption": c.caption, "stage": c.stage, "voice": c.voice, "since": day(c.since),
                    "last": day(c.last), "silent": c.silent })
            };
            let open: Vec<_> = open.iter().map(of).collect();
            writeln!(out, "{}", json!({ "schema": "rashomon/open-ends@1", "on": on.map(|d| d.to_string()), "open": open }))?;
        } else {
            writeln!(out, "{:<16}  {:>6}  {:<10}  {:<20}  INCIDENT", "ID", "SILENT", "SINCE", "LAST KNOWN STAGE")?;
            for case in &open {
                let since = case.since.or(case.last).map_or_else(|| "?".to_owned(), |day| day.to_string());
                let silent = case.silent.map_or_else(|| "?".to_owned(), |days| days.to_string());
                let stage = case.stage.as_deref().unwrap_or("nothing told");
                writeln!(out, "{:<16}  {:>6}  {since:<10}  {:<20}  {}", case.incident_id, silent, shown(stage), shown(&case.caption))?;
            }
        }
        out.flush()?;
        Ok(if open.is_empty() { Ended::NothingFound } else { Ended::Done })
    }
}

/// The day of the newest of some pages of an incident.
fn newest_page(incident: &Incident, which: impl Fn(&str) -> bool) -> Option<Date> {
    incident.documents.iter().filter(|l| which(&l.doc_id)).filter_map(|l| l.published.as_deref()?.parse().ok()).max()
}

/// How far a case is told; `None` where it has come to an end or is out of scope.
fn case(incident: &Incident, kinds: &Kinds) -> Option<Open> {
    if incident.scope.as_deref() == Some("out") {
        return None;
    }
    let slot = kinds.get(&incident.kind)?.slots.iter().find(|s| !s.ends.is_empty())?;
    let finding = incident.findings.iter().find(|f| f.about == "incident" && f.slot == slot.id.as_str());
    let standing = finding.into_iter().flat_map(|f| &f.readings).filter(|r| !r.superseded && r.value != "unknown");
    let furthest = standing.max_by_key(|r| slot.stage(&r.value));
    if furthest.is_some_and(|r| slot.ends.iter().any(|end| **end == *r.value)) {
        return None;
    }
    let claims: Vec<_> = furthest.into_iter().flat_map(|r| incident.claims.iter().filter(|c| r.claims.contains(&c.claim_id))).collect();
    Some(Open {
        incident_id: incident.incident_id.clone(),
        caption: incident.caption.clone(),
        stage: furthest.map(|r| r.value.clone()),
        voice: claims.first().map(|c| c.attribution.clone()).unwrap_or_default(),
        since: newest_page(incident, |doc| claims.iter().any(|c| c.doc_id == doc)),
        last: newest_page(incident, |_| true),
        silent: None,
    })
}

/// A source that is credited and not held.
#[derive(Default)]
struct Lead {
    label: String,
    /// Incident and report of each that leans on it.
    by: BTreeSet<(String, String, String)>,
}

impl Leads {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let mut leads: BTreeMap<String, Lead> = BTreeMap::new();
        View::of(&store, &program, None)?.each(|json| -> Result<()> {
            let Some(incident) = Incident::from_json(json).filter(|i| i.scope.as_deref() != Some("out")) else { return Ok(()) };
            for origin in incident.origins.iter().filter(|o| o.root == "outlet") {
                let label = origin.label.to_lowercase();
                let held = incident.documents.iter().filter_map(|l| l.publisher.as_ref()).any(|p| p.to_lowercase() == label);
                if held {
                    continue;
                }
                let lead = leads.entry(label).or_default();
                lead.label = lead.label.clone().max(origin.label.clone());
                for doc in &origin.documents {
                    let listed = incident.documents.iter().find(|l| l.doc_id == *doc);
                    let page = listed.and_then(|l| l.publisher.clone()).unwrap_or_else(|| doc.clone());
                    lead.by.insert((incident.incident_id.clone(), doc.clone(), page));
                }
            }
            Ok(())
        })?;
        let mut leads: Vec<Lead> = leads.into_values().collect();
        leads.sort_by(|a, b| (b.by.len(), &a.label).cmp(&(a.by.len(), &b.label)));
        let mut out = out();
        if global.json {
            let by = |l: &Lead| l.by.iter().map(|(id, doc, page)| json!({ "incident_id": id, "doc_id": doc, "publisher": page })).collect::<Vec<_>>();
            let all: Vec<_> = leads.iter().map(|l| json!({ "source": l.label, "reports": l.by.len(), "by": by(l) })).collect();
            writeln!(out, "{}", json!({ "schema": "rashomon/leads@1", "leads": all }))?;
        } else {
            for lead in &leads {
                let who: Vec<String> = lead.by.iter().take(4).map(|(id, _, page)| format!("{page} ({id})")).collect();
                let more = lead.by.len().saturating_sub(4);
                let more = if more > 0 { format!(" … {more} more (--json gives all)") } else { String::new() };
                let reports = crate::dossier::plural(lead.by.len(), "report");
                writeln!(out, "{}: credited by {reports}: {}{more}", shown(&lead.label), shown(&who.join(", ")))?;
            }
        }
        out.flush()?;
        Ok(if leads.is_empty() { Ended::NothingFound } else { Ended::Done })
    }
}
