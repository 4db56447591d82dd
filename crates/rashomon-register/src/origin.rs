//! Roots of what is said: the voice, the outlet, the shared text or the page that each claim goes back to.
//!
//! A reading is corroborated by distinct roots, never by pages. The root of an attributed claim is its nearest voice, or the
//! credited outlet where no voice is quoted. Copies are found by the containment of winnowed shingles (Broder 1997;
//! Schleimer, Wilkerson and Aiken 2003).

mod copies;
mod speaker;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::incident::{Copied, Listed, Placed, Root};
use rashomon_model::text::PageKind;
use rashomon_model::{DocId, Origin, OriginId};

use speaker::Speaker;

/// The words of a credited name that are a person's own: none of "police", "the Ledger" or "witnesses", and "Ana Reyes" of "Police Chief Ana Reyes".
pub fn person(credited: &str) -> Vec<&str> {
    match speaker::read(credited, &BTreeSet::new()) {
        Speaker::Person(_) => speaker::proper(credited),
        _ => Vec::new(),
    }
}

/// Finds the root of every claim of one incident and writes it into the claim; gives the roots by id, and the
/// documents that share text. A claim in its page's own voice without a sign of how it knows keeps no root.
pub fn trace(docs: &[Listed], claims: &mut [Placed]) -> (Vec<Origin>, Vec<Copied>) {
    let (copied, story) = copies::find(docs);
    let heard = Heard::of(docs, claims);
    let mut roots: BTreeMap<OriginId, Draft> = BTreeMap::new();
    for placed in claims.iter_mut() {
        let found = heard.root(placed).or_else(|| own(placed, docs, &story, &heard));
        placed.origin = found.map(|(root, key, label, reason)| {
            let id = OriginId::of(&[root_word(root), &key]);
            let draft =
                roots.entry(id.clone()).or_insert_with(|| Draft { root, labels: BTreeMap::new(), docs: BTreeSet::new(), reasons: BTreeSet::new() });
            *draft.labels.entry(label).or_default() += 1;
            draft.docs.insert(placed.doc.clone());
            draft.reasons.extend(reason);
            id
        });
    }
    let origins = roots.into_iter().map(|(id, draft)| draft.origin(id)).collect();
    (origins, copied)
}

struct Draft {
    root: Root,
    labels: BTreeMap<Box<str>, u32>,
    docs: BTreeSet<DocId>,
    reasons: BTreeSet<String>,
}

impl Draft {
    fn origin(self, id: OriginId) -> Origin {
        // The fullest way in which it is named; of equals the first.
        let label = self.labels.keys().rev().max_by_key(|l| l.chars().count()).cloned().unwrap_or_default();
        let pages = self.docs.iter().map(DocId::as_str).collect::<Vec<_>>().join(", ");
        let mut because = match (self.root, self.docs.len()) {
            (Root::Copy, n) => format!("{n} pages share one text: {pages}"),
            (Root::Page, _) => format!("{pages} is a record of its own"),
            (_, 1) => format!("quoted on {pages}"),
            (_, n) => format!("quoted on {n} pages: {pages}"),
        };
        for reason in self.reasons {
            because.push_str("; ");
            because.push_str(&reason);
        }
        Origin { id, label, root: self.root, docs: self.docs.into_iter().collect(), because: because.into() }
    }
}

fn root_word(root: Root) -> &'static str {
    match root {
        Root::Voice => "voice",
        Root::Outlet => "outlet",
        Root::Copy => "copy",
        Root::Page => "page",
    }
}

/// A root: its kind, its key, a label for it, and what is only probable about it.
type Found = (Root, String, Box<str>, Option<String>);

/// The root of a claim in its page's own voice.
fn own(placed: &Placed, docs: &[Listed], story: &BTreeMap<DocId, DocId>, heard: &Heard) -> Option<Found> {
    if let Some(first) = story.get(&placed.doc) {
        let pages = story.values().filter(|s| *s == first).count();
        return Some((Root::Copy, first.as_str().into(), format!("one story on {pages} pages").into(), None));
    }
    if let Some((key, label, reason)) = heard.outlet_of.get(&placed.doc) {
        return Some((Root::Outlet, key.clone(), label.clone(), Some(reason.clone())));
    }
    let doc = docs.iter().find(|d| d.source.doc == placed.doc)?;
    // Who told it in a call is the same voice where a page quotes it.
    if let Some(call) = &doc.source.call {
        return heard.called(&call.who, &placed.doc).into();
    }
    matches!(doc.source.page, Some(PageKind::PoliceRelease | PageKind::CourtRecord))
        .then(|| (Root::Page, placed.doc.as_str().into(), placed.doc.as_str().into(), None))
}

