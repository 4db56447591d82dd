//! Headcounts: how many are dead and how many are hurt and alive, chosen among the numbers that a page offers (those it states, those its
//! people add up to, none) by weights learned from annotated pages and from a registry's counts (`cargo xtask train parts`).

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::value::Count;
use rashomon_model::{Headcount, SlotId, Stated, Subject, Value, ZoneKind};

use crate::cast::{Cast, Form};
use crate::draft::Draft;
use crate::harm::{Harm, size};
use crate::sheet::Sheet;
use crate::tally::{self, Toll, What};
use crate::weights::{Feature, Weights, odds};

/// What is counted: the slot, and the outcome of those counted.
pub const COUNTS: [(&str, &str); 2] = [("killed", "killed"), ("injured", "injured")];
/// From which score (in thousandths of a logit) the best number of the dead, and of the hurt, is stated: below it none is. The hurt are
/// easily told of too early or in part: a number of them is likelier than not.
const STATED: [i32; 2] = [-800, 200];
/// As much, of a number of the hurt each of whom is told of by himself.
const SINGLE: i32 = -400;
/// A number that is less likely than this is as good as not offered.
const LEAST: i32 = -3000;
/// How many words that state a number, and how many that tell of its people, are quoted at most.
const QUOTES: usize = 6;
/// Numbers that are weighed at most.
const OFFERS: usize = 12;

/// Where a page states a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    Headline,
    Lead,
    Later,
}

/// Who of the people ended how, as far as that is known: by the place of the outcome in [`COUNTS`], and party.
pub trait Ends {
    /// Whether it is said so.
    fn ended(&self, place: usize, party: usize) -> bool;
    /// How much speaks for it, in thousandths of a logit.
    fn chance(&self, place: usize, party: usize) -> i32;
}

/// Somebody of the cast: party, size, named, told of by more than the tally.
type Told = (usize, u32, bool, bool);

/// What a page offers to count by.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The counts of the rules: dead, hurt.
    rules: [u32; 2],
    /// The page's stated numbers: what befell them, how many, where.
    stated: Vec<(What, u32, Where)>,
    /// Parties with their size, whether named, whether an age is given.
    people: Vec<Told>,
    /// Words of the page.
    words: Vec<Feature>,
}

/// A number that a page may mean, and what holds of it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The number.
    pub n: u32,
    /// What holds of it.
    pub features: Vec<Feature>,
}

impl Counted {
    /// What a page offers; `words` are what holds of the whole page.
    pub fn of(sheet: &Sheet<'_>, cast: &Cast, harm: &Harm, words: Vec<Feature>) -> Self {
        let place = |t: &Toll| match sheet.sentences.get(t.sentence) {
            Some(s) if s.zone == ZoneKind::Title => Where::Headline,
            _ if t.sentence < tally::LEAD => Where::Lead,
            _ => Where::Later,
        };
        let people = (0..cast.parties.len()).filter(|p| !cast.groups.contains_key(p)).map(|p| {
            let named = cast.mentions(p).any(|(_, m)| matches!(m.form, Form::Named(_)));
            let aged = cast.mentions(p).any(|(_, m)| m.age.is_some());
            (p, size(cast, p).unwrap_or(1), named, aged)
        });
        Self {
            rules: [harm.killed, harm.injured],
            stated: harm.stated.iter().take(40).map(|t| (t.what, t.n, place(t))).collect(),
            people: people.take(80).collect(),
            words,
        }
    }

    /// What the rules count.
    pub fn rule(&self, place: usize) -> u32 {
        self.rules.get(place).copied().unwrap_or(0)
    }

