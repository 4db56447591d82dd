//! What people decide about grouping: what they pointed at, whether it contradicts what was decided before, and what became
//! of an incident whose id is gone.

use rashomon_model::judgement::contradicted;
use rashomon_model::{DocId, IncidentId, Judgement, JudgementId, NonEmpty, Point, Ruling, Side};
use rashomon_register::key::AccountKey;
use rashomon_store::ledger::Decision;
use rashomon_store::wire::Incident;
use rashomon_store::wire::kept::Undo;
use rashomon_store::{Result, Store};

use crate::keep::Program;
use crate::settle::settle;
use crate::view::View;

/// What a word of a person names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An incident.
    Incident(String),
    /// A document, and the incidents that it tells of.
    Document(String, Vec<String>),
    /// Several incidents, or several documents, whose ids begin so.
    Several(Vec<String>),
    /// Nothing.
    Nothing,
}

/// An incident, a document, or an incident that was, with a line that says what became of it.
pub fn named(view: &View<'_>, store: &Store, word: &str) -> Result<(Named, Option<String>)> {
    let ids = view.ids(word)?;
    if ids.iter().any(|id| id == word) {
        return Ok((Named::Incident(word.into()), None));
    }
    let tells = view.of_document(word)?;
    if !tells.is_empty() {
        return Ok((Named::Document(word.into(), tells), None));
    }
    Ok(match ids.as_slice() {
        [only] => (Named::Incident(only.clone()), None),
        [] => match became(view, store, word)? {
            Some((id, line)) => (Named::Incident(id), Some(line)),
            None => (document(view, store, word)?, None),
        },
        _ => (Named::Several(ids), None),
    })
}

/// Documents are told apart by so many of their names' beginnings.
const ALIKE: usize = 256;

/// The document whose name begins so, of those that tell of an incident.
fn document(view: &View<'_>, store: &Store, word: &str) -> Result<Named> {
    let mut tell: Vec<(String, Vec<String>)> = Vec::new();
    for doc in if word.is_empty() { Vec::new() } else { store.names(word, ALIKE)? } {
        let ids = view.of_document(&doc)?;
        if !ids.is_empty() {
            tell.push((doc, ids));
        }
    }
    Ok(match tell.len() {
        0 => Named::Nothing,
        1 => tell.pop().map_or(Named::Nothing, |(doc, ids)| Named::Document(doc, ids)),
        _ => Named::Several(tell.into_iter().map(|(doc, _)| doc).collect()),
    })
}

/// What became of an incident that a decision, or its undoing, named by an id that begins so.
fn became(view: &View<'_>, store: &Store, word: &str) -> Result<Option<(String, String)>> {
    for decision in store.decisions()?.iter().rev() {
        let (judgement, id) = (&decision.judgement, &decision.id);
        let sides = judgement.ruling.sides().into_iter().flat_map(|(a, b)| [a, b]);
        let said = format!("{} judged: {} ({id})", judgement.by, judgement.ruling.word());
        let undone = decision.undone.as_ref().map(|u| (&u.was, format!("{} undid {id}", u.by)));
        let after = undone.iter().flat_map(|(was, line)| was.iter().map(move |side| (side, line.as_str())));
        for (side, line) in after.chain(sides.map(|side| (side, said.as_str()))) {
            let Some(old) = side.was.as_ref().filter(|old| old.as_str().starts_with(word)) else { continue };
            for point in side.points() {
                if let Some(now) = of_point(view, &point)? {
                    return Ok(Some((now.clone(), format!("{old} is {now} now: {line}"))));
                }
            }
        }
    }
    Ok(None)
}

/// The side that an incident or a document stands for. A document stands for what it is about; where it is about nothing, for what it tells if
/// that is one incident's.
pub fn side(view: &View<'_>, named: &Named) -> Result<Option<Side>> {
    match named {
        Named::Document(doc, ids) => {
            let doc = DocId::new(doc);
            for id in ids {
                if view.accounts(id)?.iter().any(|k| k.main && k.doc == doc) {
                    return Ok(Some(Side::of(doc)));
                }
            }
            let [only] = ids.as_slice() else { return Ok(None) };
            Ok(reports(view, only, &|d| *d == doc)?)
        }
        Named::Incident(id) => Ok(reports(view, id, &|_| true)?.map(|side| Side { was: Some(IncidentId::named(id)), ..side })),
        Named::Several(_) | Named::Nothing => Ok(None),
    }
}

