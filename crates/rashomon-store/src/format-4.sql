-- Format 4. What a question needs to know of an incident lies beside it, so that asking opens no whole incident.

-- One row an incident.
CREATE TABLE asked (
    id    TEXT PRIMARY KEY,
    kind  TEXT NOT NULL,          -- as in `incident`, to be looked up before anything is read
    day   TEXT,
    state TEXT COLLATE NOCASE,
    facts BLOB NOT NULL           -- postcard; the incident's hash covers it
) STRICT;
CREATE INDEX asked_where ON asked (state, kind, day);

-- Incidents are made anew, with their facts.
DELETE FROM incident;
DELETE FROM built;
DELETE FROM tally WHERE name = 'incident';
