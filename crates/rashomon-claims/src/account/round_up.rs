//! Round-ups: pages that report several incidents, one after the other, and where each begins.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use rashomon_model::ZoneKind;
use regex::Regex;
use rustc_hash::FxHashSet;

use super::page::Page;
use crate::other;

static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<a>[0-9]{1,5}(?:th|st|nd|rd)?(?:-[0-9]+)?\s(?:hundred\s)?block\sof\s(?:\p{Lu}\S*\s?){1,4})|(?-u:\b)(?P<b>(?:\p{Lu}\S+\s){1,3}neighborhood)(?-u:\b)").expect("a literal")
});

/// "The second shooting was reported on Elm Street", "the first homicide took place Oct. 14": one of several, by its number.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)the\s(?:first|second|third|fourth|fifth|sixth|last|final|next|other)\s(?:\w+\s)?(?:shootings?|homicides?|killings?|murders?|incidents?|attacks?|calls?|cases?|reports?)\s(?:took|happened|occurred|was|were|came|unfolded|began|in|on|at|near)(?-u:\b)|(?-u:\b)the\s(?:second|third|fourth|fifth|sixth|other)\svictim,\s\p{Lu}").expect("a literal")
});
/// "The shooting of Ana Reyes on Sept. 14": one of several, by whom it hit.
static OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)the\s(?:\w+\s)?(?:shooting|killing|murder|death)\sof\s(?:\p{Lu}\S+\s\p{Lu}|an?\s|two\s|three\s|[0-9]+-year-old\s)|(?-u:\b)connections?\s(?:to|with)\s(?:shots\sfired|a\sshooting)").expect("a literal")
});
/// "Ana Reyes was found dead": one of several, where the page says that they are apart.
static FOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[^.;]{0,60}\sthat\s)?(?:[0-9]{1,2}-year-old\s)?(?P<name>\p{Lu}[\w.'-]+(?:\s\p{Lu}[\w.'-]+){0,2})(?:,\s[^,.]{1,40},)?\s(?:was|were)\s(?:\w+\s)?(?:found\s)?(?:dead|shot|killed|murdered|slain|wounded|stabbed)(?-u:\b)").expect("a literal")
});
static APART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:(?:separate|unrelated|different)\s(?:shootings|incidents|homicides|cases|attacks|killings|locations)|homicide\svictims)(?-u:\b)").expect("a literal")
});
/// "Officers were called to 1249 Bell Road to investigate reports of a shooting", "to the area of Oak and Second streets".
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:responded|called|dispatched|sent)\s(?:out\s)?to\s(?:(?:the\s|a\s)?[0-9]{2,5}\s\p{Lu}|the\s(?:area|corner|intersection|[0-9]{1,5}(?:\shundred)?\sblock)\sof\s[0-9\p{Lu}])").expect("a literal")
});
/// "Ana Reyes, 36; shot Jan. 1 on Oak Street": one line of a list of the dead, with name, age and day.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\W{0,3}\p{Lu}[\w.'-]+(?:\s(?:(?:and|de|la|del|van|von)\s)?["“(\p{Lu}][\w.'-]+["”)]?){1,5},?\s?[0-9]{1,2}(?-u:\b)"#)
        .expect("a literal")
});
static DATED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s[0-9]{1,2}(?-u:\b)").expect("a literal"));
/// From how many lines with a name, an age and a day on a page is a list, and on how many days at least they fall.
const LIST: (usize, usize) = (8, 6);
/// "Earlier, at 6:59 a.m., a boy was shot": the next of several, by when it happened.
static SEQUEL: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:sun|mon|tues|wednes|thurs|fri|satur)day";
    Regex::new(&format!(r"(?i)^(?:most\srecently|earlier|later|(?:about|around|less\sthan|some|roughly|just)?\s?(?:an?|\w+|[0-9]+)\s(?:minutes|hours?)\s(?:later|earlier|before|after)|in\sthe\s(?:other|first|second|third|latest|earlier|later)\s(?:shooting|incident|case|homicide)|in\s{day}['’]s\s(?:shooting|incident|homicide))(?-u:\b)")).expect("a literal")
});
/// What tells whom it hit, which is nobody else's.
static WHOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:dead|died|dies|killed|wounded|injured|hurt|(?:shooting|killing|murder|death)\sof)(?-u:\b)").expect("a literal")
});

