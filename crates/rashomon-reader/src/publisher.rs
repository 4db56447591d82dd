//! Who published a page, by its address, its rights notice and its datelines, through a small table of outlets and the
//! call signs and owners they also go by; and what kind of page that makes it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rashomon_model::ZoneKind;
use rashomon_model::text::{PageKind, Zone};
use regex::Regex;

use crate::Raw;
use crate::pattern::pattern;

/// Who published a page.
#[derive(Default)]
pub(crate) struct Publisher {
    pub(crate) name: Option<Box<str>>,
    /// Lower case.
    pub(crate) also: Vec<Box<str>>,
    pub(crate) page: Option<PageKind>,
}

/// Name, hosts, other names and call signs (lower case). General knowledge of large US outlets; an outlet that is not
/// here goes by its host.
const OUTLETS: &[(&str, &[&str], &[&str])] = &[
    ("ABC 7 Chicago", &["abc7chicago.com", "abclocal.go.com"], &["wls", "wls-tv", "abc7 chicago"]),
    ("WGN", &["wgntv.com", "wgnradio.com"], &["wgn-tv", "wgn-9", "wgn news"]),
    ("NBC Chicago", &["nbcchicago.com"], &["wmaq", "wmaq-tv", "nbc 5 chicago", "nbc5 chicago"]),
    ("CBS Chicago", &["chicago.cbslocal.com"], &["wbbm", "wbbm-tv", "cbs 2 chicago"]),
    ("FOX 32 Chicago", &["fox32chicago.com"], &["wfld"]),
    ("Chicago Tribune", &["chicagotribune.com"], &["tribune"]),
    ("Chicago Sun-Times", &["suntimes.com", "chicago.suntimes.com", "homicides.suntimes.com"], &["sun-times", "sun-times media wire"]),
    ("DNAinfo", &["dnainfo.com"], &["dnainfo chicago", "dnainfo new york"]),
    ("KTLA", &["ktla.com"], &["ktla 5"]),
    ("ABC 7 Los Angeles", &["abc7.com"], &["kabc", "kabc-tv", "eyewitness news"]),
    ("NBC Los Angeles", &["nbclosangeles.com"], &["knbc", "nbc4 southern california"]),
    ("CBS Los Angeles", &["losangeles.cbslocal.com"], &["kcbs", "kcal", "cbs2/kcal9"]),
    ("Los Angeles Times", &["latimes.com"], &["la times", "l.a. times"]),
    ("ABC 7 New York", &["abc7ny.com", "7online.com"], &["wabc", "wabc-tv"]),
    ("NBC New York", &["nbcnewyork.com"], &["wnbc", "news 4 new york"]),
    ("CBS New York", &["newyork.cbslocal.com"], &["wcbs", "wcbs-tv", "cbs2"]),
    ("PIX11", &["pix11.com"], &["wpix"]),
    ("New York Daily News", &["nydailynews.com"], &["daily news"]),
    ("New York Post", &["nypost.com"], &[]),
    ("The New York Times", &["nytimes.com"], &["new york times"]),
    ("6ABC Philadelphia", &["6abc.com"], &["wpvi", "action news"]),
    ("NBC Philadelphia", &["nbcphiladelphia.com"], &["wcau", "nbc10"]),
    ("CBS Philadelphia", &["philadelphia.cbslocal.com"], &["kyw", "cbs 3"]),
    ("The Philadelphia Inquirer", &["philly.com", "inquirer.com"], &["inquirer", "philadelphia daily news"]),
    ("ABC13 Houston", &["abc13.com"], &["ktrk"]),
    ("KHOU", &["khou.com"], &["khou 11", "khou-tv", "khou 11 news"]),
    ("KPRC", &["click2houston.com"], &["kprc 2", "channel 2", "click2houston"]),
    ("FOX 26 Houston", &["fox26houston.com"], &["kriv"]),
    ("Houston Chronicle", &["chron.com", "houstonchronicle.com"], &["chronicle"]),
    ("KSAT", &["ksat.com"], &["ksat 12"]),
    ("KENS 5", &["kens5.com"], &["kens"]),
    ("San Antonio Express-News", &["mysanantonio.com", "expressnews.com"], &["express-news"]),
    ("WFAA", &["wfaa.com"], &["wfaa-tv", "channel 8"]),
    ("NBC Dallas-Fort Worth", &["nbcdfw.com"], &["kxas", "nbc 5"]),
    ("CBS Dallas-Fort Worth", &["dfw.cbslocal.com"], &["ktvt", "cbs 11", "cbsdfw"]),
    ("The Dallas Morning News", &["dallasnews.com"], &["dallas morning news"]),
    ("Fort Worth Star-Telegram", &["star-telegram.com"], &["star-telegram"]),
    ("11Alive", &["11alive.com"], &["wxia"]),
    ("WSB-TV", &["wsbtv.com", "wsbradio.com"], &["wsb", "channel 2 action news"]),
    ("CBS46", &["cbs46.com"], &["wgcl", "wgcl-tv"]),
    ("FOX 5 Atlanta", &["fox5atlanta.com", "myfoxatlanta.com"], &["waga"]),
    ("The Atlanta Journal-Constitution", &["ajc.com"], &["ajc", "journal-constitution"]),
    ("NBC Washington", &["nbcwashington.com"], &["wrc", "news4"]),
    ("WJLA", &["wjla.com"], &["abc7 washington"]),
    ("WUSA9", &["wusa9.com"], &["wusa"]),
    ("FOX 5 DC", &["fox5dc.com", "myfoxdc.com"], &["wttg"]),
    ("WTOP", &["wtop.com"], &[]),
    ("The Washington Post", &["washingtonpost.com"], &["washington post"]),
    ("The Baltimore Sun", &["baltimoresun.com"], &["baltimore sun"]),
    ("CBS Baltimore", &["baltimore.cbslocal.com"], &["wjz"]),
    ("WBAL-TV", &["wbaltv.com"], &["wbal"]),
    ("FOX Baltimore", &["foxbaltimore.com"], &["wbff"]),
    ("CBS Boston", &["boston.cbslocal.com"], &["wbz", "wbz-tv"]),
    ("WCVB", &["wcvb.com"], &["wcvb-tv"]),
    ("7News Boston", &["whdh.com"], &["whdh"]),
    ("The Boston Globe", &["bostonglobe.com", "boston.com"], &["boston globe"]),
    ("NBC Miami", &["nbcmiami.com"], &["wtvj", "nbc 6", "nbc 6 south florida"]),
    ("CBS Miami", &["miami.cbslocal.com"], &["wfor", "cbs4"]),
    ("Local 10", &["local10.com"], &["wplg"]),
    ("WSVN", &["wsvn.com"], &["7news"]),
    ("Miami Herald", &["miamiherald.com"], &["herald"]),
    ("Sun Sentinel", &["sun-sentinel.com"], &["south florida sun sentinel"]),
    ("WESH", &["wesh.com"], &["wesh 2", "wesh 2 news"]),
    ("WKMG", &["clickorlando.com"], &["news 6", "clickorlando"]),
    ("WFTV", &["wftv.com"], &["channel 9"]),
    ("Orlando Sentinel", &["orlandosentinel.com"], &["sentinel"]),
    ("News4Jax", &["news4jax.com"], &["wjxt"]),
    ("Action News Jax", &["actionnewsjax.com"], &["wjax", "wfox"]),
    ("First Coast News", &["firstcoastnews.com"], &["wtlv", "wjxx"]),
    ("The Florida Times-Union", &["jacksonville.com"], &["times-union"]),
    ("WFLA", &["wfla.com"], &["news channel 8"]),
    ("Tampa Bay Times", &["tampabay.com"], &[]),
    ("WPTV", &["wptv.com"], &["newschannel 5"]),
    ("WDIV", &["clickondetroit.com"], &["local 4", "clickondetroit"]),
    ("WXYZ", &["wxyz.com"], &["7 action news"]),
    ("FOX 2 Detroit", &["fox2detroit.com", "myfoxdetroit.com"], &["wjbk"]),
    ("Detroit Free Press", &["freep.com"], &["free press"]),
    ("The Detroit News", &["detroitnews.com"], &["detroit news"]),
    ("MLive", &["mlive.com"], &["kalamazoo gazette", "flint journal", "mlive.com"]),
    ("Cleveland 19", &["cleveland19.com", "19actionnews.com"], &["woio", "cleveland 19 news"]),
    ("News 5 Cleveland", &["newsnet5.com"], &["wews", "newsnet5"]),
    ("FOX 8 Cleveland", &["fox8.com"], &["wjw"]),
    ("The Plain Dealer", &["cleveland.com"], &["plain dealer", "cleveland.com"]),
    ("WCPO", &["wcpo.com"], &["wcpo 9"]),
    ("WLWT", &["wlwt.com"], &["wlwt 5"]),
    ("FOX19", &["fox19.com"], &["wxix"]),
    ("KDKA", &["pittsburgh.cbslocal.com"], &["kdka-tv"]),
    ("WTAE", &["wtae.com"], &["channel 4 action news"]),
    ("WPXI", &["wpxi.com"], &["channel 11 news"]),
    ("Pittsburgh Post-Gazette", &["post-gazette.com"], &["post-gazette"]),
    ("Tribune-Review", &["triblive.com"], &["triblive", "tribune-review"]),
    ("KMOV", &["kmov.com"], &["news 4"]),
    ("KSDK", &["ksdk.com"], &["newschannel 5"]),
    ("St. Louis Post-Dispatch", &["stltoday.com"], &["post-dispatch"]),
    ("KCTV5", &["kctv5.com"], &["kctv"]),
    ("KMBC", &["kmbc.com"], &["kmbc 9"]),
    ("FOX 4 Kansas City", &["fox4kc.com"], &["wdaf"]),
    ("The Kansas City Star", &["kansascity.com"], &["kansas city star"]),
    ("WMC Action News 5", &["wmcactionnews5.com"], &["wmc", "wmc-tv"]),
    ("FOX13 Memphis", &["fox13memphis.com"], &["whbq"]),
    ("WREG", &["wreg.com"], &["news channel 3"]),
    ("The Commercial Appeal", &["commercialappeal.com"], &["commercial appeal"]),
    ("WSMV", &["wsmv.com"], &["channel 4 news"]),
    ("WKRN", &["wkrn.com"], &["news 2"]),
    ("The Tennessean", &["tennessean.com"], &["tennessean"]),
    ("WVUE", &["fox8live.com"], &["fox 8 new orleans"]),
    ("WWL-TV", &["wwltv.com"], &["wwl", "eyewitness news"]),
    ("WDSU", &["wdsu.com"], &[]),
    ("The Times-Picayune", &["nola.com"], &["times-picayune", "nola.com"]),
    ("WAFB", &["wafb.com"], &["wafb 9news"]),
    ("The Advocate", &["theadvocate.com", "theneworleansadvocate.com"], &["advocate"]),
    ("KSLA", &["ksla.com"], &["ksla news 12"]),
    ("WBRC", &["wbrc.com", "myfoxal.com"], &["fox6"]),
    ("AL.com", &["al.com"], &["birmingham news"]),
    ("WSFA", &["wsfa.com"], &["wsfa 12 news"]),
    ("WLBT", &["wlbt.com", "msnewsnow.com"], &["msnewsnow"]),
    ("WLOX", &["wlox.com"], &[]),
    ("WAVE 3", &["wave3.com"], &["wave", "wave 3 news"]),
    ("WDRB", &["wdrb.com"], &["wdrb news"]),
    ("WLKY", &["wlky.com"], &[]),
    ("WHAS11", &["whas11.com"], &["whas"]),
    ("The Courier-Journal", &["courier-journal.com"], &["courier-journal"]),
    ("WTHR", &["wthr.com"], &["channel 13"]),
    ("RTV6", &["theindychannel.com"], &["wrtv", "rtv6"]),
    ("FOX59", &["fox59.com"], &["wxin"]),
    ("WISH-TV", &["wishtv.com"], &["wish"]),
    ("The Indianapolis Star", &["indystar.com"], &["indystar", "indianapolis star"]),
    ("WISN", &["wisn.com"], &["wisn 12"]),
    ("WTMJ", &["tmj4.com", "jrn.com"], &["today's tmj4"]),
    ("FOX6 Milwaukee", &["fox6now.com"], &["witi"]),
    ("Milwaukee Journal Sentinel", &["jsonline.com"], &["journal sentinel"]),
    ("KARE 11", &["kare11.com"], &["kare"]),
    ("KSTP", &["kstp.com"], &["5 eyewitness news"]),
    ("WCCO", &["minnesota.cbslocal.com"], &["cbs minnesota", "wcco-tv"]),
    ("Star Tribune", &["startribune.com"], &[]),
    ("Pioneer Press", &["twincities.com"], &["st. paul pioneer press"]),
    ("9News", &["9news.com"], &["kusa"]),
    ("The Denver Channel", &["thedenverchannel.com"], &["kmgh", "7news denver"]),
    ("CBS Denver", &["denver.cbslocal.com"], &["kcnc", "cbs4 denver"]),
    ("The Denver Post", &["denverpost.com"], &["denver post"]),
    ("12 News", &["12news.com", "azcentral.com/12news"], &["kpnx"]),
    ("CBS 5 Arizona", &["cbs5az.com"], &["kpho", "kpho/ktvk"]),
    ("3TV", &["azfamily.com"], &["ktvk", "azfamily"]),
    ("ABC15", &["abc15.com"], &["knxv"]),
    ("FOX 10 Phoenix", &["fox10phoenix.com"], &["ksaz"]),
    ("The Arizona Republic", &["azcentral.com"], &["arizona republic", "azcentral"]),
    ("KVVU", &["fox5vegas.com"], &["fox5"]),
    ("KLAS", &["lasvegasnow.com", "8newsnow.com"], &["8 news now"]),
    ("KTNV", &["ktnv.com"], &["13 action news"]),
    ("Las Vegas Review-Journal", &["reviewjournal.com"], &["review-journal"]),
    ("Las Vegas Sun", &["lasvegassun.com"], &[]),
    ("KOMO", &["komonews.com"], &["komo news", "komo 4"]),
    ("KING 5", &["king5.com"], &["king"]),
    ("KIRO 7", &["kirotv.com", "mynorthwest.com"], &["kiro"]),
    ("Q13 FOX", &["q13fox.com"], &["kcpq"]),
    ("The Seattle Times", &["seattletimes.com"], &["seattle times"]),
    ("KGW", &["kgw.com"], &["kgw-tv"]),
    ("KATU", &["katu.com"], &["katu news"]),
    ("KOIN", &["koin.com"], &["koin 6"]),
    ("KPTV", &["kptv.com"], &["fox 12 oregon", "kptv-kpdx"]),
    ("The Oregonian", &["oregonlive.com"], &["oregonian", "oregonlive"]),
    ("ABC 7 San Francisco", &["abc7news.com"], &["kgo", "kgo-tv"]),
    ("KRON 4", &["kron4.com"], &["kron"]),
    ("KTVU", &["ktvu.com"], &["ktvu fox 2"]),
    ("NBC Bay Area", &["nbcbayarea.com"], &["kntv"]),
    ("CBS San Francisco", &["sanfrancisco.cbslocal.com"], &["kpix"]),
    ("San Francisco Chronicle", &["sfgate.com", "sfchronicle.com"], &["sfgate"]),
    ("The Mercury News", &["mercurynews.com"], &["mercury news", "bay area news group"]),
    ("East Bay Times", &["eastbaytimes.com", "contracostatimes.com", "insidebayarea.com"], &["oakland tribune", "contra costa times"]),
    ("KCRA", &["kcra.com"], &["kcra 3"]),
    ("ABC10", &["abc10.com", "news10.net"], &["kxtv"]),
    ("FOX40", &["fox40.com"], &["ktxl"]),
    ("The Sacramento Bee", &["sacbee.com"], &["sacramento bee"]),
    ("The Fresno Bee", &["fresnobee.com"], &["fresno bee"]),
    ("ABC30", &["abc30.com"], &["kfsn"]),
    ("NBC San Diego", &["nbcsandiego.com"], &["knsd", "nbc 7"]),
    ("10News", &["10news.com"], &["kgtv"]),
    ("The San Diego Union-Tribune", &["sandiegouniontribune.com", "utsandiego.com"], &["union-tribune"]),
    ("WRAL", &["wral.com"], &["wral news"]),
    ("ABC11", &["abc11.com"], &["wtvd"]),
    ("WBTV", &["wbtv.com"], &[]),
    ("WSOC-TV", &["wsoctv.com"], &["wsoc", "channel 9"]),
    ("WCNC", &["wcnc.com"], &["nbc charlotte"]),
    ("The Charlotte Observer", &["charlotteobserver.com"], &["charlotte observer"]),
    ("The News & Observer", &["newsobserver.com"], &["news & observer"]),
    ("WIS", &["wistv.com"], &["wis-tv"]),
    ("WCSC", &["live5news.com"], &["live 5 news"]),
    ("The Post and Courier", &["postandcourier.com"], &["post and courier"]),
    ("FOX Carolina", &["foxcarolina.com"], &["whns"]),
    ("WYFF", &["wyff4.com"], &["wyff news 4"]),
    ("The Greenville News", &["greenvilleonline.com"], &["greenville news"]),
    ("WTVR", &["wtvr.com"], &["cbs 6"]),
    ("WWBT", &["nbc12.com"], &["nbc12"]),
    ("WRIC", &["wric.com"], &["8news"]),
    ("WAVY", &["wavy.com"], &["wavy-tv 10"]),
    ("WTKR", &["wtkr.com"], &["newschannel 3"]),
    ("WVEC", &["13newsnow.com", "wvec.com"], &["13news now"]),
    ("The Virginian-Pilot", &["hamptonroads.com", "pilotonline.com"], &["virginian-pilot"]),
    ("Richmond Times-Dispatch", &["richmond.com"], &["times-dispatch"]),
    ("KFOR", &["kfor.com"], &["newschannel 4"]),
    ("News 9", &["news9.com"], &["kwtv"]),
    ("News On 6", &["newson6.com"], &["kotv"]),
    ("KTUL", &["ktul.com"], &["channel 8 tulsa"]),
    ("FOX23", &["fox23.com"], &["koki"]),
    ("The Oklahoman", &["newsok.com", "oklahoman.com"], &["newsok", "oklahoman"]),
    ("Tulsa World", &["tulsaworld.com"], &[]),
    ("KWCH", &["kwch.com"], &["eyewitness news 12"]),
    ("KAKE", &["kake.com"], &["kake news"]),
    ("The Wichita Eagle", &["kansas.com"], &["wichita eagle"]),
    ("KETV", &["ketv.com"], &["newswatch 7"]),
    ("Omaha World-Herald", &["omaha.com"], &["world-herald"]),
    ("Patch", &["patch.com"], &[]),
    ("USA Today", &["usatoday.com"], &[]),
    ("CNN", &["cnn.com"], &[]),
    ("NBC News", &["nbcnews.com"], &[]),
    ("CBS News", &["cbsnews.com"], &[]),
    ("ABC News", &["abcnews.go.com"], &[]),
    ("Fox News", &["foxnews.com"], &[]),
    ("The Associated Press", &["apnews.com", "hosted.ap.org", "bigstory.ap.org"], &["ap", "associated press"]),
    ("Reuters", &["reuters.com"], &[]),
    ("UPI", &["upi.com"], &["united press international"]),
    ("Daily Mail", &["dailymail.co.uk"], &["mailonline"]),
    ("HuffPost", &["huffingtonpost.com", "huffpost.com"], &["huffington post"]),
];

