//! Word lists of a kind file, matched on tokens.
//!
//! A phrase is written as its tokens with blanks between ("taken into custody"), lower case; `*` ends a stem
//! ("hospital*"). The longest phrase at a token wins.

use rustc_hash::FxHashMap;

use crate::sheet::Sheet;

/// One phrase: its tokens, and what it is listed under.
#[derive(Debug)]
struct Phrase {
    tokens: Vec<Box<str>>,
    label: usize,
}

/// Phrases with labels `L`, found by their first token.
#[derive(Debug)]
pub struct WordList<L> {
    labels: Vec<L>,
    by_first: FxHashMap<Box<str>, Vec<Phrase>>,
    stems: Vec<Phrase>,
}

impl<L: Clone> WordList<L> {
    /// A word list of lists, each under its label.
    pub fn new<'a>(lists: impl IntoIterator<Item = (L, &'a [Box<str>])>) -> Self {
        let mut words = Self { labels: Vec::new(), by_first: FxHashMap::default(), stems: Vec::new() };
        for (n, (label, phrases)) in lists.into_iter().enumerate() {
            words.labels.push(label);
            for phrase in phrases {
                let tokens: Vec<Box<str>> = phrase.split_whitespace().map(|t| t.to_lowercase().into()).collect();
                let Some(first) = tokens.first().cloned() else { continue };
                let phrase = Phrase { tokens, label: n };
                if first.ends_with('*') {
                    words.stems.push(phrase);
                } else {
                    words.by_first.entry(first).or_default().push(phrase);
                }
            }
        }
        words
    }

    /// The longest phrase that starts at token `at` and ends before `end`: its length in tokens, and its label.
    pub fn at(&self, sheet: &Sheet<'_>, at: usize, end: usize) -> Option<(usize, L)> {
        let first = sheet.tokens.get(at)?;
        let direct = self.by_first.get(&first.lower).map_or(&[][..], Vec::as_slice);
        let mut best: Option<&Phrase> = None;
        for phrase in direct.iter().chain(&self.stems) {
            let n = phrase.tokens.len();
            let longer = best.is_none_or(|b| b.tokens.len() < n);
            if longer && at + n <= end && phrase.tokens.iter().enumerate().all(|(k, t)| matches(t, &sheet.tokens[at + k].lower)) {
                best = Some(phrase);
            }
        }
        best.map(|p| (p.tokens.len(), self.labels[p.label].clone()))
    }
}

fn matches(pattern: &str, word: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == word, |stem| word.starts_with(stem))
}
