//! A name that was taken out stands nowhere: not in what is shown, not in the file, not after the same page comes again.

mod desk;

use std::fs;
use std::path::Path;

use desk::Desk;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
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

/// Everything that a file or a folder of files holds, parquet row by row.
fn written(path: &Path) -> String {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().map(|entry| written(&entry.unwrap().path())).collect();
    }
    match path.extension().is_some_and(|e| e == "parquet") {
        true => {
            let rows = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
            rows.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
        }
        false => String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned(),
    }
}

/// All that goes out: every format, pages, questions, the past, a coded register, a backup.
fn told(desk: &Desk) -> String {
    let mut all = String::new();
    for format in ["jsonl", "csv", "gva-csv", "statements", "ftm", "geojson", "annotations", "schemaorg"] {
        let output = desk.run(&["export", "--format", format]);
        assert!(output.status.success(), "{format}: {output:?}");
        all.push_str(&String::from_utf8(output.stdout).unwrap());
    }
    for format in ["html", "parquet"] {
        assert_eq!(desk.code(&["export", "--format", format, "--out", format]), 0);
        all.push_str(&written(&desk.folder.path().join(format)));
    }
    let id = desk.json(&["list"])["incidents"][0]["incident_id"].as_str().unwrap().to_owned();
    for command in [
        &["show", &id, "--html", "page.html"][..],
        &["why", &id],
        &["coverage", &id],
        &["diff", "--from", "2026-03-01", "--to", "2026-04-01"],
        &["show", &id, "--as-of", "2026-03-07"],
        &["open-ends"],
        &["watch-list"],
        &["ask", "who was charged in Ohio in 2026"],
        &["ask", "who was charged in Ohio in 2026", "--json"],
        &["log", "--json"],
        &["list", "--json"],
    ] {
        all.push_str(&desk.says(command));
    }
    all.push_str(&written(&desk.folder.path().join("page.html")));
    let backup = desk.folder.path().join("backup.rashomon");
    let conn = rusqlite::Connection::open(desk.folder.path().join("register.rashomon")).unwrap();
    conn.execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
    all.push_str(&written(&backup));
    fs::remove_file(backup).unwrap();
    all
}

#[test]
fn nothing_that_goes_out_has_the_name() {
    let desk = desk();
    let id = desk.json(&["list"])["incidents"].as_array().unwrap().iter().find(|i| i["city"] == "Millbrook").unwrap()["incident_id"].clone();
    let coded = "incident_id,date,state,city_or_county,participant_name,sources\n\
                 9,2026-03-05,Ohio,Millbrook,0::Ana Reyes||1::Curtis Hale,https://ledger.example/curtis-hale-held\n";
    fs::write(desk.folder.path().join("coded.csv"), coded).unwrap();
    assert_eq!(desk.code(&["import", "coded.csv", "--by", "L"]), 0);
    assert_eq!(desk.code(&["note", id.as_str().unwrap(), "the mother of Curtis Hale called"]), 0);
    assert!(told(&desk).matches("Curtis").count() > 30);
    let done = desk.run(&["redact", "Curtis Hale", "--by", "L", "--because", "asked", "--destroy"]);
    assert!(done.status.success(), "{done:?}");
    let all = told(&desk).to_lowercase();
    for name in ["curtis", "curtis-hale", "curtishale"] {
        let at = all.find(name).map(|at| all.get(at.saturating_sub(200)..at + 40));
        assert_eq!(at, None, "{name}");
    }
    assert!(all.contains("ana reyes"));
}

#[test]
fn captures_that_have_the_name_are_named() {
    let desk = desk();
    let folder = desk.folder.path().join("register.rashomon.captures");
    fs::create_dir(&folder).unwrap();
    let record = |page: &str| {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/1\r\nWARC-Date: 2026-03-06T10:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    };
    fs::write(folder.join("pages-1.warc"), record(MARKUP)).unwrap();
    fs::write(folder.join("pages-2.warc"), record(&MARKUP.replace("Hale", "Stone").replace("curtis-hale", "1"))).unwrap();
    fs::write(folder.join("journal"), "{\"got\":\"https://ledger.example/curtis-hale-held\"}\n").unwrap();
    let before = fs::read(folder.join("pages-1.warc")).unwrap();
    let said = desk.says(&["redact", "Curtis Hale", "--by", "L", "--because", "asked"]);
    assert!(said.contains("pages-1.warc") && said.contains("journal") && !said.contains("pages-2.warc"), "{said}");
    assert!(before == fs::read(folder.join("pages-1.warc")).unwrap(), "evidence is kept byte for byte");
}

#[test]
fn a_word_alone_is_many_peoples_name() {
    let desk = desk();
    assert_eq!(desk.code(&["redact", "Hale", "--by", "L", "--because", "asked"]), 2);
    assert_eq!(desk.code(&["redact", "Curtis Hale", "--by", "L"]), 2, "a redaction has a reason");
    assert_eq!(desk.code(&["redact", "Wanda Price", "--by", "L", "--because", "asked"]), 1, "nobody of that name");
    assert!(left(&desk, "Curtis Hale") > 0);
}
