//! What two sides of one slot are judged on: the claims of each, their pages, and the order of those pages.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::claim::Stated;
use rashomon_model::incident::{DaySolution, Listed, Placed};
use rashomon_model::kind::Slot;
use rashomon_model::text::Certainty;
use rashomon_model::value::day::DayRange;
use rashomon_model::value::{Comparison, Value};
use rashomon_model::{About, DocId, Factuality, SlotId};

use crate::address;

/// One document as reconciling sees it.
pub(crate) struct Page {
    pub doc: DocId,
    /// When it was published; `None` where that is not stated: a bound is no order.
    pub day: Option<DayRange>,
    /// The page that its address names.
    pub url: Option<Box<str>>,
    pub corrected: bool,
}

pub(crate) fn pages(docs: &[Listed]) -> Vec<Page> {
    let mut pages: Vec<Page> = docs
        .iter()
        .map(|d| Page {
            doc: d.source.doc.clone(),
            day: d.source.published.as_ref().filter(|p| p.certainty != Certainty::Bounded).map(|p| p.day),
            url: d.source.url.as_deref().map(|u| address::page(u).map_or_else(|| u.into(), Into::into)),
            corrected: d.source.corrected,
        })
        .collect();
    pages.sort_by(|a, b| a.doc.cmp(&b.doc));
    pages
}

/// Counts that each page gives, by subject, slot and page: the largest.
pub(crate) type Counts<'a> = BTreeMap<(About, &'a SlotId), BTreeMap<usize, u32>>;

pub(crate) fn counts<'a>(claims: &'a [Placed], pages: &[Page]) -> Counts<'a> {
    let mut counts = Counts::new();
    for placed in claims {
        let (Stated::Is(Value::Count(count)), Some(page)) = (&placed.claim.stated, page_of(pages, &placed.doc)) else { continue };
        if let Some(n) = count.named() {
            let most = counts.entry((placed.about, &placed.claim.slot)).or_default().entry(page).or_default();
            *most = n.max(*most);
        }
    }
    counts
}

fn page_of(pages: &[Page], doc: &DocId) -> Option<usize> {
    pages.binary_search_by(|p| p.doc.cmp(doc)).ok()
}

/// Claims by document, then place, then id.
pub(crate) fn by_place(a: &Placed, b: &Placed) -> Ordering {
    let key = |p: &Placed| {
        let quote = p.claim.evidence.first();
        (p.doc.clone(), quote.field(), quote.bytes().start, p.claim.id.clone())
    };
    key(a).cmp(&key(b))
}

/// All claims that state one value of a slot alike.
pub(crate) struct Side<'a> {
    pub stated: Stated,
    unclear: bool,
    pub claims: Vec<&'a Placed>,
    pub pages: BTreeSet<usize>,
    /// Pages that say it is unknown without any guess at a value; empty for other sides.
    pub blank: BTreeSet<usize>,
}

impl<'a> Side<'a> {
    pub fn affirms(&self) -> bool {
        !self.unclear && matches!(self.stated, Stated::Is(_))
    }
    pub fn denies(&self) -> bool {
        !self.unclear && matches!(self.stated, Stated::IsNot(_))
    }
    pub fn unclear(&self) -> bool {
        self.unclear
    }
    pub fn value(&self) -> Option<&Value> {
        self.stated.value()
    }
    /// What is stated, in words.
    pub fn caption(&self) -> String {
        match &self.stated {
            _ if self.unclear => "unknown".into(),
            Stated::IsNot(v) => format!("not {}", v.caption()),
            stated => stated.caption(),
        }
    }
    /// The surest claim; among equals one with a voice, then the first by place.
    pub fn best(&self) -> &'a Placed {
        let rank = |p: &&&Placed| (strength(p.claim.factuality), !p.claim.attribution.chain.is_empty());
        // `max_by_key` gives the last of equals; the first is wanted.
        self.claims.iter().rev().max_by_key(rank).copied().unwrap_or(self.claims[0])
    }
    /// How likely the reader takes its best read claim to be right, in thousandths of a logit; claims that it does not weigh are taken at
    /// their word.
    pub fn sure(&self) -> i32 {
        self.claims.iter().map(|p| p.claim.how_sure()).max().unwrap_or(i32::MAX)
    }
    /// How surely its surest claim speaks: 3 certain, 2 probable, 1 possible.
    pub fn strength(&self) -> u8 {
        self.claims.iter().map(|p| strength(p.claim.factuality)).max().unwrap_or(0)
    }
}

fn strength(factuality: Factuality) -> u8 {
    match factuality {
        Factuality::Certain | Factuality::Denied => 3,
        Factuality::Probable | Factuality::ProbablyNot => 2,
        Factuality::Possible | Factuality::PossiblyNot => 1,
        Factuality::Unclear => 0,
    }
}

/// Sides of one slot that are compared with each other: more are nobody's dispute, and comparing all of them would be quadratic.
pub(crate) const COMPARED: usize = 100;

