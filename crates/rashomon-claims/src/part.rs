//! Parts: what part somebody takes and how it ends for him or her, learned from annotated pages and from a registry
//! (`cargo xtask train parts`). Everything the page tells of a party is looked at together, mention by mention: the words beside it, its
//! way through the grammar, what the rules found. Where the weights are sure, a part that the rules miss is proposed with the words that
//! speak most for it, and one that they misread is dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rashomon_model::{Headcount, Kind, PartyId, Stated, Subject, Value, ZoneKind};

use crate::cast::{Cast, Form, Opening};
use crate::clause::{Clauses, lead_in};
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::harm::Harm;
use crate::headcount::{self, Counted, few};
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::weights::{Feature, Weights, sigmoid};
use crate::wording::Wording;
use crate::wordlist::WordList;

/// What is decided of each party: slot, label, and from which score (in thousandths of a logit) a label that no rule found is proposed,
/// and below which one that a rule found is dropped.
pub const CLASSES: [Class; 9] = [
    Class { slot: "role", label: "victim", propose: 0, drop: -1000 },
    Class { slot: "role", label: "suspect", propose: 300, drop: -2000 },
    Class { slot: "role", label: "officer", propose: NEVER, drop: -NEVER },
    Class { slot: "role", label: "intervener", propose: NEVER, drop: -NEVER },
    Class { slot: "role", label: "witness", propose: NEVER, drop: -NEVER },
    Class { slot: "role", label: "official", propose: 500, drop: -2000 },
    Class { slot: "outcome", label: "killed", propose: 0, drop: -2000 },
    Class { slot: "outcome", label: "injured", propose: 500, drop: -3000 },
    Class { slot: "outcome", label: "unharmed", propose: NEVER, drop: -NEVER },
];

/// So few people have such a label in the gold that the rules stand.
const NEVER: i32 = i32::MAX;

/// One label of one slot.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Class {
    pub slot: &'static str,
    pub label: &'static str,
    pub propose: i32,
    pub drop: i32,
}

/// Something that holds of a party: a group, and what it is there ("after", "was"); where it stands, if it stands anywhere: the
/// mention's number and the word.
#[derive(Clone, Debug)]
pub struct Look {
    /// The group.
    pub group: &'static str,
    /// What.
    pub what: String,
    /// Where.
    pub at: Option<(usize, usize)>,
}

impl Look {
    /// The feature of what holds, whatever it speaks for.
    pub fn feature(&self) -> Feature {
        Feature::of(&[self.group, &self.what])
    }
}

impl Class {
    /// What a feature is when it speaks for this label.
    pub fn feature(&self, of: Feature) -> Feature {
        let salt = Feature::of(&[self.slot, self.label]);
        Feature((of.0 ^ salt.0).wrapping_mul(0x9e37_79b1))
    }
}

/// The features of a party, each once.
pub fn features(looks: &[Look]) -> Vec<Feature> {
    let all: BTreeSet<Feature> = looks.iter().map(Look::feature).collect();
    all.into_iter().collect()
}

/// Decides parts.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    weights: Weights,
}

impl Parts {
    /// With these weights; without any, the rules stand.
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// How much speaks for a label, in thousandths of a logit.
    pub fn score(&self, class: &Class, features: &[Feature]) -> i32 {
        self.weights.score(features.iter().map(|f| class.feature(*f)))
    }

