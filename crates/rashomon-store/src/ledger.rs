//! *ledger: what was given, and in which order was it acknowledged?* Append-only; every row's hash covers the row
//! before it, so that an edit, a deletion or a reordering shows.

use std::collections::BTreeMap;

use rashomon_model::{Judgement, JudgementId, Notice};
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::wire::kept::{Acknowledged, Aside, Coded, Given, Redaction, Retraction, Undo};
use crate::{Error, Result, Store};

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// Hash of an input's bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    blake3::hash(bytes).into()
}

/// zstd level of every body: 4.5 kB a page, and fast.
pub(crate) const LEVEL: i32 = 3;

/// A document as it will lie in the ledger: made on any thread, before the transaction.
#[derive(Debug)]
pub struct Prepared {
    doc_id: String,
    content: Hash,
    body: Vec<u8>,
}

impl Prepared {
    /// From what was given. `doc_id`: the document's name, whether given or made from its content.
    pub fn new(doc_id: &str, given: &Given) -> Self {
        let (content, body) = pack(given);
        Self { doc_id: doc_id.into(), content, body }
    }
}

pub(crate) fn pack(body: &impl serde::Serialize) -> (Hash, Vec<u8>) {
    let json = serde_json::to_vec(body).unwrap_or_default(); // plain data: always has a JSON form
    let packed = zstd::bulk::compress(&json, LEVEL).unwrap_or_default(); // into memory: no I/O to fail
    (blake3::hash(&json).into(), packed)
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A document not known before; its ledger row.
    New(i64),
    /// Nothing new: this document with this content is in the register.
    Same,
    /// A document known with other content. Both are kept; the one with the larger content hash is in force, so that
    /// the order of adding does not matter.
    Changed(i64),
}

/// One batch: nothing of it is there before [`Batch::commit`], all of it afterwards.
pub struct Batch<'s> {
    tx: Transaction<'s>,
    path: std::path::PathBuf,
    seq: i64,
    head: Hash,
    documents: u32,
    written: bool,
}

/// A document in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Its ledger row.
    pub seq: i64,
    /// Contents kept under its name; more than one when it was given with different words.
    pub versions: usize,
}

/// What a person decided, and whether it still counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: JudgementId,
    /// What was decided.
    pub judgement: Judgement,
    /// Who took it back, and why.
    pub undone: Option<Undo>,
}

/// What happened to a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// Documents came, in one batch.
    Added(Vec<String>),
    /// A document was taken back, and why.
    TakenBack(String, String),
    /// Somebody decided.
    Decided(Judgement),
    /// Somebody took this decision back.
    Undone(Judgement, Undo),
    /// Somebody brought in a row of a coded register.
    Imported(Coded),
    /// Somebody took a name out of everything.
    Redacted(Redaction),
}

/// One row, for those who check it.
#[derive(Debug)]
pub(crate) struct Row {
    pub seq: i64,
    pub entry: String,
    pub name: String,
    pub content: Vec<u8>,
    pub body: Vec<u8>,
    pub hash: Vec<u8>,
}

impl Row {
    pub(crate) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { seq: row.get(0)?, entry: row.get(1)?, name: row.get(2)?, content: row.get(3)?, body: row.get(4)?, hash: row.get(5)? })
    }
    /// What its hash must be.
    pub(crate) fn chained(&self, before: &Hash) -> Hash {
        chain(before, self.seq, &self.entry, &self.name, &self.content, &self.body)
    }
}

