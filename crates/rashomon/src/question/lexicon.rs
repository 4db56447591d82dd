//! Words that questions are made of, and what each says.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Outcome;

/// What a word or phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing that tells questions apart.
    Fill,
    HowMany,
    HowOften,
    Which,
    List,
    Who,
    When,
    Where,
    /// Incidents; one, or several.
    Incident(bool),
    /// Incidents of a kind, by its id; one, or several.
    Kind(&'static str, bool),
    /// Incidents that ended so.
    Ending(Outcome, bool),
    /// People.
    People,
    /// People to whom this befell ("deaths").
    Toll(Outcome),
    /// What befell somebody ("shot dead").
    Outcome(Outcome),
    /// Guns were fired at somebody: the dead and the hurt, unless more is said.
    Shot,
    Role(&'static str),
    Ages(u16, u16),
    Gender(&'static str),
    Weapon(&'static str),
    Character(&'static str),
    Stands(&'static str),
    /// A number follows: at least so many, more than, at most, fewer than, exactly.
    Bound(Bound),
    /// A name follows: of which part.
    Named(Part),
    /// A place may follow.
    At,
    /// Who did it follows.
    By,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    More,
    Most,
    Fewer,
    Exactly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Last,
    Any,
}

/// The longest phrase that these words, in lower case, begin with, and how many words it has.
pub(super) fn mark(words: &[&str]) -> Option<(Mark, usize)> {
    static ALL: OnceLock<BTreeMap<&'static str, Mark>> = OnceLock::new();
    let all = ALL.get_or_init(|| PHRASES.iter().flat_map(|(phrases, mark)| phrases.split('|').map(move |p| (p.trim(), *mark))).collect());
    (1..=words.len().min(8)).rev().find_map(|n| all.get(words.get(..n)?.join(" ").as_str()).map(|mark| (*mark, n)))
}

use Mark::{
    Ages, At, By, Character, Ending, Fill, Gender, HowMany, HowOften, Incident, Kind, List, Named, People, Role, Shot, Stands, Toll, Weapon, When,
    Where, Which, Who,
};

const PHRASES: &[(&str, Mark)] = &[
    (
        "the|a|an|of|and|or|rest on|rests on|rely on|relies on|based on|report|reports|report that says|reports that say|reports saying|that|which|were|was|are|is|be|been|being|did|do|does|has|have|had|there|it|its|this|these|those|please|pls|can you|could you|would you|can u|tell me|i need|i want|i'd like|i would like|we need|to know|to see|to|me|us|you|i|we|hi|hello|thanks|thank you|hey|know|about|for|with|during|total|in total|altogether|overall|reported|recorded|on record|on file|on the books|known|happened|happen|happens|occurred|occur|occurring|took place|take place|taking place|place|involve|involves|involved|involving|our|your|register|database|data|records|recorded in|all the|any of|in the register|in our register|in your register|as|been any|went down|so|ok|okay|just|really|actually|also|only|where there was|where there were|there were|there was|when there|with a|with an|in which|in incidents|ever|then|out|up|us state|state of|the state of|city of|the city of|town of|county of|end up|ended up|ending in|ended in|resulting in|resulted in|led to|leaving|left|saw|seen|over there|got|get|getting|gets|because|due|result|as a result of|in connection with|related to|linked to|cases of|case of|incidents of|incident of|instances of|reports of|acts of|whose|their|his|her|them|they|he|she|type|kind|of the kind|one|ones|also called|suffered|at all|anywhere|nationwide|gun violence|gun|guns|firearms|firearm|armed|violence|event of|news|stories|articles|details|info|information|something|anything|happening|month|year|day|same|were there|was there|are there|is there|have there been|has there been|did we have|do we have|do you have|have you got|you have|we have|got any|whom|what's|who's|count up|add up|give|me a|having|at least one|involving the name of|somewhere|by gunfire|from gunfire|by gunshots|by bullets|with gunshot wounds|gunshot wounds|gunshot|bullet|bullets|near by|or so|eg|ie|ppl who|currently|say|says|said|described|describe|according to reports|according to|reports say|cited|mention|mentions|mentioning|mentioned|ones where|ones in which|folks|names of|name of|the names of|dates of|date of",
        Fill,
    ),
    (
        "how many|how much|number|number of|the number of|count|count of|a count of|total number of|what is the number of|what's the number of|tally of|total of|give me a count of|nr of|no. of|# of|what was the number of|what number of",
        HowMany,
    ),
    ("how often|how frequently|how many times", HowOften),
    ("which|what|whats", Which),
    (
        "list|list all|show|show me|show all|find|find me|find all|give me|give me all|all|any|every|each|look up|pull|pull up|search for|get me|display|a list of|looking for|i'm looking for|i am looking for|what about|what are|what were|tell me about",
        List,
    ),
    ("who|names of the|name the|name all", Who),
    (
        "when|what day|which day|what date|which date|on what day|on which day|on what date|on which date|what was the date of|what is the date of",
        When,
    ),
    (
        "where|in what city|in which city|what city|which city|in what town|in which town|what town|which town|in what state|in which state|what state|which state|at what place|what was the location of",
        Where,
    ),
    ("incident|event|case|attack", Incident(false)),
    ("incidents|events|cases|attacks|times", Incident(true)),
    ("shooting|shooting incident|gun attack|shooting case|shooting event|gun incident|gun violence incident", Kind("shooting", false)),
    ("shootings|shooting incidents|gun attacks|shooting cases|shooting events|gun incidents|gun violence incidents", Kind("shooting", true)),
    ("fire|blaze|house fire|apartment fire|structure fire", Kind("fire", false)),
    ("fires|blazes|house fires|apartment fires|structure fires", Kind("fire", true)),
    ("layoff|job loss|plant closing|plant closure", Kind("job-loss", false)),
    ("layoffs|job losses|job cuts|plant closings|plant closures|mass layoffs", Kind("job-loss", true)),
    ("killing|homicide|murder|slaying|killing event|deadly incident|fatal incident|slaying event", Ending(Outcome::Killed, false)),
    ("killings|homicides|murders|slayings|killing events|deadly incidents|fatal incidents", Ending(Outcome::Killed, true)),
    ("injuring event|injuring incident|wounding", Ending(Outcome::Injured, false)),
    ("injuring events|injuring incidents|woundings", Ending(Outcome::Injured, true)),
    (
        "people|persons|person|individuals|individual|ppl|somebody|someone|anybody|anyone|victims in total|folk|humans|human beings|residents|lives",
        People,
    ),
    (
        "deaths|fatalities|dead people|people dead|death toll|the death toll|number of dead|body count|lives lost|casualties killed|bodies|died people|killed people|fatal victims",
        Toll(Outcome::Killed),
    ),
    (
        "injuries|wounded people|injured people|hurt people|injury count|people injured|number of injured|number of wounded|nonfatal victims",
        Toll(Outcome::Injured),
    ),
    (
        "casualties|people shot|gunshot victims|shooting victims|victims of shootings|victims of gun violence|killed or injured people",
        Toll(Outcome::Harmed),
    ),
    ("arrests|people arrested|number of arrests", Toll(Outcome::Arrested)),
    (
        "killed|kill|kills|killing people|killing somebody|killing someone|died|die|dies|dead|deadly|fatal|fatally|lethal|lethally|lost their lives|lost his life|lost her life|lost their life|lose their lives|loss of life|slain|murdered|murder of|killing of|shot dead|shot to death|shot and killed|fatally shot|shot fatally|gunned down|gunned down dead|fatal shot|passed away|did not survive|didn't survive|didnt survive|killed by gunfire|killed by guns|a death|death|the death of|death of|deaths of|a fatality|left dead|perished|succumbed|succumbed to their wounds|were killed|was killed|got killed|were slain|gun deaths|gun death|slaying of|with fatalities|with deaths",
        Mark::Outcome(Outcome::Killed),
    ),
    (
        "injured|injure|injures|injury|hurt|hurts|hurting|wounded|wound|wounding people|wounds|injuring|non-fatal|nonfatal|non-fatally|nonfatally|not fatal|shot and injured|shot and wounded|shot and hurt|shot but survived|survived being shot|shot and survived|shot non-fatally|wounded by gunfire|hospitalized|maimed|were hurt|was hurt|got hurt|survived|was wounded|shot and lived",
        Mark::Outcome(Outcome::Injured),
    ),
    (
        "killed or injured|killed or hurt|killed or wounded|injured or killed|wounded or killed|dead or injured|dead or wounded|hurt or killed|killed and injured|killed and wounded|dead and wounded|dead and injured|killed and hurt|died or were injured|died or were hurt|died or were wounded|killed or were injured|harmed|either killed or injured|either killed or wounded|killed plus injured|hit by gunfire|hit by bullets|struck by gunfire|struck by bullets|dead or hurt|injured or died|wounded or died",
        Mark::Outcome(Outcome::Harmed),
    ),
    (
        "arrested|arrest|taken into custody|in custody|detained|an arrest|arrests made|arrest made|caught by police|apprehended|jailed|locked up",
        Mark::Outcome(Outcome::Arrested),
    ),
    ("shot|get shot|got shot|gets shot|getting shot|were shot|was shot|been shot|being shot", Shot),
    (
        "armed citizen|armed citizens|armed citizen came to an officer's aid|armed citizen came to the aid of an officer|armed citizen helped an officer|armed citizen helped police|armed civilian|armed civilians|armed bystander|armed bystanders|good samaritan|good samaritans|intervener|interveners|concealed carrier|concealed carriers|concealed carry holder|concealed carry holders|armed passerby|passerby stepped in|bystander stepped in|bystander intervened|intervened|stepped in|came to an officer's aid|civilian intervened|citizen intervened|a citizen stepped in",
        Role("intervener"),
    ),
    (
        "officer|officers|police officer|police officers|cop|cops|deputy|deputies|trooper|troopers|sheriff's deputy|sheriff's deputies|policeman|policemen|policewoman|law enforcement officer|law enforcement officers|state trooper|state troopers",
        Role("officer"),
    ),
    ("suspect|suspects|shooter|shooters|gunman|gunmen|perpetrator|perpetrators|perp|perps|attacker|attackers|accused", Role("suspect")),
    ("victim|victims", Role("victim")),
    ("witness|witnesses|eyewitness|eyewitnesses", Role("witness")),
    ("child|children|kid|kids|young child|young children", Ages(0, 11)),
    ("toddler|toddlers", Ages(1, 3)),
    ("baby|babies|infant|infants", Ages(0, 1)),
    ("teen|teens|teenager|teenagers|teenaged|teenage|adolescent|adolescents", Ages(12, 19)),
    ("minor|minors|juvenile|juveniles|underage|people under age", Ages(0, 17)),
    ("adult|adults|grown-ups", Ages(18, 130)),
    ("elderly|senior|seniors|senior citizen|senior citizens|elderly people|older people|pensioners", Ages(65, 130)),
    ("woman|women|female|females|lady|ladies", Gender("female")),
    ("man|men|male|males|guy|guys", Gender("male")),
    ("handgun|handguns|pistol|pistols|revolver|revolvers|a handgun was used|hand gun", Weapon("handgun")),
    ("rifle|rifles|long gun|assault rifle|assault rifles|ar-15|ar15|ak-47|ak47", Weapon("rifle")),
    ("shotgun|shotguns", Weapon("shotgun")),
    ("knife|knives", Weapon("knife")),
    ("bb gun|bb guns|pellet gun|pellet guns|air gun|air guns", Weapon("BB gun")),
    (
        "drive-by|drive-bys|drive by|drive bys|driveby|drive-by shooting|drive-by shootings|drive by shooting|drive by shootings|drivebys",
        Character("drive-by shooting"),
    ),
    ("mass shooting|mass shootings|mass shooting (4 or more victims shot)|mass shooting event|mass shooting events", Character("mass shooting")),
    (
        "accidental|accidentally|by accident|accident|accidents|unintentional|unintentionally|accidental shooting|accidental shootings|unintentional shooting|unintentional shootings|accidental discharge|accidental discharges|negligent discharge",
        Character("accidental shooting"),
    ),
    (
        "fatal accidental shooting|fatal accidental shootings|deadly accidental shooting|deadly accidental shootings|accidental shooting death|accidental shooting deaths|fatal accident|fatal accidents|accidental death|accidental deaths|fatal gun accident|fatal gun accidents",
        Character("fatal accidental shooting"),
    ),
    (
        "accidentally self-inflicted|accidental self-inflicted|accidentally shot himself|accidentally shot herself|accidentally shot themselves|shot himself by accident|shot herself by accident|shot themselves by accident|self-inflicted by accident|accidentally shooting himself|accidentally shooting themselves",
        Character("accidentally self-inflicted"),
    ),
    (
        "child found and fired a gun|child found a gun|child picked up a gun|kid found a gun|kids found a gun|children found a gun|child fired a gun|child found and fired|a kid got hold of a gun|toddler found a gun|child got hold of a gun|children got hold of a gun",
        Character("child found and fired a gun"),
    ),
    (
        "playing with a gun|playing with guns|playing with gun|play with a gun|played with a gun|were playing with a gun|was playing with a gun|toying with a gun",
        Character("playing with a gun"),
    ),
    (
        "cleaning a gun|cleaning his gun|cleaning her gun|cleaning their gun|gun cleaning|shooting while cleaning a gun|cleaning a firearm|while cleaning a gun",
        Character("shooting while cleaning a gun"),
    ),
    ("murder-suicide|murder-suicides|murder suicide|murder suicides|murder/suicide|murder/suicides", Character("murder-suicide")),
    (
        "domestic violence|domestic|domestic shooting|domestic shootings|domestic dispute|domestic disputes|domestic abuse|domestic incident|domestic incidents|domestic violence shootings|domestic violence shooting|domestic violence incidents",
        Character("domestic violence"),
    ),
    ("home invasion|home invasions", Character("home invasion")),
    ("hunting|hunting accident|hunting accidents|hunting trip|while hunting|out hunting", Character("hunting accident")),
    (
        "officer involved|officer-involved|officer-involved shooting|officer-involved shootings|officer involved shooting|officer involved shootings|police shooting|police shootings|police-involved shooting|police-involved shootings|shot by police|shot by officers|shot by the police|shot by cops|shot by a police officer|shot by an officer",
        Character("officer involved"),
    ),
    (
        "defensive gun use|defensive gun uses|self-defense|self defense|in self-defense|in self defense|defensive use|defensive shooting|defensive shootings|defending himself|defending herself|defending themselves|self-defence",
        Character("defensive gun use"),
    ),
    ("house party|house parties|shooting at a house party|shootings at house parties|at a house party", Character("shooting at a house party")),
    (
        "bar|bars|nightclub|nightclubs|club|clubs|at a bar|at a club|at a nightclub|in a bar|in a club|bar or club|in or around a bar or club|shooting in or around a bar or club|bar shooting|bar shootings|nightclub shooting|nightclub shootings|outside a bar|outside a club|outside a nightclub|at bars|at bars or clubs|at bars and clubs|at nightclubs|in bars|tavern|taverns|at a tavern",
        Character("shooting in or around a bar or club"),
    ),
    ("robbery|robberies|robbed|armed robbery|armed robberies|being robbed|during a robbery|hold-up|holdup", Character("robbery")),
    ("carjacking|carjackings|carjacked|car-jacking", Character("carjacking")),
    ("traffic stop|traffic stops|during a traffic stop", Character("traffic stop")),
    ("road rage|road-rage", Character("road rage")),
    ("argument|arguments|after an argument|during an argument|quarrel", Character("argument")),
    ("gang-related|gang related|gangs|gang|gang violence|gang shooting|gang shootings", Character("gang-related")),
    ("suicide|suicides|killed himself|killed herself|killed themselves", Character("suicide")),
    ("stray bullet|stray bullets|by a stray bullet|hit by a stray bullet|struck by a stray bullet", Character("stray bullet")),
    ("burglary|burglaries|break-in|break-ins", Character("burglary")),
    ("kidnapping|kidnappings", Character("kidnapping")),
    (
        "disputed|contradicted|in dispute|contradictory|contradicting|reports disagree|accounts disagree|conflicting reports|conflicting accounts|sources disagree|reports contradict each other|something is disputed|reports conflict|accounts differ|reports differ|something disputed|anything disputed|reporters disagree|outlets disagree",
        Stands("disputed"),
    ),
    (
        "single-origin|single origin|only one source|a single source|one source only|single-source|just one source|single source|single sourced|from one source",
        Stands("single-origin"),
    ),
    ("superseded|corrected later|was corrected|were corrected|changed later", Stands("superseded")),
    ("at least|no fewer than|no less than|minimum of|a minimum of|not fewer than", Mark::Bound(Bound::Least)),
    ("more than|over|upwards of|greater than|above", Mark::Bound(Bound::More)),
    ("at most|no more than|up to|maximum of|a maximum of|not more than", Mark::Bound(Bound::Most)),
    ("fewer than|less than|under", Mark::Bound(Bound::Fewer)),
    ("exactly|precisely", Mark::Bound(Bound::Exactly)),
    (
        "first name|given name|with the first name|the first name|forename|first named|named by first name|whose first name is|whose first name was|with first name",
        Named(Part::First),
    ),
    (
        "last name|surname|family name|with the last name|with the surname|the last name|the surname|whose last name is|whose last name was|whose surname is|whose surname was|with surname|with last name|surnamed",
        Named(Part::Last),
    ),
    (
        "named|called|by the name of|with the name|the name|that involve the name|involve the name|involving the name|by name|whose name is|whose name was|with name|goes by|going by|name of",
        Named(Part::Any),
    ),
    ("in|at|near|around|from|across|throughout|outside|inside|within|on", At),
    (
        "by|by a|by an|by the|committed by|carried out by|at the hands of|where the shooter was|where the shooter was a|where the gunman was|where the gunman was a|where the suspect was|where the suspect was a|where the suspect is a|where the suspect is",
        By,
    ),
];
