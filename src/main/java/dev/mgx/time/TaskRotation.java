package dev.mgx.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A queue of waiters in which tasks take turns; first in, first out within a task. Not thread-safe. */
final class TaskRotation<W> {
    /** By task, in the order of their turns. No queue is empty. */
    private final Map<String, Deque<W>> waiting = new LinkedHashMap<>();

    void add(String taskId, W waiter) {
        waiting.computeIfAbsent(taskId, task -> new ArrayDeque<>()).addLast(waiter);
    }

    /** Removes the next waiter; the turn passes to the next task. */
    Optional<W> next() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<String, Deque<W>> turn = waiting.entrySet().iterator().next();
        String taskId = turn.getKey();
        Deque<W> queue = turn.getValue();
        waiting.remove(taskId);
        W next = queue.removeFirst();
        if (!queue.isEmpty()) {
            waiting.put(taskId, queue);
        }
        return Optional.of(next);
    }

    /** Removes a waiter that no longer waits. */
    void remove(String taskId, W waiter) {
        Deque<W> queue = waiting.get(taskId);
        if (queue != null && queue.remove(waiter) && queue.isEmpty()) {
            waiting.remove(taskId);
        }
    }

    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }
}
