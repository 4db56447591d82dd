//! Findings: what all accounts of one incident together say of each slot.
//!
//! Claims of one slot of one thing are gathered into sides (one value each), every two sides are related
//! (`relate`), and the finding follows: what stands, what was superseded, whether it is disputed. Nothing
//! here prefers a value; that is `policy`'s.

mod ground;
mod relate;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::claim::Stated;
use rashomon_model::finding::{Reading, Related, Standing, Status, Support};
use rashomon_model::incident::{DaySolution, Listed, Placed};
use rashomon_model::kind::Kind;
use rashomon_model::value::Value;
use rashomon_model::{About, Claim, Factuality, Finding, NonEmpty, Origin, Participant, Relation, SlotId, TwoOrMore};

pub(crate) use ground::{Ground, Side};
pub(crate) use relate::Tie;
use relate::relate;

use crate::judged::Rights;

/// All that is known of one incident before its findings: what they are made from. `claims` have their roots
/// (`origin::trace`), and parties inside their values are participants.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its documents.
    pub docs: &'a [Listed],
    /// All claims; those that people judged misread left out.
    pub claims: &'a [Placed],
    /// Who is in it.
    pub participants: &'a [Participant],
    /// Roots of the claims.
    pub origins: &'a [Origin],
    /// The day, solved.
    pub day: &'a DaySolution,
    /// The kind that reads it.
    pub kind: &'a Kind,
    /// The right values that people know.
    pub rights: &'a Rights,
}

/// One finding per (about, slot) that has a claim.
pub fn findings(told: &Told) -> BTreeMap<(About, SlotId), Finding> {
    let pages = ground::pages(told.docs);
    let counts = ground::counts(told.claims, &pages);
    let deaths = deaths(told);
    let mut slots: BTreeMap<(About, SlotId), Vec<&Placed>> = BTreeMap::new();
    for placed in told.claims.iter().chain(&deaths) {
        slots.entry((placed.about, placed.claim.slot.clone())).or_default().push(placed);
    }
    let mut found = BTreeMap::new();
    for ((about, id), mut claims) in slots {
        let Some(slot) = told.kind.slot(id.as_str()) else { continue };
        claims.sort_by(|a, b| ground::by_place(a, b));
        let size = match about {
            About::Incident => 1,
            About::Participant(p) => told.participants.iter().find(|q| q.id == p).map_or(1, |q| q.size),
        };
        let sides = ground::sides(&claims, slot, &pages);
        let ground = Ground { slot, about, size, pages: &pages, counts: &counts, sides: &sides, day: told.day };
        if let Some(finding) = settle(&ground, told) {
            found.insert((about, id), finding);
        }
    }
    found
}

/// Conditions that somebody may die of.
const GRAVE: [&str; 4] = ["critical", "life-threatening", "serious", "brain-dead"];

/// Words that tell of somebody's death, as what they say of his or her condition: who is dead is in critical condition no more, though no
/// page puts it so.
fn deaths(told: &Told) -> Vec<Placed> {
    let label = |p: &Placed, slot: &str, one: &dyn Fn(&str) -> bool| {
        p.claim.slot.as_str() == slot && !p.claim.factuality.is_negative() && matches!(&p.claim.stated, Stated::Is(Value::Label(l)) if one(l))
    };
    let grave: BTreeSet<About> = told.claims.iter().filter(|p| label(p, "condition", &|l| GRAVE.contains(&l))).map(|p| p.about).collect();
    let said: BTreeSet<About> = told.claims.iter().filter(|p| label(p, "condition", &|l| l == "died")).map(|p| p.about).collect();
    let dead = |p: &&Placed| p.claim.factuality == Factuality::Certain && label(p, "outcome", &|l| l == "killed");
    let of = |p: &&Placed| grave.contains(&p.about) && !said.contains(&p.about);
    let died = |p: &Placed| {
        let claim = Claim { slot: SlotId::new("condition"), stated: Stated::Is(Value::Label("died".into())), ..p.claim.clone() };
        Placed { claim, ..p.clone() }
    };
    told.claims.iter().filter(of).filter(dead).map(died).collect()
}

