//! What was learned of people on some pages holds for people on another whom the rules say less of; without weights the rules stand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};
use rashomon_claims::part::{CLASSES, Parts, features};
use rashomon_claims::weights::{Example, Recipe, learn};
use rashomon_claims::{Models, study, tell};
use rashomon_model::text::{Field, Source, Zone};
use rashomon_model::{DocId, Document, KindId, Kinds, Subject, Text, ZoneKind};

#[expect(clippy::disallowed_methods, reason = "a test reads the kind files")]
fn kinds() -> Kinds {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kinds");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a kind file of this repository");
    Kinds::parse(&[("incident", &read("incident.toml")), ("shooting", &read("shooting.toml"))]).expect("kind files that parse")
}

fn page(text: &str) -> Document {
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None };
    Document::new(Source::unknown(DocId::new("page")), None, Text::plain(text), vec![zone]).expect("one zone covers the text")
}

/// Learns from pages whose every person has the label or has not; then the roles and outcomes of a page, a line each.
fn check(lessons: &[(&str, bool)], label: &str, text: &str, expect: Expect) {
    let kinds = kinds();
    let mut examples = Vec::new();
    for (lesson, positive) in lessons {
        study(&page(lesson), &kinds, &Models::default(), &mut |study| {
            for looks in &study.looks {
                for class in CLASSES.iter().filter(|c| c.label == label) {
                    let features = features(looks).into_iter().map(|f| class.feature(f)).collect();
                    examples.push(Example { features, positive: *positive, weight: 1.0 });
                }
            }
        });
    }
    let weights = learn(&examples, &Recipe { rounds: 30, step: 0.3, shrink: 1e-4, seen: 1 });
    let parts = BTreeMap::from([(KindId::new("shooting"), Parts::new(weights))]);
    let models = Models { parts, ..Models::default() };
    let mut out = String::new();
    for account in tell(&page(text), &kinds, &models).accounts {
        for claim in account.claims.iter().filter(|c| matches!(c.slot.as_str(), "role" | "outcome")) {
            let Subject::Party(p) = claim.subject else { continue };
            let who = account.parties.iter().find(|q| q.id == p).map_or("?", |q| &q.label);
            let _ = writeln!(out, "{who}: {} {} \u{201C}{}\u{201D}", claim.slot.as_str(), claim.stated.caption(), claim.evidence.first().exact());
        }
    }
    expect.assert_eq(&out);
}

const PAGE: &str =
    "A shooting on Oak Street left one dead on Monday, police said. Luis Ortega, 31, never woke after the shooting, in which he was hit.";

#[test]
fn without_lessons_the_rules_stand() {
    check(&[], "killed", PAGE, expect![[""]]);
}

#[test]
fn who_is_told_of_as_the_dead_were_is_dead() {
    let lessons = [
        ("A shooting on Elm Street was reported. Ana Reyes, 40, never woke after the shooting, in which she was hit.", true),
        ("A shooting on Elm Street was reported. Eva Stone, 52, never woke after the shooting, in which she was hit.", true),
        ("A shooting on Elm Street was reported. Ana Reyes, 40, went home after the shooting, in which she was hit.", false),
        ("A shooting on Elm Street was reported. Eva Stone, 52, went home after the shooting, in which she was hit.", false),
    ];
    check(
        &lessons,
        "killed",
        PAGE,
        expect![[r#"
            Luis Ortega: outcome killed “shooting on Oak Street left one dead”
        "#]],
    );
}
