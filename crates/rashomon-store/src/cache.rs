//! *cache: what follows from the ledger, and does it still?* One row a document for what it tells, one an incident for
//! what is exported. All of it may be deleted and comes back the same.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension as _, ToSql, Transaction, TransactionBehavior, params};

use crate::accounts::{self, Account, Known};
use crate::ledger::{Batch, Hash, LEVEL, in_force_of};
use crate::search::{self, Words};
use crate::tally;
use crate::wire;
use crate::wire::kept::Reading;
use crate::{Error, Result, Store};

/// A reading as it is stored: packed on any thread before the transaction, unpacked on any thread after it was fetched.
#[derive(Clone, Debug)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// From what was read.
    pub fn new(reading: &Reading) -> Self {
        let bytes = postcard::to_stdvec(reading).unwrap_or_default(); // plain data: always has a form
        Self(zstd::bulk::compress(&bytes, LEVEL).unwrap_or_default())
    }
    /// What was read; `None` when it is not what was packed.
    pub fn unpack(&self) -> Option<Reading> {
        postcard::from_bytes(&zstd::stream::decode_all(self.0.as_slice()).ok()?).ok()
    }
}

/// An incident as it is stored: packed on any thread.
#[derive(Debug)]
pub struct PackedIncident {
    id: String,
    kind: String,
    day: Option<String>,
    state: Option<String>,
    city: Option<String>,
    line: String,
    body: Vec<u8>,
    /// What a question needs to know of it, and what most need.
    facts: Vec<u8>,
    brief: Vec<u8>,
    hash: Hash,
    counts: Totals,
}

impl PackedIncident {
    /// From what is exported, and what a question needs to know of it, as who answers questions packs it: all of it, and as much as most need.
    pub fn new(incident: &wire::Incident, facts: Vec<u8>, brief: Vec<u8>) -> Self {
        let wire::Record { date, state, city, .. } = &incident.record;
        let line = incident.line();
        let counts = Totals::of(&line);
        let (id, kind, line) = (&incident.incident_id, &incident.kind, line.to_json());
        let body = zstd::bulk::compress(incident.to_json().as_bytes(), LEVEL).unwrap_or_default();
        let hash = incident_hash(id, kind, date.as_deref(), state.as_deref(), city.as_deref(), &line, &body, &[&facts, &brief]);
        Self {
            id: id.clone(),
            kind: kind.clone(),
            day: date.clone(),
            state: state.clone(),
            city: city.clone(),
            line,
            body,
            facts,
            brief,
            hash,
            counts,
        }
    }
}

/// What a register holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Totals {
    pub incidents: usize,
    pub claims: usize,
    pub disputed: usize,
    pub background: usize,
}

impl Totals {
    /// What one incident adds.
    pub(crate) fn of(line: &wire::Line) -> Self {
        Self { incidents: 1, claims: line.claims, disputed: line.disputed.len(), background: line.background }
    }
    pub(crate) fn come(self, o: Self) -> Self {
        let add = usize::wrapping_add;
        Self {
            incidents: add(self.incidents, o.incidents),
            claims: add(self.claims, o.claims),
            disputed: add(self.disputed, o.disputed),
            background: add(self.background, o.background),
        }
    }
    fn gone(self, o: Self) -> Self {
        let less = usize::wrapping_sub;
        Self {
            incidents: less(self.incidents, o.incidents),
            claims: less(self.claims, o.claims),
            disputed: less(self.disputed, o.disputed),
            background: less(self.background, o.background),
        }
    }
}

/// What the derived tables stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The ledger as it is, read by this program.
    Fresh,
    /// An earlier ledger, another program, or nothing yet.
    Stale,
}

impl Batch<'_> {
    /// Stores what was read from the document of a ledger row.
    pub fn reading(&mut self, seq: i64, key: &str, packed: &Packed) -> Result<()> {
        self.sql(put(self.tx(), seq, key, packed))
    }
}

