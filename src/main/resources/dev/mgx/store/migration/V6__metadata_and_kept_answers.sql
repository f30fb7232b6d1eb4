-- What the clients of an API know their tasks by: the pairs as JSON, and each as a row that tasks are found by.
ALTER TABLE task ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';

CREATE TABLE task_metadata (
    task_id TEXT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (task_id, name)
);

CREATE INDEX task_by_metadata ON task_metadata (name, value, task_id);

-- The answer to a request with an Idempotency-Key, so that it is not done twice.
CREATE TABLE kept_answer (
    operation TEXT    NOT NULL,                -- the method and the path
    key       TEXT    NOT NULL,
    body_hash TEXT    NOT NULL,
    task_id   TEXT    NOT NULL,                -- empty until the task is made
    kept_at   BIGINT  NOT NULL,
    answer    TEXT,                            -- null while it is worked on, and where that broke off
    PRIMARY KEY (operation, key)
);

CREATE INDEX kept_answer_by_task ON kept_answer (task_id);
CREATE INDEX kept_answer_by_time ON kept_answer (kept_at);
