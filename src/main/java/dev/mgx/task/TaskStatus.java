package dev.mgx.task;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task is in its life, and the whole life cycle as one table.
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
 * A dash is an event that may not be recorded there: nothing follows the last event of a run but the
 * start of the next one.
 */
public enum TaskStatus {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    private static final Map<EventType, TaskStatus> ENDINGS = new EnumMap<>(Map.of(
            EventType.TASK_COMPLETE, SUCCEEDED,
            EventType.TASK_ERROR, FAILED,
            EventType.TASK_CANCELLED, CANCELLED));

    /** Whether the run is over. A terminal task may run again. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /** The status after an event of this type, or empty where the table has a dash. */
    public Optional<TaskStatus> after(EventType type) {
        if (type == EventType.TASK_START) {
            return this == RUNNING ? Optional.empty() : Optional.of(RUNNING);
        }
        return this == RUNNING ? Optional.of(ENDINGS.getOrDefault(type, RUNNING)) : Optional.empty();
    }
}
