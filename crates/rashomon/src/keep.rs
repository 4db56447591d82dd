//! Keeping a register: adding in acknowledged batches, taking back, and checking that all is still what was written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rashomon_claims::Models;
use rashomon_model::{Document, IncidentId, Kinds, Notice};
use rashomon_register::key::AccountKey;
use rashomon_register::shelf::carries;
use rashomon_store::accounts::posting;
use rashomon_store::cache::{Packed, State};
use rashomon_store::check::Fault;
use rashomon_store::ledger::{Hash, Kept, Prepared};
use rashomon_store::wire;
use rashomon_store::wire::kept::{self, Given};
use rashomon_store::{Result, Store};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::input::Input;
use crate::redact::Redactions;
use crate::view::{CHUNK, Plan};
use crate::worker::Limits;
use crate::{pipeline, shelf, thread};

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
    /// Kept, but not read whole.
    pub quarantined: usize,
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
/// set. The derived tables are left as they are: see [`crate::settle`].
pub fn add(store: &mut Store, inputs: &[Input], program: &Program, stop: &AtomicBool, each: &mut dyn FnMut(Committed)) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut batches = 0;
    let mut waiting: Vec<Part> = Vec::new();
    let mut since = Instant::now();
    let redactions = Redactions::of(store)?;
    for (n, input) in inputs.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return Ok(counts);
        }
        for (page, bytes) in input.pages() {
            waiting.push(Part { input: input.name.clone(), given: page.map(pipeline::given), bytes });
            if waiting.len() >= BATCH || since.elapsed() >= BATCH_TIME {
                batches += 1;
                each(commit(store, std::mem::take(&mut waiting), (program, &redactions), &mut counts, batches, n)?);
                since = Instant::now();
                if stop.load(Ordering::Relaxed) {
                    return Ok(counts);
                }
            }
        }
        if !waiting.is_empty() && (since.elapsed() >= BATCH_TIME || n + 1 == inputs.len()) {
            batches += 1;
            each(commit(store, std::mem::take(&mut waiting), (program, &redactions), &mut counts, batches, n + 1)?);
            since = Instant::now();
        }
    }
    Ok(counts)
}

/// Keeps one page that came through no input.
pub fn keep(store: &mut Store, given: Given, program: &Program) -> Result<Committed> {
    let bytes = rashomon_store::ledger::hash(given.text.as_bytes());
    let redactions = Redactions::of(store)?;
    let part = Part { input: given.doc_id.clone().unwrap_or_default(), given: Ok(given), bytes };
    commit(store, vec![part], (program, &redactions), &mut Counts::default(), 1, 1)
}

