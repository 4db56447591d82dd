//! Factuality: how surely a claim's words are put, by cue words and their scope (FactBank's classes: Saurí and
//! Pustejovsky 2009; what counts as which is `SLOTS.md`'s).

use std::ops::Range;

use rashomon_model::Factuality;

use crate::closed::Closed;
use crate::sheet::Sheet;

/// Slots that a hedge over the whole sentence does not touch: "police believe Reyes, 31, fired" leaves the age certain. For them
/// a cue must stand among the claim's own words.
static FIRM: Closed = Closed::new(
    "name age gender city state county agency occupation address hospital killed injured arrested charge criminal_history case_status condition venue wounds outcome relationship",
);
/// Slots whose denial is a claim of its own; elsewhere the slot has taken "no" into the value.
static DENIABLE: Closed = Closed::new("circumstance relationship shot_by weapon vehicle");
/// Probable: PR+.
static PROBABLE: Closed = Closed::new(
    "likely probably apparently apparent appears appear appeared appearing seems seem seemed presumably allegedly alleged allege alleges accused accuse accuses suspected \
     accusing purportedly",
);
/// Possible: PS+.
static POSSIBLE: Closed =
    Closed::new("may might possibly possible perhaps maybe believe believes believed think thinks thought potentially potential suspect presumed");
static NOT: Closed = Closed::new("not n't no never none neither nor without denied denies nobody");
/// What is not known is asked with these.
static ASKED: Closed = Closed::new("whether if what how who why where which when whose");
/// Left of a question: nobody has the answer.
static OPEN: Closed = Closed::new(
    "unclear unknown unsure uncertain undetermined investigating investigate determine determining know known clear say said sure looking look asked learn wondering \
     explain released release disclosed revealed determined identified",
);
/// A hedge does not reach over these.
static WALLS: Closed = Closed::new("but ; : although though however");

/// How surely the value of a slot is put, whose decisive word is `anchor` and whose words are `tokens`; and the cue that says so.
pub fn at(sheet: &Sheet<'_>, slot: &str, anchor: usize, tokens: Range<usize>) -> (Factuality, Option<Range<usize>>) {
    let Some(sentence) = sheet.tokens.get(tokens.start).map(|t| sheet.sentences[t.sentence].tokens.clone()) else {
        return (Factuality::Certain, None);
    };
    let reading = Reading { sheet, sentence, anchor: anchor.clamp(tokens.start, tokens.end.max(tokens.start + 1) - 1), tokens, slot };
    // "It was unclear whether he was hit": that he is a man is not in doubt.
    let plain = matches!(slot, "gender" | "age" | "occupation") || slot == "outcome" && reading.is_attribute();
    let unclear = if plain { None } else { reading.unclear() };
    unclear.or_else(|| reading.hedged()).or_else(|| reading.denied()).map_or((Factuality::Certain, None), |(f, cue)| (f, Some(cue)))
}

struct Reading<'a, 't> {
    sheet: &'a Sheet<'t>,
    sentence: Range<usize>,
    anchor: usize,
    tokens: Range<usize>,
    slot: &'a str,
}

type Read = Option<(Factuality, Range<usize>)>;

impl Reading<'_, '_> {
    fn lower(&self, t: usize) -> &str {
        self.sheet.tokens.get(t).map_or("", |t| &t.lower)
    }

    /// Where a cue left of the claim may stand: back to the last wall, at most `most` words.
    fn left(&self, most: usize) -> Range<usize> {
        let floor = self.sentence.start.max(self.tokens.start.saturating_sub(most));
        let wall = (floor..self.tokens.start).rev().find(|t| WALLS.has(self.lower(*t)));
        wall.map_or(floor, |w| w + 1)..self.tokens.start
    }

    /// "Whether the slain woman knew him": that she was slain is no question.
    fn is_attribute(&self) -> bool {
        let next = self.lower(self.anchor + 1);
        matches!(self.lower(self.anchor), "slain" | "deceased" | "murdered" | "wounded" | "injured")
            && next.starts_with(char::is_alphabetic)
            && !matches!(
                next,
                "in" | "by" | "at" | "on" | "and" | "or" | "when" | "after" | "before" | "during" | "as" | "with" | "while" | "because"
            )
    }

