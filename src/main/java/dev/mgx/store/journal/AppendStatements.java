package dev.mgx.store.journal;

import dev.mgx.store.sql.Tx;
import dev.mgx.task.TaskState;

/** The statements that record a run's events under its fence. */
final class AppendStatements {
    private static final String INSERT = "INSERT INTO event (task_id, seq, type, body, state) VALUES (?, ?, ?, ?, ?)";

    /** Indexed columns are not among them, so that no index is written. */
    private static final String GO_ON = "UPDATE task SET last_seq = ?, used_millis = ?, state = ?, last_event_at = ?,"
            + " updated_at = ? WHERE id = ? AND epoch = ? AND last_seq = ?";

    private static final String CHANGE_STATUS = "UPDATE task SET status = ?, epoch = epoch + ?, last_seq = ?,"
            + " used_millis = ?, state = ?, last_event_at = ?, updated_at = ?"
            + " WHERE id = ? AND epoch = ? AND last_seq = ? RETURNING queue_ticket";

    private AppendStatements() {}

    /** Checks the fence where there is no event to record. */
    static void requireFence(Tx tx, Fence fence, long usedMillis) {
        int rows = tx.sql()
                .update(
                        "UPDATE task SET used_millis = ? WHERE id = ? AND epoch = ?",
                        usedMillis,
                        fence.taskId(),
                        fence.epoch());
        if (rows == 0) {
            throw new StaleEpoch(fence);
        }
    }

    /**
     * Checks the fence, gives out the sequence numbers and writes the state, in one statement.
     *
     * @return whether the task waits for a place; known only where a run ends
     */
    static boolean take(Tx tx, Fence fence, KnownState before, JournalPosition.Recorded recorded, long usedMillis) {
        TaskState state = recorded.state();
        long at = recorded.at().toEpochMilli();
        boolean ends = recorded.last().event().endsRun();
        if (!ends && state.status() == before.state().status()) {
            tx.change(
                    () -> moved(tx, fence),
                    GO_ON,
                    state.lastEventId(),
                    usedMillis,
                    recorded.stateJson(),
                    at,
                    at,
                    state.taskId(),
                    before.epoch(),
                    before.lastSeq());
            return false;
        }
        return tx.sql()
                .first(
                        row -> !row.isNull("queue_ticket"),
                        CHANGE_STATUS,
                        state.status().name(),
                        ends ? 1 : 0, // nothing follows the last event of a run
                        state.lastEventId(),
                        usedMillis,
                        recorded.stateJson(),
                        at,
                        at,
                        state.taskId(),
                        before.epoch(),
                        before.lastSeq())
                .orElseThrow(() -> moved(tx, fence));
    }

    /** Why a row is not as it was known to be: the fence no longer holds, or somebody else has written. */
    static RuntimeException moved(Tx tx, Fence fence) {
        boolean holds = tx.sql()
                .first(row -> row.getLong("epoch"), "SELECT epoch FROM task WHERE id = ?", fence.taskId())
                .filter(epoch -> epoch == fence.epoch())
                .isPresent();
        return holds ? new StateMoved(fence.taskId()) : new StaleEpoch(fence);
    }

    static void insert(Tx tx, String taskId, JournalPosition.Recorded recorded) {
        for (JournalPosition.Written written : recorded.written()) {
            tx.insert(
                    INSERT,
                    taskId,
                    written.event().eventId(),
                    written.event().type().name(),
                    written.json(),
                    written.stateJson());
        }
    }
}
