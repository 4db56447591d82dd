//! Patterns: the kind files' words, triggers and patterns, compiled once and found in a sheet.
//!
//! A pattern is a line of words. `rob*` ends a stem, `shots|rounds` gives alternatives, `the?` may be missing, `{count}`
//! is a number (and the value, in a slot of counts), `{_}` one word, `{..}` up to four words without punctuation.
//! `{phrase}`, `{clause}` and `{name}` take the value from the page, in a slot of phrases: the words up to a mark or a verb that
//! they are followed by, the words up to a mark or another clause, and a run of capitalised words ("attributed to {phrase}",
//! "fired because {clause}", "fired by {name}").
//! Hyphens and spaces are one: `drive by` finds "drive-by". Of two readings at one place the longer wins, which is how
//! the label `-` keeps phrases out ("gun control" is no gun).
//!
//! ```text
//! fired {count} shots|rounds        at-large = ["no arrests {..} made"]        "-" = ["gun control"]
//! ```

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

use rashomon_model::value::Count;
use rashomon_model::{Kind, SlotId};
use rustc_hash::FxHashMap;

use crate::mention::number;
use crate::sheet::Sheet;

/// What a pattern stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A trigger of the kind.
    Trigger,
    /// Words that look like a trigger and are none.
    NoTrigger,
    /// A value of a slot: its label.
    Label(SlotId, Box<str>),
    /// A pattern of a slot, which takes the value from the page.
    Taken(SlotId),
    /// A word of a list of the kind file, by name.
    Listed(Box<str>),
}

/// A pattern found in a sheet.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tokens, all of one sentence.
    pub tokens: Range<usize>,
    /// Which pattern, by number: [`Lexicon::means`].
    pub pattern: usize,
    /// The number said, where the pattern asks for one.
    pub count: Option<Count>,
    /// The tokens of the phrase or name said, where the pattern asks for one.
    pub said: Option<Range<usize>>,
    /// They were asked for as a name.
    pub named: bool,
    /// Words it covers, the parts of hyphenated ones counted ("murder-suicide" is two).
    length: usize,
}

/// Lexicons by the id and the hash of their kinds.
type ById = BTreeMap<(Box<str>, Box<str>), Arc<Lexicon>>;

/// A kind's patterns.
#[derive(Debug)]
pub struct Lexicon {
    patterns: Vec<(Vec<Item>, Means)>,
    /// Patterns by their first word; those that open with a stem by its first three letters; the rest.
    by_word: FxHashMap<Box<str>, Vec<u32>>,
    by_stem: FxHashMap<Box<str>, Vec<u32>>,
    anywhere: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Item {
    step: Step,
    optional: bool,
}

#[derive(Clone, Debug)]
enum Step {
    Words(Vec<Alternative>),
    Count,
    Phrase,
    Clause,
    Name,
    Any,
    Gap,
}

/// What a pattern takes from the page: a number, and the atoms of a phrase or name.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    count: Option<Count>,
    said: Option<(usize, usize)>,
    named: bool,
}

#[derive(Clone, Debug)]
struct Alternative {
    text: Box<str>,
    stem: bool,
}

/// Words that a gap may pass over.
const GAP: usize = 4;
/// Words of a phrase or name that a page is taken at, at most.
const PHRASE: usize = 12;

/// Words that open another clause: a phrase ends before them.
const CLAUSE: &[&str] = &[
    "and",
    "but",
    "or",
    "which",
    "who",
    "whom",
    "whose",
    "when",
    "while",
    "before",
    "after",
    "because",
    "although",
    "though",
    "since",
    "until",
    "so",
    "then",
    "where",
    "if",
    "said",
    "says",
    "according",
    "however",
];
/// Verbs that no short description holds.
const VERBS: &[&str] = &["is", "was", "are", "were", "has", "have", "had", "will", "would", "can", "cannot", "could", "may", "might", "did", "does"];
/// Words that names hold and do not end with.
const INSIDE: &[&str] = &["s", "of", "the", "for", "and", "&", "de", "la", "at"];

