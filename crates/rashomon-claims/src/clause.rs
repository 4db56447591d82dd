//! Clauses: who did what to whom, read off word order, and off the grammar where shots are fired.
//!
//! For each trigger word of the kind (`[words]` lists `attack`, `strike`, `fire`, `kill`, `die`, `hurt`, `spare`,
//! `wound`, `oneself`) the verb group around it tells active from passive, and people to its left and right fill agent
//! and patient. Work per trigger is bounded by its sentence.

use std::ops::Range;

use rashomon_model::{Kind, ZoneKind};

use crate::aim::{Aim, Aims};
use crate::argument::Arguments;
use crate::cast::{Cast, Form, Opening};
use crate::grammar::Grammar;
use crate::sheet::Sheet;
use crate::wordlist::WordList;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Shot, gunned down: hits a person.
    Attack,
    /// Hit, struck: an attack only beside the kind's means (`missile`: bullet, gunfire).
    Strike,
    /// Opened fire: an attack that may miss.
    Fire,
    /// Killed.
    Kill,
    /// Died, was pronounced dead.
    Die,
    /// Wounded, injured, hospitalized.
    Hurt,
    /// A wound as a noun: "with a gunshot wound".
    Wound,
    /// Unharmed.
    Spare,
}

/// One trigger with the people around it. Numbers of people are places in [`Cast::people`].
#[derive(Clone, Debug)]
pub struct Clause {
    /// What is done.
    pub deed: Deed,
    /// Sentence number.
    pub sentence: usize,
    /// The trigger's main token: factuality is read off it.
    pub verb: usize,
    /// The verb group: "was fatally shot", "shot and killed".
    pub words: Range<usize>,
    /// What follows up to the next clause or the end of the sentence: wounds, counts, hospitals.
    pub rest: Range<usize>,
    /// Who does it.
    pub agents: Vec<usize>,
    /// Whom it befalls.
    pub patients: Vec<usize>,
    /// Done to oneself: agents and patients are the same.
    pub oneself: bool,
    /// "was not injured", "no one was hurt".
    pub negated: bool,
    /// "fatally", "and killed", "to death".
    pub fatal: bool,
}

impl Clause {
    /// The words with those whom it befalls, where they stand near: "two men were shot".
    pub fn told(&self, sheet: &Sheet<'_>, cast: &Cast) -> Range<usize> {
        let mut words = self.words.clone();
        for range in self.patients.iter().filter_map(|p| cast.people.get(*p)).map(|p| &p.tokens) {
            let (start, end) = (words.start.min(range.start), words.end.max(range.end));
            let same = sheet.tokens.get(range.start).is_some_and(|t| t.sentence == self.sentence);
            if same && end - start <= words.len() + range.len() + 8 {
                words = start..end;
            }
        }
        let more = self.rest.clone().take(8).take_while(|t| sheet.tokens.get(*t).is_some_and(|t| t.is_word() && !is_turn(&t.lower))).last();
        let end = more.map_or(words.end, |last| words.end.max(last + 1));
        words.start..end
    }
}

/// Another clause begins.
fn is_turn(word: &str) -> bool {
    matches!(word, "and" | "but" | "said" | "says" | "that" | "while" | "when" | "where" | "who" | "after" | "before" | "as")
}

/// Where the phrase begins whose value stands at `at`: back to the last mark or joint, `most` tokens at most.
pub fn lead_in(sheet: &Sheet<'_>, at: usize, most: usize) -> usize {
    let Some(open) = sheet.tokens.get(at).and_then(|t| sheet.sentences.get(t.sentence)).map(|s| s.tokens.start) else { return at };
    let mut start = at;
    while start > open && at - start < most {
        let token = &sheet.tokens[start - 1];
        if !token.is_word() || is_turn(&token.lower) {
            break;
        }
        start -= 1;
    }
    start
}

/// The clauses of a document, in order of place.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// In order of their triggers.
    pub list: Vec<Clause>,
}

