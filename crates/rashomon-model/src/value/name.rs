//! Names of people: their parts, when two names can be one person's, and how much it says that two pages share one.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Comparison;

/// A person's name as one page gives it, in parts, spelled as there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "cache", derive(serde::Serialize, serde::Deserialize))]
pub struct Name {
    /// First name or initial; empty for a lone surname.
    pub given: Box<str>,
    /// Middle names and initials; the first of two unhyphenated surnames, for both look alike on a page.
    pub middle: Box<str>,
    /// Surname with its particles; where a name is one word, that word.
    pub family: Box<str>,
    /// Jr., III.
    pub suffix: Box<str>,
    /// "Big Mike", without quotation marks.
    pub nickname: Box<str>,
}

/// How much two spellings of a name have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Likeness {
    /// Both cannot be one person's.
    Other,
    /// One part is equal, the other one letter (or two swapped) apart: one person, perhaps misspelled.
    Near,
    /// One of them is only a given name, or only a surname, of the other.
    Part,
    /// Given name and surname agree.
    Full,
}

/// Whether a folded word is a title or rank before a name.
pub fn is_title(folded: &str) -> bool {
    TITLES.contains(&folded)
}

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "rev",
    "pastor",
    "officer",
    "ofc",
    "off",
    "deputy",
    "sheriff",
    "chief",
    "sgt",
    "sergeant",
    "lt",
    "lieutenant",
    "capt",
    "captain",
    "cpl",
    "corporal",
    "det",
    "detective",
    "trooper",
    "agent",
    "judge",
    "hon",
    "sen",
    "rep",
    "gov",
    "mayor",
    "prof",
    "maj",
    "major",
    "col",
    "colonel",
    "cmdr",
    "commander",
    "insp",
    "inspector",
    "patrolman",
    "pvt",
    "pfc",
    "spc",
    "supt",
    "superintendent",
    "undersheriff",
    "coroner",
    "constable",
    "marshal",
];
const PARTICLES: &[&str] = &[
    "de", "la", "las", "los", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "ter", "le", "el", "al", "bin", "ibn", "st", "st.",
    "san", "santa", "mac",
];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v", "junior", "senior"];