/// A word of a sentence as patterns see it: hyphens part words, quotation marks are not there.
#[derive(Clone, Copy, Debug)]
struct Atom<'a> {
    text: &'a str,
    token: usize,
    capital: bool,
}

impl Lexicon {
    /// The lexicon of a kind, compiled once for each text of its files.
    pub fn of(kind: &Kind) -> Arc<Lexicon> {
        static ALL: OnceLock<Mutex<ById>> = OnceLock::new();
        Self::held(&ALL, kind, Self::compile)
    }

    /// The triggers of a kind and what only looks like them, compiled once: what it takes to see that a page tells of another kind.
    pub fn of_triggers(kind: &Kind) -> Arc<Lexicon> {
        static ALL: OnceLock<Mutex<ById>> = OnceLock::new();
        Self::held(&ALL, kind, Self::triggers)
    }

    fn held(all: &OnceLock<Mutex<ById>>, kind: &Kind, compile: fn(&Kind) -> Self) -> Arc<Lexicon> {
        let mut all = all.get_or_init(Mutex::default).lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if all.len() > 256 {
            all.clear();
        }
        all.entry((kind.id.as_str().into(), kind.hash.clone())).or_insert_with(|| Arc::new(compile(kind))).clone()
    }

    fn triggers(kind: &Kind) -> Self {
        let mut all = Self { patterns: Vec::new(), by_word: FxHashMap::default(), by_stem: FxHashMap::default(), anywhere: Vec::new() };
        kind.triggers.iter().for_each(|t| all.add(t, Means::Trigger));
        kind.not_triggers.iter().for_each(|t| all.add(t, Means::NoTrigger));
        all
    }

    fn compile(kind: &Kind) -> Self {
        let mut all = Self::triggers(kind);
        for (name, list) in &kind.words {
            list.iter().for_each(|w| all.add(w, Means::Listed(name.clone())));
        }
        for slot in &kind.slots {
            for (label, list) in &slot.words {
                list.iter().for_each(|w| all.add(w, Means::Label(slot.id.clone(), label.clone())));
            }
            slot.patterns.iter().for_each(|p| all.add(p, Means::Taken(slot.id.clone())));
        }
        all
    }

    fn add(&mut self, pattern: &str, means: Means) {
        let items = parse(pattern);
        let number = self.patterns.len() as u32;
        // Every item that a match may open with.
        for item in &items {
            match &item.step {
                Step::Words(words) => {
                    for w in words {
                        let start: Box<str> = w.text.chars().take(3).collect::<String>().into();
                        match (w.stem, start.chars().count()) {
                            (true, 3) => self.by_stem.entry(start).or_default().push(number),
                            (true, _) => self.anywhere.push(number),
                            _ => self.by_word.entry(w.text.clone()).or_default().push(number),
                        }
                    }
                }
                _ => self.anywhere.push(number),
            }
            if !item.optional {
                break;
            }
        }
        self.patterns.push((items, means));
    }

    /// What a found pattern stands for.
    pub fn means(&self, found: &Found) -> &Means {
        &self.patterns[found.pattern].1
    }

