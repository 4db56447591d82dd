//! Which elements are comments: by the names that systems give them, and where names are lost, by what is repeated
//! below a heading or inside a frame that is called by a name of comments.

use super::marks::Marks;
use super::phrase;
use super::tree::{Tag, Tree};

/// One comment: the element that it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) element: u32,
    /// The element before it that names author and time (`<dt>` before `<dd>`), or itself.
    pub(super) from: u32,
    /// The comment that it lies in.
    pub(super) inside: Option<u32>,
}

/// What of a page is not its article.
pub(super) struct Found {
    /// In document order.
    pub(super) items: Vec<Item>,
    /// Elements that hold comments and what belongs to them, none inside another.
    pub(super) regions: Vec<u32>,
}

/// An element's words, at most so many, that can stand beside an article without one.
const FURNITURE: usize = 800;
/// How far up or down a sign is looked for.
const NEAR: usize = 24;

pub(super) fn find(tree: &Tree) -> Found {
    let regions = regions(tree);
    let mut candidates = named(tree, &regions);
    candidates.extend(nameless(tree, &regions, &candidates));
    candidates.sort_unstable();
    candidates.dedup();
    let candidates = lifted(tree, &regions, candidates);
    let items = settled(tree, &candidates);
    let regions = kept(tree, regions, &items);
    Found { items, regions }
}

/// Elements that hold comments by their names, outermost only.
fn regions(tree: &Tree) -> Vec<u32> {
    let whole = tree.size(0);
    let mut regions = Vec::new();
    let mut at = 1;
    while let Some(element) = tree.elements.get(at) {
        let marks = element.marks;
        let shaped = matches!(element.tag, Tag::Block | Tag::List | Tag::Table | Tag::Form | Tag::Custom | Tag::Inline | Tag::Entry | Tag::Cell);
        let named = marks.has(Marks::REGION) && !marks.has(Marks::HOLDS | Marks::ELSEWHERE | Marks::NOISE)
            || marks.has(Marks::FORM) && !marks.has(Marks::HOLDS) && tree.size(at) <= FURNITURE * 4
            || marks.has(Marks::WEAK) && !marks.has(Marks::HOLDS) && is_thread(tree, at);
        // Where nearly all of a page is comments, it is the page of a thread; where it is one comment's words, a wrong name.
        if shaped && named && (tree.size(at) * 20 < whole * 19 || has_items(tree, at)) {
            regions.push(at as u32);
            at = element.last as usize;
        } else {
            at += 1;
        }
    }
    regions.extend(headed(tree, &regions));
    regions.sort_unstable();
    regions
}

fn has_items(tree: &Tree, at: usize) -> bool {
    (at + 1..tree.elements[at].last as usize).take(400).any(|i| tree.elements[i].marks.has(Marks::ITEM | Marks::POST))
}

/// Whether something that is perhaps a thread has comments, or authors and times, in it.
fn is_thread(tree: &Tree, at: usize) -> bool {
    let inside = (at + 1..tree.elements[at].last as usize).take(4000);
    let (mut items, mut authors, mut times) = (0, 0, 0);
    for i in inside {
        let marks = tree.elements[i].marks;
        items += usize::from(marks.has(Marks::ITEM | Marks::POST));
        authors += usize::from(marks.has(Marks::AUTHOR));
        times += usize::from(marks.has(Marks::TIME));
    }
    items >= 1 || authors >= 1 && times >= 1
}

