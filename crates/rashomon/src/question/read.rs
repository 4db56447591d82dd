//! From the words of a question to what it asks. Every word must be accounted for: a question with one that says nothing to the program is
//! refused, and what it could mean without that word is offered.

use super::lexicon::{Bound, Mark, Part, mark};
use super::whereabouts::{Named, Place, place, proper};
use super::{Meaning, number, when};

/// Why a question was not read, and what it could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// In words.
    pub why: String,
    /// Readings that could be meant, nearest first.
    pub nearest: Vec<Meaning>,
}

/// A question of more words than this is none.
const MOST: usize = 120;

/// What a question asks.
pub fn read(text: &str) -> Result<Meaning, Unclear> {
    let words = words(text);
    if words.len() > MOST {
        return Err(Unclear { why: format!("{} words are no question: ask in one sentence", words.len()), nearest: Vec::new() });
    }
    let mut reader = Reader { low: words.iter().map(|w| w.to_lowercase()).collect(), words, ..Reader::default() };
    reader.run();
    reader.finish()
}

/// Words and commas; quotation marks, question marks and full stops at the end of words go, parentheses stand alone.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut out: Vec<String> = Vec::new();
    for word in plain.split_whitespace() {
        let mut word = word;
        while let Some(rest) = word.strip_prefix(['(', '"', '\'', '[', '¿']) {
            // "'16" is a year.
            if word.starts_with('\'') && rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            out.extend(word.get(..1).filter(|open| matches!(*open, "(" | "\"" | "'")).map(ToOwned::to_owned));
            word = rest;
        }
        let mut after: Vec<&str> = Vec::new();
        while let Some((at, last)) = word.char_indices().next_back() {
            // The full stop of a short form is its own: "Ill.", "Sept.", "D.C.".
            let mark = match last {
                ',' | ';' | ':' => ",",
                ')' | ']' => ")",
                '"' => "\"",
                '\'' => "'",
                '?' | '!' => "",
                '.' if word.len() > 6 || word.bytes().any(|b| b.is_ascii_digit()) => "",
                _ => break,
            };
            after.push(mark);
            word = word.get(..at).unwrap_or("");
        }
        if !word.is_empty() {
            out.push(word.to_owned());
        }
        out.extend(after.into_iter().rev().filter(|m| !m.is_empty()).map(ToOwned::to_owned));
    }
    out
}

/// A question as far as it has been read.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) words: Vec<String>,
    pub(super) low: Vec<String>,
    pub(super) at: usize,
    pub(super) m: Meaning,
    pub(super) head: Option<Head>,
    /// The first noun that can be counted.
    pub(super) noun: Option<Noun>,
    /// It was a circumstance, no noun for incidents.
    pub(super) circumstantial: bool,
    pub(super) killed: bool,
    pub(super) injured: bool,
    pub(super) harmed: bool,
    pub(super) arrested: bool,
    pub(super) shot: bool,
    /// Parts of it are labelled: "Ohio (state)".
    pub(super) labelled: bool,
    /// A number, waiting for what it counts.
    pub(super) number: Option<(Bound, u32)>,
    pub(super) by: bool,
    pub(super) unknown: Vec<usize>,
    pub(super) trouble: Option<Unclear>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    HowMany,
    Which,
    List,
    Who,
    When,
    Where,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Incident(bool),
    People,
}

impl Reader {
    fn low(&self, i: usize) -> &str {
        self.low.get(i).map_or("", String::as_str)
    }

    fn run(&mut self) {
        while self.at < self.words.len() {
            let taken = self.step();
            self.at += taken.max(1);
        }
    }

