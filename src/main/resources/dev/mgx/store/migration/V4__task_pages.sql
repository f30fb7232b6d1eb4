-- Pages of the list are chosen, counted and sorted by indexes alone: what is asked about a task is in them, its texts are not.
DROP INDEX task_by_status;
CREATE INDEX task_by_shown_status ON task (shown_status, created_at DESC, id DESC);
CREATE INDEX task_chosen ON task (id, shown_status, created_at);
