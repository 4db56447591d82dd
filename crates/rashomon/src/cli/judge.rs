//! `rashomon same A B`, `not-same A B`, `unsure A B`, `split INCIDENT DOC…` and `undo [DECISION]`: what people decide about grouping.

use std::io::Write as _;

use rashomon_model::{DocId, Judgement, Ruling, Side};
use rashomon_store::Store;
use rashomon_store::wire::{Incident, Judged};
use serde_json::json;

use super::{Ended, Failure, Global, Result, an_incident, note, out};
use crate::decide::{self, Decided, Named, Undone};
use crate::keep::Program;
use crate::terminal::shown;
use crate::view::View;

/// Who decides, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Signed {
    /// Who decides; else RASHOMON_BY, else the name you are logged in by.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why, in your words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Decide about two incidents, or two reports.
#[derive(Debug, clap::Args)]
pub(super) struct Two {
    /// An incident's id, as much of it as is enough, or a report's.
    a: String,
    /// The other.
    b: String,
    #[command(flatten)]
    signed: Signed,
}

/// Take reports out of an incident.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon split 7fd5 valley-wire --note \"tells of the second shooting\"")]
pub(super) struct Split {
    /// Its id, or as much of it as is enough.
    incident: String,
    /// The reports that tell of something else.
    #[arg(required = true)]
    documents: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Take a decision back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon undo\n          rashomon undo 1a2b")]
pub(super) struct Undo {
    /// Its id, or as much of it as is enough; the last one that stands where none is given.
    decision: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

impl Signed {
    /// By this name, for this reason.
    pub(super) fn new(by: Option<String>, note: String) -> Self {
        Self { by, note }
    }
    pub(super) fn note(&self) -> &str {
        &self.note
    }
    pub(super) fn by(&self) -> String {
        let named = ["RASHOMON_BY", "USER", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
        self.by.clone().into_iter().chain(named).find(|n| !n.trim().is_empty()).unwrap_or_else(|| "somebody".into())
    }
}

impl Two {
    pub(super) fn run(&self, global: &Global, ruling: fn(Side, Side) -> Ruling) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let (a, b) = {
            let view = View::of(&store, &program, None)?;
            let pointed = |word: &str| -> Result<(Named, Side)> {
                let (named, line) = decide::named(&view, &store, word)?;
                if let Some(line) = line.filter(|_| !global.quiet) {
                    note(&line);
                }
                match (&named, decide::side(&view, &named)?) {
                    (_, Some(side)) => Ok((named, side)),
                    (Named::Several(ids), _) => Err(super::ambiguous(word, ids)),
                    (Named::Incident(_) | Named::Document(..), _) => Err(several_tales(word)),
                    _ => Err(Failure::not_found(format!("no incident or report {word}"), "rashomon list and rashomon show name them")),
                }
            };
            let ((x, a), (y, b)) = (pointed(&self.a)?, pointed(&self.b)?);
            if let (Named::Incident(one), Named::Incident(other)) = (&x, &y)
                && one == other
                && self.a != self.b
                && matches!(ruling(a.clone(), b.clone()), Ruling::Same(..))
            {
                if global.json {
                    writeln!(out(), "{}", json!({ "schema": "rashomon/judge@1", "judgement": null, "already": true, "incidents": [one] }))?;
                } else if !global.quiet {
                    note(&format!("they are one already: {one}"));
                }
                return Ok(Ended::Done);
            }
            if x == y || a.points().eq(b.points()) {
                return Err(Failure::usage(
                    "one-thing",
                    format!("{} and {} are one", self.a, self.b),
                    "name two; rashomon split INCIDENT DOC… takes reports out of one",
                ));
            }
            (a, b)
        };
        decided(global, &program, &mut store, self.signed.judgement(ruling(a, b)))
    }
}

impl Split {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let (a, b) = {
            let view = View::of(&store, &program, None)?;
            let json = an_incident(global, &store, &view, &self.incident)?;
            let incident = Incident::from_json(&json)
                .ok_or_else(|| Failure::not_found(format!("incident {} cannot be read", self.incident), "rashomon check"))?;
            if let Some(strange) = self.documents.iter().find(|d| incident.documents.iter().all(|l| l.doc_id != **d)) {
                return Err(Failure::not_found(
                    format!("incident {} has no report {strange}", incident.incident_id),
                    "rashomon show lists the reports of an incident",
                ));
            }
            let named = |doc: &DocId| self.documents.iter().any(|d| d == doc.as_str());
            let of = |out: bool| decide::reports(&view, &incident.incident_id, &|doc| named(doc) == out);
            match (of(true)?, of(false)?) {
                (Some(out), Some(rest)) => (rest, out),
                _ => {
                    return Err(Failure::usage(
                        "nothing-left",
                        format!("these are all reports of {}", incident.incident_id),
                        "name those that tell of something else",
                    ));
                }
            }
        };
        let ruling = Ruling::NotSame(a, b);
        decided(global, &program, &mut store, self.signed.judgement(ruling))
    }
}

/// A report that is about nothing and tells of several incidents is none of them.
fn several_tales(word: &str) -> Failure {
    Failure::usage("told-beside", format!("{word}: tells of several incidents, and is about none"), "name the incident that you mean")
}

/// Says that a decision contradicts others, with all of them shown; nothing is written.
pub(super) fn refused(global: &Global, wanted: &Judged, against: &[Judged]) -> Result<Ended> {
    if global.json {
        let error = json!({ "code": "contradiction", "message": "this contradicts what was decided", "hint": "rashomon undo ID takes a decision back",
            "decided": wanted, "against": against });
        writeln!(out(), "{}", json!({ "schema": "rashomon/error@1", "error": error }))?;
    } else {
        note("error: this contradicts what was decided; nothing was changed");
        note(&format!("  refused:  {}", line(wanted)));
        for stands in against {
            note(&format!("  stands:   {}", line(stands)));
        }
        note(&format!("hint: rashomon undo {} takes a decision back", against.first().map_or("", |j| &j.judgement_id)));
    }
    Ok(Ended::Refused)
}

/// Decides, and says what came of it.
pub(super) fn decided(global: &Global, program: &Program, store: &mut Store, judgement: Judgement) -> Result<Ended> {
    let wanted = Judged::from(&judgement);
    let (stands, already) = match decide::decide(store, program, judgement)? {
        Decided::Kept(judgement) => (judgement, false),
        Decided::Already(judgement) => (judgement, true),
        Decided::Refused(against) => return refused(global, &wanted, &against.iter().map(Judged::from).collect::<Vec<_>>()),
    };
    let view = View::of(store, program, None)?;
    let mut incidents: Vec<String> = Vec::new();
    match stands.ruling.sides() {
        Some((a, b)) => {
            for point in a.points().chain(b.points()) {
                incidents.extend(decide::of_point(&view, &point)?);
            }
        }
        None => {
            for doc in stands.ruling.docs() {
                incidents.extend(view.of_document(doc.as_str())?);
            }
        }
    }
    incidents.sort();
    incidents.dedup();
    let judged = Judged::from(&stands);
    if global.json {
        writeln!(out(), "{}", json!({ "schema": "rashomon/judge@1", "judgement": judged, "already": already, "incidents": incidents }))?;
    } else if !global.quiet {
        note(&format!("{}{}", if already { "stands already: " } else { "" }, line(&judged)));
        note(&format!("  now {}; to undo: rashomon undo {}", incidents.join(" and "), judged.judgement_id));
    }
    Ok(Ended::Done)
}

/// "wounds 4 → 3", "rule 4".
pub(super) fn value_line(judged: &Judged) -> Option<String> {
    let Some(slot) = &judged.slot else { return judged.rule.as_ref().map(|rule| format!("rule {rule}")) };
    Some(match (&judged.was, &judged.value) {
        (Some(was), Some(value)) if was != value => format!("{slot} {was} → {value}"),
        (_, Some(value)) => format!("{slot} {value}"),
        (Some(was), None) => format!("{slot} {was}"),
        (None, None) => slot.clone(),
    })
}

/// "1a2b… not-same: ledger-1 | channel-8, judged by Ana Reyes (two towns)".
pub(super) fn line(judged: &Judged) -> String {
    let side = |docs: &Vec<String>| match docs.as_slice() {
        [a, b, c, more @ ..] if !more.is_empty() => format!("{a}, {b}, {c} and {} more", more.len()),
        few => few.join(", "),
    };
    let sides: Vec<String> = judged.documents.iter().map(side).collect();
    let note = if judged.note.is_empty() { String::new() } else { format!(" ({})", judged.note) };
    let what = value_line(judged).map_or_else(String::new, |what| format!(", {what}"));
    shown(&format!("{} {}: {}{what}, judged by {}{note}", judged.judgement_id, judged.decided, sides.join(" | "), judged.by)).into_owned()
}

impl Undo {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let decision = match decide::undo(&mut store, &program, self.decision.as_deref(), &self.signed.by(), &self.signed.note)? {
            Undone::Done(decision) => decision,
            Undone::Nothing => {
                let what = self.decision.as_ref().map_or("no decision stands".into(), |id| format!("no decision {id} stands"));
                return Err(Failure::not_found(what, "rashomon show names the decisions about an incident"));
            }
            Undone::Several(ids) => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                return Err(super::ambiguous(self.decision.as_deref().unwrap_or(""), &ids));
            }
        };
        let judged = Judged::from(&decision.judgement);
        if global.json {
            writeln!(out(), "{}", json!({ "schema": "rashomon/undo@1", "judgement": judged }))?;
        } else if !global.quiet {
            note(&format!("undone: {}", line(&judged)));
        }
        Ok(Ended::Done)
    }
}