/// Relates every two sides and says where they stand.
fn settle(ground: &Ground, told: &Told) -> Option<Finding> {
    let sides = ground.sides;
    // Those of most pages; all of them but in a heap of values.
    let mut compared: Vec<usize> = (0..sides.len()).collect();
    if sides.len() > ground::COMPARED {
        compared.sort_by_key(|s| (std::cmp::Reverse(sides[*s].pages.len()), *s));
        compared.truncate(ground::COMPARED);
        compared.sort_unstable();
    }
    let mut ties = Vec::new();
    for (n, &a) in compared.iter().enumerate() {
        for &b in compared.iter().skip(n + 1) {
            ties.push((a, b, relate(ground, a, b)));
        }
    }
    let mut gone = BTreeSet::new();
    for (a, b, tie) in &ties {
        match tie {
            Tie::Supersedes(_) => gone.insert(*b),
            Tie::SupersededBy(_) => gone.insert(*a),
            _ => false,
        };
    }
    if gone.len() == sides.len() {
        gone.clear();
    }
    let disputed: Vec<(usize, usize)> = ties
        .iter()
        .filter(|(a, b, t)| matches!(t, Tie::Contradicts(_)) && !gone.contains(a) && !gone.contains(b))
        .map(|(a, b, _)| (*a, *b))
        .collect();
    let affirmed = sides.iter().any(|s| s.affirms() || s.denies());
    let likely = |s: &&Side| s.sure() >= relate::LIKELY;
    let counted = if sides.iter().any(|s| likely(&s)) { sides.iter().filter(likely).collect::<Vec<_>>() } else { sides.iter().collect() };
    let pages: BTreeSet<usize> = counted.iter().flat_map(|s| s.pages.iter().copied()).collect();
    let status = match () {
        () if !affirmed => Status::Open,
        () if !disputed.is_empty() => Status::Disputed,
        () if !gone.is_empty() => Status::Superseded,
        () if pages.len() == 1 => Status::Single,
        () => Status::Agreed,
    };

    let mut standing: Vec<usize> = (0..sides.len()).filter(|s| !gone.contains(s)).collect();
    let finer = |s: usize| ties.iter().filter(|(a, b, t)| (*a == s && matches!(t, Tie::Refines)) || (*b == s && matches!(t, Tie::RefinedBy))).count();
    standing.sort_by_key(|&s| {
        let side = &sides[s];
        (!side.affirms(), side.denies(), side.sure() < relate::LIKELY, std::cmp::Reverse(finer(s)), std::cmp::Reverse(side.pages.len()), s)
    });
    let mut before: Vec<usize> = gone.iter().copied().collect();
    before.sort_by_key(|&s| (sides[s].pages.iter().filter_map(|p| ground.pages[*p].day).map(|d| d.first()).min(), s));

    let preferred = crate::policy::prefer(ground, &standing, &disputed, &gone, &ties, told);
    let why = why::sentence(ground, status, &standing, &before, &disputed, &ties, told);
    let relations = ties
        .iter()
        .map(|(a, b, tie)| {
            let (from, to) = if matches!(tie, Tie::SupersededBy(_) | Tie::RefinedBy) { (b, a) } else { (a, b) };
            let (relation, because) = tie.words(sides[*a].caption(), sides[*b].caption());
            Related { from: sides[*from].best().claim.id.clone(), to: sides[*to].best().claim.id.clone(), relation, because }
        })
        .filter(|r| r.relation != Relation::Same)
        .collect();
    let read = |list: &[usize]| list.iter().filter_map(|&s| reading(&sides[s])).collect::<Vec<_>>();
    let now = match TwoOrMore::new(read(&standing)) {
        Some(sides) if status == Status::Disputed => Standing::Disputed(sides),
        _ => Standing::Agreed(NonEmpty::new(read(&standing))?),
    };
    Some(Finding { now, before: read(&before), status, preferred, relations, why })
}

fn reading(side: &Side) -> Option<Reading> {
    let mut roots: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for placed in &side.claims {
        roots.entry(placed.origin.clone()).or_default().push(placed.claim.id.clone());
    }
    // Named roots first: `None` sorts before them.
    let unstated = roots.remove(&None);
    let support = roots.into_iter().chain(unstated.map(|claims| (None, claims)));
    let support: Vec<Support> = support.filter_map(|(origin, claims)| Some(Support { origin, claims: NonEmpty::new(claims)? })).collect();
    let stated = if side.unclear() { Stated::Unknown } else { side.stated.clone() };
    Some(Reading { stated, support: NonEmpty::new(support)? })
}