/// Sites that argue a cause, and sites where anybody posts.
const ADVOCACY: &[&str] = &[
    "thetruthaboutguns.com",
    "bearingarms.com",
    "concealednation.org",
    "nraila.org",
    "nra.org",
    "everytown.org",
    "bradycampaign.org",
    "everytownresearch.org",
    "momsdemandaction.org",
    "vpc.org",
    "ammoland.com",
    "gunfreezone.net",
    "keepandbeararms.com",
    "bluelivesmatter.blue",
    "officer.com",
    "policeone.com",
];
const SOCIAL: &[&str] =
    &["facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "youtu.be", "reddit.com", "tumblr.com", "nextdoor.com", "bsky.app"];

/// The publisher of a page and the page's kind.
pub(crate) fn of(raw: &Raw, zones: &[Zone]) -> Publisher {
    let host = raw.url.as_deref().and_then(host);
    let outlet = host.as_deref().and_then(by_host).or_else(|| if host.is_none() { by_words(raw, zones) } else { None });
    let page = page_kind(raw, zones, host.as_deref(), outlet.is_some());
    match outlet {
        Some((name, hosts, also)) => {
            let mut names: BTreeSet<Box<str>> = also.iter().chain(*hosts).map(|s| (*s).into()).collect();
            names.insert(name.to_lowercase().into());
            Publisher { name: Some((*name).into()), also: names.into_iter().collect(), page }
        }
        None => {
            let also = host.iter().filter_map(|h| h.split('.').next()).filter(|s| s.len() > 2).map(Into::into).collect();
            Publisher { name: host.map(Into::into), also, page }
        }
    }
}

impl Publisher {
    /// The name that the page gives its site: the publisher's where nothing else names it, and what it also goes by.
    pub(crate) fn named(&mut self, site: &str) {
        let lower: Box<str> = site.to_lowercase().into();
        if self.name.as_ref().is_none_or(|name| name.contains('.') && !name.contains(' ')) {
            self.name = Some(site.into());
        }
        if !self.also.contains(&lower) {
            self.also.push(lower);
            self.also.sort();
        }
    }
}

/// Lower case, without port and "www.".
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.trim().to_ascii_lowercase();
    let host = ["www.", "m.", "mobile.", "amp."].iter().fold(host.as_str(), |h, p| h.strip_prefix(p).unwrap_or(h)).to_owned();
    (host.contains('.') && host.len() < 256).then_some(host)
}

