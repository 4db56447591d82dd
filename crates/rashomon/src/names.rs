//! Names that must not be seen, and where they stand in a text: in full, in part, and in the names of files and pages.
//!
//! Rather one word too many than a name: a word of somebody's name counts wherever it is written as a name is, unless it
//! stands in the full name of somebody else who may be named.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rashomon_model::value::Name;
use rashomon_model::value::name::is_title;

/// Words between the words of a name that are no name by themselves.
const LINKS: &[&str] = &["de", "la", "las", "los", "del", "da", "dos", "van", "von", "der", "den", "bin", "al", "el", "jr", "sr", "ii", "iii", "iv"];
/// Words that are no name alone, whoever is called so.
const COMMON: &[&str] = &["the", "an", "in", "of", "and", "to", "on", "at", "for", "aka", "unknown", "unidentified", "withheld"];

/// One whose names are not to be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hidden {
    /// What stands in the place of a name.
    pub label: String,
    /// Folded words of the names; any of them alone is a name.
    words: BTreeSet<String>,
    /// Phrases of which only the whole counts, as folded words.
    phrases: BTreeSet<Vec<String>>,
}

impl Hidden {
    /// A person by all that he or she is called. Nothing where no word of it is a name.
    pub fn person<'n>(names: impl IntoIterator<Item = &'n str>, label: &str) -> Option<Self> {
        let mut hidden = Self { label: label.into(), words: BTreeSet::new(), phrases: BTreeSet::new() };
        for name in names {
            let parsed = Name::parse(name);
            let parts = parsed.iter().flat_map(|n| [&n.given, &n.middle, &n.family, &n.nickname]).map(|part| &**part);
            let all: Vec<&str> = if parsed.is_some() { parts.collect() } else { vec![name] };
            let folded = all.into_iter().flat_map(folded);
            hidden.words.extend(folded.filter(|w| {
                w.chars().count() > 1
                    && !is_title(w)
                    && !LINKS.contains(&w.as_str())
                    && !COMMON.contains(&w.as_str())
                    && !w.chars().all(|c| c.is_ascii_digit())
            }));
        }
        (!hidden.words.is_empty()).then_some(hidden)
    }

    /// Whether a name has a word of this one's.
    pub fn meets(&self, name: &str) -> bool {
        folded(name).iter().any(|w| self.words.contains(w))
    }

    /// Something by its whole name, of two words or more.
    pub fn phrase(name: &str, label: &str) -> Option<Self> {
        let words = folded(name);
        (words.len() > 1).then(|| Self { label: label.into(), words: BTreeSet::new(), phrases: BTreeSet::from([words]) })
    }
}

/// Those who are not to be seen, and those who may be beside them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    hidden: Vec<Hidden>,
    /// By any of their words, and phrases by their first.
    by_word: BTreeMap<String, Vec<usize>>,
    by_phrase: BTreeMap<String, Vec<(Vec<String>, usize)>>,
    /// Full names that stay, by their first word.
    kept: BTreeMap<String, Vec<Vec<String>>>,
}

/// A word of a text.
struct Word {
    at: Range<usize>,
    folded: String,
    /// Written as a name is.
    named: bool,
}

