//! What a register holds: as it is stored where that stands for the ledger, else grouped in memory and built incident by incident.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rashomon_claims::Models;
use rashomon_model::{DocId, IncidentId, Judgement};
use rashomon_register::key::AccountKey;
use rashomon_register::neighbourhood::component;
use rashomon_register::query::Narrow;
use rashomon_register::resolve::{self, Comparison, Group};
use rashomon_register::shelf::{Memory, Seat, Shelf as _};
use rashomon_store::accounts::{Account, Known};
use rashomon_store::cache::{Packed, State};
use rashomon_store::ledger::InForce;
use rashomon_store::wire;
use rashomon_store::wire::kept::{Given, Reading};
use rashomon_store::{Error, Result, Store};
use rayon::prelude::*;

use crate::keep::Program;
use crate::public::Shown;
use crate::shelf::{self, Page, Stored, incident_id};
use crate::{calls, facts, pipeline};

/// Documents that are in memory at a time.
pub(crate) const CHUNK: usize = 256;

/// The incidents of a register, each built when it is asked for.
#[derive(Debug)]
pub struct View<'s> {
    store: &'s Store,
    program: &'s Program,
    as_of: Option<Date>,
    /// The derived tables stand for the ledger.
    fresh: bool,
    /// All accounts by incident, once something asked for all of them.
    plan: OnceCell<Plan>,
    /// Only what the public may see.
    shown: Option<Arc<Shown>>,
}

/// What is asked for.
enum From<'v> {
    /// The tables hold it.
    Tables,
    /// The tables hold the accounts that were known by a day; what is asked for is grouped.
    Known(Known),
    /// Everything is grouped.
    Plan(&'v Plan),
}

/// So many incidents of a day are grouped one by one; for more, all are.
const ONE_BY_ONE: usize = 32;

impl<'s> View<'s> {
    /// Of a register. `as_of`: only documents that could be known by that day count.
    pub fn of(store: &'s Store, program: &'s Program, as_of: Option<Date>) -> Result<Self> {
        let fresh = store.state(&program.joins)? == State::Fresh;
        Ok(Self { store, program, as_of, fresh, plan: OnceCell::new(), shown: None })
    }

    /// The same, as the public may see it.
    #[must_use]
    pub fn shown_as(self, shown: Arc<Shown>) -> Self {
        Self { shown: Some(shown), ..self }
    }

    /// Whether only what the public may see is seen.
    pub fn is_public(&self) -> bool {
        self.shown.is_some()
    }

