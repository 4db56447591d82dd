//! Bringing what is derived up to the ledger: only what a change can reach, or all of it.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::{DocId, Ruling};
use rashomon_register::key::AccountKey;
use rashomon_register::neighbourhood::{Change, reach};
use rashomon_register::resolve::{self, Group};
use rashomon_register::shelf::{Seat, Shelf as _, carries};
use rashomon_store::accounts::{Account, Known};
pub use rashomon_store::cache::Totals;
use rashomon_store::cache::{Packed, PackedIncident, Settling, Since, State};
use rashomon_store::ledger::Hash;
use rashomon_store::search::Words;
use rashomon_store::wire::Incident;
use rashomon_store::wire::kept::Given;
use rashomon_store::{Result, Store};
use rayon::prelude::*;

use crate::keep::Program;
use crate::shelf::{self, Stored, incident_id};
use crate::view::{CHUNK, Plan, read_anew};
use crate::{facts, pipeline};

/// When more than one document in so many changed, it is quicker to build all anew.
const MANY: usize = 5;

/// Brings the derived tables up to the ledger. No more than a chunk of documents and one of incidents is in memory.
pub fn settle(store: &mut Store, program: &Program) -> Result<Totals> {
    loop {
        let head = store.head()?;
        let done = match store.since(&program.joins)? {
            Some(_) if store.state(&program.joins)? == State::Fresh => true,
            Some(since) if since.changed.len() * MANY <= since.held => grow(store, program, &head, &since)?,
            _ => build(store, program, &head)?,
        };
        // Otherwise another process wrote meanwhile: build what it left.
        if done {
            return store.totals();
        }
    }
}

/// All of it anew; false when the ledger moved on.
fn build(store: &mut Store, program: &Program, head: &Hash) -> Result<bool> {
    let in_force = store.in_force()?;
    let seqs: BTreeSet<i64> = in_force.values().map(|d| d.seq).collect();
    let documents: Vec<i64> = seqs.iter().copied().collect();
    for chunk in documents.chunks(CHUNK) {
        let anew: Vec<_> = read_anew(store, program, chunk)?.into_iter().collect();
        if !anew.is_empty() {
            store.put_readings(&anew, &program.reads)?;
        }
    }
    let plan = Plan::of(store, program, &in_force, None)?;
    let Some(settling) = store.settling(head)? else { return Ok(false) };
    settling.clear(&seqs)?;
    for chunk in store.unindexed(&seqs)?.chunks(CHUNK) {
        index(store, &settling, chunk)?;
    }
    let mut postings: Vec<(i64, Known, Seat)> = Vec::new();
    for (id, group) in &plan.groups {
        for seat in &group.members {
            let Some(key) = plan.keys.get(*seat as usize) else { continue };
            let Some(page) = plan.pages.get(&key.doc).copied() else { continue };
            let account = shelf::account(*seat, key, page, id.to_string());
            settling.account(&account)?;
            // In the order of the table, in which rows are put fastest.
            postings.extend(carries(key).into_iter().map(|token| (token as i64, account.known, *seat)));
        }
    }
    postings.sort_unstable();
    for (token, known, seat) in &postings {
        settling.post(*token as u64, *known, *seat)?;
    }
    drop(postings);
    plan.each(store, program, stored, |packed| settling.incident(&packed))?;
    settling.finish(&program.joins)?;
    Ok(true)
}

