//! Claims: from drafts to what an account states, each with its words, voices and factuality.

use std::collections::BTreeMap;
use std::ops::Range;

use rashomon_model::value::{Actor, Kin};
use rashomon_model::{
    Account, AccountId, Attribution, Claim, ClaimId, Factuality, Kind, NonEmpty, Party, PartyId, SlotId, Stated, Subject, Value, ZoneKind,
};

use crate::account::Scope;
use crate::cast::{Cast, Form, Person};
use crate::draft::Draft;
use crate::factuality;
use crate::grammar::Grammar;
use crate::judge::{Bench, Holds};
use crate::mention::person::lexicon;
use crate::models::Models;
use crate::outlet::Beat;
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::voice::Voices;

/// Tokens of a quote; longer ones are cut around the anchor.
const QUOTE_TOKENS: usize = 28;

/// What an account is made from.
pub struct Page<'a, 's, 't> {
    /// The page as the account's kind sees it.
    pub scene: &'a Scene<'s, 't>,
    /// Its people.
    pub cast: &'a Cast,
    /// Who says what.
    pub voices: &'a Voices,
    /// How its words hang together.
    pub grammar: &'a Grammar<'s, 't>,
    /// The account's kind.
    pub kind: &'a Kind,
}

/// One account out of the drafts whose words lie in its scope; `None` when none of its triggers can be quoted. `watch` is told of every draft, with its claim's id and what holds of it.
pub fn account(
    page: &Page<'_, '_, '_>,
    scope: &Scope,
    drafts: &[Draft],
    models: &Models,
    watch: &mut dyn FnMut(ClaimId, &Draft, &[Holds]),
) -> Option<Account> {
    let Page { scene, cast, voices, grammar, kind } = *page;
    let sheet = scene.sheet;
    let judge = models.judge(&kind.id);
    let doc = sheet.document.id().clone();
    let trigger = NonEmpty::new(scope.triggers.iter().take(8).filter_map(|t| sheet.quote(t.clone())).collect())?;
    let first = trigger.first();
    let id = AccountId::of(&[doc.as_str(), kind.id.as_str(), first.field().as_str(), &first.bytes().start.to_string()]);
    // What stands before a round-up is claimed once for each of its incidents.
    let own = |claim: Claim, draft: &Draft| {
        if scope.holds(sheet, &draft.tokens) { claim } else { Claim { id: ClaimId::of(&[claim.id.as_str(), id.as_str()]), ..claim } }
    };
    let chosen: Vec<&Draft> = choose(sheet, voices, scope, drafts).into_values().flatten().collect();
    let bench = Bench::of(scene, cast, voices, grammar, chosen.iter().copied());
    let parties = Parties::of(sheet, cast, &chosen);
    let mut claims: Vec<(usize, Claim)> = Vec::new();
    for draft in chosen {
        let Some(claim) = claim(sheet, voices, kind, &parties, draft) else { continue };
        let mut claim = own(claim, draft);
        let holds = bench.holds(draft);
        watch(claim.id.clone(), draft, &holds);
        if !judge.is_idle() {
            claim.because.push(judge.say(draft, &holds).into());
            // Slots that weigh their own drafts know better (days, places).
            if claim.sure == 0 {
                claim.sure = judge.score(draft, &holds);
            }
        }
        claims.push((draft.tokens.start, claim));
    }
    claims.sort_by(|(a, x), (b, y)| (x.subject, a, &x.slot, &x.id).cmp(&(y.subject, b, &y.slot, &y.id)));
    Some(Account {
        id,
        doc,
        kind: kind.id.clone(),
        trigger,
        main: scope.main,
        counted: kind.counted,
        beat: models.beat(sheet.document).and_then(Beat::home).map(|state| state.name.into()),
        headcounts: Vec::new(),
        parties: parties.listed,
        claims: claims.into_iter().map(|(_, c)| c).collect(),
    })
}

type Distinct<'d> = (Subject, &'d str, String);

/// Statements of one value of one slot that an account keeps, of somebody and of the incident itself: a page that says a thing again, in
/// other words or by another voice, is quoted again. Numbers are said in more ways than a part or an age.
const EACH: (usize, usize) = (3, 5);

