package dev.mgx.store.journal;

import java.util.List;

/**
 * Is told what has become durable, on the writer's thread, in order: it must be quick and not throw. It
 * is only a hint: who misses it finds the same in the journal.
 */
public interface JournalListener {
    /** {@code events} were recorded, or the task was queued; now it stands so. */
    void changed(String taskId, List<RecordedEvent> events, JournalHead head);

    void deleted(String taskId);
}
