package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.KnownState;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.task.EventDraft;
import dev.mgx.task.TaskState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages from people that no run has consumed yet. They are added and removed as {@link Change}s, together with their
 * events. Thread-safe; every call blocks on the database.
 */
public final class Inbox {
    private final Readers readers;
    private final Journal journal;

    Inbox(Readers readers, Journal journal) {
        this.readers = readers;
        this.journal = journal;
    }

    /** A pending message. */
    public record Waiting(long seq, Map<String, @Nullable Object> body) {}

    /** The pending messages of a channel, oldest first. */
    public List<Waiting> on(String taskId, String channel) {
        return readers.read(sql -> sql.list(
                row -> new Waiting(row.getLong("seq"), Json.readMap(row.getString("body"))),
                "SELECT seq, body FROM inbox WHERE EXISTS (SELECT 1 FROM task WHERE id = ?)"
                        + " AND task_id = ? AND channel = ? ORDER BY seq",
                taskId,
                taskId,
                channel));
    }

    /**
     * Stores a person's answer for the run that waits on the message's channel, together with its event. The first of
     * several answers counts.
     *
     * @return whether a run waits for it and it is the first answer
     */
    public boolean answer(String taskId, Change.MessageSent answer, EventDraft event) {
        return journal.write(
                taskId,
                (tx, known) -> isAwaited(tx, taskId, answer.channel(), known)
                        && journal.recordWith(tx, taskId, event, answer, known),
                WriteTimeouts.LIMITED);
    }

    private boolean isAwaited(Tx tx, String taskId, String channel, @Nullable KnownState known) {
        boolean waits = journal.state(tx, taskId, known)
                .map(TaskState::waitingFor)
                .filter(wait -> wait.what().equals(channel))
                .isPresent();
        return waits
                && tx.sql().number("SELECT COUNT(*) FROM inbox WHERE task_id = ? AND channel = ?", taskId, channel)
                        == 0;
    }

    /**
     * Stores a person's message to the team: for the active run, on any node, together with its event, or for the
     * queued run, whose first events will include it. One transaction for both cases, because the run could start in
     * between.
     *
     * @return whether there is an active or queued run
     */
    public boolean say(String taskId, String content, EventDraft event) {
        return journal.write(
                taskId,
                (tx, known) -> journal.recordWith(tx, taskId, event, UserMessages.message(content), known)
                        || keepUntold(tx, taskId, content),
                WriteTimeouts.LIMITED);
    }

    private boolean keepUntold(Tx tx, String taskId, String content) {
        boolean waits =
                tx.sql().number("SELECT COUNT(*) FROM task WHERE id = ? AND queue_ticket IS NOT NULL", taskId) > 0;
        if (waits) {
            UserMessages.keepUntold(tx, taskId, content, journal.now());
        }
        return waits;
    }
}