pub(crate) fn chain(before: &Hash, seq: i64, entry: &str, name: &str, content: &[u8], body: &[u8]) -> Hash {
    let mut hash = blake3::Hasher::new();
    hash.update(before).update(&seq.to_le_bytes());
    for part in [entry.as_bytes(), name.as_bytes(), content, body] {
        hash.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hash.finalize().into()
}

impl Store {
    /// Begins a batch; no other process writes until it is committed or dropped.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        let path = self.path.clone();
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| Error::of(&path, e))?;
        let (seq, head) = head(&tx).map_err(|e| Error::of(&path, e))?;
        Ok(Batch { tx, path, seq, head, documents: 0, written: false })
    }

    /// Hash of the last row, which stands for all of them.
    pub fn head(&self) -> Result<Hash> {
        self.sql(head(&self.conn)).map(|(_, hash)| hash)
    }

    /// Documents in force, by name: of several contents the one with the largest hash, none when it was removed.
    pub fn in_force(&self) -> Result<BTreeMap<String, InForce>> {
        let all = || -> rusqlite::Result<BTreeMap<String, BTreeMap<Vec<u8>, i64>>> {
            let mut by_name: BTreeMap<String, BTreeMap<Vec<u8>, i64>> = BTreeMap::new();
            let mut rows =
                self.conn.prepare("SELECT seq, entry, name, content FROM ledger WHERE entry IN ('document', 'retraction') ORDER BY seq")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (seq, entry, name, content): (i64, String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                if entry == "document" {
                    by_name.entry(name).or_default().insert(content, seq);
                } else {
                    by_name.remove(&name);
                }
            }
            Ok(by_name)
        };
        let by_name = self.sql(all())?;
        Ok(by_name
            .into_iter()
            .filter_map(|(name, contents)| {
                let versions = contents.len();
                contents.into_values().next_back().map(|seq| (name, InForce { seq, versions }))
            })
            .collect())
    }

    /// The ledger row of the document in force under a name.
    pub fn in_force_under(&self, name: &str) -> Result<Option<i64>> {
        self.sql(in_force_of(&self.conn, name))
    }

    /// Names of documents in force that begin so, sorted; of all that were ever given as many are looked at as may be asked for at most.
    pub fn names(&self, beginning: &str, most: usize) -> Result<Vec<String>> {
        let given = || -> rusqlite::Result<Vec<String>> {
            let mut find = self.conn.prepare_cached(
                "SELECT DISTINCT name FROM ledger WHERE name >= ?1 AND name < ?1 || char(1114111) AND entry = 'document' ORDER BY name LIMIT ?2",
            )?;
            find.query_map(params![beginning, i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?.collect()
        };
        let mut names = Vec::new();
        for name in self.sql(given())? {
            if self.in_force_under(&name)?.is_some() {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Whether a document is in force, or kept beside the one in force, with this content.
    pub fn holds(&self, document: &Prepared) -> Result<bool> {
        Ok(self.sql(standing(&self.conn, &document.doc_id))?.contains(&document.content))
    }

    /// A document as it was given.
    pub fn given(&self, seq: i64) -> Result<Given> {
        let mut find = self.sql(self.conn.prepare_cached("SELECT body FROM ledger WHERE seq = ?1 AND entry = 'document'"))?;
        let body: Vec<u8> = self.sql(find.query_row([seq], |row| row.get(0)))?;
        unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))
    }

    /// How somebody said that tables are to be read, each mapping once, the newest first.
    pub fn columns(&self) -> Result<Vec<String>> {
        let mut find =
            self.sql(self.conn.prepare_cached("SELECT seq, body FROM ledger WHERE name = 'columns' AND entry = 'columns' ORDER BY seq DESC"))?;
        let mut rows = self.sql(find.query([]))?;
        let mut mappings: Vec<String> = Vec::new();
        while let Some(row) = self.sql(rows.next())? {
            let (seq, body): (i64, Vec<u8>) = self.sql(row.try_into())?;
            let mapping = unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))?;
            if !mappings.contains(&mapping) {
                mappings.push(mapping);
            }
        }
        Ok(mappings)
    }

    /// The naming profile that was kept last: its name and its file's text.
    pub fn profile(&self) -> Result<Option<(String, String)>> {
        let last = "SELECT seq, body FROM ledger WHERE name = 'profile' AND entry = 'profile' ORDER BY seq DESC LIMIT 1";
        let found: Option<(i64, Vec<u8>)> = self.sql(self.conn.query_row(last, [], |row| row.try_into()).optional())?;
        found.map(|(seq, body)| unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))).transpose()
    }

    /// The rows of coded registers, in the order in which their ids first came; of one id the row that came last.
    pub fn coded(&self) -> Result<Vec<Coded>> {
        let mut find = self.sql(self.conn.prepare("SELECT seq, body FROM ledger WHERE entry = 'coded' ORDER BY seq"))?;
        let mut rows = self.sql(find.query([]))?;
        let (mut all, mut places): (Vec<Coded>, BTreeMap<String, usize>) = (Vec::new(), BTreeMap::new());
        while let Some(row) = self.sql(rows.next())? {
            let (seq, body): (i64, Vec<u8>) = self.sql(row.try_into())?;
            let coded: Coded = unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))?;
            match places.get(&coded.id).and_then(|at| all.get_mut(*at)) {
                Some(known) => *known = coded,
                None => {
                    places.insert(coded.id.clone(), all.len());
                    all.push(coded);
                }
            }
        }
        Ok(all)
    }

    /// Everything that people decided, in the order in which it was, with what was undone.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        let mut rows = self
            .sql(self.conn.prepare("SELECT seq, entry, name, content, body, hash FROM ledger WHERE entry IN ('judgement', 'undo') ORDER BY seq"))?;
        let mut rows = self.sql(rows.query([]))?;
        let mut decisions: Vec<Decision> = Vec::new();
        while let Some(row) = self.sql(rows.next())? {
            let row = self.sql(Row::of(row))?;
            let damaged = || self.damaged(format!("ledger row {} cannot be read", row.seq));
            if row.entry == "judgement" {
                let judgement: Judgement = unpack(&row.body).ok_or_else(damaged)?;
                decisions.push(Decision { id: judgement.id(), judgement, undone: None });
            } else {
                let undo: Undo = unpack(&row.body).ok_or_else(damaged)?;
                for decision in decisions.iter_mut().filter(|d| d.undone.is_none() && d.id.as_str() == row.name) {
                    decision.undone = Some(undo.clone());
                }
            }
        }
        Ok(decisions)
    }

    /// All that happened, in its order, each with the time of its batch (RFC 3339; empty where a batch has none).
    pub fn trail(&self) -> Result<Vec<(String, Happened)>> {
        const WANTED: &str = "entry IN ('document', 'retraction', 'judgement', 'undo', 'coded', 'redaction', 'batch')";
        // The words of documents are not needed.
        let body = "CASE entry WHEN 'document' THEN x'' ELSE body END";
        let mut rows =
            self.sql(self.conn.prepare(&format!("SELECT seq, entry, name, content, {body}, hash FROM ledger WHERE {WANTED} ORDER BY seq")))?;
        let mut rows = self.sql(rows.query([]))?;
        let mut trail: Vec<(String, Happened)> = Vec::new();
        let mut of_batch: Vec<Happened> = Vec::new();
        let mut decided: BTreeMap<String, Judgement> = BTreeMap::new();
        while let Some(row) = self.sql(rows.next())? {
            let row = self.sql(Row::of(row))?;
            let damaged = || self.damaged(format!("ledger row {} cannot be read", row.seq));
            match row.entry.as_str() {
                "document" => match of_batch.last_mut() {
                    Some(Happened::Added(docs)) => docs.push(row.name),
                    _ => of_batch.push(Happened::Added(vec![row.name])),
                },
                "retraction" => {
                    let Retraction { because } = unpack(&row.body).ok_or_else(damaged)?;
                    of_batch.push(Happened::TakenBack(row.name, because));
                }
                "judgement" => {
                    let judgement: Judgement = unpack(&row.body).ok_or_else(damaged)?;
                    decided.insert(row.name, judgement.clone());
                    of_batch.push(Happened::Decided(judgement));
                }
                "undo" => {
                    let undo: Undo = unpack(&row.body).ok_or_else(damaged)?;
                    of_batch.extend(decided.get(&row.name).map(|judgement| Happened::Undone(judgement.clone(), undo)));
                }
                "coded" => of_batch.push(Happened::Imported(unpack(&row.body).ok_or_else(damaged)?)),
                "redaction" => of_batch.push(Happened::Redacted(unpack(&row.body).ok_or_else(damaged)?)),
                _ => {
                    let Acknowledged { at, .. } = unpack(&row.body).ok_or_else(damaged)?;
                    trail.extend(of_batch.drain(..).map(|happened| (at.clone(), happened)));
                }
            }
        }
        Ok(trail)
    }

    /// Judgements in force, by id: what was undone counts no more.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        let standing = self.decisions()?.into_iter().filter(|d| d.undone.is_none());
        Ok(standing.map(|d| (d.id, d.judgement)).collect::<BTreeMap<_, _>>().into_values().collect())
    }
}

