package dev.mgx.task;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a task, and its life cycle as one table.
 *
 * <pre>
 *              TASK_START   TASK_COMPLETE   TASK_ERROR   TASK_CANCELLED   any other event
 *  PENDING     RUNNING      -               -            -                -
 *  RUNNING     -            SUCCEEDED       FAILED       CANCELLED        RUNNING
 *  SUCCEEDED   RUNNING      -               -            -                -
 *  FAILED      RUNNING      -               -            -                -
 *  CANCELLED   RUNNING      -               -            -                -
 * </pre>
 *
 * A dash is an event that is not allowed: only the start of the next run may follow the last event of a run.
 */
public enum TaskStatus {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    private static final Map<EventType, TaskStatus> AFTER_LAST_EVENT = new EnumMap<>(Map.of(
            EventType.TASK_COMPLETE, SUCCEEDED,
            EventType.TASK_ERROR, FAILED,
            EventType.TASK_CANCELLED, CANCELLED));

    /** Whether the run is over. A terminal task may run again. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /** The status after an event of this type; empty if the table has a dash. */
    public Optional<TaskStatus> after(EventType type) {
        if (type == EventType.TASK_START) {
            return this == RUNNING ? Optional.empty() : Optional.of(RUNNING);
        }
        return this == RUNNING ? Optional.of(AFTER_LAST_EVENT.getOrDefault(type, RUNNING)) : Optional.empty();
    }
}
