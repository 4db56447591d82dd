//! Who did what to whom, on people marked by hand (`[0 Ana Reyes]` is a mention of party 0): clauses and the slots
//! that rest on them, without the finding of people.

use std::path::Path;

use expect_test::{Expect, expect};
use rashomon_claims::cast::{Cast, Form, Opening, Person};
use rashomon_claims::clause::Clauses;
use rashomon_claims::grammar::Grammar;
use rashomon_claims::harm::Harm;
use rashomon_claims::sheet::Sheet;
use rashomon_claims::slot;
use rashomon_model::claim::PartyId;
use rashomon_model::text::{Field, Source, Zone};
use rashomon_model::{DocId, Document, Kinds, Subject, Text, ZoneKind};

/// Takes marks out of a text: `[2x3 three men]` is party 2, of three people.
fn unmark(text: &str) -> (String, Vec<(usize, u32, std::ops::Range<usize>)>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').expect("a closed mark");
        let (mark, words) = inside.split_once(' ').expect("a number and words");
        let (party, size) = mark.split_once('x').unwrap_or((mark, "1"));
        plain.push_str(before);
        marks.push((party.parse().expect("a party"), size.parse().expect("a size"), plain.len()..plain.len() + words.len()));
        plain.push_str(words);
        rest = after;
    }
    plain.push_str(rest);
    (plain, marks)
}

#[expect(clippy::disallowed_methods, reason = "a test reads the kind files")]
fn kinds() -> Kinds {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kinds");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a kind file of this repository");
    Kinds::parse(&[("incident", &read("incident.toml")), ("shooting", &read("shooting.toml"))]).expect("kind files that parse")
}

/// All drafts of the slots that rest on clauses, one a line, sorted and each once.
fn check(text: &str, expect: Expect) {
    let (plain, marks) = unmark(text);
    let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: plain.len() as u32, comment: None };
    let document = Document::new(Source::unknown(DocId::new("page")), None, Text::plain(&plain), vec![zone]).expect("one zone covers the text");
    let sheet = Sheet::of(&document);
    let mut cast = Cast::default();
    for (party, size, range) in marks {
        let inside = |t: &rashomon_claims::sheet::Token<'_>| t.range.start >= range.start && t.range.end <= range.end;
        let first = sheet.tokens.iter().position(inside).expect("a token");
        let last = sheet.tokens.iter().rposition(inside).expect("a token");
        let noun = sheet.tokens[last].lower.clone();
        cast.people.push(Person {
            tokens: first..last + 1,
            head: last,
            form: Form::Described,
            name: None,
            opening: Opening::Definite,
            size: Some(size),
            age: None,
            female: None,
            noun,
            kin: sheet.tokens[first].lower.as_ref() == "his" && last > first,
            owner: None,
            party: Some(party),
        });
        cast.parties.resize_with(cast.parties.len().max(party + 1), Vec::new);
        cast.parties[party].push(cast.people.len() - 1);
    }
    let kinds = kinds();
    let kind = kinds.get("shooting").expect("the shooting kind");
    let open = vec![true; sheet.sentences.len()];
    let clauses = Clauses::of(&sheet, &Grammar::of(&sheet), &cast, kind, &open);
    let mut shown = Vec::new();
    let harm = Harm::of(&sheet, &cast, &clauses, kind, &open);
    let mut drafts = slot::arrested::drafts(&sheet, &cast, kind);
    drafts.extend(slot::charge::drafts(&sheet, &cast, kind));
    drafts.extend(slot::criminal_history::drafts(&sheet, &cast, kind));
    for find in [
        slot::outcome::drafts,
        slot::condition::drafts,
        slot::wounds::drafts,
        slot::wound_site::drafts,
        slot::hospital::drafts,
        slot::shot_by::drafts,
        slot::toll::drafts,
    ] {
        drafts.extend(find(&sheet, &cast, &clauses, &harm, kind));
    }
    for draft in drafts {
        assert!(sheet.quote(draft.tokens.clone()).is_some(), "words of one passage");
        assert!(draft.tokens.clone().next().is_some_and(|t| sheet.tokens[t].sentence == sheet.tokens[draft.anchor].sentence));
        let subject = match draft.subject {
            Subject::Incident => "incident".into(),
            Subject::Party(PartyId(n)) => n.to_string(),
        };
        let no = if matches!(draft.stated, rashomon_model::Stated::IsNot(_)) { "not " } else { "" };
        shown.push(format!("{subject} {} {no}{}: {}", draft.slot, draft.stated.caption(), sheet.words(draft.tokens)));
    }
    shown.sort();
    shown.dedup();
    expect.assert_eq(&shown.join("\n"));
}

