//! Opening a register: whether the file is one, which format it has, and the settings it is held under.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use crate::search::{self, Touched};
use crate::tally::{self, Tally};
use crate::{Error, Result};

/// `RASH`: in the header of every register (`file(1)` and SQLite show it).
pub const APPLICATION_ID: i32 = 0x5241_5348;

/// The formats, oldest first; the number of steps taken is the file's `user_version`. A released step never changes.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("format-1.sql")),
    M::up(include_str!("format-2.sql")),
    M::up(include_str!("format-3.sql")),
    M::up(include_str!("format-4.sql")),
    M::up(include_str!("format-5.sql")),
];
/// The newest.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// An open register.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
    /// What was written of the search index.
    pub(crate) touched: Touched,
}

impl Store {
    /// Opens a register to read; it is never written through this handle.
    pub fn open_read(path: &Path) -> Result<Self> {
        look(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|e| Error::of(path, e))?;
        Self::held(conn, path, false)
    }

    /// Opens a register to write, in the newest format; it is made where there is none.
    pub fn open_write(path: &Path) -> Result<Self> {
        if !path.exists() {
            make(path)?;
        }
        Self::open_existing(path)
    }

    /// Opens a register to write; none is made.
    pub fn open_existing(path: &Path) -> Result<Self> {
        look(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|e| Error::of(path, e))?;
        Self::held(conn, path, true)
    }

    fn held(conn: Connection, path: &Path, write: bool) -> Result<Self> {
        let touched = Touched::by(&conn).map_err(|e| Error::of(path, e))?;
        let mut store = Self { conn, path: path.to_owned(), touched };
        let settle = |conn: &mut Connection| -> rusqlite::Result<i64> {
            conn.busy_timeout(Duration::from_secs(5))?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            conn.pragma_update(None, "cell_size_check", true)?;
            conn.pragma_update(None, "foreign_keys", true)?;
            conn.pragma_update(None, "mmap_size", 0)?;
            if write {
                conn.pragma_update(None, "synchronous", "FULL")?;
            } else {
                conn.pragma_update(None, "query_only", true)?;
            }
            conn.pragma_query_value(None, "user_version", |row| row.get(0))
        };
        let found = settle(&mut store.conn).map_err(|e| Error::of(path, e))?;
        let known = NEWEST;
        if found > known {
            return Err(Error::Newer { path: path.to_owned(), found, known });
        }
        if write {
            if found < known {
                migrate(&mut store.conn, path)?;
            }
            tally_first(&mut store.conn).map_err(|e| Error::of(path, e))?;
        }
        Ok(store)
    }

    /// The format of the file: an older one is only read.
    pub(crate) fn format(&self) -> rusqlite::Result<i64> {
        self.conn.pragma_query_value(None, "user_version", |row| row.get(0))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|e| Error::of(&self.path, e))
    }
    /// Says that stored rows are not what was written.
    pub fn damaged(&self, what: impl Into<String>) -> Error {
        Error::Damaged { path: self.path.clone(), what: what.into() }
    }
}

/// What is declared: type, name, the table it belongs to, SQL.
pub(crate) type Declared = (String, String, String, Option<String>);

/// The `sqlite_master` text that a format has, to compare a file's with.
pub(crate) fn expected_schema(format: i64) -> rusqlite::Result<Vec<Declared>> {
    let mut conn = Connection::open_in_memory()?;
    // The steps are our own text: they apply to an empty database or the tests of this crate fail.
    let _ = Migrations::from_slice(STEPS).to_version(&mut conn, usize::try_from(format).unwrap_or(STEPS.len()));
    schema(&conn)
}

/// Every table and index of a database.
pub(crate) fn schema(conn: &Connection) -> rusqlite::Result<Vec<Declared>> {
    let mut rows = conn.prepare("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")?;
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
}

/// The tables and views of the newest format, in the order of their names, each with the comments of its columns: type, name, SQL.
pub fn described() -> Vec<(String, String, String)> {
    // In memory, from our own text.
    let all = expected_schema(NEWEST).unwrap_or_default().into_iter();
    let whole =
        all.filter(|(kind, name, ..)| matches!(kind.as_str(), "table" | "view") && !name.starts_with("sqlite_") && !name.starts_with("search_"));
    whole.filter_map(|(kind, name, _, sql)| Some((kind, name, sql?))).collect()
}

fn migrate(conn: &mut Connection, path: &Path) -> Result<()> {
    Migrations::from_slice(STEPS).to_latest(conn).map_err(|e| match e {
        rusqlite_migration::Error::RusqliteError { err, .. } => Error::of(path, err),
        other => Error::Damaged { path: path.to_owned(), what: other.to_string() },
    })
}

