//! Pages made to stop a reader: each is read, says what was done, and keeps its words. The sizes are those of TRUST.md's table
//! cut to seconds; `cargo xtask hostile` runs ten times that table.

use rashomon_reader::{Markup, Raw, read_raw};

/// The words that must still be there, and the notices.
fn check(html: &str, words: &[&str], notices: &str) {
    let markup = Markup { bytes: html.into(), media: Some("text/html; charset=utf-8".into()), ..Markup::default() };
    let (document, said) = read_raw(&Raw { doc_id: Some("page".into()), markup: Some(markup), ..Raw::default() });
    for word in words {
        assert!(document.text().raw().contains(word), "{word:?} is lost");
    }
    let mut said: Vec<&str> = said.iter().map(|n| &*n.id).collect();
    said.dedup();
    assert_eq!(said.join(" "), notices);
}

const STORY: &str = "<p>A man was shot on Friday night on Oak Street in Millbrook, police said, and two men fled in a silver car.</p>";

#[test]
fn nesting_is_flattened() {
    check(
        &format!("{STORY}{}deep{}after", "<div>".repeat(20_000), "</div>".repeat(20_000)),
        &["A man was shot", "deep", "after"],
        "nesting-flattened",
    );
    check(&format!("{STORY}{}deep", "<ul><li>".repeat(8000)), &["A man was shot", "deep"], "nesting-flattened");
    check(&format!("{STORY}{}deep", "<table><tr><td>".repeat(3000)), &["A man was shot", "deep"], "nesting-flattened");
    // A paragraph at the bottom is what the article libraries climb up from.
    check(&format!("{STORY}{}<p>deep words at the bottom of it all", "<ul><li>".repeat(8000)), &["A man was shot", "deep"], "nesting-flattened");
    check(&format!("{STORY}{}deep", "<b class=x>".repeat(5000)), &["A man was shot", "deep"], "nesting-flattened");
    check(&format!("{STORY}{}deep{}", "<div>".repeat(500), "</div>".repeat(500)), &["A man was shot", "deep"], "");
    // Formatting that is never closed is opened again in every paragraph that follows.
    let open: String = (0..400).map(|n| format!("<b id=n{n}>")).collect();
    check(&format!("{STORY}{open}{}", "<p>so it goes on".repeat(2000)), &["A man was shot", "so it goes on"], "nesting-flattened");
}

#[test]
fn what_parsers_would_add_by_the_hundred_thousand_costs_no_words() {
    // Each is an empty paragraph to a parser.
    check(&format!("{STORY}{}<p>after</p>", "</p>".repeat(300_000)), &["A man was shot", "after"], "");
    // Each paragraph has twelve elements of formatting opened in it again.
    let open: String = (0..12).map(|n| format!("<b id=n{n}>")).collect();
    check(&format!("{STORY}{open}{}", "<p>so it goes on".repeat(20_000)), &["A man was shot", "so it goes on"], "");
}

#[test]
fn attributes_are_cut() {
    let many: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
    check(&format!("{STORY}<p{many}>after</p>"), &["A man was shot", "after"], "attributes-cut");
}

#[test]
fn runs_of_ampersands_are_kept() {
    check(&format!("{STORY}<p>{}after</p>", "&".repeat(200_000)), &["A man was shot", "&&&&", "after"], "entity-run");
    check(&format!("{STORY}<p>{}after</p>", "&amp;&lt;".repeat(50_000)), &["A man was shot", "&<&<", "after"], "entity-run");
}

#[test]
fn many_comments_are_kept() {
    let thread: String = (0..5000).map(|n| format!("<li class=comment id=comment-{n}><p>Reader {n} saw it too.</p></li>")).collect();
    check(&format!("{STORY}<ol class=commentlist>{thread}</ol>"), &["A man was shot", "Reader 0 saw", "Reader 4999 saw"], "");
}

#[test]
fn long_texts_are_not_cut() {
    let long = "<p>Officer Ana Reyes of Millbrook said that the search went on for another day.</p>".repeat(12_000);
    check(&format!("{STORY}{long}<p>The last words.</p>"), &["A man was shot", "The last words."], "");
}

#[test]
fn odd_values_are_no_sizes() {
    check(&format!("{STORY}<table><tr><td colspan=9007199254740991 rowspan=99999999>cell</table>"), &["A man was shot", "cell"], "");
}
