-- Format 3. What a write must know is kept with the rows, so that adding a document is no walk over the register.

-- What lies in each derived table, kept as its rows come and go; no row: nothing lies in it.
CREATE TABLE tally (
    name TEXT PRIMARY KEY,        -- reading, account, incident, search
    rows INTEGER NOT NULL,
    sum  BLOB NOT NULL,           -- the hashes of its rows, added up as numbers of 256 bits
    hash BLOB NOT NULL            -- BLAKE3 of all other columns
) STRICT, WITHOUT ROWID;

-- What is derived is made anew, but for readings, each of which has its hash: they are tallied as they lie.
DELETE FROM incident;
INSERT INTO search (search) VALUES ('delete-all');
DROP TABLE built;
DROP TABLE account;
DROP TABLE token;

CREATE TABLE built (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    head       BLOB NOT NULL,     -- hash of the last ledger row
    seq        INTEGER NOT NULL,  -- its number
    key        TEXT NOT NULL,     -- hash of the program and kinds
    claims     INTEGER NOT NULL,  -- of all incidents together
    disputed   INTEGER NOT NULL,
    background INTEGER NOT NULL,
    hash       BLOB NOT NULL      -- BLAKE3 of all other columns
) STRICT;

-- One row an account of the documents in force.
CREATE TABLE account (
    seat     INTEGER PRIMARY KEY, -- a number; nothing depends on which
    id       TEXT NOT NULL,
    leads    TEXT NOT NULL,       -- the incident that it is the first account of, wherever it is the first of one
    seq      INTEGER NOT NULL,    -- ledger row of its document
    known    INTEGER NOT NULL,    -- the day by which its document could be known: 20260314
    incident TEXT NOT NULL,       -- the incident that it tells of
    key      BLOB NOT NULL,       -- postcard
    hash     BLOB NOT NULL        -- BLAKE3 of all other columns
) STRICT;
CREATE UNIQUE INDEX account_id ON account (id);
CREATE INDEX account_leads ON account (leads);
CREATE INDEX account_seq ON account (seq);
CREATE INDEX account_incident ON account (incident);

-- What an account is found by. It follows from the keys, and `check` makes it anew to compare.
CREATE TABLE token (
    token INTEGER NOT NULL,       -- a hash, its bits read as a signed number
    known INTEGER NOT NULL,       -- of the account
    seat  INTEGER NOT NULL,
    PRIMARY KEY (token, known, seat)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_decided ON ledger (seq) WHERE entry IN ('judgement', 'undo');
