//! Accounts: whether a document tells of an incident of a kind at all, and which of its sentences do.

use std::ops::Range;

use rashomon_model::{Aside, Kind};

use crate::cast::Cast;
use crate::sheet::Sheet;

/// The part of a document that tells of one incident.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The document is about this incident; otherwise it reports it beside others.
    pub main: bool,
    /// Words of the kind's triggers, the first of the body first.
    pub triggers: Vec<Range<usize>>,
    /// For each sentence of the sheet: whether it may be evidence of this incident.
    pub sentences: Vec<bool>,
}

impl Scope {
    /// Whether claims may be cut from a run of tokens.
    pub fn holds(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        sheet.tokens.get(tokens.start).is_some_and(|t| self.sentences.get(t.sentence).copied().unwrap_or(false))
    }
}

/// What a document tells of one kind of incident.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Its incidents, the main one first; none when no trigger stands in the reporting.
    pub scopes: Vec<Scope>,
    /// Passages about others.
    pub asides: Vec<Aside>,
}

/// Parts a document by the incidents of a kind.
pub fn split(sheet: &Sheet<'_>, _cast: &Cast, kind: &Kind) -> Split {
    let triggers = triggers(sheet, kind);
    if triggers.is_empty() {
        return Split::default();
    }
    let sentences = vec![true; sheet.sentences.len()];
    Split { scopes: vec![Scope { main: true, triggers, sentences }], asides: Vec::new() }
}

/// Words that tell of an incident of the kind, body first, in order of place.
fn triggers(sheet: &Sheet<'_>, kind: &Kind) -> Vec<Range<usize>> {
    let read = |list: &[Box<str>]| -> Vec<Vec<Box<str>>> {
        list.iter().map(|p| p.split_whitespace().map(|w| w.to_lowercase().into()).collect()).filter(|p: &Vec<_>| !p.is_empty()).collect()
    };
    let (yes, no) = (read(&kind.triggers), read(&kind.not_triggers));
    let fits = |phrase: &[Box<str>], at: usize| {
        phrase.iter().enumerate().all(|(k, w)| {
            let word = sheet.tokens.get(at + k).map_or("", |t| &*t.lower);
            w.strip_suffix('*').map_or(**w == *word, |stem| word.starts_with(stem))
        })
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < sheet.tokens.len() {
        let longest = |list: &[Vec<Box<str>>]| list.iter().filter(|p| fits(p, at)).map(Vec::len).max().unwrap_or(0);
        let (is, is_not) = (longest(&yes), longest(&no));
        if is > 0 && is >= is_not {
            found.push(at..at + is);
        }
        at += is.max(is_not).max(1);
    }
    found.sort_by_key(|r: &Range<usize>| (sheet.sentences[sheet.tokens[r.start].sentence].zone == rashomon_model::ZoneKind::Title, r.start));
    found
}
