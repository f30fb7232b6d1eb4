-- The existing project that a task changes: its files are those of run 0, a text being version 1 of its path, without a role. The row is
-- written last, so that there is no project before it is complete.
CREATE TABLE source (
    task_id     TEXT    PRIMARY KEY,
    commit_id   TEXT,                          -- where it comes from, if anybody said so
    files       INTEGER NOT NULL,
    bytes       BIGINT  NOT NULL,
    left_out    TEXT    NOT NULL,              -- sentences, as JSON
    received_at BIGINT  NOT NULL
);

-- What running programs left beside the project's files had the number 0.
UPDATE binary_file SET run = -1 WHERE run = 0;
