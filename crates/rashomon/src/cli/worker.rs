//! `rashomon worker`: the program's own process for pages of markup; nobody calls it by hand.

use super::{Ended, Result};
use crate::worker::{self, Limits};

/// Extract pages of markup from standard input to standard output, within limits.
#[derive(Debug, clap::Args)]
pub(super) struct Worker {
    /// Mebibytes of address space.
    #[arg(long, value_name = "MIB", default_value_t = Limits::FIRST.memory)]
    memory: u64,
    /// Seconds of processor time a page.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::FIRST.cpu)]
    cpu: u64,
}

impl Worker {
    pub(super) fn run(&self) -> Result<Ended> {
        worker::serve(Limits { memory: self.memory, cpu: self.cpu, ..Limits::FIRST })?;
        Ok(Ended::Done)
    }
}
