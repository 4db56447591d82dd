//! What changed between two days and on whose word, what is still open, who is leaned on, and who decided what.

mod desk;

use std::fs;

use desk::Desk;
use serde_json::{Value, json};

/// A register of two reports of one shooting, and of one of another.
fn desk() -> Desk {
    Desk::of(&[
        (
            "ledger",
            "2026-03-07",
            "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, police said. No arrests have been made.",
        ),
        (
            "herald",
            "2026-03-09",
            "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot three times on Quarry Road on Friday, the chief said. Joel Hart, 29, was arrested on Sunday and charged with attempted murder, prosecutors said. Reyes was in critical condition, the Millbrook Gazette reported.",
        ),
        ("valley", "2026-04-01", "HARLOW, Texas – Maria Lund, 31, was shot dead on Tuesday, March 31, the sheriff said."),
    ])
}

impl Desk {
    /// What a command says to a person, and its exit code.
    #[track_caller]
    fn check(&self, args: &[&str], code: i32, words: &[&str]) {
        let said = self.says(args);
        assert_eq!(self.code(args), code, "{args:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{args:?} does not say {word:?}:\n{said}");
        }
    }
}

#[test]
fn two_days_are_compared() {
    let desk = desk();
    let wounds = "gunshot wounds of Ana Reyes: 4 (single) → disputed, 3 or 4";
    let word = "on “was shot three times”, says the chief (herald 2026-03-09)";
    desk.check(&["diff", "--from", "2026-03-07", "--to", "2026-03-10", "ledger"], 0, &[wounds, word]);
    desk.check(&["diff", "--from", "2026-03-07"], 0, &[wounds, word, "new  "]);
    desk.check(&["diff", "--from", "2026-03-10", "--to", "2026-03-11"], 1, &["nothing changed between 2026-03-10 and 2026-03-11"]);
    desk.check(&["diff", "--from", "2026-03-10", "--to", "2026-03-01"], 2, &["2026-03-01 is before 2026-03-10", "give --from the earlier day"]);
    desk.check(&["watch-list", "--from", "2026-03-07"], 0, &[wounds]);
    desk.check(&["watch-list", "--from", "2026-03-09"], 1, &[]);
    let changes = desk.json(&["diff", "--from", "2026-03-07", "ledger"])["incidents"][0]["changes"].clone();
    let change = changes.as_array().unwrap().iter().find(|c| c["slot"] == "wounds").unwrap();
    assert_eq!((&change["was"]["status"], &change["is"]["values"]), (&json!("single"), &json!(["3", "4"])));
    assert_eq!(change["on"][0]["doc_id"], "herald");
}

#[test]
fn what_was_captured_later_is_left_out() {
    let desk = desk();
    let page = |id: &str, captured: &str| json!({ "doc_id": id, "archived_at": captured, "text": "MILLBROOK, Ohio – Ana Reyes, 34, was shot dead on Friday, March 6, 2026, police said." });
    let pages = format!("{}\n{}\n", page("early", "2026-03-08T10:00:00Z"), page("late", "2026-05-01T10:00:00Z"));
    fs::write(desk.folder.path().join("captured.jsonl"), pages).unwrap();
    desk.run(&["-r", "c.rashomon", "add", "--quiet", "captured.jsonl", "all.jsonl"]);
    let held = |day: &str| -> Vec<String> {
        let export = String::from_utf8(desk.run(&["-r", "c.rashomon", "export", "--captured-by", day]).stdout).unwrap();
        let docs = export.lines().flat_map(|line| serde_json::from_str::<Value>(line).unwrap()["documents"].as_array().unwrap().clone());
        docs.map(|d| d["doc_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((held("2026-03-07").len(), held("2026-03-08"), held("2026-06-01")), (0, vec!["early".into()], vec!["early".into(), "late".into()]));
}

#[test]
fn a_weekday_alone_is_the_last_before_the_capture() {
    let desk = desk();
    let page = json!({ "doc_id": "undated", "archived_at": "2026-03-09T10:00:00Z", "text": "MILLBROOK, Ohio – Ana Reyes, 34, was shot dead on Friday, police said." });
    fs::write(desk.folder.path().join("undated.jsonl"), format!("{page}\n")).unwrap();
    desk.run(&["-r", "u.rashomon", "add", "--quiet", "undated.jsonl"]);
    let export: Value = serde_json::from_slice(&desk.run(&["-r", "u.rashomon", "export"]).stdout).unwrap();
    assert_eq!((&export["record"]["date"], &export["record"]["basis"]["date"]), (&json!("2026-03-06"), &json!("last before capture")));
}

#[test]
fn cases_without_an_end_are_listed_with_their_silence() {
    let desk = desk();
    let open = desk.json(&["open-ends", "--on", "2026-05-08"])["open"].clone();
    let of = |n: usize| (open[n]["stage"].clone(), open[n]["since"].clone(), open[n]["silent"].clone());
    assert_eq!(of(0), (json!("charged"), json!("2026-03-09"), json!(60)));
    assert_eq!(of(1), (Value::Null, Value::Null, json!(37)));
    // What came out after that day is not known then; without a day, the newest page is the day.
    assert_eq!(desk.json(&["open-ends", "--on", "2026-03-08"])["open"][0]["stage"], "at-large");
    assert_eq!(desk.json(&["open-ends"])["on"], "2026-04-01");
    desk.check(&["open-ends", "--on", "2026-05-08", "--silent", "50"], 0, &["60", "charged", "2026-03-09"]);
    desk.check(&["open-ends", "--silent", "500"], 1, &[]);
}

#[test]
fn who_is_credited_and_not_held_is_a_lead() {
    let desk = desk();
    desk.check(&["leads"], 0, &["Millbrook Gazette: credited by 1 report: herald"]);
    assert_eq!(desk.json(&["leads"])["leads"][0]["by"][0]["doc_id"], "herald");
}

#[test]
fn the_trail_says_who_decided_what_and_why() {
    let desk = desk();
    desk.run(&["scope", "valley", "out", "--rule", "4"]);
    let claims = desk.json(&["show", "ledger"])["incident"]["claims"].clone();
    let four = claims.as_array().unwrap().iter().find(|c| c["value"] == "4").unwrap()["claim_id"].as_str().unwrap().to_owned();
    desk.run(&["misread", &four, "--as", "5", "--note", "a slip"]);
    desk.run(&["undo", "--by", "Ana Reyes", "--note", "no slip"]);
    desk.run(&["remove", "herald", "--because", "a copy"]);
    desk.check(
        &["log"],
        0,
        &[
            "added ledger, herald, valley",
            "scope out: valley, rule 4, judged by Luis Park",
            "wounds 4 → 5",
            "(a slip)",
            "Ana Reyes undid",
            "took back herald: a copy",
        ],
    );
    let what = |args: &[&str]| -> Vec<Value> { desk.json(args)["entries"].as_array().unwrap().iter().map(|e| e["what"].clone()).collect() };
    assert_eq!(what(&["log"]), ["added", "decided", "decided", "undone", "taken-back"]);
    assert_eq!(what(&["log", "valley"]), ["added", "decided"]);
    assert_eq!(desk.json(&["log", "ledger"])["entries"][1]["judgement"]["value"], "5");
}

#[test]
fn who_is_only_accused_is_printed_as_accused() {
    let desk = desk();
    desk.check(
        &["show", "ledger"],
        0,
        &["accused   Joel Hart: charged with attempted murder (prosecutors, 2026-03-09)", "disputed  gunshot wounds of Ana Reyes: "],
    );
}
