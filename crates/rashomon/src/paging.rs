//! Long lists a page at a time: no answer is larger than what a client asked for or can take, and a cursor says where the next begins.

use serde_json::Value;

use crate::failure::{Failure, Result};

/// What one answer may hold.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Items.
    pub items: usize,
    /// Bytes of JSON.
    pub bytes: usize,
}

/// A stretch of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The items.
    pub items: Vec<Value>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Where a page begins: after the item of this key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(Option<Vec<u8>>);

impl Cursor {
    /// Of what the page before gave as `next`; the beginning without it.
    pub fn read(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self(None)) };
        let wrong =
            || Failure::usage("bad-cursor", format!("{text:?} is no cursor"), "give what the page before gave as `next`, or begin without one");
        let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect();
        let digits = digits.filter(|d| d.len() % 2 == 0 && !d.is_empty()).ok_or_else(wrong)?;
        Ok(Self(Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())))
    }

    /// Whether an item of that key comes after it.
    pub fn is_before(&self, key: &str) -> bool {
        self.0.as_ref().is_none_or(|after| key.as_bytes() > after.as_slice())
    }

    fn write(key: &str) -> String {
        key.bytes().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The key of the item at that place of a list that is what it is.
pub fn place(n: usize) -> String {
    format!("{n:010}")
}

/// The items after the cursor that there is room for; keys rise. An item that is too large for a page of its own comes as what [`cut`] makes of it.
pub fn page(items: impl IntoIterator<Item = (String, Value)>, from: &Cursor, room: Room) -> Page {
    let mut page = Page::default();
    let mut last: Option<String> = None;
    let mut bytes = 0;
    let rest = items.into_iter().skip_while(|(key, _)| !from.is_before(key));
    for (key, item) in rest {
        let item = cut(item, room.bytes);
        let size = item.to_string().len() + 1;
        if page.items.len() == room.items || bytes + size > room.bytes && !page.items.is_empty() {
            page.next = last.as_deref().map(Cursor::write);
            return page;
        }
        bytes += size;
        page.items.push(item);
        last = Some(key);
    }
    page
}

/// An item that fits: of one that does not, the largest fields are left out, and `left_out` names them.
pub fn cut(mut item: Value, bytes: usize) -> Value {
    let mut left_out: Vec<Value> = Vec::new();
    while item.to_string().len() > bytes {
        let Some(object) = item.as_object_mut() else { return Value::from("too large to be shown") };
        let Some(largest) = object.iter().filter(|(key, _)| *key != "left_out").max_by_key(|(_, v)| v.to_string().len()).map(|(key, _)| key.clone())
        else {
            break;
        };
        object.shift_remove(&largest);
        left_out.push(Value::from(largest));
        object.insert("left_out".into(), Value::from(left_out.clone()));
    }
    item
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn all(n: usize, room: Room) -> Vec<Vec<u64>> {
        let items = || (0..n).map(|i| (place(i), json!(i)));
        let (mut pages, mut from) = (Vec::new(), Cursor::default());
        loop {
            let Page { items, next } = page(items(), &from, room);
            pages.push(items.iter().filter_map(Value::as_u64).collect());
            let Some(next) = next else { return pages };
            from = Cursor::read(Some(&next)).unwrap();
        }
    }

    #[test]
    fn every_item_comes_once() {
        assert_eq!(all(5, Room { items: 2, bytes: 100 }), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(all(4, Room { items: 2, bytes: 100 }), [vec![0, 1], vec![2, 3]]);
        assert_eq!(all(3, Room { items: 9, bytes: 4 }), [vec![0, 1], vec![2]]);
        assert_eq!(all(0, Room { items: 9, bytes: 4 }), [Vec::<u64>::new()]);
    }

    #[test]
    fn what_is_too_large_says_what_is_left_out() {
        let item = json!({ "slot": "wounds", "readings": "x".repeat(200), "why": "y".repeat(150) });
        assert_eq!(cut(item, 100), json!({ "slot": "wounds", "left_out": ["readings", "why"] }));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "zz", "abc", "ünü"] {
            assert_eq!(Cursor::read(Some(text)).unwrap_err().code, "bad-cursor", "{text}");
        }
    }
}
