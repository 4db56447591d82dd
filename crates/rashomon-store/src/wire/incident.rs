//! One incident as it is exported.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::finding::{Reading as ModelReading, Support};
use rashomon_model::incident::{self as model, About, Root, Toll};
use rashomon_model::text::Source;
use rashomon_model::{ClaimId, DocId, Judgement, Quote, Ruling, Scope, Side, Status};
use serde::{Deserialize, Serialize};

use super::{Noticed, certainty};

/// One incident: the contract's object, and after `background` what we add.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Incident {
    pub incident_id: String,
    pub kind: String,
    pub caption: String,
    pub documents: Vec<Listed>,
    pub record: Record,
    pub participants: Vec<Participant>,
    pub claims: Vec<Claim>,
    pub findings: Vec<Finding>,
    pub background: Vec<Background>,
    /// How the day was solved.
    pub day: Day,
    /// Why its documents were joined.
    pub links: Vec<Link>,
    /// Look-alikes that were kept apart.
    pub apart: Vec<Link>,
    /// Roots of what is said.
    pub origins: Vec<Origin>,
    /// Documents that share text.
    pub copies: Vec<Copied>,
    /// Words that make its documents accounts of this kind.
    pub triggers: Vec<InDocument>,
    /// What was noticed about its documents.
    pub notices: Vec<DocNotice>,
    /// What people decided about its documents: always right, never the program's own.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub judgements: Vec<Judged>,
    /// What somebody answers to all of it, or to something that is told otherwise now.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub replies: Vec<Reply>,
    /// In a public export: by which profile names were withheld, and of whom.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub public: Option<Public>,
    /// Whether it belongs in the register, where a person decided: `in`, `out`, or `unsure`, also where decisions on its documents differ.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<String>,
}

/// What a public export says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Public {
    /// The naming profile.
    pub profile: String,
    /// What it follows, in words.
    pub label: String,
    /// Slots that it leaves out.
    pub left_out: Vec<String>,
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Judged {
    pub judgement_id: String,
    /// The command: `same`, `not-same`, `unsure`, `misread`, `right`, `note`, `reply`, `scope in`, `scope out`, `scope unsure`, `code`.
    pub decided: String,
    /// Documents of one side and of the other; of anything else than grouping the documents it points at.
    pub documents: Vec<Vec<String>>,
    /// Of a claim: its slot.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slot: Option<String>,
    /// Of a claim: the value that was read or preferred before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub was: Option<String>,
    /// Of a claim: the value by the person's word.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// Of a scope: the rule that it goes by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<String>,
    /// What it points at is told otherwise now: it binds nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub orphan: bool,
    pub by: String,
    /// In the person's words; may be empty.
    pub note: String,
}

/// A document of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Listed {
    pub doc_id: String,
    pub url: Option<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub part: String,
    /// `published` is known only to lie in these days.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published_between: Option<String>,
    /// What the day of publication was read from: `json-ld`, `meta`, `text`, `url`, ….
    pub published_from: Option<String>,
    /// `stated`, `doubtful` or `bounded`.
    pub certainty: Option<String>,
    /// Day of capture.
    pub captured: Option<String>,
    /// What kind of page: `news`, `police-release`, ….
    pub page: Option<String>,
    /// Of the note of a call: who told it, and who took it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub call: Option<super::kept::Call>,
    /// Bounds on the day of publication.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub bounds: Vec<Bound>,
    /// A correction stands on the page.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub corrected: bool,
    /// Words of reporting.
    pub words: u32,
}

/// A bound on a day of publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Bound {
    pub days: String,
    pub from: String,
}

/// What an editor would copy into a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Record {
    pub date: Option<String>,
    pub time: Option<String>,
    pub state: Option<String>,
    pub county: Option<String>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub venue: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub n_killed: Option<Number>,
    pub n_injured: Option<Number>,
    pub basis: BTreeMap<String, String>,
    pub weapons: Vec<String>,
    pub circumstances: Vec<String>,
}

