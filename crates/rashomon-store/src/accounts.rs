//! *accounts: what is grouped, and by which tokens is it found?* One row an account, with the key that grouping knows of it and
//! the incident it is in; one row a token that an account carries. What a key says is not known here.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::cache::row_hash;
use crate::ledger::Hash;
use crate::{Result, Store};

/// An account as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number; nothing depends on which.
    pub seat: u32,
    /// Its id.
    pub id: String,
    /// Ledger row of its document.
    pub seq: i64,
    /// The incident it is in.
    pub incident: String,
    /// What grouping knows of it.
    pub key: Vec<u8>,
}

impl Account {
    pub(crate) fn hash(&self) -> Hash {
        row_hash(&[&self.seat.to_le_bytes(), self.id.as_bytes(), &self.seq.to_le_bytes(), self.incident.as_bytes(), &self.key])
    }

    /// The account and the hash it was stored with.
    pub(crate) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Self, Vec<u8>)> {
        Ok((Self { seat: row.get(0)?, id: row.get(1)?, seq: row.get(2)?, incident: row.get(3)?, key: row.get(4)? }, row.get(5)?))
    }
}

/// A posting as a number; the sum of all of them stands for the whole table, in whatever order.
pub fn posting(token: u64, seat: u32) -> u128 {
    let hash: Hash = row_hash(&[&token.to_le_bytes(), &seat.to_le_bytes()]);
    hash.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

const COLUMNS: &str = "SELECT seat, id, seq, incident, key, hash FROM account";

impl Store {
    /// The account of a number.
    pub fn account(&self, seat: u32) -> Result<Option<Account>> {
        Ok(self.accounts("WHERE seat = ?1", [seat])?.pop())
    }

    /// The accounts of the document of a ledger row.
    pub fn accounts_of(&self, seq: i64) -> Result<Vec<Account>> {
        self.accounts("WHERE seq = ?1 ORDER BY id", [seq])
    }

    /// The accounts of an incident, by id.
    pub fn members(&self, incident: &str) -> Result<Vec<Account>> {
        self.accounts("WHERE incident = ?1 ORDER BY id", [incident])
    }

    /// All accounts, one call each, by number.
    pub fn each_account(&self, mut each: impl FnMut(Account)) -> Result<()> {
        let mut rows = self.sql(self.conn.prepare(&format!("{COLUMNS} ORDER BY seat")))?;
        let mut rows = self.sql(rows.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            each(self.sql(Account::of(row))?.0);
        }
        Ok(())
    }

    fn accounts(&self, which: &str, of: impl rusqlite::Params) -> Result<Vec<Account>> {
        let find = || -> rusqlite::Result<Vec<(Account, Vec<u8>)>> {
            self.conn.prepare_cached(&format!("{COLUMNS} {which}"))?.query_map(of, Account::of)?.collect()
        };
        self.sql(find())?
            .into_iter()
            .map(|(account, hash)| {
                let sound = account.hash()[..] == hash[..];
                sound.then_some(account).ok_or_else(|| self.damaged("account: a row is not what was written"))
            })
            .collect()
    }

    /// The numbers of accounts that carry a token, no more than `most`.
    pub fn carrying(&self, token: u64, most: usize) -> Result<Vec<u32>> {
        let find = || -> rusqlite::Result<Vec<u32>> {
            let mut find = self.conn.prepare_cached("SELECT seat FROM token WHERE token = ?1 ORDER BY seat LIMIT ?2")?;
            find.query_map(params![token as i64, i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?.collect()
        };
        self.sql(find())
    }

    /// The first number that no account has, nor any after it.
    pub fn next_seat(&self) -> Result<u32> {
        self.sql(self.conn.query_row("SELECT coalesce(max(seat) + 1, 0) FROM account", [], |row| row.get(0)))
    }

    /// The sum of all postings (see [`posting`]).
    pub fn postings(&self) -> Result<u128> {
        let read = || -> rusqlite::Result<u128> {
            let mut sum = 0_u128;
            let mut rows = self.conn.prepare("SELECT token, seat FROM token")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                sum = sum.wrapping_add(posting(row.get::<_, i64>(0)? as u64, row.get(1)?));
            }
            Ok(sum)
        };
        self.sql(read())
    }

    /// The ledger row of the document of that name that the derived tables hold.
    pub fn settled(&self, doc: &str) -> Result<Option<i64>> {
        self.sql(settled(&self.conn, doc))
    }
}

pub(crate) fn settled(conn: &Connection, doc: &str) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT max(seq) FROM ledger JOIN search_docsize ON id = seq WHERE name = ?1 AND entry = 'document'")?
        .query_row([doc], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

pub(crate) fn put(conn: &Connection, account: &Account) -> rusqlite::Result<()> {
    let Account { seat, id, seq, incident, key } = account;
    conn.prepare_cached("INSERT OR REPLACE INTO account (seat, id, seq, incident, key, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        seat,
        id,
        seq,
        incident,
        key,
        account.hash()
    ])?;
    Ok(())
}

pub(crate) fn post(conn: &Connection, token: u64, seat: u32) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO token (token, seat) VALUES (?1, ?2)")?.execute(params![token as i64, seat])?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, seat: u32, tokens: &[u64]) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM account WHERE seat = ?1")?.execute([seat])?;
    let mut delete = conn.prepare_cached("DELETE FROM token WHERE token = ?1 AND seat = ?2")?;
    for token in tokens {
        delete.execute(params![*token as i64, seat])?;
    }
    Ok(())
}
