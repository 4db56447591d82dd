//! Weights: a hashed table of small whole numbers, one row a feature, one lane a class. Kept as signed square roots in eight bits (linear
//! quantisation ruins a perceptron, this does not), scored in integers, so that every machine reads the same.

/// Gives each class of a decision its score.
pub(super) trait Score<const LANES: usize> {
    /// The sum over the rows that the features fall on.
    fn score(&self, features: &[u64]) -> [i64; LANES];
}

/// Mixes an atom into a feature's hash.
pub(super) fn mix(hash: u64, atom: u32) -> u64 {
    (hash.rotate_left(5) ^ u64::from(atom)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Hashes of features, written as lists of atoms; a feature's number in its list is part of it.
macro_rules! hashes {
    ($out:ident, $seed:literal: $([$($atom:expr),*],)+) => {{
        let mut number = 0;
        $out.extend_from_slice(&[$({
            number += 1;
            let hash = mix($seed, number);
            $(let hash = mix(hash, $atom);)*
            hash
        }),+]);
    }};
}
pub(super) use hashes;

/// The row of a feature: the upper half of its hash, spread over the rows there are.
fn row(feature: u64, rows: usize) -> usize {
    (((feature >> 32) * rows as u64) >> 32) as usize
}

/// The class with the highest score among those allowed; the first of equals.
pub(super) fn best<const LANES: usize>(scores: &[i64; LANES], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    (0..LANES).filter(|&c| allowed(c)).reduce(|best, c| if scores[c] > scores[best] { c } else { best })
}

/// Weights as they are kept: `LANES` bytes a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'b, const LANES: usize> {
    rows: &'b [[u8; LANES]],
}

impl<'b, const LANES: usize> Kept<'b, LANES> {
    /// Whole rows only.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rows: bytes.as_chunks().0 }
    }
}

impl<const LANES: usize> Score<LANES> for Kept<'_, LANES> {
    fn score(&self, features: &[u64]) -> [i64; LANES] {
        let mut sum = [0i32; LANES];
        for &feature in features {
            let Some(row) = self.rows.get(row(feature, self.rows.len())) else { continue };
            for (sum, byte) in sum.iter_mut().zip(row) {
                let root = i16::from(byte.cast_signed());
                *sum += i32::from(root * root.abs());
            }
        }
        sum.map(i64::from)
    }
}

/// Weights that are being learnt: an averaged perceptron in whole numbers.
pub(super) struct Learnt<const LANES: usize> {
    weights: Vec<[i32; LANES]>,
    /// Σ step × change, from which the average over all steps follows.
    moments: Vec<[i64; LANES]>,
    step: i64,
}

impl<const LANES: usize> Learnt<LANES> {
    pub(super) fn new(rows: usize) -> Self {
        Self { weights: vec![[0; LANES]; rows], moments: vec![[0; LANES]; rows], step: 1 }
    }

    /// One decision was looked at.
    pub(super) fn tick(&mut self) {
        self.step += 1;
    }

    /// `right` should have scored more than `wrong` did.
    pub(super) fn update(&mut self, features: &[u64], right: usize, wrong: usize) {
        let rows = self.weights.len();
        for &feature in features {
            let row = row(feature, rows);
            for (class, change) in [(right, 1), (wrong, -1)] {
                self.weights[row][class] += change;
                self.moments[row][class] += self.step * i64::from(change);
            }
        }
    }

    /// The averages as signed square roots in eight bits.
    pub(super) fn keep(&self) -> Vec<u8> {
        let average = |row: usize, class: usize| i64::from(self.weights[row][class]) * self.step - self.moments[row][class];
        let cells = || (0..self.weights.len()).flat_map(|row| (0..LANES).map(move |class| (row, class)));
        let most = cells().map(|(r, c)| average(r, c).abs()).max().unwrap_or(0).max(1);
        let root = |a: i64| ((a.unsigned_abs() as f64 / most as f64).sqrt() * 127.0).round() as i8 * a.signum() as i8;
        cells().map(|(r, c)| root(average(r, c)).cast_unsigned()).collect()
    }
}

impl<const LANES: usize> Score<LANES> for Learnt<LANES> {
    fn score(&self, features: &[u64]) -> [i64; LANES] {
        let mut sum = [0i32; LANES];
        for &feature in features {
            for (sum, weight) in sum.iter_mut().zip(&self.weights[row(feature, self.weights.len())]) {
                *sum += weight;
            }
        }
        sum.map(i64::from)
    }
}
