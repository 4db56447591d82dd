//! `rashomon redact PERSON|NAME --by … --because …`

use std::borrow::Cow;
use std::io::Write as _;

use rashomon_store::wire::Incident;
use serde_json::json;

use super::{Ended, Failure, Global, Result, an_incident, note, out};
use crate::redact;
use crate::view::View;

/// Take a person's name out of the register: every page, everything that people wrote, the index and the file itself.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each letter becomes a filler, so that places of quotations hold. Pages with the full name are masked, and in the incidents that they tell of, parts \n\
    of the name as well. What was there is kept in REGISTER.sealed, which only you can read: keep it elsewhere, or beside the register while further pages \n\
    are to be masked too. There is no undo.\n\nExample: rashomon redact 7fd5/p2 --by \"Ana Reyes\" --because \"expunged on 2026-03-01\""
)]
pub(super) struct Redact {
    /// A participant, INCIDENT/p1, or a full name.
    who: String,
    /// Who does it.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, for the log; the name in it is masked.
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// Keep nothing of what was there: no sealed file. The same pages are known again, further ones are not masked.
    #[arg(long)]
    destroy: bool,
}

impl Redact {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let person = {
            let view = View::of(&store, &program, None)?;
            match self.who.split_once(['/', ':']) {
                Some((incident, id)) => {
                    let incident = Incident::from_json(&an_incident(global, &store, &view, incident)?);
                    let person = incident.as_ref().and_then(|i| redact::participant(i, id));
                    person.ok_or_else(|| {
                        Failure::not_found(format!("no participant {id} in it"), "rashomon show names them; rashomon show --json has their ids")
                    })?
                }
                None => redact::named(&view, &self.who)?,
            }
        };
        if !person.is_full() {
            return Err(Failure::usage(
                "no-full-name",
                format!("{}: no full name to go by", self.who),
                "give name and surname: a word alone is many people's",
            ));
        }
        let done = redact::redact(&mut store, &program, &person, &self.by, &self.because, self.destroy)?;
        let captures = redact::captured(store.path(), &person);
        let captures: Vec<_> = captures.iter().map(|path| path.to_string_lossy()).collect();
        self.tell(global, &captures, &done, redact::left(&store, &program, &person)?)
    }

    fn tell(&self, global: &Global, captures: &[Cow<'_, str>], done: &redact::Done, left: usize) -> Result<Ended> {
        let sealed = done.sealed.as_ref().map(|p| p.to_string_lossy());
        if global.json {
            writeln!(
                out(),
                "{}",
                json!({ "schema": "rashomon/redact@1", "pages": done.pages, "rows": done.rows, "left": left, "sealed": sealed, "captures": captures })
            )?;
        } else if !global.quiet {
            note(&format!("redacted in {} pages; {left} occurrences left in the register", done.pages));
            match (&sealed, done.rows) {
                (_, 0) => note("  nobody of that name was in it"),
                (Some(path), _) => note(&format!("  what was there is in {path}: keep it elsewhere, or destroy it")),
                (None, _) => note("  nothing of it is kept; a further page that names this person would bring the name again"),
            }
            if done.rows > 0 {
                note("  backups and exports made before have the name still: make them again. A kept head of the log no longer stands");
            }
            if !captures.is_empty() {
                note(&format!("  so have captures of pages, which are kept byte for byte: keep them apart, or delete {}", captures.join(", ")));
            }
        }
        Ok(match (done.rows, left) {
            (_, 1..) => Ended::Damaged,
            (0, _) => Ended::NothingFound,
            _ => Ended::Done,
        })
    }
}
