//! A fingerprint of the reporting words, by which pages with shared passages are found: winnowing (Schleimer,
//! Wilkerson, Aiken 2003) over shingles of five words with a window of eight, so that every shared run of twelve words
//! leaves a shared mark.

use rashomon_model::text::Zone;
use rashomon_model::{Field, Text};
use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Shingles in a window.
const WINDOW: usize = 8;

/// Marks of the reporting words in the text (sorted, each once), and how many words there are. The headline is left
/// out where there is a text: copies change it first.
pub(crate) fn of(title: Option<&Text>, text: &Text, zones: &[Zone]) -> (Vec<u64>, u32) {
    let mut words: Vec<u64> = Vec::new();
    let (field, text) = match title {
        Some(title) if text.raw().trim().is_empty() => (Field::Title, title),
        _ => (Field::Text, text),
    };
    let mut lower = String::new();
    for zone in zones.iter().filter(|z| z.field == field && z.kind.is_reporting()) {
        let view = text.view().get(text.view_range(zone.start as usize..zone.end as usize)).unwrap_or_default();
        for word in view.split(|c: char| !c.is_alphanumeric() && c != '\'') {
            lower.clear();
            lower.extend(word.chars().filter(|c| *c != '\'').flat_map(char::to_lowercase));
            if !lower.is_empty() {
                words.push(xxh3_64(lower.as_bytes()));
            }
        }
    }
    let shingles: Vec<u64> = if words.len() < SHINGLE {
        // A text shorter than one shingle is one shingle, unless it is empty.
        (!words.is_empty()).then(|| shingle(&words)).into_iter().collect()
    } else {
        words.windows(SHINGLE).map(shingle).collect()
    };
    let mut marks: Vec<u64> = if shingles.len() <= WINDOW {
        shingles.iter().min().copied().into_iter().collect()
    } else {
        shingles.windows(WINDOW).filter_map(|w| w.iter().min().copied()).collect()
    };
    marks.sort_unstable();
    marks.dedup();
    (marks, u32::try_from(words.len()).unwrap_or(u32::MAX))
}

fn shingle(words: &[u64]) -> u64 {
    let mut bytes = [0u8; 8 * SHINGLE];
    for (slot, word) in bytes.chunks_exact_mut(8).zip(words) {
        slot.copy_from_slice(&word.to_le_bytes());
    }
    xxh3_64(&bytes)
}
