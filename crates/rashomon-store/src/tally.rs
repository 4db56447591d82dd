//! *tally: what lies in each derived table?* How many rows and the sum of their hashes, kept as rows come and go: a row that is lost,
//! changed or slipped in shows, and no write has to walk over the others.
//!
//! A sum of hashes as numbers (Bellare and Micciancio 1997) does not depend on the order of rows. It is there against rot, not against a
//! forger, whom the ledger's chain and a rebuild find.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::cache::row_hash;
use crate::ledger::Hash;

/// A number of 256 bits, lowest part first.
type Sum = [u64; 4];

/// What lies in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub rows: i64,
    sum: Sum,
}

impl Tally {
    /// One row more.
    pub fn come(&mut self, hash: &[u8]) {
        self.rows += 1;
        let mut carry = false;
        for (part, with) in self.sum.iter_mut().zip(parts(hash)) {
            let (once, a) = part.overflowing_add(with);
            let (twice, b) = once.overflowing_add(u64::from(carry));
            (*part, carry) = (twice, a || b);
        }
    }

    /// One row less.
    pub fn gone(&mut self, hash: &[u8]) {
        self.rows -= 1;
        let mut borrow = false;
        for (part, with) in self.sum.iter_mut().zip(parts(hash)) {
            let (once, a) = part.overflowing_sub(with);
            let (twice, b) = once.overflowing_sub(u64::from(borrow));
            (*part, borrow) = (twice, a || b);
        }
    }

    /// Of a table whose rows have a hash, by looking at every one.
    pub fn walk(conn: &Connection, table: &str) -> rusqlite::Result<Self> {
        let mut tally = Self::default();
        let mut rows = conn.prepare(&format!("SELECT hash FROM {table}"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            tally.come(row.get_ref(0)?.as_bytes().unwrap_or_default());
        }
        Ok(tally)
    }

    fn bytes(self) -> Vec<u8> {
        self.sum.iter().flat_map(|part| part.to_le_bytes()).collect()
    }

    fn hash(self, name: &str) -> Hash {
        row_hash(&[name.as_bytes(), &self.rows.to_le_bytes(), &self.bytes()])
    }
}

fn parts(hash: &[u8]) -> Sum {
    let mut parts = Sum::default();
    for (part, bytes) in parts.iter_mut().zip(hash.chunks(8)) {
        *part = bytes.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte));
    }
    parts
}

/// What was noted of a table, and whether the note is what was written.
pub(crate) fn noted(conn: &Connection, name: &str) -> rusqlite::Result<(Tally, bool)> {
    let found: Option<(i64, Vec<u8>, Vec<u8>)> = conn
        .prepare_cached("SELECT rows, sum, hash FROM tally WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((rows, sum, hash)) = found else { return Ok((Tally::default(), true)) };
    let tally = Tally { rows, sum: parts(&sum) };
    Ok((tally, sum.len() == 32 && tally.hash(name)[..] == hash[..]))
}

/// Notes what lies in a table.
pub(crate) fn note(conn: &Connection, name: &str, tally: Tally) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO tally (name, rows, sum, hash) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        name,
        tally.rows,
        tally.bytes(),
        tally.hash(name)
    ])?;
    Ok(())
}

/// Notes that a row came, went, or took another's place.
pub(crate) fn shift(conn: &Connection, name: &str, gone: Option<&[u8]>, come: Option<&[u8]>) -> rusqlite::Result<()> {
    let (mut tally, _) = noted(conn, name)?;
    gone.into_iter().for_each(|hash| tally.gone(hash));
    come.into_iter().for_each(|hash| tally.come(hash));
    note(conn, name, tally)
}
