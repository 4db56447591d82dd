//! Any bytes as a page of markup. Not as a PDF: its parser panics on much that is caught, and a fuzzer counts that as a crash.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_reader::{Markup, Raw, read_raw};

fuzz_target!(|bytes: &[u8]| {
    if !bytes.starts_with(b"%PDF-") {
        read_raw(&Raw { markup: Some(Markup { bytes: bytes.to_vec(), ..Markup::default() }), ..Raw::default() });
    }
});
