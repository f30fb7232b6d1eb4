package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.KnownState;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.journal.TaskRow;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.TaskPurge;
import dev.mgx.store.task.TaskWrites;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.EventDraft;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Claims runs and fences them. Every claim, takeover and fence raises the task's epoch. Thread-safe; every call blocks
 * on the database.
 */
public final class Claims {
    private final Writer writer;
    private final Readers readers;
    private final Journal journal;
    private final Unstartable unstartable;
    private final TaskPurge purge;

    Claims(Writer writer, Readers readers, Journal journal, TaskPurge purge) {
        this.writer = writer;
        this.readers = readers;
        this.journal = journal;
        this.purge = purge;
        unstartable = new Unstartable(writer, new TaskWrites(writer, readers), journal);
    }

    /**
     * A run that is about to start.
     *
     * @param state before the run
     * @param waitingMessages messages sent while the run was queued that no event has announced
     */
    public record Offer(Task task, TaskState state, RunRequest request, List<String> waitingMessages) {}

    /** Claims the oldest queued run and starts it. */
    public Optional<Claim> claimNext(Function<Offer, List<EventDraft>> startEvents) {
        return claimNext(Set.of(), startEvents);
    }

    /**
     * Claims the oldest queued run and starts it. A run that cannot be started fails with the reason, and the next one
     * is claimed.
     *
     * @param skipped tasks to skip; they keep their queue position
     * @param startEvents produces the first events of a run, beginning with TASK_START; must not block
     */
    public Optional<Claim> claimNext(Set<String> skipped, Function<Offer, List<EventDraft>> startEvents) {
        while (true) {
            Optional<String> next = longestWaiting(skipped);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            String id = next.get();
            try {
                // There is no other claimer, but the task may be deleted or stopped meanwhile.
                return writer.write(tx -> claim(tx, id, startEvents), WriteTimeouts.UNTIL_KNOWN);
            } catch (StoreUnavailable | OutcomeUnknown e) {
                throw e; // not caused by this task
            } catch (RuntimeException e) {
                unstartable.fail(id, e);
            }
        }
    }

