package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Changes;
import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Tx;
import dev.mgx.task.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What people said to a run and it has not taken yet. A message to a run that waits for its place is untold: no event
 * tells of it before the run's first ones.
 */
final class UserMessages {
    private static final String CHANNEL = "messages";

    private UserMessages() {}

    static Change.MessageSent message(String content) {
        return new Change.MessageSent(CHANNEL, Map.of("content", content));
    }

    /** Keeps a message for a run that has not begun. */
    static void keepUntold(Tx tx, String taskId, String content, Instant now) {
        new Changes(tx.sql(), taskId, now).apply(message(content));
        tx.sql()
                .update(
                        "UPDATE inbox SET told = 0 WHERE task_id = ? AND seq = (SELECT MAX(seq) FROM inbox WHERE task_id = ?)",
                        taskId,
                        taskId);
    }

    /** What no event tells of yet, oldest first; with this it is told. */
    static List<String> untold(Tx tx, String taskId) {
        List<String> untold = tx.sql()
                .list(
                        UserMessages::content,
                        "SELECT body FROM inbox WHERE task_id = ? AND channel = ? AND told = 0 ORDER BY seq",
                        taskId,
                        CHANNEL);
        tx.sql().update("UPDATE inbox SET told = 1 WHERE task_id = ?", taskId);
        return untold;
    }

    /** All that the run has not taken, oldest first. */
    static List<String> notTaken(Tx tx, String taskId) {
        return tx.sql()
                .list(
                        UserMessages::content,
                        "SELECT body FROM inbox WHERE task_id = ? AND channel = ? ORDER BY seq",
                        taskId,
                        CHANNEL);
    }

    /**
     * A new run begins without what was said to the one before: an approval that came too late must not approve the
     * next plan. One that resumes keeps what was said to the team, and asks its open questions again.
     */
    static void forget(Tx tx, String taskId, RunRequest.Kind next) {
        String answers = next == RunRequest.Kind.RESUME ? " AND channel <> '" + CHANNEL + "'" : "";
        tx.sql().update("DELETE FROM inbox WHERE task_id = ?" + answers, taskId);
    }

    private static String content(Row row) {
        return String.valueOf(Json.readMap(row.getString("body")).get("content"));
    }
}
