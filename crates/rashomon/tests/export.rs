//! Every format says what the contract's JSON lines say, in the shape that its readers take.

mod desk;

use std::collections::BTreeSet;
use std::fs;

use desk::Desk;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde_json::Value;

const FIRST: &str = "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said. \
Curtis Hale, 27, was arrested and charged with attempted murder, according to prosecutors.";
const OTHER: &str = "MILLBROOK, Ohio - Officer Ana Reyes was shot three times on Quarry Road on Thursday, March 5, 2026, prosecutors said.";
const FORMULA: &str =
    "=HYPERLINK(\"http://harm.example\") was how a note began. Tom Bell, 19, was shot dead in Ashton, Iowa, on May 2, 2026, police said.";

fn desk() -> Desk {
    Desk::of(&[("ledger", "2026-03-06", FIRST), ("wire", "2026-03-07", OTHER), ("=cmd", "2026-05-03", FORMULA)])
}

/// What a format writes to standard output.
#[track_caller]
fn export(desk: &Desk, format: &str) -> String {
    let output = desk.run(&["export", "--format", format]);
    assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The contract's lines of the same register.
fn contract(desk: &Desk) -> Vec<Value> {
    export(desk, "jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn strings<'v>(items: &'v [Value], key: &str) -> Vec<&'v str> {
    items.iter().filter_map(|i| i[key].as_str()).collect()
}

#[test]
fn a_table_has_a_row_an_incident() {
    let desk = desk();
    let csv = export(&desk, "csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let incidents = contract(&desk);
    assert_eq!(rows.len(), incidents.len());
    for (row, incident) in rows.iter().zip(&incidents) {
        let cell = |name: &str| columns.iter().position(|c| c == name).and_then(|i| row.get(i)).unwrap();
        assert_eq!(cell("incident_id"), incident["incident_id"]);
        assert_eq!(cell("date"), incident["record"]["date"].as_str().unwrap_or(""));
        assert_eq!(cell("n_killed"), incident["record"]["n_killed"]["best"].to_string());
        let people = incident["participants"].as_array().unwrap().iter().filter(|p| !p["type"].is_null());
        assert_eq!(cell("participant_type").split("||").filter(|e| !e.is_empty()).count(), people.count());
        for entry in cell("participant_name").split("||").filter(|e| !e.is_empty()) {
            let (_, name) = entry.split_once("::").expect("a place in the list and a name");
            assert!(strings(incident["participants"].as_array().unwrap(), "name").contains(&name));
        }
    }
    let all = rows.iter().map(|r| r.iter().collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("\n");
    assert!(all.contains("wounds"), "what is disputed is named: {all}");
    let said = desk.json(&["export", "--format", "csv", "--out", "table.csv"]);
    assert_eq!(said["incidents"], incidents.len());
    assert_eq!(fs::read_to_string(desk.folder.path().join("table.csv")).unwrap(), csv);
}

#[test]
fn no_cell_is_a_formula() {
    let desk = desk();
    let person = export(&desk, "jsonl").contains("Tom Bell");
    assert!(person, "the report with the formula is read");
    assert_eq!(desk.code(&["same", "ledger", "wire", "--note", "=1+1"]), 0);
    for line in csv::Reader::from_reader(export(&desk, "csv").as_bytes()).records() {
        for cell in &line.unwrap() {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell}");
            assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell}");
        }
    }
    assert_eq!(desk.code(&["export", "--format", "geojson", "--raw"]), 2);
}

#[test]
fn a_map_has_a_feature_a_place() {
    let desk = desk();
    let map: Value = serde_json::from_str(&export(&desk, "geojson")).unwrap();
    let placed: Vec<Value> = contract(&desk).into_iter().filter(|i| i["record"]["lat"].is_number()).collect();
    let features = map["features"].as_array().unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    assert_eq!(strings(features, "id"), strings(&placed, "incident_id"));
    for (feature, incident) in features.iter().zip(&placed) {
        assert_eq!(feature["geometry"]["coordinates"][0], incident["record"]["lon"], "longitude first");
        assert_eq!(feature["geometry"]["coordinates"][1], incident["record"]["lat"]);
        assert_eq!(feature["properties"]["located"], "city", "the middle of a city is not the scene");
    }
    assert!(!features.is_empty());
}

#[test]
fn an_annotation_stands_on_the_words() {
    let desk = desk();
    let page: Value = serde_json::from_str(&export(&desk, "annotations")).unwrap();
    let items = page["items"].as_array().unwrap();
    let claims: usize = contract(&desk).iter().map(|i| i["claims"].as_array().unwrap().len()).sum();
    assert_eq!(items.len(), claims);
    let ids: BTreeSet<&str> = strings(items, "id").into_iter().collect();
    assert_eq!(ids.len(), claims, "no two share a name");
    for item in items {
        let target = if item["target"].is_array() { &item["target"][0] } else { &item["target"] };
        let (quote, position) = (&target["selector"][0], &target["selector"][1]);
        let doc = target["source"].as_str().unwrap();
        let text = if doc.ends_with("ledger") {
            FIRST
        } else if doc.ends_with("wire") {
            OTHER
        } else {
            FORMULA
        };
        let points = |key: &str| position[key].as_u64().unwrap() as usize;
        let words: String = text.chars().skip(points("start")).take(points("end") - points("start")).collect();
        assert_eq!(words, quote["exact"].as_str().unwrap());
        let whole = [&quote["prefix"], &quote["exact"], &quote["suffix"]].map(|part| part.as_str().unwrap_or_default()).concat();
        assert!(text.contains(&whole), "{whole}");
    }
}

#[test]
fn a_claim_of_schema_org_names_its_report() {
    let desk = desk();
    let graph: Value = serde_json::from_str(&export(&desk, "schemaorg")).unwrap();
    let items = graph["@graph"].as_array().unwrap();
    let events: BTreeSet<&str> = items.iter().filter(|i| i["@type"] == "Event").filter_map(|i| i["@id"].as_str()).collect();
    assert_eq!(events.len(), contract(&desk).len());
    for claim in items.iter().filter(|i| i["@type"] == "Claim") {
        assert!(events.contains(claim["about"]["@id"].as_str().unwrap()));
        assert_eq!(claim["appearance"]["@type"], "NewsArticle");
    }
    let charged = items.iter().find(|i| i["name"].as_str().is_some_and(|n| n.contains("charge"))).expect("a charge");
    assert_eq!(charged["creditText"], "prosecutors", "an accusation carries its voice");
}

#[test]
fn statements_come_sorted_and_accuse_nobody_in_a_property() {
    let desk = desk();
    let csv = export(&desk, "statements");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, name: &str| columns.iter().position(|c| c == name).and_then(|i| row.get(i)).unwrap().to_owned();
    let ids: Vec<String> = rows.iter().map(|r| cell(r, "canonical_id")).collect();
    assert!(ids.is_sorted(), "its tools split entities that are not");
    let charge = rows.iter().find(|r| cell(r, "value").contains("charge")).expect("a charge");
    assert_eq!((cell(charge, "prop").as_str(), cell(charge, "value").contains("says prosecutors")), ("notes", true));
    let entities: BTreeSet<String> = ids.into_iter().collect();
    let lines: Vec<Value> = export(&desk, "ftm").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(strings(&lines, "id").len(), entities.len(), "an entity a line");
    for line in &lines {
        for value in
            line["properties"]["involved"].as_array().into_iter().flatten().chain(line["properties"]["proof"].as_array().into_iter().flatten())
        {
            assert!(entities.contains(value.as_str().unwrap()), "{value} is an entity");
        }
    }
}

#[test]
fn tables_of_parquet_hold_every_row() {
    let desk = desk();
    assert_eq!(desk.code(&["export", "--format", "parquet"]), 2, "five files need a folder");
    assert!(desk.says(&["export", "--format", "parquet"]).contains("--out DIR"), "and it says so");
    assert_eq!(desk.code(&["export", "--format", "parquet", "--out", "tables"]), 0);
    let incidents = contract(&desk);
    for table in ["participants", "claims", "findings", "documents"] {
        let path = desk.folder.path().join(format!("tables/{table}.parquet"));
        let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
        let rows = reader.metadata().file_metadata().num_rows();
        let expected: usize = incidents.iter().map(|i| i[table].as_array().unwrap().len()).sum();
        assert_eq!(rows as usize, expected, "{table}");
        let first = reader.get_row_iter(None).unwrap().next().unwrap().unwrap().to_string();
        assert!(first.contains(incidents[0]["incident_id"].as_str().unwrap()), "{table}: {first}");
    }
    let again = desk.folder.path().join("tables/claims.parquet");
    let before = fs::read(&again).unwrap();
    assert_eq!(desk.code(&["export", "--format", "parquet", "--out", "tables"]), 0);
    assert!(before == fs::read(&again).unwrap(), "the same register, the same bytes");
}
