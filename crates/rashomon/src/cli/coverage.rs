//! `rashomon coverage INCIDENT`: which outlets' pages of it are held, of which days and kinds.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use rashomon_store::wire::{Incident, Listed};
use serde_json::json;

use super::{Ended, Failure, Global, Result, When, an_incident, out};
use crate::dossier::{outlet, plural};
use crate::terminal::shown;

/// Show which outlets' pages of an incident are held, of which days and kinds. What is not held may have been reported all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon coverage 7fd5")]
pub(super) struct Coverage {
    /// Its id, or as much of it as is enough.
    incident: String,
    #[command(flatten)]
    when: When,
}

/// The pages of one outlet.
#[derive(Default)]
struct Pages<'i> {
    days: BTreeSet<&'i str>,
    /// Pages without a day.
    undated: usize,
    kinds: BTreeMap<&'i str, usize>,
    documents: Vec<&'i str>,
    /// Pages that tell of it beside something else.
    beside: usize,
}

impl Coverage {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let json = an_incident(global, &store, &view, &self.incident)?;
        let incident = Incident::from_json(&json)
            .ok_or_else(|| Failure::not_found(format!("incident {} cannot be read", self.incident), "rashomon check finds what is damaged"))?;
        let mut outlets: BTreeMap<String, Pages<'_>> = BTreeMap::new();
        for page in &incident.documents {
            outlets.entry(outlet(page)).or_default().take(page);
        }
        // By the first day on which an outlet has a page.
        let mut outlets: Vec<(String, Pages<'_>)> = outlets.into_iter().collect();
        outlets.sort_by_key(|(name, pages)| (pages.days.is_empty(), pages.days.first().copied(), name.clone()));
        let held = incident.documents.len();
        let mut out = out();
        if global.json {
            let listed: Vec<_> = outlets
                .iter()
                .map(|(name, p)| json!({ "outlet": name, "pages": p.documents.len(), "days": p.days, "undated": p.undated, "kinds": p.kinds, "beside": p.beside, "documents": p.documents }))
                .collect();
            let all = json!({ "schema": "rashomon/coverage@1", "incident_id": incident.incident_id, "pages_held": held, "outlets": listed });
            writeln!(out, "{all}")?;
        } else {
            writeln!(out, "{}", shown(&incident.caption))?;
            writeln!(out, "among the {} held, of {}:\n", plural(held, "page"), plural(outlets.len(), "outlet"))?;
            let wide = outlets.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(40);
            for (name, pages) in &outlets {
                writeln!(out, "  {:wide$}  {}", shown(name), shown(&pages.line()))?;
            }
        }
        out.flush()?;
        Ok(Ended::Done)
    }
}

impl<'i> Pages<'i> {
    fn take(&mut self, page: &'i Listed) {
        match page.published.as_deref().or(page.published_between.as_deref()) {
            Some(day) => drop(self.days.insert(day)),
            None => self.undated += 1,
        }
        *self.kinds.entry(page.page.as_deref().unwrap_or("kind not told")).or_default() += 1;
        self.documents.push(&page.doc_id);
        self.beside += usize::from(page.part != "main");
    }

    /// "2 pages · 2026-03-06, 2026-03-09 · news".
    fn line(&self) -> String {
        let mut days: Vec<String> = self.days.iter().map(ToString::to_string).collect();
        if self.undated > 0 {
            days.push(format!("{} without a day", self.undated));
        }
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, n)| if *n > 1 { format!("{n} {kind}") } else { kind.to_string() }).collect();
        let beside = if self.beside > 0 { format!(" · {} beside something else", self.beside) } else { String::new() };
        format!("{} · {} · {}{beside}", plural(self.documents.len(), "page"), days.join(", "), kinds.join(", "))
    }
}
