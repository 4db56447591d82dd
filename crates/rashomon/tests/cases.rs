//! The specification: every `cases/*.md` is read, its reports go through the whole program, and what comes out must be what it says.

use rashomon_claims::Models;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rashomon::pipeline;
use rashomon_store::wire::kept::Given;
use rashomon_store::wire::{Finding, Incident};

#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let update = std::env::var_os("UPDATE").is_some();
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("cases/").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "md") && p.file_stem().is_some_and(|s| s != "README"));
    paths.sort();
    let mut wrong = String::new();
    for path in &paths {
        let text = fs::read_to_string(path).expect("a case is UTF-8");
        let got = rewritten(&text);
        if got != text {
            if update {
                fs::write(path, got).expect("cases/ can be written");
            } else {
                let _ = writeln!(wrong, "{}:\n{}", path.display(), difference(&text, &got));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}\n(UPDATE=1 rewrites the cases; read the diff)");
    assert!(paths.len() >= 8, "cases/ holds the specification");
}

/// A case with its expectations replaced by what the program says.
fn rewritten(case: &str) -> String {
    let mut out = String::new();
    let mut reports: Vec<Given> = Vec::new();
    let mut lines = case.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(fence) = line.strip_prefix("```").filter(|f| !f.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let mut words = fence.split(' ');
        match words.next() {
            Some("report") => {
                let doc_id = words.next().map(str::to_owned);
                let published = words.next().map(str::to_owned);
                reports.push(Given { doc_id, published, text: block.join("\n") + "\n", ..Given::default() });
                out.push_str(&block.join("\n"));
                out.push('\n');
            }
            Some("register") => out.push_str(&register(&reports, &words.collect())),
            Some("set-aside") => out.push_str(&asides(&reports)),
            _ => {
                out.push_str(&block.join("\n"));
                out.push('\n');
            }
        }
        out.push_str("```\n");
    }
    out
}

fn incidents(reports: &[Given]) -> Vec<Incident> {
    let kinds = rashomon::kinds::load(None).expect("the repository's kinds");
    let readings = reports.iter().map(|r| pipeline::read(r, &kinds, Models::embedded()).expect("a case is readable").1).collect();
    let mut incidents = pipeline::register(readings, &[], &kinds);
    incidents.sort_by(|a, b| a.documents[0].doc_id.cmp(&b.documents[0].doc_id));
    incidents
}

fn register(reports: &[Given], slots: &BTreeSet<&str>) -> String {
    let mut out = String::new();
    for incident in incidents(reports) {
        let docs: Vec<&str> = incident.documents.iter().map(|l| l.doc_id.as_str()).collect();
        let _ = writeln!(out, "{}: {} ({})", incident.kind, incident.caption, docs.join(", "));
        let chosen = |of: &str| incident.findings.iter().filter(|f| f.about == of && slots.contains(f.slot.as_str())).collect::<Vec<_>>();
        for f in chosen("incident") {
            finding(&mut out, &incident, f, 2);
        }
        for p in &incident.participants {
            let found = chosen(&p.participant_id);
            if !found.is_empty() {
                let _ = writeln!(out, "  {} {} ({})", p.participant_id, p.name.as_ref().unwrap_or(&p.label), p.role.as_deref().unwrap_or("no role"));
            }
            for f in found {
                finding(&mut out, &incident, f, 4);
            }
        }
    }
    out
}

fn finding(out: &mut String, incident: &Incident, f: &Finding, indent: usize) {
    let preferred = f.preferred.as_ref().map_or("nothing preferred".to_owned(), |value| {
        let voice = f.voice.first().map_or(String::new(), |v| format!(", {v}"));
        format!("{} ({}{voice})", named(incident, value), f.factuality.as_deref().unwrap_or(""))
    });
    let _ = writeln!(out, "{:indent$}{} {}: {preferred}", "", f.slot, f.status);
    if f.status == "single" {
        return;
    }
    for r in &f.readings {
        let claims: Vec<String> = r
            .claims
            .iter()
            .filter_map(|id| incident.claims.iter().find(|c| c.claim_id == *id))
            .map(|c| format!("{} \"{}\"", c.doc_id, c.quote.exact))
            .collect();
        let was = if r.superseded { "was " } else { "" };
        let _ = writeln!(
            out,
            "{:2$}{was}{}: {3} [origins {4}, unstated {5}]",
            "",
            named(incident, &r.value),
            indent + 2,
            claims.join(", "),
            r.origins,
            r.unstated
        );
    }
}

/// A value with participants by their names.
fn named(incident: &Incident, value: &str) -> String {
    let person = |word: &str| incident.participants.iter().find(|p| p.participant_id == word).map(|p| p.name.as_ref().unwrap_or(&p.label).as_str());
    value.split(' ').map(|w| person(w).unwrap_or(w)).collect::<Vec<_>>().join(" ")
}

fn asides(reports: &[Given]) -> String {
    let mut out = String::new();
    for incident in incidents(reports) {
        for a in &incident.background {
            let parts = [&a.stub.city, &a.stub.state, &a.stub.year];
            let stub: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            let _ = writeln!(out, "{}: {} \"{}\"", a.doc_id, stub.join(", "), a.quote.exact);
        }
    }
    out
}

fn difference(want: &str, got: &str) -> String {
    let (want, got): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
    let mut out = String::new();
    for line in want.iter().filter(|l| !got.contains(l)) {
        let _ = writeln!(out, "  - {line}");
    }
    for line in got.iter().filter(|l| !want.contains(l)) {
        let _ = writeln!(out, "  + {line}");
    }
    out
}