/// Short forms in use in the United States; every name of a line can stand for the first.
const SHORT: &[&[&str]] = &[
    &["michael", "mike", "mikey", "mick", "mickey"],
    &["william", "bill", "billy", "will", "willie", "willy"],
    &["robert", "rob", "bob", "bobby", "robbie"],
    &["richard", "rick", "dick", "richie", "ricky", "rich"],
    &["james", "jim", "jimmy", "jamie"],
    &["john", "johnny", "jack", "johnnie", "jon"],
    &["jonathan", "jon", "john", "johnny", "jonny"],
    &["joseph", "joe", "joey"],
    &["thomas", "tom", "tommy"],
    &["charles", "charlie", "chuck", "chas"],
    &["christopher", "chris", "topher"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "davey"],
    &["edward", "ed", "eddie", "ted", "ned"],
    &["edwin", "ed", "eddie"],
    &["anthony", "tony", "ant"],
    &["kenneth", "ken", "kenny"],
    &["ronald", "ron", "ronnie"],
    &["donald", "don", "donnie"],
    &["steven", "steve", "stevie"],
    &["stephen", "steve", "stevie"],
    &["timothy", "tim", "timmy"],
    &["gregory", "greg"],
    &["jeffrey", "jeff"],
    &["geoffrey", "geoff", "jeff"],
    &["matthew", "matt"],
    &["andrew", "andy", "drew"],
    &["benjamin", "ben", "benny"],
    &["samuel", "sam", "sammy"],
    &["nicholas", "nick", "nicky"],
    &["alexander", "alex", "al", "xander"],
    &["frederick", "fred", "freddie", "freddy"],
    &["lawrence", "larry"],
    &["leonard", "len", "lenny", "leo"],
    &["raymond", "ray"],
    &["gerald", "jerry", "gerry"],
    &["jerome", "jerry"],
    &["zachary", "zach", "zack"],
    &["joshua", "josh"],
    &["patrick", "pat", "paddy"],
    &["phillip", "phil"],
    &["philip", "phil"],
    &["peter", "pete"],
    &["douglas", "doug"],
    &["eugene", "gene"],
    &["francis", "frank", "frankie"],
    &["franklin", "frank", "frankie"],
    &["harold", "harry", "hal"],
    &["henry", "hank", "harry"],
    &["walter", "walt", "wally"],
    &["victor", "vic"],
    &["vincent", "vince", "vinny"],
    &["terrence", "terry"],
    &["theodore", "ted", "theo", "teddy"],
    &["nathaniel", "nate", "nathan"],
    &["nathan", "nate"],
    &["jesus", "chuy"],
    &["francisco", "frank", "pancho", "paco"],
    &["jose", "pepe"],
    &["guillermo", "memo"],
    &["eduardo", "eddie", "lalo"],
    &["roberto", "beto", "robert"],
    &["elizabeth", "liz", "beth", "betty", "lizzie", "eliza", "betsy"],
    &["margaret", "maggie", "meg", "peggy", "marge"],
    &["katherine", "kate", "kathy", "katie", "kat"],
    &["catherine", "kate", "cathy", "katie", "cat"],
    &["kathleen", "kathy", "kate", "katie"],
    &["jennifer", "jen", "jenny", "jenn"],
    &["jessica", "jess", "jessie"],
    &["patricia", "pat", "patty", "trish", "tricia"],
    &["deborah", "deb", "debbie"],
    &["rebecca", "becky", "becca"],
    &["susan", "sue", "susie"],
    &["suzanne", "sue", "suzie"],
    &["barbara", "barb", "babs"],
    &["victoria", "vicky", "tori", "vicki"],
    &["christina", "chris", "tina", "christy"],
    &["kimberly", "kim"],
    &["pamela", "pam"],
    &["sandra", "sandy"],
    &["theresa", "terri", "terry", "tess"],
    &["amanda", "mandy"],
    &["samantha", "sam"],
    &["alexandra", "alex", "lexi", "sandra"],
    &["abigail", "abby"],
    &["cynthia", "cindy"],
    &["dorothy", "dot", "dottie"],
    &["virginia", "ginny"],
];

/// Lower case, without accents, apostrophes, full stops and hyphens; words parted by one space.
pub fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' => push_space(&mut out),
            c if c.is_whitespace() => push_space(&mut out),
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| bare(c, &mut out)),
            _ => {}
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// A lower-case letter without its accent (Latin-1 and Latin Extended-A).
fn bare(c: char, out: &mut String) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'š' | 'ś' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ß' => {
            out.push('s');
            's'
        }
        'æ' => {
            out.push('a');
            'e'
        }
        // A combining accent after its letter.
        '\u{300}'..='\u{36f}' => return,
        c => c,
    };
    out.push(plain);
}

fn solid(words: &str) -> String {
    fold(words).replace(' ', "")
}

impl Name {
    /// Reads a name, titles and ranks taken off ("Sgt. Luis M. de la Cruz Jr.", `Ana "Nena" Reyes`, "Reyes, Ana"); `None`
    /// when no part is left.
    pub fn parse(words: &str) -> Option<Self> {
        let (words, nickname) = split_nickname(words);
        let (before, after) = words.split_once(',').map_or((words.as_str(), ""), |(a, b)| (a.trim(), b.trim()));
        let is_suffix = |w: &str| SUFFIXES.contains(&fold(w).as_str());
        // "Reyes, Ana": surname first; "Ana Reyes, Jr." keeps its order.
        let turned = !after.is_empty() && !before.contains(char::is_whitespace) && !after.split_whitespace().all(is_suffix);
        let words = if turned { format!("{after} {before}") } else { format!("{before} {after}") };
        let mut parts: Vec<&str> = words
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .collect();
        while parts.len() > 1 && parts.first().is_some_and(|w| is_title(&fold(w))) {
            parts.remove(0);
        }
        let suffix = if parts.len() > 1 && parts.last().is_some_and(|w| is_suffix(w)) { parts.pop().unwrap_or("") } else { "" };
        let mut from = parts.len().checked_sub(1)?;
        // Particles belong to the surname, but never take the first name ("Van Jones" is Van).
        while from > 1 && PARTICLES.contains(&parts.get(from - 1)?.to_lowercase().as_str()) {
            from -= 1;
        }
        let trim = |w: &str| w.trim_end_matches('.').to_string();
        let family = trim(&parts.get(from..)?.join(" "));
        let (given, middle) = match from {
            0 => (String::new(), String::new()),
            n => (parts.first()?.to_string(), parts.get(1..n)?.join(" ")),
        };
        Some(Self { given: given.into(), middle: middle.into(), family: family.into(), suffix: suffix.into(), nickname: nickname.into() })
    }

