//! What a page has told so far, sentence by sentence: whose names and streets are its own, and which others it went on about.

use std::ops::Range;

use rashomon_model::ZoneKind;
use rustc_hash::FxHashSet;

use super::page::Page;
use crate::closed::Closed;
use crate::other;

/// What a page has told so far, sentence by sentence.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// Names in its own sentences.
    pub(super) own: FxHashSet<&'a str>,
    /// Names that stand in sentences about others alone.
    pub(super) others: FxHashSet<&'a str>,
    /// Words of streets where its own incident is placed.
    pub(super) streets: FxHashSet<String>,
    /// The last sentence about another incident that what follows may go on telling of, and where it began.
    pub(super) past: Option<(usize, usize)>,
    /// That sentence turned to another place: "In Fairview, police …".
    pub(super) away: bool,
}

/// Sentences that go on about another incident by "he", "the victim" and the like, at most.
const LONG: usize = 8;

impl<'a> Told<'a> {
    /// Whether a sentence goes on about the other incident that the one before told of: by its names, or by nobody's of the page's own.
    pub(super) fn goes_on(&self, page: &Page<'a, '_, '_>, s: usize) -> bool {
        let sheet = page.sheet;
        let sentence = &sheet.sentences[s];
        if sentence.zone == ZoneKind::Title || s < 2 {
            return false;
        }
        // A sentence's first word counts as a name where it is known as one.
        let (mut own, mut others, mut people) = (false, self.others.contains(page.lower(sentence.tokens.start)), false);
        for (t, name) in page.names(s) {
            own |= self.own.contains(name);
            people |= self.own.contains(name) && !page.is_place(s, t);
            others |= self.others.contains(name);
        }
        let Some((began, last)) = self.past else { return others && !own && page.tells(s) };
        let word = |n: usize| sheet.tokens.get(sentence.tokens.start + n).map_or("", |t| &*t.lower);
        let leans = matches!(word(0), "he" | "she" | "they" | "his" | "her" | "their")
            || (word(0) == "the" && (LEANS.has(word(1)) || word(1).ends_with("-year-old")));
        let same = sheet.sentences[last].paragraph == sentence.paragraph;
        // A page that turned to another town stays there until it names its own people again.
        let away = self.away && s - began <= 2 * LONG && !people;
        others || away || (!own && s - began <= LONG && (same || leans || self.introduces(page, s) || page.opening(s).is_some()))
    }

    /// A sentence far down the page that opens with a name which nobody had before: "Ana Reyes, of Fairview, was …", right after words
    /// about another incident.
    fn introduces(&self, page: &Page<'a, '_, '_>, s: usize) -> bool {
        let head = page.sheet.sentences[s].tokens.start;
        let mut names = page.names(s).take_while(|(t, _)| *t < head + 3).filter(|(t, name)| !page.is_place(s, *t) && !self.own.contains(name));
        s >= 6 && names.next().is_some_and(|(t, _)| t == head) && names.next().is_some()
    }

    /// Takes note of a sentence: the part of it that tells of another incident, and whether what follows may go on about that one.
    pub(super) fn note(&mut self, page: &Page<'a, '_, '_>, s: usize, other: &Range<usize>, leads: bool) {
        let here = |s: &Self, t: usize, name: &str| other.contains(&t) && !s.own.contains(name);
        let names = page.names(s).filter(|(_, name)| !page.mourned.contains(name));
        let (others, own): (Vec<_>, Vec<_>) = names.partition(|(t, name)| here(self, *t, name));
        // A name that came up with another incident stays with it as long as nobody is hurt.
        let quiet = !page.tells(s);
        let own: Vec<&str> =
            own.into_iter().filter(|(t, name)| !(other.contains(t) || quiet && self.others.contains(name))).map(|(_, name)| name).collect();
        self.own.extend(own);
        self.others.extend(others.into_iter().map(|(_, n)| n));
        let began = self.past.filter(|(_, last)| last + 1 == s).map_or(s, |(began, _)| began);
        self.past = leads.then_some((began, s));
        let head = page.sheet.sentences[s].tokens.start;
        let place = page.sheet.tokens.get(head + 1).filter(|_| page.lower(head) == "in");
        self.away = leads && ((self.away && began < s) || place.is_some_and(|t| self.others.contains(&*t.lower)));
        let sentence = &page.sheet.sentences[s].tokens;
        if other.is_empty() && page.tells(s) {
            self.streets.extend(other::streets(page.sheet.words(sentence.clone())));
        }
    }
}

/// "The victim", "the man": someone told of just before.
static LEANS: Closed = Closed::new("victim victims man woman boy girl teen teenager toddler child suspect pair two");