    /// Adds to the drafts what they miss and takes out what they misread; then the dead and the hurt are counted anew. Gives how likely
    /// each number of them is.
    pub fn revise(&self, view: &View<'_, '_, '_>, drafts: &mut Vec<Draft>) -> Vec<Headcount> {
        if self.weights.is_empty() {
            return Vec::new();
        }
        // Party and class of a draft.
        let of = |d: &Draft| match (&d.subject, &d.stated) {
            (Subject::Party(p), Stated::Is(Value::Label(l))) => {
                CLASSES.iter().position(|c| d.slot == c.slot && **l == *c.label).map(|place| (p.0 as usize, place))
            }
            _ => None,
        };
        let drafted: BTreeSet<(usize, usize)> = drafts.iter().filter_map(of).collect();
        let mut gone: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut chances: BTreeMap<(usize, usize), i32> = BTreeMap::new();
        let place_of = |label: &str| CLASSES.iter().position(|c| c.slot == "outcome" && c.label == label);
        for party in (0..view.cast.parties.len().min(PARTIES)).filter(|p| !view.cast.groups.contains_key(p)) {
            let looks = view.looks(party);
            let features = features(&looks);
            let scores: Vec<i32> = CLASSES.iter().map(|c| self.score(c, &features)).collect();
            for (place, (_, outcome)) in headcount::COUNTS.iter().enumerate() {
                chances.extend(place_of(outcome).map(|class| ((place, party), scores[class])));
            }
            let said = |place: usize| drafted.contains(&(party, place));
            let mut holds: Vec<bool> = CLASSES.iter().enumerate().map(|(n, c)| Self::holds(c, scores[n], said(n), view.is_silent(party))).collect();
            // Whom the rules know by a uniform, or as one who stepped in, they know best.
            let apart = CLASSES.iter().enumerate().any(|(n, c)| matches!(c.label, "officer" | "intervener") && said(n));
            if apart {
                holds.iter_mut().enumerate().for_each(|(place, holds)| *holds = said(place));
            }
            // Who dies is not also hurt.
            if let (Some(killed), Some(injured)) = (place_of("killed"), place_of("injured"))
                && holds[killed]
                && holds[injured]
            {
                holds[if scores[killed] >= scores[injured] { injured } else { killed }] = false;
            }
            for (place, holds) in holds.into_iter().enumerate() {
                match (said(place), holds) {
                    (true, false) => drop(gone.insert((party, place))),
                    (false, true) => drafts.extend(self.propose(view, place, &looks, scores[place], party)),
                    _ => {}
                }
            }
        }
        drafts.retain(|d| of(d).is_none_or(|key| !gone.contains(&key)));
        headcount::revise(&self.weights, &view.counted(), view.harm, chances, drafts)
    }

    /// Whether a label holds of a party: `said` where a rule says so, `silent` where the page says nothing else of it.
    pub fn holds(class: &Class, score: i32, said: bool, silent: bool) -> bool {
        if said { score >= class.drop } else { score > class.propose.saturating_add(if silent { MORE } else { 0 }) }
    }

    /// A draft in the words that say a label; none where no words do.
    fn propose(&self, view: &View<'_, '_, '_>, place: usize, looks: &[Look], score: i32, party: usize) -> Option<Draft> {
        let class = CLASSES.get(place)?;
        let (tokens, anchor) = view.words_for(place, party)?;
        let percent = (sigmoid(f64::from(score) / 1000.0) * 100.0).round();
        let mut told: Vec<(i32, &Look)> =
            looks.iter().map(|l| (self.weights.weight(class.feature(l.feature())), l)).filter(|(w, _)| *w >= 100).collect();
        told.sort_by(|a, b| (b.0, &a.1.what).cmp(&(a.0, &b.1.what)));
        told.dedup_by(|a, b| (a.1.group, &a.1.what) == (b.1.group, &b.1.what));
        let told: Vec<String> = told.iter().take(3).map(|(_, l)| format!("{}: {}", l.group, l.what)).collect();
        Some(Draft {
            subject: Subject::Party(PartyId(party as u32)),
            slot: class.slot.into(),
            stated: Stated::Is(Value::Label(class.label.into())),
            tokens,
            anchor,
            because: format!("learned by people like this one ({percent:.0} in 100; {})", told.join("; ")),
            sure: 0,
        })
    }
}

/// The lists of a kind file whose words say a label.
fn cues(kind: &Kind, class: &Class) -> WordList<()> {
    let lists: &[&str] = match class.label {
        "victim" => &["harmed", "harms", "kill", "die", "hurt", "wound", "attack", "strike"],
        "suspect" => &["accused", "acts", "fire", "arrest", "charged", "shooter", "blamed"],
        "official" => &["speaks"],
        "witness" => &["speaks", "sees"],
        "intervener" => &["aids"],
        "killed" => &["kill", "die", "oneself"],
        "injured" => &["hurt", "wound", "attack", "strike", "hurt_state"],
        "unharmed" => &["spare"],
        _ => &[],
    };
    let called =
        kind.slot("role").into_iter().flat_map(|s| &s.words).filter(|(label, _)| **label == *class.label).map(|(_, words)| ((), words.as_slice()));
    WordList::new(lists.iter().map(|l| ((), kind.list(l))).chain(called.filter(|_| class.slot == "role")))
}

