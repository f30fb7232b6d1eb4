package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.task.EventDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import java.sql.SQLException;
import java.time.Duration;
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
    private final Tasks tasks;

    Claims(Writer writer, Readers readers, Journal journal, Tasks tasks) {
        this.writer = writer;
        this.readers = readers;
        this.journal = journal;
        this.tasks = tasks;
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
     * Takes the task that has waited longest and starts its run.
     *
     * @param passedOver tasks that keep their place and wait on
     * @param opening the first events of a run, TASK_START before all; it must not block
     */
    public Optional<Claim> claimNext(Set<String> passedOver, Function<Offer, List<EventDraft>> opening) {
        List<String> first = readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NOT NULL ORDER BY queue_ticket LIMIT ?",
                passedOver.size() + 1));
        Optional<String> next =
                first.stream().filter(id -> !passedOver.contains(id)).findFirst();
        // Nobody else claims, but the task may be deleted or stopped in between.
        return next.flatMap(id -> writer.write(tx -> claim(tx, id, opening), WritePatience.UNTIL_KNOWN));
    }

    private Optional<Claim> claim(Tx tx, String taskId, Function<Offer, List<EventDraft>> opening) throws SQLException {
        Optional<Snapshot> waiting = Snapshot.find(tx, taskId).filter(found -> found.queueTicket() != null);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Snapshot before = waiting.get();
        Task task = Tasks.find(tx.sql(), taskId).orElseThrow();
        List<EventDraft> events =
                opening.apply(new Offer(task, before.state(), before.request(), Said.untold(tx, task.id())));
        tx.sql()
                .update(
                        "UPDATE task SET epoch = epoch + 1, last_seq = last_seq + ?, queue_ticket = NULL, used_millis = 0,"
                                + " takeovers = 0, ending = NULL WHERE id = ?",
                        events.size(),
                        task.id());
        journal.record(tx, before, events);
        Inheritance.pass(tx, before, before.state().run() + 1);
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
     * Takes a run over from a process that is no more: from here on nothing it wrote late is recorded.
     *
     * @param announcement the events that tell of it, recorded in the same transaction; it must not block
     */
    public Optional<Claim> takeOver(String taskId, Function<Claim, List<EventDraft>> announcement) {
        Optional<Task> task = tasks.find(taskId);
        return task.flatMap(
                found -> writer.write(tx -> takeOver(tx, found, announcement), WritePatience.UNTIL_KNOWN));
    }

    private Optional<Claim> takeOver(Tx tx, Task task, Function<Claim, List<EventDraft>> announcement)
            throws SQLException {
        int rows = tx.sql()
                .update(
                        "UPDATE task SET epoch = epoch + 1, takeovers = takeovers + 1"
                                + " WHERE id = ? AND status = 'RUNNING'",
                        task.id());
        if (rows == 0) {
            return Optional.empty();
        }
        Claim claim = claimed(tx, task);
        List<EventDraft> events = announcement.apply(claim);
        if (events.isEmpty()) {
            return Optional.of(claim);
        }
        var _ = journal.appendIn(tx, claim.fence(), new Append(events, List.of(), claim.usedMillis()));
        return Optional.of(claimed(tx, task));
    }

    /**
     * Shuts the run of a task out, whoever has it: nothing it does later is recorded. The end is decided
     * with it and is recorded by {@link #end}.
     *
     * @return the right to record the end; empty when no run is under way
     */
    public Optional<Fence> shutOut(String taskId, RunEnding ending) {
        return writer.write(
                tx -> tx.sql()
                        .first(
                                row -> new Fence(taskId, row.getLong("epoch")),
                                "UPDATE task SET epoch = epoch + 1, ending = COALESCE(ending, ?)"
                                        + " WHERE id = ? AND status = 'RUNNING' RETURNING epoch",
                                Json.write(ending),
                                taskId),
                WritePatience.UNTIL_KNOWN);
    }

    /**
     * Records the end of a run. Messages that it did not take any more get their own run with that, where
     * the end says so: nothing that was said is lost.
     *
     * @throws Overtaken when the fence no longer holds
     */
    public void end(Fence fence, RunEnd end) {
        writer.write(
                tx -> {
                    if (end.followsUp()) {
                        TaskQueue.followUp(tx, fence);
                    }
                    journal.appendIn(tx, fence, new Append(end.events(), List.of(), end.usedMillis()));
                    tx.sql()
                            .update(
                                    "UPDATE task SET ending = NULL, result_summary = COALESCE(?, result_summary) WHERE id = ?",
                                    end.summary(),
                                    fence.taskId());
                    return true;
                },
                WritePatience.UNTIL_KNOWN);
    }

    /** Makes a task and all it has be gone. A run of it is shut out by that. */
    public boolean delete(String taskId) {
        return writer.write(
                tx -> {
                    for (String table : List.of("event", "step", "artifact_version", "manifest", "inbox")) {
                        tx.sql().update("DELETE FROM " + table + " WHERE task_id = ?", taskId);
                    }
                    boolean known = tx.sql().update("DELETE FROM task WHERE id = ?", taskId) > 0;
                    if (known) {
                        journal.tellDeleted(tx, taskId);
                    }
                    return known;
                },
                WritePatience.LIMITED);
    }

    /** Leaves one run; see {@link #handOver(Map, Duration)}. */
    public void handOver(Fence fence, long usedMillis) {
        writer.write(tx -> handOver(tx, fence, usedMillis), WritePatience.LIMITED);
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
                new WritePatience(half, half));
    }

    private static int handOver(Tx tx, Fence fence, long usedMillis) throws SQLException {
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
                WritePatience.LIMITED);
    }

    private static Claim claimed(Tx tx, Task task) throws SQLException {
        Snapshot now = Snapshot.find(tx, task.id()).orElseThrow();
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
