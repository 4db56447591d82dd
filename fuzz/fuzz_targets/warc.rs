//! Any bytes as a WARC file.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use rashomon_reader::container::{Tables, open};

fuzz_target!(|bytes: &[u8]| {
    open("crawl.warc", Box::new(Cursor::new(bytes.to_vec())), &Tables::default(), &mut |_| ControlFlow::Continue(()));
});
