-- Times are milliseconds since the epoch. Plain SQL that SQLite and PostgreSQL both understand.

CREATE TABLE task (
    id             TEXT    PRIMARY KEY,
    title          TEXT,
    input_prompt   TEXT    NOT NULL,
    options        TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    state          TEXT    NOT NULL,           -- the fold of the task's events, as on the wire
    result_summary TEXT,
    created_at     BIGINT  NOT NULL,
    updated_at     BIGINT  NOT NULL,
    epoch          BIGINT  NOT NULL DEFAULT 0, -- who may write: raised by every claim, fence and end of a run
    last_seq       BIGINT  NOT NULL DEFAULT 0, -- the last event_id given out
    last_event_at  BIGINT  NOT NULL DEFAULT 0,
    used_millis    BIGINT  NOT NULL DEFAULT 0, -- run time used by the run so far, waits for people not counted
    takeovers      INTEGER NOT NULL DEFAULT 0, -- since the last finished step
    ending         TEXT,                       -- the end that was decided, until its events are recorded
    queue_ticket   BIGINT,                     -- the place in the queue; null: waits for none
    request        TEXT    NOT NULL            -- what the queued, running or last run was asked to be
);

CREATE INDEX task_newest ON task (created_at DESC, id DESC);
CREATE INDEX task_by_status ON task (status, created_at DESC, id DESC);
CREATE INDEX task_queue ON task (queue_ticket);

CREATE TABLE event (
    task_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    type       TEXT   NOT NULL,
    body       TEXT   NOT NULL,                -- the event, as on the wire
    state      TEXT,                           -- the state after it, where watchers are to be told
    PRIMARY KEY (task_id, seq)
);

CREATE TABLE step (
    task_id TEXT    NOT NULL,
    run     INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    tries   INTEGER NOT NULL,
    result  TEXT,                              -- null until it is finished
    PRIMARY KEY (task_id, run, name)
);

CREATE TABLE artifact_version (
    task_id        TEXT    NOT NULL,
    path           TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    artifact_id    TEXT    NOT NULL,
    agent_role     TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    content        TEXT    NOT NULL,
    content_length INTEGER NOT NULL,           -- bytes of UTF-8
    PRIMARY KEY (task_id, path, version)
);

CREATE TABLE manifest (
    task_id TEXT    NOT NULL,
    run     INTEGER NOT NULL,
    path    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (task_id, run, path)
);

CREATE TABLE inbox (
    task_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    channel    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    sent_at    BIGINT NOT NULL,
    PRIMARY KEY (task_id, seq)
);