    /// All parts in order, without the nickname.
    pub fn caption(&self) -> String {
        [&self.given, &self.middle, &self.family, &self.suffix].into_iter().filter(|p| !p.is_empty()).map(|p| &**p).collect::<Vec<_>>().join(" ")
    }

    /// Both a given name and a surname.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty() && !self.family.is_empty()
    }

    /// Letter for letter, accents, hyphens, apostrophes and capitals aside: a difference contradicts; a missing middle
    /// name, initial, suffix or nickname is the same; a lone surname or given name is coarser (`SLOTS.md`).
    pub fn compare(&self, other: &Name) -> Comparison {
        match (self.is_full(), other.is_full()) {
            (true, true) => match self.likeness(other) {
                Likeness::Full if middles_misspelt(self, other) => Comparison::Contradicts,
                Likeness::Full if given_same(&self.given, &other.given) => Comparison::Same,
                Likeness::Full => Comparison::Compatible,
                _ if solid(&self.family) == solid(&other.family) && cut_short(&solid(&self.given), &solid(&other.given)) => Comparison::Compatible,
                _ => Comparison::Contradicts,
            },
            (false, false) if solid(&self.family) == solid(&other.family) && solid(&self.given) == solid(&other.given) => Comparison::Same,
            (false, true) if self.likeness(other) == Likeness::Part => Comparison::Coarser,
            (true, false) if self.likeness(other) == Likeness::Part => Comparison::Finer,
            _ => Comparison::Contradicts,
        }
    }

    /// How much two names have in common, misspellings seen through: what joining people across pages needs.
    pub fn likeness(&self, other: &Name) -> Likeness {
        match (self.is_full(), other.is_full()) {
            (true, true) => {}
            (false, false) => {
                let same = solid(&self.family) == solid(&other.family) && solid(&self.given) == solid(&other.given);
                return if same { Likeness::Part } else { Likeness::Other };
            }
            (false, true) => return if self.is_part_of(other) { Likeness::Part } else { Likeness::Other },
            (true, false) => return if other.is_part_of(self) { Likeness::Part } else { Likeness::Other },
        }
        if suffixes_clash(&self.suffix, &other.suffix) {
            return Likeness::Other;
        }
        let (given, family) = (given_likeness(self, other), family_likeness(self, other));
        match (given, family) {
            (Likeness::Full, Likeness::Full) => {
                if middles_clash(self, other) {
                    Likeness::Near
                } else {
                    Likeness::Full
                }
            }
            (Likeness::Full, Likeness::Near) | (Likeness::Near, Likeness::Full) => Likeness::Near,
            _ => Likeness::Other,
        }
    }

    /// Two full names with the same given name or the same surname.
    pub fn shares_a_part(&self, other: &Name) -> bool {
        self.is_full() && other.is_full() && (solid(&self.given) == solid(&other.given) || solid(&self.family) == solid(&other.family))
    }

    /// One of them is a lone name that differs from a part of the other by a letter or two ("Reyes", "Ana Reys").
    pub fn misspells(&self, other: &Name) -> bool {
        let (lone, full) = if self.is_full() { (other, self) } else { (self, other) };
        let word = solid(if lone.family.is_empty() { &lone.given } else { &lone.family });
        !lone.is_full() && [&full.given, &full.family].into_iter().map(|p| solid(p)).any(|part| part != word && near(&word, &part, 5))
    }

    /// A lone surname, given name or nickname that stands in the full name.
    fn is_part_of(&self, full: &Name) -> bool {
        let lone = solid(if self.family.is_empty() { &self.given } else { &self.family });
        !lone.is_empty()
            && (surnames(full).contains(&lone) || solid(&full.given) == lone || (!full.nickname.is_empty() && solid(&full.nickname) == lone))
    }

    /// How much it says that two pages share this name: -ln of the share of people who bear it, in hundredths, by the
    /// frozen table of the 1990 census (`models/names.txt`). A lone surname counts by itself.
    pub fn rarity(&self) -> i32 {
        let given = if self.given.is_empty() { 0 } else { level("given", &solid(&self.given), 40) };
        // Of a double surname the rarer half, and a little for the other.
        let family = fold(&self.family).split(' ').map(|w| level("family", w, 48)).max().unwrap_or(0);
        (given + family) * 25
    }

    /// Whether a folded word is one of the surnames of the census table.
    pub fn is_surname(folded: &str) -> bool {
        level("family", folded, 0) > 0
    }

    /// A key that is equal for spellings that `compare` calls the same in their given name's full form: what an index
    /// of full names looks up. Empty for a lone name.
    pub fn key(&self) -> String {
        if !self.is_full() {
            return String::new();
        }
        let last = surnames(self).into_iter().next().unwrap_or_default();
        format!("{} {last}", long_form(&solid(&self.given)))
    }

    /// The folded surname, solid ("delacruz"): what an index of surnames looks up.
    pub fn surname_key(&self) -> String {
        solid(&self.family)
    }
}