/// A number of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Number {
    pub low: u32,
    pub best: u32,
    pub high: u32,
    pub basis: String,
}

/// A person or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Participant {
    pub participant_id: String,
    pub name: Option<String>,
    pub names: Vec<String>,
    pub size: u32,
    pub age: Option<u16>,
    pub age_group: Option<String>,
    pub gender: Option<String>,
    pub role: Option<String>,
    #[serde(rename = "type")]
    pub gva_type: Option<String>,
    pub status: Vec<String>,
    /// How to call them where there is no name.
    pub label: String,
    /// Why the parties of several documents are this one person.
    pub because: Vec<String>,
    /// A later account refutes that this person exists.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub refuted: bool,
    /// What somebody answers to what is told of this person.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub replies: Vec<Reply>,
    /// In a public export: why the name is withheld.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub withheld: Option<String>,
}

/// Words of a document. Offsets are Unicode code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Words {
    pub field: String,
    pub start: u32,
    pub end: u32,
    pub exact: String,
    /// In a public export: words were withheld, and what stands in brackets in `exact` is said instead of them; all else is verbatim, and the
    /// place is that of the words as they were.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub masked: bool,
    /// In a public export: the words go on in the report.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub cut: bool,
    /// In a public export, of longer words: whose they are.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rights: Option<String>,
    /// In a public export, of longer words: where to read on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub link: Option<String>,
}

/// Words and the document they stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct InDocument {
    pub doc_id: String,
    pub quote: Words,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Claim {
    pub claim_id: String,
    pub doc_id: String,
    pub about: String,
    pub slot: String,
    pub value: String,
    pub quote: Words,
    pub attribution: Vec<String>,
    pub factuality: String,
    /// Further words that state it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<Words>,
    /// The words that credit the voices, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub credited: Vec<Words>,
    /// The root it goes back to; null: the page's own voice without a sign of how it knows.
    pub origin: Option<String>,
    /// Why it is read so.
    pub because: Vec<String>,
    /// The decision by which a person read it, or corrected how it was read; absent where the program read it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub judgement: Option<String>,
}

/// What all accounts together say of one slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Finding {
    pub about: String,
    pub slot: String,
    pub status: String,
    pub preferred: Option<String>,
    pub policy: Option<String>,
    pub factuality: Option<String>,
    pub voice: Vec<String>,
    pub readings: Vec<Reading>,
    /// Of a slot that counts: low, best and high of the numbers that stand.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub estimate: Option<Estimate>,
    /// The decision by which a person chose the preferred value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub judgement: Option<String>,
    pub why: String,
    /// Relations between claims of different readings.
    pub relations: Vec<Related>,
    /// What somebody answers to it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub replies: Vec<Reply>,
}

/// What somebody answers to what is told: no evidence, and never left out where that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Reply {
    pub judgement_id: String,
    pub by: String,
    /// In the person's words.
    pub text: String,
}

/// Low, best and high of a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Estimate {
    pub low: u32,
    /// Null where none is preferred.
    pub best: Option<u32>,
    /// Null where a number is open above.
    pub high: Option<u32>,
}

/// One value of a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Reading {
    pub value: String,
    pub claims: Vec<String>,
    pub origins: usize,
    pub unstated: usize,
    /// A later statement replaced it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub superseded: bool,
    /// The roots, each with its claims.
    pub support: Vec<Rooted>,
}

/// A root and the claims that go back to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Rooted {
    pub origin: Option<String>,
    pub claims: Vec<String>,
}

/// How two claims stand to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Related {
    pub from: String,
    pub to: String,
    pub relation: String,
    pub because: String,
}

/// A passage about another incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Background {
    pub doc_id: String,
    pub quote: Words,
    pub what: String,
    pub stub: Stub,
}

