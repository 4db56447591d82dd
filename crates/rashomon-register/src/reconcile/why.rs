//! One sentence for a finding: the sides, who states each, and what decides between them.

use std::collections::BTreeSet;

use rashomon_model::Status;

use super::relate::Tie;
use super::{Ground, Side, Told};

pub(crate) fn sentence(
    ground: &Ground,
    status: Status,
    standing: &[usize],
    before: &[usize],
    disputed: &[(usize, usize)],
    ties: &[(usize, usize, Tie)],
    told: &Told,
) -> Box<str> {
    let name = |s: usize| named(ground, &ground.sides[s], told);
    let text = match status {
        Status::Open => format!("Only said to be unknown: {}.", name(standing[0])),
        Status::Single => match standing {
            [one] => format!("Only {}.", name(*one)),
            many => format!("One page: {}.", join(many.iter().map(|s| name(*s)))),
        },
        Status::Agreed => match standing {
            [one] => format!("All say {}.", name(*one)),
            many => format!("All can be true: {}.", join(many.iter().map(|s| name(*s)))),
        },
        Status::Superseded => {
            let reason = ties.iter().find_map(|(a, b, t)| match t {
                Tie::Supersedes(why) if before.contains(b) => Some(*why),
                Tie::SupersededBy(why) if before.contains(a) => Some(*why),
                _ => None,
            });
            let now = join(standing.iter().map(|s| name(*s)));
            let was = join(before.iter().map(|s| name(*s)));
            format!("{now} replaces {was}: {}.", reason.unwrap_or("a later statement"))
        }
        Status::Disputed => {
            let sides: BTreeSet<usize> = disputed.iter().flat_map(|(a, b)| [*a, *b]).collect();
            let names: Vec<String> = standing.iter().filter(|s| sides.contains(s)).map(|s| name(*s)).collect();
            let mut text = format!("{}; nothing in the pages explains it.", names.join(" against "));
            let others: Vec<usize> = standing.iter().copied().filter(|s| !sides.contains(s)).collect();
            if !others.is_empty() {
                text.push_str(&format!(" {} fits more than one side.", capital(&join(others.iter().map(|s| name(*s))))));
            }
            text
        }
    };
    text.into()
}

/// `4 (page-a, page-b; WGN)`: the value, the documents, the roots behind them.
fn named(ground: &Ground, side: &Side, told: &Told) -> String {
    let docs: Vec<&str> = side.pages.iter().map(|p| ground.pages[*p].doc.as_str()).collect();
    let roots: BTreeSet<&str> =
        side.claims.iter().filter_map(|p| p.origin.as_ref()).filter_map(|id| told.origins.iter().find(|o| o.id == *id)).map(|o| &*o.label).collect();
    let shown = match docs.as_slice() {
        [a, b, c, rest @ ..] if rest.len() > 1 => format!("{a}, {b}, {c} and {} more", rest.len()),
        all => all.join(", "),
    };
    if roots.is_empty() {
        format!("{} ({shown})", side.caption())
    } else {
        format!("{} ({shown}; {})", side.caption(), roots.into_iter().collect::<Vec<_>>().join(", "))
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
