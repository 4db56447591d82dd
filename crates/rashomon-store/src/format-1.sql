-- Format 1. Never edited once released: a later format is a further file.

-- What was given, in the order in which it was acknowledged. Every row's hash covers the row before it.
CREATE TABLE ledger (
    seq     INTEGER PRIMARY KEY,  -- 1, 2, 3, …
    entry   TEXT NOT NULL,        -- document, retraction, judgement, set-aside, batch
    name    TEXT NOT NULL,        -- doc_id; of a set-aside: the input's name
    content BLOB NOT NULL,        -- BLAKE3 of the body, uncompressed
    body    BLOB NOT NULL,        -- JSON, zstd
    hash    BLOB NOT NULL         -- BLAKE3 of the previous row's hash and all other columns
) STRICT;
CREATE INDEX ledger_name ON ledger (name, seq);

-- What follows from it. One row a document in force: what its reader and its claims made of it.
CREATE TABLE reading (
    seq  INTEGER PRIMARY KEY,     -- of its ledger row
    key  TEXT NOT NULL,           -- hash of the program parts and kinds that read it
    body BLOB NOT NULL,           -- postcard, zstd
    hash BLOB NOT NULL            -- BLAKE3 of all other columns
) STRICT;

CREATE TABLE incident (
    id    TEXT PRIMARY KEY,
    kind  TEXT NOT NULL,
    day   TEXT,                   -- ISO day or interval
    state TEXT,
    city  TEXT,
    line  TEXT NOT NULL,          -- its line in `list`: JSON
    body  BLOB NOT NULL,          -- its object in the export: JSON, zstd
    hash  BLOB NOT NULL           -- BLAKE3 of all other columns
) STRICT, WITHOUT ROWID;

-- Reporting words by document; rowid is the ledger's seq. Comments lie in a column of their own.
CREATE VIRTUAL TABLE search USING fts5 (title, body, comments, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');

-- Which ledger and which program the derived tables stand for.
CREATE TABLE built (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    head      BLOB NOT NULL,      -- hash of the last ledger row
    key       TEXT NOT NULL,      -- hash of the program and kinds
    readings  BLOB NOT NULL,      -- BLAKE3 over the rows of `reading`
    incidents BLOB NOT NULL,      -- … of `incident`
    search    BLOB NOT NULL,      -- … of the shadow tables of `search`
    hash      BLOB NOT NULL
) STRICT;
