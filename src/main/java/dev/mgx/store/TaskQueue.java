package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.TaskRow;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.TaskWrites;
import dev.mgx.store.task.Tasks;
import dev.mgx.store.task.UnreadableTask;
import dev.mgx.task.EventDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Optional;

/**
 * The tasks that wait for a place, the one that has waited longest first, and what is asked of them until
 * {@link Claims} takes them. Thread-safe; every call blocks on the database.
 */
public final class TaskQueue {
    private static final String NEXT_TICKET = "(SELECT COALESCE(MAX(queue_ticket), 0) + 1 FROM task)";

    private final TaskWrites writes;
    private final Journal journal;

    TaskQueue(Writer writer, Readers readers, Journal journal) {
        writes = new TaskWrites(writer, readers);
        this.journal = journal;
    }

    /**
     * Puts a task at the end of the queue, with the options that the request names.
     *
     * @param limit how many tasks may wait
     */
    public Enqueued enqueue(String taskId, RunRequest request, int limit) {
        return writes.write(taskId, tx -> enqueueIn(tx, taskId, request, limit), WriteTimeouts.LIMITED);
    }

    private Enqueued enqueueIn(Tx tx, String taskId, RunRequest request, int limit) {
        Optional<TaskRow> found = TaskRow.find(tx, taskId);
        if (found.isEmpty()) {
            return new Enqueued.UnknownTask();
        }
        TaskRow task = found.get();
        int next = task.state().run() + 1;
        if (task.queueTicket() != null || task.state().status() == TaskStatus.RUNNING) {
            return new Enqueued.AlreadyActive(
                    task.queueTicket() == null ? task.state().run() : next);
        }
        if (tx.sql().number("SELECT COUNT(*) FROM task WHERE queue_ticket IS NOT NULL") >= limit) {
            return new Enqueued.QueueFull();
        }
        tx.sql()
                .update(
                        "UPDATE task SET queue_ticket = " + NEXT_TICKET + ", request = ? WHERE id = ?",
                        Json.write(request),
                        taskId);
        Tasks.replaceOptions(tx.sql(), taskId, request.options());
        UserMessages.forget(tx, taskId, request.kind());
        journal.tell(tx, taskId, List.of(), new JournalHead(task.state(), false));
        return new Enqueued.Queued(next);
    }

    /**
     * Ends a run that waits for its place before it has begun.
     *
     * @return whether the task was waiting
     */
    public boolean cancel(String taskId, List<EventDraft> events) {
        return writes.write(
                taskId,
                tx -> {
                    Optional<TaskRow> taken = tx.sql()
                            .first(
                                    TaskRow::read,
                                    "UPDATE task SET epoch = epoch + 1, last_seq = last_seq + ?, queue_ticket = NULL"
                                            + " WHERE id = ? AND queue_ticket IS NOT NULL RETURNING "
                                            + TaskRow.COLUMNS,
                                    events.size(),
                                    taskId);
                    if (taken.isEmpty()) {
                        return false;
                    }
                    recordEndOfQueued(tx, journal, taken.get(), events);
                    return true;
                },
                WriteTimeouts.LIMITED);
    }

    /** Records the whole of a run that ends before it began; what it would have had stays for one that resumes it. */
    static void recordEndOfQueued(Tx tx, Journal journal, TaskRow taken, List<EventDraft> events) {
        journal.record(tx, taken.position(), events);
        RunRequest request;
        try {
            request = taken.request();
        } catch (UnreadableTask e) {
            request = RunRequest.RESUME; // who does not know what was asked keeps everything
        }
        RunCarryOver.pass(tx, taken.state().taskId(), request, taken.state().run() + 1);
    }

    /**
     * Puts a task at the end of the queue whose run did not take all that was said to it. Before the run's end is
     * recorded, so that watchers are told that more is to come.
     */
    static void followUp(Tx tx, Fence fence) {
        List<String> left = UserMessages.notTaken(tx, fence.taskId());
        if (left.isEmpty()) {
            return;
        }
        int rows = tx.sql()
                .update(
                        "UPDATE task SET queue_ticket = " + NEXT_TICKET + ", request = ? WHERE id = ? AND epoch = ?",
                        Json.write(RunRequest.followUpOnSaid(String.join("\n\n", left))),
                        fence.taskId(),
                        fence.epoch());
        if (rows > 0) {
            tx.sql().update("DELETE FROM inbox WHERE task_id = ?", fence.taskId());
        }
    }
}