impl Clauses {
    /// Reads the clauses of a sheet's open sentences by the word lists of a kind: what another incident's sentence tells is
    /// nobody's outcome here.
    pub fn of<'s>(sheet: &'s Sheet<'s>, grammar: &'s Grammar<'s, 's>, cast: &'s Cast, kind: &Kind, open: &[bool]) -> Self {
        let lexicon = WordList::new([
            (Deed::Attack, kind.list("attack")),
            (Deed::Strike, kind.list("strike")),
            (Deed::Fire, kind.list("fire")),
            (Deed::Kill, kind.list("kill")),
            (Deed::Die, kind.list("die")),
            (Deed::Hurt, kind.list("hurt")),
            (Deed::Wound, kind.list("wound")),
            (Deed::Spare, kind.list("spare")),
        ]);
        let people = People::of(sheet, cast);
        let reader = Reader {
            sheet,
            people: &people,
            grammar,
            arguments: Arguments::of(sheet, &people, grammar),
            aims: Aims::of(kind),
            lexicon,
            missile: WordList::new([((), kind.list("missile"))]),
            body: WordList::new([((), kind.list("body"))]),
            transport: WordList::new([((), kind.list("transport"))]),
            hospital: WordList::new([((), kind.list("hospital"))]),
            oneself: WordList::new([((), kind.list("oneself"))]),
        };
        let mut list = Vec::new();
        for sentence in (0..sheet.sentences.len()).filter(|s| open.get(*s) == Some(&true)) {
            reader.sentence(sentence, &mut list);
        }
        Self { list }
    }

    /// The clauses of a sentence.
    pub fn of_sentence(&self, sentence: usize) -> &[Clause] {
        let from = self.list.partition_point(|c| c.sentence < sentence);
        let to = self.list.partition_point(|c| c.sentence <= sentence);
        self.list.get(from..to).unwrap_or(&[])
    }
}

/// The people of each sentence, left to right, as numbers of [`Cast::people`].
#[derive(Debug)]
pub struct People<'a> {
    sheet: &'a Sheet<'a>,
    cast: &'a Cast,
    by_sentence: Vec<Vec<usize>>,
}

