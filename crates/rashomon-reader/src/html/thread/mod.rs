//! Comment threads in markup: whatever system a page has them from, each comment with its words, its author, its time
//! and the comment it answers, and where in the source all that is not the article stands.
//!
//! One pass over the tags (`tree`), in which each says what it is by its attributes (`marks`); then which elements are
//! comments (`items`), what each says (`said`), and which it answers (`answers`). Time and memory grow with the page and
//! not with its depth.

mod answers;
mod items;
mod linked;
mod marks;
mod phrase;
mod said;
mod tree;
mod zones;

use std::ops::Range;

use marks::Marks;
use tree::{Tag, Tree};
pub(crate) use zones::zones;

/// A path longer than this is given up to here.
pub const DEEPEST: usize = crate::comments::DEEPEST;

/// The threads of one page.
#[derive(Debug, Default)]
pub struct Threads {
    /// All comments that the page shows, in its order.
    pub comments: Vec<Found>,
    /// How many comments the page says it has.
    pub claimed: Option<u32>,
    /// Byte ranges of the source that hold comments and what belongs to them (headings, forms, buttons), in order, none
    /// overlapping another. What remains is the article and the rest of the page.
    pub cut: Vec<Range<usize>>,
    /// Byte ranges of the source that the words of comments were read from, with the index of each comment; in order.
    pub said: Vec<(Range<u32>, u32)>,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its words where the page tells it to machines only; those of one that it shows are in the page's text ([`Threads::said`]), and no second
    /// time here: threads can be of a million comments.
    pub text: Box<str>,
    /// Who wrote it, as written.
    pub author: Option<Box<str>>,
    /// When: the attribute that says it to machines, else as written.
    pub time: Option<Box<str>>,
    /// The comment that it answers: an index into [`Threads::comments`], always of one before it.
    pub parent: Option<u32>,
    /// Its place among those that stand below the same, from 1.
    pub ordinal: u32,
    /// The comment below which it stands: the one that it answers, or one further up where that is too deep.
    above: Option<u32>,
    /// First byte of its element in the source.
    pub start: u32,
    /// One past the last byte of its element in the source.
    pub end: u32,
}

impl Threads {
    /// The place of a comment: `[3, 1]` is the first answer to the third comment. What stands deeper than [`DEEPEST`] is
    /// placed there. Empty where there is no such comment.
    pub fn path(&self, comment: usize) -> Vec<u32> {
        let mut path = Vec::new();
        let mut next = self.comments.get(comment);
        while let Some(found) = next.filter(|_| path.len() < DEEPEST) {
            path.push(found.ordinal);
            next = found.above.and_then(|p| self.comments.get(p as usize));
        }
        path.reverse();
        path
    }
}

/// The comment threads of a page. `html`: its source, decoded. Nothing is refused: what is no thread has no comments.
pub fn read(html: &str) -> Threads {
    let tree = Tree::of(html);
    let found = items::find(&tree);
    let (linked_claim, linked) = linked::read(&tree.linked);
    let claimed = claimed(&tree, &found).or(linked_claim).or_else(|| tree.details.iter().find_map(|d| d.count));
    let mut comments = Vec::with_capacity(found.items.len());
    // Comments inside a comment are not its words.
    let elements: Vec<u32> = found.items.iter().map(|i| i.element).collect();
    let mut words: Vec<(Range<u32>, u32)> = Vec::new();
    let mut sure = false;
    let mut kept: Vec<Option<u32>> = Vec::with_capacity(found.items.len());
    let answers = answers::of(&tree, &found.items);
    for (n, item) in found.items.iter().enumerate() {
        let element = tree.elements[item.element as usize];
        let to = elements.partition_point(|e| *e < element.last);
        let said = said::read(&tree, item, elements.get(n + 1..to).unwrap_or_default());
        let numbered = tree.details(item.element as usize).is_some_and(|d| d.number.is_some());
        sure |= said.sure || numbered && !said.lines.is_empty();
        if said.lines.is_empty() && (said.author.is_none() || said.time.is_none() && !numbered) {
            kept.push(None);
            continue;
        }
        // Who answered a comment without words answers what that one did.
        let parent = answers[n].and_then(|p| kept.get(p as usize).copied().flatten());
        let index = comments.len() as u32;
        kept.push(Some(index));
        for &(from, to) in &said.lines {
            words.extend(tree.source(from, to).map(|(start, end)| (start..end, index)));
        }
        let start = tree.elements[item.from as usize].place.0.min(element.place.0);
        comments.push(Found {
            text: Box::default(),
            author: said.author,
            time: said.time,
            parent,
            ordinal: 0,
            above: None,
            start,
            end: element.place.1,
        });
    }
    // A few lines without a sign of anybody are what the page says where comments would be.
    if comments.len() <= 3 && !sure {
        (comments, words) = (Vec::new(), Vec::new());
    }
    if comments.is_empty() {
        comments = linked;
    }
    number(&mut comments);
    words.sort_unstable_by_key(|w| w.0.start);
    Threads { claimed, cut: cut(&tree, &found), said: words, comments }
}

