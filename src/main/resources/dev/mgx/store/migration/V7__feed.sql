-- What became of all tasks, in the order in which it was committed: beginnings, waits and ends, as on the wire.
CREATE TABLE feed (
    position    BIGINT PRIMARY KEY,
    task_id     TEXT   NOT NULL,               -- empty where it tells that a task was deleted
    change      TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    recorded_at BIGINT NOT NULL
);

CREATE INDEX feed_by_task ON feed (task_id, recorded_at);

-- The last position given out. Whoever takes the next one holds this row until its commit, so that none is committed out of
-- order, and it never falls, so that none comes twice.
CREATE TABLE feed_end (
    id       INTEGER PRIMARY KEY,              -- always 1
    position BIGINT  NOT NULL
);
