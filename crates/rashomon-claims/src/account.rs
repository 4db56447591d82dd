//! Accounts: whether a document tells of an incident of a kind at all, and which of its sentences do.
//!
//! Sentences about others are told by what clashes with the page's own incident (another state, a year long past), by what they
//! say themselves (`other.rs`), and by new victims with a place and time of their own; what follows stays with them until the
//! page comes back to its own people. A false aside loses claims, so each rule is narrow; all else stays with the page's incident.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use rashomon_model::gazetteer::State;
use rashomon_model::{Aside, Kind, KindId, Kinds, ZoneKind};
use regex::Regex;
use rustc_hash::FxHashSet;

use crate::closed::Closed;
use crate::mention::Mention;
use crate::mention::place::{Named, Place, Stands};
use crate::other::{self, Opening};
use crate::pattern::{Lexicon, Means};
use crate::scene::Scene;
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
    /// Parts of open sentences that tell of another.
    pub closed: Vec<Range<usize>>,
    /// Sentences that stand before a round-up's first incident: the place they name is every one's.
    pub head: Range<usize>,
}

impl Scope {
    /// Whether claims may be cut from a run of tokens.
    pub fn holds(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        let open = sheet.tokens.get(tokens.start).is_some_and(|t| self.sentences.get(t.sentence).copied().unwrap_or(false));
        open && !self.is_closed(tokens)
    }

    /// Whether claims about the place of the incident may be cut from a run of tokens.
    pub fn holds_place(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        let head = sheet.tokens.get(tokens.start).is_some_and(|t| self.head.contains(&t.sentence));
        (head && !self.is_closed(tokens)) || self.holds(sheet, tokens)
    }