fn put(conn: &rusqlite::Connection, seq: i64, key: &str, packed: &Packed) -> rusqlite::Result<()> {
    let hash = row_hash(&[&seq.to_le_bytes(), key.as_bytes(), &packed.0]);
    let was: Option<Vec<u8>> = conn.prepare_cached("SELECT hash FROM reading WHERE seq = ?1")?.query_row([seq], |row| row.get(0)).optional()?;
    conn.prepare_cached("INSERT OR REPLACE INTO reading (seq, key, body, hash) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![seq, key, packed.0, hash])?;
    tally::shift(conn, "reading", was.as_deref(), Some(&hash))
}

fn remove(conn: &rusqlite::Connection, seq: i64) -> rusqlite::Result<()> {
    let mut delete = conn.prepare_cached("DELETE FROM reading WHERE seq = ?1 RETURNING hash")?;
    let gone: Option<Vec<u8>> = delete.query_row([seq], |row| row.get(0)).optional()?;
    match gone {
        Some(hash) => tally::shift(conn, "reading", Some(&hash), None),
        None => Ok(()),
    }
}

/// Deletes everything that is derived.
pub(crate) fn empty(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute_batch(
        "DELETE FROM reading; DELETE FROM incident; DELETE FROM asked; DELETE FROM brief; DELETE FROM account; DELETE FROM token; DELETE FROM built;
         INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM tally;",
    )?;
    // An empty index has rows of its own.
    tally::note(tx, "search", search::walk(tx)?)
}

pub(crate) fn row_hash(parts: &[&[u8]]) -> Hash {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hash.finalize().into()
}

impl Store {
    /// What was read from the document of a ledger row under this key; `None` when it must be read again.
    pub fn reading(&self, seq: i64, key: &str) -> Result<Option<Packed>> {
        let find = || -> rusqlite::Result<Option<(Vec<u8>, Vec<u8>)>> {
            let mut find = self.conn.prepare_cached("SELECT body, hash FROM reading WHERE seq = ?1 AND key = ?2")?;
            find.query_row(params![seq, key], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        };
        let Some((body, hash)) = self.sql(find())? else { return Ok(None) };
        if row_hash(&[&seq.to_le_bytes(), key.as_bytes(), &body])[..] != hash[..] {
            return Err(self.damaged(format!("reading: what row {seq} tells is not what was written")));
        }
        Ok(Some(Packed(body)))
    }

    /// Stores readings made anew for documents that are in the ledger.
    pub fn put_readings(&mut self, readings: &[(i64, Packed)], key: &str) -> Result<()> {
        let path = self.path.clone();
        let mut write = || -> rusqlite::Result<()> {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (seq, packed) in readings {
                put(&tx, *seq, key, packed)?;
            }
            tx.commit()
        };
        write().map_err(|e| Error::of(&path, e))
    }

    /// Whether the derived tables stand for the ledger as it is and for the program and kinds of `key`.
    pub fn state(&self, key: &str) -> Result<State> {
        let fresh = self.conn.query_row(
            "SELECT head = coalesce((SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1), zeroblob(32)) AND key = ?1 FROM built",
            [key],
            |row| row.get::<_, bool>(0),
        );
        Ok(if self.sql(fresh.optional())? == Some(true) { State::Fresh } else { State::Stale })
    }

    /// What the ledger holds beyond what the derived tables stand for; `None` where they were made by another program, by
    /// other kinds, or not at all.
    pub fn since(&self, key: &str) -> Result<Option<Since>> {
        let read = || -> rusqlite::Result<Option<Since>> {
            let built: Option<i64> = self.conn.query_row("SELECT seq FROM built WHERE key = ?1", [key], |row| row.get(0)).optional()?;
            let Some(seq) = built else { return Ok(None) };
            let documents: BTreeSet<String> = self
                .conn
                .prepare("SELECT name FROM ledger WHERE seq > ?1 AND entry IN ('document', 'retraction')")?
                .query_map([seq], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let decisions: BTreeSet<String> = self
                .conn
                .prepare("SELECT name FROM ledger WHERE seq > ?1 AND entry IN ('judgement', 'undo')")?
                .query_map([seq], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let read: Vec<i64> =
                self.conn.prepare("SELECT seq FROM reading WHERE seq > ?1")?.query_map([seq], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let held = tally::noted(&self.conn, "reading")?.0.rows - read.len() as i64;
            let mut changed: BTreeMap<String, (Option<i64>, Option<i64>)> = BTreeMap::new();
            for name in documents {
                let (was, is) = (accounts::settled(&self.conn, &name)?, in_force_of(&self.conn, &name)?);
                if was != is {
                    changed.insert(name, (was, is));
                }
            }
            let beside = read.into_iter().filter(|seq| !changed.values().any(|(_, is)| is == &Some(*seq))).collect();
            Ok(Some(Since { changed, beside, decisions, held: usize::try_from(held).unwrap_or(0) }))
        };
        self.sql(read())
    }

    /// Begins to write what follows from the ledger as it was at `head`; `None` when it moved on since. No other process
    /// writes meanwhile, and none of it is there before [`Settling::finish`].
    pub fn settling(&self, head: &Hash) -> Result<Option<Settling<'_>>> {
        let tx = self.sql(Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate))?;
        if self.head()? != *head {
            return Ok(None);
        }
        self.touched.forget();
        let totals = Cell::new(self.totals()?);
        Ok(Some(Settling { store: self, tx, head: *head, totals }))
    }

    /// What the incidents hold that were built last.
    pub fn totals(&self) -> Result<Totals> {
        let read = || {
            let incidents = usize::try_from(tally::noted(&self.conn, "incident")?.0.rows).unwrap_or(0);
            let noted = Note::read(&self.conn)?.map(|(note, _)| note.totals).unwrap_or_default();
            Ok(Totals { incidents, ..noted })
        };
        self.sql(read())
    }

    /// Stored incidents' lines in `list`, by id.
    pub fn lines(&self) -> Result<Vec<wire::Line>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            self.conn.prepare("SELECT id, line FROM incident ORDER BY id")?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let read = self.sql(read())?.into_iter();
        read.map(|(id, line)| wire::Line::from_json(&line).ok_or_else(|| self.damaged(format!("the line of incident {id} cannot be read")))).collect()
    }

    /// Ids of stored incidents that begin so, sorted.
    pub fn incident_ids(&self, beginning: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut find = self.conn.prepare_cached("SELECT id FROM incident WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id")?;
            find.query_map([beginning], |row| row.get(0))?.collect()
        };
        self.sql(read())
    }

    /// A stored incident as it is exported.
    pub fn incident(&self, id: &str) -> Result<Option<String>> {
        let find = || -> rusqlite::Result<Option<Vec<u8>>> {
            self.conn.prepare_cached("SELECT body FROM incident WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
        };
        self.sql(find())?.map(|body| self.json(id, &body)).transpose()
    }

    fn json(&self, id: &str, body: &[u8]) -> Result<String> {
        let json = zstd::stream::decode_all(body).ok().and_then(|b| String::from_utf8(b).ok());
        json.ok_or_else(|| self.damaged(format!("incident {id} cannot be read")))
    }

    /// Documents, by ledger row, that the search index does not hold.
    pub fn unindexed(&self, in_force: &BTreeSet<i64>) -> Result<Vec<i64>> {
        let indexed = self.sql(search::indexed(&self.conn))?;
        Ok(in_force.difference(&indexed).copied().collect())
    }

    /// Deletes everything that is derived.
    pub fn forget_derived(&mut self) -> Result<()> {
        let path = self.path.clone();
        let mut write = || -> rusqlite::Result<()> {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            empty(&tx)?;
            tx.commit()
        };
        write().map_err(|e| Error::of(&path, e))
    }

    /// Stored incidents as they are exported, by id, one call each.
    pub fn incidents<E: From<Error>>(&self, mut each: impl FnMut(&str) -> std::result::Result<(), E>) -> std::result::Result<(), E> {
        let mut rows = self.sql(self.conn.prepare_cached("SELECT id, body FROM incident ORDER BY id"))?;
        let mut rows = self.sql(rows.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let (id, body): (String, Vec<u8>) = self.sql((|| Ok((row.get(0)?, row.get(1)?)))())?;
            each(&self.json(&id, &body)?)?;
        }
        Ok(())
    }

    /// What a question needs to know of stored incidents, as [`PackedIncident::new`] was given it, one call each, in no order: of those of one kind, of one
    /// state (or of none that is known) and with a day between two, both included (or without one); others are not read.
    pub fn asked<E: From<Error>>(
        &self,
        kind: Option<&str>,
        state: Option<&str>,
        days: Option<(&str, &str)>,
        mut each: impl FnMut(&[u8]) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        // Only what is asked stands in the query: so its index is used.
        let mut wheres = vec!["true"];
        if kind.is_some() {
            wheres.push("kind = :kind");
        }
        if state.is_some() {
            wheres.push("(state IS NULL OR state = :state)");
        }
        if days.is_some() {
            // A day, or the first and the last that it can be: "2018-09-13/2018-09-14".
            wheres.push("(day IS NULL OR (substr(day, 1, 10) <= :last AND substr(day, -10) >= :first))");
        }
        let (first, last) = days.unzip();
        let values = [(":kind", &kind), (":state", &state), (":first", &first), (":last", &last)];
        let values: Vec<(&str, &dyn ToSql)> = values.into_iter().filter(|(_, v)| v.is_some()).map(|(name, v)| (name, v as &dyn ToSql)).collect();
        let wheres = wheres.join(" AND ");
        let query = match (days, state) {
            // The index cannot be entered without a state, but holds all that is compared, in a hundredth of the pages.
            (Some(_), None) => format!("SELECT facts FROM asked WHERE rowid IN (SELECT rowid FROM asked INDEXED BY asked_where WHERE {wheres})"),
            _ => format!("SELECT facts FROM asked WHERE {wheres}"),
        };
        let mut rows = self.sql(self.conn.prepare_cached(&query))?;
        let mut rows = self.sql(rows.query(values.as_slice()))?;
        while let Some(row) = self.sql(rows.next())? {
            each(self.sql(row.get_ref(0).and_then(|facts| Ok(facts.as_blob()?)))?)?;
        }
        Ok(())
    }

    /// The same of all stored incidents, as much of it as most questions need: a fifth of the bytes.
    pub fn briefly<E: From<Error>>(&self, mut each: impl FnMut(&[u8]) -> std::result::Result<(), E>) -> std::result::Result<(), E> {
        let mut rows = self.sql(self.conn.prepare_cached("SELECT facts FROM brief"))?;
        let mut rows = self.sql(rows.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            each(self.sql(row.get_ref(0).and_then(|facts| Ok(facts.as_blob()?)))?)?;
        }
        Ok(())
    }
}

/// What came since the derived tables were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Documents whose ledger row in force is another now: which it was, and which it is.
    pub changed: BTreeMap<String, (Option<i64>, Option<i64>)>,
    /// Ledger rows that were read and are not in force.
    pub beside: Vec<i64>,
    /// Decisions that were made or undone, by id.
    pub decisions: BTreeSet<String>,
    /// How many documents the derived tables stand for.
    pub held: usize,
}

/// What follows from the ledger, on its way into the derived tables.
pub struct Settling<'s> {
    store: &'s Store,
    tx: Transaction<'s>,
    head: Hash,
    totals: Cell<Totals>,
}

