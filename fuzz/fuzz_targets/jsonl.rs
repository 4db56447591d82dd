//! Any bytes as JSON lines, whole and line by line: both must give as many pages.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use rashomon_reader::{Lines, Page, Shape, read_raw, split};

fuzz_target!(|bytes: &[u8]| {
    let whole = split(&Page { name: "pages.jsonl".into(), bytes: bytes.to_vec() });
    for raw in whole.iter().flatten() {
        read_raw(raw);
    }
    if let Ok(Shape::Lines(lines)) = Lines::of("pages.jsonl", Cursor::new(bytes), false) {
        let lines: Vec<_> = lines.map(|(page, _)| page).collect();
        assert_eq!(whole.iter().filter(|p| p.is_ok()).count(), lines.iter().filter(|p| p.is_ok()).count());
    }
});
