//! Voices: who says what a claim's words say.
//!
//! Patterns over words, sentence by sentence: a speech verb with its subject ("police said", "said Sgt. Reyes"),
//! `according to`, "identified by", "Police:" and headings; each voice has a scope, and a claim is said by all whose
//! scope holds its words, the narrowest first. (Pareti 2015 describes the constructions; in our data four such patterns find .763
//! of the nearest speakers, empty ones included.)

use std::ops::Range;

use rashomon_model::{Attribution, Cited, ZoneKind};

use crate::cast::{Cast, Form};
use crate::closed::Closed;
use crate::quotation::{Quotation, quotations};
use crate::sheet::Sheet;

/// A voice and the words it is answerable for.
#[derive(Clone, Debug)]
pub struct Voice {
    /// Speaker words in this sentence, with what is apposed to them: the reporter's own, outside the scope.
    pub speaker: Range<usize>,
    /// The verb or phrase that credits.
    pub cue: Range<usize>,
    /// Words said, all of one sentence.
    pub scope: Range<usize>,
    /// Speaker first, then carriers ("told WGN").
    chain: Vec<Cited>,
}

/// The voices of a document, by sentence.
#[derive(Debug, Default)]
pub struct Voices {
    voices: Vec<Voice>,
    /// For each sentence, its voices.
    of: Vec<Range<usize>>,
    /// For each token, its sentence.
    sentence: Vec<u32>,
}

impl Voices {
    /// Reads the voices of a sheet. Linear in its tokens.
    pub fn of(sheet: &Sheet<'_>, cast: &Cast) -> Self {
        let quotations = quotations(sheet);
        let mut reader = Reader { sheet, cast, people: 0, spoke: Vec::new(), heading: None };
        let mut out = Self { sentence: sheet.tokens.iter().map(|t| t.sentence as u32).collect(), ..Self::default() };
        let mut quoted = 0;
        for s in 0..sheet.sentences.len() {
            let tokens = sheet.sentences[s].tokens.clone();
            while quotations.get(quoted).is_some_and(|q| q.tokens.end <= tokens.start) {
                quoted += 1;
            }
            let start = out.voices.len();
            out.voices.extend(reader.sentence(s, quotations.get(quoted..).unwrap_or(&[])));
            out.of.push(start..out.voices.len());
        }
        out
    }

    /// Who says a run of tokens: every voice of its sentence whose scope holds most of it, the narrowest scope first.
    pub fn at(&self, tokens: Range<usize>) -> Attribution {
        let mut chain: Vec<Cited> = Vec::new();
        for voice in self.covering(tokens) {
            for cited in &voice.chain {
                if !chain.iter().any(|c| c.name.eq_ignore_ascii_case(&cited.name)) {
                    chain.push(cited.clone());
                }
            }
        }
        Attribution { chain }
    }

    fn covering(&self, tokens: Range<usize>) -> Vec<&Voice> {
        let Some(of) = self.sentence.get(tokens.start).and_then(|s| self.of.get(*s as usize)) else { return Vec::new() };
        let mut held: Vec<&Voice> = self.voices[of.clone()]
            .iter()
            .filter(|v| {
                let own = tokens.clone().filter(|t| v.speaker.contains(t) || v.cue.contains(t)).count();
                let within = tokens.clone().filter(|t| v.scope.contains(t) && !v.speaker.contains(t) && !v.cue.contains(t)).count();
                within > 0 && within * 2 > tokens.len() - own
            })
            .collect();
        held.sort_by_key(|v| (v.scope.len(), v.cue.start));
        held
    }
}