/// Where each stands, and its place there.
fn number(comments: &mut [Found]) {
    let mut below = vec![0u32; comments.len()];
    let mut depth = vec![1u32; comments.len()];
    let mut top = 0;
    for n in 0..comments.len() {
        let mut above = comments[n].parent;
        if let Some(p) = above {
            if depth[p as usize] >= DEEPEST as u32 {
                above = comments[p as usize].above;
            }
            depth[n] = above.map_or(1, |a| depth[a as usize] + 1);
        }
        let seen = match above {
            Some(a) => &mut below[a as usize],
            None => &mut top,
        };
        *seen += 1;
        (comments[n].above, comments[n].ordinal) = (above, *seen);
    }
}

/// What the headings of regions say, or a counter.
fn claimed(tree: &Tree, found: &items::Found) -> Option<u32> {
    for &region in &found.regions {
        let element = tree.elements[region as usize];
        let first = found.items.get(found.items.partition_point(|i| i.element < region)).map_or(u32::MAX, |i| i.element);
        for at in region as usize..(element.last.min(first) as usize).min(region as usize + 200) {
            if tree.size(at) <= 200
                && let Some(Some(count)) = phrase::claimed(tree.text(at))
            {
                return Some(count);
            }
        }
    }
    // A heading beside the list.
    let first = found.items.first().map(|i| i.element as usize)?;
    let near = first.saturating_sub(60)..first;
    near.rev().filter(|at| tree.size(*at) <= 200 && tree.size(*at) > 0).find_map(|at| phrase::claimed(tree.text(at)).flatten())
}

/// Where regions, comments outside them and their headings stand.
fn cut(tree: &Tree, found: &items::Found) -> Vec<Range<usize>> {
    let place = |e: u32| {
        let (from, to) = tree.elements[e as usize].place;
        from as usize..to as usize
    };
    let mut cut: Vec<Range<usize>> = found.regions.iter().map(|r| place(*r)).collect();
    for item in found.items.iter().filter(|i| i.inside.is_none()) {
        cut.push(place(item.element));
        if item.from != item.element {
            cut.push(place(item.from));
        }
    }
    // Headings and forms beside comments are theirs.
    if let Some(first) = found.items.first() {
        for (at, element) in tree.elements.iter().enumerate().skip((first.element as usize).saturating_sub(60)).take(10_000) {
            let heading =
                matches!(element.tag, Tag::Heading | Tag::Paragraph) && tree.size(at) > 0 && tree.size(at) <= 200 && phrase::is_header(tree.text(at));
            if heading || element.marks.has(Marks::FORM) && !element.marks.has(Marks::HOLDS) && tree.size(at) <= 2_000 {
                cut.push(place(at as u32));
            }
        }
    }
    cut.sort_unstable_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(cut.len());
    for range in cut.into_iter().filter(|r| r.start < r.end) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}
