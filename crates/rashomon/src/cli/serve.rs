//! `rashomon serve --api`: the register for other programs, over HTTP.

use std::io::Write as _;
use std::net::SocketAddr;

use serde_json::json;

use super::export::SeenBy;
use super::{Ended, Global, Result, note, out};
use crate::http;

/// Serve the register over HTTP to programs of this computer, read-only, until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples: rashomon serve --api\n          rashomon -r cases.rashomon serve --api --bind 127.0.0.1:8080\n          \
    rashomon serve --api --public --profile ipso\n          \
    curl http://127.0.0.1:7177/incidents?state=Ohio")]
pub(super) struct Serve {
    /// The interface for programs: JSON, described at /openapi.json.
    #[arg(long, required = true)]
    api: bool,
    /// Address and port; port 0 takes a free one. An address that others can reach needs --host.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7177")]
    bind: SocketAddr,
    /// A name by which requests may call this computer, beside the address; may be given several times.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    #[command(flatten)]
    seen: SeenBy,
}

impl Serve {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let register = self.seen.register(global)?;
        if !register.built()? && !global.quiet {
            note(super::NOT_BUILT);
        }
        let bound = http::bind(self.bind, &self.host)?;
        let address = bound.address();
        if global.json {
            let mut out = out();
            writeln!(
                out,
                "{}",
                json!({ "schema": "rashomon/serve@1", "url": format!("http://{address}"), "openapi": format!("http://{address}/openapi.json") })
            )?;
            out.flush()?;
        } else if !global.quiet {
            note(&format!("http://{address}/ answers, read-only; http://{address}/openapi.json says what can be asked; Ctrl-C ends it"));
        }
        bound.serve(register)?;
        Ok(Ended::Done)
    }
}
