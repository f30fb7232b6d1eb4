package dev.mgx.store.journal;

import java.util.List;

/**
 * Notified of durable changes, on the writer's thread, in order; must not block or throw. Only a hint: the journal has
 * the same data.
 */
public interface JournalListener {
    /** {@code events} were recorded, or the task was queued; now it stands so. */
    void changed(String taskId, List<RecordedEvent> events, JournalHead head);

    void deleted(String taskId);

    /** The feed of all tasks has more. */
    default void fed() {}
}
