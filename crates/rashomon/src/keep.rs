//! Keeping a register: adding in acknowledged batches, taking back, and bringing what is derived up to the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use rashomon_claims::Models;
use rashomon_model::{Document, Kinds, Notice};
use rashomon_store::cache::{Packed, State};
use rashomon_store::check::Fault;
use rashomon_store::ledger::{Hash, InForce, Kept, Prepared};
use rashomon_store::search::Words;
use rashomon_store::wire;
use rashomon_store::wire::kept::{Given, Reading};
use rashomon_store::{Error, Result, Store};
use rayon::prelude::*;

use crate::input::Input;
use crate::pipeline;

/// The kinds at hand, and the keys under which what they make is stored.
#[derive(Debug)]
pub struct Program {
    /// The kinds.
    pub kinds: Kinds,
    /// Stands for everything that a reading depends on besides its document.
    pub reads: String,
    /// Stands for everything that an incident depends on besides documents and judgements.
    pub joins: String,
}

impl Program {
    /// This program with these kinds.
    pub fn new(kinds: Kinds) -> Self {
        let reads = format!("{}-{}", env!("RASHOMON_READS"), kinds.hash());
        let joins = format!("{reads}-{}", env!("RASHOMON_JOINS"));
        Self { kinds, reads, joins }
    }
}

/// Documents of a batch: no more than this, …
const BATCH: usize = 256;
/// … and no more than a second's work.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// What came of the inputs, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub new: usize,
    pub same: usize,
    pub changed: usize,
    pub set_aside: usize,
}

/// Something to tell about an input.
#[derive(Clone, Debug)]
pub struct Told {
    /// Document or input.
    pub name: String,
    /// What.
    pub notice: Notice,
    /// Nothing came of it.
    pub set_aside: bool,
}

/// A batch that is on the disk.
#[derive(Debug)]
pub struct Committed {
    /// Number of the batch in this command, from 1.
    pub batch: usize,
    /// Documents of it, by name.
    pub documents: Vec<(String, Kept)>,
    /// All so far.
    pub counts: Counts,
    /// What was noticed in it.
    pub told: Vec<Told>,
    /// Inputs wholly read so far.
    pub inputs: usize,
}

/// One part of an input on its way into a batch.
struct Part {
    input: String,
    given: std::result::Result<Given, Notice>,
    bytes: Hash,
}

/// Adds all inputs, batch by batch; `each` is called after a batch is on the disk. Stops between batches when `stop` is
/// set. The derived tables are left as they are: see [`settle`].
pub fn add(store: &mut Store, inputs: &[Input], program: &Program, stop: &AtomicBool, each: &mut dyn FnMut(Committed)) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut batches = 0;
    let mut waiting: Vec<Part> = Vec::new();
    let mut since = Instant::now();
    for (n, input) in inputs.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return Ok(counts);
        }
        match input.page() {
            Ok(page) => {
                let bytes: Hash = rashomon_store::ledger::hash(&page.bytes);
                let parts = pipeline::caught(|| rashomon_reader::split(&page)).unwrap_or_else(|notice| vec![Err(notice)]);
                drop(page);
                for part in parts {
                    waiting.push(Part { input: input.name.clone(), given: part.map(pipeline::given), bytes });
                    if waiting.len() >= BATCH {
                        batches += 1;
                        each(commit(store, std::mem::take(&mut waiting), program, &mut counts, batches, n)?);
                        since = Instant::now();
                        if stop.load(Ordering::Relaxed) {
                            return Ok(counts);
                        }
                    }
                }
            }
            Err(e) => {
                let hint = format!("{}: cannot be read: {e}", input.name);
                waiting.push(Part {
                    input: input.name.clone(),
                    given: Err(Notice { id: "unreadable".into(), start: 0, end: 0, hint: hint.into() }),
                    bytes: [0; 32],
                });
            }
        }
        if !waiting.is_empty() && (since.elapsed() >= BATCH_TIME || n + 1 == inputs.len()) {
            batches += 1;
            each(commit(store, std::mem::take(&mut waiting), program, &mut counts, batches, n + 1)?);
            since = Instant::now();
        }
    }
    Ok(counts)
}

