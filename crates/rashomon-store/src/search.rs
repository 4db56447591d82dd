//! *search: which documents hold these words?* SQLite's FTS5 over reporting words; comments lie in a column of their
//! own, which is searched only when asked for.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::ledger::Hash;
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

/// BLAKE3 over every value of the index's own tables: FTS5 has no checksum of its rows.
pub(crate) fn digest(conn: &Connection) -> rusqlite::Result<Hash> {
    // A savepoint makes FTS5 write what it still holds in memory.
    if !conn.is_autocommit() {
        conn.execute_batch("SAVEPOINT written; RELEASE written")?;
    }
    let mut hash = blake3::Hasher::new();
    for (table, order) in [("search_data", "id"), ("search_idx", "segid, term"), ("search_docsize", "id"), ("search_config", "k")] {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
        let columns = rows.column_count();
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
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
        }
    }
    Ok(hash.finalize().into())
}
