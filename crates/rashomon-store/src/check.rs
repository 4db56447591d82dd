//! *check: is everything still what was written?* Every row against its hash, the chain, the schema, SQLite's own
//! structures, and the derived tables against what they stand for.

use crate::accounts::Account;
use crate::cache::{self, incident_hash, row_hash};
use crate::ledger::{Hash, Row, unpack};
use crate::migrate::{expected_schema, schema};
use crate::search;
use crate::wire::kept::Given;
use crate::{Result, Store};

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// `ledger`, `reading`, `account`, `token`, `incident`, `search`, `built`, `file`.
    pub table: &'static str,
    /// Which row, report or fact.
    pub what: String,
}

impl Fault {
    /// Whether a rebuild from the ledger brings it back.
    pub fn is_derived(&self) -> bool {
        !matches!(self.table, "ledger" | "file")
    }
}

impl Store {
    /// Refuses a register in which a row is not what was written: nothing may be built on it.
    pub fn trust(&self) -> Result<()> {
        match self.check_ledger(false).into_iter().chain(self.check_derived()).next() {
            Some(fault) => Err(self.damaged(format!("{}: {}", fault.table, fault.what))),
            None => Ok(()),
        }
    }

    /// Every row of the ledger: its place, its chain and, when `deep`, its body.
    pub fn check_ledger(&self, deep: bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut before: Hash = [0; 32];
        let mut expected = 1;
        let mut walk = || -> rusqlite::Result<()> {
            let mut rows = self.conn.prepare("SELECT seq, entry, name, content, body, hash FROM ledger ORDER BY seq")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let row = match Row::of(row) {
                    Ok(row) => row,
                    Err(e) => {
                        faults.push(Fault { table: "ledger", what: format!("row {expected} cannot be read: {e}") });
                        expected += 1;
                        continue;
                    }
                };
                let named = format!("row {} ({} {})", row.seq, row.entry, row.name);
                if row.seq != expected {
                    faults.push(Fault { table: "ledger", what: format!("row {expected} is missing before {named}") });
                }
                expected = row.seq.saturating_add(1);
                if row.chained(&before)[..] != row.hash[..] {
                    faults.push(Fault { table: "ledger", what: format!("{named} is not what was written, or the row before it was changed") });
                } else if deep && !sound(&row) {
                    faults.push(Fault { table: "ledger", what: format!("{named}: its body does not match its content hash") });
                }
                // Go on from what stands there, so that one fault is one fault.
                before = row.hash.try_into().unwrap_or([0; 32]);
            }
            Ok(())
        };
        if let Err(e) = walk() {
            faults.push(Fault { table: "ledger", what: format!("row {expected} and those after it cannot be read: {e}") });
        }
        faults
    }

    /// The file itself: the schema and SQLite's own structures.
    pub fn check_file(&self) -> Vec<Fault> {
        let fault = |what: String| Fault { table: "file", what };
        let mut faults = Vec::new();
        match (schema(&self.conn), self.format().and_then(expected_schema)) {
            (Ok(found), Ok(expected)) if found == expected => {}
            (Ok(_), Ok(_)) => faults.push(fault("the tables are not those of this format".into())),
            (Err(e), _) | (_, Err(e)) => faults.push(fault(format!("the list of tables cannot be read: {e}"))),
        }
        let integrity =
            || -> rusqlite::Result<Vec<String>> { self.conn.prepare("PRAGMA integrity_check(20)")?.query_map([], |row| row.get(0))?.collect() };
        match integrity() {
            Ok(lines) => faults.extend(lines.into_iter().filter(|l| l != "ok").map(|l| fault(format!("SQLite: {l}")))),
            Err(e) => faults.push(fault(format!("SQLite: {e}"))),
        }
        faults
    }

    /// Every derived row against its hash, and all of them against what `built` says they are.
    pub fn check_derived(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Err(e) = self.check_readings(&mut faults) {
            faults.push(Fault { table: "reading", what: e.to_string() });
        }
        if let Err(e) = self.check_incidents(&mut faults) {
            faults.push(Fault { table: "incident", what: e.to_string() });
        }
        match self.format().and_then(|format| if format > 1 { self.check_accounts(&mut faults) } else { Ok(()) }) {
            Ok(()) => {}
            Err(e) => faults.push(Fault { table: "account", what: e.to_string() }),
        }
        if let Err(e) = self.check_built(&mut faults) {
            faults.push(Fault { table: "built", what: e.to_string() });
        }
        faults
    }

    fn check_readings(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut rows = self.conn.prepare(
            "SELECT reading.seq, key, reading.body, reading.hash, ledger.name FROM reading LEFT JOIN ledger ON ledger.seq = reading.seq ORDER BY reading.seq",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (seq, name): (i64, Option<String>) = (row.get(0)?, row.get(4)?);
            let name = name.unwrap_or_else(|| "no document".into());
            let sound = (|| -> rusqlite::Result<bool> {
                let (key, body, hash): (String, Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(row_hash(&[&seq.to_le_bytes(), key.as_bytes(), &body])[..] == hash[..])
            })();
            if !matches!(sound, Ok(true)) {
                faults.push(Fault { table: "reading", what: format!("what {name} tells (row {seq}) is not what was written") });
            }
        }
        Ok(())
    }

    fn check_incidents(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut rows = self.conn.prepare("SELECT id, kind, day, state, city, line, body, hash FROM incident ORDER BY id")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0).unwrap_or_else(|_| "without a name".into());
            let sound = (|| -> rusqlite::Result<bool> {
                let (kind, day, state, city): (String, Option<String>, Option<String>, Option<String>) =
                    (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                let (line, body, hash): (String, Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(6)?, row.get(7)?);
                Ok(incident_hash(&id, &kind, day.as_deref(), state.as_deref(), city.as_deref(), &line, &body)[..] == hash[..])
            })();
            if !matches!(sound, Ok(true)) {
                faults.push(Fault { table: "incident", what: format!("incident {id} is not what was written") });
            }
        }
        Ok(())
    }

    fn check_accounts(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut rows = self.conn.prepare("SELECT seat, id, seq, incident, key, hash FROM account ORDER BY seat")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            if !matches!(Account::of(row), Ok((account, hash)) if account.hash()[..] == hash[..]) {
                let seat: i64 = row.get(0).unwrap_or(-1);
                faults.push(Fault { table: "account", what: format!("what is known of account {seat} is not what was written") });
            }
        }
        Ok(())
    }

    fn check_built(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let first = self.format()? == 1;
        let more = if first { "0, x''" } else { "seq, accounts" };
        let mut rows = self.conn.prepare(&format!("SELECT head, key, readings, incidents, search, hash, {more} FROM built"))?;
        let mut rows = rows.query([])?;
        let Some(row) = rows.next()? else { return Ok(()) };
        let (head, key): (Vec<u8>, String) = (row.get(0)?, row.get(1)?);
        let (readings, incidents, shadow): (Vec<u8>, Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let hash: Vec<u8> = row.get(5)?;
        let (seq, accounts): (i64, Vec<u8>) = (row.get(6)?, row.get(7)?);
        // What format 1 built says nothing of accounts, and stays as it is until it is built anew.
        let noted = [&head, key.as_bytes(), &readings, &incidents, &shadow];
        let says = if accounts.is_empty() { row_hash(&noted) } else { row_hash(&[&noted[..], &[&seq.to_le_bytes(), &accounts]].concat()) };
        if says[..] != hash[..] || accounts.is_empty() && seq != 0 {
            faults.push(Fault { table: "built", what: "the note on what the derived tables stand for is not what was written".into() });
            return Ok(());
        }
        let ledger: Option<bool> = self.conn.query_row(
            "SELECT CASE WHEN ?1 = zeroblob(32) THEN 0 ELSE (SELECT max(seq) > (SELECT seq FROM ledger WHERE hash = ?1) FROM ledger) END",
            [&head],
            |row| row.get(0),
        )?;
        if ledger.is_none() {
            let what = "the end of the ledger is missing: the derived tables stand for rows that are gone".into();
            faults.push(Fault { table: "ledger", what });
        }
        // Readings of a later batch, not yet built: each has its hash, but together they are more than were noted.
        let ahead = ledger == Some(true);
        let held = if accounts.is_empty() { accounts.clone() } else { cache::digest(&self.conn, "account", "seat")?.to_vec() };
        if held != accounts {
            faults.push(Fault { table: "account", what: "the rows of account are not those that were written".into() });
        }
        for (table, is, was) in [
            ("reading", cache::digest(&self.conn, "reading", "seq")?, readings),
            ("incident", cache::digest(&self.conn, "incident", "id")?, incidents),
            ("search", search::digest(&self.conn)?, shadow),
        ] {
            if is[..] != was[..] && !(ahead && table == "reading") {
                faults.push(Fault { table, what: format!("the rows of {table} are not those that were written") });
            }
        }
        Ok(())
    }
}

/// Whether a body is what its content hash says and has its form.
fn sound(row: &Row) -> bool {
    let Ok(json) = zstd::stream::decode_all(row.body.as_slice()) else { return false };
    blake3::hash(&json).as_bytes()[..] == row.content[..] && (row.entry != "document" || unpack::<Given>(&row.body).is_some())
}
