//! People by name: runs of capitalised words with integer evidence for a person and against.

use std::ops::Range;

use rashomon_model::gazetteer::gazetteer;
use rashomon_model::value::Name;
use rustc_hash::FxHashSet;

use super::super::age;
use super::super::word::Word;
use super::lexicon;

/// A name in the words of a document, by word numbers.
#[derive(Clone, Debug)]
pub struct Named {
    /// Title and name.
    pub words: Range<usize>,
    /// The name alone.
    pub name: Range<usize>,
    /// What it says.
    pub value: Name,
    /// By title.
    pub female: Option<bool>,
}

/// Evidence that makes a run of capitals a person.
const ENOUGH: i32 = 4;
/// Longest name in words, particles and nickname included.
const LONGEST: usize = 6;

const SPEECH: &[&str] = &["said", "says", "told", "added", "explained", "recalled", "stated", "confirmed", "wrote"];
/// Verbs that only people are the subject of, in reports of harm.
const ACTS: &[&str] = &[
    "faces",
    "faced",
    "pleaded",
    "pled",
    "surrendered",
    "confessed",
    "fled",
    "remains",
    "remained",
    "suffered",
    "testified",
    "allegedly",
    "denied",
    "survived",
    "graduated",
    "died",
    "admitted",
    "sustained",
    "underwent",
    "lived",
    "loved",
    "drove",
];
/// What befalls people: after "was", and before their name.
const BEFALLS: &[&str] = &[
    "charged",
    "arrested",
    "booked",
    "arraigned",
    "indicted",
    "convicted",
    "sentenced",
    "shot",
    "killed",
    "pronounced",
    "airlifted",
    "rushed",
    "hospitalized",
    "wounded",
    "injured",
    "grazed",
    "wanted",
    "accused",
    "jailed",
    "extradited",
    "acquitted",
    "slain",
    "murdered",
    "struck",
    "identified",
    "stabbed",
];
/// What is of somebody: "the death of Ana Reyes".
const OF: &[&str] = &[
    "death",
    "shooting",
    "killing",
    "murder",
    "slaying",
    "family",
    "friends",
    "arrest",
    "body",
    "relatives",
    "parents",
    "loss",
    "deaths",
    "home",
    "mother",
    "father",
    "son",
    "daughter",
    "sister",
    "brother",
    "wife",
    "husband",
    "memory",
    "funeral",
    "behalf",
];
const CUES: &[&str] = &["named", "identified", "as", "called", "victim", "suspect", "gunman", "victims", "suspects", "shooter", "defendant"];

fn is_particle(lower: &str) -> bool {
    matches!(lower, "de" | "la" | "del" | "los" | "von" | "van" | "der" | "da" | "dos" | "di" | "bin" | "al" | "ibn" | "y" | "du" | "le")
}
fn is_suffix(lower: &str) -> bool {
    matches!(lower.trim_end_matches('.'), "jr" | "sr" | "ii" | "iii" | "iv")
}
fn is_initial(w: &Word<'_>) -> bool {
    w.is_capital() && w.text.chars().filter(|c| c.is_alphabetic()).count() <= w.text.matches('.').count().max(1)
}

/// What is done with a run of capitals: the run, its sentence, its setting.
type Act<'a, F> = &'a mut dyn FnMut(&mut F, Range<usize>, &Range<usize>, Setting);

/// How a sentence is set: whether its capitals say anything.
#[derive(Clone, Copy, PartialEq)]
enum Setting {
    Plain,
    Headline,
    Shouted,
}

