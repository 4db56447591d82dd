//! Clusters: words that stand between the same neighbours, so that a word the treebanks lack is read like its likes. Learnt from plain
//! text without labels: spherical k-means over neighbour counts, projected at random but always the same.

use rustc_hash::FxHashMap;

use super::look::form;
use super::weights::mix;

/// Words that have a cluster.
const WORDS: usize = 16_000;
/// Words that count as neighbours.
const NEIGHBOURS: usize = 1_500;
const CLUSTERS: usize = 255;
const DIMENSIONS: usize = 128;
const ROUNDS: usize = 12;

/// The cluster of a word; zero for words that have none. Kept as five bytes a word: its hash, its cluster.
#[derive(Debug, Default)]
pub(super) struct Clusters(FxHashMap<u32, u8>);

impl Clusters {
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self(bytes.as_chunks::<5>().0.iter().map(|&[a, b, c, d, cluster]| (u32::from_le_bytes([a, b, c, d]), cluster)).collect())
    }
    pub(super) fn sizes(&self) -> [u32; 256] {
        let mut sizes = [0; 256];
        self.0.values().for_each(|&cluster| sizes[usize::from(cluster)] += 1);
        sizes
    }
    /// Of a word by its hash.
    pub(super) fn of(&self, form: u32) -> u32 {
        self.0.get(&form).map_or(0, |&c| u32::from(c))
    }
}

/// Clusters of the words of these sentences, as `Clusters::read` takes them.
pub fn learn_clusters<'w>(sentences: impl Iterator<Item = Vec<&'w str>>) -> Vec<u8> {
    let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
    let mut forms: Vec<(u32, u32)> = Vec::new();
    let text: Vec<Vec<usize>> = sentences
        .map(|words| {
            let number = |w: &str| {
                let form = form(w);
                let n = *numbers.entry(form).or_insert(forms.len());
                if n == forms.len() {
                    forms.push((0, form));
                }
                forms[n].0 += 1;
                n
            };
            words.into_iter().map(number).collect()
        })
        .collect();
    // Ranks by how common a word is; the hash decides between equals.
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by_key(|&n| (std::cmp::Reverse(forms[n].0), forms[n].1));
    order.truncate(WORDS);
    let mut rank = vec![usize::MAX; forms.len()];
    for (r, &n) in order.iter().enumerate() {
        rank[n] = r;
    }
    // Neighbours: on the left, on the right; the last of each side is the sentence's end.
    let side = NEIGHBOURS + 1;
    let mut counts: Vec<FxHashMap<usize, u32>> = vec![FxHashMap::default(); order.len()];
    let mut common = vec![0u32; 2 * side];
    for sentence in &text {
        let ranks: Vec<usize> = sentence.iter().map(|&n| rank[n]).collect();
        for (at, &word) in ranks.iter().enumerate().filter(|(_, r)| **r < order.len()) {
            let left = at.checked_sub(1).map_or(NEIGHBOURS, |i| ranks[i]);
            let right = ranks.get(at + 1).map_or(NEIGHBOURS, |&r| r);
            for (neighbour, from) in [(left, 0), (right, side)].into_iter().filter(|(n, _)| *n <= NEIGHBOURS) {
                *counts[word].entry(from + neighbour).or_default() += 1;
                common[from + neighbour] += 1;
            }
        }
    }
    let points: Vec<Vec<f32>> = counts.iter().map(|counts| project(counts, &common)).collect();
    let mut centres: Vec<Vec<f32>> = points.iter().take(CLUSTERS).cloned().collect();
    let mut nearest = vec![0; points.len()];
    for _ in 0..ROUNDS {
        for (point, nearest) in points.iter().zip(&mut nearest) {
            let near = |c: usize| dot(point, &centres[c]);
            *nearest = (0..centres.len()).map(|c| (near(c), c)).fold((f32::MIN, 0), |a, b| if b.0 > a.0 { b } else { a }).1;
        }
        let mut sums = vec![vec![0.0; DIMENSIONS]; centres.len()];
        for (point, &nearest) in points.iter().zip(&nearest) {
            for (sum, x) in sums[nearest].iter_mut().zip(point) {
                *sum += x;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            *centre = unit(sum);
        }
    }
    let mut kept: Vec<(u32, u8)> = order.iter().zip(&nearest).map(|(&n, &c)| (forms[n].1, c as u8 + 1)).collect();
    kept.sort_unstable();
    kept.into_iter().flat_map(|(form, cluster)| form.to_le_bytes().into_iter().chain([cluster])).collect()
}

/// A word's neighbour counts as a point: square roots (exact everywhere, logarithms are not), rare neighbours weighing more.
fn project(counts: &FxHashMap<usize, u32>, common: &[u32]) -> Vec<f32> {
    let mut neighbours: Vec<(usize, u32)> = counts.iter().map(|(&n, &c)| (n, c)).collect();
    neighbours.sort_unstable();
    let mut point = vec![0.0; DIMENSIONS];
    for (neighbour, count) in neighbours {
        let weight = (count as f32 / (common[neighbour] as f32).sqrt()).sqrt();
        let mut signs = mix(mix(17, neighbour as u32), 1);
        for (d, x) in point.iter_mut().enumerate() {
            if d % 32 == 0 {
                signs = mix(signs, d as u32);
            }
            *x += if signs >> (32 + d % 32) & 1 == 0 { weight } else { -weight };
        }
    }
    unit(point)
}

fn unit(mut point: Vec<f32>) -> Vec<f32> {
    let length = dot(&point, &point).sqrt();
    if length > 0.0 {
        point.iter_mut().for_each(|x| *x /= length);
    }
    point
}

/// In eight lanes of a fixed order.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}
