//! `rashomon list`

use std::io::Write as _;

use jiff::civil::Date;
use rashomon_model::gazetteer;
use rashomon_model::value::day::DayRange;
use rashomon_register::query::{Filter, Holding, Query, Where};
use rashomon_store::wire::Number;
use serde_json::{Value, json};

use super::claim::Scoped;
use super::{Ended, Failure, Global, Result, When, ask, day, note, out};
use crate::terminal::shown;
use crate::{facts, question};

/// List incidents.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    when: When,
    /// Only those that can have happened on that day or later.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Only those that can have happened on that day or earlier.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Only those that a question asks for and that count as one: "drive-by shootings in Ohio in 2018".
    #[arg(long = "where", value_name = "TEXT")]
    asked: Option<String>,
    /// Only those in that state: its name or a short form of it.
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only those of that kind.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// By what people decided of their place in the register.
    #[arg(long, value_enum, default_value = "standing")]
    scope: Scoped,
    /// Only those in which something is disputed.
    #[arg(long)]
    disputed: bool,
}

impl List {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let store = global.reading(&program)?;
        let view = self.when.view(&store, &program)?;
        let mut lines = view.lines()?;
        let query = self.query();
        lines.retain(|line| query.weigh(&facts::of_line(line), &Holding::new()).1.fits());
        if let Some(text) = &self.asked {
            let meaning = question::read(text).map_err(|unclear| {
                let hint = unclear.nearest.first().map_or_else(|| "rashomon ask --help".into(), |near| format!("did you mean: {near}"));
                Failure::usage("not-a-question", unclear.why, &hint)
            })?;
            let counted = ask::counted(&view, &store, &meaning)?;
            lines.retain(|line| counted.contains(line.incident_id.as_str()));
        }
        let found = lines.len();
        lines.retain(|line| self.scope.wants(line.scope.as_deref()));
        let out_of_scope = if self.scope == Scoped::Standing { found - lines.len() } else { 0 };
        lines.sort_by(|a, b| (&a.date, &a.incident_id).cmp(&(&b.date, &b.incident_id)));
        let mut out = out();
        if global.json {
            let incidents: Vec<Value> = lines.iter().filter_map(|l| serde_json::to_value(l).ok()).collect();
            writeln!(
                out,
                "{}",
                json!({ "schema": "rashomon/list@1", "as_of": self.when.as_of.map(|d| d.to_string()), "captured_by": self.when.captured_by.map(|d| d.to_string()), "incidents": incidents, "out_of_scope": out_of_scope })
            )?;
        } else {
            writeln!(
                out,
                "{:<16}  {:<21}  {:<28}  {:>6}  {:>7}  {:>7}  {:>7}  DISPUTED",
                "ID", "DATE", "PLACE", "KILLED", "INJURED", "ORIGINS", "REPORTS"
            )?;
            for line in &lines {
                let place = [line.city.as_deref(), line.state.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
                writeln!(
                    out,
                    "{:<16}  {:<21}  {:<28}  {:>6}  {:>7}  {:>7}  {:>7}  {}",
                    line.incident_id,
                    line.date.as_deref().unwrap_or("-"),
                    shown(&place),
                    number(line.n_killed.as_ref()),
                    number(line.n_injured.as_ref()),
                    line.origins,
                    line.documents,
                    shown(&if line.disputed.is_empty() { "-".into() } else { line.disputed.join(", ") }),
                )?;
            }
        }
        out.flush()?;
        if out_of_scope > 0 && !global.json && !global.quiet {
            note(&format!("{out_of_scope} more {} out of scope: rashomon list --scope out", if out_of_scope == 1 { "is" } else { "are" }));
        }
        Ok(if lines.is_empty() { Ended::NothingFound } else { Ended::Done })
    }
}

impl List {
    /// What the flags ask for.
    fn query(&self) -> Query {
        let mut filters: Vec<Filter> = Vec::new();
        filters.extend(self.kind.as_deref().map(|kind| Filter::Kind(kind.into())));
        if self.from.is_some() || self.to.is_some() {
            filters.push(Filter::On(DayRange::new(self.from.unwrap_or(Date::MIN), self.to.unwrap_or(Date::MAX))));
        }
        if let Some(name) = &self.state {
            let state = gazetteer::state(name).map_or(name.as_str(), |s| s.name);
            filters.push(Filter::In(Where { state: Some(state.into()), ..Where::default() }));
        }
        if self.disputed {
            filters.push(Filter::Stands(None, "disputed".into()));
        }
        Query { filters }
    }
}

fn number(number: Option<&Number>) -> String {
    match number {
        None => "?".into(),
        Some(n) if n.low == n.high => n.best.to_string(),
        Some(n) => format!("{}–{}", n.low, n.high),
    }
}
