//! *fetch: here are addresses, what is answered there?* Takes addresses of pages → asks their servers, politely and only
//! where that is safe, and gives every answer as a record of a WARC file beside the register; may not know what a page
//! means, what a list of addresses looks like, or the register. The only room that goes out.

mod captures;
mod gone;
mod manners;
mod reach;
mod run;
mod unpack;
mod warc;
mod wire;

pub use captures::{Broken, Captures, Stretch, Wanted};
pub use gone::{Gone, gone};
pub use manners::{Manners, agent};
pub use reach::{Allowed, Names, PORTS, Reach, Refused, System, is_public};
pub use run::{Answered, Outcome, Plan, Sort, Sorted, run};
pub use wire::{Limits, Wire};
