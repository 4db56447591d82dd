//! `rashomon profile [NAME|FILE]`: the naming profile by which public exports go.

use std::io::Write as _;

use serde_json::json;

use super::{Ended, Failure, Global, Result, note, out};
use crate::keep;
use crate::public::Profile;
use crate::settle::settle;

/// Keep the naming profile that `--public` goes by, or show it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A profile is a file: label, quote (code points of a quotation that are shown), longer (beyond which its rights stand beside it),\n\
    [named] victim, officer, official, witness = true|false; suspect = suspect|arrested|charged|convicted|never; minor = never|unless-accused|as-others,\n\
    [shown] hospital, criminal_history, background = true|false. What it does not say is not shown.\n\nExample: rashomon profile ipso"
)]
pub(super) struct ProfileOf {
    /// ipso, none, pressekodex, us-open, or a file; what is kept is shown where none is given.
    name: Option<String>,
}

impl ProfileOf {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let kept = match &self.name {
            Some(name) => {
                let bad = |e: String| Failure::usage("bad-profile", e, "rashomon profile --help tells what a profile says");
                let (name, text) = Profile::find(name).map_err(bad)?;
                Profile::parse(&name, &text).map_err(bad)?;
                let program = global.program()?;
                let mut store = global.writing(true)?;
                keep::keep_profile(&mut store, &name, &text)?;
                settle(&mut store, &program)?;
                if !global.quiet && !global.json {
                    note(&format!("public exports go by {name} from now on"));
                }
                Some((name, text))
            }
            None => {
                let program = global.program()?;
                global.reading(&program)?.profile()?
            }
        };
        let mut out = out();
        if global.json {
            let (name, text) = kept.clone().unzip();
            writeln!(out, "{}", json!({ "schema": "rashomon/profile@1", "profile": name, "text": text }))?;
        } else if let Some((name, text)) = kept.as_ref().filter(|_| self.name.is_none()) {
            write!(out, "# {name}\n{text}")?;
        }
        out.flush()?;
        if kept.is_none() && !global.json && !global.quiet {
            note("no profile is kept: rashomon profile ipso keeps one");
        }
        Ok(if kept.is_none() { Ended::NothingFound } else { Ended::Done })
    }
}
