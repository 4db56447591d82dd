//! R4: `rashomon check` finds every flipped bit that changes a stored value (TRUST.md).

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

const TRIALS: u64 = 300;

fn rashomon(register: &Path, args: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(register).args(args).output().unwrap()
}

/// Every stored value of every table, as SQLite gives it; an error is a value too: it is not what was stored.
fn values(path: &Path) -> Vec<String> {
    let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else { return vec!["cannot open".into()] };
    let mut all = Vec::new();
    for table in ["sqlite_master", "ledger", "reading", "incident", "built", "search_data", "search_idx", "search_docsize", "search_config"] {
        // rootpage says where a table lies, not what it holds.
        let columns = if table == "sqlite_master" { "type, name, tbl_name, sql" } else { "*" };
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut rows = conn.prepare(&format!("SELECT {columns} FROM {table} NOT INDEXED"))?;
            let n = rows.column_count();
            rows.query_map([], |row| (0..n).map(|i| row.get::<_, Value>(i)).collect::<rusqlite::Result<Vec<_>>>().map(|v| format!("{v:?}")))?
                .collect()
        };
        all.push(match read() {
            Ok(mut rows) => {
                rows.sort();
                format!("{table}: {}", rows.join("\n"))
            }
            Err(e) => format!("{table}: {e}"),
        });
    }
    all
}

#[test]
fn every_flip_that_changes_a_value_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("sound.rashomon");
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports");
    assert!(rashomon(&register, &["add", "--quiet", reports.to_str().unwrap()]).status.success());
    assert!(rashomon(&register, &["check"]).status.success());
    Connection::open(&register).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let sound = fs::read(&register).unwrap();
    let before = values(&register);

    let mut seed = 0x0ddb_1750_u64;
    let (mut changed, mut missed) = (0, Vec::new());
    for trial in 0..TRIALS {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let (byte, bit) = ((seed >> 8) as usize % sound.len(), seed % 8);
        let path = folder.path().join("flipped.rashomon");
        let mut bytes = sound.clone();
        bytes[byte] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let differs = values(&path) != before;
        for side in ["flipped.rashomon-wal", "flipped.rashomon-shm"] {
            let _ = fs::remove_file(folder.path().join(side));
        }
        fs::write(&path, &bytes).unwrap();
        let check = rashomon(&path, &["check"]);
        let code = check.status.code();
        assert!(matches!(code, Some(0 | 4 | 74)), "trial {trial}, byte {byte}: exit {code:?} {}", String::from_utf8_lossy(&check.stderr));
        changed += u64::from(differs);
        if differs && code == Some(0) {
            missed.push((byte, bit));
        }
        for side in ["flipped.rashomon-wal", "flipped.rashomon-shm"] {
            let _ = fs::remove_file(folder.path().join(side));
        }
    }
    println!("{changed} of {TRIALS} flips changed a stored value; {} missed", missed.len());
    assert!(changed > TRIALS / 5, "only {changed} of {TRIALS} flips changed a value: the file is mostly empty");
    assert!(missed.is_empty(), "not found: {missed:?}");
}
