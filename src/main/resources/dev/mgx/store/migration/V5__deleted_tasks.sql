-- Tasks that are gone and whose rows in the other tables are still to be removed, some at a time.
CREATE TABLE deleted_task (
    task_id    TEXT   PRIMARY KEY,
    deleted_at BIGINT NOT NULL
);
