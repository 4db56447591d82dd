//! The ranker: named features of a mention and a party that may be its own, with integer weights learned from labelled pages.

use std::fmt::Write as _;

/// Most values of one template.
const VALUES: usize = 196;

/// Declares the templates of features, each with its name in the weight file.
macro_rules! templates {
    ($($id:ident $name:literal,)*) => {
        /// What a feature looks at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Template { $(#[doc = $name] $id,)* }
        const NAMES: &[&str] = &[$($name,)*];
    };
}

templates! {
    Bias "form alone",
    Gap "sentences since",
    Rank "nearer ones that fit",
    Fitting "how many fit",
    Age "ages",
    Sex "sexes",
    Noun "nouns",
    Classes "kinds of noun",
    Called "noun against roles",
    Roles "roles",
    Fate "fates",
    Named "party has a name",
    Title "headline",
    Size "mentions so far",
    Subject "subject of its last sentence",
    Speaks "speaker",
    Only "only one of that role",
    Quoted "in speech",
    Kin "kin",
    Opened "how the party opened",
    Here "in one sentence",
    Paragraph "in one paragraph",
    Over "stands over it",
    New "nobody yet: form",
    Rule "rule of thumb",
    NewRule "nobody yet: rule of thumb",
    NewNoun "nobody yet: noun",
    NewRole "nobody yet: role",
    NewAge "nobody yet: age",
    NewDepth "nobody yet: depth",
    NewFitting "nobody yet: how many fit",
    NewNext "nobody yet: next word",
    NewQuoted "nobody yet: in speech",
    Both "one: kind of pair",
    BothRoles "one: roles",
    BothAge "one: ages",
    BothSex "one: sexes",
    BothAlike "one: ages and sexes at once",
    BothClasses "one: kinds of noun",
    BothNouns "one: nouns",
    BothFate "one: fates",
    BothRivals "one: how many fit",
    BothCrowd "one: how many take that part",
    BothOpened "one: how they opened",
    BothSize "one: mentions",
    BothGap "one: sentences between",
    BothDepth "one: depth",
    BothOwned "one: kin",
    BothSpeaks "one: speakers",
    Part "takes part: roles",
    PartForm "takes part: form",
    PartNoun "takes part: noun",
    PartMore "takes part: mentions",
    PartAge "takes part: age",
    PartKin "takes part: kin of",
    PartDepth "takes part: depth",
    PartSpeaks "takes part: speaks",
}

/// Forms of mentions: every feature counts once by itself and once with the form.
pub(super) const FORMS: &[&str] =
    &["any", "name", "definite", "indefinite", "another", "owned", "kin", "bare age", "he", "his", "they", "group definite", "group indefinite"];

/// One feature, as its place in the weights.
pub(super) type Feature = u32;

/// The features of a template's value, with and without the form.
pub(super) fn push(out: &mut Vec<Feature>, template: Template, form: usize, value: usize) {
    let value = value.min(VALUES - 1);
    let place = |form: usize| ((template as usize * FORMS.len() + form) * VALUES + value) as Feature;
    out.push(place(0));
    out.push(place(form));
}

/// Ranker of all features. Text form: one line a feature, `template TAB form TAB value TAB weight`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranker(Vec<i32>);

impl Ranker {
    /// No weight anywhere.
    pub fn zero() -> Self {
        Self(vec![0; NAMES.len() * FORMS.len() * VALUES])
    }
    /// Reads the text form; lines that name no feature are skipped.
    pub fn parse(text: &str) -> Self {
        let mut weights = Self::zero();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let (Some(template), Some(form), Some(value), Some(weight)) = (parts.next(), parts.next(), parts.next(), parts.next()) else { continue };
            let place = NAMES.iter().position(|n| *n == template).zip(FORMS.iter().position(|n| *n == form)).zip(value.parse::<usize>().ok());
            if let (Some(((t, f), v)), Ok(weight)) = (place, weight.parse())
                && let Some(slot) = weights.0.get_mut((t * FORMS.len() + f) * VALUES + v)
            {
                *slot = weight;
            }
        }
        weights
    }
    /// The text form, features without weight left out.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for (place, weight) in self.0.iter().enumerate().filter(|(_, w)| **w != 0) {
            let (rest, value) = (place / VALUES, place % VALUES);
            let _ = writeln!(out, "{}\t{}\t{value}\t{weight}", NAMES[rest / FORMS.len()], FORMS[rest % FORMS.len()]);
        }
        out
    }
    /// Adds the weights of another.
    pub(super) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }
    /// The sum of the weights of some features.
    pub(super) fn score(&self, features: &[Feature]) -> i64 {
        features.iter().filter_map(|f| self.0.get(*f as usize)).map(|w| i64::from(*w)).sum()
    }
}

impl Default for Ranker {
    fn default() -> Self {
        Self::zero()
    }
}

/// Averaged weights in the making (Freund and Schapire 1999; Collins 2002): whole numbers throughout, so the same lessons give the
/// same bytes.
pub(super) struct Learner {
    pub(super) now: Ranker,
    sum: Vec<i64>,
    steps: i64,
}

impl Learner {
    pub(super) fn new() -> Self {
        let now = Ranker::zero();
        Self { sum: vec![0; now.0.len()], now, steps: 1 }
    }
    /// Moves the weights towards some features and away from others.
    pub(super) fn lean(&mut self, right: &[Feature], wrong: &[Feature]) {
        self.nudge(right, 1);
        self.nudge(wrong, -1);
    }
    pub(super) fn nudge(&mut self, features: &[Feature], by: i32) {
        for f in features {
            if let (Some(w), Some(s)) = (self.now.0.get_mut(*f as usize), self.sum.get_mut(*f as usize)) {
                *w += by;
                *s += i64::from(by) * self.steps;
            }
        }
    }
    pub(super) fn step(&mut self) {
        self.steps += 1;
    }
    /// The average over all steps, in hundredths.
    pub(super) fn average(&self) -> Ranker {
        Ranker(self.now.0.iter().zip(&self.sum).map(|(w, s)| ((i64::from(*w) * self.steps - s) * 100 / self.steps) as i32).collect())
    }
}
