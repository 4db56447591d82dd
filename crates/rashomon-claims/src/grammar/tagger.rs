//! The tagger: parts of speech from left to right, each decided once (an averaged perceptron after Collins 2002).

use super::look::Look;
use super::scheme::Tag;
use super::weights::{Score, best, hashes, mix};

/// Classes a row of the tagger's weights holds: the tags, filled up to whole registers.
pub(super) const LANES: usize = Tag::ALL.len().next_multiple_of(8);

/// The tags of a sentence.
pub(super) fn tag(looks: &[Look], weights: &impl Score<LANES>) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(looks.len());
    let mut features = Vec::with_capacity(32);
    for at in 0..looks.len() {
        self::features(looks, &tags, at, &mut features);
        let class = guess(&features, weights);
        tags.push(class);
    }
    tags
}

/// The tag that scores most.
pub(super) fn guess(features: &[u64], weights: &impl Score<LANES>) -> Tag {
    best(&weights.score(features), |tag| tag < Tag::ALL.len()).map_or(Tag::Other, |tag| Tag::ALL[tag])
}

/// What the tag of the word `at` is decided by; `tags` are those before it.
pub(super) fn features(looks: &[Look], tags: &[Tag], at: usize, out: &mut Vec<u64>) {
    out.clear();
    let look = |i: Option<usize>| i.and_then(|i| looks.get(i)).copied().unwrap_or_default();
    let tag = |back: usize| at.checked_sub(back).and_then(|i| tags.get(i)).map_or(0, |&t| t as u32 + 1);
    let (w, b1, b2) = (look(Some(at)), look(at.checked_sub(1)), look(at.checked_sub(2)));
    let (n1, n2) = (look(Some(at + 1)), look(Some(at + 2)));
    let (t1, t2) = (tag(1), tag(2));
    hashes!(out, 7:
        [],
        [w.form],
        [w.form, w.shape],
        [w.suffixes[0]],
        [w.suffixes[1]],
        [w.suffixes[2]],
        [w.suffixes[3]],
        [w.prefix],
        [w.shape],
        [w.shape, w.suffixes[1]],
        [w.shape, w.suffixes[2]],
        [t1],
        [t2, t1],
        [t1, w.form],
        [t2, t1, w.form],
        [t1, w.suffixes[2]],
        [t1, w.suffixes[1], n1.suffixes[1]],
        [t1, w.shape],
        [b1.form],
        [b2.form],
        [b1.form, w.form],
        [b1.form, w.suffixes[2]],
        [n1.form],
        [n2.form],
        [w.form, n1.form],
        [w.suffixes[2], n1.form],
        [n1.suffixes[2]],
        [n1.suffixes[1], n1.shape],
        [n1.shape, w.shape, b1.shape],
        [b1.form, n1.form],
        [w.cluster],
        [w.cluster, w.shape],
        [w.cluster, w.suffixes[1]],
        [n1.cluster],
        [n1.cluster, n2.cluster],
        [w.cluster, n1.cluster],
        [t1, w.cluster, n1.cluster],
        [b1.cluster, w.cluster],
        [w.suffixes[2], n1.cluster],
    );
}
