//! The contract's object, field by field, of one invented incident with a dispute.

use std::collections::BTreeMap;

use expect_test::expect;
use rashomon_model::claim::Cited;
use rashomon_model::finding::{Preference, Related};
use rashomon_model::incident::{self as model, Copied, DayConstraint, DaySolution, Listed, Part, Placed, Record, Root, Toll};
use rashomon_model::text::Zone;
use rashomon_model::value::day::DayRange;
use rashomon_model::*;
use rashomon_store::wire;

const TEXT: &str = "“Four,” said Reyes’s chief. She was hit four times. A court heard of another shooting in Ashton in 2019.";

fn document() -> Document {
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: TEXT.len() as u32, comment: None };
    Document::new(Source::unknown(DocId::new("a")), None, Text::plain(TEXT), vec![zone]).unwrap()
}

fn quote(document: &Document, words: &str) -> Quote {
    let passage = document.reporting().next().unwrap();
    let start = passage.text().find(words).unwrap();
    passage.span(start..start + words.len()).unwrap().into()
}

fn incident() -> model::Incident {
    let document = document();
    let slot = SlotId::new("wounds");
    let four = Stated::Is(Value::Label("4".into()));
    let three = Stated::Is(Value::Label("3".into()));
    let origin = OriginId::named("o1");
    let officer = About::Participant(ParticipantId(1));
    let cited = Cited { name: "Reyes’s chief".into(), speaker: quote(&document, "Reyes’s chief"), cue: Some(quote(&document, "said")) };
    let placed = |id: &str, stated: &Stated, words: &str, chain: Vec<Cited>, origin: Option<&OriginId>| Placed {
        claim: Claim {
            sure: 0,
            id: ClaimId::named(id),
            subject: Subject::Party(PartyId(0)),
            slot: slot.clone(),
            stated: stated.clone(),
            evidence: NonEmpty::one(quote(&document, words)),
            attribution: Attribution { chain },
            factuality: Factuality::Certain,
            because: vec!["a number before “times”".into()],
        },
        doc: DocId::new("a"),
        about: officer,
        origin: origin.cloned(),
        judgement: None,
    };
    let reading = |stated: &Stated, id: &str, origin: Option<&OriginId>| Reading {
        stated: stated.clone(),
        support: NonEmpty::one(Support { origin: origin.cloned(), claims: NonEmpty::one(ClaimId::named(id)) }),
    };
    let finding = Finding {
        now: Standing::Disputed(TwoOrMore::new(vec![reading(&four, "c1", Some(&origin)), reading(&three, "c2", None)]).unwrap()),
        before: Vec::new(),
        status: Status::Disputed,
        preferred: Some(Preference {
            values: NonEmpty::one(Value::Label("4".into())),
            policy: "majority of origins".into(),
            factuality: Factuality::Certain,
            voice: vec!["Reyes’s chief".into()],
            judgement: None,
        }),
        relations: vec![Related {
            from: ClaimId::named("c1"),
            to: ClaimId::named("c2"),
            relation: Relation::Contradicts,
            because: "4 is not 3".into(),
        }],
        why: "one page says 4, and 3 in its own voice".into(),
    };
    let account = AccountId::named("acc");
    let aside = Aside {
        quote: quote(&document, "another shooting in Ashton in 2019"),
        what: "shooting, Ashton, 2019".into(),
        kind: Some(KindId::new("shooting")),
        state: None,
        city: Some("Ashton".into()),
        year: Some(2019),
    };
    let link = Link {
        pair: (account.clone(), AccountId::named("other")),
        docs: (DocId::new("a"), DocId::new("z")),
        score: -120,
        joined: false,
        because: NonEmpty::one(Reason { feature: "city".into(), detail: "Millbrook / Ashton".into(), weight: -120 }),
    };
    model::Incident {
        id: IncidentId::named("i1"),
        kind: KindId::new("shooting"),
        caption: "Officer shot".into(),
        documents: NonEmpty::one(Listed { source: document.source().clone(), part: Part::Main, accounts: vec![account.clone()] }),
        participants: vec![Participant {
            id: ParticipantId(1),
            name: None,
            names: Vec::new(),
            label: "the officer".into(),
            size: 1,
            parties: NonEmpty::one((account, PartyId(0))),
            because: Vec::new(),
            age: None,
            age_group: None,
            gender: Some("female".into()),
            role: Some("officer".into()),
            gva_type: Some("Victim".into()),
            status: vec!["Injured".into()],
            refuted: false,
        }],
        claims: vec![placed("c1", &four, "“Four,”", vec![cited], Some(&origin)), placed("c2", &three, "hit four times", Vec::new(), None)],
        findings: BTreeMap::from([((officer, slot.clone()), finding)]),
        record: Record {
            date: DayRange::year(2026),
            lat: Some(4_184_123),
            lon: Some(-8_775_000),
            killed: Some(Toll { low: 0, best: 0, high: 0, stated: false }),
            basis: BTreeMap::from([("state".into(), "gazetteer".into())]),
            ..Record::default()
        },
        day: DaySolution {
            days: Vec::new(),
            constraints: vec![DayConstraint { doc: DocId::new("a"), says: "Thursday".into(), claim: None, holds: false, weight: 3 }],
            why: "only a weekday is given".into(),
        },
        origins: vec![Origin {
            id: origin.clone(),
            label: "Reyes’s chief".into(),
            root: Root::Voice,
            docs: vec![DocId::new("a")],
            because: "quoted".into(),
        }],
        copies: vec![Copied { docs: (DocId::new("a"), DocId::new("b")), share: 830, versions: false }],
        links: Vec::new(),
        apart: vec![link],
        asides: vec![(DocId::new("a"), aside)],
        triggers: vec![quote(&document, "hit four times")],
        judgements: vec![Judgement {
            ruling: Ruling::NotSame(Side::of(DocId::new("a")), Side::of(DocId::new("z"))),
            by: "Ana Reyes".into(),
            because: "two towns".into(),
        }],
        orphans: Vec::new(),
    }
}

