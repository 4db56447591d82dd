//! What goes out under a naming profile, in every format: whose names stand in it, and whose do not.

mod desk;

use std::fs;
use std::path::Path;

use desk::Desk;
use serde_json::{Value, json};

const FORMATS: [&str; 9] = ["jsonl", "html", "csv", "statements", "ftm", "parquet", "geojson", "annotations", "schemaorg"];

/// Reports of one night in Millbrook and one in Ashton: two boys, a grown man who is charged, one who is only arrested, an officer.
fn desk() -> Desk {
    let desk = Desk::bare();
    let report =
        |id: &str, day: &str, url: &str, title: &str, text: &str| json!({ "doc_id": id, "published": day, "url": url, "title": title, "text": text });
    let reports = [
        report(
            "ledger-tobin-marsh-shot",
            "2026-03-06",
            "https://millbrookledger.example/2026/03/06/tobin-marsh-shot",
            "Tobin Marsh, 16, shot on Quarry Road; Curtis Hale charged",
            "MILLBROOK, Ohio - Tobin Marsh, 16, was shot twice on Quarry Road on Thursday, March 5, 2026, Police Chief Ana Reyes said. \
Marsh was taken to Fairview Memorial Hospital in critical condition. \
Curtis Hale, 27, was arrested and charged with attempted murder, prosecutors said. Hale was on probation for burglary and previously convicted of robbery in 2019. \
His mother, Dana Marsh, said Tobin was walking home. \"My boy did nothing,\" said a neighbor, Wanda Price.",
        ),
        report(
            "wire-2",
            "2026-03-07",
            "https://wire.example/a/2",
            "Boy still in hospital",
            "MILLBROOK, Ohio - A 16-year-old boy, Tobin Marsh, was shot on Quarry Road in Millbrook on Thursday, March 5, 2026. \
Police Chief Ana Reyes said that Curtis Hale, 27, shot Marsh. TOBIN MARSH remained at Fairview Memorial Hospital. \
Jesse Quill, 15, was arrested as well, police said; Quill is accused of hiding the gun.",
        ),
        report(
            "ashton-3",
            "2026-05-03",
            "https://ashton.example/jesse-quill-and-others",
            "Man shot in Ashton",
            "ASHTON, Iowa - Owen Birch, 34, was shot dead in Ashton, Iowa, on Saturday, May 2, 2026, police said. \
Rufus Kemp, 41, was arrested, police said. Officer Luis Park found Birch in a parking lot.",
        ),
    ];
    let lines: String = reports.iter().map(|r| format!("{r}\n")).collect();
    fs::write(desk.folder.path().join("more.jsonl"), lines).unwrap();
    assert_eq!(desk.code(&["add", "--quiet", "more.jsonl"]), 0);
    desk
}

/// Everything that an export under a profile writes, as text; of Parquet the bytes, whose pages are packed, and its rows.
fn published(desk: &Desk, format: &str, profile: &str) -> String {
    let out = desk.folder.path().join(format!("{format}-{profile}"));
    let path = out.to_string_lossy().into_owned();
    let output = desk.run(&["export", "--format", format, "--public", "--profile", profile, "--out", &path]);
    assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    let mut all = String::new();
    let mut take = |path: &Path| {
        all.push_str(&path.file_name().unwrap().to_string_lossy());
        if path.extension().is_some_and(|e| e == "parquet") {
            use parquet::file::reader::{FileReader as _, SerializedFileReader};
            let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
            reader.get_row_iter(None).unwrap().for_each(|row| all.push_str(&row.unwrap().to_string()));
        }
        all.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
    };
    if out.is_dir() {
        let mut files: Vec<_> = fs::read_dir(&out).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        files.iter().for_each(|f| take(f));
    } else {
        take(&out);
    }
    all.to_lowercase()
}

#[track_caller]
fn check(profile: &str, named: &[&str], withheld: &[&str]) {
    let desk = desk();
    let open = String::from_utf8(desk.run(&["export"]).stdout).unwrap();
    for name in named.iter().chain(withheld) {
        assert!(open.contains(name), "{name} is in the register: {open}");
    }
    for format in FORMATS {
        let said = published(&desk, format, profile);
        for name in withheld {
            assert_eq!(said.matches(&name.to_lowercase()).count(), 0, "{name} in {format} under {profile}:\n{said}");
        }
    }
    let said = published(&desk, "jsonl", profile);
    for name in named {
        assert!(said.contains(&name.to_lowercase()), "{name} is named under {profile}:\n{said}");
    }
}