    /// Reads at the place reached; how many words it took.
    fn step(&mut self) -> usize {
        // What lies ahead, apart from what is known so far.
        let (low, real) = (self.low.get(self.at..).unwrap_or_default().to_vec(), self.words.get(self.at..).unwrap_or_default().to_vec());
        let (low, real): (Vec<&str>, Vec<&str>) = (low.iter().map(String::as_str).collect(), real.iter().map(String::as_str).collect());
        let first = low.first().copied().unwrap_or("");
        if let Some(n) = self.quoted(&low, &real) {
            return n;
        }
        if matches!(first, "," | "(" | ")" | "\"" | "'" | "-") {
            // "(city)", "(first)" say of what kind the words before were.
            let label = ["city", "state", "county", "day", "month", "year", "first", "last", "full_name"];
            let labels = first == "(" && low.get(1).is_some_and(|w| label.contains(w)) && low.get(2) == Some(&")");
            self.labelled |= labels;
            return if labels { 3 } else { 1 };
        }
        if let Some((mark, n)) = mark(&low).filter(|(mark, _)| matches!(mark, Mark::Named(_))) {
            let named = self.name(mark, n);
            if named > 0 {
                return named;
            }
        }
        if let Some(n) = self.age(&low) {
            return n;
        }
        let labelled = low.iter().take(6).any(|w| *w == "day") && low.contains(&"(");
        if let Some((from, to, n)) = when::days(&low, labelled) {
            let clash = (self.m.from.is_some() && from.is_some()) || (self.m.to.is_some() && to.is_some());
            if clash {
                self.trouble("two times are named: ask for one");
            }
            (self.m.from, self.m.to) = (from.or(self.m.from), to.or(self.m.to));
            return n;
        }
        if let Some(n) = self.bound(&low) {
            return n;
        }
        let phrase = mark(&low);
        if let Some(n) = self.place(&real, phrase) {
            return n;
        }
        match phrase {
            Some((mark, n)) => {
                // "shot dead": it was a shooting.
                self.shot |= matches!(mark, Mark::Outcome(_) | Mark::Toll(_))
                    && low.iter().take(n).any(|w| *w == "shot" || w.starts_with("gun") || w.starts_with("shoot"));
                self.take(mark);
                n
            }
            None => self.bare_name(),
        }
    }

    /// A circumstance or a kind of event in quotation marks, or words that a report must hold.
    fn quoted(&mut self, low: &[&str], real: &[&str]) -> Option<usize> {
        let open = *low.first()?;
        if open != "\"" && open != "'" {
            return None;
        }
        let close = low.iter().skip(1).position(|w| *w == open)? + 1;
        let inner = low.get(1..close)?;
        let plain: Vec<&str> = inner.iter().copied().filter(|w| !matches!(*w, "(" | ")")).collect();
        let bare: Vec<&str> = inner.iter().copied().take_while(|w| *w != "(").collect();
        let after = low.get(close + 1).copied().unwrap_or("");
        match mark(&bare).filter(|(_, n)| *n == bare.len()) {
            Some((Mark::Ending(outcome, _), _)) if after.starts_with("event") => {
                self.take(Mark::Ending(outcome, after == "events"));
                return Some(close + 2);
            }
            Some((Mark::Outcome(outcome), _)) if after.starts_with("event") => {
                self.take(Mark::Ending(outcome, after == "events"));
                return Some(close + 2);
            }
            Some((found, _)) => self.take(found),
            None if open == "\"" => self.m.words = Some(real.get(1..close)?.join(" ")),
            None => {
                self.unknown.extend((1..=plain.len()).map(|i| self.at + i));
            }
        }
        Some(close + 1)
    }

