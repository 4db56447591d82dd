-- Format 2. What grouping knows is kept, so that a register grows by what a document can change.

-- One row an account of the documents in force.
CREATE TABLE account (
    seat     INTEGER PRIMARY KEY, -- a number; nothing depends on which
    id       TEXT NOT NULL,
    seq      INTEGER NOT NULL,    -- ledger row of its document
    incident TEXT NOT NULL,       -- the incident that it tells of
    key      BLOB NOT NULL,       -- postcard
    hash     BLOB NOT NULL        -- BLAKE3 of all other columns
) STRICT;
CREATE UNIQUE INDEX account_id ON account (id);
CREATE INDEX account_seq ON account (seq);
CREATE INDEX account_incident ON account (incident);

-- What an account is found by. It follows from the keys, and `check` makes it anew to compare.
CREATE TABLE token (
    token INTEGER NOT NULL,       -- a hash, its bits read as a signed number
    seat  INTEGER NOT NULL,
    PRIMARY KEY (token, seat)
) STRICT, WITHOUT ROWID;

-- Up to which row of the ledger, and over the rows of `account`; of what format 1 built: 0 and nothing.
ALTER TABLE built ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE built ADD COLUMN accounts BLOB NOT NULL DEFAULT x'';

-- The ledger's entries since format 2: document, retraction, judgement, undo, set-aside, batch.
