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
 * What people have sent to runs and no run has taken yet. Messages come and go as {@link Change}s, with
 * the events that tell of them. Thread-safe; every call blocks on the database.
 */
public final class Inbox {
    private final Readers readers;
    private final Journal journal;

    Inbox(Readers readers, Journal journal) {
        this.readers = readers;
        this.journal = journal;
    }

    /** A message that waits. */
    public record Waiting(long seq, Map<String, @Nullable Object> body) {}

    /** What waits on a channel, oldest first. */
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
     * Keeps a person's answer for the run that waits for one on the message's channel, with the event that tells of it.
     * Of several answers the first one counts.
     *
     * @return whether a run waits for it and there was none yet
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
     * Keeps what a person says to the team: for the run that is under way, whoever has it, with the event that tells of
     * it, or for the run that waits for its place, whose first events will tell of it. Both in one transaction: between
     * two, the run could begin.
     *
     * @return whether a run is under way or waits
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
