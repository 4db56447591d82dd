//! Which words of a page are the article: two libraries are asked, and what the one finds is kept where the other bears it out.
//!
//! trafilatura finds articles whole and runs on into teasers now and then; dom_smoothie (Mozilla's Readability) errs elsewhere. A block of
//! the first is kept where at least half of its shingles of four words occur in the second's text. What they give is text
//! without places, so it is found again in the page's lines.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::scan::Scan;
use super::tag::Flags;

/// Letters and digits in a row by which a place is looked up.
const GRAM: usize = 12;
/// Places that are tried for one look-up.
const TRIES: usize = 8;
/// Only every so many places of the page are looked up by.
const STEP: usize = 4;

/// The share of each line (in thousandths of its letters and digits) that is the article's; `None` where no article was found. `cut`: bytes of the
/// source that `html` lacks, in order: no line from there is the article's.
pub(crate) fn shares(html: &str, url: Option<&str>, scanned: &Scan, cut: &[Range<usize>]) -> Option<Vec<u16>> {
    // A library that panics has found nothing; the page goes on without it.
    let first = catch_unwind(AssertUnwindSafe(|| by_trafilatura(html, url))).unwrap_or_default();
    let second = catch_unwind(AssertUnwindSafe(|| by_readability(html))).unwrap_or_default();
    let found = borne_out(&first, &second);
    if found.is_empty() {
        return None;
    }
    Some(Letters::of(scanned, cut).align(&found))
}

/// The first's blocks that the second bears out; all of them where it bears out none; the second's where the first has none.
fn borne_out(first: &[String], second: &[String]) -> Vec<String> {
    if first.is_empty() {
        return second.to_vec();
    }
    let known: FxHashSet<u64> = second.iter().flat_map(|b| shingles(b)).collect();
    let borne_out = |block: &&String| {
        let all = shingles(block);
        all.iter().filter(|s| known.contains(s)).count() * 2 >= all.len()
    };
    let kept: Vec<String> = first.iter().filter(borne_out).cloned().collect();
    if kept.is_empty() { first.to_vec() } else { kept }
}

fn by_trafilatura(html: &str, url: Option<&str>) -> Vec<String> {
    let mut options = trafilatura::Options::default()
        .with_exclude_comments(true)
        .with_fallback(true)
        .with_focus(trafilatura::ExtractionFocus::FavorPrecision)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    options.original_url = url.and_then(|u| url::Url::parse(u).ok());
    match trafilatura::extract(html, &options) {
        Ok(found) => super::lines(&found.content_html),
        Err(_) => Vec::new(),
    }
}

fn by_readability(html: &str) -> Vec<String> {
    let config = dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, disable_json_ld: true, ..Default::default() };
    let article = dom_smoothie::Readability::new(html, None, Some(config)).and_then(|mut r| r.parse());
    article.map(|a| a.text_content.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()).unwrap_or_default()
}

/// Hashes of each four words in a row; of all words where there are fewer.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| xxh3_64(w.to_lowercase().as_bytes())).collect();
    let hash = |w: &[u64]| w.iter().fold(0u64, |h, w| h.rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ w);
    if words.is_empty() { Vec::new() } else { words.windows(words.len().min(4)).map(hash).collect() }
}

/// Letters and digits alone: what white space, marks and entities do not change.
fn letters(text: &str, out: &mut Vec<char>) {
    out.extend(text.chars().filter(|c| c.is_alphanumeric()));
}

fn gram(letters: &[char]) -> u64 {
    letters.iter().fold(0xcbf2_9ce4_8422_2325, |h: u64, c| (h ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3).rotate_left(5))
}

/// The letters of a page, and where each run of them stands.
struct Letters {
    page: Vec<char>,
    lines: Vec<Range<usize>>,
    /// Lines too short for a look-up by their letters, by all of them.
    whole: FxHashMap<u64, Vec<usize>>,
    places: FxHashMap<u64, Vec<usize>>,
}