/// Lists and blocks below a heading of comments ("12 Comments") whose own names are lost: the heading, then what follows it.
fn headed(tree: &Tree, regions: &[u32]) -> Vec<u32> {
    let mut above = 0;
    for (at, element) in tree.elements.iter().enumerate() {
        let size = element.words.1 - element.words.0;
        above += if element.tag == Tag::Paragraph { size } else { 0 };
        let shaped = matches!(element.tag, Tag::Heading | Tag::Paragraph | Tag::Block | Tag::Strong);
        // Above the article the same words are a link to the comments, unless a comment follows that says that it is one.
        let early = above < 300 && tree.words(0, element.words.0).len() < 600;
        if !shaped || size == 0 || size > 90 || early && !phrase::is_comment_by(tree.after(at, 160)) {
            continue;
        }
        if !phrase::is_header(tree.text(at)) || covered(tree, regions, at) {
            continue;
        }
        // The heading, or what holds nothing but it.
        let mut top = at;
        while let Some(parent) = Some(tree.elements[top].parent as usize).filter(|p| *p != 0 && tree.size(*p) <= tree.size(at) + 60) {
            top = parent;
        }
        let parent = tree.elements[top].parent as usize;
        let end = tree.elements[parent].last as usize;
        let mut next = tree.elements[top].last as usize;
        let mut found = vec![top as u32];
        while next < end {
            let sibling = tree.elements[next];
            let other = sibling.tag == Tag::Heading && !phrase::is_header(tree.text(next)) && !is_signed_by_words(tree, next) && found.len() > 1;
            if sibling.marks.has(Marks::HOLDS) || other {
                break;
            }
            if !covered(tree, regions, next) {
                found.push(next as u32);
            }
            next = sibling.last as usize;
        }
        if found.iter().skip(1).any(|f| looks_said(tree, *f as usize)) && !repeated(tree, found.get(1..).unwrap_or_default(), true).is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Authors, times or reply buttons inside.
fn looks_said(tree: &Tree, at: usize) -> bool {
    (at..tree.elements[at].last as usize).take(400).any(|i| {
        let e = tree.elements[i];
        e.marks.has(Marks::TIME | Marks::AUTHOR | Marks::ITEM) || tree.size(i) <= 120 && phrase::is_signed(tree.text(i))
    })
}

/// The region that an element lies in.
fn region_of(tree: &Tree, regions: &[u32], at: usize) -> Option<u32> {
    let n = regions.partition_point(|r| *r as usize <= at);
    regions.get(n.checked_sub(1)?).copied().filter(|r| at < tree.elements[*r as usize].last as usize)
}

fn covered(tree: &Tree, regions: &[u32], at: usize) -> bool {
    region_of(tree, regions, at).is_some()
}

/// Elements that are called comments.
fn named(tree: &Tree, regions: &[u32]) -> Vec<u32> {
    let whole = tree.size(0);
    let mut out = Vec::new();
    let mut posts = Vec::new();
    let mut at = 1;
    while let Some(element) = tree.elements.get(at) {
        let (marks, tag) = (element.marks, element.tag);
        at += 1;
        let n = at - 1;
        if is_form(tree, n) {
            at = element.last as usize;
            continue;
        }
        let blank = element.words.0 == element.words.1;
        if blank || !marks.has(Marks::ITEM | Marks::POST | Marks::MAYBE) || marks.has(Marks::HOLDS) {
            continue;
        }
        if !matches!(
            tag,
            Tag::Block
                | Tag::Entry
                | Tag::Description
                | Tag::Term
                | Tag::Table
                | Tag::Row
                | Tag::Cell
                | Tag::Custom
                | Tag::Paragraph
                | Tag::Inline
                | Tag::List
        ) {
            continue;
        }
        let inside = covered(tree, regions, n);
        let parts = marks.has(Marks::BODY | Marks::AUTHOR | Marks::TIME | Marks::META) && tag != Tag::Entry && !marks.has(Marks::SCHEMA);
        let sure = marks.has(Marks::SCHEMA) || tree.details(n).is_some_and(|d| d.number.is_some()) && marks.has(Marks::ITEM);
        if marks.has(Marks::POST) && !marks.has(Marks::ITEM) {
            if inside {
                out.push(n as u32);
            } else {
                posts.push(n as u32);
            }
            continue;
        }
        let accepted = if marks.has(Marks::ITEM) && (sure || !parts) {
            match tag {
                Tag::Paragraph | Tag::Inline | Tag::Cell | Tag::List => inside && !marks.has(Marks::REGION),
                _ => inside || sure && tree.size(n) * 10 < whole * 9 || is_signed(tree, n),
            }
        } else {
            // Buttons and frames are called like replies and comments: only what has an author, a time or words is one.
            marks.has(Marks::MAYBE) && inside && !parts && !marks.has(Marks::REGION) && tag != Tag::Paragraph && is_signed(tree, n)
        };
        if accepted && !marks.has(Marks::FORM | Marks::ELSEWHERE) {
            out.push(n as u32);
        }
    }
    // The first post of a forum is what the others answer, unless there is an article beside them.
    if posts.len() >= 2 && out.is_empty() {
        let first = tree.elements[posts[0] as usize];
        let above = tree.elements[..posts[0] as usize].iter().filter(|e| e.tag == Tag::Paragraph).map(|e| e.words.1 - e.words.0).sum::<u32>();
        let nested = posts.get(1).is_some_and(|p| *p < first.last);
        out.extend(posts.into_iter().skip(usize::from(above < 600 && !nested)));
    }
    out
}

/// Where one writes, and not a form around the whole page.
fn is_form(tree: &Tree, at: usize) -> bool {
    let e = tree.elements[at];
    (e.tag == Tag::Form || e.marks.has(Marks::FORM)) && !e.marks.has(Marks::HOLDS) && tree.size(at) <= FURNITURE * 3 && !has_numbered(tree, at)
}

/// A comment with its number, not far inside.
fn has_numbered(tree: &Tree, at: usize) -> bool {
    let numbered =
        |i: usize| tree.elements[i].marks.has(Marks::ITEM | Marks::POST) && tree.size(i) > 40 && tree.details(i).is_some_and(|d| d.number.is_some());
    (at + 1..tree.elements[at].last as usize).take(200).any(numbered)
}

/// An author, a time or the words of a comment, by name, not far inside.
fn is_signed(tree: &Tree, at: usize) -> bool {
    let end = tree.elements[at].last as usize;
    (at + 1..end.min(at + 1 + NEAR)).any(|i| tree.elements[i].marks.has(Marks::AUTHOR | Marks::TIME | Marks::META | Marks::BODY | Marks::NAME))
}

/// Comments of regions in which nothing is called one.
fn nameless(tree: &Tree, regions: &[u32], named: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    let mut loose: Vec<u32> = Vec::new();
    for &region in regions {
        let element = tree.elements[region as usize];
        let n = named.partition_point(|c| *c < region);
        if named.get(n).is_some_and(|c| *c < element.last) || element.marks.has(Marks::FORM) {
            continue;
        }
        // What follows a heading is one region in several elements.
        if element.marks.has(Marks::REGION | Marks::WEAK) {
            out.extend(repeated(tree, &[region], false));
        } else {
            loose.push(region);
        }
    }
    out.extend(repeated(tree, &loose, true));
    out
}

/// The elements of one make, beside each other, that are signed and have the most words; those of the same make deeper
/// inside are replies.
fn repeated(tree: &Tree, roots: &[u32], themselves: bool) -> Vec<u32> {
    let said = |i: usize| {
        let e = tree.elements[i];
        e.words.1 > e.words.0 + 1 && !e.marks.has(Marks::NOISE | Marks::FORM) && !phrase::is_action(tree.text(i)) && !phrase::is_header(tree.text(i))
    };
    // Sorted triples, for the order of a map is nobody's.
    let mut looks: Vec<(u32, u32, u32)> = Vec::new();
    for &root in roots {
        let mut i = root as usize + usize::from(!themselves);
        while i < tree.elements[root as usize].last as usize {
            let e = tree.elements[i];
            if is_form(tree, i) {
                i = e.last as usize;
                continue;
            }
            if matches!(e.tag, Tag::Block | Tag::Entry | Tag::Description | Tag::Row | Tag::Table | Tag::Custom | Tag::Paragraph) && said(i) {
                looks.push((e.parent, e.look, i as u32));
            }
            i += 1;
        }
    }
    looks.sort_unstable();
    let (mut most, mut best) = (0, 0..0);
    for group in looks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let words: usize = group.iter().map(|g| tree.size(g.2 as usize)).sum();
        let signed = group.iter().take(50).filter(|g| is_signed_by_words(tree, g.2 as usize)).count();
        let block = group.first().is_some_and(|g| tree.elements[g.2 as usize].tag != Tag::Paragraph);
        // The outermost that are several, unless what is inside is much the same.
        let enough = if block { signed * 2 >= group.len().min(50) } else { signed >= 2 && signed * 2 >= group.len().min(50) };
        if enough && (group.len() >= 2 || block) && words * 4 > most * if group.len() >= 2 { 3 } else { 5 } {
            let from = looks.partition_point(|l| (l.0, l.1) < group.first().map_or((0, 0), |g| (g.0, g.1)));
            (most, best) = (words, from..from + group.len());
        }
    }
    let chosen = looks.get(best).unwrap_or_default();
    let Some(&(parent, look, _)) = chosen.first() else { return Vec::new() };
    let deeper = looks.iter().filter(|l| l.1 == look && l.0 != parent && is_signed_by_words(tree, l.2 as usize));
    chosen.iter().chain(deeper).map(|l| l.2).collect()
}

/// An author or a time, by name or in words, at the head or the foot of an element.
fn is_signed_by_words(tree: &Tree, at: usize) -> bool {
    if is_signed(tree, at) {
        return true;
    }
    let text = tree.head(at, 400);
    let head = text.lines().map(str::trim).filter(|l| !l.is_empty());
    head.take(3).any(|l| l.len() <= 120 && phrase::is_signed(l)) || {
        let mut inner = at + 1..(tree.elements[at].last as usize).min(at + 6);
        inner.any(|i| {
            matches!(tree.elements[i].tag, Tag::Strong | Tag::Cite | Tag::Link | Tag::Heading)
                && tree.elements[i].words.0 == tree.elements[at].words.0
        }) && text.len() > 20
    }
}

/// A comment whose author and time stand beside it, in the element around both, is that element.
fn lifted(tree: &Tree, regions: &[u32], candidates: Vec<u32>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::with_capacity(candidates.len());
    let mut term = None;
    let mut scanned = 0;
    for (n, &candidate) in candidates.iter().enumerate() {
        let mut at = candidate;
        if !is_signed(tree, at as usize) {
            for _ in 0..3 {
                let parent = tree.elements[at as usize].parent;
                let around = tree.elements[parent as usize];
                let alone = (n == 0 || candidates[n - 1] <= parent) && candidates.get(n + 1).is_none_or(|c| *c >= around.last);
                let room = around.words.1 - around.words.0 <= tree.elements[at as usize].words.1 - tree.elements[at as usize].words.0 + 240;
                let inside = region_of(tree, regions, parent as usize).is_some_and(|r| r != parent);
                if parent == 0 || !alone || !room || !inside || around.marks.has(Marks::HOLDS) || around.tag == Tag::Root {
                    break;
                }
                if is_signed(tree, parent as usize) {
                    at = parent;
                    break;
                }
                at = parent;
            }
            if !is_signed(tree, at as usize) {
                at = candidate;
            }
        }
        // The `<dt>` that ends where a `<dd>` begins.
        if tree.elements[at as usize].tag == Tag::Description {
            while scanned < at as usize {
                if tree.elements[scanned].tag == Tag::Term {
                    term = Some(scanned as u32);
                }
                scanned += 1;
            }
        }
        let from = term.filter(|t| tree.elements[*t as usize].last == at && tree.elements[at as usize].tag == Tag::Description).unwrap_or(at);
        if out.last().is_none_or(|c| c.element != at) && tree.elements[at as usize].tag != Tag::Term {
            out.push(Candidate { element: at, from });
        }
    }
    out.sort_unstable_by_key(|c| c.element);
    out
}

#[derive(Clone, Copy)]
struct Candidate {
    element: u32,
    from: u32,
}

/// Which candidates are comments, and which only frames around one or some.
fn settled(tree: &Tree, candidates: &[Candidate]) -> Vec<Item> {
    let n = candidates.len();
    // The candidate around each, and the words that are in no other.
    let mut around: Vec<Option<usize>> = Vec::with_capacity(n);
    let mut own: Vec<usize> = candidates.iter().map(|c| tree.size(c.element as usize)).collect();
    let mut inner = vec![(0usize, 0usize); n]; // directly inside; of these not in a list of replies
    let mut open: Vec<usize> = Vec::new();
    let mut direct = vec![false; n];
    for (i, c) in candidates.iter().enumerate() {
        while open.last().is_some_and(|o| tree.elements[candidates[*o].element as usize].last <= c.element) {
            open.pop();
        }
        let outer = open.last().copied();
        if let Some(o) = outer {
            own[o] = own[o].saturating_sub(tree.size(c.element as usize));
            inner[o].0 += 1;
            direct[i] = !is_reply(tree, c.element, candidates[o].element);
            inner[o].1 += usize::from(direct[i]);
        }
        around.push(outer);
        open.push(i);
    }
    let number = |i: usize| tree.details(candidates[i].element as usize).and_then(|d| d.number);
    #[derive(Clone, Copy, PartialEq)]
    enum Is {
        Comment,
        Part,
        Frame,
    }
    let mut is = vec![Is::Comment; n];
    // One inside the other, and nothing else of its own: the inner is the words of the outer.
    for i in (0..n).rev() {
        let Some(o) = around[i] else { continue };
        let same = number(i).is_some() && number(i) == number(o);
        let unnumbered = number(i).is_none() || number(o).is_none();
        let signed = signed_outside(tree, candidates, o);
        let alone = inner[o].1 == 1 && !(own[o] > 20 && signed);
        // Parts of a signed comment that are called comments and are nobody's own.
        let bare = signed && number(i).is_none() && !has_author(tree, candidates[i].element as usize);
        if same || direct[i] && unnumbered && (alone || bare) {
            is[i] = Is::Part;
            own[o] += own[i];
        }
    }
    for i in 0..n {
        let Some(o) = around[i].filter(|_| is[i] == Is::Comment) else { continue };
        let lead = || tree.words(tree.elements[candidates[o].element as usize].words.0, tree.elements[candidates[i].element as usize].words.0);
        let unsigned = || number(o).is_none() && !signed_outside(tree, candidates, o);
        let label = |l: &str| phrase::is_header(l) || phrase::is_action(l) || l.split_whitespace().count() <= 2;
        if own[o] <= 2 || own[o] <= 200 && unsigned() && (direct[i] && inner[o].1 >= 2 || lead().lines().all(label)) {
            is[o] = Is::Frame;
        }
    }
    let mut items: Vec<Item> = Vec::with_capacity(n);
    let mut index: Vec<Option<u32>> = vec![None; n];
    for i in 0..n {
        // What lies in a frame lies in what is around it; parts count as what they are part of.
        let mut outer = around[i];
        let mut steps = 0;
        let inside = loop {
            let Some(o) = outer else { break None };
            match is[o] {
                Is::Comment if !direct[i] || !unclosed(tree, candidates[o].element) => break index[o],
                Is::Comment => break index[o].and_then(|k| items.get(k as usize)).and_then(|k| k.inside),
                _ => outer = around[o],
            }
            steps += 1;
            if steps > 8 {
                break None;
            }
        };
        if is[i] == Is::Comment {
            index[i] = Some(items.len() as u32);
            items.push(Item { element: candidates[i].element, from: candidates[i].from, inside });
        }
    }
    items
}

/// An element that the page forgot to close: what lies in it came after it.
fn unclosed(tree: &Tree, at: u32) -> bool {
    let e = tree.elements[at as usize];
    !e.closed && matches!(e.tag, Tag::Block | Tag::Custom)
}

/// Whether an element stands in a list of replies inside another.
fn is_reply(tree: &Tree, at: u32, outer: u32) -> bool {
    let mut up = tree.elements[at as usize].parent;
    if tree.elements[at as usize].marks.has(Marks::CHILDREN) {
        return true;
    }
    for _ in 0..NEAR {
        if up <= outer {
            return false;
        }
        let e = tree.elements[up as usize];
        if e.marks.has(Marks::CHILDREN) || e.tag == Tag::List {
            return true;
        }
        up = e.parent;
    }
    true
}

/// An author by name, not far inside.
fn has_author(tree: &Tree, at: usize) -> bool {
    (at + 1..(tree.elements[at].last as usize).min(at + 1 + NEAR))
        .any(|i| tree.elements[i].marks.has(Marks::AUTHOR | Marks::NAME) && tree.size(i) > 0)
}

/// An author or a time before the first candidate inside.
fn signed_outside(tree: &Tree, candidates: &[Candidate], o: usize) -> bool {
    let at = candidates[o].element as usize;
    let end = candidates.get(o + 1).map_or(at, |c| c.element as usize);
    (at + 1..end.min(at + 1 + NEAR))
        .any(|i| tree.elements[i].tag == Tag::Cite || tree.elements[i].marks.has(Marks::AUTHOR | Marks::TIME | Marks::BODY))
}

/// Regions that hold comments, or little enough to be the furniture of some.
fn kept(tree: &Tree, regions: Vec<u32>, items: &[Item]) -> Vec<u32> {
    let holds = |r: u32| {
        let n = items.partition_point(|i| i.element < r);
        items.get(n).is_some_and(|i| i.element < tree.elements[r as usize].last)
    };
    regions
        .into_iter()
        .filter(|r| holds(*r) || tree.size(*r as usize) <= FURNITURE || !items.is_empty() && tree.elements[*r as usize].marks.has(Marks::FORM))
        .collect()
}