    /// Where to look for all incidents.
    fn all(&self) -> Result<From<'_>> {
        if self.fresh && self.as_of.is_none() {
            return Ok(From::Tables);
        }
        if self.plan.get().is_none() {
            let _ = self.plan.set(Plan::of(self.store, self.program, &self.store.in_force()?, self.as_of)?);
        }
        Ok(self.plan.get().map_or(From::Tables, From::Plan))
    }

    /// Where to look for one.
    fn one(&self) -> Result<From<'_>> {
        match self.as_of {
            Some(day) if self.fresh && self.plan.get().is_none() => Ok(From::Known(Known::by(Some(day)))),
            _ => self.all(),
        }
    }

    /// What may leave the house: the register as it would be without its confidential calls. `as_of`, `captured_by`: as in [`View::of`] and
    /// [`View::captured_by`].
    pub fn not_confidential(store: &'s Store, program: &'s Program, as_of: Option<Date>, captured_by: Option<Date>) -> Result<Self> {
        let hidden = calls::confidential(store)?;
        if hidden.is_empty() {
            return match captured_by {
                None => Self::of(store, program, as_of),
                Some(day) => Self::captured_by(store, program, day, as_of),
            };
        }
        let mut in_force = store.in_force()?;
        in_force.retain(|name, _| !hidden.contains(&DocId::new(name)));
        if let Some(day) = captured_by {
            captured(store, program, day, &mut in_force)?;
        }
        let judgements = store.judgements()?.into_iter().filter_map(|j| j.without(&hidden)).collect();
        let plan = OnceCell::from(Plan::by(store, program, &in_force, as_of, judgements)?);
        Ok(Self { store, program, as_of, fresh: false, plan, shown: None })
    }

    /// Of the pages of a register that were captured by a day; a page without a day of capture is none of them.
    pub fn captured_by(store: &'s Store, program: &'s Program, day: Date, as_of: Option<Date>) -> Result<Self> {
        let mut in_force = store.in_force()?;
        captured(store, program, day, &mut in_force)?;
        let plan = OnceCell::from(Plan::of(store, program, &in_force, as_of)?);
        // No table holds what was captured by a day.
        Ok(Self { store, program, as_of, fresh: false, plan, shown: None })
    }

    /// The incidents as exported, one call each, by id.
    pub fn each<E: std::convert::From<Error>>(&self, mut each: impl FnMut(&str) -> std::result::Result<(), E>) -> std::result::Result<(), E> {
        let mut each = |json: &str| match &self.shown {
            None => each(json),
            Some(shown) => shown.incident(json).map_or(Ok(()), |json| each(&json)),
        };
        match self.all()? {
            From::Plan(plan) => plan.each(self.store, self.program, |i| i.to_json(), |json| each(&json)),
            _ => self.store.incidents(each),
        }
    }

    /// What a question needs to know of each incident ([`facts::packed`]), in no order; without those that cannot be asked for, as far as the tables
    /// tell without reading them.
    pub fn each_asked<E: std::convert::From<Error>>(
        &self,
        narrow: &Narrow,
        mut each: impl FnMut(&[u8]) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        if let Some(shown) = &self.shown {
            return shown.facts().try_for_each(each);
        }
        if let From::Plan(plan) = self.all()? {
            return plan.each(self.store, self.program, facts::packed, |facts| each(&facts));
        }
        let days = narrow.days.map(|days| (days.first().to_string(), days.last().to_string()));
        let days = days.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
        self.store.asked(narrow.kind.as_deref(), narrow.state.as_deref(), days, each)
    }

    /// As much of it as a brief question needs, as far as the tables have it so; else all of it.
    pub fn each_briefly<E: std::convert::From<Error>>(&self, each: impl FnMut(&[u8]) -> std::result::Result<(), E>) -> std::result::Result<(), E> {
        if self.shown.is_some() || matches!(self.all()?, From::Plan(_)) {
            return self.each_asked(&Narrow::default(), each);
        }
        self.store.briefly(each)
    }

    /// The incidents' lines in `list`, by id.
    pub fn lines(&self) -> Result<Vec<wire::Line>> {
        if let Some(shown) = &self.shown {
            return Ok(shown.lines().to_vec());
        }
        let From::Plan(plan) = self.all()? else { return self.store.lines() };
        let mut lines = Vec::with_capacity(plan.groups.len());
        plan.each(self.store, self.program, wire::Incident::line, |line| -> Result<()> {
            lines.push(line);
            Ok(())
        })?;
        Ok(lines)
    }

    /// Ids of incidents that begin so, sorted.
    pub fn ids(&self, beginning: &str) -> Result<Vec<String>> {
        let planned = |plan: &Plan| plan.groups.iter().map(|(id, _)| id.to_string()).filter(|id| id.starts_with(beginning)).collect();
        Ok(match self.one()? {
            From::Tables => self.store.incident_ids(beginning)?,
            From::Plan(plan) => planned(plan),
            From::Known(by) => {
                let leading = self.store.leading(beginning, by, ONE_BY_ONE + 1)?;
                if leading.len() > ONE_BY_ONE {
                    return Ok(if let From::Plan(plan) = self.all()? { planned(plan) } else { Vec::new() });
                }
                let mut ids = Vec::new();
                for account in leading {
                    if self.group_of(account.seat, by)?.0 == account.leads {
                        ids.push(account.leads);
                    }
                }
                ids
            }
        })
    }

    /// The incident that an account tells of by a day, and all accounts that do.
    fn group_of(&self, seat: Seat, by: Known) -> Result<(String, Group)> {
        let (shelf, judgements) = (Stored::of(self.store, by)?, self.store.judgements()?);
        let component: Vec<Seat> = component(&shelf, seat, &judgements)?.into_iter().collect();
        let group = resolve::groups(&shelf, &component, &judgements)?.into_iter().find(|g| g.members.contains(&seat));
        let group = group.ok_or_else(|| self.store.damaged(format!("account: {seat} is in no incident")))?;
        let first = group.members.first().map(|first| shelf.key(*first)).transpose()?;
        Ok((first.map(|key| incident_id(&[&*key]).to_string()).unwrap_or_default(), group))
    }

    /// Ids of the incidents that a document tells of, sorted.
    pub fn of_document(&self, doc: &str) -> Result<Vec<String>> {
        if let Some(shown) = &self.shown {
            return Ok(shown.told(doc));
        }
        let accounts = || self.store.settled(doc)?.map_or_else(|| Ok(Vec::new()), |seq| self.store.accounts_of(seq));
        let found: BTreeSet<String> = match self.one()? {
            From::Tables => accounts()?.into_iter().map(|a| a.incident).collect(),
            From::Known(by) => {
                let known = accounts()?.into_iter().filter(|a| a.known <= by);
                known.map(|a| Ok(self.group_of(a.seat, by)?.0)).collect::<Result<_>>()?
            }
            From::Plan(plan) => {
                let tells = |group: &Group| plan.members(group).iter().any(|k| k.doc.as_str() == doc);
                plan.groups.iter().filter(|(_, group)| tells(group)).map(|(id, _)| id.to_string()).collect()
            }
        };
        Ok(found.into_iter().collect())
    }

    /// One incident as exported.
    pub fn incident(&self, id: &str) -> Result<Option<String>> {
        let whole = self.whole(id)?;
        Ok(match &self.shown {
            None => whole,
            Some(shown) => whole.and_then(|json| shown.incident(&json)),
        })
    }

    fn whole(&self, id: &str) -> Result<Option<String>> {
        match self.one()? {
            From::Tables => self.store.incident(id),
            From::Plan(plan) => {
                let place = plan.groups.binary_search_by(|(of, _)| of.as_str().cmp(id));
                let Some((_, group)) = place.ok().and_then(|place| plan.groups.get(place)) else { return Ok(None) };
                let members = plan.members(group);
                let readings = plan.packed(self.store, self.program, &members)?.iter().filter_map(Packed::unpack).collect();
                Ok(pipeline::incident(&members, group, readings, &plan.judgements, &self.program.kinds).map(|i| i.to_json()))
            }
            From::Known(by) => {
                let Some((group, accounts)) = self.led(id, by)? else { return Ok(None) };
                let keys: Vec<AccountKey> = accounts.iter().filter_map(|a| shelf::unpack(&a.key)).collect();
                let seqs: BTreeSet<i64> = accounts.iter().map(|a| a.seq).collect();
                let packed: Vec<Packed> =
                    seqs.iter().map(|seq| self.store.reading(*seq, &self.program.reads)).filter_map(Result::transpose).collect::<Result<_>>()?;
                let readings = packed.iter().filter_map(Packed::unpack).collect();
                let members: Vec<&AccountKey> = keys.iter().collect();
                Ok(pipeline::incident(&members, &group, readings, &self.store.judgements()?, &self.program.kinds).map(|i| i.to_json()))
            }
        }
    }

    /// The accounts that are the incident of that id by a day.
    fn led(&self, id: &str, by: Known) -> Result<Option<(Group, Vec<Account>)>> {
        let Some(leading) = self.store.leading(id, by, 1)?.into_iter().find(|a| a.leads == id) else { return Ok(None) };
        let (of, group) = self.group_of(leading.seat, by)?;
        if of != id {
            return Ok(None);
        }
        let accounts = group.members.iter().map(|seat| self.store.account(*seat)).filter_map(Result::transpose).collect::<Result<_>>()?;
        Ok(Some((group, accounts)))
    }

    /// What grouping knows of the accounts of an incident: nothing that the public may see.
    pub fn accounts(&self, id: &str) -> Result<Vec<AccountKey>> {
        if self.is_public() {
            return Ok(Vec::new());
        }
        let unpacked = |accounts: Vec<Account>| accounts.iter().filter_map(|a| shelf::unpack(&a.key)).collect();
        Ok(match self.one()? {
            From::Tables => unpacked(self.store.members(id)?),
            From::Known(by) => self.led(id, by)?.map(|(_, accounts)| unpacked(accounts)).unwrap_or_default(),
            From::Plan(plan) => {
                let group = plan.groups.iter().find(|(of, _)| of.as_str() == id);
                group.map(|(_, group)| plan.members(group).into_iter().cloned().collect()).unwrap_or_default()
            }
        })
    }

    /// What speaks for and against the accounts of two sides being one.
    pub fn compare(&self, a: &Side<'_>, b: &Side<'_>) -> Result<Comparison> {
        match self.all()? {
            From::Plan(plan) => {
                let seats = |side: &Side<'_>| -> Vec<Seat> {
                    let of = |group: &Group| group.members.clone();
                    match side {
                        Side::Incident(id) => plan.groups.iter().find(|(i, _)| i.as_str() == *id).map(|(_, group)| of(group)).unwrap_or_default(),
                        Side::Document(doc) => {
                            let keys = plan.keys.iter().enumerate().filter(|(_, k)| k.doc.as_str() == *doc);
                            main(keys.map(|(seat, key)| (seat as Seat, key.main)).collect())
                        }
                    }
                };
                let Ok(comparison) = resolve::compare(&Memory::of(&plan.keys), &seats(a), &seats(b), &plan.judgements);
                Ok(comparison)
            }
            _ => {
                let seats = |side: &Side<'_>| -> Result<Vec<Seat>> {
                    match side {
                        Side::Incident(id) => Ok(self.store.members(id)?.iter().map(|a| a.seat).collect()),
                        Side::Document(doc) => {
                            let accounts = self.store.settled(doc)?.map_or_else(|| Ok(Vec::new()), |seq| self.store.accounts_of(seq))?;
                            Ok(main(accounts.iter().map(|a| (a.seat, shelf::unpack(&a.key).is_some_and(|k| k.main))).collect()))
                        }
                    }
                };
                resolve::compare(&Stored::of(self.store, Known::EVER)?, &seats(a)?, &seats(b)?, &self.store.judgements()?)
            }
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub enum Side<'i> {
    /// All accounts of an incident, by its id.
    Incident(&'i str),
    /// What a document is about.
    Document(&'i str),
}

/// The accounts that their document is about; all where it is about none.
fn main(accounts: Vec<(Seat, bool)>) -> Vec<Seat> {
    let any = accounts.iter().any(|(_, main)| *main);
    accounts.into_iter().filter(|(_, main)| *main || !any).map(|(seat, _)| seat).collect()
}

/// All accounts by incident, and where the documents of each lie.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Of every account, by its id; a seat is a place in this list.
    pub keys: Vec<AccountKey>,
    /// By id.
    pub groups: Vec<(IncidentId, Group)>,
    pub pages: BTreeMap<DocId, Page>,
    judgements: Vec<Judgement>,
    /// Readings that are not stored, made for this view.
    anew: BTreeMap<i64, Packed>,
}

