//! *register: here are accounts, which incidents are there and what is settled?* Takes accounts with their sources and
//! judgements → gives incidents with findings; may not know text beyond the quotes.

pub mod address;
pub mod candidates;
pub mod caption;
pub mod days;
pub mod features;
pub mod judged;
pub mod key;
pub mod neighbourhood;
pub mod origin;
pub mod participants;
pub mod policy;
pub mod query;
pub mod reconcile;
pub mod record;
pub mod resolve;
pub mod shelf;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_model::incident::{Listed, Part, Placed};
use rashomon_model::value::{Actor, Value};
use rashomon_model::{
    About, Account, AccountId, Aside, ClaimId, DocId, Incident, IncidentId, Judgement, Kinds, Link, NonEmpty, ParticipantId, PartyId, Ruling, Source,
    Stated, Subject, Telling,
};

use features::{Weigh, Weights};
use key::AccountKey;
use shelf::{Memory, Seat};

/// What grouping needs to know of a document's accounts, each id once: its words are not needed.
pub fn keys(source: &Source, telling: &Telling) -> Vec<AccountKey> {
    let mut seen = BTreeSet::new();
    telling.accounts.iter().filter(|account| seen.insert(&account.id)).map(|account| AccountKey::of(account, source)).collect()
}

/// All incidents that the tellings and judgements give, sorted by id. The same bytes whatever the order of the input.
pub fn build(tellings: &[(Source, Telling)], judgements: &[Judgement], kinds: &Kinds) -> Vec<Incident> {
    build_by(Weights::embedded(), tellings, judgements, kinds)
}

/// [`build`] by other weights than those the program was built with: for who learns them.
pub fn build_by(weights: &dyn Weigh, tellings: &[(Source, Telling)], judgements: &[Judgement], kinds: &Kinds) -> Vec<Incident> {
    let pages: BTreeMap<&DocId, &(Source, Telling)> = tellings.iter().map(|page| (&page.1.doc, page)).collect();
    let keys: BTreeMap<AccountId, AccountKey> =
        pages.values().flat_map(|(source, telling)| keys(source, telling)).map(|key| (key.account.clone(), key)).collect();
    let keys: Vec<AccountKey> = keys.into_values().collect();
    let shelf = Memory::of(&keys);
    let seats: Vec<Seat> = (0..keys.len() as Seat).collect();
    let Ok(groups) = resolve::groups_by(weights, &shelf, &seats, judgements);
    let mut incidents: Vec<Incident> = groups
        .iter()
        .filter_map(|group| {
            let members: Vec<&AccountKey> = group.members.iter().filter_map(|p| keys.get(*p as usize)).collect();
            incident(&members, (&group.joined, &group.apart), &|doc| pages.get(doc).copied(), judgements, kinds)
        })
        .collect();
    incidents.sort_by(|a, b| a.id.cmp(&b.id));
    incidents
}

/// One incident: its accounts' people, then claims in their places, then what follows from them. `members` are the keys of a group's accounts,
/// `links` those that joined and those that did not, `page` gives what a document tells; the incident depends on nothing else.
pub fn incident<'p>(
    members: &[&AccountKey],
    links: (&[Link], &[Link]),
    page: &dyn Fn(&DocId) -> Option<&'p (Source, Telling)>,
    judgements: &[Judgement],
    kinds: &Kinds,
) -> Option<Incident> {
    let mut members: Vec<(&Account, &Source, &AccountKey)> = members
        .iter()
        .filter_map(|key| {
            let (source, telling) = page(&key.doc)?;
            Some((telling.accounts.iter().find(|a| a.id == key.account)?, source, *key))
        })
        .collect();
    let id = IncidentId::of(&[members.iter().map(|(a, _, _)| &a.id).min()?.as_str()]);
    let kind = kinds.get(members.first()?.0.kind.as_str())?;
    // By publication, then id; a page without a day last.
    let when = |s: &Source| s.published.as_ref().map_or((1, None), |p| (0, Some(p.day.first())));
    members.sort_by(|(a, s, _), (b, t, _)| (when(s), &a.doc, &a.id).cmp(&(when(t), &b.doc, &b.id)));

    let mut documents: Vec<Listed> = Vec::new();
    for (account, source, _) in &members {
        let part = if account.main { Part::Main } else { Part::Also };
        // A page's accounts come one after the other.
        match documents.last_mut().filter(|l| l.source.doc == account.doc) {
            Some(listed) => {
                listed.part = listed.part.min(part);
                listed.accounts.push(account.id.clone());
            }
            None => documents.push(Listed { source: (*source).clone(), part, accounts: vec![account.id.clone()] }),
        }
    }
    let documents = NonEmpty::new(documents)?;
    let concerns = |judgement: &&Judgement| match &judgement.ruling {
        // Of a page that tells of several incidents, only the one that was meant.
        Ruling::Scope(side, ..) | Ruling::Note(side, None) | Ruling::Reply(side, None) => {
            side.points().any(|point| members.iter().any(|(_, _, key)| key.is_meant(&point)))
        }
        ruling => documents.iter().any(|l| ruling.is_about(&l.source.doc)),
    };
    let mut judgements: Vec<Judgement> = judgements.iter().filter(concerns).cloned().collect();
    judgements.sort();
    judgements.dedup();

    // What people decided about claims comes before all that follows from them.
    let amended: Vec<Option<(Account, AccountKey, judged::Hands)>> = members
        .iter()
        .map(|(account, source, _)| {
            let (page, telling) = page(&account.doc)?;
            let (account, hands) = judged::amended(account, (page, telling), &judgements, kind)?;
            let key = AccountKey::of(&account, source);
            Some((account, key, hands))
        })
        .collect();
    let hands: judged::Hands = amended.iter().flatten().flat_map(|(_, _, hands)| hands.clone()).collect();
    let pairs = members.iter().zip(&amended).map(|((account, _, key), amended)| amended.as_ref().map_or((*account, *key), |(a, k, _)| (a, k)));
    let pairs: Vec<(&Account, &AccountKey)> = pairs.collect();
    let mut participants = participants::of(&pairs);
    let mut claims = placed(&pairs, &participants, &hands);
    let (origins, copies) = origin::trace(&documents, &mut claims);
    let asides: Vec<(DocId, Aside)> = documents
        .iter()
        .filter_map(|l| page(&l.source.doc).map(|p| (l, &p.1)))
        // A page's asides stand with the incident it is about.
        .filter(|(l, telling)| l.part == Part::Main || telling.accounts.iter().all(|a| !a.main))
        .flat_map(|(_, telling)| telling.asides.iter().map(|a| (telling.doc.clone(), a.clone())))
        .collect();
    let day = days::solve(&documents, &claims, &asides);
    let accounts: Vec<&Account> = pairs.iter().map(|(a, _)| *a).collect();
    let rights = judged::rights(&accounts, &participants, &judgements, kind);
    let told =
        reconcile::Told { docs: &documents, claims: &claims, participants: &participants, origins: &origins, day: &day, kind, rights: &rights };
    let findings = reconcile::findings(&told);
    let orphans = judged::orphans(&members.iter().map(|(a, _, _)| *a).collect::<Vec<_>>(), &judgements, &hands, &rights);
    let published = |doc: &DocId| documents.iter().find(|l| l.source.doc == *doc).and_then(|l| l.source.published.as_ref()).map(|p| p.day.last());
    let headcounts = pairs.iter().map(|(a, _)| (published(&a.doc), a.headcounts.as_slice())).collect();
    let votes = record::Votes::of(&claims, &findings, headcounts);
    record::describe(&mut participants, &votes, kind);
    let mut record = record::of(&documents, &participants, &votes, &day, beat(&pairs), kind);
    record::settle(&mut participants, &mut record);
    let caption = caption::of(kind, &participants, &record, &findings);
    Some(Incident {
        id,
        kind: kind.id.clone(),
        caption,
        documents,
        participants,
        claims,
        findings,
        record,
        day,
        origins,
        copies,
        links: links.0.to_vec(),
        apart: links.1.to_vec(),
        asides,
        triggers: members.iter().flat_map(|(a, _, _)| a.trigger.iter().cloned()).collect(),
        judgements,
        orphans,
    })
}

