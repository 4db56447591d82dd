//! Comments and their number as a page tells them to machines (JSON-LD, schema.org).

use serde_json::Value;

use super::Found;

/// More comments than this inside each other are not followed.
const DEEPEST: usize = 100;

/// The number of comments that linked data claims, and the comments in it.
pub(super) fn read(linked: &[(String, (u32, u32))]) -> (Option<u32>, Vec<Found>) {
    let (mut claimed, mut found) = (None, Vec::new());
    for (json, place) in linked {
        if !json.contains("omment") {
            continue;
        }
        // The parser refuses what is more than 128 deep.
        let Ok(value) = serde_json::from_str::<Value>(json.trim()) else { continue };
        walk(&value, None, *place, 0, &mut claimed, &mut found);
    }
    (claimed, found)
}

fn walk(value: &Value, parent: Option<u32>, place: (u32, u32), depth: usize, claimed: &mut Option<u32>, found: &mut Vec<Found>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| walk(v, parent, place, depth + 1, claimed, found)),
        Value::Object(fields) => {
            let count =
                fields.get("commentCount").and_then(|c| c.as_u64().or_else(|| c.as_str()?.trim().parse().ok())).and_then(|c| u32::try_from(c).ok());
            if parent.is_none() {
                *claimed = claimed.or(count);
            }
            let mut inside = parent;
            let kind = fields.get("@type").and_then(Value::as_str).unwrap_or_default();
            let text = fields.get("text").or(fields.get("commentText")).and_then(Value::as_str);
            if let (true, Some(text)) = (matches!(kind, "Comment" | "UserComments"), text) {
                let author = fields.get("author").or(fields.get("creator"));
                let name = author.and_then(|a| a.as_str().or_else(|| a.get("name")?.as_str())).map(str::trim).filter(|a| !a.is_empty());
                let time = ["dateCreated", "datePublished", "commentTime"].iter().find_map(|k| fields.get(*k)?.as_str());
                inside = Some(found.len() as u32);
                found.push(Found {
                    text: plain(text).into(),
                    author: name.map(Into::into),
                    time: time.map(Into::into),
                    parent,
                    ordinal: 0,
                    above: None,
                    start: place.0,
                    end: place.1,
                });
            }
            for (name, value) in fields {
                if matches!(name.as_str(), "comment" | "comments" | "@graph" | "mainEntity" | "mainEntityOfPage" | "hasPart") {
                    walk(value, inside, place, depth + 1, claimed, found);
                }
            }
        }
        _ => {}
    }
}

/// Texts in linked data may have tags and entities.
fn plain(text: &str) -> String {
    if text.contains(['<', '&']) {
        let tree = super::tree::Tree::of(text);
        return tree.words.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    }
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
