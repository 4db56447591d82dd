//! What people decided. Never erased, only retired; points at documents and words, never at ids a new model would change.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::claim::hash_id;
use crate::incident::IncidentId;
use crate::kind::SlotId;
use crate::several::NonEmpty;
use crate::text::{DocId, Field, Quote};

hash_id!(
    /// A judgement, by what was decided, who did, and why.
    JudgementId
);

/// A person's decision, with who and when (as text from the input: no clock is read here).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Judgement {
    /// What was decided.
    pub ruling: Ruling,
    /// Who decided.
    pub by: Box<str>,
    /// Why, in the person's words.
    pub because: Box<str>,
}

/// The words a judgement points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Words {
    /// Document.
    pub doc: DocId,
    /// Field.
    pub field: Field,
    /// Bytes.
    pub bytes: (u32, u32),
}

impl Words {
    /// The place of a quote.
    pub fn of(quote: &Quote) -> Self {
        let bytes = quote.bytes();
        Self { doc: quote.doc().clone(), field: quote.field(), bytes: (bytes.start as u32, bytes.end as u32) }
    }
    /// Whether a quote has a character of these words.
    pub fn meet(&self, quote: &Quote) -> bool {
        self.meets(&Words::of(quote))
    }
    /// Whether both share a character.
    pub fn meets(&self, other: &Words) -> bool {
        self.doc == other.doc && self.field == other.field && self.bytes.0 < other.bytes.1 && other.bytes.0 < self.bytes.1
    }
}

/// One side of a decision about grouping: the documents of what a person looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Side {
    /// Its documents; their main accounts are meant, …
    pub docs: NonEmpty<DocId>,
    /// … or where words of a document stand here, what it tells in these beside what it is about.
    #[cfg_attr(feature = "cache", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub beside: Vec<Words>,
    /// The incident that the person saw, so that its id still finds what became of it. Nothing else follows from it.
    pub was: Option<IncidentId>,
}

/// What a side points at in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point<'j> {
    /// The document.
    pub doc: &'j DocId,
    /// The words that tell of it beside what the document is about; none where its main account is meant.
    pub words: Option<&'j Words>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub enum Ruling {
    /// Both sides tell of one incident: the first document of each that the register holds are joined.
    Same(Side, Side),
    /// No document of one side tells of what a document of the other tells of.
    NotSame(Side, Side),
    /// Somebody looked and could not tell: the program goes on as before, and says that it was looked at.
    Unsure(Side, Side),
    /// The claim is misread: its words do not say so. With a value: they say this instead.
    Misread(Pointed, Option<Box<str>>),
    /// The right value of what the claim is about, whatever others say.
    Right(Pointed, Box<str>),
    /// A remark on reports, or on one claim of theirs: the person's words are the reason.
    Note(Side, Option<Pointed>),
    /// What somebody answers to what is told here: of all of it, of one claim's finding, or, by a claim of the slot `name`, of this person. The answer
    /// is the reason, and its giver the one who decides.
    Reply(Side, Option<Pointed>),
    /// Whether what these reports tell of belongs in the register, and by which of its rules.
    Scope(Side, Scope, Option<Box<str>>),
    /// What a person read in a document that the program missed.
    Coded(Coded),
}

/// Whether an incident belongs in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum Scope {
    In,
    Out,
    Unsure,
}

impl Scope {
    /// The word of the command.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::In => "in",
            Scope::Out => "out",
            Scope::Unsure => "unsure",
        }
    }
}

/// A claim as somebody saw it: by its words, never by an id that a new model would change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Pointed {
    /// Its words.
    pub words: Words,
    /// Its slot.
    pub slot: SlotId,
    /// Words of the same document that call the person it is about; none where it is about the incident.
    pub whom: Option<Words>,
    /// The value that was read.
    pub read: Box<str>,
}