    /// Every pattern in a sheet, in order of place; of overlapping ones that speak of the same slot (or are both
    /// triggers, or of one list) the longest, then the first. Linear in the sheet.
    pub fn find(&self, sheet: &Sheet<'_>) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        let mut atoms = Vec::new();
        let mut here = Vec::new();
        for sentence in &sheet.sentences {
            atoms.clear();
            for (i, token) in sheet.tokens[sentence.tokens.clone()].iter().enumerate() {
                let pieces =
                    token.lower.split(['-', '\u{2010}', '\u{2011}']).map(|p| p.trim_matches(['"', '\u{201C}', '\u{201D}', '\u{2019}', '\'']));
                let capital = token.is_capital();
                atoms.extend(pieces.filter(|p| !p.is_empty()).map(|text| Atom { text, token: sentence.tokens.start + i, capital }));
            }
            for at in 0..atoms.len() {
                let word = atoms[at].text;
                let stem = word.char_indices().nth(3).map_or(word, |(i, _)| word.get(..i).unwrap_or(word));
                let open = [self.by_word.get(word), self.by_stem.get(stem)];
                here.clear();
                for pattern in open.into_iter().flatten().flatten().chain(&self.anywhere) {
                    if let Some((end, taken)) = matches(&self.patterns[*pattern as usize].0, &atoms, at, Taken::default()) {
                        let tokens = |(from, to): (usize, usize)| atoms[from].token..atoms[to - 1].token + 1;
                        let said = taken.said.map(tokens);
                        here.push(Found {
                            tokens: tokens((at, end)),
                            pattern: *pattern as usize,
                            count: taken.count,
                            said,
                            named: taken.named,
                            length: end - at,
                        });
                    }
                }
                for found in here.drain(..) {
                    self.keep(&mut out, found);
                }
            }
        }
        out.sort_by_key(|f| (f.tokens.start, f.tokens.end, f.pattern));
        out
    }

    /// Keeps what is found unless a rival of the same slot overlaps and is at least as long.
    fn keep(&self, out: &mut Vec<Found>, found: Found) {
        let rivals = |a: &Means, b: &Means| match (a, b) {
            (Means::Trigger | Means::NoTrigger, Means::Trigger | Means::NoTrigger) => true,
            (Means::Listed(a), Means::Listed(b)) => a == b,
            (Means::Label(a, _) | Means::Taken(a), Means::Label(b, _) | Means::Taken(b)) => a == b,
            _ => false,
        };
        // Only the last few can overlap: a match is bounded.
        let from = out.len().saturating_sub(48);
        let mut at = out.len();
        while at > from {
            at -= 1;
            let other = &out[at];
            let overlap = other.tokens.start < found.tokens.end && found.tokens.start < other.tokens.end;
            if overlap && rivals(&self.patterns[other.pattern].1, &self.patterns[found.pattern].1) {
                // Of two as long, what is no trigger wins over what is one.
                let denies = |f: &Found| self.patterns[f.pattern].1 == Means::NoTrigger;
                if other.length > found.length || other.length == found.length && (denies(other) || !denies(&found)) {
                    return;
                }
                out.remove(at);
            }
        }
        out.push(found);
    }
}

fn parse(pattern: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for part in pattern.split_whitespace() {
        let (part, optional) = match part.strip_suffix('?') {
            Some(p) if !p.is_empty() => (p, true),
            _ => (part, false),
        };
        match part {
            "{count}" => items.push(Item { step: Step::Count, optional }),
            "{phrase}" => items.push(Item { step: Step::Phrase, optional }),
            "{clause}" => items.push(Item { step: Step::Clause, optional }),
            "{name}" => items.push(Item { step: Step::Name, optional }),
            "{_}" => items.push(Item { step: Step::Any, optional }),
            "{..}" => items.push(Item { step: Step::Gap, optional }),
            _ if part.contains('|') => {
                let words = part.split('|').filter(|w| !w.is_empty()).map(alternative).collect();
                items.push(Item { step: Step::Words(words), optional });
            }
            _ => {
                for piece in part.split('-').filter(|p| !p.is_empty()) {
                    items.push(Item { step: Step::Words(vec![alternative(piece)]), optional });
                }
            }
        }
    }
    items
}

fn alternative(word: &str) -> Alternative {
    let stem = word.ends_with('*');
    Alternative { text: word.trim_end_matches('*').to_lowercase().into(), stem }
}

