//! How many reports a second one core reads, end to end without a register file: `cargo bench -p rashomon --bench reading -- PATH…`, by default
//! `../shared/data/dev` where it is, else the invented reports in `examples/`. One thread; processor time, which other work on the machine
//! does not touch.

use std::path::PathBuf;
use std::time::Instant;

use rashomon::{input, kinds, pipeline};
use rashomon_claims::Models;

/// Seconds of processor time that this process has had, where Linux tells; else of the clock.
fn seconds(began: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything: user and system time are the 12th and 13th, in hundredths.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    if ticks.len() == 2 { ticks.iter().sum::<f64>() / 100.0 } else { began.elapsed().as_secs_f64() }
}

/// Resident memory at its highest, in MB, where Linux tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let dev = root.join("../shared/data/dev/dev.docs.jsonl");
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    if paths.is_empty() {
        paths = vec![if dev.exists() { dev } else { root.join("examples/reports") }];
    }
    let inputs = input::gather(&paths, Default::default()).expect("readable paths");
    let kinds = kinds::load(None).expect("the repository's kinds");
    let pages: Vec<_> = inputs.iter().flat_map(|i| i.pages()).filter_map(|(page, _)| page.map(pipeline::given).ok()).collect();
    let start = Instant::now();
    // What is unpacked once a process is not the pages' cost.
    if let Some(first) = pages.first() {
        let _ = pipeline::read(first, &kinds, Models::embedded());
    }
    let began = seconds(start);
    let documents: Vec<_> = pages.iter().filter_map(|page| pipeline::document(page).ok()).collect();
    let read = seconds(start);
    let readings: Vec<_> =
        documents.iter().filter_map(|(document, noticed)| pipeline::tell(document, noticed, &kinds, Models::embedded()).ok()).collect();
    let told = seconds(start);
    let claims: usize = readings.iter().flat_map(|r| &r.telling.accounts).map(|a| a.claims.len()).sum();
    let incidents = pipeline::register(readings, &[], &kinds);
    let built = seconds(start);
    let bytes: usize = incidents.iter().map(|i| i.to_json().len()).sum();
    let written = seconds(start);
    let n = pages.len().max(1) as f64;
    println!("{} pages, {claims} claims, {} incidents, {bytes} bytes of export", pages.len(), incidents.len());
    for (what, took) in [("reader", read - began), ("claims", told - read), ("register", built - told), ("export", written - built)] {
        println!("  {what}: {took:.2} s of processor time, {:.2} ms a page", took * 1e3 / n);
    }
    println!("  all: {:.0} pages a second and core; peak {} MB with all pages in memory", n / (written - began).max(1e-9), peak());
}