impl Plan {
    /// Reads what is not stored, and groups all accounts by their keys; no telling is kept.
    pub(crate) fn of(store: &Store, program: &Program, in_force: &BTreeMap<String, InForce>, as_of: Option<Date>) -> Result<Self> {
        Self::by(store, program, in_force, as_of, store.judgements()?)
    }

    /// [`Plan::of`], by these judgements.
    fn by(store: &Store, program: &Program, in_force: &BTreeMap<String, InForce>, as_of: Option<Date>, judgements: Vec<Judgement>) -> Result<Self> {
        let (mut keys, mut pages, mut all_anew) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let documents: Vec<_> = in_force.values().map(|d| d.seq).collect();
        for chunk in documents.chunks(CHUNK) {
            let anew = read_anew(store, program, chunk)?;
            let mut packed: Vec<(i64, Packed)> = Vec::with_capacity(chunk.len());
            for seq in chunk {
                if !anew.contains_key(seq) {
                    packed.extend(store.reading(*seq, &program.reads)?.map(|p| (*seq, p)));
                }
            }
            let told = |(seq, packed): (&i64, &Packed)| {
                let Reading { source, telling, .. } = packed.unpack()?;
                let page = Page { seq: *seq, known: Known::by(source.known_by()) };
                let counts = as_of.is_none_or(|day| page.known <= Known::by(Some(day)));
                counts.then(|| (page, source.doc.clone(), rashomon_register::keys(&source, &telling)))
            };
            let stored: Vec<_> = packed.par_iter().filter_map(|(seq, p)| told((seq, p))).collect();
            for (page, doc, of) in stored.into_iter().chain(anew.iter().filter_map(told)) {
                pages.insert(doc, page);
                keys.extend(of);
            }
            all_anew.extend(anew);
        }
        keys.sort_by(|a: &AccountKey, b| a.account.cmp(&b.account));
        keys.dedup_by(|a, b| a.account == b.account);
        let seats: Vec<Seat> = (0..keys.len() as Seat).collect();
        let Ok(groups) = resolve::groups(&Memory::of(&keys), &seats, &judgements);
        let mut plan = Self { keys, groups: Vec::with_capacity(groups.len()), pages, judgements, anew: all_anew };
        plan.groups = groups.into_iter().map(|group| (incident_id(&plan.members(&group)), group)).collect();
        plan.groups.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(plan)
    }

