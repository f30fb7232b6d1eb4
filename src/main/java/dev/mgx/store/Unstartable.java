package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.TaskRow;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.Tx;
import dev.mgx.store.sql.WriteRefused;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.task.StoredState;
import dev.mgx.store.task.TaskWrites;
import dev.mgx.store.task.UnreadableTask;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails runs that cannot be started or continued, whatever the reason, so that they do not block others. Thread-safe.
 */
final class Unstartable {
    private static final Logger log = LoggerFactory.getLogger(Unstartable.class);

    private final Writer writer;
    private final TaskWrites writes;
    private final Journal journal;
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();

    Unstartable(Writer writer, TaskWrites writes, Journal journal) {
        this.writer = writer;
        this.writes = writes;
        this.journal = journal;
    }

    /** Tasks that could not even be failed; skipped until the store is reopened. */
    Set<String> stuck() {
        return stuck;
    }

    /** @throws StoreUnavailable if the database does not accept writes */
    void fail(String taskId, RuntimeException why) {
        String sentence = "The run cannot be started. " + reason(why);
        if (why instanceof UnreadableTask) {
            log.error("Task {}: {} ({})", taskId, sentence, parserMessage(why));
        } else {
            log.error("Task {}: {}", taskId, sentence, why);
        }
        try {
            writes.write(taskId, tx -> failInJournal(tx, taskId, sentence, errorType(why)), WriteTimeouts.UNTIL_KNOWN);
            return;
        } catch (StoreUnavailable | OutcomeUnknown e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Task {}: its journal does not accept events", taskId, e);
        }
        try {
            writer.write(tx -> failInRow(tx, taskId, sentence), WriteTimeouts.UNTIL_KNOWN);
        } catch (WriteRefused e) {
            log.error("Task {}: skipped until the next start", taskId, e);
            stuck.add(taskId);
        }
    }

    private static String parserMessage(RuntimeException why) {
        String message =
                why.getCause() == null ? "" : String.valueOf(why.getCause().getMessage());
        return message.lines().findFirst().orElse("nothing");
    }

    private static String reason(RuntimeException why) {
        return why instanceof UnreadableTask ? String.valueOf(why.getMessage()) : "It failed with " + why;
    }

    private static ErrorType errorType(RuntimeException why) {
        return why instanceof UnreadableTask ? ErrorType.STORAGE : ErrorType.INTERNAL;
    }

    private boolean failInJournal(Tx tx, String taskId, String sentence, ErrorType type) {
        Optional<TaskRow> found = TaskRow.find(tx, taskId);
        if (found.isEmpty()) {
            return false;
        }
        TaskState state = found.get().state();
        boolean running = state.status() == TaskStatus.RUNNING;
        List<EventDraft> events = new ArrayList<>();
        if (!running) {
            events.add(EventDraft.of(EventType.TASK_START, "Run %d could not be started".formatted(state.run() + 1)));
        }
        events.add(EventDraft.of(EventType.ERROR, sentence).with("error_type", type.toString()));
        events.add(EventDraft.of(EventType.TASK_ERROR, sentence).with("error_type", type.toString()));
        Optional<TaskRow> taken = tx.sql()
                .first(
                        TaskRow::read,
                        "UPDATE task SET epoch = epoch + 1, last_seq = last_seq + ?, queue_ticket = NULL, ending = NULL"
                                + " WHERE id = ? AND (queue_ticket IS NOT NULL OR status = 'RUNNING') RETURNING "
                                + TaskRow.COLUMNS,
                        events.size(),
                        taskId);
        if (taken.isEmpty()) {
            return false; // it was stopped meanwhile
        }
        if (running) {
            journal.record(tx, taken.get().position(), events);
        } else {
            TaskQueue.recordEndOfQueued(tx, journal, taken.get(), events);
        }
        return true;
    }

    /** Fails the task without an event; the state is made from the columns. */
    private boolean failInRow(Tx tx, String taskId, String sentence) {
        TaskState state = StoredState.failed(tx.sql(), taskId, sentence);
        int rows = tx.sql()
                .update(
                        "UPDATE task SET state = ?, status = ?, queue_ticket = NULL, ending = NULL, epoch = epoch + 1,"
                                + " updated_at = ? WHERE id = ? AND (queue_ticket IS NOT NULL OR status = 'RUNNING')",
                        Json.write(state),
                        state.status().name(),
                        journal.now().toEpochMilli(),
                        taskId);
        if (rows > 0) {
            journal.tell(tx, taskId, List.of(), new JournalHead(state, true));
            journal.feed(tx, FeedEntry.Change.ENDED, journal.now(), state);
        }
        return rows > 0;
    }
}
