//! *redact: how do words go out of everything that was given?* The only place where rows of the ledger change: bodies are
//! written anew with other words, the chain is linked anew from the first of them, and a row says that it was done, by whom and why.
//!
//! Hashes of what was there go with it: whoever knows the rest of a page could find out a name by trying. So a head of the
//! chain that was kept elsewhere before no longer stands in the register.

use std::collections::BTreeMap;

use rashomon_model::Judgement;
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};
use serde_json::Value;

use crate::cache;
use crate::ledger::{Hash, Row, chain, pack, unpack};
use crate::wire::kept::{Acknowledged, Given, Masked, MaskedPart, Redaction};
use crate::{Error, Result, Store};

/// A page without the words: its name, what is kept, and what went.
#[derive(Debug)]
pub struct Rewritten {
    /// The name of the document now.
    pub doc_id: String,
    /// What is kept now.
    pub given: Given,
    /// What went; none where the page is kept in another form than it was given in.
    pub parts: Vec<MaskedPart>,
}

impl Given {
    /// BLAKE3 of it as the ledger keeps it, in hex.
    pub fn content(&self) -> String {
        blake3::Hash::from(pack(self).0).to_hex().to_string()
    }
}

impl Store {
    /// All redactions, in their order.
    pub fn redactions(&self) -> Result<Vec<Redaction>> {
        let mut rows = self.sql(self.conn.prepare("SELECT seq, body FROM ledger WHERE entry = 'redaction' ORDER BY seq"))?;
        let rows = self.sql(rows.query_map([], |row| row.try_into()).and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, Vec<u8>)>>>))?;
        rows.into_iter().map(|(seq, body)| unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))).collect()
    }

    /// Every page of the ledger as it was given, with its name, also those not in force.
    pub fn each_given(&self, mut each: impl FnMut(&str, Given)) -> Result<()> {
        let mut rows = self.sql(self.conn.prepare("SELECT seq, name, body FROM ledger WHERE entry = 'document' ORDER BY seq"))?;
        let mut rows = self.sql(rows.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let (seq, name, body): (i64, String, Vec<u8>) = self.sql(row.try_into())?;
            each(&name, unpack(&body).ok_or_else(|| self.damaged(format!("ledger row {seq} cannot be read")))?);
        }
        Ok(())
    }

    /// Writes the ledger without words. `page`: a page without them, `None` where it has none; `words`: the same of what people wrote.
    /// All derived tables are emptied: they have to be built anew. Gives how many rows have other words.
    pub fn redact(
        &mut self,
        page: &dyn Fn(&str, &Given) -> Option<Rewritten>,
        words: &dyn Fn(&str) -> Option<String>,
        mut redaction: Redaction,
        at: &str,
    ) -> Result<usize> {
        let path = self.path.clone();
        let sql = |e| Error::of(&path, e);
        self.conn.pragma_update(None, "secure_delete", "ON").map_err(sql)?;
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
        let last: i64 = tx.query_row("SELECT coalesce(max(seq), 0) FROM ledger", [], |row| row.get(0)).map_err(sql)?;
        let (mut before, mut changed): (Hash, usize) = ([0; 32], 0);
        {
            let mut names = tx.prepare("SELECT DISTINCT name FROM ledger WHERE entry = 'document'").map_err(sql)?;
            let names = names.query_map([], |row| row.get::<_, String>(0)).map_err(sql)?;
            for name in names {
                let name = name.map_err(sql)?;
                taken.insert(name.clone(), name);
            }
        }
        for seq in 1..=last {
            let find = "SELECT seq, entry, name, content, body, hash FROM ledger WHERE seq = ?1";
            let row = tx.prepare_cached(find).and_then(|mut q| q.query_row([seq], Row::of).optional()).map_err(sql)?;
            let Some(mut row) = row else { continue };
            let damaged = || Error::Damaged { path: path.clone(), what: format!("ledger row {seq} cannot be read") };
            let (name, body) = match row.entry.as_str() {
                "document" => {
                    let given: Given = unpack(&row.body).ok_or_else(damaged)?;
                    match page(&row.name, &given) {
                        None => (row.name.clone(), None),
                        Some(mut new) => {
                            // Two names that differ in the words alone stay two.
                            while taken.get(&new.doc_id).is_some_and(|of| *of != row.name) {
                                new.doc_id.push('_');
                                new.given.doc_id = Some(new.doc_id.clone());
                                new.parts.clear();
                            }
                            taken.insert(new.doc_id.clone(), row.name.clone());
                            renamed.insert(row.name.clone(), new.doc_id.clone());
                            redaction.pages.push(Masked { content: new.given.content(), parts: new.parts });
                            (new.doc_id, Some(pack(&new.given)))
                        }
                    }
                }
                "judgement" | "undo" | "retraction" | "set-aside" | "coded" | "redaction" => {
                    let mut value: Value = unpack(&row.body).ok_or_else(damaged)?;
                    let said = rewrite(&mut value, "", &renamed, words);
                    let name = match row.entry.as_str() {
                        // A decision is called by what it says.
                        "judgement" if said => {
                            let id = serde_json::from_value::<Judgement>(value.clone()).map_err(|_| damaged())?.id().to_string();
                            renamed.insert(row.name.clone(), id.clone());
                            id
                        }
                        _ => renamed.get(&row.name).cloned().or_else(|| words(&row.name)).unwrap_or_else(|| row.name.clone()),
                    };
                    (name, said.then(|| pack(&value)))
                }
                _ => (row.name.clone(), None),
            };
            if name != row.name || body.is_some() {
                changed += 1;
                row.name = name;
                if let Some((content, body)) = body {
                    (row.content, row.body) = (content.to_vec(), body);
                }
            }
            let hash = row.chained(&before);
            if changed > 0 {
                let update = "UPDATE ledger SET name = ?2, content = ?3, body = ?4, hash = ?5 WHERE seq = ?1";
                let write = || tx.prepare_cached(update)?.execute(params![seq, row.name, row.content, row.body, hash]);
                write().map_err(sql)?;
            }
            before = hash;
        }
        let rows = [("redaction", pack(&redaction)), ("batch", pack(&Acknowledged { documents: 0, at: at.into() }))];
        for (seq, (entry, (content, body))) in (last + 1..).zip(rows) {
            before = chain(&before, seq, entry, "", &content, &body);
            let insert = "INSERT INTO ledger (seq, entry, name, content, body, hash) VALUES (?1, ?2, '', ?3, ?4, ?5)";
            tx.execute(insert, params![seq, entry, content, body, before]).map_err(sql)?;
        }
        cache::empty(&tx).map_err(sql)?;
        tx.commit().map_err(sql)?;
        Ok(changed)
    }

    /// Leaves nothing in the file, or beside it, of what was deleted: a backup holds no more than the register.
    pub fn scrub(&mut self) -> Result<()> {
        let path = self.path.clone();
        let scrub = || -> rusqlite::Result<i64> {
            self.conn.execute_batch("VACUUM")?;
            self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        };
        match scrub().map_err(|e| Error::of(&path, e))? {
            0 => Ok(()),
            // Somebody still reads what was there before.
            _ => Err(Error::Busy { path, holder: None }),
        }
    }
}

/// Other words in a body's strings; whether there are any.
fn rewrite(value: &mut Value, key: &str, renamed: &BTreeMap<String, String>, words: &dyn Fn(&str) -> Option<String>) -> bool {
    match value {
        Value::Object(fields) => fields.iter_mut().fold(false, |any, (key, value)| rewrite(value, key, renamed, words) | any),
        Value::Array(items) => items.iter_mut().fold(false, |any, item| rewrite(item, key, renamed, words) | any),
        // Who decided is no part of what is told.
        Value::String(_) if matches!(key, "by" | "at" | "content" | "bytes") => false,
        Value::String(text) => match renamed.get(text).cloned().or_else(|| words(text)) {
            Some(new) => {
                *text = new;
                true
            }
            None => false,
        },
        _ => false,
    }
}