impl<'a> People<'a> {
    /// Sorts the cast's mentions by sentence.
    pub fn of(sheet: &'a Sheet<'_>, cast: &'a Cast) -> Self {
        let mut by_sentence = vec![Vec::new(); sheet.sentences.len()];
        for (n, person) in cast.people.iter().enumerate() {
            if let Some(token) = sheet.tokens.get(person.head) {
                by_sentence[token.sentence].push(n);
            }
        }
        for list in &mut by_sentence {
            list.sort_by_key(|n| cast.people[*n].tokens.start);
        }
        Self { sheet, cast, by_sentence }
    }

    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    /// The cast they belong to.
    pub fn cast(&self) -> &'a Cast {
        self.cast
    }

    /// The mentions of a sentence.
    pub fn of_sentence(&self, sentence: usize) -> &[usize] {
        self.by_sentence.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// Where a mention stands.
    pub fn range(&self, person: usize) -> Range<usize> {
        self.cast.people[person].tokens.clone()
    }

    /// The mention whose tokens hold a token.
    pub fn holding(&self, at: usize) -> Option<usize> {
        let sentence = self.sheet.tokens.get(at)?.sentence;
        self.by_sentence[sentence].iter().copied().find(|n| self.range(*n).contains(&at))
    }

    pub(crate) fn in_cast(&self, person: usize) -> bool {
        self.cast.people[person].party.is_some()
    }

    /// "Ortega's brother", "his injuries": the mention only owns what follows.
    pub(crate) fn owns(&self, person: usize) -> bool {
        let range = self.range(person);
        if matches!(self.word(range.end), "'s" | "'" | "\u{2019}s" | "\u{2019}") {
            return true;
        }
        range.len() == 1 && is_possessive(self.sheet, range.start)
    }

    /// "said Ortega", "Ortega told reporters": the mention speaks.
    pub fn speaks(&self, person: usize) -> bool {
        let range = self.range(person);
        let before = range.start.checked_sub(1).map_or("", |b| self.word(b));
        is_say(self.word(range.end)) || matches!(before, "said" | "says" | "to") && before != "to"
    }

    /// Led by a preposition ("by a stranger"), but not "one of the men".
    fn governed(&self, person: usize) -> bool {
        let start = self.range(person).start;
        let Some(before) = start.checked_sub(1) else { return false };
        let word = self.word(before);
        if word == "of" {
            let head = before.checked_sub(1).map_or("", |b| self.word(b));
            return !matches!(
                head,
                "one" | "two" | "three" | "four" | "five" | "some" | "all" | "both" | "none" | "most" | "each" | "several" | "neither"
            );
        }
        is_preposition(word)
    }

    /// Stands behind "after", "before" and the like and before its own verb: "after Ana Reyes, 34, was shot".
    fn opens_clause(&self, person: usize, verb: usize) -> bool {
        let range = self.range(person);
        let joint = range.start.checked_sub(1).map_or("", |b| self.word(b));
        matches!(joint, "after" | "before" | "until" | "since" | "as") && verb - range.end == 1 && self.word(range.end) == ","
    }

    /// Mentions joined to one by "and" or commas, to its left: "a man, a boy and a woman".
    pub fn joined_left(&self, sentence: usize, person: usize) -> Vec<usize> {
        let list = &self.by_sentence[sentence];
        let mut out = vec![person];
        let Some(mut at) = list.iter().position(|n| *n == person) else { return out };
        let mut joined = false;
        while at > 0 {
            let right = self.range(list[at]);
            // "A woman and her son": not "her".
            let Some(next) = (0..at).rev().find(|k| self.range(list[*k]).start < right.start) else { break };
            let left = self.range(list[next]);
            let between = left.end..right.start;
            let and = between.clone().any(|t| matches!(self.word(t), "and" | "&"));
            let only = left.end <= right.start && between.len() <= 4 && between.clone().all(|t| is_joint(self.word(t)));
            // "His wife, Ana Marsh," is one.
            let one = self.cast.people[list[next]].party.is_some_and(|p| self.cast.people[list[at]].party == Some(p));
            if !only || between.is_empty() || !(and || joined || one || self.side_by_side(list[next], list[at])) {
                break;
            }
            joined |= !one;
            if !one {
                out.push(list[next]);
            }
            at = next;
        }
        out.reverse();
        out
    }

    /// "Mother, two children found dead": a headline has a comma for "and".
    fn side_by_side(&self, left: usize, right: usize) -> bool {
        let title = self.sheet.sentences.get(self.sheet.tokens.get(self.range(left).start).map_or(usize::MAX, |t| t.sentence));
        let bare = |person: usize| {
            let m = &self.cast.people[person];
            matches!(m.form, Form::Described) && m.size.is_some() && m.opening == Opening::Indefinite && m.age.is_none()
        };
        let between = self.range(left).end..self.range(right).start;
        title.is_some_and(|s| s.zone == ZoneKind::Title) && bare(left) && bare(right) && between.len() == 1 && self.word(between.start) == ","
    }

    /// Mentions joined to one to its right.
    fn joined_right(&self, sentence: usize, person: usize) -> Vec<usize> {
        let list = &self.by_sentence[sentence];
        let mut out = vec![person];
        let Some(mut at) = list.iter().position(|n| *n == person) else { return out };
        let mut pending = Vec::new();
        while at + 1 < list.len() {
            let left = self.range(list[at]);
            // "A woman and her son": not "her".
            let within = |k: &usize| list.get(k + 1).is_some_and(|wider| self.range(*wider).start == self.range(list[*k]).start);
            let Some(next) = (at + 1..list.len()).find(|k| !within(k)) else { break };
            let right = self.range(list[next]);
            let between = left.end..right.start;
            let only = left.end <= right.start && between.len() <= 4 && between.clone().all(|t| is_joint(self.word(t)));
            if !only || between.is_empty() {
                break;
            }
            // "a man and a woman fled": what comes next has its own verb.
            if is_finite(self.word(right.end)) {
                break;
            }
            pending.push(list[next]);
            if between.clone().any(|t| matches!(self.word(t), "and" | "&")) || self.side_by_side(list[at], list[next]) {
                out.append(&mut pending);
            }
            at = next;
        }
        out
    }

    /// The subject of a verb group that starts at `before`: the nearest person to the left that is no object, owner,
    /// speaker or led by a preposition, with those joined to it. `adjacent`: any nearest person will do ("found a man shot").
    pub fn subject(&self, before: usize, adjacent: bool, objects: &[usize]) -> Vec<usize> {
        let Some(sentence) = before.checked_sub(1).and_then(|b| self.sheet.tokens.get(b)).map(|t| t.sentence) else { return Vec::new() };
        if self.sheet.tokens.get(before).is_some_and(|t| t.sentence != sentence) {
            return Vec::new();
        }
        let relative = matches!(self.word(before - 1), "who" | "whom" | "that" | "which");
        let list = &self.by_sentence[sentence];
        for &person in list.iter().rev() {
            let range = self.range(person);
            if range.end > before || !self.in_cast(person) {
                continue;
            }
            let gap = before - range.end;
            if adjacent || relative && gap <= 12 {
                if self.owns(person) && !adjacent {
                    continue;
                }
                return self.joined_left(sentence, person);
            }
            if objects.contains(&person)
                || self.owns(person)
                || self.speaks(person)
                || (gap > 0 && self.governed(person) && !self.opens_clause(person, before))
                || self.is_object(person, gap)
            {
                continue;
            }
            return self.joined_left(sentence, person);
        }
        Vec::new()
    }

    /// Follows a verb directly ("police found a man in …") and is no subject of what comes later.
    fn is_object(&self, person: usize, gap: usize) -> bool {
        let start = self.range(person).start;
        let Some(before) = start.checked_sub(1) else { return false };
        if self.sheet.tokens[before].sentence != self.sheet.tokens[start].sentence || gap == 0 {
            return false;
        }
        let word = self.word(before);
        matches!(
            word,
            "found" | "shot" | "saw" | "took" | "told" | "hit" | "struck" | "left" | "drove" | "brought" | "shooting" | "killing" | "wounding"
        ) || (word.len() > 4 && word.ends_with("ed") && !is_say(word))
    }

    /// The people a verb group that ends at `after` acts on: the first person right of it, with those joined to it.
    fn object(&self, after: usize) -> Vec<usize> {
        let Some(sentence) = self.sheet.tokens.get(after).map(|t| t.sentence) else { return Vec::new() };
        for &person in &self.by_sentence[sentence] {
            let range = self.range(person);
            if range.start < after {
                continue;
            }
            let gap = after..range.start;
            if gap.len() > 3 || !gap.clone().all(|t| is_object_lead(self.word(t))) {
                return Vec::new();
            }
            if self.owns(person) && !self.in_cast(person) {
                continue;
            }
            let mut people = if self.owns(person) { Vec::new() } else { self.joined_right(sentence, person) };
            people.retain(|p| self.in_cast(*p));
            if people.is_empty() && self.owns(person) {
                continue;
            }
            return people;
        }
        Vec::new()
    }

    /// Whom an arrest, a charge or a record befalls whose words are `at..end`: the object of an active verb ("police
    /// arrested a man"), else the subject; with the verb group.
    pub fn undergoes(&self, at: usize, end: usize) -> Option<(Vec<usize>, Range<usize>)> {
        let open = self.sheet.sentences.get(self.sheet.tokens.get(at)?.sentence)?.tokens.start;
        let mut start = at;
        let mut be = false;
        while start > open && at - start < 8 {
            let word = self.word(start - 1);
            be |= is_be(word);
            if !(is_be(word)
                || is_adverb(word)
                || matches!(word, "has" | "have" | "had" | "will" | "would" | "could" | "may" | "not" | "n't" | "got" | "to"))
            {
                break;
            }
            start -= 1;
        }
        let object = if be { Vec::new() } else { self.object(end) };
        let mut found = if object.is_empty() { self.subject(start, false, &[]) } else { object };
        if found.is_empty() {
            // "police arrested a man on charges of …"
            found = self.subject(start, true, &[]);
        }
        (!found.is_empty()).then_some((found, start..end))
    }

    /// Who acts in "shot … by a stranger", "hit by an officer's gunfire": the person after the first "by" of a range, or the
    /// owner of what hit.
    fn by_agent(&self, rest: Range<usize>, missile: &WordList<()>) -> Vec<usize> {
        for by in rest.clone().take(24).take_while(|t| !matches!(self.word(*t), "but" | "whether" | ";")) {
            if self.word(by) != "by" {
                continue;
            }
            let owner = self.holding(by + 1).filter(|p| self.owns(*p) && self.in_cast(*p));
            let owned = owner.filter(|p| {
                let end = self.range(*p).end;
                (end..(end + 3).min(rest.end)).any(|t| missile.at(self.sheet, t, rest.end).is_some())
            });
            if let Some(owner) = owned {
                return vec![owner];
            }
            let agents = self.object(by + 1);
            if !agents.is_empty() {
                return agents;
            }
        }
        Vec::new()
    }
}

