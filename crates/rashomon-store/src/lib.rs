//! *store: here is a register file, what does it hold?* Takes documents as given, judgements and what was derived from
//! them → gives one SQLite file and the public JSON; may not know language, a page, or how anything is derived.
//!
//! The file has two halves. The *ledger* is append-only and chained: what was given, never edited (but for [`redact`]). The *derived*
//! tables (readings, accounts, incidents, search) may be deleted and come back byte for byte the same; `built` says which ledger
//! and which program they stand for.

pub mod accounts;
pub mod cache;
pub mod check;
pub mod ledger;
pub mod migrate;
pub mod redact;
pub mod search;
mod tally;
pub mod wire;

use std::path::{Path, PathBuf};

pub use migrate::Store;

/// What can go wrong with a register file, each with what to do.
#[derive(Debug)]
pub enum Error {
    /// Another process is writing and did not finish within five seconds.
    Busy {
        /// The register.
        path: PathBuf,
        /// Which process holds it, where that can be told.
        holder: Option<String>,
    },
    /// There is no such file.
    Missing(PathBuf),
    /// The file is something else.
    NotARegister {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The register was written by a newer rashomon.
    Newer {
        /// The register.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Stored rows are not what was written.
    Damaged {
        /// The register.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The disk is full, read-only or broken.
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Stable, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Busy { .. } => "busy",
            Error::Missing(_) => "no-register",
            Error::NotARegister { .. } => "not-a-register",
            Error::Newer { .. } => "newer-register",
            Error::Damaged { .. } => "damaged",
            Error::Disk { .. } => "disk",
        }
    }
    /// The exit code that the command line gives for it.
    pub fn exit(&self) -> u8 {
        match self {
            Error::Missing(_) => 2,
            Error::NotARegister { .. } | Error::Newer { .. } | Error::Damaged { .. } => 4,
            Error::Busy { .. } => 5,
            Error::Disk { .. } => 74,
        }
    }
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Busy { .. } => "wait for the other command to finish, then run this one again",
            Error::Missing(_) => "make one with: rashomon add PATH…, or name another with -r FILE",
            Error::NotARegister { .. } => "the file was not touched; name another with -r FILE",
            Error::Newer { .. } => "the file was not touched; open it with the newer rashomon",
            Error::Damaged { .. } => "run rashomon check to see which rows; rashomon check --repair rebuilds what is derived",
            Error::Disk { .. } => "make room or allow writing there, then run the same command again: what was acknowledged is kept",
        }
    }
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Error::Missing(path)
            | Error::Busy { path, .. }
            | Error::NotARegister { path, .. }
            | Error::Newer { path, .. }
            | Error::Damaged { path, .. }
            | Error::Disk { path, .. } => path,
        }
    }

    /// What SQLite or the system said, in our terms.
    pub(crate) fn of(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Error::Busy { holder: migrate::holder(&path), path },
            Some(
                Code::DiskFull | Code::SystemIoFailure | Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied | Code::FileLockingProtocolFailed,
            ) => Error::Disk { path, what: error.to_string() },
            Some(Code::NotADatabase) => Error::NotARegister { path, what: "no SQLite file".into() },
            _ => Error::Damaged { path, what: error.to_string() },
        }
    }
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Error::Disk { path: path.to_owned(), what: error.to_string() }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Busy { path, holder: Some(holder) } => write!(f, "{} is being written by {holder}", path.display()),
            Error::Busy { path, holder: None } => write!(f, "{} is being written by another process", path.display()),
            Error::Missing(path) => write!(f, "{}: no such register", path.display()),
            Error::NotARegister { path, what } => write!(f, "{} is not a register: {what}", path.display()),
            Error::Newer { path, found, known } => {
                write!(f, "{} has format {found}; this program knows formats up to {known}", path.display())
            }
            Error::Damaged { path, what } => write!(f, "{} is damaged: {what}", path.display()),
            Error::Disk { path, what } => write!(f, "{}: {what}", path.display()),
        }
    }
}

impl std::error::Error for Error {}
