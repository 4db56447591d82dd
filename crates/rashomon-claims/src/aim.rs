//! What "at" says behind a verb of firing in a headline: at whom, where, or that it was the subject who was fired at.

use rashomon_model::{Kind, ZoneKind};

use crate::grammar::{Grammar, Relation};
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// Words between "at" and the noun that it governs, at most.
const REACH: usize = 7;

/// What "at" says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// "Man shot at officers": who was fired at.
    Target,
    /// "Woman shot at gas station": where.
    Place,
    /// "Man shot at while driving": that it was he who was fired at.
    Itself,
}

/// Reads what stands behind "at".
#[derive(Debug)]
pub struct Aims {
    fire: WordList<()>,
    targets: WordList<()>,
}

impl Aims {
    /// By the kind's lists `fire`, verbs with their "at", and `targets`, what is fired at beside people.
    pub fn of(kind: &Kind) -> Self {
        Self { fire: WordList::new([((), kind.list("fire"))]), targets: WordList::new([((), kind.list("targets"))]) }
    }

    /// What the "at" behind the verb at `verb` says; `None` where the verb fires at nothing. In running text it is always the target:
    /// a place has "was" before the verb there. Only nouns that hang on "at" count: in "at the officer's home" it is the home.
    pub fn read(&self, sheet: &Sheet<'_>, grammar: &Grammar<'_, '_>, verb: usize, is_person: &dyn Fn(usize) -> bool) -> Option<Aim> {
        let sentence = sheet.tokens.get(verb).and_then(|t| sheet.sentences.get(t.sentence))?;
        let end = sentence.tokens.end;
        let (n, ()) = self.fire.at(sheet, verb, end)?;
        let at = verb + n - 1;
        if n < 2 || sheet.tokens.get(at).is_none_or(|t| &*t.lower != "at") {
            return None;
        }
        if sentence.zone != ZoneKind::Title {
            return Some(Aim::Target);
        }
        let next = sheet.tokens.get(at + 1).filter(|_| at + 1 < end).map_or("", |t| &*t.lower);
        if matches!(next, "" | "," | "." | ":" | ";" | "in" | "on" | "near" | "while" | "by" | "during" | "after" | "before" | "from" | "outside") {
            return Some(Aim::Itself);
        }
        let governed = grammar.head(at).filter(|noun| *noun > at && *noun <= at + REACH && grammar.relation(at) == Relation::Case)?;
        let target = is_person(governed) || self.targets.at(sheet, governed, end).is_some();
        Some(if target { Aim::Target } else { Aim::Place })
    }
}