/// The sides of a slot: affirmed values first, then denied ones, then unclear ones, each in the order of their captions.
pub(crate) fn sides<'a>(claims: &[&'a Placed], slot: &Slot, pages: &[Page]) -> Vec<Side<'a>> {
    let mut drafts: Vec<(u8, String, &'a Placed, Stated)> = claims
        .iter()
        .map(|p| {
            let stated = match &p.claim.stated {
                Stated::Is(v) if p.claim.factuality.is_negative() => Stated::IsNot(v.clone()),
                stated => stated.clone(),
            };
            let kind = match &stated {
                _ if p.claim.factuality == Factuality::Unclear => 2,
                Stated::Unknown => 2,
                Stated::Is(_) => 0,
                Stated::IsNot(_) => 1,
            };
            (kind, stated.caption(), *p, stated)
        })
        .collect();
    drafts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)).then_with(|| by_place(a.2, b.2)));
    let mut sides: Vec<Side<'a>> = Vec::new();
    for (kind, _, placed, stated) in drafts {
        let unclear = kind == 2;
        let Some(page) = page_of(pages, &placed.doc) else { continue };
        let blank = unclear && stated.value().is_none();
        let same = |side: &Side| {
            side.unclear == unclear
                && (unclear
                    || match (&side.stated, &stated) {
                        // One name of a place is one side: which state's it is, is a slot of its own.
                        (Stated::Is(Value::Place(a)), Stated::Is(Value::Place(b))) if a.name.eq_ignore_ascii_case(&b.name) => true,
                        (Stated::Is(a), Stated::Is(b)) | (Stated::IsNot(a), Stated::IsNot(b)) => a.compare(b, slot.single) == Comparison::Same,
                        _ => false,
                    })
        };
        // Claims come in the order of their captions: the last side is the likeliest, and past a bound the only one that is looked at.
        let at = match sides.len() {
            n if n > COMPARED && !sides.last().is_some_and(same) => None,
            n if n > COMPARED => Some(n - 1),
            _ => sides.iter().position(same),
        };
        let at = at.unwrap_or_else(|| {
            sides.push(Side { stated, unclear, claims: Vec::new(), pages: BTreeSet::new(), blank: BTreeSet::new() });
            sides.len() - 1
        });
        let side = &mut sides[at];
        side.claims.push(placed);
        side.pages.insert(page);
        if blank {
            side.blank.insert(page);
        }
    }
    sides
}

/// One slot of one thing, with all that bears on it.
pub(crate) struct Ground<'a> {
    pub slot: &'a Slot,
    pub about: About,
    /// How many people it is about.
    pub size: u32,
    pub pages: &'a [Page],
    pub counts: &'a Counts<'a>,
    pub sides: &'a [Side<'a>],
    /// The day, solved from all pages.
    pub day: &'a DaySolution,
}

impl Ground<'_> {
    /// Whether one page was surely published after another.
    pub fn later(&self, a: usize, b: usize) -> bool {
        match (self.pages[a].day, self.pages[b].day) {
            (Some(a), Some(b)) => a.first() > b.last(),
            _ => false,
        }
    }
    /// Days between two pages; `None` where one is not dated.
    pub fn days_apart(&self, a: usize, b: usize) -> Option<i32> {
        let (a, b) = (self.pages[a].day?, self.pages[b].day?);
        Some((a.first() - b.first()).get_days().abs())
    }
    /// Some page of the first side is surely later than some page of the second, and not the other way round.
    pub fn side_later(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.sides[a].pages, &self.sides[b].pages);
        let any = |x: &BTreeSet<usize>, y: &BTreeSet<usize>| x.iter().any(|p| y.iter().all(|q| self.later(*p, *q)));
        any(a, b) && !any(b, a)
    }
    /// Some page of the second side is surely earlier than every page of the first.
    pub fn first_later(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.sides[a].pages, &self.sides[b].pages);
        b.iter().any(|q| a.iter().all(|p| self.later(*p, *q)))
    }
    /// How two sides' values stand to each other, by their type and by the kind file.
    pub fn compare(&self, a: &Value, b: &Value) -> Comparison {
        let (Some(x), Some(y)) = (words(a), words(b)) else { return a.compare(b, self.slot.single) };
        let base = a.compare(b, self.slot.single);
        if matches!(base, Comparison::Same | Comparison::Finer | Comparison::Coarser) {
            return base;
        }
        if self.slot.together(x, y) {
            return Comparison::Compatible;
        }
        if !self.slot.broader.is_empty() {
            let (p, q) = (rashomon_model::value::phrase::words(x), rashomon_model::value::phrase::words(y));
            let holds = |p: &[String], q: &[String]| p.iter().any(|b| q.iter().any(|n| b != n && self.slot.contains(b, n)));
            if holds(&p, &q) {
                return Comparison::Coarser;
            }
            if holds(&q, &p) {
                return Comparison::Finer;
            }
        }
        base
    }
    /// Whether the solved day fits what a side says of it; `None` where that is no constraint on it.
    pub fn fits_day(&self, side: usize) -> Option<bool> {
        let of = |c: &&rashomon_model::incident::DayConstraint| self.sides[side].claims.iter().any(|p| c.claim.as_ref() == Some(&p.claim.id));
        self.day.constraints.iter().find(of).map(|c| c.holds)
    }
    /// The stage of a side's value in the slot's progress.
    pub fn stage(&self, side: usize) -> Option<usize> {
        self.slot.stage(words(self.sides[side].value()?)?)
    }
}

fn words(value: &Value) -> Option<&str> {
    match value {
        Value::Label(w) | Value::Phrase(w) => Some(w),
        _ => None,
    }
}
