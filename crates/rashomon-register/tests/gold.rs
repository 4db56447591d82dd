//! The register alone, on claims that people read: the claims of the annotated incidents go in; their findings are compared, and, with
//! people as they are told apart in each document, who becomes one person across documents.
//! `SHOW=1 cargo test -p rashomon-register --test gold -- --nocapture` lists every finding and every incident whose people are wrong.

#![expect(clippy::disallowed_methods, reason = "the test reads the gold, the crate does not")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rashomon_model::claim::{Account, Attribution, Cited, Claim, ClaimId, Factuality, Party, Stated, Subject};
use rashomon_model::incident::{Listed, Part, Placed};
use rashomon_model::kind::{Kind, Kinds, Slot};
use rashomon_model::text::{Certainty, DatedBy, Document, Field, Published, Source, Text, Zone};
use rashomon_model::value::day::DayRange;
use rashomon_model::value::{Actor, Clock, Value};
use rashomon_model::{About, AccountId, DocId, NonEmpty, Participant, ParticipantId, PartyId, Quote, SlotId, Status, ZoneKind};
use rashomon_register::key::AccountKey;
use rashomon_register::{days, origin, participants, reconcile};
use serde_json::Value as Json;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The annotated incidents, each with the name of its file; `None` and a word about it without `../shared`.
fn gold() -> Option<Vec<(String, Json)>> {
    let folder = std::env::var_os("RASHOMON_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from).join("gold/dev");
    if !folder.is_dir() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} is absent", folder.display());
        eprintln!("skipped: {} is absent", folder.display());
        return None;
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("gold").filter_map(|f| Some(f.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    let read = |file: PathBuf| {
        let json = serde_json::from_str(&std::fs::read_to_string(&file).expect("gold file")).expect("JSON");
        (file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), json)
    };
    Some(files.into_iter().map(read).collect())
}

fn kind() -> Kind {
    let read = |name: &str| std::fs::read_to_string(root().join("kinds").join(format!("{name}.toml"))).expect("kind file");
    let (incident, shooting) = (read("incident"), read("shooting"));
    let kinds = Kinds::parse(&[("incident", &incident), ("shooting", &shooting)]).expect("kinds parse");
    kinds.get("shooting").expect("shooting").clone()
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or("")
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json[key].as_array().map_or(&[], Vec::as_slice)
}

/// A document that holds the given words, one line each.
fn document(id: &str, published: &str, words: &BTreeSet<String>) -> Document {
    let mut source = Source::unknown(DocId::new(id));
    source.published =
        published.parse().ok().map(|day| Published { day: DayRange::day(day), time: None, from: DatedBy::Meta, certainty: Certainty::Stated });
    let all = words.iter().cloned().collect::<Vec<_>>().join("\n") + "\n.";
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: all.len() as u32, comment: None };
    Document::new(source, None, Text::plain(&all), vec![zone]).expect("one zone")
}

fn quote(doc: &Document, words: &str) -> Quote {
    let passage = doc.reporting().next().expect("a body");
    let at = passage.text().find(words).unwrap_or(0);
    passage.span(at..at + words.len().max(1)).expect("a span").into()
}

fn factuality(sign: &str) -> Factuality {
    use Factuality::*;
    [Certain, Probable, Possible, Denied, ProbablyNot, PossiblyNot, Unclear].into_iter().find(|f| f.as_str() == sign).unwrap_or(Certain)
}

/// The documents of an incident, with the words that are quoted of each.
fn documents(json: &Json) -> BTreeMap<&str, Document> {
    let mut words: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for claim in list(json, "claims") {
        let of = words.entry(text(claim, "doc_id")).or_default();
        of.insert(text(claim, "quote").to_string());
        of.extend(list(claim, "attribution").iter().filter_map(|a| a.as_str()).filter(|a| !a.is_empty()).map(str::to_string));
    }
    list(json, "documents")
        .iter()
        .map(|d| (text(d, "doc_id"), document(text(d, "doc_id"), text(d, "published"), words.get(text(d, "doc_id")).unwrap_or(&BTreeSet::new()))))
        .collect()
}