/// Words without the quoted or bracketed nickname or alias in them, and that nickname.
fn split_nickname(words: &str) -> (String, String) {
    for (open, close) in [('"', '"'), ('\u{201c}', '\u{201d}'), ('(', ')'), ('\u{2018}', '\u{2019}')] {
        if let Some((before, rest)) = words.split_once(open)
            && let Some((inside, after)) = rest.split_once(close)
        {
            let inside = inside.trim_matches(|c: char| !c.is_alphanumeric());
            return (format!("{} {}", before.trim(), after.trim()), inside.to_string());
        }
    }
    // ASCII case does not change lengths, so offsets hold.
    let lower = words.to_ascii_lowercase();
    for cue in [" also known as ", " aka ", " a.k.a. ", " a/k/a ", ", also known as ", ", aka "] {
        if let Some(at) = lower.find(cue) {
            let (before, after) = (words.get(..at).unwrap_or(""), words.get(at + cue.len()..).unwrap_or(""));
            return (before.trim_end_matches(',').trim().to_string(), after.trim().to_string());
        }
    }
    (words.to_string(), String::new())
}

/// The surnames a name can go by, solid: the whole, each half of a double one, and an unhyphenated first surname.
fn surnames(name: &Name) -> Vec<String> {
    let mut out = vec![solid(&name.family)];
    let halves = |words: &str, out: &mut Vec<String>| {
        let folded = fold(words);
        let words: Vec<&str> = folded.split(' ').filter(|w| w.len() > 2 && !PARTICLES.contains(w)).collect();
        out.extend(words.iter().map(|w| w.to_string()));
    };
    if name.family.contains(['-', ' ', '\u{2010}', '\u{2011}']) {
        halves(&name.family, &mut out);
    }
    if name.middle.chars().count() > 2 {
        halves(&name.middle, &mut out);
        // "Maria Lopez Garcia" and "Maria Lopez-Garcia" are one.
        out.push(format!("{}{}", solid(&name.middle), solid(&name.family)));
    }
    out
}

fn family_likeness(a: &Name, b: &Name) -> Likeness {
    let (fa, fb) = (solid(&a.family), solid(&b.family));
    if fa == fb || surnames(a).contains(&fb) || surnames(b).contains(&fa) {
        Likeness::Full
    } else if near(&fa, &fb, 7) {
        Likeness::Near
    } else {
        Likeness::Other
    }
}

