//! Linear weights over features that are told in words, and how they are learned: a score is the sum of the weights of the
//! features that hold, in thousandths of a logit, so that reading is integers only and each part of a score can be said.
//!
//! Learned by logistic regression with per-feature steps (AdaGrad: Duchi, Hazan and Singer 2011), in a fixed order and with
//! IEEE operations alone: the same examples give the same bytes.

use rustc_hash::FxHashMap;

/// The name of a feature, hashed (FNV-1a, folded to 32 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Feature(pub u32);

impl Feature {
    /// Of a name in parts; the parts are kept apart.
    pub fn of(parts: &[&str]) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in parts {
            for byte in part.bytes().chain([0x1f]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        Self((hash ^ (hash >> 32)) as u32)
    }
}

/// Weights by feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    of: FxHashMap<u32, i32>,
}

const MAGIC: &[u8; 8] = b"RSHWGT1\n";

impl Weights {
    /// Weights as [`Weights::bytes`] wrote them; `None` when the bytes are no weights.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?.iter();
        let mut next = || {
            let mut value: u64 = 0;
            for shift in (0..35).step_by(7) {
                let byte = *rest.next()?;
                value |= u64::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    return Some(value);
                }
            }
            None
        };
        let count = next()?;
        let mut of = FxHashMap::default();
        let mut feature: u32 = 0;
        for _ in 0..count {
            feature = feature.wrapping_add(u32::try_from(next()?).ok()?);
            let zigzag = next()? as u32;
            of.insert(feature, (zigzag >> 1) as i32 ^ -((zigzag & 1) as i32));
        }
        Some(Self { of })
    }

    /// As bytes: a magic, the count, then features in ascending order with their weights (LEB128 of differences, zigzag).
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut push = |mut value: u64| {
            while value >= 0x80 {
                out.push(value as u8 | 0x80);
                value >>= 7;
            }
            out.push(value as u8);
        };
        let mut all: Vec<(u32, i32)> = self.of.iter().map(|(f, w)| (*f, *w)).collect();
        all.sort_unstable();
        push(all.len() as u64);
        let mut last = 0;
        for (feature, weight) in all {
            push(u64::from(feature - last));
            push(u64::from(((weight << 1) ^ (weight >> 31)) as u32));
            last = feature;
        }
        out
    }

    /// These and others, of features that these do not know.
    pub fn with(mut self, others: &Self) -> Self {
        self.of.extend(&others.of);
        self
    }

    /// No weight at all: nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The weight of one feature, in thousandths of a logit.
    pub fn weight(&self, feature: Feature) -> i32 {
        self.of.get(&feature.0).copied().unwrap_or(0)
    }

    /// The sum over features, in thousandths of a logit.
    pub fn score(&self, features: impl IntoIterator<Item = Feature>) -> i32 {
        features.into_iter().map(|f| self.weight(f)).fold(0, i32::saturating_add)
    }
}

/// One example to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// What holds of it.
    pub features: Vec<Feature>,
    /// What it is.
    pub positive: bool,
    /// How much it counts beside the others: 1 for what was annotated by hand, less for what is only likely.
    pub weight: f64,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Times all examples are gone through.
    pub rounds: usize,
    /// First step.
    pub step: f64,
    /// How strongly weights are drawn to nought.
    pub shrink: f64,
    /// Features seen in fewer examples are left out.
    pub seen: u32,
}

/// Something to choose: of its options one is right, or none.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What holds of each option.
    pub options: Vec<Vec<Feature>>,
    /// The right one; `None` where it is not among them.
    pub right: Option<usize>,
    /// How much it counts beside the others.
    pub weight: f64,
}

/// Weights in the making.
struct Learner {
    places: FxHashMap<u32, usize>,
    names: Vec<u32>,
    seen: Vec<u32>,
    weights: Vec<f64>,
    squares: Vec<f64>,
    recipe: Recipe,
}

impl Learner {
    fn new(recipe: &Recipe) -> Self {
        Self { places: FxHashMap::default(), names: Vec::new(), seen: Vec::new(), weights: Vec::new(), squares: Vec::new(), recipe: *recipe }
    }

    /// The places of features, each once.
    fn row(&mut self, features: &[Feature]) -> Vec<usize> {
        let mut row: Vec<usize> = Vec::with_capacity(features.len());
        for f in features {
            row.push(*self.places.entry(f.0).or_insert_with(|| {
                self.names.push(f.0);
                self.seen.push(0);
                self.names.len() - 1
            }));
        }
        row.sort_unstable();
        row.dedup();
        for place in &row {
            self.seen[*place] += 1;
        }
        row
    }