impl Settling<'_> {
    /// Readings and words of documents that are no longer in force go, and all incidents.
    pub fn clear(&self, in_force: &BTreeSet<i64>) -> Result<()> {
        let clear = || -> rusqlite::Result<()> {
            let stored: Vec<i64> = self.tx.prepare("SELECT seq FROM reading")?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            for seq in stored.iter().filter(|seq| !in_force.contains(seq)) {
                remove(&self.tx, *seq)?;
            }
            for seq in search::indexed(&self.tx)?.difference(in_force) {
                search::remove(&self.tx, *seq)?;
            }
            self.tx.execute_batch(
                "DELETE FROM incident; DELETE FROM asked; DELETE FROM brief; DELETE FROM account; DELETE FROM token;
                 DELETE FROM tally WHERE name IN ('incident', 'account')",
            )
        };
        self.totals.set(Totals::default());
        self.store.sql(clear())
    }

    /// Everything that was made of the document of a ledger row goes, but for its accounts.
    pub fn forget(&self, seq: i64) -> Result<()> {
        let forget = || -> rusqlite::Result<()> {
            remove(&self.tx, seq)?;
            search::remove(&self.tx, seq)
        };
        self.store.sql(forget())
    }

    /// Stores a reading.
    pub fn reading(&self, seq: i64, key: &str, packed: &Packed) -> Result<()> {
        self.store.sql(put(&self.tx, seq, key, packed))
    }

    /// Stores an account, or the incident it is in now.
    pub fn account(&self, account: &Account) -> Result<()> {
        self.store.sql(accounts::put(&self.tx, account))
    }

    /// Stores that an account carries a token.
    pub fn post(&self, token: u64, known: Known, seat: u32) -> Result<()> {
        self.store.sql(accounts::post(&self.tx, token, known, seat))
    }

    /// An account goes, and that it carried these tokens.
    pub fn remove_account(&self, account: &Account, tokens: &[u64]) -> Result<()> {
        self.store.sql(accounts::remove(&self.tx, account, tokens))
    }

    /// An incident goes.
    pub fn remove_incident(&self, id: &str) -> Result<()> {
        let delete = || -> rusqlite::Result<()> {
            let mut delete = self.tx.prepare_cached("DELETE FROM incident WHERE id = ?1 RETURNING hash, line")?;
            let gone: Option<(Vec<u8>, String)> = delete.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((hash, line)) = gone else { return Ok(()) };
            self.tx.prepare_cached("DELETE FROM asked WHERE id = ?1")?.execute([id])?;
            self.tx.prepare_cached("DELETE FROM brief WHERE id = ?1")?.execute([id])?;
            self.totals.set(self.totals.get().gone(wire::Line::from_json(&line).as_ref().map(Totals::of).unwrap_or_default()));
            tally::shift(&self.tx, "incident", Some(&hash), None)
        };
        self.store.sql(delete())
    }

    /// Stores the words of a document (see [`Store::unindexed`]).
    pub fn words(&self, seq: i64, words: &Words) -> Result<()> {
        self.store.sql(search::put(&self.tx, seq, words))
    }

    /// Stores an incident.
    pub fn incident(&self, i: &PackedIncident) -> Result<()> {
        let insert = || -> rusqlite::Result<()> {
            self.tx
                .prepare_cached("INSERT INTO incident (id, kind, day, state, city, line, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
                .execute(params![i.id, i.kind, i.day, i.state, i.city, i.line, i.body, i.hash])?;
            self.tx
                .prepare_cached("INSERT INTO asked (id, kind, day, state, facts) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![i.id, i.kind, i.day, i.state, i.facts])?;
            self.tx.prepare_cached("INSERT INTO brief (id, facts) VALUES (?1, ?2)")?.execute(params![i.id, i.brief])?;
            self.totals.set(self.totals.get().come(i.counts));
            tally::shift(&self.tx, "incident", None, Some(&i.hash))
        };
        self.store.sql(insert())
    }

    /// All of it is there now, made by the program and kinds of `key`.
    pub fn finish(self, key: &str) -> Result<()> {
        let Self { store, tx, head, totals } = self;
        // What another connection reads is the register as it was: this one is not committed yet.
        let before = Store::open_read(&store.path)?;
        let finish = || -> rusqlite::Result<()> {
            search::tally(&tx, &before.conn, &store.touched)?;
            let seq: i64 = tx.query_row("SELECT coalesce(max(seq), 0) FROM ledger", [], |row| row.get(0))?;
            let note = Note { head: head.to_vec(), seq, key: key.into(), totals: totals.get() };
            let [claims, disputed, background] = note.counts();
            tx.execute(
                "INSERT OR REPLACE INTO built (one, head, seq, key, claims, disputed, background, hash) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![note.head, seq, key, claims, disputed, background, note.hash()],
            )?;
            tx.commit()
        };
        store.sql(finish())
    }
}

/// What the derived tables stand for, as it is noted.
pub(crate) struct Note {
    pub head: Vec<u8>,
    pub seq: i64,
    pub key: String,
    pub totals: Totals,
}

impl Note {
    fn counts(&self) -> [i64; 3] {
        [self.totals.claims, self.totals.disputed, self.totals.background].map(|n| n as i64)
    }
    fn hash(&self) -> Hash {
        let counts = self.counts().map(i64::to_le_bytes);
        row_hash(&[&self.head, &self.seq.to_le_bytes(), self.key.as_bytes(), &counts[0], &counts[1], &counts[2]])
    }
    /// The note of a register, and whether it is what was written.
    pub fn read(conn: &rusqlite::Connection) -> rusqlite::Result<Option<(Self, bool)>> {
        let read = conn.query_row("SELECT head, seq, key, claims, disputed, background, hash FROM built", [], |row| {
            let [claims, disputed, background] = [row.get::<_, i64>(3)?, row.get(4)?, row.get(5)?].map(|n| n as usize);
            let totals = Totals { incidents: 0, claims, disputed, background };
            Ok((Self { head: row.get(0)?, seq: row.get(1)?, key: row.get(2)?, totals }, row.get::<_, Vec<u8>>(6)?))
        });
        Ok(read.optional()?.map(|(note, hash)| {
            let sound = note.hash()[..] == hash[..];
            (note, sound)
        }))
    }
}

/// `facts`: none had any before format 4, and one of them before format 5.
#[allow(clippy::too_many_arguments)] // a row's columns
pub(crate) fn incident_hash(
    id: &str,
    kind: &str,
    day: Option<&str>,
    state: Option<&str>,
    city: Option<&str>,
    line: &str,
    body: &[u8],
    facts: &[&[u8]],
) -> Hash {
    let or = |part: Option<&str>| part.map_or_else(|| vec![0], |p| [&[1], p.as_bytes()].concat());
    let (day, state, city) = (or(day), or(state), or(city));
    let mut parts: Vec<&[u8]> = vec![id.as_bytes(), kind.as_bytes(), &day, &state, &city, line.as_bytes(), body];
    parts.extend(facts);
    row_hash(&parts)
}
