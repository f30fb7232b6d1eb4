package dev.mgx.engine;

import dev.mgx.engine.run.RunExecutor;
import dev.mgx.store.Store;
import dev.mgx.store.journal.Change;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages and approvals from people. Each is stored in the inbox in one transaction with its event. Thread-safe. */
final class UserInput {
    private final Store store;
    private final RunExecutor executor;

    UserInput(Store store, RunExecutor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** Stores the message if a run is active or queued; returns whether there was one. */
    boolean say(String taskId, String content) {
        return wakeIfStored(taskId, store.inbox().say(taskId, content, StartEvents.userMessage(content)));
    }

    /** Stores the answer; returns whether a run was waiting for approval and this was the first answer. */
    boolean approve(
            String taskId,
            boolean approved,
            @Nullable String comment,
            @Nullable List<Map<String, @Nullable Object>> checks) {
        Map<String, @Nullable Object> answer = new HashMap<>();
        answer.put("approved", approved);
        answer.put("comment", comment);
        if (checks != null) {
            answer.put("checks", checks);
        }
        String text = (approved ? "Approved" : comment == null ? "Rejected" : "Changes requested")
                + (checks == null ? "" : ", with corrected checks")
                + (comment == null ? "" : ": " + comment);
        EventDraft event = EventDraft.of(EventType.USER_MESSAGE, text)
                .with("content", text)
                .with("approved", approved);
        return wakeIfStored(taskId, store.inbox().answer(taskId, new Change.MessageSent("approval", answer), event));
    }

    /**
     * Wakes the run that waits for the message. No wake-up is lost for good: a run reads the inbox before it waits,
     * and polls it while waiting.
     */
    private boolean wakeIfStored(String taskId, boolean stored) {
        if (stored) {
            executor.signalMessage(taskId);
        }
        return stored;
    }
}
