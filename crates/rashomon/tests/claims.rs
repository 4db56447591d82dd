//! What people decide about what is said: it wins, it is shown as theirs, it survives a rebuild, it is taken back without a trace.

mod desk;

use desk::Desk;
use serde_json::{Value, json};

/// A register of two reports that differ on the wounds, one with a reader's comment, and of one report of something else.
fn desk() -> Desk {
    Desk::of(&[
        (
            "ledger",
            "2026-03-07",
            "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, police said.\n\nA bullet had also gone through the windscreen of her old blue Tamarind, the mayor said.\n\n2 Comments\n\njdoe says:\nMarch 8, 2026 at 5:33 pm\nI heard five shots from my porch.\nReply\n\nMary K. • 3 hours ago\nSo did I.\nReply\n",
        ),
        ("herald", "2026-03-08", "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot three times on Quarry Road on Friday, the chief said."),
        ("valley", "2026-03-09", "HARLOW, Texas – Joel Hart, 29, was shot dead on Friday, March 6, the sheriff said."),
    ])
}

impl Desk {
    fn export(&self) -> String {
        String::from_utf8(self.run(&["export"]).stdout).unwrap()
    }
    fn incident(&self) -> Value {
        self.json(&["show", "ledger"])["incident"].clone()
    }
    /// `INCIDENT:p1:SLOT` of Ana Reyes.
    fn finding(&self, slot: &str) -> String {
        format!("{}:p1:{slot}", self.incident()["incident_id"].as_str().unwrap())
    }
    /// Status, preferred value, policy and voice of one of her findings.
    fn stands(&self, slot: &str) -> String {
        let incident = self.incident();
        let found = incident["findings"].as_array().unwrap().iter().find(|f| f["about"] == "p1" && f["slot"] == slot);
        let word = |f: &Value, key: &str| f[key].as_str().unwrap_or("-").to_owned();
        found.map_or("nothing".into(), |f| format!("{} {} {} {}", word(f, "status"), word(f, "preferred"), word(f, "policy"), f["voice"]))
    }
    /// The claim of a report on one of her slots.
    fn claim(&self, doc: &str, slot: &str) -> String {
        let incident = self.incident();
        let claim = incident["claims"].as_array().unwrap().iter().find(|c| c["doc_id"] == doc && c["slot"] == slot && c["about"] == "p1");
        claim.expect("a claim")["claim_id"].as_str().unwrap().to_owned()
    }
    /// Runs a decision; looks whether it is as expected, outlasts a rebuild, is shown as a person's, and leaves nothing when undone.
    #[track_caller]
    fn check(&self, decision: &[&str], slot: &str, expect: &str) {
        let before = self.export();
        let said = self.json(decision);
        assert_eq!(self.stands(slot), expect, "{decision:?}: {said}");
        // A claim that was left out has no id any more.
        assert!(decision[0] == "misread" || self.json(decision)["already"] == true, "{decision:?}");
        let shown = self.says(&["show", "ledger"]);
        assert!(shown.contains("Luis Park"), "{shown}");
        let decided = self.export();
        assert_eq!(self.code(&["check"]), 0, "{}", self.says(&["check"]));
        self.run(&["check", "--repair"]);
        assert_eq!(self.export(), decided);
        self.run(&["remove", "ledger"]);
        self.run(&["add", "--quiet", "all.jsonl"]);
        assert_eq!(self.export(), decided, "a report that comes back finds what was decided of it");
        self.run(&["undo"]);
        assert_eq!(self.export(), before, "{decision:?}");
    }
}

#[test]
fn a_claim_is_misread_or_right() {
    let desk = desk();
    assert_eq!(desk.stands("wounds"), "disputed - majority-of-origins []");
    let (four, wounds) = (desk.claim("ledger", "wounds"), desk.finding("wounds"));
    desk.check(&["misread", &four, "--note", "three wounds"], "wounds", "single 3 finest-agreed [\"the chief\"]");
    desk.check(&["misread", &four, "--as", "3"], "wounds", "agreed 3 finest-agreed [\"the chief\"]");
    desk.check(&["right", &four], "wounds", "disputed 4 human [\"police\"]");
    desk.check(&["right", &wounds, "3"], "wounds", "disputed 3 human [\"the chief\"]");
    desk.check(&["right", &wounds, "7", "--note", "the coroner's report"], "wounds", "disputed 7 human [\"Luis Park\"]");
    for (args, code, word) in [
        (vec!["misread", &*four, "--as", "many years"], 2, "write a number"),
        (vec!["misread", &wounds], 2, "is no claim"),
        (vec!["misread", "ffffffff"], 1, "no claim ffffffff"),
        (vec!["right", &wounds], 2, "which value"),
        (vec!["right", "7:p1"], 2, "names no finding"),
    ] {
        let said = desk.says(&args);
        assert!(desk.code(&args) == code && said.contains(word), "{args:?}: {said}");
    }
}