/// The ledger row in force under a name.
pub(crate) fn in_force_of(conn: &rusqlite::Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let mut rows =
        conn.prepare_cached("SELECT entry, content, seq FROM ledger WHERE name = ?1 AND entry IN ('document', 'retraction') ORDER BY seq DESC")?;
    let mut rows = rows.query([name])?;
    let mut found: Option<(Hash, i64)> = None;
    while let Some(row) = rows.next()? {
        if row.get::<_, String>(0)? != "document" {
            break;
        }
        found = found.max(Some((row.get(1)?, row.get(2)?)));
    }
    Ok(found.map(|(_, seq)| seq))
}

/// Contents kept under a name since it was last taken back.
fn standing(conn: &rusqlite::Connection, doc_id: &str) -> rusqlite::Result<Vec<Hash>> {
    let mut rows =
        conn.prepare_cached("SELECT entry, content FROM ledger WHERE name = ?1 AND entry IN ('document', 'retraction') ORDER BY seq DESC")?;
    let mut rows = rows.query([doc_id])?;
    let mut contents = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get::<_, String>(0)? != "document" {
            break;
        }
        contents.push(row.get(1)?);
    }
    Ok(contents)
}

/// A body's value; `None` when it is not what was packed.
pub(crate) fn unpack<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(&zstd::stream::decode_all(body).ok()?).ok()
}