/// The `n`th claim as a reader would give it.
fn read(claim: &Json, n: usize, doc: &Document, slot: &Slot, subject: Subject, find: impl Fn(&str) -> Option<Actor>) -> Claim {
    let sure = factuality(text(claim, "factuality"));
    let value = match text(claim, "value") {
        "" | "unknown" => None,
        w => Some(as_put(Value::parse(slot.value, w, find).unwrap_or_else(|| Value::Phrase(w.into())), text(claim, "quote"))),
    };
    let stated = match value {
        None => Stated::Unknown,
        Some(v) if sure.is_negative() => Stated::IsNot(v),
        Some(v) => Stated::Is(v),
    };
    let cited = |a: &Json| {
        let name = a.as_str().filter(|a| !a.is_empty())?;
        Some(Cited { name: name.into(), speaker: quote(doc, name), cue: None })
    };
    Claim {
        sure: 0,
        id: ClaimId::of(&[&n.to_string()]),
        subject,
        slot: slot.id.clone(),
        stated,
        evidence: NonEmpty::one(quote(doc, text(claim, "quote"))),
        attribution: Attribution { chain: list(claim, "attribution").iter().filter_map(cited).collect() },
        factuality: sure,
        because: Vec::new(),
    }
}

/// Who becomes one person: every participant found, as the people of the gold that its parties are, with the number of parties.
fn people(json: &Json, kind: &Kind) -> Vec<BTreeMap<String, usize>> {
    let mut told: Vec<(Account, AccountKey)> = Vec::new();
    for (id, doc) in &documents(json) {
        let of: Vec<(usize, &Json)> = list(json, "claims").iter().enumerate().filter(|(_, c)| text(c, "doc_id") == *id).collect();
        let here: Vec<&Json> = list(json, "participants").iter().filter(|p| of.iter().any(|(_, c)| c["about"] == p["id"])).collect();
        let party = |gold: &str| here.iter().position(|p| text(p, "id") == gold).map(|n| PartyId(n as u32));
        let find = |w: &str| party(w).map(Actor::Party);
        let claims: Vec<Claim> = of
            .iter()
            .filter_map(|(n, c)| {
                let subject = party(text(c, "about")).map_or(Subject::Incident, Subject::Party);
                Some(read(c, *n, doc, kind.slot(text(c, "slot"))?, subject, find))
            })
            .collect();
        let parties: Vec<Party> = here
            .iter()
            .enumerate()
            .map(|(n, p)| {
                let own: Vec<&Json> = of.iter().map(|(_, c)| *c).filter(|c| c["about"] == p["id"]).collect();
                // What the document calls him or her.
                let called = |slot: &str| own.iter().find(|c| text(c, "slot") == slot).map(|c| text(c, "quote"));
                let label = ["name", "occupation", "age", "gender", "role"].iter().find_map(|slot| called(slot)).unwrap_or("");
                let mentions = NonEmpty::new(own.iter().map(|c| quote(doc, text(c, "quote"))).collect()).expect("a claim about each");
                Party { id: PartyId(n as u32), label: label.into(), size: p["size"].as_u64().unwrap_or(1) as u32, mentions }
            })
            .collect();
        let trigger = NonEmpty::one(quote(doc, ""));
        let account = Account {
            id: AccountId::of(&[id]),
            doc: doc.id().clone(),
            kind: kind.id.clone(),
            trigger,
            main: true,
            counted: kind.counted,
            headcounts: Vec::new(),
            beat: None,
            parties,
            claims,
        };
        let key = AccountKey::of(&account, doc.source());
        told.push((account, key));
    }
    let names: BTreeMap<&AccountId, Vec<&str>> = told
        .iter()
        .map(|(a, _)| {
            let is_here = |p: &&Json| list(json, "claims").iter().any(|c| text(c, "doc_id") == a.doc.as_str() && c["about"] == p["id"]);
            (&a.id, list(json, "participants").iter().filter(is_here).map(|p| text(p, "id")).collect())
        })
        .collect();
    let found = participants::of(&told.iter().map(|(a, k)| (a, k)).collect::<Vec<_>>());
    found
        .iter()
        .map(|p| {
            let mut of: BTreeMap<String, usize> = BTreeMap::new();
            for (account, party) in &p.parties {
                *of.entry(names[account][party.0 as usize].to_owned()).or_default() += 1;
            }
            of
        })
        .collect()
}

