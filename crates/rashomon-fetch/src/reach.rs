//! Who may be spoken to: schemes, ports and addresses. What is not plainly part of the public internet is refused, unless
//! it was named.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::str::FromStr;

use url::{Host, Url};

/// Ports on which pages are served.
pub const PORTS: &[u16] = &[80, 443, 8080, 8443];

/// Finds the addresses of a name. The one place where names are looked up: what it gives is checked, and exactly that is
/// connected to.
pub trait Names: Send + Sync + fmt::Debug {
    /// All addresses of a host, by name. Blocks.
    fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// Names as this machine knows them.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Names for System {
    fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok((host, 0).to_socket_addrs()?.map(|a| a.ip()).collect())
    }
}

/// A host that may be spoken to wherever it is: `archive.local`, `archive.local:8983`, `10.1.2.3`, `[fd00::5]:8080`.
/// Without a port, at the usual ones. An address counts for every name that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    host: Host<String>,
    port: Option<u16>,
}

impl FromStr for Allowed {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text}: name a host, and a port where it is not a usual one: archive.local:8983");
        if text.contains(['/', '@', '?', '#']) {
            return Err(wrong());
        }
        let url = Url::parse(&format!("http://{text}")).map_err(|_| wrong())?;
        // The port that the scheme implies is not kept in a Url.
        let port = if text.ends_with(":80") { Some(80) } else { url.port() };
        Ok(Allowed { host: url.host().ok_or_else(wrong)?.to_owned(), port })
    }
}

/// Who may be spoken to.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    allowed: Vec<Allowed>,
}

/// Why a server is not spoken to. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Neither http nor https.
    Scheme(String),
    /// The address carries a user name or a password.
    Credentials,
    /// The address names no host.
    NoHost,
    /// A port on which no pages are served.
    Port(u16),
    /// An address outside of the public internet.
    Address {
        /// As the address names it.
        host: String,
        /// The first of its addresses that is outside.
        address: IpAddr,
    },
    /// From https to http.
    Downgrade,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Scheme(scheme) => write!(f, "{scheme} is not fetched, only http and https"),
            Refused::Credentials => f.write_str("it carries a user name or password: give the address without them"),
            Refused::NoHost => f.write_str("it names no host"),
            Refused::Port(port) => write!(f, "port {port} is none on which pages are served: --allow-host HOST:{port} allows it"),
            Refused::Address { host, address } if host.trim_matches(['[', ']']) == address.to_string() => {
                write!(f, "{address} is not on the public internet: --allow-host {host} allows it")
            }
            Refused::Address { host, address } => {
                write!(f, "{host} is at {address}, which is not on the public internet: --allow-host {host} allows it")
            }
            Refused::Downgrade => {
                f.write_str("it leads from https to http, where anybody on the way can change the page: name the http address itself if you want it")
            }
        }
    }
}

impl std::error::Error for Refused {}

impl Reach {
    /// The public internet, and hosts that were named.
    pub fn also(allowed: Vec<Allowed>) -> Self {
        Self { allowed }
    }

    /// What can be said of an address before its name is looked up; gives its host and port.
    pub fn look(&self, url: &Url) -> Result<(Host<String>, u16), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(Refused::NoHost) };
        if !PORTS.contains(&port) && !self.allowed.iter().any(|a| a.port == Some(port)) {
            return Err(Refused::Port(port));
        }
        Ok((host.to_owned(), port))
    }

    /// The addresses to connect to, where every address of the host may be spoken to.
    pub fn pin(&self, host: &Host<String>, port: u16, found: &[IpAddr]) -> Result<Vec<SocketAddr>, Refused> {
        let mut pinned: Vec<SocketAddr> = Vec::new();
        for &ip in found {
            let here = |a: &Allowed| match &a.host {
                Host::Ipv4(v4) => ip == IpAddr::V4(*v4),
                Host::Ipv6(v6) => ip == IpAddr::V6(*v6),
                Host::Domain(_) => a.host == *host,
            };
            let usual = PORTS.contains(&port);
            let allowed = self.allowed.iter().any(|a| here(a) && a.port.map_or(usual, |p| p == port));
            if !allowed && !is_public(ip) {
                return Err(Refused::Address { host: host.to_string(), address: ip });
            }
            if !allowed && !usual {
                return Err(Refused::Port(port));
            }
            let address = SocketAddr::new(ip, port);
            if !pinned.contains(&address) {
                pinned.push(address);
            }
        }
        Ok(pinned)
    }
}

/// Networks of IPv4 that are not the public internet (IANA's registry of special-purpose addresses, multicast, reserved).
const PRIVATE_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Whether an address is plainly part of the public internet. Addresses that wrap another (IPv4-mapped, NAT64, 6to4) are
/// as public as what they wrap.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let within = |&(net, bits): &(Ipv4Addr, u32)| (v4.to_bits() ^ net.to_bits()) >> (32 - bits) == 0;
            !PRIVATE_V4.iter().any(within)
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, e, f, g, h] = v6.segments();
            let wrapped = |high: u16, low: u16| is_public(IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))));
            match (a, b, c, d, e, f) {
                (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => wrapped(g, h),
                (0x2002, high, low, ..) => wrapped(high, low),
                // Protocol assignments (Teredo among them), and documentation.
                (0x2001, 0..=0x1ff, ..) | (0x2001, 0xdb8, ..) | (0x3fff, 0..=0xfff, ..) => false,
                _ => a & 0xe000 == 0x2000 && v6 != Ipv6Addr::UNSPECIFIED,
            }
        }
    }
}