fn head(conn: &rusqlite::Connection) -> rusqlite::Result<(i64, Hash)> {
    let last = conn.query_row("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(last.optional()?.unwrap_or((0, [0; 32])))
}

impl Batch<'_> {
    pub(crate) fn tx(&self) -> &Transaction<'_> {
        &self.tx
    }
    pub(crate) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|e| Error::of(&self.path, e))
    }

    /// Adds a document, unless it is there with the same content.
    pub fn document(&mut self, document: &Prepared) -> Result<Kept> {
        let standing = self.sql(standing(&self.tx, &document.doc_id))?;
        if standing.contains(&document.content) {
            return Ok(Kept::Same);
        }
        let changed = !standing.is_empty();
        let seq = self.append("document", &document.doc_id, &document.content, &document.body)?;
        self.documents += 1;
        Ok(if changed { Kept::Changed(seq) } else { Kept::New(seq) })
    }

    /// Takes a document back: the register is as if it had never been added. False when it is not in force.
    pub fn retract(&mut self, doc_id: &str, because: &str) -> Result<bool> {
        let last = self.tx.query_row(
            "SELECT entry FROM ledger WHERE name = ?1 AND entry IN ('document', 'retraction') ORDER BY seq DESC LIMIT 1",
            [doc_id],
            |row| row.get::<_, String>(0),
        );
        if self.sql(last.optional())?.as_deref() != Some("document") {
            return Ok(false);
        }
        let (content, body) = pack(&Retraction { because: because.into() });
        self.append("retraction", doc_id, &content, &body)?;
        Ok(true)
    }

    /// Records what somebody decided.
    pub fn judge(&mut self, judgement: &Judgement) -> Result<()> {
        let (content, body) = pack(judgement);
        self.append("judgement", judgement.id().as_str(), &content, &body)?;
        Ok(())
    }

    /// Takes a decision back; it stays in the ledger.
    pub fn undo(&mut self, id: &JudgementId, undo: &Undo) -> Result<()> {
        let (content, body) = pack(undo);
        self.append("undo", id.as_str(), &content, &body)?;
        Ok(())
    }

    /// Remembers how somebody said that tables are to be read, in his or her words.
    pub fn columns(&mut self, mapping: &str) -> Result<()> {
        let (content, body) = pack(&mapping);
        self.append("columns", "columns", &content, &body)?;
        Ok(())
    }

    /// Keeps a row of somebody's coded register.
    pub fn coded(&mut self, row: &Coded) -> Result<()> {
        let (content, body) = pack(row);
        self.append("coded", &row.id, &content, &body)?;
        Ok(())
    }

    /// Keeps a naming profile: its name and its file's text.
    pub fn profile(&mut self, name: &str, text: &str) -> Result<()> {
        let (content, body) = pack(&(name, text));
        self.append("profile", "profile", &content, &body)?;
        Ok(())
    }

    /// Hash of the last row, as this batch found it.
    pub fn head(&self) -> Hash {
        self.head
    }

    /// Records that an input, or a part of one, was set aside; once for the same reason. `bytes`: hash of the input.
    pub fn set_aside(&mut self, name: &str, notice: &Notice, bytes: &Hash) -> Result<()> {
        let aside = Aside {
            id: notice.id.to_string(),
            start: notice.start,
            end: notice.end,
            hint: notice.hint.to_string(),
            bytes: blake3::Hash::from(*bytes).to_hex().to_string(),
        };
        let (content, body) = pack(&aside);
        let known =
            self.tx.query_row("SELECT 1 FROM ledger WHERE name = ?1 AND entry = 'set-aside' AND content = ?2", params![name, content], |_| Ok(()));
        if self.sql(known.optional())?.is_none() {
            self.append("set-aside", name, &content, &body)?;
        }
        Ok(())
    }

    /// Commits. When this returns, all of the batch is on the disk and survives a crash or a power failure.
    /// `at`: the time of acknowledgement, which stays in the ledger and reaches no export.
    pub fn commit(mut self, at: &str) -> Result<()> {
        if self.written {
            let (content, body) = pack(&Acknowledged { documents: self.documents, at: at.into() });
            self.append("batch", "", &content, &body)?;
        }
        let Self { tx, path, .. } = self;
        tx.commit().map_err(|e| Error::of(&path, e))
    }

    fn append(&mut self, entry: &str, name: &str, content: &Hash, body: &[u8]) -> Result<i64> {
        self.seq += 1;
        self.head = chain(&self.head, self.seq, entry, name, content, body);
        let row = params![self.seq, entry, name, content, body, self.head];
        let insert =
            || self.tx.prepare_cached("INSERT INTO ledger (seq, entry, name, content, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(row);
        self.sql(insert())?;
        self.written = true;
        Ok(self.seq)
    }
}