/// The drafts of each subject, slot and distinct value, at most [`EACH`], each in a sentence of its own: the earliest of the body
/// first, of a number the one that credits somebody; captions and headlines behind it.
fn choose<'d>(sheet: &Sheet<'_>, voices: &Voices, scope: &Scope, drafts: &'d [Draft]) -> BTreeMap<Distinct<'d>, Vec<&'d Draft>> {
    let sentence = |d: &Draft| sheet.tokens.get(d.tokens.start).map_or(0, |t| t.sentence);
    let rank = |d: &Draft| {
        let zone = match sheet.sentences.get(sentence(d)).map(|s| s.zone) {
            Some(ZoneKind::Body | ZoneKind::Dateline) => 0,
            Some(ZoneKind::Title) => 2,
            _ => 1,
        };
        let own = matches!(d.stated, Stated::Is(Value::Count(_))) && d.subject != Subject::Incident && voices.at(d.tokens.clone()).chain.is_empty();
        (zone, own, d.tokens.start, d.tokens.end)
    };
    let mut chosen: BTreeMap<Distinct<'_>, Vec<&Draft>> = BTreeMap::new();
    let open = |d: &Draft| match &*d.slot {
        "city" | "county" | "state" => scope.holds_place_or_day(sheet, &d.tokens),
        _ if d.subject == Subject::Incident && matches!(d.stated, Stated::Is(Value::Day(_))) => scope.holds_place_or_day(sheet, &d.tokens),
        _ => scope.holds(sheet, &d.tokens),
    };
    for draft in drafts.iter().filter(|d| !d.tokens.is_empty() && d.tokens.end <= sheet.tokens.len() && open(d)) {
        let sign = if matches!(draft.stated, Stated::IsNot(_)) { "not " } else { "" };
        let key = (draft.subject, draft.slot.as_ref(), [sign, &draft.stated.caption()].concat());
        chosen.entry(key).or_default().push(draft);
    }
    for ((subject, ..), statements) in &mut chosen {
        let most = if *subject == Subject::Incident { EACH.1 } else { EACH.0 };
        statements.sort_by_key(|d| rank(d));
        let mut said: Vec<usize> = Vec::new();
        statements.retain(|d| {
            let new = said.len() < most && !said.contains(&sentence(d));
            said.push(sentence(d));
            new
        });
    }
    chosen
}

/// The parties that have claims or are named in one, numbered anew in order of first mention.
struct Parties {
    listed: Vec<Party>,
    /// Party of the cast to party of the account.
    renumbered: BTreeMap<u32, u32>,
    /// A name for each that does not depend on how many others there are: part of the ids of its claims.
    keys: Vec<String>,
}

impl Parties {
    fn of(sheet: &Sheet<'_>, cast: &Cast, chosen: &[&Draft]) -> Self {
        let mut used: Vec<u32> = Vec::new();
        for draft in chosen {
            if let Subject::Party(p) = draft.subject {
                used.push(p.0);
            }
            match draft.stated.value() {
                Some(Value::Actor(Actor::Party(p))) => used.push(p.0),
                Some(Value::Kin(kin)) => used.extend(kin.to.iter().filter_map(|a| if let Actor::Party(p) = a { Some(p.0) } else { None })),
                _ => {}
            }
        }
        let first = |p: &u32| cast.parties.get(*p as usize).and_then(|m| m.first()).copied().unwrap_or(usize::MAX);
        used.sort_by_key(|p| (first(p), *p));
        used.dedup();
        let mut out = Self { listed: Vec::new(), renumbered: BTreeMap::new(), keys: Vec::new() };
        for old in used {
            let Some(party) = party(sheet, cast, old as usize, PartyId(out.listed.len() as u32)) else { continue };
            out.renumbered.insert(old, party.id.0);
            let at = party.mentions.iter().map(|q| (q.field(), q.bytes().start)).min();
            out.keys.push(at.map_or_else(String::new, |(field, start)| format!("{}:{start}", field.as_str())));
            out.listed.push(party);
        }
        out
    }

    fn new_id(&self, old: PartyId) -> Option<PartyId> {
        self.renumbered.get(&old.0).map(|n| PartyId(*n))
    }

    fn actor(&self, actor: &Actor) -> Option<Actor> {
        match actor {
            Actor::Party(p) => self.new_id(*p).map(Actor::Party),
            other => Some(other.clone()),
        }
    }

    fn key(&self, id: PartyId) -> &str {
        self.keys.get(id.0 as usize).map_or("", String::as_str)
    }

    /// A value's caption, with keys in the place of numbers.
    fn value_key(&self, value: &Value) -> String {
        match value {
            Value::Actor(Actor::Party(p)) => self.key(*p).to_owned(),
            Value::Kin(Kin { of, to: Some(Actor::Party(p)) }) => format!("{of} of {}", self.key(*p)),
            other => other.caption(),
        }
    }

    /// A value whose parties carry the account's numbers.
    fn renumber(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Actor(actor) => self.actor(actor).map(Value::Actor),
            Value::Kin(kin) => {
                let to = match &kin.to {
                    Some(actor) => Some(self.actor(actor)?),
                    None => None,
                };
                Some(Value::Kin(Kin { of: kin.of.clone(), to }))
            }
            other => Some(other.clone()),
        }
    }
}

fn party(sheet: &Sheet<'_>, cast: &Cast, old: usize, id: PartyId) -> Option<Party> {
    let mut mentions: Vec<usize> = cast.parties.get(old)?.iter().copied().filter(|m| cast.people[*m].form != Form::Pronoun).collect();
    if mentions.is_empty() {
        mentions = cast.parties.get(old)?.clone();
    }
    // The fullest first: names before descriptions, then the longer.
    mentions.sort_by_key(|m| {
        let person = &cast.people[*m];
        (!matches!(person.form, Form::Named(_)), usize::MAX - person.tokens.len().min(12), *m)
    });
    let fullest = mentions.first().map(|m| &cast.people[*m])?;
    let name =
        mentions.iter().filter_map(|m| if let Form::Named(n) = &cast.people[*m].form { Some(n.caption()) } else { None }).max_by_key(|n| n.len());
    let label = name.unwrap_or_else(|| called(sheet, fullest));
    let quotes = mentions.iter().filter_map(|m| sheet.quote(cast.people[*m].tokens.clone())).collect();
    Some(Party { id, label: label.into(), size: cast.size(old), mentions: NonEmpty::new(quotes)? })
}

