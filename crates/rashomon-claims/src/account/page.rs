//! A page, as far as it tells its own incident from others: by states, years, days, streets and what its sentences say themselves.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use rashomon_model::gazetteer::State;
use rashomon_model::{Aside, KindId, ZoneKind};
use regex::Regex;
use rustc_hash::FxHashSet;

use super::told::Told;
use crate::closed::Closed;
use crate::mention::Mention;
use crate::mention::place::{Named, Place, Stands};
use crate::other::{self, Opening};
use crate::scene::Scene;
use crate::sheet::Sheet;

/// Sentences with which a page begins, its headline among them.
const LEAD: usize = 4;
/// What tells of an incident where no trigger does.
static HARMS: Closed = Closed::new("killed dead died dies slain murdered wounded injured hurt wound wounds");

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?-u:\b)(?:19[5-9]|20[0-4])[0-9](?-u:\b)").expect("a literal"));
/// "Last year in Ohio …" at the head of a sentence.
static LAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:earlier |late |in )?(?:last|this|the previous) (?:year|month|summer|winter|spring|fall)(?-u:\b)").expect("a literal")
});

static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\((?:Published|Posted)\s").expect("a literal"));
/// Shots at a vigil or funeral.
static VIGIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:shots?|shooting|gunfire|gunfight|fired?|bullets?|gunman)(?-u:\b)[^.;]{0,60}(?-u:\b)(?:at|during|outside|from|leaving|attending|following)\s(?:\S+\s){0,3}?(?:vigil|funeral|memorial|wake|repast|burial)(?-u:\b)").expect("a literal")
});
static MOURNING: Closed = Closed::new("vigil funeral wake memorial burial remember remembering mourn mourning honor honoring");

/// A page, as far as it tells its own incident from others.
pub(super) struct Page<'a, 's, 't> {
    pub(super) sheet: &'a Sheet<'t>,
    pub(super) scene: &'a Scene<'s, 't>,
    /// Sentences with a trigger.
    pub(super) told: Vec<bool>,
    /// Places by sentence.
    pub(super) places: BTreeMap<usize, Vec<Mention<Place>>>,
    /// States of the incident's own place; empty where the page names none early.
    pub(super) home: Vec<&'static State>,
    /// Year of publication, or the latest the page names.
    pub(super) year: Option<i16>,
    /// Years that are the page's own: in its headline and first sentences, or named again and again.
    pub(super) own: Vec<i16>,
    /// Names of those mourned at the vigil or funeral where the incident happened.
    pub(super) mourned: FxHashSet<&'a str>,
    /// The incident's day, as the page's first sentences tell it.
    pub(super) day: Option<Date>,
    /// Days that the page names where it begins: its incident may have happened on any of them.
    days: Vec<Date>,
    /// Names where the page begins, those of towns and speakers aside.
    lead: FxHashSet<&'a str>,
    /// Years gone by are its own, too.
    pub(super) looks_back: bool,
}

