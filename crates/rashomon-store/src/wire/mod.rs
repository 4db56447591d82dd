//! The public JSON: the contract's fields (`EXPORT.md`) in its order, and ours after them. The only place that derives
//! `Serialize` for what leaves the program; command line, pages and disk share it.

mod incident;
pub mod kept;
mod page;

pub use incident::*;
pub use page::{Noticed, Page, PageZone, PageZones, PublishedOn, certainty, noticed};
