//! Any input at all: no panic, every word in exactly one zone, linear time.

use proptest::prelude::*;
use rashomon_reader::{Page, Raw, Read, read_input, read_raw};

/// Words, marks, indents and headers that threads, notices and datelines are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n\n",
        "\n\n\n",
        "\r\n",
        "  ",
        "      ",
        "\t",
        "1. ",
        "2) ",
        "• ",
        "* ",
        "Comments (9)",
        "3 Comments",
        "No. 1-8",
        "Leave a reply",
        "Reply",
        "jdoe says:",
        "Jane Doe • 3 years ago",
        "March 3, 2015 at 5:33 pm",
        "©2018 by Jane Doe",
        "All rights reserved.",
        "MILLBROOK, Ohio -- ",
        "(AP) – ",
        "By Jane Doe",
        "Posted: July 28, 2016",
        "RELATED:",
        "Share this",
        "Photo: x",
        "dont ",
        "&#8217;",
        "â€™",
        "\u{feff}",
        "\u{200b}",
        "\u{a0}",
        "\u{2028}",
        "Police said a man was shot in the leg on Friday night. ",
        "“I saw it,” she said.",
        "é",
        "🚲",
        "a",
        "Z",
        ".",
        "?",
    ]);
    prop::collection::vec(prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "\\PC{0,12}"], 0..60).prop_map(|v| v.concat())
}

proptest! {
    #[test]
    fn every_word_lies_in_one_zone(text in pieces(), title in prop::option::of("\\PC{0,30}")) {
        let raw = Raw { text, title, ..Raw::default() };
        // `Document::new` refuses zones that overlap or leave a word out.
        let (document, _) = read_raw(&raw);
        prop_assert_eq!(document.text().raw(), raw.text.as_str());
        for passage in document.reporting() {
            let whole = passage.text().trim();
            if let Some(at) = passage.text().find(whole).filter(|_| !whole.is_empty()) {
                prop_assert!(passage.span(at..at + whole.len()).is_some());
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_set_aside(bytes in prop::collection::vec(any::<u8>(), 0..300), name in "[a-z]{0,4}(\\.txt|\\.jsonl|\\.json|\\.gz|\\.jsonl\\.gz)?") {
        for read in read_input(&Page { name, bytes }) {
            if let Read::SetAside(notice) = read {
                prop_assert!(!notice.hint.is_empty());
            }
        }
    }
}