/// Reads a batch on all threads and commits it with its readings. What the register holds already is not read for
/// claims again, so that a command that was interrupted goes on where it stopped.
fn commit(
    store: &mut Store,
    parts: Vec<Part>,
    (program, redactions): (&Program, &Redactions),
    counts: &mut Counts,
    number: usize,
    inputs: usize,
) -> Result<Committed> {
    let documents: Vec<_> = parts
        .into_par_iter()
        .map(|Part { input, given, bytes }| {
            let read = given.and_then(|given| {
                let (given, document, noticed) = pipeline::arriving(redactions.keep(given), Limits::FIRST)?;
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
                let degraded = noticed.into_iter().find(|n| &*n.id == DEGRADED);
                let told = told.map(|reading| (Packed::new(&reading), reading.notices));
                Ok((document.id().to_string(), prepared, told, degraded))
            });
            (input, bytes, made)
        })
        .collect();
    let mut batch = store.batch()?;
    let mut committed = Committed { batch: number, documents: Vec::new(), counts: *counts, told: Vec::new(), inputs };
    for (input, bytes, read) in made {
        match read {
            Ok((doc_id, prepared, told, degraded)) => {
                let kept = batch.document(&prepared)?;
                if let Some(notice) = degraded {
                    counts.quarantined += 1;
                    committed.told.push(Told { name: doc_id.clone(), notice, set_aside: false });
                }
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
                    committed.told.extend(notices.into_iter().filter(|n| n.id != DEGRADED).map(|n| Told {
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

/// Remembers which columns of tables hold what.
pub fn remember_columns(store: &mut Store, mapping: &str) -> Result<()> {
    let mut batch = store.batch()?;
    batch.columns(mapping)?;
    batch.commit(&jiff::Timestamp::now().to_string())
}

/// Keeps the naming profile by which public exports go.
pub fn keep_profile(store: &mut Store, name: &str, text: &str) -> Result<()> {
    let mut batch = store.batch()?;
    batch.profile(name, text)?;
    batch.commit(&jiff::Timestamp::now().to_string())
}

/// The notice of a page that is read plainly.
const DEGRADED: &str = "degraded";

/// A page that could not be read whole.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its document.
    pub doc_id: String,
    /// What happened, and the limit.
    pub degraded: kept::Degraded,
    /// How many bytes it has.
    pub bytes: usize,
    /// SHA-256 of them, in hex: what `sha256sum` says of the file.
    pub sha256: String,
    given: Given,
}

impl Held {
    /// The command that reads it again.
    pub fn retry(&self, register: &Path) -> String {
        format!("rashomon -r {} retry {}", quoted(&register.to_string_lossy()), quoted(&self.doc_id))
    }
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.into() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// The pages in force that are read plainly, by name.
pub fn quarantine(store: &Store) -> Result<Vec<Held>> {
    let mut held = Vec::new();
    for (doc_id, in_force) in store.in_force()? {
        let given = store.given(in_force.seq)?;
        let Some(markup) = &given.markup else { continue };
        let Some(degraded) = markup.degraded.clone() else { continue };
        let sha256 = Sha256::digest(&markup.bytes).iter().map(|b| format!("{b:02x}")).collect();
        held.push(Held { doc_id, degraded, bytes: markup.bytes.len(), sha256, given });
    }
    Ok(held)
}

/// Reads pages of the quarantine again, each in a batch of its own; gives those that are read whole now, and those that are not.
pub fn retry(store: &mut Store, held: &[Held], program: &Program) -> Result<(Vec<String>, Vec<Held>)> {
    let (mut read, mut left) = (Vec::new(), Vec::new());
    for page in held {
        let mut given = page.given.clone();
        if let Some(markup) = &mut given.markup {
            markup.degraded = None;
        }
        let whole = pipeline::arriving(given, Limits::AGAIN).ok().filter(|(given, ..)| given.markup.as_ref().is_some_and(|m| m.degraded.is_none()));
        let told = whole.and_then(|(given, document, noticed)| {
            let reading = pipeline::tell(&document, &noticed, &program.kinds, Models::embedded()).ok()?;
            Some((Prepared::new(&page.doc_id, &given), reading))
        });
        let Some((prepared, reading)) = told else {
            left.push(page.clone());
            continue;
        };
        let mut batch = store.batch()?;
        batch.retract(&page.doc_id, "read whole by retry")?;
        if let Kept::New(seq) | Kept::Changed(seq) = batch.document(&prepared)? {
            batch.reading(seq, &program.reads, &Packed::new(&reading))?;
        }
        batch.commit(&jiff::Timestamp::now().to_string())?;
        read.push(page.doc_id.clone());
    }
    Ok((read, left))
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

fn given(store: &Store, seqs: &[i64]) -> Result<Vec<(i64, Given)>> {
    seqs.iter().map(|&seq| Ok((seq, store.given(seq)?))).collect()
}

/// The documents of a register, to be shown beside what they tell.
#[derive(Debug)]
pub struct Texts<'s> {
    store: &'s Store,
}

impl<'s> Texts<'s> {
    /// Of a register.
    pub fn of(store: &'s Store) -> Self {
        Self { store }
    }
    /// Those of one incident, by id; and threads of its pages that are held apart from them.
    pub fn of_incident(&self, incident: &wire::Incident) -> Result<BTreeMap<String, Document>> {
        let mut documents = BTreeMap::new();
        for listed in &incident.documents {
            if let Some(seq) = self.store.in_force_under(&listed.doc_id)? {
                documents.insert(listed.doc_id.clone(), rashomon_reader::read_raw(&pipeline::raw(self.store.given(seq)?)).0);
            }
            if let Some(thread) = listed.url.as_deref().map_or(Ok(None), |url| thread::apart(self.store, url))? {
                documents.insert(thread.id().to_string(), thread);
            }
        }
        Ok(documents)
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
    for chunk in documents.chunks(CHUNK) {
        let seqs: Vec<_> = chunk.iter().map(|(_, seq)| *seq).collect();
        let mut work = Vec::with_capacity(chunk.len());
        for ((_, given), (name, seq)) in given(store, &seqs)?.into_iter().zip(chunk) {
            work.push((given, store.reading(*seq, &program.reads).unwrap_or_default(), *name));
        }
        let read: Vec<_> = work
            .into_par_iter()
            .map(|(given, packed, name)| {
                let mut faults = Vec::new();
                let mut quotes = 0;
                let made = pipeline::read(&given, &program.kinds, Models::embedded()).ok();
                if let (Some((document, reading)), Some(stored)) = (made, packed.as_ref().and_then(Packed::unpack)) {
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
                (quotes, faults)
            })
            .collect();
        for (quotes, faults) in read {
            report.quotes += quotes;
            report.faults.extend(faults);
        }
    }
    // What follows from a reading that is not its document's is no news.
    if report.stale || !report.faults.is_empty() {
        return Ok(());
    }
    let plan = Plan::of(store, program, &in_force, None)?;
    check_accounts(store, &plan, report)?;
    let mut stored = store.incident_ids("")?.into_iter().peekable();
    plan.each(
        store,
        program,
        |i| (i.incident_id.clone(), i.to_json()),
        |(id, json)| -> Result<()> {
            while let Some(more) = stored.next_if(|s| *s < id) {
                report.faults.push(Fault { table: "incident", what: format!("incident {more} is stored that a rebuild does not give") });
            }
            if stored.next_if_eq(&id).is_none() {
                report.faults.push(Fault { table: "incident", what: format!("incident {id} is missing") });
            } else {
                report.incidents += 1;
                if store.incident(&id)?.as_ref() != Some(&json) {
                    report.faults.push(Fault { table: "incident", what: format!("incident {id} is not what a rebuild gives") });
                }
            }
            Ok(())
        },
    )?;
    for more in stored {
        report.faults.push(Fault { table: "incident", what: format!("incident {more} is stored that a rebuild does not give") });
    }
    Ok(())
}

/// Compares what grouping knows of every account, and by what it finds it, with what the readings give.
fn check_accounts(store: &Store, plan: &Plan, report: &mut Report) -> Result<()> {
    let mut expected: BTreeMap<&str, (&AccountKey, &IncidentId)> = BTreeMap::new();
    for (id, group) in &plan.groups {
        let members = group.members.iter().filter_map(|seat| plan.keys.get(*seat as usize));
        expected.extend(members.map(|key| (key.account.as_str(), (key, id))));
    }
    let mut postings = 0_u128;
    store.each_account(|account| {
        let sound = expected
            .remove(account.id.as_str())
            .filter(|(key, id)| plan.pages.get(&key.doc).is_some_and(|page| shelf::account(account.seat, key, *page, id.to_string()) == account));
        match sound {
            Some((key, _)) => {
                postings = carries(key).into_iter().fold(postings, |sum, token| sum.wrapping_add(posting(token, account.known, account.seat)))
            }
            None => {
                report.faults.push(Fault { table: "account", what: format!("what is known of account {} is not what a rebuild gives", account.id) })
            }
        }
    })?;
    for id in expected.into_keys() {
        report.faults.push(Fault { table: "account", what: format!("account {id} is missing") });
    }
    if report.faults.is_empty() && store.postings()? != postings {
        report.faults.push(Fault { table: "token", what: "the tokens by which accounts are found are not those that they carry".into() });
    }
    Ok(())
}
