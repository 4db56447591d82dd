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

-- For other programs (Datasette, DuckDB, spreadsheets): what can be read without unpacking anything. `rashomon schema` prints this.
CREATE VIEW incidents AS -- one row an incident, as `rashomon list` has it
SELECT
    id AS incident_id,
    kind,
    json_extract(line, '$.caption') AS caption,
    day AS date,              -- ISO day, or the first and the last that it can be
    city,
    state,
    json_extract(line, '$.n_killed.low') AS n_killed_low,
    json_extract(line, '$.n_killed.best') AS n_killed_best,
    json_extract(line, '$.n_killed.high') AS n_killed_high,
    json_extract(line, '$.n_injured.low') AS n_injured_low,
    json_extract(line, '$.n_injured.best') AS n_injured_best,
    json_extract(line, '$.n_injured.high') AS n_injured_high,
    json_extract(line, '$.documents') AS documents,
    json_extract(line, '$.origins') AS origins,         -- distinct roots of what is said
    json_extract(line, '$.claims') AS claims,
    json_array_length(line, '$.disputed') AS disputed,  -- findings in which reports disagree
    json_extract(line, '$.scope') AS scope              -- in, out, unsure, where somebody decided
FROM incident;

CREATE VIEW documents AS -- one row a report and incident that it tells of
SELECT DISTINCT
    ledger.name AS doc_id,
    account.incident AS incident_id,
    CASE WHEN account.known BETWEEN 10000101 AND 99991231
        THEN printf('%04d-%02d-%02d', account.known / 10000, account.known / 100 % 100, account.known % 100) END AS known_by -- the day by which it could be known
FROM account JOIN ledger ON ledger.seq = account.seq;