#[test]
fn what_contradicts_an_earlier_decision_is_refused_with_both_shown() {
    let desk = desk();
    let (four, wounds) = (desk.claim("ledger", "wounds"), desk.finding("wounds"));
    let check = |first: &[&str], second: &[&str]| {
        let stands = desk.json(first)["judgement"]["judgement_id"].as_str().unwrap().to_owned();
        let before = desk.export();
        let refused = desk.json(second)["error"].clone();
        assert_eq!((&refused["code"], &refused["against"][0]["judgement_id"]), (&json!("contradiction"), &json!(stands)), "{second:?}");
        assert_eq!(desk.code(second), 1);
        assert!(desk.says(second).contains(&stands));
        assert_eq!(desk.export(), before);
        desk.run(&["undo"]);
    };
    check(&["right", &wounds, "4"], &["right", &wounds, "3"]);
    check(&["right", &wounds, "4"], &["misread", &four]);
    check(&["misread", &four, "--as", "3"], &["misread", &four, "--as", "5"]);
    check(&["scope", "ledger", "out", "--rule", "4"], &["scope", "ledger", "in"]);
}

#[test]
fn what_the_reader_missed_is_coded() {
    let desk = desk();
    let windscreen = ["code", "ledger", "old blue Tamarind", "vehicle", "blue Tamarind", "--said-by", "the mayor"];
    let before = desk.export();
    desk.json(&windscreen);
    let incident = desk.incident();
    let claim = incident["claims"].as_array().unwrap().iter().find(|c| c["value"] == "blue Tamarind").expect("the claim").clone();
    assert_eq!((&claim["quote"]["exact"], &claim["attribution"]), (&json!("old blue Tamarind"), &json!(["the mayor"])));
    assert_eq!(claim["judgement"], incident["judgements"][0]["judgement_id"]);
    assert!(desk.says(&["show", "ledger"]).contains("read by Luis Park"), "{}", desk.says(&["show", "ledger"]));
    desk.run(&["check", "--repair"]);
    assert_eq!(desk.code(&["check"]), 0);
    // A person's claim is undone, not judged.
    assert_eq!(desk.code(&["misread", claim["claim_id"].as_str().unwrap()]), 2);
    // Other words under the same name are not what the person read.
    desk.run(&["undo"]);
    assert_eq!(desk.export(), before);
    desk.check(&["code", "ledger", "windscreen", "occupation", "driver", "Officer Ana Reyes"], "occupation", "single driver finest-agreed []");
    for (args, word) in [
        (vec!["code", "ledger", "five shots", "shots_fired", "5"], "only in a reader's comment"),
        (vec!["code", "ledger", "six shots", "shots_fired", "6"], "does not have the words"),
        (vec!["code", "ledger", "four times", "wounds", "4"], "add the words that call the person"),
        (vec!["code", "ledger", "four times", "colour", "red"], "no slot colour"),
        (vec!["code", "ledger", "the", "vehicle", "car"], "times in ledger"),
        (vec!["code", "nowhere", "the", "vehicle", "car"], "no report nowhere"),
    ] {
        let said = desk.says(&args);
        assert!(matches!(desk.code(&args), 1 | 2) && said.contains(word), "{args:?}: {said}");
        assert_eq!(desk.export(), before);
    }
}

#[test]
fn what_is_out_of_scope_is_kept_and_counted_apart() {
    let desk = desk();
    let count = |args: &[&str]| desk.json(args)["incidents"].as_array().unwrap().len();
    assert_eq!(count(&["list"]), 2);
    desk.json(&["scope", "valley", "out", "--rule", "4", "--note", "an air gun"]);
    let listed = desk.json(&["list"]);
    assert_eq!((count(&["list"]), &listed["out_of_scope"]), (1, &json!(1)));
    assert!(desk.says(&["list"]).contains("1 more is out of scope"), "{}", desk.says(&["list"]));
    assert_eq!((count(&["list", "--scope", "out"]), count(&["list", "--scope", "all"])), (1, 2));
    let shown = desk.says(&["show", "valley"]);
    assert!(shown.contains("out of scope") && shown.contains("rule 4") && shown.contains("an air gun"), "{shown}");
    assert!(!desk.export().contains("valley"));
    assert!(String::from_utf8(desk.run(&["export", "--scope", "all"]).stdout).unwrap().contains("\"scope\":\"out\""));
}

#[test]
fn a_note_is_shown_where_it_is_meant() {
    let desk = desk();
    let before = desk.export();
    desk.json(&["note", "ledger", "call the hospital"]);
    desk.json(&["note", &desk.finding("wounds"), "the coroner will say"]);
    let shown = desk.says(&["show", "ledger"]);
    assert!(shown.contains("call the hospital") && shown.contains("the coroner will say"), "{shown}");
    desk.run(&["undo"]);
    desk.run(&["undo"]);
    assert_eq!(desk.export(), before);
    assert_eq!(desk.code(&["note", "ledger", " "]), 2);
}
