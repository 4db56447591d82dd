//! *rashomon: here are pages, what happened?* Takes files → gives a register and answers from it: reader, claims,
//! register and store put together, and the command line.

pub mod answers;
pub mod asking;
pub mod audit;
pub mod calls;
pub mod capture;
pub mod changes;
pub mod cli;
pub mod decide;
pub mod dossier;
pub mod export;
pub mod facts;
pub mod failure;
pub mod html;
pub mod http;
pub mod import;
pub mod input;
pub mod keep;
pub mod kinds;
pub mod mcp;
pub mod names;
pub mod paging;
pub mod pipeline;
pub mod point;
pub mod public;
pub mod question;
pub mod questions;
pub mod redact;
pub mod settle;
pub mod shelf;
pub mod sight;
pub mod terminal;
pub mod thread;
pub mod view;
pub mod worker;
