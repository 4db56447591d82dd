//! The shelf of a register file: its accounts, found by token as the register looks for them.

use std::borrow::Cow;
use std::cell::OnceCell;

use rashomon_register::key::AccountKey;
use rashomon_register::shelf::{Seat, Shelf, Token};
use rashomon_store::{Error, Result, Store};

/// Accounts that are stored; a key is unpacked once.
#[derive(Debug)]
pub struct Stored<'s> {
    store: &'s Store,
    keys: Vec<OnceCell<Box<AccountKey>>>,
}

impl<'s> Stored<'s> {
    /// Of a register, as it stands now: accounts put there later are not seen.
    pub fn of(store: &'s Store) -> Result<Self> {
        let seats = store.next_seat()? as usize;
        Ok(Self { store, keys: std::iter::repeat_with(OnceCell::new).take(seats).collect() })
    }
}

impl Shelf for Stored<'_> {
    type Error = Error;
    fn carrying(&self, token: Token, most: usize) -> Result<Cow<'_, [Seat]>> {
        Ok(Cow::Owned(self.store.carrying(token, most.saturating_add(1))?))
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

/// A key as it is stored.
pub fn pack(key: &AccountKey) -> Vec<u8> {
    postcard::to_stdvec(key).unwrap_or_default() // plain data: always has a form
}

/// A key from what is stored.
pub fn unpack(bytes: &[u8]) -> Option<AccountKey> {
    postcard::from_bytes(bytes).ok()
}
