//! R1: `kill -9` at any moment loses nothing that was acknowledged and leaves nothing torn (TRUST.md).

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const KILLS: u64 = 100;
const REPORTS: usize = 520;

/// Invented reports, so small that a batch is soon full and so many that no cycle ends by itself at once. One in four
/// tells of an incident: what is tested is the disk.
fn corpus(path: &Path) {
    let mut lines = String::new();
    for n in 0..REPORTS {
        let text = match n % 4 {
            0 => format!("MILLBROOK, Ohio – Officer Ana Reyes was shot {} times on March {}, police said. Report {n}.", n % 7 + 1, n % 28 + 1),
            _ => format!("The council met. Report {n}."),
        };
        let line = serde_json::json!({ "doc_id": format!("r{n}"), "published": "2026-03-29", "text": text });
        lines.push_str(&format!("{line}\n"));
    }
    fs::write(path, lines).unwrap();
}

fn rashomon(register: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.arg("-r").arg(register).args(args);
    command
}

/// The next number of a fixed sequence: every run kills at the same delays.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Where in a cycle the process dies.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// So many milliseconds after its start.
    After(u64),
    /// At the n-th acknowledgement: the next batch is being read or committed.
    AtAck(u64),
    /// So long after the last acknowledgement: the derived tables are being written.
    AfterLast(u64),
}

#[test]
fn a_hundred_kills_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("reports.jsonl");
    corpus(&input);
    let mut seed = 0x5eed_cafe_u64;
    let started = Instant::now();
    let mut kills = 0;
    let mut stored = 0;
    for cycle in 0.. {
        if kills == KILLS {
            break;
        }
        assert!(cycle < 2 * KILLS, "only {kills} of {cycle} were killed while they ran: the delays no longer hit");
        let register = folder.path().join(format!("{}.rashomon", cycle / 4)); // a register is killed four times
        let point = match cycle % 4 {
            0 => Point::After(next(&mut seed) % 60),
            1 => Point::AtAck(1 + next(&mut seed) % 4),
            2 => Point::After(next(&mut seed) % 250),
            _ => Point::AfterLast(next(&mut seed) % 60),
        };
        let mut child =
            rashomon(&register, &["add", input.to_str().unwrap(), "--progress", "json", "--quiet"]).stdout(Stdio::piped()).spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let acks = std::thread::spawn(move || {
            let mut acknowledged: BTreeSet<String> = BTreeSet::new();
            let mut lines = BufReader::new(output).lines();
            let mut take = |lines: &mut dyn Iterator<Item = std::io::Result<String>>, upto: u64| {
                for line in lines.take(upto as usize).map_while(Result::ok) {
                    // A line cut off by the kill is no acknowledgement.
                    let Ok(ack) = serde_json::from_str::<serde_json::Value>(&line) else { break };
                    acknowledged.extend(ack["documents"].as_array().unwrap().iter().map(|d| d["doc_id"].as_str().unwrap().to_owned()));
                }
            };
            match point {
                Point::After(ms) => std::thread::sleep(Duration::from_millis(ms)),
                Point::AtAck(n) => take(&mut lines, n),
                Point::AfterLast(ms) => {
                    take(&mut lines, REPORTS.div_ceil(256) as u64);
                    std::thread::sleep(Duration::from_millis(ms));
                }
            }
            let killed = Command::new("kill").args(["-9", &child.id().to_string()]).status().is_ok();
            let ended = child.wait().unwrap();
            take(&mut lines, u64::MAX);
            (acknowledged, killed && ended.code().is_none())
        });
        let (acknowledged, killed) = acks.join().unwrap();
        kills += u64::from(killed);
        if !register.exists() {
            assert!(acknowledged.is_empty(), "cycle {cycle} {point:?}: acknowledged into no register");
            continue;
        }
        // Nothing torn: every row, every quote, every derived table.
        let check = rashomon(&register, &["check", "--json"]).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap_or_default();
        assert!(check.status.success(), "cycle {cycle} {point:?}: {report} {}", String::from_utf8_lossy(&check.stderr));
        // Nothing lost: what was acknowledged is there.
        let there = report["documents"].as_u64().unwrap();
        assert!(there >= acknowledged.len() as u64, "cycle {cycle} {point:?}: {} acknowledged, {there} there", acknowledged.len());
        stored += there;
        if cycle % 4 == 3 {
            // The same command again finishes the work, and every acknowledged document counts as there already.
            let again = rashomon(&register, &["add", input.to_str().unwrap(), "--json"]).output().unwrap();
            let added: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
            assert_eq!(added["same"].as_u64().unwrap() + added["new"].as_u64().unwrap(), REPORTS as u64, "{added}");
            assert!(added["same"].as_u64().unwrap() >= acknowledged.len() as u64, "cycle {cycle} {point:?}: {added}");
            assert_eq!(added["changed"], 0, "{added}");
        }
    }
    assert!(stored > 0, "no cycle stored anything: the delays no longer hit");
    println!("{kills} kills in {:.1} s, {stored} reports seen afterwards", started.elapsed().as_secs_f64());
}