    /// The keys of a group's accounts.
    fn members(&self, group: &Group) -> Vec<&AccountKey> {
        group.members.iter().filter_map(|seat| self.keys.get(*seat as usize)).collect()
    }

    /// Builds all incidents, by id, so many documents at a time; `make` runs on all threads.
    pub(crate) fn each<T: Send, E: std::convert::From<Error>>(
        &self,
        store: &Store,
        program: &Program,
        make: impl Fn(&wire::Incident) -> T + Sync,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut from = 0;
        while from < self.groups.len() {
            let mut upto = from;
            let mut work = Vec::new();
            let mut documents = 0;
            while let Some((_, group)) = self.groups.get(upto).filter(|_| documents < CHUNK) {
                let members = self.members(group);
                let packed = self.packed(store, program, &members)?;
                documents += packed.len();
                work.push((group, members, packed));
                upto += 1;
            }
            let made: Vec<Option<T>> = work
                .into_par_iter()
                .map(|(group, members, packed)| {
                    let readings = packed.iter().filter_map(Packed::unpack).collect();
                    pipeline::incident(&members, group, readings, &self.judgements, &program.kinds).as_ref().map(&make)
                })
                .collect();
            made.into_iter().flatten().try_for_each(&mut each)?;
            from = upto;
        }
        Ok(())
    }

