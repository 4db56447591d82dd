//! Other incidents: the words by which a sentence says that it tells of another than the page's own ("three months after a man was
//! shot", "the ninth homicide this year"), and how it begins to tell of one: new victims, with a place and a time of their own.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::closed::Closed;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a literal")
}

const EVENT: &str = r"(?:(?:fatal|deadly|mass|drive-by|double|triple|gang|police|officer-involved|accidental|reported)\s)*(?:shootings?|homicides?|killings?|murders?|slayings?|gun deaths?)";
const NUMBER: &str = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|[0-9]+|another)";
const PERSON: &str = r"(?:man|woman|boy|girl|male|female|teen|teenager|person|people|men|women|boys|girls|teens|teenagers|toddler|child|children|adults|residents|driver)";
const HARM: &str = r"(?:shot|shots|killed|dead|died|wounded|wounds?|gunfire|gunshots?|graze|opened\sfire|injured|struck|hurt)";
const HURT: &str = r"(?:shot|shoots|killed|wounded|wounds|injured|injures|hurt|gunfire|fatally|slain|shootings?)";
const AGO: &str = r"(?:last\s(?:week|month|year|spring|summer|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|earlier\sthis\s(?:week|month|year)|(?:days?|weeks?|months?|years?)\s(?:ago|earlier|before))";
const STREET: &str =
    r"(?:Street|Avenue|Road|Drive|Boulevard|Lane|Court|Place|Way|Streets|Avenues|Roads|avenues|streets|roads|St\.|Ave\.|Rd\.|Dr\.|Blvd\.)";

