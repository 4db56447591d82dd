//! Mentions: typed stretches of a sheet. One file per type finds them; none knows another, and none leaves this crate.

pub mod address;
pub mod age;
pub mod clock;
pub mod day;
pub mod found;
pub mod number;
pub mod person;
pub mod place;
pub mod word;

use std::ops::Range;

/// A stretch of tokens that stands for a value.
#[derive(Clone, Debug)]
pub struct Mention<V> {
    /// Its tokens, all of one sentence.
    pub tokens: Range<usize>,
    /// What it stands for.
    pub value: V,
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::Date;
    use rashomon_model::text::{Certainty, DatedBy, Published, Source, Text, Zone, ZoneKind};
    use rashomon_model::value::day::DayRange;
    use rashomon_model::{DocId, Document, Field};

    /// A document of one body zone.
    pub fn sheet_of(text: &str) -> Document {
        document(text, Source::unknown(DocId::new("d")))
    }

    /// The same, published on a day.
    pub fn published_sheet_of(text: &str, day: Date) -> Document {
        let published = Published { day: DayRange::day(day), time: None, from: DatedBy::Meta, certainty: Certainty::Stated };
        document(text, Source { published: Some(published), ..Source::unknown(DocId::new("d")) })
    }

    fn document(text: &str, source: Source) -> Document {
        let zone = Zone { kind: ZoneKind::Body, field: Field::Text, start: 0, end: text.len() as u32, comment: None };
        Document::new(source, None, Text::plain(text), vec![zone]).unwrap()
    }
}
