//! A coded register beside the reports it cites: each field supported, contradicted or not stated, by their words.

use std::fs;
use std::process::{Command, Output};

use serde_json::{Value, json};

const LEDGER: &str = "https://millbrookledger.example/2026/03/06/officer-shot";
const WIRE: &str = "https://valleywire.example/a/88213";

/// A register of two reports of one incident, and a table beside it.
fn audit(table: &str, args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let reports = [
        json!({ "doc_id": "ledger", "url": LEDGER, "published": "2026-03-06", "text": "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot and wounded on Quarry Road on Thursday, March 5, 2026, police said. Curtis Hale, 27, was arrested and charged with attempted murder, according to prosecutors." }),
        json!({ "doc_id": "wire", "url": WIRE, "published": "2026-03-07", "text": "MILLBROOK, Ohio - Millbrook police officer Ana Reyes was shot and wounded on Quarry Road on Thursday, March 5, 2026, police said. One person was injured, police said." }),
    ];
    let lines: String = reports.iter().map(|r| format!("{r}\n")).collect();
    fs::write(folder.path().join("all.jsonl"), lines).unwrap();
    fs::write(folder.path().join("coded.csv"), table).unwrap();
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_rashomon")).current_dir(folder.path()).args(args).output().unwrap();
    assert!(run(&["-q", "add", "all.jsonl"]).status.success());
    run(&[&["audit", "coded.csv"], args].concat())
}

const HEAD: &str =
    "incident_id,date,state,city_or_county,n_killed,n_injured,participant_name,participant_age,participant_status,participant_type,sources\n";

fn row(date: &str, city: &str, injured: u32, names: &str, ages: &str) -> String {
    let urls = format!("{LEDGER}||http://www.valleywire.example/a/88213/");
    format!("{HEAD}a-1,{date},Ohio,{city},0,{injured},{names},{ages},\"0::Injured||1::Unharmed, Arrested\",0::Victim||1::Subject-Suspect,{urls}\n")
}

