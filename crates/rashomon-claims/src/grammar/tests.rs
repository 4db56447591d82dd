use expect_test::{Expect, expect};
use proptest::prelude::*;
use rashomon_model::text::{Field, Source, Zone};
use rashomon_model::{DocId, Document, Text, ZoneKind};

use super::*;

fn page(text: &str) -> Document {
    let zones =
        (!text.trim().is_empty()).then_some(Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None });
    Document::new(Source::unknown(DocId::new("page")), None, Text::plain(text), zones.into_iter().collect()).expect("one zone covers the text")
}

fn shown(text: &str) -> String {
    let document = page(text);
    let sheet = Sheet::of(&document);
    let grammar = Grammar::of(&sheet);
    let word = |i: usize| {
        let head = grammar.head(i).map_or("", |h| sheet.tokens[h].text);
        format!("{} {} {} {head}", sheet.tokens[i].text, grammar.tag(i).written(), grammar.relation(i).written())
    };
    (0..sheet.tokens.len()).map(word).collect::<Vec<_>>().join("\n")
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&shown(text));
}

#[test]
fn a_passive_names_its_agent() {
    check(
        "Ana Reyes, 31, of Millbrook was shot in the leg by her cousin.",
        expect![[r#"
            Ana PROPN nsubj:pass shot
            Reyes PROPN flat Ana
            , PUNCT punct Reyes
            31 NUM amod Ana
            , PUNCT punct 31
            of ADP case Millbrook
            Millbrook PROPN nmod Ana
            was AUX aux:pass shot
            shot VERB-en root 
            in ADP case leg
            the DET det leg
            leg NOUN obl shot
            by ADP case cousin
            her PRON nmod:poss cousin
            cousin NOUN obl:agent shot
            . PUNCT punct cousin"#]],
    );
}

#[test]
fn two_deeds_of_one_subject() {
    check(
        "The gunman, who worked there, killed two deputies before he turned the gun on himself.",
        expect![[r#"
            The DET det gunman
            gunman NOUN nsubj killed
            , PUNCT punct gunman
            who PRON nsubj worked
            worked VERB-ed acl:relcl gunman
            there ADV advmod worked
            , PUNCT punct there
            killed VERB-en root 
            two NUM nummod deputies
            deputies NOUN+ obj killed
            before SCONJ mark turned
            he PRON nsubj turned
            turned VERB-ed advcl killed
            the DET det gun
            gun NOUN obj turned
            on ADP case himself
            himself PRON nmod gun
            . PUNCT punct himself"#]],
    );
}

#[test]
fn a_headline_is_read_without_its_capitals() {
    check(
        "MAN SHOOTS NEIGHBOR IN DISPUTE OVER DOG",
        expect![[r#"
            MAN NOUN compound SHOOTS
            SHOOTS NOUN+ obl NEIGHBOR
            NEIGHBOR NOUN root 
            IN ADP case DISPUTE
            DISPUTE NOUN nmod NEIGHBOR
            OVER ADP case DOG
            DOG NOUN nmod DISPUTE"#]],
    );
}

#[test]
fn weights_fill_their_tables() {
    let parser = MOVE_ROWS * parser::MOVES + RELATION_ROWS * parser::LANES;
    assert_eq!((TAGGER.len(), PARSER.len()), (TAG_ROWS * tagger::LANES, parser));
}

/// Two sentences in CoNLL-U's terms: word, tag, head, relation.
fn lesson() -> Vec<Sample> {
    let given = |words: &[(&str, Tag, Option<usize>, Relation)]| {
        let mut text = String::new();
        let mut out = Vec::new();
        for &(word, tag, head, relation) in words {
            let start = text.len();
            text.push_str(word);
            out.push(Given { range: start..text.len(), tag, head, relation });
            text.push(' ');
        }
        Sample::of(&text, &out)
    };
    let dogs = given(&[("Dogs", Tag::Nouns, Some(1), Relation::Subject), ("bark", Tag::VerbPresent, None, Relation::Root)]);
    let cats = given(&[
        ("Cats", Tag::Nouns, Some(1), Relation::Subject),
        ("chase", Tag::VerbPresent, None, Relation::Root),
        ("mice", Tag::Nouns, Some(1), Relation::Object),
    ]);
    dogs.into_iter().chain(cats).collect()
}

#[test]
fn what_was_taught_is_read_and_the_same_lesson_gives_the_same_weights() {
    let samples = lesson();
    let learn = || {
        let clusters = learn_clusters(samples.iter().map(|s| s.words().collect()));
        let (tagger, parser) = (learn_tagger(&samples, &clusters), learn_parser(&samples, &clusters));
        (clusters, tagger, parser)
    };
    let (clusters, tagger, parser) = learn();
    let scores = Scores::of(&samples, &clusters, &tagger, &parser);
    assert_eq!((scores.words, scores.upos, scores.labelled), (5, 5, 5));
    assert!((clusters, tagger, parser) == learn(), "the same sentences gave other weights");
}

#[test]
fn words_that_a_sheet_keeps_whole_hang_where_their_uppermost_part_hung() {
    let parts = [("a", 4), ("16", 3), ("-", 3), ("year", 4), ("boy", 5)];
    let text = "a 16-year boy";
    let ranges = [0..1, 2..4, 4..5, 5..9, 10..13];
    let given: Vec<Given> = parts
        .iter()
        .zip(ranges)
        .map(|(&(_, head), range)| Given { range, tag: Tag::Noun, head: (head < 5).then_some(head), relation: Relation::Compound })
        .collect();
    let sample = Sample::of(text, &given).expect("the words cover the text");
    assert_eq!(sample.words().collect::<Vec<_>>(), ["a", "16-year", "boy"]);
}

proptest! {
    #[test]
    fn every_word_of_any_text_hangs_on_one_root(text in "\\PC{0,120}|[a-zA-Z0-9 .,'\"!?-]{0,300}") {
        let document = page(&text);
        let sheet = Sheet::of(&document);
        let grammar = Grammar::of(&sheet);
        for sentence in &sheet.sentences {
            let roots = sentence.tokens.clone().filter(|&t| grammar.head(t).is_none()).count();
            prop_assert_eq!(roots, usize::from(!sentence.tokens.is_empty()));
            for token in sentence.tokens.clone() {
                let steps = std::iter::successors(Some(token), |&t| grammar.head(t)).take(sentence.tokens.len() + 1).count();
                prop_assert!(steps <= sentence.tokens.len(), "a circle at {token}");
            }
        }
        prop_assert_eq!(shown(&text), shown(&text));
    }
}
