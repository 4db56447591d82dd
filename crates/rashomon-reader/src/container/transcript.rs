//! Transcripts with times: SubRip (SRT) and WebVTT. Cues become paragraphs, each under the time at which it begins.

use rashomon_model::Notice;

use crate::Raw;
use crate::input::aside;

/// A pause of so many milliseconds begins a paragraph.
const PAUSE: u64 = 2500;
/// A paragraph of so many characters ends with its sentence.
const LONG: usize = 500;

/// Whether a file begins as a transcript.
pub(super) fn is_transcript(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("WEBVTT") {
        return true;
    }
    let mut lines = text.lines();
    lines.next().is_some_and(|n| n.trim().parse::<u32>().is_ok()) && lines.next().is_some_and(|line| times(line).is_some())
}

/// The transcript as a page: its words in paragraphs, a time in brackets before each.
pub(super) fn page(name: &str, bytes: &[u8]) -> Result<Raw, Notice> {
    let text = super::decode::decode(bytes, None).replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::new();
    let mut open = 0; // characters of the paragraph so far
    let mut ended = 0;
    let mut last = String::new();
    for block in text.trim_start_matches('\u{feff}').split("\n\n") {
        let mut lines = block.lines().filter(|line| !line.trim().is_empty());
        let Some((start, end)) = lines.by_ref().find_map(times) else { continue };
        for line in lines {
            let speaks = line.trim_start();
            let turn = speaks.starts_with(">>") || speaks.starts_with("<v ") || speaks.starts_with("- ");
            let words = spoken(line);
            // Captions that roll repeat the line above.
            if words.is_empty() || words == last {
                continue;
            }
            let full = open > LONG && out.ends_with(['.', '!', '?', '"']);
            if open == 0 || turn || full || start.saturating_sub(ended) > PAUSE {
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
                let seconds = start / 1000;
                out.push_str(&format!("[{:02}:{:02}:{:02}]\n", seconds / 3600, seconds / 60 % 60, seconds % 60));
                open = 0;
            } else {
                out.push(' ');
            }
            out.push_str(&words);
            open += words.len();
            last = words;
            ended = end;
        }
    }
    if out.is_empty() {
        return Err(aside("empty-input", 0, bytes.len(), format!("{name}: no words under any time; save the transcript again")));
    }
    out.push('\n');
    Ok(Raw { doc_id: (name != "-").then(|| name.to_owned()), text: out, ..Raw::default() })
}

/// `00:01:02,500 --> 00:01:04,000` in milliseconds; hours may be missing.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, milli) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let seconds = clock.split(':').try_fold(0u64, |sum, part| sum.checked_mul(60)?.checked_add(part.trim().parse().ok()?))?;
    seconds.checked_mul(1000)?.checked_add(milli.parse().ok()?)
}

/// A cue's line without its tags and marks; a speaker's name stays before what he or she says.
fn spoken(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, more)) = after.split_once('>') else {
            rest = after;
            continue;
        };
        if let Some(name) = tag.strip_prefix("v ") {
            out.push_str(name);
            out.push_str(": ");
        }
        rest = more;
    }
    out.push_str(rest);
    let out = out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
    let out = out.trim().trim_start_matches(">>").trim_start_matches("- ").trim();
    out.trim_matches('♪').split_whitespace().collect::<Vec<_>>().join(" ")
}
