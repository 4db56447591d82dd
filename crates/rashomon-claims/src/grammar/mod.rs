//! Grammar: the part of speech of each word, and the word it hangs on. Read sentence by sentence, when first asked.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

mod cluster;
mod learn;
mod look;
mod parser;
mod scheme;
mod tagger;
mod verb;
mod weights;

#[cfg(test)]
mod tests;

pub use cluster::learn_clusters;
pub use learn::{Given, Sample, Scores, learn_parser, learn_tagger};
pub use scheme::{Relation, Tag};

use crate::sheet::Sheet;
use cluster::Clusters;
use weights::Kept;

/// Rows of the tagger's weights.
const TAG_ROWS: usize = 165_000;
/// Rows of the weights of the parser's moves.
const MOVE_ROWS: usize = 1_300_000;
/// Rows of the weights of the parser's relations, which stand behind those of its moves.
const RELATION_ROWS: usize = 100_000;

static CLUSTERS: LazyLock<Clusters> = LazyLock::new(|| Clusters::read(include_bytes!("../../../../models/clusters.bin")));
static TAGGER: &[u8] = include_bytes!("../../../../models/tagger.bin");
static PARSER: &[u8] = include_bytes!("../../../../models/parser.bin");

/// Which cluster of words that stand in like places a word is in; `None` for a rare one.
pub(crate) fn cluster(word: &str) -> Option<u8> {
    u8::try_from(CLUSTERS.of(look::form(word))).ok().filter(|cluster| *cluster > 0)
}

/// How many words are in each cluster.
pub(crate) fn cluster_sizes() -> [u32; 256] {
    CLUSTERS.sizes()
}

/// Words of a document that are parsed; what lies beyond has no grammar. The longest report in our data has a third of it.
const WORDS: usize = 20_000;

/// A sentence as it was read.
#[derive(Debug)]
struct Parse {
    tags: Vec<Tag>,
    /// Word numbers in the sentence; the number after the last is the root.
    heads: Vec<u16>,
    relations: Vec<Relation>,
}

impl Parse {
    fn of<'w>(words: impl Iterator<Item = &'w str> + Clone, clusters: &Clusters, tagger: &[u8], parser: &[u8]) -> Self {
        let looks = look::looks(words, clusters);
        let tags = tagger::tag(&looks, &Kept::<{ tagger::LANES }>::new(tagger));
        let (moves, relations) = parser.split_at_checked(MOVE_ROWS * parser::MOVES).unwrap_or_default();
        let tables = parser::Tables { moves: Kept::new(moves), relations: Kept::new(relations) };
        let seen = parser::Seen::of(&looks, &tags);
        let (above, how) = parser::parse(&seen, &tables);
        // Punctuation hangs on the word before it; where there is no word at all, on the first mark.
        let none = seen.words.is_empty();
        let mut heads = vec![0; tags.len()];
        let mut relations = vec![Relation::Punctuation; tags.len()];
        let place = |n: usize| seen.words.get(n).map_or(tags.len(), |&w| w) as u16;
        let mut last = place(0);
        let mut n = 0;
        for word in 0..tags.len() {
            if seen.words.get(n) == Some(&word) {
                last = word as u16;
                (heads[word], relations[word]) = (place(usize::from(above[n])), how[n]);
                n += 1;
            } else {
                heads[word] = if none && word > 0 { 0 } else { last };
            }
        }
        Self { tags, heads, relations }
    }
}

/// The grammar of a sheet. All numbers are those of the sheet's tokens.
#[derive(Debug)]
pub struct Grammar<'s, 't> {
    sheet: &'s Sheet<'t>,
    sentences: Vec<OnceCell<Parse>>,
}

impl<'s, 't> Grammar<'s, 't> {
    /// Nothing is read yet.
    pub fn of(sheet: &'s Sheet<'t>) -> Self {
        Self { sheet, sentences: (0..sheet.sentences.len()).map(|_| OnceCell::new()).collect() }
    }

    /// The parse of a token's sentence and the token's number in it.
    fn parse(&self, token: usize) -> Option<(&Parse, Range<usize>, usize)> {
        let sentence = self.sheet.tokens.get(token).filter(|_| token < WORDS)?.sentence;
        let tokens = self.sheet.sentences.get(sentence)?.tokens.clone();
        let words = self.sheet.tokens.get(tokens.clone())?.iter().map(|t| t.text);
        let parse = self.sentences.get(sentence)?.get_or_init(|| Parse::of(words, &CLUSTERS, TAGGER, PARSER));
        Some((parse, tokens.clone(), token.checked_sub(tokens.start)?))
    }

    /// The part of speech.
    pub fn tag(&self, token: usize) -> Tag {
        self.parse(token).and_then(|(parse, _, at)| parse.tags.get(at).copied()).unwrap_or(Tag::Other)
    }

    /// The word that a word hangs on; `None` for the root of a sentence.
    pub fn head(&self, token: usize) -> Option<usize> {
        let (parse, tokens, at) = self.parse(token)?;
        let head = tokens.start + usize::from(*parse.heads.get(at)?);
        tokens.contains(&head).then_some(head)
    }

    /// How a word hangs on its head.
    pub fn relation(&self, token: usize) -> Relation {
        self.parse(token).and_then(|(parse, _, at)| parse.relations.get(at).copied()).unwrap_or(Relation::Other)
    }

    /// The words that hang on a word, in order.
    pub fn dependents(&self, token: usize) -> impl Iterator<Item = usize> {
        self.parse(token).into_iter().flat_map(|(parse, tokens, at)| {
            parse.heads.iter().enumerate().filter(move |(_, head)| usize::from(**head) == at).map(move |(word, _)| tokens.start + word)
        })
    }

    /// The word of a phrase that hangs on what is outside of it, from one of its words up.
    pub fn top(&self, word: usize, phrase: &Range<usize>) -> usize {
        let mut at = word;
        for _ in phrase.clone() {
            match self.head(at).filter(|head| phrase.contains(head)) {
                Some(head) => at = head,
                None => break,
            }
        }
        at
    }

    /// The dependents of a word that hang on it in one way.
    pub fn dependents_by(&self, token: usize, relation: Relation) -> impl Iterator<Item = usize> {
        self.dependents(token).filter(move |&word| self.relation(word) == relation)
    }
}
