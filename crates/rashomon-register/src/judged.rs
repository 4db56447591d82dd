//! What people decided about claims, put into the accounts: misread claims left out or corrected, missed ones added. And which
//! finding a right value is meant for.

use std::collections::BTreeMap;

use rashomon_model::claim::{Attribution, Cited};
use rashomon_model::judgement::{Coded, Pointed, Words};
use rashomon_model::kind::{Kind, Slot};
use rashomon_model::value::{Actor, Value};
use rashomon_model::{
    About, Account, AccountId, Claim, ClaimId, Factuality, Judgement, JudgementId, NonEmpty, Participant, Party, PartyId, Quote, Ruling, SlotId,
    Source, Stated, Subject, Telling,
};

/// The right value of a finding, by a person's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The value.
    pub value: Value,
    /// Whose word it is.
    pub by: Box<str>,
    /// The decision.
    pub judgement: JudgementId,
}

/// Right values by what they are about.
pub type Rights = BTreeMap<(About, SlotId), Decided>;

/// Which claims of an account are a person's, wholly or in their value.
pub(crate) type Hands = BTreeMap<ClaimId, JudgementId>;

/// An account as people left it; `None` where nobody decided about its claims.
pub(crate) fn amended(account: &Account, (source, telling): (&Source, &Telling), judgements: &[Judgement], kind: &Kind) -> Option<(Account, Hands)> {
    let ours = judgements.iter().filter(|j| matches!(&j.ruling, Ruling::Misread(..) | Ruling::Coded(..)) && j.ruling.is_about(&account.doc));
    let ours: Vec<&Judgement> = ours.collect();
    if ours.is_empty() {
        return None;
    }
    let (mut account, mut hands) = (account.clone(), Hands::new());
    for judgement in &ours {
        if let Ruling::Misread(pointed, says) = &judgement.ruling {
            misread(&mut account, pointed, says.as_deref(), judgement, kind, &mut hands);
        }
    }
    for judgement in &ours {
        if let Ruling::Coded(coded) = &judgement.ruling
            && coded.content == source.content
            && belongs(coded, telling).is_some_and(|id| *id == account.id)
            && let Some(slot) = kind.slot(coded.slot.as_str())
        {
            code(&mut account, coded, slot, judgement, &mut hands);
        }
    }
    Some((account, hands))
}

/// Leaves the claims out that are pointed at, or gives them the value that their words say.
fn misread(account: &mut Account, pointed: &Pointed, says: Option<&str>, judgement: &Judgement, kind: &Kind, hands: &mut Hands) {
    let meant: Vec<ClaimId> = meant(account, pointed).map(|c| c.id.clone()).collect();
    let value = says.zip(kind.slot(pointed.slot.as_str())).and_then(|(says, slot)| stated(slot, says, &account.parties));
    account.claims.retain_mut(|claim| {
        if !meant.contains(&claim.id) {
            return true;
        }
        let Some(value) = &value else { return false };
        claim.stated = value.clone();
        claim.because = vec![in_words(judgement)];
        hands.insert(claim.id.clone(), judgement.id());
        true
    });
}

/// The claims that somebody pointed at: on these words, of this slot and person, with the value that was read. Where some stand on
/// exactly these words, only they.
pub fn meant<'a>(account: &'a Account, pointed: &'a Pointed) -> impl Iterator<Item = &'a Claim> {
    let of = |claim: &Claim| {
        let whom = match (claim.subject, &pointed.whom) {
            (Subject::Incident, None) => true,
            (Subject::Party(p), Some(whom)) => account.parties.iter().any(|q| q.id == p && calls(q, whom)),
            _ => false,
        };
        whom && claim.slot == pointed.slot && claim.evidence.iter().any(|q| pointed.words.meet(q)) && reads(&claim.stated, &pointed.read)
    };
    let exact = |claim: &Claim| claim.evidence.iter().any(|q| Words::of(q) == pointed.words);
    let found: Vec<&Claim> = account.claims.iter().filter(|c| of(c)).collect();
    let any = found.iter().any(|c| exact(c));
    found.into_iter().filter(move |c| !any || exact(c))
}

/// Whether it is the value that somebody saw. People inside a value are numbered anew by each reading.
fn reads(stated: &Stated, read: &str) -> bool {
    matches!(stated.value(), Some(Value::Actor(_) | Value::Kin(_))) || stated.caption() == read
}

fn calls(party: &Party, whom: &Words) -> bool {
    party.mentions.iter().any(|m| whom.meet(m))
}

/// What is stated, from words as the export writes it.
fn stated(slot: &Slot, says: &str, parties: &[Party]) -> Option<Stated> {
    if says == "unknown" {
        return Some(Stated::Unknown);
    }
    let find = |name: &str| {
        let called = |p: &&Party| *p.label == *name || p.mentions.iter().any(|m| m.exact() == name);
        parties.iter().find(called).map(|p| Actor::Party(p.id))
    };
    Some(match says.strip_prefix("not ") {
        Some(denied) => Stated::IsNot(Value::parse(slot.value, denied, find)?),
        None => Stated::Is(Value::parse(slot.value, says, find)?),
    })
}

