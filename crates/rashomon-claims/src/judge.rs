//! The judge: how likely each claim is to be right, and what speaks for and against it. Every draft that the rules find is weighed by
//! what holds of it (its rule, its words and those beside it, whose it is, what else the page says of the same slot and person), with
//! weights learned from annotated pages (`cargo xtask train judge`). It leaves nothing out: `rashomon why` tells what it says.

use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::value::Actor;
use rashomon_model::{Stated, Subject, Value, ZoneKind};

use crate::cast::{Cast, Form, Opening, Person};
use crate::draft::Draft;
use crate::factuality;
use crate::grammar::{Grammar, Relation};
use crate::mention::place::Named;
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::voice::Voices;
use crate::weights::{Feature, Weights, sigmoid};
use crate::wording::Wording;

/// Weighs drafts.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    weights: Weights,
}

/// Something that holds of a draft: a group, and what it is there ("after", "said").
pub type Holds = (&'static str, String);

impl Judge {
    /// A judge with these weights; without any it says nothing.
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// Nothing was learned.
    pub fn is_idle(&self) -> bool {
        self.weights.is_empty()
    }

    /// The score of a draft, in thousandths of a logit.
    pub fn score(&self, draft: &Draft, holds: &[Holds]) -> i32 {
        self.weights.score(features(draft, holds))
    }

    /// How likely a draft is to be right, with what speaks most for and against it.
    pub fn say(&self, draft: &Draft, holds: &[Holds]) -> String {
        let score = self.score(draft, holds);
        let percent = (sigmoid(f64::from(score) / 1000.0) * 100.0).round();
        let told: Vec<String> =
            self.reasons(draft, holds, 4).into_iter().map(|(w, s)| format!("{}{s}", if w < 0 { "against: " } else { "" })).collect();
        format!("right {percent:.0} times in 100, by claims like it: {}", told.join("; "))
    }

    /// What spoke most for and against a draft, in words, the weightiest first.
    fn reasons(&self, draft: &Draft, holds: &[Holds], most: usize) -> Vec<(i32, String)> {
        let weighed = holds.iter().map(|h| (self.weights.score(features(draft, std::slice::from_ref(h))), h));
        let mut all: Vec<(i32, String)> = weighed.filter(|(w, _)| w.abs() >= 100).map(|(w, h)| (w, say(h))).collect();
        all.sort_by(|a, b| b.0.abs().cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
        all.dedup_by(|a, b| a.1 == b.1);
        all.truncate(most);
        all
    }
}

/// The features of a draft: what holds, alone, with its slot, and with slot and value where values are few.
pub fn features<'a>(draft: &'a Draft, holds: &'a [Holds]) -> impl Iterator<Item = Feature> + 'a {
    let slot: &str = &draft.slot;
    let label = label(draft);
    holds.iter().flat_map(move |(group, what)| {
        let alone = (!matches!(*group, "in" | "near")).then(|| Feature::of(&[group, what]));
        let with_label = label.map(|l| Feature::of(&[slot, l, group, what]));
        alone.into_iter().chain([Feature::of(&[slot, group, what])]).chain(with_label)
    })
}

/// The value, where a slot has few.
fn label(draft: &Draft) -> Option<&str> {
    match &draft.stated {
        Stated::Is(Value::Label(l)) => Some(l),
        Stated::IsNot(Value::Label(_)) => Some("not"),
        Stated::Unknown => Some("unknown"),
        Stated::Is(Value::Actor(Actor::Oneself)) => Some("self"),
        _ => None,
    }
}

/// A feature in words.
fn say((group, what): &Holds) -> String {
    match *group {
        "slot" => "how often this slot is right at all".into(),
        "rule" => format!("found as: {what}"),
        "in" => format!("its words hold \u{201C}{what}\u{201D}"),
        "near" => format!("\u{201C}{what}\u{201D} stands near"),
        "before" => format!("\u{201C}{what}\u{201D} stands before it"),
        "after" => format!("\u{201C}{what}\u{201D} stands behind it"),
        "noun" => format!("the person is called \u{201C}{what}\u{201D}"),
        "sign" => format!("the page calls the person {what}"),
        "beside" => format!("the page also says of it: {what}"),
        "zone" => format!("it stands in the {what}"),
        "depth" => format!("it stands {what} sentences into the page"),
        _ => format!("{group}: {what}"),
    }
}

/// What judging needs to know of a page, gathered once for an account.
pub struct Bench<'a, 's, 't> {
    scene: &'a Scene<'s, 't>,
    sheet: &'a Sheet<'t>,
    cast: &'a Cast,
    voices: &'a Voices,
    grammar: &'a Grammar<'s, 't>,
    /// The page's own town, in lower case, and the year it names most.
    town: Option<String>,
    year: Option<String>,
    /// How many people were hit, as the page says.
    toll: Option<usize>,
    /// By party: what is said of it, slot by slot.
    told: BTreeMap<u32, Vec<String>>,
    /// By subject and slot: captions of values with how often each is drafted.
    values: BTreeMap<(Option<u32>, &'a str), BTreeMap<String, usize>>,
    titles: usize,
    wording: Wording<'a, 't>,
}

fn party(draft: &Draft) -> Option<u32> {
    if let Subject::Party(p) = draft.subject { Some(p.0) } else { None }
}

fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4-5",
        6..=10 => "6-10",
        11..=20 => "11-20",
        _ => "many",
    }
}

