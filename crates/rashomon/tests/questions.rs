//! Questions: those that people type, by what they mean; answers, in words and as JSON; and that a register file answers as its incidents in memory do.

mod desk;

use std::fs;
use std::path::Path;

use desk::Desk;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use rashomon::asking::{Asking, Words};
use rashomon::keep::Program;
use rashomon::question::{self, Meaning};
use rashomon::view::View;
use rashomon::{facts, kinds};
use rashomon_register::query::{Facts, Narrow};
use rashomon_store::wire::Incident;
use rashomon_store::{Error, Store};
use serde_json::{Value, json};

/// Of 200 questions so many are understood as meant (or refused, where they must be), and no more are misunderstood.
const FLOORS: (usize, usize) = (198, 2);

#[test]
fn questions_mean_what_people_mean() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evals/questions.jsonl");
    let (mut right, mut misread, mut all, mut said) = (0, 0, 0, String::new());
    for line in fs::read_to_string(path).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let meant: Option<Meaning> = serde_json::from_value(line["means"].clone()).unwrap();
        let read = question::read(line["q"].as_str().unwrap());
        all += 1;
        match (&meant, &read) {
            (Some(meant), Ok(read)) if meant == read => right += 1,
            (None, Err(_)) => right += 1,
            (_, Ok(read)) => {
                misread += 1;
                said += &format!("{}: read as {read}\n", line["q"]);
            }
            (_, Err(unclear)) => said += &format!("{}: {}\n", line["q"], unclear.why),
        }
    }
    assert!(all == 200 && right >= FLOORS.0 && misread <= FLOORS.1, "{right} right, {misread} misread of {all}\n{said}");
}

proptest! {
    #[test]
    fn no_question_is_too_odd(text in "(\\PC{0,12} ?){0,12}", words in proptest::collection::vec("how|many|killed|in|'|\"|\\(|city|\\)|Ohio|named|2018|at|least|4|aged|under|between|and|,|from|to|first|half|of", 0..14)) {
        let _ = question::read(&text);
        let _ = question::read(&words.join(" "));
    }
}

const LEDGER: &str = "MILLBROOK, Ohio -- A 31-year-old man was shot and killed Thursday night outside a bar on Oak Street, police said. \
    The victim was identified as Luis Okafor. Police arrested Tomas Lindqvist, 24, who is charged with murder.";
const HERALD: &str = "MILLBROOK, Ohio -- Luis Okafor, 31, was fatally shot Thursday, Sept. 13, 2018, on Oak Street in Millbrook, police said. \
    Tomas Lindqvist, 24, was arrested.";
const POST: &str =
    "KETTLEFORD, Utah -- Two women were wounded in a drive-by shooting in Kettleford on Monday, March 4, 2019, Sheriff Ana Reyes said.";

fn desk() -> Desk {
    Desk::of(&[("ledger", "2018-09-14", LEDGER), ("herald", "2018-09-15", HERALD), ("post", "2019-03-05", POST)])
}

/// Ids differ with the program's way of naming; here they are counted.
fn says(args: &[&str], expect: Expect) {
    let desk = desk();
    let listed = desk.json(&["list"]);
    let mut said = desk.says(args);
    for (n, incident) in listed["incidents"].as_array().unwrap().iter().enumerate() {
        said = said.replace(incident["incident_id"].as_str().unwrap(), &format!("I{}", n + 1));
    }
    expect.assert_eq(&said);
}

