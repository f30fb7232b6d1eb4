-- What the list shows as a task's status: one that waits for its place is PENDING.
ALTER TABLE task ADD COLUMN shown_status TEXT
    GENERATED ALWAYS AS (CASE WHEN queue_ticket IS NULL THEN status ELSE 'PENDING' END) STORED;

-- The terms of title and requirement, as SearchTerms makes them. Beside the task's row, which changes all the time.
CREATE TABLE task_words (
    task_id TEXT COLLATE "C" PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
    terms   TSVECTOR NOT NULL
);

CREATE INDEX task_by_term ON task_words USING GIN (terms);