    /// Goes through the examples as often as the recipe says, in a fixed shuffle (xorshift64*: Vigna 2016): those of one page must not
    /// come in a run.
    fn rounds(&mut self, examples: usize, lesson: &dyn Fn(&mut Self, usize)) {
        self.weights = vec![0.0; self.names.len()];
        self.squares = vec![1e-8; self.names.len()];
        let mut order: Vec<usize> = (0..examples).collect();
        let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..self.recipe.rounds {
            for i in (1..order.len()).rev() {
                state ^= state >> 12;
                state ^= state << 25;
                state ^= state >> 27;
                let j = (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % (i + 1);
                order.swap(i, j);
            }
            for &n in &order {
                lesson(self, n);
            }
        }
    }

    fn score(&self, row: &[usize]) -> f64 {
        row.iter().filter(|p| self.seen[**p] >= self.recipe.seen).map(|p| self.weights[*p]).sum()
    }

    fn step(&mut self, row: &[usize], gradient: f64) {
        for &p in row.iter().filter(|p| self.seen[**p] >= self.recipe.seen) {
            let g = gradient + self.recipe.shrink * self.weights[p];
            self.squares[p] += g * g;
            self.weights[p] -= self.recipe.step * g / self.squares[p].sqrt();
        }
    }

    fn learned(self) -> Weights {
        let rounded = self.names.iter().zip(&self.weights).map(|(f, w)| (*f, (w * 1000.0).round() as i32)).filter(|(_, w)| w.abs() >= 10);
        Weights { of: rounded.collect() }
    }
}

/// Learns weights from examples, each of which is what it is whatever the others are.
pub fn learn(examples: &[Example], recipe: &Recipe) -> Weights {
    let mut learner = Learner::new(recipe);
    let rows: Vec<Vec<usize>> = examples.iter().map(|e| learner.row(&e.features)).collect();
    learner.rounds(examples.len(), &|learner, n| {
        let wanted = if examples[n].positive { 1.0 } else { 0.0 };
        let gradient = (sigmoid(learner.score(&rows[n])) - wanted) * examples[n].weight;
        learner.step(&rows[n], gradient);
    });
    learner.learned()
}

/// Learns weights from choices: of each page's options one at most is right (conditional logit: McFadden 1974), and that none is has
/// the score nought.
pub fn learn_choices(choices: &[Choice], recipe: &Recipe) -> Weights {
    let mut learner = Learner::new(recipe);
    let rows: Vec<Vec<Vec<usize>>> = choices.iter().map(|c| c.options.iter().map(|o| learner.row(o)).collect()).collect();
    learner.rounds(choices.len(), &|learner, n| {
        let powers: Vec<f64> = rows[n].iter().map(|row| libm::exp(learner.score(row).clamp(-30.0, 30.0))).collect();
        let all: f64 = 1.0 + powers.iter().sum::<f64>();
        for (at, (row, power)) in rows[n].iter().zip(&powers).enumerate() {
            let wanted = if choices[n].right == Some(at) { 1.0 } else { 0.0 };
            learner.step(row, (power / all - wanted) * choices[n].weight);
        }
    });
    learner.learned()
}

/// How likely each option of a choice is, in thousandths of a logit, from their scores.
pub fn odds(scores: &[i32]) -> Vec<i32> {
    let powers: Vec<f64> = scores.iter().map(|s| libm::exp((f64::from(*s) / 1000.0).clamp(-30.0, 30.0))).collect();
    let all: f64 = 1.0 + powers.iter().sum::<f64>();
    powers.iter().map(|p| (libm::log(p / (all - p)) * 1000.0).round() as i32).collect()
}

/// The logistic function by IEEE operations alone (a library's `exp` differs between machines in the last bit).
pub fn sigmoid(x: f64) -> f64 {
    let x = x.clamp(-30.0, 30.0);
    // e^x = (e^(x/1024))^1024, the inner one by its series.
    let small = x / 1024.0;
    let mut e = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0)));
    for _ in 0..10 {
        e *= e;
    }
    e / (1.0 + e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_is_read_back_and_tells_examples_apart() {
        let example = |names: &[&str], positive| Example { features: names.iter().map(|n| Feature::of(&[n])).collect(), positive, weight: 1.0 };
        let examples: Vec<Example> = (0..40).map(|n| example(&["all", if n % 2 == 0 { "by" } else { "near" }], n % 2 == 0)).collect();
        let weights = learn(&examples, &Recipe { rounds: 10, step: 0.3, shrink: 1e-4, seen: 2 });
        assert!(weights.weight(Feature::of(&["by"])) > 500 && weights.weight(Feature::of(&["near"])) < -500);
        assert_eq!(Weights::read(&weights.bytes()), Some(weights));
        assert_eq!(Weights::read(b"no weights"), None);
    }
}