/// Whole sentences about others.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?xi)
          (?-u:\b)(?:in|at)\s(?:an?\s(?:apparently\s)?(?:separate|unrelated|different)|another|an?\s(?:earlier|previous|prior))\s(?:{EVENT}|incident)(?-u:\b)
        | (?-u:\b)another\s{EVENT}\s(?:occurred|happened|took|was|left|in|on|at|near)(?-u:\b)
        | (?-u:\b)(?:separate|unrelated)\s(?:{EVENT}|incident)(?-u:\b).{{0,40}}(?-u:\b)(?:same|hours|earlier|later|across)(?-u:\b)
        | (?-u:\b)(?:shootings|homicides|killings|murders|slayings)(?-u:\b)[^.]{{0,60}}(?-u:\b)(?:so\sfar\sthis\syear|this\syear|last\syear|year\sto\sdate|in\srecent\s(?:weeks|months|years)|(?:last|past)\s(?:few|two|three|five)\s(?:weeks|months|years))
        | (?-u:\b)so\sfar\sthis\syear(?-u:\b)
        | (?-u:\b)(?:same|this)\stime\slast\syear(?-u:\b) | ^last\syear,?\s(?:[0-9,]+|\w+)\s{PERSON}(?-u:\b)
        | (?-u:\b)(?:[0-9]+(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[0-9]+\sof)\s(?:reported\s)?{EVENT}\s(?:of|in|this|since|within)(?-u:\b)
        | (?-u:\b)the\s(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[0-9]+(?:st|nd|rd|th))\s(?:\S+\s){{0,3}}(?:in|this|since)\s(?:the\s|this\s|a\s)?(?:\S+\s){{0,2}}(?:weeks?|months?|years?|days)(?-u:\b)
        | (?-u:\b)one\sof\s(?:at\sleast\s|about\s)?{NUMBER}\s(?:\w+\s)?(?:shootings|homicides|killings|reported)(?-u:\b)
        | (?-u:\b)(?:latest|most\srecent)\sin\sa\s(?:string|series|spate|rash)(?-u:\b)
        | (?-u:\b)(?:rash|spate|wave|rise|increase|uptick)\s(?:of|in)\s(?:recent\s)?(?:{EVENT}|gun\sviolence|violence)(?-u:\b)
        | (?-u:\b)(?:connection|connections|link|links|related|relation)(?-u:\b)[^.]{{0,30}}(?-u:\b)(?:other|earlier|previous|recent)\s{EVENT}
        | (?-u:\b)(?:if|whether)\s(?:[^\s.;]+\s){{0,5}}?(?:shootings|incidents|killings|homicides|cases)\s(?:are|were)\s(?:connected|related|linked)(?-u:\b)
        | (?-u:\b)(?:regularly|often|frequently|always|constantly|routinely)\shears?(?-u:\b)
        | (?-u:\b)(?:violence|gunfire|shootings?|crime|drugs|(?:drug|gang)\sactivity)\s(?:is|are)\s(?:\w+\s)?(?:common|rampant|frequent|nothing\snew)(?-u:\b)
        | (?-u:\b)also\s(?:accused|suspected|charged|wanted)\s(?:of|in|with|for)\s[^.;]{{0,60}}(?-u:\b)(?:shooting|killing|murder|murdering|death)(?-u:\b)[^.;]{{0,60}}(?-u:\b)(?:at|outside|inside|in|near)\s(?-i:\p{{Lu}})
        | (?-u:\b)(?:last|past)\sfew\syears(?-u:\b)
        | ^earlier\s(?:(?:that|the\ssame)\s(?:day|night|week|evening)|(?:sun|mon|tues|wednes|thurs|fri|satur)day)(?-u:\b).*(?-u:\b){HARM}(?-u:\b)
        | (?-u:\b)(?:had|has|have)\s(?:previously|once)\s(?:threatened|shot|fired|attacked|assaulted|wounded|been\s(?:shot|attacked|wounded|stabbed))(?-u:\b)
        | (?-u:\b)had\sbeen\s(?:\w+\s)?(?:shot|killed|murdered|gunned|wounded)(?-u:\b).*(?-u:\b)(?:a\sfew|several|many|{NUMBER})\s(?:months|years|decades)\s(?:ago|earlier|before)(?-u:\b)
        | (?-u:\b)had\s(?:threatened|assaulted|attacked|beaten|shot\sat|pointed\s\S+\s\S+\sat)(?-u:\b)[^.;]{{0,60}}(?-u:\b)(?:last\s(?:year|month|week|spring|summer|fall|winter)|(?:months|years)\s(?:ago|before|earlier))(?-u:\b)
        | (?-u:\b)(?:died|dies|dead|death)(?-u:\b)[^.;]{{0,60}}(?-u:\b)(?:of|from|with|in|after)\s(?:\S+\s){{0,3}}?(?:cancer|leukemia|sickle|diabetes|pneumonia|overdose|heart\s(?:attack|disease|failure)|a\sstroke|natural\scauses|(?:car|motorcycle|traffic)\s(?:crash|accident|wreck))(?-u:\b)
        | (?-u:\b)not\sthe\sfirst\stime(?-u:\b) | (?-u:\b)to\s(?:the|that)\s(?:same\s)?(?:home|house|residence|address|hotel|motel|apartment|bar|club)\s(?:before|in\sthe\spast)(?-u:\b)
        | (?-u:\b)continue\s(?:the|their|an)\sinvestigation\s(?:of|into)\sa\s
        "
    ))
});