fn setting(words: &[Word<'_>]) -> Setting {
    let long = || words.iter().filter(|w| w.is_letters() && w.text.chars().count() > 3);
    let (all, capital, shouted) = (long().count(), long().filter(|w| w.is_capital()).count(), long().filter(|w| w.is_shouted()).count());
    // Prose that lists names is no headline.
    let prose = words.iter().rev().find(|w| !matches!(w.text, "\"" | "'" | ")" | "”")).is_some_and(|w| w.text == ".");
    if all >= 3 && shouted * 10 > all * 8 {
        Setting::Shouted
    } else if all >= 3 && capital * 10 > all * 7 && !(prose && capital < all) {
        Setting::Headline
    } else {
        Setting::Plain
    }
}

/// All names of a document, in order.
pub fn named(words: &[Word<'_>], sentences: &[Range<usize>]) -> Vec<Named> {
    let small = words.iter().filter(|w| w.is_letters() && !w.is_capital()).map(|w| &*w.lower).collect();
    let settings: Vec<Setting> = sentences.iter().map(|s| setting(words.get(s.clone()).unwrap_or(&[]))).collect();
    let plain = sentences.iter().zip(&settings).filter(|(_, setting)| **setting == Setting::Plain).map(|(s, _)| s);
    let acting = plain.flat_map(|s| acting(words, s)).collect();
    let mut finder = Finder { words, small, acting, found: Vec::new(), taken: vec![false; words.len()] };
    for (range, setting) in sentences.iter().zip(&settings) {
        finder.runs(range.clone(), *setting, &mut Finder::full);
    }
    let families: FxHashSet<String> = finder.found.iter().map(|n| n.value.family.to_lowercase()).collect();
    let givens: FxHashSet<String> = finder.found.iter().map(|n| n.value.given.to_lowercase()).filter(|g| g.len() > 2).collect();
    for (range, setting) in sentences.iter().zip(&settings) {
        finder.runs(range.clone(), *setting, &mut |f, run, sentence, setting| f.short(run, sentence, setting, &families, &givens));
    }
    let mut found = finder.found;
    found.sort_by_key(|n| n.words.start);
    found
}

/// Capitalised words of a sentence that stand alone, without an article or a preposition, and do what people do.
fn acting<'w>(words: &'w [Word<'_>], sentence: &Range<usize>) -> impl Iterator<Item = &'w str> {
    let lower = |i: usize| words.get(i).map_or("", |w| &*w.lower);
    let capital = |i: usize| words.get(i).is_some_and(|w| w.is_capital() && w.is_letters());
    sentence.clone().filter(move |i| capital(*i) && words[*i].text.chars().count() > 3).filter_map(move |i| {
        let before = if i > sentence.start { lower(i - 1) } else { "" };
        let alone = !(i > sentence.start && capital(i - 1) || capital(i + 1));
        let placed = matches!(before, "the" | "a" | "an" | "in" | "at" | "near" | "to" | "on" | "off" | "into" | "outside" | "this" | "that");
        let next = lower(i + 1);
        let befalls = matches!(next, "was" | "is" | "has" | "had") && (i + 2..i + 5).any(|k| BEFALLS.contains(&lower(k)) || lower(k) == "taken");
        // "Reyes, 31," and "Reyes' arrest".
        let told = next == "," && age::bare(lower(i + 2)).is_some() && !lexicon::is_stop(&words[i].lower)
            || next == "'s"
                && matches!(lower(i + 2), "arrest" | "whereabouts" | "death" | "body" | "family" | "mother" | "father" | "injuries" | "trial");
        let acts = SPEECH.contains(&next) || ACTS.contains(&next) || befalls || told;
        (alone && !placed && acts).then(|| &*words[i].lower)
    })
}

/// A name of one word stands as a surname ([`Name`]).
fn lone(word: &str) -> Name {
    Name { family: word.into(), ..Name::default() }
}

struct Finder<'w, 't> {
    words: &'w [Word<'t>],
    /// Words that the document also writes small.
    small: FxHashSet<&'w str>,
    /// Words that stand alone and do what people do ("Reyes was charged").
    acting: FxHashSet<&'w str>,
    found: Vec<Named>,
    /// Words of names found.
    taken: Vec<bool>,
}

impl<'w> Finder<'w, '_> {
    fn lower(&self, i: usize) -> &'w str {
        self.words.get(i).map_or("", |w| &*w.lower)
    }
    fn text(&self, words: &Range<usize>) -> String {
        self.words.get(words.clone()).unwrap_or(&[]).iter().map(|w| w.text).collect::<Vec<_>>().join(" ")
    }
    fn before(&self, i: usize, back: usize) -> &'w str {
        i.checked_sub(back).map_or("", |i| self.lower(i))
    }

    /// Runs of capitalised words of a sentence, with particles, nicknames and suffixes, cut at words that are no names.
    fn runs(&mut self, sentence: Range<usize>, setting: Setting, act: Act<'_, Self>) {
        let words = self.words;
        let capital = |i: usize| i < sentence.end && words[i].is_capital() && words[i].is_letters();
        let mut i = sentence.start;
        while i < sentence.end {
            if !capital(i) || self.taken[i] || self.cuts(i, setting) {
                i += 1;
                continue;
            }
            let start = i;
            i += 1;
            loop {
                if capital(i) && !self.taken[i] && !self.cuts(i, setting) {
                    i += 1;
                } else if i + 1 < sentence.end && words[i].text == "," && is_suffix(self.lower(i + 1)) {
                    i += 2;
                } else if i + 1 < sentence.end && is_particle(self.lower(i)) && (capital(i + 1) || is_particle(self.lower(i + 1)) && capital(i + 2)) {
                    i += 1;
                } else if let Some(end) = self.nickname(i, sentence.end) {
                    i = end;
                } else {
                    break;
                }
            }
            act(self, start..i, &sentence, setting);
        }
    }

    /// `"Big Mike"` within a name: the word after the closing mark.
    fn nickname(&self, i: usize, end: usize) -> Option<usize> {
        let mark = |i: usize| matches!(self.lower(i), "\"" | "'" | "“" | "”" | "(" | ")");
        let close = (i + 2..(i + 5).min(end)).find(|k| mark(*k))?;
        let inside = mark(i) && (i + 1..close).all(|k| self.words[k].is_letters());
        let goes_on = self.words.get(close + 1).is_some_and(|w| close + 1 < end && w.is_capital() && !lexicon::is_stop(&w.lower));
        (inside && goes_on && self.lower(i) != ")").then_some(close + 1)
    }

    /// A word at which a run ends: no name has it.
    fn cuts(&self, i: usize, setting: Setting) -> bool {
        let w = &self.words[i];
        if is_suffix(&w.lower) {
            return false;
        }
        // "Nineteen-year-old Ana Reyes"
        if age::hyphened(&w.lower).is_some() {
            return true;
        }
        // "Ana White": a surname, where a given name stands before it.
        let opens = |k: usize| match lexicon::given(self.lower(k)) {
            Some(given) => given.common >= 1,
            None => lexicon::is_like_given(self.words[k].text) && !lexicon::is_thing(self.lower(k)),
        };
        if matches!(&*w.lower, "black" | "white" | "west" | "north" | "english" | "french" | "hurt" | "northern" | "ball" | "young")
            && setting == Setting::Plain
            && i.checked_sub(1).is_some_and(|k| self.words[k].is_capital() && opens(k))
            && !self.words.get(i + 1).is_some_and(|n| n.is_capital() && !lexicon::is_stop(&n.lower))
        {
            return false;
        }
        if lexicon::is_stop(&w.lower) {
            // "Will", "May", "April", "June": names where a surname follows.
            let name = lexicon::given(&w.lower).is_some_and(|g| g.common >= 2)
                && self.words.get(i + 1).is_some_and(|n| n.is_capital() && !lexicon::is_stop(&n.lower) && lexicon::is_surname(&n.lower))
                && setting == Setting::Plain;
            return !name;
        }
        match setting {
            Setting::Plain => false,
            _ => self.small.contains(&*w.lower) && lexicon::given(&w.lower).is_none_or(|g| g.common < 3) && lexicon::title(&w.lower).is_none(),
        }
    }

    /// "Photo: Ana Reyes", "Ana Reyes / The Star", "staff writer Ana Reyes", "Ana Reyes reports": who made the page is nobody in it.
    fn credits(&self, name: &Range<usize>, sentence: &Range<usize>) -> bool {
        let back = |k: usize| if name.start >= sentence.start + k { self.before(name.start, k) } else { "" };
        let next = |k: usize| if name.end + k < sentence.end { self.lower(name.end + k) } else { "" };
        let photo =
            |w: &str| matches!(w, "photo" | "photos" | "video" | "courtesy" | "credit" | "photographer" | "writer" | "reporter" | "correspondent");
        matches!(next(0), "/" | "|")
            || matches!(back(1), "/" | "|")
            || photo(back(1))
            || matches!(back(1), ":" | "by") && photo(back(2))
            || matches!(next(0), "reports" | "contributed")
    }

    /// Where the name starts within a run: after its last title.
    fn untitled(&self, run: &Range<usize>) -> usize {
        (run.start..run.end).rev().find(|i| self.is_title(*i, run)).map_or(run.start, |i| i + 1)
    }
    fn is_title(&self, i: usize, run: &Range<usize>) -> bool {
        // A title word that ends the run is a surname ("Judge", "Major") or no name at all.
        lexicon::title(self.lower(i)).is_some() && (i + 1 < run.end || run.len() == 1)
    }

    /// The title before a name: within the run, or lower-case words before it.
    fn title_start(&self, run: &Range<usize>, name: usize, sentence: &Range<usize>) -> (usize, Option<bool>) {
        let mut female = None;
        let mut start = name;
        for i in (sentence.start..name).rev() {
            let lower = self.lower(i);
            let titled = lexicon::title(lower);
            if let Some(f) = titled {
                female = female.or(f);
                start = i;
            } else if i < run.start || !matches!(lower, "police" | "assistant" | "deputy" | "first" | "chief" | "of") {
                break;
            }
        }
        (start, female)
    }

    fn family_at(&self, name: &Range<usize>) -> usize {
        let last = name.end - 1;
        if name.len() > 1 && is_suffix(self.lower(last)) {
            let before = last - 1;
            if self.lower(before) == "," && before > name.start { before - 1 } else { before }
        } else {
            last
        }
    }

    /// Evidence around a name: age, title, cue, speech; against: place.
    fn context(&self, name: &Range<usize>, run: &Range<usize>, sentence: &Range<usize>) -> i32 {
        let mut score = 0;
        let end = name.end;
        let aged = matches!(self.lower(end), "," | "(" | "-" | "–" | "—")
            && age::bare(self.lower(end + 1)).is_some()
            && matches!(self.lower(end + 2), "," | "." | ")" | ";" | "of" | "and" | "was" | "" | "-" | "–" | "—" | "who" | "is" | "were" | "died");
        let aged = aged
            || self.lower(end) == "," && matches!(self.lower(end + 1), "age" | "aged")
            || self.lower(end) == "," && age::hyphened(self.lower(end + 2)).is_some();
        if aged {
            score += 4;
        }
        if name.start > sentence.start && (age::hyphened(self.before(name.start, 1)).is_some() || self.before(name.start, 1) == "old") {
            score += 4;
        }
        if name.start > sentence.start && lexicon::title(self.before(name.start, 1)).is_some() {
            score += 4;
        }
        let back = self.before(name.start, if matches!(self.before(name.start, 1), "," | ":") { 2 } else { 1 });
        if name.start > sentence.start {
            if lexicon::title(back).is_some() || lexicon::noun(back).is_some() {
                score += 3;
            } else if CUES.contains(&back) || SPEECH.contains(&self.before(name.start, 1)) {
                score += 2;
            }
        }
        if SPEECH.contains(&self.lower(end)) || matches!(self.lower(end), "'s") && lexicon::noun(self.lower(end + 1)).is_some() {
            score += 2;
        }
        if matches!(self.lower(end), "was" | "is" | "who" | "died" | "had" | "has" | "were" | "admitted" | "told" | "and") {
            score += 1;
        }
        // "Ana Reyes, a spokeswoman for the county", "Ana Reyes, the boy's mother".
        if self.lower(end) == "," && matches!(self.lower(end + 1), "a" | "an" | "the" | "his" | "her" | "their") {
            let stops = |w: &str| matches!(w, "," | "." | ";" | "" | "and" | "was" | "who" | "said");
            let told = (end + 2..(end + 7).min(sentence.end)).take_while(|i| !stops(self.lower(*i))).any(|i| lexicon::noun(self.lower(i)).is_some());
            score += if told { 3 } else { 0 };
        }
        score += self.lives(name, run, sentence, back);
        // Beside another name: "Ana Reyes and Luis Ortega".
        let beside = |i: usize| self.taken.get(i) == Some(&true) && sentence.contains(&i);
        if run.start == name.start && self.before(name.start, 1) == "and" && name.start >= 2 && beside(name.start - 2) {
            score += 2;
        }
        if self.lower(end) == "," && lexicon::is_state(self.lower(end + 1)) && !aged {
            score -= 5;
        }
        if name.start > sentence.start
            && matches!(self.before(run.start, 1), "in" | "at" | "near" | "outside" | "to" | "on" | "off" | "from" | "the" | "into")
            && self.before(run.start, 2) != "according"
        {
            score -= 3;
        }
        score
    }

    /// Evidence of what only people do or undergo: "Ana Reyes was arrested", "Ana Reyes faces charges", "police arrested Ana Reyes", "the death
    /// of Ana Reyes", and "Reyes was charged" elsewhere. No town or street is a person by it.
    fn lives(&self, name: &Range<usize>, run: &Range<usize>, sentence: &Range<usize>, back: &str) -> i32 {
        let end = name.end;
        let placed = lexicon::is_weak_thing(self.lower(name.start)) || lexicon::is_weak_thing(self.lower(end.saturating_sub(1)));
        if placed || lexicon::is_state(self.lower(end.saturating_sub(1))) || gazetteer().cities(&self.text(name)).next().is_some() {
            return 0;
        }
        let befalls = |i: usize| BEFALLS.contains(&self.lower(i));
        let acts = ACTS.contains(&self.lower(end))
            || matches!(self.lower(end), "was" | "is" | "were" | "has" | "had") && (end + 1..(end + 4).min(sentence.end)).any(befalls);
        let of = back == "of" && OF.contains(&self.before(name.start, 2));
        let befallen = name.start > sentence.start && run.start == name.start && (BEFALLS.contains(&back) || of || back == "shooting");
        let known = self.lower(end) == "," && matches!((self.lower(end + 1), self.lower(end + 2)), ("known", "as") | ("also", "known"));
        let again = name.len() > 1 && self.acting.contains(self.lower(self.family_at(name)));
        3 * i32::from(acts) + 2 * (i32::from(befallen) + i32::from(known) + i32::from(again))
    }

    fn full(&mut self, run: Range<usize>, sentence: &Range<usize>, setting: Setting) {
        if setting == Setting::Plain {
            self.full_in(run, sentence, setting);
            return;
        }
        // Capitals say nothing here: a given name of the list opens a name of two or three words.
        let mut i = run.start;
        while i < run.end {
            let known = lexicon::given(self.lower(i)).is_some() || lexicon::title(self.lower(i)).is_some();
            if known && !self.taken[i] {
                let end = (i + 2..=(i + 4).min(run.end)).rev().find(|e| lexicon::is_surname(self.lower(self.family_at(&(i..*e)))));
                if let Some(end) = end {
                    self.full_in(i..end, sentence, setting);
                }
            }
            i += 1;
        }
    }

    fn full_in(&mut self, run: Range<usize>, sentence: &Range<usize>, setting: Setting) {
        let mut name = self.untitled(&run)..run.end;
        // A sentence opens with any word: one that the document writes small elsewhere is none of the name's.
        while name.start == sentence.start
            && name.len() > 2
            && (self.small.contains(self.lower(name.start)) || lexicon::noun(self.lower(name.start)).is_some())
            && lexicon::given(self.lower(name.start)).is_none()
        {
            name.start += 1;
        }
        if name.len() < 2 || name.len() > LONGEST || self.credits(&name, sentence) {
            return;
        }
        // Parks, streets and a holiday bear it: nobody of the page.
        let text = self.text(&name).to_lowercase();
        if ["martin luther king", "cesar chavez", "rosa parks"].iter().any(|n| text.starts_with(n)) {
            return;
        }
        let family = self.family_at(&name);
        if family == name.start {
            return;
        }
        let context = self.context(&name, &run, sentence);
        let mut score = context;
        // "Sheriff Luis Hills": after a rank the last word is a surname.
        let ranked = run.start < name.start && lexicon::given(self.lower(name.start)).is_some() && name.len() == 2;
        let like = lexicon::given(self.lower(name.start)).is_some() || lexicon::is_like_given(self.words[name.start].text);
        let both =
            like && context >= if matches!(self.lower(family), "ford" | "fox" | "temple") { 1 } else { 3 } && lexicon::is_both(self.lower(family));
        let thing =
            name.clone().any(|i| lexicon::is_thing(self.lower(i)) && !(i == family && (both || ranked && lexicon::is_surname(self.lower(i)))));
        let weak = lexicon::is_weak_thing(self.lower(name.start)) || lexicon::is_weak_thing(self.lower(family));
        if thing || weak && context < 4 {
            return;
        }
        // "Denver Broncos", "Lincoln Navigator": a town of that name, or a make, has no rare surname.
        let town = gazetteer().cities(self.words[name.start].text).next().is_some();
        let surname = lexicon::is_surname(self.lower(family));
        match lexicon::given(self.lower(name.start)) {
            Some(g) => score += i32::from(g.common).max(2),
            None if is_initial(&self.words[name.start]) => score += 1,
            None if like && setting == Setting::Plain && (surname || context > 1) => score += 1,
            None => {}
        }
        if surname {
            score += 2;
        } else if like && setting == Setting::Plain && lexicon::is_rare(self.lower(family)) && !self.words[family].is_shouted() && !town {
            score += 1;
        }
        if (name.start + 1..family).any(|i| is_initial(&self.words[i])) {
            score += 2;
        }
        if family + 1 < name.end {
            score += 3;
        }
        if name.len() <= 3 {
            score += 1;
        }
        if lexicon::is_state(self.lower(name.start)) || lexicon::is_state(self.lower(family)) {
            score -= 3;
        }
        // "Oak Park", "Jackson Heights": a town unless somebody is aged or titled so.
        if context < 4 && gazetteer().cities(&self.text(&name)).next().is_some() {
            score -= 4;
        }
        if setting == Setting::Plain {
            score -= 2 * name.clone().filter(|i| self.small.contains(self.lower(*i)) && !is_particle(self.lower(*i))).count().min(2) as i32;
            if name.clone().filter(|i| self.words[*i].text.chars().count() > 3).all(|i| self.words[i].is_shouted()) {
                score -= 3;
            }
        }
        if score >= ENOUGH {
            self.keep(name, sentence);
        }
    }

    /// A lone surname or given name: known from a full one, or told by what stands around it.
    fn short(&mut self, run: Range<usize>, sentence: &Range<usize>, setting: Setting, families: &FxHashSet<String>, givens: &FxHashSet<String>) {
        if setting != Setting::Plain {
            for i in run {
                if families.contains(self.lower(i)) && !self.small.contains(self.lower(i)) && !lexicon::is_thing(self.lower(i + 1)) {
                    self.keep_as(i..i + 1, lone(self.words[i].text), sentence);
                }
            }
            return;
        }
        let name = self.untitled(&run)..run.end;
        let context = if name.is_empty() { 0 } else { self.context(&name, &run, sentence) };
        if name.len() == 2
            && families.contains(self.lower(name.start + 1))
            && context >= 0
            && !lexicon::is_thing(self.lower(name.start))
            && !self.small.contains(self.lower(name.start))
            && !lexicon::is_thing(self.lower(name.end))
        {
            self.keep(name, sentence);
            return;
        }
        if name.len() != 1 || lexicon::is_thing(self.lower(name.start)) || lexicon::is_state(self.lower(name.start)) && context < 4 {
            return;
        }
        let i = name.start;
        let (lower, text) = (self.lower(i), self.words[i].text);
        if text.chars().count() < 2 || lexicon::noun(lower).is_some() {
            return;
        }
        let opens = i == sentence.start && self.small.contains(lower);
        let titled = run.start < i
            || i > sentence.start
                && lexicon::title(self.before(i, 1)).is_some_and(|_| {
                    lexicon::is_rank(self.before(i, 1)) || matches!(self.before(i, 1), "mr." | "mrs." | "ms." | "mr" | "mrs" | "ms" | "miss")
                });
        let shouted = self.words[i].is_shouted() && text.chars().count() > 3;
        let clear = !opens && !shouted;
        let fresh = !self.small.contains(lower) && !shouted;
        // "his son, Luis, 4": an age and a word for the person say enough.
        let apposed = i > sentence.start + 1 && self.before(i, 1) == "," && lexicon::noun(self.before(i, 2)).is_some() && context >= 7;
        // "Reyes said", "said Reyes": whoever speaks by one name, where a page writes that word in no other way.
        let known = clear && (families.contains(lower) || givens.contains(lower) && (lexicon::given(lower).is_none() || context > -3));
        let told = fresh && (titled || apposed || !opens && (context >= 4 && lexicon::given(lower).is_some() || self.before(i, 1) == "named"));
        if known || told {
            self.keep_as(i..i + 1, lone(text), sentence);
        }
    }

    fn keep(&mut self, name: Range<usize>, sentence: &Range<usize>) {
        let mut nickname = String::new();
        let mut parts = Vec::new();
        let mut inside = false;
        for w in &self.words[name.clone()] {
            match w.text {
                "\"" | "“" | "”" | "'" | "(" | ")" => inside = !inside,
                "," => {}
                t if inside => {
                    if !nickname.is_empty() {
                        nickname.push(' ');
                    }
                    nickname.push_str(t);
                }
                t => parts.push(t),
            }
        }
        if let Some(mut value) = Name::parse(&parts.join(" ")) {
            if !nickname.is_empty() {
                value.nickname = nickname.into();
            }
            self.keep_as(name, value, sentence);
        }
    }

    fn keep_as(&mut self, name: Range<usize>, value: Name, sentence: &Range<usize>) {
        let (start, female) = self.title_start(&name, name.start, sentence);
        for i in start..name.end {
            self.taken[i] = true;
        }
        self.found.push(Named { words: start..name.end, name, value, female });
    }
}
