//! Words: tokens joined where they make one written word ("16-year-old", "O'Brien", "Sgt.", "J.R."), the
//! possessive "'s" apart. What person, age and number mentions are read from, whatever the tokens are cut by.

use std::ops::Range;

use crate::sheet::Sheet;

/// A written word, or a punctuation mark.
#[derive(Clone, Debug)]
pub struct Word<'t> {
    /// As written.
    pub text: &'t str,
    /// Lower case.
    pub lower: Box<str>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentence.
    pub sentence: usize,
}

impl Word<'_> {
    /// Starts with an upper-case letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
    /// Starts with a letter.
    pub fn is_letters(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_alphabetic)
    }
    /// Upper case throughout, two letters or more.
    pub fn is_shouted(&self) -> bool {
        self.text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !self.text.chars().any(char::is_lowercase)
    }
}

/// Abbreviations that keep their full stop and stand before or after a name.
const STOPPED: &[&str] = &[
    "sgt", "lt", "jr", "sr", "dr", "mr", "mrs", "ms", "capt", "det", "gov", "sen", "rep", "cpl", "col", "gen", "st", "ofc", "dep", "supt", "cmdr",
    "maj", "insp", "prof", "rev", "hon", "atty", "pfc", "pvt", "asst",
];

/// The words of a sheet, in order; every token belongs to exactly one.
pub fn words<'t>(sheet: &Sheet<'t>) -> Vec<Word<'t>> {
    let tokens = &sheet.tokens;
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        let glued = |i: usize| tokens.get(i).is_some_and(|t| !t.spaced && t.sentence == tokens[at].sentence);
        let first = &tokens[at];
        if first.text == "'" && glued(end) && matches!(&*tokens[end].lower, "s" | "ll" | "d" | "re" | "ve" | "m") && !first.spaced {
            end += 1;
        } else if first.is_word() {
            while let Some(mark) = tokens.get(end).filter(|_| glued(end)) {
                let next = tokens.get(end + 1).filter(|n| glued(end + 1) && n.is_word());
                match (mark.text, next) {
                    ("-" | "\u{2010}" | "\u{2011}", Some(_)) => end += 2,
                    ("'", Some(n)) if !matches!(&*n.lower, "s" | "ll" | "d" | "re" | "ve" | "m") => end += 2,
                    (".", next) => {
                        let written = sheet.words(at..end);
                        let last = written.rsplit('.').next().unwrap_or(written);
                        let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
                        if initial || STOPPED.contains(&&*written.to_lowercase()) {
                            end += 1;
                            if initial && next.is_some_and(|n| n.text.chars().count() == 1 && n.is_capital()) {
                                end += 1;
                            } else {
                                break;
                            }
                        } else {
                            break;
                        }
                    }
                    _ => break,
                }
            }
        }
        let text = sheet.words(at..end);
        out.push(Word { text, lower: text.to_lowercase().into(), tokens: at..end, sentence: first.sentence });
        at = end;
    }
    out
}

/// For every sentence, its range of words.
pub fn by_sentence(words: &[Word<'_>], sentences: usize) -> Vec<Range<usize>> {
    let mut out = vec![0..0; sentences];
    let mut at = 0;
    while at < words.len() {
        let sentence = words[at].sentence;
        let start = at;
        while at < words.len() && words[at].sentence == sentence {
            at += 1;
        }
        if let Some(range) = out.get_mut(sentence) {
            *range = start..at;
        }
    }
    out
}