/// Reads a batch on all threads and commits it with its readings. What the register holds already is not read for
/// claims again, so that a command that was interrupted goes on where it stopped.
fn commit(store: &mut Store, parts: Vec<Part>, program: &Program, counts: &mut Counts, number: usize, inputs: usize) -> Result<Committed> {
    let documents: Vec<_> = parts
        .into_par_iter()
        .map(|Part { input, given, bytes }| {
            let read = given.and_then(|given| {
                let (document, noticed) = pipeline::document(&given)?;
                let prepared = Prepared::new(document.id().as_str(), &given);
                Ok((document, noticed, prepared))
            });
            (input, bytes, read)
        })
        .collect();
    let mut held = Vec::with_capacity(documents.len());
    for (_, _, read) in &documents {
        held.push(match read {
            Ok((_, _, prepared)) => store.holds(prepared)?,
            Err(_) => false,
        });
    }
    let made: Vec<_> = documents
        .into_par_iter()
        .zip(held)
        .map(|((input, bytes, read), held)| {
            let made = read.and_then(|(document, noticed, prepared)| {
                let told = if held { None } else { Some(pipeline::tell(&document, &noticed, &program.kinds, Models::embedded())?) };
                Ok((document.id().to_string(), prepared, told.map(|reading| (Packed::new(&reading), reading.notices))))
            });
            (input, bytes, made)
        })
        .collect();
    let mut batch = store.batch()?;
    let mut committed = Committed { batch: number, documents: Vec::new(), counts: *counts, told: Vec::new(), inputs };
    for (input, bytes, read) in made {
        match read {
            Ok((doc_id, prepared, told)) => {
                let kept = batch.document(&prepared)?;
                match kept {
                    Kept::New(_) => counts.new += 1,
                    Kept::Same => counts.same += 1,
                    Kept::Changed(_) => {
                        counts.changed += 1;
                        let hint = format!(
                            "{doc_id} is in the register with other words; both are kept, and the one with the larger content hash counts, in whatever order they come"
                        );
                        let notice = Notice { id: "same-name-other-words".into(), start: 0, end: 0, hint: hint.into() };
                        committed.told.push(Told { name: doc_id.clone(), notice, set_aside: false });
                    }
                }
                if let (Kept::New(seq) | Kept::Changed(seq), Some((packed, notices))) = (kept, told) {
                    batch.reading(seq, &program.reads, &packed)?;
                    committed.told.extend(notices.into_iter().map(|n| Told {
                        name: doc_id.clone(),
                        notice: Notice { id: n.id.into(), start: n.start, end: n.end, hint: n.hint.into() },
                        set_aside: false,
                    }));
                }
                committed.documents.push((doc_id, kept));
            }
            Err(notice) => {
                counts.set_aside += 1;
                batch.set_aside(&input, &notice, &bytes)?;
                committed.told.push(Told { name: input, notice, set_aside: true });
            }
        }
    }
    // The one clock of the program: when a batch was acknowledged. It reaches no export.
    batch.commit(&jiff::Timestamp::now().to_string())?;
    committed.counts = *counts;
    Ok(committed)
}

/// Takes documents back; those that are not in force are returned.
pub fn remove(store: &mut Store, doc_ids: &[String], because: &str) -> Result<Vec<String>> {
    let mut batch = store.batch()?;
    let mut unknown = Vec::new();
    for doc_id in doc_ids {
        if !batch.retract(doc_id, because)? {
            unknown.push(doc_id.clone());
        }
    }
    batch.commit(&jiff::Timestamp::now().to_string())?;
    Ok(unknown)
}

