//! Slots of type day: the day of the incident, told from the days of arrests, hearings, deaths in hospital and statements by weights
//! learned from registry records (`cargo xtask train days`).

use std::borrow::Cow;

use jiff::civil::Date;
use rashomon_model::kind::{Of, ValueType};
use rashomon_model::value::Day;
use rashomon_model::value::day::Said;
use rashomon_model::{Kind, Stated, Subject, Value};

use crate::draft::Draft;
use crate::mention::{Mention, clock};
use crate::models::Models;
use crate::scene::Scene;
use crate::weights::Feature;

/// Verbs of saying: "police said Tuesday" tells when they spoke.
const SAYING: &[&str] = &[
    "said",
    "told",
    "announced",
    "says",
    "confirmed",
    "tweeted",
    "wrote",
    "reported",
    "released",
    "identified",
    "posted",
    "updated",
    "published",
    "appeared",
    "pleaded",
    "arraigned",
    "arrested",
    "charged",
    "sentenced",
    "scheduled",
    "filed",
    "indicted",
    "convicted",
    "statement",
    "conference",
    "release",
    "hearing",
    "court",
    "interview",
    "trial",
    "email",
    "by",
];

/// How often one day is quoted at most.
const QUOTES: usize = 3;

/// From this score on (thousandths of a logit) the best of a page's days is taken for the incident's.
const ENOUGH: i32 = -2000;

/// A second day of a page is told beside the best from this score on: it is likely the incident's too, said in other words or by mistake.
const ALSO: i32 = 800;

/// At most this many different days of one page are drafts.
const MOST: usize = 2;

/// A day that a page names, and what holds of it as the incident's: a group, and what it is there.
#[derive(Debug)]
pub struct Candidate {
    /// The day, as the page says it.
    pub value: Day,
    /// Where it is named, with how near each stands to the telling; the nearest first.
    pub told: Vec<(i32, Mention<Day>)>,
    holds: Vec<(&'static str, String)>,
}

impl Candidate {
    /// Its features: what holds, alone and with the way the day is said.
    pub fn features(&self) -> impl Iterator<Item = Feature> + '_ {
        let said = way(&self.value.said);
        self.holds.iter().flat_map(move |(group, what)| [Feature::of(&[group, what]), Feature::of(&["said", said, group, what])])
    }
}

/// Every day that a page names where it is asked for, in order of first mention.
pub fn candidates(scene: &Scene<'_, '_>, kind: &Kind, asked: &dyn Fn(&Mention<Day>) -> bool) -> Vec<Candidate> {
    let sheet = scene.sheet;
    let clocks: Vec<usize> = clock::find(sheet).iter().map(|m| m.tokens.start).collect();
    let mut all: Vec<Candidate> = Vec::new();
    for mention in scene.days.iter().filter(|m| asked(m)).cloned() {
        let weight = weight(scene, &clocks, &mention, kind.looks_back);
        let known = all.iter_mut().find(|c| c.value.caption() == mention.value.caption());
        match known {
            Some(candidate) => candidate.told.push((weight, mention)),
            None => all.push(Candidate { value: mention.value.clone(), told: vec![(weight, mention)], holds: Vec::new() }),
        }
    }
    for candidate in &mut all {
        candidate.told.sort_by_key(|(weight, m)| (-weight, m.tokens.start));
    }
    let best = all.iter().filter_map(|c| c.told.first()).map(|(w, _)| *w).max().unwrap_or(0);
    let most = all.iter().map(|c| c.told.len()).max().unwrap_or(0);
    let first = all.iter().filter_map(|c| c.value.resolved.and_then(|r| r.single())).min();
    let published = sheet.document.source().published.as_ref().and_then(|p| p.day.single());
    let others = all.len();
    for (order, candidate) in all.iter_mut().enumerate() {
        let Some((near, at)) = candidate.told.first().cloned() else { continue };
        let mut holds: Vec<(&'static str, String)> = Vec::with_capacity(40);
        let mut hold = |group: &'static str, what: String| holds.push((group, what));
        hold("always", String::new());
        hold("near", near.clamp(-8, 9).to_string());
        hold("behind nearest", (best - near).clamp(0, 8).to_string());
        hold("times", candidate.told.len().min(5).to_string());
        hold("named most", (most - candidate.told.len()).min(4).to_string());
        hold("order", order.min(5).to_string());
        hold("days named", others.min(6).to_string());
        let day = candidate.value.resolved.and_then(|r| r.single());
        let gap = |a: Date, b: Date| match (a - b).get_days() {
            i32::MIN..0 => "after".to_owned(),
            n @ 0..=8 => n.to_string(),
            9..=20 => "weeks".into(),
            21..=70 => "months".into(),
            71..=400 => "a year".into(),
            _ => "years".into(),
        };
        hold("before publication", published.zip(day).map_or("unknown".into(), |(p, d)| gap(p, d)));
        hold("after the earliest", day.zip(first).map_or("unknown".into(), |(d, f)| gap(d, f)));
        for (n, (_, mention)) in candidate.told.iter().take(3).enumerate() {
            let tokens = &mention.tokens;
            let sentence = &sheet.sentences[sheet.tokens[tokens.start].sentence];
            if n == 0 {
                hold("zone", format!("{:?}", sentence.zone));
                hold(
                    "sentence",
                    match sheet.tokens[tokens.start].sentence {
                        n @ 0..=3 => n.to_string(),
                        4..=7 => "4-7".into(),
                        8..=15 => "8-15".into(),
                        _ => "later".into(),
                    },
                );
                hold("trigger in the sentence", scene.triggers.iter().any(|t| sentence.tokens.contains(t)).to_string());
            }
            let word = |i: usize| sheet.tokens.get(i).filter(|_| sentence.tokens.contains(&i)).map_or("-", |t| &*t.lower);
            let back = |n: usize| tokens.start.checked_sub(n).map_or("-", word);
            hold("word before", back(1).into());
            hold("two before", format!("{} {}", back(2), back(1)));
            hold("word after", word(tokens.end).into());
            hold("two after", format!("{} {}", word(tokens.end), word(tokens.end + 1)));
            for t in tokens.start.saturating_sub(9)..tokens.end + 9 {
                if !tokens.contains(&t) && sentence.tokens.contains(&t) && sheet.tokens[t].is_word() {
                    hold(if t < tokens.start { "in words before" } else { "in words after" }, sheet.tokens[t].lower.to_string());
                }
            }
        }
        let of_day = clocks.partition_point(|c| *c < at.tokens.start);
        let beside = |c: &usize| c.abs_diff(at.tokens.start) <= 6;
        let hour = clocks.get(of_day).is_some_and(beside) || of_day.checked_sub(1).and_then(|n| clocks.get(n)).is_some_and(beside);
        hold("hour beside", hour.to_string());
        candidate.holds = holds;
    }
    all
}

/// The way a day is said.
fn way(said: &Said) -> &'static str {
    match said {
        Said::Days(days) if days.single().is_none() => "days",
        Said::Days(_) => "date",
        Said::MonthDay(..) => "month and day",
        Said::Month(_) => "month",
        Said::Weekday(_) => "weekday",
        Said::Ago(0) => "today",
        Said::Ago(_) => "ago",
        Said::Shifted(..) => "shifted",
    }
}