/// What no step of SQL can tally: readings of an older format, and the rows that an empty search index has of its own.
fn tally_first(conn: &mut Connection) -> rusqlite::Result<()> {
    let tallied = |conn: &Connection| conn.query_row("SELECT EXISTS (SELECT 1 FROM tally)", [], |row| row.get::<_, bool>(0));
    if tallied(conn)? {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !tallied(&tx)? {
        tally::note(&tx, "reading", Tally::walk(&tx, "reading")?)?;
        tally::note(&tx, "search", search::walk(&tx)?)?;
    }
    tx.commit()
}

/// A register comes into being whole: it is made beside its place and linked there, so that no moment shows half of one.
fn make(path: &Path) -> Result<()> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.new-{}", std::process::id()));
    let _ = fs::remove_file(&beside);
    let made = (|| {
        let mut conn = Connection::open(&beside).map_err(|e| Error::of(path, e))?;
        let settle = |conn: &mut Connection| -> rusqlite::Result<()> {
            conn.pragma_update(None, "application_id", APPLICATION_ID)?;
            conn.pragma_update(None, "page_size", 8192)?;
            conn.pragma_update(None, "synchronous", "FULL")
        };
        settle(&mut conn).map_err(|e| Error::of(path, e))?;
        migrate(&mut conn, path)?;
        tally_first(&mut conn).map_err(|e| Error::of(path, e))?;
        conn.pragma_update(None, "journal_mode", "WAL").map_err(|e| Error::of(path, e))?;
        conn.close().map_err(|(_, e)| Error::of(path, e))?;
        match fs::hard_link(&beside, path) {
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()), // another process was first: use its file
            Err(_) => fs::rename(&beside, path).map_err(|e| Error::io(path, &e)),
            Ok(()) => Ok(()),
        }
    })();
    let _ = fs::remove_file(&beside);
    made
}

/// Looks at the header before SQLite does, so that a foreign file is never touched.
fn look(path: &Path) -> Result<()> {
    let other = |what: &str| Err(Error::NotARegister { path: path.to_owned(), what: what.into() });
    let mut header = [0u8; 100];
    let mut file = match fs::File::open(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Error::Missing(path.to_owned())),
        Err(e) => return Err(Error::io(path, &e)),
        Ok(file) => file,
    };
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return other("it is a folder");
    }
    let mut length = 0;
    while length < header.len() {
        match file.read(header.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(n) => length += n,
            Err(e) => return Err(Error::io(path, &e)),
        }
    }
    if length == 0 {
        return other("it is empty");
    }
    if length < header.len() || !header.starts_with(b"SQLite format 3\0") {
        return other("it is no SQLite file");
    }
    match i32::from_be_bytes([header[68], header[69], header[70], header[71]]) {
        APPLICATION_ID => Ok(()),
        _ => other("it is an SQLite file of another program"),
    }
}

/// Who writes a register: only Linux tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn holder(_: &Path) -> Option<String> {
    None
}

/// Who writes a register, by the lock on its `-shm` file.
#[cfg(target_os = "linux")]
pub(crate) fn holder(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let mut shm = path.as_os_str().to_owned();
    shm.push("-shm");
    let inode = fs::metadata(shm).ok()?.ino().to_string();
    let locks = fs::read_to_string("/proc/locks").ok()?;
    // 1: POSIX  ADVISORY  WRITE 4711 08:01:131 120 120 — byte 120 is SQLite's write lock of a WAL.
    let pid = locks.lines().find_map(|line| {
        let parts: Vec<_> = line.split_ascii_whitespace().collect();
        let held =
            parts.contains(&"WRITE") && parts.iter().any(|p| p.rsplit(':').next() == Some(&inode)) && parts.iter().rev().nth(1) == Some(&"120");
        held.then(|| parts.get(4).map(ToString::to_string)).flatten()
    })?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    Some(format!("process {pid} ({})", name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_held_under_safe_settings() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_write(&folder.path().join("r")).unwrap();
        let pragma = |name: &str| store.conn.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
        for (name, expect) in [
            ("synchronous", 2.into()),
            ("foreign_keys", 1.into()),
            ("trusted_schema", 0.into()),
            ("cell_size_check", 1.into()),
            ("busy_timeout", 5000.into()),
            ("application_id", i64::from(APPLICATION_ID).into()),
            ("user_version", (STEPS.len() as i64).into()),
            ("journal_mode", rusqlite::types::Value::Text("wal".into())),
        ] {
            assert_eq!(pragma(name), expect, "{name}");
        }
        assert!(store.conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        // Defensive: the index's own tables cannot be written through SQL.
        assert!(store.conn.execute("DELETE FROM search_data", []).is_err());
    }

    #[test]
    fn the_steps_give_the_schema_that_files_are_compared_with() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_write(&folder.path().join("r")).unwrap();
        assert_eq!(schema(&store.conn).unwrap(), expected_schema(STEPS.len() as i64).unwrap());
        assert!(Migrations::from_slice(STEPS).validate().is_ok());
    }
}
