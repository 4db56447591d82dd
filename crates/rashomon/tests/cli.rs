//! The command line from outside: what it prints, what it exits with, and that a register keeps its promises.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// A register in a folder of its own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_rashomon")).current_dir(self.folder.path()).args(args).output().unwrap()
    }
    /// What a command prints and its exit code.
    fn says(&self, args: &[&str]) -> (String, i32) {
        let output = self.run(args);
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    }
    fn json(&self, args: &[&str]) -> Value {
        let (text, _) = self.says(args);
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{args:?}: {e}: {text}"))
    }
    fn export(&self, register: &str) -> String {
        let (text, code) = self.says(&["-r", register, "export"]);
        assert_eq!(code, 0);
        text
    }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports")
}

fn report(id: &str, published: &str, text: &str) -> String {
    format!("{}\n", json!({ "doc_id": id, "published": published, "text": text }))
}

/// Two incidents of invented people, five reports.
fn corpus() -> Vec<String> {
    vec![
        report("a", "2026-03-07", "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, police said."),
        report("b", "2026-03-08", "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot three times on Quarry Road on Friday, the chief said."),
        report(
            "c",
            "2026-03-11",
            "MILLBROOK, Ohio – The man who shot Officer Ana Reyes on Quarry Road on Friday, Joel Hart, 29, was charged on Tuesday.",
        ),
        report("d", "2026-05-02", "ASHTON, Iowa – Two men were shot dead outside a bar on Mill Street in Ashton on Friday night, the sheriff said."),
        report(
            "e",
            "2026-05-03",
            "ASHTON, Iowa – Police named the two men shot dead outside a bar on Mill Street as Luis Park, 40, and Dean Cole, 38.",
        ),
    ]
}

#[test]
fn what_is_added_is_counted_once() {
    let desk = Desk::new();
    desk.file("in/all.jsonl", corpus().concat());
    assert_eq!(desk.json(&["add", "in", "--json"])["new"], 5);
    let again = desk.json(&["add", "in", "--json"]);
    assert_eq!((&again["new"], &again["same"], &again["changed"], &again["set_aside"]), (&json!(0), &json!(5), &json!(0), &json!(0)));
    assert_eq!(desk.says(&["check"]).1, 0);
}

#[test]
fn the_summary_is_one_line_and_the_acknowledgements_are_objects() {
    let desk = Desk::new();
    desk.file("all.jsonl", corpus().concat());
    let output = desk.run(&["add", "all.jsonl", "--progress", "json"]);
    let batches: Vec<Value> = String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(batches.len(), 1);
    assert_eq!(batches[0]["schema"], "rashomon/batch@1");
    assert_eq!(batches[0]["documents"].as_array().unwrap().len(), 5);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("added 5 reports (5 new, 0 same, 0 changed, 0 set aside)"), "{told}");
}

#[test]
fn order_and_threads_change_no_byte() {
    let desk = Desk::new();
    let corpus = corpus();
    desk.file("forward.jsonl", corpus.concat());
    desk.file("backward.jsonl", corpus.iter().rev().cloned().collect::<String>());
    for (n, line) in corpus.iter().enumerate() {
        desk.file(&format!("single/{n}.jsonl"), line);
    }
    for (register, threads, files) in [
        ("1", "1", vec!["forward.jsonl"]),
        ("2", "2", vec!["backward.jsonl"]),
        ("3", "4", vec!["single/3.jsonl", "single/0.jsonl", "single/4.jsonl", "single/1.jsonl", "single/2.jsonl"]),
    ] {
        for file in files {
            assert_eq!(desk.says(&["-r", register, "--threads", threads, "add", file]).1, 0);
        }
        assert_eq!(desk.says(&["-r", register, "check"]).1, 0);
    }
    let first = desk.export("1");
    assert_eq!(first, desk.export("2"));
    assert_eq!(first, desk.export("3"));
    assert_eq!(first.is_empty(), desk.says(&["-r", "1", "list"]).1 == 1);
}

