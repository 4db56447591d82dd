//! The registry's records of the pages of dev, as labels.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use rashomon_model::gazetteer::{Spot, State, gazetteer, key, state};
use serde_json::Value;

use super::judge::FOLDS;

/// What the registry says of the incident that a page is cited for.
pub struct Cited {
    /// The page's address.
    pub url: String,
    /// The day.
    pub day: Option<Date>,
    /// The state.
    pub state: &'static State,
    /// Keys of the names that the registry gives the town.
    pub towns: Vec<Box<str>>,
    /// Where the town lies.
    pub spot: Option<Spot>,
    /// The page's fold.
    pub fold: usize,
}

/// Pages that are good and cited for one incident, by document.
pub fn cited(shared: &Path) -> Result<BTreeMap<String, Cited>, String> {
    let dev = shared.join("data/dev");
    let lines = |name: &str| -> Result<Vec<Value>, String> {
        let path = dev.join(name);
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        text.lines().map(|l| serde_json::from_str(l).map_err(|e| format!("{}: {e}", path.display()))).collect()
    };
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    let urls: BTreeMap<String, String> = lines("dev.docs.jsonl")?.iter().map(|d| (text(d, "doc_id"), text(d, "url"))).collect();
    let records: BTreeMap<String, Value> = lines("dev.gold.jsonl")?.into_iter().map(|g| (text(&g, "gva_id"), g)).collect();
    let folds: Value = serde_json::from_str(&fs::read_to_string(dev.join("folds.json")).map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let mut out = BTreeMap::new();
    for label in lines("dev.labels.jsonl")? {
        let ids: Vec<&str> = label["gva_ids"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let (true, [id]) = (label["good"].as_bool() == Some(true), ids.as_slice()) else { continue };
        let Some(record) = records.get(*id) else { continue };
        let Some(state) = state(&text(record, "state")) else { continue };
        let doc = text(&label, "doc_id");
        // "Toms River (Berkeley Township)" is either; "Rock (county)" is no town.
        let written = text(record, "city");
        let towns: Vec<Box<str>> =
            written.split(['(', ')']).map(str::trim).filter(|t| !t.is_empty() && !written.ends_with("(county)")).map(key).collect();
        let spot = towns.iter().find_map(|t| gazetteer().city(t, state.name)).map(|c| c.spot);
        let fold = folds[&doc].as_u64().unwrap_or(0) as usize % FOLDS;
        out.insert(
            doc.clone(),
            Cited { url: urls.get(&doc).cloned().unwrap_or_default(), day: text(record, "date").parse().ok(), state, towns, spot, fold },
        );
    }
    Ok(out)
}