    /// The readings of the documents of these accounts.
    fn packed(&self, store: &Store, program: &Program, members: &[&AccountKey]) -> Result<Vec<Packed>> {
        let docs: BTreeSet<&DocId> = members.iter().map(|k| &k.doc).collect();
        let mut out = Vec::with_capacity(docs.len());
        for Page { seq, .. } in docs.into_iter().filter_map(|doc| self.pages.get(doc)) {
            match self.anew.get(seq) {
                Some(packed) => out.push(packed.clone()),
                None => out.extend(store.reading(*seq, &program.reads)?),
            }
        }
        Ok(out)
    }
}

/// Leaves those documents that were captured by a day.
fn captured(store: &Store, program: &Program, day: Date, in_force: &mut BTreeMap<String, InForce>) -> Result<()> {
    let seqs: Vec<i64> = in_force.values().map(|d| d.seq).collect();
    let mut captured: BTreeSet<i64> = BTreeSet::new();
    for chunk in seqs.chunks(CHUNK) {
        let mut packed = read_anew(store, program, chunk)?;
        for seq in chunk {
            if !packed.contains_key(seq) {
                packed.extend(store.reading(*seq, &program.reads)?.map(|p| (*seq, p)));
            }
        }
        let by_then = |(seq, packed): (i64, Packed)| packed.unpack()?.source.captured.is_some_and(|captured| captured <= day).then_some(seq);
        captured.extend(packed.into_par_iter().filter_map(by_then).collect::<Vec<_>>());
    }
    in_force.retain(|_, d| captured.contains(&d.seq));
    Ok(())
}

/// Reads the documents of these ledger rows that have no stored reading.
pub(crate) fn read_anew(store: &Store, program: &Program, seqs: &[i64]) -> Result<BTreeMap<i64, Packed>> {
    let mut missing: Vec<(i64, Given)> = Vec::new();
    for seq in seqs {
        if store.reading(*seq, &program.reads)?.is_none() {
            missing.push((*seq, store.given(*seq)?));
        }
    }
    // Each was read once, else it would not be in the ledger; should this program fail on it, it tells nothing.
    let read =
        |(seq, given): (i64, Given)| pipeline::read(&given, &program.kinds, Models::embedded()).ok().map(|(_, reading)| (seq, Packed::new(&reading)));
    Ok(missing.into_par_iter().filter_map(read).collect())
}
