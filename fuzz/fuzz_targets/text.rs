//! Any bytes as a page of plain text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_reader::{Page, read_input};

fuzz_target!(|bytes: &[u8]| {
    read_input(&Page { name: "page.txt".into(), bytes: bytes.to_vec() });
});
