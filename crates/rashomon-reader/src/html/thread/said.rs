//! What one comment says, who says it and when: the words of its element without its buttons and its replies.

use super::items::Item;
use super::marks::Marks;
use super::phrase;
use super::tree::{Tag, Tree, is_inline};

/// What one comment says.
#[derive(Default)]
pub(super) struct Said {
    /// Its lines: bytes of [`Tree::words`].
    pub(super) lines: Vec<(u32, u32)>,
    pub(super) author: Option<Box<str>>,
    pub(super) time: Option<Box<str>>,
    /// Whether the page says by name who or when.
    pub(super) sure: bool,
}

/// Longer than this is no author, time, button or line about a comment.
const SHORT: usize = 160;

/// The lines of a comment as they are gathered, each with what its element is called.
#[derive(Default)]
struct Gathered {
    lines: Vec<(Goes, u32, u32)>,
    /// Whether the last line goes on.
    open: bool,
    when: Option<Box<str>>,
    /// The first thing that stands out: a link, a name in bold, a heading.
    first: Option<(u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    Loose,
    Body,
    Meta,
    Author,
    Name,
    Time,
    Nothing,
}

/// What a comment says. `inner`: the comments in it, in document order.
pub(super) fn read(tree: &Tree, item: &Item, inner: &[u32]) -> Said {
    let mut all = Gathered::default();
    if item.from != item.element {
        gather(tree, item.from as usize, &[], true, &mut all);
    }
    gather(tree, item.element as usize, inner, true, &mut all);
    let mut said = understood(tree, &all);
    if said.lines.is_empty() {
        // Everything was called by a button's name.
        let mut again = Gathered::default();
        gather(tree, item.element as usize, inner, false, &mut again);
        let second = understood(tree, &again);
        said.lines = second.lines;
        said.author = said.author.or(second.author);
        said.time = said.time.or(second.time);
    }
    said
}

/// Walks an element without those inside that are comments themselves.
fn gather(tree: &Tree, root: usize, inner: &[u32], noise: bool, all: &mut Gathered) {
    let end = tree.elements[root].last as usize;
    let mut inner = inner;
    // Open elements with the end of each, and where their words go.
    let mut open: Vec<(usize, Goes)> = vec![(root, Goes::Loose)];
    let mut words = tree.elements[root].words.0;
    let mut at = root + 1;
    loop {
        // Close what ends before the next element.
        while let Some(&(top, into)) = open.last() {
            if tree.elements[top].last as usize > at && at < end {
                break;
            }
            let to = tree.elements[top].words.1;
            put(tree, words, to, into, all);
            words = words.max(to);
            if !is_inline(tree.elements[top].tag) {
                all.open = false;
            }
            open.pop();
        }
        let Some(&(_, into)) = open.last() else { break };
        let element = tree.elements[at];
        put(tree, words, element.words.0, into, all);
        words = words.max(element.words.0);
        // Those inside one that was passed over are many where threads are deep.
        if inner.first().is_some_and(|i| (*i as usize) < at) {
            inner = inner.get(inner.partition_point(|i| (*i as usize) < at)..).unwrap_or_default();
        }
        if inner.first() == Some(&(at as u32)) {
            words = words.max(element.words.1);
            at = element.last as usize;
            all.open = false;
            continue;
        }
        if all.when.is_none()
            && let Some(when) = tree.details(at).and_then(|d| d.when.as_ref())
        {
            all.when = Some(when.clone());
        }
        let goes = goes(tree, at, into, noise);
        if goes == Goes::Nothing {
            // Times are read from what is not shown.
            words = words.max(element.words.1);
            if all.when.is_none() && element.last as usize - at <= 12 {
                all.when = (at..element.last as usize).find_map(|i| tree.details(i)?.when.clone());
            }
            at = element.last as usize;
            continue;
        }
        if !is_inline(element.tag) {
            all.open = false;
        }
        let heads = matches!(element.tag, Tag::Strong | Tag::Cite | Tag::Link | Tag::Heading) && matches!(goes, Goes::Loose | Goes::Meta);
        if heads && all.first.is_none() && !tree.text(at).is_empty() && tree.size(at) <= 60 && !phrase::is_action(tree.text(at)) {
            all.first = Some(element.words);
        }
        open.push((at, goes));
        at += 1;
    }
}

/// Where the words of an element go, by what it is called.
fn goes(tree: &Tree, at: usize, into: Goes, noise: bool) -> Goes {
    let element = tree.elements[at];
    let (marks, size) = (element.marks, tree.size(at));
    if element.tag == Tag::Hidden || marks.has(Marks::SPOKEN) || element.tag == Tag::Form && noise {
        return Goes::Nothing;
    }
    let short = size <= SHORT;
    let other = marks.has(Marks::TIME | Marks::AUTHOR | Marks::NAME) || marks.has(Marks::NOISE) && short;
    if marks.has(Marks::BODY) && !other && !matches!(into, Goes::Author | Goes::Name | Goes::Time) && !holds_head(tree, at) {
        return Goes::Body;
    }
    if noise && short && (marks.has(Marks::NOISE) && !marks.has(Marks::AUTHOR | Marks::TIME | Marks::META) || marks.has(Marks::FORM)) {
        return Goes::Nothing;
    }
    if noise && marks.has(Marks::FORM) {
        return Goes::Nothing;
    }
    let button = matches!(element.tag, Tag::Link | Tag::Button | Tag::Inline | Tag::Entry | Tag::Block | Tag::List | Tag::Custom | Tag::Strong);
    // A link in a sentence is part of it; a line of buttons is not.
    let sentence = into == Goes::Body && is_inline(element.tag);
    if noise && button && !sentence && size > 0 && size <= 60 && phrase::is_action(tree.text(at)) {
        return Goes::Nothing;
    }
    match into {
        Goes::Body | Goes::Name | Goes::Time => into,
        // An author's frame may hold a time, or all of the comment.
        Goes::Author if marks.has(Marks::NAME) => Goes::Name,
        Goes::Author if marks.has(Marks::TIME) && short => Goes::Time,
        Goes::Author if marks.has(Marks::AUTHOR) && short && is_inline(element.tag) => Goes::Name,
        Goes::Author => Goes::Author,
        _ if marks.has(Marks::TIME) && !marks.has(Marks::AUTHOR) && short => Goes::Time,
        _ if marks.has(Marks::NAME) && short => Goes::Name,
        _ if marks.has(Marks::AUTHOR) && short && !holds_body(tree, at) => Goes::Author,
        _ if element.tag == Tag::Cite && short => Goes::Author,
        _ if marks.has(Marks::META) && size <= SHORT * 2 => Goes::Meta,
        _ if element.tag == Tag::Button => Goes::Nothing,
        _ => into,
    }
}

/// Whether what is called the body has author or time, or another body, in it: then it is the comment's frame.
fn holds_head(tree: &Tree, at: usize) -> bool {
    let mut inside = (at + 1..tree.elements[at].last as usize).take(16);
    inside.any(|i| {
        let e = tree.elements[i];
        e.marks.has(Marks::META | Marks::AUTHOR | Marks::NAME | Marks::BODY) && tree.size(i) > 0 || e.marks.has(Marks::TIME) && e.tag == Tag::Time
    })
}

fn holds_body(tree: &Tree, at: usize) -> bool {
    (at + 1..tree.elements[at].last as usize)
        .take(24)
        .any(|i| tree.elements[i].tag == Tag::Paragraph && tree.size(i) > 40 || tree.elements[i].marks.has(Marks::BODY))
}

/// Adds words to the line that they go on, or begins others.
fn put(tree: &Tree, from: u32, to: u32, goes: Goes, all: &mut Gathered) {
    if goes == Goes::Nothing || from >= to {
        return;
    }
    let mut at = from;
    for line in tree.words(from, to).split_inclusive('\n') {
        let end = at + line.len() as u32;
        let trimmed = (at + (line.len() - line.trim_start().len()) as u32, end - (line.len() - line.trim_end().len()) as u32);
        if trimmed.0 < trimmed.1 {
            match all.lines.last_mut().filter(|l| all.open && l.0 == goes && tree.words(l.2, trimmed.0).trim().is_empty()) {
                Some(last) => last.2 = trimmed.1,
                None => all.lines.push((goes, trimmed.0, trimmed.1)),
            }
            all.open = true;
        }
        if line.ends_with('\n') {
            all.open = false;
        }
        at = end;
    }
}

fn understood(tree: &Tree, all: &Gathered) -> Said {
    let of = |goes: Goes| all.lines.iter().filter(move |l| l.0 == goes).map(|l| tree.words(l.1, l.2));
    let owned = |text: &str| Some(Box::<str>::from(text));
    let bodied = all.lines.iter().any(|l| l.0 == Goes::Body);
    let mut author: Option<Box<str>> = of(Goes::Name).find_map(phrase::name).and_then(owned);
    // "jdoe says" and "jdoe on May 3, 2019 at 5:33 pm said" hold a time too.
    author = author.or_else(|| {
        of(Goes::Author).find_map(|l| match phrase::signature(l) {
            (Some(author), _) => phrase::name(author).and_then(owned),
            (None, Some(_)) => None,
            (None, None) => phrase::name(l).and_then(owned),
        })
    });
    let mut time = all.when.clone();
    time = time.or_else(|| of(Goes::Time).find(|l| l.bytes().any(|b| b.is_ascii_digit()) || l.len() > 3 && !phrase::is_action(l)).map(trimmed));
    time = time.or_else(|| of(Goes::Author).find_map(|l| phrase::signature(l).1.and_then(owned)));
    time = time.or_else(|| of(Goes::Author).find(|l| phrase::is_date(l)).map(trimmed));
    for line in of(Goes::Meta).filter(|l| !phrase::is_action(l)) {
        let (a, t) = phrase::signature(line);
        author = author.or_else(|| a.and_then(phrase::name).and_then(owned));
        time = time.or_else(|| t.and_then(owned));
        let digits = line.bytes().filter(u8::is_ascii_digit).count();
        if author.is_none() && t.is_none() && line.len() <= 60 && digits == 0 {
            author = phrase::name(line).and_then(owned);
        }
        if time.is_none() && a.is_none() && line.len() <= 60 && digits >= 3 {
            time = Some(trimmed(line));
        }
    }
    // Above the words, where these have a frame of their own; else all of it.
    let mut loose: Vec<(u32, u32)> = Vec::new();
    for &(_, from, to) in all.lines.iter().filter(|l| l.0 == Goes::Loose) {
        let line = tree.words(from, to);
        if phrase::is_action(line) && (bodied || !line.starts_with('+')) {
            continue;
        }
        let (a, mut t) = if loose.len() < 2 || bodied { phrase::signature(line) } else { (None, None) };
        if a.is_none() && loose.len() < 2 && phrase::is_date(line) {
            t = Some(line);
        }
        if (a.is_some() || t.is_some()) && (author.is_none() || time.is_none() || a.is_some_and(|a| author.as_deref() == Some(a))) {
            author = author.or_else(|| a.and_then(phrase::name).and_then(owned));
            time = time.or_else(|| t.map(trimmed));
            continue;
        }
        loose.push((from, to));
    }
    // A name on a line of its own above a time or above framed words.
    if author.is_none()
        && time.is_some()
        && let Some(&(from, to)) = loose.first().filter(|l| l.1 - l.0 <= 40 && (loose.len() > 1 || bodied))
        && tree.words(from, to).split(' ').count() <= 4
        && !tree.words(from, to).ends_with(['.', '!', '?', ',', '…'])
    {
        author = phrase::name(tree.words(from, to)).and_then(owned);
        if author.is_some() {
            loose.remove(0);
        }
    }
    if author.is_none()
        && let Some((from, to)) = all.first
        && let Some(&(start, end)) = loose.first().filter(|l| l.0 == from)
    {
        author = phrase::name(tree.words(from, to)).and_then(owned);
        if author.is_some() {
            // The name is the line, or opens it; a time in brackets may follow.
            let mut to = to;
            let rest = tree.words(to.min(end), end);
            if let Some((inside, _)) = rest.trim_start().strip_prefix('(').and_then(|r| r.split_once(')')).filter(|(t, _)| phrase::is_date(t)) {
                time = time.or_else(|| Some(trimmed(inside)));
                to += (rest.len() - rest.trim_start().len() + inside.len() + 2) as u32;
            }
            let rest = tree.words(to.min(end), end);
            let lead = rest.len() - rest.trim_start_matches([':', ' ', '-', '–', '—', '|', ',', '•', '·']).len();
            let rest = rest.get(lead..).unwrap_or_default();
            match phrase::signature(rest) {
                (_, Some(t)) => {
                    time = time.or_else(|| owned(t));
                    loose.remove(0);
                }
                _ if rest.is_empty() => {
                    loose.remove(0);
                }
                _ => loose[0] = (to.min(end).max(start) + lead as u32, end),
            }
        }
    }
    // A line of its own above the framed words: the author, where nobody else is, or the subject.
    if bodied
        && author.is_none()
        && let Some(&(from, to)) = loose.first().filter(|l| l.1 - l.0 <= 60 && !is_sentence(tree.words(l.0, l.1)))
    {
        author = phrase::name(tree.words(from, to)).and_then(owned);
        loose.remove(0);
    }
    if bodied {
        let is_subject = |line: &str| line.split(' ').count() >= 3 && line.chars().filter(|c| c.is_alphabetic()).count() >= 12;
        loose.retain(|l| is_subject(tree.words(l.0, l.1)));
    }
    loose.extend(all.lines.iter().filter(|l| l.0 == Goes::Body).map(|l| (l.1, l.2)));
    let named = author.as_deref().is_some_and(|a| loose.len() > 1 && loose.first().is_some_and(|l| tree.words(l.0, l.1) == a));
    if named {
        loose.remove(0);
    }
    loose.sort_unstable();
    let sure = time.is_some() || author.is_some() && all.lines.iter().any(|l| matches!(l.0, Goes::Author | Goes::Name));
    Said { lines: loose, author, time, sure }
}

/// A subject that is a sentence is nobody's name.
fn is_sentence(line: &str) -> bool {
    line.split(' ').count() >= 3 && line.ends_with(['.', '!', '?', '…'])
}

fn trimmed(line: &str) -> Box<str> {
    let line = line.trim();
    let line = ["on ", "at ", "Posted ", "posted ", "am "].iter().find_map(|p| line.strip_prefix(p)).unwrap_or(line);
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '•' | '·' | ',' | '–' | '—' | '(' | ')' | '#' | '»' | '-')).into()
}