struct Reader<'a> {
    sheet: &'a Sheet<'a>,
    people: &'a People<'a>,
    grammar: &'a Grammar<'a, 'a>,
    arguments: Arguments<'a>,
    aims: Aims,
    lexicon: WordList<Deed>,
    missile: WordList<()>,
    body: WordList<()>,
    transport: WordList<()>,
    hospital: WordList<()>,
    oneself: WordList<()>,
}

/// A verb group: its first token and what its auxiliaries say.
#[derive(Debug, Default)]
struct Group {
    start: usize,
    be: bool,
    have: bool,
    negated: bool,
    fatal: bool,
    /// "would have been killed", "could have hit": it did not come to pass.
    unreal: bool,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.sheet.tokens.get(at).map_or("", |t| &t.lower)
    }

    fn sentence(&self, sentence: usize, list: &mut Vec<Clause>) {
        let tokens = self.sheet.sentences[sentence].tokens.clone();
        let first = list.len();
        let mut at = tokens.start;
        let mut objects: Vec<usize> = Vec::new();
        while at < tokens.end {
            if let Some((n, ())) = self.oneself.at(self.sheet, at, tokens.end) {
                let group = self.group(tokens.start, at);
                let people = self.people.subject(group.start, false, &objects);
                let noun = self.word(at).starts_with("self-inflicted");
                let people = if noun && people.is_empty() { self.people.subject(at, true, &objects) } else { people };
                list.push(Clause {
                    deed: if noun { Deed::Wound } else { Deed::Kill },
                    sentence,
                    verb: at,
                    words: group.start..at + n,
                    rest: 0..0,
                    agents: people.clone(),
                    patients: people,
                    oneself: true,
                    negated: group.negated,
                    fatal: !noun,
                });
                at += n;
                continue;
            }
            let Some((n, deed)) = self.lexicon.at(self.sheet, at, tokens.end).or_else(|| self.taken(at, tokens.end)) else {
                at += 1;
                continue;
            };
            if let Some((mut clause, end)) = self.clause(sentence, at, n, deed, &objects) {
                self.argue(&mut clause);
                // A passive's subject stays one: "the man was shot and ran".
                let objects_of = if clause.agents.is_empty() || self.is_active(&clause) { &clause.patients } else { &clause.agents };
                objects.extend(objects_of.iter().filter(|p| self.people.range(**p).start > clause.verb));
                let own = self.and_oneself(&clause, tokens.end);
                list.push(clause);
                list.extend(own);
                at = end.max(at + n);
            } else {
                at += n;
            }
        }
        for i in first..list.len() {
            let end = list.get(i + 1).map_or(tokens.end, |next| next.words.start.max(list[i].words.end));
            list[i].rest = list[i].words.end..end;
        }
    }

    /// "Shot both sons and then himself": what was done to them the doer did to himself too.
    fn and_oneself(&self, clause: &Clause, end: usize) -> Option<Clause> {
        let after = clause.patients.iter().map(|p| self.people.range(*p)).filter(|r| r.start >= clause.verb).map(|r| r.end).max()?;
        let joint = |t: usize| matches!(self.word(t), "," | "and" | "then" | "&" | "before");
        let at = (after..end.min(after + 4)).find(|t| !joint(*t)).filter(|t| *t > after && is_reflexive(self.word(*t)))?;
        let done = !clause.oneself && !clause.agents.is_empty() && matches!(clause.deed, Deed::Attack | Deed::Kill);
        done.then(|| Clause { verb: at, words: clause.words.start..at + 1, patients: clause.agents.clone(), oneself: true, ..clause.clone() })
    }

    /// What the grammar tells better than word order: who fired, across "and" and "accused of"; and that those who "were shot at the
    /// party" did not fire.
    fn argue(&self, clause: &mut Clause) {
        let verb = clause.verb;
        if clause.deed != Deed::Fire || clause.oneself || self.people.holding(verb).is_some() || !self.arguments.is_verb(verb) {
            return;
        }
        let subject = self.arguments.subject(verb);
        if self.arguments.is_passive(verb) && !self.arguments.may_be_active(verb) {
            if !subject.is_empty() && (clause.agents.is_empty() || subject.iter().any(|p| clause.agents.contains(p))) {
                (clause.deed, clause.agents, clause.patients) = (Deed::Attack, self.arguments.agent(verb), subject);
            }
        } else if clause.agents.is_empty() && !subject.iter().any(|p| clause.patients.contains(p)) {
            clause.agents = subject;
        }
    }

    /// "Taken to a hospital" tells of a hurt.
    fn taken(&self, at: usize, end: usize) -> Option<(usize, Deed)> {
        let (n, ()) = self.transport.at(self.sheet, at, end)?;
        let near = at + n..end.min(at + n + 8);
        near.clone().find_map(|t| self.hospital.at(self.sheet, t, end).map(|(m, ())| t + m - at)).map(|n| (n, Deed::Hurt))
    }

    /// The people of the clause's left hand are its agents.
    fn is_active(&self, clause: &Clause) -> bool {
        clause.agents.first().is_some_and(|a| self.people.range(*a).start < clause.verb)
    }

    fn group(&self, open: usize, verb: usize) -> Group {
        let mut group = Group { start: verb, ..Group::default() };
        while group.start > open && verb - group.start < 8 {
            let word = self.word(group.start - 1);
            match word {
                "was" | "were" | "is" | "are" | "be" | "been" | "being" | "got" | "get" | "gets" | "getting" => group.be = true,
                "has" | "have" | "had" | "having" => group.have = true,
                "not" | "n't" | "never" => group.negated = true,
                "fatally" | "mortally" => group.fatal = true,
                "will" | "would" | "could" | "can" | "should" | "almost" | "nearly" => group.unreal = true,
                "may" | "might" | "did" | "does" | "do" => {}
                "found" | "left" | "discovered" | "reported" | "listed" | "confirmed" | "believed" | "feared"
                    if group.start >= open + 2 && is_be(self.word(group.start - 2)) => {}
                _ if is_adverb(word) => {}
                _ => break,
            }
            group.start -= 1;
        }
        group
    }

    fn clause(&self, sentence: usize, at: usize, n: usize, deed: Deed, objects: &[usize]) -> Option<(Clause, usize)> {
        let tokens = self.sheet.sentences[sentence].tokens.clone();
        let group = self.group(tokens.start, at);
        if !matches!(deed, Deed::Spare | Deed::Wound) && (group.unreal || self.is_aim(tokens.start, group.start, at)) {
            return None;
        }
        let mut words = group.start..at + n;
        let mut deed = deed;
        let mut fatal = group.fatal;
        let trigger = self.word(at).to_owned();
        if trigger == "dead" && matches!(self.word(at + n), "end" | "ends" | "center" | "bolt" | "zone") {
            return None;
        }
        // "shot and killed", "shot, killed", "shot dead", "shot to death": one group.
        if matches!(deed, Deed::Attack | Deed::Strike | Deed::Fire)
            && let Some((end, second)) = self.second(words.end, tokens.end)
        {
            words.end = end;
            fatal |= second != Deed::Hurt;
        }
        let active_form = trigger.ends_with("ing")
            || matches!(trigger.as_str(), "shoot" | "shoots" | "kill" | "kills" | "wound" | "injure" | "injures" | "murder" | "murders");
        let mut clause = Clause {
            deed,
            sentence,
            verb: at,
            words: words.clone(),
            rest: words.end..tokens.end,
            agents: Vec::new(),
            patients: Vec::new(),
            oneself: false,
            negated: group.negated || self.denied(tokens.start, group.start),
            fatal,
        };
        if deed == Deed::Strike {
            if !self.by_missile(at + n, tokens.end) && !self.missile_hits(tokens.start, group.start) && !self.times(at + n, tokens.end) {
                return None;
            }
            deed = Deed::Attack;
            clause.deed = deed;
        }
        match deed {
            Deed::Wound => {
                let lead = (at.saturating_sub(6).max(tokens.start)..at).rev().find(|t| is_suffer(self.word(*t)));
                // "Gunshots were heard": only a wound when somebody has it.
                let heard = matches!(self.word(at + n - 1), "gunshot" | "gunshots" | "bullet" | "bullets");
                let suffered = lead.is_some_and(|t| at - t <= 3 && !matches!(self.word(t), "of" | "for"));
                if heard && (!suffered || matches!(self.word(at + n), "holes" | "hole" | "casings" | "fragments" | "residue")) {
                    return None;
                }
                let before = lead.unwrap_or(at);
                let finite = lead.is_some_and(|t| !matches!(self.word(t), "suffering" | "sustaining" | "with" | "from" | "of" | "for"));
                let from = if finite { self.group(tokens.start, before).start } else { before };
                clause.patients = self.people.subject(from, !finite, objects);
                clause.words = from.min(at)..at + n;
                if at - clause.words.start > 8 {
                    clause.words.start = at;
                }
                return Some((clause, at + n));
            }
            Deed::Die | Deed::Spare => {
                if let Some(person) = self.people.holding(at) {
                    clause.patients = vec![person];
                    clause.words = at..at + n;
                } else if self.word(at + n - 1) == "of" {
                    clause.patients = self.people.object(at + n);
                } else {
                    let adjacent = !group.be && !group.have && trigger != "died" && trigger != "dies";
                    clause.patients = self.people.subject(group.start, adjacent, objects);
                }
                return Some((clause, words.end));
            }
            _ => {}
        }
        // "the wounded officer": the mention holds the participle.
        if let Some(person) = self.people.holding(at) {
            if self.people.cast.people[person].head > at {
                clause.patients = vec![person];
                clause.words = at..at + n;
                return Some((clause, at + n));
            }
            return None;
        }
        if is_reflexive(self.word(words.end)) {
            clause.agents = self.people.subject(group.start, false, objects);
            // "One of the officers on duty shot himself": whoever it was.
            if clause.agents.is_empty() {
                clause.agents = self.people.holding(words.end).filter(|p| self.people.in_cast(*p)).into_iter().collect();
            }
            clause.patients = clause.agents.clone();
            clause.oneself = true;
            clause.words.end += 1;
            let end = clause.words.end;
            return Some((clause, end));
        }
        if self.word(at + n - 1) == "of" {
            if is_offence(self.sheet, at, at + n) {
                return None;
            }
            clause.patients = self.people.object(at + n);
            clause.agents = Vec::new();
            return (!clause.patients.is_empty()).then_some((clause, at + n));
        }
        if deed == Deed::Fire && !active_form && !group.be && !group.have {
            match self.aims.read(self.sheet, self.grammar, at, &|t| self.people.holding(t).is_some()) {
                None | Some(Aim::Target) => {}
                Some(Aim::Place) => {
                    clause.words.end = at + 1;
                    clause.deed = Deed::Attack;
                    clause.patients = self.people.subject(group.start, true, objects);
                    return Some((clause, at + 1));
                }
                Some(Aim::Itself) => {
                    clause.patients = self.people.subject(group.start, true, objects);
                    return Some((clause, words.end));
                }
            }
        }
        if deed == Deed::Fire {
            clause.agents = self.agents(group.start, objects);
            let at_whom = matches!(self.word(words.end), "at" | "on" | "upon" | "toward" | "towards" | "into");
            let last = self.word(words.end.saturating_sub(1));
            if at_whom || matches!(last, "at" | "on") {
                clause.patients = self.people.object(words.end + usize::from(at_whom));
            }
            return Some((clause, words.end));
        }
        let object = self.people.object(words.end);
        // "A neighbour shot him", whoever he is.
        let him = matches!(self.word(words.end), "him" | "them" | "me" | "us");
        if !group.be && (group.have || active_form || him || !object.is_empty()) {
            if object.is_empty() {
                // "the man who had shot first"; "a shooting" is a noun.
                if active_form {
                    return None;
                }
                clause.agents = self.agents(group.start, objects);
                return (!clause.agents.is_empty()).then_some((clause, words.end));
            }
            clause.agents = self.agents(group.start, objects);
            clause.patients = object;
            return Some((clause, words.end));
        }
        if !group.be && is_noun_lead(self.word(at.saturating_sub(1))) && at > tokens.start {
            return None;
        }
        clause.patients = self.people.subject(group.start, !group.be, objects);
        clause.agents = self.people.by_agent(words.end..tokens.end, &self.missile);
        Some((clause, words.end))
    }

    /// "tried to kill", "threatened to shoot", "just kill him": aimed at, not done.
    fn is_aim(&self, open: usize, start: usize, verb: usize) -> bool {
        if !matches!(self.word(verb), "kill" | "shoot" | "die" | "murder" | "hurt" | "injure" | "wound" | "hit" | "strike" | "open") {
            return false;
        }
        // "… to "just kill" …": quotation marks and "just" stand between.
        let mut start = start;
        while start > open && matches!(self.word(start - 1), "\"" | "'" | "just" | "only" | "simply") {
            start -= 1;
        }
        let before = |back: usize| start.checked_sub(back).filter(|t| *t >= open).map_or("", |t| self.word(t));
        match before(1) {
            "to" => !matches!(before(2), "began" | "started" | "managed" | "continued" | "proceeded" | "used"),
            "let" | "'ll" | "gonna" | "wanna" | "ca" | "please" | "'d" => true,
            _ => false,
        }
    }

    /// The agent of an active verb: a subject that stands right before the group, or one shared through "and".
    fn agents(&self, start: usize, objects: &[usize]) -> Vec<usize> {
        let people = self.people.subject(start, false, objects);
        let Some(last) = people.last() else { return people };
        let end = self.people.range(*last).end;
        // "A man who saw it fired": the relative clause between belongs to the agent.
        let near = start.saturating_sub(end) <= 2 || self.word(end) == "who" && start.saturating_sub(end) <= 8;
        let lead = self.word(start.saturating_sub(1));
        let shared = matches!(
            lead,
            "and" | "then" | "," | "who" | "of" | "before" | "after" | "when" | "to" | "for" | "but" | "while" | "allegedly" | "in" | "with"
        );
        if near || shared || lead.ends_with("ed") { people } else { Vec::new() }
    }

    /// A second verb joined to an attack: where the group ends then, and what it is.
    fn second(&self, at: usize, end: usize) -> Option<(usize, Deed)> {
        if self.word(at) == "to" && self.word(at + 1) == "death" {
            return Some((at + 2, Deed::Kill));
        }
        if matches!(self.word(at), "dead") {
            return Some((at + 1, Deed::Die));
        }
        let mut next = at;
        while next < end && next - at < 4 && (matches!(self.word(next), "and" | "," | "then") || is_adverb(self.word(next))) {
            next += 1;
        }
        if next == at {
            return None;
        }
        match self.lexicon.at(self.sheet, next, end) {
            Some((n, deed @ (Deed::Kill | Deed::Hurt))) if n == 1 => Some((next + n, deed)),
            _ => None,
        }
    }

    /// "No one was", "none of the men were", "neither was": the subject is denied.
    fn denied(&self, open: usize, start: usize) -> bool {
        let from = start.saturating_sub(9).max(open);
        let from = (from..start).rfind(|t| matches!(self.word(*t), "but" | ";")).unwrap_or(from);
        (from..start).any(|t| {
            matches!(self.word(t), "nobody" | "none" | "neither")
                || start - t <= 5 && self.word(t) == "no" && !matches!(self.word(t + 1), "longer" | ".")
        })
    }

    /// "the bullet that hit him", "none of those shots hit her".
    fn missile_hits(&self, open: usize, start: usize) -> bool {
        let last = start.checked_sub(1).map(|t| if matches!(self.word(t), "that" | "which") { t.saturating_sub(1) } else { t });
        last.is_some_and(|t| {
            t >= open && t < start && matches!(self.word(t), "bullet" | "bullets" | "shot" | "shots" | "round" | "rounds" | "gunfire")
        })
    }

    /// "was hit once", "was hit four times".
    fn times(&self, at: usize, end: usize) -> bool {
        let next = if at < end { self.word(at) } else { "" };
        matches!(next, "once" | "twice") || at + 1 < end && matches!(self.word(at + 1), "time" | "times")
    }

    fn by_missile(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 12)).any(|t| self.missile.at(self.sheet, t, end).is_some())
            || (at..end.min(at + 5)).any(|t| self.body.at(self.sheet, t, end).is_some() && self.word(t.saturating_sub(1)) != "by")
    }
}

