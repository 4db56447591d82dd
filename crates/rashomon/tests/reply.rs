//! What a person answers stands beside what is told, everywhere; and which pages are held.

mod desk;

use std::fs;

use desk::Desk;

const FIRST: &str = "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said. \
Curtis Hale, 27, was arrested and charged with attempted murder, according to prosecutors.";
const OTHER: &str = "MILLBROOK, Ohio - Officer Ana Reyes was shot three times on Quarry Road on Thursday, March 5, 2026, prosecutors said.";

fn desk() -> (Desk, String, String) {
    let desk = Desk::of(&[("ledger", "2026-03-06", FIRST), ("wire", "2026-03-07", OTHER)]);
    let id = desk.json(&["list"])["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    let shown = desk.json(&["show", &id]);
    let people = shown["incident"]["participants"].as_array().unwrap();
    let person = people.iter().find(|p| p["name"] == "Curtis Hale").unwrap()["participant_id"].as_str().unwrap().to_owned();
    (desk, id, person)
}

#[track_caller]
fn check(to: impl Fn(&str, &str) -> String, beside: &str) {
    let (desk, id, person) = desk();
    let before = desk.says(&["export"]);
    let said = desk.run(&["reply", &to(&id, &person), "--by", "Curtis Hale", "I was at work that night"]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let shown = desk.says(&["show", &id]);
    let at = shown.find("Curtis Hale replies: “I was at work that night”").unwrap_or_else(|| panic!("{shown}"));
    assert!(shown.get(..at).unwrap().trim_end().lines().last().unwrap().contains(beside), "{shown}");
    let words = "at work that night";
    for format in ["jsonl", "csv", "statements", "ftm", "annotations", "schemaorg"] {
        let said = desk.says(&["export", "--format", format]);
        assert!(said.contains(words), "{format}: {said}");
    }
    assert_eq!(desk.code(&["export", "--format", "html", "--out", "pages"]), 0);
    assert!(fs::read_to_string(desk.folder.path().join(format!("pages/{id}.html"))).unwrap().contains(words));
    assert!(desk.says(&["log"]).contains("reply"));
    // It settles nothing.
    let lines = |text: &str| text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok()).collect::<Vec<_>>();
    let (was, is) = (lines(&before), lines(&desk.says(&["export"])));
    assert_eq!((&was[0]["claims"], &was[0]["record"]), (&is[0]["claims"], &is[0]["record"]));
    assert_eq!(desk.code(&["check"]), 0);
    assert_eq!(desk.code(&["undo"]), 0);
    assert_eq!(desk.says(&["export"]), before, "undone, it is as if it had not been");
}

#[test]
fn a_reply_stands_beside_what_it_answers() {
    check(|id, person| format!("{id}:{person}:charge"), "charge");
    check(|id, person| format!("{id}/{person}"), "Curtis Hale");
    check(|id, _| id.to_owned(), "settled");
}

#[test]
fn a_reply_has_a_giver() {
    let (desk, id, _) = desk();
    assert_eq!(desk.code(&["reply", &id, "I was at work"]), 2);
    assert_eq!(desk.code(&["reply", &id, "--by", "Curtis Hale", " "]), 2);
    assert_eq!(desk.code(&["reply", &format!("{id}/p99"), "--by", "Curtis Hale", "no"]), 1);
}

#[test]
fn coverage_tells_of_the_pages_held() {
    let (desk, id, _) = desk();
    let said = desk.says(&["coverage", &id]);
    assert!(said.contains("among the 2 pages held"), "{said}");
    assert!(said.contains("2026-03-06") && said.contains("2026-03-07"), "{said}");
    assert!(!said.to_lowercase().contains("not report"), "{said}");
    assert_eq!(desk.json(&["coverage", &id])["pages_held"], 2);
    let then = desk.json(&["list", "--as-of", "2026-03-06"])["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    assert_eq!(desk.json(&["coverage", &then, "--as-of", "2026-03-06"])["pages_held"], 1);
}
