//! Any bytes as a ZIP, TAR or gzip archive.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use rashomon_reader::container::{Tables, open};

fuzz_target!(|bytes: &[u8]| {
    open("pages.zip", Box::new(Cursor::new(bytes.to_vec())), &Tables::default(), &mut |_| ControlFlow::Continue(()));
});