#[test]
fn an_answer_says_how_it_was_understood_and_in_whose_words() {
    says(
        &["ask", "who was killed in Millbrook, Ohio in September 2018?"],
        expect![[r#"
        Understood: who was killed in incidents in Millbrook, Ohio from 2018-09-01 to 2018-09-30
        1 certain, 0 likely, 0 possible

        Certain
          I1  2018-09-13  Millbrook, Ohio  31-year-old man shot in Millbrook, Ohio
              Luis Okafor
              city Millbrook: "MILLBROOK" (ledger)
              date 2018-09-13: "killed Thursday night" (ledger)
              killed 1: "A 31-year-old man was shot and killed Thursday night outside a bar on Oak Street" (ledger)
              state Ohio: "Ohio" (ledger)
    "#]],
    );
    says(
        &["ask", "how many people were hurt in Utah since 2019"],
        expect![[r#"
        Understood: the number of people hurt in incidents in Utah on 2019-01-01 or later
        0 people; no fewer than 0, no more than 2
        0 certain, 0 likely, 1 possible

        Possible
          I2  2019-03-04    Shooting
              date 2019-03-04: "in Kettleford on Monday, March 4, 2019" (post)
              injured 2: "Two women were wounded" (post)
              no report says all that is asked
    "#]],
    );
}

#[test]
fn a_question_that_cannot_be_read_is_refused_with_the_nearest_reading() {
    says(
        &["ask", "how many shootings in Ohio in 2018 were televised"],
        expect![[r#"
        Not understood: the program does not know what to make of "televised"
          did you mean: the number of shootings in Ohio from 2018-01-01 to 2018-12-31
    "#]],
    );
    says(
        &["ask", "shootings in Springfield"],
        expect![[r#"
        Not understood: there is a Springfield in Missouri, Massachusetts, Illinois, Oregon and 17 more: name the state
          did you mean: shootings in Springfield, Missouri
          did you mean: shootings in Springfield, Massachusetts
          did you mean: shootings in Springfield, Illinois
    "#]],
    );
}

#[test]
fn the_contracts_questions_are_answered_by_form_and_by_words() {
    let desk = desk();
    let questions = json!({
        "2-1": { "subtask": 2, "event_type": "killing", "location": { "state": "Ohio" }, "time": { "year": "2018" } },
        "2-2": { "verbose_question": "How many 'killing' events happened in Ohio (state) in 2018 (year)?" },
        "3-1": { "subtask": 3, "event_type": "injuring", "time": { "month": "03/2019" } },
        "1-1": { "subtask": 1, "event_type": "killing", "participant": { "last": "Okafor" }, "time": { "day": "13/09/2018" } },
        "9-9": { "verbose_question": "How many televised events?" },
    });
    fs::write(desk.folder.path().join("q.json"), questions.to_string()).unwrap();
    let answers: Value = serde_json::from_slice(&desk.run(&["ask", "--questions", "q.json"]).stdout).unwrap();
    let short = |id: &str| json!([answers[id]["numerical_answer"], answers[id]["answer_docs"]]);
    let all: Vec<Value> = ["2-1", "2-2", "3-1", "1-1", "9-9"].map(short).into();
    assert_eq!(Value::from(all), json!([[1, ["herald", "ledger"]], [1, ["herald", "ledger"]], [2, ["post"]], [1, ["herald", "ledger"]], [null, []]]));
    assert_eq!(answers["9-9"]["understood"], Value::Null);
    assert_eq!(desk.code(&["ask", "--questions", "q.json"]), 3);
    // By its words a question gets the answer of its form.
    assert_eq!(answers["2-1"]["understood"], answers["2-2"]["understood"]);
}

/// Every question that is meant is answered out of the tables as out of all incidents.
#[test]
fn tables_and_memory_give_one_answer() {
    let desk = desk();
    let store = Store::open_read(&desk.folder.path().join("register.rashomon")).unwrap();
    let program = Program::new(kinds::load(None).unwrap());
    let view = View::of(&store, &program, None).unwrap();
    let within = |narrow: &Narrow| {
        let mut all: Vec<Vec<u8>> = Vec::new();
        let each = |facts: &[u8]| -> Result<(), Error> {
            all.push(facts.to_vec());
            Ok(())
        };
        view.each_asked(narrow, each).unwrap();
        all.sort_by(|a, b| facts::unpacked(a).unwrap().id.cmp(facts::unpacked(b).unwrap().id));
        all
    };
    let stored = within(&Narrow::default());
    let all: Vec<Facts<'_>> = stored.iter().map(|bytes| facts::unpacked(bytes).unwrap()).collect();
    assert!(all.len() > 1);
    // What lies beside an incident is what is read of it as it is exported, each claim once.
    let mut exported: Vec<Vec<u8>> = Vec::new();
    let each = |json: &str| -> Result<(), Error> {
        exported.push(facts::packed(&Incident::from_json(json).unwrap()));
        Ok(())
    };
    view.each(each).unwrap();
    assert_eq!(exported, stored);
    // Questions that need no claims are answered without them, and as they are with them.
    let mut briefly = 0;
    for question in [
        "how many shootings",
        "how many people were killed",
        "how many people were hurt",
        "how many people named Reyes were hurt",
        "how many women were killed",
        "how many drive-by shootings",
        "how many shootings in Ohio",
        "how many people were killed in Kettleford, Utah",
        "how many shootings in 2018",
        "how many shootings by a suspect named Lindqvist",
        "which shootings involved an officer",
        "how many incidents were disputed",
        "how many incidents are single-origin",
    ] {
        let meaning = question::read(question).unwrap();
        briefly += usize::from(meaning.query().is_brief());
        let asking = Asking::of(&meaning, &mut Words::of(&view, &store)).unwrap();
        let (tables, memory) = (asking.within(&view).unwrap(), asking.over(&all));
        assert_eq!((tables.counted, tables.possible, tables.number), (memory.counted, memory.possible, memory.number), "{question}");
    }
    assert!(briefly >= 10);
    let mut fewer = 0;
    for state in [None, Some("Ohio"), Some("Utah"), Some("utah"), Some("Iowa")] {
        for (from, to) in
            [(None, None), (Some("2018-09-13"), Some("2018-09-13")), (Some("2018-10-20"), Some("2019-02-01")), (None, Some("2018-12-31"))]
        {
            for kind in [None, Some("shooting"), Some("fire")] {
                let day = |d: Option<&str>| d.map(|d| d.parse().unwrap());
                let meaning =
                    Meaning { kind: kind.map(Into::into), state: state.map(Into::into), from: day(from), to: day(to), ..Meaning::default() };
                let narrow = meaning.query().narrow();
                let mine = within(&narrow);
                let mine: Vec<Facts<'_>> = mine.iter().map(|bytes| facts::unpacked(bytes).unwrap()).collect();
                assert_eq!(mine, all.iter().filter(|f| narrow.fits(f)).cloned().collect::<Vec<_>>(), "{meaning}");
                fewer += usize::from(mine.len() < all.len());
                let asking = Asking::of(&meaning, &mut Words::of(&view, &store)).unwrap();
                let (tables, memory) = (asking.within(&view).unwrap(), asking.over(&all));
                assert_eq!((tables.counted, tables.possible, tables.number), (memory.counted, memory.possible, memory.number), "{meaning}");
            }
        }
    }
    assert!(fewer > 10);
}
