//! A coded register comes in and goes out unchanged, and its rows hold their pages together; and what readers ask.

mod desk;

use std::fs;

use desk::Desk;
use serde_json::json;

const TABLE: &str = "incident_id,date,state,city_or_county,n_killed,n_injured,participant_name,notes,sources\n\
461105,2026-03-05,Ohio,Millbrook,0,1,0::Ana Reyes||1::Curtis Hale,\"said \"\"held\"\", twice\",https://ledger.example/a-1||https://wire.example/b-2\n\
461106,2026-05-02,Iowa,Ashton,1,0,0::Rufus Kemp,,https://ashton.example/c-3\n";

fn page(id: &str, day: &str, url: &str, text: &str) -> String {
    format!("{}\n", json!({ "doc_id": id, "published": day, "url": url, "text": text }))
}

fn add(desk: &Desk, lines: &[String]) {
    fs::write(desk.folder.path().join("pages.jsonl"), lines.concat()).unwrap();
    assert_eq!(desk.code(&["add", "--quiet", "pages.jsonl"]), 0);
}

fn first() -> String {
    page(
        "ledger",
        "2026-03-06",
        "https://ledger.example/a-1",
        "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot on Quarry Road on Thursday, March 5, 2026, police said.",
    )
}
/// Of the same row, and by its words of something else.
fn second() -> String {
    page(
        "wire",
        "2026-03-20",
        "https://wire.example/b-2",
        "BOISE, Idaho - Walter Dunn, 60, was shot dead at a farm on Friday, Jan. 2, 2026, the sheriff said.",
    )
}

