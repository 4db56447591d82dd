//! how many of the real contradictions that people found between dev's reports an export finds: both pages in one incident, and a finding
//! that sets a claim of the one against a claim of the other, each with words of its page for what the quoted passage says.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Two pages that contradict each other, with the passages that do.
struct Case {
    slots: &'static [&'static str],
    sides: [(String, String); 2],
}

/// One row of the table: the share that is found, and how many there are.
pub fn score(shared: &Path, export: &Path) -> Result<String, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let cases = cases(&read(&shared.join("data/dev/contradictions.md"))?);
    let incidents: Vec<Value> = read(export)?.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let found = cases.iter().filter(|case| incidents.iter().any(|incident| case.found(incident))).count();
    let mut row = String::new();
    let share = found as f64 / cases.len().max(1) as f64;
    let _ = writeln!(row, "{:<11}{:<37}{share:.4}  {found} of {}", "disputes", "found of people's list", cases.len());
    Ok(row)
}

/// `### 3. Age of …`, then a line a page: "- `doc` (day, host): "…words…"".
fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in text.split("\n### ").skip(1) {
        let Some((title, rest)) = part.split_once('\n') else { continue };
        let side = |line: &str| {
            let (doc, words) = line.strip_prefix("- `")?.split_once('`')?;
            let (_, words) = words.split_once(": \"")?;
            Some((doc.to_owned(), words.trim_end_matches('"').to_owned()))
        };
        let sides: Vec<(String, String)> = rest.lines().filter_map(side).collect();
        if let Ok(sides) = <[(String, String); 2]>::try_from(sides) {
            cases.push(Case { slots: slots(title.split_once(". ").map_or(title, |(_, t)| t)), sides });
        }
    }
    cases
}

/// What a title speaks of.
fn slots(title: &str) -> &'static [&'static str] {
    let low = title.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|w| low.starts_with(w));
    match () {
        () if low.contains("name and age") => &["name", "age"],
        () if begins(&["age"]) => &["age"],
        () if begins(&["first name", "surname", "name", "club owner"]) => &["name"],
        () if begins(&["dead"]) => &["killed"],
        () if begins(&["injured", "wounded", "officers shot"]) => &["injured"],
        () if begins(&["block", "house", "car dealership"]) => &["address"],
        () => &["time"],
    }
}

impl Case {
    fn found(&self, incident: &Value) -> bool {
        let list = |of: &Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
        let claims = list(incident, "claims");
        list(incident, "findings").iter().any(|finding| {
            let slot = finding["slot"].as_str().unwrap_or("");
            // A count that rose in a later report is told as such.
            let status = finding["status"].as_str().unwrap_or("");
            let told = status == "disputed" || status == "superseded" && matches!(slot, "killed" | "injured");
            let said = |(doc, passage): &(String, String)| -> BTreeSet<String> {
                let by = |c: &&Value| c["doc_id"] == doc.as_str() && c["about"] == finding["about"] && c["slot"] == slot;
                // The page's words for it may stand elsewhere on the page: then the passage has the value.
                let has = |c: &Value| c["value"].as_str().is_some_and(|v| shares(v, passage));
                let quoted = |c: &&Value| shares(c["quote"]["exact"].as_str().unwrap_or(""), passage) || has(c);
                claims.iter().filter(by).filter(quoted).filter_map(|c| c["value"].as_str().map(str::to_owned)).collect()
            };
            told && self.slots.contains(&slot) && {
                let [a, b] = [said(&self.sides[0]), said(&self.sides[1])];
                !a.is_empty() && !b.is_empty() && a != b
            }
        })
    }
}

/// Most of the quote's words stand in the passage.
fn shares(quote: &str, passage: &str) -> bool {
    let words =
        |t: &str| t.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>();
    let (quote, passage) = (words(quote), words(passage));
    !quote.is_empty() && quote.intersection(&passage).count() * 10 >= quote.len() * 6
}
