//! Slots: each file finds drafts for the slots it is named after, in one sheet; none knows another.

pub mod day;
pub mod phrase;
pub mod time;