/// Why a sentence is about another incident.
pub(super) struct Other {
    pub(super) years: Vec<(usize, i16)>,
    pub(super) states: Vec<(Range<usize>, &'static State)>,
}

impl<'a, 's, 't> Page<'a, 's, 't> {
    pub(super) fn of(scene: &'a Scene<'s, 't>, triggers: &[Range<usize>], looks_back: bool) -> Self {
        let sheet = scene.sheet;
        let mut told = vec![false; sheet.sentences.len()];
        for t in triggers {
            told[sheet.tokens[t.start].sentence] = true;
        }
        let mut places: BTreeMap<usize, Vec<Mention<Place>>> = BTreeMap::new();
        for mention in scene.places.iter().cloned() {
            places.entry(sheet.tokens[mention.tokens.start].sentence).or_default().push(mention);
        }
        // The page's own states stand where it begins; where it names none there, a little further on.
        let mut home: Vec<&'static State> = Vec::new();
        for opening in [2, 3, 8] {
            if !home.is_empty() {
                break;
            }
            for mention in places.range(..opening).flat_map(|(_, m)| m) {
                let state = match (&mention.value.state, &mention.value.named) {
                    (Some((state, _)), _) => Some(*state),
                    (None, Named::State(state)) => Some(*state),
                    _ => None,
                };
                home.extend(state.filter(|s| !home.iter().any(|h| h.name == s.name)));
            }
        }
        let mut page = Self {
            sheet,
            scene,
            told,
            places,
            home,
            year: None,
            own: Vec::new(),
            mourned: FxHashSet::default(),
            day: None,
            days: Vec::new(),
            lead: FxHashSet::default(),
            looks_back,
        };
        let all: Vec<(usize, i16)> = (0..sheet.sentences.len()).flat_map(|s| page.years(s).into_iter().map(move |(_, y)| (s, y))).collect();
        let source = &sheet.document.source();
        page.year = source.published.as_ref().map(|p| p.day.last().year()).or_else(|| all.iter().map(|(_, y)| *y).max());
        let mut count: BTreeMap<i16, usize> = BTreeMap::new();
        for (s, y) in &all {
            *count.entry(*y).or_default() += 1;
            if *s < 8 && !page.abroad(&page.states(*s)) {
                page.own.push(*y);
            }
        }
        page.mourned = page.mourned();
        let told = scene.days.iter().map(|d| (sheet.tokens[d.tokens.start].sentence, d)).filter(|(s, _)| *s < 16 && page.tells(*s));
        page.day = told.filter(|(s, _)| page.says(*s).is_none()).find_map(|(_, d)| d.value.resolved?.single());
        let early = scene.days.iter().filter(|d| sheet.tokens[d.tokens.start].sentence < LEAD + 2);
        page.days = early.filter_map(|d| d.value.resolved?.single()).collect();
        page.lead = (0..sheet.sentences.len().min(LEAD))
            .flat_map(|s| page.names(s).map(move |n| (s, n)).collect::<Vec<_>>())
            .filter_map(|(s, n)| page.own_name(s, n))
            .collect();
        page.own.extend(count.iter().filter(|(_, n)| **n > 2).map(|(y, _)| *y));
        page
    }

    /// Whom a page calls mourned, where its headline or first sentences say that the shots fell at a vigil or funeral.
    fn mourned(&self) -> FxHashSet<&'a str> {
        let mut out = FxHashSet::default();
        let words = |s: usize| self.sheet.words(self.sheet.sentences[s].tokens.clone());
        if !(0..self.sheet.sentences.len().min(4)).any(|s| VIGIL.is_match(words(s))) {
            return out;
        }
        for s in 0..self.sheet.sentences.len() {
            let names: Vec<(usize, &str)> = self.names(s).filter(|(t, _)| !self.is_place(s, *t)).collect();
            for t in self.sheet.sentences[s].tokens.clone().filter(|t| MOURNING.has(self.lower(*t))) {
                let mut next = t + 7;
                for (at, name) in names.iter().filter(|(at, _)| *at > t) {
                    if *at > next {
                        break;
                    }
                    out.insert(*name);
                    next = at + 1;
                }
            }
        }
        // "Reyes" and "Ana Reyes" are one.
        for s in 0..self.sheet.sentences.len() {
            let names: Vec<(usize, &str)> = self.names(s).collect();
            for pair in names.windows(2) {
                if pair[0].0 + 1 == pair[1].0 && out.contains(pair[1].1) {
                    out.insert(pair[0].1);
                }
            }
        }
        out
    }

    /// A sentence tells of the one who is mourned, and of nobody else: not of shots at the vigil, nor of the one's mother.
    pub(super) fn mourns(&self, s: usize, own: &FxHashSet<&'a str>) -> bool {
        let hurt = || self.sheet.sentences[s].tokens.clone().any(|t| matches!(self.lower(t), "wounds" | "gunshot"));
        if self.mourned.is_empty() || !(self.tells(s) || hurt()) {
            return false;
        }
        let owns = |t: usize| {
            (t + 1..t + 3).any(|t| self.lower(t).trim_start_matches('\u{2019}').trim_start_matches('\'') == "s" && self.lower(t).len() > 1)
        };
        let names: Vec<(usize, &str)> = self.names(s).collect();
        let whom = names.iter().any(|(_, name)| self.mourned.contains(name));
        let others = names.iter().any(|(t, name)| if self.mourned.contains(name) { owns(*t) } else { own.contains(name) && !self.is_place(s, *t) });
        let vigil = self.told[s] && self.sheet.sentences[s].tokens.clone().any(|t| MOURNING.has(self.lower(t)));
        s >= 2 && whom && !others && !vigil
    }

