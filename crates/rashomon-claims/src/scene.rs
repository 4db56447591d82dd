//! The scene: how near each word stands to the incident's telling. Where, when and what it was are read by this weight,
//! so that the day of an arrest, the suspect's home town and the station's city lose against the day and place of the deed.

use std::ops::Range;
use std::sync::Arc;

use rashomon_model::value::Day;
use rashomon_model::{Kind, ZoneKind};

use crate::mention::Mention;
use crate::mention::day;
use crate::mention::place::{self, Place};
use crate::pattern::{Found, Lexicon, Means};
use crate::sheet::Sheet;

/// A sheet as one kind sees it.
#[derive(Debug)]
pub struct Scene<'s, 't> {
    /// The sheet.
    pub sheet: &'s Sheet<'t>,
    /// Every pattern of the kind found in it, in order of place.
    pub found: Vec<Found>,
    /// Tokens at which triggers start, in order.
    pub triggers: Vec<usize>,
    /// Place names in it, in order of place.
    pub places: Vec<Mention<Place>>,
    /// Days named in it, in order of place.
    pub days: Vec<Mention<Day>>,
    lexicon: Arc<Lexicon>,
    happened: Vec<usize>,
    elsewhere: Vec<usize>,
}

/// Words that tell of something happening, of being called to it, of finding its victims.
const HAPPENED: &[&str] = &[
    "happened",
    "occurred",
    "took",
    "unfolded",
    "responded",
    "dispatched",
    "called",
    "found",
    "reported",
    "erupted",
    "broke",
    "began",
    "started",
    "killed",
    "wounded",
    "injured",
    "died",
    "fired",
    "hit",
    "struck",
    "rang",
    "fatally",
    "dead",
    "homicide",
    "gunned",
    "slain",
    "murder",
    "robbery",
];

/// Words of what comes after, before or beside the incident: arrests, courts, funerals, statements, homes.
const ELSEWHERE: &[&str] = &[
    "arrested",
    "arrest",
    "court",
    "hearing",
    "arraigned",
    "arraignment",
    "sentenced",
    "sentencing",
    "trial",
    "pleaded",
    "pled",
    "indicted",
    "jury",
    "judge",
    "funeral",
    "vigil",
    "born",
    "birthday",
    "conference",
    "announced",
    "posted",
    "updated",
    "published",
    "autopsy",
    "scheduled",
    "expected",
    "next",
    "tomorrow",
    "upcoming",
    "filed",
    "released",
    "convicted",
    "extradited",
    "surrendered",
    "graduated",
    "affidavit",
    "captured",
    "bond",
    "bail",
    "preliminary",
    "appeal",
    "parole",
    "charged",
    "identified",
    "memorial",
    "services",
    "visitation",
    "fundraiser",
    "tweeted",
    "interview",
    "statement",
    "airlifted",
    "hospital",
    "flown",
    "native",
    "formerly",
    "previously",
    "unrelated",
    "another",
    "earlier",
    "copyright",
];

/// Words that open another clause.
const CLAUSE: &[&str] = &[
    "and", "but", "or", "that", "which", "who", "when", "after", "before", "while", "because", "where", "if", "so", "then", "although", "though",
    "said", "says",
];

/// Words that lean on what follows them.
const LOOSE: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "near", "his", "her", "their", "its", "is", "was", "were", "are",
    "as", "into", "inside", "outside", "about", "around", "has", "have", "had", "be", "been",
];

impl<'s, 't> Scene<'s, 't> {
    /// Looks at a sheet through a kind.
    pub fn of(sheet: &'s Sheet<'t>, kind: &Kind) -> Self {
        let lexicon = Lexicon::of(kind);
        let found = lexicon.find(sheet);
        let triggers = found.iter().filter(|f| *lexicon.means(f) == Means::Trigger).map(|f| f.tokens.start).collect();
        let at = |list: &[&str]| -> Vec<usize> {
            let list: rustc_hash::FxHashSet<&str> = list.iter().copied().collect();
            sheet.tokens.iter().enumerate().filter(|(_, t)| list.contains(&*t.lower)).map(|(i, _)| i).collect()
        };
        Self { sheet, found, triggers, places: place::find(sheet), days: day::find(sheet), lexicon, happened: at(HAPPENED), elsewhere: at(ELSEWHERE) }
    }

    /// The words of every trigger, in order of place.
    pub fn triggers(&self) -> impl Iterator<Item = &Range<usize>> {
        self.found.iter().filter(|f| self.lexicon.means(f) == &Means::Trigger).map(|f| &f.tokens)
    }

    /// Words to the nearest of a sorted list within the sentence of a token.
    fn nearest(&self, list: &[usize], tokens: &Range<usize>) -> Option<usize> {
        let sentence = &self.sheet.sentences[self.sheet.tokens[tokens.start].sentence].tokens;
        let next = list.partition_point(|t| *t < tokens.end);
        let after = list.get(next).filter(|t| sentence.contains(t)).map(|t| *t - tokens.end);
        let before = list[..next].last().filter(|t| sentence.contains(t)).map(|t| tokens.start.saturating_sub(*t + 1));
        after.into_iter().chain(before).min()
    }

    /// How near the telling of the incident some tokens stand: above 3 is good, below 1 is doubtful.
    pub fn weight(&self, tokens: &Range<usize>) -> i32 {
        let Some(token) = self.sheet.tokens.get(tokens.start) else { return -9 };
        let sentence = &self.sheet.sentences[token.sentence];
        let near = |d: Option<usize>, most: i32| match d {
            Some(0..=5) => most,
            Some(6..=14) => most - 1,
            Some(_) => most - 2,
            None => 0,
        };
        let trigger = self.nearest(&self.triggers, tokens);
        let other = self.nearest(&self.elsewhere, tokens);
        let mut weight = near(trigger, 4).max(near(self.nearest(&self.happened, tokens), 3));
        // The nearer word wins: "was shot Sunday and arrested Tuesday".
        if let Some(d) = other {
            weight -= if trigger.is_some_and(|t| t <= d) { 1 } else { near(other, 4).max(1) };
        }
        weight + self.place_in_page(token.sentence, sentence.zone)
    }

    /// The phrase some tokens stand in, to be quoted: at most so many words more on either side, up to a mark or a word that
    /// opens another clause.
    pub fn phrase(&self, tokens: &Range<usize>, back: usize, ahead: usize) -> Range<usize> {
        let Some(sentence) = self.sheet.tokens.get(tokens.start).map(|t| &self.sheet.sentences[t.sentence].tokens) else { return tokens.clone() };
        let inner = |t: usize| {
            let token = &self.sheet.tokens[t];
            (token.is_word() || matches!(token.text, "$" | "#") || token.lower.starts_with(['\'', '\u{2019}'])) && !CLAUSE.contains(&&*token.lower)
        };
        let (mut start, mut end) = (tokens.start, tokens.end);
        while start > sentence.start && tokens.start - start < back && inner(start - 1) {
            start -= 1;
        }
        while end < sentence.end && end - tokens.end < ahead && inner(end) {
            end += 1;
        }
        // An article or preposition at the end belongs to what is not quoted.
        while end > tokens.end && LOOSE.contains(&&*self.sheet.tokens[end - 1].lower) {
            end -= 1;
        }
        start..end
    }

    /// What comes first on a page tells of what it is about.
    fn place_in_page(&self, sentence: usize, zone: ZoneKind) -> i32 {
        match (zone, sentence) {
            (ZoneKind::Title, _) => 2,
            (_, 0..=4) => 2,
            (_, 5..=9) => 1,
            (_, 10..=30) => 0,
            _ => -1,
        }
    }
}