/// Where the items end when they start at an atom, and what they take. Gaps, phrases and names are short and few, so this is bounded.
fn matches(items: &[Item], atoms: &[Atom<'_>], at: usize, taken: Taken) -> Option<(usize, Taken)> {
    let Some((item, rest)) = items.split_first() else { return Some((at, taken)) };
    // The longest run after which the rest fits.
    let longest = |most: usize, named: bool, fits: &dyn Fn(usize) -> bool| {
        let ends = (1..=most).rev().filter(|n| fits(at + n - 1));
        ends.into_iter().find_map(|n| matches(rest, atoms, at + n, Taken { said: Some((at, at + n)), named, ..taken }))
    };
    let whole = |end: usize| atoms.get(end).is_some_and(|a| !LOOSE.contains(&a.text)) && (end > at || !ALONE.contains(&atoms[at].text));
    let found = match &item.step {
        Step::Words(words) => atoms.get(at).and_then(|a| {
            let hit = |w: &Alternative| if w.stem { a.text.starts_with(&*w.text) } else { a.text == &*w.text };
            words.iter().any(hit).then(|| matches(rest, atoms, at + 1, taken)).flatten()
        }),
        Step::Any => atoms.get(at).filter(|a| is_word(a.text)).and_then(|_| matches(rest, atoms, at + 1, taken)),
        Step::Count => count(atoms, at).and_then(|(n, len)| matches(rest, atoms, at + len, Taken { count: Some(n), ..taken })),
        Step::Phrase => longest(phrase(atoms, at, VERBS), false, &whole),
        Step::Clause => longest(phrase(atoms, at, &[]), false, &whole),
        Step::Name => longest(name(atoms, at), true, &|end| atoms.get(end).is_some_and(|a| a.capital)),
        Step::Gap => {
            let mut found = None;
            for skip in 0..=GAP {
                found = matches(rest, atoms, at + skip, taken);
                if found.is_some() || !atoms.get(at + skip).is_some_and(|a| is_word(a.text)) {
                    break;
                }
            }
            found
        }
    };
    if found.is_none() && item.optional { matches(rest, atoms, at, taken) } else { found }
}

/// Words that no phrase ends with.
const LOOSE: &[&str] =
    &["a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "near", "his", "her", "their", "its", "that", "as"];

/// Words that are no phrase by themselves.
const ALONE: &[&str] =
    &["he", "she", "they", "it", "him", "her", "them", "well", "this", "that", "not", "now", "also", "what", "all", "any", "some", "one"];

/// How many atoms from here are one phrase: up to a mark, a word that opens another clause, or one of those that it may not hold.
fn phrase(atoms: &[Atom<'_>], at: usize, without: &[&str]) -> usize {
    let inner = |a: &&Atom<'_>| is_word(a.text) && !CLAUSE.contains(&a.text) && !without.contains(&a.text);
    atoms.get(at..).unwrap_or_default().iter().take(PHRASE).take_while(inner).count()
}

/// How many atoms from here are one name: capitalised words, and small ones between them.
fn name(atoms: &[Atom<'_>], at: usize) -> usize {
    let here = atoms.get(at..).unwrap_or_default();
    let inner = |a: &&Atom<'_>| a.capital || INSIDE.contains(&a.text);
    if here.first().is_some_and(|a| a.capital) { here.iter().take(PHRASE).take_while(inner).count() } else { 0 }
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The number that starts at an atom, and how many atoms it takes.
fn count(atoms: &[Atom<'_>], at: usize) -> Option<(Count, usize)> {
    let word = |i: usize| atoms.get(at + i).map_or("", |a| a.text);
    match (word(0), word(1), word(2)) {
        ("at", "least", _) => count(atoms, at + 2).map(|(c, n)| (Count { high: None, ..c }, n + 2)),
        ("more", "than", _) => count(atoms, at + 2).map(|(c, n)| (Count { high: None, ..c }, n + 2)),
        ("about" | "around" | "approximately" | "nearly" | "some" | "roughly", ..) => {
            count(atoms, at + 1).filter(|(c, _)| !c.vague).map(|(c, n)| (c, n + 1))
        }
        ("up", "to", _) => count(atoms, at + 2).map(|(c, n)| (c, n + 2)),
        ("a", "dozen", _) => Some((Count::exactly(12), 2)),
        (some, "dozen", _) if number::plain(some).is_some_and(|n| n < 100) => number::plain(some).map(|n| (Count::exactly(n * 12), 2)),
        ("half", "a", "dozen") => Some((Count::exactly(6), 3)),
        ("a", "couple", "of") => Some((Count::exactly(2), 3)),
        ("dozens" | "scores", "of", _) => Some((Count::several(), 2)),
        ("a", "series" | "number" | "volley" | "barrage" | "hail" | "flurry" | "lot", "of") => Some((Count::several(), 3)),
        ("several" | "multiple" | "numerous" | "many" | "countless", ..) => Some((Count::several(), 1)),
        (a, "or" | "to", b) => match (number::plain(a), number::plain(b)) {
            (Some(a), Some(b)) => Some((Count { low: a.min(b), high: Some(a.max(b)), vague: false }, 3)),
            (Some(a), None) => Some((Count::exactly(a), 1)),
            _ => None,
        },
        (tens, ones, _) => {
            let first = number::plain(tens)?;
            match number::plain(ones) {
                Some(one) if (20..100).contains(&first) && first % 10 == 0 && (1..10).contains(&one) && tens.starts_with(char::is_alphabetic) => {
                    Some((Count::exactly(first + one), 2))
                }
                _ => Some((Count::exactly(first), 1)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rashomon_model::text::{Source, Text, Zone, ZoneKind};
    use rashomon_model::{DocId, Document, Field, Kinds};

    use super::*;

    const KIND: &str = r#"
        triggers = ["shoot*", "opened fire"]
        not_triggers = ["photo shoot"]
        [slots.shots]
        type = "count"
        patterns = ["fired {count} shots|rounds", "{count} shots"]
        [slots.weapon]
        type = "phrase"
        words.gun = ["gun", "handgun*"]
        words.- = ["gun control"]
        words.no = ["no arrests {..} made", "drive by"]
    "#;

    fn check(text: &str, expect: &str) {
        let kinds = Kinds::parse(&[("test", KIND)]).unwrap();
        let kind = kinds.get("test").unwrap();
        let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None };
        let document = Document::new(Source::unknown(DocId::new("d")), None, Text::plain(text), vec![zone]).unwrap();
        let sheet = Sheet::of(&document);
        let lexicon = Lexicon::of(kind);
        let said: Vec<String> = lexicon
            .find(&sheet)
            .iter()
            .map(|f| {
                let what = match lexicon.means(f) {
                    Means::Trigger => "trigger".into(),
                    Means::NoTrigger => "none".into(),
                    Means::Label(_, l) => l.to_string(),
                    Means::Taken(_) => match &f.said {
                        Some(said) => sheet.words(said.clone()).to_owned(),
                        None => f.count.map_or("?".into(), |c| c.caption()),
                    },
                    Means::Listed(l) => l.to_string(),
                };
                format!("{what}: {}", sheet.words(f.tokens.clone()))
            })
            .collect();
        assert_eq!(said.join(" / "), expect, "{text}");
    }

    #[test]
    fn patterns_find_words_stems_numbers_and_gaps() {
        check("He fired twenty-one rounds.", "21: fired twenty-one rounds");
        check("She heard about 30 shots.", "30: about 30 shots");
        check("A drive-by shooting near a photo shoot.", "no: drive-by / trigger: shooting / none: photo shoot");
        check("The gun, gun control and two handguns", "gun: gun / -: gun control / gun: handguns");
        check("No arrests had yet been made.", "no: No arrests had yet been made");
        check("No arrests. A plan was made.", "");
        check("They opened fire.", "trigger: opened fire");
    }
}
