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
 * Messages to a run that it has not consumed yet. A message to a queued run is unannounced: its event is recorded when
 * the run starts.
 */
final class UserMessages {
    private static final String CHANNEL = "messages";

    private UserMessages() {}

    static Change.MessageSent message(String content) {
        return new Change.MessageSent(CHANNEL, Map.of("content", content));
    }

    /** Stores a message for a run that has not started. */
    static void keepUntold(Tx tx, String taskId, String content, Instant now) {
        new Changes(tx.sql(), taskId, now).apply(message(content));
        tx.sql()
                .update(
                        "UPDATE inbox SET told = 0 WHERE task_id = ? AND seq = (SELECT MAX(seq) FROM inbox WHERE task_id = ?)",
                        taskId,
                        taskId);
    }

    /** The unannounced messages, oldest first; marks them as announced. */
    static List<String> unannounced(Tx tx, String taskId) {
        List<String> unannounced = tx.sql()
                .list(
                        UserMessages::content,
                        "SELECT body FROM inbox WHERE task_id = ? AND channel = ? AND told = 0 ORDER BY seq",
                        taskId,
                        CHANNEL);
        tx.sql().update("UPDATE inbox SET told = 1 WHERE task_id = ?", taskId);
        return unannounced;
    }

    /** All messages that the run has not consumed, oldest first. */
    static List<String> notTaken(Tx tx, String taskId) {
        return tx.sql()
                .list(
                        UserMessages::content,
                        "SELECT body FROM inbox WHERE task_id = ? AND channel = ? ORDER BY seq",
                        taskId,
                        CHANNEL);
    }

    /**
     * Clears messages to the previous run, because a late approval must not approve the next plan. A resumed run keeps
     * the messages to the team, and asks its open questions again.
     */
    static void forget(Tx tx, String taskId, RunRequest.Kind next) {
        String answers = next == RunRequest.Kind.RESUME ? " AND channel <> '" + CHANNEL + "'" : "";
        tx.sql().update("DELETE FROM inbox WHERE task_id = ?" + answers, taskId);
    }

    private static String content(Row row) {
        return String.valueOf(Json.readMap(row.getString("body")).get("content"));
    }
}
