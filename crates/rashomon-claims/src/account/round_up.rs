//! Round-ups: pages that report several incidents, one after the other, and where each begins.

use std::ops::Range;
use std::sync::LazyLock;

use rashomon_model::ZoneKind;
use regex::Regex;

use super::page::Page;
use crate::other;

static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<a>[0-9]{1,5}(?:th|st|nd|rd)?(?:-[0-9]+)?\s(?:hundred\s)?block\sof\s(?:\p{Lu}\S*\s?){1,4})|(?-u:\b)(?P<b>(?:\p{Lu}\S+\s){1,3}neighborhood)(?-u:\b)").expect("a literal")
});

impl Page<'_, '_, '_> {
    /// Groups of sentences that each tell of an incident of their own: paragraphs that open with a trigger and a block or
    /// neighbourhood of their own, four or more of them; two are enough, and new victims with a street or time of their own open one,
    /// where the page speaks of several incidents in its headline or at its head. Empty for a page about one incident.
    pub(super) fn round_up(&self) -> Vec<Range<usize>> {
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