    /// The name after "named", "called", "with the last name".
    fn name(&mut self, mark: Mark, from: usize) -> usize {
        let Mark::Named(part) = mark else { return 0 };
        let mut end = self.at + from;
        let quote = |w: &str| matches!(w, "\"" | "'");
        while quote(self.low(end)) || matches!(self.low(end), "of" | "is" | "was") {
            end += 1;
        }
        let begin = end;
        while end < self.words.len() && end - begin < 4 {
            let (low, real) = (self.low(end), self.words.get(end).map_or("", String::as_str));
            let stops = STOPS.contains(&low) || !real.starts_with(char::is_alphabetic) || (end > begin && when::days(&[low], false).is_some());
            if stops {
                break;
            }
            end += 1;
        }
        let name = self.words.get(begin..end).unwrap_or_default().join(" ");
        let name = name.trim_end_matches("'s").trim_end_matches('.').to_owned();
        if name.is_empty() {
            return 0;
        }
        while quote(self.low(end)) {
            end += 1;
        }
        self.labelled |= self.low(end) == "(";
        let label = if self.low(end) == "(" { self.low(end + 1).to_owned() } else { String::new() };
        let part = match (label.as_str(), part) {
            ("first", _) => Part::First,
            ("last", _) => Part::Last,
            (_, part) => part,
        };
        self.named(name, if label == "full_name" { None } else { Some(part) });
        end + if label.is_empty() { 0 } else { 3 } - self.at
    }

    fn named(&mut self, name: String, part: Option<Part>) {
        let m = &mut self.m;
        if m.first.is_some() || m.last.is_some() || m.full_name.is_some() || m.name.is_some() {
            self.trouble("two names are given: ask for one");
            return;
        }
        let name = if name.chars().any(char::is_uppercase) { name } else { proper(&name) };
        match part {
            Some(Part::First) => m.first = Some(name),
            Some(Part::Last) => m.last = Some(name),
            Some(Part::Any) if !name.contains(' ') => m.name = Some(name),
            _ => m.full_name = Some(name),
        }
    }

    /// Words that say nothing: with capitals, or between "was" and "shot", somebody's name.
    fn bare_name(&mut self) -> usize {
        let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().any(char::is_lowercase);
        let strange = |i: usize| {
            let (low, real) = (self.low(i), self.words.get(i).map_or("", String::as_str));
            real.starts_with(char::is_alphabetic) && mark(&[low]).is_none() && !STOPS.contains(&low)
        };
        let mut end = self.at;
        while end < self.words.len() && end - self.at < 4 && strange(end) {
            end += 1;
        }
        let run = self.words.get(self.at..end).unwrap_or_default();
        let before = if self.at == 0 { "" } else { self.low(self.at - 1) };
        let followed = matches!(mark(&[self.low(end)]), Some((Mark::Ending(..) | Mark::Kind(..) | Mark::Outcome(_) | Mark::Shot, _)));
        // "involving a Reyes".
        let before = if matches!(before, "a" | "an") && self.at > 1 { self.low(self.at - 2) } else { before };
        // "by the Millbrook Ledger": no person. "the Ana Reyes killing": one.
        let spelled = !run.is_empty()
            && (before != "the" || followed)
            && run.iter().all(|w| capital(w))
            && (run.len() > 1 || LEADS.contains(&before) || run.iter().any(|w| w.ends_with("'s")));
        let framed = (2..=3).contains(&run.len())
            && (matches!(before, "was" | "were" | "did" | "involving" | "about" | "is")
                && (end == self.words.len() || matches!(mark(&[self.low(end)]), Some((Mark::Outcome(_) | Mark::Shot, _)))));
        if spelled || framed {
            let name = run.join(" ");
            let n = run.len();
            self.named(name.trim_end_matches("'s").to_owned(), Some(Part::Any));
            return n;
        }
        self.unknown.push(self.at);
        1
    }

    /// An age.
    fn age(&mut self, low: &[&str]) -> Option<usize> {
        if let Some((ages, n)) = number::age(low) {
            if self.m.ages.is_some_and(|mine| mine != ages) && !matches!(self.m.ages, Some((0, 11) | (12, 19) | (0, 17) | (18, 130))) {
                self.trouble("two ages are named: ask for one");
            }
            self.m.ages = Some(ages);
            self.noun.get_or_insert(Noun::People);
            return Some(n);
        }
        None
    }

