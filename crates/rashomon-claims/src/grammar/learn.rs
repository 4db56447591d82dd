//! Learning the tagger and the parser from a treebank that somebody else reads. Whole numbers in a fixed order, so that the same
//! sentences give the same bytes.

use std::ops::Range;

use super::cluster::Clusters;
use super::look::{Look, looks};
use super::parser::{self, Move, Seen, State, Tables};
use super::scheme::{Relation, Tag};
use super::tagger;
use super::weights::{Kept, Learnt, Score, best};
use super::{MOVE_ROWS, RELATION_ROWS, TAG_ROWS};
use crate::sheet;

/// A word of a treebank.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its bytes in the sentence's text.
    pub range: Range<usize>,
    /// Its part of speech.
    pub tag: Tag,
    /// The number of its head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Its relation to its head.
    pub relation: Relation,
}

/// A sentence to learn from, cut into words as a sheet cuts it.
#[derive(Clone, Debug)]
pub struct Sample {
    words: Vec<String>,
    tags: Vec<Tag>,
    /// The root is the number after the last word.
    heads: Vec<u16>,
    relations: Vec<Relation>,
}

impl Sample {
    /// Cuts a treebank's sentence anew: words that a sheet keeps whole ("16-year-old") hang where their uppermost part hung, and parts
    /// that only a sheet tells apart hang on the first of them.
    pub fn of(text: &str, given: &[Given]) -> Option<Self> {
        let cuts = sheet::words(text);
        if cuts.is_empty() || given.is_empty() || cuts.len() > sheet::SENTENCE_TOKENS {
            return None;
        }
        // Groups of their words and ours that overlap.
        let mut ours = vec![0; given.len()];
        let mut groups: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let (mut i, mut j) = (0, 0);
        while i < cuts.len() && j < given.len() {
            let (first, start) = (i, j);
            let mut end = cuts[i].end.max(given[j].range.end);
            (i, j) = (i + 1, j + 1);
            loop {
                if cuts.get(i).is_some_and(|c| c.start < end) {
                    end = end.max(cuts[i].end);
                    i += 1;
                } else if given.get(j).is_some_and(|g| g.range.start < end) {
                    end = end.max(given[j].range.end);
                    j += 1;
                } else {
                    break;
                }
            }
            ours[start..j].fill(first);
            groups.push((first..i, start..j));
        }
        if i != cuts.len() || j != given.len() {
            return None;
        }
        let depth = |mut at: usize| {
            let mut depth = 0;
            while let Some(head) = given[at].head.filter(|_| depth <= given.len()) {
                (at, depth) = (head, depth + 1);
            }
            depth
        };
        let words: Vec<String> = cuts.iter().filter_map(|c| text.get(c.clone())).map(str::to_owned).collect();
        let mut sample = Self { tags: vec![Tag::Other; cuts.len()], heads: vec![0; cuts.len()], relations: vec![Relation::Flat; cuts.len()], words };
        for (mine, theirs) in groups {
            let chief = theirs.min_by_key(|&g| depth(g))?;
            let first = mine.start;
            for word in mine {
                let letters = sample.words[word].contains(char::is_alphanumeric);
                sample.tags[word] = if letters || word == first { given[chief].tag } else { Tag::Punctuation };
                sample.relations[word] = if letters { Relation::Flat } else { Relation::Punctuation };
                sample.heads[word] = first as u16;
            }
            sample.heads[first] = given[chief].head.map_or(cuts.len(), |h| ours[h]) as u16;
            sample.relations[first] = given[chief].relation;
        }
        Some(sample)
    }

    /// As a headline writes it: without its last stop, with capitals (`shout`: in capitals throughout).
    fn headline(&self, shout: bool) -> Self {
        let mut line = self.clone();
        let last = self.words.len() - 1;
        if last > 0 && self.tags[last] == Tag::Punctuation && self.heads.iter().all(|&h| usize::from(h) != last) {
            let old = self.words.len() as u16;
            line.words.pop();
            line.tags.pop();
            line.heads.pop();
            line.relations.pop();
            for head in line.heads.iter_mut().filter(|h| **h == old) {
                *head = old - 1;
            }
        }
        for (word, tag) in line.words.iter_mut().zip(&line.tags) {
            if shout {
                *word = word.to_uppercase();
            } else if word.chars().count() > 3 || !matches!(tag, Tag::Adposition | Tag::Determiner | Tag::Coordinator | Tag::Particle) {
                let mut letters = word.chars();
                *word = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            }
        }
        line
    }

    fn looks(&self, clusters: &Clusters) -> Vec<Look> {
        looks(self.words(), clusters)
    }

    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> + Clone {
        self.words.iter().map(String::as_str)
    }
}

/// Heads with crossing arcs lifted until none crosses: what the parser can draw.
fn projective(mut heads: Vec<u16>) -> Vec<u16> {
    while let Some(word) = crossing(&heads) {
        let head = usize::from(heads[word]);
        heads[word] = heads.get(head).map_or(heads.len() as u16, |&h| h);
    }
    heads
}