/// `field: verdict`, a line each.
#[track_caller]
fn check(table: &str, expect: &[&str]) {
    let output = audit(table, &["--json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
    let fields = said["rows"].as_array().unwrap().iter().flat_map(|r| r["fields"].as_array().unwrap());
    let lines: Vec<String> = fields
        .map(|f| {
            let verdict = f["verdict"].as_str().unwrap();
            assert!(verdict != "contradicted" || !f["words"].as_array().unwrap().is_empty(), "what contradicts has words: {f}");
            format!("{}: {verdict}", f["field"].as_str().unwrap())
        })
        .collect();
    for line in expect {
        assert!(lines.iter().any(|l| l == line), "{line} not in {lines:#?}");
    }
    let any = lines.iter().any(|l| l.ends_with("contradicted"));
    assert_eq!(output.status.code(), Some(i32::from(any)));
}

#[test]
fn what_the_reports_say_is_supported() {
    check(
        &row("2026-03-05", "Millbrook", 1, "0::Ana Reyes||1::Curtis Hale", "0::31||1::27"),
        &[
            "date: supported",
            "state: supported",
            "city: supported",
            "injured: supported",
            "name: supported",
            "age of Ana Reyes: supported",
            "age of Curtis Hale: supported",
            "status of Ana Reyes: supported",
            "status of Curtis Hale: supported",
            "type of Curtis Hale: supported",
        ],
    );
}

#[test]
fn what_they_say_otherwise_is_contradicted() {
    check(
        &row("2026-03-04", "Millbrook", 3, "0::Ana Reyes||1::Curtis Hale", "0::38||1::27"),
        &["date: contradicted", "injured: contradicted", "age of Ana Reyes: contradicted", "age of Curtis Hale: supported"],
    );
}

#[test]
fn what_they_do_not_say_is_no_error_of_the_coder() {
    check(&row("2026-03-05", "Millbrook", 1, "0::Ana Reyes||1::Dora Quist", "1::44"), &["name: not stated", "status of Ana Reyes: supported"]);
}

#[test]
fn what_stands_on_a_cited_page_as_coded_is_not_contradicted() {
    // The ledger's spelling is coded, and the age of the day; a page of a year later gives the age of then.
    let texts = [
        (
            LEDGER,
            "2026-03-06",
            "MILLBROOK, Ohio - Curtis Hale, 27, was arrested on Thursday, March 5, 2026, after Ana O'Reyes, 31, was shot and wounded at 680 Quarry Road, police said.",
        ),
        (
            WIRE,
            "2027-05-07",
            "MILLBROOK, Ohio - Curtis Hayle, 28, was sentenced for the shooting of Ana OReyes on March 5, 2026. Ana OReyes, 33, was wounded in the 600 block of Quarry Road.",
        ),
    ];
    let lines = |texts: &[(&str, &str, &str)]| -> String {
        texts.iter().map(|(url, day, text)| format!("{}\n", json!({ "doc_id": url, "url": url, "published": day, "text": text }))).collect()
    };
    let verdicts = |texts: &[(&str, &str, &str)], table: &str| -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("all.jsonl"), lines(texts)).unwrap();
        fs::write(folder.path().join("coded.csv"), table).unwrap();
        let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_rashomon")).current_dir(folder.path()).args(args).output().unwrap();
        assert!(run(&["-q", "add", "all.jsonl"]).status.success());
        let said: Value = serde_json::from_slice(&run(&["--json", "audit", "coded.csv"]).stdout).unwrap();
        let fields = said["rows"].as_array().unwrap().iter().flat_map(|r| r["fields"].as_array().unwrap());
        fields.map(|f| format!("{}: {}", f["field"].as_str().unwrap(), f["verdict"].as_str().unwrap())).collect()
    };
    let row = |names: &str, ages: &str| {
        format!("{HEAD}c-1,2026-03-05,Ohio,Millbrook,0,1,{names},{ages},0::Injured||1::Arrested,0::Victim||1::Subject-Suspect,{LEDGER}||{WIRE}\n")
    };
    let lacks = |lines: &[String], kinds: &[&str]| {
        let bad: Vec<&String> = lines.iter().filter(|l| l.ends_with("contradicted") && kinds.iter().any(|k| l.starts_with(k))).collect();
        assert!(bad.is_empty(), "{bad:?} in {lines:#?}");
    };
    lacks(&verdicts(&texts, &row("0::Ana O'Reyes||1::Curtis Hale", "0::31||1::27")), &["name", "age"]);
    // Only a later page is held: a birthday has been since.
    lacks(&verdicts(&texts[1..], &row("0::Ana O' Reyes||1::Curtis Hayle", "0::32||1::27")), &["name", "age"]);
    let wrong = verdicts(&texts, &row("0::Ana O'Reyes||1::Curtis Hale", "0::41||1::37"));
    assert!(wrong.iter().any(|l| l == "age of Curtis Hale: contradicted"), "{wrong:#?}");
    // A father and a son of one name: whose age it is cannot be told.
    lacks(&verdicts(&texts, &row("0::Curtis Hale Jr.||1::Curtis Hale", "0::4||1::27")), &["age of Curtis Hale Jr."]);
}

#[test]
fn a_row_whose_reports_are_not_held_is_said_to_be_so() {
    let table = format!("{HEAD}b-7,2026-03-05,Ohio,Millbrook,0,1,,,,,https://elsewhere.example/1\n");
    let output = audit(&table, &[]);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("0 of 1 coded incidents have reports here"), "{output:?}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn columns_are_named_by_a_person_where_the_table_names_them_otherwise() {
    let table = format!("Nr,Tag,Ort,Opfer,Quelle\n9,2026-03-04,Millbrook,Ana Reyes,{LEDGER} {WIRE}\n");
    assert_eq!(audit(&table, &[]).status.code(), Some(2), "no column is known");
    let map = ["--map", "id=Nr", "--map", "date=Tag", "--map", "city=Ort", "--map", "names=Opfer", "--map", "urls=Quelle"];
    let output = audit(&table, &map);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("contradicted date: 2026-03-04") && text.contains("2026-03-05"), "{text}");
    assert_eq!(output.status.code(), Some(1));
    let output = audit(&table, &["--map", "date=Day"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there are Nr, Tag, Ort, Opfer, Quelle"), "{output:?}");
    for format in ["csv", "html"] {
        let output = audit(&table, &[&map[..], &["--format", format]].concat());
        assert!(String::from_utf8_lossy(&output.stdout).contains("2026-03-04"), "{format}");
    }
}