/// The part of a sentence that stands beside its own news: "… three months after a man was shot at the lake", "in the same block where a
/// man was killed Sunday", "a vigil for a man killed in a shooting last week".
static PART: LazyLock<Regex> = LazyLock::new(|| {
    let someone = format!(r"{NUMBER}\s(?:[^\s.;]+\s){{0,4}}?{PERSON}(?:,[^,.;]{{1,30}},)?\s(?:(?:was|were|had\sbeen)\s)?");
    regex(&format!(
        r"(?xi)
          (?-u:\b)(?:shootings?|killings?|incidents?|attacks?|deaths?|violence|homicides?|slayings?|gunfire)\s(?:\S+\s){{0,2}}(?:comes?|came|happened|occurred|took\splace)\s(?:\S+\s){{1,4}}(?P<a>(?:after|before)\s{someone}(?:\S+\s){{0,3}}?{HARM}(?-u:\b).*)
        | (?-u:\b)(?:shot|killed|wounded)(?-u:\b)[^;]{{0,120}}(?-u:\b)(?:minutes|hours)\s(?P<f>(?:after|before)\s{someone}(?:\S+\s){{0,3}}?{HARM}(?-u:\b).*)
        | (?-u:\b)(?:shot|shooting|killed|killing|homicide|incident)(?-u:\b)[^.]{{0,120}}(?-u:\b)same\s(?:block|street|home|house|neighborhood|intersection|spot|area|corner|place|plaza|location|park|apartment|complex|building)\s(?P<b>(?:where|in\swhich)\s.*(?-u:\b)(?:shot|killed|fatal|fatally|wounded|gunshot|opened\sfire|died)(?-u:\b).*)
        | (?P<c>(?-u:\b)an?\s(?:\S+\s){{0,2}}{PERSON}\s(?:who\s(?:was|died)\s(?:\w+\s)?)?(?:shot|killed|slain|gunned\sdown|fatally\sshot)\s(?:[^\s.;]+\s){{0,6}}?(?:last\s(?:week|month|year|weekend)|(?:a\sfew|several|{NUMBER})\s(?:days|weeks|months|years)\s(?:ago|earlier|before)))\swhen\s
        | (?-u:\b)(?:shootings?|killings?|homicides?|incidents?|violence)\s(?P<d>(?:follows?|followed)\s(?:an?|another|the)\s.*(?-u:\b)(?:shot|shooting|killed|killing|homicide|murder|wounded|stabbing|stabbed)(?-u:\b).*)
        | (?-u:\b)(?:bought|purchased|obtained|acquired|got|carried|carrying|kept)\s[^.;]{{0,80}}?(?P<g>(?:after|because|since)\s(?:he|she|they)\s(?:was|were|had\sbeen)\s(?:shot|robbed|wounded|stabbed|attacked|jumped)(?-u:\b).*)
        | (?-u:\b)(?P<h>(?:after|since|when)\s(?:he|she|they)\s(?:was|were|had\sbeen)\s(?:shot|wounded|stabbed)\s(?:\S+\s){{0,5}}?last\s(?:year|month|spring|summer|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)(?-u:\b).*)
        | (?P<i>(?-u:\b)another\s{EVENT},?\s(?:where|in\swhich)\s.*)
        | (?-u:\b){HURT}(?-u:\b)[^;]{{0,120}}?(?-u:\b)(?P<j>(?:(?:pa(?:y|ys|ying|id)\s(?:their\s)?respects|mourn(?:s|ed|ing)?|vigil|memorial|funeral|wake|tribute)\s(?:\S+\s){{0,3}}?|(?:relatives|family|friends?|house|home)\sof\s)[^;]{{0,80}}(?-u:\b){HURT}(?-u:\b)[^;]{{0,40}}{AGO}.*)
        | (?-u:\b){HURT}(?-u:\b)[^;]{{0,120}}?(?-u:\b)(?P<k>(?:mourn(?:s|ed|ing)?|vigil\sfor|memorial\sfor|funeral\s(?:of|for))\s[^;]{{0,60}}(?-u:\b){EVENT})
        | (?P<l>(?:which|that)\s(?:also\s)?(?:was|is|had\sbeen)\s(?:also\s)?the\s(?:scene|site|location)\sof\s[^;]{{0,40}}{EVENT}[^;]{{0,60}}{AGO}.*)
        | (?-u:\b)(?:in|for|over|of)\s(?P<e>(?:the|a)\s(?:19|20)[0-9]{{2}}\s{EVENT}(?:\sdeath)?\sof\s.*)
        "
    ))
});

/// A sentence that holds none of these is asked neither [`SENTENCE`] nor [`PART`], which are dear.
static HINTS: Closed = Closed::new(
    "separate unrelated another different earlier previous prior year years months month weeks week days day nights night hours minutes hour rash spate \
     wave rise increase uptick connection connections link links related connected linked relation second third fourth fifth sixth seventh eighth ninth \
     tenth also regularly often frequently always constantly routinely common rampant frequent nothing because when since string series same one died dies dead death previously once follows follow followed continue last ago first before past mourn mourned mourns mourning vigil memorial funeral",
);

/// Whether a sentence with this word is worth asking.
pub fn hints(lower: &str) -> bool {
    HINTS.has(lower) || lower.starts_with(|c: char| c.is_ascii_digit())
}

