//! Learning the weights: logistic regression over labelled pairs, by Newton's steps, drawn to nought (Hoerl and Kennard 1970).

use super::{Days, Feature, Pair, TABLE, Weights, seen};
use crate::key::AccountKey;

/// A pair to learn from: what is seen of it.
#[derive(Clone, Debug)]
pub struct Example {
    bins: Vec<usize>,
    /// The two tell of one incident.
    pub same: bool,
    weight: f64,
}

/// A pair of two incidents counts more where the labelled pages are sparser than the world: they are few in a hundred of a country's, so that
/// a city of theirs seldom has two incidents of one night, and a real one has them every week.
const NIGHT: [f64; 4] = [2.0, 3.0, 6.0, 14.0];

impl Example {
    /// Of two accounts, smaller id first, with the text their pages share.
    pub fn of(a: &AccountKey, b: &AccountKey, text: u16, same: bool) -> Self {
        let firsts = firsts();
        let pair = Pair::of(a, b, text);
        let bins = seen(&pair).filter_map(|(feature, bin)| Some(firsts.get(feature)? + bin)).collect();
        let night = matches!(pair.days(), None | Some(Days::Same | Days::Next)).then(|| pair.place().and_then(|p| NIGHT.get(p as usize)).copied());
        Self { bins, same, weight: if same { 1.0 } else { night.flatten().unwrap_or(1.0) } }
    }
}

/// Steps; it settles in fewer.
const STEPS: usize = 16;
/// How strongly weights are drawn to nought; those of two things together more, so that each says alone what it can.
const SHRINK: f64 = 1.0;
const SHRINK_TOGETHER: f64 = 6.0;

/// Number of each feature's first bin, the prior being 0.
fn firsts() -> Vec<usize> {
    let mut next = 1;
    TABLE
        .iter()
        .map(|Feature { bins, .. }| {
            let first = next;
            next += bins.len();
            first
        })
        .collect()
}

/// Learns from pairs.
pub fn learn<'e>(examples: impl Iterator<Item = &'e Example> + Clone) -> Weights {
    let firsts = firsts();
    let n = 1 + TABLE.iter().map(|f| f.bins.len()).sum::<usize>();
    let mut shrink = vec![SHRINK; n];
    shrink[0] = 0.0;
    for (feature, first) in TABLE.iter().zip(&firsts).filter(|(f, _)| f.name == "place-and-day") {
        shrink[*first..first + feature.bins.len()].fill(SHRINK_TOGETHER);
    }
    let mut weights = vec![0.0_f64; n];
    for step in 0..STEPS {
        // What is seen of one and of the other may not speak against what it is: half-way such weights are held at nought.
        if step == STEPS / 2 {
            for (feature, first) in TABLE.iter().zip(&firsts) {
                let (same, other) = (feature.name.starts_with("same-") || feature.name.ends_with("-name"), feature.name.starts_with("other-"));
                for bin in *first..first + feature.bins.len() {
                    if same && weights[bin] < 0.0 || other && weights[bin] > 0.0 {
                        (weights[bin], shrink[bin]) = (0.0, 1e9);
                    }
                }
            }
        }
        let mut gradient: Vec<f64> = weights.iter().zip(&shrink).map(|(w, s)| -w * s).collect();
        let mut curve = vec![vec![0.0_f64; n]; n];
        for (row, s) in curve.iter_mut().enumerate().zip(&shrink).map(|((i, row), s)| (&mut row[i], s)) {
            *row = s + 1e-6;
        }
        for example in examples.clone() {
            let sum = weights[0] + example.bins.iter().map(|b| weights[*b]).sum::<f64>();
            let odds = 1.0 / (1.0 + (-sum).exp());
            let (miss, bend) = (if example.same { 1.0 - odds } else { -odds } * example.weight, odds * (1.0 - odds) * example.weight);
            for i in std::iter::once(&0).chain(&example.bins) {
                gradient[*i] += miss;
                for j in std::iter::once(&0).chain(&example.bins) {
                    curve[*i][*j] += bend;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curve, gradient)) {
            *weight += step;
        }
    }
    let whole = |w: f64| (w * 100.0).round() as i32;
    let bins = TABLE.iter().zip(&firsts).map(|(f, first)| weights[*first..first + f.bins.len()].iter().map(|w| whole(*w)).collect()).collect();
    Weights { prior: whole(weights[0]), bins }
}

/// Solves a system with a symmetric positive matrix (Cholesky).
fn solve(mut m: Vec<Vec<f64>>, mut y: Vec<f64>) -> Vec<f64> {
    let n = y.len();
    for i in 0..n {
        for j in 0..=i {
            let sum = m[i][j] - (0..j).map(|k| m[i][k] * m[j][k]).sum::<f64>();
            m[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / m[j][j] };
        }
        y[i] = (y[i] - (0..i).map(|k| m[i][k] * y[k]).sum::<f64>()) / m[i][i];
    }
    for i in (0..n).rev() {
        y[i] = (y[i] - (i + 1..n).map(|k| m[k][i] * y[k]).sum::<f64>()) / m[i][i];
    }
    y
}