    /// Years named in a sentence, with their tokens.
    pub(super) fn years(&self, s: usize) -> Vec<(usize, i16)> {
        let tokens = self.sheet.sentences[s].tokens.clone();
        let year = |t: usize| {
            let token = &self.sheet.tokens[t];
            let plain = token.text.len() == 4 && YEAR.is_match(token.text);
            let before = t.checked_sub(1).map_or("", |b| &*self.sheet.tokens[b].lower);
            // House numbers and blocks look like years.
            let after = self.sheet.tokens.get(t + 1).map_or("", |n| &*n.lower);
            (plain && after != "block" && !matches!(before, "$" | "#")).then(|| token.text.parse().ok()).flatten()
        };
        tokens.filter_map(|t| year(t).map(|y| (t, y))).collect()
    }

    /// States named in a sentence, homes of people and number plates aside.
    pub(super) fn states(&self, s: usize) -> Vec<(Range<usize>, &'static State)> {
        let named = self.places.get(&s).into_iter().flatten().filter(|m| m.value.stands != Stands::Home && !self.is_plate(&m.tokens));
        named
            .filter_map(|m| match (&m.value.state, &m.value.named) {
                (Some((state, tokens)), _) => Some((m.tokens.start.min(tokens.start)..m.tokens.end.max(tokens.end), *state)),
                (None, Named::State(state)) => Some((m.tokens.clone(), *state)),
                _ => None,
            })
            .collect()
    }

