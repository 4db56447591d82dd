//! States, counties and cities of the United States with coordinates. Data: `models/gazetteer.tsv.zst`.
