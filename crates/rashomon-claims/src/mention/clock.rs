//! Times of day: "8:55 a.m.", "shortly after midnight", "early Sunday morning", "Monday night", "overnight".

use std::sync::LazyLock;

use rashomon_model::value::Clock;
use rashomon_model::value::clock::Part;
use regex::Regex;

use super::{Mention, found};
use crate::sheet::Sheet;

static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)
        (?-u:\b)(?P<about>about|around|approximately|approx\.?|roughly|nearly|near|almost|just|shortly|sometime|little|between|minutes|before|after|by|circa)?
        \s*(?:(?P<side>before|after|past)\s+)?
        (?:
          (?-u:\b)(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?\s?(?P<half>[ap])(?:\.\s?m(?-u:\b)\.?|m(?-u:\b))
        | (?-u:\b)(?P<hour24>[01]?[0-9]|2[0-3]):?(?P<minute24>[0-5][0-9])\s(?:hours|hrs)(?-u:\b)
        | (?-u:\b)(?P<oclock>1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\so'clock\s(?:in\sthe\s(?P<of>morning|afternoon|evening)|(?P<ofnight>at\snight))
        | (?-u:\b)(?P<noon>noon|midday)(?-u:\b)
        | (?-u:\b)(?P<midnight>midnight)(?-u:\b)
        )",
    )
    .expect("a literal")
});

static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)
        (?-u:\b)(?:
          (?:(?:in\s)?the\s)?(?P<wee>wee|early|pre-?dawn|predawn|small)[\s-](?:morning\s)?hours(?:\s(?:of|on)\s(?:the\s)?(?:\w+day(?-u:\b))?(?:\s?morning)?)?
        | (?P<overnight>overnight)(?-u:\b)
        | (?P<early>early|before\ dawn|late)\s(?:on\s|this\s|that\s|in\sthe\s|last\s)?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|christmas(?:\s(?:day|eve))?|thanksgiving(?:\sday)?|new\syear's\s(?:day|eve)|yesterday|today)?(?:'s)?\s*(?P<epart>early\smorning|morning|afternoon|evening|night)?(?-u:\b)
        | (?P<ctx>(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s(?:early|late))?|this(?:\searly)?|yesterday|last|in\sthe|on\sthe|that|saturday's|\d{1,2}(?:,\s\d{4})?,?\sin\sthe|one|sometime|during\sthe|christmas|thanksgiving|day|eve|the(?:\searly|\slate)?)\s(?P<part>early\smorning|late\snight|morning|afternoon|evening|night)(?-u:\b)
        | (?P<tonight>tonight|late[\s-]night|at\snight)(?-u:\b)
        )",
    )
    .expect("a literal")
});

