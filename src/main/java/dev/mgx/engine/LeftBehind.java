package dev.mgx.engine;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks whose runs the last process left, under way or waiting for a place, and which this one is to
 * leave too: none goes on, and costs anything, before somebody asks for it. Thread-safe.
 */
final class LeftBehind {
    private final Set<String> taskIds = ConcurrentHashMap.newKeySet();

    LeftBehind(Collection<String> taskIds) {
        this.taskIds.addAll(taskIds);
    }

    Set<String> taskIds() {
        return Set.copyOf(taskIds);
    }

    /** Takes a task out; answers whether it was left until now. */
    boolean take(String taskId) {
        return taskIds.remove(taskId);
    }
}
