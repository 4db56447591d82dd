//! `rashomon diff --from DAY --to DAY [INCIDENT]` and `rashomon watch-list`: what changed between two days, and on whose word.

use std::collections::BTreeMap;
use std::io::Write as _;

use jiff::civil::Date;
use rashomon_store::wire::Incident;
use serde_json::json;

use super::{Ended, Global, Result, day, note, out};
use crate::answers;
use crate::changes::{Change, Changed, Stood};
use crate::dossier::Dossier;
use crate::keep::Program;
use crate::terminal::shown;
use crate::view::View;

/// Say what changed between two days, and on which page's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon diff --from 2018-09-14 --to 2018-09-20 7fd5")]
pub(super) struct Diff {
    /// An incident's id, as much of it as is enough; all of them where none is given.
    incident: Option<String>,
    /// What could be known by that day …
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Date,
    /// … and by that one; by default all that the register holds.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
}

/// List the findings whose status changed between two days.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon watch-list --from 2018-09-14")]
pub(super) struct WatchList {
    /// What could be known by that day …
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Date,
    /// … and by that one; by default all that the register holds.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
}

impl Diff {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let (changed, line) = answers::changed(&|day| Ok(View::of(&store, &program, day)?), &store, self.incident.as_deref(), self.from, self.to)?;
        if let Some(line) = line.filter(|_| !global.quiet && !global.json) {
            note(&line);
        }
        print(global, &program, "rashomon/diff@1", (self.from, self.to), &changed)
    }
}

impl WatchList {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let (mut changed, _) = answers::changed(&|day| Ok(View::of(&store, &program, day)?), &store, None, self.from, self.to)?;
        changed.iter_mut().for_each(|c| c.changes.retain(Change::of_status));
        // An incident of which nothing was known had no status to change.
        changed.retain(|c| c.was.is_some() && !c.changes.is_empty() && c.is.as_ref().is_some_and(|i| i.scope.as_deref() != Some("out")));
        print(global, &program, "rashomon/watch-list@1", (self.from, self.to), &changed)
    }
}

fn print(global: &Global, program: &Program, schema: &str, (from, to): (Date, Option<Date>), changed: &[Changed]) -> Result<Ended> {
    let mut out = out();
    if global.json {
        writeln!(
            out,
            "{}",
            json!({ "schema": schema, "from": from.to_string(), "to": to.map(|d| d.to_string()), "incidents": answers::changed_json(changed) })
        )?;
    } else {
        for c in changed {
            text(&mut out, program, c)?;
        }
        if changed.is_empty() {
            let to = to.map_or_else(|| "now".to_owned(), |d| d.to_string());
            writeln!(out, "nothing changed between {from} and {to}")?;
        }
    }
    out.flush()?;
    Ok(if changed.is_empty() { Ended::NothingFound } else { Ended::Done })
}

fn text(out: &mut impl std::io::Write, program: &Program, c: &Changed) -> std::io::Result<()> {
    let nothing = BTreeMap::new();
    let dossier = |i: &'_ Incident| -> String { format!("{} ({})", i.caption, i.incident_id) };
    match (&c.is, &c.was) {
        (Some(is), None) => writeln!(out, "new  {}", shown(&dossier(is)))?,
        (None, Some(was)) => writeln!(out, "gone {}", shown(&dossier(was)))?,
        (Some(is), Some(was)) if is.incident_id != was.incident_id => writeln!(out, "     {}, was {}", shown(&dossier(is)), was.incident_id)?,
        (Some(is), _) => writeln!(out, "     {}", shown(&dossier(is)))?,
        (None, None) => {}
    }
    // An incident of which nothing was known: that it is there is what changed.
    let (Some(is), Some(was)) = (&c.is, &c.was) else { return Ok(()) };
    let (now, then) = (Dossier::new(is, &program.kinds, &nothing), Dossier::new(was, &program.kinds, &nothing));
    for change in &c.changes {
        let d = if change.is.is_some() { &now } else { &then };
        let (before, after) = (change.was.as_ref().map(|s| stood(&then, s)), change.is.as_ref().map(|s| stood(&now, s)));
        let nothing = || "nothing told".to_owned();
        let line = format!("{}: {} → {}", d.about(&change.about, &change.slot), before.unwrap_or_else(nothing), after.unwrap_or_else(nothing));
        writeln!(out, "       {}", shown(&line))?;
        let mut told: Vec<String> = Vec::new();
        for claim in &change.on {
            let line = format!("“{}”{} ({})", claim.quote.exact, now.voices(claim), now.page(&claim.doc_id));
            if !told.contains(&line) {
                told.push(line);
            }
        }
        for line in told.iter().take(3) {
            writeln!(out, "         on {}", shown(line))?;
        }
        if told.len() > 3 {
            writeln!(out, "         … {} more (--json gives all)", told.len() - 3)?;
        }
    }
    Ok(())
}

/// "4 (single)", "disputed, 3 or 4", "disputed, 3 or 4, preferred 3 (majority-of-origins)".
fn stood(d: &Dossier<'_>, stood: &Stood) -> String {
    let values: Vec<String> = stood.values.iter().map(|v| d.value(v)).collect();
    match (&stood.preferred, stood.status.as_str()) {
        (_, "open") => "said to be unknown".into(),
        (None, "disputed") => format!("disputed, {}", values.join(" or ")),
        (Some(value), "disputed") => {
            format!("disputed, {}, preferred {} ({})", values.join(" or "), d.value(value), stood.policy.as_deref().unwrap_or(""))
        }
        (Some(value), status) => format!("{} ({status})", d.value(value)),
        (None, status) => format!("{} ({status})", values.join(", ")),
    }
}