    /// The numbers a slot may have, by who of the people ended so.
    pub fn offers(&self, place: usize, ends: &dyn Ends) -> Vec<Offer> {
        let sum = |place: usize, pick: &dyn Fn(&Told) -> bool| -> u32 {
            self.people.iter().filter(|p| pick(p) && ends.ended(place, p.0)).map(|p| p.1).sum()
        };
        let all = sum(place, &|_| true);
        let single = sum(place, &|p| p.1 == 1);
        let named = sum(place, &|p| p.2);
        let told = sum(place, &|p| p.2 || p.3);
        let what = if place == 0 { What::Dead } else { What::Hurt };
        let of = |what: What| self.stated.iter().filter(move |t| t.0 == what && t.1 > 0);
        let best = |what: What| of(what).filter(|t| t.2 != Where::Later).map(|t| t.1).max().or_else(|| of(what).map(|t| t.1).next());
        let mut sources: BTreeMap<u32, Vec<&'static str>> = BTreeMap::new();
        let mut offer = |n: u32, source: &'static str| {
            let known = sources.len();
            if n <= 100 && (known < OFFERS || sources.contains_key(&n)) {
                let list = sources.entry(n).or_default();
                if !list.contains(&source) {
                    list.push(source);
                }
            }
        };
        offer(self.rules[place], "the rules'");
        offer(0, "none");
        offer(1, "one");
        offer(all, "all told so");
        offer(single, "the single told so");
        offer(named, "the named told so");
        offer(told, "the named or aged told so");
        if let Some(n) = best(what) {
            offer(n, "the best stated");
        }
        if let Some(n) = of(what).map(|t| t.1).next() {
            offer(n, "the first stated");
        }
        let hit = best(What::Hit);
        if let Some(hit) = hit {
            let dead = best(What::Dead).unwrap_or(if place == 0 { 0 } else { sum(0, &|_| true) });
            offer(hit, "all hit");
            offer(hit.saturating_sub(if place == 0 { sum(1, &|_| true) } else { dead }), "the others hit");
            if place == 1 {
                offer(hit.saturating_sub(self.rules[0]), "hit less the rules' dead");
            }
        }
        for t in of(what) {
            offer(t.1, "stated");
        }
        // How much speaks for each of the people: a number is as good as the last whom it counts and the first whom it leaves out.
        let chances = |pick: &dyn Fn(&Told) -> bool| {
            let one = |p: &Told| std::iter::repeat_n(ends.chance(place, p.0), p.1.min(OFFERS as u32) as usize);
            let mut all: Vec<i32> = self.people.iter().filter(|p| pick(p)).flat_map(one).collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            all
        };
        let (each, known) = (chances(&|_| true), chances(&|p| p.2 || p.3));
        let none = |b: bool| if b { "yes" } else { "no" };
        sources
            .iter()
            .map(|(n, list)| {
                let class = match n {
                    0 => "none",
                    1 => "one",
                    _ => "more",
                };
                let mut facts: Vec<(&str, String)> = vec![("number", class.into()), ("number exactly", few(*n as usize).into())];
                for source in list {
                    facts.push(("source", format!("{class} {source}")));
                    facts.push(("source, whatever the number", (*source).into()));
                }
                let mut sorted = list.clone();
                sorted.sort_unstable();
                facts.push(("sources", sorted.join("+")));
                facts.push(("sources of", format!("{class} {}", sorted.join("+"))));
                let times = of(what).filter(|t| t.1 == *n).count();
                facts.push(("times stated", format!("{class} {}", few(times))));
                facts.push(("beside the rules", format!("{class} {:?}", n.cmp(&self.rules[place]))));
                facts.push(("beside those told", format!("{class} {:?} {:?} {:?}", n.cmp(&all), n.cmp(&named), n.cmp(&told))));
                facts.push(("other count", format!("{class} {} {}", few(self.rules[1 - place] as usize), few(sum(1 - place, &|_| true) as usize))));
                facts.push(("denied", format!("{class} {}", none(self.stated.iter().any(|t| t.0 == What::Hurt && t.1 == 0)))));
                facts.push(("numbers", format!("{class} {} {}", best(what).map_or("-", |n| few(n as usize)), hit.map_or("-", |n| few(n as usize)))));
                let wheres: BTreeSet<Where> = of(what).filter(|t| t.1 == *n).map(|t| t.2).collect();
                facts.push(("stated where", format!("{class} {wheres:?}")));
                let others = [of(what).any(|t| t.1 < *n), of(what).any(|t| t.1 > *n)];
                facts.push(("stated beside", format!("{class} {} {others:?}", !wheres.is_empty())));
                for (who, all) in [("anybody", &each), ("the known", &known)] {
                    let last = (*n as usize).checked_sub(1).map(|at| step(all.get(at)));
                    let first = step(all.get(*n as usize));
                    facts.push(("last counted", format!("{class} {who} {last:?}")));
                    facts.push(("first left out", format!("{class} {who} {first}")));
                    facts.push(("between", format!("{who} {:?} {}", last.map(|l| l.clamp(-2, 2)), first.clamp(-2, 2))));
                }
                let salt = Feature::of(&["number of", class]);
                let mut features: BTreeSet<Feature> = facts.iter().map(|(g, w)| Feature::of(&["offer", g, w])).collect();
                features.extend(self.words.iter().map(|w| Feature((w.0 ^ salt.0).wrapping_mul(0x85eb_ca6b))));
                let slot = Feature::of(&["offer of", COUNTS[place].0]);
                Offer { n: *n, features: features.into_iter().map(|f| Feature((f.0 ^ slot.0).wrapping_mul(0xc2b2_ae35))).collect() }
            })
            .collect()
    }
}

/// How likely each number that a page offers is, in thousandths of a logit.
pub fn likely(weights: &Weights, offers: &[Offer]) -> Vec<i32> {
    odds(&offers.iter().map(|o| weights.score(o.features.iter().copied())).collect::<Vec<_>>())
}

/// Who ended how by the drafts, and by the weights.
struct Drafted {
    ended: BTreeSet<(usize, usize)>,
    chances: BTreeMap<(usize, usize), i32>,
}

impl Ends for Drafted {
    fn ended(&self, place: usize, party: usize) -> bool {
        self.ended.contains(&(place, party))
    }
    fn chance(&self, place: usize, party: usize) -> i32 {
        self.chances.get(&(place, party)).copied().unwrap_or(i32::MIN / 2)
    }
}