/// What must speak more for somebody of whom the page says nothing else.
const MORE: i32 = 700;
/// How many words farther a word counts that says only what happened.
const VAGUE: usize = 30;
/// Words of a proposed quote at most.
const QUOTE: usize = 16;
/// Parties that are looked at: work stays bounded on pages that are no news.
const PARTIES: usize = 400;
/// Mentions of one party that are looked at.
const MENTIONS: usize = 24;
/// Words of a sentence that are looked at on either side of a mention.
const NEAR: usize = 10;

/// How far words stand from a mention: in a headline, in sentences, in words.
type Distance = (bool, usize, usize);

/// A page as parts are read off it.
#[derive(Debug)]
pub struct View<'a, 's, 't> {
    sheet: &'a Sheet<'t>,
    cast: &'a Cast,
    clauses: &'a Clauses,
    harm: &'a Harm,
    grammar: &'a Grammar<'s, 't>,
    wording: Wording<'a, 't>,
    /// By party: what the rules say of it, slot by slot.
    told: BTreeMap<u32, BTreeSet<String>>,
    /// What is said of the whole page.
    page: Vec<String>,
    /// Sentences that tell of the incident.
    open: &'a [bool],
    /// By class: words that say it.
    cues: Vec<WordList<()>>,
}

impl<'a, 's, 't> View<'a, 's, 't> {
    /// Gathers what the rules found on a page: clauses, harm and drafts.
    pub fn of(
        scene: &'a Scene<'s, 't>,
        cast: &'a Cast,
        (clauses, harm, drafts): (&'a Clauses, &'a Harm, &[Draft]),
        grammar: &'a Grammar<'s, 't>,
        open: &'a [bool],
        kind: &Kind,
    ) -> Self {
        let sheet = scene.sheet;
        let mut told: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for draft in drafts {
            let Subject::Party(p) = draft.subject else { continue };
            let said = match &draft.stated {
                Stated::Is(Value::Label(l)) => format!("{}={l}", draft.slot),
                Stated::Is(Value::Kin(kin)) => format!("{}={}", draft.slot, kin.of),
                Stated::Is(_) => draft.slot.to_string(),
                _ => format!("{}?", draft.slot),
            };
            told.entry(p.0).or_default().insert(said);
        }
        let mut page = vec![format!("{} dead, {} hurt", few(harm.killed as usize), few(harm.injured as usize))];
        page.push(format!("{} dead and {} hurt told", few(harm.dead.len()), few(harm.alive.len())));
        Self {
            sheet,
            cast,
            clauses,
            harm,
            grammar,
            wording: Wording::of(scene, cast),
            told,
            page,
            open,
            cues: CLASSES.iter().map(|c| cues(kind, c)).collect(),
        }
    }

    /// The words that say a label of a party, and the one that decides: those nearest to one of its mentions, in the body before the
    /// headline; else those of a sentence beside one.
    fn words_for(&self, place: usize, party: usize) -> Option<(Range<usize>, usize)> {
        let cues = self.cues.get(place)?;
        let mut best: Option<(Distance, Range<usize>, usize)> = None;
        // "killed his girlfriend" says nothing of him.
        for (_, person) in self.cast.mentions(party).take(MENTIONS).filter(|(m, _)| !self.cast.is_owner(*m)) {
            let Some(home) = self.sheet.tokens.get(person.head).map(|t| t.sentence) else { continue };
            for s in home.saturating_sub(1)..home + 2 {
                let Some(sentence) = self.sheet.sentences.get(s).filter(|_| self.open.get(s) == Some(&true)) else { continue };
                let title = sentence.zone == ZoneKind::Title;
                for at in sentence.tokens.clone().take(120) {
                    let Some((n, ())) = cues.at(self.sheet, at, sentence.tokens.end) else { continue };
                    let whole = person.tokens.start.min(at)..person.tokens.end.max(at + n);
                    let near = s == home && whole.len() <= QUOTE;
                    let far = if near { 0 } else { QUOTE } + if s == home { 0 } else { 40 } + person.head.abs_diff(at);
                    // "The shooting" says of nobody that he was hit.
                    let vague = matches!(self.sheet.tokens.get(at).map_or("", |t| &*t.lower), "shooting" | "killing" | "murder" | "attack");
                    let rank = (title, far + if vague { VAGUE } else { 0 }, at);
                    if best.as_ref().is_none_or(|(r, ..)| rank < *r) {
                        best = Some((rank, if near { whole } else { lead_in(self.sheet, at, 6)..at + n }, at));
                    }
                }
            }
        }
        best.map(|(_, tokens, at)| (tokens, at))
    }

