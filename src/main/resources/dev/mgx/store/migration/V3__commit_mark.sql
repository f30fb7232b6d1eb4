-- The last batch that each writer committed: it is looked up where a commit broke off and nobody knows what came of it.
CREATE TABLE commit_mark (
    writer  TEXT   PRIMARY KEY,
    batch   BIGINT NOT NULL,
    left_at BIGINT NOT NULL
);