/// "His", "their" and the like; "her" where its noun follows: "shot her brother", but "shot her in the leg".
pub(crate) fn is_possessive(sheet: &Sheet<'_>, at: usize) -> bool {
    let own = sheet.tokens.get(at).map_or("", |t| &*t.lower);
    matches!(own, "his" | "their" | "its" | "my" | "our")
        || own == "her" && sheet.tokens.get(at + 1).is_some_and(|t| t.is_word() && !is_function_word(&t.lower))
}

/// "attempted murder of", "two counts of murder of a deputy": what somebody is charged with, not that somebody died.
pub(crate) fn is_offence(sheet: &Sheet<'_>, at: usize, end: usize) -> bool {
    let word = |t: usize| sheet.tokens.get(t).map_or("", |t| &*t.lower);
    let open = sheet.tokens.get(at).and_then(|t| sheet.sentences.get(t.sentence)).map_or(at, |s| s.tokens.start);
    let before = |most: usize| at.saturating_sub(most).max(open)..at;
    before(4).any(|t| word(t) == "attempted")
        || matches!(word(end), "a" | "an") && before(8).any(|t| matches!(word(t), "count" | "counts" | "charge" | "charges" | "charged"))
}

fn is_be(word: &str) -> bool {
    matches!(word, "was" | "were" | "is" | "are" | "be" | "been" | "being")
}

