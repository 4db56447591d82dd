//! Accounts: whether a document tells of an incident of a kind at all, and which of its sentences do.
//!
//! Sentences about others are told by what clashes with the page's own incident (another state, a year long past), by what they
//! say themselves (`other.rs`), and by new victims with a place and time of their own; what follows stays with them until the
//! page comes back to its own people. A false aside loses claims, so each rule is narrow; all else stays with the page's incident.

mod page;
mod round_up;
mod told;

use std::ops::Range;

use rashomon_model::{Aside, Kind, Kinds, ZoneKind};

use self::page::{Other, Page};
use self::round_up::RoundUp;
use self::told::Told;
use crate::pattern::{Lexicon, Means};
use crate::scene::Scene;
use crate::sheet::Sheet;

/// The part of a document that tells of one incident.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The document is about this incident; otherwise it reports it beside others.
    pub main: bool,
    /// Words of the kind's triggers: of a round-up those that this incident has to itself first, and the first of the body first.
    pub triggers: Vec<Range<usize>>,
    /// For each sentence of the sheet: whether it may be evidence of this incident.
    pub sentences: Vec<bool>,
    /// Parts of open sentences that tell of another.
    pub closed: Vec<Range<usize>>,
    /// Sentences that stand before a round-up's first incident: the place and the day they name are every one's.
    pub head: Range<usize>,
    /// The document tells of no other incident.
    pub alone: bool,
}

impl Scope {
    /// Whether claims may be cut from a run of tokens.
    pub fn holds(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        let open = sheet.tokens.get(tokens.start).is_some_and(|t| self.sentences.get(t.sentence).copied().unwrap_or(false));
        open && !self.is_closed(tokens)
    }

    /// Whether claims about the place or day of the incident may be cut from a run of tokens.
    pub fn holds_place_or_day(&self, sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
        let head = sheet.tokens.get(tokens.start).is_some_and(|t| self.head.contains(&t.sentence));
        (head && !self.is_closed(tokens)) || self.holds(sheet, tokens)
    }

    fn is_closed(&self, tokens: &Range<usize>) -> bool {
        let next = self.closed.partition_point(|c| c.end <= tokens.start);
        self.closed.get(next).is_some_and(|c| c.contains(&tokens.start))
    }
}

/// What a document tells of one kind of incident.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Its incidents, the main one first; none when no trigger stands in the reporting.
    pub scopes: Vec<Scope>,
    /// Passages about others.
    pub asides: Vec<Aside>,
}

/// The kinds of which a document tells, by their triggers alone. A trigger counts by where it stands: three in the headline or
/// the first sentence, two in the next few, else one. A kind must be told of as much as its file asks for ([`Kind::telling`]);
/// and by that measure at least half as much as the kind that is told of most: a shooting page that mentions a fire tells of a shooting.
pub fn told<'k>(sheet: &Sheet<'_>, kinds: &'k Kinds) -> Vec<&'k Kind> {
    // Where the report itself begins: a dateline is a sentence of its own.
    let first = sheet.sentences.iter().position(|s| s.zone == ZoneKind::Body).unwrap_or(0);
    let of = |kind: &'k Kind| {
        let lexicon = Lexicon::of_triggers(kind);
        let found = lexicon.find(sheet);
        let triggers = found.iter().filter(|f| *lexicon.means(f) == Means::Trigger);
        let worth = |s: usize| match (sheet.sentences[s].zone, s.saturating_sub(first)) {
            (ZoneKind::Title, _) | (_, 0) => 3,
            (_, 1..=3) => 2,
            _ => 1,
        };
        (kind, triggers.map(|f| worth(sheet.tokens[f.tokens.start].sentence)).sum::<u32>())
    };
    let mut all: Vec<(&Kind, u32)> = kinds.iter().map(of).filter(|(kind, told)| *told >= kind.telling.max(1)).collect();
    // By the measure of each: of everyday words ("fire", "dismissed") it takes more.
    let measure = |kind: &Kind, told: u32| f64::from(told) / f64::from(kind.telling.max(1));
    let most = all.iter().map(|(kind, told)| measure(kind, *told)).fold(0.0, f64::max);
    all.retain(|(kind, told)| measure(kind, *told) * 2.0 >= most);
    all.into_iter().map(|(kind, _)| kind).collect()
}

