//! Comments that a site keeps elsewhere: an export of them is brought in before or after the pages, and each thread is found under its page.

mod desk;

use std::fs;

use desk::Desk;
use serde_json::json;

const LEDGER: &str = "https://millbrookledger.example/2018/two-shot-on-oak-street";

const PAGES: [(&str, &str, &str, &str); 2] = [
    (
        "ledger",
        LEDGER,
        "2018-09-14",
        "MILLBROOK, Ohio -- A 31-year-old man was shot and killed Thursday night outside a bar on Oak Street, police said. The victim was identified as Luis Okafor.",
    ),
    (
        "herald",
        "https://oakcountyherald.example/news/okafor-shot",
        "2018-09-15",
        "MILLBROOK, Ohio -- Luis Okafor, 31, was fatally shot Thursday, Sept. 13, 2018, on Oak Street in Millbrook, police said. Tomas Lindqvist, 24, was arrested.",
    ),
];

/// An export whose thread was last written in at this minute past nine.
fn export(minute: u32, said: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\
         <thread dsq:id=\"26\"><link>{}/</link><title>Three killed on Oak Street</title></thread>\
         <post dsq:id=\"1\"><message><![CDATA[<p>Five people were shot and killed on Elm Street. {said}</p>]]></message>\
         <createdAt>2018-09-15T09:{minute:02}:00Z</createdAt><author><name>Li</name></author><thread dsq:id=\"26\"/></post></disqus>",
        LEDGER.replace("https", "http")
    )
}

fn desk(order: [&str; 3]) -> Desk {
    let desk = Desk::bare();
    let lines = PAGES.map(|(id, url, published, text)| format!("{}\n", json!({ "doc_id": id, "url": url, "published": published, "text": text })));
    fs::write(desk.folder.path().join("pages.jsonl"), lines.concat()).unwrap();
    fs::write(desk.folder.path().join("older.xml"), export(0, "Is this the bar?")).unwrap();
    fs::write(desk.folder.path().join("newer.xml"), export(5, "Did they catch him?")).unwrap();
    for file in order {
        assert_eq!(desk.code(&["add", "--quiet", file]), 0, "{file}");
    }
    desk
}

#[test]
fn the_newest_export_of_a_thread_is_under_its_page_in_any_order() {
    for order in [["pages.jsonl", "older.xml", "newer.xml"], ["newer.xml", "older.xml", "pages.jsonl"]] {
        let desk = desk(order);
        // The same for both orders.
        let said = desk.says(&["ask", "--from-thread", "ledger"]);
        let lines: Vec<&str> = said.lines().map(str::trim).collect();
        let expect =
            ["Did they catch him?", "Tomas Lindqvist, arrested true: \"was arrested\" (herald)", "case status arrested: \"was arrested\" (herald)"];
        assert_eq!(lines, expect, "{order:?}");
        assert_eq!(desk.code(&["ask", "--from-thread", "herald"]), 1, "its thread is nobody's");
    }
}

#[test]
fn a_thread_tells_of_nothing_and_is_shown_as_set_aside() {
    let desk = desk(["pages.jsonl", "older.xml", "newer.xml"]);
    let listed = desk.json(&["list"]);
    let incidents = listed["incidents"].as_array().unwrap();
    assert_eq!(incidents.len(), 1, "{listed}");
    let id = incidents[0]["incident_id"].as_str().unwrap();
    let incident = desk.json(&["show", id])["incident"].clone();
    assert_eq!((incident["documents"].as_array().unwrap().len(), &incident["record"]["n_killed"]["best"]), (2, &json!(1)), "{incident}");
    let shown = desk.says(&["show", id]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let aside = "1 reader comment in http://millbrookledger.example/2018/two-shot-on-oak-street/#comments@20180915090500 (readers are no evidence)";
    assert!(words.contains(aside), "{shown}");
    let found = desk.json(&["ask", "--from-thread", &format!("{}/#comments@20180915090500", LEDGER.replace("https", "http"))]);
    assert_eq!(found["questions"].as_array().unwrap().len(), 1, "a thread can be asked for by its own name: {found}");
}