/// What is known of an incident that is only mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Stub {
    pub kind: Option<String>,
    pub state: Option<String>,
    pub city: Option<String>,
    pub year: Option<String>,
}

/// How the day was solved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Day {
    pub days: Vec<String>,
    pub constraints: Vec<Constraint>,
    pub why: String,
}

/// One constraint on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Constraint {
    pub doc_id: String,
    pub says: String,
    pub claim_id: Option<String>,
    pub holds: bool,
    pub weight: u32,
}

/// Why two documents were joined, or kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Link {
    pub documents: (String, String),
    /// Sum of the weights, in hundredths of a natural-log odds unit.
    pub score: i32,
    pub joined: bool,
    pub because: Vec<Reason>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Reason {
    pub feature: String,
    pub detail: String,
    pub weight: i32,
}

/// A root of what is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Origin {
    pub origin_id: String,
    pub label: String,
    /// `voice`, `outlet`, `copy` or `page`.
    pub root: String,
    pub documents: Vec<String>,
    pub because: String,
}

/// Two documents that share text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Copied {
    pub documents: (String, String),
    /// Shared shingles over those of the smaller, in thousandths.
    pub share: u16,
    /// Versions of one page.
    pub versions: bool,
}

/// A notice and its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct DocNotice {
    pub doc_id: String,
    #[serde(flatten)]
    pub notice: Noticed,
}

/// An incident's line in `list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Line {
    pub incident_id: String,
    pub kind: String,
    pub caption: String,
    pub date: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub n_killed: Option<Number>,
    pub n_injured: Option<Number>,
    pub documents: usize,
    pub origins: usize,
    pub claims: usize,
    /// `slot` of the incident, `p1 slot` of a participant.
    pub disputed: Vec<String>,
    pub superseded: usize,
    pub background: usize,
    /// See the incident's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<String>,
}

fn strings(list: &[Box<str>]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
fn text(part: &Option<Box<str>>) -> Option<String> {
    part.as_deref().map(Into::into)
}
fn ids<'a>(claims: impl IntoIterator<Item = &'a ClaimId>) -> Vec<String> {
    claims.into_iter().map(ToString::to_string).collect()
}
fn pair(docs: &(DocId, DocId)) -> (String, String) {
    (docs.0.to_string(), docs.1.to_string())
}

impl From<&model::Link> for Link {
    fn from(link: &model::Link) -> Self {
        Link {
            documents: pair(&link.docs),
            score: link.score,
            joined: link.joined,
            because: link.because.iter().map(|r| Reason { feature: r.feature.to_string(), detail: r.detail.to_string(), weight: r.weight }).collect(),
        }
    }
}

impl From<&Judgement> for Judged {
    fn from(judgement: &Judgement) -> Self {
        let side = |s: &Side| s.docs.iter().map(ToString::to_string).collect();
        Judged {
            judgement_id: judgement.id().to_string(),
            decided: judgement.ruling.word().into(),
            documents: match judgement.ruling.sides() {
                Some((a, b)) => vec![side(a), side(b)],
                None => vec![judgement.ruling.docs().into_iter().map(ToString::to_string).collect()],
            },
            slot: match &judgement.ruling {
                Ruling::Coded(coded) => Some(coded.slot.to_string()),
                ruling => ruling.claim().map(|p| p.slot.to_string()),
            },
            was: judgement.ruling.claim().map(|p| p.read.to_string()),
            value: match &judgement.ruling {
                Ruling::Misread(_, value) => value.as_deref().map(Into::into),
                Ruling::Right(_, value) => Some(value.to_string()),
                Ruling::Coded(coded) => Some(coded.value.to_string()),
                _ => None,
            },
            rule: if let Ruling::Scope(_, _, rule) = &judgement.ruling { text(rule) } else { None },
            orphan: false,
            by: judgement.by.to_string(),
            note: judgement.because.to_string(),
        }
    }
}