/// The bytes of a sentence that tell of another incident by their own words.
pub fn says(words: &str) -> Option<Range<usize>> {
    if SENTENCE.is_match(words) {
        return Some(0..words.len());
    }
    let found = PART.captures(words)?;
    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].iter().find_map(|name| found.name(name)).map(|m| m.range())
}

static VICTIMS: LazyLock<Regex> = LazyLock::new(|| {
    let be = r"(?:was|were|had\sbeen|suffered|sustained|died|crashed)";
    regex(&format!(
        r"(?x)
          (?P<unnamed>(?-u:\b)(?i:{NUMBER})\s(?:other\s)?(?:\S+[-\s]year[-\s]old\s)?(?:[a-z]+\s){{0,2}}{PERSON}(?:,\s\S+,?|\s[0-9]{{2}},?)?\s{be}(?-u:\b)[^.]{{0,90}}?(?-u:\b){HARM}(?-u:\b))
        | (?P<named>\p{{Lu}}\S+(?:\s\p{{Lu}}\S+){{1,3}},\s[0-9]{{1,2}},(?:\s[a-z][^,]{{0,40}},)?\s{be}(?-u:\b)[^.]{{0,40}}?(?-u:\b){HARM}(?-u:\b)
            | (?:found|discovered)\s\p{{Lu}}\S+(?:\s\p{{Lu}}\S+){{1,3}},\s[0-9]{{1,2}},\s(?:suffering|with|shot|dead|dying|wounded|lying)(?-u:\b)[^.]{{0,40}}?(?-u:\b)(?:{HARM}|street|ground)(?-u:\b))
        | (?P<event>(?-u:\b)(?i:an?|another)\s(?:\S+\s)?(?:shooting|homicide)\s(?:in|at|on|near|that|occurred|happened)(?-u:\b))
        | (?P<of>(?-u:\b)(?i:the)\s(?:\w+\s)?(?:shooting|killing|murder)\sof\s(?:\p{{Lu}}\S+\s\p{{Lu}}|a\s|two\s|three\s|four\s|five\s))
        | (?P<separate>(?-u:\b)(?i:an?\s(?:separate|unrelated)|another)\s(?:\w+\s)?(?:shooting|homicide|killing)(?-u:\b))"
    ))
});

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?x)
          (?-u:\b)(?:[0-9]+(?:th|st|nd|rd)?(?:[\s-](?:to\s)?[0-9]+)?\s(?:hundred\s)?|first\s)block\sof\s(?P<a>(?:[\p{{Lu}}0-9][\w.’'-]*\s?){{1,4}})
        | (?-u:\b)in\s(?:the\s)?(?P<b>(?:\p{{Lu}}[\w.’'-]*\s){{1,4}}?)(?:neighborhood|community)(?-u:\b)
        | (?-u:\b)(?:near|at|on|of|between)\s(?:the\sintersection\sof\s)?(?P<c>(?:[\p{{Lu}}0-9][\w.’'-]*\s){{1,4}}(?:and|&)\s(?:[\p{{Lu}}0-9][\w.’'-]*\s?){{1,3}}{STREET}?)
        | (?-u:\b)(?:on|near|at|of)\s(?P<d>(?:[\p{{Lu}}0-9][\w.’'-]*\s){{1,4}}?{STREET})"
    ))
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day";
    regex(&format!(
        r"(?x)
          [0-9]\s?[ap]\.?m(?-u:\b) | (?-u:\b)(?:midnight|noon)(?-u:\b) | (?-u:\b)(?:minutes|hours)\s(?:later|earlier)(?-u:\b) | {day}\s(?:night|morning|afternoon|evening)
        | (?-u:\b)(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Oo]n)\s{day} | (?-u:\b)(?:Jan|Feb|March|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.?\s[0-9]"
    ))
});

/// How a sentence begins to tell of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// New people are hurt, and the sentence does not name them; or it speaks of "a shooting" as of news.
    pub unnamed: bool,
    /// It says itself that this is another one ("a separate shooting").
    pub separate: bool,
    /// Lower-case words of its street or neighbourhood.
    pub street: Vec<String>,
    /// It tells a time or day.
    pub timed: bool,
}

/// How a sentence begins to tell of an incident, where it does.
pub fn opening(words: &str) -> Option<Opening> {
    let victims = VICTIMS.captures(words)?;
    let unnamed = victims.name("unnamed").is_some() || victims.name("event").is_some();
    let separate = victims.name("separate").is_some() || (words.contains("separate ") && SENTENCE.is_match(words));
    Some(Opening { unnamed, separate, street: streets(words), timed: timed(words) })
}

/// Whether a sentence tells a time or day.
pub fn timed(words: &str) -> bool {
    TIME.is_match(words)
}

/// Lower-case words of the first street or neighbourhood that a sentence names.
pub fn streets(words: &str) -> Vec<String> {
    let Some(place) = PLACE.captures(words) else { return Vec::new() };
    let Some(name) = ["a", "b", "c", "d"].iter().find_map(|n| place.name(n)) else { return Vec::new() };
    let plain = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    name.as_str().split_whitespace().map(plain).filter(|w| w.len() > 1 && !GENERIC.has(w)).collect()
}

static GENERIC: Closed = Closed::new(
    "street avenue road drive boulevard lane court place way streets avenues roads st ave rd dr blvd north south east west and the block side \
     monday tuesday wednesday thursday friday saturday sunday",
);

static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)(?-u:\b)(?:shootings|homicides|murders|slayings|killings|separate\s(?:incidents|shootings)|[0-9]+\sincidents)(?-u:\b)")
});

/// Whether a headline or first sentence speaks of several incidents.
pub fn several(words: &str) -> bool {
    PLURAL.is_match(words)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(words: &str, expect: Expect) {
        let said = says(words).and_then(|r| words.get(r)).unwrap_or("-");
        let opens = opening(words).map_or("-".into(), |o| {
            let signs = [(o.unnamed, "unnamed"), (o.separate, "separate"), (o.timed, "timed")];
            let told: Vec<&str> = signs.iter().filter(|(on, _)| *on).map(|(_, s)| *s).collect();
            format!("{} at {}", told.join(" "), o.street.join(" "))
        });
        expect.assert_eq(&format!("{said} | {opens}"));
    }

    #[test]
    fn a_part_of_a_sentence_can_tell_of_another_incident() {
        check(
            "The shooting comes three months after a man was shot dead at Mill Lake.",
            expect!["after a man was shot dead at Mill Lake. | unnamed at "],
        );
        check(
            "She was shot in the same block where Tom Bell, 23, was killed on Sunday.",
            expect!["where Tom Bell, 23, was killed on Sunday. | timed at "],
        );
        check("This is the ninth homicide in two weeks.", expect!["This is the ninth homicide in two weeks. | -"]);
        check("He said he bought the pistol for $90 after he was shot in a robbery.", expect!["after he was shot in a robbery. | -"]);
        check("Bell had threatened her with a shotgun last summer.", expect!["Bell had threatened her with a shotgun last summer. | -"]);
        check(
            "Friends recalled another shooting, where an officer was hurt.",
            expect!["another shooting, where an officer was hurt. | separate at "],
        );
        check(
            "A man shot his friend while they paid respects to a man killed earlier this year.",
            expect!["paid respects to a man killed earlier this year. | -"],
        );
        check(
            "The drive-by shooting hurt two at the home of relatives of Ana Bell, who was shot dead last August.",
            expect!["home of relatives of Ana Bell, who was shot dead last August. | -"],
        );
        check(
            "He was shot at the Alder Court, which was the scene of a fatal shooting less than a day earlier.",
            expect!["which was the scene of a fatal shooting less than a day earlier. | -"],
        );
        check("The family of a man who was shot last week asks for help.", expect!["- | -"]);
        check("Her brother died of cancer in January.", expect!["Her brother died of cancer in January. | -"]);
        check("He died of a gunshot wound in January.", expect!["- | -"]);
        check("Neighbors said they often hear gunfire.", expect!["Neighbors said they often hear gunfire. | -"]);
        check("He died two days after he was taken to a hospital.", expect!["- | -"]);
    }

    #[test]
    fn new_victims_open_an_incident() {
        check(
            "A 30-year-old man was shot in the foot near Fir and Elm avenues early Tuesday morning, officials said.",
            expect!["- | unnamed timed at fir elm"],
        );
        check("The man was shot in the foot.", expect!["- | -"]);
    }
}