/// Verbs that credit whoever is their subject.
static SAYS: Closed = Closed::new(
    "said says say told tells tell stated states announced announces noted notes explained explains added adds testified \
     testifies wrote writes tweeted tweets posted recalled recalls recounted admitted admits insisted insists argued argues \
     acknowledged acknowledges stressed emphasized clarified continued quipped commented remarked replied relayed confessed \
     warned notified informed informs",
);
/// Verbs that credit a subject which is somebody: after other words they are something else ("shots were reported", "the report").
static HOLDS: Closed = Closed::new(
    "confirmed confirm confirms reported report reports alleged allege alleges claimed claim claims described describe \
     describes believe believes believed think thinks thought suspect suspects suspected estimate estimated estimates \
     identified identify identifies determined determine ruled accused accuse accuses show shows showed indicate indicates \
     indicated reveal reveals revealed detail details suggest suggests suggested advised concluded speculated speculate \
     contend contends contended maintain maintains conceded denied denies asked calling",
);
/// Of these, the ones that are participles or nouns as often: they credit only people whose office it is to say so.
static DOUBTFUL: Closed = Closed::new(
    "accused suspected believed identified described reported alleged ruled determined thought suspect suspects report reports \
     claim claims claimed detail details estimate estimated estimates show shows showed indicated suggested confirmed denied denies asked calling",
);
/// Those whose office it is to say so.
static OFFICIAL: Closed = Closed::new(
    "police cops officer officers deputy deputies sheriff detective detectives investigator investigators authorities official \
     officials prosecutor prosecutors attorney attorneys spokesman spokeswoman spokesperson chief captain lieutenant sergeant \
     coroner examiner troopers agents fbi atf department office agency bureau state city county hospital firefighters da \
     marshals he she they i we who sources witnesses witness record records documents affidavit complaint investigation report \
     reports video footage news evidence autopsy indictment warrant statement tests",
);
/// Heads that open a reduced clause ("a man police say fled").
static OFFICES: Closed = Closed::new("police cops officers deputies detectives investigators authorities officials prosecutors witnesses");
/// Words that may stand right before "police" and the like and belong to them.
static LOCAL: Closed = Closed::new(
    "a an the local state city county campus university transit park highway metro metropolitan federal military tribal border school fire \
     homicide housing railroad town village area suburban other some two three several responding arriving off-duty uniformed \
     many these those of for and senior lead chief law top high-ranking former retired his her their our unidentified unnamed \
     multiple district township medical defense defence deputy assistant u.s. 's in on at with meanwhile later",
);
/// Words that end a phrase before "said" and are no speaker.
static NOT_SPEAKERS: Closed = Closed::new("a an the this that his her their its of in on at to and or more new no any all it car home house scene");
/// Words that open an adverbial before the speaker: "After the party, police said".
static FRONTED: Closed = Closed::new(
    "in on at after when as while before if during once since around about near shortly just by along upon early late following between \
     from until because inside outside with for based",
);
/// Speakers that are no single person.
static BODIES: Closed = Closed::new(
    "police cops department office authorities agency bureau fbi atf state city county hospital school university company news patrol \
     people others family media press staff men women parents they it we both children",
);
/// Papers, pictures and sounds that speak.
static SOURCES: Closed = Closed::new(
    "video videos footage surveillance records record documents document affidavit affidavits report reports complaint \
     investigation evidence autopsy statement statements photos photo warrant warrants indictment testimony data post posts \
     tweet tweets recordings recording release logs log filing filings papers paperwork petition transcript notes obituary \
     message messages letter caller callers call calls results examination tapes tape image images website page account \
     accounts dispatch scanner alert bulletin memo email summary citation docket notice profile lawsuit suit",
);
/// People and bodies that speak to reporters, as common nouns.
static SPEAKERS: Closed = Closed::new(
    "police cops officer officers deputy deputies sheriff sheriffs detective detectives investigator investigators \
     authorities authority official officials prosecutor prosecutors attorney attorneys lawyer lawyers witness witnesses \
     eyewitness eyewitnesses neighbor neighbors neighbour neighbours resident residents source sources spokesman spokeswoman \
     spokesperson spokespersons spokespeople chief captain lieutenant sergeant coroner examiner examiners mayor judge doctor \
     doctors paramedics paramedic medics dispatcher dispatchers troopers trooper agents agent fbi atf department departments \
     office agency agencies bureau family families relative relatives friend friends mother father brother sister son \
     daughter uncle aunt cousin grandmother grandfather girlfriend boyfriend wife husband parents woman man men women boy \
     girl teen teenager teens victim victims suspect suspects defendant student students employee employees owner manager \
     worker workers coworker coworkers pastor principal superintendent commander commissioner director marshal marshals \
     constable constables da d.a. state city county hospital school university company firefighters crews responders patrol \
     people others person informant passenger passengers driver bystander bystanders onlookers customers patrons staff \
     reporter station newspaper outlets media press news expert experts activist activists leaders leader congressman senator \
     governor representative president clerk jury jurors court child children teacher coach ceo roommate homeowner landlord \
     tenant tenants companion survivor survivors nurse surgeon pathologist he she they we i who it both one someone some many \
     several another",
);
/// Whom somebody tells something and who thereby carries it.
static CARRIERS: Closed = Closed::new(
    "police officers officer investigators investigator detectives detective deputies deputy authorities dispatchers \
     dispatcher troopers agents prosecutors paramedics officials outlets station newspaper",
);
static PRONOUNS: Closed = Closed::new("he she they it who i we both");
static WEEKDAYS: Closed = Closed::new("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight");
/// Between a subject and its verb.
static BETWEEN: Closed = Closed::new(
    "also later then have has had initially previously further just still now only originally first reportedly would did does \
     do since already repeatedly officially publicly tentatively tearfully earlier early late would simply once allegedly \
     morning afternoon night evening are recently eventually immediately all",
);
/// No phrase for a speaker runs over these.
static WALLS: Closed = Closed::new(
    "that which whom whose but because after when while if as where since until although though so than whether before what \
     how why was were is am are be been being had has have does do did will would could should may might can must not n't \
     said says say told then by about during into through over under between against without within near along around despite \
     upon according like yes well shot killed died wounded 're 've 'll 'm there who",
);
static PREPOSITIONS: Closed = Closed::new("of for with from at in on to");
/// Words before a speaker that are none of it.
static LEADS: Closed = Closed::new(
    "and or in on at of to for with from by meanwhile however later also still yet early late last morning afternoon evening \
     night earlier afterward instead update just now eventually finally once so week month year",
);

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

fn is_mark(word: &str) -> bool {
    matches!(word, "\"" | "\u{201C}" | "\u{201D}" | "''" | "``" | "'" | "\u{2019}" | "\u{2018}")
}

