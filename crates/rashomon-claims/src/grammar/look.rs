//! What the models see of a word: hashes of its letters and its shape.

use super::cluster::Clusters;
use super::weights::mix;

/// A word's features in themselves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// Lower case, digits as one.
    pub form: u32,
    /// The last one to four letters.
    pub suffixes: [u32; 4],
    /// The first three letters.
    pub prefix: u32,
    /// Capitals, digits, hyphens.
    pub shape: u32,
    /// Words that it stands like.
    pub cluster: u32,
    /// Kinds of punctuation, one bit each; zero for words.
    pub mark: u32,
}

fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Looks at a sentence. Where nearly every word has a capital (headlines, shouting) capitals say nothing and are not looked at.
pub(super) fn looks<'w>(words: impl Iterator<Item = &'w str> + Clone, clusters: &Clusters) -> Vec<Look> {
    let long = words.clone().filter(|w| w.chars().count() > 3 && w.chars().all(char::is_alphabetic));
    let (all, small) = long.fold((0, 0), |(all, small), w| (all + 1, small + usize::from(w.starts_with(char::is_lowercase))));
    let blind = all >= 2 && small * 5 <= all && words.clone().count() > 3;
    words.enumerate().map(|(i, w)| Look { cluster: cluster(w, clusters), mark: mark(w), ..look(w, i == 0, blind) }).collect()
}

/// The hash of a word's letters: lower case, digits as one.
pub(super) fn form(word: &str) -> u32 {
    fold(word.chars().take(LETTERS).fold(1, |hash, c| mix(hash, folded(c) as u32)))
}

/// A word with hyphens that is not known itself goes with its last part.
fn cluster(word: &str, clusters: &Clusters) -> u32 {
    let known = clusters.of(form(word));
    match word.rsplit_once('-') {
        Some((_, last)) if known == 0 && !last.is_empty() => clusters.of(form(last)),
        _ => known,
    }
}

fn mark(word: &str) -> u32 {
    match word.chars().next() {
        Some(c) if c.is_alphanumeric() => 0,
        Some(',') => 1,
        Some('"' | '\'' | '`') => 2,
        Some('(' | '[' | '{') => 4,
        Some(')' | ']' | '}') => 8,
        Some(':' | ';') => 16,
        Some('-' | '\u{2013}' | '\u{2014}') => 32,
        Some('.' | '!' | '?') => 64,
        _ => 128,
    }
}

fn folded(c: char) -> char {
    match c {
        '0'..='9' => '0',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// A word of a thousand letters is furniture; its start is enough.
const LETTERS: usize = 64;

fn look(word: &str, first: bool, blind: bool) -> Look {
    let (mut upper, mut lower, mut digits, mut hyphens, mut others) = (0, 0, 0, 0, 0);
    let mut initial = false;
    let mut letters = ['\0'; 4];
    let mut prefix = 2u64;
    for (i, c) in word.chars().take(LETTERS).enumerate() {
        let folded = folded(c);
        if i < 3 {
            prefix = mix(prefix, folded as u32);
        }
        letters.rotate_left(1);
        letters[3] = folded;
        initial |= i == 0 && c.is_uppercase();
        upper += u32::from(c.is_uppercase());
        lower += u32::from(c.is_lowercase());
        digits += u32::from(c.is_ascii_digit());
        hyphens += u32::from(c == '-');
        others += u32::from(!c.is_alphanumeric());
    }
    let mut suffix = 3u64;
    let mut suffixes = [0; 4];
    for (kept, &letter) in suffixes.iter_mut().zip(letters.iter().rev()) {
        suffix = mix(suffix, letter as u32);
        *kept = fold(suffix);
    }
    let case = match () {
        () if blind => 1,
        () if initial && upper > 1 && lower == 0 => 2,
        () if initial && first => 3,
        () if initial => 4,
        () if upper > 0 => 5,
        () => 0,
    };
    let figures = if digits == 0 { 0 } else { 1 + u32::from(upper + lower > 0) };
    let marks = u32::from(hyphens > 0) + 2 * u32::from(others > 0 && upper + lower + digits == 0);
    Look { form: form(word), suffixes, prefix: fold(prefix), shape: case + 8 * figures + 32 * marks + 256, ..Look::default() }
}
