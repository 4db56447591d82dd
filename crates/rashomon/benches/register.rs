//! How long the main jobs take, on invented reports: `cargo bench -p rashomon`. Prints the best of a few runs of each.

use rashomon_claims::Models;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rashomon::{kinds, pipeline};
use rashomon_store::wire::kept::Given;

const REPORTS: usize = 500;
const RUNS: usize = 3;

/// The n-th invented report: four outlets tell of each incident, and they count differently.
fn report(n: usize) -> Given {
    let (incident, outlet) = (n / 4, n % 4);
    let town = ["Millbrook, Ohio", "Ashton, Iowa", "Harlow, Texas"][incident % 3];
    let (day, age, hits) = (incident % 27 + 1, 20 + incident % 40, 2 + (incident + outlet / 2) % 4);
    let text = format!(
        "{} - Devon Marsh, {age}, was shot {hits} times outside a bowling alley in the {}00 block of Harbor Avenue on March {day}, police said.\n\n\
         Officer Ana Reyes found him in a parking lot. He was taken to a hospital in critical condition, Chief Tom Okafor said.\n\n\
         A 31-year-old man was arrested on Friday and charged with aggravated assault, according to prosecutors.\n",
        town.to_uppercase(),
        incident + 1
    );
    Given {
        doc_id: Some(format!("outlet-{outlet}-{incident}")),
        title: Some(format!("Man shot in {town}")),
        published: Some(format!("2026-03-{:02}", day + 1)),
        url: None,
        text,
        ..Given::default()
    }
}

fn best(what: &str, items: usize, mut work: impl FnMut() -> Duration) {
    let took = (0..RUNS).map(|_| work()).min().unwrap_or_default();
    println!("{what}: {:.1} ms ({:.2} ms each of {items})", took.as_secs_f64() * 1e3, took.as_secs_f64() * 1e3 / items as f64);
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    black_box(work());
    began.elapsed()
}

fn main() {
    let kinds = kinds::load(None).expect("the repository's kinds");
    let reports: Vec<Given> = (0..REPORTS).map(report).collect();
    let readings: Vec<_> = reports.iter().map(|r| pipeline::read(r, &kinds, Models::embedded()).expect("readable").1).collect();
    best("read one page", 1, || timed(|| pipeline::read(&reports[0], &kinds, Models::embedded())));
    best("read, one thread", REPORTS, || timed(|| reports.iter().filter_map(|r| pipeline::read(r, &kinds, Models::embedded()).ok()).count()));
    best("build the register", REPORTS, || {
        let readings = readings.clone();
        timed(|| pipeline::register(readings, &[], &kinds))
    });

    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = String::new();
    for r in &reports {
        let _ = writeln!(lines, "{}", serde_json::json!({ "doc_id": r.doc_id, "title": r.title, "published": r.published, "text": r.text }));
    }
    let input = folder.path().join("reports.jsonl");
    std::fs::write(&input, lines).expect("room");
    let mut run = 0;
    best("rashomon add", REPORTS, || {
        run += 1;
        timed(|| add(&folder.path().join(format!("{run}.rashomon")), &input))
    });
}

fn add(register: &Path, input: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("-r").arg(register).args(["add", "--quiet"]).arg(input).status();
    assert!(status.is_ok_and(|s| s.success()), "add failed");
}
