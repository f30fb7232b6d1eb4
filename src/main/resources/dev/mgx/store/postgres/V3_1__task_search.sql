-- The terms of title and requirement, as SearchTerms makes them. Beside the task's row, which changes all the time.
CREATE TABLE task_words (
    task_id TEXT COLLATE "C" PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
    terms   TSVECTOR NOT NULL
);

CREATE INDEX task_by_term ON task_words USING GIN (terms);