/// Parts a document by the incidents of a kind.
pub fn split(scene: &Scene<'_, '_>, kind: &Kind) -> Split {
    let sheet = scene.sheet;
    let mut triggers: Vec<Range<usize>> = scene.triggers().cloned().collect();
    if triggers.is_empty() {
        return Split::default();
    }
    let page = Page::of(scene, &triggers, kind.looks_back);
    let RoundUp { groups, further, moved, main } = page.round_up();
    let mut asides = Vec::new();
    let mut sentences = vec![true; sheet.sentences.len()];
    let mut closed = Vec::new();
    let mut told = Told::default();
    for s in 0..sheet.sentences.len() {
        let tokens = sheet.sentences[s].tokens.clone();
        if groups.iter().any(|g| g.start == s) {
            told.past = None;
            closed.extend(page.says(s).filter(|p| *p != tokens));
            continue;
        }
        let part = page.says(s);
        let whole = part.as_ref().is_some_and(|p| *p == tokens);
        let clash = page.other(s, whole);
        let opens = part.is_some() && (!whole || page.opening(s).is_some()) || page.is_old(s);
        let new = groups.is_empty() && page.anew(s, &told) || told.goes_on(&page, s);
        let words = match part {
            _ if clash.is_some() || new || page.mourns(s, &told.own) => tokens.clone(),
            Some(part) => part,
            _ => tokens.start..tokens.start,
        };
        if !words.is_empty() {
            let why = clash.unwrap_or_else(|| Other { years: page.years(s), states: Vec::new() });
            asides.extend(page.asides(s, words.clone(), &why, &kind.id));
            if words == tokens {
                sentences[s] = false;
            } else {
                closed.push(words.clone());
            }
        }
        told.note(&page, s, &words, opens || new);
    }
    let of = |r: &Range<usize>| sheet.tokens[r.start].sentence;
    let title = |s: usize| sheet.sentences[s].zone == ZoneKind::Title;
    triggers.sort_by_key(|r| (title(of(r)), r.start));
    // A page whose every trigger stands in an aside still tells of something: of what its asides tell.
    if !triggers.iter().any(|r| sentences[of(r)]) {
        return Split { scopes: Vec::new(), asides };
    }
    // Its own triggers come first: one that several accounts share would make them one.
    let scope = |main: bool, own: &Range<usize>, sentences: Vec<bool>| {
        let mut triggers: Vec<Range<usize>> = triggers.iter().filter(|r| sentences[of(r)]).cloned().collect();
        triggers.sort_by_key(|r| !own.contains(&of(r)));
        Scope { main, triggers, sentences, closed: closed.clone(), head: 0..groups.first().map_or(0, |g| g.start), alone: groups.is_empty() }
    };
    let scopes = if groups.is_empty() {
        vec![scope(true, &(0..sentences.len()), sentences)]
    } else {
        let within = |g: usize| {
            (0..sentences.len()).map(|s| sentences[s] && (groups[g].contains(&s) && !moved.contains(&s) || further[g].contains(&s))).collect()
        };
        let mut all: Vec<Scope> = (0..groups.len()).map(|g| scope(g == main, &groups[g], within(g))).filter(|s| !s.triggers.is_empty()).collect();
        all.sort_by_key(|s| !s.main);
        all
    };
    Split { scopes, asides }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::mention::tests::sheet_of;

    fn check(text: &str, expect: Expect) {
        let file = "triggers = [\"shot\", \"shooting*\", \"gunfight\"]\n";
        let kinds = Kinds::parse(&[("shooting", file)]).expect("a kind");
        let document = sheet_of(text);
        let sheet = Sheet::of(&document);
        let kind = kinds.get("shooting").expect("the kind");
        let split = split(&Scene::of(&sheet, kind), kind);
        let mut shown: Vec<String> = split
            .scopes
            .iter()
            .map(|scope| {
                let open: Vec<String> = (0..sheet.sentences.len()).filter(|s| scope.sentences[*s]).map(|s| s.to_string()).collect();
                format!("{}: {}", if scope.main { "main" } else { "also" }, open.join(" "))
            })
            .collect();
        shown.extend(split.asides.iter().map(|a| {
            format!("aside: {} | {} | {}", a.quote.exact(), a.state.as_deref().unwrap_or("-"), a.year.map_or("-".into(), |y| y.to_string()))
        }));
        expect.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn other_states_and_years_are_asides_each_with_its_words() {
        check(
            "MILLBROOK, Ohio \u{2014} An officer was shot on Tuesday. The gunfight lasted a minute.\nHe is in the hospital.\n\
             In 2016, armed neighbors saved deputies in Utah, Maine, and in Georgia.\nThe officer was shot twice.",
            expect![[r#"
                main: 0 1 2 4
                aside: In 2016, armed neighbors saved deputies in Utah | Utah | 2016
                aside: Maine | Maine | 2016
                aside: in Georgia | Georgia | 2016"#]],
        );
    }

    #[test]
    fn what_the_page_calls_another_shooting_is_none_of_its_own() {
        check(
            "A man was shot in Millbrook on Monday.\nPolice found him on Oak Street.\nIn a separate shooting, a boy was hurt on Elm Street.\n\
             There have been nine homicides in the city so far this year.\nThe man was shot in the leg.",
            expect![[r#"
                main: 0 1 4
                aside: In a separate shooting, a boy was hurt on Elm Street | - | -
                aside: There have been nine homicides in the city so far this year | - | -"#]],
        );
    }

    #[test]
    fn what_is_laid_to_one_person_is_told_case_by_case() {
        check(
            "Tom Bell, 19, is accused of several shootings in Millbrook.\nBell was a cook.\n\
             The first homicide took place Oct. 14, 2018.\nA man was shot on Oak Street.\n\
             The second homicide occurred on Elm Street June 6, 2019.\nA woman was shot in the leg.\nShe lived.\nBell is held without bail.",
            expect![[r#"
                main: 0 1 4 5 6 7
                also: 0 1 2 3 7"#]],
        );
    }

    #[test]
    fn accounts_that_share_a_sentence_begin_with_words_of_their_own() {
        let kinds = Kinds::parse(&[("shooting", "triggers = [\"shot\", \"shooting*\"]\n")]).expect("a kind");
        let document = sheet_of(
            "Tom Bell, 19, is accused of several shootings in Millbrook.\nBell was a cook.\nThe first shooting took place Oct. 14, 2018.\n\
             A man was shot on Oak Street.\nThe second shooting occurred on Elm Street June 6, 2019.\nA woman was shot in the leg.\nBell is held.",
        );
        let sheet = Sheet::of(&document);
        let kind = kinds.get("shooting").expect("the kind");
        let split = split(&Scene::of(&sheet, kind), kind);
        let firsts: Vec<usize> = split.scopes.iter().map(|s| sheet.tokens[s.triggers[0].start].sentence).collect();
        assert_eq!(firsts, [4, 2]);
        assert!(split.scopes.iter().all(|s| s.sentences[0]), "the sentence that both share");
    }

    #[test]
    fn those_found_apart_have_an_incident_each() {
        check(
            "Police named two homicide victims.\nTom Bell, 54, was found shot on Friday in a park.\n\
             Ana Reyes was shot dead on Monday in a bar.\nA friend of Reyes, 30, was shot too.",
            expect![[r#"
                main: 2 3
                also: 1"#]],
        );
    }

    #[test]
    fn a_page_that_turned_to_another_case_stays_there_until_it_names_its_own() {
        check(
            "A boy was shot in Millbrook on Sept. 12, 2018.\nOfficer Ana Reyes found him on Oak Street.\nHe is stable.\nReyes asked for help.\n\
             Nobody is in custody.\nThe case is open.\nTwo men were shot on Elm Street on Aug. 3, 2018.\nThe 20-year-old was hit in the arm.\n\
             Tom Bell, of Fairview, is charged with it.\nReyes said the boy was shot once.",
            expect![[r#"
                main: 0 1 2 3 4 5 9
                aside: Two men were shot on Elm Street on Aug. 3, 2018 | - | 2018
                aside: The 20-year-old was hit in the arm | - | -
                aside: Tom Bell, of Fairview, is charged with it | - | -"#]],
        );
    }

    #[test]
    fn who_is_mourned_where_the_shots_fell_was_hurt_elsewhere() {
        check(
            "Two people were shot at a vigil in Millbrook on Monday.\nPolice were called to Oak Street.\nThe vigil was held for Tom Bell.\n\
             Bell was shot dead by a neighbor.\nBell's mother was shot in the arm.",
            expect!["main: 0 1 2 3 4"],
        );
    }

    #[test]
    fn each_line_of_a_list_of_the_dead_is_an_account() {
        let line = |n: usize, name: &str| format!("{name}, {}; shot {} {} on Oak Street.\n", 20 + n, ["Jan.", "Feb.", "March"][n % 3], 1 + n);
        let names = ["Ana Reyes", "Tom Bell", "Luis Ortega", "Ruth Hale", "Omar Diaz", "Kim Lund", "Joel Stark", "Mia Frost"];
        let list: String = names.iter().enumerate().map(|(n, name)| line(n, name)).collect();
        check(
            &format!("These are the dead of Millbrook.\n{list}Source: the Ledger."),
            expect![[r#"
                main: 1
                also: 2
                also: 3
                also: 4
                also: 5
                also: 6
                also: 7
                also: 8"#]],
        );
    }

    #[test]
    fn a_round_up_holds_several_accounts_and_a_page_without_a_trigger_none() {
        check(
            "Four people were hurt over the weekend.\nA man was shot in the 100 block of Oak Street.\nHe is stable.\n\
             A woman was shot in the 200 block of Elm Street.\nA boy was shot in the 300 block of Ash Street.\n\
             A girl was shot in the 400 block of Fir Street.",
            expect![[r#"
                main: 1 2
                also: 3
                also: 4
                also: 5"#]],
        );
        check("The council met on Monday.", expect![""]);
    }
}
