//! Any bytes as a feed, a sitemap, mail, a transcript: whatever one piece can be.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use rashomon_reader::container::{Tables, open};

fuzz_target!(|bytes: &[u8]| {
    open("feed.xml", Box::new(Cursor::new(bytes.to_vec())), &Tables::default(), &mut |_| ControlFlow::Continue(()));
});