type Outlet = (&'static str, &'static [&'static str], &'static [&'static str]);

fn by_host(host: &str) -> Option<&'static Outlet> {
    let belongs = |h: &str| host == h || host.strip_suffix(h).is_some_and(|rest| rest.ends_with('.'));
    OUTLETS.iter().find(|(_, hosts, _)| hosts.contains(&host)).or_else(|| OUTLETS.iter().find(|(_, hosts, _)| hosts.iter().any(|h| belongs(h))))
}

/// Without an address: the outlet that a rights notice or a dateline names, or the one that people of the report
/// "told", when only one is named so and it is cited nowhere.
fn by_words(raw: &Raw, zones: &[Zone]) -> Option<&'static Outlet> {
    static TOLD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:told|tells) ([A-Z]{3,4}(?:-TV)?)\b"));
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for zone in zones.iter().filter(|z| z.field == rashomon_model::Field::Text) {
        let words = raw.text.get(zone.start as usize..zone.end as usize).unwrap_or_default();
        match zone.kind {
            ZoneKind::Rights | ZoneKind::Dateline if words.len() < 1000 => {
                if let Some(outlet) = words.split(|c: char| !c.is_alphanumeric() && c != '-').find_map(by_call_sign) {
                    return Some(outlet);
                }
            }
            ZoneKind::Body => told.extend(TOLD.captures_iter(words).filter_map(|c| c.get(1)).map(|m| m.as_str())),
            _ => {}
        }
    }
    let mut told = told.into_iter();
    let (Some(sign), None) = (told.next(), told.next()) else { return None };
    let cited = ["reported", "reports", "News reported"].iter().any(|v| raw.text.contains(&format!("{sign} {v}")))
        || raw.text.contains(&format!("according to {sign}"));
    // "Police told WXYQ" of a page that gathers others' reports comes with citations of others.
    let others = OUTLETS
        .iter()
        .flat_map(|(_, _, also)| also.iter())
        .any(|s| s.len() <= 4 && raw.text.contains(&format!("{} reported", s.to_ascii_uppercase())));
    (!cited && !others).then(|| by_call_sign(sign)).flatten()
}