    /// Whether all states of a sentence are others than the page's own.
    pub(super) fn abroad(&self, states: &[(Range<usize>, &'static State)]) -> bool {
        !self.home.is_empty() && !states.is_empty() && states.iter().all(|(_, state)| !self.home.iter().any(|h| h.name == state.name))
    }

    /// Why a sentence tells of another incident; `None` when it may be the page's own.
    pub(super) fn other(&self, s: usize, said: bool) -> Option<Other> {
        let sentence = &self.sheet.sentences[s];
        if sentence.zone == ZoneKind::Title || s < 2 {
            return None;
        }
        let years = self.years(s);
        let states = self.states(s);
        let abroad = self.abroad(&states);
        let past = !self.looks_back && self.year.is_some_and(|now| !years.is_empty() && years.iter().all(|(_, y)| *y < now && !self.own.contains(y)));
        let tells = self.told[s];
        let far = s >= 6;
        let several = abroad && states.len() >= 2 && !years.is_empty();
        let elsewhere = abroad && far && (tells || !years.is_empty()) && states.len() < 6;
        let before = past && tells && far;
        // Another state and a year gone by: no need to stand far down the page.
        let gone = past || LAST.is_match(self.sheet.words(sentence.tokens.clone()));
        let harms = || self.sheet.tokens[sentence.tokens.clone()].iter().any(|t| HARMS.has(&t.lower));
        let both = abroad && gone && (tells || harms());
        let old = self.is_old(s) || self.is_stale(s);
        (several || elsewhere || before || both || old || said).then(|| Other { years, states: if abroad { states } else { Vec::new() } })
    }

    /// A sentence far down the page tells of harm, and all its days lie more than a week before the incident's.
    pub(super) fn is_old(&self, s: usize) -> bool {
        let Some(own) = self.day.filter(|_| !self.looks_back && self.told[s] && s >= 6) else { return false };
        let tokens = &self.sheet.sentences[s].tokens;
        let first = self.scene.days.partition_point(|d| d.tokens.start < tokens.start);
        let mut days = self.scene.days[first..].iter().take_while(|d| d.tokens.start < tokens.end).peekable();
        days.peek().is_some()
            && days
                .all(|d| d.value.resolved.is_some_and(|r| (own - r.last()).get_days() > 7 && r.single().is_none_or(|day| !self.days.contains(&day))))
    }

    /// A caption that was published days before the incident: "(Published Wednesday, Sept. 3, 2018)".
    fn is_stale(&self, s: usize) -> bool {
        let sentence = &self.sheet.sentences[s];
        let Some(own) = self.day.filter(|_| sentence.zone == ZoneKind::Caption) else { return false };
        let same = (s..self.sheet.sentences.len()).take_while(|n| self.sheet.sentences[*n].paragraph == sentence.paragraph);
        let mut dated = same.filter(|n| PUBLISHED.is_match(self.sheet.words(self.sheet.sentences[*n].tokens.clone())));
        let Some(tokens) = dated.next().map(|n| self.sheet.sentences[n].tokens.clone()) else { return false };
        self.scene.days.iter().filter(|d| tokens.contains(&d.tokens.start)).any(|d| d.value.resolved.is_some_and(|r| (own - r.last()).get_days() > 1))
    }

    /// The tokens of a sentence that tell of another incident by their own words.
    pub(super) fn says(&self, s: usize) -> Option<Range<usize>> {
        let sentence = &self.sheet.sentences[s];
        let tokens = sentence.tokens.clone();
        let run = &self.sheet.tokens[tokens.clone()];
        if sentence.zone == ZoneKind::Title || !run.iter().any(|t| other::hints(&t.lower)) {
            return None;
        }
        let bytes = other::says(self.sheet.words(tokens.clone()))?;
        let first = run.first()?.range.start;
        let inside = |t: &usize| {
            let at = self.sheet.tokens[*t].range.start - first;
            bytes.contains(&at)
        };
        let start = tokens.clone().find(inside)?;
        let end = tokens.clone().rev().find(inside)? + 1;
        // What stands first on a page is its own, save where it says otherwise in passing.
        (s >= 2 || start > tokens.start).then_some(start..end)
    }

    /// How a sentence begins to tell of an incident, where it does: reporting with a word of harm in it.
    pub(super) fn opening(&self, s: usize) -> Option<Opening> {
        let sentence = &self.sheet.sentences[s];
        (sentence.zone == ZoneKind::Body && self.tells(s)).then(|| other::opening(self.news(s))).flatten()
    }

    /// The words of a sentence up to where it begins to tell of another incident.
    pub(super) fn news(&self, s: usize) -> &'a str {
        let tokens = &self.sheet.sentences[s].tokens;
        let end = self.says(s).map_or(tokens.end, |part| if part.start > tokens.start { part.start } else { tokens.end });
        self.sheet.words(tokens.start..end)
    }

    /// A trigger or a word of harm stands in a sentence.
    pub(super) fn tells(&self, s: usize) -> bool {
        self.told[s] || self.sheet.tokens[self.sheet.sentences[s].tokens.clone()].iter().any(|t| HARMS.has(&t.lower))
    }

    /// New victims, with a street and a time, when the page has told where its own were hurt.
    pub(super) fn anew(&self, s: usize, told: &Told<'_>) -> bool {
        let first = s > 0 && self.sheet.sentences[s - 1].paragraph != self.sheet.sentences[s].paragraph;
        let news = |o: Opening| {
            let clash = !o.street.is_empty() && !o.street.iter().any(|w| told.streets.contains(w));
            let known = !o.separate && self.names(s).any(|n| self.own_name(s, n).is_some_and(|name| self.lead.contains(name)));
            o.timed && (o.unnamed || o.separate) && clash && !known
        };
        (first || told.past.is_some()) && s >= 3 && !told.streets.is_empty() && self.opening(s).is_some_and(news)
    }

    /// Words of names in a sentence: capitals past its first word, days and the like aside.
    pub(super) fn names(&self, s: usize) -> impl Iterator<Item = (usize, &'a str)> {
        let sheet = self.sheet;
        let tokens = sheet.sentences[s].tokens.clone();
        let head = tokens.start;
        let name = move |t: usize| {
            let token = &sheet.tokens[t];
            let follows = || sheet.tokens.get(t + 1).is_some_and(crate::sheet::Token::is_capital);
            (token.is_capital() && token.text.len() > 2 && (t > head || follows()) && !PLAIN.has(&token.lower)).then_some((t, &*token.lower))
        };
        tokens.filter_map(name)
    }

    /// A name that may be of a person or place of the incident: no town, county or state, nor whoever is speaking.
    fn own_name(&self, s: usize, (t, name): (usize, &'a str)) -> Option<&'a str> {
        let speaks = |t: usize| matches!(self.lower(t), "said" | "says" | "told");
        let said = (t + 1..t + 3).any(speaks) || t.checked_sub(1).is_some_and(speaks);
        (!self.is_place(s, t) && !said && name.len() > 4).then_some(name)
    }

    /// Whether a token belongs to a town, county or state.
    pub(super) fn is_place(&self, s: usize, t: usize) -> bool {
        self.places.get(&s).into_iter().flatten().any(|m| m.tokens.contains(&t))
    }

    /// "California plates", "a Texas license plate": no place of an incident.
    pub(super) fn is_plate(&self, tokens: &Range<usize>) -> bool {
        (tokens.end..tokens.end + 3)
            .any(|t| self.sheet.tokens.get(t).is_some_and(|t| t.lower.starts_with("plate") || t.lower.starts_with("license") || &*t.lower == "tags"))
    }

    /// A sentence's asides: one for each state it lists, with that state's own words; else one.
    pub(super) fn asides(&self, s: usize, tokens: Range<usize>, other: &Other, kind: &KindId) -> Vec<Aside> {
        let mut parts: Vec<(Range<usize>, Option<&'static State>)> = Vec::new();
        let mut start = tokens.start;
        for (i, (at, state)) in other.states.iter().enumerate() {
            let end = match other.states.get(i + 1) {
                Some((next, _)) => (at.end..next.start).rev().find(|t| matches!(self.lower(*t), "," | "and" | ";")).unwrap_or(next.start),
                None => tokens.end,
            };
            parts.push((start..end, Some(*state)));
            start = end;
        }
        if parts.is_empty() {
            parts.push((tokens, None));
        }
        let mut year = None;
        let mut out = Vec::new();
        for (part, state) in parts {
            let own = other.years.iter().filter(|(t, _)| part.contains(t)).map(|(_, y)| *y).next_back();
            year = own.or(year);
            let words = self.trim(part);
            let Some(quote) = self.sheet.quote(words.clone()) else { continue };
            let what: Vec<&str> = self.sheet.words(words).split_whitespace().take(12).collect();
            out.push(Aside {
                quote,
                what: what.join(" ").into(),
                kind: Some(kind.clone()),
                state: state.map(|s| s.name.into()),
                city: self.city(s, state),
                year,
            });
        }
        out
    }

    pub(super) fn lower(&self, t: usize) -> &str {
        self.sheet.tokens.get(t).map_or("", |t| &t.lower)
    }

    /// At most some thirty words, without marks at either end: around the sentence's first trigger where it is longer.
    pub(super) fn trim(&self, part: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (part.start, part.end);
        if end - start > 32 {
            let trigger = self.scene.triggers.iter().find(|t| part.contains(t)).copied().unwrap_or(start);
            start = trigger.saturating_sub(12).max(part.start);
            end = (start + 32).min(part.end);
        }
        while start + 1 < end && matches!(self.lower(start), "," | "and" | ";" | "\"") {
            start += 1;
        }
        while start + 1 < end && matches!(self.lower(end - 1), "." | "," | ";" | "\"") {
            end -= 1;
        }
        start..end
    }

    pub(super) fn city(&self, s: usize, state: Option<&'static State>) -> Option<Box<str>> {
        self.places.get(&s)?.iter().find_map(|m| match (&m.value.named, &m.value.state, state) {
            (Named::City(name), Some((of, _)), Some(state)) if of.name == state.name => Some(name.clone()),
            (Named::City(name), _, None) if matches!(m.value.stands, Stands::In | Stands::WithState) => Some(name.clone()),
            _ => None,
        })
    }
}

/// Capitals that name nobody and no place.
static PLAIN: Closed = Closed::new(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december \
     police officers officer authorities detectives investigators deputies sheriff county department hospital medical center street avenue road drive \
     boulevard block north south east west the and chief lt. sgt. capt. det. spokesman spokeswoman mayor city state district attorney court judge \
     news press associated fbi university school high general office",
);