struct Reader<'a, 't> {
    sheet: &'a Sheet<'t>,
    cast: &'a Cast,
    /// People up to here stand before the sentence.
    people: usize,
    /// Speakers so far, latest last.
    spoke: Vec<Spoke>,
    /// A heading that carries over ("According to court records:"), with the sentences it may still cover.
    heading: Option<(Vec<Cited>, usize)>,
}

#[derive(Clone)]
struct Spoke {
    cited: Cited,
    sentence: usize,
    /// A person with a name, or a described one; not a body or paper.
    person: bool,
}

/// A verb with its subject, before scopes are settled.
struct Cue {
    /// Speaker with appositions, as a range outside of any scope.
    own: Range<usize>,
    /// The words that name the speaker.
    name: Range<usize>,
    /// The crediting words.
    cue: Range<usize>,
    /// After the cue and what belongs to it ("said Thursday").
    after: usize,
    carrier: Option<Range<usize>>,
    side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Left,
    Right,
    Both,
}

impl Reader<'_, '_> {
    fn lower(&self, t: usize) -> &str {
        self.sheet.tokens.get(t).map_or("", |t| &t.lower)
    }

    fn capital(&self, t: usize) -> bool {
        self.sheet.tokens.get(t).is_some_and(|t| t.is_capital())
    }

    fn word(&self, t: usize) -> bool {
        self.sheet.tokens.get(t).is_some_and(|t| t.is_word())
    }

    fn sentence(&mut self, s: usize, quotations: &[Quotation]) -> Vec<Voice> {
        let tokens = self.sheet.sentences[s].tokens.clone();
        while self.cast.people.get(self.people).is_some_and(|p| p.head < tokens.start) {
            self.people += 1;
        }
        let mut cues = self.cues(s, tokens.clone());
        cues.sort_by_key(|c| c.cue.start);
        let heads = self.is_heading(&tokens);
        let mut out = Vec::new();
        for i in 0..cues.len() {
            let scope = self.scope(&cues, i, &tokens);
            let cue = &cues[i];
            let Some(cited) = self.cited(cue, s) else { continue };
            let mut chain = vec![cited];
            if let Some(carrier) = &cue.carrier
                && let Some(cited) = self.cite(carrier.clone(), None)
            {
                chain.push(cited);
            }
            if let Some(first) = chain.first() {
                let person = self.is_person(&cue.name);
                self.spoke.push(Spoke { cited: first.clone(), sentence: s, person });
            }
            if heads {
                self.heading = Some((chain.clone(), 12));
            }
            out.push(Voice { speaker: cue.own.clone(), cue: cue.cue.clone(), scope, chain });
        }
        if out.is_empty() {
            self.carried(s, &tokens, quotations, &mut out);
        } else if !heads {
            self.heading = None;
        }
        out
    }

    /// A sentence without a speaker of its own that goes on with somebody's speech, or stands under a heading.
    fn carried(&mut self, s: usize, tokens: &Range<usize>, quotations: &[Quotation], out: &mut Vec<Voice>) {
        if let Some((chain, left)) = self.heading.take() {
            if left > 0 && self.sheet.sentences[s].zone == ZoneKind::Body {
                let at = tokens.start..tokens.start;
                out.push(Voice { speaker: at.clone(), cue: at, scope: tokens.clone(), chain: chain.clone() });
                self.heading = Some((chain, left - 1));
            }
            return;
        }
        let Some(last) = self.spoke.iter().rev().find(|p| s - p.sentence <= 6).cloned() else { return };
        let at = tokens.start..tokens.start;
        let quoted = quotations.iter().take_while(|q| q.tokens.start < tokens.end).find(|q| q.speech && q.tokens.end > tokens.start);
        if let Some(q) = quoted {
            let scope = q.tokens.start.max(tokens.start)..q.tokens.end.min(tokens.end);
            if scope.len() * 2 > tokens.len() || scope.len() > 6 {
                out.push(Voice { speaker: at.clone(), cue: at, scope, chain: vec![last.cited] });
            }
            return;
        }
        // Quotation marks may be lost: "I" and "we" are nobody but the last person who spoke.
        let first_person =
            self.sheet.tokens[tokens.clone()].iter().any(|t| matches!(&*t.lower, "i" | "we" | "my" | "me" | "us" | "our") && t.text != "US");
        if first_person && last.person && s - last.sentence <= 2 {
            out.push(Voice { speaker: at.clone(), cue: at, scope: tokens.clone(), chain: vec![last.cited.clone()] });
            if let Some(spoke) = self.spoke.last_mut() {
                spoke.sentence = s;
            }
        }
    }

    fn is_heading(&self, tokens: &Range<usize>) -> bool {
        tokens.end > tokens.start && tokens.len() <= 12 && self.lower(tokens.end - 1) == ":"
    }

    /// One person, so that "he" or "she" can be this speaker; not a body, a paper or several people.
    fn is_person(&self, name: &Range<usize>) -> bool {
        let last = self.lower(name.end.saturating_sub(1));
        let several = last.ends_with('s') && SPEAKERS.has(last) && !self.capital(name.end.saturating_sub(1));
        !(several || BODIES.has(last) || SOURCES.has(last))
    }

