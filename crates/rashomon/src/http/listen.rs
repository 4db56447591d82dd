//! Listening: an address of this computer, so many connections at a time, each with so much time for its request; and closing when told to.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::failure::{Failure, Result};
use crate::sight::Register;

/// Connections at a time.
const CONNECTIONS: usize = 64;
/// For the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// For answers that are under way when the server closes.
const CLOSING: Duration = Duration::from_secs(5);

/// A server that has its address and does not answer yet.
#[derive(Debug)]
pub struct Bound {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    hosts: Vec<String>,
}

/// Takes an address; port 0 takes a free one. `hosts`: names by which requests may call it beside the address itself. One that others can reach is
/// taken only where they name it.
pub fn bind(address: SocketAddr, hosts: &[String]) -> Result<Bound> {
    if !address.ip().is_loopback() && hosts.is_empty() {
        let message = format!("{address} can be reached from other computers, and the register has no password");
        return Err(Failure::usage("open-address", message, "bind 127.0.0.1, or name with --host what others call this computer"));
    }
    let cannot = |e: io::Error| Failure {
        message: format!("cannot listen at {address}: {e}"),
        ..Failure::usage("no-address", "", "name another port; 0 takes a free one")
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(cannot)?;
    let listener = runtime.block_on(TcpListener::bind(address)).map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let mut known = vec![address.to_string()];
    if address.ip().is_loopback() {
        known.push(format!("localhost:{}", address.port()));
    }
    for host in hosts {
        known.extend([host.clone(), format!("{host}:{}", address.port())]);
    }
    Ok(Bound { runtime, listener, address, hosts: known })
}

impl Bound {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop (Ctrl-C); answers that are under way are finished.
    pub fn serve(self, register: Register) -> io::Result<()> {
        let Self { runtime, listener, hosts, .. } = self;
        let router = super::router(register, hosts);
        runtime.block_on(async {
            let mut stop = pin!(stopped());
            let (closing, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
            loop {
                let Ok(place) = Arc::clone(&room).acquire_owned().await else { break };
                // The end is listened for before anybody is answered: whoever has an answer can end it.
                let stream = tokio::select! {
                    biased;
                    () = &mut stop => break,
                    accepted = listener.accept() => accepted,
                };
                let Ok((stream, _)) = stream else {
                    // Too many open files, or a client that went away: a moment later there may be room.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let service = TowerToHyperService::new(router.clone());
                let connection =
                    http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(HEAD).serve_connection(TokioIo::new(stream), service);
                let watched = closing.watch(connection);
                tokio::spawn(async move {
                    // A client that breaks off is its own affair.
                    let _ = watched.await;
                    drop(place);
                });
            }
            drop(listener);
            let _ = tokio::time::timeout(CLOSING, closing.shutdown()).await;
        });
        runtime.shutdown_background();
        Ok(())
    }
}

/// Ctrl-C, or being asked to end.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut end) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = end.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