/// The state that most of an incident's outlets mostly tell of.
fn beat<'a>(accounts: &[(&'a Account, &AccountKey)]) -> Option<&'a str> {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    accounts.iter().filter_map(|(a, _)| a.beat.as_deref()).for_each(|state| *told.entry(state).or_default() += 1);
    told.into_iter().max_by_key(|(state, n)| (*n, std::cmp::Reverse(*state))).map(|(state, _)| state)
}

/// Claims in their incident: about participants instead of parties. `hands`: which are a person's.
fn placed(accounts: &[(&Account, &AccountKey)], participants: &[rashomon_model::Participant], hands: &judged::Hands) -> Vec<Placed> {
    // What is said of a group holds of each of its members.
    let mut who: BTreeMap<(&AccountId, PartyId), Vec<ParticipantId>> = BTreeMap::new();
    for p in participants {
        for (account, party) in &p.parties {
            who.entry((account, *party)).or_default().push(p.id);
        }
    }
    let key = |id: ParticipantId| {
        let first = participants.iter().find(|p| p.id == id).map(|p| p.parties.first());
        first.map_or_else(String::new, |(account, party)| format!("{}:{}", account.as_str(), party.0))
    };
    let mut out: Vec<Placed> = Vec::new();
    for (account, _) in accounts {
        for claim in &account.claims {
            let about: Vec<About> = match claim.subject {
                Subject::Incident => vec![About::Incident],
                Subject::Party(p) => who.get(&(&account.id, p)).into_iter().flatten().map(|id| About::Participant(*id)).collect(),
            };
            let judgement = hands.get(&claim.id).cloned();
            let mut claim = claim.clone();
            if let Stated::Is(value) | Stated::IsNot(value) = &mut claim.stated {
                let to_participant = |actor: &mut Actor| {
                    if let Actor::Party(p) = actor
                        && let Some(id) = who.get(&(&account.id, *p)).and_then(|ids| ids.first())
                    {
                        *actor = Actor::Participant(*id);
                    }
                };
                match value {
                    Value::Actor(actor) => to_participant(actor),
                    Value::Kin(kin) => kin.to.iter_mut().for_each(to_participant),
                    _ => {}
                }
            }
            for (n, about) in about.into_iter().enumerate() {
                let mut claim = claim.clone();
                if let (About::Participant(p), true) = (about, n > 0) {
                    claim.id = ClaimId::of(&[claim.id.as_str(), &key(p)]);
                }
                out.push(Placed { claim, doc: account.doc.clone(), about, origin: None, judgement: judgement.clone() });
            }
        }
    }
    // Accounts come in the order of their documents, which a stable sort keeps.
    let mut places: BTreeMap<&DocId, usize> = BTreeMap::new();
    for (place, (account, _)) in accounts.iter().enumerate() {
        places.entry(&account.doc).or_insert(place);
    }
    out.sort_by_cached_key(|p| {
        let quote = p.claim.evidence.first();
        let doc = places.get(&p.doc).copied();
        (doc, p.about, p.claim.slot.clone(), quote.field(), quote.bytes().start, p.claim.id.clone())
    });
    out
}
