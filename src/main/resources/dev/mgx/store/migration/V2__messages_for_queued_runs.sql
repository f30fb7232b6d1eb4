-- 0: a message for a run that waits for its place; no event tells of it yet, the run's first ones will.
ALTER TABLE inbox ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
