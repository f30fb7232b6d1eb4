package dev.mgx.engine;

import dev.mgx.store.Change;
import dev.mgx.store.Store;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say to runs: kept for the run with the event that tells of it, in one transaction. Thread-safe. */
final class Conversation {
    private final Store store;
    private final Conductor conductor;
    private final Object approvals = new Object();

    Conversation(Store store, Conductor conductor) {
        this.store = store;
        this.conductor = conductor;
    }

    /** Whether a run takes the message: one that is under way, or one that waits for its place. */
    boolean say(String taskId, String content) {
        return delivered(taskId, store.inbox().say(taskId, content, RunOpening.said(content)));
    }

    /** @throws NothingAsked when the task waits for no approval, or has been answered */
    void approve(TaskState state, boolean approved, @Nullable String comment) {
        String taskId = state.taskId();
        if (state.waitingFor() == null || !state.waitingFor().what().equals("approval")) {
            throw new NothingAsked(taskId);
        }
        Map<String, @Nullable Object> answer = new HashMap<>();
        answer.put("approved", approved);
        answer.put("comment", comment);
        String said = (approved ? "Approved" : comment == null ? "Rejected" : "Changes requested")
                + (comment == null ? "" : ": " + comment);
        EventDraft event = EventDraft.of(EventType.USER_MESSAGE, said)
                .with("content", said)
                .with("approved", approved);
        synchronized (approvals) { // of two answers at once, one counts
            if (!store.inbox().on(taskId, "approval").isEmpty() || !approved(taskId, answer, event)) {
                throw new NothingAsked(taskId);
            }
        }
    }

    private boolean approved(String taskId, Map<String, @Nullable Object> answer, EventDraft event) {
        return delivered(taskId, store.inbox().send(taskId, new Change.MessageSent("approval", answer), event));
    }

    /** Wakes the run that waits for it; one that is about to start looks into the inbox before it waits. */
    private boolean delivered(String taskId, boolean kept) {
        ActiveRun run = conductor.active().get(taskId);
        if (kept && run != null) {
            run.messageWaits();
        }
        return kept;
    }
}