fn exported() -> wire::Incident {
    let noticed = wire::Noticed { id: "date-unknown".into(), start: 0, end: 0, hint: "the page gives no day".into() };
    wire::Incident::of(&incident(), &BTreeMap::from([("a".to_owned(), vec![noticed])]))
}

#[test]
fn the_object_is_the_contracts() {
    let parts = serde_json::to_value(exported()).unwrap();
    let shown: String = parts.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    expect![[r#"
        incident_id: "i1"
        kind: "shooting"
        caption: "Officer shot"
        documents: [{"doc_id":"a","url":null,"published":null,"publisher":null,"part":"main","published_from":null,"certainty":null,"captured":null,"page":null,"words":0}]
        record: {"date":"2026-01-01/2026-12-31","time":null,"state":null,"county":null,"city":null,"address":null,"venue":null,"lat":41.84123,"lon":-87.75,"n_killed":{"low":0,"best":0,"high":0,"basis":"counted"},"n_injured":null,"basis":{"state":"gazetteer"},"weapons":[],"circumstances":[]}
        participants: [{"participant_id":"p1","name":null,"names":[],"size":1,"age":null,"age_group":null,"gender":"female","role":"officer","type":"Victim","status":["Injured"],"label":"the officer","because":[]}]
        claims: [{"claim_id":"c1","doc_id":"a","about":"p1","slot":"wounds","value":"4","quote":{"field":"text","start":0,"end":7,"exact":"“Four,”"},"attribution":["Reyes’s chief"],"factuality":"CT+","credited":[{"field":"text","start":13,"end":26,"exact":"Reyes’s chief"},{"field":"text","start":8,"end":12,"exact":"said"}],"origin":"o1","because":["a number before “times”"]},{"claim_id":"c2","doc_id":"a","about":"p1","slot":"wounds","value":"3","quote":{"field":"text","start":36,"end":50,"exact":"hit four times"},"attribution":[],"factuality":"CT+","origin":null,"because":["a number before “times”"]}]
        findings: [{"about":"p1","slot":"wounds","status":"disputed","preferred":"4","policy":"majority of origins","factuality":"CT+","voice":["Reyes’s chief"],"readings":[{"value":"4","claims":["c1"],"origins":1,"unstated":0,"support":[{"origin":"o1","claims":["c1"]}]},{"value":"3","claims":["c2"],"origins":0,"unstated":1,"support":[{"origin":null,"claims":["c2"]}]}],"why":"one page says 4, and 3 in its own voice","relations":[{"from":"c1","to":"c2","relation":"contradicts","because":"4 is not 3"}]}]
        background: [{"doc_id":"a","quote":{"field":"text","start":69,"end":103,"exact":"another shooting in Ashton in 2019"},"what":"shooting, Ashton, 2019","stub":{"kind":"shooting","state":null,"city":"Ashton","year":"2019"}}]
        day: {"days":[],"constraints":[{"doc_id":"a","says":"Thursday","claim_id":null,"holds":false,"weight":3}],"why":"only a weekday is given"}
        links: []
        apart: [{"documents":["a","z"],"score":-120,"joined":false,"because":[{"feature":"city","detail":"Millbrook / Ashton","weight":-120}]}]
        origins: [{"origin_id":"o1","label":"Reyes’s chief","root":"voice","documents":["a"],"because":"quoted"}]
        copies: [{"documents":["a","b"],"share":830,"versions":false}]
        triggers: [{"doc_id":"a","quote":{"field":"text","start":36,"end":50,"exact":"hit four times"}}]
        notices: [{"doc_id":"a","id":"date-unknown","start":0,"end":0,"hint":"the page gives no day"}]
        judgements: [{"judgement_id":"40e90148dedffa46","decided":"not-same","documents":[["a"],["z"]],"by":"Ana Reyes","note":"two towns"}]
    "#]].assert_eq(&shown);
}

#[test]
fn offsets_are_code_points_of_the_text_as_given() {
    let points: Vec<char> = TEXT.chars().collect();
    let exported = exported();
    let claims = exported.claims.iter().flat_map(|c| std::iter::once(&c.quote).chain(&c.credited));
    for quote in claims.chain(exported.background.iter().map(|b| &b.quote)) {
        assert_eq!(points[quote.start as usize..quote.end as usize].iter().collect::<String>(), quote.exact);
    }
}

#[test]
fn an_object_that_was_written_is_read_as_the_same() {
    let exported = exported();
    let json = exported.to_json();
    let back = wire::Incident::from_json(&json).unwrap();
    assert_eq!(back, exported);
    assert_eq!(back.to_json(), json);
    let line = exported.line();
    assert_eq!(wire::Line::from_json(&line.to_json()), Some(line));
}
