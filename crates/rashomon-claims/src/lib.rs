//! *claims: here is a document, what does it tell of which incident?* Takes one [`Document`] and kinds → gives a
//! [`Telling`]: accounts with parties and claims, and asides; may not know markup, or a second document.

pub mod closed;
pub mod sheet;

pub mod grammar;

pub mod mention;
pub mod pattern;

pub mod cast;
pub mod coreference;
pub mod involvement;
pub mod scene;

pub mod aim;
pub mod argument;
pub mod clause;
pub mod harm;
pub mod headcount;
pub mod tally;
pub mod withheld;
pub mod wording;
pub mod wordlist;

pub mod draft;
pub mod slot;

pub mod quotation;
pub mod voice;

pub mod factuality;

pub mod account;
pub mod claims;
pub mod other;
pub mod outlet;
pub mod whereabouts;

pub mod judge;
pub mod models;
pub mod part;
pub mod saying;
pub mod weights;

use rashomon_model::text::Notice;
use rashomon_model::value::Day;
use rashomon_model::{Account, ClaimId, Document, Headcount, Kind, Kinds, Stated, Telling, Value};

use cast::Cast;
use clause::Clauses;
use draft::Draft;
use grammar::Grammar;
use harm::Harm;
use judge::Holds;
use mention::Mention;
pub use models::Models;
use part::{Look, View};
use scene::Scene;
use sheet::Sheet;
use voice::Voices;

/// All that one document tells, by the kinds at hand: an account for each kind whose incident its reporting tells of, and for
/// each further incident that it reports beside the main one.
pub fn tell(document: &Document, kinds: &Kinds, models: &Models) -> Telling {
    tell_watched(document, kinds, models, &mut |_, _, _| {})
}

/// As [`tell`]; `watch` is told of every draft, with the id of its claim and what holds of it: what judges are trained on.
pub fn tell_watched(document: &Document, kinds: &Kinds, models: &Models, watch: &mut dyn FnMut(ClaimId, &Draft, &[Holds])) -> Telling {
    let mut telling = Telling { doc: document.id().clone(), accounts: Vec::new(), asides: Vec::new(), notices: Vec::new() };
    if let Some(language) = document.source().language.as_deref().filter(|l| *l != "en") {
        telling.notices.push(other_language(language));
        return telling;
    }
    let sheet = Sheet::of(document);
    if sheet.truncated {
        telling.notices.push(unread(&sheet));
    }
    let grammar = Grammar::of(&sheet);
    for kind in account::told(&sheet, kinds) {
        let scene = Scene::of(&sheet, kind);
        let cast = Cast::of(&sheet, &grammar, kind, &models.people);
        let voices = Voices::of(&sheet, &cast);
        let split = account::split(&scene, kind);
        if split.scopes.is_empty() {
            continue;
        }
        telling.accounts.extend(split.scopes.iter().filter_map(|scope| {
            let (drafts, headcounts) = drafts(&scene, &grammar, &cast, kind, models, scope);
            let page = claims::Page { scene: &scene, cast: &cast, voices: &voices, grammar: &grammar, kind };
            claims::account(&page, scope, &drafts, models, watch).map(|account| Account { headcounts, ..account })
        }));
        telling.asides.extend(split.asides);
    }
    telling
}

/// A page in another language is kept and searched; its words are not taken for English ones.
fn other_language(language: &str) -> Notice {
    let hint = format!("the page is in another language ({language}): it is kept, and no claims are read from it");
    Notice { id: "other-language".into(), start: 0, end: 0, hint: hint.into() }
}

/// What the slot rules find, put right by what was learned of people's parts; and how likely each number of dead and hurt is.
fn drafts(
    scene: &Scene<'_, '_>,
    grammar: &Grammar<'_, '_>,
    cast: &Cast,
    kind: &Kind,
    models: &Models,
    scope: &account::Scope,
) -> (Vec<Draft>, Vec<Headcount>) {
    let open = &scope.sentences;
    let clauses = Clauses::of(scene.sheet, grammar, cast, kind, open);
    let harm = Harm::of(scene.sheet, cast, &clauses, kind, open);
    let mut out = found(scene, cast, kind, models, scope, (&clauses, &harm));
    let mut headcounts = Vec::new();
    if let Some(parts) = models.parts.get(&kind.id) {
        let view = View::of(scene, cast, (&clauses, &harm, &out), grammar, open, kind);
        headcounts = parts.revise(&view, &mut out);
    }
    bound(scene.sheet, &mut out);
    cast.spread_again(&mut out);
    saying::widen(scene.sheet, cast, kind, &mut out);
    (out, headcounts)
}

