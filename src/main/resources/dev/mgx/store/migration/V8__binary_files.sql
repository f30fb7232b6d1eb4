-- The files of a run's project that are no text, beside its manifest; only the latest content of each is kept.
CREATE TABLE binary_file (
    task_id TEXT    NOT NULL,
    run     INTEGER NOT NULL,
    path    TEXT    NOT NULL,
    hash    TEXT    NOT NULL,                  -- SHA-256 of the content, in hexadecimal
    PRIMARY KEY (task_id, run, path)
);

-- In pieces, so that no row is large.
CREATE TABLE binary_content (
    task_id TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    piece   INTEGER NOT NULL,                  -- 0, 1, ...
    content BYTEA   NOT NULL,
    PRIMARY KEY (task_id, hash, piece)
);
