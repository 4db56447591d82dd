//! *cache: what follows from the ledger, and does it still?* One row a document for what it tells, one a incident for
//! what is exported. All of it may be deleted and comes back the same.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use crate::ledger::{Batch, Hash, LEVEL};
use crate::search::{self, Words};
use crate::wire;
use crate::wire::kept::Reading;
use crate::{Error, Result, Store};

/// A reading as it will be stored: made on any thread, before the transaction.
#[derive(Debug)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// From what was read.
    pub fn new(reading: &Reading) -> Self {
        let bytes = postcard::to_stdvec(reading).unwrap_or_default(); // plain data: always has a form
        Self(zstd::bulk::compress(&bytes, LEVEL).unwrap_or_default())
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
    conn.prepare_cached("INSERT OR REPLACE INTO reading (seq, key, body, hash) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![seq, key, packed.0, hash])?;
    Ok(())
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
    pub fn reading(&self, seq: i64, key: &str) -> Result<Option<Reading>> {
        let find = || -> rusqlite::Result<Option<(Vec<u8>, Vec<u8>)>> {
            let mut find = self.conn.prepare_cached("SELECT body, hash FROM reading WHERE seq = ?1 AND key = ?2")?;
            find.query_row(params![seq, key], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        };
        let Some((body, hash)) = self.sql(find())? else { return Ok(None) };
        Ok((row_hash(&[&seq.to_le_bytes(), key.as_bytes(), &body])[..] == hash[..]).then(|| unpack(&body)).flatten())
    }

    /// Stored readings of these ledger rows, `None` where one must be read again.
    pub fn readings(&self, seqs: &[i64], key: &str) -> Result<Vec<Option<Reading>>> {
        seqs.iter().map(|&seq| self.reading(seq, key)).collect()
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

    /// Stores the incidents of the documents in force; readings of other documents go. False when the ledger moved on
    /// since `head`: nothing was stored, build again. `found`: the words of documents that the index does not hold
    /// (see [`Store::unindexed`]).
    pub fn settle(&mut self, incidents: &[wire::Incident], in_force: &BTreeSet<i64>, found: &[(i64, Words)], head: &Hash, key: &str) -> Result<bool> {
        let path = self.path.clone();
        let mut write = || -> rusqlite::Result<bool> {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let now: Option<Hash> = tx.query_row("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1", [], |row| row.get(0)).optional()?;
            if now.unwrap_or([0; 32]) != *head {
                return Ok(false);
            }
            let stored: Vec<i64> = tx.prepare("SELECT seq FROM reading")?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            for seq in stored.iter().filter(|seq| !in_force.contains(seq)) {
                tx.prepare_cached("DELETE FROM reading WHERE seq = ?1")?.execute([seq])?;
            }
            for seq in search::indexed(&tx)?.difference(in_force) {
                search::remove(&tx, *seq)?;
            }
            for (seq, words) in found {
                search::put(&tx, *seq, words)?;
            }
            tx.execute("DELETE FROM incident", [])?;
            let mut insert =
                tx.prepare("INSERT INTO incident (id, kind, day, state, city, line, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
            for incident in incidents {
                let json = incident.to_json();
                let line = incident.line().to_json();
                let body = zstd::bulk::compress(json.as_bytes(), LEVEL).unwrap_or_default();
                let record = &incident.record;
                let hash = incident_hash(
                    &incident.incident_id,
                    &incident.kind,
                    record.date.as_deref(),
                    record.state.as_deref(),
                    record.city.as_deref(),
                    &line,
                    &body,
                );
                insert.execute(params![incident.incident_id, incident.kind, record.date, record.state, record.city, line, body, hash])?;
            }
            drop(insert);
            let (readings, stored, shadow) = (digest(&tx, "reading", "seq")?, digest(&tx, "incident", "id")?, search::digest(&tx)?);
            let hash = row_hash(&[head, key.as_bytes(), &readings, &stored, &shadow]);
            tx.execute(
                "INSERT OR REPLACE INTO built (one, head, key, readings, incidents, search, hash) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
                params![head, key, readings, stored, shadow, hash],
            )?;
            tx.commit()?;
            Ok(true)
        };
        write().map_err(|e| Error::of(&path, e))
    }

    /// Stored incidents' lines in `list`, by id.
    pub fn lines(&self) -> Result<Vec<wire::Line>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            self.conn.prepare("SELECT id, line FROM incident ORDER BY id")?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let read = self.sql(read())?.into_iter();
        read.map(|(id, line)| wire::Line::from_json(&line).ok_or_else(|| self.damaged(format!("the line of incident {id} cannot be read")))).collect()
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
            tx.execute_batch("DELETE FROM reading; DELETE FROM incident; DELETE FROM built; INSERT INTO search (search) VALUES ('delete-all');")?;
            tx.commit()
        };
        write().map_err(|e| Error::of(&path, e))
    }

    /// Stored incidents as they are exported, by id, one call each.
    pub fn incidents<E: From<Error>>(&self, mut each: impl FnMut(&str) -> std::result::Result<(), E>) -> std::result::Result<(), E> {
        let mut rows = self.sql(self.conn.prepare("SELECT id, body FROM incident ORDER BY id"))?;
        let mut rows = self.sql(rows.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let (id, body): (String, Vec<u8>) = self.sql((|| Ok((row.get(0)?, row.get(1)?)))())?;
            let json = zstd::stream::decode_all(body.as_slice()).ok().and_then(|b| String::from_utf8(b).ok());
            each(&json.ok_or_else(|| self.damaged(format!("incident {id} cannot be read")))?)?;
        }
        Ok(())
    }
}

pub(crate) fn incident_hash(id: &str, kind: &str, day: Option<&str>, state: Option<&str>, city: Option<&str>, line: &str, body: &[u8]) -> Hash {
    let or = |part: Option<&str>| part.map_or_else(|| vec![0], |p| [&[1], p.as_bytes()].concat());
    row_hash(&[id.as_bytes(), kind.as_bytes(), &or(day), &or(state), &or(city), line.as_bytes(), body])
}

/// BLAKE3 over the hashes of a table's rows, in the order of its key.
pub(crate) fn digest(conn: &rusqlite::Connection, table: &str, order: &str) -> rusqlite::Result<Hash> {
    let mut hash = blake3::Hasher::new();
    let mut rows = conn.prepare(&format!("SELECT hash FROM {table} ORDER BY {order}"))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        hash.update(&row.get::<_, Vec<u8>>(0)?);
    }
    Ok(hash.finalize().into())
}

pub(crate) fn unpack(body: &[u8]) -> Option<Reading> {
    postcard::from_bytes(&zstd::stream::decode_all(body).ok()?).ok()
}