    fn cite(&self, words: Range<usize>, cue: Option<Range<usize>>) -> Option<Cited> {
        let name = self.sheet.words(words.clone()).trim();
        if name.is_empty() {
            return None;
        }
        let name = if self.is_small(&words) { name.replacen(char::is_uppercase, self.first_letter(words.start), 1) } else { name.to_owned() };
        Some(Cited { name: name.into(), speaker: self.sheet.quote(words)?, cue: cue.and_then(|c| self.sheet.quote(c)) })
    }

    /// A speaker whom only the head of a sentence writes large: "The mother said", "Police said", not "Police Chief Ana Reyes said".
    fn is_small(&self, name: &Range<usize>) -> bool {
        let opens = self.sheet.sentences.get(self.sheet.tokens[name.start].sentence).is_some_and(|s| s.tokens.start == name.start);
        let first = self.lower(name.start);
        let leads = matches!(first, "a" | "an" | "the" | "one" | "another" | "two" | "three" | "several" | "some" | "his" | "her" | "their" | "its");
        let named = name.end > name.start + 1 && self.capital(name.start + 1);
        opens && self.capital(name.start) && (leads || SPEAKERS.has(first) && !named)
    }

    fn first_letter(&self, token: usize) -> &str {
        let low = self.lower(token);
        low.char_indices().nth(1).map_or(low, |(second, _)| low.get(..second).unwrap_or(low))
    }

    /// The speaker of a cue; a pronoun stands for the one who spoke before, or for the last person named.
    fn cited(&self, cue: &Cue, s: usize) -> Option<Cited> {
        let own = self.cite(cue.name.clone(), Some(cue.cue.clone()))?;
        let pronoun = cue.name.len() == 1 && PRONOUNS.has(self.lower(cue.name.start));
        if !pronoun {
            return Some(own);
        }
        let plural = matches!(self.lower(cue.name.start), "they" | "it" | "we" | "both");
        let before = self.spoke.iter().rev().take(12).find(|p| s - p.sentence <= 8 && p.person != plural);
        let named = || {
            let people = self.cast.people.iter().take(self.people);
            people.rev().take(12).find(|p| matches!(p.form, Form::Named(_)) && !plural).and_then(|p| self.cite(p.tokens.clone(), None))
        };
        let office = || {
            let from = cue.name.start.saturating_sub(60);
            let head = (from..cue.name.start).rev().find(|t| OFFICES.has(self.lower(*t)))?;
            let (_, name) = self.phrase_left(head + 1, self.sheet.sentences[self.sheet.tokens[head].sentence].tokens.start)?;
            self.cite(name, None).filter(|_| plural)
        };
        let name = before.map(|p| p.cited.name.clone()).or_else(|| office().map(|c| c.name)).or_else(|| named().map(|c| c.name));
        Some(Cited { name: name.unwrap_or_else(|| own.name.clone()), ..own })
    }

    fn cues(&self, s: usize, tokens: Range<usize>) -> Vec<Cue> {
        let mut out: Vec<Cue> = Vec::new();
        let headline = self.sheet.sentences[s].zone == ZoneKind::Title;
        let mut t = tokens.start;
        while t < tokens.end {
            let word = self.lower(t);
            let cue = match word {
                "according" if self.lower(t + 1) == "to" => self.according(t..t + 2, &tokens),
                "per" if SPEAKERS.has(self.lower(t + 1)) => self.according(t..t + 1, &tokens),
                "by" => self.passive(t, &tokens),
                ":" => self.colon(t, &tokens, headline),
                _ if SAYS.has(word) => self.spoken(t, &tokens, true),
                _ if HOLDS.has(word) => self.spoken(t, &tokens, false),
                _ => None,
            };
            if let Some(cue) = cue {
                let overlaps = out.last().is_some_and(|p| p.own.start < cue.own.end && cue.own.start < p.own.end);
                t = t.max(cue.cue.end.saturating_sub(1));
                if !overlaps {
                    out.push(cue);
                }
            }
            t += 1;
        }
        out
    }

    /// "according to police", at the end, in the middle or at the start.
    fn according(&self, cue: Range<usize>, tokens: &Range<usize>) -> Option<Cue> {
        let mut name = self.phrase_right(cue.end, tokens.end)?;
        // "according to information given by police": they speak.
        if matches!(self.lower(name.end), "by" | "from") && !name.clone().any(|t| self.capital(t)) {
            name = self.phrase_right(name.end + 1, tokens.end).unwrap_or(name);
        }
        let side = if cue.start == tokens.start { Side::Right } else { Side::Both };
        let own = cue.end..self.apposition(name.end, tokens.end);
        Some(Cue { own: own.clone(), after: own.end, name, cue, carrier: None, side })
    }

    /// The end of what is apposed to a speaker ("Ana Reyes, a spokeswoman for the office"), or `from` where nothing is.
    fn apposition(&self, from: usize, end: usize) -> usize {
        if self.lower(from) != "," || !matches!(self.lower(from + 1), "a" | "an" | "the" | "who" | "whose") && !SPEAKERS.has(self.lower(from + 1)) {
            return from;
        }
        (from + 1..end.min(from + 16)).find(|t| matches!(self.lower(*t), "," | "." | ";") || is_mark(self.lower(*t))).unwrap_or(from)
    }

