//! `rashomon misread CLAIM`, `right CLAIM|FINDING [VALUE]`, `note WHAT TEXT`, `reply WHAT TEXT`, `scope INCIDENT in|out|unsure` and `code DOC …`: what people
//! decide about what is said, and about what belongs in the register.

use clap::ValueEnum;
use rashomon_model::{Coded, DocId, Document, Judgement, NonEmpty, Pointed, Quote, Ruling, Scope, Side, SlotId};
use rashomon_store::Store;
use rashomon_store::wire::{Claim, Finding, Incident, Judged};

use super::judge::{Signed, decided, refused};
use super::{Ended, Failure, Global, Result, an_incident};
use crate::decide::{self, Named};
use crate::keep::Program;
use crate::point::{self, Found};
use crate::view::View;

/// Decide that a claim's words do not say what was read in them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon misread 5f0c91d2a7e34b18 --as 3 --note \"three wounds, four shots\"")]
pub(super) struct Misread {
    /// Its id: rashomon why INCIDENT:p1:wounds prints those of a finding.
    claim: String,
    /// What the words say instead; without it the claim is left out.
    #[arg(long = "as", value_name = "VALUE")]
    says: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Decide which value is right.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon right 7fd5:p1:wounds 3 --by \"Ana Reyes\" --note \"the coroner's report\"")]
pub(super) struct Right {
    /// A claim's id, or a finding: INCIDENT:p1:wounds, INCIDENT:incident:date.
    of: String,
    /// The right value; of a claim, without it, the claim's own.
    value: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Write a remark on an incident, a finding or a claim.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon note 7fd5:p1:wounds \"the hospital will say on Monday\"")]
pub(super) struct Note {
    /// An incident, a finding (INCIDENT:p1:wounds) or a claim's id.
    of: String,
    /// The remark.
    text: String,
    /// Who writes; else RASHOMON_BY, else the name you are logged in by.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Keep what a person answers to what is told, beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = "It stands in show, in the evidence page and in every export beside what it answers; rashomon undo takes it back.\n\n\
    Example: rashomon reply 7fd5/p2 --by \"Curtis Hale\" \"I was at work that night\"")]
pub(super) struct Reply {
    /// An incident, a person in it (INCIDENT/p2), a finding (INCIDENT:p2:charge) or a claim's id.
    to: String,
    /// The answer, in the person's words.
    text: String,
    /// Who answers.
    #[arg(long, value_name = "NAME")]
    by: String,
}

