//! One request and its answer, byte for byte: a connection of its own to an address that was checked, and limits of time
//! and size on everything that comes.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig};
use url::{Host, Position, Url};

use crate::reach::{Names, Reach, Refused};
use crate::unpack::{self, Packed};

/// What an answer may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From looking up the name to the last byte.
    pub time: Duration,
    /// Bytes of an answer as they come, and of its body after unpacking.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), bytes: 32 << 20 }
    }
}

/// The most bytes of an answer's header.
const HEADER: usize = 64 << 10;

/// What was asked of a server, and what it answered.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) url: Url,
    pub(crate) address: SocketAddr,
    /// When the request was sent.
    pub(crate) at: Timestamp,
    /// As sent.
    pub(crate) request: Vec<u8>,
    /// As received: header and body, in whatever coding.
    pub(crate) response: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Unpacked.
    pub(crate) body: Vec<u8>,
}

impl Exchange {
    /// A header in words, where it is there.
    pub(crate) fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok()).map(str::trim).filter(|v| !v.is_empty())
    }
    /// How long the response's header is.
    pub(crate) fn head(&self) -> usize {
        head_of(&self.response)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Not spoken to.
    Refused(Refused),
    /// It may go better later.
    Passing(String),
    /// It will not.
    Lasting(String),
}

/// A request's conditions: give the page only where it is no longer this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unless {
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// Speaks to servers. No cookies, no proxies, no redirects followed.
#[derive(Clone, Debug)]
pub struct Wire {
    reach: Arc<Reach>,
    names: Arc<dyn Names>,
    /// Or why there are no secure connections.
    tls: Result<Arc<ClientConfig>, String>,
    limits: Limits,
    agent: HeaderValue,
}

impl Wire {
    /// `agent`: how the program introduces itself. An error says what is wrong with that.
    pub fn new(reach: Reach, names: Arc<dyn Names>, limits: Limits, agent: &str) -> Result<Self, String> {
        let agent = HeaderValue::from_str(agent).map_err(|_| format!("{agent:?}: a contact is one line of plain characters"))?;
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_platform_verifier())
            .map(|config| Arc::new(config.with_no_client_auth()))
            .map_err(|e| format!("this machine's certificates cannot be used: {e}"));
        Ok(Self { reach: Arc::new(reach), names, tls, limits, agent })
    }

    /// How it introduces itself.
    pub(crate) fn agent(&self) -> &str {
        self.agent.to_str().unwrap_or_default()
    }

    /// Whether an address can be asked for at all, before its name is looked up.
    pub(crate) fn reaches(&self, url: &Url) -> Result<(), Refused> {
        self.reach.look(url).map(|_| ())
    }

    /// Asks for an address once.
    pub(crate) async fn ask(&self, url: &Url, unless: &Unless) -> Result<Exchange, Trouble> {
        let (host, port) = self.reach.look(url).map_err(Trouble::Refused)?;
        let within = self.limits.time;
        match tokio::time::timeout(within, self.exchange(url, host, port, unless)).await {
            Ok(exchange) => exchange,
            Err(_) => Err(Trouble::Passing(format!("it was not answered whole within {} s", within.as_secs_f32()))),
        }
    }

    async fn exchange(&self, url: &Url, host: Host<String>, port: u16, unless: &Unless) -> Result<Exchange, Trouble> {
        let addresses = self.addresses(&host, port).await?;
        let at = Timestamp::now();
        let (stream, address) = connect(&addresses, self.limits.time).await?;
        if url.scheme() == "http" {
            return self.speak(url, address, at, stream, unless).await;
        }
        let name = match &host {
            Host::Domain(name) => ServerName::try_from(name.trim_end_matches('.').to_owned()).map_err(|e| Trouble::Lasting(e.to_string()))?,
            Host::Ipv4(ip) => ServerName::from(IpAddr::V4(*ip)),
            Host::Ipv6(ip) => ServerName::from(IpAddr::V6(*ip)),
        };
        let tls = self.tls.clone().map_err(Trouble::Lasting)?;
        let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|e| {
            let lasting =
                e.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()).is_some_and(|e| matches!(e, rustls::Error::InvalidCertificate(_)));
            let said = format!("no secure connection: {e}");
            if lasting { Trouble::Lasting(said) } else { Trouble::Passing(said) }
        })?;
        self.speak(url, address, at, stream, unless).await
    }

    /// Looked up once, all checked; what comes back is what is connected to.
    async fn addresses(&self, host: &Host<String>, port: u16) -> Result<Vec<SocketAddr>, Trouble> {
        let found = match host {
            Host::Ipv4(ip) => vec![IpAddr::V4(*ip)],
            Host::Ipv6(ip) => vec![IpAddr::V6(*ip)],
            Host::Domain(name) => {
                let (names, asked) = (self.names.clone(), name.clone());
                let looked = tokio::task::spawn_blocking(move || names.look_up(&asked)).await;
                looked.map_err(|e| Trouble::Passing(e.to_string()))?.map_err(|e| Trouble::Passing(format!("no address was found for {name}: {e}")))?
            }
        };
        let pinned = self.reach.pin(host, port, &found).map_err(Trouble::Refused)?;
        if pinned.is_empty() {
            return Err(Trouble::Passing(format!("no address was found for {host}")));
        }
        Ok(pinned)
    }

    async fn speak<S>(&self, url: &Url, address: SocketAddr, at: Timestamp, stream: S, unless: &Unless) -> Result<Exchange, Trouble>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let tape = Arc::new(Mutex::new(Tape { most: self.limits.bytes, ..Tape::default() }));
        let taped = Taped { inner: stream, tape: tape.clone() };
        let failed = |e: hyper::Error| {
            let over = tape.lock().is_ok_and(|tape| tape.over);
            match () {
                () if over => Trouble::Lasting(format!("it is larger than {}", unpack::bytes(self.limits.bytes))),
                () if e.is_parse() => Trouble::Lasting(format!("it does not answer as servers of pages do ({})", whole(&e))),
                () => Trouble::Passing(format!("the answer breaks off ({})", whole(&e))),
            }
        };
        let mut client = hyper::client::conn::http1::Builder::new();
        client.max_buf_size(HEADER).max_headers(500);
        let (mut sender, connection) = client.handshake(TokioIo::new(taped)).await.map_err(failed)?;
        let _driven = Driven(tokio::spawn(async move {
            // What goes wrong on it is told to who waits for the answer.
            let _ = connection.await;
        }));
        let mut request = hyper::Request::get(&url[Position::BeforePath..Position::AfterQuery])
            .header(header::HOST, &url[Position::BeforeHost..Position::AfterPort])
            .header(header::USER_AGENT, self.agent.clone())
            .header(header::ACCEPT, "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5")
            .header(header::ACCEPT_ENCODING, "gzip, br")
            .header(header::CONNECTION, "close");
        if let Some(etag) = &unless.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &unless.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let request = request.body(Empty::<Bytes>::new()).map_err(|e| Trouble::Lasting(e.to_string()))?;
        let answer = sender.send_request(request).await.map_err(failed)?;
        let (head, mut stream) = answer.into_parts();
        let mut body = Vec::new();
        while let Some(frame) = stream.frame().await {
            if let Some(data) = frame.map_err(failed)?.data_ref() {
                body.extend_from_slice(data);
            }
        }
        let (request, response) = {
            let mut tape = tape.lock().map_err(|_| Trouble::Passing("the tape was torn".into()))?;
            (std::mem::take(&mut tape.written), std::mem::take(&mut tape.read))
        };
        let status = head.status.as_u16();
        let codings: Vec<_> = head.headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|v| v.to_str().ok()).collect();
        let body = unpack::unpack(body, &codings.join(", "), self.limits.bytes).map_err(|packed| match packed {
            Packed::Bomb(why) => Trouble::Lasting(format!("it is refused: {why}")),
            Packed::Broken(why) => Trouble::Passing(why),
        })?;
        Ok(Exchange { url: url.clone(), address, at, request, response: last_answer(response, &head.headers), status, headers: head.headers, body })
    }
}