impl Pointed {
    /// Whether both point at one slot of one subject of one document.
    fn one_thing(&self, other: &Pointed) -> bool {
        self.slot == other.slot
            && match (&self.whom, &other.whom) {
                (Some(a), Some(b)) => a.meets(b),
                (None, None) => self.words.doc == other.words.doc,
                _ => false,
            }
    }
}

/// What a person read in a document: a claim of his or her own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Coded {
    /// The words that say it.
    pub words: Quote,
    /// Which slot.
    pub slot: SlotId,
    /// What they say, as the export writes it; `unknown` where they say that it is not known.
    pub value: Box<str>,
    /// Words that call the person it is about; none where it is about the incident.
    pub whom: Option<Quote>,
    /// Words that name who says it; none where the page does.
    pub voice: Option<Quote>,
    /// [`Source::content`](crate::Source::content) of the document as the person read it: under other words the claim is an orphan.
    pub content: Box<str>,
}

impl Side {
    /// One document.
    pub fn of(doc: DocId) -> Self {
        Self { docs: NonEmpty::one(doc), beside: Vec::new(), was: None }
    }

    /// What it points at, in its order.
    pub fn points(&self) -> impl Iterator<Item = Point<'_>> {
        self.docs.iter().flat_map(|doc| {
            let mut words = self.beside.iter().filter(move |w| w.doc == *doc).peekable();
            let main = words.peek().is_none().then_some(Point { doc, words: None });
            main.into_iter().chain(words.map(move |w| Point { doc, words: Some(w) }))
        })
    }
}

impl Judgement {
    /// The same decision by somebody who does not know these documents; none where it is about no other.
    pub fn without(&self, docs: &BTreeSet<DocId>) -> Option<Self> {
        let side = |s: &Side| {
            let kept = s.docs.iter().filter(|d| !docs.contains(d)).cloned().collect();
            let beside = s.beside.iter().filter(|w| !docs.contains(&w.doc)).cloned().collect();
            Some(Side { docs: NonEmpty::new(kept)?, beside, was: s.was.clone() })
        };
        let ruling = match &self.ruling {
            Ruling::Same(a, b) => Ruling::Same(side(a)?, side(b)?),
            Ruling::NotSame(a, b) => Ruling::NotSame(side(a)?, side(b)?),
            Ruling::Unsure(a, b) => Ruling::Unsure(side(a)?, side(b)?),
            Ruling::Note(of, None) => Ruling::Note(side(of)?, None),
            Ruling::Scope(of, scope, rule) => Ruling::Scope(side(of)?, *scope, rule.clone()),
            one => return one.docs().iter().all(|d| !docs.contains(d)).then(|| self.clone()),
        };
        Some(Self { ruling, ..self.clone() })
    }