    fn is_closed(&self, tokens: &Range<usize>) -> bool {
        let next = self.closed.partition_point(|c| c.end <= tokens.start);
        self.closed.get(next).is_some_and(|c| c.contains(&tokens.start))
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

/// The kinds of which a document tells, by their triggers alone. A trigger counts by where it stands: three in the headline or
/// the first sentence, two in the next few, else one. A kind must be told of as much as its file asks for ([`Kind::telling`]);
/// and by that measure at least half as much as the kind that is told of most: a shooting page that mentions a fire tells of a shooting.
pub fn told<'k>(sheet: &Sheet<'_>, kinds: &'k Kinds) -> Vec<&'k Kind> {
    // Where the report itself begins: a dateline is a sentence of its own.
    let first = sheet.sentences.iter().position(|s| s.zone == ZoneKind::Body).unwrap_or(0);
    let of = |kind: &'k Kind| {
        let lexicon = Lexicon::of_triggers(kind);
        let found = lexicon.find(sheet);
        let triggers = found.iter().filter(|f| *lexicon.means(f) == Means::Trigger);
        let worth = |s: usize| match (sheet.sentences[s].zone, s.saturating_sub(first)) {
            (ZoneKind::Title, _) | (_, 0) => 3,
            (_, 1..=3) => 2,
            _ => 1,
        };
        (kind, triggers.map(|f| worth(sheet.tokens[f.tokens.start].sentence)).sum::<u32>())
    };
    let mut all: Vec<(&Kind, u32)> = kinds.iter().map(of).filter(|(kind, told)| *told >= kind.telling.max(1)).collect();
    // By the measure of each: of everyday words ("fire", "dismissed") it takes more.
    let measure = |kind: &Kind, told: u32| f64::from(told) / f64::from(kind.telling.max(1));
    let most = all.iter().map(|(kind, told)| measure(kind, *told)).fold(0.0, f64::max);
    all.retain(|(kind, told)| measure(kind, *told) * 2.0 >= most);
    all.into_iter().map(|(kind, _)| kind).collect()
}

/// Parts a document by the incidents of a kind.
pub fn split(scene: &Scene<'_, '_>, kind: &Kind) -> Split {
    let sheet = scene.sheet;
    let mut triggers: Vec<Range<usize>> = scene.triggers().cloned().collect();
    if triggers.is_empty() {
        return Split::default();
    }
    let page = Page::of(scene, &triggers, kind.looks_back);
    let groups = page.round_up();
    let mut asides = Vec::new();
    let mut sentences = vec![true; sheet.sentences.len()];
    let mut closed = Vec::new();
    let mut told = Told::default();
    for s in 0..sheet.sentences.len() {
        let tokens = sheet.sentences[s].tokens.clone();
        if groups.iter().any(|g| g.start == s) {
            told.past = None;
            continue;
        }
        let part = page.says(s);
        let clash = page.other(s, part.as_ref().is_some_and(|p| *p == tokens));
        let leads = part.as_ref().is_some_and(|p| *p != tokens || page.opening(s).is_some())
            || groups.is_empty() && page.anew(s, &told)
            || told.goes_on(&page, s);
        let words = match part {
            Some(part) if clash.is_none() => part,
            _ if clash.is_some() || leads => tokens.clone(),
            _ => tokens.start..tokens.start,
        };
        if !words.is_empty() {
            let why = clash.unwrap_or_else(|| Other { years: page.years(s), states: Vec::new() });
            asides.extend(page.asides(s, words.clone(), &why, &kind.id));
            if words == tokens {
                sentences[s] = false;
            } else {
                closed.push(words.clone());
            }
        }
        told.note(&page, s, &words, leads);
    }
    let of = |r: &Range<usize>| sheet.tokens[r.start].sentence;
    let title = |s: usize| sheet.sentences[s].zone == ZoneKind::Title;
    triggers.sort_by_key(|r| (title(of(r)), r.start));
    // A page whose every trigger stands in an aside still tells of something: of what its asides tell.
    if !triggers.iter().any(|r| sentences[of(r)]) {
        return Split { scopes: Vec::new(), asides };
    }
    let scope = |main: bool, sentences: Vec<bool>| {
        let triggers = triggers.iter().filter(|r| sentences[of(r)]).cloned().collect();
        Scope { main, triggers, sentences, closed: closed.clone(), head: 0..groups.first().map_or(0, |g| g.start) }
    };
    let scopes = if groups.is_empty() {
        vec![scope(true, sentences)]
    } else {
        let within = |g: &Range<usize>| (0..sentences.len()).map(|s| sentences[s] && g.contains(&s)).collect();
        groups.iter().enumerate().map(|(i, g)| scope(i == 0, within(g))).filter(|s| !s.triggers.is_empty()).collect()
    };
    Split { scopes, asides }
}

/// What tells of an incident where no trigger does.
static HARMS: Closed = Closed::new("killed dead died dies slain murdered wounded injured hurt");

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?-u:\b)(?:19[5-9]|20[0-4])[0-9](?-u:\b)").expect("a literal"));
/// "Last year in Ohio …" at the head of a sentence.
static LAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:earlier |late |in )?(?:last|this|the previous) (?:year|month|summer|winter|spring|fall)(?-u:\b)").expect("a literal")
});
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<a>[0-9]{1,5}(?:th|st|nd|rd)?(?:-[0-9]+)?\s(?:hundred\s)?block\sof\s(?:\p{Lu}\S*\s?){1,4})|(?-u:\b)(?P<b>(?:\p{Lu}\S+\s){1,3}neighborhood)(?-u:\b)").expect("a literal")
});

/// A page, as far as it tells its own incident from others.
struct Page<'a, 's, 't> {
    sheet: &'a Sheet<'t>,
    scene: &'a Scene<'s, 't>,
    /// Sentences with a trigger.
    told: Vec<bool>,
    /// Places by sentence.
    places: BTreeMap<usize, Vec<Mention<Place>>>,
    /// States of the incident's own place; empty where the page names none early.
    home: Vec<&'static State>,
    /// Year of publication, or the latest the page names.
    year: Option<i16>,
    /// Years that are the page's own: in its headline and first sentences, or named again and again.
    own: Vec<i16>,
    /// Years gone by are its own, too.
    looks_back: bool,
}