fn claim(sheet: &Sheet<'_>, voices: &Voices, kind: &Kind, parties: &Parties, draft: &Draft) -> Option<Claim> {
    kind.slot(&draft.slot)?;
    let subject = match draft.subject {
        Subject::Incident => Subject::Incident,
        Subject::Party(p) => Subject::Party(parties.new_id(p)?),
    };
    let tokens = cut(sheet, draft);
    let quote = sheet.quote(tokens.clone())?;
    let (mut factuality, cue) = factuality::at(sheet, &draft.slot, draft.anchor, tokens.clone());
    let stated = match &draft.stated {
        Stated::Is(v) => {
            let value = parties.renumber(v)?;
            // "no one was hurt" says nought for certain: the slot has taken the denial into the value.
            if factuality.is_negative() && !matches!(value, Value::Count(_)) { Stated::IsNot(value) } else { Stated::Is(value) }
        }
        Stated::IsNot(v) => {
            if !factuality.is_negative() {
                factuality = Factuality::Denied;
            }
            Stated::IsNot(parties.renumber(v)?)
        }
        Stated::Unknown => {
            factuality = Factuality::Unclear;
            Stated::Unknown
        }
    };
    if matches!(stated, Stated::Is(Value::Count(_))) && factuality.is_negative() {
        factuality = Factuality::Certain;
    }
    let attribution = voices.at(tokens.clone());
    let key = match subject {
        Subject::Incident => "incident",
        Subject::Party(p) => parties.key(p),
    };
    let value = stated.value().map_or_else(|| stated.caption(), |v| parties.value_key(v));
    let place = format!("{}:{}-{}", quote.field().as_str(), quote.bytes().start, quote.bytes().end);
    let id = ClaimId::of(&[sheet.document.id().as_str(), key, &draft.slot, &value, &place]);
    let because = because(sheet, draft, &attribution, factuality, cue);
    Some(Claim {
        id,
        subject,
        slot: SlotId::new(&draft.slot),
        stated,
        evidence: NonEmpty::one(quote),
        attribution,
        factuality,
        because,
        sure: draft.sure,
    })
}

/// The words to quote: the draft's, cut around its anchor when they are too many.
fn cut(sheet: &Sheet<'_>, draft: &Draft) -> Range<usize> {
    let tokens = draft.tokens.clone();
    if tokens.len() <= QUOTE_TOKENS {
        return tokens;
    }
    let anchor = draft.anchor.clamp(tokens.start, tokens.end - 1);
    let start = anchor.saturating_sub(QUOTE_TOKENS / 2).max(tokens.start);
    let passage = sheet.tokens[anchor].passage;
    let end = (start + QUOTE_TOKENS).min(tokens.end);
    (start..end).find(|t| sheet.tokens[*t].passage == passage).unwrap_or(anchor)..end
}

fn because(sheet: &Sheet<'_>, draft: &Draft, attribution: &Attribution, factuality: Factuality, cue: Option<Range<usize>>) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = vec![draft.because.as_str().into()];
    if let Some(first) = attribution.chain.first() {
        let by = first.cue.as_ref().map_or_else(String::new, |c| format!(" by \u{201C}{}\u{201D}", c.exact()));
        out.push(format!("credited to {}{by}", first.name).into());
    }
    match cue {
        Some(cue) => out.push(format!("put as {} by \u{201C}{}\u{201D}", factuality.as_str(), sheet.words(cue)).into()),
        None if factuality != Factuality::Certain => out.push(format!("put as {} by its slot", factuality.as_str()).into()),
        None => {}
    }
    out
}

/// What somebody without a name is called: "a man", "four people" ("that injured four people"), "18-year-old" (", 18,").
fn called(sheet: &Sheet<'_>, person: &Person) -> String {
    let lower = |t: usize| sheet.tokens.get(t).map_or("", |t| &*t.lower);
    let mut from = person.tokens.start;
    if lower(from) == "that" {
        from += 1;
        from += usize::from(matches!(lower(from), "injured" | "wounded" | "killed" | "sent" | "left"));
    }
    let words = sheet.words(from.min(person.head)..person.tokens.end);
    let first = lower(from);
    match words.split_once(' ') {
        None if person.age.is_some() && words.bytes().all(|b| b.is_ascii_digit()) => format!("{words}-year-old"),
        // In a headline.
        None if lexicon::noun(&words.to_lowercase()).is_some() => words.to_lowercase(),
        // At the head of a sentence.
        Some((_, rest))
            if matches!(first, "a" | "an" | "the" | "one" | "another" | "two" | "three" | "four" | "five" | "six" | "his" | "her" | "their") =>
        {
            format!("{first} {rest}")
        }
        _ => words.to_owned(),
    }
}
