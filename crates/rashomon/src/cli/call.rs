//! `rashomon call WHO TEXT --on DAY`: what somebody told the desk, as a source of its own.

use std::io::{Read as _, Write as _};

use jiff::civil::{Date, Time};
use rashomon_model::{DocId, Ruling, Side};
use rashomon_store::ledger::Kept;
use rashomon_store::wire::kept::Call;
use serde_json::json;

use super::judge::{Signed, decided};
use super::{Ended, Failure, Global, Result, day, note, out};
use crate::decide::{self, Named};
use crate::settle::settle;
use crate::view::View;
use crate::{calls, keep};

/// Add what somebody told you: who, when, and what was said. It is read as a report is, and who told it is the source.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: rashomon call \"Sgt. Joel Hart\" \"Officer Ana Reyes of Millbrook, Ohio was shot twice on Friday, not four times.\" --on 2026-03-09 --about 7fd5"
)]
pub(super) struct Take {
    /// Who told it.
    who: String,
    /// What was said, in full sentences with the place and the people; - reads standard input.
    text: String,
    /// The day of the call.
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Date,
    /// Its time of day: 14:30.
    #[arg(long, value_name = "HH:MM", value_parser = time)]
    at: Option<Time>,
    /// The incident that it tells of: an id, as much of it as is enough, or a report's.
    #[arg(long, value_name = "INCIDENT")]
    about: Option<String>,
    /// Count it here, and never export it.
    #[arg(long)]
    confidential: bool,
    /// Who took the call; else RASHOMON_BY, else the name you are logged in by.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

fn time(text: &str) -> std::result::Result<Time, String> {
    Time::strptime("%H:%M", text).map_err(|_| "expected a time such as 14:30".into())
}

impl Take {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let mut text = self.text.clone();
        if text == "-" {
            text.clear();
            std::io::stdin().read_to_string(&mut text)?;
        }
        let empty = |what: &str| Failure::usage("no-text", format!("a call without {what}"), "rashomon call WHO TEXT --on DAY");
        match (self.who.trim(), text.trim()) {
            ("", _) => return Err(empty("who told it")),
            (_, "") => return Err(empty("a word")),
            _ => {}
        }
        let program = global.program()?;
        let mut store = global.writing(true)?;
        let about = self.about.as_deref().map(|word| -> Result<Side> {
            let view = View::of(&store, &program, None)?;
            let (named, _) = decide::named(&view, &store, word)?;
            match (&named, decide::side(&view, &named)?) {
                (_, Some(side)) => Ok(side),
                (Named::Several(ids), _) => Err(super::ambiguous(word, ids)),
                _ => Err(Failure::not_found(format!("no incident or report {word}"), "rashomon list and rashomon show name them")),
            }
        });
        let about = about.transpose()?;
        let signed = Signed::new(self.by.clone(), String::new());
        let call = Call { who: self.who.trim().into(), by: signed.by(), confidential: self.confidential };
        let given = calls::given(call, self.on, self.at, text.trim());
        let kept = keep::keep(&mut store, given, &program)?;
        settle(&mut store, &program)?;
        let Some((doc, kept)) = kept.documents.first() else {
            let why = kept.told.first().map_or_else(String::new, |t| t.notice.hint.to_string());
            return Err(Failure::usage("set-aside", format!("the call was not kept: {why}"), "say it in other words"));
        };
        let told = View::of(&store, &program, None)?.of_document(doc)?;
        let apart = about.filter(|side| side.docs.iter().all(|d| d.as_str() != doc));
        if global.json && (apart.is_none() || told.is_empty()) {
            let kept = if matches!(kept, Kept::Same) { "same" } else { "new" };
            let line = json!({ "schema": "rashomon/call@1", "doc_id": doc, "kept": kept, "confidential": self.confidential, "incidents": told });
            writeln!(out(), "{line}")?;
        } else if !global.quiet && !global.json {
            let which = if self.confidential { "a confidential call" } else { "a call" };
            let of = if told.is_empty() { "it tells of no incident".into() } else { format!("it tells of {}", told.join(" and ")) };
            note(&format!("kept {which} as {doc}: {of}; to undo: rashomon remove {doc}"));
        }
        match apart {
            Some(_) if told.is_empty() => {
                if !global.quiet {
                    note(&format!("{doc} is joined to nothing: in its words no incident was found"));
                    note("hint: remove it, and write it as a report would: who was hurt or killed how, where, and when");
                }
                Ok(Ended::SomeSetAside)
            }
            Some(side) => decided(global, &program, &mut store, signed.judgement(Ruling::Same(side, Side::of(DocId::new(doc))))),
            None => Ok(Ended::Done),
        }
    }
}