/// The same given name: equal, an initial of it, or a short form.
fn given_same(a: &str, b: &str) -> bool {
    let (a, b) = (solid(a), solid(b));
    a == b || initial_of(&a, &b) || initial_of(&b, &a)
}

fn given_likeness(a: &Name, b: &Name) -> Likeness {
    let (ga, gb) = (solid(&a.given), solid(&b.given));
    let called = |n: &Name, by: &str| (!n.middle.is_empty() && solid(&n.middle) == by) || (!n.nickname.is_empty() && solid(&n.nickname) == by);
    if given_same(&ga, &gb) || short_of(&ga, &gb) || called(a, &gb) || called(b, &ga) {
        Likeness::Full
    } else if near(&ga, &gb, 5) {
        Likeness::Near
    } else {
        Likeness::Other
    }
}

fn initial_of(a: &str, b: &str) -> bool {
    a.chars().count() == 1 && b.chars().next() == a.chars().next()
}

fn short_of(a: &str, b: &str) -> bool {
    SHORT.iter().any(|names| names.contains(&a) && names.contains(&b) && (names.first() == Some(&a) || names.first() == Some(&b)))
}

/// A long given name that friends cut short ("Quin" for "Quindarius").
fn cut_short(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && long.len() >= short.len() + 3 && long.starts_with(short)
}

/// The first long form a short one stands for, else the name itself.
fn long_form(given: &str) -> String {
    let long = SHORT.iter().find(|names| names.contains(&given)).and_then(|names| names.first());
    long.map_or_else(|| given.to_string(), |l| l.to_string())
}

fn suffixes_clash(a: &str, b: &str) -> bool {
    let of = |s: &str| match fold(s).as_str() {
        "junior" => "jr".to_string(),
        "senior" => "sr".to_string(),
        s => s.to_string(),
    };
    !a.is_empty() && !b.is_empty() && of(a) != of(b)
}

/// Both give a middle name and they differ; an initial agrees with its name, and a first surname with none.
fn middles_clash(a: &Name, b: &Name) -> bool {
    let (ma, mb) = (solid(&a.middle), solid(&b.middle));
    !ma.is_empty()
        && !mb.is_empty()
        && ma != mb
        && ma.chars().next() != mb.chars().next()
        && !surnames(a).contains(&solid(&b.family))
        && !surnames(b).contains(&solid(&a.family))
}

/// Two middle names written out that differ in a letter or two ("Jane", "Jean").
fn middles_misspelt(a: &Name, b: &Name) -> bool {
    let (ma, mb) = (fold(&a.middle), fold(&b.middle));
    let (la, lb) = (ma.chars().count(), mb.chars().count());
    !ma.contains(' ') && !mb.contains(' ') && la.min(lb) >= 4 && la.max(lb) <= 40 && ma != mb && strsim::osa_distance(&ma, &mb) <= 2
}

/// One letter more, less, other or two swapped (Damerau 1964) in names of four letters and more; two in names of `long`
/// letters and more that begin alike.
fn near(a: &str, b: &str, long: usize) -> bool {
    let (la, lb) = (a.chars().count(), b.chars().count());
    if la.min(lb) < 4 || la.abs_diff(lb) > 2 || la.max(lb) > 40 {
        return false;
    }
    let apart = strsim::osa_distance(a, b);
    apart == 1 || (apart == 2 && la.min(lb) >= long && a.chars().next() == b.chars().next())
}

