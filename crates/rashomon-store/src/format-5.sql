-- Format 5. Broad questions are answered from a sixth of what lies beside incidents; and views that other programs read by their own rules.

-- One row an incident: what is known of it but for its claims and how findings stand, by which most questions are answered.
CREATE TABLE brief (
    id    TEXT PRIMARY KEY,
    facts BLOB NOT NULL           -- postcard; the incident's hash covers it
) STRICT;

-- Incidents are made anew, with it.
DELETE FROM incident;
DELETE FROM asked;
DELETE FROM built;
DELETE FROM tally WHERE name = 'incident';

-- DuckDB reads the words of a view by its own grammar: no printf, whose division it does otherwise; `->>` and casts, for its json_extract gives JSON.
DROP VIEW incidents;
CREATE VIEW incidents AS -- one row an incident, as `rashomon list` has it
SELECT
    asked.id AS incident_id,
    asked.kind AS kind,
    line ->> '$.caption' AS caption,
    asked.day AS date,          -- ISO day, or the first and the last that it can be
    city,
    asked.state AS state,
    CAST(line ->> '$.n_killed.low' AS INTEGER) AS n_killed_low,
    CAST(line ->> '$.n_killed.best' AS INTEGER) AS n_killed_best,
    CAST(line ->> '$.n_killed.high' AS INTEGER) AS n_killed_high,
    CAST(line ->> '$.n_injured.low' AS INTEGER) AS n_injured_low,
    CAST(line ->> '$.n_injured.best' AS INTEGER) AS n_injured_best,
    CAST(line ->> '$.n_injured.high' AS INTEGER) AS n_injured_high,
    CAST(line ->> '$.documents' AS INTEGER) AS documents,
    CAST(line ->> '$.origins' AS INTEGER) AS origins,      -- distinct roots of what is said
    CAST(line ->> '$.claims' AS INTEGER) AS claims,
    CAST(json_array_length(line, '$.disputed') AS INTEGER) AS disputed,  -- findings in which reports disagree
    line ->> '$.scope' AS scope                             -- in, out, unsure, where somebody decided
FROM asked JOIN incident ON incident.id = asked.id;

DROP VIEW documents;
CREATE VIEW documents AS -- one row a report and incident that it tells of
SELECT DISTINCT
    ledger.name AS doc_id,
    account.incident AS incident_id,
    CASE WHEN account.known BETWEEN 10000101 AND 99991231
        THEN substr(CAST(account.known AS TEXT), 1, 4) || '-' || substr(CAST(account.known AS TEXT), 5, 2) || '-' || substr(CAST(account.known AS TEXT), 7, 2)
        END AS known_by -- the day by which it could be known
FROM account JOIN ledger ON ledger.seq = account.seq;
