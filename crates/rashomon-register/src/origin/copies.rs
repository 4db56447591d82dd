//! Pages that share text: versions of one page, and one story on several pages.

use std::collections::BTreeMap;

use rashomon_model::DocId;
use rashomon_model::incident::{Copied, Listed};
use rustc_hash::FxHashMap;

use crate::address;

/// Shared shingles, in thousandths of the smaller page's, from which two pages are one story.
const ONE_STORY: u16 = 700;
/// From which sharing is worth telling.
const SHARED: u16 = 300;
/// A shingle on more pages than this tells nothing (menus, boilerplate), and comparing all of them would be quadratic.
const COMMON: usize = 40;
/// Pages with fewer shingles than this are too short to be told apart by them.
const SHORT: usize = 8;

/// Pairs that share text, and for every page that tells a story with others, the story's smallest page.
pub(super) fn find(docs: &[Listed]) -> (Vec<Copied>, BTreeMap<DocId, DocId>) {
    let mut docs: Vec<&Listed> = docs.iter().collect();
    docs.sort_by(|a, b| a.source.doc.cmp(&b.source.doc));
    docs.dedup_by(|a, b| a.source.doc == b.source.doc);
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut by_shingle: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (n, doc) in docs.iter().enumerate() {
        let mut last = None;
        for shingle in &doc.source.fingerprint {
            if last == Some(*shingle) {
                continue;
            }
            last = Some(*shingle);
            let pages = by_shingle.entry(*shingle).or_default();
            if pages.len() < COMMON {
                for page in pages.iter() {
                    *shared.entry((*page, n)).or_default() += 1;
                }
                pages.push(n);
            }
        }
    }
    let named: Vec<Option<String>> = docs.iter().map(|d| d.source.url.as_deref().map(|u| address::page(u).unwrap_or_else(|| u.into()))).collect();
    let content: Vec<Option<String>> = docs.iter().map(|d| Some(d.source.content.to_string()).filter(|c| !c.is_empty())).collect();
    for keys in [&named, &content] {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, key) in keys.iter().enumerate() {
            if let Some(value) = key.as_deref() {
                match first.get(value) {
                    Some(m) => drop(shared.entry((*m, n)).or_default()),
                    None => drop(first.insert(value, n)),
                }
            }
        }
    }
    let mut copied = Vec::new();
    let mut story: Vec<usize> = (0..docs.len()).collect();
    for ((a, b), same) in shared {
        let (x, y) = (&docs[a].source, &docs[b].source);
        let versions = named[a].is_some() && named[a] == named[b];
        let small = x.fingerprint.len().min(y.fingerprint.len());
        let share = match () {
            () if !x.content.is_empty() && x.content == y.content => 1000,
            () if small < SHORT => 0,
            () => u16::try_from(u64::from(same) * 1000 / small as u64).unwrap_or(1000).min(1000),
        };
        if share >= ONE_STORY || versions {
            let (s, t) = (story[a].min(story[b]), story[a].max(story[b]));
            for page in &mut story {
                if *page == t {
                    *page = s;
                }
            }
        }
        if share >= SHARED || versions {
            copied.push(Copied { docs: (x.doc.clone(), y.doc.clone()), share, versions });
        }
    }
    let mut size = vec![0; docs.len()];
    for s in &story {
        size[*s] += 1;
    }
    let placed = |(n, s): (usize, &usize)| (size[*s] > 1).then(|| (docs[n].source.doc.clone(), docs[*s].source.doc.clone()));
    (copied, story.iter().enumerate().filter_map(placed).collect())
}