/// Call signs are the aliases of three or four letters that open with K or W, written in capitals.
fn by_call_sign(word: &str) -> Option<&'static Outlet> {
    let sign = word.strip_suffix("-TV").unwrap_or(word);
    if !(3..=4).contains(&sign.len()) || !sign.bytes().all(|b| b.is_ascii_uppercase()) || !sign.starts_with(['K', 'W']) {
        return None;
    }
    let lower = sign.to_ascii_lowercase();
    OUTLETS.iter().find(|(name, _, also)| name.strip_suffix("-TV").unwrap_or(name).eq_ignore_ascii_case(sign) || also.iter().any(|a| *a == lower))
}

fn page_kind(raw: &Raw, zones: &[Zone], host: Option<&str>, known: bool) -> Option<PageKind> {
    let on = |list: &[&str]| host.is_some_and(|h| list.iter().any(|s| h == *s || h.strip_suffix(s).is_some_and(|r| r.ends_with('.'))));
    if on(SOCIAL) {
        return Some(PageKind::Social);
    }
    if on(ADVOCACY) {
        return Some(PageKind::Advocacy);
    }
    let head: String = raw.text.chars().take(600).collect::<String>().to_ascii_lowercase();
    let police = ["police", "sheriff", "public safety"].iter().any(|w| head.contains(w));
    if head.contains("plaintiff") && head.contains("court")
        || head.contains("in the united states district court")
        || head.contains("superior court of") && head.contains(" v. ")
    {
        return Some(PageKind::CourtRecord);
    }
    let official = host.is_some_and(|h| h.ends_with(".gov") || h.ends_with(".us") || h.contains("police") || h.contains("sheriff"));
    if police && (official || head.contains("for immediate release") || head.contains("press release") && head.contains("contact")) {
        return Some(PageKind::PoliceRelease);
    }
    let reported = zones.iter().any(|z| matches!(z.kind, ZoneKind::Dateline | ZoneKind::Byline));
    (known || reported || host.is_some_and(|h| h.contains("news") || h.contains("times") || h.contains("tribune") || h.contains("herald")))
        .then_some(PageKind::News)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, text: &str, expect: &str) {
        let raw = Raw { url: (!url.is_empty()).then(|| url.into()), text: text.into(), ..Raw::default() };
        let p = of(&raw, &crate::zones::read(text, None).zones);
        assert_eq!(format!("{} | {}", p.name.as_deref().unwrap_or("-"), p.page.map_or("-", PageKind::as_str)), expect);
    }

    #[test]
    fn outlets_go_by_their_host() {
        check("http://www.abc7chicago.com/news/1", "x", "ABC 7 Chicago | news");
        check("https://minnesota.cbslocal.com:443/2016/", "x", "WCCO | news");
        check("http://www.millbrook-gazette.com/a", "x", "millbrook-gazette.com | -");
        check("http://m.facebook.com/post", "x", "facebook.com | social");
        check("http://www.millbrookpolice.gov/release", "Millbrook Police are looking for a man.", "millbrookpolice.gov | police-release");
    }

    #[test]
    fn without_an_address_words_tell() {
        check("", "A man was shot.\nCopyright 2016 WMC Action News 5. All rights reserved.", "WMC Action News 5 | news");
        check("", "MILLBROOK, Ohio (WGN) -- A man was shot on Friday.", "WGN | news");
        check("", "“It is over,” Chief Ana Reyes told WGN.", "WGN | news");
        check("", "Chief Reyes told WGN. Three men fled, WLS reported.", "- | -");
    }

    #[test]
    fn names_are_known_once() {
        let mut hosts: Vec<&str> = OUTLETS.iter().flat_map(|(_, h, _)| h.iter().copied()).collect();
        let all = hosts.len();
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), all);
    }
}