impl<'a, 's, 't> Bench<'a, 's, 't> {
    /// Gathers what all drafts of an account say.
    pub fn of(
        scene: &'a Scene<'s, 't>,
        cast: &'a Cast,
        voices: &'a Voices,
        grammar: &'a Grammar<'s, 't>,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Self {
        let mut told: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut values: BTreeMap<(Option<u32>, &str), BTreeMap<String, usize>> = BTreeMap::new();
        for draft in drafts {
            *values.entry((party(draft), &draft.slot)).or_default().entry(draft.stated.caption()).or_default() += 1;
            if let Some(p) = party(draft) {
                let said = match label(draft) {
                    Some(l) => format!("{}={l}", draft.slot),
                    None => draft.slot.to_string(),
                };
                let all = told.entry(p).or_default();
                if !all.contains(&said) {
                    all.push(said);
                }
            }
        }
        let titles = scene.sheet.sentences.iter().take_while(|s| s.zone == ZoneKind::Title).count();
        let first = |slot: &'static str| values.get(&(None, slot)).and_then(|v| v.keys().next()).cloned();
        let number = |slot: &'static str| first(slot).and_then(|v| v.parse::<usize>().ok());
        let toll = match (number("killed"), number("injured")) {
            (None, None) => None,
            (a, b) => Some(a.unwrap_or(0) + b.unwrap_or(0)),
        };
        let town = first("city").map(|c| c.to_lowercase());
        let mut years: BTreeMap<&str, usize> = BTreeMap::new();
        for t in scene.sheet.tokens.iter().filter(|t| is_year(t.text)) {
            *years.entry(t.text).or_default() += 1;
        }
        let year = years.into_iter().max_by_key(|(y, n)| (*n, *y)).map(|(y, _)| y.to_owned());
        Self { scene, sheet: scene.sheet, cast, voices, grammar, town, year, toll, told, values, titles, wording: Wording::of(scene, cast) }
    }