/// A name's level in the frozen table, `rare` where it is not listed.
fn level(kind: &str, name: &str, rare: i32) -> i32 {
    static TABLE: OnceLock<[FxHashMap<&'static str, i32>; 2]> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut tables = [FxHashMap::default(), FxHashMap::default()];
        for line in include_str!("../../../../models/names.txt").lines() {
            let mut words = line.split(' ');
            let at = match words.next() {
                Some("given") => 0,
                Some("family") => 1,
                _ => continue,
            };
            if let Some(level) = words.next().and_then(|l| l.parse().ok()) {
                tables[at].extend(words.map(|w| (w, level)));
            }
        }
        tables
    });
    let [given, family] = table;
    *(if kind == "given" { given } else { family }).get(name).unwrap_or(&rare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check_parts(words: &str, expect: &str) {
        let n = Name::parse(words).unwrap_or_default();
        assert_eq!(format!("{}|{}|{}|{}|{}", n.given, n.middle, n.family, n.suffix, n.nickname), expect, "{words}");
    }

    #[test]
    fn names_come_apart() {
        check_parts("Ana Reyes", "Ana||Reyes||");
        check_parts("Officer Ana M. Reyes", "Ana|M.|Reyes||");
        check_parts("Luis Ortega Jr.", "Luis||Ortega|Jr.|");
        check_parts("Luis Ortega, III", "Luis||Ortega|III|");
        check_parts("Marco de la Cruz", "Marco||de la Cruz||");
        check_parts("Reyes", "||Reyes||");
        check_parts("Sgt. Reyes", "||Reyes||");
        check_parts("Michael \"Big Mike\" Halloran", "Michael||Halloran||Big Mike");
        check_parts("Ana Reyes, also known as Nena", "Ana||Reyes||Nena");
        check_parts("Reyes, Ana", "Ana||Reyes||");
        check_parts("Van Halpern", "Van||Halpern||");
        assert_eq!(Name::parse(" ., "), None);
    }

    fn check(a: &str, b: &str, expect: Comparison) {
        let (x, y) = (Name::parse(a).unwrap_or_default(), Name::parse(b).unwrap_or_default());
        assert_eq!(x.compare(&y), expect, "{a} / {b}");
        assert_eq!(y.compare(&x), expect.flip(), "{b} / {a}");
    }

    #[test]
    fn a_letter_contradicts_and_a_missing_part_does_not() {
        use Comparison::*;
        check("Javon Merritt", "Jovan Merritt", Contradicts);
        check("Ana Reyes", "Ana Maria Reyes", Same);
        check("Ana Marie Reyes", "Ana Maria Reyes", Contradicts);
        check("Marq Reyes", "Marquandis Reyes", Compatible);
        check("Ana R. Okafor", "Ana Okafor", Same);
        check("Luis Ortega", "Luis Ortega Jr.", Same);
        check("Luis Ortega Sr.", "Luis Ortega Jr.", Contradicts);
        check("Reyes", "Ana Reyes", Coarser);
        check("José Peña", "Jose Pena", Same);
        check("Dana O'Leary", "Dana OLeary", Same);
        check("Ana Lopez-Garcia", "Ana Lopez Garcia", Same);
        check("Ana Lopez Garcia", "Ana Lopez", Same);
        check("Mike Halloran", "Michael Halloran", Compatible);
        check("Ana Reyes", "Ana Soto", Contradicts);
        check("J. Merritt", "James Merritt", Same);
        check("John Robert Vance", "Robert Vance", Compatible);
    }

    #[test]
    fn a_misspelling_is_near_and_a_rare_name_says_more() {
        let like = |a: &str, b: &str| Name::parse(a).unwrap_or_default().likeness(&Name::parse(b).unwrap_or_default());
        assert_eq!(like("Javon Merritt", "Jovan Merritt"), Likeness::Near);
        assert_eq!(like("Dana Hallaran", "Dana Halloran"), Likeness::Near);
        assert_eq!(like("Ana Reyes", "Eve Reyes"), Likeness::Other);
        let rarity = |a: &str| Name::parse(a).unwrap_or_default().rarity();
        assert!(rarity("John Smith") < rarity("Dana Halloran"));
        assert!(rarity("Smith") < rarity("John Smith"));
        assert_eq!(rarity("John Smith"), 850);
    }

    proptest! {
        #[test]
        fn any_words_parse_and_compare_both_ways(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            if let (Some(x), Some(y)) = (Name::parse(&a), Name::parse(&b)) {
                prop_assert_eq!(x.compare(&y), y.compare(&x).flip());
                prop_assert_eq!(x.likeness(&y), y.likeness(&x));
                prop_assert_eq!(x.compare(&x), Comparison::Same);
            }
        }
    }
}
