//! The public JSON: the contract's fields (`EXPORT.md`) in its order, and ours after them. The only place that derives
//! `Serialize` for what leaves the program; command line, pages and disk share it.

pub mod kept;
mod incident;
mod page;

pub use incident::*;
pub use page::{Noticed, Page, PageZone, PublishedOn, certainty, noticed};
