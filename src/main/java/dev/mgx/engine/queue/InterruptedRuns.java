package dev.mgx.engine.queue;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks whose runs the last process left, under way or waiting for a place, and which this one is to
 * leave too: none goes on, and costs anything, before somebody asks for it. Thread-safe.
 */
public final class InterruptedRuns {
    /** By their ids; each with the lock for those who ask for it at the same moment. */
    private final Map<String, Object> tasks = new ConcurrentHashMap<>();

    public InterruptedRuns(Collection<String> taskIds) {
        taskIds.forEach(taskId -> tasks.put(taskId, new Object()));
    }

    public Set<String> taskIds() {
        return Set.copyOf(tasks.keySet());
    }

    /** Takes a task out that is left no more. */
    public void take(String taskId) {
        tasks.remove(taskId);
    }

    /**
     * Takes a task out once {@code prepare} is done. Where that throws, the task stays, to be asked for again.
     *
     * @return whether it was left until now; of several who ask at once, one is told so
     */
    public boolean take(String taskId, Runnable prepare) {
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
