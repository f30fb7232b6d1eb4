package dev.mgx.engine.queue;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks whose runs the last process left active or queued and that are not resumed until somebody requests it, so
 * that none costs anything unasked. Thread-safe.
 */
public final class InterruptedRuns {
    /** By task id; the value is the lock for concurrent requests. */
    private final Map<String, Object> tasks = new ConcurrentHashMap<>();

    public InterruptedRuns(Collection<String> taskIds) {
        taskIds.forEach(taskId -> tasks.put(taskId, new Object()));
    }

    public Set<String> taskIds() {
        return Set.copyOf(tasks.keySet());
    }

    /** Removes a task that no longer waits for a request. */
    public void remove(String taskId) {
        tasks.remove(taskId);
    }

    /**
     * Removes a task after running {@code prepare}. If that throws, the task stays and may be requested again.
     *
     * @return whether the task was removed; true for only one of several concurrent callers
     */
    public boolean remove(String taskId, Runnable prepare) {
        Object lock = tasks.get(taskId);
        if (lock == null) {
            return false;
        }
        synchronized (lock) {
            if (!tasks.containsKey(taskId)) {
                return false;
            }
            prepare.run();
            tasks.remove(taskId);
            return true;
        }
    }
}
