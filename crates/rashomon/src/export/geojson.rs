//! `geojson`: a FeatureCollection (RFC 7946), one Feature an incident that has a place. Coordinates are the place's
//! from the gazetteer: `located` says of what, so that the middle of a city is not taken for the scene.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rashomon_model::Document;
use rashomon_store::wire::Incident;
use serde_json::json;

use super::{Format, item};

/// The format.
#[derive(Debug)]
pub struct GeoJson {
    first: bool,
}

impl Default for GeoJson {
    fn default() -> Self {
        Self { first: true }
    }
}

impl Format for GeoJson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")
    }

    fn incident(&mut self, incident: &Incident, _: &BTreeMap<String, Document>, out: &mut dyn Write) -> io::Result<()> {
        let r = &incident.record;
        let (Some(lat), Some(lon)) = (r.lat, r.lon) else { return Ok(()) };
        let line = incident.line();
        let located = r.basis.get("lat_lon").map(|b| b.trim_start_matches("gazetteer: "));
        let feature = json!({
            "type": "Feature",
            "id": incident.incident_id,
            "geometry": { "type": "Point", "coordinates": [lon, lat] },
            "properties": {
                "kind": incident.kind, "caption": incident.caption, "date": r.date, "time": r.time,
                "state": r.state, "county": r.county, "city": r.city, "address": r.address, "venue": r.venue, "located": located,
                "n_killed": r.n_killed, "n_injured": r.n_injured, "weapons": r.weapons, "circumstances": r.circumstances,
                "reports": line.documents, "origins": line.origins, "disputed": line.disputed,
                "replies": incident.all_replies().collect::<Vec<_>>(),
            },
        });
        item(&mut self.first, &feature, out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}