    /// Everything that holds of a draft.
    pub fn holds(&self, draft: &Draft) -> Vec<Holds> {
        let mut out: Vec<Holds> = Vec::with_capacity(64);
        let tokens = draft.tokens.clone();
        let Some(token) = self.sheet.tokens.get(tokens.start) else { return out };
        let sentence = &self.sheet.sentences[token.sentence];
        let line = sentence.tokens.clone();
        out.push(("slot", String::new()));
        out.push(("rule", rule(&draft.because)));
        out.push(("zone", format!("{:?}", sentence.zone).to_lowercase()));
        out.push(("depth", bucket(token.sentence.saturating_sub(self.titles)).into()));
        out.push(("words", bucket(tokens.len()).into()));
        out.push(("weight", self.scene.weight(&tokens).clamp(-3, 7).to_string()));
        for t in tokens.clone().take(24) {
            out.push(("in", self.wording.word(t)));
        }
        out.push(("anchor", self.wording.word(draft.anchor)));
        for (k, group) in [(1, "before"), (2, "before 2")] {
            let at = tokens.start.checked_sub(k).filter(|t| *t >= line.start);
            out.push((group, at.map_or_else(|| "-".into(), |t| self.wording.word(t))));
        }
        for (k, group) in [(0, "after"), (1, "after 2")] {
            let at = Some(tokens.end + k).filter(|t| *t < line.end);
            out.push((group, at.map_or_else(|| "-".into(), |t| self.wording.word(t))));
        }
        let near = draft.anchor.saturating_sub(10).max(line.start)..(draft.anchor + 11).min(line.end);
        for t in near {
            out.push(("near", self.wording.word(t)));
        }
        let (fact, _) = factuality::at(self.sheet, &draft.slot, draft.anchor, tokens.clone());
        out.push(("factuality", fact.as_str().into()));
        let said = self.voices.at(tokens.clone());
        out.push(("voice", if said.chain.is_empty() { "the page's own".into() } else { "credited".into() }));
        self.setting(token.sentence, &line, &mut out);
        self.rivals(draft, &mut out);
        match party(draft) {
            Some(p) => self.person(p as usize, draft, &line, &mut out),
            None => {
                let people = self.cast.within(line).filter(|(_, p)| p.party.is_some()).count();
                out.push(("people in the sentence", bucket(people).into()));
            }
        }
        match draft.stated.value() {
            Some(Value::Actor(Actor::Party(p))) => self.other("by", p.0 as usize, &mut out),
            Some(Value::Kin(kin)) => {
                out.push(("kin", kin.of.to_string()));
                if let Some(Actor::Party(p)) = kin.to {
                    self.other("kin to", p.0 as usize, &mut out);
                }
            }
            Some(Value::Count(_)) => out.push(("count", draft.stated.caption().chars().take(12).collect())),
            _ => {}
        }
        out
    }

    /// What the sentence stands among: another year or town than the page's own, late in the page.
    fn setting(&self, sentence: usize, line: &Range<usize>, out: &mut Vec<Holds>) {
        let part = sentence * 10 / self.sheet.sentences.len().max(1);
        out.push(("part of the page", part.to_string()));
        let years = self.sheet.tokens.get(line.clone()).unwrap_or(&[]).iter().filter(|t| is_year(t.text));
        for t in years.take(2) {
            out.push(("year", if self.year.as_deref() == Some(t.text) { "the page's" } else { "another" }.into()));
        }
        let from = self.scene.places.partition_point(|p| p.tokens.end <= line.start);
        for p in self.scene.places.get(from..).unwrap_or(&[]).iter().take_while(|p| p.tokens.start < line.end).take(4) {
            if let Named::City(name) = &p.value.named {
                let own = self.town.as_deref().is_some_and(|t| name.to_lowercase() == t);
                out.push(("town", if own { "the page's" } else { "another" }.into()));
            }
        }
    }

    /// The word of the grammar that stands for a person: a name's first word.
    fn top(&self, person: &Person) -> usize {
        let mut at = person.head;
        for _ in 0..4 {
            match self.grammar.head(at) {
                Some(head) if matches!(self.grammar.relation(at), Relation::Flat | Relation::Compound) && person.tokens.contains(&head) => at = head,
                _ => break,
            }
        }
        at
    }