/// The account of a document that a person's claim belongs to: the one with the person in it, else the one that says most near by.
fn belongs<'t>(coded: &Coded, telling: &'t Telling) -> Option<&'t AccountId> {
    let has = |account: &&Account| coded.whom.as_ref().is_some_and(|whom| account.parties.iter().any(|p| calls(p, &Words::of(whom))));
    let far = |account: &Account| {
        let quotes = account.claims.iter().map(|c| c.evidence.first()).chain(&account.trigger);
        let far = quotes.filter(|q| q.field() == coded.words.field()).map(|q| q.bytes().start.abs_diff(coded.words.bytes().start)).min();
        far.unwrap_or(usize::MAX)
    };
    telling.accounts.iter().find(has).or_else(|| telling.accounts.iter().min_by_key(|a| far(a))).map(|a| &a.id)
}

/// Adds a person's claim, with its person where the account does not have them.
fn code(account: &mut Account, coded: &Coded, slot: &Slot, judgement: &Judgement, hands: &mut Hands) {
    let subject = match &coded.whom {
        None => Subject::Incident,
        Some(whom) => Subject::Party(party(account, whom)),
    };
    let Some(stated) = stated(slot, &coded.value, &account.parties) else { return };
    let factuality = if matches!(stated, Stated::IsNot(_)) { Factuality::Denied } else { Factuality::Certain };
    let voice = coded.voice.as_ref().map(|quote| Cited { name: quote.exact().into(), speaker: quote.clone(), cue: None });
    let id = ClaimId::of(&["coded", judgement.id().as_str()]);
    hands.insert(id.clone(), judgement.id());
    account.claims.push(Claim {
        id,
        subject,
        slot: coded.slot.clone(),
        stated,
        evidence: NonEmpty::one(coded.words.clone()),
        attribution: Attribution { chain: voice.into_iter().collect() },
        factuality,
        because: vec![in_words(judgement)],
        sure: 0,
    });
}

fn party(account: &mut Account, whom: &Quote) -> PartyId {
    if let Some(known) = account.parties.iter().find(|p| calls(p, &Words::of(whom))) {
        return known.id;
    }
    let id = PartyId(account.parties.iter().map(|p| p.id.0 + 1).max().unwrap_or(0));
    account.parties.push(Party { id, label: whom.exact().into(), size: 1, mentions: NonEmpty::one(whom.clone()) });
    id
}

fn in_words(judgement: &Judgement) -> Box<str> {
    let why = if judgement.because.is_empty() { String::new() } else { format!(": {}", judgement.because) };
    format!("read by {}, a person{why}", judgement.by).into()
}

/// Which findings people decided: a right value is meant for the person whom its words call, whoever that is now.
pub(crate) fn rights(accounts: &[&Account], participants: &[Participant], judgements: &[Judgement], kind: &Kind) -> Rights {
    let mut rights = Rights::new();
    for judgement in judgements {
        let Ruling::Right(pointed, value) = &judgement.ruling else { continue };
        let Some(slot) = kind.slot(pointed.slot.as_str()) else { continue };
        let Some(about) = about(accounts, participants, pointed) else { continue };
        // People inside a value are called by name or as the words call them.
        let find = |name: &str| {
            let called = |p: &&Participant| p.names.iter().any(|n| **n == *name) || *p.label == *name;
            participants.iter().find(called).map(|p| Actor::Participant(p.id))
        };
        let Some(value) = Value::parse(slot.value, value, find) else { continue };
        let decided = Decided { value, by: judgement.by.clone(), judgement: judgement.id() };
        rights.insert((about, slot.id.clone()), decided);
    }
    rights
}

/// What somebody's words are about in an incident; `None` where the reader finds nobody there any more.
pub(crate) fn about(accounts: &[&Account], participants: &[Participant], pointed: &Pointed) -> Option<About> {
    let Some(whom) = &pointed.whom else { return Some(About::Incident) };
    accounts.iter().filter(|a| a.doc == whom.doc).find_map(|account| {
        let party = account.parties.iter().find(|p| calls(p, whom))?.id;
        let is = |p: &&Participant| p.parties.iter().any(|(a, q)| *a == account.id && *q == party);
        participants.iter().find(is).map(|p| About::Participant(p.id))
    })
}

/// Decisions about claims whose words no account tells as the person saw it: they are kept, and bind nothing.
pub(crate) fn orphans(accounts: &[&Account], judgements: &[Judgement], hands: &Hands, rights: &Rights) -> Vec<JudgementId> {
    let stands = |j: &Judgement| match &j.ruling {
        Ruling::Misread(pointed, None) | Ruling::Note(_, Some(pointed)) | Ruling::Reply(_, Some(pointed)) => {
            accounts.iter().filter(|a| a.doc == pointed.words.doc).any(|a| meant(a, pointed).next().is_some())
        }
        Ruling::Misread(_, Some(_)) | Ruling::Coded(_) => hands.values().any(|id| *id == j.id()),
        Ruling::Right(..) => rights.values().any(|d| d.judgement == j.id()),
        _ => true,
    };
    judgements.iter().filter(|j| !stands(j)).map(Judgement::id).collect()
}