    /// What holds of the page as a whole: its words, what the rules count.
    fn page_looks(&self) -> Vec<Look> {
        let mut out = Vec::new();
        let mut push = |group: &'static str, what: String| out.push(Look { group, what, at: None });
        push("the page", String::new());
        for said in &self.page {
            push("of the page", said.clone());
        }
        for toll in self.harm.stated.iter().take(24) {
            push("number", format!("{:?} {}", toll.what, few(toll.n as usize)));
        }
        let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
        for said in self.told.values().flatten().filter(|s| s.starts_with("outcome=") || s.starts_with("condition")) {
            *ends.entry(said).or_default() += 1;
        }
        for (said, n) in ends {
            push("people told", format!("{said} {}", few(n)));
        }
        for clause in self.clauses.list.iter().take(200) {
            push("clause", format!("{:?}{}{}", clause.deed, if clause.fatal { " fatal" } else { "" }, if clause.negated { " denied" } else { "" }));
            push("clause word", self.wording.word(clause.verb));
        }
        let told = self.sheet.sentences.iter().enumerate().filter(|(s, _)| self.open.get(*s) == Some(&true)).take(60);
        for (_, sentence) in told {
            let title = sentence.zone == ZoneKind::Title;
            for t in sentence.tokens.clone().take(80).filter(|t| self.is_content(*t)) {
                push(if title { "headline" } else { "words" }, self.wording.word(t));
                if t + 1 < sentence.tokens.end && self.is_content(t + 1) {
                    push("two words", format!("{} {}", self.wording.word(t), self.wording.word(t + 1)));
                }
            }
        }
        out
    }

    /// What the page offers to count its dead and hurt by.
    pub fn counted(&self) -> Counted {
        Counted::of(self.sheet, self.cast, self.harm, features(&self.page_looks()))
    }

    /// Whether the rules say nothing at all of a party.
    pub fn is_silent(&self, party: usize) -> bool {
        !self.told.contains_key(&(party as u32))
    }

    /// Everything that holds of a party.
    pub fn looks(&self, party: usize) -> Vec<Look> {
        let mut out: Vec<Look> = Vec::with_capacity(256);
        self.person(party, &mut out);
        let mut seen = 0;
        for (m, _) in self.cast.mentions(party).take(MENTIONS) {
            self.mention(m, &mut out);
            seen += 1;
        }
        out.push(Look { group: "mentions", what: few(seen).into(), at: None });
        out
    }

