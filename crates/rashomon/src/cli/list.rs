//! `rashomon list`

use std::io::Write as _;

use jiff::civil::Date;
use rashomon_store::wire::{Line, Number};
use serde_json::{Value, json};

use super::claim::Scoped;
use super::{Ended, Global, Result, When, day, note, out};
use crate::terminal::shown;

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
    /// Only those in that state, by its full name.
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
        let mut lines = self.when.view(&store, &program)?.lines()?;
        lines.retain(|line| self.wants(line));
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
    /// Whether a line is asked for; what is not known of an incident cannot be.
    fn wants(&self, line: &Line) -> bool {
        let is = |wanted: &Option<String>, value: Option<&str>| {
            wanted.as_ref().is_none_or(|wanted| value.is_some_and(|value| value.eq_ignore_ascii_case(wanted)))
        };
        // A day, or the first and the last that it can be.
        let (first, last) = line.date.as_deref().map_or((None, None), |d| d.split_once('/').map_or((Some(d), Some(d)), |(a, b)| (Some(a), Some(b))));
        let day = |text: Option<&str>| text.and_then(|d| d.parse::<Date>().ok());
        self.from.is_none_or(|from| day(last).is_some_and(|last| last >= from))
            && self.to.is_none_or(|to| day(first).is_some_and(|first| first <= to))
            && is(&self.state, line.state.as_deref())
            && is(&self.kind, Some(&line.kind))
            && (!self.disputed || !line.disputed.is_empty())
    }
}

fn number(number: Option<&Number>) -> String {
    match number {
        None => "?".into(),
        Some(n) if n.low == n.high => n.best.to_string(),
        Some(n) => format!("{}–{}", n.low, n.high),
    }
}