/// Adverbs that stand inside verb groups.
pub(crate) fn is_adverb(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ly") && !matches!(word, "family" | "early" | "only" | "elderly"))
        || matches!(
            word,
            "also"
                | "later"
                | "then"
                | "both"
                | "all"
                | "each"
                | "since"
                | "now"
                | "just"
                | "already"
                | "still"
                | "once"
                | "twice"
                | "soon"
                | "first"
                | "again"
        )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "by" | "with"
            | "to"
            | "from"
            | "at"
            | "for"
            | "near"
            | "in"
            | "on"
            | "against"
            | "after"
            | "before"
            | "behind"
            | "of"
            | "about"
            | "into"
            | "toward"
            | "towards"
            | "between"
            | "among"
            | "around"
            | "including"
            | "like"
            | "without"
            | "beside"
            | "onto"
            | "over"
    )
}

/// Words that may stand between joined people.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "and" | "&" | "," | "his" | "her" | "their" | "another" | "also" | "as" | "well" | "then" | ";" | "the" | "a" | "an" | "other" | "two"
    )
}

fn is_object_lead(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "his"
            | "her"
            | "their"
            | "another"
            | "and"
            | "both"
            | "dead"
            | "as"
            | "at"
            | "least"
            | "one"
            | "of"
            | "alleged"
            | "fellow"
            | "'s"
    ) || is_adverb(word)
}

