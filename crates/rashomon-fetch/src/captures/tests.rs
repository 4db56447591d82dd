use super::*;

fn got(word: &str, on: usize) -> Got {
    let sha256 = Some(format!("{on}"));
    Got { word: word.into(), at: "https://millbrookledger.example/1".into(), on: format!("2026-03-06T09:00:{on:06}Z"), sha256, ..Got::default() }
}

fn wanted(url: &str) -> Vec<Wanted> {
    vec![Wanted { url: url.into(), ..Wanted::default() }]
}

#[test]
fn a_long_journal_is_written_anew_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("journal.jsonl");
    let mut captures = Captures::open(folder.path()).unwrap();
    for n in 0..LINES {
        captures.keep(&[], "", Some(("https://millbrookledger.example/1", &got("same", n))), &[]).unwrap();
    }
    captures.keep(&[(Shelf::Pages, b"a record".to_vec())], "", None, &[]).unwrap();
    captures.done().unwrap();
    captures.want(wanted("https://millbrookledger.example/2")).unwrap();
    let (before, stretches) = (fs::metadata(&place).unwrap().len(), captures.not_added());
    drop(captures);
    let captures = Captures::open(folder.path()).unwrap();
    assert!(fs::metadata(&place).unwrap().len() < before / 100);
    assert_eq!(captures.got("https://millbrookledger.example/1"), Some(&got("same", LINES - 1)));
    assert_eq!(captures.stands("https://millbrookledger.example/1"), Some(&got("same", LINES - 1)));
    assert_eq!(captures.queue(), wanted("https://millbrookledger.example/2"));
    assert_eq!((captures.not_added(), stretches.len()), (stretches, 1));
}

#[test]
fn what_is_not_as_it_was_left_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let keep = |record: &[u8]| {
        let mut captures = Captures::open(folder.path()).unwrap();
        captures.keep(&[(Shelf::Pages, record.to_vec())], "", None, &[]).unwrap();
        captures.not_added()
    };
    let first = keep(b"one").remove(0);
    assert_eq!(fs::metadata(&first.path).unwrap().len(), first.to);
    // Torn: cut off. Shorter: another file.
    fs::OpenOptions::new().append(true).open(&first.path).unwrap().write_all(b"torn").unwrap();
    assert_eq!(keep(b"two"), [Stretch { to: first.to + 3, ..first.clone() }]);
    assert!(fs::read(&first.path).unwrap().ends_with(b"onetwo"));
    fs::OpenOptions::new().write(true).open(&first.path).unwrap().set_len(10).unwrap();
    assert_eq!(keep(b"three").len(), 2);
    assert_eq!(fs::metadata(&first.path).unwrap().len(), 10);

    // A line that was not written to its end says nothing; another one that cannot be read stops everything.
    let place = folder.path().join("journal.jsonl");
    let whole = fs::read(&place).unwrap();
    fs::write(&place, [&*whole, b"{\"want\":\"https"].concat()).unwrap();
    assert!(Captures::open(folder.path()).is_ok());
    assert_eq!(fs::read(&place).unwrap(), whole);
    fs::write(&place, [b"{\"want\":\"https\n", &*whole].concat()).unwrap();
    assert!(matches!(Captures::open(folder.path()), Err(Broken::Journal(_, 1))));
}