#[test]
fn a_table_goes_out_as_it_came_in() {
    let desk = Desk::bare();
    fs::write(desk.folder.path().join("registry.csv"), TABLE).unwrap();
    let said = desk.json(&["import", "registry.csv", "--queue", "pages.txt", "--by", "Ana Reyes"]);
    assert_eq!((&said["rows"], &said["new"], &said["changed"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!(
        fs::read_to_string(desk.folder.path().join("pages.txt")).unwrap(),
        "https://ledger.example/a-1\nhttps://wire.example/b-2\nhttps://ashton.example/c-3\n"
    );
    let out = String::from_utf8(desk.run(&["export", "--format", "gva-csv"]).stdout).unwrap();
    assert_eq!(out, TABLE);
    // Again: nothing new. A cell that is other: the row as it is now.
    assert_eq!(desk.json(&["import", "registry.csv", "--queue", "q"])["new"], 0);
    fs::write(desk.folder.path().join("registry.csv"), TABLE.replace("Ashton", "Ames")).unwrap();
    assert_eq!(desk.json(&["import", "registry.csv", "--queue", "q"])["changed"], 1);
    assert_eq!(String::from_utf8(desk.run(&["export", "--format", "gva-csv"]).stdout).unwrap(), TABLE.replace("Ashton", "Ames"));
    assert_eq!(desk.code(&["check"]), 0);
    assert!(desk.says(&["list"]).contains("461106"), "a row without a page is an incident");
    assert!(desk.says(&["log"]).contains("Ana Reyes brought in row 461105 of registry.csv"));
}

/// For the public a row has neither the names that a profile withholds nor what may name anybody.
#[test]
fn coded_rows_go_out_without_names() {
    let desk = Desk::bare();
    let table = "incident_id,date,participant_name,participant_age,participant_type,participant_status,notes,sources\n\
        1,2026-03-05,0::Tobin Marsh||1::Curtis Hale||2::Dana Marsh,0::16||1::27||2::40,0::Victim||1::Subject-Suspect||2::Victim,\
        0::Injured||1::Arrested||2::Unharmed,\"Marsh, said Wanda Price\",https://ledger.example/a-1||https://wire.example/tobin-marsh\n";
    fs::write(desk.folder.path().join("registry.csv"), table).unwrap();
    desk.json(&["import", "registry.csv", "--queue", "q"]);
    let out = |profile: &str| String::from_utf8(desk.run(&["export", "--format", "gva-csv", "--public", "--profile", profile]).stdout).unwrap();
    let (none, open) = (out("none"), out("us-open"));
    for name in ["Tobin", "Marsh", "marsh", "Hale", "Price"] {
        assert!(!none.contains(name), "{name}: {none}");
    }
    assert!(none.contains("0::[a minor]||1::[a suspect]"), "{none}");
    assert!(none.contains("https://ledger.example/a-1||[address withheld]"), "{none}");
    // Who was arrested is named there, and nobody knows what notes hold.
    assert!(open.contains("Curtis Hale") && !open.contains("Price"), "{open}");
    assert_eq!(open.lines().next(), table.lines().next());
}

#[test]
fn a_row_without_pages_is_shown_as_it_was_coded() {
    let desk = Desk::bare();
    fs::write(desk.folder.path().join("registry.csv"), TABLE).unwrap();
    desk.json(&["import", "registry.csv", "--queue", "q", "--by", "Ana Reyes"]);
    let said = desk.says(&["show", "461106"]);
    assert!(said.contains("Coded in registry.csv, row 461106 (Ana Reyes, ") && said.contains("participant_name: 0::Rufus Kemp"), "{said}");
    assert!(said.contains("No page that it cites is held: https://ashton.example/c-3"), "{said}");
    assert_eq!(desk.json(&["show", "461106"])["coded"][0]["id"], "461106");
    assert_eq!(desk.code(&["show", "46110"]), 1);
}

#[test]
fn the_beginning_of_a_report_s_name_is_enough() {
    let desk = Desk::bare();
    add(&desk, &[first(), second()]);
    assert_eq!(desk.json(&["show", "led"])["incident"], desk.json(&["show", "ledger"])["incident"]);
    assert_eq!(desk.json(&["why", "led", "wi"])["together"], serde_json::Value::Null);
    add(&desk, &[first().replace("\"ledger\"", "\"ledger-2\"")]);
    assert_eq!(desk.code(&["show", "ledge"]), 2, "two begin so");
    assert_eq!(desk.code(&["show", "ledger"]), 0, "a whole name is that report's");
}

#[test]
fn pages_of_a_row_are_one_incident_whenever_they_come() {
    for table_first in [true, false] {
        let desk = Desk::bare();
        fs::write(desk.folder.path().join("registry.csv"), TABLE).unwrap();
        let import = || assert_eq!(desk.code(&["import", "registry.csv", "--queue", "q"]), 0);
        if table_first {
            import();
            add(&desk, &[first()]);
            add(&desk, &[second()]);
        } else {
            add(&desk, &[first(), second()]);
            assert_eq!(desk.json(&["list"])["incidents"].as_array().unwrap().len(), 2, "by their words they are two");
            import();
        }
        let listed = desk.json(&["list"]);
        let held: Vec<_> = listed["incidents"].as_array().unwrap().iter().filter(|i| i["documents"] != 0).collect();
        assert_eq!(held.len(), 1, "{listed}");
        let shown = desk.says(&["show", "461105"]);
        assert!(shown.contains("Coded in registry.csv, row 461105 (Luis Park, 20") && shown.contains("city_or_county: Millbrook"), "{shown}");
        assert!(desk.says(&["log"]).contains("row 461105 of registry.csv cites both"));
        assert_eq!(desk.json(&["show", "461105"])["coded"][0]["id"], "461105");
        // What a person takes back stays back.
        assert_eq!(desk.code(&["undo"]), 0);
        add(
            &desk,
            &[page(
                "new",
                "2026-05-03",
                "https://ashton.example/c-3",
                "ASHTON, Iowa - Rufus Kemp, 41, was shot dead in Ashton, Iowa, on May 2, 2026, police said.",
            )],
        );
        assert_eq!(desk.json(&["list"])["incidents"].as_array().unwrap().len(), 3);
        assert_eq!(fs::read_to_string(desk.folder.path().join("q")).unwrap().lines().count(), if table_first { 3 } else { 1 });
        assert_eq!(desk.code(&["check"]), 0);
    }
}

#[test]
fn columns_of_ones_own_are_remembered() {
    let desk = Desk::bare();
    let table = "Case,Town,Links\nA-1,Millbrook,https://ledger.example/a-1\n";
    fs::write(desk.folder.path().join("own.csv"), table).unwrap();
    let map = ["--map", "id=Case", "--map", "city=Town", "--map", "urls=Links"];
    assert_eq!(desk.code(&["import", "own.csv"]), 2, "no column is known");
    assert_eq!(desk.code(&[&["import", "own.csv"][..], &map].concat()), 0);
    fs::write(desk.folder.path().join("own.csv"), table.replace("A-1,", "A-2,")).unwrap();
    assert_eq!(desk.json(&["import", "own.csv"])["new"], 1);
    let listed = desk.json(&["list"]);
    assert_eq!((&listed["incidents"][1]["incident_id"], &listed["incidents"][1]["city"]), (&json!("A-2"), &json!("Millbrook")), "{listed}");
}

#[test]
fn what_readers_ask_is_answered_by_other_reports() {
    let desk = Desk::bare();
    let thread = "MILLBROOK, Ohio - An officer was shot on Quarry Road on Thursday, March 5, 2026, police said.\n\n2 Comments\n\n\
jo42 March 6, 2026 at 8:01 am\nHow old was the officer? So sad.\nReply\n\nkim March 6, 2026 at 9:10 am\nwhat kind of car was it?\nReply\n";
    add(
        &desk,
        &[
            page("thread", "2026-03-06", "https://wire.example/t-9", thread),
            page(
                "ledger",
                "2026-03-06",
                "https://ledger.example/a-1",
                "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot on Quarry Road on Thursday, March 5, 2026, police said.",
            ),
        ],
    );
    assert_eq!(desk.json(&["list"])["incidents"].as_array().unwrap().len(), 1);
    let said = desk.says(&["ask", "--from-thread", "thread"]);
    let (age, car) = said.split_once("what kind of car").unwrap_or_else(|| panic!("{said}"));
    assert!(age.starts_with("How old was the officer?\n  Ana Reyes, age 31: \"Officer Ana Reyes, 31\""), "{said}");
    assert!(car.contains("no report here says") && !age.contains("no report"), "{said}");
    assert_eq!(desk.json(&["ask", "--from-thread", "thread"])["questions"][0]["answers"][0]["doc_id"], "ledger");
    assert_eq!(desk.code(&["ask", "--from-thread", "ledger"]), 1, "nobody asks");
    assert_eq!(desk.code(&["ask", "--from-thread", "no-such-page"]), 1);
}
