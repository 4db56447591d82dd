//! The parser: heads and relations by the arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta 2011), each move decided once; a relation is
//! decided when its arc is drawn. Linear in the length of the sentence.

use super::look::Look;
use super::scheme::{Relation, Tag};
use super::weights::{Score, best, hashes, mix};

/// Classes a row of the moves' weights holds. Moves are chosen without their relations: with a class for each of both, a table of the same
/// size holds a twentieth of the rows and reads worse.
pub(super) const MOVES: usize = 3;
/// Classes a row of the relations' weights holds: the relations, filled up to whole registers.
pub(super) const LANES: usize = Relation::ALL.len().next_multiple_of(8);

/// A move of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Left,
    /// The top of the stack hangs on the one below it.
    Right,
}

/// The moves in the order of their classes.
pub(super) const STEPS: [Move; MOVES] = [Move::Shift, Move::Left, Move::Right];

/// No such word.
const NONE: u16 = u16::MAX;

/// A word's dependents so far.
#[derive(Clone, Copy, Debug)]
struct Below {
    /// The outermost left dependent and the one inside it.
    left: [u16; 2],
    /// The left dependent next to the word.
    near: u16,
    /// The outermost right dependent and the one inside it.
    right: [u16; 2],
    lefts: u8,
    rights: u8,
    /// Relations among the dependents, one bit each.
    relations: u64,
}

/// The words of a sentence as the parser sees them. Punctuation takes no part in the parse (Ma, Zhang, Zhu 2014), for a comma hung wrong
/// hangs the clause behind it wrong; it is a property of the words around it.
#[derive(Debug)]
pub(super) struct Seen {
    /// The words' numbers in the sentence.
    pub words: Vec<usize>,
    looks: Vec<Look>,
    tags: Vec<Tag>,
    /// What stands before each word, and at the end.
    marks: Vec<u32>,
    /// How much punctuation stands before each word in all, and at the end.
    parts: Vec<u32>,
    /// How many verbs stand before each word in all, and at the end.
    verbs: Vec<u32>,
}

impl Seen {
    pub(super) fn of(looks: &[Look], tags: &[Tag]) -> Self {
        let words: Vec<usize> = (0..looks.len()).filter(|&w| tags[w] != Tag::Punctuation).collect();
        let mut seen = Self { looks: Vec::new(), tags: Vec::new(), marks: Vec::new(), parts: Vec::new(), verbs: Vec::new(), words };
        let (mut mark, mut parts, mut verbs) = (0, 0, 0);
        for (look, &tag) in looks.iter().zip(tags) {
            if tag == Tag::Punctuation {
                mark |= look.mark;
                continue;
            }
            parts += u32::from(mark != 0);
            seen.marks.push(mark);
            seen.parts.push(parts);
            seen.verbs.push(verbs);
            seen.looks.push(*look);
            seen.tags.push(tag);
            verbs += u32::from(tag.is_verb() || tag == Tag::Auxiliary);
            mark = 0;
        }
        seen.marks.push(mark);
        seen.parts.push(parts + u32::from(mark != 0));
        seen.verbs.push(verbs);
        seen
    }
}

/// How far a parse has come. Word numbers run from 0; the number after the last word is the root.
pub(super) struct State<'s> {
    seen: &'s Seen,
    stack: Vec<u16>,
    next: u16,
    below: Vec<Below>,
    /// The head of each word; the root is the number after the last word.
    pub heads: Vec<u16>,
    /// The relation of each word to its head.
    pub relations: Vec<Relation>,
}

impl<'s> State<'s> {
    /// Before the first move. There are fewer than `u16::MAX` words.
    pub(super) fn new(seen: &'s Seen) -> Self {
        let words = seen.words.len();
        let below = Below { left: [NONE; 2], near: NONE, right: [NONE; 2], lefts: 0, rights: 0, relations: 0 };
        Self {
            seen,
            stack: Vec::with_capacity(words.min(32)),
            next: 0,
            below: vec![below; words + 1],
            heads: vec![NONE; words],
            relations: vec![Relation::Other; words],
        }
    }

