//! Slots: each file finds drafts for the slots it is named after, in one sheet; none knows another.

pub mod address;
pub mod age;
pub mod agency;
pub mod arrested;
pub mod charge;
pub mod condition;
pub mod criminal_history;
pub mod day;
pub mod gender;
pub mod hospital;
pub mod name;
pub mod occupation;
pub mod outcome;
pub mod phrase;
pub mod place;
pub mod relationship;
pub mod role;
pub mod shot_by;
pub mod time;
pub mod toll;
pub mod vehicle;
pub mod venue;
pub mod wound_site;
pub mod wounds;

use rashomon_model::Kind;
use rashomon_model::value::Day;

use crate::draft::Draft;
use crate::mention::Mention;
use crate::models::Models;
use crate::scene::Scene;

/// Drafts for what the kind's slots say of the incident itself: when (by those of the scene's days that are asked for), where, by what, how it came about.
pub fn scene_drafts(scene: &Scene<'_, '_>, kind: &Kind, models: &Models, days: &dyn Fn(&Mention<Day>) -> bool) -> Vec<Draft> {
    let finders: &[fn(&Scene<'_, '_>, &Kind) -> Vec<Draft>] =
        &[time::drafts, phrase::drafts, address::drafts, venue::drafts, vehicle::drafts, agency::drafts];
    finders
        .iter()
        .flat_map(|find| find(scene, kind))
        .chain(day::drafts(scene, kind, models, days))
        .chain(place::drafts(scene, kind, models))
        .collect()
}