    /// Its id: the same decision by the same person for the same reason is one, whenever it is made.
    pub fn id(&self) -> JudgementId {
        let place = |w: &Words| format!("{} {} {}", w.field.as_str(), w.bytes.0, w.bytes.1);
        let point = |p: Point<'_>| p.words.map_or_else(|| p.doc.to_string(), |w| format!("{} {}", p.doc, place(w)));
        let side = |s: &Side| s.points().map(point).collect::<Vec<_>>().join("\n");
        let sides = |word: &str, a: &Side, b: &Side| vec![word.to_owned(), side(a), side(b)];
        let at = |w: &Words| format!("{} {}", w.doc, place(w));
        let whom = |w: Option<String>| w.unwrap_or_default();
        let pointed = |word: &str, p: &Pointed, value: Option<&str>| {
            let mut parts = vec![word.to_owned(), at(&p.words), p.slot.to_string(), whom(p.whom.as_ref().map(at)), p.read.to_string()];
            parts.extend(value.map(str::to_owned));
            parts
        };
        let mut parts = match &self.ruling {
            Ruling::Same(a, b) => sides("same", a, b),
            Ruling::NotSame(a, b) => sides("not-same", a, b),
            Ruling::Unsure(a, b) => sides("unsure", a, b),
            Ruling::Misread(p, says) => pointed("misread", p, says.as_deref()),
            Ruling::Right(p, value) => pointed("right", p, Some(value)),
            Ruling::Note(of, claim) => [vec![side(of)], claim.as_ref().map_or_else(|| vec!["note".into()], |p| pointed("note", p, None))].concat(),
            Ruling::Reply(of, claim) => {
                [vec!["reply".to_owned(), side(of)], claim.as_ref().map_or_else(Vec::new, |p| pointed("to", p, None))].concat()
            }
            Ruling::Scope(of, scope, rule) => {
                vec!["scope".into(), side(of), scope.as_str().into(), rule.as_deref().unwrap_or_default().into()]
            }
            Ruling::Coded(c) => {
                let quote = |q: &Quote| at(&Words::of(q));
                let people = [&c.whom, &c.voice].map(|q| whom(q.as_ref().map(quote)));
                [vec!["code".into(), quote(&c.words), c.slot.to_string(), c.value.to_string()], people.to_vec()].concat()
            }
        };
        parts.extend([self.by.to_string(), self.because.to_string()]);
        JudgementId::of(&parts.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

impl Ruling {
    /// What was decided, in the word of the command.
    pub fn word(&self) -> &'static str {
        match self {
            Ruling::Same(..) => "same",
            Ruling::NotSame(..) => "not-same",
            Ruling::Unsure(..) => "unsure",
            Ruling::Misread(..) => "misread",
            Ruling::Right(..) => "right",
            Ruling::Note(..) => "note",
            Ruling::Reply(..) => "reply",
            Ruling::Scope(_, Scope::In, _) => "scope in",
            Ruling::Scope(_, Scope::Out, _) => "scope out",
            Ruling::Scope(_, Scope::Unsure, _) => "scope unsure",
            Ruling::Coded(..) => "code",
        }
    }

    /// Both sides of a decision about grouping.
    pub fn sides(&self) -> Option<(&Side, &Side)> {
        match self {
            Ruling::Same(a, b) | Ruling::NotSame(a, b) | Ruling::Unsure(a, b) => Some((a, b)),
            _ => None,
        }
    }

    /// The documents it points at.
    pub fn docs(&self) -> Vec<&DocId> {
        match self {
            Ruling::Same(a, b) | Ruling::NotSame(a, b) | Ruling::Unsure(a, b) => a.docs.iter().chain(&b.docs).collect(),
            Ruling::Note(side, _) | Ruling::Reply(side, _) | Ruling::Scope(side, ..) => side.docs.iter().collect(),
            Ruling::Misread(p, _) | Ruling::Right(p, _) => vec![&p.words.doc],
            Ruling::Coded(coded) => vec![coded.words.doc()],
        }
    }

    /// The claim it points at.
    pub fn claim(&self) -> Option<&Pointed> {
        match self {
            Ruling::Misread(p, _) | Ruling::Right(p, _) | Ruling::Note(_, Some(p)) | Ruling::Reply(_, Some(p)) => Some(p),
            _ => None,
        }
    }

    /// Whether it is about a document.
    pub fn is_about(&self, doc: &DocId) -> bool {
        self.docs().contains(&doc)
    }
}

/// The decisions that a further one contradicts: none, the one that says the opposite of the same words or pages, or, about
/// grouping, the chain of those that do together.
pub fn contradicted<'j>(ruling: &Ruling, standing: impl IntoIterator<Item = &'j Judgement>) -> Vec<&'j Judgement> {
    if ruling.sides().is_none() {
        return standing.into_iter().filter(|j| at_odds(ruling, &j.ruling)).take(1).collect();
    }
    let standing: Vec<&Judgement> = standing.into_iter().filter(|j| j.ruling.sides().is_some()).collect();
    let Some((a, b)) = ruling.sides() else { return Vec::new() };
    let apart = standing.iter().filter_map(|j| match &j.ruling {
        Ruling::NotSame(x, y) => Some((*j, x, y)),
        _ => None,
    });
    let same: Vec<(&Judgement, Point<'_>, Point<'_>)> = standing
        .iter()
        .filter_map(|j| match &j.ruling {
            Ruling::Same(x, y) => Some((*j, x.points().next()?, y.points().next()?)),
            _ => None,
        })
        .collect();
    match ruling {
        // It would join what somebody keeps apart: itself, or through what others joined.
        Ruling::Same(..) => {
            let (Some(x), Some(y)) = (a.points().next(), b.points().next()) else { return Vec::new() };
            let (left, right) = (reached(x, &same), reached(y, &same));
            for (judgement, x, y) in apart {
                let across = |p: &Reached<'j, '_>, q: &Reached<'j, '_>| {
                    let way = |side: &Side, of: &Reached<'j, '_>| side.points().find_map(|p| of.get(&p).cloned());
                    Some([way(x, p)?, way(y, q)?].concat())
                };
                if let Some(way) = across(&left, &right).or_else(|| across(&right, &left)) {
                    return listed(judgement, way);
                }
            }
            Vec::new()
        }
        // It would keep apart, or call open, what somebody joined.
        Ruling::NotSame(..) | Ruling::Unsure(..) => {
            for point in a.points() {
                let from = reached(point, &same);
                if let Some(way) = b.points().find_map(|p| from.get(&p).filter(|way| !way.is_empty())) {
                    return way.clone();
                }
            }
            if let Ruling::Unsure(..) = ruling {
                let meets = |x: &Side, y: &Side| x.points().any(|p| y.points().any(|q| p == q));
                let crosses = |x: &Side, y: &Side| meets(x, a) && meets(y, b);
                return apart.filter(|(_, x, y)| crosses(x, y) || crosses(y, x)).map(|(j, _, _)| j).take(1).collect();
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Whether two decisions that are not about grouping cannot both stand.
fn at_odds(a: &Ruling, b: &Ruling) -> bool {
    match (a, b) {
        (Ruling::Misread(p, says), Ruling::Misread(q, other)) => p.one_thing(q) && p.words == q.words && p.read == q.read && says != other,
        (Ruling::Misread(p, _), Ruling::Right(q, value)) | (Ruling::Right(q, value), Ruling::Misread(p, _)) => {
            p.one_thing(q) && p.words.meets(&q.words) && p.read == *value
        }
        (Ruling::Right(p, value), Ruling::Right(q, other)) => p.one_thing(q) && value != other,
        (Ruling::Scope(x, scope, _), Ruling::Scope(y, other, _)) => scope != other && x.points().any(|p| y.points().any(|q| p == q)),
        _ => false,
    }
}

/// What decisions join to one, each with the decisions on the way.
type Reached<'j, 'd> = BTreeMap<Point<'d>, Vec<&'j Judgement>>;

fn reached<'j: 'd, 'd>(from: Point<'d>, same: &[(&'j Judgement, Point<'j>, Point<'j>)]) -> Reached<'j, 'd> {
    let mut found: Reached = BTreeMap::from([(from, Vec::new())]);
    let mut open = vec![from];
    while let Some(point) = open.pop() {
        let way = found.get(&point).cloned().unwrap_or_default();
        for (judgement, x, y) in same {
            let next = if *x == point {
                *y
            } else if *y == point {
                *x
            } else {
                continue;
            };
            if let Entry::Vacant(free) = found.entry(next) {
                free.insert([way.as_slice(), &[judgement]].concat());
                open.push(next);
            }
        }
    }
    found
}

fn listed<'j>(first: &'j Judgement, rest: Vec<&'j Judgement>) -> Vec<&'j Judgement> {
    let mut out = vec![first];
    for judgement in rest {
        if !out.contains(&judgement) {
            out.push(judgement);
        }
    }
    out
}