/// Why a sentence is about another incident.
struct Other {
    years: Vec<(usize, i16)>,
    states: Vec<(Range<usize>, &'static State)>,
}

impl<'a, 's, 't> Page<'a, 's, 't> {
    fn of(scene: &'a Scene<'s, 't>, triggers: &[Range<usize>], looks_back: bool) -> Self {
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
        let mut page = Self { sheet, scene, told, places, home, year: None, own: Vec::new(), looks_back };
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
        page.own.extend(count.iter().filter(|(_, n)| **n > 2).map(|(y, _)| *y));
        page
    }

    /// Years named in a sentence, with their tokens.
    fn years(&self, s: usize) -> Vec<(usize, i16)> {
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
    fn states(&self, s: usize) -> Vec<(Range<usize>, &'static State)> {
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
    fn abroad(&self, states: &[(Range<usize>, &'static State)]) -> bool {
        !self.home.is_empty() && !states.is_empty() && states.iter().all(|(_, state)| !self.home.iter().any(|h| h.name == state.name))
    }

    /// Why a sentence tells of another incident; `None` when it may be the page's own.
    fn other(&self, s: usize, said: bool) -> Option<Other> {
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
        (several || elsewhere || before || both || said).then(|| Other { years, states: if abroad { states } else { Vec::new() } })
    }

    /// The tokens of a sentence that tell of another incident by their own words.
    fn says(&self, s: usize) -> Option<Range<usize>> {
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
    fn opening(&self, s: usize) -> Option<Opening> {
        let sentence = &self.sheet.sentences[s];
        (sentence.zone == ZoneKind::Body && self.tells(s)).then(|| other::opening(self.news(s))).flatten()
    }

    /// The words of a sentence up to where it begins to tell of another incident.
    fn news(&self, s: usize) -> &'a str {
        let tokens = &self.sheet.sentences[s].tokens;
        let end = self.says(s).map_or(tokens.end, |part| if part.start > tokens.start { part.start } else { tokens.end });
        self.sheet.words(tokens.start..end)
    }

    /// A trigger or a word of harm stands in a sentence.
    fn tells(&self, s: usize) -> bool {
        self.told[s] || self.sheet.tokens[self.sheet.sentences[s].tokens.clone()].iter().any(|t| HARMS.has(&t.lower))
    }

    /// New victims, with a street and a time, when the page has told where its own were hurt.
    fn anew(&self, s: usize, told: &Told<'_>) -> bool {
        let first = s > 0 && self.sheet.sentences[s - 1].paragraph != self.sheet.sentences[s].paragraph;
        let news = |o: Opening| {
            let clash = !o.street.is_empty() && !o.street.iter().any(|w| told.streets.contains(w));
            o.timed && (o.unnamed || o.separate) && clash
        };
        (first || told.past.is_some()) && s >= 3 && !told.streets.is_empty() && self.opening(s).is_some_and(news)
    }

    /// Words of names in a sentence: capitals past its first word, days and the like aside.
    fn names(&self, s: usize) -> impl Iterator<Item = (usize, &'a str)> {
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

    /// "California plates", "a Texas license plate": no place of an incident.
    fn is_plate(&self, tokens: &Range<usize>) -> bool {
        (tokens.end..tokens.end + 3)
            .any(|t| self.sheet.tokens.get(t).is_some_and(|t| t.lower.starts_with("plate") || t.lower.starts_with("license") || &*t.lower == "tags"))
    }

    /// A sentence's asides: one for each state it lists, with that state's own words; else one.
    fn asides(&self, s: usize, tokens: Range<usize>, other: &Other, kind: &KindId) -> Vec<Aside> {
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

    fn lower(&self, t: usize) -> &str {
        self.sheet.tokens.get(t).map_or("", |t| &t.lower)
    }

    /// At most some thirty words, without marks at either end: around the sentence's first trigger where it is longer.
    fn trim(&self, part: Range<usize>) -> Range<usize> {
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

    fn city(&self, s: usize, state: Option<&'static State>) -> Option<Box<str>> {
        self.places.get(&s)?.iter().find_map(|m| match (&m.value.named, &m.value.state, state) {
            (Named::City(name), Some((of, _)), Some(state)) if of.name == state.name => Some(name.clone()),
            (Named::City(name), _, None) if matches!(m.value.stands, Stands::In | Stands::WithState) => Some(name.clone()),
            _ => None,
        })
    }

    /// Groups of sentences that each tell of an incident of their own: paragraphs that open with a trigger and a block or
    /// neighbourhood of their own, four or more of them; two are enough, and new victims with a street or time of their own open one,
    /// where the page speaks of several incidents in its headline or at its head. Empty for a page about one incident.
    fn round_up(&self) -> Vec<Range<usize>> {
        let several = (0..self.sheet.sentences.len().min(3)).any(|s| other::several(self.sheet.words(self.sheet.sentences[s].tokens.clone())));
        let mut starts: Vec<usize> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        let mut unplaced = None;
        for (s, sentence) in self.sheet.sentences.iter().enumerate() {
            let first = s == 0 || self.sheet.sentences[s - 1].paragraph != sentence.paragraph;
            if !first || !self.tells(s) || sentence.zone != ZoneKind::Body || starts.len() >= 64 {
                continue;
            }
            let words = self.news(s);
            let place = BLOCK.captures(words).and_then(|c| c.name("a").or_else(|| c.name("b")).map(|m| m.as_str().trim().to_lowercase()));
            let street = other::streets(words);
            let new = !street.iter().any(|w| seen.contains(w));
            let blocked = self.told[s] && place.as_ref().is_some_and(|p| !seen.contains(p));
            // "In a separate shooting …" is placed by what comes right after it.
            if several && !street.is_empty() && starts.last().is_some_and(|last| s - last <= 2 && unplaced == Some(*last)) {
                unplaced = None;
                seen.extend(street);
                continue;
            }
            let opens = || self.opening(s).is_some_and(|o| (!o.street.is_empty() && new && o.timed) || o.separate);
            if if several { new && opens() } else { blocked } {
                unplaced = street.is_empty().then_some(s);
                seen.extend(place);
                seen.extend(street);
                starts.push(s);
            }
        }
        if starts.len() < if several { 2 } else { 4 } {
            return Vec::new();
        }
        let ends = starts.iter().skip(1).copied().chain([self.sheet.sentences.len()]);
        starts.iter().copied().zip(ends).map(|(a, b)| a..b).collect()
    }
}

/// Capitals that name nobody and no place.
static PLAIN: Closed = Closed::new(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december \
     police officers officer authorities detectives investigators deputies sheriff county department hospital medical center street avenue road drive \
     boulevard block north south east west the and chief lt. sgt. capt. det. spokesman spokeswoman mayor city state district attorney court judge \
     news press associated fbi university school high general office",
);

/// What a page has told so far, sentence by sentence.
#[derive(Default)]
struct Told<'a> {
    /// Names in its own sentences.
    own: FxHashSet<&'a str>,
    /// Names that stand in sentences about others alone.
    others: FxHashSet<&'a str>,
    /// Words of streets where its own incident is placed.
    streets: FxHashSet<String>,
    /// The last sentence about another incident that what follows may go on telling of, and where it began.
    past: Option<(usize, usize)>,
    /// That sentence turned to another place: "In Fairview, police …".
    away: bool,
}

/// Sentences that go on about another incident by "he", "the victim" and the like, at most.
const LONG: usize = 8;

impl<'a> Told<'a> {
    /// Whether a sentence goes on about the other incident that the one before told of: by its names, or by nobody's of the page's own.
    fn goes_on(&self, page: &Page<'a, '_, '_>, s: usize) -> bool {
        let sheet = page.sheet;
        let sentence = &sheet.sentences[s];
        if sentence.zone == ZoneKind::Title || s < 2 {
            return false;
        }
        let (mut own, mut others) = (false, false);
        for (_, name) in page.names(s) {
            own |= self.own.contains(name);
            others |= self.others.contains(name);
        }
        let Some((began, last)) = self.past else { return others && !own && page.tells(s) };
        let word = |n: usize| sheet.tokens.get(sentence.tokens.start + n).map_or("", |t| &*t.lower);
        let leans = matches!(word(0), "he" | "she" | "they" | "his" | "her" | "their") || (word(0) == "the" && LEANS.has(word(1)));
        let same = sheet.sentences[last].paragraph == sentence.paragraph || (self.away && s - began <= LONG);
        others || (!own && s - began <= LONG && (same || leans || page.opening(s).is_some()))
    }

    /// Takes note of a sentence: the part of it that tells of another incident, and whether what follows may go on about that one.
    fn note(&mut self, page: &Page<'a, '_, '_>, s: usize, other: &Range<usize>, leads: bool) {
        let here = |s: &Self, t: usize, name: &str| other.contains(&t) && !s.own.contains(name);
        let (others, own): (Vec<_>, Vec<_>) = page.names(s).partition(|(t, name)| here(self, *t, name));
        self.own.extend(own.into_iter().filter(|(t, _)| !other.contains(t)).map(|(_, n)| n));
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::mention::tests::sheet_of;

    fn check(text: &str, expect: Expect) {
        let file = "triggers = [\"shot\", \"shooting*\", \"gunfight\"]\n";
        let kinds = Kinds::parse(&[("shooting", file)]).expect("a kind");
        let document = sheet_of(text);
        let sheet = Sheet::of(&document);
        let kind = kinds.get("shooting").expect("the kind");
        let split = split(&Scene::of(&sheet, kind), kind);
        let mut shown: Vec<String> = split
            .scopes
            .iter()
            .map(|scope| {
                let open: Vec<String> = (0..sheet.sentences.len()).filter(|s| scope.sentences[*s]).map(|s| s.to_string()).collect();
                format!("{}: {}", if scope.main { "main" } else { "also" }, open.join(" "))
            })
            .collect();
        shown.extend(split.asides.iter().map(|a| {
            format!("aside: {} | {} | {}", a.quote.exact(), a.state.as_deref().unwrap_or("-"), a.year.map_or("-".into(), |y| y.to_string()))
        }));
        expect.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn other_states_and_years_are_asides_each_with_its_words() {
        check(
            "MILLBROOK, Ohio \u{2014} An officer was shot on Tuesday. The gunfight lasted a minute.\nHe is in the hospital.\n\
             In 2016, armed neighbors saved deputies in Utah, Maine, and in Georgia.\nThe officer was shot twice.",
            expect![[r#"
                main: 0 1 2 4
                aside: In 2016, armed neighbors saved deputies in Utah | Utah | 2016
                aside: Maine | Maine | 2016
                aside: in Georgia | Georgia | 2016"#]],
        );
    }

    #[test]
    fn what_the_page_calls_another_shooting_is_none_of_its_own() {
        check(
            "A man was shot in Millbrook on Monday.\nPolice found him on Oak Street.\nIn a separate shooting, a boy was hurt on Elm Street.\n\
             There have been nine homicides in the city so far this year.\nThe man was shot in the leg.",
            expect![[r#"
                main: 0 1 4
                aside: In a separate shooting, a boy was hurt on Elm Street | - | -
                aside: There have been nine homicides in the city so far this year | - | -"#]],
        );
    }

    #[test]
    fn a_round_up_holds_several_accounts_and_a_page_without_a_trigger_none() {
        check(
            "Four people were hurt over the weekend.\nA man was shot in the 100 block of Oak Street.\nHe is stable.\n\
             A woman was shot in the 200 block of Elm Street.\nA boy was shot in the 300 block of Ash Street.\n\
             A girl was shot in the 400 block of Fir Street.",
            expect![[r#"
                main: 1 2
                also: 3
                also: 4
                also: 5"#]],
        );
        check("The council met on Monday.", expect![""]);
    }
}