struct Scored {
    slot: String,
    about: String,
    gold: (String, Option<String>),
    found: Option<(Status, Option<String>, String)>,
}

fn score(json: &Json, kind: &Kind) -> Vec<Scored> {
    let ids: BTreeMap<&str, ParticipantId> =
        list(json, "participants").iter().enumerate().map(|(n, p)| (text(p, "id"), ParticipantId(n as u32 + 1))).collect();
    let docs = documents(json);
    let listed: Vec<Listed> =
        docs.values().map(|d| Listed { source: d.source().clone(), part: Part::Main, accounts: vec![AccountId::of(&[d.id().as_str()])] }).collect();
    let find = |w: &str| ids.get(w).map(|p| Actor::Participant(*p));
    let mut claims = Vec::new();
    for (n, claim) in list(json, "claims").iter().enumerate() {
        let Some(doc) = docs.get(text(claim, "doc_id")) else { continue };
        let Some(slot) = kind.slot(text(claim, "slot")) else { continue };
        let about = match ids.get(text(claim, "about")) {
            Some(id) => About::Participant(*id),
            None => About::Incident,
        };
        let read = read(claim, n, doc, slot, Subject::Incident, find);
        claims.push(Placed { claim: read, doc: doc.id().clone(), about, origin: None, judgement: None });
    }
    let participants: Vec<Participant> = list(json, "participants").iter().map(|p| person(ids[text(p, "id")], p)).collect();
    let (origins, _) = origin::trace(&listed, &mut claims);
    let day = days::solve(&listed, &claims, &[]);
    let rights = rashomon_register::judged::Rights::new();
    let told = reconcile::Told { docs: &listed, claims: &claims, participants: &participants, origins: &origins, day: &day, kind, rights: &rights };
    let findings = reconcile::findings(&told);
    list(json, "findings")
        .iter()
        .map(|f| {
            let about = ids.get(text(f, "about")).map_or(About::Incident, |p| About::Participant(*p));
            let found = findings.get(&(about, SlotId::new(text(f, "slot"))));
            let mut shown: Option<String> = found.and_then(|f| f.preferred.as_ref().map(|p| p.caption()));
            if let Some(shown) = &mut shown {
                for (name, id) in &ids {
                    *shown = shown
                        .split(' ')
                        .map(|w| if w.trim_end_matches([';', ',']) == id.to_string() { w.replacen(&id.to_string(), name, 1) } else { w.into() })
                        .collect::<Vec<_>>()
                        .join(" ");
                }
            }
            Scored {
                slot: text(f, "slot").into(),
                about: text(f, "about").into(),
                gold: (text(f, "status").into(), f["preferred"].as_str().map(Into::into)),
                found: found.map(|f| (f.status, shown, f.why.to_string())),
            }
        })
        .collect()
}

/// A perfect reader knows whether a clock time is put flatly; the written value does not tell.
fn as_put(value: Value, words: &str) -> Value {
    let low = words.to_lowercase();
    let about = ["about", "around", "shortly", "just before", "just after", "approximately", "nearly", "almost", "roughly", "sometime"];
    match value {
        Value::Clock(Clock::At { minute, .. }) => Value::Clock(Clock::At { minute, about: about.iter().any(|w| low.contains(w)) }),
        other => other,
    }
}

fn person(id: ParticipantId, json: &Json) -> Participant {
    Participant {
        id,
        name: None,
        names: Vec::new(),
        label: text(json, "label").into(),
        size: json["size"].as_u64().unwrap_or(1) as u32,
        parties: NonEmpty::one((AccountId::of(&["any"]), PartyId(id.0))),
        because: Vec::new(),
        age: None,
        age_group: None,
        gender: None,
        role: None,
        gva_type: None,
        status: Vec::new(),
        refuted: false,
    }
}