/// Times of day in order of place. A part of the day that stands beside a clock time ("2 a.m. Sunday morning") is left out.
pub fn find(sheet: &Sheet<'_>) -> Vec<Mention<Clock>> {
    let mut out: Vec<Mention<Clock>> = Vec::new();
    found::each(sheet, &TIMES, |tokens, caps| {
        let number = |name: &str| caps.name(name).and_then(|m| m.as_str().parse::<u16>().ok());
        let near = caps.name("about").map(|m| m.as_str().to_lowercase());
        let side = caps.name("side").map(|m| m.as_str().to_lowercase()).or_else(|| near.clone().filter(|n| n == "before" || n == "after"));
        let before = tokens.start.checked_sub(1).map_or("", |t| &*sheet.tokens[t].lower);
        let about = near.as_deref().is_some_and(|n| n != "by") || matches!(before, "about" | "around" | "approximately" | "shortly" | "just");
        let value = if let (Some(hour), Some(half)) = (number("hour"), caps.name("half")) {
            let late = half.as_str().eq_ignore_ascii_case("p");
            Clock::At { minute: (hour % 12 + if late { 12 } else { 0 }) * 60 + number("minute").unwrap_or(0), about }
        } else if let (Some(hour), Some(minute)) = (number("hour24"), number("minute24")) {
            Clock::At { minute: hour * 60 + minute, about }
        } else if let Some(hour) = caps.name("oclock") {
            let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
            let said = hour.as_str().to_lowercase();
            let Some(hour) = said.parse().ok().or_else(|| names.iter().position(|n| *n == said).map(|n| n as u16 + 1)) else { return };
            let late = caps.name("ofnight").is_some() || caps.name("of").is_some_and(|m| !m.as_str().eq_ignore_ascii_case("morning"));
            Clock::At { minute: (hour % 12 + if late { 12 } else { 0 }) * 60, about }
        } else if caps.name("noon").is_some() {
            Clock::At { minute: 720, about }
        } else {
            match side.as_deref() {
                Some("after" | "past") => Clock::Part(Part::EarlyMorning),
                Some("before") => Clock::Part(Part::Night),
                _ => Clock::At { minute: 0, about },
            }
        };
        out.push(Mention { tokens, value });
    });
    let clocks: Vec<_> = out.iter().map(|m| m.tokens.clone()).collect();
    found::each(sheet, &PARTS, |tokens, caps| {
        // One beside a clock time only repeats it.
        let near = clocks.partition_point(|c| c.start < tokens.start);
        let beside = |c: &std::ops::Range<usize>| c.start < tokens.end + 5 && tokens.start < c.end + 5;
        if clocks.get(near).is_some_and(beside) || near.checked_sub(1).and_then(|n| clocks.get(n)).is_some_and(beside) {
            return;
        }
        let has = |name: &str| caps.name(name).is_some();
        let lower = |name: &str| caps.name(name).map(|m| m.as_str().to_lowercase());
        let next = sheet.tokens.get(tokens.end).map_or("", |t| &*t.lower);
        let part = if has("wee") {
            Part::EarlyMorning
        } else if has("overnight") {
            Part::Overnight
        } else if has("tonight") {
            Part::Night
        } else if let Some(early) = lower("early") {
            match (early.as_str(), lower("epart").as_deref(), has("day")) {
                ("late", Some("morning"), _) => Part::Morning,
                (_, Some("afternoon"), _) => Part::Afternoon,
                (_, Some("evening"), _) => Part::Evening,
                ("late", Some("night"), _) | ("late", None, true) => Part::Night,
                ("early", Some("night"), _) => Part::Night,
                (_, Some("morning" | "early morning"), _) => Part::EarlyMorning,
                ("early" | "before dawn", None, true) => Part::EarlyMorning,
                _ => return,
            }
        } else {
            match (lower("part").as_deref(), lower("ctx").as_deref()) {
                (Some("early morning"), _) => Part::EarlyMorning,
                (Some("morning"), Some(c)) if c.ends_with("early") => Part::EarlyMorning,
                (Some("morning"), Some("last" | "the" | "one" | "day")) => return,
                (Some("morning"), _) => Part::Morning,
                (Some("afternoon"), _) => Part::Afternoon,
                (Some("evening"), _) => Part::Evening,
                (Some("night"), Some("the")) if matches!(next, "club" | "shift") => return,
                (Some("night" | "late night"), _) => Part::Night,
                _ => return,
            }
        };
        out.push(Mention { tokens, value: Clock::Part(part) });
    });
    out.sort_by_key(|m| m.tokens.start);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::tests::sheet_of;

    fn check(text: &str, says: &str) {
        let document = sheet_of(text);
        let sheet = Sheet::of(&document);
        let got: Vec<String> = find(&sheet).iter().map(|m| format!("{} [{}]", m.value.caption(), sheet.words(m.tokens.clone()))).collect();
        assert_eq!(got.join(", "), says, "{text}");
    }

    #[test]
    fn clock_times_are_read() {
        check("It happened at 8:55 a.m. Tuesday.", "08:55 [8:55 a.m.]");
        check("Shots rang out about 5 p.m. on Oak Street.", "17:00 [about 5 p.m.]");
        check("He was hit just before 1 a.m. Sunday morning.", "01:00 [just before 1 a.m.]");
        check("At 12:30 p.m., noon or midnight", "12:30 [12:30 p.m.], 12:00 [noon], 00:00 [midnight]");
        check("shortly after midnight and shortly before midnight", "early-morning [shortly after midnight], night [shortly before midnight]");
        check("at 2330 hours", "23:30 [2330 hours]");
        check("At seven o'clock at night", "19:00 [seven o'clock at night]");
    }

    #[test]
    fn parts_of_the_day_are_read() {
        check("early Sunday morning", "early-morning [early Sunday morning]");
        check("late Monday", "night [late Monday]");
        check("A man was shot Friday night.", "night [Friday night]");
        check("on Saturday afternoon", "afternoon [Saturday afternoon]");
        check("shot overnight in Millbrook", "overnight [overnight]");
        check("in the early hours of Sunday", "early-morning [in the early hours of Sunday]");
        check("Early reports say the late officer knew them. Good morning!", "");
    }
}