/// Decide whether an incident belongs in the register. What is out is kept, counted apart and not proposed again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon scope 7fd5 out --rule 4 --note \"an air gun\"")]
pub(super) struct ScopeOf {
    /// An incident's id, as much of it as is enough, or a report's.
    incident: String,
    /// In, out, or not to be told.
    scope: Said,
    /// The number or name of the register's rule that it goes by.
    #[arg(long, value_name = "N")]
    rule: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Whether it belongs in the register.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Said {
    In,
    Out,
    Unsure,
}

/// Add what the reader missed: words of a report, the slot they fill, the value, and the person.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: rashomon code ledger-7 \"struck in the left arm\" wound_site \"left arm\" \"Officer Ana Reyes\"")]
pub(super) struct Code {
    /// The report.
    doc: String,
    /// Its words, exactly.
    words: String,
    /// The slot.
    slot: String,
    /// The value, as the export writes it; `not VALUE` where the words deny it, `unknown` where they say that it is not known.
    value: String,
    /// Words of the report that call the person it is about; none where it is about the incident.
    person: Option<String>,
    /// Words of the report that name who says so; none where the report does.
    #[arg(long, value_name = "WORDS")]
    said_by: Option<String>,
    /// Which of several places where the words stand, from 1.
    #[arg(long, value_name = "N")]
    nth: Option<usize>,
    #[command(flatten)]
    signed: Signed,
}

/// A claim or a finding that somebody named.
struct Seen {
    incident: Incident,
    finding: Option<Finding>,
    claim: Option<Claim>,
}

/// What a claim's id, or INCIDENT:ABOUT:SLOT, names.
fn seen(global: &Global, store: &Store, view: &View<'_>, word: &str) -> Result<Seen> {
    let parts: Vec<&str> = word.splitn(3, ':').collect();
    match parts.as_slice() {
        [id, about, slot] => {
            let incident = Incident::from_json(&an_incident(global, store, view, id)?);
            let none =
                || Failure::not_found(format!("{id} has no finding {about}:{slot}"), "rashomon show lists its findings; rashomon code adds a claim");
            let incident = incident.ok_or_else(none)?;
            let finding = incident.findings.iter().find(|f| f.about == *about && f.slot == *slot).cloned().ok_or_else(none)?;
            Ok(Seen { incident, finding: Some(finding), claim: None })
        }
        [id] => {
            let none = || Failure::not_found(format!("no claim {id}"), "rashomon why INCIDENT:p1:wounds prints the claims of a finding");
            let (incident, claim) = point::claim(view, id)?.ok_or_else(none)?;
            Ok(Seen { finding: point::finding_of(&incident, &claim).cloned(), incident, claim: Some(claim) })
        }
        _ => Err(Failure::usage("bad-finding", format!("{word} names no finding"), "write INCIDENT:incident:date or INCIDENT:p1:wounds")),
    }
}

/// The words that a judgement keeps of a claim; a claim that a person made is undone, not judged.
fn pointed(store: &Store, program: &Program, claim: &Claim) -> Result<Pointed> {
    if let Some(id) = &claim.judgement {
        let standing = store.judgements()?.into_iter().find(|j| j.id().as_str() == id);
        return match standing.map(|j| j.ruling) {
            Some(Ruling::Misread(pointed, _)) => Ok(pointed),
            _ => Err(Failure::usage("a-persons", format!("claim {} is a person's", claim.claim_id), &format!("rashomon undo {id} takes it back"))),
        };
    }
    let none = || Failure::not_found(format!("{} does not tell claim {} any more", claim.doc_id, claim.claim_id), "rashomon check --repair");
    point::pointed(store, program, claim)?.ok_or_else(none)
}

fn checked(program: &Program, incident: &Incident, slot: &str, value: &str) -> Result<String> {
    let unread = || Failure::usage("bad-kind", format!("no kind {}", incident.kind), "name its kind file with --kinds DIR");
    let kind = program.kinds.get(&incident.kind).ok_or_else(unread)?;
    point::value(kind, slot, value, &point::people(incident))
        .map_err(|e| Failure::usage("bad-value", e, "rashomon show prints values as they are written"))
}

impl Misread {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let Seen { incident, claim, .. } = seen(global, &store, &view, &self.claim)?;
            let claim = claim.ok_or_else(|| {
                Failure::usage("bad-claim", format!("{} is no claim", self.claim), "rashomon why INCIDENT:p1:wounds prints the claims of a finding")
            })?;
            let says = self.says.as_ref().map(|value| checked(&program, &incident, &claim.slot, value)).transpose()?;
            if says.as_ref() == Some(&claim.value) && claim.judgement.is_none() {
                return Err(Failure::usage("one-thing", format!("{} is what was read", claim.value), "rashomon right CLAIM says that it is right"));
            }
            Ruling::Misread(pointed(&store, &program, &claim)?, says.map(Into::into))
        };
        decided(global, &program, &mut store, self.signed.judgement(ruling))
    }
}

impl Right {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let Seen { incident, finding, claim } = seen(global, &store, &view, &self.of)?;
            let value = match (&self.value, &claim) {
                (Some(value), _) => value.clone(),
                (None, Some(claim)) => claim.value.clone(),
                (None, None) => {
                    return Err(Failure::usage("no-value", format!("which value of {} is right?", self.of), "rashomon right INCIDENT:p1:wounds 3"));
                }
            };
            let about = finding.as_ref().map(|f| f.slot.clone()).or_else(|| claim.as_ref().map(|c| c.slot.clone())).unwrap_or_default();
            let claim = claim.or_else(|| finding.as_ref().and_then(|f| point::claim_for(&incident, f, &value)).cloned());
            let claim = claim.ok_or_else(|| Failure::not_found(format!("nothing is said of {}", self.of), "rashomon code adds a claim"))?;
            let value = checked(&program, &incident, &about, &value)?;
            let ruling = Ruling::Right(pointed(&store, &program, &claim)?, value.as_str().into());
            // Another person may have decided the same finding by the words of another report.
            let earlier = finding.as_ref().and_then(|f| f.judgement.as_ref());
            let earlier =
                earlier.and_then(|id| incident.judgements.iter().find(|j| j.judgement_id == *id)).filter(|j| j.value.as_deref() != Some(&value));
            if let Some(earlier) = earlier {
                return refused(global, &Judged::from(&self.signed.judgement(ruling)), std::slice::from_ref(earlier));
            }
            ruling
        };
        decided(global, &program, &mut store, self.signed.judgement(ruling))
    }
}