    /// "was identified by the coroner as", "reported by".
    fn passive(&self, by: usize, tokens: &Range<usize>) -> Option<Cue> {
        let verb = by.checked_sub(1).filter(|v| *v >= tokens.start)?;
        let credits = matches!(self.lower(verb), "identified" | "described" | "reported" | "confirmed" | "named" | "quoted" | "provided" | "issued");
        if !credits {
            return None;
        }
        let name = self.phrase_right(by + 1, tokens.end)?;
        let speaks = name.clone().any(|t| SPEAKERS.has(self.lower(t)) || SOURCES.has(self.lower(t))) || self.capital(name.start);
        speaks.then(|| Cue { own: by..name.end, after: name.end, name, cue: verb..by + 1, carrier: None, side: Side::Both })
    }

    /// "Police: man shot", and in headlines "Man shot: police".
    fn colon(&self, colon: usize, tokens: &Range<usize>, headline: bool) -> Option<Cue> {
        let speaks = |r: Range<usize>| {
            !r.is_empty() && r.len() <= 5 && r.clone().all(|t| self.word(t) || matches!(self.lower(t), "'s" | "'")) && {
                let last = self.lower(r.end - 1);
                SPEAKERS.has(last) && !PRONOUNS.has(last)
                    || SOURCES.has(last) && !matches!(last, "video" | "videos" | "photos" | "photo" | "images" | "notice" | "alert")
            }
        };
        let left = tokens.start..colon;
        if speaks(left.clone()) && colon + 1 < tokens.end {
            return Some(Cue { own: left.clone(), after: colon + 1, name: left, cue: colon..colon + 1, carrier: None, side: Side::Right });
        }
        let right = colon + 1..tokens.end;
        if headline && speaks(right.clone()) {
            return Some(Cue { own: right.clone(), after: tokens.end, name: right, cue: colon..colon + 1, carrier: None, side: Side::Left });
        }
        None
    }

    fn spoken(&self, verb: usize, tokens: &Range<usize>, says: bool) -> Option<Cue> {
        let lower = self.lower(verb);
        // "did not say" says nothing, and "is said to" credits nobody.
        let mut subject_end = verb;
        let mut negated = false;
        while subject_end > tokens.start {
            let word = self.lower(subject_end - 1);
            negated |= matches!(word, "not" | "n't" | "never");
            if BETWEEN.has(word)
                || matches!(word, "not" | "n't" | "never")
                || WEEKDAYS.has(word)
                || (word.ends_with("ly") && word.len() > 4 && word != "family")
            {
                subject_end -= 1;
            } else {
                break;
            }
        }
        let aux = subject_end.checked_sub(1).map_or("", |t| self.lower(t));
        if negated || matches!(aux, "be" | "been" | "being" | "was" | "were" | "is" | "to") {
            return None;
        }
        if let Some((own, name)) = self.subject(subject_end, tokens, says) {
            if DOUBTFUL.has(lower) && !self.is_office(&name, self.lower(verb + 1)) {
                return None;
            }
            return Some(self.placed(own, name, verb, tokens));
        }
        // Inverted: `…," said Sgt. Reyes.`
        let inverts = matches!(
            lower,
            "said"
                | "says"
                | "added"
                | "explained"
                | "recalled"
                | "wrote"
                | "tweeted"
                | "reported"
                | "reports"
                | "confirmed"
                | "stated"
                | "noted"
                | "asked"
        );
        let before = verb.checked_sub(1).filter(|t| *t >= tokens.start).map_or("", |t| self.lower(t));
        if inverts && (matches!(before, "," | "?" | "!" | "." | "-" | "--" | "\u{2014}") || is_mark(before)) {
            let name = self.phrase_right(verb + 1, tokens.end)?;
            if !self.speaks(&name) {
                return None;
            }
            let name = self.with_apposed_name(name, tokens.end);
            // What is apposed to the speaker is the reporter's: "said Ana Reyes, a neighbor."
            let rest = self.lower(name.end) == "," && (name.end + 1..tokens.end).all(|t| !is_mark(self.lower(t)));
            let own = name.start..if rest { tokens.end } else { name.end };
            let side = if (name.end..tokens.end).any(|t| is_mark(self.lower(t))) { Side::Both } else { Side::Left };
            return Some(Cue { own, after: name.end, name, cue: verb..verb + 1, carrier: None, side });
        }
        None
    }

    /// The subject of a verb before `end`, as (all its words, the words that name).
    fn subject(&self, end: usize, tokens: &Range<usize>, says: bool) -> Option<(Range<usize>, Range<usize>)> {
        let direct = self.phrase_left(end, tokens.start);
        let sure = direct.as_ref().is_some_and(|(_, name)| self.speaks(name));
        if sure {
            return direct;
        }
        // "Reyes was on the phone and said", "The child who had left told police": the subject opens the sentence.
        let before = end.checked_sub(1).filter(|t| *t >= tokens.start).map_or("", |t| self.lower(t));
        if says || matches!(before, "and" | "but") {
            let open = tokens.clone().find(|t| self.word(*t))?;
            let name = self.phrase_right(open, end).filter(|n| self.speaks(n));
            let next = name.as_ref().map_or("", |n| self.lower(n.end));
            if let Some(name) = name
                && (matches!(before, "and" | "but") || next == "who")
            {
                let own = if next == "who" { name.start..end } else { name.clone() };
                return Some((own, name));
            }
        }
        direct.filter(|(_, name)| says && !NOT_SPEAKERS.has(self.lower(name.end - 1)))
    }

