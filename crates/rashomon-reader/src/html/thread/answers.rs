//! Which comment answers which: by the number that a comment says it answers, by what it lies in, by the list of
//! replies that follows a comment, or by how deep it is said or set to stand.

use rustc_hash::FxHashMap;

use super::items::Item;
use super::marks::Marks;
use super::tree::{Tag, Tree};

/// How far up a list of replies is looked for.
const NEAR: usize = 6;

/// For each comment the one that it answers, always one before it.
pub(super) fn of(tree: &Tree, items: &[Item]) -> Vec<Option<u32>> {
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    let mut parents: Vec<Option<u32>> = Vec::with_capacity(items.len());
    // The last comment of each list of replies, by the end of what came before it.
    let mut ends: FxHashMap<u32, u32> = FxHashMap::default();
    let mut levels: Vec<(u32, u32)> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let details = tree.details(item.element as usize);
        let said = details.and_then(|d| d.answers).and_then(|a| numbers.get(&a).copied());
        let level = details.and_then(|d| d.level).or_else(|| level_inside(tree, item.element as usize));
        let deep = level.unwrap_or(0);
        while levels.last().is_some_and(|(l, _)| *l >= deep) {
            levels.pop();
        }
        let beside = || follows(tree, item, &ends);
        let by_level = || level.and_then(|_| levels.last().map(|l| l.1));
        let parent = said.or(item.inside).or_else(beside).or_else(by_level);
        parents.push(parent);
        if item.inside.is_none() || level.is_some() {
            levels.push((deep, n as u32));
        }
        if let Some(number) = details.and_then(|d| d.number) {
            numbers.insert(number, n as u32);
        }
        // The comment, and what holds it and nothing after it.
        let mut up = item.element as usize;
        let end = tree.elements[up].last;
        ends.insert(end, n as u32);
        for _ in 0..2 {
            up = tree.elements[up].parent as usize;
            if up == 0 || tree.elements[up].marks.has(Marks::REGION | Marks::CHILDREN) || tree.elements[up].tag == Tag::List {
                break;
            }
            let last = tree.elements[up].last;
            if last > end {
                ends.entry(last).or_insert(n as u32);
            }
        }
    }
    parents
}

/// The comment whose element ended right where the list of replies begins that this one is in (Drupal's `.indented`).
fn follows(tree: &Tree, item: &Item, ends: &FxHashMap<u32, u32>) -> Option<u32> {
    let mut up = item.element as usize;
    let mut found = None;
    for _ in 0..NEAR {
        up = tree.elements[up].parent as usize;
        let element = tree.elements[up];
        if up == 0 || element.marks.has(Marks::REGION) && !element.marks.has(Marks::CHILDREN) {
            break;
        }
        if element.marks.has(Marks::CHILDREN) || element.tag == Tag::List {
            found = found.or_else(|| ends.get(&(up as u32)).copied());
            if found.is_some() {
                break;
            }
        }
    }
    found
}

/// A depth that an element says of itself inside the comment's first few.
fn level_inside(tree: &Tree, at: usize) -> Option<u32> {
    let end = tree.elements[at].last as usize;
    (at + 1..end.min(at + 3)).find_map(|i| tree.details(i)?.level)
}
