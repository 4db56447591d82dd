//! A kind file names the policy of a slot, and the preferred value says by which policy, how surely and by whom.

use std::fs;
use std::path::Path;

use rashomon::{kinds, pipeline};
use rashomon_claims::Models;
use rashomon_store::wire::kept::Given;

fn given(doc: &str, published: &str, text: &str) -> Given {
    Given { doc_id: Some(doc.into()), published: Some(published.into()), text: text.into(), ..Given::default() }
}

/// What is preferred of the wounds of Ana Reyes when the kind file has these lines on that slot.
#[track_caller]
fn check(lines: &str, expect: &str) {
    let reports = [
        given("ledger", "2026-03-07", "MILLBROOK, Ohio – Officer Ana Reyes was shot four times on Quarry Road on Friday, March 6, the coroner said."),
        given("herald", "2026-03-07", "MILLBROOK, Ohio – Officer Ana Reyes, 34, was shot three times on Quarry Road on Friday, the mayor said."),
        given(
            "channel-8",
            "2026-03-08",
            "MILLBROOK, Ohio – Officer Ana Reyes was shot three times on Quarry Road on Friday, Sheriff Joel Hart said.",
        ),
    ];
    let shooting = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kinds/shooting.toml")).expect("kinds/shooting.toml");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("shooting.toml"), shooting.replace("[slots.wounds]\n", &format!("[slots.wounds]\n{lines}\n"))).expect("a kind file");
    let said = kinds::load(Some(folder.path())).map(|kinds| {
        let readings = reports.iter().map(|r| pipeline::read(r, &kinds, Models::embedded()).expect("readable").1).collect();
        let incidents = pipeline::register(readings, &[], &kinds);
        let found = incidents.iter().flat_map(|i| &i.findings).find(|f| f.slot == "wounds").expect("wounds are told of");
        let estimate = found.estimate.as_ref().map_or("?".into(), |e| format!("{}/{:?}/{:?}", e.low, e.best, e.high));
        let value = found.preferred.as_deref().unwrap_or("nothing");
        format!(
            "{} {value} by {} ({} {}) {estimate}",
            found.status,
            found.policy.as_deref().unwrap_or(""),
            found.factuality.as_deref().unwrap_or(""),
            found.voice.join(",")
        )
    });
    assert_eq!(said.unwrap_or_else(|e| e), expect, "{lines}");
}

#[test]
fn a_slot_has_the_policy_that_its_kind_file_names() {
    check("", "disputed 3 by majority-of-origins (CT+ Sheriff Joel Hart) 3/Some(3)/Some(4)");
    check("policy = \"lowest\"", "disputed 3 by lowest (CT+ Sheriff Joel Hart) 3/Some(3)/Some(4)");
    check("policy = \"range\"", "disputed 3-4 by range (CT+ Sheriff Joel Hart) 3/None/Some(4)");
    check("policy = \"majority-of-origins\"", "disputed 3 by majority-of-origins (CT+ Sheriff Joel Hart) 3/Some(3)/Some(4)");
    check(
        "policy = \"source-hierarchy\"\nsources = [\"coroner\", \"sheriff\"]",
        "disputed 4 by source-hierarchy (CT+ the coroner) 3/Some(4)/Some(4)",
    );
    // It cannot choose: the default does.
    check("policy = \"latest-of-root\"", "disputed 3 by majority-of-origins (CT+ Sheriff Joel Hart) 3/Some(3)/Some(4)");
    check("policy = \"source-hierarchy\"\nsources = [\"witness\"]", "disputed 3 by majority-of-origins (CT+ Sheriff Joel Hart) 3/Some(3)/Some(4)");
}

#[test]
fn a_policy_that_cannot_be_is_refused_with_those_that_can() {
    let start = "kinds/shooting.toml: slots.wounds.";
    check("policy = \"newest\"", &format!("{start}policy: expected one of range, majority-of-origins, latest-of-root, source-hierarchy, lowest"));
    check("policy = \"source-hierarchy\"", &format!("{start}sources: source-hierarchy needs a list of sources, best first"));
}
