//! What the words of a question come to together: what is asked for, and of whom; or why it cannot be said.

use jiff::civil::Date;

use super::lexicon::{Bound, Mark};
use super::read::{Head, Noun, Reader, Unclear};
use super::{Meaning, Outcome, Wants};

impl Reader {
    /// Takes what a word or phrase says.
    pub(super) fn take(&mut self, mark: Mark) {
        let number = self.number;
        match mark {
            Mark::Fill | Mark::At | Mark::Bound(_) | Mark::Named(_) => {}
            Mark::By => self.by = true,
            // "Give me the number of": what is given is the number.
            Mark::HowMany => {
                if self.head.is_none_or(|head| head == Head::List) {
                    self.head = Some(Head::HowMany);
                }
            }
            Mark::HowOften => {
                self.head.get_or_insert(Head::HowMany);
                self.noun.get_or_insert(Noun::Incident(true));
            }
            Mark::Which => {
                self.head.get_or_insert(Head::Which);
            }
            Mark::List => {
                self.head.get_or_insert(Head::List);
            }
            Mark::Who => {
                // "people who were shot": asks nothing.
                if self.noun.is_none() {
                    self.head.get_or_insert(Head::Who);
                }
            }
            Mark::When => {
                if self.noun.is_none() {
                    self.head.get_or_insert(Head::When);
                }
            }
            Mark::Where => {
                if self.noun.is_none() {
                    self.head.get_or_insert(Head::Where);
                }
            }
            Mark::Incident(several) => {
                self.noun.get_or_insert(Noun::Incident(several));
            }
            Mark::Kind(kind, several) => {
                self.noun.get_or_insert(Noun::Incident(several));
                self.kind(kind);
            }
            Mark::Ending(outcome, several) => {
                self.noun.get_or_insert(Noun::Incident(several));
                self.outcome(outcome);
            }
            Mark::People => {
                self.noun.get_or_insert(Noun::People);
            }
            Mark::Toll(outcome) => {
                // "domestic violence deaths": deaths are counted.
                if self.noun.is_none() || self.circumstantial {
                    self.noun = Some(Noun::People);
                }
                self.outcome(outcome);
            }
            Mark::Outcome(outcome) => self.outcome(outcome),
            Mark::Shot => self.shot = true,
            Mark::Role(role) => {
                self.noun.get_or_insert(Noun::People);
                let clash = self.m.role.as_deref().is_some_and(|mine| mine != role && mine != "victim" && role != "victim");
                if clash {
                    self.trouble("two people of different parts are named: ask for one");
                } else if self.m.role.is_none() || role != "victim" {
                    self.m.role = Some(role.into());
                }
            }
            Mark::Ages(from, to) => {
                self.noun.get_or_insert(Noun::People);
                self.m.ages.get_or_insert((from, to));
                self.shooter();
            }
            Mark::Gender(gender) => {
                self.noun.get_or_insert(Noun::People);
                if self.m.gender.as_deref().is_some_and(|mine| mine != gender) {
                    self.trouble("men and women are named: ask for one");
                }
                self.m.gender = Some(gender.into());
                self.shooter();
            }
            Mark::Weapon(weapon) => self.m.weapon = Some(weapon.into()),
            Mark::Character(name) => {
                self.circumstantial = self.noun.is_none();
                self.noun.get_or_insert(Noun::Incident(true));
                if self.m.characteristic.as_deref().is_some_and(|mine| mine != name) {
                    self.trouble("two circumstances are named: ask for one");
                }
                self.m.characteristic = Some(name.into());
            }
            Mark::Stands(how) => self.m.stands = Some(how.into()),
        }
        let counts = matches!(mark, Mark::People | Mark::Toll(_) | Mark::Outcome(_) | Mark::Shot | Mark::Role(_) | Mark::Ages(..) | Mark::Gender(_));
        if let (Some((bound, n)), true) = (number, counts) {
            self.number = None;
            (self.m.least, self.m.most) = match bound {
                Bound::Least => (Some(n), None),
                Bound::More => (Some(n + 1), None),
                Bound::Most => (None, Some(n)),
                Bound::Fewer => (None, Some(n.saturating_sub(1))),
                Bound::Exactly => (Some(n), Some(n)),
            };
            // What is counted is no longer what "how many" asks for.
            if self.noun == Some(Noun::People) && self.head != Some(Head::HowMany) {
                self.noun = None;
            }
        }
    }

