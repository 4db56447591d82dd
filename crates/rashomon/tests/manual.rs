//! The manual's new kind is taught as the manual says, and reads the manual's page as it says.

use std::fs;
use std::path::Path;

use rashomon::{kinds, pipeline};
use rashomon_claims::Models;
use rashomon_store::wire::kept::Given;

/// The block that opens with a fence.
fn block<'m>(manual: &'m str, fence: &str) -> &'m str {
    let open = format!("```{fence}\n");
    let from = manual.find(&open).unwrap_or_else(|| panic!("the manual has no block {fence:?}")) + open.len();
    let rest = manual.get(from..).expect("a mark stands at a character");
    rest.split_inclusive("\n```").next().and_then(|b| b.strip_suffix("```")).expect("a block ends")
}

#[test]
fn the_manual_teaches_a_new_kind() {
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual.md")).expect("docs/manual.md");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("spill.toml"), block(&manual, "toml spill")).expect("a kind file");
    let kinds = kinds::load(Some(folder.path())).expect("the manual's kind is right");
    let given = Given {
        doc_id: Some("herald".into()),
        published: Some("2019-03-05".into()),
        text: block(&manual, "report herald 2019-03-05").into(),
        ..Given::default()
    };
    let reading = pipeline::read(&given, &kinds, Models::embedded()).expect("the manual's page is readable").1;
    let mut said = String::new();
    for incident in pipeline::register(vec![reading], &[], &kinds) {
        said += &format!("{}: {}\n", incident.kind, incident.caption);
        let slots = ["city", "date", "gallons", "injured", "source", "state", "substance", "time"];
        for finding in incident.findings.iter().filter(|f| f.about == "incident" && slots.contains(&f.slot.as_str())) {
            said += &format!("{}: {}\n", finding.slot, finding.preferred.as_deref().unwrap_or("nothing"));
        }
    }
    assert_eq!(said, block(&manual, "says"));
}