    private Optional<String> longestWaiting(Set<String> skipped) {
        Set<String> left = new HashSet<>(skipped);
        left.addAll(unstartable.stuck());
        List<String> first = readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NOT NULL ORDER BY queue_ticket LIMIT ?",
                left.size() + 1));
        return first.stream().filter(id -> !left.contains(id)).findFirst();
    }

    private Optional<Claim> claim(Tx tx, String taskId, Function<Offer, List<EventDraft>> startEvents) {
        Optional<TaskRow> waiting = TaskRow.find(tx, taskId).filter(found -> found.queueTicket() != null);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        TaskRow before = waiting.get();
        Task task = Tasks.find(tx.sql(), taskId).orElseThrow();
        List<EventDraft> events = startEvents.apply(
                new Offer(task, before.state(), before.request(), UserMessages.unannounced(tx, task.id())));
        tx.sql()
                .update(
                        "UPDATE task SET epoch = epoch + 1, last_seq = last_seq + ?, queue_ticket = NULL, used_millis = 0,"
                                + " takeovers = 0, ending = NULL WHERE id = ?",
                        events.size(),
                        task.id());
        journal.record(tx, before.position(), events);
        RunCarryOver.pass(tx, taskId, before.request(), before.state().run() + 1);
        return Optional.of(claimed(tx, task));
    }

    /** The tasks with an active run, of this node or a crashed one, oldest first. */
    public List<String> running() {
        return readers.read(sql -> sql.list(
                row -> row.getString(1), "SELECT id FROM task WHERE status = 'RUNNING' ORDER BY created_at, id"));
    }

    /** Takes over a run of a dead process without recording events. */
    public Optional<Claim> takeOver(String taskId) {
        return takeOver(taskId, claim -> List.of());
    }

    /**
     * Takes over a run of a dead process; late writes of that process are rejected from here on. If the task cannot be
     * read, the run fails with the reason.
     *
     * @param takeoverEvents produces the takeover's events, recorded in the same transaction; must not block
     * @return empty if the task has no active run
     */
    public Optional<Claim> takeOver(String taskId, Function<Claim, List<EventDraft>> takeoverEvents) {
        try {
            return writer.write(tx -> takeOver(tx, taskId, takeoverEvents), WriteTimeouts.UNTIL_KNOWN);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            throw e; // not caused by this task
        } catch (RuntimeException e) {
            unstartable.fail(taskId, e);
            return Optional.empty();
        }
    }

    private Optional<Claim> takeOver(Tx tx, String taskId, Function<Claim, List<EventDraft>> takeoverEvents) {
        int rows = tx.sql()
                .update(
                        "UPDATE task SET epoch = epoch + 1, takeovers = takeovers + 1"
                                + " WHERE id = ? AND status = 'RUNNING'",
                        taskId);
        if (rows == 0) {
            return Optional.empty();
        }
        Task task = Tasks.find(tx.sql(), taskId).orElseThrow();
        TaskRow row = TaskRow.find(tx, taskId).orElseThrow();
        Claim claim = claimed(row, task);
        List<EventDraft> events = takeoverEvents.apply(claim);
        if (events.isEmpty()) {
            return Optional.of(claim);
        }
        KnownState known = new KnownState(row.state(), row.state().lastEventId(), row.epoch(), row.lastEventAt());
        AppendRequest append = new AppendRequest(events, List.of(), claim.usedMillis());
        var _ = journal.appendIn(tx, claim.fence(), append, known);
        return Optional.of(claimed(tx, task));
    }

    /**
     * Fences a task's run, whichever node executes it: nothing it does later is recorded. Also stores the decided end,
     * which {@link #end} records.
     *
     * @return the fence with which to record the end; empty if there is no active run
     */
    public Optional<Fence> fence(String taskId, DecidedEnd ending) {
        return writer.write(
                tx -> tx.sql()
                        .first(
                                row -> new Fence(taskId, row.getLong("epoch")),
                                "UPDATE task SET epoch = epoch + 1, ending = COALESCE(ending, ?)"
                                        + " WHERE id = ? AND status = 'RUNNING' RETURNING epoch",
                                Json.write(ending),
                                taskId),
                WriteTimeouts.UNTIL_KNOWN);
    }

    /**
     * Records the end of a run. If the end says so, messages that the run did not consume get a follow-up run.
     *
     * @throws StaleEpoch if the fence no longer holds
     */
    public void end(Fence fence, EndRecord end) {
        journal.write(
                fence.taskId(),
                (tx, known) -> {
                    boolean followed = end.followsUp() && TaskQueue.followUp(tx, fence);
                    journal.appendIn(tx, fence, new AppendRequest(end.events(), List.of(), end.usedMillis()), known);
                    tx.sql()
                            .update(
                                    "UPDATE task SET ending = NULL, result_summary = COALESCE(?, result_summary) WHERE id = ?",
                                    end.summary(),
                                    fence.taskId());
                    if (followed) { // after the end of the run before
                        TaskState ended =
                                TaskRow.find(tx, fence.taskId()).orElseThrow().state();
                        journal.feed(tx, FeedEntry.Change.QUEUED, journal.now(), ended.queuedAt(1));
                    }
                    return true;
                },
                WriteTimeouts.UNTIL_KNOWN);
    }

    /**
     * Deletes a task at once for everybody and thereby fences its run. Its remaining rows are removed in the
     * background, in small batches.
     */
    public boolean delete(String taskId) {
        return writer.write(
                tx -> {
                    boolean known = purge.delete(tx, taskId, journal.now().toEpochMilli());
                    if (known) {
                        journal.tellDeleted(tx, taskId);
                    }
                    return known;
                },
                WriteTimeouts.LIMITED);
    }

    /**
     * Deletes a task that is neither queued nor running and that nothing has happened to since a time.
     *
     * @return whether it was one
     */
    public boolean deleteIdle(String taskId, Instant since) {
        return writer.write(
                tx -> {
                    boolean idle = purge.deleteIdle(
                            tx, taskId, since.toEpochMilli(), journal.now().toEpochMilli());
                    if (idle) {
                        journal.tellDeleted(tx, taskId);
                    }
                    return idle;
                },
                WriteTimeouts.LIMITED);
    }

    /** Hands over one run; see {@link #handOver(Map, Duration)}. */
    public void handOver(Fence fence, long usedMillis) {
        writer.write(tx -> handOver(tx, fence, usedMillis), WriteTimeouts.LIMITED);
    }

    /**
     * Hands runs over to the next process in an orderly shutdown, so that the takeover does not count towards the crash
     * limit. Ignores runs with a stale epoch.
     *
     * @param usedMillis the run time used by each
     * @param atMost the timeout for all of them together
     */
    public void handOver(Map<Fence, Long> usedMillis, Duration atMost) {
        writer.write(
                tx -> {
                    for (Map.Entry<Fence, Long> run : usedMillis.entrySet()) {
                        handOver(tx, run.getKey(), run.getValue());
                    }
                    return true;
                },
                WriteTimeouts.within(atMost));
    }

    private static int handOver(Tx tx, Fence fence, long usedMillis) {
        return tx.sql()
                .update(
                        "UPDATE task SET used_millis = ?, takeovers = takeovers - 1 WHERE id = ? AND epoch = ?",
                        usedMillis,
                        fence.taskId(),
                        fence.epoch());
    }

    /** Stores the run time used, so that a crash does not reset it. Ignores a run with a stale epoch. */
    public void used(Fence fence, long usedMillis) {
        writer.write(
                tx -> tx.sql()
                        .update(
                                "UPDATE task SET used_millis = ? WHERE id = ? AND epoch = ?",
                                usedMillis,
                                fence.taskId(),
                                fence.epoch()),
                WriteTimeouts.LIMITED);
    }

    private static Claim claimed(Tx tx, Task task) {
        return claimed(TaskRow.find(tx, task.id()).orElseThrow(), task);
    }

    private static Claim claimed(TaskRow now, Task task) {
        return new Claim(
                new Fence(task.id(), now.epoch()),
                task,
                now.state(),
                now.request(),
                now.usedMillis(),
                now.takeovers(),
                now.ending());
    }
}
