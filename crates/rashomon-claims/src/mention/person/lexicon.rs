//! Words that people are called by: given names, surnames, titles, person nouns, and what only looks like a name.

use std::sync::LazyLock;

use rashomon_model::value::Name;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::grammar;

/// How a given name is borne in the 1990 US census: by whom, and how often (3 common, 1 rare).
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// `Some(true)` mostly women, `Some(false)` mostly men, `None` both.
    pub female: Option<bool>,
    /// 1 to 3.
    pub common: u8,
}

static GIVEN: LazyLock<FxHashMap<&'static str, Given>> = LazyLock::new(|| {
    include_str!("../../../../../models/given-names.tsv")
        .lines()
        .filter_map(|line| {
            let (name, code) = line.split_once('\t')?;
            let female = match code.as_bytes().first()? {
                b'f' => Some(true),
                b'm' => Some(false),
                _ => None,
            };
            Some((name, Given { female, common: code.as_bytes().get(1)?.saturating_sub(b'0') }))
        })
        .collect()
});

/// A given name, by its lower-case form.
pub fn given(lower: &str) -> Option<Given> {
    GIVEN.get(lower).copied()
}

/// Clusters of words of which three in ten are given names of the table, by their number.
static NAMELY: LazyLock<[bool; 256]> = LazyLock::new(|| {
    let mut given = [0_u32; 256];
    GIVEN.keys().filter_map(|name| grammar::cluster(name)).for_each(|cluster| given[usize::from(cluster)] += 1);
    let all = grammar::cluster_sizes();
    std::array::from_fn(|c| given[c] * 10 > all[c] * 3)
});

/// Whether a capitalised word that is no given name of the table may be one: it is rare, or stands where given names stand. English words, towns and
/// outlets do neither.
pub fn is_like_given(word: &str) -> bool {
    let part = |part: &str| {
        let shape = part.starts_with(char::is_uppercase) && part.chars().any(char::is_lowercase);
        shape && (given(&part.to_lowercase()).is_some() || grammar::cluster(part).is_none_or(|c| NAMELY[usize::from(c)]))
    };
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}'));
    word.chars().count() > 2 && letters && word.split('-').all(part)
}

/// Whether a word is in no table: a rare surname is.
pub fn is_rare(lower: &str) -> bool {
    lower.chars().count() > 3 && lower.chars().all(|c| c.is_alphabetic() || c == '-') && grammar::cluster(lower).is_none()
}

/// Surnames that are makes, animals, streets and houses as well.
pub fn is_both(lower: &str) -> bool {
    matches!(
        lower,
        "ford" | "fox" | "temple" | "fortune" | "burger" | "shell" | "hill" | "hills" | "lane" | "house" | "fields" | "hall" | "law" | "ball"
    )
}

/// A surname of the census table; of a double one, its last part.
pub fn is_surname(lower: &str) -> bool {
    Name::is_surname(lower) || lower.rsplit(['-', '\'']).next().is_some_and(Name::is_surname)
}

/// A noun for a person.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// The singular ("man" of "men").
    pub one: &'static str,
    /// Plural form.
    pub plural: bool,
    /// By the word alone.
    pub female: Option<bool>,
    /// Kin or another relation to somebody.
    pub kin: bool,
}

const M: Option<bool> = Some(false);
const F: Option<bool> = Some(true);
const X: Option<bool> = None;

