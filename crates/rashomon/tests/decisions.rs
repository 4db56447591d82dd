//! What people decide: it wins, it is shown as theirs, it can be taken back, and no id that was given out goes dead.

mod desk;

use std::fs;

use desk::Desk;
use serde_json::{Value, json};

/// A register of four reports: two of one shooting that the program joins, and two of others.
fn desk() -> Desk {
    Desk::of(&[
        ("a", "2026-03-07", "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, police said."),
        ("b", "2026-03-08", "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot three times on Quarry Road on Friday, the chief said."),
        ("c", "2026-03-09", "HARLOW, Texas – Joel Hart, 29, was shot dead on Friday, March 6, the sheriff said."),
        ("d", "2026-05-02", "ASHTON, Iowa – Two men were shot dead outside a bar on Mill Street in Ashton on Friday night, the sheriff said."),
    ])
}

impl Desk {
    fn export(&self) -> String {
        String::from_utf8(self.run(&["export"]).stdout).unwrap()
    }
    /// Documents by incident, sorted.
    fn groups(&self) -> Vec<String> {
        let of = |line: &str| -> String {
            let incident: Value = serde_json::from_str(line).unwrap();
            let mut docs: Vec<&str> = incident["documents"].as_array().unwrap().iter().map(|d| d["doc_id"].as_str().unwrap()).collect();
            docs.sort_unstable();
            docs.concat()
        };
        let mut groups: Vec<String> = self.export().lines().map(of).collect();
        groups.sort();
        groups
    }
    /// The incident of a document.
    fn incident(&self, doc: &str) -> String {
        self.json(&["show", doc])["incident"]["incident_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_decision_wins_and_is_taken_back_without_a_trace() {
    let desk = desk();
    let before = desk.export();
    assert_eq!(desk.groups(), ["ab", "c", "d"]);
    let (ab, d) = (desk.incident("a"), desk.incident("d"));
    for (decision, groups) in [
        (vec!["same", "c", "d"], vec!["ab", "cd"]),
        (vec!["same", &ab, d.get(..6).unwrap()], vec!["abd", "c"]),
        (vec!["not-same", "a", "b"], vec!["a", "b", "c", "d"]),
        (vec!["split", &ab, "b"], vec!["a", "b", "c", "d"]),
        (vec!["unsure", &ab, &d], vec!["ab", "c", "d"]),
    ] {
        let said = desk.json(&[decision.as_slice(), &["--note", "read them all"]].concat());
        assert_eq!(desk.groups(), groups, "{decision:?}");
        assert_eq!((&said["judgement"]["by"], &said["judgement"]["note"]), (&json!("Luis Park"), &json!("read them all")));
        if decision[0] != "split" {
            assert_eq!(desk.json(&decision)["already"], true, "{decision:?}");
        }
        assert_eq!(desk.code(&["check"]), 0);
        // Shown as a person's.
        let doc = decision.last().unwrap();
        let incident = desk.json(&["show", doc])["incident"].clone();
        assert_eq!(incident["judgements"][0], said["judgement"], "{decision:?}");
        assert!(desk.says(&["show", doc]).contains("Luis Park says so: read them all"), "{}", desk.says(&["show", doc]));
        // A rebuild follows it.
        let decided = desk.export();
        desk.run(&["check", "--repair"]);
        assert_eq!(desk.export(), decided);
        let undone = desk.json(&["undo"]);
        assert_eq!(undone["judgement"], said["judgement"]);
        assert_eq!(desk.export(), before, "{decision:?}");
    }
    assert_eq!(desk.code(&["undo"]), 1);
}

#[test]
fn contradictions_are_refused_with_both_shown() {
    let desk = desk();
    let first = desk.json(&["same", "a", "c", "--by", "Luis Park"])["judgement"]["judgement_id"].as_str().unwrap().to_owned();
    let second = desk.json(&["same", "c", "d"])["judgement"]["judgement_id"].as_str().unwrap().to_owned();
    let before = desk.export();
    let check = |args: &[&str], against: &[&str]| {
        let error = desk.json(args)["error"].clone();
        assert_eq!(error["code"], "contradiction", "{args:?}: {error}");
        let shown: Vec<&str> = error["against"].as_array().unwrap().iter().map(|j| j["judgement_id"].as_str().unwrap()).collect();
        assert_eq!(shown, against, "{args:?}");
        assert_eq!(desk.code(args), 1);
        let said = desk.says(args);
        assert!(said.contains(args[0]) && against.iter().all(|id| said.contains(id)), "{said}");
        assert_eq!(desk.export(), before);
    };
    check(&["not-same", "c", "a"], &[&first]);
    check(&["not-same", "a", "d"], &[&first, &second]);
    check(&["unsure", "a", "c"], &[&first]);
    desk.run(&["undo", first.get(..8).unwrap()]);
    let third = desk.json(&["not-same", "a", "d"])["judgement"]["judgement_id"].as_str().unwrap().to_owned();
    let error = desk.json(&["same", "a", "c"])["error"].clone();
    let against: Vec<&str> = error["against"].as_array().unwrap().iter().map(|j| j["judgement_id"].as_str().unwrap()).collect();
    assert_eq!(against, [third.as_str(), second.as_str()], "{error}");
}

#[test]
fn an_old_id_opens_what_became_of_it() {
    let desk = desk();
    let (ab, d) = (desk.incident("a"), desk.incident("d"));
    desk.run(&["same", &ab, &d]);
    let joined = desk.incident("a");
    let gone = if joined == ab { &d } else { &ab };
    let said = desk.says(&["show", gone]);
    assert!(said.contains(&format!("{gone} is {joined} now: Luis Park judged: same")), "{said}");
    assert_eq!(desk.json(&["show", gone])["incident"]["incident_id"], joined.as_str());
    assert_eq!(desk.json(&["why", gone, &joined])["together"], joined.as_str());
    // An id that stood only while a decision did.
    desk.run(&["undo"]);
    desk.run(&["split", &ab, "a"]);
    let ids = [desk.incident("a"), desk.incident("b")];
    desk.run(&["undo", "--by", "Luis Park"]);
    for id in &ids {
        assert_eq!(desk.json(&["show", id])["incident"]["incident_id"], ab.as_str());
        assert!(*id == ab || desk.says(&["show", id]).contains("Luis Park undid"));
    }
}

#[test]
fn two_incidents_are_compared_whether_joined_or_not() {
    let desk = desk();
    let (ab, c) = (desk.incident("a"), desk.incident("c"));
    let joined = desk.json(&["why", "a", "b"]);
    assert_eq!(joined["together"], ab.as_str());
    assert!(joined["links"][0]["because"].as_array().unwrap().iter().any(|r| r["feature"] == "place" && r["weight"].as_i64() > Some(0)));
    let apart = desk.json(&["why", &ab, &c]);
    assert_eq!(apart["together"], Value::Null);
    assert!(apart["links"][0]["because"].as_array().unwrap().iter().any(|r| r["weight"].as_i64() < Some(0)), "{apart}");
    desk.run(&["not-same", &ab, &c, "--note", "two states"]);
    let said = desk.says(&["why", &ab, &c]);
    assert!(said.starts_with("kept apart\n") && said.contains("judged by Luis Park (two states)") && said.contains("against"), "{said}");
    assert_eq!(desk.code(&["why", &ab, "nothing"]), 1);
}

#[test]
fn a_report_that_is_taken_back_takes_no_decision_with_it() {
    let desk = desk();
    desk.run(&["same", "c", "d"]);
    let before = desk.export();
    desk.run(&["remove", "d"]);
    assert_eq!(desk.groups(), ["ab", "c"]);
    desk.run(&["add", "--quiet", "all.jsonl"]);
    assert_eq!(desk.export(), before);
    for args in [&["same", "a", "a"][..], &["same", "b", "nothing"], &["split", "a", "c"], &["undo", "ffff"]] {
        assert!(matches!(desk.code(args), 1 | 2), "{args:?}");
    }
    assert_eq!(desk.export(), before);
}

/// A round-up is about the shooting that it tells most of: what it tells besides can be decided upon like the rest.
#[test]
fn what_a_report_tells_beside_something_else_can_be_decided_upon() {
    let desk = desk();
    let round_up = "MILLBROOK, Ohio – Four people were hurt in separate shootings over the weekend, police said.\n\n\
        A 31-year-old man was shot Friday night in the 100 block of Oak Street. He was taken to a hospital.\n\n\
        A 44-year-old woman was shot Saturday morning in the 200 block of Elm Street. She was taken to a hospital.\n\n\
        A 12-year-old boy was shot Saturday night in the 300 block of Ash Street. He was taken to a hospital.\n\n\
        A 19-year-old woman was shot Sunday night in the 400 block of Fir Street. She was taken to a hospital.";
    fs::write(desk.folder.path().join("e.txt"), round_up).unwrap();
    assert!(desk.run(&["add", "--quiet", "e.txt"]).status.success());
    let before = desk.export();
    let told = |word: &str| -> String {
        let has = |line: &&str| line.contains(word);
        let incident: Value = serde_json::from_str(before.lines().find(has).unwrap()).unwrap();
        incident["incident_id"].as_str().unwrap().to_owned()
    };
    let (elm, ash) = (told("200 block of Elm"), told("300 block of Ash"));
    assert!(elm != ash);
    let judgement = desk.json(&["same", &elm, "d"])["judgement"]["judgement_id"].as_str().unwrap().to_owned();
    let joined = desk.incident("d");
    let now = desk.json(&["show", &joined])["incident"].to_string();
    assert!(now.contains("200 block of Elm") && !now.contains("300 block of Ash"), "{now}");
    assert_eq!(desk.json(&["show", &elm])["incident"]["incident_id"], joined.as_str());
    // It stands when more is read and when all is built anew.
    fs::write(desk.folder.path().join("f.txt"), "HARLOW, Texas – Nobody was shot in Harlow on Friday.").unwrap();
    desk.run(&["add", "--quiet", "f.txt"]);
    desk.run(&["check", "--repair"]);
    assert_eq!(desk.incident("d"), joined);
    desk.run(&["remove", "f.txt"]);
    // The other accounts of that report are others still.
    assert_eq!(desk.json(&["not-same", &elm, "d"])["error"]["against"][0]["judgement_id"], judgement.as_str());
    assert_eq!(desk.code(&["not-same", &ash, "d"]), 0);
    assert_eq!(desk.json(&["same", &elm, &ash])["error"]["code"], "contradiction");
    assert_eq!(desk.code(&["undo"]), 0);
    assert_eq!(desk.code(&["split", &joined, "e.txt"]), 1);
    assert_eq!(desk.code(&["undo"]), 0);
    assert_eq!(desk.export(), before);
}