#[test]
fn what_is_removed_was_never_there() {
    let desk = Desk::new();
    let corpus = corpus();
    desk.file("all.jsonl", corpus.concat());
    desk.file("without.jsonl", corpus[..3].concat());
    desk.says(&["-r", "removed", "add", "all.jsonl"]);
    desk.says(&["-r", "never", "add", "without.jsonl"]);
    assert_eq!(desk.json(&["-r", "removed", "remove", "d", "e", "--json", "--because", "not ours"])["removed"], 2);
    assert_eq!(desk.export("removed"), desk.export("never"));
    assert_eq!(desk.says(&["-r", "removed", "check"]).1, 0);
    assert_eq!(desk.says(&["-r", "removed", "remove", "d"]).1, 1);
    // And it can come back.
    assert_eq!(desk.json(&["-r", "removed", "add", "all.jsonl", "--json"])["new"], 2);
    desk.says(&["-r", "all", "add", "all.jsonl"]);
    assert_eq!(desk.export("removed"), desk.export("all"));
}

#[test]
fn what_was_known_by_a_day_is_a_register_of_its_own() {
    let desk = Desk::new();
    let corpus = corpus();
    desk.file("all.jsonl", corpus.concat());
    desk.file("march.jsonl", corpus[..2].concat());
    desk.says(&["-r", "all", "add", "all.jsonl"]);
    desk.says(&["-r", "march", "add", "march.jsonl"]);
    let (then, code) = desk.says(&["-r", "all", "export", "--as-of", "2026-03-10"]);
    assert_eq!(code, 0);
    assert_eq!(then, desk.export("march"));
    // One of them, asked for by itself: it is grouped by itself, and the same.
    let id = serde_json::from_str::<Value>(then.lines().next().unwrap()).unwrap()["incident_id"].as_str().unwrap().to_owned();
    let (shown, _) = desk.says(&["-r", "all", "show", &id, "--as-of", "2026-03-10", "--json"]);
    assert_eq!(shown.trim_end(), format!("{{\"schema\":\"rashomon/show@1\",\"incident\":{}}}", then.lines().next().unwrap()));
    assert_eq!(desk.says(&["-r", "all", "show", &id, "--as-of", "2026-01-01"]).1, 1);
    assert_eq!(desk.says(&["-r", "all", "list", "--as-of", "2026-01-01"]).1, 1);
    assert_eq!(desk.says(&["-r", "all", "list", "--as-of", "soon"]).1, 2);
}

#[test]
fn one_name_with_two_texts_is_told_and_the_order_does_not_matter() {
    let desk = Desk::new();
    let (one, other) = (
        report("a", "2026-03-07", "Officer Ana Reyes was shot in Millbrook, Ohio."),
        report("a", "2026-03-07", "Officer Ana Reyes was shot twice in Millbrook, Ohio."),
    );
    desk.file("one.jsonl", &one);
    desk.file("other.jsonl", &other);
    for (register, files) in [("1", ["one.jsonl", "other.jsonl"]), ("2", ["other.jsonl", "one.jsonl"])] {
        desk.says(&["-r", register, "add", files[0]]);
        let second = desk.json(&["-r", register, "add", files[1], "--json"]);
        assert_eq!(second["changed"], 1);
        assert!(second["notices"].as_array().unwrap().iter().any(|n| n["id"] == "same-name-other-words"), "{second}");
    }
    assert_eq!(desk.export("1"), desk.export("2"));
}