/// Puts the tolls of a page right: the likeliest number, or none where nothing is likely. Gives all of them, and how likely each is.
pub fn revise(weights: &Weights, counted: &Counted, harm: &Harm, chances: BTreeMap<(usize, usize), i32>, drafts: &mut Vec<Draft>) -> Vec<Headcount> {
    let mut all = Vec::new();
    let mut ended: BTreeSet<(usize, usize)> = BTreeSet::new();
    for d in drafts.iter().filter(|d| d.slot == "outcome") {
        if let (Subject::Party(p), Stated::Is(Value::Label(l))) = (d.subject, &d.stated)
            && let Some(place) = COUNTS.iter().position(|(_, outcome)| **outcome == **l)
        {
            ended.insert((place, p.0 as usize));
        }
    }
    let ends = Drafted { ended, chances };
    for (place, (slot, outcome)) in COUNTS.iter().enumerate() {
        let offers = counted.offers(place, &ends);
        let from = all.len();
        all.extend(offers.iter().zip(likely(weights, &offers)).map(|(o, odds)| Headcount { slot: SlotId::new(slot), n: o.n, odds }));
        let scored = all[from..].iter().map(|h| (h.odds, std::cmp::Reverse(h.n)));
        let Some((score, std::cmp::Reverse(n))) = scored.max() else { continue };
        let mine = |d: &Draft| d.subject == Subject::Incident && d.slot == *slot;
        let count = |d: &Draft| if let Stated::Is(Value::Count(c)) = &d.stated { c.exact() } else { None };
        // That nobody was hurt is said in words, and stands.
        // Nor is a number of several lowered of whom each is told so.
        let single = ends.ended.iter().filter(|(k, p)| *k == place && counted.people.iter().any(|q| q.0 == *p && q.1 == 1)).count() as u32;
        let told = |m: u32| m > 1 && m == single && n < m;
        let bar = if n == single { STATED[place].min(SINGLE) } else { STATED[place] };
        let stands = |d: &Draft| count(d) == Some(0) || count(d) == Some(n) && score >= bar || count(d).is_some_and(told);
        let tells = |d: &&Draft| d.slot == "outcome" && matches!(&d.stated, Stated::Is(Value::Label(l)) if **l == **outcome);
        let draft = |(tokens, anchor): (std::ops::Range<usize>, usize), because: &str| Draft {
            subject: Subject::Incident,
            slot: (*slot).into(),
            stated: Stated::Is(Value::Count(Count::exactly(n))),
            tokens,
            anchor,
            because: because.into(),
            sure: 0,
        };
        if drafts.iter().any(|d| mine(d) && stands(d)) {
            // One person's fate is told in many words, and all of them give the number.
            if n == 1 && drafts.iter().any(|d| mine(d) && count(d) == Some(1)) {
                let known: BTreeSet<usize> = drafts.iter().filter(|d| mine(d)).map(|d| d.anchor).collect();
                let more = drafts.iter().filter(tells).filter(|d| !known.contains(&d.anchor)).take(QUOTES);
                let more: Vec<_> = more.map(|d| draft((d.tokens.clone(), d.anchor), "the fate of the one whom the page tells of")).collect();
                drafts.extend(more);
            }
            continue;
        }
        let said: Vec<Draft> = drafts.iter().filter(|d| mine(d)).cloned().collect();
        drafts.retain(|d| !mine(d));
        if n == 0 || score < bar {
            continue;
        }
        // Words that state the number, then those that tell of the people.
        let what = if place == 0 { What::Dead } else { What::Hurt };
        let stated = harm.stated.iter().filter(|t| t.n == n && t.what == what || place == 1 && t.what == What::Hit && t.n == n + harm.killed);
        let mut quotes: Vec<_> = stated.take(QUOTES).map(|t| (t.tokens.clone(), t.anchor)).collect();
        quotes.extend(drafts.iter().filter(tells).take(QUOTES).map(|d| (d.tokens.clone(), d.anchor)));
        quotes.extend(harm.deaths.iter().filter(|_| place == 0 && n == 1).take(QUOTES).cloned());
        if quotes.is_empty() {
            quotes.extend(said.iter().map(|d| (d.tokens.clone(), d.anchor)));
        }
        drafts.extend(quotes.into_iter().map(|q| draft(q, "the likeliest of the numbers that the page offers")));
    }
    all.retain(|h| h.odds > LEAST);
    all
}

/// A chance in few steps; nobody's is the least.
fn step(chance: Option<&i32>) -> i32 {
    chance.map_or(-9, |c| c.div_euclid(500).clamp(-6, 6))
}

/// A number in few steps.
pub(crate) fn few(n: usize) -> &'static str {
    match n {
        0 => "no",
        1 => "one",
        2 => "two",
        3..=4 => "three or four",
        5..=9 => "five or more",
        _ => "ten or more",
    }
}