#[test]
fn minors_hospitals_and_histories_stay_out() {
    check(
        "ipso",
        &["Curtis Hale", "Owen Birch", "Ana Reyes"],
        &["Tobin", "Marsh", "Jesse", "Quill", "Fairview", "Rufus", "Kemp", "burglary", "robbery"],
    );
}

#[test]
fn a_profile_says_who_is_named_at_which_stage() {
    check("pressekodex", &["Ana Reyes"], &["Tobin", "Marsh", "Quill", "Hale", "Birch", "Kemp", "Fairview"]);
    check("us-open", &["Tobin Marsh", "Curtis Hale", "Rufus Kemp", "Owen Birch"], &["Jesse", "Quill", "Fairview"]);
    check("none", &[], &["Tobin", "Marsh", "Quill", "Hale", "Birch", "Kemp", "Luis Park", "Reyes"]);
}

#[test]
fn what_is_withheld_is_said_to_be() {
    let desk = desk();
    let lines = published(&desk, "jsonl", "ipso");
    let incidents: Vec<Value> = lines.trim_start_matches("jsonl-ipso").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let boy = incidents.iter().flat_map(|i| i["participants"].as_array().unwrap()).find(|p| p["age"] == 16).expect("the boy");
    assert_eq!((&boy["name"], &boy["label"], &boy["withheld"]), (&Value::Null, &json!("a 16-year-old"), &json!("a minor")));
    let mut masked = 0;
    for quote in incidents.iter().flat_map(|i| i["claims"].as_array().unwrap()).map(|c| &c["quote"]) {
        if quote["masked"] == true {
            masked += 1;
            assert!(quote["exact"].as_str().unwrap().contains('['), "{quote}");
            assert!(quote["end"].as_u64() > quote["start"].as_u64(), "the place stays: {quote}");
        }
    }
    assert!(masked > 0);
    assert_eq!(incidents[0]["public"]["profile"], "ipso");
    let pages = published(&desk, "html", "ipso");
    assert!(pages.contains("names are withheld under the profile ipso") && pages.contains("a 16-year-old"), "{pages}");
    // Whole reports stay at home.
    assert!(!pages.contains("was walking home"));
}

#[test]
fn without_a_profile_nothing_goes_out() {
    let desk = desk();
    for format in FORMATS {
        let output = desk.run(&["export", "--format", format, "--public", "--out", "x"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("--profile") && said.contains("rashomon profile ipso"), "{said}");
        assert!(!desk.folder.path().join("x").exists());
    }
    assert_eq!(desk.code(&["export", "--profile", "ipso"]), 2, "a profile alone withholds nothing, and is refused");
    assert_eq!(desk.code(&["export", "--public", "--profile", "nobody-wrote-this"]), 2);
    // Kept in the register, it goes without saying.
    assert_eq!(desk.code(&["profile", "ipso"]), 0);
    assert_eq!(desk.code(&["check"]), 0);
    assert_eq!(desk.json(&["profile"])["profile"], "ipso");
    assert!(desk.run(&["export", "--public"]).status.success());
    fs::write(desk.folder.path().join("house.toml"), "label = \"our house\"\nquote = 30\nlonger = 5\n[named]\nofficial = true\n").unwrap();
    let out = desk.run(&["export", "--public", "--profile", "house.toml"]).stdout;
    let first: Value = serde_json::from_str(String::from_utf8(out).unwrap().lines().next().unwrap()).unwrap();
    assert_eq!(first["public"]["profile"], "house");
    let quote = first["claims"].as_array().unwrap().iter().map(|c| &c["quote"]).find(|q| q["cut"] == true).expect("a quotation that is cut");
    assert!(quote["rights"].as_str().unwrap().starts_with('©'), "{quote}");
}

#[test]
fn one_page_can_be_shown_so() {
    let desk = desk();
    let id = desk.json(&["list"])["incidents"].as_array().unwrap().iter().find(|i| i["city"] == "Millbrook").unwrap()["incident_id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(desk.code(&["show", &id, "--html", "page.html"]), 0);
    let page = |name: &str| fs::read_to_string(desk.folder.path().join(name)).unwrap();
    assert!(page("page.html").contains("Tobin Marsh"));
    assert_eq!(desk.code(&["show", &id, "--html", "public.html", "--public", "--profile", "ipso"]), 0);
    assert!(!page("public.html").contains("Marsh") && page("public.html").contains("Names are withheld under the profile ipso"));
    assert!(!desk.says(&["show", &id, "--public", "--profile", "ipso"]).contains("Marsh"));
}
