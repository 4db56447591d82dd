//! What the bodies of the register file hold. The ledger's are JSON, so that any program can read them in ten years;
//! a field may be added with a default, none may be renamed.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use rashomon_model::{Quote, Side, Source, Telling};
use serde::{Deserialize, Serialize};

use super::Noticed;

/// A page as its input gave it, unedited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The input's own name for it.
    pub doc_id: Option<String>,
    /// The headline, where the input gave it apart.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was captured, as written.
    pub archived_at: Option<String>,
    /// The text; empty where there is markup.
    pub text: String,
    /// The page as it was served, where it is one of markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<Markup>,
    /// What was noticed while it was taken out of the archive that held it; absent where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noticed: Vec<Noticed>,
    /// The call that the text is the note of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
}

/// A call, as it is kept and shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Call {
    /// Who told it.
    pub who: String,
    /// Who took it.
    pub by: String,
    /// In no export.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
}

/// A page of markup as it was served: its bytes as text where they are UTF-8, else in base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Served", try_from = "Served")]
pub struct Markup {
    /// Its bytes, undecoded.
    pub bytes: Vec<u8>,
    /// The `Content-Type` that came with it, as given.
    pub media: Option<String>,
    /// Why it is read plainly: reading it whole went beyond a limit.
    pub degraded: Option<Degraded>,
}

/// What kept a page from being read whole: its state of quarantine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Degraded {
    /// What happened.
    pub reason: String,
    /// The limit that it went beyond.
    pub limit: String,
}

/// How [`Markup`] is written.
#[derive(Serialize, Deserialize)]
struct Served {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    degraded: Option<Degraded>,
}

impl From<Markup> for Served {
    fn from(Markup { bytes, media, degraded }: Markup) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self { media, text: Some(text), base64: None, degraded },
            Err(e) => Self { media, text: None, base64: Some(BASE64.encode(e.as_bytes())), degraded },
        }
    }
}

impl TryFrom<Served> for Markup {
    type Error = String;
    fn try_from(served: Served) -> Result<Self, String> {
        let bytes = match (served.text, served.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(coded)) => BASE64.decode(coded).map_err(|e| format!("markup: {e}"))?,
            _ => return Err("markup has either \"text\" or \"base64\"".into()),
        };
        Ok(Self { bytes, media: served.media, degraded: served.degraded })
    }
}

/// A document taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Retraction {
    /// Why, in the person's words; may be empty.
    pub because: String,
}

/// A decision taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Who took it back.
    pub by: String,
    /// Why, in the person's words; may be empty.
    pub because: String,
    /// The incidents that stood then, with the documents they had: so that an id that goes still finds what became of it.
    pub was: Vec<Side>,
}

/// What a redaction says of itself, in the ledger: never whose name it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// Who did it.
    pub by: String,
    /// Why, in the person's words.
    pub because: String,
    /// Nothing of the words is kept anywhere by this program.
    pub destroyed: bool,
    /// Which letters stand for it.
    pub letter: usize,
    /// The pages that were written anew.
    pub pages: Vec<Masked>,
}

/// A page that was written anew, so that the same page is known when it comes again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    /// BLAKE3 of its body as it is kept now, in hex.
    pub content: String,
    /// What went, in bytes of each part of the page as it was given.
    pub parts: Vec<MaskedPart>,
}

/// One part of a page: `doc_id`, `title`, `url`, `text`, `markup`, or `call`: who told it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedPart {
    /// Which.
    pub part: String,
    /// Its length in bytes.
    pub length: u64,
    /// What went: first byte, end.
    pub ranges: Vec<(u64, u64)>,
}

/// What a redaction took out, as it was: the one line of it in the sealed file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// All that the person is called.
    pub names: Vec<String>,
    /// Full names of others that stayed.
    pub beside: Vec<String>,
    /// Which letters stand for the name.
    pub letter: usize,
    /// Who did it.
    pub by: String,
    /// Why.
    pub because: String,
    /// The pages that were written anew.
    pub pages: Vec<Given>,
}

/// A row of somebody's coded register, as it stands in the table: each cell is what that person says, on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The row's own id.
    pub id: String,
    /// The table's file.
    pub table: String,
    /// The table's columns.
    pub columns: Vec<String>,
    /// The row's cells, unchanged.
    pub cells: Vec<String>,
    /// Addresses that it cites.
    pub urls: Vec<String>,
    /// What columns hold, where somebody said so.
    pub map: Vec<(String, String)>,
    /// Who brought it in.
    pub by: String,
    /// On which day.
    pub day: String,
}

/// An input of which no document came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aside {
    /// Stable id of the reason.
    pub id: String,
    /// First byte of the part of the input that is meant.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// What happened and what to do.
    pub hint: String,
    /// BLAKE3 of the input's bytes, in hex.
    pub bytes: String,
}

/// A committed batch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Documents in it.
    pub documents: u32,
    /// When, RFC 3339.
    pub at: String,
}

/// What reader and claims made of one document: the cached row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Where it comes from and when.
    pub source: Source,
    /// What it tells.
    pub telling: Telling,
    /// What was noticed about it; offsets count code points.
    pub notices: Vec<Noticed>,
}

impl Reading {
    /// Every quote in it, with what it is the evidence of.
    pub fn quotes(&self) -> impl Iterator<Item = (String, &Quote)> {
        let accounts = self.telling.accounts.iter().flat_map(|account| {
            let trigger = account.trigger.iter().map(|q| ("an account".to_owned(), q));
            let parties = account.parties.iter().flat_map(|p| p.mentions.iter().map(|q| (format!("party {}", p.id.0), q)));
            let claims = account.claims.iter().flat_map(|claim| {
                let voices = claim.attribution.chain.iter().flat_map(|c| std::iter::once(&c.speaker).chain(&c.cue));
                claim.evidence.iter().chain(voices).map(|q| (format!("claim {} ({})", claim.id, claim.slot), q))
            });
            trigger.chain(parties).chain(claims)
        });
        accounts.chain(self.telling.asides.iter().map(|aside| ("a background passage".to_owned(), &aside.quote)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_kept_byte_for_byte() {
        for bytes in [b"<p>caf\xc3\xa9".as_slice(), b"<p>caf\xe9\0"] {
            let given = Given { markup: Some(Markup { bytes: bytes.to_vec(), media: Some("text/html".into()), degraded: None }), ..Given::default() };
            let json = serde_json::to_string(&given).expect("serialises");
            assert_eq!(serde_json::from_str::<Given>(&json).expect("reads"), given);
        }
        // A page of text is written as it was before there was markup.
        assert!(!serde_json::to_string(&Given::default()).expect("serialises").contains("markup"));
        assert!(serde_json::from_str::<Markup>(r#"{"text":"a","base64":"YQ=="}"#).is_err());
    }
}