/// "At least three were hurt" is no "three": where the words of a number bound it, the claim is the interval.
fn bound(sheet: &Sheet<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|d| headcount::COUNTS.iter().any(|(slot, _)| d.slot == *slot)) {
        let Stated::Is(Value::Count(count)) = &draft.stated else { continue };
        let Some((tokens, interval)) = count.exact().filter(|n| *n > 0).and_then(|n| tally::bounded(sheet, &draft.tokens, n)) else { continue };
        draft.stated = Stated::Is(Value::Count(interval));
        draft.tokens = tokens;
    }
}

/// What parts and headcounts are learned from: an account's people, what holds of each party, and what the page offers to count by.
#[derive(Debug)]
pub struct Study<'a> {
    /// The page.
    pub sheet: &'a Sheet<'a>,
    /// Its people.
    pub cast: &'a Cast,
    /// What holds, party by party.
    pub looks: Vec<Vec<Look>>,
    /// What the dead and hurt can be counted by.
    pub counted: headcount::Counted,
}

/// Calls with each account of a document as it is before anything learned of parts is brought to it.
pub fn study(document: &Document, kinds: &Kinds, models: &Models, with: &mut dyn FnMut(&Study<'_>)) {
    let sheet = Sheet::of(document);
    let grammar = Grammar::of(&sheet);
    for kind in account::told(&sheet, kinds) {
        let scene = Scene::of(&sheet, kind);
        let cast = Cast::of(&sheet, &grammar, kind, &models.people);
        for scope in account::split(&scene, kind).scopes {
            let clauses = Clauses::of(&sheet, &grammar, &cast, kind, &scope.sentences);
            let harm = Harm::of(&sheet, &cast, &clauses, kind, &scope.sentences);
            let found = found(&scene, &cast, kind, models, &scope, (&clauses, &harm));
            let view = View::of(&scene, &cast, (&clauses, &harm, &found), &grammar, &scope.sentences, kind);
            let looks = (0..cast.parties.len()).map(|p| view.looks(p)).collect();
            with(&Study { sheet: &sheet, cast: &cast, looks, counted: view.counted() });
        }
    }
}

/// What every slot rule finds. One line for each file that fills slots.
fn found(scene: &Scene<'_, '_>, cast: &Cast, kind: &Kind, models: &Models, scope: &account::Scope, (clauses, harm): (&Clauses, &Harm)) -> Vec<Draft> {
    // A day of another incident of the page is nobody's here.
    let days = |at: &Mention<Day>| scope.alone || scope.holds_place_or_day(scene.sheet, &at.tokens);
    let mut out = slot::scene_drafts(scene, kind, models, &days);
    out.extend(slot::name::drafts(scene.sheet, cast, kind));
    out.extend(slot::age::drafts(scene.sheet, cast, kind));
    out.extend(slot::gender::drafts(scene.sheet, cast, kind));
    out.extend(slot::role::drafts(scene.sheet, cast, kind));
    out.extend(slot::occupation::drafts(scene.sheet, cast, kind));
    out.extend(slot::relationship::drafts(scene.sheet, cast, kind));
    out.extend(slot::toll::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::outcome::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::condition::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::wounds::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::wound_site::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::hospital::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::shot_by::drafts(scene.sheet, cast, clauses, harm, kind));
    out.extend(slot::arrested::drafts(scene.sheet, cast, kind));
    out.extend(slot::charge::drafts(scene.sheet, cast, kind));
    out.extend(slot::criminal_history::drafts(scene.sheet, cast, kind));
    cast.spread(&mut out);
    out
}

/// Says which part of a giant page was not read.
fn unread(sheet: &Sheet<'_>) -> Notice {
    let raw = sheet.document.text().raw();
    let start = sheet.sentences.last().and_then(|s| sheet.quote(s.tokens.clone())).map_or(0, |q| q.bytes().end as u32);
    Notice {
        id: "page-too-long".into(),
        start,
        end: raw.len() as u32,
        hint: format!("only the first {} sentences were read; split the input into its reports", sheet::SENTENCES).into(),
    }
}
