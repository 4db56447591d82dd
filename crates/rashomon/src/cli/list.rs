//! `rashomon list`

use std::io::Write as _;

use jiff::civil::Date;
use rashomon_store::wire::Number;
use serde_json::{Value, json};

use super::{Ended, Global, Result, When, day, note, out};
use crate::answers::{self, Listed, Scoped, Wanted};
use crate::terminal::shown;

/// List incidents.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples: rashomon list --state Ohio --from 2018-01-01\n          rashomon list --where \"drive-by shootings in Ohio in 2018\"\n          \
    rashomon list --disputed --as-of 2018-09-20"
)]
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
        let wanted = Wanted {
            from: self.from,
            to: self.to,
            state: self.state.clone(),
            kind: self.kind.clone(),
            disputed: self.disputed,
            asked: self.asked.clone(),
            scope: self.scope,
        };
        let Listed { lines, out_of_scope } = answers::incidents(&view, &store, &wanted)?;
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

fn number(number: Option<&Number>) -> String {
    match number {
        None => "?".into(),
        Some(n) if n.low == n.high => n.best.to_string(),
        Some(n) => format!("{}–{}", n.low, n.high),
    }
}