#[test]
fn findings_follow_the_rules_of_the_annotated_incidents() {
    let Some(gold) = gold() else { return };
    let kind = kind();
    let (mut right, mut all) = (0, 0);
    let mut tally: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    for (name, json) in &gold {
        for s in score(json, &kind) {
            let status = s.found.as_ref().map_or("none", |(status, ..)| status.as_str());
            all += 1;
            right += u32::from(status == s.gold.0);
            for word in ["disputed", "superseded"] {
                let t = tally.entry(word).or_default();
                t[0] += u32::from(status == word && s.gold.0 == word);
                t[1] += u32::from(status == word);
                t[2] += u32::from(s.gold.0 == word);
            }
            if std::env::var_os("SHOW").is_some() {
                let (pref, why) = s.found.as_ref().map_or((None, ""), |(_, p, w)| (p.clone(), w));
                println!(
                    "ROW\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    name,
                    s.about,
                    s.slot,
                    s.gold.0,
                    status,
                    s.gold.1.unwrap_or_default(),
                    pref.unwrap_or_default(),
                    why.replace(['\t', '\n'], " "),
                );
            }
        }
    }
    let f1 = |t: &[u32; 3]| f64::from(2 * t[0]) / f64::from((t[1] + t[2]).max(1));
    let accuracy = f64::from(right) / f64::from(all);
    println!(
        "status {accuracy:.4} of {all}; disputed {:?} F1 {:.3}; superseded {:?} F1 {:.3}",
        tally["disputed"],
        f1(&tally["disputed"]),
        tally["superseded"],
        f1(&tally["superseded"])
    );
    assert!(accuracy >= 0.97 && f1(&tally["disputed"]) >= 0.77 && f1(&tally["superseded"]) >= 0.77);
}

/// People are told apart in each document as the gold tells them apart; who is who across documents is left to the program.
#[test]
fn people_of_several_documents_are_told_apart_as_the_annotators_did() {
    let Some(gold) = gold() else { return };
    let kind = kind();
    let (mut right, mut found, mut all) = (0, 0, 0);
    for (name, json) in &gold {
        let people = people(json, &kind);
        let gold: BTreeSet<&str> = list(json, "claims").iter().map(|c| text(c, "about")).filter(|a| *a != "incident" && !a.is_empty()).collect();
        let matched = matching(&people, &gold);
        if std::env::var_os("SHOW").is_some() && (matched < people.len() || matched < gold.len()) {
            println!("PEOPLE\t{}\t{} of {} found, {} in the gold", name, matched, people.len(), gold.len());
            people.iter().for_each(|p| println!("\t{p:?}"));
        }
        right += matched;
        found += people.len();
        all += gold.len();
    }
    let f1 = 2.0 * right as f64 / (found + all) as f64;
    println!("participants: {right} aligned of {found} found and {all} of the gold, F1 {f1:.4}");
    assert!(f1 >= 0.93);
}

/// The most participants that can be aligned one to one with people of the gold with whom they share a party (augmenting paths).
fn matching(people: &[BTreeMap<String, usize>], gold: &BTreeSet<&str>) -> usize {
    fn free<'p>(n: usize, people: &'p [BTreeMap<String, usize>], seen: &mut BTreeSet<&'p str>, taken: &mut BTreeMap<&'p str, usize>) -> bool {
        for one in people[n].keys() {
            if seen.insert(one) && taken.get(one.as_str()).copied().is_none_or(|other| free(other, people, seen, taken)) {
                taken.insert(one, n);
                return true;
            }
        }
        false
    }
    let mut taken = BTreeMap::new();
    let matched = (0..people.len()).filter(|n| free(*n, people, &mut BTreeSet::new(), &mut taken)).count();
    assert!(taken.keys().all(|one| gold.contains(one)));
    matched
}