    /// The way through the grammar from a person to a word: relations up, then down.
    fn path(&self, person: &Person, to: usize) -> Option<String> {
        let up = |mut at: usize| {
            let mut way = vec![at];
            while let Some(head) = self.grammar.head(at).filter(|_| way.len() < 6) {
                way.push(head);
                at = head;
            }
            way
        };
        let (left, right) = (up(self.top(person)), up(to));
        let (i, j) = left.iter().enumerate().find_map(|(i, a)| right.iter().position(|b| a == b).map(|j| (i, j)))?;
        if i + j > 5 {
            return None;
        }
        let mut out = String::new();
        for at in left.get(..i)? {
            out.push('<');
            out.push_str(self.grammar.relation(*at).written());
        }
        for at in right.get(..j)?.iter().rev() {
            out.push('>');
            out.push_str(self.grammar.relation(*at).written());
        }
        Some(out)
    }

    /// What else is drafted for the same slot of the same subject.
    fn rivals(&self, draft: &Draft, out: &mut Vec<Holds>) {
        let Some(values) = self.values.get(&(party(draft), &*draft.slot)) else { return };
        let own = values.get(&draft.stated.caption()).copied().unwrap_or(1);
        let most = values.values().copied().max().unwrap_or(1);
        out.push(("values", bucket(values.len()).into()));
        out.push(("times told", bucket(own).into()));
        out.push(("told most often", (own == most).to_string()));
        if let Some(l) = label(draft) {
            for other in values.keys().filter(|v| v.as_str() != l) {
                out.push(("rival", other.chars().take(24).collect()));
            }
        }
    }