impl From<&Quote> for Words {
    fn from(quote: &Quote) -> Self {
        let points = quote.points();
        Words {
            field: quote.field().as_str().into(),
            start: points.start,
            end: points.end,
            exact: quote.exact().into(),
            masked: false,
            cut: false,
            rights: None,
            link: None,
        }
    }
}

impl Incident {
    /// A built incident, with what was noticed about its documents.
    pub fn of(incident: &model::Incident, notices: &BTreeMap<String, Vec<Noticed>>) -> Self {
        let notices = incident.documents.iter().flat_map(|listed| {
            let id = listed.source.doc.as_str();
            notices.get(id).into_iter().flatten().map(move |n| DocNotice { doc_id: id.into(), notice: n.clone() })
        });
        Incident {
            incident_id: incident.id.to_string(),
            kind: incident.kind.to_string(),
            caption: incident.caption.to_string(),
            documents: incident.documents.iter().map(|l| listed(&l.source, l.part)).collect(),
            record: record(&incident.record),
            participants: incident.participants.iter().map(participant).collect(),
            claims: incident.claims.iter().map(claim).collect(),
            findings: incident.findings.iter().map(|((about, slot), f)| finding(*about, slot.as_str(), f)).collect(),
            background: incident.asides.iter().map(|(doc, aside)| background(doc, aside)).collect(),
            day: Day {
                days: incident.day.days.iter().map(|d| d.caption()).collect(),
                constraints: incident.day.constraints.iter().map(constraint).collect(),
                why: incident.day.why.to_string(),
            },
            links: incident.links.iter().map(Link::from).collect(),
            apart: incident.apart.iter().map(Link::from).collect(),
            origins: incident.origins.iter().map(origin).collect(),
            copies: incident.copies.iter().map(|c| Copied { documents: pair(&c.docs), share: c.share, versions: c.versions }).collect(),
            triggers: incident.triggers.iter().map(|q| InDocument { doc_id: q.doc().to_string(), quote: q.into() }).collect(),
            notices: notices.collect(),
            judgements: incident.judgements.iter().map(|j| Judged { orphan: incident.orphans.contains(&j.id()), ..Judged::from(j) }).collect(),
            replies: Vec::new(),
            public: None,
            scope: scope(&incident.judgements),
        }
        .answered(incident)
    }

    /// With what people answer, each where it is meant for.
    fn answered(mut self, incident: &model::Incident) -> Self {
        for judgement in &incident.judgements {
            let Ruling::Reply(_, pointed) = &judgement.ruling else { continue };
            let reply = Reply { judgement_id: judgement.id().to_string(), by: judgement.by.to_string(), text: judgement.because.to_string() };
            let meant = pointed.as_ref().and_then(|p| {
                let told = incident.claims.iter().find(|c| c.claim.slot == p.slot && c.claim.evidence.iter().any(|q| p.words.meet(q)))?;
                Some((told.about.to_string(), p.slot.to_string()))
            });
            let to = match &meant {
                Some((about, slot)) if slot == "name" => self.participants.iter_mut().find(|p| p.participant_id == *about).map(|p| &mut p.replies),
                Some((about, slot)) => self.findings.iter_mut().find(|f| f.about == *about && f.slot == *slot).map(|f| &mut f.replies),
                None => None,
            };
            match to {
                Some(replies) => replies.push(reply),
                None => self.replies.push(reply),
            }
        }
        self
    }

    /// What people answer to a finding, by whom it is about and its slot: to it, to all that is told of the person, to all of it.
    pub fn replies_to(&self, about: &str, slot: &str) -> impl Iterator<Item = &Reply> {
        let finding = self.findings.iter().filter(move |f| f.about == about && f.slot == slot).flat_map(|f| &f.replies);
        finding.chain(self.participants.iter().filter(move |p| p.participant_id == about).flat_map(|p| &p.replies)).chain(&self.replies)
    }

