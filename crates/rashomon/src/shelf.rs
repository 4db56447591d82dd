//! The shelf of a register file: its accounts, found by token as the register looks for them.

use std::borrow::Cow;
use std::cell::OnceCell;

use rashomon_model::IncidentId;
use rashomon_register::key::AccountKey;
use rashomon_register::shelf::{Seat, Shelf, Token};
use rashomon_store::accounts::{Account, Known};
use rashomon_store::{Error, Result, Store};

/// Accounts that are stored; a key is unpacked once.
#[derive(Debug)]
pub struct Stored<'s> {
    store: &'s Store,
    by: Known,
    keys: Vec<OnceCell<Box<AccountKey>>>,
}

impl<'s> Stored<'s> {
    /// Of a register, as it stands now, and as far as it could be known by a day: accounts put there later are not seen.
    pub fn of(store: &'s Store, by: Known) -> Result<Self> {
        let seats = store.next_seat()? as usize;
        Ok(Self { store, by, keys: std::iter::repeat_with(OnceCell::new).take(seats).collect() })
    }
}

impl Shelf for Stored<'_> {
    type Error = Error;
    fn carrying(&self, token: Token, most: usize) -> Result<Cow<'_, [Seat]>> {
        Ok(Cow::Owned(self.store.carrying(token, self.by, most.saturating_add(1))?))
    }
    fn key(&self, seat: Seat) -> Result<Cow<'_, AccountKey>> {
        let missing = || self.store.damaged(format!("account: there is none at {seat}"));
        let cell = self.keys.get(seat as usize).ok_or_else(missing)?;
        if cell.get().is_none() {
            let key = self.store.account(seat)?.as_ref().and_then(|a| unpack(&a.key)).ok_or_else(missing)?;
            let _ = cell.set(Box::new(key));
        }
        cell.get().map(|key| Cow::Borrowed(&**key)).ok_or_else(missing)
    }
}

/// Where the page of an account lies, and when it could be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Ledger row.
    pub seq: i64,
    /// The day.
    pub known: Known,
}

/// An account as it is stored.
pub fn account(seat: Seat, key: &AccountKey, page: Page, incident: String) -> Account {
    let Page { seq, known } = page;
    Account { seat, id: key.account.to_string(), leads: incident_id(&[key]).to_string(), seq, known, incident, key: pack(key) }
}

/// The id of the incident that these accounts tell of: it follows from the first of them.
pub fn incident_id(members: &[&AccountKey]) -> IncidentId {
    IncidentId::of(&[members.iter().map(|k| &k.account).min().map_or("", |a| a.as_str())])
}

/// A key as it is stored.
pub fn pack(key: &AccountKey) -> Vec<u8> {
    postcard::to_stdvec(key).unwrap_or_default() // plain data: always has a form
}

/// A key from what is stored.
pub fn unpack(bytes: &[u8]) -> Option<AccountKey> {
    postcard::from_bytes(bytes).ok()
}