/// Singular, plural, sex.
const NOUNS: &[(&str, &str, Option<bool>)] = &[
    ("man", "men", M),
    ("woman", "women", F),
    ("boy", "boys", M),
    ("girl", "girls", F),
    ("male", "males", M),
    ("female", "females", F),
    ("gentleman", "gentlemen", M),
    ("lady", "ladies", F),
    ("teen", "teens", X),
    ("teenager", "teenagers", X),
    ("youth", "youths", X),
    ("child", "children", X),
    ("kid", "kids", X),
    ("toddler", "toddlers", X),
    ("infant", "infants", X),
    ("baby", "babies", X),
    ("newborn", "newborns", X),
    ("adult", "adults", X),
    ("juvenile", "juveniles", X),
    ("minor", "minors", X),
    ("person", "people", X),
    ("person", "persons", X),
    ("individual", "individuals", X),
    ("victim", "victims", X),
    ("suspect", "suspects", X),
    ("gunman", "gunmen", M),
    ("shooter", "shooters", X),
    ("assailant", "assailants", X),
    ("attacker", "attackers", X),
    ("robber", "robbers", X),
    ("burglar", "burglars", X),
    ("intruder", "intruders", X),
    ("carjacker", "carjackers", X),
    ("thief", "thieves", X),
    ("perpetrator", "perpetrators", X),
    ("killer", "killers", X),
    ("culprit", "culprits", X),
    ("accomplice", "accomplices", X),
    ("defendant", "defendants", X),
    ("inmate", "inmates", X),
    ("officer", "officers", X),
    ("cop", "cops", X),
    ("deputy", "deputies", X),
    ("trooper", "troopers", X),
    ("agent", "agents", X),
    ("detective", "detectives", X),
    ("policeman", "policemen", M),
    ("policewoman", "policewomen", F),
    ("marshal", "marshals", X),
    ("sergeant", "sergeants", X),
    ("lieutenant", "lieutenants", X),
    ("captain", "captains", X),
    ("chief", "chiefs", X),
    ("sheriff", "sheriffs", X),
    ("superintendent", "superintendents", X),
    ("commander", "commanders", X),
    ("commissioner", "commissioners", X),
    ("mayor", "mayors", X),
    ("prosecutor", "prosecutors", X),
    ("coroner", "coroners", X),
    ("attorney", "attorneys", X),
    ("lawyer", "lawyers", X),
    ("judge", "judges", X),
    ("spokesman", "spokesmen", M),
    ("spokeswoman", "spokeswomen", F),
    ("spokesperson", "spokespeople", X),
    ("councilman", "councilmen", M),
    ("councilwoman", "councilwomen", F),
    ("pastor", "pastors", X),
    ("principal", "principals", X),
    ("witness", "witnesses", X),
    ("neighbor", "neighbors", X),
    ("neighbour", "neighbours", X),
    ("bystander", "bystanders", X),
    ("passerby", "passersby", X),
    ("citizen", "citizens", X),
    ("samaritan", "samaritans", X),
    ("permit-holder", "permit-holders", X),
    ("passenger", "passengers", X),
    ("driver", "drivers", X),
    ("pedestrian", "pedestrians", X),
    ("motorist", "motorists", X),
    ("bicyclist", "bicyclists", X),
    ("caller", "callers", X),
    ("clerk", "clerks", X),
    ("employee", "employees", X),
    ("worker", "workers", X),
    ("cashier", "cashiers", X),
    ("customer", "customers", X),
    ("patron", "patrons", X),
    ("owner", "owners", X),
    ("homeowner", "homeowners", X),
    ("resident", "residents", X),
    ("tenant", "tenants", X),
    ("landlord", "landlords", X),
    ("manager", "managers", X),
    ("guard", "guards", X),
    ("bouncer", "bouncers", X),
    ("bartender", "bartenders", X),
    ("waitress", "waitresses", F),
    ("waiter", "waiters", M),
    ("student", "students", X),
    ("teacher", "teachers", X),
    ("soldier", "soldiers", X),
    ("veteran", "veterans", X),
    ("firefighter", "firefighters", X),
    ("hunter", "hunters", X),
    ("player", "players", X),
    ("rapper", "rappers", X),
    ("member", "members", X),
    ("reporter", "reporters", X),
    ("other", "others", X),
];

/// Kin and other relations: singular, plural, sex.
const KIN: &[(&str, &str, Option<bool>)] = &[
    ("wife", "wives", F),
    ("husband", "husbands", M),
    ("mother", "mothers", F),
    ("mom", "moms", F),
    ("father", "fathers", M),
    ("dad", "dads", M),
    ("son", "sons", M),
    ("daughter", "daughters", F),
    ("brother", "brothers", M),
    ("sister", "sisters", F),
    ("sibling", "siblings", X),
    ("twin", "twins", X),
    ("parent", "parents", X),
    ("grandmother", "grandmothers", F),
    ("grandma", "grandmas", F),
    ("grandfather", "grandfathers", M),
    ("grandpa", "grandpas", M),
    ("grandparent", "grandparents", X),
    ("grandson", "grandsons", M),
    ("granddaughter", "granddaughters", F),
    ("grandchild", "grandchildren", X),
    ("uncle", "uncles", M),
    ("aunt", "aunts", F),
    ("cousin", "cousins", X),
    ("nephew", "nephews", M),
    ("niece", "nieces", F),
    ("girlfriend", "girlfriends", F),
    ("boyfriend", "boyfriends", M),
    ("ex-girlfriend", "ex-girlfriends", F),
    ("ex-boyfriend", "ex-boyfriends", M),
    ("ex-wife", "ex-wives", F),
    ("ex-husband", "ex-husbands", M),
    ("fiancé", "fiancés", M),
    ("fiance", "fiances", X),
    ("fiancée", "fiancées", F),
    ("fiancee", "fiancees", F),
    ("stepfather", "stepfathers", M),
    ("stepmother", "stepmothers", F),
    ("stepson", "stepsons", M),
    ("stepdaughter", "stepdaughters", F),
    ("stepbrother", "stepbrothers", M),
    ("stepsister", "stepsisters", F),
    ("half-brother", "half-brothers", M),
    ("half-sister", "half-sisters", F),
    ("brother-in-law", "brothers-in-law", M),
    ("sister-in-law", "sisters-in-law", F),
    ("mother-in-law", "mothers-in-law", F),
    ("father-in-law", "fathers-in-law", M),
    ("son-in-law", "sons-in-law", M),
    ("spouse", "spouses", X),
    ("partner", "partners", X),
    ("roommate", "roommates", X),
    ("friend", "friends", X),
    ("relative", "relatives", X),
    ("co-worker", "co-workers", X),
    ("coworker", "coworkers", X),
    ("colleague", "colleagues", X),
    ("classmate", "classmates", X),
    ("acquaintance", "acquaintances", X),
];

