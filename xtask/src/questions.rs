//! how well an export answers dev's questions, by the scorer of questions; and whether questions in words get the answers of their structured form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rashomon::asking::Asking;
use rashomon::facts;
use rashomon::question;
use rashomon::questions::Written;
use rashomon_model::value::name::fold;
use rashomon_register::query::{Facts, Holding, Query};
use rashomon_store::wire::Incident;
use serde_json::Value;

/// Rows of the table.
pub fn score(shared: &Path, export: &Path, out: &Path) -> Result<String, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let json = |path: &Path| serde_json::from_str::<Value>(&read(path)?).map_err(|e| format!("{}: {e}", path.display()));
    let dev = shared.join("data/dev");
    let (asked, gold) = (dev.join("dev.questions.json"), dev.join("dev.answers.json"));
    let questions: BTreeMap<String, Written> = serde_json::from_str(&read(&asked)?).map_err(|e| format!("{}: {e}", asked.display()))?;
    let incidents: Vec<Incident> = read(export)?.lines().filter_map(Incident::from_json).collect();
    let facts: Vec<Facts<'_>> = incidents.iter().map(facts::of).collect();
    let pages: Vec<(Box<str>, String)> = read(&dev.join("dev.docs.jsonl"))?.lines().filter_map(page).collect();
    let right = json(&gold)?;

    let mut holding = Holding::new();
    let mut answers: BTreeMap<&str, Value> = BTreeMap::new();
    let (mut alike, mut within, mut widths) = (0, 0, Vec::new());
    for (id, written) in &questions {
        let meaning = written.meaning().map_err(|unclear| format!("{id}: {}", unclear.why))?;
        let query = meaning.query();
        for words in query.words() {
            holding.entry(words.into()).or_insert_with(|| {
                let wanted = format!(" {} ", fold(words));
                pages.iter().filter(|(_, text)| text.contains(&wanted)).map(|(doc, _)| doc.clone()).collect::<BTreeSet<_>>()
            });
        }
        let of = |query: &Query| -> Holding { query.words().into_iter().filter_map(|w| Some((w.into(), holding.get(w)?.clone()))).collect() };
        let answer = Asking::by(&meaning, of(&query)).over(&facts);
        // The same question by its words alone; a word that is spelled otherwise can still get the same answer.
        let words = written.verbose_question.as_deref().unwrap_or_default();
        alike += usize::from(
            question::read(words).is_ok_and(|read| read == meaning || Asking::by(&read, of(&read.query())).over(&facts).number == answer.number),
        );
        if written.subtask != Some(1) {
            let n = right[id]["numerical_answer"].as_u64().unwrap_or_default();
            within += usize::from((u64::from(answer.number.low)..=u64::from(answer.number.high)).contains(&n));
            widths.push(answer.number.high.saturating_sub(answer.number.low));
        }
        answers.insert(id, answer.to_json(&meaning, Vec::new()));
    }
    widths.sort_unstable();
    let system = out.join("answers.json");
    let write = |path: &Path, text: String| fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()));
    write(&system, serde_json::to_string(&answers).map_err(|e| e.to_string())?)?;
    let scored = Command::new("python3")
        .arg(shared.join("scoring/score_questions.py"))
        .args(["--gold".as_ref(), gold.as_os_str(), "--system".as_ref(), system.as_os_str(), "--json".as_ref(), "-".as_ref()])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("scoring/score_questions.py: {e}"))?;
    let scores: Value = serde_json::from_slice(&scored.stdout).map_err(|e| format!("scoring/score_questions.py: {e}"))?;

    let mut rows: Vec<(String, f64)> = Vec::new();
    for set in ["S1", "S2", "S3", "S4"] {
        for (name, key) in [("accuracy", "accuracy_all"), ("document F1", "doc_f1_all")] {
            rows.extend(scores["sets"][set][key].as_f64().map(|value| (format!("{set} {name}"), value)));
        }
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    rows.push(("right number within the range".into(), share(within, widths.len())));
    rows.push(("median width of the range".into(), widths.get(widths.len() / 2).copied().map_or(0.0, f64::from)));
    rows.push(("in words, answered alike".into(), share(alike, questions.len())));
    let mut table = String::new();
    for (n, (row, value)) in rows.into_iter().enumerate() {
        let _ = writeln!(table, "{:<11}{row:<37}{value:.4}", if n == 0 { "questions" } else { "" });
    }
    Ok(table)
}

/// A page's id, and its words as they are looked up.
fn page(line: &str) -> Option<(Box<str>, String)> {
    let page: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| page[key].as_str().unwrap_or_default().to_owned();
    Some((page["doc_id"].as_str()?.into(), format!(" {} ", fold(&format!("{} {}", text("title"), text("text"))))))
}
