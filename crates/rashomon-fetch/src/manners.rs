//! How servers are treated: one request at a time to a host, with pauses between them; what robots.txt asks for is done;
//! who is told to wait waits.

use std::time::{Duration, SystemTime};

use hyper::header;
use jiff::fmt::rfc2822::DateTimeParser;
use robotxt::{AccessResult, Robots};
use url::Url;

use crate::reach::Refused;
use crate::wire::{Exchange, Trouble, Unless, Wire};

/// By this name robots.txt speaks to the program.
pub const NAME: &str = "rashomon";
/// Redirects of one address that are followed.
pub(crate) const HOPS: u8 = 5;

/// How servers are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// The least time between two requests to a host. robots.txt may ask for more.
    pub delay: Duration,
    /// Hosts that are spoken to at the same time.
    pub hosts: usize,
    /// How often an address is asked for before it is left.
    pub tries: u32,
    /// Who is told to wait longer than this leaves the address for another run.
    pub patience: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self { delay: Duration::from_secs(1), hosts: 4, tries: 3, patience: Duration::from_secs(120) }
    }
}

impl Manners {
    /// How long to wait after so many tries that failed: twice as long each time.
    pub(crate) fn back_off(&self, tries: u32) -> Duration {
        self.delay.saturating_mul(2_u32.saturating_pow(tries)).min(self.patience)
    }
}

/// How the program introduces itself: by name, version, and how to reach who runs it.
pub fn agent(contact: Option<&str>) -> String {
    let contact = contact.map(|c| format!(" (+{})", c.trim())).unwrap_or_default();
    format!("{NAME}/{}{contact}", env!("CARGO_PKG_VERSION"))
}

/// How long an answer asks to wait: seconds, or until a time.
pub(crate) fn asks_to_wait(exchange: &Exchange) -> Option<Duration> {
    let asked = exchange.header(header::RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTimeParser::new().parse_timestamp(asked).ok()?;
    SystemTime::from(until).duration_since(SystemTime::now()).ok()
}

/// What a host's robots.txt says to us, with what was said on the way. RFC 9309: where there is none, all is allowed;
/// where it cannot be had, nothing is.
pub(crate) async fn rules(wire: &Wire, page: &Url) -> (Result<Robots, Trouble>, Vec<Exchange>) {
    let mut said = Vec::new();
    let Ok(mut at) = page.join("/robots.txt") else { return (Ok(Robots::allow_all()), said) };
    for _ in 0..=HOPS {
        let exchange = match wire.ask(&at, &Unless::default()).await {
            Ok(exchange) => exchange,
            Err(Trouble::Refused(refused)) if said.is_empty() => return (Err(Trouble::Refused(refused)), said),
            Err(Trouble::Refused(refused)) => return (Err(Trouble::Lasting(format!("its robots.txt lies elsewhere: {refused}"))), said),
            Err(Trouble::Passing(why)) => return (Err(Trouble::Passing(format!("robots.txt: {why}"))), said),
            Err(Trouble::Lasting(why)) => return (Err(Trouble::Lasting(format!("robots.txt: {why}"))), said),
        };
        let status = exchange.status;
        let rules = match status {
            200..=299 => Some(Ok(Robots::from_access(AccessResult::Successful(&exchange.body), NAME))),
            301 | 302 | 303 | 307 | 308 => match redirect(&exchange) {
                Some(Ok(next)) => {
                    at = next;
                    None
                }
                _ => Some(Ok(Robots::allow_all())),
            },
            429 | 500..=599 => Some(Err(Trouble::Passing(format!("robots.txt: the server answers {status}")))),
            _ => Some(Ok(Robots::allow_all())),
        };
        said.push(exchange);
        if let Some(rules) = rules {
            return (rules, said);
        }
    }
    (Ok(Robots::from_access(AccessResult::TooManyRedirects, NAME)), said)
}

/// Where an answer sends on to; nothing where it does not say.
pub(crate) fn redirect(exchange: &Exchange) -> Option<Result<Url, Refused>> {
    let next = exchange.url.join(exchange.header(header::LOCATION)?).ok()?;
    let downgrade = exchange.url.scheme() == "https" && next.scheme() == "http";
    Some(if downgrade { Err(Refused::Downgrade) } else { Ok(next) })
}