/// Only what the change can reach; false when the ledger moved on.
fn grow(store: &Store, program: &Program, head: &Hash, since: &Since) -> Result<bool> {
    let Some(settling) = store.settling(head)? else { return Ok(false) };
    let judgements = store.judgements()?;

    // Off the shelf …
    let mut removed: Vec<AccountKey> = Vec::new();
    let mut stale: BTreeSet<String> = BTreeSet::new();
    for seq in since.changed.values().filter_map(|(was, _)| *was) {
        for account in store.accounts_of(seq)? {
            let key = shelf::unpack(&account.key).ok_or_else(|| store.damaged(format!("account: the key of {} cannot be read", account.id)))?;
            settling.remove_account(&account, &carries(&key))?;
            stale.insert(account.incident);
            removed.push(key);
        }
        settling.forget(seq)?;
    }
    since.beside.iter().try_for_each(|seq| settling.forget(*seq))?;
    // … and onto it.
    let mut added: Vec<Seat> = Vec::new();
    let mut seat = store.next_seat()?;
    let coming: Vec<i64> = since.changed.values().filter_map(|(_, is)| *is).collect();
    for chunk in coming.chunks(CHUNK) {
        for (seq, packed) in read_anew(store, program, chunk)? {
            settling.reading(seq, &program.reads, &packed)?;
        }
        index(store, &settling, chunk)?;
        for seq in chunk {
            let Some(reading) = store.reading(*seq, &program.reads)?.as_ref().and_then(Packed::unpack) else { continue };
            let page = shelf::Page { seq: *seq, known: Known::by(reading.source.known_by()) };
            for key in rashomon_register::keys(&reading.source, &reading.telling) {
                let account = shelf::account(seat, &key, page, String::new());
                settling.account(&account)?;
                carries(&key).into_iter().try_for_each(|token| settling.post(token, account.known, seat))?;
                added.push(seat);
                seat += 1;
            }
        }
    }

    let shelf = Stored::of(store, Known::EVER)?;
    let judged = judged(store, since)?;
    let mut reached = reach(&shelf, &Change { added: &added, removed: &removed, judged: &judged }, &judgements)?;
    // A decision is shown wherever its documents stand, even where it binds nothing.
    for doc in &judged {
        if let Some(seq) = store.settled(doc.as_str())? {
            reached.relink.extend(store.accounts_of(seq)?.iter().map(|a| a.seat));
        }
    }
    let incident_of = |seat: &Seat| -> Result<Option<String>> { Ok(store.account(*seat)?.map(|a| a.incident).filter(|id| !id.is_empty())) };
    for seat in &reached.regroup {
        stale.extend(incident_of(seat)?);
    }
    let mut alike: BTreeSet<String> = BTreeSet::new();
    for seat in reached.relink.difference(&reached.regroup) {
        alike.extend(incident_of(seat)?.filter(|id| !stale.contains(id)));
    }
    let mut groups = resolve::groups(&shelf, &reached.regroup.iter().copied().collect::<Vec<_>>(), &judgements)?;
    for id in &alike {
        let members: Vec<Seat> = store.members(id)?.iter().map(|a| a.seat).collect();
        groups.extend(resolve::linked(&shelf, &members, &judgements)?);
    }
    stale.iter().chain(&alike).try_for_each(|id| settling.remove_incident(id))?;
    for chunk in groups.chunks(CHUNK) {
        place(store, program, &settling, &shelf, chunk, &judgements)?;
    }
    settling.finish(&program.joins)?;
    Ok(true)
}

/// Builds the incidents of these groups and stores which accounts are in them.
fn place(
    store: &Store,
    program: &Program,
    settling: &Settling<'_>,
    shelf: &Stored<'_>,
    groups: &[Group],
    judgements: &[rashomon_model::Judgement],
) -> Result<()> {
    let mut work = Vec::with_capacity(groups.len());
    for group in groups {
        let members = group.members.iter().map(|seat| shelf.key(*seat).map(std::borrow::Cow::into_owned)).collect::<Result<Vec<_>>>()?;
        let id = incident_id(&members.iter().collect::<Vec<_>>()).to_string();
        let mut seqs: BTreeMap<DocId, i64> = BTreeMap::new();
        for (seat, key) in group.members.iter().zip(&members) {
            let Some(account) = store.account(*seat)? else { continue };
            seqs.insert(key.doc.clone(), account.seq);
            if account.incident != id {
                settling.account(&Account { incident: id.clone(), ..account })?;
            }
        }
        let packed = seqs.values().map(|seq| store.reading(*seq, &program.reads)).collect::<Result<Vec<_>>>()?;
        work.push((group, members, packed));
    }
    let made: Vec<Option<PackedIncident>> = work
        .into_par_iter()
        .map(|(group, members, packed)| {
            let readings = packed.iter().flatten().filter_map(Packed::unpack).collect();
            let members: Vec<&AccountKey> = members.iter().collect();
            pipeline::incident(&members, group, readings, judgements, &program.kinds).as_ref().map(stored)
        })
        .collect();
    made.iter().flatten().try_for_each(|incident| settling.incident(incident))
}

/// An incident with what a question needs to know of it.
fn stored(incident: &Incident) -> PackedIncident {
    PackedIncident::new(incident, facts::packed(incident), facts::packed_briefly(incident))
}

/// Documents of the decisions that were made or undone.
fn judged(store: &Store, since: &Since) -> Result<Vec<DocId>> {
    if since.decisions.is_empty() {
        return Ok(Vec::new());
    }
    let mut docs: BTreeSet<DocId> = BTreeSet::new();
    for decision in store.decisions()?.iter().filter(|d| since.decisions.contains(d.id.as_str())) {
        match &decision.judgement.ruling {
            Ruling::Same(a, b) | Ruling::NotSame(a, b) | Ruling::Unsure(a, b) => docs.extend(a.docs.iter().chain(&b.docs).cloned()),
            ruling => docs.extend(ruling.docs().into_iter().cloned()),
        }
    }
    Ok(docs.into_iter().collect())
}

/// Puts the words of these documents into the search index.
fn index(store: &Store, settling: &Settling<'_>, seqs: &[i64]) -> Result<()> {
    let given: Vec<(i64, Given)> = seqs.iter().map(|&seq| Ok((seq, store.given(seq)?))).collect::<Result<_>>()?;
    let found: Vec<(i64, Words)> = given
        .into_par_iter()
        .map(|(seq, given)| {
            let words = pipeline::caught(|| pipeline::words(&rashomon_reader::read_raw(&pipeline::raw(given)).0));
            (seq, words.unwrap_or_else(|_| Words::default()))
        })
        .collect();
    found.iter().try_for_each(|(seq, words)| settling.words(*seq, words))
}
