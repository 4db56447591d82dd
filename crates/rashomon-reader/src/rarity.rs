//! The rarest words of a page, by which pages of one story are known however they put it: names, streets, villages, offices. How rare a word is comes from a
//! frozen table (`models/words.bin`), never from what else is read (inverse document frequency: Spärck Jones 1972).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rashomon_model::text::{Document, Zone};
use rashomon_model::{Field, Text};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Words kept of a page.
const KEPT: usize = 64;
/// Stories that a word must stand in to be in the table.
const LISTED: usize = 4;
/// Rarity is counted in so many parts of a natural-log unit.
const PARTS: f64 = 12.0;
/// Words rarer than this many parts are kept: those of no more than one story in twenty.
const RARE: u8 = 36;
/// What a word of no story weighs: about as much as one of two in a few thousand.
const UNLISTED: u8 = 84;
/// A word that is said again, and one of the headline, weigh more by so many percent.
const AGAIN: u32 = 40;
const HEADLINE: u32 = 30;

/// A word's mark: part of its hash.
type Mark = u32;

/// How rare words are.
#[derive(Debug)]
pub struct Table(FxHashMap<Mark, u8>);

impl Table {
    /// The one the program was built with.
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Table> = OnceLock::new();
        ONE.get_or_init(|| Table::read(include_bytes!("../../../models/words.bin")))
    }

    /// Reads what [`learn`] gives.
    pub fn read(bytes: &[u8]) -> Self {
        Self(bytes.as_chunks::<5>().0.iter().map(|&[a, b, c, d, rarity]| (Mark::from_le_bytes([a, b, c, d]), rarity)).collect())
    }

    /// The marks of a document's rarest words by this table, each with its weight, by mark: [`rashomon_model::Source::rare`] for who learns the table.
    pub fn rarest(&self, document: &Document) -> Vec<(Mark, u8)> {
        of(self, document.title(), document.text(), document.zones())
    }
}

/// The marks of the rarest words of headline and reporting, each with its weight, by mark.
pub(crate) fn of(table: &Table, title: Option<&Text>, text: &Text, zones: &[Zone]) -> Vec<(Mark, u8)> {
    let mut counts: FxHashMap<Mark, (u32, bool)> = FxHashMap::default();
    each_word(title, text, zones, |mark, headline| {
        let entry = counts.entry(mark).or_default();
        entry.0 += 1;
        entry.1 |= headline;
    });
    let mut rare: Vec<(u8, Mark)> = counts
        .into_iter()
        .filter_map(|(mark, (times, headline))| {
            let rarity = table.0.get(&mark).copied().unwrap_or(UNLISTED);
            let percent = 100 + if times > 1 { AGAIN } else { 0 } + if headline { HEADLINE } else { 0 };
            (rarity >= RARE).then(|| ((u32::from(rarity) * percent / 100).min(255) as u8, mark))
        })
        .collect();
    rare.sort_unstable_by_key(|(weight, mark)| (std::cmp::Reverse(*weight), *mark));
    rare.truncate(KEPT);
    let mut out: Vec<(Mark, u8)> = rare.into_iter().map(|(weight, mark)| (mark, weight)).collect();
    out.sort_unstable();
    out
}

/// Calls with each word that can tell a story: of three letters and more, or a number of three digits and more that is no year.
fn each_word(title: Option<&Text>, text: &Text, zones: &[Zone], mut each: impl FnMut(Mark, bool)) {
    let mut lower = String::new();
    for zone in zones.iter().filter(|z| z.kind.is_reporting()) {
        let headline = zone.field == Field::Title;
        let Some(text) = (if headline { title } else { Some(text) }) else { continue };
        let view = text.view().get(text.view_range(zone.start as usize..zone.end as usize)).unwrap_or_default();
        for word in view.split(|c: char| !c.is_alphanumeric() && c != '\'') {
            let word = word.trim_matches('\'');
            let word = word.strip_suffix("'s").unwrap_or(word);
            if word.len() < 3 || word.len() > 40 {
                continue;
            }
            if word.bytes().all(|b| b.is_ascii_digit()) && (word.len() > 5 || word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))) {
                continue;
            }
            lower.clear();
            lower.extend(word.chars().filter(|c| *c != '\'').flat_map(char::to_lowercase));
            each(mark(&lower), headline);
        }
    }
}

fn mark(word: &str) -> Mark {
    xxh3_64(word.as_bytes()) as Mark
}

/// The table of how rare words are, from documents with the story each tells: five bytes a word, its mark and its rarity.
pub fn learn<'d>(pages: impl Iterator<Item = (&'d str, &'d Document)>) -> Vec<u8> {
    let mut stories: BTreeMap<Mark, BTreeSet<&str>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (story, document) in pages {
        all.insert(story);
        each_word(document.title(), document.text(), document.zones(), |mark, _| {
            stories.entry(mark).or_default().insert(story);
        });
    }
    let listed = stories.into_iter().filter(|(_, of)| of.len() >= LISTED);
    listed
        .flat_map(|(mark, of)| {
            let rarity = ((all.len() as f64 / of.len() as f64).ln() * PARTS).round().clamp(0.0, f64::from(UNLISTED)) as u8;
            let [a, b, c, d] = mark.to_le_bytes();
            [a, b, c, d, rarity]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Document {
        crate::read_raw(&crate::Raw { text: text.into(), ..crate::Raw::default() }).0
    }

    #[test]
    fn names_are_rare_and_words_of_every_report_are_not() {
        let rare = page("Police said a man was shot on Quennevale Road. Quennevale Road was closed.").source().rare.clone();
        assert_eq!(rare.iter().find(|(m, _)| *m == mark("quennevale")).map(|(_, w)| u32::from(*w)), Some(u32::from(UNLISTED) * (100 + AGAIN) / 100));
        assert!(rare.iter().all(|(m, _)| *m != mark("police") && *m != mark("shot")));
    }

    #[test]
    fn a_word_of_few_stories_is_rarer_however_many_pages_tell_it() {
        let pages = [page("The mill burned."), page("The mill stood."), page("The mill.")];
        let stories = ["a", "b", "c", "d", "e", "f"];
        let told = stories.iter().enumerate().map(|(n, story)| (*story, &pages[n % 3]));
        let table = learn(told.clone());
        assert_eq!(learn(told.chain([("a", &pages[0]); 9])), table);
        let rarity = |word: &str| table.as_chunks::<5>().0.iter().find(|w| w[..4] == mark(word).to_le_bytes()).map(|w| w[4]);
        assert_eq!((rarity("mill"), rarity("burned")), (Some(0), None));
    }
}