/// Brings the derived tables up to the ledger; gives the incidents.
pub fn settle(store: &mut Store, program: &Program) -> Result<Vec<wire::Incident>> {
    loop {
        let head = store.head()?;
        let in_force = store.in_force()?;
        let (readings, anew) = readings(store, program, &in_force, None)?;
        store.put_readings(&anew, &program.reads)?;
        let incidents = pipeline::register(readings, &store.judgements()?, &program.kinds);
        let seqs: BTreeSet<i64> = in_force.values().map(|d| d.seq).collect();
        let missing = store.unindexed(&seqs)?;
        let mut found = Vec::with_capacity(missing.len());
        for seqs in missing.chunks(BATCH) {
            let given = given(store, seqs)?;
            found.par_extend(given.into_par_iter().map(|(seq, given)| {
                let words = pipeline::caught(|| pipeline::words(&rashomon_reader::read_raw(&pipeline::raw(&given)).0));
                (seq, words.unwrap_or_else(|_| Words::default()))
            }));
        }
        if store.settle(&incidents, &seqs, &found, &head, &program.joins)? {
            return Ok(incidents);
        }
        // Another process added meanwhile: build what it left.
    }
}

/// The incidents as exported, one call each, by id: stored ones where they stand for the ledger, else built in memory.
/// `as_of`: only documents that could be known by that day count.
pub fn each_incident<E: From<Error>>(
    store: &Store,
    program: &Program,
    as_of: Option<Date>,
    mut each: impl FnMut(&str) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    if as_of.is_none() && store.state(&program.joins)? == State::Fresh {
        return store.incidents(each);
    }
    let (readings, _) = readings(store, program, &store.in_force()?, as_of)?;
    for incident in pipeline::register(readings, &store.judgements()?, &program.kinds) {
        each(&incident.to_json())?;
    }
    Ok(())
}

/// The incidents' lines in `list`, by id.
pub fn lines(store: &Store, program: &Program, as_of: Option<Date>) -> Result<Vec<wire::Line>> {
    if as_of.is_none() && store.state(&program.joins)? == State::Fresh {
        return store.lines();
    }
    let (readings, _) = readings(store, program, &store.in_force()?, as_of)?;
    Ok(pipeline::register(readings, &store.judgements()?, &program.kinds).iter().map(wire::Incident::line).collect())
}

fn given(store: &Store, seqs: &[i64]) -> Result<Vec<(i64, Given)>> {
    seqs.iter().map(|&seq| Ok((seq, store.given(seq)?))).collect()
}

/// Readings to store, by the sequence number of their document.
type Anew = Vec<(i64, Packed)>;

/// What every document in force tells, by name, and the readings that were not stored and had to be made.
fn readings(store: &Store, program: &Program, in_force: &BTreeMap<String, InForce>, as_of: Option<Date>) -> Result<(Vec<Reading>, Anew)> {
    let mut all = Vec::with_capacity(in_force.len());
    let mut anew = Vec::new();
    let documents: Vec<_> = in_force.values().map(|d| d.seq).collect();
    for seqs in documents.chunks(BATCH) {
        let stored = store.readings(seqs, &program.reads)?;
        let missing: Vec<_> = seqs.iter().zip(&stored).filter(|(_, s)| s.is_none()).map(|(&seq, _)| seq).collect();
        let given = given(store, &missing)?;
        let made: Vec<_> = given
            .into_par_iter()
            .map(|(seq, given)| {
                // It was read once, else it would not be in the ledger; should this program fail on it, it tells nothing.
                let reading = pipeline::read(&given, &program.kinds, Models::embedded()).ok().map(|(_, reading)| reading);
                let packed = reading.as_ref().map(|r| (seq, Packed::new(r)));
                (reading, packed)
            })
            .collect();
        let (mut made, packed): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        anew.extend(packed.into_iter().flatten());
        made.reverse();
        all.extend(stored.into_iter().filter_map(|s| s.or_else(|| made.pop().flatten())));
    }
    if let Some(day) = as_of {
        all.retain(|r| r.source.known_by().is_some_and(|known| known <= day));
    }
    Ok((all, anew))
}