/// Drafts for the kind's day slot of the incident (its first), by the days that are asked for.
pub fn drafts(scene: &Scene<'_, '_>, kind: &Kind, models: &Models, asked: &dyn Fn(&Mention<Day>) -> bool) -> Vec<Draft> {
    let Some(slot) = kind.slots.iter().find(|s| s.value == ValueType::Day && s.of == Of::Incident) else { return Vec::new() };
    let sheet = scene.sheet;
    // A kind that looks back tells of announced days and of months: weights learned from deeds know nothing of those.
    let score = |c: &Candidate| match c.told.first() {
        Some((near, _)) if kind.looks_back => 1000 * near - 1000,
        _ => models.days.score(c.features()),
    };
    let mut ranked: Vec<(i32, Candidate)> = candidates(scene, kind, asked).into_iter().map(|c| (score(&c), c)).collect();
    ranked.sort_by_key(|(score, c)| (-score, c.told.first().map(|(_, m)| m.tokens.start)));
    ranked
        .into_iter()
        .enumerate()
        .filter(|(i, (score, c))| {
            // "Tuesday, five days after the shooting" is this incident's day whatever stands near.
            let shifted = matches!(c.value.said, Said::Shifted(..)) && c.told.first().is_some_and(|(w, _)| *w >= 6);
            *i == 0 && *score >= ENOUGH || *i < MOST && *score >= ALSO || *i <= MOST && shifted
        })
        .flat_map(|(_, (score, c))| {
            c.told.into_iter().enumerate().filter(|(n, (w, _))| *n == 0 || *w >= 0).map(move |(_, (_, m))| (score, m)).take(QUOTES)
        })
        .map(|(score, mention)| Draft {
            subject: Subject::Incident,
            sure: score,
            slot: Cow::Owned(slot.id.as_str().into()),
            anchor: mention.tokens.end - 1,
            because: format!("of the days on the page most likely the incident's (weight {score}): {:?}", sheet.words(mention.tokens.clone())),
            tokens: scene.phrase(&mention.tokens, 3, 1),
            stated: Stated::Is(Value::Day(mention.value)),
        })
        .collect()
}

fn weight(scene: &Scene<'_, '_>, clocks: &[usize], mention: &Mention<Day>, looks_back: bool) -> i32 {
    let sheet = scene.sheet;
    let tokens = &mention.tokens;
    let sentence = &sheet.sentences[sheet.tokens[tokens.start].sentence];
    let mut weight = scene.weight(tokens);
    let next = clocks.partition_point(|c| *c < tokens.start);
    let beside = |c: &usize| c.abs_diff(tokens.start) <= 6;
    if clocks.get(next).is_some_and(beside) || next.checked_sub(1).and_then(|n| clocks.get(n)).is_some_and(beside) {
        weight += 2;
    }
    // "said Tuesday", "in a statement on Tuesday".
    let before = sheet.tokens[sentence.tokens.start..tokens.start].iter().rev().take(3);
    if before.take_while(|t| t.is_word()).any(|t| SAYING.contains(&&*t.lower)) {
        weight -= 5;
    }
    // A line that is little but a day is the page's own.
    let words = sheet.tokens[sentence.tokens.clone()].iter().filter(|t| t.is_word()).count();
    if words <= tokens.len() + 4
        && matches!(mention.value.said, Said::Days(_) | Said::MonthDay(..))
        && scene.triggers.iter().all(|t| !sentence.tokens.contains(t))
    {
        weight -= 5;
    }
    let told = |t: &usize| (tokens.end..tokens.end + 4).contains(t);
    let near = |t: &usize| (tokens.start.saturating_sub(8)..tokens.end + 8).contains(t) && sentence.tokens.contains(t);
    match mention.value.said {
        Said::Days(_) | Said::Month(_) if looks_back && scene.triggers.iter().any(near) => weight + 1,
        Said::Shifted(..) if scene.triggers.iter().any(told) => 6,
        Said::Days(days) if days.single().is_none() => weight - 4,
        Said::Month(_) => weight - 4,
        Said::Ago(0) => weight - 1,
        // A date written out tells of the deed more often than of the page's own week.
        Said::Days(_) | Said::MonthDay(..) => weight + 1,
        _ => weight,
    }
}
