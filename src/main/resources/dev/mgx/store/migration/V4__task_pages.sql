-- Pages of the list are chosen, sorted and counted by indexes alone: all that is asked about a task is in them, its texts are not.
-- A task that waits for its place is shown as PENDING; the statements have the expression as it is here.
DROP INDEX task_by_status;
CREATE INDEX task_by_shown_status ON task (
    (CASE WHEN queue_ticket IS NULL THEN status ELSE 'PENDING' END), created_at DESC, id DESC, status, queue_ticket
);
CREATE INDEX task_chosen ON task (id, created_at, status, queue_ticket);