/// The incident that a decision points at.
pub fn of_point(view: &View<'_>, point: &Point<'_>) -> Result<Option<String>> {
    for id in view.of_document(point.doc.as_str())? {
        if view.accounts(&id)?.iter().any(|k| k.is_meant(point)) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The reports of an incident as a side: those that are about it, then those that tell of it beside something else, with their words.
pub fn reports(view: &View<'_>, id: &str, which: &dyn Fn(&DocId) -> bool) -> Result<Option<Side>> {
    let (accounts, incident) = (view.accounts(id)?, view.incident(id)?);
    let listed: Vec<DocId> =
        incident.as_deref().and_then(Incident::from_json).iter().flat_map(|i| &i.documents).map(|l| DocId::new(&l.doc_id)).collect();
    let is_main = |doc: &DocId| accounts.iter().any(|k| k.main && k.doc == *doc);
    let (main, also): (Vec<DocId>, Vec<DocId>) = listed.into_iter().filter(|doc| which(doc)).partition(is_main);
    let beside = accounts.iter().filter(|k| also.contains(&k.doc)).filter_map(AccountKey::words).collect();
    Ok(NonEmpty::new([main, also].concat()).map(|docs| Side { docs, beside, was: None }))
}

/// What came of deciding.
#[derive(Debug)]
pub enum Decided {
    /// It stands, and the register follows it.
    Kept(Judgement),
    /// It stood already.
    Already(Judgement),
    /// It contradicts what stands: nothing was written.
    Refused(Vec<Judgement>),
}

/// Decides, unless it contradicts what was decided, and brings the register up to it.
pub fn decide(store: &mut Store, program: &Program, judgement: Judgement) -> Result<Decided> {
    loop {
        let head = store.head()?;
        let standing = store.judgements()?;
        if let Some(already) =
            standing.iter().find(|j| means(&j.ruling, &judgement.ruling) && (!is_said(&j.ruling) || j.because == judgement.because))
        {
            return Ok(Decided::Already(already.clone()));
        }
        let against = contradicted(&judgement.ruling, &standing);
        if !against.is_empty() {
            return Ok(Decided::Refused(against.into_iter().cloned().collect()));
        }
        let mut batch = store.batch()?;
        if batch.head() != head {
            continue; // another process wrote meanwhile: look again
        }
        batch.judge(&judgement)?;
        batch.commit(&jiff::Timestamp::now().to_string())?;
        settle(store, program)?;
        return Ok(Decided::Kept(judgement));
    }
}

/// Whether two rulings say the same of the same documents, whichever side comes first.
fn means(a: &Ruling, b: &Ruling) -> bool {
    let (Some((x, y)), Some((p, q))) = (a.sides(), b.sides()) else { return a == b };
    a.word() == b.word() && (x.points().eq(p.points()) && y.points().eq(q.points()) || x.points().eq(q.points()) && y.points().eq(p.points()))
}

/// Whether what was decided is what was said: two remarks on one thing are two.
fn is_said(ruling: &Ruling) -> bool {
    matches!(ruling, Ruling::Note(..) | Ruling::Reply(..))
}

/// What came of undoing.
#[derive(Debug)]
pub enum Undone {
    /// It counts no more.
    Done(Box<Decision>),
    /// No decision stands, or none of that id.
    Nothing,
    /// Several begin so.
    Several(Vec<JudgementId>),
}

/// Takes back the decision whose id begins so, or the last one that stands.
pub fn undo(store: &mut Store, program: &Program, id: Option<&str>, by: &str, because: &str) -> Result<Undone> {
    let standing: Vec<Decision> = store.decisions()?.into_iter().filter(|d| d.undone.is_none()).collect();
    let found: Vec<&Decision> = match id {
        None => standing.last().into_iter().collect(),
        Some(beginning) => standing.iter().filter(|d| d.id.as_str().starts_with(beginning)).collect(),
    };
    let decision = match found.as_slice() {
        [] => return Ok(Undone::Nothing),
        [one] => (*one).clone(),
        several => return Ok(Undone::Several(several.iter().map(|d| d.id.clone()).collect())),
    };
    let was = {
        let view = View::of(store, program, None)?;
        let points = decision.judgement.ruling.sides().into_iter().flat_map(|(a, b)| a.points().chain(b.points()));
        let mut was: Vec<Side> = Vec::new();
        for point in points {
            if let Some(id) = of_point(&view, &point)?
                && was.iter().all(|s| s.was.as_ref().is_none_or(|w| w.as_str() != id))
            {
                was.extend(side(&view, &Named::Incident(id))?);
            }
        }
        was
    };
    let mut batch = store.batch()?;
    batch.undo(&decision.id, &Undo { by: by.into(), because: because.into(), was })?;
    batch.commit(&jiff::Timestamp::now().to_string())?;
    settle(store, program)?;
    Ok(Undone::Done(Box::new(decision)))
}