/// The incidents of a page that reports several.
#[derive(Debug, Default)]
pub(super) struct RoundUp {
    /// The sentences in which each is told, one after the other.
    pub(super) groups: Vec<Range<usize>>,
    /// Further sentences of each: they name its people elsewhere, or the one who is laid to all of them.
    pub(super) further: Vec<Vec<usize>>,
    /// Sentences that do not tell of the group they stand in.
    pub(super) moved: Vec<usize>,
    /// The group that the page is about.
    pub(super) main: usize,
}

impl Page<'_, '_, '_> {
    /// Groups of sentences that each tell of an incident of their own: paragraphs that open with a trigger and a block or
    /// neighbourhood of their own, four or more of them; two are enough, and new victims with a street or time of their own open one,
    /// where the page speaks of several incidents in its headline or at its head. Empty for a page about one incident.
    pub(super) fn round_up(&self) -> RoundUp {
        let groups = self.groups();
        let mut moved = Vec::new();
        let further = self.further(&groups, &mut moved);
        // The one that is told in the most words is what the page is about; the last has no end of its own.
        let words = |g: usize| groups[g].clone().filter(|s| self.surely(&groups, *s)).map(|s| self.sheet.sentences[s].tokens.len()).sum::<usize>();
        let main = (0..groups.len()).max_by_key(|g| (words(*g), usize::MAX - g)).unwrap_or(0);
        RoundUp { groups, further, moved, main }
    }

    /// Whether a sentence belongs to its group: the last one's first two paragraphs surely do.
    fn surely(&self, groups: &[Range<usize>], s: usize) -> bool {
        let paragraph = |s: usize| self.sheet.sentences[s].paragraph;
        groups.last().is_none_or(|last| s < last.start || paragraph(s) <= paragraph(last.start) + 1)
    }

    /// The lines of a list of the dead, each from its name on.
    fn listed(&self) -> Vec<Range<usize>> {
        let sentences = &self.sheet.sentences;
        let words = |s: usize| self.sheet.words(sentences[s].tokens.clone());
        let opens = |s: usize| s == 0 || sentences[s - 1].paragraph != sentences[s].paragraph;
        let ends = |s: usize| (s + 1..sentences.len()).find(|k| opens(*k)).unwrap_or(sentences.len());
        let body = |s: &usize| sentences[*s].zone == ZoneKind::Body && opens(*s) && LISTED.is_match(words(*s));
        let mut days = BTreeSet::new();
        let mut lines = Vec::new();
        for s in (0..sentences.len()).filter(body).take(64) {
            let line = s..ends(s).min(s + 6);
            let day = line.clone().find_map(|k| DATED.find(words(k)));
            lines.extend(day.is_some().then_some(line));
            days.extend(day.map(|d| d.as_str()));
        }
        let long = |all: &mut dyn Iterator<Item = usize>| all.map(|s| sentences[s].tokens.len()).sum::<usize>();
        let (listed, whole) = (long(&mut lines.iter().cloned().flatten()), long(&mut (0..sentences.len())));
        // A list of sources or dates below a report is none.
        if lines.len() >= LIST.0 && days.len() >= LIST.1 && listed * 10 >= whole * 6 { lines } else { Vec::new() }
    }

    fn groups(&self) -> Vec<Range<usize>> {
        let lines = self.listed();
        if !lines.is_empty() {
            return lines;
        }
        let words = |s: usize| self.sheet.words(self.sheet.sentences[s].tokens.clone());
        let head = self.sheet.sentences.len();
        let apart = (0..head.min(5)).any(|s| APART.is_match(words(s)));
        let several = apart || (0..head.min(3)).any(|s| other::several(words(s)));
        let mut starts: Vec<usize> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        let mut unplaced = None;
        for (s, sentence) in self.sheet.sentences.iter().enumerate() {
            let first = s == 0 || self.sheet.sentences[s - 1].paragraph != sentence.paragraph;
            let found = FOUND.captures(words(s)).filter(|_| apart).and_then(|c| c.name("name")).map(|m| m.as_str().to_lowercase());
            let found = found.filter(|n| starts.last() != Some(&s) && !seen.contains(n));
            let numbered = several && NUMBERED.is_match(words(s));
            if !(first || found.is_some()) || !(self.tells(s) || numbered) || sentence.zone != ZoneKind::Body || starts.len() >= 64 {
                continue;
            }
            let words = self.news(s);
            let place = BLOCK.captures(words).and_then(|c| c.name("a").or_else(|| c.name("b")).map(|m| m.as_str().trim().to_lowercase()));
            let street = other::streets(words);
            let new = !street.iter().any(|w| seen.contains(w));
            let blocked = self.told[s] && place.as_ref().is_some_and(|p| !seen.contains(p));
            // "In a separate shooting …" is placed by what comes right after it.
            if several && !numbered && !street.is_empty() && starts.last().is_some_and(|last| s - last <= 2 && unplaced == Some(*last)) {
                unplaced = None;
                seen.extend(street);
                continue;
            }
            let sequel = || SEQUEL.is_match(words) && (!street.is_empty() || place.is_some() || other::timed(words));
            let tells = || (numbered || OF.is_match(words) || CALLED.is_match(words)) && (!street.is_empty() || other::timed(words));
            let opens = || {
                self.opening(s).is_some_and(|o| (!o.street.is_empty() && new && (o.timed || apart && o.unnamed)) || o.separate)
                    || tells()
                    || sequel()
                    || found.is_some()
            };
            if if several { new && opens() } else { blocked } {
                unplaced = street.is_empty().then_some(s);
                seen.extend(place);
                seen.extend(found.clone());
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

    /// Sentences outside each group that tell of it, too. Those before the first group and after the last one's first paragraph
    /// are read by the names in them: names of one group belong to it, names of several to all, unless they say who was hurt.
    fn further(&self, groups: &[Range<usize>], moved: &mut Vec<usize>) -> Vec<Vec<usize>> {
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return Vec::new() };
        let all_names: FxHashSet<&str> = (0..self.sheet.sentences.len()).flat_map(|s| self.names(s)).map(|(_, name)| name).collect();
        // A sentence's first word is a name where the page has it elsewhere.
        let people = |s: usize| {
            let first = self.sheet.tokens.get(self.sheet.sentences[s].tokens.start).map(|t| &*t.lower).filter(|w| all_names.contains(w));
            self.names(s).filter(move |(t, _)| !self.is_place(s, *t)).map(|(_, name)| name).chain(first)
        };
        let mut of: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let sure = |s: &usize| self.surely(groups, *s);
        for (g, range) in groups.iter().enumerate() {
            for name in range.clone().filter(sure).flat_map(people) {
                of.entry(name).or_default().insert(g);
            }
        }
        let tail = last.clone().filter(|s| !sure(s));
        let ends: BTreeSet<&str> = tail.clone().flat_map(people).collect();
        let head: BTreeSet<&str> = (0..first.start).flat_map(people).collect();
        let mut out = vec![Vec::new(); groups.len()];
        // "Police also named Ana Reyes, 18, and Tom Bell, 19": whose incidents are opened elsewhere.
        let by_name = |g: &Range<usize>| FOUND.is_match(self.sheet.words(self.sheet.sentences[g.start].tokens.clone()));
        let opened: Vec<BTreeSet<&str>> = groups.iter().map(|g| people(g.start).filter(|n| by_name(g) && !head.contains(n)).collect()).collect();
        for (g, range) in groups.iter().enumerate().filter(|(_, g)| by_name(g)) {
            for s in range.clone().skip(1).filter(sure) {
                let of = |g: usize| people(s).any(|n| opened[g].contains(n));
                if !of(g) && (0..groups.len()).any(of) {
                    (0..groups.len()).filter(|g| of(*g)).for_each(|g| out[g].push(s));
                    moved.push(s);
                }
            }
        }
        let mut shared = None;
        for s in (0..first.start).chain(tail) {
            let named: Vec<&str> = people(s).collect();
            let all = named.iter().any(|n| head.contains(n) && (ends.contains(n) || of.get(n).is_some_and(|g| g.len() > 1)));
            let words = self.sheet.words(self.sheet.sentences[s].tokens.clone());
            let whose = WHOSE.is_match(words);
            // "He is held without bail", right after what belongs to all.
            let sentence = &self.sheet.sentences[s];
            let goes_on = shared == s.checked_sub(1) && s > 0 && self.sheet.sentences[s - 1].paragraph == sentence.paragraph;
            let all = (all || goes_on && matches!(self.lower(sentence.tokens.start), "he" | "she" | "they")) && !whose;
            shared = all.then_some(s).or(shared);
            let single: BTreeSet<usize> = named.iter().filter_map(|n| of.get(n)).filter(|g| g.len() == 1).flatten().copied().collect();
            for (g, list) in out.iter_mut().enumerate() {
                let one = single.contains(&g) && single.len() == 1 && !other::several(words);
                if all || (one && s < first.start) {
                    list.push(s);
                }
            }
        }
        out
    }
}
