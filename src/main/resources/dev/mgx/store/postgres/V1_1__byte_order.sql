-- Texts are put in order byte by byte, as SQLite does it, whatever the database's collation is.
ALTER TABLE task
    ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE artifact_version
    ALTER COLUMN task_id TYPE TEXT COLLATE "C",
    ALTER COLUMN path TYPE TEXT COLLATE "C";
ALTER TABLE manifest
    ALTER COLUMN task_id TYPE TEXT COLLATE "C",
    ALTER COLUMN path TYPE TEXT COLLATE "C";