static HEADS: LazyLock<FxHashMap<&'static str, Noun>> = LazyLock::new(|| {
    let list = |nouns: &'static [(&str, &str, Option<bool>)], kin: bool| {
        nouns.iter().flat_map(move |(one, many, female)| {
            [(*one, Noun { one, plural: false, female: *female, kin }), (*many, Noun { one, plural: true, female: *female, kin })]
        })
    };
    list(NOUNS, false).chain(list(KIN, true)).collect()
});

/// The person noun of a lower-case word.
pub fn noun(lower: &str) -> Option<Noun> {
    HEADS.get(lower).copied()
}

/// A title or rank that stands before a name, without its full stop: with the sex it says.
pub fn title(lower: &str) -> Option<Option<bool>> {
    const ANY: &[&str] = &[
        "officer",
        "sgt",
        "sergeant",
        "lt",
        "lieutenant",
        "capt",
        "captain",
        "chief",
        "sheriff",
        "deputy",
        "detective",
        "det",
        "trooper",
        "cpl",
        "corporal",
        "commander",
        "cmdr",
        "major",
        "maj",
        "col",
        "colonel",
        "superintendent",
        "supt",
        "inspector",
        "insp",
        "commissioner",
        "marshal",
        "agent",
        "constable",
        "mayor",
        "gov",
        "governor",
        "sen",
        "senator",
        "rep",
        "representative",
        "councilmember",
        "alderman",
        "prosecutor",
        "attorney",
        "atty",
        "lawyer",
        "judge",
        "justice",
        "coroner",
        "examiner",
        "dr",
        "doctor",
        "spokesperson",
        "pastor",
        "rev",
        "reverend",
        "principal",
        "president",
        "director",
        "secretary",
        "undersheriff",
        "pfc",
        "ofc",
        "dep",
        "chaplain",
        "bishop",
        "professor",
        "coach",
        "solicitor",
        "coordinator",
        "administrator",
        "manager",
        "investigator",
        "private",
        "pvt",
        "specialist",
        "dispatcher",
        "neighbor",
        "resident",
        "native",
        "witness",
        "victim",
        "suspect",
        "shooter",
        "student",
        "teacher",
        "owner",
        "employee",
        "rapper",
        "activist",
        "clerk",
        "defendant",
    ];
    match lower.trim_end_matches('.') {
        "mr" | "spokesman" | "councilman" | "congressman" | "patrolman" | "policeman" | "gunman" | "brother" | "father" | "son" | "husband"
        | "boyfriend" | "nephew" | "uncle" | "grandfather" => Some(M),
        "mrs" | "ms" | "miss" | "spokeswoman" | "councilwoman" | "congresswoman" | "sister" | "mother" | "daughter" | "wife" | "girlfriend"
        | "niece" | "aunt" | "grandmother" => Some(F),
        w if ANY.contains(&w) => Some(X),
        _ => None,
    }
}

/// Titles that say no office: Mr., Ms., and nouns that only describe.
pub fn is_rank(lower: &str) -> bool {
    title(lower).is_some()
        && noun(lower).is_none_or(|n| {
            !n.kin && !matches!(n.one, "victim" | "suspect" | "shooter" | "gunman" | "witness" | "neighbor" | "resident" | "defendant" | "owner")
        })
        && !matches!(lower.trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "native")
}

