//! A name that was taken out stands nowhere: not in what is shown, not in the file, not after the same page comes again.

mod desk;

use std::fs;

use desk::Desk;
use serde_json::json;

const FIRST: &str = "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said. \
Curtis Hale, 27, was arrested and charged with attempted murder, prosecutors said. Hale is held at the county jail. The hail fell.";
const SECOND: &str = "MILLBROOK, Ohio - Officer Ana Reyes was shot on Quarry Road on Thursday, March 5, 2026, police said. Hale, 27, was \
charged, prosecutors said. Joan Hale, his mother, was not at home.";
const OTHER: &str = "ASHTON, Iowa - Rufus Hale, 41, was shot dead in Ashton, Iowa, on Saturday, May 2, 2026, police said.";
const MARKUP: &str = "<html><head><title>Curtis Hale in court</title><meta property=\"og:url\" content=\"https://x.example/curtis-hale\"></head><body><article>\
<h1>Curtis <b>Hale</b> in court</h1><p>MILLBROOK, Ohio - Curtis&nbsp;Hale, 27, was in court on Monday over the shooting of Officer Ana Reyes on Quarry Road on \
Thursday, March 5, 2026, prosecutors said.</p><p>Hale said nothing to the judge, and the hearing goes on in April, prosecutors said.</p></article></body></html>";

/// Adds the pages, of which some are called by the name.
fn add(desk: &Desk) {
    let line = |id: &str, day: &str, url: &str, text: &str| {
        format!("{}\n", json!({ "doc_id": id, "published": day, "url": url, "title": "Curtis Hale held", "text": text }))
    };
    let lines = [
        line("ledger-curtis-hale", "2026-03-06", "https://ledger.example/curtis-hale-held", FIRST),
        line("wire", "2026-03-07", "https://wire.example/curtishale", SECOND),
        format!("{}\n", json!({ "doc_id": "ashton", "published": "2026-05-03", "text": OTHER })),
    ];
    fs::write(desk.folder.path().join("pages.jsonl"), lines.concat()).unwrap();
    fs::write(desk.folder.path().join("court.html"), MARKUP).unwrap();
    assert_eq!(desk.code(&["add", "--quiet", "pages.jsonl", "court.html"]), 0);
}

fn desk() -> Desk {
    let desk = Desk::bare();
    add(&desk);
    assert_eq!(desk.code(&["same", "ledger-curtis-hale", "wire", "--note", "both tell of Curtis Hale"]), 0);
    desk
}

/// How often a name stands in what commands say and in the register's files, packed rows unpacked.
fn left(desk: &Desk, name: &str) -> usize {
    let mut all = String::new();
    for command in [&["list"][..], &["log"], &["export"], &["export", "--format", "statements"], &["export", "--format", "annotations"], &["leads"]] {
        all.push_str(&desk.says(command));
    }
    for id in desk.json(&["list"])["incidents"].as_array().unwrap() {
        all.push_str(&desk.says(&["show", id["incident_id"].as_str().unwrap()]));
    }
    for file in ["register.rashomon", "register.rashomon-wal", "register.rashomon-shm"] {
        all.push_str(&String::from_utf8_lossy(&fs::read(desk.folder.path().join(file)).unwrap_or_default()));
    }
    let conn = rusqlite::Connection::open(desk.folder.path().join("register.rashomon")).unwrap();
    for table in ["ledger", "reading", "incident"] {
        let mut rows = conn.prepare(&format!("SELECT body FROM {table}")).unwrap();
        for body in rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap() {
            all.push_str(&String::from_utf8_lossy(&zstd::stream::decode_all(body.unwrap().as_slice()).unwrap()));
        }
    }
    let terms = conn.query_row("SELECT count(*) FROM search WHERE search MATCH ?1", [format!("\"{name}\"")], |row| row.get::<_, i64>(0)).unwrap();
    all.to_lowercase().matches(&name.to_lowercase()).count() + terms as usize
}

#[track_caller]
fn check(desk: &Desk, who: &str, more: &[&str]) {
    assert!(left(desk, "Curtis Hale") > 10 && left(desk, "curtis-hale") > 0);
    let done = desk.run(&[&["redact", who, "--by", "Luis Park", "--because", "Curtis Hale: dismissed and expunged"], more].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for name in ["Curtis Hale", "curtis-hale", "Curtis"] {
        assert_eq!(left(desk, name), 0, "{name}");
    }
    assert_eq!(desk.code(&["check"]), 0, "{}", desk.says(&["check"]));
    let log = desk.says(&["log"]);
    assert!(log.contains("Luis Park took a name out of 3 reports: Xxxxxx Xxxx: dismissed and expunged"), "{log}");
    let export = desk.says(&["export"]);
    assert!(export.contains("Rufus Hale") && export.contains("Ana Reyes"), "others are named still");
    assert!(export.contains("\"redacted\""), "the page says so");
    // Places of quotations hold.
    assert!(export.contains("attempted murder"));
}

#[test]
fn a_person_is_redacted() {
    let desk = desk();
    let id = desk.json(&["list"])["incidents"].as_array().unwrap().iter().find(|i| i["city"] == "Millbrook").unwrap()["incident_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = desk.json(&["show", &id]);
    let person = shown["incident"]["participants"].as_array().unwrap().iter().find(|p| p["name"] == "Curtis Hale").unwrap()["participant_id"]
        .as_str()
        .unwrap()
        .to_owned();
    check(&desk, &format!("{id}/{person}"), &[]);
}

#[test]
fn the_same_page_comes_again_without_the_name() {
    for more in [&[][..], &["--destroy"]] {
        let desk = desk();
        check(&desk, "Curtis Hale", more);
        let sealed = desk.folder.path().join("register.rashomon.sealed");
        assert_eq!(sealed.exists(), more.is_empty());
        let before = desk.says(&["export"]);
        fs::write(desk.folder.path().join("pages.jsonl"), "").unwrap();
        add(&desk);
        assert_eq!(left(&desk, "Curtis Hale"), 0, "{more:?}");
        assert_eq!(desk.says(&["export"]), before, "the same register");
        assert_eq!(desk.code(&["check", "--repair"]), 0);
        assert_eq!(left(&desk, "Curtis"), 0, "after a rebuild");
        // A further page: with the sealed file at hand the name does not come back.
        fs::write(desk.folder.path().join("new.txt"), "MILLBROOK, Ohio - Curtis Hale, 27, was freed on Friday, police said.").unwrap();
        let said = desk.says(&["add", "new.txt"]);
        assert_eq!(left(&desk, "Curtis Hale") == 0, more.is_empty(), "{said}");
        assert_eq!(said.contains("redacted"), !more.is_empty(), "what cannot be masked is said: {said}");
    }
}

#[test]
fn a_word_alone_is_many_peoples_name() {
    let desk = desk();
    assert_eq!(desk.code(&["redact", "Hale", "--by", "L", "--because", "asked"]), 2);
    assert_eq!(desk.code(&["redact", "Curtis Hale", "--by", "L"]), 2, "a redaction has a reason");
    assert_eq!(desk.code(&["redact", "Wanda Price", "--by", "L", "--because", "asked"]), 1, "nobody of that name");
    assert!(left(&desk, "Curtis Hale") > 0);
}
