package dev.mgx.engine;

import dev.mgx.engine.run.RunExecutor;
import dev.mgx.store.Store;
import dev.mgx.store.journal.Change;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say to runs: kept for the run with the event that tells of it, in one transaction. Thread-safe. */
final class UserInput {
    private final Store store;
    private final RunExecutor executor;

    UserInput(Store store, RunExecutor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** Whether a run takes the message: one that is under way, or one that waits for its place. */
    boolean say(String taskId, String content) {
        return delivered(taskId, store.inbox().say(taskId, content, StartEvents.said(content)));
    }

    /** Whether that answers a question: a run waits for an approval, and of several answers at once this is the first. */
    boolean approve(String taskId, boolean approved, @Nullable String comment) {
        Map<String, @Nullable Object> answer = new HashMap<>();
        answer.put("approved", approved);
        answer.put("comment", comment);
        String said = (approved ? "Approved" : comment == null ? "Rejected" : "Changes requested")
                + (comment == null ? "" : ": " + comment);
        EventDraft event = EventDraft.of(EventType.USER_MESSAGE, said)
                .with("content", said)
                .with("approved", approved);
        return delivered(taskId, store.inbox().answer(taskId, new Change.MessageSent("approval", answer), event));
    }

    /**
     * Wakes the run that waits for it. One that is about to start looks into the inbox before it waits; and one whose
     * message is recorded only after nobody waited for that any more looks again by itself.
     */
    private boolean delivered(String taskId, boolean kept) {
        if (kept) {
            executor.messageWaits(taskId);
        }
        return kept;
    }
}
