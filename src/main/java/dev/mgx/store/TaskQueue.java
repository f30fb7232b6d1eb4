package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.TaskRow;
import dev.mgx.store.source.TaskSources;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.TaskWrites;
import dev.mgx.store.task.Tasks;
import dev.mgx.store.task.UnreadableTask;
import dev.mgx.task.EventDraft;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Optional;

/**
 * The queue of tasks that wait for a run slot, oldest ticket first, until {@link Claims} claims them. Thread-safe;
 * every call blocks on the database.
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
     * Enqueues a run, with the request's options.
     *
     * @param limit the maximum length of the queue
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
        if (TaskSources.isMissing(tx.sql(), taskId)) {
            return new Enqueued.NoSource();
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
        int position =
                Math.toIntExact(tx.sql().number("SELECT " + Tasks.QUEUE_POSITION + " FROM task WHERE id = ?", taskId));
        TaskState queued = task.state().queuedAt(position);
        journal.tell(tx, taskId, List.of(), new JournalHead(queued, false));
        journal.feed(tx, FeedEntry.Change.QUEUED, journal.now(), queued);
        return new Enqueued.Queued(next);
    }

    /**
     * Ends a queued run before it starts.
     *
     * @return whether the task was queued
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

    /** Records a run that ends before it starts; its carried-over data stays for a run that resumes it. */
    static void recordEndOfQueued(Tx tx, Journal journal, TaskRow taken, List<EventDraft> events) {
        journal.record(tx, taken.position(), events);
        RunRequest request;
        try {
            request = taken.request();
        } catch (UnreadableTask e) {
            request = RunRequest.RESUME; // the request is unreadable, so keep everything
        }
        RunCarryOver.pass(tx, taken.state().taskId(), request, taken.state().run() + 1);
    }

    /**
     * Enqueues a follow-up run if messages were not consumed. Before the end is recorded, so that watchers learn that
     * another run follows.
     *
     * @return whether one does
     */
    static boolean followUp(Tx tx, Fence fence) {
        List<String> left = UserMessages.notTaken(tx, fence.taskId());
        if (left.isEmpty()) {
            return false;
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
        return rows > 0;
    }
}