/// The documents of a register, to be shown beside what they tell.
#[derive(Debug)]
pub struct Texts<'s> {
    store: &'s Store,
    in_force: BTreeMap<String, InForce>,
}

impl<'s> Texts<'s> {
    /// Of a register.
    pub fn of(store: &'s Store) -> Result<Self> {
        Ok(Self { store, in_force: store.in_force()? })
    }
    /// Those of one incident, by id.
    pub fn of_incident(&self, incident: &wire::Incident) -> Result<BTreeMap<String, Document>> {
        let listed = incident.documents.iter().filter_map(|d| self.in_force.get(&d.doc_id).map(|found| (d.doc_id.clone(), found.seq)));
        listed.map(|(doc_id, seq)| Ok((doc_id, rashomon_reader::read_raw(&pipeline::raw(&self.store.given(seq)?)).0))).collect()
    }
}

/// What a check found.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Report {
    pub faults: Vec<Fault>,
    /// The ledger holds more than was built.
    pub stale: bool,
    pub documents: usize,
    pub incidents: usize,
    pub quotes: usize,
}

/// Checks every row, cuts every quote again from its document, and compares what is derived with a rebuild.
pub fn check(store: &Store, program: &Program) -> Report {
    let mut report = Report { faults: store.check_file(), ..Report::default() };
    report.faults.extend(store.check_ledger(true));
    report.faults.extend(store.check_derived());
    if report.faults.iter().any(|f| !f.is_derived()) {
        return report;
    }
    if let Err(e) = check_again(store, program, &mut report) {
        report.faults.push(Fault { table: "reading", what: e.to_string() });
    }
    report
}

fn check_again(store: &Store, program: &Program, report: &mut Report) -> Result<()> {
    let in_force = store.in_force()?;
    report.documents = in_force.len();
    report.stale = store.state(&program.joins)? == State::Stale;
    let documents: Vec<_> = in_force.iter().map(|(name, d)| (name, d.seq)).collect();
    let mut all = Vec::with_capacity(documents.len());
    for chunk in documents.chunks(BATCH) {
        let seqs: Vec<_> = chunk.iter().map(|(_, seq)| *seq).collect();
        let stored = store.readings(&seqs, &program.reads)?;
        let work: Vec<_> = given(store, &seqs)?.into_iter().zip(stored).zip(chunk).collect();
        let read: Vec<_> = work
            .into_par_iter()
            .map(|(((_, given), stored), (name, _))| {
                let mut faults = Vec::new();
                let mut quotes = 0;
                let made = pipeline::read(&given, &program.kinds, Models::embedded()).ok();
                if let (Some((document, reading)), Some(stored)) = (&made, &stored) {
                    for (what, quote) in stored.quotes() {
                        quotes += 1;
                        if !document.requote(quote) {
                            faults.push(Fault { table: "reading", what: format!("{name}: the words of {what} do not stand where it says") });
                        }
                    }
                    if reading != stored {
                        faults.push(Fault { table: "reading", what: format!("what {name} tells is not what its document gives") });
                    }
                }
                (made.map(|(_, reading)| reading), quotes, faults)
            })
            .collect();
        for (reading, quotes, faults) in read {
            all.extend(reading);
            report.quotes += quotes;
            report.faults.extend(faults);
        }
    }
    if report.stale {
        return Ok(());
    }
    let mut built = pipeline::register(all, &store.judgements()?, &program.kinds).into_iter();
    store.incidents(|stored| -> Result<()> {
        report.incidents += 1;
        match built.next() {
            Some(incident) if incident.to_json() == stored => {}
            Some(incident) => {
                report.faults.push(Fault { table: "incident", what: format!("incident {} is not what a rebuild gives", incident.incident_id) });
            }
            None => report.faults.push(Fault { table: "incident", what: "an incident is stored that a rebuild does not give".into() }),
        }
        Ok(())
    })?;
    for incident in built {
        report.faults.push(Fault { table: "incident", what: format!("incident {} is missing", incident.incident_id) });
    }
    Ok(())
}
