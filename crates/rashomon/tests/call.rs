//! Calls: what somebody told the desk is a source of its own; what was told in confidence counts here and leaves no trace in what is exported.

mod desk;

use desk::Desk;
use serde_json::Value;

fn desk() -> Desk {
    Desk::of(&[
        ("ledger", "2026-03-07", "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, police said.\n"),
        ("herald", "2026-03-08", "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot four times on Quarry Road on Friday, the chief said.\n"),
    ])
}

const WORDS: &str = "Officer Ana Reyes of Millbrook, Ohio was shot three times on Quarry Road on Friday, March 6.";

impl Desk {
    fn call(&self, more: &[&str]) -> Value {
        self.json(&[&["call", "Dr. Joel Hart", WORDS, "--on", "2026-03-09", "--about", "ledger"], more].concat())
    }
    fn export(&self) -> String {
        String::from_utf8(self.run(&["export"]).stdout).unwrap()
    }
    /// The name of the call that the incident lists.
    fn listed(&self) -> Value {
        let incident = self.json(&["show", "ledger"])["incident"].clone();
        incident["documents"].as_array().unwrap().iter().find(|d| d["page"] == "note").expect("a call").clone()
    }
    fn pages(&self) -> String {
        assert_eq!(self.code(&["export", "--format", "html", "--out", "pages"]), 0);
        let files = std::fs::read_dir(self.folder.path().join("pages")).unwrap().flatten();
        let mut files: Vec<_> = files.map(|f| (f.file_name(), std::fs::read_to_string(f.path()).unwrap())).collect();
        files.sort();
        std::fs::remove_dir_all(self.folder.path().join("pages")).unwrap();
        files.into_iter().map(|(name, text)| format!("{}\n{text}", name.to_string_lossy())).collect()
    }
}

#[test]
fn a_call_is_a_source_of_its_own() {
    let desk = desk();
    let before = desk.export();
    desk.call(&["--at", "14:30"]);
    let listed = desk.listed();
    assert_eq!(listed["call"], serde_json::json!({ "who": "Dr. Joel Hart", "by": "Luis Park" }));
    assert_eq!(listed["published"], "2026-03-09");
    let shown = desk.says(&["show", "ledger"]);
    assert!(shown.contains("call with Dr. Joel Hart 2026-03-09"), "{shown}");
    assert!(desk.export().contains("Dr. Joel Hart"));
    assert!(desk.says(&["log"]).contains("Luis Park took a call with Dr. Joel Hart"), "{}", desk.says(&["log"]));
    assert_eq!(desk.code(&["check"]), 0, "{}", desk.says(&["check"]));
    let name = listed["doc_id"].as_str().unwrap();
    // The same call again is the same call.
    desk.call(&["--at", "14:30"]);
    assert_eq!(desk.listed(), listed);
    assert_eq!(desk.code(&["undo"]), 0);
    assert_eq!(desk.code(&["remove", name]), 0);
    assert_eq!(desk.export(), before);
    assert!(desk.says(&["log"]).contains(&format!("took back {name}")));
}

#[test]
fn what_is_told_in_confidence_is_never_exported() {
    let desk = desk();
    let (before, pages) = (desk.export(), desk.pages());
    desk.call(&["--confidential", "--by", "Mae Lind"]);
    let name = desk.listed()["doc_id"].as_str().unwrap().to_owned();
    let shown = desk.says(&["show", "ledger"]);
    assert!(shown.contains("confidential call with Dr. Joel Hart") && shown.contains("3"), "{shown}");
    let log = desk.says(&["log"]);
    assert!(log.contains(&format!("Mae Lind took a confidential call: {name}")) && !log.contains("Hart"), "{log}");
    // A remark on it stays here as well.
    assert_eq!(desk.code(&["note", &name, "rang twice"]), 0);
    assert_eq!((desk.export(), desk.pages()), (before.clone(), pages));
    for day in ["2026-03-08", "2026-03-20"] {
        let as_of = desk.run(&["export", "--as-of", day]).stdout;
        let captured = desk.run(&["export", "--captured-by", day]).stdout;
        for said in [as_of, captured] {
            let said = String::from_utf8(said).unwrap();
            assert!(!said.contains(&name) && !said.contains("Hart") && !said.contains("three times"), "{said}");
        }
    }
    assert_eq!(desk.code(&["check"]), 0, "{}", desk.says(&["check"]));
    desk.run(&["remove", &name]);
    assert_eq!(desk.export(), before);
}

#[test]
fn a_call_that_cannot_be_kept_says_why() {
    let desk = desk();
    let check = |args: &[&str], code: i32, says: &str| {
        assert_eq!(desk.code(args), code, "{args:?}");
        assert!(desk.says(args).contains(says), "{}", desk.says(args));
    };
    check(&["call", "Dr. Joel Hart", " ", "--on", "2026-03-09"], 2, "a call without a word");
    check(&["call", "", "He is fine.", "--on", "2026-03-09"], 2, "a call without who told it");
    check(&["call", "Dr. Joel Hart", WORDS, "--on", "Monday"], 2, "a day such as");
    check(&["call", "Dr. Joel Hart", WORDS, "--on", "2026-03-09", "--about", "nowhere"], 1, "no incident or report nowhere");
    check(&["call", "Dr. Joel Hart", "He is doing better.", "--on", "2026-03-09", "--about", "ledger"], 3, "no incident was found");
}