    /// What holds of the party as a whole.
    fn person(&self, party: usize, out: &mut Vec<Look>) {
        let mut push = |group: &'static str, what: String| out.push(Look { group, what, at: None });
        let mentions: Vec<_> = self.cast.mentions(party).take(MENTIONS).collect();
        let Some((_, first)) = mentions.first() else { return };
        let named = mentions.iter().any(|(_, m)| matches!(m.form, Form::Named(_)));
        let size = self.cast.size(party);
        let plural = size > 1 || mentions.iter().all(|(_, m)| m.size.is_none());
        let form = match (named, plural, mentions.iter().all(|(_, m)| m.form == Form::Pronoun)) {
            (true, ..) => "named",
            (_, true, _) => "several",
            (.., true) => "pronoun",
            _ => "described",
        };
        let aged = mentions.iter().any(|(_, m)| m.age.is_some());
        push("all", String::new());
        push("form", form.into());
        push("aged", format!("{form} {aged}"));
        let opening = match first.opening {
            Opening::Indefinite => "a",
            Opening::Another => "another",
            Opening::Definite => "the",
            Opening::Owned => "owned",
        };
        push("opening", format!("{form} {opening}"));
        let at = self.sheet.tokens.get(first.head).map_or(0, |t| t.sentence);
        push("first met", few(at).into());
        let titled =
            |h: usize| self.sheet.tokens.get(h).and_then(|t| self.sheet.sentences.get(t.sentence)).is_some_and(|s| s.zone == ZoneKind::Title);
        push("in the headline", format!("{} of {}", mentions.iter().any(|(_, m)| titled(m.head)), mentions.iter().all(|(_, m)| titled(m.head))));
        let nouns: BTreeSet<&str> = mentions.iter().filter(|(_, m)| m.form != Form::Pronoun).map(|(_, m)| &*m.noun).collect();
        for noun in nouns.iter().take(6) {
            push("noun", (*noun).to_owned());
        }
        if mentions.iter().any(|(_, m)| m.kin) {
            push("kin", form.into());
        }
        let mut signs: BTreeMap<&str, usize> = BTreeMap::new();
        for sign in mentions.iter().flat_map(|(m, _)| self.cast.signs.get(*m).into_iter().flatten()) {
            *signs.entry(sign.role.as_str()).or_default() += 1;
        }
        push("signs", signs.keys().copied().collect::<Vec<_>>().join("+"));
        for (role, n) in &signs {
            push("signs of", format!("{role} {}", few(*n)));
        }
        let fate = if self.harm.dead.contains(&party) {
            "dead"
        } else if self.harm.alive.contains(&party) {
            "hurt"
        } else if self.harm.groups.contains(&party) {
            "a group"
        } else if self.harm.contains(party) {
            "a double"
        } else {
            "unhurt"
        };
        let empty = BTreeSet::new();
        let told = self.told.get(&(party as u32)).unwrap_or(&empty);
        let starts = |slot: &str| told.iter().filter(|t| t.starts_with(slot)).cloned().collect::<Vec<_>>().join("+");
        let (role, outcome) = (starts("role="), starts("outcome="));
        push("fate", fate.into());
        push("rules", format!("{role} {outcome}"));
        push("rules, form", format!("{role} {outcome} {form}"));
        push("rules, signs", format!("{role} {}", signs.keys().copied().collect::<Vec<_>>().join("+")));
        for said in told.iter().take(24) {
            push("told", said.clone());
        }
        for said in &self.page {
            push("page", said.clone());
            push("page, fate", format!("{said}, {fate}"));
        }
        let others = (0..self.cast.parties.len().min(64)).filter(|q| *q != party);
        let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
        for q in others {
            for said in self.told.get(&(q as u32)).into_iter().flatten() {
                for label in ["role=victim", "role=suspect", "role=officer", "outcome=killed", "outcome=injured"] {
                    if said == label {
                        *roles.entry(label).or_default() += 1;
                    }
                }
            }
        }
        for label in ["role=victim", "role=suspect", "role=officer", "outcome=killed", "outcome=injured"] {
            push("others", format!("{label} {}", few(roles.get(label).copied().unwrap_or(0))));
        }
        let own = if role.is_empty() { form } else { &role };
        push(
            "others, rules",
            format!("{} {} {own}", few(roles.get("role=victim").copied().unwrap_or(0)), few(roles.get("role=suspect").copied().unwrap_or(0))),
        );
    }