fn is_noun_lead(word: &str) -> bool {
    matches!(
        word,
        "a" | "the"
            | "one"
            | "single"
            | "another"
            | "fatal"
            | "warning"
            | "first"
            | "second"
            | "each"
            | "gun"
            | "that"
            | "this"
            | "his"
            | "her"
            | "no"
            | "every"
            | "any"
            | "by"
    )
}

fn is_suffer(word: &str) -> bool {
    matches!(
        word,
        "suffered" | "sustained" | "received" | "had" | "suffering" | "sustaining" | "with" | "from" | "suffers" | "has" | "of" | "took" | "for"
    )
}

pub(crate) fn is_function_word(word: &str) -> bool {
    is_preposition(word)
        || matches!(word, "and" | "or" | "but" | "was" | "is" | "when" | "while" | "as" | "who" | "once" | "several" | "multiple" | "twice")
}

fn is_reflexive(word: &str) -> bool {
    matches!(word, "himself" | "herself" | "themselves" | "oneself" | "myself" | "itself")
}

fn is_finite(word: &str) -> bool {
    matches!(word, "was" | "were" | "is" | "are" | "has" | "have" | "had" | "fled" | "ran" | "died" | "said")
        || (word.len() > 4 && word.ends_with("ed"))
}

fn is_say(word: &str) -> bool {
    matches!(word, "said" | "says" | "told" | "tells" | "added" | "wrote" | "tweeted" | "confirmed" | "reported" | "according")
}

/// The parties of some mentions, each once, in order.
pub fn parties(cast: &Cast, people: &[usize]) -> Vec<usize> {
    let mut out = Vec::new();
    for party in people.iter().filter_map(|p| cast.people.get(*p)?.party) {
        if !out.contains(&party) {
            out.push(party);
        }
    }
    out
}