/// Who is heard on the pages of one incident.
struct Heard {
    /// Publisher names of the pages, folded: outlets, whatever else they look like.
    publishers: BTreeSet<String>,
    /// The one agency that generic voices ("police", "authorities") speak for, where the pages name only one of its kind.
    agencies: BTreeMap<&'static str, Option<String>>,
    /// Pages that are, or probably are, the own pages of an outlet that is credited somewhere: key, label, why.
    outlet_of: BTreeMap<DocId, (String, Box<str>, String)>,
}

impl Heard {
    fn of(docs: &[Listed], claims: &[Placed]) -> Self {
        let publishers: BTreeSet<String> =
            docs.iter().flat_map(|d| d.source.publisher.iter().chain(&d.source.also)).map(|p| speaker::fold(p)).collect();
        let mut agencies: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        let mut credited: BTreeMap<String, (Box<str>, BTreeSet<DocId>)> = BTreeMap::new();
        // Outlets a page names: only as the one that somebody told, or also as the one that reports?
        let mut named: BTreeMap<DocId, BTreeMap<String, (Box<str>, bool)>> = BTreeMap::new();
        for placed in claims {
            let chain = &placed.claim.attribution.chain;
            for (at, cited) in chain.iter().enumerate() {
                match speaker::read(&cited.name, &publishers) {
                    Speaker::Agency(sort, place) if !place.is_empty() => {
                        agencies.entry(sort).or_default().insert(place);
                    }
                    Speaker::Outlet(key) => {
                        let cue = |c: &rashomon_model::Cited| c.cue.as_ref().map(|q| q.exact().to_lowercase()).unwrap_or_default();
                        let told =
                            at > 0 && (cue(cited).contains("told") || chain.get(at - 1).is_some_and(|v| cue(v).contains("told") || v.cue.is_none()));
                        let entry = named.entry(placed.doc.clone()).or_default().entry(key.clone()).or_insert((cited.name.clone(), true));
                        entry.1 &= told;
                        if !told {
                            credited.entry(key).or_insert_with(|| (cited.name.clone(), BTreeSet::new())).1.insert(placed.doc.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
        let agencies = agencies.into_iter().map(|(sort, places)| (sort, (places.len() == 1).then(|| places.into_iter().next()).flatten())).collect();
        let mut outlet_of = BTreeMap::new();
        for doc in docs {
            let id = &doc.source.doc;
            let names: Vec<String> = doc.source.publisher.iter().chain(&doc.source.also).map(|p| speaker::fold(p)).collect();
            let elsewhere = |key: &str| credited.get(key).is_some_and(|(_, pages)| pages.iter().any(|p| p != id));
            if let Some(key) = names.iter().map(|n| speaker::outlet_key(n)).find(|k| elsewhere(k)) {
                let label = credited[&key].0.clone();
                let why = match doc.source.url {
                    Some(_) => format!("{id} is the page of {label}, which another page credits"),
                    // Without an address only its words name the outlet.
                    None => format!("{id} is by its words probably the page of {label}, which another page credits"),
                };
                outlet_of.insert(id.clone(), (key, label, why));
                continue;
            }
            let outlets = named.get(id).map(|n| n.iter().collect::<Vec<_>>()).unwrap_or_default();
            if let ([(key, (label, true))], None) = (outlets.as_slice(), &doc.source.publisher)
                && elsewhere(key)
            {
                let why = format!("{id} is probably the page of {label}: its people told {label}, and it credits no other outlet");
                outlet_of.insert(id.clone(), ((*key).clone(), label.clone(), why));
            }
        }
        Self { publishers, agencies, outlet_of }
    }

    /// The root of an attributed claim; `None` where the page speaks for itself.
    fn root(&self, placed: &Placed) -> Option<Found> {
        let mut outlet = None;
        for cited in &placed.claim.attribution.chain {
            let found = self.called(&cited.name, &placed.doc);
            if found.0 == Root::Outlet {
                outlet.get_or_insert(found);
                continue;
            }
            return Some(found);
        }
        outlet
    }

    /// Who is behind a name on a page.
    fn called(&self, name: &str, doc: &DocId) -> Found {
        let label = name.into();
        match speaker::read(name, &self.publishers) {
            Speaker::Outlet(key) => (Root::Outlet, key, label, None),
            Speaker::Person(key) => (Root::Voice, key, label, None),
            Speaker::Agency(sort, place) if place.is_empty() => {
                let place = self.agencies.get(sort).cloned().flatten().unwrap_or_default();
                (Root::Voice, format!("{sort} {place}"), label, None)
            }
            Speaker::Agency(sort, place) => (Root::Voice, format!("{sort} {place}"), label, None),
            // Witnesses of two pages may be two people.
            Speaker::Somebody(key) => (Root::Voice, format!("{key} on {doc}"), label, None),
        }
    }
}

#[cfg(test)]
mod tests;
