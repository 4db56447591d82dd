//! `rashomon mcp`: the register for an assistant, over standard input and output.

use super::export::SeenBy;
use super::{Ended, Global, Result, note};
use crate::mcp;

/// Serve the register to an assistant over standard input and output (Model Context Protocol); nothing is ever written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example, in a client's configuration: {\"mcpServers\": {\"rashomon\": {\"command\": \"rashomon\", \"args\": [\"-r\", \
    \"/path/register.rashomon\", \"mcp\"]}}}\nExample: rashomon mcp")]
pub(super) struct Mcp {
    #[command(flatten)]
    seen: SeenBy,
}

impl Mcp {
    pub(super) fn run(&self, global: &Global) -> Result<Ended> {
        let register = self.seen.register(global)?;
        if !register.built()? && !global.quiet {
            note(super::NOT_BUILT);
        }
        mcp::serve(register)?;
        Ok(Ended::Done)
    }
}