/// Capitalised words that are no part of a name: openers, calendar, common headline nouns.
pub fn is_stop(lower: &str) -> bool {
    static STOP: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        "the a an and but or nor so yet for in on at by to of from with without within into onto over under near after before during since until \
         while when where who whom whose which what why how that this these those there here it its he she they we you i his her their our your my \
         him them us if as because although though however meanwhile also then now just only not no yes all both each every some any many most more \
         less few several one two three four five six seven eight nine ten first second third another other others new old is was are were be been \
         has have had do does did will would can could may might must should says said told according monday tuesday wednesday thursday friday \
         saturday sunday january february march april june july august september october november december jan feb mar apr aug sept oct nov dec \
         police authorities officials investigators detectives deputies officers witnesses neighbors residents prosecutors victims suspects family \
         families friends relatives paramedics man men woman women boy girl boys girls teen teens teenager child children people person \
         shooting shootings shot shots fatal fatally double triple dead killed killing kills injured wounded hurt dies died arrested charged gunfire \
         gun guns breaking update updated photo photos video image courtesy read click share watch related story stories news report reports live \
         anyone crime god christmas easter thanksgiving halloween eve day night morning afternoon evening today yesterday tonight \
         high court sheriffs sheriff's u.s. us usa swat cpr dna emt ems ambulance interstate homicide murder suicide robbery emergency \
         black white hispanic latino african african-american american americans mexican asian english spanish christian catholic muslim jewish \
         north south east west northern southern eastern western northeast northwest southeast southwest central downtown upper lower mid \
         about above below posted published copyright associated press staff writer tweet facebook twitter instagram gofundme snapchat youtube \
         caption suspected accused alleged allegedly identified identify named unidentified once upon between among despite earlier later still even \
         none nobody everyone everybody someone something nothing mom dad grandma grandpa peace multiple"
            .split_whitespace()
            .collect()
    });
    STOP.contains(lower)
}

/// Words that make a run of capitals an organisation, a street or a place.
pub fn is_thing(lower: &str) -> bool {
    static THING: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        "hospital department dept police county city school schools university college center centre medical clinic street avenue ave road rd \
         boulevard blvd highway hwy apartments apartment inn hotel motel club restaurant mall store station airport office bureau fbi atf dea \
         association foundation inc llc corp corporation company news times herald tribune journal gazette media fox cnn abc nbc cbs channel tv radio \
         district township village river creek island hills heights springs mountain bridge plaza square terrace circle parkway pkwy route block \
         elementary middle academy army navy guard team unit division task league bank market shop grill lounge cafe walmart target \
         united states america national state federal county's council committee commission ministry ministries baptist methodist lutheran cathedral \
         mosque temple library museum theater theatre stadium arena gym apartments' complex homes estates village trailer mobile manor villas \
         parish pike mart fisheries relations nation alert lodge assistant mesa \
         housing projects authority service services system institute society union party republican democratic congress senate house \
         constitution amendment act law association supreme superior circuit district's jail prison correctional facility enforcement \
         ford chevrolet chevy honda toyota nissan dodge jeep bmw mercedes cadillac buick pontiac chrysler hyundai kia lexus acura infiniti \
         glock smith&wesson ruger beretta colt mustang tahoe impala malibu camry accord civic altima maxima charger explorer expedition \
         dollar mcdonald's starbucks walgreens cvs costco kroger 7-eleven quiktrip exxon shell chevron texaco bp waffle taco burger pizza \
         fire rescue streets avenues roads lot lake ridge crossing landing harbor pointe bay coast gulf ocean valley trail trace loop turnpike expressway freeway"
            .split_whitespace()
            .collect()
    });
    THING.contains(lower.trim_end_matches('.'))
}

/// Names of things that are surnames as well: only without other evidence for a person are they things.
pub fn is_weak_thing(lower: &str) -> bool {
    matches!(
        lower.trim_end_matches('.'),
        "park"
            | "lane"
            | "drive"
            | "dr"
            | "place"
            | "court"
            | "way"
            | "church"
            | "hill"
            | "field"
            | "fields"
            | "beach"
            | "bar"
            | "post"
            | "west"
            | "north"
            | "east"
            | "south"
            | "st"
            | "fort"
            | "port"
            | "mount"
            | "mt"
            | "point"
            | "san"
            | "los"
            | "las"
            | "santa"
            | "saint"
            | "el"
    )
}

/// A state of the Union, its short form, or the country: what follows a town.
pub fn is_state(lower: &str) -> bool {
    static STATES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky \
         louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania \
         tennessee texas utah vermont virginia washington wisconsin wyoming carolina dakota hampshire jersey york mexico ala ariz ark calif colo conn \
         del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo n.c s.c n.j n.y n.m n.d s.d w.va \
         d.c r.i n.h"
            .split_whitespace()
            .collect()
    });
    STATES.contains(lower.trim_end_matches('.'))
}
