//! Threads laid over the lines of a page's visible text: one zone a comment, and the furniture around it.

use rashomon_model::text::{Comment, Zone};
use rashomon_model::{Field, ZoneKind};

use super::super::scan::Line;
use super::Threads;

/// The zones of comments and of what belongs to them, in order. `lines`: the lines of the text, read from the same source.
pub(crate) fn zones(mut threads: Threads, lines: &[Line]) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    let (all_said, all_cut) = (std::mem::take(&mut threads.said), std::mem::take(&mut threads.cut));
    let (mut said, mut cut) = (all_said.as_slice(), all_cut.as_slice());
    let mut last: Option<u32> = None;
    let mut seen = vec![false; threads.comments.len()];
    for line in lines {
        let source = line.source();
        // Both are in order, and so are the lines.
        while let [first, rest @ ..] = said {
            if first.0.end as usize > source.start {
                break;
            }
            said = rest;
        }
        while let [first, rest @ ..] = cut {
            if first.end > source.start {
                break;
            }
            cut = rest;
        }
        let comment = said.first().filter(|s| (s.0.start as usize) < source.end).map(|s| s.1);
        let inside = cut.first().is_some_and(|c| c.start < source.end && c.end > source.start);
        let (start, end) = (line.start, line.end);
        match (comment, zones.last_mut()) {
            // Paragraphs of one comment are one zone.
            (Some(n), Some(zone)) if last == Some(n) => zone.end = end,
            (Some(n), _) => {
                // What goes on after an answer in its midst has no place of its own. Who and when are taken, not copied: threads can be of a million comments.
                let comment = (!std::mem::replace(&mut seen[n as usize], true)).then(|| {
                    let thread = threads.path(n as usize);
                    let found = &mut threads.comments[n as usize];
                    Box::new(Comment { thread, author: found.author.take(), time: found.time.take() })
                });
                zones.push(Zone { kind: ZoneKind::Comment, field: Field::Text, start, end, comment });
            }
            (None, _) if inside => zones.push(Zone { kind: ZoneKind::Furniture, field: Field::Text, start, end, comment: None }),
            (None, _) => {}
        }
        last = comment;
    }
    zones
}