    /// "by a teenager": the one who fired.
    fn shooter(&mut self) {
        if self.by && self.m.role.is_none() {
            self.m.role = Some("suspect".into());
        }
    }

    fn kind(&mut self, kind: &str) {
        if self.m.kind.as_deref().is_some_and(|mine| mine != kind) {
            self.trouble("two kinds of incident are named: ask for one");
        }
        self.m.kind = Some(kind.into());
    }

    fn outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Killed => self.killed = true,
            Outcome::Injured => self.injured = true,
            Outcome::Harmed => self.harmed = true,
            Outcome::Arrested => self.arrested = true,
        }
    }

    pub(super) fn finish(mut self) -> Result<Meaning, Unclear> {
        self.m.outcome = match (self.killed, self.injured, self.harmed, self.arrested) {
            (true, true, ..) | (_, _, true, _) => Some(Outcome::Harmed),
            (true, ..) => Some(Outcome::Killed),
            (_, true, ..) => Some(Outcome::Injured),
            (.., true) => Some(Outcome::Arrested),
            _ if self.shot => Some(Outcome::Harmed),
            _ => None,
        };
        if self.arrested && self.m.outcome != Some(Outcome::Arrested) {
            self.trouble("an arrest and what befell others are asked at once: ask for one");
        }
        // Shots say that it was a shooting, and so does the form of the questions of SemEval-2018 Task 5.
        if (self.shot || self.labelled) && self.m.kind.is_none() {
            self.m.kind = Some("shooting".into());
        }
        // A victim of whom it is said how it ended is no more than that.
        if self.m.role.as_deref() == Some("victim") && self.m.outcome.is_some() {
            self.m.role = None;
        }
        if self.number.is_some() {
            self.trouble("there is a number, and not what it counts");
        }
        if (self.m.least.is_some() || self.m.most.is_some()) && self.m.outcome.is_none() {
            self.trouble("there is a number, and not what befell so many: killed, hurt, shot or arrested");
        }
        self.m.wants = match (self.head, self.noun) {
            (Some(Head::HowMany), Some(Noun::Incident(_))) => Wants::Incidents,
            (Some(Head::HowMany), _) => Wants::People,
            (Some(Head::Which), Some(Noun::Incident(false))) => Wants::Which,
            (Some(Head::Which), Some(Noun::People)) | (Some(Head::Who), _) => Wants::Who,
            (Some(Head::When), _) => Wants::When,
            (Some(Head::Where), _) => Wants::Where,
            _ => Wants::List,
        };
        let nothing = Meaning { wants: self.m.wants, ..Meaning::default() } == self.m;
        if self.m.wants == Wants::People && self.m.outcome.is_none() && self.trouble.is_none() && self.unknown.is_empty() {
            let of = |outcome| Meaning { outcome: Some(outcome), ..self.m.clone() };
            let nearest = [Outcome::Killed, Outcome::Injured, Outcome::Harmed].into_iter().map(of).collect();
            return Err(Unclear { why: "people are counted, and not what befell them".into(), nearest });
        }
        if let Some(mut unclear) = self.trouble.take() {
            for near in &mut unclear.nearest {
                *near = Meaning { state: near.state.clone(), county: near.county.clone(), city: near.city.clone(), ..self.m.clone() };
            }
            return Err(unclear);
        }
        if !self.unknown.is_empty() {
            let strange: Vec<&str> = self.unknown.iter().filter_map(|i| self.words.get(*i).map(String::as_str)).take(4).collect();
            let why = format!("the program does not know what to make of \"{}\"", strange.join(" "));
            return Err(Unclear { why, nearest: if nothing { Vec::new() } else { vec![self.m] } });
        }
        let heads = matches!(self.head, Some(Head::HowMany | Head::List | Head::Which)) && self.noun.is_some();
        if nothing && !heads {
            return Err(Unclear { why: "it asks for nothing that a register holds".into(), nearest: Vec::new() });
        }
        if self.m.from.zip(self.m.to).is_some_and(|(a, b): (Date, Date)| a > b) {
            return Err(Unclear { why: "its last day comes before its first".into(), nearest: Vec::new() });
        }
        Ok(self.m)
    }
}
