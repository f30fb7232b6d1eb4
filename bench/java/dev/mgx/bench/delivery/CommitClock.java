package dev.mgx.bench.delivery;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** When each event of the tasks that it follows was committed. Thread-safe. */
final class CommitClock implements CommitProbe, JournalListener {
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private volatile long committedAt;

    /** The times of a task's events after {@code since}, in nanoseconds. */
    private record Task(long since, AtomicLongArray times) {}

    void follow(String taskId, long since, int events) {
        tasks.put(taskId, new Task(since, new AtomicLongArray(events)));
    }

    /** When the task's event after the first {@code before} that are followed was committed. */
    long committedAt(String taskId, int before) {
        Task task = tasks.get(taskId);
        if (task == null) {
            throw new IllegalArgumentException(taskId);
        }
        return task.times().get(before);
    }

    @Override
    public void before(long commit) {}

    @Override
    public void after(long commit) {
        committedAt = System.nanoTime();
    }

    @Override
    public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
        Task task = tasks.get(taskId);
        if (task != null) {
            for (RecordedEvent event : events) {
                int place = (int) (event.eventId() - task.since() - 1);
                if (place < task.times().length()) {
                    task.times().set(place, committedAt);
                }
            }
        }
    }

    @Override
    public void deleted(String taskId) {}
}