/// An error and what caused it, in one line.
fn whole(e: &hyper::Error) -> String {
    let mut said = e.to_string();
    let mut cause = std::error::Error::source(e);
    while let Some(inner) = cause {
        said = format!("{said}: {inner}");
        cause = inner.source();
    }
    said
}

/// The first address that takes a connection.
async fn connect(addresses: &[SocketAddr], time: Duration) -> Result<(TcpStream, SocketAddr), Trouble> {
    let share = time / u32::try_from(addresses.len()).unwrap_or(1).max(1);
    let mut why = String::new();
    for address in addresses {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, *address)),
            Ok(Err(e)) => why = format!("no connection to {address}: {e}"),
            Err(_) => why = format!("no connection to {address} within {} s", share.as_secs_f32()),
        }
    }
    Err(Trouble::Passing(why))
}

/// Where a header ends.
fn head_of(answer: &[u8]) -> usize {
    let strict = answer.windows(4).position(|w| w == b"\r\n\r\n").map(|at| at + 4);
    let loose = answer.windows(2).position(|w| w == b"\n\n").map(|at| at + 2);
    match (strict, loose) {
        (Some(strict), Some(loose)) => strict.min(loose),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => answer.len(),
    }
}

/// What came, without what announced it (1xx) and without what came after its end.
fn last_answer(mut came: Vec<u8>, headers: &HeaderMap) -> Vec<u8> {
    while came.starts_with(b"HTTP/1.1 1") {
        let end = head_of(&came);
        came.drain(..end);
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.trim().parse::<usize>().ok());
    if let Some(length) = length.filter(|_| !headers.contains_key(header::TRANSFER_ENCODING)) {
        let end = head_of(&came).saturating_add(length);
        came.truncate(end);
    }
    came
}

/// Stops driving a connection when nobody waits for it any more.
struct Driven(JoinHandle<()>);

impl Drop for Driven {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What went over a connection.
#[derive(Debug, Default)]
struct Tape {
    written: Vec<u8>,
    read: Vec<u8>,
    most: u64,
    over: bool,
}

/// A connection that keeps what goes over it.
struct Taped<S> {
    inner: S,
    tape: Arc<Mutex<Tape>>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Taped<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        if let (Poll::Ready(Ok(())), Ok(mut tape)) = (&read, self.tape.lock()) {
            tape.read.extend_from_slice(buf.filled().get(before..).unwrap_or_default());
            // The limit is of the body; the header has its own.
            if tape.read.len() as u64 > tape.most + HEADER as u64 {
                tape.over = true;
                return Poll::Ready(Err(io::Error::other("too large")));
            }
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taped<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write(cx, data);
        if let (Poll::Ready(Ok(n)), Ok(mut tape)) = (&wrote, self.tape.lock()) {
            tape.written.extend_from_slice(data.get(..*n).unwrap_or_default());
        }
        wrote
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
