//! How long a large register takes to be asked and exported: `cargo bench -p rashomon --bench large [-- FILE]`. Invented incidents, each told by
//! four reports, are stored under other names, days and places until there are a hundred thousand; FILE is kept, and used where it is there.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rashomon::keep::Program;
use rashomon::{facts, kinds, pipeline};
use rashomon_claims::Models;
use rashomon_model::gazetteer;
use rashomon_store::Store;
use rashomon_store::cache::PackedIncident;
use rashomon_store::ledger::Prepared;
use rashomon_store::wire::Incident;
use rashomon_store::wire::kept::Given;
use rayon::prelude::*;

const INCIDENTS: usize = 100_000;
const PAGES: usize = 4;
const RUNS: usize = 5;
const QUESTIONS: [&str; 8] = [
    "which shooting in Millbrook, Ohio in March 2016 involved Ana Reyes",
    "how many shootings in Ohio in 2018",
    "who was killed in Texas in March 2017",
    "how many people named Marsh were hurt",
    "how many people were killed in 2018",
    "how many people were hurt",
    "which shootings involved an armed citizen",
    "how many 16-year-old girls were killed",
];

/// The n-th invented report of an incident.
fn report(incident: usize, outlet: usize) -> Given {
    let (age, hits) = (20 + incident, 2 + (incident + outlet / 2) % 4);
    let fatal = if incident.is_multiple_of(3) { "He died at a hospital on Sunday" } else { "He was taken to a hospital in critical condition" };
    let text = format!(
        "MILLBROOK, Ohio - Devon Marsh, {age}, was shot {hits} times outside a bowling alley in the {}00 block of Harbor Avenue on March {}, police said.\n\n\
         Officer Ana Reyes found him in a parking lot. {fatal}, Chief Tom Okafor said.\n\n\
         Police said the men had argued over a debt, and that a handgun was found in a silver Jeep nearby. Two women, 24 and 31, were hurt by glass.\n\n\
         A 31-year-old man, Luis Bell, was arrested on Friday and charged with aggravated assault, according to prosecutors.\n",
        incident + 1,
        incident % 27 + 1,
    );
    let (doc_id, published) = (Some(format!("outlet-{outlet}-{incident}")), Some(format!("2016-03-{:02}", incident % 27 + 2)));
    Given { doc_id, title: Some("Man shot in Millbrook".into()), published, url: None, text, ..Given::default() }
}

/// The n-th copy of what is told, in another place and on another day.
fn copy(told: &str, n: usize) -> Option<Incident> {
    let id = format!("{:016x}", (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let surname = ["Marsh", "Lindqvist", "Harker", "Oduya", "Tremaine", "Castellan", "Vance", "Ferro"][n % 8];
    let mut incident = Incident::from_json(&told.replace("outlet-", &format!("outlet-{n}-")).replace("Devon Marsh", &format!("Devon {surname}")))?;
    let states = gazetteer::states();
    incident.incident_id = id;
    incident.record.state = states.get(n % states.len()).map(|s| s.name.to_owned());
    incident.record.date = Some(format!("{}-{:02}-{:02}", 2014 + n % 6, n / 6 % 12 + 1, n / 72 % 28 + 1));
    Some(incident)
}

fn build(path: &Path, program: &Program) {
    let mut incidents = Vec::new();
    for n in 0..30 {
        let readings = (0..PAGES).filter_map(|outlet| pipeline::read(&report(n, outlet), &program.kinds, Models::embedded()).ok());
        incidents.extend(pipeline::register(readings.map(|(_, reading)| reading).collect(), &[], &program.kinds));
    }
    let told: Vec<String> = incidents.iter().map(Incident::to_json).collect();
    println!("{} incidents to copy, {} bytes each", told.len(), told.iter().map(String::len).sum::<usize>() / told.len().max(1));
    let mut store = Store::open_write(path).expect("room");
    let mut batch = store.batch().expect("a batch");
    for n in 0..INCIDENTS * PAGES {
        let given = Given { doc_id: None, text: format!("report {n}"), ..Given::default() };
        let name = format!("outlet-{}-{}-0", n / PAGES, n % PAGES);
        batch.document(&Prepared::new(&name, &given)).expect("room");
    }
    batch.commit("2026-01-01T00:00:00Z").expect("room");
    let settling = store.settling(&store.head().expect("a head")).expect("a register").expect("nobody else writes");
    for from in (0..INCIDENTS).step_by(2000) {
        let made = |n: usize| {
            told.get(n % told.len()).and_then(|told| copy(told, n)).map(|i| PackedIncident::new(&i, facts::packed(&i), facts::packed_briefly(&i)))
        };
        let packed: Vec<_> = (from..from + 2000).into_par_iter().filter_map(made).collect();
        packed.iter().for_each(|incident| settling.incident(incident).expect("room"));
    }
    settling.finish(&program.joins).expect("room");
}

fn run(path: &Path, args: &[&str]) -> (Duration, usize) {
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(path).args(args).stdout(Stdio::piped()).spawn().expect("it runs");
    let out = child.stdout.take().map_or(0, |mut out| std::io::copy(&mut out, &mut std::io::sink()).unwrap_or(0));
    black_box(child.wait().is_ok());
    (began.elapsed(), out as usize)
}

fn main() {
    let program = Program::new(kinds::load(None).expect("the repository's kinds"));
    let folder = tempfile::tempdir().expect("a folder");
    let named = std::env::args().skip(1).find(|a| !a.starts_with("--")).map(PathBuf::from);
    let path = named.unwrap_or_else(|| folder.path().join("large.rashomon"));
    if !path.exists() {
        let began = Instant::now();
        build(&path, &program);
        println!("{INCIDENTS} incidents stored in {:.0} s", began.elapsed().as_secs_f64());
    }
    println!("{} MB", std::fs::metadata(&path).map_or(0, |m| m.len()) / 1_000_000);
    for question in QUESTIONS {
        let runs: Vec<(Duration, usize)> = (0..RUNS).map(|_| run(&path, &["ask", question])).collect();
        let (took, bytes) = runs.iter().min().copied().unwrap_or_default();
        println!("{:>8.0} ms {:>12} bytes  ask {question}", took.as_secs_f64() * 1e3, bytes);
    }
    for format in ["jsonl", "csv", "statements", "ftm", "geojson", "annotations", "schemaorg"] {
        let (took, bytes) = run(&path, &["export", "--format", format]);
        let rate = bytes as f64 / 1e6 / took.as_secs_f64();
        println!("{:>8.1} s  {:>12} bytes  {rate:.0} MB/s  export --format {format}", took.as_secs_f64(), bytes);
    }
}
