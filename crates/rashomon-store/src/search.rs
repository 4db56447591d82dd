//! *search: which documents hold these words?* SQLite's FTS5 over reporting words; comments lie in a column of their
//! own, which is searched only when asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, params};

use crate::tally::{self, Tally};
use crate::{Result, Store};

/// The words of one document, by column.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Headline.
    pub title: String,
    /// Reporting, zone by zone.
    pub body: String,
    /// Readers' comments.
    pub comments: String,
}

impl Store {
    /// Names of documents whose reporting (or, with `comments`, whose comments too) holds all these words, best first
    /// (BM25), then by name.
    pub fn search(&self, words: &str, comments: bool, limit: usize) -> Result<Vec<String>> {
        // Words of a person are no FTS5 expression: each is quoted.
        let terms: Vec<_> = words.split_whitespace().map(|w| format!("\"{}\"", w.replace('"', "\"\""))).collect();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let columns = if comments { "{title body comments}" } else { "{title body}" };
        let find = || -> rusqlite::Result<Vec<String>> {
            let mut find = self.conn.prepare_cached(
                "SELECT ledger.name FROM search JOIN ledger ON ledger.seq = search.rowid
                 WHERE search MATCH ?1 ORDER BY search.rank, ledger.name LIMIT ?2",
            )?;
            find.query_map(params![format!("{columns} : ({})", terms.join(" ")), limit as i64], |row| row.get(0))?.collect()
        };
        self.sql(find())
    }
}

pub(crate) fn put(conn: &Connection, seq: i64, words: &Words) -> rusqlite::Result<()> {
    remove(conn, seq)?;
    conn.prepare_cached("INSERT INTO search (rowid, title, body, comments) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        seq,
        words.title,
        words.body,
        words.comments
    ])?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, seq: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([seq])?;
    Ok(())
}

/// Ledger rows whose documents are in the index.
pub(crate) fn indexed(conn: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
    conn.prepare("SELECT id FROM search_docsize")?.query_map([], |row| row.get(0))?.collect()
}

/// Rows of the index's own tables that were written, by table and row: FTS5 has no checksum of its rows, so that we keep one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched(Arc<Mutex<BTreeSet<(Shadow, i64)>>>);

/// The index's own tables that have a number for each row; `search_idx` says where the terms of a segment of `search_data` begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shadow {
    Data,
    Docsize,
}

impl Shadow {
    fn table(self) -> &'static str {
        match self {
            Shadow::Data => "search_data",
            Shadow::Docsize => "search_docsize",
        }
    }
}

/// Where the number of a segment stands in the number of a row of `search_data` (`FTS5_DATA_PAGE_B` and its likes), and its bits.
const SEGMENT: (u32, i64) = (37, 0xffff);

impl Touched {
    /// Of all writes of this connection from now on.
    pub fn by(conn: &Connection) -> rusqlite::Result<Self> {
        let touched = Self::default();
        let rows = touched.0.clone();
        conn.update_hook(Some(move |_, _: &str, table: &str, row| {
            let shadow = match table {
                "search_data" => Shadow::Data,
                "search_docsize" => Shadow::Docsize,
                _ => return,
            };
            if let Ok(mut rows) = rows.lock() {
                rows.insert((shadow, row));
            }
        }))?;
        Ok(touched)
    }

    /// Those since it was last asked.
    fn take(&self) -> BTreeSet<(Shadow, i64)> {
        self.0.lock().map(|mut rows| std::mem::take(&mut *rows)).unwrap_or_default()
    }

    /// Nothing of what was written stays: the transaction was given up, or all is counted anew.
    pub fn forget(&self) {
        self.take();
    }
}

/// What lies in the index's own tables, by looking at every row.
pub(crate) fn walk(conn: &Connection) -> rusqlite::Result<Tally> {
    flush(conn)?;
    let mut tally = Tally::default();
    for (table, order) in [("search_data", "id"), ("search_docsize", "id"), ("search_idx", "segid, term"), ("search_config", "k")] {
        each(conn, &format!("SELECT * FROM {table} ORDER BY {order}"), (), |hash| tally.come(hash))?;
    }
    Ok(tally)
}

/// Brings the tally of the index up to what was written; `before` sees it as it was.
pub(crate) fn tally(conn: &Connection, before: &Connection, touched: &Touched) -> rusqlite::Result<()> {
    flush(conn)?;
    let touched = touched.take();
    let (mut tally, _) = tally::noted(conn, "search")?;
    let mut differ = |sql: &str, of: Option<i64>| -> rusqlite::Result<()> {
        let of = of.as_slice();
        each(before, sql, rusqlite::params_from_iter(of), |hash| tally.gone(hash))?;
        each(conn, sql, rusqlite::params_from_iter(of), |hash| tally.come(hash))
    };
    for (shadow, id) in &touched {
        differ(&format!("SELECT * FROM {} WHERE id = ?1", shadow.table()), Some(*id))?;
    }
    let segments: BTreeSet<i64> = touched.iter().filter(|(shadow, _)| *shadow == Shadow::Data).map(|(_, id)| id >> SEGMENT.0 & SEGMENT.1).collect();
    for segment in segments {
        differ("SELECT * FROM search_idx WHERE segid = ?1", Some(segment))?;
    }
    differ("SELECT * FROM search_config", None)?;
    tally::note(conn, "search", tally)
}

/// A savepoint makes FTS5 write what it still holds in memory.
fn flush(conn: &Connection) -> rusqlite::Result<()> {
    if conn.is_autocommit() { Ok(()) } else { conn.execute_batch("SAVEPOINT written; RELEASE written") }
}

/// The hash of every value of each row that a statement gives.
fn each(conn: &Connection, sql: &str, of: impl rusqlite::Params, mut each: impl FnMut(&[u8])) -> rusqlite::Result<()> {
    let mut rows = conn.prepare_cached(sql)?;
    let columns = rows.column_count();
    let mut rows = rows.query(of)?;
    while let Some(row) = rows.next()? {
        let mut hash = blake3::Hasher::new();
        hash.update(sql.split(' ').nth(3).unwrap_or_default().as_bytes());
        for column in 0..columns {
            use rusqlite::types::ValueRef::*;
            match row.get_ref(column)? {
                Null => hash.update(b"n"),
                Integer(i) => hash.update(b"i").update(&i.to_le_bytes()),
                Real(r) => hash.update(b"r").update(&r.to_le_bytes()),
                Text(bytes) => hash.update(b"t").update(&(bytes.len() as u64).to_le_bytes()).update(bytes),
                Blob(bytes) => hash.update(b"b").update(&(bytes.len() as u64).to_le_bytes()).update(bytes),
            };
        }
        each(hash.finalize().as_bytes());
    }
    Ok(())
}
