//! Any bytes as a page of markup.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_reader::{Markup, Raw, read_raw};

fuzz_target!(|bytes: &[u8]| {
    read_raw(&Raw { markup: Some(Markup { bytes: bytes.to_vec(), media: None }), ..Raw::default() });
});
