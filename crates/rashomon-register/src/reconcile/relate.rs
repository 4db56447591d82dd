//! The five relations between two sides of one slot, each with its reason.

use rashomon_model::Relation;
use rashomon_model::value::count::number;
use rashomon_model::value::day::{DayRange, Said, weekday_name};
use rashomon_model::value::{Clock, Comparison, Value};

use super::Ground;

/// How the first of two sides stands to the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    /// The first says more and agrees.
    Refines,
    /// The second says more and agrees.
    RefinedBy,
    /// Both can be true, and why where it is not plain.
    Compatible(&'static str),
    /// Both cannot, and nothing explains it.
    Contradicts(&'static str),
    /// The first replaces the second, and why.
    Supersedes(&'static str),
    /// The second replaces the first, and why.
    SupersededBy(&'static str),
}

impl Tie {
    fn flip(self) -> Self {
        match self {
            Tie::Refines => Tie::RefinedBy,
            Tie::RefinedBy => Tie::Refines,
            Tie::Supersedes(why) => Tie::SupersededBy(why),
            Tie::SupersededBy(why) => Tie::Supersedes(why),
            same => same,
        }
    }
    /// The relation seen from the side it starts at, and its reason in words.
    pub fn words(&self, a: String, b: String) -> (Relation, Box<str>) {
        match self {
            Tie::Refines => (Relation::Refines, format!("{a} says more than {b} and agrees with it").into()),
            Tie::RefinedBy => (Relation::Refines, format!("{b} says more than {a} and agrees with it").into()),
            Tie::Compatible(why) => (Relation::Compatible, format!("{a} and {b} can both be true{}", tail(why)).into()),
            Tie::Contradicts(why) => (Relation::Contradicts, format!("{a} and {b} cannot both be true{}", tail(why)).into()),
            Tie::Supersedes(why) => (Relation::Supersedes, format!("{a} replaces {b}: {why}").into()),
            Tie::SupersededBy(why) => (Relation::Supersedes, format!("{b} replaces {a}: {why}").into()),
        }
    }
}

fn tail(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(": {why}") }
}

/// How likely both sides must be read right before they are at odds, in thousandths of a logit (three times in four); where more
/// readings go wrong than reports (who fired, denials: nine times in eleven); where two spellings or two numbers of one street
/// differ, which no misreading brings about (as likely as not).
const AT_ODDS: i32 = 1100;
const AT_ODDS_HARD: i32 = 1500;
const AT_ODDS_LETTERS: i32 = 0;
/// As much, nine times in ten, of what is read off words that stand near many people or doubt many things: somebody's sex, a denial, a street
/// that no other page names.
const AT_ODDS_NEAR: i32 = 2500;
/// How likely what replaces another value must be read right (twice in three); both of them in a slot that moves by itself, where only one page
/// tells of the change (four times in five): it often tells of several people. From two pages on once in four will do: of what is called that
/// unlikely half is right (models/README.md), and who hides that somebody critical is in good condition now misleads more than who shows a
/// change that was none.
const REPLACES: i32 = 700;
const MOVES: i32 = -1000;
const MOVES_WITHIN: i32 = 1500;
/// What each further member of a page's list adds, and each further constraint that fits the solved day: they are seldom all misread.
const MEMBER: i32 = 1000;
/// From which a reading counts beside others.
pub(crate) const LIKELY: i32 = 0;

/// How side `a` stands to side `b`, by SLOTS.md's "When do two statements disagree?": what stands on one weakly read claim
/// neither raises a dispute nor replaces anything, and a toll that its page gives in no words disputes none.
pub(crate) fn relate(ground: &Ground, a: usize, b: usize) -> Tie {
    let tie = stated(ground, a, b);
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    let within = x.pages.len() == 1 && x.pages == y.pages;
    let onward = ground.stage(a) != ground.stage(b);
    let replaces = |new: &super::Side, old: &super::Side| match () {
        // A name withheld may be that of another whom the page leaves unnamed: once in three will do.
        () if new.unclear() || old.unclear() => {
            let (doubt, known) = if new.unclear() { (new, old) } else { (old, new) };
            !matches!(known.value(), Some(Value::Name(_))) || doubt.sure() >= MOVES
        }
        () if ground.slot.moves && within => new.sure().min(old.sure()) >= MOVES_WITHIN,
        () if ground.slot.moves => new.sure().min(old.sure()) >= MOVES,
        // Alive, then dead: a page tells of several people.
        () if ground.slot.single && onward => new.sure().min(old.sure()) >= AT_ODDS,
        () => new.sure() >= REPLACES,
    };
    match tie {
        Tie::Contradicts(_) if !at_odds_surely(ground, a, b) => {
            Tie::Compatible("one is read from words that say too little to set it against the other")
        }
        Tie::Supersedes(_) if !replaces(x, y) => Tie::Compatible("one is read from words that say too little to replace the other"),
        Tie::SupersededBy(_) if !replaces(y, x) => Tie::Compatible("one is read from words that say too little to replace the other"),
        tie => tie,
    }
}

/// Two sides that contradict each other are both read surely enough.
fn at_odds_surely(ground: &Ground, a: usize, b: usize) -> bool {
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    let least = match (x.value(), y.value()) {
        _ if x.denies() || y.denies() => AT_ODDS_NEAR,
        // A person's wounds, on two pages.
        (Some(Value::Count(_)), _) if ground.about != rashomon_model::About::Incident && !(x.pages.len() == 1 && x.pages == y.pages) => return true,
        (Some(Value::Count(_)), _) => return numbered(x) && numbered(y) && x.sure().min(y.sure()) >= AT_ODDS,
        // Told by a pronoun as often as by a noun; and who is taken to one hospital is taken on to another.
        _ if matches!(ground.slot.id.as_str(), "gender" | "hospital") => AT_ODDS_NEAR,
        (Some(Value::Actor(_)), _) => AT_ODDS_HARD,
        (Some(Value::Name(_)), _) => AT_ODDS_LETTERS,
        (Some(Value::Phrase(v)), Some(Value::Phrase(w))) if rashomon_model::value::phrase::misspelt(v, w) => AT_ODDS_LETTERS,
        (Some(Value::Address(v)), Some(Value::Address(w))) if v.shares_a_street(w) => AT_ODDS_LETTERS,
        // Another street: often that of somebody's home or of an arrest.
        (Some(Value::Address(_)), Some(Value::Address(_))) => AT_ODDS_NEAR,
        _ => AT_ODDS,
    };
    sure(ground, a).min(sure(ground, b)) >= least
}

/// Some words of a toll name its number ("four people"): a sum of people told one by one is often a part of it.
/// Claims that the reader does not weigh are taken at their word.
fn numbered(side: &super::Side) -> bool {
    let Some(Value::Count(count)) = side.value() else { return true };
    let Some(n) = count.exact().filter(|n| *n > 0) else { return true };
    let names = |words: &str| {
        let low = words.to_lowercase();
        let mut words = low.split(|c: char| !c.is_alphanumeric()).filter(|w| !matches!(*w, "" | "a" | "an"));
        words.any(|w| number(w) == Some(n) || FOLD.iter().any(|(word, m)| *word == w && *m == n))
    };
    side.claims.iter().any(|p| p.claim.sure == 0 || p.claim.evidence.iter().any(|q| names(q.exact())))
}

/// "A triple shooting".
const FOLD: &[(&str, u32)] = &[("single", 1), ("double", 2), ("triple", 3), ("quadruple", 4), ("quintuple", 5)];

/// How likely a side is read right, in thousandths of a logit. The other members of its page's list speak for it, and whatever fits the
/// solved day as it does.
fn sure(ground: &Ground, side: usize) -> i32 {
    let one = &ground.sides[side];
    if let (Some(Value::Day(_)), Some(fits)) = (one.value(), ground.fits_day(side)) {
        let alike: Vec<i32> = (0..ground.sides.len())
            .filter(|s| ground.sides[*s].affirms() && ground.fits_day(*s) == Some(fits))
            .map(|s| ground.sides[s].sure())
            .collect();
        return alike.iter().max().map_or(i32::MAX, |best| best.saturating_add(further(alike.len())));
    }
    if !ground.slot.whole {
        return one.sure();
    }
    let members = |page: &usize| ground.sides.iter().filter(|s| s.affirms() && s.pages.contains(page)).count();
    let most = one.pages.iter().map(members).max().unwrap_or(1);
    one.sure().saturating_add(further(most))
}

/// What others of one list, or other words that fit one day, add to the likeliest.
fn further(all: usize) -> i32 {
    MEMBER.saturating_mul(i32::try_from(all.saturating_sub(1).min(9)).unwrap_or(0))
}

/// As [`relate`], every claim taken to be read right.
fn stated(ground: &Ground, a: usize, b: usize) -> Tie {
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    match (x.affirms(), x.denies(), y.affirms(), y.denies()) {
        (true, _, true, _) => both_affirmed(ground, a, b),
        (true, _, _, true) => denied(ground, b, a).flip(),
        (_, true, true, _) => denied(ground, a, b),
        (true, _, false, false) => known(ground, a, b),
        (false, false, true, _) => known(ground, b, a).flip(),
        _ => Tie::Compatible(""),
    }
}

/// Side `a` gives a value, side `b` says it is unknown.
fn known(ground: &Ground, a: usize, b: usize) -> Tie {
    let (value, unknown) = (&ground.sides[a], &ground.sides[b]);
    let elsewhere = |pages: &std::collections::BTreeSet<usize>| pages.iter().any(|p| value.pages.iter().any(|q| p != q));
    // "Late Wednesday" in a sentence that doubts something else is no word about the day.
    let doubted = matches!(value.value(), Some(Value::Day(_) | Value::Clock(_) | Value::Count(_))) && unknown.blank.is_empty();
    if doubted {
        return Tie::Compatible("only a guess is in doubt");
    }
    if ground.slot.single {
        let moved_on = (ground.slot.moves || !ground.slot.progress.is_empty()) && !unknown.blank.is_empty();
        if elsewhere(&unknown.pages) || moved_on {
            return Tie::Supersedes("unknown on one page, known on another");
        }
        return Tie::Compatible("the page itself goes on to say it");
    }
    // Of several possible values one may be known while another is not: only a page without any was overtaken.
    let silent = |p: &usize| !ground.sides.iter().any(|s| s.affirms() && s.pages.contains(p));
    let overtaken = unknown.blank.iter().any(|p| silent(p) && value.pages.iter().any(|q| q != p && !ground.later(*p, *q)));
    if overtaken { Tie::Supersedes("unknown on one page, known on another") } else { Tie::Compatible("") }
}

/// Side `a` denies a value, side `b` gives one.
fn denied(ground: &Ground, a: usize, b: usize) -> Tie {
    let (no, yes) = (&ground.sides[a], &ground.sides[b]);
    let (Some(not), Some(is)) = (no.value(), yes.value()) else { return Tie::Compatible("") };
    if !matches!(ground.compare(is, not), Comparison::Same | Comparison::Finer) {
        return Tie::Compatible("another value is denied");
    }
    if no.strength() < yes.strength() && !ground.side_later(a, b) {
        return Tie::Compatible("the denial is less sure than the statement");
    }
    let other = |s: &super::Side| s.affirms() && s.stated != yes.stated && s.pages.iter().any(|p| no.pages.contains(p));
    let within = no.pages.iter().any(|p| yes.pages.contains(p));
    if ground.sides.iter().any(other) && !(within && ground.slot.single) {
        return Tie::Supersedes("denied, and replaced, by a page that knows better");
    }
    if !within && ground.side_later(a, b) {
        return Tie::Supersedes("denied by a later page");
    }
    Tie::Contradicts("one page denies what another states")
}

fn both_affirmed(ground: &Ground, a: usize, b: usize) -> Tie {
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    let (Some(v), Some(w)) = (x.value(), y.value()) else { return Tie::Compatible("") };
    let compared = ground.compare(v, w);
    if let Some(tie) = progress(ground, a, b) {
        return tie;
    }
    // Of a page that says only the weekday the week is as sure as the page's own day.
    if let (Value::Day(p), Value::Day(q)) = (v, w)
        && compared == Comparison::Contradicts
        && let (Some(d), Some(e)) = (p.resolved.and_then(DayRange::single), q.resolved.and_then(DayRange::single))
        && d.weekday() == e.weekday()
        && [p, q].iter().any(|day| matches!(day.said, Said::Weekday(_)))
    {
        return Tie::Compatible("the weekday is one, and a page's own day may be that of its capture");
    }
    // Of a page that leaves the year open the year is as sure as the page's own day.
    if let (Value::Day(p), Value::Day(q)) = (v, w)
        && let (Some(d), Some(e)) = (p.resolved.and_then(DayRange::single), q.resolved.and_then(DayRange::single))
        && (d.month(), d.day()) == (e.month(), e.day())
        && d.year() != e.year()
        && [p, q].iter().any(|day| matches!(day.said, Said::MonthDay(..) | Said::Weekday(_)))
    {
        return Tie::Compatible("month and day are one, and a page's own day may be that of its capture");
    }
    // Two days that could be one as far as each page goes, but no day fits both and the rest.
    if let (Value::Day(_), Comparison::Compatible) = (v, compared)
        && ground.about == rashomon_model::About::Incident
        && let [_] = ground.day.days.as_slice()
        && let (Some(p), Some(q)) = (ground.fits_day(a), ground.fits_day(b))
        && p != q
        && !x.pages.iter().any(|p| y.pages.contains(p))
    {
        return Tie::Contradicts("the day that fits the other pages fits only one of them");
    }
    // How somebody is doing may fit both words on one day; on a later page it is news.
    if ground.slot.moves && compared == Comparison::Compatible && x.pages.is_disjoint(&y.pages) {
        match (ground.first_later(a, b), ground.first_later(b, a)) {
            (true, false) => return Tie::Supersedes("a later page"),
            (false, true) => return Tie::SupersededBy("a later page"),
            _ => {}
        }
    }
    match compared {
        Comparison::Same | Comparison::Compatible if ground.slot.whole => lists(ground, a, b),
        Comparison::Same | Comparison::Compatible => Tie::Compatible(""),
        Comparison::Finer => Tie::Refines,
        Comparison::Coarser => Tie::RefinedBy,
        Comparison::Contradicts => at_odds(ground, a, b, v, w),
    }
}

/// Stages of a progress: in a slot with one true value the later stage replaces the earlier; where several hold
/// (arrested and charged), only a page that knew of no more was overtaken.
fn progress(ground: &Ground, a: usize, b: usize) -> Option<Tie> {
    let (s, t) = (ground.stage(a)?, ground.stage(b)?);
    if s == t {
        return None;
    }
    let (low, high) = if s < t { (a, b) } else { (b, a) };
    let tie = if ground.slot.single {
        let (v, w) = (ground.sides[a].value()?, ground.sides[b].value()?);
        if ground.compare(v, w) != Comparison::Contradicts && !ground.side_later(high, low) {
            return None;
        }
        // "Was shot" is said of the dead as well: only an earlier page that knew somebody alive was overtaken.
        if !ground.slot.moves && !ground.first_later(high, low) {
            return Some(if high == a { Tie::Refines } else { Tie::RefinedBy });
        }
        Tie::Supersedes("things moved on")
    } else {
        let top = |p: usize| {
            (0..ground.sides.len())
                .filter(|s| ground.sides[*s].affirms() && ground.sides[*s].pages.contains(&p))
                .filter_map(|s| ground.stage(s))
                .max()
        };
        let sought = |side: usize| ground.sides[side].value().is_some_and(|v| matches!(v, Value::Label(l) if &**l == "at-large"));
        let behind = ground.sides[low].pages.iter().any(|p| top(*p) < Some(s.max(t))) || sought(low) && ground.first_later(high, low);
        if behind { Tie::Supersedes("things moved on") } else { Tie::Compatible("the page tells of both stages") }
    };
    Some(if high == a { tie } else { tie.flip() })
}

/// Lists that are each meant to be whole: at odds when each holds something that the other lacks.
fn lists(ground: &Ground, a: usize, b: usize) -> Tie {
    let meets = |side: usize, page: usize| {
        ground.sides.iter().enumerate().any(|(s, other)| {
            other.affirms()
                && other.pages.contains(&page)
                && (s == side || {
                    let (Some(v), Some(w)) = (ground.sides[side].value(), other.value()) else { return false };
                    matches!(ground.compare(v, w), Comparison::Same | Comparison::Finer | Comparison::Coarser)
                })
        })
    };
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    let apart = x.strength() == 3 && y.strength() == 3 && x.pages.iter().any(|p| y.pages.iter().any(|q| p != q && !meets(a, *q) && !meets(b, *p)));
    if apart { Tie::Contradicts("two lists, each with something that the other lacks") } else { Tie::Compatible("") }
}

/// Two values that cannot both be true: what explains them, if anything.
fn at_odds(ground: &Ground, a: usize, b: usize, v: &Value, w: &Value) -> Tie {
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    if ground.size > 1 && matches!(v, Value::Age(_) | Value::Name(_) | Value::Label(_)) {
        return Tie::Compatible("they are several people");
    }
    if met_elsewhere(ground, a, b, v, w) {
        return Tie::Compatible("the pages also agree on a value");
    }
    if told_before(ground, a, b) || told_before(ground, b, a) {
        return Tie::Compatible("a page told of it before that day, which is that of something else");
    }
    if another_weekday(ground, a) || another_weekday(ground, b) {
        return Tie::Compatible("its words name another weekday than the incident's");
    }
    if let (Value::Name(p), Value::Name(q)) = (v, w)
        && !(p.is_full() && q.is_full() || p.misspells(q))
    {
        return Tie::Compatible("one is only a part of a name, or what friends call the person");
    }
    match (x.strength(), y.strength()) {
        (1, _) | (_, 1) => return Tie::Compatible("one is only said to be possible"),
        (2, 3) if ground.side_later(b, a) => return Tie::SupersededBy("what was probable became known"),
        (3, 2) if ground.side_later(a, b) => return Tie::Supersedes("what was probable became known"),
        _ => {}
    }
    if let Some(tie) = version(ground, a, b).or_else(|| corrected(ground, a, b)) {
        return tie;
    }
    if ground.slot.moves {
        if ground.side_later(a, b) {
            return Tie::Supersedes("a later page");
        }
        if ground.side_later(b, a) {
            return Tie::SupersededBy("a later page");
        }
        // One page that tells of both tells of a change; the words further down tell how it went on.
        if let Some(page) = x.pages.intersection(&y.pages).next() {
            let last = |side: &super::Side| {
                let doc = &ground.pages[*page].doc;
                side.claims.iter().filter(|p| p.doc == *doc).map(|p| p.claim.evidence.first().bytes().start).max()
            };
            return if last(x) > last(y) {
                Tie::Supersedes("one page tells of the change")
            } else {
                Tie::SupersededBy("one page tells of the change")
            };
        }
    }
    if matches!(v, Value::Count(_) | Value::Age(_)) {
        match (overtaken(ground, b, a), overtaken(ground, a, b)) {
            (true, false) => return Tie::Supersedes("the page that says otherwise goes on to say it, as others do"),
            (false, true) => return Tie::SupersededBy("the page that says otherwise goes on to say it, as others do"),
            _ => {}
        }
    }
    match (v, w) {
        (Value::Count(p), Value::Count(q)) => match (p.named(), q.named()) {
            (Some(p), Some(q)) if p < q => count(ground, a, b),
            (Some(p), Some(q)) if p > q => count(ground, b, a).flip(),
            _ => Tie::Contradicts(""),
        },
        (Value::Age(p), Value::Age(q)) => match (p.exact_years(), q.exact_years()) {
            (Some(p), Some(q)) if p < q && birthday(ground, a, b, q - p) => Tie::Compatible("a birthday lies between the pages"),
            (Some(p), Some(q)) if p > q && birthday(ground, b, a, p - q) => Tie::Compatible("a birthday lies between the pages"),
            // "In her 30s" is somebody's guess until the age is known.
            (Some(_), None) if ground.side_later(a, b) => Tie::Supersedes("the age became known"),
            (None, Some(_)) if ground.side_later(b, a) => Tie::SupersededBy("the age became known"),
            _ => Tie::Contradicts(""),
        },
        _ => Tie::Contradicts(""),
    }
}

/// Some values a page gives beside each other (a block and its crossing, a clock time and a part of the day): pages are
/// at odds only when none of what one says fits anything the other says. Counts, ages, names and labels are flat statements.
fn met_elsewhere(ground: &Ground, a: usize, b: usize, v: &Value, w: &Value) -> bool {
    if matches!(v, Value::Count(_) | Value::Age(_) | Value::Name(_) | Value::Label(_)) {
        return false;
    }
    if let Value::Phrase(_) = v
        && !ground.slot.single
    {
        return false;
    }
    // Two clock times are not at one because both pages also say "this morning".
    let part = |v: &&Value| matches!(v, Value::Clock(Clock::Part(_)));
    let exact = matches!((v, w), (Value::Clock(Clock::At { .. }), Value::Clock(Clock::At { .. })));
    let sure = |page: usize| ground.sides.iter().filter(move |s| s.affirms() && s.strength() == 3 && s.pages.contains(&page));
    let on = |page: usize| sure(page).filter_map(|s| s.value()).filter(move |v| !(exact && part(v)));
    let apart = |p: usize, q: usize| p != q && on(p).all(|v| on(q).all(|w| ground.compare(v, w) == Comparison::Contradicts));
    let (x, y) = (&ground.sides[a], &ground.sides[b]);
    !x.pages.iter().any(|p| y.pages.iter().any(|q| apart(*p, *q)))
}

/// Side `late` names a day on which side `early` had long been in print: that of an arrest, a hearing, a vigil. The day after is a slip of
/// the page's own day.
fn told_before(ground: &Ground, late: usize, early: usize) -> bool {
    let day = |side: usize| if let Some(Value::Day(d)) = ground.sides[side].value() { d.resolved } else { None };
    let (Some(then), Some(before), rashomon_model::About::Incident) = (day(late), day(early), ground.about) else { return false };
    let told = |page: &usize| ground.pages[*page].day.map(DayRange::last).filter(|told| before.first() <= *told);
    ground.sides[early].pages.iter().filter_map(told).any(|told| (then.first() - told).get_days() > 1)
}

/// All words for a clock time name a weekday that is neither the incident's nor next to it: "Thursday evening", of an arrest.
fn another_weekday(ground: &Ground, side: usize) -> bool {
    let side = &ground.sides[side];
    let (Some(Value::Clock(_)), [one]) = (side.value(), ground.day.days.as_slice()) else { return false };
    let Some(day) = one.single() else { return false };
    let near = |weekday: i8| (weekday - day.weekday().to_monday_one_offset()).rem_euclid(7);
    let other = |words: &str| {
        let words = words.to_lowercase();
        let mut named = (1..=7).filter(|n| words.contains(&weekday_name(*n).to_lowercase())).peekable();
        named.peek().is_some() && named.all(|n| (2..=5).contains(&near(n)))
    };
    side.claims.iter().all(|p| p.claim.evidence.iter().any(|q| other(q.exact())))
}

/// Every page of side `a` also gives side `b`, which other pages give too: what the first reports had.
fn overtaken(ground: &Ground, a: usize, b: usize) -> bool {
    let (x, y) = (&ground.sides[a].pages, &ground.sides[b].pages);
    x.is_subset(y) && y.len() > x.len()
}

/// Versions of one page: the later one corrects the earlier.
fn version(ground: &Ground, a: usize, b: usize) -> Option<Tie> {
    let url = |side: usize| {
        let mut urls = ground.sides[side].pages.iter().map(|p| ground.pages[*p].url.as_deref());
        let first = urls.next().flatten()?;
        urls.all(|u| u == Some(first)).then_some(first)
    };
    if url(a)? != url(b)? {
        return None;
    }
    if ground.side_later(a, b) {
        Some(Tie::Supersedes("a later version of the same page"))
    } else if ground.side_later(b, a) {
        Some(Tie::SupersededBy("a later version of the same page"))
    } else {
        None
    }
}

/// A page with a correction or editor's note replaces what pages that are not later say otherwise.
fn corrected(ground: &Ground, a: usize, b: usize) -> Option<Tie> {
    let by = |a: usize, b: usize| {
        let (x, y) = (&ground.sides[a].pages, &ground.sides[b].pages);
        // What the note corrects is not told: between pages without days, or far apart, it explains nothing.
        let before = |q: usize, p: usize| !ground.later(q, p) && ground.days_apart(p, q).is_some_and(|d| d <= NEAR);
        x.iter().any(|p| ground.pages[*p].corrected && !y.contains(p) && y.iter().all(|q| before(*q, *p)))
    };
    match (by(a, b), by(b, a)) {
        (true, false) => Some(Tie::Supersedes("the page carries a correction")),
        (false, true) => Some(Tie::SupersededBy("the page carries a correction")),
        _ => None,
    }
}

/// Pages further apart than this many days tell of different stages (a trial, an anniversary) or one of them has a wrong
/// day: their order explains no count.
const NEAR: i32 = 30;

/// A lower count `a` and a higher one `b`: counts rise in later reports, and fall where another count of the same thing
/// rises by then (the injured who die).
fn count(ground: &Ground, a: usize, b: usize) -> Tie {
    let (x, y) = (&ground.sides[a].pages, &ground.sides[b].pages);
    let near = |p: usize, q: usize| ground.days_apart(p, q).is_some_and(|d| d <= NEAR);
    let rose = y.iter().any(|q| x.iter().any(|p| ground.later(*q, *p) && near(*p, *q)));
    let fell_back = x.iter().any(|p| y.iter().all(|q| ground.later(*p, *q)));
    if rose && !fell_back {
        return Tie::SupersededBy("the count rose in a later report");
    }
    let other_rose = |p: usize, q: usize| {
        ground.counts.iter().any(|((about, slot), by_page)| {
            *about == ground.about && **slot != ground.slot.id && by_page.get(&p).zip(by_page.get(&q)).is_some_and(|(after, before)| after > before)
        })
    };
    if x.iter().any(|p| y.iter().any(|q| ground.later(*p, *q) && other_rose(*p, *q))) {
        return Tie::Supersedes("another count rose as this one fell");
    }
    Tie::Contradicts("")
}

/// Whether so many birthdays may lie between a page of the younger side and a later page of the older one.
fn birthday(ground: &Ground, younger: usize, older: usize, years: u16) -> bool {
    let (x, y) = (&ground.sides[younger].pages, &ground.sides[older].pages);
    x.iter()
        .all(|p| y.iter().all(|q| ground.later(*q, *p) && ground.days_apart(*p, *q).is_some_and(|d| d >= NEAR && i32::from(years) <= 1 + d / 365)))
}