    /// What holds of one mention.
    fn mention(&self, m: usize, out: &mut Vec<Look>) {
        let Some(person) = self.cast.people.get(m) else { return };
        let Some(sentence) = self.sheet.tokens.get(person.head).and_then(|t| self.sheet.sentences.get(t.sentence)) else { return };
        let line = sentence.tokens.clone();
        let owner = person.form == Form::Pronoun && matches!(&*person.noun, "his" | "her" | "their");
        let mut push = |group: &'static str, what: String, at: usize| out.push(Look { group, what, at: Some((m, at)) });
        for sign in self.cast.signs.get(m).into_iter().flatten() {
            push("sign", format!("{} {}", sign.role.as_str(), self.wording.word(sign.anchor)), sign.anchor);
        }
        let title = sentence.zone == ZoneKind::Title;
        let before = |k: usize| person.tokens.start.checked_sub(k).filter(|t| *t >= line.start);
        let after = |k: usize| Some(person.tokens.end + k).filter(|t| *t < line.end);
        let said = |t: Option<usize>| t.map_or_else(|| "-".into(), |t| self.wording.word(t));
        if owner {
            push("owns", said(after(0)), person.head);
        } else {
            push("before", said(before(1)), before(1).unwrap_or(person.head));
            push("before two", format!("{} {}", said(before(2)), said(before(1))), before(1).unwrap_or(person.head));
            push("after", said(after(0)), after(0).unwrap_or(person.head));
            push("after two", format!("{} {}", said(after(0)), said(after(1))), after(1).unwrap_or(person.head));
            push("after three", format!("{} {} {}", said(after(0)), said(after(1)), said(after(2))), after(2).unwrap_or(person.head));
            // The first words beyond an apposition.
            if matches!(said(after(0)).as_str(), ",")
                && let Some(close) = (person.tokens.end + 1..line.end.min(person.tokens.end + 16)).find(|t| self.wording.word(*t) == ",")
            {
                push(
                    "beyond",
                    format!("{} {}", said(Some(close + 1).filter(|t| *t < line.end)), said(Some(close + 2).filter(|t| *t < line.end))),
                    (close + 1).min(line.end - 1),
                );
            }
        }
        // Words near, up to the next people on either side.
        let others = |t: usize| {
            self.cast
                .people
                .get(m.saturating_sub(3)..)
                .unwrap_or(&[])
                .iter()
                .take(8)
                .any(|p| p.party.is_some() && p.party != person.party && p.head == t)
        };
        for t in (person.tokens.end..line.end.min(person.tokens.end + NEAR)).take_while(|t| !others(*t)) {
            if self.is_content(t) {
                push("right", self.wording.word(t), t);
                if title {
                    push("right in the headline", self.wording.word(t), t);
                }
            }
        }
        for t in (line.start.max(person.tokens.start.saturating_sub(NEAR))..person.tokens.start).rev().take_while(|t| !others(*t)) {
            if self.is_content(t) {
                push("left", self.wording.word(t), t);
            }
        }
        for t in person.tokens.clone().filter(|t| self.is_content(*t)).take(8) {
            push("called", self.wording.word(t), t);
        }
        // The way through the grammar.
        let top = self.grammar.top(person.head, &person.tokens);
        if let Some(head) = self.grammar.head(top) {
            let relation = self.grammar.relation(top).written();
            push("deed", format!("{relation} {}", self.wording.word(head)), head);
            let negated = self.grammar.dependents(head).any(|d| matches!(&*self.wording.word(d), "not" | "n't" | "never"));
            if negated {
                push("deed denied", format!("{relation} {}", self.wording.word(head)), head);
            }
            for d in self.grammar.dependents(head).filter(|d| *d != top && self.is_content(*d)).take(8) {
                push("deed with", format!("{relation} {} {}", self.grammar.relation(d).written(), self.wording.word(d)), d);
            }
            if let Some(over) = self.grammar.head(head) {
                push(
                    "deed over",
                    format!("{relation} {} {} {}", self.wording.word(head), self.grammar.relation(head).written(), self.wording.word(over)),
                    over,
                );
            }
        }
        for d in self.grammar.dependents(top).filter(|d| self.is_content(*d)).take(8) {
            push("with", format!("{} {}", self.grammar.relation(d).written(), self.wording.word(d)), d);
        }
        let sentence = self.sheet.tokens.get(person.head).map_or(0, |t| t.sentence);
        for clause in self.clauses.of_sentence(sentence).iter().take(12) {
            let how = format!(
                "{:?}{}{}{}",
                clause.deed,
                if clause.fatal { " fatal" } else { "" },
                if clause.negated { " denied" } else { "" },
                if clause.oneself { " oneself" } else { "" }
            );
            if clause.patients.contains(&m) {
                push("suffers", how.clone(), clause.verb);
                push("suffers by word", self.wording.word(clause.verb), clause.verb);
            }
            if clause.agents.contains(&m) {
                push("does", how, clause.verb);
            }
        }
    }

    fn is_content(&self, t: usize) -> bool {
        self.sheet.tokens.get(t).is_some_and(|x| x.is_word() && x.lower.len() > 2)
            && !matches!(&*self.wording.word(t), "the" | "and" | "(a name)" | "#" | "for" | "that" | "this" | "with" | "his" | "her" | "was" | "were")
    }
}