impl Letters {
    fn of(scanned: &Scan, cut: &[Range<usize>]) -> Self {
        let mut cut = super::Within(cut);
        let mut page = Vec::with_capacity(scanned.text.len());
        let mut lines: Vec<Range<usize>> = Vec::with_capacity(scanned.lines.len());
        let mut whole: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for line in &scanned.lines {
            let from = page.len();
            // A hidden copy of the article is not the article.
            if !cut.overlaps(&line.source()) && !line.flags.has(Flags::HIDDEN) {
                letters(scanned.text.get(line.range()).unwrap_or_default(), &mut page);
            }
            lines.push(from..page.len());
            let short = page.get(from..).unwrap_or_default();
            if !short.is_empty() && short.len() < GRAM + STEP {
                whole.entry(gram(short)).or_default().push(from);
            }
        }
        // Every fourth place is enough: a block tries each of its own.
        let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (at, window) in page.windows(GRAM).enumerate().step_by(STEP) {
            places.entry(gram(window)).or_default().push(at);
        }
        Self { page, lines, whole, places }
    }

    /// Finds blocks in the page's lines, greedily and from left to right: at each place of a block the longest run of letters that the page
    /// has too, next after the last one found where it can be. The share of each line that was found.
    fn align(&self, blocks: &[String]) -> Vec<u16> {
        let mut marked = vec![false; self.page.len()];
        let mut cursor = 0;
        let mut block = Vec::new();
        for text in blocks {
            block.clear();
            letters(text, &mut block);
            if block.len() < GRAM + STEP {
                // A short line is the article's where the whole line says that, after what was found before.
                let found = self.whole.get(&gram(&block)).and_then(|all| all.get(all.partition_point(|p| *p < cursor)));
                if let Some(&at) = found {
                    mark(&mut marked, at..at + block.len());
                }
            }
            let (mut at, mut done) = (0, 0);
            while at + GRAM <= block.len() {
                // A run stands where one of so many look-ups in a row finds it; what else they find may be shorter.
                let runs = (at..at + STEP).filter_map(|at| self.run(&block, at, done, cursor));
                match runs.reduce(|a, b| if b.2 > a.2 { b } else { a }) {
                    Some((begin, place, long)) => {
                        mark(&mut marked, place..place + long);
                        cursor = place + long;
                        at = begin + long;
                        done = at;
                    }
                    None => at += STEP,
                }
            }
        }
        self.lines.iter().map(|line| share(marked.get(line.clone()).unwrap_or_default())).collect()
    }

    /// The longest run of a block's letters through `at` that the page has: where it begins in the block (not before `done`) and in the page,
    /// and its length.
    fn run(&self, block: &[char], at: usize, done: usize, cursor: usize) -> Option<(usize, usize, usize)> {
        let all = self.places.get(&gram(block.get(at..at + GRAM)?))?;
        let next = all.partition_point(|p| *p < cursor);
        let mut best: Option<(usize, usize, usize)> = None;
        for &place in all.iter().skip(next).take(TRIES).chain(all.iter().take(next).take(TRIES)) {
            let ahead = block.iter().skip(at).zip(self.page.iter().skip(place)).take_while(|(a, b)| a == b).count();
            let back = block.get(done..at)?.iter().rev().zip(self.page.get(..place)?.iter().rev()).take_while(|(a, b)| a == b).count();
            if ahead >= GRAM && best.is_none_or(|(.., long)| ahead + back > long) {
                best = Some((at - back, place - back, ahead + back));
            }
            if at + ahead == block.len() && at - back == done {
                break;
            }
        }
        best
    }
}

fn mark(marked: &mut [bool], range: Range<usize>) {
    if let Some(run) = marked.get_mut(range) {
        run.fill(true);
    }
}

fn share(marked: &[bool]) -> u16 {
    let count = marked.iter().filter(|m| **m).count();
    if marked.is_empty() { 0 } else { (count * 1000 / marked.len()) as u16 }
}