    /// "It was unclear whether", "looking into what", "has not been determined".
    fn unclear(&self) -> Read {
        let firm = FIRM.has(self.slot);
        // "whether the bullet that hit him was hers": that he was hit is no question.
        if firm && self.tokens.start.checked_sub(1).is_some_and(|t| self.lower(t) == "that") {
            return None;
        }
        let left = self.left(if firm { 6 } else { 30 });
        let within = left.start..self.tokens.end;
        for t in within.clone() {
            let word = self.lower(t);
            let asks = ASKED.has(word) && t > within.start && {
                let near = t.saturating_sub(6).max(self.sentence.start)..t;
                let open = near.clone().any(|k| OPEN.has(self.lower(k)));
                let negated = near.clone().any(|k| NOT.has(self.lower(k)));
                let needs = near.clone().any(|k| {
                    matches!(
                        self.lower(k),
                        "unclear"
                            | "unknown"
                            | "unsure"
                            | "uncertain"
                            | "undetermined"
                            | "investigating"
                            | "investigate"
                            | "determine"
                            | "determining"
                            | "looking"
                            | "look"
                    )
                });
                if word == "whether" { open || negated } else { open && (negated || needs) && matches!(word, "if" | "what" | "how" | "who" | "why") }
            };
            if asks && t <= self.anchor.max(self.tokens.start) {
                return Some((Factuality::Unclear, t..t + 1));
            }
        }
        if !DENIABLE.has(self.slot) {
            return None;
        }
        // "The motive is unknown", "is not known", "looking into the possibility".
        let right = self.tokens.start..self.sentence.end.min(self.tokens.end + 6);
        for t in right {
            let word = self.lower(t);
            let not = t > 0 && (t.saturating_sub(3)..t).any(|k| NOT.has(self.lower(k)));
            if matches!(word, "unknown" | "unclear" | "undetermined")
                || not && matches!(word, "known" | "clear" | "determined" | "released" | "disclosed")
            {
                return Some((Factuality::Unclear, t..t + 1));
            }
        }
        let into = self.left(12).find(|t| {
            self.lower(*t) == "looking" && self.lower(t + 1) == "into"
                || self.lower(*t) == "investigating" && matches!(self.lower(t + 1), "whether" | "the") && self.lower(t + 2) == "possibility"
        });
        into.map(|t| (Factuality::Unclear, t..t + 2))
    }

    /// "allegedly", "police believe", "may have been", "is accused of".
    fn hedged(&self) -> Read {
        let firm = FIRM.has(self.slot);
        let reach = match self.slot {
            _ if firm => 0..0,
            "date" | "time" => self.left(6),
            _ => self.left(14),
        };
        let mut best: Read = None;
        for t in reach.chain(self.tokens.clone()) {
            let word = self.lower(t);
            let after = t > self.anchor && t >= self.tokens.start;
            let points = || word == "evidence" && (t..t + 6).any(|k| matches!(self.lower(k), "points" | "pointed" | "suggests" | "indicates"));
            let charge = || self.slot == "shot_by" && t + 12 > self.anchor && self.is_charge(t);
            let class = if POSSIBLE.has(word) && self.is_modal(t) {
                Factuality::Possible
            } else if PROBABLE.has(word) && self.slot != "role" || charge() || points() {
                Factuality::Probable
            } else {
                continue;
            };
            if after && firm {
                continue;
            }
            let negated = (t + 1..(t + 3).min(self.tokens.end))
                .chain(t.saturating_sub(3).max(self.sentence.start)..t)
                .any(|k| matches!(self.lower(k), "not" | "n't"));
            let class = match (class, negated, word) {
                (Factuality::Probable, true, _) | (Factuality::Possible, true, "think" | "thinks") => Factuality::ProbablyNot,
                (Factuality::Possible, true, _) => Factuality::PossiblyNot,
                (class, ..) => class,
            };
            best = Some((class, t..t + 1));
        }
        best
    }

