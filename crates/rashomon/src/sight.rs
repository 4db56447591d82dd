//! *sight: what of a register may somebody see?* All of it, all but what was told in confidence, or what a public export shows; and the register as a
//! program reads it that goes on running for those who ask.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rashomon_model::DocId;
use rashomon_store::Store;
use rashomon_store::cache::State;
use serde_json::Value;

use crate::answers::{self, Holds, When};
use crate::calls;
use crate::failure::{Failure, Result};
use crate::keep::Program;
use crate::public::{Profile, Shown};
use crate::view::View;

/// What may be seen.
#[derive(Clone, Debug, Default)]
pub enum Sight {
    /// All of it: for who keeps it.
    Whole,
    /// All but what was told in confidence.
    #[default]
    NotConfidential,
    /// What a public export by this profile shows, and no text of a page beyond its quotations.
    Public(Box<Profile>),
}

/// A register as a program that goes on running reads it: never written, and opened anew for each answer, so that every answer is of what
/// stands when it is asked for.
#[derive(Debug)]
pub struct Register {
    path: PathBuf,
    program: Program,
    sight: Sight,
    /// What the public may see of it, at the versions and days that were asked for last.
    shown: Mutex<Vec<Made>>,
}

/// What the public may see, at a version and the days that were asked for.
type Made = ((String, When), Arc<Shown>);

/// So many are held.
const HELD: usize = 4;

impl Register {
    /// Of a file. An error says why it cannot be read.
    pub fn open(path: PathBuf, program: Program, sight: Sight) -> Result<Self> {
        let register = Self { path, program, sight, shown: Mutex::default() };
        // What the public may see takes long to be made: not when the first asks.
        register.read(|seen| seen.view(When::default()).map(drop))?;
        Ok(register)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads. A failure of the program is an error of this answer alone.
    pub fn read<T>(&self, f: impl FnOnce(&Seen<'_>) -> Result<T>) -> Result<T> {
        let read = || f(&Seen { store: &Store::open_read(&self.path)?, register: self });
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
            Err(Failure::internal(&said.unwrap_or_default()))
        })
    }

    /// Whether what was built stands for all that the register holds; where it does not, every answer is built in memory.
    pub fn built(&self) -> Result<bool> {
        self.read(|seen| Ok(seen.store.state(&self.program.joins)? == State::Fresh))
    }
}

/// A register as it may be seen, for one answer.
#[derive(Debug)]
pub struct Seen<'r> {
    /// The file.
    pub store: &'r Store,
    register: &'r Register,
}

impl<'r> Seen<'r> {
    /// Changes whenever the register does, or the program that reads it, or what may be seen: what was answered under the same version is still
    /// the answer.
    pub fn version(&self) -> Result<String> {
        let head: String = self.store.head()?.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let by = match &self.register.sight {
            Sight::Whole => "-whole".into(),
            Sight::NotConfidential => String::new(),
            // A file of that name may say something else tomorrow.
            Sight::Public(profile) => format!("-public-{}", blake3::hash(format!("{profile:?}").as_bytes()).to_hex()),
        };
        Ok(format!("{head}-{}{by}", self.register.program.joins))
    }

    /// Its incidents.
    pub fn view(&self, when: When) -> Result<View<'r>> {
        let program = &self.register.program;
        match &self.register.sight {
            Sight::Whole => Ok(when.view(self.store, program)?),
            Sight::NotConfidential => Ok(View::not_confidential(self.store, program, when.as_of, when.captured_by)?),
            Sight::Public(profile) => {
                let view = View::not_confidential(self.store, program, when.as_of, when.captured_by)?;
                let shown = self.shown(&view, when, profile)?;
                Ok(view.shown_as(shown))
            }
        }
    }

    /// What the public may see, made once a version.
    fn shown(&self, view: &View<'_>, when: When, profile: &Profile) -> Result<Arc<Shown>> {
        let key = (self.version()?, when);
        let mut held = self.register.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, shown)) = held.iter().find(|(of, _)| *of == key) {
            return Ok(Arc::clone(shown));
        }
        let shown = Arc::new(Shown::of(view, profile.clone())?);
        held.retain(|((version, _), _)| *version == key.0);
        if held.len() == HELD {
            held.remove(0);
        }
        held.push((key, Arc::clone(&shown)));
        Ok(shown)
    }

    /// For what no public export shows.
    pub fn not_public(&self, what: &str) -> Result<()> {
        match &self.register.sight {
            Sight::Public(_) => {
                Err(Failure::usage("not-public", format!("{what} are not for the public"), "ask for incidents: their quotations are shown"))
            }
            _ => Ok(()),
        }
    }

    /// Documents that are not to be seen.
    fn hidden(&self) -> Result<BTreeSet<DocId>> {
        match &self.register.sight {
            Sight::Whole => Ok(BTreeSet::new()),
            _ => Ok(calls::confidential(self.store)?),
        }
    }

    /// How many documents can be seen.
    pub fn documents(&self) -> Result<usize> {
        let hidden = self.hidden()?;
        Ok(self.store.in_force()?.keys().filter(|name| !hidden.contains(&DocId::new(name))).count())
    }

    /// A stretch of a document: see [`answers::span`].
    pub fn span(&self, doc_id: &str, from: u32, to: u32, all: bool) -> Result<Value> {
        self.not_public("the texts of reports")?;
        if self.hidden()?.contains(&DocId::new(doc_id)) {
            // In the words in which what is not there is refused.
            return Err(answers::no_document(doc_id));
        }
        answers::span(self.store, doc_id, from, to, all)
    }

    /// The documents that hold some words: see [`answers::search`].
    pub fn search(&self, words: &str, skip: usize, most: usize) -> Result<(Vec<Holds>, bool)> {
        self.not_public("the words of reports")?;
        answers::search(&self.view(When::default())?, self.store, &self.hidden()?, words, skip, most)
    }

    /// What changed between two days: see [`answers::changed`].
    pub fn changed(&self, word: Option<&str>, from: Date, to: Option<Date>) -> Result<(Vec<crate::changes::Changed>, Option<String>)> {
        answers::changed(&|as_of| self.view(When { as_of, captured_by: None }), self.store, word, from, to)
    }
}