/// The word of the shortest arc that spans a word which does not hang below its head.
fn crossing(heads: &[u16]) -> Option<usize> {
    let hangs_below = |word: usize, head: usize| {
        std::iter::successors(Some(word), |&w| heads.get(w).map(|&h| usize::from(h))).take(heads.len() + 1).any(|w| w == head)
    };
    let crosses = |word: usize| {
        let head = usize::from(heads[word]);
        // The root is no word between words; nothing spans it.
        head != heads.len() && (word.min(head) + 1..word.max(head)).any(|between| !hangs_below(between, head))
    };
    (0..heads.len()).filter(|&w| crosses(w)).min_by_key(|&w| (usize::from(heads[w]).abs_diff(w), w))
}

/// The order of an epoch: a shuffle that is the same everywhere.
fn shuffled(len: usize, epoch: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(epoch + 1);
    for i in (1..len).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, ((state >> 33) as usize) % (i + 1));
    }
    order
}

/// A sentence as written, as a headline, and in capitals; most epochs see the first.
struct Guises<T>([T; 3]);

impl<T> Guises<T> {
    fn of(sample: &Sample, make: impl Fn(Sample) -> T) -> Self {
        Self([make(sample.clone()), make(sample.headline(false)), make(sample.headline(true))])
    }
    fn at(&self, sample: usize, epoch: u64) -> &T {
        let turn = (sample as u64).wrapping_mul(31).wrapping_add(epoch.wrapping_mul(7)) % 20;
        &self.0[usize::from(turn < 3) + usize::from(turn < 1)]
    }
}

const TAG_EPOCHS: u64 = 8;
const PARSE_EPOCHS: u64 = 12;
/// Parts into which the sentences are cut, so that the parser learns from tags of taggers that have not seen its sentences.
const PARTS: usize = 5;

/// The tagger's weights.
pub fn learn_tagger(samples: &[Sample], clusters: &[u8]) -> Vec<u8> {
    tagger_without(samples, None, &Clusters::read(clusters))
}

fn part(sample: usize) -> usize {
    (sample / 40) % PARTS
}

fn tagger_without(samples: &[Sample], left_out: Option<usize>, clusters: &Clusters) -> Vec<u8> {
    let guises: Vec<Guises<(Vec<Look>, Vec<Tag>)>> = samples.iter().map(|s| Guises::of(s, |s| (s.looks(clusters), s.tags))).collect();
    let mut weights = Learnt::<{ tagger::LANES }>::new(TAG_ROWS);
    let mut features = Vec::new();
    for epoch in 0..TAG_EPOCHS {
        for at in shuffled(samples.len(), epoch) {
            if left_out == Some(part(at)) {
                continue;
            }
            let (looks, gold) = guises[at].at(at, epoch);
            let mut tags = Vec::with_capacity(looks.len());
            for (word, &right) in gold.iter().enumerate() {
                weights.tick();
                tagger::features(looks, &tags, word, &mut features);
                let guess = tagger::guess(&features, &weights);
                if guess != right {
                    weights.update(&features, right as usize, guess as usize);
                }
                tags.push(guess);
            }
        }
    }
    weights.keep()
}

/// A sentence for the parser: its words with tags as a tagger gives them, and where they hang.
struct Lesson {
    seen: Seen,
    heads: Vec<u16>,
    relations: Vec<Relation>,
    below: Vec<Vec<u16>>,
}

impl Lesson {
    fn of(sample: &Sample, clusters: &Clusters, tagger: &[u8]) -> Self {
        let looks = sample.looks(clusters);
        let tags = tagger::tag(&looks, &Kept::<{ tagger::LANES }>::new(tagger));
        let seen = Seen::of(&looks, &tags);
        // What hangs on punctuation hangs on what that hangs on.
        let above = |word: usize| {
            let mut chain = std::iter::successors(Some(word), |&w| sample.heads.get(w).map(|&h| usize::from(h))).skip(1).take(looks.len() + 1);
            chain.find_map(|w| seen.words.binary_search(&w).ok()).unwrap_or(seen.words.len()) as u16
        };
        let heads = projective(seen.words.iter().map(|&w| above(w)).collect());
        let relations = seen.words.iter().map(|&w| sample.relations[w]).collect();
        let mut below = vec![Vec::new(); heads.len() + 1];
        for (word, &head) in heads.iter().enumerate() {
            below[usize::from(head)].push(word as u16);
        }
        Self { seen, heads, relations, below }
    }
}