    /// "charged with", "arrested for": an accusation, when the claim is who shot.
    fn is_charge(&self, t: usize) -> bool {
        match self.lower(t) {
            "charged" | "charges" | "indicted" => true,
            "arrested" => matches!(self.lower(t + 1), "for" | "in" | "on" | "and"),
            _ => false,
        }
    }

    /// "may" the month and "a suspect" are no hedges.
    fn is_modal(&self, t: usize) -> bool {
        let token = &self.sheet.tokens[t];
        match &*token.lower {
            "may" => !token.is_capital() && self.sheet.tokens.get(t + 1).is_some_and(|n| !n.lower.starts_with(|c: char| c.is_ascii_digit())),
            "suspect" => {
                t > 0
                    && matches!(
                        self.lower(t - 1),
                        "police" | "detectives" | "investigators" | "authorities" | "officials" | "deputies" | "also" | "they"
                    )
            }
            _ => true,
        }
    }

    /// "was not gang related", "no argument".
    fn denied(&self) -> Read {
        if !DENIABLE.has(self.slot) {
            return None;
        }
        let near = self.left(4).start..self.anchor.max(self.tokens.start) + 1;
        // "but not before shooting two": it was done.
        let before = |t: usize| self.lower(t) == "not" && matches!(self.lower(t + 1), "before" | "until" | "only");
        // "No one was injured in the exchange of gunfire": there was gunfire.
        let things = matches!(self.slot, "weapon" | "vehicle");
        let nobody = |t: usize| things && (matches!(self.lower(t), "nobody" | "none") || self.lower(t) == "no" && self.lower(t + 1) == "one");
        // "She did not recognize the gunshots", "police did not identify the gun": it was there.
        let unaware = |t: usize| {
            let verb = |w: &str| {
                matches!(w, "recognize" | "recognise" | "realize" | "realise" | "hear" | "know" | "identify" | "release" | "describe" | "say")
            };
            things && (t + 1..t + 4).any(|k| verb(self.lower(k)))
        };
        near.rev().find(|t| NOT.has(self.lower(*t)) && !before(*t) && !nobody(*t) && !unaware(*t)).map(|t| (Factuality::Denied, t..t + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::tests::sheet_of;

    fn check(slot: &str, text: &str, words: &str, expect: &str) {
        let document = sheet_of(text);
        let sheet = Sheet::of(&document);
        let n = words.split_whitespace().count();
        let start =
            (0..sheet.tokens.len()).find(|t| sheet.words(*t..(*t + n).min(sheet.tokens.len())) == words).expect("the words stand in the text");
        let (found, cue) = at(&sheet, slot, start, start..start + n);
        assert_eq!(format!("{} {}", found.as_str(), cue.map_or("", |c| sheet.words(c))).trim(), expect, "{text}");
    }

    #[test]
    fn cues_and_their_scope() {
        check("circumstance", "Police said the robbery went wrong.", "the robbery", "CT+");
        check("circumstance", "Detectives believe the men knew each other after a robbery.", "a robbery", "PS+ believe");
        check("circumstance", "Detectives are looking into whether a robbery led to it.", "a robbery", "Uu whether");
        check("circumstance", "The shooting was not gang related.", "gang related", "CT- not");
        check("weapon", "No one was injured in the gunfire.", "the gunfire", "CT+");
        check("weapon", "Police found no gun.", "gun", "CT- no");
        check("weapon", "She did not recognize the gunshots.", "gunshots", "CT+");
        check("outcome", "It is unclear whether the slain woman knew him.", "slain", "CT+");
        check("outcome", "It is unclear whether she was slain in the house.", "slain", "Uu whether");
        check("circumstance", "It does not appear to be a robbery.", "a robbery", "PR- appear");
        check("shot_by", "Fontes is accused of shooting Reyes.", "shooting Reyes", "PR+ accused");
        check("shot_by", "Fontes shot Reyes in May.", "shot Reyes", "CT+");
        check("vehicle", "They may have fled in a red van.", "a red van", "PS+ may");
        check("shot_by", "Fontes was caught , but not before shooting Reyes .", "shooting Reyes", "CT+");
        check("age", "Police believe Ana Reyes , 31, was the target.", "31", "CT+");
    }
}