impl Names {
    /// Of those who are not to be seen.
    pub fn of<'h>(hidden: impl IntoIterator<Item = &'h Hidden>) -> Self {
        let mut names = Self::default();
        for one in hidden.into_iter().collect::<BTreeSet<_>>() {
            let at = names.hidden.len();
            for word in &one.words {
                names.by_word.entry(word.clone()).or_default().push(at);
            }
            for phrase in &one.phrases {
                names.by_phrase.entry(phrase.first().cloned().unwrap_or_default()).or_default().push((phrase.clone(), at));
            }
            names.hidden.push(one.clone());
        }
        names
    }

    /// A full name that stays, also where a word of it is a hidden name's: of a mother beside her child.
    pub fn keep(&mut self, name: &str) {
        let words = folded(name);
        let all_hidden = |h: &Hidden| words.iter().all(|w| h.words.contains(w));
        if words.len() > 1 && !self.hidden.iter().any(all_hidden) {
            self.kept.entry(words.first().cloned().unwrap_or_default()).or_default().push(words);
        }
    }

    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The hidden names in a text, in bytes, with what is said instead. `loose`: also where a word is not written as a name is.
    pub fn find(&self, text: &str, loose: bool) -> Vec<(Range<usize>, &str)> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let spelt = |phrase: &[String]| phrase.len() <= words.len() - at && phrase.iter().zip(words.iter().skip(at)).all(|(p, w)| *p == w.folded);
            if let Some(kept) = self.kept.get(&word.folded).into_iter().flatten().find(|k| spelt(k)) {
                at += kept.len();
                continue;
            }
            if let Some((phrase, who)) = self.by_phrase.get(&word.folded).into_iter().flatten().filter(|(p, _)| spelt(p)).max_by_key(|(p, _)| p.len())
            {
                let last = words.get(at + phrase.len() - 1).map_or(word.at.end, |w| w.at.end);
                found.push((word.at.start..last, self.label(*who)));
                at += phrase.len();
                continue;
            }
            match self.run(text, &words, at, loose) {
                Some((length, who)) => {
                    let last = words.get(at + length - 1).map_or(word.at.end, |w| w.at.end);
                    found.push((word.at.start..last, self.label(who)));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn label(&self, who: usize) -> &str {
        self.hidden.get(who).map_or("", |h| h.label.as_str())
    }

    /// How many words from here are one hidden person's name, and whose.
    fn run(&self, text: &str, words: &[Word], from: usize, loose: bool) -> Option<(usize, usize)> {
        let first = words.get(from)?;
        let mut best: Option<(usize, usize)> = None;
        for who in self.by_word.get(&first.folded)? {
            let own = |w: &Word| self.hidden.get(*who).is_some_and(|h| h.words.contains(&w.folded));
            let (mut end, mut length, mut telling) = (first.at.end, 1, 1);
            let mut written = first.named;
            for (n, word) in words.iter().enumerate().skip(from + 1) {
                let between = text.get(end..word.at.start).unwrap_or("");
                if between.len() > 4 || between.contains(['\n', ',', ';']) || between.starts_with("'s") || between.contains(". ") && telling > 1 {
                    break;
                }
                if own(word) {
                    telling += 1;
                    written |= word.named;
                    length = n - from + 1;
                } else if !(LINKS.contains(&word.folded.as_str()) || word.folded.len() == 1 && word.folded.chars().all(char::is_alphabetic)) {
                    break;
                }
                end = word.at.end;
            }
            // A word in small letters is a name only beside another of the same name.
            let counts = loose || telling > 1 || written && !is_date(words, from);
            if counts && best.is_none_or(|(longest, _)| longest < length) {
                best = Some((length, *who));
            }
        }
        best
    }

    /// Whether a text has a full name of somebody: two words of it beside each other.
    pub fn full(&self, text: &str) -> bool {
        self.find(text, false).into_iter().any(|(range, _)| text.get(range).is_some_and(|name| folded(name).len() > 1))
            || !self.joined(text).is_empty()
    }

    /// Where two words of a hidden name are written as one: `tombell` of an address. In bytes.
    pub fn joined(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for word in words(text) {
            let whole = |h: &Hidden| {
                let long = || h.words.iter().filter(|w| w.len() > 2);
                long().any(|a| {
                    word.folded.starts_with(a.as_str())
                        && long().any(|b| a != b && word.folded.len() == a.len() + b.len() && word.folded.ends_with(b.as_str()))
                })
            };
            if self.hidden.iter().any(whole) {
                found.push(word.at);
            }
        }
        found
    }

    /// A text with what is said instead of names; `None` where there are none.
    pub fn mask(&self, text: &str, loose: bool, say: impl Fn(&str) -> String) -> Option<String> {
        let found = self.find(text, loose);
        if found.is_empty() {
            return None;
        }
        let mut masked = String::with_capacity(text.len());
        let mut from = 0;
        for (range, label) in found {
            masked.push_str(text.get(from..range.start).unwrap_or(""));
            masked.push_str(&say(label));
            from = range.end;
        }
        masked.push_str(text.get(from..).unwrap_or(""));
        Some(masked)
    }

    /// Whether the name of a file, of a page or an address tells a hidden name, in whatever letters and with whatever between them.
    pub fn tell(&self, identifier: &str) -> bool {
        let run: String = folded(identifier).concat();
        let joined = |h: &Hidden| {
            let long: Vec<&String> = h.words.iter().filter(|w| w.len() > 2).collect();
            long.iter().any(|a| long.iter().any(|b| a != b && run.contains(&format!("{a}{b}"))))
        };
        !self.find(identifier, true).is_empty() || self.hidden.iter().any(joined)
    }
}

/// "May 5": the month, whoever is called so.
fn is_date(words: &[Word], at: usize) -> bool {
    const MONTHS: &[&str] = &["march", "april", "may", "june", "august"];
    let month = words.get(at).is_some_and(|w| MONTHS.contains(&w.folded.as_str()));
    month && words.get(at + 1).is_some_and(|w| w.folded.starts_with(|c: char| c.is_ascii_digit()))
}

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or("");
                let named = word.chars().next().is_some_and(|c| !c.is_lowercase());
                words.push(Word { at: from..at, folded: word.to_lowercase(), named });
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|w| w.folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], kept: &[&str], text: &str, expect: &str) {
        let hidden = Hidden::person(names.iter().copied(), "a boy").expect("a name");
        let mut names = Names::of([&hidden]);
        kept.iter().for_each(|k| names.keep(k));
        let masked = names.mask(text, false, |label| format!("[{label}]")).unwrap_or_else(|| text.to_owned());
        assert_eq!(masked, expect);
    }

    #[test]
    fn a_name_is_found_in_full_and_in_part() {
        check(&["Tom Bell"], &[], "Tom Bell, 16, ran. Bell's mother called Tom.", "[a boy], 16, ran. [a boy]'s mother called [a boy].");
        check(&["Officer Tom Bell Jr."], &[], "TOM R. BELL JR. and the officer", "[a boy] JR. and the officer");
        check(&["Tom Bell"], &[], "tom bell rang the bell", "[a boy] rang the bell");
        check(&["Will May"], &[], "On May 5 Will said he will go", "On May 5 [a boy] said he will go");
        check(&["Luz de la Cruz"], &[], "Luz de la Cruz of La Paz", "[a boy] of La Paz");
        check(&["Tom Bell"], &[], "the bell tolls", "the bell tolls");
        check(&["Zoë Müller"], &[], "ZOË MÜLLER", "[a boy]");
    }

    #[test]
    fn who_may_be_named_is() {
        check(&["Tom Bell"], &["Ana Bell"], "Ana Bell, mother of Tom Bell; Bell said", "Ana Bell, mother of [a boy]; [a boy] said");
        // One name cannot stay that is the other's.
        check(&["Tom Bell"], &["Tom Bell"], "Tom Bell", "[a boy]");
    }

    #[test]
    fn names_of_files_tell() {
        let names = Names::of(&[Hidden::person(["Tom Bell"], "a boy").expect("a name")]);
        for told in ["tom-bell.txt", "https://ledger.example/2020/tombell", "TOM%20BELL", "a/bell_shot"] {
            assert!(names.tell(told), "{told}");
        }
        assert!(!names.tell("https://ledger.example/tomorrow/shooting.html"));
    }
}