    /// A number of people, waiting for what befell them.
    fn bound(&mut self, low: &[&str]) -> Option<usize> {
        let (bound, count, n) = number::bound(low)?;
        self.number = Some((bound, count));
        Some(n)
    }

    /// A place, after "in" or bare.
    fn place(&mut self, real: &[&str], phrase: Option<(Mark, usize)>) -> Option<usize> {
        let said = matches!(phrase, Some((Mark::At, _)));
        let skip = if said { phrase.map_or(0, |(_, n)| n) } else { 0 };
        // What is a word of questions is no place, unless "in" stands before.
        if !said && phrase.is_some_and(|(_, n)| real.first().is_none_or(|w| n > 1 || w.chars().next().is_some_and(char::is_lowercase))) {
            return None;
        }
        let the = usize::from(said && real.get(skip).is_some_and(|w| w.eq_ignore_ascii_case("the")));
        let mut rest: Vec<&str> = real.get(skip + the..)?.to_vec();
        let mut state_of = 0;
        for lead in ["state", "city"] {
            if rest.len() > 2 && rest[0].eq_ignore_ascii_case(lead) && rest[1].eq_ignore_ascii_case("of") {
                rest.drain(..2);
                state_of = 2;
            }
        }
        if said
            && mark(&rest.iter().map(|w| w.to_lowercase()).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
                .is_some_and(|(m, n)| n > 1 && !matches!(m, Mark::Fill))
        {
            return None;
        }
        match place(&rest, said || the > 0) {
            Place::Is(Named { state, county, city, words }) => {
                if self.m.state.is_some() || self.m.county.is_some() || self.m.city.is_some() {
                    self.trouble("two places are named: ask for one");
                }
                (self.m.state, self.m.county, self.m.city) = (state, county, city);
                Some(skip + the + state_of + words)
            }
            Place::Several(name, states, words) => {
                let place = |state: &&'static str| Meaning {
                    state: Some((*state).into()),
                    city: (!name.ends_with(" County")).then(|| name.clone()),
                    county: name.ends_with(" County").then(|| name.clone()),
                    ..Meaning::default()
                };
                let nearest: Vec<Meaning> = states.iter().take(3).map(place).collect();
                self.trouble.get_or_insert(Unclear { why: format!("there is a {name} in {}: name the state", listed(&states)), nearest });
                Some(skip + the + state_of + words)
            }
            Place::No => None,
        }
    }

    pub(super) fn trouble(&mut self, why: &str) {
        self.trouble.get_or_insert(Unclear { why: why.into(), nearest: Vec::new() });
    }
}

/// "Illinois, Ohio and 12 more".
fn listed(states: &[&str]) -> String {
    let some = states.iter().take(4).copied().collect::<Vec<_>>().join(", ");
    if states.len() > 4 { format!("{some} and {} more", states.len() - 4) } else { some }
}

/// Where a name ends.
const STOPS: &[&str] = &[
    "in",
    "on",
    "at",
    "near",
    "during",
    "since",
    "before",
    "after",
    "between",
    "from",
    "who",
    "that",
    "was",
    "were",
    "is",
    "are",
    "killed",
    "shot",
    "hurt",
    "injured",
    "wounded",
    "died",
    "dead",
    "arrested",
    "involved",
    "and",
    "or",
    "for",
    "by",
    "with",
    "as",
    "(",
    ")",
    ",",
    "\"",
    "'",
    "event",
    "incident",
    "shooting",
    "there",
    "happened",
    "got",
    "where",
    "when",
    "get",
    "have",
    "has",
    "been",
    "a",
    "the",
    "of",
    "to",
    "within",
    "throughout",
    "until",
    "over",
];

/// After these one word with a capital is a name.
const LEADS: &[&str] = &[
    "involving",
    "involve",
    "involves",
    "involved",
    "about",
    "of",
    "was",
    "did",
    "is",
    "were",
    "name",
    "with",
    "for",
    "mention",
    "mentioning",
    "and",
];