/// The parser's weights.
pub fn learn_parser(samples: &[Sample], clusters: &[u8]) -> Vec<u8> {
    let clusters = Clusters::read(clusters);
    let taggers: Vec<Vec<u8>> = (0..PARTS).map(|part| tagger_without(samples, Some(part), &clusters)).collect();
    let lesson = |(at, sample)| Guises::of(sample, |sample| Lesson::of(&sample, &clusters, &taggers[part(at)]));
    let lessons: Vec<Guises<Lesson>> = samples.iter().enumerate().map(lesson).collect();
    let mut tables = Tables { moves: Learnt::<{ parser::MOVES }>::new(MOVE_ROWS), relations: Learnt::<{ parser::LANES }>::new(RELATION_ROWS) };
    for epoch in 0..PARSE_EPOCHS {
        for at in shuffled(samples.len(), epoch) {
            follow(lessons[at].at(at, epoch), &mut tables, epoch > 0);
        }
    }
    [tables.moves.keep(), tables.relations.keep()].concat()
}

/// One sentence, learning from each move; with `roam` the parse goes on as it would, wrong moves and all (a dynamic oracle: Goldberg
/// and Nivre 2013).
fn follow(lesson: &Lesson, tables: &mut Tables<Learnt<{ parser::MOVES }>, Learnt<{ parser::LANES }>>, roam: bool) {
    let mut state = State::new(&lesson.seen);
    let mut features = Vec::new();
    while !state.is_done() {
        state.move_features(&mut features);
        let scores = tables.moves.score(&features);
        let costs = parser::STEPS.map(|step| if state.allows(step) { cost(&state, step, lesson) } else { usize::MAX });
        let least = costs.into_iter().min().unwrap_or(0);
        let guess = best(&scores, |class| costs[class] < usize::MAX);
        let (Some(guess), Some(right)) = (guess, best(&scores, |class| costs[class] == least)) else { break };
        tables.moves.tick();
        if costs[guess] != least {
            tables.moves.update(&features, right, guess);
        }
        let step = parser::STEPS[if roam { guess } else { right }];
        let relation = parser::relation(&state, step, &tables.relations, &mut features);
        if let Some((head, word)) = state.arc(step)
            && lesson.heads[usize::from(word)] == head
            && usize::from(head) < lesson.heads.len()
        {
            tables.relations.tick();
            let right = lesson.relations[usize::from(word)];
            if relation != right {
                tables.relations.update(&features, right as usize, relation as usize);
            }
        }
        state.make(step, relation);
    }
}

/// How many right arcs can no longer be drawn after a move.
fn cost(state: &State<'_>, step: Move, lesson: &Lesson) -> usize {
    let next = state.next();
    let ahead = |word: u16| lesson.below[usize::from(word)].iter().filter(|&&w| w >= next).count();
    match (step, state.stacked(0), state.stacked(1)) {
        (Move::Shift, top, _) => {
            let head = lesson.heads.get(usize::from(next)).copied().unwrap_or(u16::MAX);
            let loses_head = Some(head) != top && state.stack().contains(&head);
            let waiting = |w: u16| w < next && state.heads[usize::from(w)] == u16::MAX;
            usize::from(loses_head) + lesson.below[usize::from(next)].iter().filter(|&&w| waiting(w)).count()
        }
        (Move::Left, Some(top), below) => {
            let head = lesson.heads[usize::from(top)];
            usize::from(head != next && (head > next || Some(head) == below)) + ahead(top)
        }
        (Move::Right, Some(top), Some(_)) => usize::from(lesson.heads[usize::from(top)] >= next) + ahead(top),
        _ => usize::MAX,
    }
}

/// How well weights read sentences that they were not made from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    /// Words.
    pub words: usize,
    /// Words with the right UPOS.
    pub upos: usize,
    /// Words that are no punctuation.
    pub counted: usize,
    /// Of these, words with the right head.
    pub heads: usize,
    /// Of these, words with the right head and relation.
    pub labelled: usize,
}

impl Scores {
    /// Reads sentences with the weights of [`learn_tagger`] and [`learn_parser`]; punctuation is not counted among the arcs.
    pub fn of(samples: &[Sample], clusters: &[u8], tagger: &[u8], parser: &[u8]) -> Self {
        let clusters = Clusters::read(clusters);
        let mut scores = Self::default();
        for sample in samples {
            let read = super::Parse::of(sample.words(), &clusters, tagger, parser);
            for word in 0..sample.words.len() {
                scores.words += 1;
                scores.upos += usize::from(read.tags[word].upos() == sample.tags[word].upos());
                if sample.relations[word] != Relation::Punctuation {
                    let head = read.heads[word] == sample.heads[word];
                    scores.counted += 1;
                    scores.heads += usize::from(head);
                    scores.labelled += usize::from(head && read.relations[word] == sample.relations[word]);
                }
            }
        }
        scores
    }

    /// Sentences as headlines write them (`shout`: in capitals throughout).
    pub fn of_headlines(samples: &[Sample], shout: bool, clusters: &[u8], tagger: &[u8], parser: &[u8]) -> Self {
        Self::of(&samples.iter().map(|s| s.headline(shout)).collect::<Vec<_>>(), clusters, tagger, parser)
    }
}
