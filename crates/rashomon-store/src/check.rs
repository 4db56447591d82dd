//! *check: is everything still what was written?* Every row against its hash, the chain, the schema, SQLite's own
//! structures, and the derived tables against what they stand for.

use rusqlite::OptionalExtension as _;

use crate::accounts::{Account, COLUMNS};
use crate::cache::{Note, Totals, incident_hash, row_hash};
use crate::ledger::{Hash, Row, unpack};
use crate::migrate::{NEWEST, expected_schema, schema};
use crate::search;
use crate::tally::{self, Tally};
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
    /// Refuses a register that is not what was written: nothing may be built on it. All of a small register is looked at, of a large one its
    /// seams and one stretch, another at each write; what is touched is looked at when it is, and all of it by `check`.
    pub fn trust(&self) -> Result<()> {
        let rows = self.sql(self.conn.query_row("SELECT coalesce(max(seq), 0) FROM ledger", [], |row| row.get::<_, i64>(0)))?;
        let faults = if rows <= STRETCH {
            self.check_ledger(false).into_iter().chain(self.check_derived()).next()
        } else {
            let stretches = rows / STRETCH + 1;
            let head = self.head()?;
            let which = head.iter().take(4).fold(0_i64, |n, byte| n << 8 | i64::from(*byte)) % stretches;
            let stretch = (which * STRETCH + 1, (which + 1) * STRETCH);
            let mut faults = Vec::new();
            // The end of the ledger: what is written next hangs on it.
            self.check_rows((rows - 1, rows), false, &mut faults);
            self.check_rows(stretch, false, &mut faults);
            self.each_derived(stretch, &mut faults);
            if let Err(e) = self.check_note(&mut faults) {
                faults.push(Fault { table: "built", what: e.to_string() });
            }
            faults.into_iter().next()
        };
        match faults {
            Some(fault) => Err(self.damaged(format!("{}: {}", fault.table, fault.what))),
            None => Ok(()),
        }
    }

    /// Every row of the ledger: its place, its chain and, when `deep`, its body.
    pub fn check_ledger(&self, deep: bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check_rows(ALL, deep, &mut faults);
        faults
    }

    /// The rows of the ledger from one to another.
    fn check_rows(&self, (from, to): (i64, i64), deep: bool, faults: &mut Vec<Fault>) {
        let mut before: Hash = [0; 32];
        let mut expected = from;
        let mut walk = || -> rusqlite::Result<()> {
            if from > 1 {
                let hash = self.conn.query_row("SELECT hash FROM ledger WHERE seq = ?1", [from - 1], |row| row.get(0)).optional()?;
                before = hash.unwrap_or([0; 32]);
            }
            let mut rows = self.conn.prepare("SELECT seq, entry, name, content, body, hash FROM ledger WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?;
            let mut rows = rows.query([from, to])?;
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

    /// Every derived row against its hash, and all of them together against their tallies. Of an older format, whose derived tables are made
    /// anew by the next write, only what there is in this one.
    pub fn check_derived(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.each_derived(ALL, &mut faults);
        let mut together = || -> rusqlite::Result<()> {
            if self.is_older()? {
                return Ok(());
            }
            self.check_note(&mut faults)?;
            self.check_tallies(&mut faults)
        };
        if let Err(e) = together() {
            faults.push(Fault { table: "built", what: e.to_string() });
        }
        faults
    }

    /// What was derived from some rows of the ledger: every row against its hash.
    fn each_derived(&self, of: (i64, i64), faults: &mut Vec<Fault>) {
        if let Err(e) = self.check_readings(of, faults) {
            faults.push(Fault { table: "reading", what: e.to_string() });
        }
        if let Err(e) = self.check_incidents(of, faults) {
            faults.push(Fault { table: "incident", what: e.to_string() });
        }
        let accounts = self.is_older().and_then(|older| if older { Ok(()) } else { self.check_accounts(of, faults) });
        if let Err(e) = accounts {
            faults.push(Fault { table: "account", what: e.to_string() });
        }
    }

    fn is_older(&self) -> rusqlite::Result<bool> {
        self.format().map(|format| format < NEWEST)
    }

    fn check_readings(&self, (from, to): (i64, i64), faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut rows = self.conn.prepare(
            "SELECT reading.seq, key, reading.body, reading.hash, ledger.name FROM reading LEFT JOIN ledger ON ledger.seq = reading.seq
             WHERE reading.seq BETWEEN ?1 AND ?2 ORDER BY reading.seq",
        )?;
        let mut rows = rows.query([from, to])?;
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

    fn check_incidents(&self, of: (i64, i64), faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let which = if of == ALL { "?1 <= ?2" } else { "incident.id IN (SELECT incident FROM account WHERE seq BETWEEN ?1 AND ?2)" };
        // Before format 4 no facts lay beside an incident, before format 5 no brief ones.
        let lies = [self.format()? >= 4, self.format()? >= 5];
        let facts = ["coalesce(asked.facts, x'')", "coalesce(brief.facts, x'')"].map(|found| found.to_owned());
        let facts = lies.iter().zip(facts).map(|(lies, found)| if *lies { found } else { "NULL".into() }).collect::<Vec<_>>().join(", ");
        let joins = [
            "LEFT JOIN asked ON asked.id = incident.id AND incident.kind = asked.kind AND incident.day IS asked.day AND incident.state IS asked.state",
            "LEFT JOIN brief ON brief.id = incident.id",
        ];
        let beside = lies.iter().zip(joins).filter(|(lies, _)| **lies).map(|(_, join)| join).collect::<Vec<_>>().join(" ");
        let mut rows = self.conn.prepare(&format!(
            "SELECT incident.id, incident.kind, incident.day, incident.state, city, line, body, hash, {facts} FROM incident {beside} WHERE {which}
             ORDER BY incident.id"
        ))?;
        let mut rows = rows.query([of.0, of.1])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0).unwrap_or_else(|_| "without a name".into());
            let sound = (|| -> rusqlite::Result<bool> {
                let (kind, day, state, city): (String, Option<String>, Option<String>, Option<String>) =
                    (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                let (line, body, hash): (String, Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(6)?, row.get(7)?);
                let facts: [Option<Vec<u8>>; 2] = [row.get(8)?, row.get(9)?];
                let facts: Vec<&[u8]> = facts.iter().flatten().map(Vec::as_slice).collect();
                let made = incident_hash(&id, &kind, day.as_deref(), state.as_deref(), city.as_deref(), &line, &body, &facts);
                Ok(made[..] == hash[..])
            })();
            if !matches!(sound, Ok(true)) {
                faults.push(Fault { table: "incident", what: format!("incident {id} is not what was written") });
            }
        }
        Ok(())
    }

    fn check_accounts(&self, (from, to): (i64, i64), faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut rows = self.conn.prepare(&format!("{COLUMNS} WHERE seq BETWEEN ?1 AND ?2 ORDER BY seat"))?;
        let mut rows = rows.query([from, to])?;
        while let Some(row) = rows.next()? {
            if !matches!(Account::of(row), Ok((account, hash)) if account.hash()[..] == hash[..]) {
                let seat: i64 = row.get(0).unwrap_or(-1);
                faults.push(Fault { table: "account", what: format!("what is known of account {seat} is not what was written") });
            }
        }
        Ok(())
    }

    /// The note on what the derived tables stand for, and those on what lies in them.
    fn check_note(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        for name in TALLIED {
            if !tally::noted(&self.conn, name)?.1 {
                faults.push(Fault { table: "built", what: format!("the note on what lies in {name} is not what was written") });
            }
        }
        let Some((note, sound)) = Note::read(&self.conn)? else { return Ok(()) };
        if !sound {
            faults.push(Fault { table: "built", what: "the note on what the derived tables stand for is not what was written".into() });
        } else if note.seq > 0 {
            let head: Option<Vec<u8>> = self.conn.query_row("SELECT hash FROM ledger WHERE seq = ?1", [note.seq], |row| row.get(0)).optional()?;
            if head.as_ref() != Some(&note.head) {
                let what = "the end of the ledger is missing: the derived tables stand for rows that are gone".into();
                faults.push(Fault { table: "ledger", what });
            }
        }
        Ok(())
    }

    /// What lies in the derived tables against what was noted of it.
    fn check_tallies(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        for table in TALLIED {
            let lies = if table == "search" { search::walk(&self.conn)? } else { Tally::walk(&self.conn, table)? };
            if lies != tally::noted(&self.conn, table)?.0 {
                faults.push(Fault { table, what: format!("the rows of {table} are not those that were written") });
            }
        }
        let beside = "SELECT EXISTS (SELECT id FROM asked UNION ALL SELECT id FROM brief EXCEPT SELECT id FROM incident)";
        if self.conn.query_row(beside, [], |row| row.get(0))? {
            faults.push(Fault { table: "incident", what: "facts are stored of incidents that are not".into() });
        }
        if !faults.is_empty() {
            return Ok(());
        }
        let Ok(lines) = self.lines() else { return Ok(()) };
        let totals = lines.iter().map(Totals::of).fold(Totals::default(), Totals::come);
        if Note::read(&self.conn)?.is_some_and(|(note, _)| Totals { incidents: totals.incidents, ..note.totals } != totals) {
            faults.push(Fault { table: "built", what: "the totals are not those of the incidents".into() });
        }
        Ok(())
    }
}

/// All rows, whatever their numbers.
const ALL: (i64, i64) = (1, i64::MAX);
/// Rows of the ledger that a write looks at besides those it touches.
const STRETCH: i64 = 512;
/// The tables whose rows are tallied.
const TALLIED: [&str; 4] = ["reading", "account", "incident", "search"];

/// Whether a body is what its content hash says and has its form.
fn sound(row: &Row) -> bool {
    let Ok(json) = zstd::stream::decode_all(row.body.as_slice()) else { return false };
    blake3::hash(&json).as_bytes()[..] == row.content[..] && (row.entry != "document" || unpack::<Given>(&row.body).is_some())
}
