//! R4: `rashomon check` finds every flipped bit that changes a stored value (TRUST.md).

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

const TRIALS: usize = 240;

fn rashomon(register: &Path, args: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(register).args(args).output().unwrap()
}

/// Every stored value of every table, as SQLite gives it; an error is a value too: it is not what was stored.
fn values(path: &Path) -> Vec<String> {
    let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else { return vec!["cannot open".into()] };
    let mut all = Vec::new();
    for table in [
        "sqlite_master",
        "ledger",
        "reading",
        "account",
        "token",
        "incident",
        "asked",
        "brief",
        "built",
        "tally",
        "search_data",
        "search_idx",
        "search_docsize",
        "search_config",
    ] {
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

/// What came of one flipped bit.
struct Flip {
    byte: usize,
    bit: u32,
    /// A stored value is another.
    changed: bool,
    /// `check` says that something is wrong.
    found: bool,
}

fn flip(path: &Path, sound: &[u8], before: &[String], byte: usize, bit: u32) -> Flip {
    let mut bytes = sound.to_vec();
    bytes[byte] ^= 1 << bit;
    let place = || {
        for side in ["rashomon-wal", "rashomon-shm"] {
            let _ = fs::remove_file(path.with_extension(side));
        }
        fs::write(path, &bytes).unwrap();
    };
    place();
    let changed = values(path) != before;
    place();
    let check = rashomon(path, &["check"]);
    let code = check.status.code();
    assert!(matches!(code, Some(0 | 4 | 74)), "byte {byte}: exit {code:?} {}", String::from_utf8_lossy(&check.stderr));
    Flip { byte, bit, changed, found: code != Some(0) }
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
    let flips: Vec<(usize, u32)> = (0..TRIALS)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            ((seed >> 8) as usize % sound.len(), (seed % 8) as u32)
        })
        .collect();
    let (before, sound, folder) = (&before, &sound, folder.path());
    let found: Vec<Flip> = std::thread::scope(|scope| {
        let work = |half: Vec<(usize, u32)>, name: &'static str| {
            scope.spawn(move || half.into_iter().map(|(byte, bit)| flip(&folder.join(name), sound, before, byte, bit)).collect::<Vec<_>>())
        };
        let (one, two) = flips.split_at(flips.len() / 2);
        let (one, two) = (work(one.to_vec(), "one.rashomon"), work(two.to_vec(), "two.rashomon"));
        one.join().unwrap().into_iter().chain(two.join().unwrap()).collect()
    });
    let changed = found.iter().filter(|f| f.changed).count();
    let missed: Vec<_> = found.iter().filter(|f| f.changed && !f.found).map(|f| (f.byte, f.bit)).collect();
    println!("{changed} of {TRIALS} flips changed a stored value; {} missed", missed.len());
    assert!(changed > TRIALS / 5, "only {changed} of {TRIALS} flips changed a value: the file is mostly empty");
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// A line of input.
fn report(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({ "doc_id": id, "published": "2026-03-29", "text": text }))
}

/// A write looks at what it touches and at a stretch besides: what is wrong elsewhere stays wrong, and `check` says so afterwards.
#[test]
fn a_write_hides_no_damage() {
    const REPORTS: usize = 1100;
    let folder = tempfile::tempdir().unwrap();
    let (sound, register) = (folder.path().join("sound.rashomon"), folder.path().join("r.rashomon"));
    let (many, more) = (folder.path().join("many.jsonl"), folder.path().join("more.jsonl"));
    let told = "MILLBROOK, Ohio – Officer Ana Reyes, 31, was shot twice in the 1400 block of Harbor Avenue on March 28, 2026, police said.";
    let lines: String = (0..REPORTS)
        .map(|n| report(&format!("r{n}"), &if n == 700 { told.into() } else { format!("The council met. Report {n}.") }))
        .chain([report("elsewhere", "ASHTON, Iowa – A man, 40, was shot dead on Cedar Lane on March 2, 2026, the sheriff said.")])
        .collect();
    fs::write(&many, lines).unwrap();
    fs::write(&more, report("more", told)).unwrap();
    assert!(rashomon(&sound, &["add", "--quiet", many.to_str().unwrap()]).status.success());
    Connection::open(&sound).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    // What is damaged, and whether the page that comes touches it.
    for (sql, touched) in [
        ("UPDATE reading SET body = zeroblob(9) WHERE seq = (SELECT seq FROM ledger WHERE name = 'r700')", true),
        ("UPDATE account SET key = x'00' WHERE seq = (SELECT seq FROM ledger WHERE name = 'r700')", true),
        ("UPDATE tally SET rows = rows + 1 WHERE name = 'incident'", true),
        ("UPDATE built SET claims = claims + 1", true),
        ("UPDATE ledger SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM ledger)", true),
        ("UPDATE reading SET body = zeroblob(9) WHERE seq = (SELECT seq FROM ledger WHERE name = 'r300')", false),
        ("DELETE FROM reading WHERE seq = (SELECT seq FROM ledger WHERE name = 'r300')", false),
        ("DELETE FROM incident WHERE state = 'Iowa'", false),
        ("UPDATE account SET incident = 'x' WHERE seq = (SELECT seq FROM ledger WHERE name = 'elsewhere')", false),
        ("UPDATE search_docsize SET sz = x'050505' WHERE id = (SELECT seq FROM ledger WHERE name = 'r300')", false),
        ("UPDATE search_idx SET pgno = pgno + 2 WHERE segid = (SELECT min(segid) FROM search_idx)", false),
        ("UPDATE ledger SET name = 'z' WHERE name = 'r300'", false),
    ] {
        for side in ["rashomon-wal", "rashomon-shm"] {
            let _ = fs::remove_file(register.with_extension(side));
        }
        fs::copy(&sound, &register).unwrap();
        Connection::open(&register).unwrap().execute_batch(sql).unwrap();
        let code = rashomon(&register, &["add", "--quiet", more.to_str().unwrap()]).status.code();
        assert!(code == Some(4) || code == Some(0) && !touched, "{sql}: {code:?}");
        assert_eq!(rashomon(&register, &["check"]).status.code(), Some(4), "{sql}");
    }
    // And what is sound is written on, and sound.
    let register = folder.path().join("sound-too.rashomon");
    fs::copy(&sound, &register).unwrap();
    assert!(rashomon(&register, &["add", "--quiet", more.to_str().unwrap()]).status.success());
    assert!(rashomon(&register, &["check"]).status.success());
}
