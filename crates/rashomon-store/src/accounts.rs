//! *accounts: what is grouped, and by which tokens is it found?* One row an account, with the key that grouping knows of it and
//! the incident it is in; one row a token that an account carries. What a key says is not known here.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::cache::row_hash;
use crate::ledger::Hash;
use crate::tally;
use crate::{Result, Store};

/// An account as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number; nothing depends on which.
    pub seat: u32,
    /// Its id.
    pub id: String,
    /// The incident that it is the first account of, wherever it is the first of one.
    pub leads: String,
    /// Ledger row of its document.
    pub seq: i64,
    /// The day by which its document could be known.
    pub known: Known,
    /// The incident it is in.
    pub incident: String,
    /// What grouping knows of it.
    pub key: Vec<u8>,
}

impl Account {
    pub(crate) fn hash(&self) -> Hash {
        let (seat, seq, known) = (self.seat.to_le_bytes(), self.seq.to_le_bytes(), self.known.0.to_le_bytes());
        row_hash(&[&seat, self.id.as_bytes(), self.leads.as_bytes(), &seq, &known, self.incident.as_bytes(), &self.key])
    }

    /// The account and the hash it was stored with.
    pub(crate) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Self, Vec<u8>)> {
        let known = Known(row.get(4)?);
        let account =
            Self { seat: row.get(0)?, id: row.get(1)?, leads: row.get(2)?, seq: row.get(3)?, known, incident: row.get(5)?, key: row.get(6)? };
        Ok((account, row.get(7)?))
    }
}

/// The day by which something could be known, as a number that has the order of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known(i64);

impl Known {
    /// Whatever day it is, and none.
    pub const EVER: Self = Self(i64::MAX);

    /// By that day; without one it is known by no day.
    pub fn by(day: Option<Date>) -> Self {
        day.map_or(Self::EVER, |d| Self(i64::from(d.year()) * 10_000 + i64::from(d.month()) * 100 + i64::from(d.day())))
    }
}

/// A posting as a number; the sum of all of them stands for the whole table, in whatever order.
pub fn posting(token: u64, known: Known, seat: u32) -> u128 {
    let hash: Hash = row_hash(&[&token.to_le_bytes(), &known.0.to_le_bytes(), &seat.to_le_bytes()]);
    hash.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

pub(crate) const COLUMNS: &str = "SELECT seat, id, leads, seq, known, incident, key, hash FROM account";

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

    /// The accounts known by a day that are the first of any incident whose id begins so, by id, no more than `most`.
    pub fn leading(&self, beginning: &str, by: Known, most: usize) -> Result<Vec<Account>> {
        self.accounts(
            "WHERE leads >= ?1 AND leads < ?1 || char(1114111) AND known <= ?2 ORDER BY leads LIMIT ?3",
            params![beginning, by.0, most as i64],
        )
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

    /// The numbers of accounts known by a day that carry a token, no more than `most`.
    pub fn carrying(&self, token: u64, by: Known, most: usize) -> Result<Vec<u32>> {
        let find = || -> rusqlite::Result<Vec<u32>> {
            let mut find = self.conn.prepare_cached("SELECT seat FROM token WHERE token = ?1 AND known <= ?2 LIMIT ?3")?;
            find.query_map(params![token as i64, by.0, i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?.collect()
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
            let mut rows = self.conn.prepare("SELECT token, known, seat FROM token")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                sum = sum.wrapping_add(posting(row.get::<_, i64>(0)? as u64, Known(row.get(1)?), row.get(2)?));
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
    let Account { seat, id, leads, seq, known, incident, key } = account;
    let hash = account.hash();
    let was: Option<Vec<u8>> = conn.prepare_cached("SELECT hash FROM account WHERE seat = ?1")?.query_row([seat], |row| row.get(0)).optional()?;
    conn.prepare_cached("INSERT OR REPLACE INTO account (seat, id, leads, seq, known, incident, key, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![seat, id, leads, seq, known.0, incident, key, hash])?;
    tally::shift(conn, "account", was.as_deref(), Some(&hash))
}

pub(crate) fn post(conn: &Connection, token: u64, known: Known, seat: u32) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO token (token, known, seat) VALUES (?1, ?2, ?3)")?.execute(params![token as i64, known.0, seat])?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, account: &Account, tokens: &[u64]) -> rusqlite::Result<()> {
    let gone: Option<Vec<u8>> =
        conn.prepare_cached("DELETE FROM account WHERE seat = ?1 RETURNING hash")?.query_row([account.seat], |row| row.get(0)).optional()?;
    tally::shift(conn, "account", gone.as_deref(), None)?;
    let mut delete = conn.prepare_cached("DELETE FROM token WHERE token = ?1 AND known = ?2 AND seat = ?3")?;
    for token in tokens {
        delete.execute(params![*token as i64, account.known.0, account.seat])?;
    }
    Ok(())
}