    fn root(&self) -> u16 {
        self.seen.looks.len() as u16
    }
    /// The word `n` below the top of the stack.
    pub(super) fn stacked(&self, n: usize) -> Option<u16> {
        self.stack.len().checked_sub(n + 1).map(|i| self.stack[i])
    }
    /// The stack, bottom first.
    pub(super) fn stack(&self) -> &[u16] {
        &self.stack
    }
    /// The next word.
    pub(super) fn next(&self) -> u16 {
        self.next
    }
    /// Everything hangs somewhere.
    pub(super) fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// Whether a move can be made. Only one word hangs on the root.
    pub(super) fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.next < self.root(),
            Move::Left => !self.stack.is_empty() && (self.next < self.root() || self.stack.len() == 1),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// Head and dependent of the arc that a move draws.
    pub(super) fn arc(&self, step: Move) -> Option<(u16, u16)> {
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, self.stacked(0)?)),
            Move::Right => Some((self.stacked(1)?, self.stacked(0)?)),
        }
    }

    /// Makes an allowed move; the relation is that of its arc.
    pub(super) fn make(&mut self, step: Move, relation: Relation) {
        let Some((head, word)) = self.arc(step) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[usize::from(word)] = head;
        self.relations[usize::from(word)] = relation;
        let below = &mut self.below[usize::from(head)];
        below.relations |= 1 << relation as u32;
        if step == Move::Left {
            below.left = [word, below.left[0]];
            below.near = if below.near == NONE { word } else { below.near };
            below.lefts = below.lefts.saturating_add(1);
        } else {
            below.right = [word, below.right[0]];
            below.rights = below.rights.saturating_add(1);
        }
    }

    fn form(&self, word: u16) -> u32 {
        self.seen.looks.get(usize::from(word)).map_or(u32::from(word == self.root()), |l| l.form)
    }
    fn mark(&self, word: u16) -> u32 {
        self.seen.marks.get(usize::from(word)).map_or(256, |&m| m)
    }
    /// How much punctuation and how many verbs stand between two words.
    fn between(&self, a: u16, b: u16) -> (u32, u32) {
        let count = |all: &[u32], from: u16| all.get(usize::from(from)).copied().unwrap_or(0);
        let parts = count(&self.seen.parts, b).saturating_sub(count(&self.seen.parts, a)).min(3);
        (parts, count(&self.seen.verbs, b).saturating_sub(count(&self.seen.verbs, a.saturating_add(1))).min(3))
    }
    fn cluster(&self, word: u16) -> u32 {
        self.seen.looks.get(usize::from(word)).map_or(0, |l| l.cluster)
    }
    fn suffix(&self, word: u16) -> u32 {
        self.seen.looks.get(usize::from(word)).map_or(0, |l| l.suffixes[2])
    }
    fn tag(&self, word: u16) -> u32 {
        self.seen.tags.get(usize::from(word)).map_or(1 + u32::from(word == self.root()), |&t| t as u32 + 3)
    }
    fn relation(&self, word: u16) -> u32 {
        self.relations.get(usize::from(word)).map_or(0, |&r| r as u32 + 1)
    }
    fn below(&self, word: u16) -> Below {
        let nothing = Below { left: [NONE; 2], near: NONE, right: [NONE; 2], lefts: 0, rights: 0, relations: 0 };
        self.below.get(usize::from(word)).copied().unwrap_or(nothing)
    }

    /// What the next move is decided by.
    pub(super) fn move_features(&self, out: &mut Vec<u64>) {
        out.clear();
        let word = |n: usize| self.stacked(n).unwrap_or(NONE);
        let ahead = |n: u16| if self.next + n <= self.root() { self.next + n } else { NONE };
        let (s0, s1, s2, b0, b1, b2) = (word(0), word(1), word(2), ahead(0), ahead(1), ahead(2));
        let (s0w, s1w, b0w, b1w) = (self.form(s0), self.form(s1), self.form(b0), self.form(b1));
        let (s0c, s1c, b0c, b1c) = (self.cluster(s0), self.cluster(s1), self.cluster(b0), self.cluster(b1));
        let (s0t, s1t, s2t) = (self.tag(s0), self.tag(s1), self.tag(s2));
        let (b0t, b1t, b2t) = (self.tag(b0), self.tag(b1), self.tag(b2));
        let (s0m, b0m, b1m) = (self.mark(s0), self.mark(b0), self.mark(b1));
        let ((parts0, verbs0), (parts1, verbs1)) = (self.between(s0, b0), self.between(s1, s0));
        let (s0b, s1b, b0b) = (self.below(s0), self.below(s1), self.below(b0));
        let far = |a: u16, b: u16| if a == NONE || b == NONE { 0 } else { u32::from(b.abs_diff(a).min(9)) + 1 };
        let (d0, d1) = (far(s0, b0), far(s1, s0));
        let set = |b: Below| (b.relations ^ (b.relations >> 32)) as u32;
        let tr = |w: u16| self.tag(w) | self.relation(w) << 8;
        let (s0v, s1v) = (u32::from(s0b.lefts) | u32::from(s0b.rights) << 8, u32::from(s1b.lefts) | u32::from(s1b.rights) << 8);
        let b0v = u32::from(b0b.lefts);
        hashes!(out, 11:
            [],
            [s0w],
            [s0t],
            [s0w, s0t],
            [b0w],
            [b0t],
            [b0w, b0t],
            [b1w],
            [b1t],
            [b1w, b1t],
            [b2t],
            [self.form(b2), b2t],
            [s1w],
            [s1t],
            [s1w, s1t],
            [s2t],
            [self.form(s2), s2t],
            // Pairs.
            [s0w, s0t, b0w, b0t],
            [s0w, s0t, b0t],
            [s0t, b0w, b0t],
            [s0w, b0w],
            [s0t, b0t],
            [s1w, s1t, s0w, s0t],
            [s1w, s0t],
            [s1t, s0w],
            [s1w, s0w],
            [s1t, s0t],
            [s1t, b0t],
            [s1w, b0t],
            [s1t, b0w],
            [s1w, b0w],
            [b0t, b1t],
            [b0w, b1t],
            [b0t, b1w],
            [s0w, b1t],
            [self.suffix(s0), self.suffix(b0)],
            // Three and more.
            [s0t, b0t, b1t],
            [s0t, b0t, b1t, b2t],
            [b0t, b1t, b2t],
            [s1t, s0t, b0t],
            [s1w, s0t, b0t],
            [s1t, s0w, b0t],
            [s1t, s0t, b0w],
            [s1w, s0w, b0t],
            [s1t, s0w, b0w],
            [s1w, s0t, b0w],
            [s1t, s0t, b0t, b1t],
            [s2t, s1t, s0t],
            [s2t, s1t, s0t, b0t],
            [s0w, b0t, b1t],
            [s0t, b0w, b1t],
            // Distance and how many hang there already.
            [s0t, b0t, d0],
            [s0w, d0],
            [b0w, d0],
            [s1t, s0t, d1],
            [s1t, s0t, b0t, d1],
            [s0t, s0v],
            [s0w, s0v],
            [s1t, s1v],
            [s1w, s1v],
            [b0t, b0v],
            [s0t, b0t, s0v],
            [s1t, s0t, s1v],
            [s0t, b0t, b0v],
            // Dependents.
            [s0t, tr(s0b.left[0]), b0t],
            [s0t, tr(s0b.left[1]), b0t],
            [s0t, tr(s0b.right[0]), b0t],
            [s0t, tr(s0b.right[1]), b0t],
            [s1t, tr(s1b.left[0]), s0t],
            [s1t, tr(s1b.right[0]), s0t],
            [s1t, tr(s1b.right[0]), s0t, b0t],
            [s0t, tr(b0b.left[0]), b0t],
            [s0t, tr(b0b.left[1]), b0t],
            [s0t, set(s0b), b0t],
            [s1t, set(s1b), s0t, b0t],
            [b0t, set(b0b), s0t],
            [s0w, set(s0b)],
            [s1w, set(s1b), s0t],
            [b0w, set(b0b), s0t],
            [self.form(s0b.left[0]), s0t, b0t],
            [self.form(s0b.left[0]), s0w, s1t],
            [self.form(s0b.left[0]), s0t, s1w],
            [self.form(s0b.right[0]), s0t, b0t],
            [self.form(b0b.left[0]), s0t, b0t],
            [self.form(s1b.right[0]), s1t, s0t],
            [self.form(s0b.left[0]), s1t, s0t, b0t],
            // Words by their likes.
            [s0c, s0t],
            [b0c, b0t],
            [s1c, s1t],
            [s0c, b0c],
            [s0c, b0t],
            [s0t, b0c],
            [s1c, s0c],
            [s1c, s0t],
            [s1t, s0c],
            [s1c, s0t, b0t],
            [s1c, s0c, b0t],
            [s1t, s0t, b0c],
            [b0c, b1c],
            // Punctuation and verbs between.
            [s0t, b0t, b0m],
            [s1t, s0t, s0m],
            [s1t, s0t, b0t, s0m, b0m],
            [s0t, b0t, b1t, b0m, b1m],
            [s0w, b0m],
            [b0w, b0m],
            [s0w, b0t, b0m],
            [s0t, b0w, b0m],
            [s0t, b0t, parts0, verbs0],
            [s1t, s0t, parts1, verbs1],
            [s1t, s0t, b0t, parts1, parts0],
            [s0t, b0t, set(s0b), b0m],
            [s0t, b0t, set(b0b), b0m],
            [s1t, s0t, b0t, set(s0b), b0m],
            [s1t, s0t, set(s0b), s0m, b0m],
        );
    }

    /// What the relation of a word to its head is decided by, just before the arc is drawn.
    pub(super) fn relation_features(&self, head: u16, word: u16, out: &mut Vec<u64>) {
        out.clear();
        let side = u32::from(head < word);
        let (hw, ww) = (self.form(head), self.form(word));
        let (ht, wt) = (self.tag(head), self.tag(word));
        let (before, after) = (self.mark(word), self.mark(word + 1));
        let (parts, verbs) = self.between(head.min(word), head.max(word));
        let (hc, wc) = (self.cluster(head), self.cluster(word));
        let (hb, wb) = (self.below(head), self.below(word));
        let (case, near) = (self.form(wb.left[0]), self.form(hb.near));
        let far = u32::from(head.abs_diff(word).min(6));
        let set = |b: Below| (b.relations ^ (b.relations >> 32)) as u32;
        let around = |w: u16| (self.tag(w.checked_sub(1).unwrap_or(NONE)), self.tag(if w < self.root() { w + 1 } else { NONE }));
        let ((w1t, w2t), (h1t, h2t)) = (around(word), around(head));
        let suffix = self.suffix(word);
        hashes!(out, 13:
            [side],
            [hw, side],
            [ht, side],
            [ww, side],
            [wt, side],
            [suffix, side],
            [hw, ww, side],
            [ht, wt, before, side],
            [ht, wt, before, after, side],
            [ht, wc, before, side],
            [ht, wt, parts, verbs, side],
            [ht, wt, set(wb), before, side],
            [hc, wc, side],
            [hc, ht, wt, side],
            [ht, wc, side],
            [hc, wt, case],
            [wc, set(wb), side],
            [ht, wt, side],
            [hw, wt, side],
            [ht, ww, side],
            [ht, suffix, side],
            [hw, wt, case],
            [ht, wt, case, side],
            [ht, ww, case],
            [ht, wt, far, side],
            [ht, wt, self.tag(wb.left[0]), self.relation(wb.left[0]), side],
            [ht, wt, self.tag(wb.right[0]), self.relation(wb.right[0]), side],
            [ht, wt, set(wb), side],
            [wt, set(wb)],
            [ww, set(wb), side],
            [ht, wt, set(hb), side],
            [hw, set(hb), side, wt],
            [ht, set(hb), set(wb), side],
            [ht, wt, near, side],
            [ht, wt, near, case],
            [hw, near, side, wt],
            [ht, wt, w1t, side],
            [ht, wt, w2t, side],
            [ht, wt, w1t, w2t, side],
            [ht, wt, h1t, side],
            [ht, wt, h2t, side],
            [ht, wt, self.tag(hb.left[0]), self.relation(hb.left[0]), side],
            [ht, wt, self.tag(hb.right[0]), self.relation(hb.right[0]), side],
            [self.form(self.stacked(1).unwrap_or(NONE)), wt, side],
        );
    }
}

