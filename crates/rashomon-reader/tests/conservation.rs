//! No word of a page is lost: the words of its text nodes, as another library's tree has them, are those of its zones.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test reads its inputs from the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use proptest::prelude::*;
use rashomon_reader::{Markup, Raw, read_raw};

/// How often each letter and digit stands in a text: hidden words stand after their line, and tables put words in another order.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// The words of zones, which hold all of the text (`Document::new` refuses anything else).
fn ours(html: &str) -> String {
    let markup = Markup { bytes: html.into(), media: Some("text/html; charset=utf-8".into()), ..Markup::default() };
    let (document, _) = read_raw(&Raw { doc_id: Some("page".into()), markup: Some(markup), ..Raw::default() });
    let text = document.text().raw();
    let zones = document.zones().iter().filter(|z| z.field == rashomon_model::Field::Text);
    zones.filter_map(|z| text.get(z.start as usize..z.end as usize)).collect::<Vec<_>>().join("\n")
}

/// The words of the tree that html5ever builds, without what is no text: scripts, styles, frames, titles.
fn theirs(html: &str) -> String {
    let tree = dom_query::Document::from(html);
    tree.select("script, style, iframe, noembed, noframes, title").remove();
    tree.text().to_string()
}

/// What differs between the two, with how often.
fn difference(html: &str) -> Vec<(char, i64)> {
    let (ours, theirs) = (letters(&ours(html)), letters(&theirs(html)));
    let all: std::collections::BTreeSet<char> = ours.keys().chain(theirs.keys()).copied().collect();
    let count = |of: &BTreeMap<char, usize>, c: &char| of.get(c).copied().unwrap_or_default() as i64;
    all.into_iter().map(|c| (c, count(&ours, &c) - count(&theirs, &c))).filter(|(_, n)| *n != 0).collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=comments>",
        "<div>",
        "</div>",
        "<div hidden>",
        "<span style='display:none'>",
        "</span>",
        "<b>",
        "</b>",
        "<i>",
        "<a href=x>",
        "</a>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<br>",
        "<hr>",
        "<img alt=x>",
        "<nav>",
        "</nav>",
        "<footer>",
        "<form>",
        "<button>",
        "</button>",
        "<textarea>a</textarea>",
        "<script>var a = '<p>b';</script>",
        "<style>p{}</style>",
        "<!-- c -->",
        "<title>t</title>",
        "<blockquote>",
        "<figure><figcaption>",
        "</figure>",
        "<time datetime=2016-07-28>",
        "</time>",
        "&amp;",
        "&eacute;",
        "&#8217;",
        "&",
        "<",
        ">",
        "</x>",
        "<x-y z>",
        "<pre>",
        "</pre>",
        "<article>",
        "</article>",
        "<dl><dt>",
        "<dd>",
        "Police said a man was shot in the leg on Friday night. ",
        "Officer Ana Reyes of Millbrook, Ohio, ",
        "two men fled in a car, ",
        "é",
        "🚲",
        " ",
        "\n",
    ]);
    prop::collection::vec(prop_oneof![6 => piece.prop_map(str::to_owned), 1 => "[a-z <>&;/='\"-]{0,12}"], 0..80).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_word_of_any_markup_is_lost(body in pieces()) {
        // Frames and titles in bodies are read as browsers do; attributes that swallow the rest of a page are no text in either.
        let html = format!("<!doctype html><html><head></head><body>{body}");
        let lost: Vec<_> = difference(&html).into_iter().filter(|(_, n)| *n < 0).collect();
        prop_assert!(lost.is_empty(), "{lost:?} of {html}");
    }
}

#[test]
fn no_word_of_real_pages_is_lost() {
    let shared =
        std::env::var_os("RASHOMON_SHARED").map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folders = [shared.join("data/pages/articles/html"), shared.join("data/pages/segments/html")];
    let step = std::env::var("CONSERVE_STEP").ok().and_then(|n| n.parse().ok()).unwrap_or(16);
    let (mut pages, mut differ) = (0, Vec::new());
    for folder in folders {
        let Ok(listing) = fs::read_dir(&folder) else {
            println!("skipped: {} is absent", folder.display());
            return;
        };
        let mut paths: Vec<_> = listing.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().step_by(step) {
            let mut html = Vec::new();
            let read = flate2::read::MultiGzDecoder::new(fs::File::open(path).expect("listed")).read_to_end(&mut html);
            read.expect("gzip");
            // What is shown without scripts is markup to us and raw text to a tree that has them.
            let html = String::from_utf8_lossy(&html).replace("<noscript", "<div").replace("</noscript", "</div");
            pages += 1;
            let lost: i64 = difference(&html).iter().filter(|(_, n)| *n < 0).map(|(_, n)| -n).sum();
            if lost > 0 {
                differ.push((path.file_name().map(|n| n.to_string_lossy().into_owned()), lost));
            }
        }
    }
    println!("{pages} pages, {} differ: {differ:?}", differ.len());
    assert!(differ.len() * 50 <= pages, "of {pages}: {differ:?}");
}
