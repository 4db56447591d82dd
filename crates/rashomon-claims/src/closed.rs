//! Closed lists: words of the language in general, written as one text and looked up by hash. A kind's own words live in its file.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// A closed list of lower-case words, built when it is first asked.
#[derive(Debug)]
pub struct Closed {
    words: &'static str,
    set: OnceLock<FxHashSet<&'static str>>,
}

impl Closed {
    /// The words of a text, parted by white space.
    pub const fn new(words: &'static str) -> Self {
        Self { words, set: OnceLock::new() }
    }
    /// Whether a word is listed.
    pub fn has(&self, word: &str) -> bool {
        self.set.get_or_init(|| self.words.split_whitespace().collect()).contains(word)
    }
}
