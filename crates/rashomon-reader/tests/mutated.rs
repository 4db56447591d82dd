//! The fuzz targets' seeds, bent at random but always the same way: nothing panics or goes on for ever.
//! `RASHOMON_BENT=20000` bends each seed so often; `cargo fuzz` (CONTRIBUTING.md) looks further.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test reads its inputs from the disk")]

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use rashomon_reader::container::{Tables, open};
use rashomon_reader::{Markup, Page, Raw, read_input, read_raw};

/// Xorshift (Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// One to four changes: a byte, a stretch left out, said twice or taken from another seed, a number made extreme.
fn bent(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << dice.below(8)),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].repeat(1 + dice.below(5));
                drop(bytes.splice(at..at, again));
            }
            3 => {
                let from = dice.below(other.len());
                let part = other[from..(from + 40).min(other.len())].to_vec();
                drop(bytes.splice(at..end, part));
            }
            4 => drop(bytes.splice(at..end, *b"99999999999999999999")),
            _ => bytes.truncate(at.max(1)),
        }
        if bytes.is_empty() {
            return seed.to_vec();
        }
    }
    bytes
}

#[test]
fn bent_seeds() {
    let times: usize = std::env::var("RASHOMON_BENT").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for kind in ["html", "text", "feed", "warc", "jsonl", "zip"] {
        let mut paths: Vec<_> = std::fs::read_dir(root.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
        let mut pages = 0;
        for (path, seed) in paths.iter().zip(&seeds) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            for _ in 0..times {
                let other = &seeds[dice.below(seeds.len())];
                let bytes = bent(seed, other, &mut dice);
                match kind {
                    "html" => drop(read_raw(&Raw { markup: Some(Markup { bytes, ..Markup::default() }), ..Raw::default() })),
                    "text" | "jsonl" => drop(read_input(&Page { name: name.clone(), bytes })),
                    _ => open(&name, Box::new(Cursor::new(bytes)), &Tables::default(), &mut |part| {
                        if let Ok(raw) = part {
                            read_raw(&raw);
                            pages += 1;
                        }
                        ControlFlow::Continue(())
                    }),
                }
            }
        }
        assert!(pages > 0 || matches!(kind, "html" | "text" | "jsonl"), "{kind}: bent beyond recognition");
    }
}
