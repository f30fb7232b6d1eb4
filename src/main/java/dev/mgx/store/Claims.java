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
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who runs what: taking a task from the queue, and shutting its run out again. Whoever takes a task raises its epoch. Thread-safe; every call blocks on the database.
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
     * A task that is about to be started.
     *
     * @param state before its run
     * @param waitingMessages what people said to the run while it waited, and no event tells yet
     */
    public record Offer(Task task, TaskState state, RunRequest request, List<String> waitingMessages) {}

    /** Takes the task that has waited longest and starts its run. */
    public Optional<Claim> claimNext(Function<Offer, List<EventDraft>> opening) {
        return claimNext(Set.of(), opening);
    }

    /**
     * Takes the task that has waited longest and starts its run. One whose run cannot be started, whatever the reason,
     * fails with that reason, and the next one has its turn.
     *
     * @param passedOver tasks that keep their place and wait on
     * @param opening the first events of a run, TASK_START before all; it must not block
     */
    public Optional<Claim> claimNext(Set<String> passedOver, Function<Offer, List<EventDraft>> opening) {
        while (true) {
            Optional<String> next = longestWaiting(passedOver);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            String id = next.get();
            try {
                // Nobody else claims, but the task may be deleted or stopped in between.
                return writer.write(tx -> claim(tx, id, opening), WriteTimeouts.UNTIL_KNOWN);
            } catch (StoreUnavailable | OutcomeUnknown e) {
                throw e; // that is nothing against this task
            } catch (RuntimeException e) {
                unstartable.fail(id, e);
            }
        }
    }

    private Optional<String> longestWaiting(Set<String> passedOver) {
        Set<String> left = new HashSet<>(passedOver);
        left.addAll(unstartable.stuck());
        List<String> first = readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NOT NULL ORDER BY queue_ticket LIMIT ?",
                left.size() + 1));
        return first.stream().filter(id -> !left.contains(id)).findFirst();
    }

    private Optional<Claim> claim(Tx tx, String taskId, Function<Offer, List<EventDraft>> opening) {
        Optional<TaskRow> waiting = TaskRow.find(tx, taskId).filter(found -> found.queueTicket() != null);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        TaskRow before = waiting.get();
        Task task = Tasks.find(tx.sql(), taskId).orElseThrow();
        List<EventDraft> events =
                opening.apply(new Offer(task, before.state(), before.request(), UserMessages.untold(tx, task.id())));
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

    /** The tasks whose runs are under way, for this node or one that is no more, oldest first. */
    public List<String> running() {
        return readers.read(sql -> sql.list(
                row -> row.getString(1), "SELECT id FROM task WHERE status = 'RUNNING' ORDER BY created_at, id"));
    }

    /** Takes a run over from a process that is no more, and tells nobody of it. */
    public Optional<Claim> takeOver(String taskId) {
        return takeOver(taskId, claim -> List.of());
    }

    /**
     * Takes a run over from a process that is no more: from here on nothing it wrote late is recorded. A run that cannot
     * be gone on with, because its task cannot be read, fails with the reason.
     *
     * @param announcement the events that tell of it, recorded in the same transaction; it must not block
     * @return empty when no run of it is under way, or none any more
     */
    public Optional<Claim> takeOver(String taskId, Function<Claim, List<EventDraft>> announcement) {
        try {
            return writer.write(tx -> takeOver(tx, taskId, announcement), WriteTimeouts.UNTIL_KNOWN);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            throw e; // that is nothing against this task
        } catch (RuntimeException e) {
            unstartable.fail(taskId, e);
            return Optional.empty();
        }
    }

    private Optional<Claim> takeOver(Tx tx, String taskId, Function<Claim, List<EventDraft>> announcement) {
        int rows = tx.sql()
                .update(
                        "UPDATE task SET epoch = epoch + 1, takeovers = takeovers + 1"
                                + " WHERE id = ? AND status = 'RUNNING'",
                        taskId);
        if (rows == 0) {
            return Optional.empty();
        }
        Task task = Tasks.find(tx.sql(), taskId).orElseThrow();
        Claim claim = claimed(tx, task);
        List<EventDraft> events = announcement.apply(claim);
        if (events.isEmpty()) {
            return Optional.of(claim);
        }
        KnownState known = new KnownState(
                claim.state(), claim.state().lastEventId(), claim.fence().epoch());
        AppendRequest append = new AppendRequest(events, List.of(), claim.usedMillis());
        var _ = journal.appendIn(tx, claim.fence(), append, known);
        return Optional.of(claimed(tx, task));
    }

    /**
     * Shuts the run of a task out, whoever has it: nothing it does later is recorded. The end is decided
     * with it and is recorded by {@link #end}.
     *
     * @return the right to record the end; empty when no run is under way
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
     * Records the end of a run. Messages that it did not take any more get their own run with that, where
     * the end says so: nothing that was said is lost.
     *
     * @throws StaleEpoch when the fence no longer holds
     */
    public void end(Fence fence, EndRecord end) {
        journal.write(
                fence.taskId(),
                (tx, known) -> {
                    if (end.followsUp()) {
                        TaskQueue.followUp(tx, fence);
                    }
                    journal.appendIn(tx, fence, new AppendRequest(end.events(), List.of(), end.usedMillis()), known);
                    tx.sql()
                            .update(
                                    "UPDATE task SET ending = NULL, result_summary = COALESCE(?, result_summary) WHERE id = ?",
                                    end.summary(),
                                    fence.taskId());
                    return true;
                },
                WriteTimeouts.UNTIL_KNOWN);
    }

    /**
     * Makes a task be gone for everybody, whatever it has; a run of it is shut out by that. The rows that it leaves
     * are removed in the background, in small pieces.
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

    /** Leaves one run; see {@link #handOver(Map, Duration)}. */
    public void handOver(Fence fence, long usedMillis) {
        writer.write(tx -> handOver(tx, fence, usedMillis), WriteTimeouts.LIMITED);
    }

    /**
     * Leaves runs to whoever comes next, in good order: being taken over then is no sign of poison. Does nothing to
     * overtaken ones.
     *
     * @param usedMillis the run time that each has used
     * @param atMost how long it may take, however many there are
     */
    public void handOver(Map<Fence, Long> usedMillis, Duration atMost) {
        Duration half = atMost.dividedBy(2);
        writer.write(
                tx -> {
                    for (Map.Entry<Fence, Long> run : usedMillis.entrySet()) {
                        handOver(tx, run.getKey(), run.getValue());
                    }
                    return true;
                },
                new WriteTimeouts(half, half));
    }

    private static int handOver(Tx tx, Fence fence, long usedMillis) {
        return tx.sql()
                .update(
                        "UPDATE task SET used_millis = ?, takeovers = takeovers - 1 WHERE id = ? AND epoch = ?",
                        usedMillis,
                        fence.taskId(),
                        fence.epoch());
    }

    /** Says how much run time a run has used, so that a crash does not give it back. Does nothing to an overtaken one. */
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
        TaskRow now = TaskRow.find(tx, task.id()).orElseThrow();
        TaskState state = now.state();
        return new Claim(
                new Fence(task.id(), now.epoch()),
                task,
                state,
                now.request(),
                now.usedMillis(),
                now.takeovers(),
                now.ending());
    }
}