    /// Whose it is.
    fn person(&self, p: usize, draft: &Draft, line: &Range<usize>, out: &mut Vec<Holds>) {
        let mentions: Vec<_> = self.cast.mentions(p).collect();
        let Some((_, first)) = mentions.first() else { return };
        let named = mentions.iter().any(|(_, m)| matches!(m.form, Form::Named(_)));
        let size = self.cast.size(p);
        let form = if named {
            "named"
        } else if mentions.iter().all(|(_, m)| m.form == Form::Pronoun) {
            "pronoun"
        } else {
            "described"
        };
        out.push((
            "person",
            format!(
                "{form}{}",
                if size > 1 {
                    ", several"
                } else if mentions.iter().all(|(_, m)| m.size.is_none()) {
                    ", plural"
                } else {
                    ""
                }
            ),
        ));
        out.push(("mentions", bucket(mentions.len()).into()));
        out.push((
            "opening",
            match first.opening {
                Opening::Indefinite => "a",
                Opening::Another => "another",
                Opening::Definite => "the",
                Opening::Owned => "owned",
            }
            .into(),
        ));
        let at = self.sheet.tokens.get(first.head).map_or(0, |t| t.sentence);
        out.push(("first met", bucket(at.saturating_sub(self.titles)).into()));
        out.push((
            "met in the headline only",
            mentions.iter().all(|(_, m)| self.sheet.tokens.get(m.head).is_some_and(|t| t.sentence < self.titles)).to_string(),
        ));
        out.push(("aged", mentions.iter().any(|(_, m)| m.age.is_some()).to_string()));
        let mut nouns: Vec<&str> = mentions.iter().filter(|(_, m)| m.form != Form::Pronoun).map(|(_, m)| &*m.noun).collect();
        nouns.sort_unstable();
        nouns.dedup();
        out.extend(nouns.into_iter().take(4).map(|n| ("noun", n.to_owned())));
        let mut signs: Vec<&str> =
            mentions.iter().flat_map(|(m, _)| self.cast.signs.get(*m).into_iter().flatten()).map(|s| s.role.as_str()).collect();
        let count = signs.len();
        signs.sort_unstable();
        signs.dedup();
        out.push(("signs", bucket(count).into()));
        out.push(("roles", signs.join("+")));
        out.push(("rule and roles", format!("{}, {}", rule(&draft.because), signs.join("+"))));
        out.extend(signs.iter().map(|s| ("sign", (*s).to_owned())));
        if let Some(told) = self.told.get(&(p as u32)) {
            out.push(("slots told", bucket(told.len()).into()));
            for said in told.iter().filter(|s| s.split('=').next() != Some(&draft.slot)).take(16) {
                out.push(("beside", said.clone()));
            }
        }
        // What the person does and suffers, by the grammar.
        for (_, m) in mentions.iter().take(10) {
            let top = self.top(m);
            if let Some(head) = self.grammar.head(top) {
                out.push(("deed", format!("{} {}", self.grammar.relation(top).written(), self.wording.word(head))));
            }
        }
        // The others who might be meant.
        let alike = |q: usize| {
            q != p
                && self.cast.size(q) == size
                && self.cast.mentions(q).flat_map(|(m, _)| self.cast.signs.get(m).into_iter().flatten()).any(|s| signs.contains(&s.role.as_str()))
        };
        let others = (0..self.cast.parties.len().min(64)).filter(|q| alike(*q)).count();
        out.push(("others of the same role", bucket(others).into()));
        out.push(("people", bucket(self.cast.parties.len()).into()));
        if let (Some(toll), true) = (self.toll, size == 1) {
            let before = (0..p.min(64)).filter(|q| alike(*q)).count();
            out.push((
                "harmed",
                (if before >= toll {
                    "beyond the count"
                } else if others + 1 > toll {
                    "more than the count"
                } else {
                    "within the count"
                })
                .into(),
            ));
        }
        // How the person stands to the word that decides.
        let nearest = mentions
            .iter()
            .filter(|(_, m)| line.contains(&m.head))
            .map(|(_, m)| (draft.anchor.abs_diff(m.head), m))
            .min_by_key(|(d, m)| (*d, m.head));
        match nearest {
            None => out.push(("mention", "in another sentence".into())),
            Some((d, m)) => {
                let side = if m.head <= draft.anchor { "left" } else { "right" };
                let form = match m.form {
                    Form::Named(_) => "name",
                    Form::Described => "description",
                    Form::Pronoun => "pronoun",
                };
                out.push(("mention", format!("{form}, {side}")));
                if let Some(path) = self.path(m, draft.anchor) {
                    out.push(("path", format!("{path} {}", self.wording.word(draft.anchor))));
                    out.push(("way", path));
                }
                out.push(("rule and mention", format!("{}, {form}, {side}, {}", rule(&draft.because), bucket(d))));
                out.push(("distance", format!("{side} {}", bucket(d))));
                let (from, to) = (m.head.min(draft.anchor), m.head.max(draft.anchor));
                let between = self.cast.within(from..to).filter(|(_, o)| o.party.is_some() && o.party != Some(p) && o.head != m.head).count();
                out.push(("people between", bucket(between).into()));
                for t in (from + 1..to).take(8) {
                    out.push(("between", self.wording.word(t)));
                }
            }
        }
    }

    /// Somebody else in the value.
    fn other(&self, group: &'static str, p: usize, out: &mut Vec<Holds>) {
        let named = self.cast.mentions(p).any(|(_, m)| matches!(m.form, Form::Named(_)));
        out.push((group, if named { "somebody named".into() } else { "somebody unnamed".into() }));
        let mut signs: Vec<&str> =
            self.cast.mentions(p).flat_map(|(m, _)| self.cast.signs.get(m).into_iter().flatten()).map(|s| s.role.as_str()).collect();
        signs.sort_unstable();
        signs.dedup();
        out.push((group, signs.join("+")));
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// A rule's name: its reason without what it quotes.
fn rule(because: &str) -> String {
    because.split(['\u{201C}', '(', ':', '"']).next().unwrap_or("").trim().chars().take(40).collect()
}
