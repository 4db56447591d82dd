//! Names: as written, the fullest a page gives; a name that is said to be withheld is unknown, not silence.

use rashomon_model::value::Name;
use rashomon_model::value::name::Likeness;
use rashomon_model::{Kind, PartyId, Stated, Subject, Value};

use crate::cast::{Cast, Form, Person};
use crate::draft::Draft;
use crate::sheet::Sheet;
use crate::withheld::{befell, kept_back, kept_back_of_all, kept_back_of_last};

/// Words that say a name is kept back or not known.
const WITHHELD: &[&str] =
    &["identified", "named", "released", "disclosed", "identify", "release", "name", "identity", "known", "withheld", "withholding"];

/// What is kept back.
const NAMES: &[&str] = &["name", "names", "identity", "identities"];

/// Drafts for `name`.
pub fn drafts(sheet: &Sheet<'_>, cast: &Cast, _kind: &Kind) -> Vec<Draft> {
    let mut out = Vec::new();
    let of_all = kept_back_of_all(sheet, NAMES);
    for party in 0..cast.parties.len() {
        let names: Vec<(&Person, &Name)> =
            cast.mentions(party).filter_map(|(_, p)| if let Form::Named(n) = &p.form { Some((p, n)) } else { None }).collect();
        let full = names.iter().any(|(_, n)| n.is_full());
        // Of the spellings that agree, the fullest; a letter's difference is another name on the same page.
        let mut said: Vec<(&Person, &Name)> = Vec::new();
        for (p, n) in names.iter().filter(|(_, n)| n.is_full() == full) {
            match said.iter_mut().find(|(_, known)| known.likeness(n) == Likeness::Full || known == n || !full) {
                Some(known) if n.caption().len() > known.1.caption().len() => *known = (*p, *n),
                Some(_) => {}
                None => said.push((*p, *n)),
            }
        }
        for (p, n) in &said {
            let Some(tokens) = p.name.clone() else { continue };
            out.push(draft(party, Stated::Is(Value::Name((*n).clone())), tokens, p.head, "named so"));
        }
        if said.is_empty() {
            let kept = kept_back(sheet, cast, party, NAMES).or_else(|| of_all.clone().filter(|_| befell(cast, party)));
            let kept = kept.map(|(tokens, anchor)| draft(party, Stated::Unknown, tokens, anchor, "its name is kept back"));
            out.extend(kept.or_else(|| withheld(sheet, cast, party)));
        }
    }
    for (party, tokens, anchor) in kept_back_of_last(sheet, cast, NAMES) {
        if !out.iter().any(|d| d.subject == Subject::Party(PartyId(party as u32))) {
            out.push(draft(party, Stated::Unknown, tokens, anchor, "its name is kept back"));
        }
    }
    out
}

fn draft(party: usize, stated: Stated, tokens: std::ops::Range<usize>, anchor: usize, because: &str) -> Draft {
    Draft { sure: 0, subject: Subject::Party(PartyId(party as u32)), slot: "name".into(), stated, tokens, anchor, because: because.into() }
}

/// "an unidentified man", "the boy, whose name has not been released".
fn withheld(sheet: &Sheet<'_>, cast: &Cast, party: usize) -> Option<Draft> {
    for (_, p) in cast.mentions(party).filter(|(_, p)| p.form != Form::Pronoun) {
        let lower = |i: usize| sheet.tokens.get(i).map_or("", |t| &*t.lower);
        if p.tokens.clone().any(|i| matches!(lower(i), "unidentified" | "unnamed")) {
            return Some(draft(party, Stated::Unknown, p.tokens.clone(), p.head, "called unidentified"));
        }
        // "The condition of the men was not disclosed": something else of theirs.
        if p.tokens.start.checked_sub(1).is_some_and(|of| lower(of) == "of") {
            continue;
        }
        let sentence = sheet.tokens.get(p.head).and_then(|t| sheet.sentences.get(t.sentence))?;
        let until = sentence.tokens.end.min(p.tokens.end + 14);
        let not = (p.tokens.end..until)
            .find(|i| matches!(lower(*i), "not" | "n't" | "withheld" | "withholding") || lower(*i) == "t" && lower(i.saturating_sub(1)) == "'");
        let Some(not) = not else { continue };
        // Between the person and the denial stands nobody else.
        if cast.within(p.tokens.end..not).any(|(_, q)| q.form != Form::Pronoun && q.party != Some(party)) {
            continue;
        }
        let told = (p.tokens.end..until).rfind(|i| WITHHELD.contains(&lower(*i)) && (*i > not || lower(*i) == "name"));
        if let Some(last) = told {
            return Some(draft(party, Stated::Unknown, p.tokens.start..(last.max(not) + 1).min(sentence.tokens.end), not, "its name is withheld"));
        }
    }
    None
}
