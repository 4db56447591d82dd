//! A register that grows and shrinks step by step is the one that is built at once: pages come and go, people decide and
//! take back, in any order, and every derived row stays what a rebuild gives.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use rashomon::decide::{self, Decided};
use rashomon::input::Input;
use rashomon::keep::{self, Program};
use rashomon::kinds;
use rashomon::settle::settle;
use rashomon::view::View;
use rashomon_model::{DocId, Judgement, NonEmpty, Ruling, Side};
use rashomon_store::Store;

const PAGES: usize = 12;

/// Reports of few people, towns and days, so that they often tell of one incident, or seem to.
fn page(n: usize, (town, day, name, age): (usize, usize, usize, usize)) -> String {
    let town = ["Millbrook, Ohio", "Ashton, Iowa"][town];
    let name = ["Ana Reyes", "Joel Hart", "Anna Reyes", "A man"][name];
    let day = 5 + day;
    if n % 4 == 3 {
        // What is laid to one person: the sentence that says so is told of each of his incidents.
        return format!(
            "Joel Hart, {}, is accused of several shootings in Millbrook.\nHart was a cook.\nThe first shooting happened March {day}, 2026.\n\
             A man was shot on Quarry Road.\nThe second shooting happened on Elm Street March 14, 2026.\nA woman was shot in the leg.\nHart is held without bail.\n",
            30 + age
        );
    }
    let more = match n % 3 {
        0 => "Devon Marsh, 22, was arrested and charged with aggravated assault, prosecutors said.",
        1 => "It happened outside a bowling alley in the 1400 block of Harbor Avenue.",
        _ => "\n\nIn another shooting, Luis Park, 40, was shot dead on Cedar Lane in Harlow, Texas, on Monday, the sheriff said.",
    };
    format!("{} – {name}, {}, was shot on Quarry Road on March {day}, 2026, police said. {more}\n", town.to_uppercase(), 30 + age)
}

fn inputs(folder: &Path, which: &[usize]) -> Vec<Input> {
    let path = |n: &usize| folder.join(format!("p{n}.txt"));
    which.iter().map(|n| Input { path: Some(path(n)), part: None, name: format!("p{n}.txt"), tables: Default::default() }).collect()
}

fn export(store: &Store, program: &Program) -> String {
    let mut out = String::new();
    View::of(store, program, None)
        .unwrap()
        .each(|json| -> rashomon_store::Result<()> {
            out.push_str(json);
            out.push('\n');
            Ok(())
        })
        .unwrap();
    out
}

fn add(store: &mut Store, program: &Program, inputs: &[Input]) {
    keep::add(store, inputs, program, &AtomicBool::new(false), &mut |_| {}).unwrap();
    settle(store, program).unwrap();
}

fn sound(store: &Store, program: &Program) -> Result<(), TestCaseError> {
    let report = keep::check(store, program);
    prop_assert!(report.faults.is_empty() && !report.stale, "{:?}", report.faults);
    Ok(())
}

/// What is done: to which page, with which other.
type Step = (u8, usize, usize);

fn run(folder: PathBuf, pages: &[(usize, usize, usize, usize)], steps: &[Step]) -> Result<(), TestCaseError> {
    for (n, page_of) in pages.iter().enumerate() {
        std::fs::write(folder.join(format!("p{n}.txt")), page(n, *page_of)).unwrap();
    }
    let program = Program::new(kinds::load(None).unwrap());
    let mut store = Store::open_write(&folder.join("steps.rashomon")).unwrap();
    // Enough pages that one more is a small change.
    add(&mut store, &program, &inputs(&folder, &(0..PAGES / 2).collect::<Vec<_>>()));
    let doc = |n: usize| DocId::new(&format!("p{}.txt", n % PAGES));
    for (n, (what, i, j)) in steps.iter().enumerate() {
        let side = |docs: Vec<DocId>| Side { docs: NonEmpty::new(docs).unwrap(), beside: Vec::new(), was: None };
        let judge = |ruling| Judgement { ruling, by: "editor".into(), because: "".into() };
        let mut decide = |ruling| match decide::decide(&mut store, &program, judge(ruling)).unwrap() {
            Decided::Kept(_) | Decided::Already(_) | Decided::Refused(_) => {}
        };
        match what {
            0 if i != j => decide(Ruling::Same(side(vec![doc(*i)]), side(vec![doc(*j)]))),
            1 if i != j => decide(Ruling::NotSame(side(vec![doc(*i)]), side(vec![doc(*j), doc(j + 1)]))),
            2 if i != j => decide(Ruling::Unsure(side(vec![doc(*i)]), side(vec![doc(*j)]))),
            3 => drop(decide::undo(&mut store, &program, None, "editor", "").unwrap()),
            4 | 5 => {
                keep::remove(&mut store, &[doc(*i).to_string()], "").unwrap();
                settle(&mut store, &program).unwrap();
            }
            6 => add(&mut store, &program, &inputs(&folder, &[*i, *j])),
            _ => add(&mut store, &program, &inputs(&folder, &[*i])),
        }
        if n % 3 == 2 {
            sound(&store, &program)?;
        }
    }
    sound(&store, &program)?;

    let mut at_once = Store::open_write(&folder.join("at-once.rashomon")).unwrap();
    let there: Vec<usize> = (0..PAGES).rev().filter(|n| store.in_force().unwrap().contains_key(doc(*n).as_str())).collect();
    let mut batch = at_once.batch().unwrap();
    for judgement in store.judgements().unwrap().iter().rev() {
        batch.judge(judgement).unwrap();
    }
    batch.commit("2026-03-01T00:00:00Z").unwrap();
    add(&mut at_once, &program, &inputs(&folder, &there));
    prop_assert_eq!(export(&store, &program), export(&at_once, &program));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn step_by_step_is_at_once(
        pages in prop::collection::vec((0usize..2, 0usize..3, 0usize..4, 0usize..2), PAGES),
        steps in prop::collection::vec((0u8..10, 0usize..PAGES, 0usize..PAGES), 3..14),
    ) {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path().to_owned(), &pages, &steps)?;
    }
}