    /// Whether a phrase names somebody whose office it is to say so, or one person by name. `next` follows the verb: "a man accused of" and
    /// "a car believed to be" have no speaker.
    fn is_office(&self, name: &Range<usize>, next: &str) -> bool {
        let head = self.lower(name.end - 1);
        if matches!(next, "of" | "by") || name.len() == 1 && SOURCES.has(head) && !head.ends_with('s') {
            return false;
        }
        name.clone().any(|t| OFFICIAL.has(self.lower(t)))
            || self.capital(name.end - 1) && !matches!(next, "to" | "as") && (name.len() > 1 || self.lower(name.start.wrapping_sub(1)) == ",")
    }

    /// "Diaz's brother, Luis Diaz": a description with the name apposed to it.
    fn with_apposed_name(&self, name: Range<usize>, end: usize) -> Range<usize> {
        let from = name.end + 1;
        let to = (from..end.min(from + 4)).find(|t| !self.capital(*t)).unwrap_or(end.min(from + 4));
        let apposed = self.lower(name.end) == "," && !self.capital(name.end - 1) && to >= from + 2 && matches!(self.lower(to), "," | "." | "");
        if apposed { name.start..to } else { name }
    }

    /// Whether a phrase can be a speaker: its head is one, or it is a name.
    fn speaks(&self, name: &Range<usize>) -> bool {
        let Some(last) = name.end.checked_sub(1) else { return false };
        let head = self.lower(last);
        SPEAKERS.has(head)
            || SOURCES.has(head)
            || self.capital(last) && !WEEKDAYS.has(head)
            || name.clone().any(|t| SPEAKERS.has(self.lower(t)) || SOURCES.has(self.lower(t)))
            || head.chars().all(|c| c.is_ascii_digit()) && self.capital(name.start)
    }

    /// A verb with its subject: where what is said stands.
    fn placed(&self, own: Range<usize>, name: Range<usize>, verb: usize, tokens: &Range<usize>) -> Cue {
        let mut after = verb + 1;
        let mut carrier = None;
        if matches!(self.lower(verb), "told" | "tells" | "tell" | "notified" | "informed" | "informs") {
            let (end, carries) = self.addressee(after, tokens.end);
            if carries {
                carrier = Some(after..end);
            }
            after = end;
        }
        let adjunct = self.adjunct(after, tokens.end);
        let before = own.start.checked_sub(1).filter(|t| *t >= tokens.start).map_or("", |t| self.lower(t));
        let left = own.start.saturating_sub(tokens.start) >= 3
            && (before == "," || is_mark(before) || matches!(before, "-" | "--" | "\u{2014}" | "\u{2013}" | "..." | "?" | "!"));
        let next = self.lower(adjunct);
        let ends = adjunct >= tokens.end || matches!(next, "." | "!" | "?" | ";" | ")");
        let side = if left && (ends || matches!(next, ",") || is_mark(next)) {
            if ends { Side::Left } else { Side::Both }
        } else if left && (matches!(next, "in" | "at" | "during" | "on") || FRONTED.has(self.opening(tokens))) {
            Side::Both
        } else if ends && own.start > tokens.start + 2 {
            Side::Left
        } else {
            Side::Right
        };
        Cue { own, name, cue: verb..verb + 1, after, carrier, side }
    }

    /// The first word of a sentence, behind dateline and marks.
    fn opening(&self, tokens: &Range<usize>) -> &str {
        tokens.clone().map(|t| self.lower(t)).find(|w| !is_mark(w)).unwrap_or("")
    }

    /// Behind "told": whom, and whether that is somebody who carries the words.
    fn addressee(&self, from: usize, end: usize) -> (usize, bool) {
        let mut t = from;
        while t < end && matches!(self.lower(t), "the" | "a" | "an" | "local" | "our" | "her" | "his" | "their" | "this") {
            t += 1;
        }
        let start = t;
        while t < end
            && t - start < 6
            && (self.capital(t)
                || matches!(self.lower(t), "'s")
                || t > start && self.lower(t).chars().all(|c| c.is_ascii_digit()) && !self.lower(t).is_empty())
        {
            if self.capital(t) && t > start && matches!(self.lower(t), "the" | "a" | "he" | "she" | "they") {
                break;
            }
            t += 1;
        }
        if CARRIERS.has(self.lower(t)) {
            return (t + 1, true);
        }
        if t > start {
            return (t, true);
        }
        // reporters, him, the court: heard, but no carrier.
        if self.word(t) && !matches!(self.lower(t), "that" | "of" | "about") { (t + 1, false) } else { (from, false) }
    }

