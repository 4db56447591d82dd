//! Why something was not done, as every surface tells it: a stable code, what happened, what to do, and the exit code.

use std::fmt;
use std::io;
use std::path::PathBuf;

use rashomon_store::Error;
use serde_json::{Value, json};

/// An error as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable, kebab-case: the manual lists them.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The file that it is about.
    pub path: Option<PathBuf>,
    /// The exit code that the command line gives for it.
    pub exit: u8,
}

/// What was asked for, or why not.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// Asked wrongly.
    pub fn usage(code: &str, message: impl Into<String>, hint: &str) -> Self {
        Failure { code: code.into(), message: message.into(), hint: hint.into(), path: None, exit: 2 }
    }

    /// There is none.
    pub fn not_found(message: impl Into<String>, hint: &str) -> Self {
        Failure { code: "not-found".into(), message: message.into(), hint: hint.into(), path: None, exit: 1 }
    }

    /// The program failed; `said` is what it said of it.
    pub fn internal(said: &str) -> Self {
        let hint = "what was acknowledged is kept; please report this";
        Failure { code: "internal".into(), message: format!("the program failed: {said}"), hint: hint.into(), path: None, exit: 70 }
    }

    /// As JSON, with its schema.
    pub fn to_json(&self) -> Value {
        let path = self.path.as_ref().map(|p| p.to_string_lossy());
        json!({ "schema": "rashomon/error@1", "error": { "code": self.code, "message": self.message, "hint": self.hint, "path": path } })
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Failure { code: e.code().into(), message: e.to_string(), hint: e.hint().into(), path: Some(e.path().to_owned()), exit: e.exit() }
    }
}

/// Writing to standard output failed: a reader that went away is no error worth a word.
impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        let code = if e.kind() == io::ErrorKind::BrokenPipe { "broken-pipe" } else { "disk" };
        Failure { code: code.into(), message: format!("cannot write: {e}"), hint: "make room or name another place".into(), path: None, exit: 74 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
