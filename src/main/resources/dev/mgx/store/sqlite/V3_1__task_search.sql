-- The number under which the full-text index knows a task: a rowid of the table itself may change.
CREATE TABLE task_words (
    number  INTEGER PRIMARY KEY,
    task_id TEXT    NOT NULL UNIQUE
);

-- The terms of title and requirement, as SearchTerms makes them; the texts themselves are not kept twice.
CREATE VIRTUAL TABLE task_terms USING fts5(
    terms, content='', contentless_delete=1, detail=none, prefix='1 2', tokenize='ascii'
);

CREATE TRIGGER task_words_gone AFTER DELETE ON task
BEGIN
    DELETE FROM task_terms WHERE rowid = (SELECT number FROM task_words WHERE task_id = OLD.id);
    DELETE FROM task_words WHERE task_id = OLD.id;
END;