    /// Everything that people answer.
    pub fn all_replies(&self) -> impl Iterator<Item = &Reply> {
        self.findings.iter().flat_map(|f| &f.replies).chain(self.participants.iter().flat_map(|p| &p.replies)).chain(&self.replies)
    }

    /// One line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() // plain data: always has a JSON form
    }

    /// From one line of JSON.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// Its line in `list`.
    pub fn line(&self) -> Line {
        let of = |status: Status| self.findings.iter().filter(move |f| f.status == status.as_str());
        let roots: BTreeSet<_> = self.claims.iter().filter_map(|c| c.origin.as_deref()).collect();
        Line {
            incident_id: self.incident_id.clone(),
            kind: self.kind.clone(),
            caption: self.caption.clone(),
            date: self.record.date.clone(),
            city: self.record.city.clone(),
            state: self.record.state.clone(),
            n_killed: self.record.n_killed.clone(),
            n_injured: self.record.n_injured.clone(),
            documents: self.documents.len(),
            origins: roots.len(),
            claims: self.claims.len(),
            disputed: of(Status::Disputed).map(|f| if f.about == "incident" { f.slot.clone() } else { format!("{} {}", f.about, f.slot) }).collect(),
            superseded: of(Status::Superseded).count(),
            background: self.background.len(),
            scope: self.scope.clone(),
        }
    }
}