#[test]
fn passives_tell_patient_from_agent() {
    check(
        "[0 Ana Reyes] was fatally shot by [1 her neighbor] in the chest on Monday.",
        expect![[r#"
            0 outcome killed: Ana Reyes was fatally shot by her neighbor in the chest on Monday
            0 shot_by party 1: Ana Reyes was fatally shot by her neighbor
            0 wound_site chest: was fatally shot by her neighbor in the chest
            incident killed 1: Ana Reyes was fatally shot by her neighbor in the chest on Monday
            incident killed 1: fatally shot"#]],
    );
    check(
        "[0 A man] and [1 a woman] were shot in Millbrook, and [1 the woman] later died at St. Ann's Hospital.",
        expect![[r#"
            0 outcome injured: A man and a woman were shot in Millbrook
            1 condition died: the woman later died at St. Ann
            1 hospital St. Ann's Hospital: the woman later died at St. Ann's Hospital
            1 outcome killed: the woman later died at St. Ann
            incident injured 1: A man and a woman were shot in Millbrook
            incident killed 1: the woman later died at St. Ann"#]],
    );
    check(
        "[1 Officers] found [0 a man] who had been shot four times in the left leg.",
        expect![[r#"
            0 outcome injured: a man who had been shot four times in the left leg
            0 wound_site left leg: had been shot four times in the left leg
            0 wounds 4: had been shot four times
            incident injured 1: a man who had been shot four times in the left leg"#]],
    );
}

#[test]
fn actives_tell_agent_from_patient() {
    check(
        "[0 Luis Ortega] shot and killed [1 his wife] before turning the gun on himself.",
        expect![[r#"
            0 outcome killed: Luis Ortega shot and killed his wife before turning the gun on himself
            0 shot_by self: turning the gun on himself
            1 outcome killed: shot and killed his wife
            1 shot_by party 0: Luis Ortega shot and killed his wife
            incident killed 2: Luis Ortega shot and killed his wife before turning the gun on himself
            incident killed 2: shot and killed his wife
            incident killed 2: shot and killed his wife before turning the gun on himself"#]],
    );
    check(
        "[0 A gunman] opened fire on [1x3 three men], wounding [2 Ana Reyes].",
        expect![[r#"
            2 outcome injured: wounding Ana Reyes
            2 shot_by party 0: A gunman
            2 shot_by party 0: opened fire
            incident injured 1: wounding Ana Reyes"#]],
    );
    check(
        "[0 The boy] accidentally shot himself in the foot.",
        expect![[r#"
            0 outcome injured: The boy accidentally shot himself in the foot
            0 shot_by self: accidentally shot himself
            0 wound_site foot: accidentally shot himself in the foot
            incident injured 1: The boy accidentally shot himself in the foot"#]],
    );
    check(
        "It was unclear who shot [0 the suspect]. None of the shots that [1 the neighbor] fired at [0 him] hit.",
        expect![[r#"
            0 outcome injured: shot the suspect
            0 shot_by not party 1: the neighbor fired at him
            0 shot_by unknown: shot
            incident injured 1: shot the suspect"#]],
    );
}

#[test]
fn states_belong_to_those_who_were_hurt() {
    check(
        "[0 Ana Reyes] was shot in the arm. [0 She] was taken to Millbrook General Hospital, where [0 she] is in critical condition, [1 Chief Fontes] said.",
        expect![[r#"
            0 condition critical: she is in critical condition
            0 hospital Millbrook General Hospital: She was taken to Millbrook General Hospital
            0 outcome injured: Ana Reyes was shot in the arm
            0 wound_site arm: was shot in the arm
            incident injured 1: Ana Reyes was shot in the arm"#]],
    );
    check(
        "[0x2 Two men] suffered gunshot wounds. [0x2 Their] injuries were not life-threatening.",
        expect![[r#"
            0 condition non-life-threatening: Their injuries were not life-threatening
            0 outcome injured: Their injuries were not life-threatening
            0 outcome injured: Two men suffered gunshot wounds
            incident injured 2: Their injuries were not life-threatening
            incident injured 2: Two men suffered gunshot wounds"#]],
    );
    check(
        "[0 Ana Reyes] was shot and is in critical but stable condition.",
        expect![[r#"
        0 condition critical: is in critical
        0 condition stable: is in critical but stable condition
        0 condition stable: stable condition
        0 outcome injured: Ana Reyes was shot
        incident injured 1: Ana Reyes was shot"#]],
    );
    check(
        "[0x2 Two men] were shot. [0x2 None of the victims] had life-threatening injuries.",
        expect![[r#"
        0 condition non-life-threatening: None of the victims had life-threatening injuries
        0 outcome injured: Two men were shot
        incident injured 2: Two men were shot"#]],
    );
    check("[0 A girl] was hit by a car. [1 The driver] was not injured.", expect!["1 outcome unharmed: The driver was not injured"]);
}

#[test]
fn arrests_and_charges_befall_their_subject() {
    check(
        "[0 Luis Ortega], a convicted felon, was arrested Friday and charged with two counts of attempted murder, aggravated assault and possession of a firearm by a felon.",
        expect![[r#"
            0 arrested true: was arrested
            0 charge aggravated assault: charged with two counts of attempted murder, aggravated assault
            0 charge possession of a firearm by a felon: possession of a firearm by a felon
            0 charge two counts of attempted murder: charged with two counts of attempted murder
            0 criminal_history convicted felon: convicted felon"#]],
    );
    check(
        "Police arrested [0 Luis Ortega] on charges of murder after [1 Ana Reyes] was shot dead.",
        expect![[r#"
            0 arrested true: arrested
            0 charge murder: charges of murder
            1 outcome killed: Ana Reyes was shot dead
            incident killed 1: Ana Reyes was shot dead
            incident killed 1: shot dead"#]],
    );
    check(
        "[0 Luis Ortega] is accused of shooting [1 Ana Reyes].",
        expect![[r#"
            1 outcome injured: shooting Ana Reyes
            1 shot_by party 0: Luis Ortega is accused of shooting Ana Reyes
            1 shot_by party 0: accused of shooting
            incident injured 1: shooting Ana Reyes"#]],
    );
}

#[test]
fn tolls_are_stated_or_counted() {
    check(
        "One person is dead and four others are injured after a shooting.",
        expect![[r#"
        incident injured 4: four others are injured
        incident killed 1: One person is dead"#]],
    );
    check(
        "Four people were shot, three fatally.",
        expect![[r#"
        incident injured 1: Four people were shot
        incident killed 3: three fatally"#]],
    );
    check(
        "No one was injured when shots were fired.",
        expect![[r#"
        incident injured 0: No one was injured
        incident killed 0: No one was injured"#]],
    );
    check(
        "[0 A man] was shot and killed. [1 His brother] was wounded.",
        expect![[r#"
            0 outcome killed: A man was shot and killed
            1 outcome injured: His brother was wounded
            incident injured 1: His brother was wounded
            incident killed 1: A man was shot and killed
            incident killed 1: shot and killed"#]],
    );
    check(
        "[0x2 Two men] and [1 a 4-year-old girl] were shot in Millbrook.",
        expect![[r#"
        0 outcome injured: Two men and a 4-year-old girl were shot in Millbrook
        1 outcome injured: Two men and a 4-year-old girl were shot in Millbrook
        incident injured 3: Two men and a 4-year-old girl were shot
        incident injured 3: Two men and a 4-year-old girl were shot in Millbrook"#]],
    );
    check(
        "The shooting injured [0x3 three adults] and [1 a boy].",
        expect![[r#"
        0 outcome injured: injured three adults and a boy
        1 outcome injured: injured three adults and a boy
        incident injured 4: injured three adults and a boy"#]],
    );
    check(
        "Police said it led to the deaths of [0x3 three people].",
        expect![[r#"
        0 outcome killed: deaths of three people
        incident killed 3: deaths of three people"#]],
    );
    check("Police called it a double murder-suicide that killed 2 children, ages 3 and 5.", expect!["incident killed 3: double murder-suicide"]);
}

#[test]
fn what_was_only_tried_or_feared_harms_nobody() {
    check("[0 Luis Ortega] tried to kill [1 the officer]. [1 He] would have been killed.", expect![[""]]);
    check(
        "[0 Ana Reyes] was shot. [0 Her] name has not been released.",
        expect![[r#"
        0 outcome injured: Ana Reyes was shot
        incident injured 1: Ana Reyes was shot"#]],
    );
    check(
        "[0 Ana Reyes] was shot. [0 She] has been released from the hospital.",
        expect![[r#"
        0 condition discharged: She has been released from the hospital
        0 outcome injured: Ana Reyes was shot
        incident injured 1: Ana Reyes was shot"#]],
    );
}

#[test]
fn who_was_shot_at_a_place_did_not_fire() {
    check("[0 Two men] fired at [1 an officer] when [0 they] tried to rob [1 him].", expect![""]);
    check(
        "[0 Two men] were also shot at the party, while [1 Ana Reyes] hid.",
        expect![[r#"
        0 outcome injured: Two men were also shot at the party
        incident injured 2: Two men were also shot
        incident injured 2: Two men were also shot at the party"#]],
    );
    check(
        "[0 Luis Ortega] is accused of opening fire on [1 Ana Reyes] in Millbrook. [1 She] was wounded.",
        expect![[r#"
        1 outcome injured: She was wounded
        1 shot_by party 0: Luis Ortega is accused of opening fire on Ana Reyes
        1 shot_by party 0: accused of opening fire
        incident injured 1: She was wounded"#]],
    );
}

#[test]
fn a_hospital_without_a_name_is_none() {
    check(
        "[0 Ana Reyes] was shot and taken to an area hospital. [0 She] was moved to Mercy Hospital.",
        expect![[r#"
        0 hospital Mercy Hospital: She was moved to Mercy Hospital
        0 outcome injured: Ana Reyes was shot
        incident injured 1: Ana Reyes was shot"#]],
    );
    check(
        "[0 Ana Reyes] was shot and taken to MMC. [0 She] was taken to Dayton.",
        expect![[r#"
        0 hospital MMC: taken to MMC
        0 outcome injured: Ana Reyes was shot
        incident injured 1: Ana Reyes was shot"#]],
    );
}

#[test]
fn a_name_behind_a_description_is_no_further_person() {
    check(
        "[0 Ana Reyes] and [1 her sister], [1 Eva Reyes], were shot on Friday.",
        expect![[r#"
        0 outcome injured: Ana Reyes and her sister, Eva Reyes, were shot on Friday
        1 outcome injured: Ana Reyes and her sister, Eva Reyes, were shot on Friday
        incident injured 2: Ana Reyes and her sister, Eva Reyes, were shot on Friday"#]],
    );
}

#[test]
fn who_almost_died_lives() {
    check("[0 The man] almost died at the dead end of Elm Street.", expect![""]);
}