/// Both tables of the parser.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables<M, R> {
    pub moves: M,
    pub relations: R,
}

/// Heads and relations of the seen words; the root is the number after the last.
pub(super) fn parse(seen: &Seen, tables: &Tables<impl Score<MOVES>, impl Score<LANES>>) -> (Vec<u16>, Vec<Relation>) {
    let mut state = State::new(seen);
    let mut features = Vec::with_capacity(128);
    while !state.is_done() {
        state.move_features(&mut features);
        let scores = tables.moves.score(&features);
        let Some(step) = best(&scores, |class| state.allows(STEPS[class])).map(|class| STEPS[class]) else { break };
        let relation = relation(&state, step, &tables.relations, &mut features);
        state.make(step, relation);
    }
    (state.heads, state.relations)
}

/// The relation of the arc that a move draws.
pub(super) fn relation(state: &State<'_>, step: Move, weights: &impl Score<LANES>, features: &mut Vec<u64>) -> Relation {
    match state.arc(step) {
        None => Relation::Other,
        Some((head, _)) if head == state.root() => Relation::Root,
        Some((head, word)) => {
            state.relation_features(head, word, features);
            best(&weights.score(features), |r| r != Relation::Root as usize && r < Relation::ALL.len()).map_or(Relation::Other, |r| Relation::ALL[r])
        }
    }
}