    /// Behind a verb: when, where and in what it was said ("Thursday", "in a news release").
    fn adjunct(&self, from: usize, end: usize) -> usize {
        let mut t = from;
        loop {
            let word = self.lower(t);
            if WEEKDAYS.has(word)
                || matches!(
                    word,
                    "late" | "early" | "morning" | "afternoon" | "night" | "evening" | "later" | "earlier" | "reporters" | "afterward" | "again"
                )
            {
                t += 1;
            } else if matches!(word, "in" | "at" | "during" | "on" | "of" | "to" | "through" | "via" | "from" | "by" | "about") {
                // Only when the phrase runs to a comma or the end, and holds no verb of its own.
                let stop = (t..end.min(t + 14))
                    .find(|i| matches!(self.lower(*i), "," | "." | "!" | "?" | ";") || is_mark(self.lower(*i)))
                    .unwrap_or(end.min(t + 14));
                let clause = (t..stop)
                    .any(|i| is_in(&["was", "were", "is", "are", "had", "has", "have", "he", "she", "they", "that", "who", "when"], self.lower(i)));
                if clause || stop - t > 12 || stop < end && self.lower(stop) == "," && stop + 1 < end && t == from && stop - t > 8 {
                    return t;
                }
                return stop;
            } else {
                return t;
            }
            if t >= end {
                return end;
            }
        }
    }

    /// Left of a verb: the subject, as (all its words with appositions, the words that name).
    fn phrase_left(&self, end: usize, start: usize) -> Option<(Range<usize>, Range<usize>)> {
        let last = end.checked_sub(1).filter(|t| *t >= start)?;
        if self.lower(last) == "," {
            // "Ana Reyes, a spokeswoman for the office, said"
            let floor = start.max(last.saturating_sub(26));
            let open = (floor..last).rev().find(|t| self.lower(*t) == ",")?;
            let aside = open + 1..last;
            if (aside.clone()).any(|t| is_mark(self.lower(t))) || aside.is_empty() {
                return None;
            }
            let (_, mut name) = self.phrase_left(open, start).filter(|(own, _)| own.end == open)?;
            let age = name.len() == 1 && self.lower(name.start).bytes().all(|b| b.is_ascii_digit());
            if age && self.lower(name.start.wrapping_sub(1)) == "," {
                name = self.phrase_left(name.start - 1, start)?.1;
            }
            let first = self.lower(aside.start);
            let named = aside.len() <= 4 && aside.clone().all(|t| self.capital(t)) && !self.capital(name.end - 1);
            let apposed = named
                || matches!(first, "a" | "an" | "the" | "who" | "whose" | "of" | "his" | "her" | "their" | "now" | "then" | "also" | "one" | "which")
                || aside.len() <= 2
                || SPEAKERS.has(self.lower(aside.end - 1))
                || aside.clone().any(|t| SPEAKERS.has(self.lower(t)));
            if !apposed || !self.speaks(&name) {
                return None;
            }
            let all = name.start..last + 1;
            let name = if named { name.start..last } else { name };
            return Some((all, name));
        }
        if matches!(self.lower(last), "a" | "an" | "the" | "his" | "her" | "their" | "its" | "this" | "no" | "any" | "'s" | "more" | "new" | "'") {
            return None;
        }
        let mut t = end;
        while t > start && end - t < 14 {
            let i = t - 1;
            let word = self.lower(i);
            let prev = i.checked_sub(1).filter(|p| *p >= start).map_or("", |p| self.lower(p));
            if !self.word(i) && !matches!(word, "'s" | "'" | "&" | "#") {
                break;
            }
            if WALLS.has(word) && !(word == "who" && i + 1 == end) {
                break;
            }
            if matches!(word, "and" | "or" | "&") {
                let both = prev != "," && i > start && (self.capital(i - 1) || SPEAKERS.has(prev) || SOURCES.has(prev));
                if !both {
                    break;
                }
            } else if PREPOSITIONS.has(word) {
                let hangs = SPEAKERS.has(prev)
                    || SOURCES.has(prev)
                    || word == "of" && i > start
                    || matches!(word, "for" | "with") && i > start && self.capital(i - 1);
                if !hangs || i + 1 == end {
                    break;
                }
            } else if t != end && OFFICES.has(self.lower(t)) && !self.capital(i) && !LOCAL.has(word) && !SPEAKERS.has(word) {
                // "a man police said": a clause without its pronoun.
                break;
            } else if PRONOUNS.has(word) && t != end {
                break;
            } else if t == end && PRONOUNS.has(word) {
                let whom = if word == "who" { self.phrase_left(i, start).filter(|(own, name)| own.end == i && self.speaks(name)) } else { None };
                return Some((i..end, whom.map_or(i..end, |(_, name)| name)));
            }
            t -= 1;
        }
        let mut first = t;
        while first < end
            && (LEADS.has(self.lower(first)) && !(matches!(self.lower(first), "last" | "late" | "of") && first + 1 == end)
                || WEEKDAYS.has(self.lower(first)) && first + 1 < end
                || self.lower(first).ends_with("ly") && self.lower(first) != "family"
                || matches!(self.lower(first), "'s" | "'"))
        {
            first += 1;
        }
        (first < end).then_some((first..end, first..end))
    }