#[test]
fn equal_file_names_are_told_apart_by_their_folders() {
    let desk = Desk::new();
    desk.file("in/north/page.txt", "Officer Ana Reyes was shot in Millbrook, Ohio.");
    desk.file("in/south/page.txt", "A man was shot dead in Ashton, Iowa.");
    desk.file("in/other.txt", "Nobody was hurt in the fire.");
    let output = desk.run(&["add", "in", "--progress", "json"]);
    let ack: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut names: Vec<_> = ack["documents"].as_array().unwrap().iter().map(|d| d["doc_id"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["north/page.txt", "other.txt", "south/page.txt"]);
}

#[test]
fn bad_input_costs_itself_and_nothing_else() {
    let good = report("good", "2026-03-07", "Officer Ana Reyes was shot in Millbrook, Ohio.");
    let long = "Officer Ana Reyes was shot. ".repeat(400_000);
    let mut comments = String::from("Officer Ana Reyes was shot in Millbrook, Ohio, on Friday, police said.\n\nComments (100000)\n\n");
    for n in 1..=100_000 {
        comments.push_str(&format!("{}#{n} Reader {n}\n{}I was there too.\n", " ".repeat(n % 200), " ".repeat(n % 200)));
    }
    // name, content, set aside
    let cases: Vec<(&str, Vec<u8>, u64)> = vec![
        ("empty.txt", Vec::new(), 1),
        ("blank.txt", b" \n\t\n".to_vec(), 1),
        ("binary.txt", (0..=255u8).cycle().take(4096).collect(), 1),
        ("line.txt", long.into_bytes(), 0),
        ("latin.txt", b"Officer Ana Reyes was shot near the caf\xe9 in Millbrook, Ohio.".to_vec(), 0),
        ("broken.jsonl", format!("{good}{{\"doc_id\": \"x\", \"text\": \n{good}").into_bytes(), 1),
        ("no-text.jsonl", b"{\"doc_id\": \"x\"}\n".to_vec(), 1),
        ("comments.txt", comments.into_bytes(), 0),
        ("future.jsonl", report("future", "2999-01-01", "A man was shot in Ashton, Iowa, on Friday.").into_bytes(), 0),
        ("not.gz", b"no gzip at all".to_vec(), 1),
    ];
    let desk = Desk::new();
    desk.file("good.jsonl", &good);
    for (name, content, set_aside) in cases {
        desk.file(name, content);
        let register = format!("{name}.rashomon");
        let output = desk.run(&["-r", &register, "add", name, "good.jsonl", "--json"]);
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(said["set_aside"], set_aside, "{name}: {said}");
        assert_eq!(output.status.code(), Some(if set_aside > 0 { 3 } else { 0 }), "{name}");
        let asides: Vec<_> = said["notices"].as_array().unwrap().iter().filter(|n| n["set_aside"] == true).collect();
        assert_eq!(asides.len() as u64, set_aside, "{name}: one notice each");
        assert!(asides.iter().all(|n| n["hint"].as_str().unwrap().contains(name)), "{name}: the notice names its input: {said}");
        // The good report beside it is kept, and the register is sound.
        assert_eq!(desk.json(&["-r", &register, "add", "good.jsonl", "--json"])["same"], 1, "{name}");
        assert_eq!(desk.says(&["-r", &register, "check"]).1, 0, "{name}");
    }
}

#[test]
fn a_file_that_is_no_register_is_not_touched() {
    let desk = Desk::new();
    desk.file("good.jsonl", corpus().concat());
    let database = desk.folder.path().join("other.db");
    rusqlite::Connection::open(&database).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
    desk.file("notes.txt", "these are my notes, and they are longer than one hundred bytes: ".repeat(5));
    desk.file("empty.rashomon", "");
    for name in ["other.db", "notes.txt", "empty.rashomon"] {
        let before = fs::read(desk.folder.path().join(name)).unwrap();
        for args in [&["-r", name, "add", "good.jsonl"][..], &["-r", name, "list"], &["-r", name, "check", "--repair"], &["-r", name, "export"]] {
            assert_eq!(desk.says(args).1, 4, "{args:?}");
        }
        let error = desk.json(&["-r", name, "list", "--json"]);
        assert_eq!(error["error"]["code"], "not-a-register");
        assert_eq!(before, fs::read(desk.folder.path().join(name)).unwrap());
        assert!(!desk.folder.path().join(format!("{name}-wal")).exists());
    }
}

#[test]
fn a_newer_register_is_refused_and_not_touched() {
    let desk = Desk::new();
    desk.file("all.jsonl", corpus().concat());
    desk.says(&["add", "all.jsonl"]);
    let path = desk.folder.path().join("register.rashomon");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(conn);
    let before = fs::read(&path).unwrap();
    for args in [&["add", "all.jsonl"][..], &["list"], &["check", "--repair"]] {
        let output = desk.run(args);
        assert_eq!(output.status.code(), Some(4), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("format 99"));
    }
    assert_eq!(before, fs::read(&path).unwrap());
}

#[test]
fn damage_is_named_and_only_what_is_derived_is_repaired() {
    let desk = Desk::new();
    desk.file("all.jsonl", corpus().concat());
    let damage = |sql: &str| {
        let _ = fs::remove_file(desk.folder.path().join("register.rashomon"));
        desk.says(&["add", "all.jsonl"]);
        rusqlite::Connection::open(desk.folder.path().join("register.rashomon")).unwrap().execute_batch(sql).unwrap();
        desk.says(&["check"])
    };
    for derived in [
        "UPDATE reading SET body = zeroblob(9) WHERE seq = 2",
        "DELETE FROM reading WHERE seq = 3",
        "INSERT INTO search (search) VALUES ('delete-all')",
        "UPDATE built SET key = 'x'",
    ] {
        let (said, code) = damage(derived);
        assert_eq!(code, 4, "{derived}");
        assert!(!said.is_empty());
        assert_eq!(desk.says(&["add", "all.jsonl"]).1, 4, "writing is refused: {derived}");
        assert_eq!(desk.says(&["check", "--repair"]).1, 0, "{derived}");
        assert_eq!(desk.json(&["add", "all.jsonl", "--json"])["same"], 5, "{derived}");
    }
    for (ledger, names) in [
        ("UPDATE ledger SET body = zeroblob(9) WHERE seq = 2", "row 2 (document b)"),
        ("UPDATE ledger SET name = 'z' WHERE seq = 1", "row 1 (document z)"),
        ("DELETE FROM ledger WHERE seq = 2", "row 2 is missing"),
        ("DELETE FROM ledger WHERE seq > 3", "the end of the ledger is missing"),
        (
            "UPDATE ledger SET seq = 100 WHERE seq = 1; UPDATE ledger SET seq = 1 WHERE seq = 2; UPDATE ledger SET seq = 2 WHERE seq = 100",
            "row 1 (document b)",
        ),
    ] {
        let (said, code) = damage(ledger);
        assert_eq!(code, 4, "{ledger}");
        assert!(said.contains(names), "{ledger}: {said}");
        assert_eq!(desk.says(&["check", "--repair"]).1, 4, "{ledger}");
        assert_eq!(desk.says(&["add", "all.jsonl"]).1, 4, "{ledger}");
    }
}

#[test]
fn a_second_writer_waits_and_then_says_who_holds_it() {
    let desk = Desk::new();
    desk.file("all.jsonl", corpus().concat());
    desk.says(&["add", "all.jsonl"]);
    let holder = rusqlite::Connection::open(desk.folder.path().join("register.rashomon")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = desk.json(&["add", "all.jsonl", "--json"]);
    assert_eq!(error["error"]["code"], "busy", "{error}");
    assert_eq!(desk.says(&["list"]).1, desk.says(&["list"]).1, "readers do not wait");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(desk.says(&["add", "all.jsonl"]).1, 0);
}

#[test]
fn a_full_disk_is_one_sentence_and_the_same_command_resumes() {
    let desk = Desk::new();
    let many: String = (0..600)
        .map(|n| report(&format!("r{n}"), "2026-03-07", &format!("A man was shot in Ashton, Iowa. {}", format!("{:x}", n * 7919_usize).repeat(600))))
        .collect();
    desk.file("many.jsonl", many);
    // A file may grow to 400 blocks of 512 bytes; what does not fit is EFBIG, as a full disk is ENOSPC.
    let script = format!("ulimit -f 400; trap '' XFSZ; {} add many.jsonl --json", env!("CARGO_BIN_EXE_rashomon"));
    let output = Command::new("sh").current_dir(desk.folder.path()).args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(74), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let again = desk.json(&["add", "many.jsonl", "--json"]);
    assert_eq!(again["same"].as_u64().unwrap() + again["new"].as_u64().unwrap(), 600, "{again}");
    assert_eq!(desk.says(&["check"]).1, 0);
}

#[test]
fn pages_are_read_without_a_register() {
    let desk = Desk::new();
    desk.file("page.txt", "Officer Ana Reyes was shot in Millbrook, Ohio – “twice”.");
    let (text, code) = desk.says(&["read", "page.txt", "--format", "jsonl"]);
    assert_eq!(code, 0);
    let page: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["doc_id"], "page.txt");
    let points: Vec<char> = page["text"].as_str().unwrap().chars().collect();
    for zone in page["zones"].as_array().unwrap() {
        let (start, end) = (zone["start"].as_u64().unwrap() as usize, zone["end"].as_u64().unwrap() as usize);
        assert_eq!(points[start..end].iter().collect::<String>(), zone["text"].as_str().unwrap());
    }
    assert!(!desk.folder.path().join("register.rashomon").exists());
}

#[test]
fn standard_input_and_gzip_are_read_as_what_they_hold() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rashomon"))
        .current_dir(desk.folder.path())
        .args(["add", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(corpus().concat().as_bytes()).unwrap();
    let said: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(said["new"], 5, "{said}");
    desk.file("all.jsonl", corpus().concat());
    assert!(Command::new("gzip").arg("all.jsonl").current_dir(desk.folder.path()).status().unwrap().success());
    assert_eq!(desk.json(&["add", "all.jsonl.gz", "--json"])["same"], 5);
}

#[test]
fn a_headline_cannot_speak_to_the_terminal() {
    let desk = Desk::new();
    let nasty = "\u{1b}]52;c;aGk=\u{7}Officer Ana Reyes was shot four times in Millbrook, Ohio, on Friday, March 6, 2026.\u{202e}";
    desk.file(
        "nasty.jsonl",
        format!(
            "{}\n",
            json!({ "doc_id": "n\u{1b}[2J", "title": nasty, "url": format!("https://x.example/{nasty}"), "published": "2026-03-07", "text": nasty })
        ),
    );
    desk.says(&["add", "nasty.jsonl"]);
    let mut commands = vec![
        vec!["list".to_owned()],
        vec!["read".into(), "nasty.jsonl".into()],
        vec!["add".into(), "nasty.jsonl".into()],
        vec!["remove".into(), "no\u{1b}[2J".into()],
    ];
    for line in desk.export("register.rashomon").lines() {
        let incident: Value = serde_json::from_str(line).unwrap();
        let id = incident["incident_id"].as_str().unwrap();
        commands.push(vec!["show".into(), id.into()]);
        for claim in incident["claims"].as_array().unwrap() {
            commands.push(vec!["why".into(), claim["claim_id"].as_str().unwrap().into()]);
            commands.push(vec!["why".into(), format!("{id}:{}:{}", claim["about"].as_str().unwrap(), claim["slot"].as_str().unwrap())]);
        }
    }
    for args in &commands {
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let output = desk.run(&args);
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{args:?}: {text:?}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    desk.says(&["add", examples().to_str().unwrap()]);
    let script = format!(
        "{} export | head -c 1 >/dev/null; {} read all.jsonl --format jsonl | head -c 10",
        env!("CARGO_BIN_EXE_rashomon"),
        env!("CARGO_BIN_EXE_rashomon")
    );
    let many: String = (0..5000).map(|n| report(&format!("r{n}"), "2026-03-07", "A man was shot in Ashton, Iowa.")).collect();
    desk.file("all.jsonl", many);
    let output = Command::new("sh").current_dir(desk.folder.path()).args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_list_is_narrowed_by_day_state_kind_and_dispute() {
    let desk = Desk::new();
    desk.file("all.jsonl", corpus().concat());
    desk.says(&["add", "all.jsonl"]);
    let states = |args: &[&str]| -> Vec<String> {
        let listed = desk.json(&[&["list", "--json"], args].concat());
        listed["incidents"].as_array().unwrap().iter().map(|i| i["state"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(states(&[]), ["Ohio", "Iowa"]);
    assert_eq!(states(&["--state", "iowa"]), ["Iowa"]);
    assert_eq!(states(&["--from", "2026-04-01"]), ["Iowa"]);
    assert_eq!(states(&["--to", "2026-04-01", "--kind", "shooting"]), ["Ohio"]);
    assert_eq!(states(&["--disputed"]), ["Ohio"]);
    assert_eq!(desk.says(&["list", "--kind", "fire"]).1, 1);
}

#[test]
fn every_answer_has_a_schema() {
    let desk = Desk::new();
    desk.says(&["add", examples().to_str().unwrap()]);
    let mut commands: Vec<(Vec<String>, &str)> = vec![
        (vec!["list".into()], "list"),
        (vec!["check".into()], "check"),
        (vec!["add".into(), examples().to_string_lossy().into_owned()], "add"),
        (vec!["read".into(), examples().to_string_lossy().into_owned()], "read"),
        (vec!["show".into(), "nothing".into()], "error"),
        (vec!["why".into(), "nothing".into()], "error"),
        (vec!["export".into(), "--format".into(), "html".into(), "--out".into(), "pages".into()], "export"),
        (vec!["remove".into(), "nothing".into()], "remove"),
    ];
    for line in desk.export("register.rashomon").lines() {
        let incident: Value = serde_json::from_str(line).unwrap();
        let id = incident["incident_id"].as_str().unwrap();
        commands.push((vec!["show".into(), id.get(..8).unwrap().into()], "show"));
        let claim = &incident["claims"][0];
        commands.push((vec!["why".into(), claim["claim_id"].as_str().unwrap().into()], "why"));
        commands.push((vec!["why".into(), format!("{id}:{}:{}", claim["about"].as_str().unwrap(), claim["slot"].as_str().unwrap())], "why"));
        if let Some(link) = incident["links"].get(0) {
            commands.push((vec!["why".into(), link["documents"][1].as_str().unwrap().into(), link["documents"][0].as_str().unwrap().into()], "why"));
        }
    }
    for (args, schema) in commands {
        let mut args: Vec<_> = args.iter().map(String::as_str).collect();
        args.push("--json");
        assert_eq!(desk.json(&args)["schema"], format!("rashomon/{schema}@1"), "{args:?}");
    }
}

#[test]
fn how_a_table_is_read_is_remembered() {
    let desk = Desk::new();
    let first = desk.file(
        "first.csv",
        "Quoi,Texte\nOfficer shot,\"MILLBROOK, Ohio – Officer Ana Reyes was shot on Quarry Road on Friday, March 6, police said.\"\n",
    );
    let second =
        desk.file("second.csv", "Texte,Quoi\n\"MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot on Friday, March 6, the chief said.\",Shot\n");
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    let added = desk.json(&["-r", "r", "--json", "add", first]);
    assert_eq!((added["new"].as_u64(), added["notices"][0]["id"].as_str()), (Some(0), Some("no-column")));
    assert_eq!(desk.run(&["-r", "r", "add", first]).status.code(), Some(3));
    assert_eq!(desk.run(&["-r", "r", "add", first, "--map", "text=Nowhere"]).status.code(), Some(3));
    assert_eq!(desk.run(&["-r", "r", "add", first, "--map", "words=Texte"]).status.code(), Some(2));
    assert_eq!(desk.json(&["-r", "r", "--json", "add", first, "--map", "text=Texte,title=Quoi"])["new"], 1);
    assert_eq!(desk.json(&["-r", "r", "--json", "add", second])["new"], 1);
    assert_eq!(desk.run(&["-r", "r", "check"]).status.code(), Some(0));
    assert!(desk.export("r").contains("Ana Reyes"));
}

#[test]
fn addresses_alone_are_no_reports() {
    let desk = Desk::new();
    let list = desk.file("urls.txt", "https://millbrookledger.example/1\nhttps://valleywire.example/2\n");
    let added = desk.json(&["-r", "r", "--json", "add", list.to_str().unwrap()]);
    assert_eq!((added["set_aside"].as_u64(), added["notices"][0]["id"].as_str()), (Some(1), Some("pages-elsewhere")));
}

#[test]
fn a_page_saved_whole_is_one_page() {
    let desk = Desk::new();
    desk.file("saved/Officer shot.html", "<html><body><p>MILLBROOK, Ohio – Officer Ana Reyes was shot on Friday, March 6.</p></body></html>");
    desk.file("saved/Officer shot_files/frame.html", "<html><body><p>Buy now, two people were shot.</p></body></html>");
    let (read, code) = desk.says(&["read", "saved", "--format", "jsonl"]);
    assert_eq!((read.lines().count(), code), (1, 0));
}