impl Line {
    /// One line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
    /// From one line of JSON.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

/// What people decided of an incident's place in the register; several that differ, after incidents were joined, are no decision.
fn scope(judgements: &[Judgement]) -> Option<String> {
    let mut decided = judgements.iter().filter_map(|j| if let Ruling::Scope(_, scope, _) = &j.ruling { Some(*scope) } else { None });
    let first = decided.next()?;
    Some(if decided.all(|s| s == first) { first } else { Scope::Unsure }.as_str().into())
}

fn listed(source: &Source, part: model::Part) -> Listed {
    let published = source.published.as_ref();
    let single = published.and_then(|p| p.day.single());
    Listed {
        doc_id: source.doc.to_string(),
        url: text(&source.url),
        published: single.map(|d| d.to_string()),
        publisher: text(&source.publisher),
        part: part.as_str().into(),
        published_between: if single.is_none() { published.map(|p| p.day.caption()) } else { None },
        published_from: published.map(|p| p.from.as_str().into()),
        certainty: published.map(|p| certainty(p.certainty).into()),
        captured: source.captured.map(|d| d.to_string()),
        page: source.page.map(|p| p.as_str().into()),
        call: source.call.as_ref().map(|c| super::kept::Call { who: c.who.to_string(), by: c.by.to_string(), confidential: c.confidential }),
        bounds: source.bounds.iter().map(|b| Bound { days: b.days.caption(), from: b.from.to_string() }).collect(),
        corrected: source.corrected,
        words: source.words,
    }
}

fn record(record: &model::Record) -> Record {
    let degrees = |d: i32| f64::from(d) / 100_000.0;
    let number =
        |toll: Toll| Number { low: toll.low, best: toll.best, high: toll.high, basis: if toll.stated { "stated" } else { "counted" }.into() };
    Record {
        date: record.date.map(|d| d.caption()),
        time: text(&record.time),
        state: text(&record.state),
        county: text(&record.county),
        city: text(&record.city),
        address: text(&record.address),
        venue: text(&record.venue),
        lat: record.lat.map(degrees),
        lon: record.lon.map(degrees),
        n_killed: record.killed.map(number),
        n_injured: record.injured.map(number),
        basis: record.basis.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
        weapons: strings(&record.weapons),
        circumstances: strings(&record.circumstances),
    }
}

fn participant(p: &model::Participant) -> Participant {
    Participant {
        participant_id: p.id.to_string(),
        name: text(&p.name),
        names: strings(&p.names),
        size: p.size,
        age: p.age,
        age_group: text(&p.age_group),
        gender: text(&p.gender),
        role: text(&p.role),
        gva_type: text(&p.gva_type),
        status: strings(&p.status),
        label: p.label.to_string(),
        because: strings(&p.because),
        refuted: p.refuted,
        replies: Vec::new(),
        withheld: None,
    }
}

fn claim(placed: &model::Placed) -> Claim {
    let claim = &placed.claim;
    let chain = &claim.attribution.chain;
    Claim {
        claim_id: claim.id.to_string(),
        doc_id: placed.doc.to_string(),
        about: placed.about.to_string(),
        slot: claim.slot.to_string(),
        value: claim.stated.caption(),
        quote: claim.evidence.first().into(),
        attribution: chain.iter().map(|c| c.name.to_string()).collect(),
        factuality: claim.factuality.as_str().into(),
        also: claim.evidence.iter().skip(1).map(Words::from).collect(),
        credited: chain.iter().flat_map(|c| std::iter::once(&c.speaker).chain(&c.cue)).map(Words::from).collect(),
        origin: placed.origin.as_ref().map(ToString::to_string),
        because: strings(&claim.because),
        judgement: placed.judgement.as_ref().map(ToString::to_string),
    }
}

fn finding(about: About, slot: &str, finding: &rashomon_model::Finding) -> Finding {
    let preferred = finding.preferred.as_ref();
    let now = finding.readings().iter().map(|r| reading(r, false));
    let before = finding.before.iter().map(|r| reading(r, true));
    Finding {
        about: about.to_string(),
        slot: slot.into(),
        status: finding.status.as_str().into(),
        preferred: preferred.map(|p| p.caption()),
        policy: Some(finding.policy().to_string()),
        factuality: preferred.map(|p| p.factuality.as_str().into()),
        voice: preferred.map_or_else(Vec::new, |p| strings(&p.voice)),
        readings: now.chain(before).collect(),
        estimate: finding.estimate().map(|e| Estimate { low: e.low, best: e.best, high: e.high }),
        judgement: preferred.and_then(|p| p.judgement.as_ref()).map(ToString::to_string),
        why: finding.why.to_string(),
        relations: finding
            .relations
            .iter()
            .map(|r| Related { from: r.from.to_string(), to: r.to.to_string(), relation: r.relation.as_str().into(), because: r.because.to_string() })
            .collect(),
        replies: Vec::new(),
    }
}

fn reading(reading: &ModelReading, superseded: bool) -> Reading {
    let support = |s: &Support| Rooted { origin: s.origin.as_ref().map(ToString::to_string), claims: ids(s.claims.iter()) };
    Reading {
        value: reading.stated.caption(),
        claims: ids(reading.claims()),
        origins: reading.origins(),
        unstated: reading.unstated(),
        superseded,
        support: reading.support.iter().map(support).collect(),
    }
}

fn background(doc: &DocId, aside: &rashomon_model::Aside) -> Background {
    Background {
        doc_id: doc.to_string(),
        quote: (&aside.quote).into(),
        what: aside.what.to_string(),
        stub: Stub {
            kind: aside.kind.as_ref().map(ToString::to_string),
            state: text(&aside.state),
            city: text(&aside.city),
            year: aside.year.map(|y| y.to_string()),
        },
    }
}

fn constraint(c: &model::DayConstraint) -> Constraint {
    Constraint {
        doc_id: c.doc.to_string(),
        says: c.says.to_string(),
        claim_id: c.claim.as_ref().map(ToString::to_string),
        holds: c.holds,
        weight: c.weight,
    }
}

fn origin(origin: &model::Origin) -> Origin {
    Origin {
        origin_id: origin.id.to_string(),
        label: origin.label.to_string(),
        root: match origin.root {
            Root::Voice => "voice",
            Root::Outlet => "outlet",
            Root::Copy => "copy",
            Root::Page => "page",
        }
        .into(),
        documents: origin.docs.iter().map(ToString::to_string).collect(),
        because: origin.because.to_string(),
    }
}