impl Note {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        if self.text.trim().is_empty() {
            return Err(Failure::usage("no-text", "a note without a word", "write it behind what it is about"));
        }
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let (named, _) = decide::named(&view, &store, &self.of)?;
            match decide::side(&view, &named)? {
                Some(side) => Ruling::Note(side, None),
                None => {
                    let Seen { incident, finding, claim } = seen(global, &store, &view, &self.of)?;
                    let first = finding.as_ref().and_then(|f| point::claim_for(&incident, f, f.preferred.as_deref().unwrap_or_default()));
                    let claim = claim.as_ref().or(first);
                    let claim = claim
                        .ok_or_else(|| Failure::not_found(format!("no incident, finding or claim {}", self.of), "rashomon list shows incidents"))?;
                    Ruling::Note(Side::of(DocId::new(&claim.doc_id)), Some(pointed(&store, &program, claim)?))
                }
            }
        };
        let signed = Signed::new(self.by.clone(), self.text.clone());
        decided(global, &program, &mut store, signed.judgement(ruling))
    }
}

impl Reply {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        if self.text.trim().is_empty() || self.by.trim().is_empty() {
            return Err(Failure::usage("no-text", "a reply has words, and somebody who gives it", "rashomon reply INCIDENT/p2 --by NAME \"TEXT\""));
        }
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let to = self.to.replace('/', ":");
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let (named, _) = decide::named(&view, &store, &to)?;
            let of =
                |claim: &Claim| -> Result<Ruling> { Ok(Ruling::Reply(Side::of(DocId::new(&claim.doc_id)), Some(pointed(&store, &program, claim)?))) };
            match (decide::side(&view, &named)?, to.split_once(':')) {
                (Some(side), _) => Ruling::Reply(side, None),
                (None, Some((id, person))) if !person.contains(':') => {
                    let incident = Incident::from_json(&an_incident(global, &store, &view, id)?);
                    let claims = incident.map(|i| i.claims).unwrap_or_default();
                    // By the name, which stands for the person; of one without a name, by what is told first.
                    let mut told = claims.iter().filter(|c| c.about == person && c.judgement.is_none());
                    let first = told.clone().next();
                    let claim = told.find(|c| c.slot == "name").or(first);
                    of(claim.ok_or_else(|| {
                        Failure::not_found(format!("nothing is told of {person} in {id}"), "rashomon show names the people of an incident")
                    })?)?
                }
                (None, _) => {
                    let Seen { incident, finding, claim } = seen(global, &store, &view, &to)?;
                    let first = finding.as_ref().and_then(|f| point::claim_for(&incident, f, f.preferred.as_deref().unwrap_or_default()));
                    let claim = claim.as_ref().or(first);
                    of(claim.ok_or_else(|| {
                        Failure::not_found(format!("no incident, person, finding or claim {}", self.to), "rashomon list shows incidents")
                    })?)?
                }
            }
        };
        let signed = Signed::new(Some(self.by.clone()), self.text.clone());
        decided(global, &program, &mut store, signed.judgement(ruling))
    }
}

impl ScopeOf {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let scope = match self.scope {
            Said::In => Scope::In,
            Said::Out => Scope::Out,
            Said::Unsure => Scope::Unsure,
        };
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let (named, _) = decide::named(&view, &store, &self.incident)?;
            if let Named::Several(ids) = &named {
                return Err(super::ambiguous(&self.incident, ids));
            }
            let none = || Failure::not_found(format!("no incident or report {}", self.incident), "rashomon list and rashomon show name them");
            Ruling::Scope(decide::side(&view, &named)?.ok_or_else(none)?, scope, self.rule.as_deref().map(Into::into))
        };
        decided(global, &program, &mut store, self.signed.judgement(ruling))
    }
}

