//! Slots: each file finds drafts for the slots it is named after, in one sheet; none knows another.

pub mod arrested;
pub mod charge;
pub mod condition;
pub mod criminal_history;
pub mod day;
pub mod hospital;
pub mod outcome;
pub mod phrase;
pub mod shot_by;
pub mod time;
pub mod toll;
pub mod wound_site;
pub mod wounds;