    /// Right of "according to", "said" or "by": the phrase that names a speaker.
    fn phrase_right(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let mut t = from;
        while t < end && t - from < 12 {
            let word = self.lower(t);
            let next = self.lower(t + 1);
            if !self.word(t) && !matches!(word, "'s" | "'" | "&") {
                break;
            }
            if WALLS.has(word) || WEEKDAYS.has(word) {
                break;
            }
            if matches!(word, "in" | "on" | "at" | "with" | "to") && t > from {
                // "investigators in Millbrook County", but not "police in a news release".
                if !(matches!(word, "in" | "at" | "with") && self.capital(t + 1) && !WEEKDAYS.has(next)) {
                    break;
                }
            }
            if matches!(word, "and" | "or") && !(SPEAKERS.has(next) || SOURCES.has(next) || self.capital(t + 1)) {
                break;
            }
            if t > from && self.capital(t) && matches!(word, "one" | "the" | "a" | "an" | "he" | "she" | "it" | "they" | "two" | "three" | "when") {
                break;
            }
            if t > from && word == "given" {
                break;
            }
            if t > from && (word.ends_with("ed") || matches!(word, "it" | "he" | "she" | "they" | "late" | "early")) && !self.capital(t) {
                break;
            }
            t += 1;
        }
        while t > from && PREPOSITIONS.has(self.lower(t - 1)) {
            t -= 1;
        }
        (t > from).then_some(from..t)
    }

    /// The words a cue is answerable for, between its neighbours.
    fn scope(&self, cues: &[Cue], i: usize, tokens: &Range<usize>) -> Range<usize> {
        let cue = &cues[i];
        let mut start = tokens.start;
        let mut end = tokens.end;
        if cue.side == Side::Right {
            start = cue.after;
        }
        if cue.side == Side::Left {
            end = cue.own.start.min(cue.cue.start);
        }
        if cue.side == Side::Right
            && let Some(next) = cues.get(i + 1)
            && next.side == Side::Left
        {
            end = end.min(next.own.start.min(next.cue.start).max(start));
        }
        // A clause of its own after "; " or ", but police said" belongs to its own speaker.
        if let Some(next) = cues.get(i + 1)
            && cue.side != Side::Left
            && next.side == Side::Right
        {
            let first = next.own.start.min(next.cue.start);
            let wall = (first.saturating_sub(3).max(cue.after)..first).find(|t| matches!(self.lower(*t), "but" | "and" | "while" | ";" | "although"));
            if let Some(wall) = wall {
                end = end.min(wall);
            }
        }
        if i > 0 && cue.side != Side::Right {
            let before = &cues[i - 1];
            if before.side == Side::Left || before.side == Side::Both && cue.side == Side::Left {
                start = start.max(before.after.min(end));
            } else if cue.side == Side::Left {
                let clause = (before.after..cue.own.start)
                    .find(|t| self.lower(*t) == ";" || self.lower(*t) == "but" && self.lower(t.saturating_sub(1)) == ",");
                if let Some(wall) = clause {
                    start = start.max(wall);
                }
            }
        }
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::tests::sheet_of;

    /// The chain that says the marked words: `[[…]]` in the text.
    fn check(text: &str, expect: &str) {
        let (before, rest) = text.split_once("[[").expect("an opening mark");
        let (marked, after) = rest.split_once("]]").expect("a closing mark");
        let document = sheet_of(&[before, marked, after].concat());
        let sheet = Sheet::of(&document);
        let bytes = before.len()..before.len() + marked.len();
        let within = |t: &usize| sheet.tokens[*t].range.start < bytes.end && bytes.start < sheet.tokens[*t].range.end;
        let first = (0..sheet.tokens.len()).find(within).expect("marked words");
        let count = (first..sheet.tokens.len()).take_while(within).count();
        let said = Voices::of(&sheet, &Cast::default()).at(first..first + count);
        let names: Vec<&str> = said.chain.iter().map(|c| &*c.name).collect();
        assert_eq!(names.join(" > "), expect, "{text}");
    }

    #[test]
    fn who_says_it() {
        check("[[A man was shot]] in the leg, police said.", "police");
        check("Police said [[a man was shot]] in the leg.", "police");
        check("Police Chief Ana Reyes said [[a man was shot]] in the leg.", "Police Chief Ana Reyes");
        check("[[A man was shot]], according to Millbrook police.", "Millbrook police");
        check("Chief Ana Reyes told WXYZ that [[a man was shot]].", "Chief Ana Reyes > WXYZ");
        check("A neighbor told police [[she heard shots]], according to an affidavit.", "a neighbor > police > an affidavit");
        check("\"[[He ran and fell]],\" said Ana Reyes, a neighbor.", "Ana Reyes");
        check("\"He ran,\" said Ana Reyes, [[a neighbor]].", "");
        check("The man was identified by the coroner as [[Luis Fontes]].", "the coroner");
        check("Ana Reyes, a spokeswoman for the sheriff, said [[two men fled]].", "Ana Reyes");
        check("Police: [[Man shot]] in leg", "police");
        check("The video shows [[two men running]].", "the video");
    }

    #[test]
    fn who_says_it_without_being_named_there() {
        check("Lt. Luis Fontes said the man fled. He said [[the car was red]].", "Lt. Luis Fontes");
        check("\"He ran,\" Fontes said. \"[[I saw him fall down there]].\"", "Fontes");
        check("According to court records:\n[[The man fired twice]].", "court records");
    }

    #[test]
    fn what_the_reporter_says() {
        check("Police said a man was shot. [[He died]] on Monday.", "");
        check("[[Police have released the name]] of the man.", "");
        check("Police did not say [[whether the man was armed]].", "");
        check("[[A man accused of shooting two]] appeared in court.", "");
        check("[[Officers responded to the shooting]] at noon.", "");
    }
}