impl Code {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let program = global.program()?;
        let mut store = global.writing(false)?;
        let document = point::document(&store, &self.doc)?
            .ok_or_else(|| Failure::not_found(format!("no report {}", self.doc), "rashomon show lists the reports of an incident"))?;
        let ruling = {
            let view = View::of(&store, &program, None)?;
            let ids = view.of_document(&self.doc)?;
            let none = || Failure::not_found(format!("{} tells of no incident", self.doc), "a claim can be added to a report that an incident has");
            let json = ids.first().map(|id| view.incident(id)).transpose()?.flatten();
            let incident = json.as_deref().and_then(Incident::from_json).ok_or_else(none)?;
            let denied = self.value.strip_prefix("not ");
            let value = match self.value.as_str() {
                "unknown" => "unknown".to_owned(),
                value => checked(&program, &incident, &self.slot, denied.unwrap_or(value))?,
            };
            let value = if denied.is_some() { format!("not {value}") } else { value };
            let personal = program.kinds.get(&incident.kind).is_some_and(|kind| point::of_a_person(kind, &self.slot));
            match (personal, &self.person) {
                (true, None) => {
                    return Err(Failure::usage(
                        "no-person",
                        format!("{} is a person's", self.slot),
                        "add the words that call the person in this report",
                    ));
                }
                (false, Some(_)) => {
                    return Err(Failure::usage("no-person", format!("{} is the incident's, not a person's", self.slot), "leave the person away"));
                }
                _ => {}
            }
            let words = one(&document, &self.words, self.nth, None)?;
            let beside = |given: &Option<String>| given.as_ref().map(|w| one(&document, w, None, Some(&words))).transpose();
            let (whom, voice) = (beside(&self.person)?, beside(&self.said_by)?);
            let content = document.source().content.clone();
            Ruling::Coded(Coded { slot: SlotId::new(&self.slot), value: value.into(), whom, voice, content, words })
        };
        decided(global, &program, &mut store, self.signed.judgement(ruling))
    }
}

/// The quote of words that a person typed: the n-th, the one nearest to other words, or the only one.
fn one(document: &Document, words: &str, nth: Option<usize>, near: Option<&Quote>) -> Result<Quote> {
    let name = document.id().as_str();
    let quotes: NonEmpty<Quote> = match point::find(document, words) {
        Found::Reporting(quotes) => quotes,
        Found::Aside("comment") => {
            return Err(Failure::usage("no-evidence", format!("“{words}” stands only in a reader's comment of {name}"), "comments are no evidence"));
        }
        Found::Aside(zone) => {
            let what = format!("“{words}” stands only in the page's own words of {name} ({zone})");
            return Err(Failure::usage("no-evidence", what, "only reporting is evidence; rashomon read shows which words are"));
        }
        Found::Nowhere => {
            return Err(Failure::usage(
                "no-words",
                format!("{name} does not have the words “{words}”"),
                "copy them from rashomon show or rashomon read, within one paragraph",
            ));
        }
    };
    if let Some(near) = near {
        let far = |q: &&Quote| (q.field() != near.field(), q.bytes().start.abs_diff(near.bytes().start));
        return Ok(quotes.iter().min_by_key(far).unwrap_or(quotes.first()).clone());
    }
    match (nth, quotes.len()) {
        (None, 1) => Ok(quotes.first().clone()),
        (None, n) => {
            Err(Failure::usage("ambiguous-words", format!("“{words}” stands {n} times in {name}"), "give more of the words, or which with --nth N"))
        }
        (Some(nth), n) => quotes.get(nth.wrapping_sub(1)).cloned().ok_or_else(|| {
            Failure::usage("ambiguous-words", format!("“{words}” stands {n} times in {name}, not {nth}"), "give --nth a number from 1 to that")
        }),
    }
}

impl Signed {
    /// A decision by the person who signs.
    pub(super) fn judgement(&self, ruling: Ruling) -> Judgement {
        Judgement { ruling, by: self.by().into(), because: self.note().into() }
    }
}
